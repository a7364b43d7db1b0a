"""A judged criterion as a short tree: what decides is shown with its words, what does not matter in one line."""

from collections.abc import Iterable, Iterator, Mapping

from rich.text import Text

from orchestrator.terminal.lines import Line, joined, words
from orchestrator.terminal.quotes import Shown
from orchestrator.terminal.view import View
from orchestrator.terminal.wording import BASES, QUIET, VERIFICATIONS, mark_of, marked
from priorauth.assessment import Basis, CriterionResult
from priorauth.explain import in_brackets, marks_of
from priorauth.findings import AssessedCriterion
from priorauth.kleene import Status, negate
from priorauth.nodes import Verification

_STEP = 2
_EXCLUSIONS: Mapping[Status, str] = {
    Status.MET: "present",
    Status.NOT_MET: "absent",
    Status.INSUFFICIENT: "open",
}
"""What a condition is called that must not hold."""


def criterion_lines(item: AssessedCriterion, view: View) -> Iterator[Line]:
    """A criterion of a policy, with its source, and below it what decided."""
    result = item.result
    source = (
        f"{item.policy_id}, {item.layer.layer}" if item.layer else item.policy_id,
        words(result.source),
        VERIFICATIONS[result.verification],
        *_left_to_a_person(result),
        f"confidence {result.confidence}",
        "" if item.required else "advisory, blocks nothing",
    )
    yield Line(words(result.title or result.text, "bold"), marked(result.status) + Text("  "))
    if result.title:
        yield Line(words(result.text), indent=_STEP)
    yield Line(_quietly(joined(source)), indent=_STEP)
    if result.status is not Status.MET or not (result.evidence or result.children):
        yield Line(words(result.reason), indent=_STEP)
    yield from (line.within(_STEP) for line in _grounds(result, view, Shown(view)))


def _left_to_a_person(result: CriterionResult) -> tuple[str, ...]:
    """What makes a criterion a person's whose source was read."""
    return marks_of(None, discretion=result.discretion, kind=result.kind)


def _quietly(text: Text) -> Text:
    text.stylize(QUIET)
    return text


def _grounds(result: CriterionResult, view: View, shown: Shown) -> Iterator[Line]:
    """A node's evidence, and the nodes below it: those that decide in full, the others in passing."""
    against = frozenset(span for fact in result.against for span in view.spans_of_facts.get(fact, ()))
    yield from shown.lines(result.evidence, against)
    deciding = [child for child in result.children if _decides(child, result)]
    for child in deciding:
        yield Line(_said(child, result), _marker(child, result))
        yield from (line.within(_STEP) for line in _grounds(child, view, shown))
    yield from _in_passing([child for child in result.children if child not in deciding], result)


def _decides(child: CriterionResult, parent: CriterionResult) -> bool:
    """Whether a reader needs the child to understand its parent."""
    if parent.kind == "none_of":
        return child.basis is not Basis.PRESUMED_ABSENT
    if parent.kind == "all_of":
        return parent.status is Status.MET or child.status is not Status.MET
    return child.status is Status.MET if parent.status is Status.MET else _is_spoken_of(child)


def _is_spoken_of(result: CriterionResult) -> bool:
    """Whether the record, or a person's judgment, has to do with the node or with what lies below it."""
    return any(leaf.evidence or leaf.basis in (Basis.PERSON, Basis.MODEL) for leaf in result.leaves())


def _marker(child: CriterionResult, parent: CriterionResult) -> Text:
    if parent.kind == "none_of":
        return joined((mark_of(negate(child.status)), _EXCLUSIONS[child.status]), " ") + Text("  ")
    return marked(child.status) + Text("  ")


def _said(child: CriterionResult, parent: CriterionResult) -> Text:
    """The node's text; with its reason, unless its evidence says it. An operator without a text has only its reason."""
    own = child.verification if _is_its_own(child, parent) else None
    marks = in_brackets(marks_of(own, discretion=child.discretion, kind=child.kind))
    holds = child.status is (Status.NOT_MET if parent.kind == "none_of" else Status.MET)
    needless = holds and (child.evidence or child.children)
    if _is_nameless(child):
        return words(child.reason + marks)
    return joined((child.text.rstrip(".") + marks, "" if needless else words(child.reason, QUIET)), ". ")


def _is_its_own(child: CriterionResult, parent: CriterionResult) -> bool:
    """Whether the child says of itself how sure we are of it, or is one of whom nobody may forget it."""
    return child.verification is not parent.verification or child.verification is Verification.UNVERIFIED


def _is_nameless(result: CriterionResult) -> bool:
    return bool(result.children) and result.text.endswith(_NAMELESS)


_NAMELESS = "of the following"
_LEADS: Mapping[tuple[str, bool], str] = {
    ("any_of", True): "not needed",
    ("at_least_of", True): "not needed",
    ("any_of", False): "nothing in the record on",
    ("at_least_of", False): "nothing in the record on",
    ("none_of", True): BASES[Basis.PRESUMED_ABSENT],
    ("none_of", False): BASES[Basis.PRESUMED_ABSENT],
}


def _in_passing(others: Iterable[CriterionResult], parent: CriterionResult) -> Iterator[Line]:
    """The children that do not decide, in one line: the other ways, or the conditions that hold."""
    named = "; ".join(name for other in others for name in _names(other))
    if named:
        lead = _LEADS.get((parent.kind, parent.status is Status.MET), "holds")
        yield Line(words(f"{lead}: {named}", QUIET))


def _names(result: CriterionResult) -> Iterator[str]:
    if _is_nameless(result):
        yield from (name for child in result.children if _decides(child, result) for name in _names(child))
    else:
        yield result.text.rstrip(".")
