"""What a person's act has to be, beside its shape."""

import datetime as dt
from typing import Any

import pytest

from priorauth.acting import AppealTooLate, CaseStanding, check_body, draft_request, last_day_to_appeal
from priorauth.acts import ACT_BODY, ActBody
from priorauth.applicability import Applicable
from priorauth.determination import Determination, DeterminationOutcome, Level
from priorauth.errors import CaseRejected, InvalidTransition
from priorauth.findings import CoverageFindings
from priorauth.kleene import Status
from priorauth.recommendation import recommend
from tests.building.findings import a_line_assessment, agent_findings, assessed, coverage, failed
from tests.building.jurisdictions import SURE, UNSURE, a_profile, applying
from tests.building.rules import SYNTHESIS_RULES

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
AGO, SOON = NOW - dt.timedelta(hours=1), NOW + dt.timedelta(hours=1)
SILENT = coverage(a_line_assessment(assessed(status=Status.INSUFFICIENT)))
WINDOW = {"days": 60, "start": "notice_receipt"}


def a_determination(outcome: DeterminationOutcome = DeterminationOutcome.ADVERSE) -> Determination:
    return Determination(
        case_id="c1",
        level=Level.INITIAL,
        outcome=outcome,
        revision=1,
        digest="sha256:1",
        authorization_number=None,
        decided_by="director",
        decided_at=NOW - dt.timedelta(days=10),
    )


def standing(**given: Any) -> CaseStanding:
    stated: dict[str, Any] = {
        "level": Level.INITIAL,
        "coverage": SILENT,
        "determinations": (),
        "given": applying(),
        "now": NOW,
        "today": NOW.date(),
    }
    return CaseStanding(**stated | given)


def an_act(act: str, **given: Any) -> ActBody:
    return ACT_BODY.validate_python({"act": act, **given})


def problems(body: ActBody, **given: Any) -> list[tuple[str, str]]:
    with pytest.raises(CaseRejected) as refused:
        check_body(body, standing(**given))
    return [(one.path, one.code) for one in refused.value.problems]


ATTEMPT = {"channel": "phone", "with_whom": "Front desk", "reached": True, "said": "They send it."}
TALK = {"with_whom": "Dr. Example", "same_specialty": True, "outcome": "The study is sent."}
APPEAL = {"filed_by": "member", "grounds": "The study was not read."}
NOTIFIED = {"channel": "phone", "to": "provider"}


@pytest.mark.parametrize(
    ("act", "name", "given"),
    [
        ("log_attempt", "attempted_at", ATTEMPT),
        ("hold_peer_to_peer", "held_at", TALK),
        ("appeal", "filed_at", APPEAL),
        ("log_notification", "notified_at", NOTIFIED),
        ("change_priority", "asked_at", {"to": "expedited", "reason": "She is worse."}),
        ("schedule_peer_to_peer", "offered_at", {"scheduled_for": SOON + dt.timedelta(days=1), "with_whom": "Dr. X"}),
    ],
)
def test_what_has_happened_did_not_happen_in_the_future(act: str, name: str, given: dict[str, Any]) -> None:
    assert problems(an_act(act, **{name: SOON}, **given)) == [(f"/{name}", "in_the_future")]


def test_what_has_happened_may_be_told() -> None:
    check_body(an_act("log_attempt", attempted_at=AGO, **ATTEMPT), standing())
    check_body(an_act("change_priority", to="expedited", reason="She is worse."), standing())
    check_body(an_act("log_notification", notified_at=AGO, **NOTIFIED), standing(determinations=(a_determination(),)))


def test_a_talk_is_offered_before_it_is_held_and_told_after_it_is_decided() -> None:
    before = {"offered_at": AGO, "scheduled_for": AGO - dt.timedelta(hours=1), "with_whom": "Dr. X"}
    assert problems(an_act("schedule_peer_to_peer", **before)) == [("/scheduled_for", "impossible_time")]
    early = an_act("log_notification", notified_at=NOW - dt.timedelta(days=20), **NOTIFIED)
    assert problems(early, determinations=(a_determination(),)) == [("/notified_at", "impossible_time")]


def a_request(**given: Any) -> ActBody:
    item = {"line": "1", "policy_id": "NCD-1", "criterion_id": "coughs", "what": "Cough", "request": "The visit note."}
    return an_act("request_information", items=[item | given.pop("item", {})], **given)


def test_a_request_serves_criteria_that_were_assessed() -> None:
    check_body(a_request(respond_by=NOW.date()), standing())
    check_body(a_request(item={"line": None}), standing())
    check_body(a_request(item={"policy_id": None, "criterion_id": None}), standing(coverage=None))
    assert problems(a_request(respond_by=dt.date(2026, 11, 1))) == [("/respond_by", "impossible_date")]
    assert problems(a_request(item={"criterion_id": "other"})) == [("/items/0/criterion_id", "unknown_criterion")]
    assert problems(a_request(), coverage=failed("coverage")) == [("/items/0/criterion_id", "unknown_criterion")]


def test_a_draft_asks_for_what_is_critical_and_missing() -> None:
    findings = agent_findings(coverage=SILENT)
    drafted = draft_request(recommend(findings, SYNTHESIS_RULES), SILENT)
    assert drafted is not None
    (item,) = drafted.items
    assert (item.line, item.policy_id, item.criterion_id, item.request) == ("1", "NCD-1", "coughs", "The visit note.")
    met: CoverageFindings = coverage()
    assert draft_request(recommend(agent_findings(), SYNTHESIS_RULES), met) is None


def an_appeal(**given: Any) -> ActBody:
    return an_act("appeal", **APPEAL | {"filed_at": AGO} | given)


def test_an_adverse_determination_may_be_appealed_once() -> None:
    adverse = (a_determination(),)
    check_body(an_appeal(), standing(determinations=adverse))
    with pytest.raises(InvalidTransition, match="nothing to appeal"):
        check_body(an_appeal(), standing(determinations=(a_determination(DeterminationOutcome.APPROVED),)))
    with pytest.raises(InvalidTransition, match="outside reviewer"):
        check_body(an_appeal(), standing(determinations=adverse, level=Level.RECONSIDERATION))


def given_window(**window: Any) -> Applicable:
    return applying(a_profile(appeals=[SURE | WINDOW | window]))


def test_an_appeal_that_is_late_needs_a_good_cause() -> None:
    late = standing(determinations=(a_determination(),), given=given_window(days=1, start="notice_date"))
    with pytest.raises(AppealTooLate, match="ended on 2026-11-13"):
        check_body(an_appeal(), late)
    check_body(an_appeal(late_for_good_cause="She was in the hospital."), late)
    in_time = standing(determinations=(a_determination(),), given=given_window())
    check_body(an_appeal(), in_time)


def test_the_last_day_to_appeal() -> None:
    noticed = dt.date(2026, 11, 12)
    assert last_day_to_appeal(noticed, given_window()) == noticed + dt.timedelta(days=65)
    assert last_day_to_appeal(noticed, given_window(start="notice_date")) == noticed + dt.timedelta(days=60)
    unsure = applying(a_profile(appeals=[UNSURE | WINDOW]))
    assert last_day_to_appeal(noticed, unsure) is None
