"""``priorauth diff``: which outcomes an edited policy, or an edited rule book, changes on the author's own cases."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from orchestrator.settings import Settings
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.lines import BLANK, Line, plain, rows, words
from orchestrator.terminal.local_review import OpenReview, open_review
from orchestrator.terminal.progress import SilentJournal
from orchestrator.terminal.review import CASE_ID, Source, read_case
from orchestrator.terminal.screen import Screen
from orchestrator.terminal.wording import counted
from priorauth.case import Case
from priorauth.errors import PriorAuthError, RuleBookInvalid
from priorauth.findings import NotEvaluated
from priorauth.frontmatter import Source as RuleFile
from priorauth.frontmatter import part_of, read_front_matter
from priorauth.revision import Revision

_RULES = ("skills", "policies")
_COMPARED = Path("policies/compared.md")


class NotComparable(PriorAuthError):
    """The two sides are not two rule books, nor two files of one policy, or there are no cases."""

    code = "not_comparable"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one place of a case: its recommendation, a policy's relation, or a criterion's status."""

    place: str
    before: str
    after: str


def compare(
    old: Path, new: Path, cases: Path, settings: Settings, screen: Screen, *, open_review: OpenReview = open_review
) -> Exit:
    """Reviews every case of a folder by both rule books and shows what differs.

    ``old`` and ``new`` are folders with ``skills/`` and ``policies/``, or two versions of one policy's file. Raises
    :class:`NotComparable`, and ``RuleBookInvalid`` where a side is not valid.
    """
    paths = sorted(cases.glob("*.json"))
    if not paths:
        raise NotComparable(f"There is no case file (*.json) in {cases}.")
    with _rule_book_of(old, settings) as first:
        before = asyncio.run(_review_all(paths, _with(settings, first), open_review))
    with _rule_book_of(new, settings) as second:
        after = asyncio.run(_review_all(paths, _with(settings, second), open_review))
    changed = {path.name: changes for path in paths if (changes := list(_changes(before[path], after[path])))}
    screen.show(_told(changed, len(paths)))
    return Exit.DONE


def _with(settings: Settings, rule_book: Path) -> Settings:
    return settings.model_copy(update={"rulebook": rule_book})


@contextmanager
def _rule_book_of(side: Path, settings: Settings) -> Iterator[Path]:
    """The folder itself, or a copy of the rule book in force in which the policy's file stands."""
    if all((side / name).is_dir() for name in _RULES):
        yield side
        return
    if not side.is_file():
        raise NotComparable(f"{side} is neither a policy's file nor a folder with skills/ and policies/.")
    with tempfile.TemporaryDirectory(prefix="priorauth-rules-") as directory:
        copy = Path(directory)
        for name in _RULES:
            shutil.copytree(settings.rulebook / name, copy / name)
        for path in _files_of(_policy_id(side), copy / "policies"):
            path.unlink()
        shutil.copyfile(side, copy / _COMPARED)
        with _told_of(side):
            yield copy


@contextmanager
def _told_of(side: Path) -> Iterator[None]:
    """Problems of the copied file are told of the file that the author has."""
    try:
        yield
    except RuleBookInvalid as error:
        named = {_COMPARED.as_posix(): str(side)}
        told = [one.model_copy(update={"file": named.get(one.file, one.file)}) for one in error.problems]
        raise RuleBookInvalid(told) from None


def _files_of(policy_id: object, folder: Path) -> list[Path]:
    """The files of a policy, among which there are others: templates of letters have no id."""
    return [path for path in folder.rglob("*.md") if _stated_id(path) == policy_id]


def _stated_id(path: Path) -> object:
    source = read_front_matter(path.name, path.read_text(encoding="utf-8"))
    return part_of(source.data, "id") if isinstance(source, RuleFile) else None


def _policy_id(path: Path) -> object:
    policy_id = _stated_id(path)
    if policy_id is None:
        raise NotComparable(f"{path} is no policy's file: it states no id.")
    return policy_id


async def _review_all(
    paths: Sequence[Path], settings: Settings, open_review: OpenReview
) -> Mapping[Path, Mapping[str, str]]:
    async with open_review(settings) as review:
        outcomes: dict[Path, Mapping[str, str]] = {}
        for number, path in enumerate(paths, start=1):
            case = read_case(Source(str(path), CASE_ID.format(number=number)), settings)
            if not isinstance(case, Case):
                outcomes[path] = {"case": f"not accepted: {case}"}
            else:
                outcomes[path] = dict(_places(await review(case, SilentJournal())))
        return outcomes


def _places(revision: Revision) -> Iterator[tuple[str, str]]:
    recommendation = revision.recommendation
    route = f" ({recommendation.route.value})" if recommendation.route else ""
    yield "recommendation", f"{recommendation.outcome.value}{route}"
    if isinstance(revision.coverage, NotEvaluated):
        yield "coverage", "not evaluated"
        return
    for line in revision.coverage.lines:
        at = f"line {line.line}"
        yield from ((f"{at}, {match.policy_id}", match.relation.value) for match in line.policies)
        for item in line.criteria:
            yield f"{at}, {item.policy_id}, {item.result.id}", item.result.status.value


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for place in dict.fromkeys((*before, *after)):
        one, other = before.get(place, "not asked"), after.get(place, "not asked")
        if one != other:
            yield Change(place, one, other)


def _told(changed: Mapping[str, Sequence[Change]], cases: int) -> Iterator[Line]:
    turned = sum(any(change.place == "recommendation" for change in changes) for changes in changed.values())
    yield plain(
        f"{counted(cases, 'case')} reviewed twice: {counted(len(changed), 'case')} changed, "
        f"{counted(turned, 'recommendation')} with it.",
        style="bold",
    )
    for name, changes in changed.items():
        yield BLANK
        yield plain(name, style="bold")
        yield from rows([(words(one.place), words(f"{one.before} → {one.after}")) for one in changes])
