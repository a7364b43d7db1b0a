"""What a person may do to a case now."""

import datetime as dt
from typing import Any

import pytest

from priorauth.applicability import Applicable
from priorauth.case import ExpeditedBy, Priority
from priorauth.clocks import Moments, run_clock
from priorauth.deadlines import Ground
from priorauth.deciders import PHYSICIANS_REASONS
from priorauth.determination import DeterminationOutcome
from priorauth.lifecycle import CaseAct, CaseStatus
from priorauth.people import Person, Role
from priorauth.permitted import NOT_WHOLE, DecisionPermission, Permitted, Position, permitted
from priorauth.prioritizing import Hurry
from priorauth.revision import Revision
from tests.building.jurisdictions import CLOCK_RULES, NEW_YORK, SURE, a_deadline, a_profile, applying
from tests.unit.priorauth.test_acting import NOW, a_determination, standing
from tests.unit.priorauth.test_deciding import DIRECTOR, NURSE, SILENT, a_pended, before

AUDITOR = NURSE.model_copy(update={"role": Role.AUDITOR})
RECEIVED = NOW - dt.timedelta(days=1)
EXTENSION = SURE | {"priorities": ["standard"], "days": 14, "grounds": ["enrollee_asks"], "notice": "In writing."}


def told(
    person: Person | None = NURSE,
    revision: Revision | None = None,
    *,
    status: CaseStatus = CaseStatus.RECOMMENDED,
    given: Applicable | None = None,
    is_whole: bool = True,
    **more: Any,
) -> Permitted:
    binding = given or applying()
    moments = Moments(received_at=RECEIVED)
    clock = run_clock(binding, CLOCK_RULES, moments, NEW_YORK)
    position = Position(
        status=status,
        standing=standing(given=binding, **more),
        before=before(revision or a_pended(SILENT), binding) if is_whole else None,
        hurry=Hurry(binding.situation.priority, RECEIVED, clock, None),
        moments=moments,
        rules=CLOCK_RULES,
        zone=NEW_YORK,
    )
    return permitted(position, person)


def decisions(found: Permitted) -> list[bool]:
    return [one.permitted for one in found.decisions]


def refusal(found: Permitted, act: CaseAct) -> str | None:
    return next(one.reason for one in found.acts if one.act is act)


def adverse(found: Permitted) -> DecisionPermission:
    return next(one for one in found.decisions if one.outcome is DeterminationOutcome.ADVERSE)


def test_a_nurse_approves_what_the_record_may_show_and_decides_nothing_adverse() -> None:
    found = told()
    assert decisions(found) == [False, True, False, False]
    refused = {one.code for one in found.decisions[1].reason_codes if not one.permitted}
    assert refused == PHYSICIANS_REASONS
    assert not adverse(found).theirs
    assert adverse(found).reason_codes == ()


def test_a_medical_director_decides_every_outcome_of_a_draft_to_pend() -> None:
    assert decisions(told(DIRECTOR)) == [False, True, True, True]
    assert all(one.permitted for one in adverse(told(DIRECTOR)).reason_codes)


def test_a_draft_to_approve_is_accepted_and_not_overridden_to_the_same() -> None:
    found = told(NURSE, a_pended())
    assert decisions(found) == [True, False, False, False]
    assert "nothing to override" in (found.decisions[1].reason or "")


@pytest.mark.parametrize("person", [None, AUDITOR])
def test_who_may_not_decide_is_told_so(person: Person | None) -> None:
    found = told(person)
    assert decisions(found) == [False] * 4
    assert not any(one.theirs for one in found.decisions)


def test_nothing_is_decided_on_a_review_that_is_not_whole_or_twice() -> None:
    assert told(is_whole=False).decisions[1].reason == NOT_WHOLE
    assert "The case is determined" in (told(status=CaseStatus.DETERMINED).decisions[1].reason or "")


def test_a_clinical_peer_has_to_say_so() -> None:
    peer = a_profile(adverse_decider=[SURE | {"who": ["clinical_peer"], "text": "A peer."}])
    assert adverse(told(DIRECTOR, given=applying(peer))).same_specialty
    assert not adverse(told(DIRECTOR)).same_specialty


def test_who_misses_a_license_is_told_what_is_missing() -> None:
    found = adverse(told(DIRECTOR.model_copy(update={"npi": None})))
    assert (found.permitted, found.theirs, found.same_specialty) == (False, True, False)
    assert "Not known of Ida: NPI" in (found.reason or "")


def test_an_act_is_told_with_its_roles_and_states() -> None:
    found = told()
    assert refusal(found, CaseAct.ESCALATE) is None
    assert "takes a case that is: peer to peer scheduled" not in (refusal(found, CaseAct.ESCALATE) or "")
    talk = next(one for one in found.acts if one.act is CaseAct.HOLD_PEER_TO_PEER)
    assert (talk.theirs, talk.roles) == (False, (Role.MEDICAL_DIRECTOR,))
    assert talk.states == (CaseStatus.PEER_TO_PEER_SCHEDULED,)
    assert "The case is recommended" in (refusal(told(DIRECTOR), CaseAct.HOLD_PEER_TO_PEER) or "")


def test_an_appeal_is_of_something_that_was_not_approved() -> None:
    window = a_profile(appeals=[SURE | {"days": 60, "start": "notice_date"}])
    made = a_determination()
    found = told(status=CaseStatus.DETERMINED, given=applying(window), determinations=(made,))
    assert refusal(found, CaseAct.APPEAL) is None
    assert found.last_day_to_appeal == made.decided_at.date() + dt.timedelta(days=60)
    approved = a_determination(DeterminationOutcome.APPROVED)
    assert "nothing to appeal" in (
        refusal(told(status=CaseStatus.DETERMINED, determinations=(approved,)), CaseAct.APPEAL) or ""
    )
    assert told().last_day_to_appeal is None


def test_time_is_extended_on_the_grounds_of_the_profile_and_no_longer() -> None:
    found = told(given=applying(a_profile(a_deadline(extendable=True), extensions=[EXTENSION])))
    most = {one.ground: one.most_days for one in found.extensions}
    assert most[Ground.ENROLLEE_ASKS] == 14
    assert most[Ground.PLAN_JUSTIFIES] is None
    assert refusal(found, CaseAct.EXTEND) is None
    assert "no confirmed rule" in (refusal(told(given=applying(a_profile())), CaseAct.EXTEND) or "")


def test_the_priority_changes_for_who_may_ask() -> None:
    submitter = NURSE.model_copy(update={"role": Role.SUBMITTER})
    by_asker = {one.asked_by: one.permitted for one in told(submitter).priorities}
    assert by_asker == {None: False, ExpeditedBy.MEMBER: False, ExpeditedBy.PHYSICIAN: True}
    assert refusal(told(submitter), CaseAct.CHANGE_PRIORITY) is None
    hurried = told(given=applying(priority=Priority.EXPEDITED))
    assert {one.to for one in hurried.priorities} == {Priority.STANDARD}


def test_whether_a_denial_may_be_suggested_is_told_with_its_source() -> None:
    never = a_profile(suggest_denial=SURE | {"allowed": "never", "text": "No automated denial."})
    found = told(given=applying(never))
    assert found.suggested.allowed == "never"
    assert found.suggested.said == ("OH: No automated denial. (Section 1)",)
