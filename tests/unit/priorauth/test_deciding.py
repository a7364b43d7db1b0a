"""From what a clinician states to a determination."""

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from priorauth.applicability import Applicable
from priorauth.assessment import Basis
from priorauth.case import ServiceLine
from priorauth.deciders import Before, DecisionNotTheirs
from priorauth.deciding import decide
from priorauth.determination import (
    AlreadyDetermined,
    Determination,
    DeterminationOutcome,
    Level,
    LineDetermination,
    LineOutcome,
    NothingToAccept,
    StaleRecommendation,
)
from priorauth.errors import CaseRejected
from priorauth.findings import LineAssessment, Obstacle, ProviderStatus, Route
from priorauth.kleene import Status
from priorauth.lifecycle import NotTheirs
from priorauth.people import Person, Role
from priorauth.policy import PolicyKind, PolicyMatch, Relation
from priorauth.revision import Revision
from tests.building.cases import a_case, a_line
from tests.building.findings import a_line_assessment, a_provider_check, assessed, coverage, failed
from tests.building.jurisdictions import SURE, a_profile, applying
from tests.building.revisions import a_revision
from tests.unit.priorauth.test_decision import DIGEST, REASON, a_decision

AT = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
NURSE = Person(id="nurse", name="Ann", role=Role.NURSE_REVIEWER, credential="RN")
DIRECTOR = Person(
    id="director", name="Ida", role=Role.MEDICAL_DIRECTOR, credential="MD", npi="2999990015", license_states=("OH",)
)
OTHER = DIRECTOR.model_copy(update={"id": "other", "name": "Olaf"})
NUMBER = "AUTH26-0000-0000-0000"
SILENT = {"status": Status.INSUFFICIENT}
MATCH = PolicyMatch(
    policy_id="NCD-1",
    title="Oxygen",
    kind=PolicyKind.NCD,
    version="1",
    relation=Relation.BOUND,
    reason="It names the code.",
)


def a_pended(*results: dict[str, Any], lines: tuple[ServiceLine, ...] = (), **given: Any) -> Revision:
    services = lines or (a_line(),)
    criteria = tuple(
        assessed(id=f"c{place}" if place else "coughs", **one) for place, one in enumerate(results or ({},))
    )
    found: list[LineAssessment] = [
        a_line_assessment(*criteria, line=one.line, policies=(MATCH,), **given) for one in services
    ]
    return a_revision(case=a_case(services=services), coverage=coverage(*found))


def before(revision: Revision, given: Applicable | None = None, **more: Any) -> Before:
    stated: dict[str, Any] = {
        "revision": revision,
        "digest": DIGEST,
        "given": given or applying(),
        "level": Level.INITIAL,
        "initial": None,
        "peer_to_peer": False,
        "approval_days": 90,
        "today": AT.date(),
    }
    return Before(**stated | more)


def deciding(revision: Revision, person: Person | None = DIRECTOR, given: Applicable | None = None, **stated: Any):
    more = {name: stated.pop(name) for name in ("level", "initial", "peer_to_peer") if name in stated}
    return decide(a_decision(**stated), before(revision, given, **more), person, NUMBER, AT)


def accepting(revision: Revision, person: Person | None = NURSE, **stated: Any) -> Determination:
    bare = {"action": "accept", "outcome": None, "reason_code": None, "rationale": None}
    return deciding(revision, person, **bare | stated)


def denying(**given: Any) -> dict[str, Any]:
    line = {"line": "1", "outcome": "denied", "reason": REASON}
    return {"outcome": "adverse", "reason_code": "NEW_INFORMATION", "lines": [line]} | given


def problems(refused: pytest.ExceptionInfo[CaseRejected]) -> list[tuple[str, str]]:
    return [(one.path, one.code) for one in refused.value.problems]


def test_an_accepted_approval_names_number_units_and_dates() -> None:
    line = a_line(units=3, **{"from": dt.date(2026, 12, 1)})
    made = accepting(a_pended(lines=(line,)))
    assert (made.outcome, made.authorization_number, made.decided_by) == ("approved", NUMBER, "nurse")
    (decided,) = made.lines
    assert (decided.units, decided.begins, decided.ends) == (3, dt.date(2026, 12, 1), dt.date(2027, 2, 28))
    assert made.override is None


def test_an_approval_begins_today_where_nobody_says() -> None:
    (decided,) = accepting(a_pended()).lines
    assert (decided.begins, decided.ends) == (dt.date(2026, 11, 22), dt.date(2027, 2, 19))


def test_what_cannot_be_accepted() -> None:
    with pytest.raises(NothingToAccept):
        accepting(a_pended(SILENT))
    with pytest.raises(StaleRecommendation):
        accepting(a_pended(), digest="sha256:" + "1" * 64)
    for person in (None, NURSE.model_copy(update={"role": Role.AUDITOR})):
        with pytest.raises(NotTheirs):
            accepting(a_pended(), person)


def test_an_override_keeps_reason_rationale_and_what_it_changed() -> None:
    made = deciding(a_pended(SILENT, {}), NURSE)
    assert made.override is not None
    assert (made.override.reason_code, made.override.recommended) == ("EVIDENCE_MISSED", "PEND")
    assert [(one.criterion_id, one.computed) for one in made.override.changed] == [("coughs", "INSUFFICIENT")]


@pytest.mark.parametrize(
    ("revision", "stated", "said"),
    [
        (a_pended(SILENT), {"reason_code": "POLICY_EXCEPTION"}, "POLICY_EXCEPTION is for a medical director"),
        (a_pended(SILENT), {"reason_code": "CLINICAL_JUDGEMENT"}, "is for a medical director to give"),
        (a_pended({"status": Status.NOT_MET}), {}, "approve over it is for a medical director"),
        (a_pended({**SILENT, "basis": Basis.CONTRADICTED}), {}, "approve over it is for a medical director"),
        (
            a_pended(SILENT, obstacle=Obstacle(reason="No policy.", route=Route.NEEDS_PHYSICIAN)),
            {},
            "approve over it is for a medical director",
        ),
        (a_revision(coverage=coverage(providers=(a_provider_check(ProviderStatus.NOT_FOUND),))), {}, "Not every gate"),
        (a_revision(clinical=failed()), {}, "Not every gate"),
        (a_revision(coverage=failed("coverage")), {}, "Not every gate"),
    ],
)
def test_what_a_nurse_may_not_approve_a_medical_director_may(revision: Revision, stated: Any, said: str) -> None:
    with pytest.raises(DecisionNotTheirs, match=said):
        deciding(revision, NURSE, **stated)
    assert deciding(revision, DIRECTOR, **stated).outcome is DeterminationOutcome.APPROVED


def test_an_adverse_determination_has_no_number_and_is_a_physicians() -> None:
    with pytest.raises(NotTheirs, match="To determine adversely"):
        deciding(a_pended(SILENT), NURSE, **denying())
    made = deciding(a_pended(SILENT), **denying())
    assert (made.outcome, made.authorization_number) == ("adverse", None)
    assert made.override is not None
    assert [one.criterion_id for one in made.override.changed] == ["coughs"]
    same = deciding(a_pended({"status": Status.NOT_MET}), **denying())
    assert same.override is not None
    assert same.override.changed == ()


def test_fewer_units_are_a_partial_determination() -> None:
    reduced = {"line": "1", "outcome": "reduced", "units": 2, "reason": REASON}
    made = deciding(a_pended(lines=(a_line(units=3),)), **denying(outcome="partially_approved", lines=[reduced]))
    assert (made.outcome, made.authorization_number, made.lines[0].units) == ("partially_approved", NUMBER, 2)


def test_one_line_of_two_is_a_partial_determination() -> None:
    revision = a_pended(lines=(a_line(), a_line(line="2")))
    lines = [{"line": "1", "outcome": "denied", "reason": REASON}, {"line": "2", "outcome": "approved"}]
    assert deciding(revision, **denying(outcome="partially_approved", lines=lines)).outcome == "partially_approved"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"lines": [{"line": "9", "outcome": "approved"}]}, [("/lines/0/line", "unknown_line")]),
        (
            {"lines": [{"line": "1", "outcome": "approved"}] * 2},
            [("/lines/0/line", "repeated_line"), ("/lines/1/line", "repeated_line")],
        ),
        ({"outcome": "adverse"}, [("/lines", "missing")]),
        ({"lines": [{"line": "1", "outcome": "approved", "units": 9}]}, [("/lines/0/units", "reduction")]),
        (
            {"lines": [{"line": "1", "outcome": "reduced", "units": 3, "reason": REASON}]},
            [("/lines/0/units", "no_reduction")],
        ),
        (
            denying(lines=[{"line": "1", "outcome": "denied", "reason": REASON | {"policy_id": "NCD-9"}}]),
            [("/lines/0/reason/policy_id", "unknown_policy"), ("/lines/0/reason/criterion_id", "unknown_criterion")],
        ),
        (denying(outcome="approved"), [("/outcome", "outcome_differs")]),
        ({"lines": [{"line": "1", "outcome": "approved", "ends": "2020-01-01"}]}, [("/lines", "impossible_date")]),
    ],
)
def test_what_does_not_fit_the_case(stated: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    with pytest.raises(CaseRejected) as refused:
        deciding(a_pended(SILENT, lines=(a_line(units=3),)), **stated)
    assert problems(refused) == expected


def test_a_reduction_of_no_number_and_a_line_that_was_not_assessed() -> None:
    reduced = {"line": "1", "outcome": "reduced", "units": 1, "reason": REASON}
    with pytest.raises(CaseRejected, match="problem"):
        deciding(a_pended(), **denying(outcome="partially_approved", lines=[reduced]))
    with pytest.raises(CaseRejected) as refused:
        deciding(a_revision(coverage=failed("coverage")), **denying())
    assert ("/lines/0/reason/policy_id", "unknown_policy") in problems(refused)


def test_a_plan_provision_may_stand_in_for_a_criterion() -> None:
    reason = {**REASON, "criterion_id": None}
    made = deciding(a_pended(SILENT), **denying(lines=[{"line": "1", "outcome": "denied", "reason": reason}]))
    assert made.override is not None
    assert made.override.changed == ()


def test_to_approve_what_is_recommended_overrides_nothing() -> None:
    with pytest.raises(CaseRejected) as refused:
        deciding(a_pended())
    assert problems(refused) == [("/action", "nothing_overridden")]


@pytest.mark.parametrize("missing", [{"credential": "RN"}, {"npi": None}, {"license_states": ()}])
def test_an_adverse_determination_names_its_physician(missing: dict[str, Any]) -> None:
    with pytest.raises(DecisionNotTheirs, match="Not known of Ida"):
        deciding(a_pended(SILENT), DIRECTOR.model_copy(update=missing), **denying())


def test_a_profile_may_ask_for_a_peer_a_license_and_a_talk() -> None:
    peer = applying(a_profile(adverse_decider=[SURE | {"who": ["clinical_peer"], "text": "A peer."}]))
    with pytest.raises(DecisionNotTheirs, match="OH asks for a clinical peer"):
        deciding(a_pended(SILENT), given=peer, **denying())
    assert deciding(a_pended(SILENT), given=peer, **denying(same_specialty=True)).outcome == "adverse"
    rule = {"who": ["physician"], "text": "Licensed.", "licensed_here": True, "peer_to_peer_first": True}
    strict = applying(a_profile(adverse_decider=[SURE | rule]))
    elsewhere = DIRECTOR.model_copy(update={"license_states": ("TX",)})
    with pytest.raises(DecisionNotTheirs, match="Ida is licensed in: TX"):
        deciding(a_pended(SILENT), elsewhere, strict, **denying())
    with pytest.raises(DecisionNotTheirs, match="Offer one and log it before this decision"):
        deciding(a_pended(SILENT), given=strict, **denying())
    assert deciding(a_pended(SILENT), given=strict, peer_to_peer=True, **denying()).outcome == "adverse"


def test_an_appeal_is_decided_by_another_physician() -> None:
    initial = deciding(a_pended(SILENT), **denying())
    again = {"level": Level.RECONSIDERATION, "initial": initial}
    with pytest.raises(DecisionNotTheirs, match="Another medical director decides the appeal"):
        deciding(a_pended(SILENT), DIRECTOR, **again)
    with pytest.raises(DecisionNotTheirs, match="for a medical director to decide"):
        deciding(a_pended(SILENT), NURSE, **again)
    assert deciding(a_pended(SILENT), OTHER, **again).level is Level.RECONSIDERATION


def test_a_line_is_whole_or_none() -> None:
    with pytest.raises(ValidationError, match="before it begins"):
        LineDetermination(
            line="1", code="E1390", outcome=LineOutcome.APPROVED, begins=AT.date(), ends=dt.date(2020, 1, 1)
        )
    with pytest.raises(ValidationError, match="has a reason where it is not approved"):
        LineDetermination(line="1", code="E1390", outcome=LineOutcome.DENIED)


def test_the_refusals_say_what_to_do() -> None:
    assert str(AlreadyDetermined("PA-1", Level.INITIAL)).startswith("Case PA-1 has its initial determination")
    assert str(StaleRecommendation("PA-1")).endswith("Read it, then decide on that one.")
    assert "accepting that determines nothing" in str(NothingToAccept("PA-1"))
