"""The lifecycle as a page of Markdown: the state diagram and the table of acts, made from the tables themselves."""

from collections.abc import Iterator

from priorauth.lifecycle import EVENTS, MOVES, PERMITTED, SENDS, CaseAct, CaseStatus, targets
from priorauth.people import Role

_HEAD = """# The lifecycle of a case

Made from the tables in `priorauth/lifecycle.py` by `priorauth lifecycle`; do not edit it by hand. What is determined
(approved, partially approved, adverse) is told by the determination; a case has one at each level, at first and on
appeal. A review of a case that was escalated or appealed, or for which a talk of physicians was set or held, leads back
to where the last of these acts had put it, and otherwise to recommended."""


def lifecycle_page() -> str:
    """The whole page."""
    return "\n\n".join((_HEAD, _diagram(), "## Who does what", _table())) + "\n"


def _diagram() -> str:
    """A Mermaid state diagram; acts that lead from several states to one stand beside each arrow."""
    return "\n".join(("```mermaid", "stateDiagram-v2", *(f"    {line}" for line in _arrows()), "```"))


def _arrows() -> Iterator[str]:
    for origin in (None, *CaseStatus):
        for to in CaseStatus:
            acts = [act.spoken for act in CaseAct if _leads(act, origin, to)]
            if acts:
                yield f"{origin.value if origin else '[*]'} --> {to.value}: {', '.join(acts)}"


def _leads(act: CaseAct, origin: CaseStatus | None, to: CaseStatus) -> bool:
    """Whether an act leads from one state to another; deletion is told in the table, and would hide the rest here."""
    origins, _ = MOVES[act]
    if act is CaseAct.DELETE or to not in targets(act):
        return False
    return not origins if origin is None else origin in origins


def _table() -> str:
    head = ("Act", "From", "To", "Who may", "Event", "Sends")
    rows = (head, tuple("---" for _ in head), *(_row(act) for act in CaseAct))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(act: CaseAct) -> tuple[str, ...]:
    origins, _ = MOVES[act]
    to = targets(act)
    return (
        act.spoken,
        ", ".join(status.spoken for status in CaseStatus if status in origins) or "(new)",
        ", ".join(status.spoken for status in CaseStatus if status in to) or "(stays)",
        ", ".join(role.value.replace("_", " ") for role in Role if role in PERMITTED[act]) or "the service",
        f"`{EVENTS[act].value}`",
        SENDS[act].value if act in SENDS else "",
    )
