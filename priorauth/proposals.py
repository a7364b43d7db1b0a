"""What a language model proposes of criteria that cannot be computed: for the reviewer's eye, and for no gate.

A criterion that is prose alone is a person's to judge. A model may say how it reads the record on it, and by which
words; the criterion stays INSUFFICIENT until a clinician has confirmed that very node.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from priorauth.assessing import policies_to_cite
from priorauth.assessment import Basis, CriterionResult, Proposed, Reserved
from priorauth.case import Case, ServiceLine
from priorauth.codes import ProcedureCode
from priorauth.criteria import JudgementLeaf
from priorauth.evidence import TextQuote
from priorauth.findings import LineAssessment
from priorauth.kleene import Status
from priorauth.phrasing import describe
from priorauth.rulebook import RuleBook
from priorauth.trees import named_nodes

_JUDGEMENT = "judgement"
_READS = {Status.MET: "meeting", Status.NOT_MET: "not meeting"}


@dataclass(frozen=True, slots=True)
class ProseCriterion:
    """A criterion that cannot be computed. ``within`` is what the whole criterion is called that it is a part of."""

    policy_id: str
    criterion_id: str
    text: str
    within: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A status that a model proposes for a criterion of a line, with the words of the record that it points to."""

    line: str
    policy_id: str
    criterion_id: str
    proposed: Proposed
    quote: TextQuote


def prose_criteria(line: ServiceLine, case: Case, book: RuleBook) -> tuple[ProseCriterion, ...]:
    """The criteria that only a person can judge, of the policies that govern the line, or may."""
    code = ProcedureCode.parse(line.code)
    return tuple(
        ProseCriterion(policy.id, node_id, _plain(node.text or describe(node)), whole.title or _plain(whole.text or ""))
        for policy in policies_to_cite(line, case, book)
        for whole in policy.criteria
        if not whole.for_codes or code in whole.for_codes
        for node_id, node in named_nodes(whole, policy.id)
        if isinstance(node, JudgementLeaf)
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


def propose(lines: Iterable[LineAssessment], proposals: Iterable[Proposal]) -> tuple[LineAssessment, ...]:
    """The assessments with each proposal beside its criterion, where that waits for a person; all else as it is."""
    by_policy: dict[tuple[str, str], dict[str, Proposal]] = {}
    for one in proposals:
        by_policy.setdefault((one.line, one.policy_id), {})[one.criterion_id] = one
    return tuple(_proposed_on(line, by_policy) for line in lines) if by_policy else tuple(lines)


def _proposed_on(line: LineAssessment, proposals: Mapping[tuple[str, str], Mapping[str, Proposal]]) -> LineAssessment:
    criteria = tuple(
        item.model_copy(update={"result": _marked(item.result, proposals.get((line.line, item.policy_id), {}))})
        for item in line.criteria
    )
    return line.model_copy(update={"criteria": criteria})


def _marked(result: CriterionResult, proposals: Mapping[str, Proposal]) -> CriterionResult:
    if result.children:
        return result.model_copy(update={"children": tuple(_marked(child, proposals) for child in result.children)})
    one = proposals.get(result.id)
    if one is None or not _waits_for_a_person(result):
        return result
    told = f"{one.proposed.by} reads the record as {_READS[one.proposed.status]} this"
    marks: dict[str, object] = {"proposed": one.proposed, "evidence": (*result.evidence, one.quote)}
    if result.reserved is Reserved.PROSE:
        marks |= {"basis": Basis.MODEL, "reserved": Reserved.MODEL, "reason": f"{told}; a clinician decides."}
    else:
        marks["reason"] = f"{result.reason} {told}."
    return result.model_copy(update=marks)


def _waits_for_a_person(result: CriterionResult) -> bool:
    return result.kind == _JUDGEMENT and result.basis is Basis.PERSON and result.reserved is not None


def proposals_in(lines: Iterable[LineAssessment]) -> Iterator[Proposal]:
    """What was proposed, as the assessments hold it."""
    for line in lines:
        for item in line.criteria:
            for leaf in item.result.leaves():
                quote = next((one for one in leaf.evidence if isinstance(one, TextQuote)), None)
                if leaf.proposed and quote:
                    yield Proposal(line.line, item.policy_id, leaf.id, leaf.proposed, quote)
