"""What another revision changed."""

from priorauth.changes import changes
from priorauth.kleene import Status
from tests.building.cases import a_case, a_document
from tests.building.findings import a_line_assessment, assessed, coverage, failed
from tests.building.revisions import a_revision


def test_an_answered_gap_moves_its_criterion_and_the_recommendation() -> None:
    open_ = coverage(a_line_assessment(assessed(status=Status.INSUFFICIENT), assessed(id="wheezes")))
    met = coverage(a_line_assessment(assessed(), assessed(id="wheezes")))
    later = a_case(documents=(a_document(), a_document(id="d2")))
    found = changes(a_revision(coverage=open_), a_revision(number=2, case=later, coverage=met))
    assert (found.before, found.after, found.recommendation) == (1, 2, ("PEND", "APPROVE"))
    assert found.route == ("NEEDS_INFORMATION", None)
    assert [(one.criterion_id, one.before, one.after) for one in found.criteria] == [("coughs", "INSUFFICIENT", "MET")]
    assert (found.documents_added, found.answered, found.asked) == (("d2",), ("The visit note.",), ())
    assert found.confidence[0] < found.confidence[1]
    assert [(one.gate, one.before, one.after) for one in found.gates] == [("gate_3_necessity", "FAIL", "PASS")]


def test_what_was_not_assessed_in_one_of_them_is_told() -> None:
    found = changes(a_revision(), a_revision(number=2, coverage=failed("coverage")))
    assert [(one.before, one.after) for one in found.criteria] == [("MET", None)]
