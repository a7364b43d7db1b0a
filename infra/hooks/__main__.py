"""``python3 -m infra.hooks preflight``: one or more of the hooks, in the order given; the first that fails ends it."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from infra.hooks.migrate import migrate
from infra.hooks.postdown import postdown
from infra.hooks.predown import predown
from infra.hooks.preflight import preflight
from infra.hooks.register import register
from infra.hooks.sample import sample
from infra.hooks.verify import verify
from infra.hooks.words import HookFailed, Problem, complain

HOOKS: Mapping[str, Callable[[Path], int]] = {
    "preflight": preflight,
    "register": register,
    "migrate": migrate,
    "sample": sample,
    "verify": verify,
    "predown": predown,
    "postdown": postdown,
}
_USAGE = 2


def main(arguments: Sequence[str]) -> int:
    """Run hooks by name. Returns 0, or what the first that failed returned."""
    if not arguments or any(name not in HOOKS for name in arguments):
        print(f"usage: python3 -m infra.hooks {{{','.join(HOOKS)}}} ...", file=sys.stderr)
        return _USAGE
    for name in arguments:
        try:
            failed = HOOKS[name](Path.cwd())
        except HookFailed as error:
            complain([Problem(error.sentence, error.mend)])
            failed = 1
        if failed:
            return failed
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
