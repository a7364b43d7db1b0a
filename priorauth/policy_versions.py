"""What another version of a policy changed, in words: lines that went, and lines that came."""

import difflib
from collections.abc import Iterator, Sequence
from enum import StrEnum

from priorauth.explain import criteria_tree
from priorauth.policy import Policy
from priorauth.value import Value


class PolicyPart(StrEnum):
    """What of a policy a change concerns."""

    TITLE = "title"
    DATES = "dates"
    AREA = "area"
    CODES = "codes"
    DIAGNOSES = "diagnoses"
    CRITERIA = "criteria"
    PROSE = "prose"


class PolicyChange(Value):
    """One line that only the older version has (``came`` false), or only the newer one (``came`` true)."""

    part: PolicyPart
    came: bool
    text: str


def changes_of_policy(older: Policy, newer: Policy) -> tuple[PolicyChange, ...]:
    """What differs between two versions of one policy, part by part, in the order of the text."""
    before, after = _lines(older), _lines(newer)
    return tuple(change for part in PolicyPart for change in _changes(part, before[part], after[part]))


def _changes(part: PolicyPart, before: Sequence[str], after: Sequence[str]) -> Iterator[PolicyChange]:
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for what, first, last, begin, end in matcher.get_opcodes():
        if what != "equal":
            yield from (PolicyChange(part=part, came=False, text=text) for text in before[first:last])
            yield from (PolicyChange(part=part, came=True, text=text) for text in after[begin:end])


def _lines(policy: Policy) -> dict[PolicyPart, list[str]]:
    diagnoses = policy.diagnoses
    ends = policy.ends.isoformat() if policy.ends else "open-ended"
    return {
        PolicyPart.TITLE: [policy.title],
        PolicyPart.DATES: [f"In force from {policy.effective.isoformat()} to {ends}"],
        PolicyPart.AREA: [*policy.contractors, *policy.states, *(one.value for one in policy.lines_of_business)],
        PolicyPart.CODES: [f"{entry.code} ({entry.verification.value})" for entry in policy.codes],
        PolicyPart.DIAGNOSES: [
            f"Alignment: {diagnoses.alignment.value}",
            *(f"Indication: {name.replace('_', ' ')}" for name in diagnoses.indications),
            *(f"Covered: {entry.code} ({entry.verification.value})" for entry in diagnoses.covered),
            *(f"Excluded: {entry.code} ({entry.verification.value})" for entry in diagnoses.excluded),
        ],
        PolicyPart.CRITERIA: [said for _, said in criteria_tree(policy)],
        PolicyPart.PROSE: [line.strip() for line in policy.body.splitlines() if line.strip()],
    }
