"""What was corrected so far: each correction with its end, and with what became of it in the revision."""

from priorauth.assessment import Basis, Reserved
from priorauth.corrections import CorrectionResult, wrong_fact
from priorauth.made_corrections import made_corrections
from tests.building.cases import a_case
from tests.building.correcting import AT, BY_DIRECTOR, BY_NURSE, a_confirmation, a_passage, taking_back
from tests.building.facts import a_fact
from tests.building.findings import a_line_assessment, a_result, assessed, clinical, coverage, failed
from tests.building.revisions import a_revision

MARK = wrong_fact(a_fact(), BY_NURSE, AT, "Another patient's.")
RESULT = CorrectionResult(correction=0, applied=True, sentence="Marked wrong.")


def test_a_correction_of_a_fact_stands_with_what_became_of_it_and_with_its_end() -> None:
    case = a_case(corrections=(MARK, a_passage(), taking_back(1)))
    first, second = made_corrections(a_revision(case=case, clinical=clinical(corrections=(RESULT,))))
    assert (first.number, first.correction, first.end, first.result) == (0, MARK, None, RESULT)
    assert (second.number, second.end, second.result) == (1, taking_back(1), None)


def test_a_judgment_holds_where_the_criterion_is_confirmed_and_else_it_is_said_why_not() -> None:
    judgment = a_confirmation()
    confirmed = a_result(
        id=judgment.criterion_id, text=judgment.text, basis=Basis.CONFIRMED, reserved=Reserved.DISCRETION
    )
    line = a_line_assessment(assessed(confirmed, policy_id=judgment.policy_id), line=judgment.line)
    case = a_case(corrections=(a_confirmation(met=False), judgment))
    earlier, last = made_corrections(a_revision(case=case, coverage=coverage(line)))
    assert earlier.result == CorrectionResult(
        correction=0, applied=False, sentence="A later judgment of the same criterion holds."
    )
    assert last.result == CorrectionResult(correction=1, applied=True, sentence=judgment.told)

    (gone,) = made_corrections(a_revision(case=a_case(corrections=(judgment,)), coverage=coverage()))
    assert gone.result
    assert not gone.result.applied
    assert "does not hold any more" in gone.result.sentence


def test_a_judgment_that_was_taken_back_says_by_whom() -> None:
    case = a_case(corrections=(a_confirmation(), taking_back(0, BY_DIRECTOR)))
    (one,) = made_corrections(a_revision(case=case))
    assert one.end
    assert one.result
    assert not one.result.applied
    assert one.end.told in one.result.sentence


def test_what_no_agent_could_apply_has_no_result() -> None:
    case = a_case(corrections=(MARK, a_confirmation()))
    made = made_corrections(a_revision(case=case, clinical=failed(), coverage=failed("coverage")))
    assert [one.result for one in made] == [None, None]
