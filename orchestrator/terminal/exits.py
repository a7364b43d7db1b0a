"""What the process's exit code says."""

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes. A recommendation never changes them: a case that pends was reviewed."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOT_ACCEPTED = 3
    INTERRUPTED = 130


MEANINGS = {
    Exit.DONE: "done: every case was reviewed, whatever was recommended; rule book or store is sound",
    Exit.FAILED: "the rule book, a setting or the store has problems, set-up is not complete, or an unexpected fault",
    Exit.USAGE: "the command line was not understood, or names a policy or a case that is not there",
    Exit.NOT_ACCEPTED: "at least one case could not be read or was not accepted; the others were reviewed",
    Exit.INTERRUPTED: "interrupted (Ctrl-C)",
}


def describe_exits() -> str:
    """The codes as the help shows them."""
    return "exit codes:\n" + "\n".join(f"  {code.value:>3}  {meaning}" for code, meaning in MEANINGS.items())
