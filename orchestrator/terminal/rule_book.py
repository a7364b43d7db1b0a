"""``priorauth check`` and ``priorauth explain``: the rule book, for those who write it."""

import asyncio
from collections.abc import Iterator, Sequence

from orchestrator.settings import Settings
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.lines import BLANK, Line, joined, label, plain, rows, words
from orchestrator.terminal.local_review import OpenReview, open_review
from orchestrator.terminal.progress import SilentJournal
from orchestrator.terminal.review import CASE_ID, Source, read_case
from orchestrator.terminal.screen import Screen
from orchestrator.terminal.sections import policy_in_case
from orchestrator.terminal.view import View
from orchestrator.terminal.wording import QUIET, VERIFICATIONS, counted
from priorauth.case import Case
from priorauth.contractors import Contractors
from priorauth.errors import RuleBookInvalid
from priorauth.explain import explain_policy
from priorauth.policy import Alignment, Diagnoses, DiagnosisEntry, Policy, PolicyCode
from priorauth.rulebook import RuleBook, read_rule_book


def check_rule_book(settings: Settings, screen: Screen) -> Exit:
    """Validates all skills and policies and tells every problem with its file and line."""
    try:
        rule_book = read_rule_book(settings.rulebook)
    except RuleBookInvalid as error:
        for problem in error.problems:
            screen.data(str(problem))
        files = len({problem.file for problem in error.problems})
        screen.complain(f"{counted(len(error.problems), 'problem')} in {counted(files, 'file')}.")
        return Exit.FAILED
    screen.show(_summary(rule_book))
    return Exit.DONE


def _summary(rule_book: RuleBook) -> Iterator[Line]:
    skills = rule_book.skills
    parts = (
        counted(len(skills.skills), "skill"),
        counted(len(rule_book.policies), "policy", "policies"),
        counted(len(rule_book.programs), "program"),
        counted(len(rule_book.contractors.contractors), "contractor"),
        counted(len(skills.vocabulary.concepts), "concept"),
    )
    yield plain(f"The rule book is valid: {', '.join(parts)}.")
    yield plain(rule_book.digest, style=QUIET)


def explain(
    policy_id: str | None,
    settings: Settings,
    screen: Screen,
    *,
    case: str | None = None,
    open_review: OpenReview = open_review,
) -> Exit:
    """One policy's criteria as a tree; without an id, the list of policies. Case does not matter in an id.

    With ``case``, the path of a case file, its review runs and the tree shows the case's statuses and quotes.
    """
    rule_book = read_rule_book(settings.rulebook)
    if policy_id is None:
        screen.show(_list_of(rule_book.policies))
        return Exit.DONE
    known = {policy.id.lower(): policy.id for policy in rule_book.policies}
    policy = rule_book.policy(known.get(policy_id.lower(), ""))
    if policy is None:
        screen.complain(f"There is no policy '{policy_id}' in this rule book. There are: {', '.join(known.values())}.")
        return Exit.USAGE
    if case is not None:
        return asyncio.run(_explain_case(policy, Source(case, CASE_ID.format(number=1)), settings, screen, open_review))
    screen.show(policy_lines(policy, rule_book.contractors))
    return Exit.DONE


async def _explain_case(
    policy: Policy, source: Source, settings: Settings, screen: Screen, open_review: OpenReview
) -> Exit:
    case = read_case(source, settings)
    if not isinstance(case, Case):
        screen.complain(f"{source.name}: {case}")
        return Exit.NOT_ACCEPTED
    async with open_review(settings) as review:
        revision = await review(case, SilentJournal())
    shown = list(policy_in_case(policy.id, View(revision)))
    if not shown:
        screen.complain(f"{policy.id} names no code of {source.name}, or its lines were not assessed.")
        return Exit.NOT_ACCEPTED
    screen.show(shown)
    return Exit.DONE


def _list_of(policies: Sequence[Policy]) -> Iterator[Line]:
    return rows([(words(policy.id, "bold"), words(policy.version), words(policy.title)) for policy in policies])


def policy_lines(policy: Policy, contractors: Contractors) -> Iterator[Line]:
    """A policy: whom it binds, where it can be read, and its criteria."""
    yield plain(f"{policy.id}  {policy.title}, version {policy.version}", style="bold")
    yield from rows([(words(name, QUIET), words(said)) for name, said in _facts(policy, contractors) if said])
    yield BLANK
    for line in explain_policy(policy).splitlines():
        text = line.lstrip()
        yield Line(words(text.removeprefix("- ")), label("-"), len(line) - len(text))


def _facts(policy: Policy, contractors: Contractors) -> tuple[tuple[str, str], ...]:
    until = f" to {policy.ends.isoformat()}" if policy.ends else ", open-ended"
    return (
        ("kind", policy.kind.value),
        ("in force", policy.effective.isoformat() + until),
        ("codes", ", ".join(_code(entry) for entry in policy.codes)),
        ("diagnoses", _diagnoses(policy.diagnoses)),
        ("applies to", _limits(policy)),
        *_area(policy, contractors),
        ("source", f"{policy.citation.title} · {policy.citation.url}"),
    )


def _area(policy: Policy, table: Contractors) -> Iterator[tuple[str, str]]:
    """Each contractor of a local policy with its states, and how sure we are that it serves them."""
    for one in table.named(policy.contractors):
        served = (f"{', '.join(group.states)} ({VERIFICATIONS[group.verification]})" for group in one.serves)
        yield "contractor", f"{one.name}, {one.organization}: {'; '.join(served)}"
    if policy.contractors:
        yield "states", ", ".join(policy.states) or "every state: all contractors of this kind publish it"


def _code(entry: PolicyCode) -> str:
    lines = f" ({', '.join(entry.lines_of_business)})" if entry.lines_of_business else ""
    return f"{entry.code} {VERIFICATIONS[entry.verification]}{lines}"


def _diagnoses(diagnoses: Diagnoses) -> str:
    matched = {
        Alignment.LISTED: f"one of {', '.join(_diagnosis(entry) for entry in diagnoses.covered)}",
        Alignment.INDICATED: f"described as {' or '.join(diagnoses.indications)}".replace("_", " "),
        Alignment.DOCUMENTED: "the record documents the coded one",
    }
    excluded = ", ".join(_diagnosis(entry) for entry in diagnoses.excluded)
    return matched[diagnoses.alignment] + (f"; not {excluded}" if excluded else "")


def _diagnosis(entry: DiagnosisEntry) -> str:
    return f"{entry.code} {VERIFICATIONS[entry.verification]}"


def _limits(policy: Policy) -> str:
    limits = (
        ", ".join(line.value.replace("_", " ") for line in policy.lines_of_business),
        "" if policy.contractors else ", ".join(policy.states),
        ", ".join(kind.value for kind in policy.request_types),
        policy.plan_id,
    )
    return joined(limits).plain
