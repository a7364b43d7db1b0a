"""What is established before any agent runs."""

from priorauth.case import Priority, Timing
from priorauth.preflight import preflight
from tests.building.cases import ORDERED, RECEIVED, a_case, a_line


def test_the_preflight_of_a_case_that_is_whole_has_nothing_to_say() -> None:
    result = preflight(a_case())
    assert (result.priority, result.timing, result.notes) == (Priority.STANDARD, Timing.PRE_SERVICE, ())
    assert (result.malformed_diagnoses, result.malformed_procedures) == ((), ())


def test_each_line_has_its_own_anchor() -> None:
    case = a_case(services=(a_line(), a_line(line="2", order_date=None)))
    assert preflight(case).anchors == {"1": ORDERED, "2": RECEIVED}


def test_malformed_codes_are_named() -> None:
    result = preflight(a_case(diagnoses=("J44.9", "cough"), services=(a_line(), a_line(line="2", code="E13"))))
    assert (result.malformed_diagnoses, result.malformed_procedures) == (("cough",), ("2",))


def test_what_a_reviewer_should_know() -> None:
    result = preflight(a_case(diagnoses=("J44.9", "I10", "J44.9"), line_of_business=None))
    assert result.notes == (
        "Diagnosis J44.9 is given more than once; it is reviewed once.",
        "The line of business is not given; a policy that depends on it cannot be applied.",
    )
