"""What a profile that forbids even suggesting a denial leaves of an assessment: the facts, and no NOT_MET.

A criterion that is NOT_MET is given as the reviewer's to judge, with its text and its evidence, and so is everything
below it that makes it so. APPROVE and PEND stay what they were: a criterion that is not MET stays not MET.
"""

from priorauth.assessment import Basis, CriterionResult
from priorauth.findings import AssessedCriterion, LineAssessment
from priorauth.kleene import Status, negate
from priorauth.skill import PolicyFit

REVIEWER_JUDGES = "The reviewer judges this."
SOME_LEFT = "Some of what is below is left for the reviewer to judge."


def withhold(line: LineAssessment) -> LineAssessment:
    """The line's assessment without any criterion that reads NOT_MET."""
    fits = PolicyFit.BOUND_ALIGNMENT_UNCLEAR if line.fit is PolicyFit.DIAGNOSIS_OUTSIDE else line.fit
    changed = {"criteria": _each(line.criteria), "universal": _each(line.universal), "fit": fits}
    return line.model_copy(update=changed)


def _each(criteria: tuple[AssessedCriterion, ...]) -> tuple[AssessedCriterion, ...]:
    return tuple(item.model_copy(update={"result": withhold_criterion(item.result)}) for item in criteria)


def withhold_criterion(result: CriterionResult) -> CriterionResult:
    """A criterion that is MET stays as it is, with the ways that were not needed; of any other, nothing is adverse."""
    return result if result.status is Status.MET else _withhold(result, Status.NOT_MET)


def _withhold(result: CriterionResult, adverse: Status) -> CriterionResult:
    """``adverse`` is the status that speaks against approval here: MET for what stands under ``none_of``."""
    below = negate(adverse) if result.kind == "none_of" else adverse
    children = tuple(_withhold(child, below) for child in result.children)
    if result.status is adverse:
        return _left_to_the_reviewer(result, children)
    if children == result.children:
        return result
    return result.model_copy(update={"children": children, "reason": _reason(result)})


def _left_to_the_reviewer(result: CriterionResult, children: tuple[CriterionResult, ...]) -> CriterionResult:
    return result.model_copy(
        update={
            "status": Status.INSUFFICIENT,
            "basis": Basis.PERSON,
            "reason": REVIEWER_JUDGES,
            "confidence": 0,
            "children": children,
            "reserved": None,
        }
    )


def _reason(result: CriterionResult) -> str:
    """A count of what holds and what does not would tell what is withheld. A person's own reservation tells nothing."""
    return result.reason if result.reserved else SOME_LEFT
