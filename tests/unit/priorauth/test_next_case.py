"""Which cases wait for whom."""

from priorauth.lifecycle import WAITING, CaseStatus
from priorauth.next_case import FOR_CLINICIANS, FOR_PHYSICIANS, own, unclaimed
from priorauth.people import Person, Role

NURSE = Person(id="nurse", name="A Nurse", role=Role.NURSE_REVIEWER)
DIRECTOR = Person(id="director", name="A Director", role=Role.MEDICAL_DIRECTOR)


def test_every_case_that_waits_is_somebodys_but_what_waits_for_information():
    assert WAITING - {CaseStatus.INFORMATION_REQUESTED} == FOR_CLINICIANS | FOR_PHYSICIANS
    assert not FOR_CLINICIANS & FOR_PHYSICIANS


def test_what_a_physician_is_to_see_is_offered_to_a_nurse_only_where_it_is_hers():
    assert unclaimed(NURSE) == FOR_CLINICIANS
    assert unclaimed(DIRECTOR) == unclaimed(None) == FOR_CLINICIANS | FOR_PHYSICIANS
    assert own(NURSE) == own(DIRECTOR) == FOR_CLINICIANS | FOR_PHYSICIANS
    assert own(None) == frozenset()
