"""From findings to APPROVE or PEND: the outcome, the route, the lines and what to ask for."""

from typing import Any

import pytest

from priorauth.assessment import Basis
from priorauth.facts import Quarantine
from priorauth.findings import CodeStatus, Conflict, ItemStatus, Obstacle, ProviderStatus, Route
from priorauth.gates import AgentFindings
from priorauth.kleene import Status
from priorauth.recommendation import Outcome, Recommendation, recommend
from priorauth.skill import ComplianceItemName, GateName
from tests.building.findings import (
    a_diagnosis,
    a_line_assessment,
    a_provider_check,
    a_result,
    agent_findings,
    an_item,
    assessed,
    clinical,
    compliance,
    coverage,
    failed,
)
from tests.building.rules import SYNTHESIS_RULES


def recommended(**findings: Any) -> Recommendation:
    return recommend(agent_findings(**findings), SYNTHESIS_RULES)


def open_for(basis: Basis, status: Status = Status.INSUFFICIENT, **line: Any) -> AgentFindings:
    return agent_findings(coverage=coverage(a_line_assessment(assessed(status=status, basis=basis), **line)))


def missing(name: ComplianceItemName = ComplianceItemName.NOTES_PRESENT, **given: Any) -> Any:
    return compliance(an_item(name, ItemStatus.MISSING, **given))


def obstacle(route: Route) -> Obstacle:
    return Obstacle(reason="Something stands in the way.", route=route)


def test_findings_without_a_fault_are_approved() -> None:
    draft = recommended()
    assert (draft.outcome, draft.route, draft.stopping_gate) == (Outcome.APPROVE, None, None)
    assert [(line.line, line.code, line.outcome, line.reasons) for line in draft.lines] == [
        ("1", "E1390", Outcome.APPROVE, ())
    ]
    assert (draft.gaps, draft.not_evaluated) == ((), ())
    assert (draft.method_version, draft.disclaimer) == ("3", SYNTHESIS_RULES.disclaimer)


def test_there_is_no_third_outcome() -> None:
    assert list(Outcome) == ["APPROVE", "PEND"]


@pytest.mark.parametrize(
    ("findings", "gate", "route"),
    [
        ({"coverage": coverage(providers=())}, GateName.PROVIDER, Route.CORRECT_REQUEST),
        (
            {"coverage": coverage(providers=(a_provider_check(ProviderStatus.NOT_IN_SNAPSHOT),))},
            GateName.PROVIDER,
            Route.CORRECT_REQUEST,
        ),
        (
            {"coverage": coverage(providers=(a_provider_check(ProviderStatus.NOT_EVALUATED),))},
            GateName.PROVIDER,
            Route.NOT_EVALUATED,
        ),
        ({"clinical": clinical(diagnoses=(a_diagnosis(CodeStatus.NOT_FOUND),))}, GateName.CODES, Route.CORRECT_REQUEST),
        (
            {"clinical": clinical(diagnoses=(a_diagnosis(CodeStatus.NOT_EVALUATED),))},
            GateName.CODES,
            Route.NOT_EVALUATED,
        ),
        (
            {"clinical": clinical(diagnoses=(a_diagnosis(CodeStatus.UNVERIFIED),))},
            GateName.CODES,
            Route.NOT_EVALUATED,
        ),
        ({"compliance": missing()}, GateName.NECESSITY, Route.NEEDS_INFORMATION),
        ({"coverage": coverage(unevaluated=("Not asked.",))}, GateName.NECESSITY, Route.NOT_EVALUATED),
        ({"compliance": failed("compliance")}, GateName.NECESSITY, Route.NOT_EVALUATED),
        ({"clinical": failed("clinical")}, GateName.CODES, Route.NOT_EVALUATED),
        ({"coverage": failed("coverage")}, GateName.PROVIDER, Route.NOT_EVALUATED),
    ],
)
def test_a_pend_has_a_stopping_gate_and_a_route(findings: dict[str, Any], gate: GateName, route: Route) -> None:
    draft = recommended(**findings)
    assert (draft.outcome, draft.stopping_gate, draft.route) == (Outcome.PEND, gate, route)


@pytest.mark.parametrize(
    ("basis", "route"),
    [
        (Basis.STATED, Route.NEEDS_PHYSICIAN),
        (Basis.CONTRADICTED, Route.NEEDS_PHYSICIAN),
        (Basis.PERSON, Route.NEEDS_PHYSICIAN),
        (Basis.MODEL, Route.NEEDS_PHYSICIAN),
        (Basis.PRESUMED_ABSENT, Route.NEEDS_PHYSICIAN),
        (Basis.NOT_CHECKED, Route.NOT_EVALUATED),
        (Basis.SILENT, Route.NEEDS_INFORMATION),
        (Basis.WEAK, Route.NEEDS_INFORMATION),
        (Basis.UNCLEAR, Route.NEEDS_INFORMATION),
    ],
)
def test_the_reason_a_criterion_is_open_gives_the_route(basis: Basis, route: Route) -> None:
    assert recommend(open_for(basis), SYNTHESIS_RULES).route is route


@pytest.mark.parametrize("route", list(Route))
def test_an_obstacle_gives_its_own_route(route: Route) -> None:
    findings = agent_findings(coverage=coverage(a_line_assessment(obstacle=obstacle(route))))
    assert recommend(findings, SYNTHESIS_RULES).route is route


@pytest.mark.parametrize(
    ("basis", "other", "route"),
    [
        (Basis.SILENT, Route.NEEDS_PHYSICIAN, Route.NEEDS_PHYSICIAN),
        (Basis.STATED, Route.NEEDS_INFORMATION, Route.NEEDS_PHYSICIAN),
        (Basis.STATED, Route.CORRECT_REQUEST, Route.CORRECT_REQUEST),
        (Basis.NOT_CHECKED, Route.CORRECT_REQUEST, Route.NOT_EVALUATED),
    ],
)
def test_of_several_routes_the_most_urgent_is_taken(basis: Basis, other: Route, route: Route) -> None:
    assert recommend(open_for(basis, obstacle=obstacle(other)), SYNTHESIS_RULES).route is route


def test_what_could_not_be_asked_is_settled_before_what_is_missing() -> None:
    lines = (a_line_assessment(assessed(status=Status.INSUFFICIENT)),)
    draft = recommended(coverage=coverage(*lines, unevaluated=("Local policies could not be asked.",)))
    assert (draft.stopping_gate, draft.route) == (GateName.NECESSITY, Route.NOT_EVALUATED)


CONFLICT = Conflict(policies=("NCD-1", "LCD-1"), prevails="NCD-1", sentence="NCD-1 prevails.")


def test_where_policies_disagree_and_something_is_open_a_physician_decides() -> None:
    silent = assessed(a_result(Status.INSUFFICIENT))
    line = a_line_assessment(silent, conflicts=(CONFLICT,))
    assert recommended(coverage=coverage(line)).route is Route.NEEDS_PHYSICIAN
    assert recommended(coverage=coverage(a_line_assessment(silent))).route is Route.NEEDS_INFORMATION


def test_where_every_policy_is_met_a_conflict_stops_nothing_and_is_said() -> None:
    draft = recommended(coverage=coverage(a_line_assessment(conflicts=(CONFLICT,))))
    assert draft.outcome is Outcome.APPROVE
    assert draft.gates[-1].warnings == ("Line 1: NCD-1 prevails.",)


def test_a_case_whose_lines_were_not_assessed_is_not_evaluated() -> None:
    draft = recommended(coverage=coverage().model_copy(update={"lines": ()}))
    assert (draft.outcome, draft.route) == (Outcome.PEND, Route.NOT_EVALUATED)


def test_another_persons_document_is_settled_first_and_asked_for() -> None:
    page = Quarantine(document_id="d1", start=0, end=9, reason="A part of the lab names another person.")
    draft = recommended(clinical=clinical(quarantined=(page,)), coverage=open_for(Basis.SILENT).coverage)
    assert (draft.outcome, draft.route, draft.stopping_gate) == (
        Outcome.PEND,
        Route.NEEDS_INFORMATION,
        GateName.NECESSITY,
    )
    assert draft.gaps[0].critical
    assert draft.gaps[0].request.startswith("A part of the lab names another person. Withdraw it")


def test_an_agent_that_failed_beside_the_three_pends_the_case() -> None:
    draft = recommend(agent_findings(), SYNTHESIS_RULES, also_failed=(failed("synthesis"),))
    assert (draft.outcome, draft.route, draft.stopping_gate) == (Outcome.PEND, Route.NOT_EVALUATED, None)
    assert [agent.agent for agent in draft.not_evaluated] == ["synthesis"]


def test_every_agent_that_failed_is_named() -> None:
    draft = recommended(compliance=failed("compliance"), clinical=failed("clinical"), coverage=failed("coverage"))
    assert [agent.agent for agent in draft.not_evaluated] == ["compliance", "clinical", "coverage"]
    assert draft.lines == ()


def test_a_line_is_recommended_for_itself() -> None:
    silent = assessed(status=Status.INSUFFICIENT)
    draft = recommended(coverage=coverage(a_line_assessment(), a_line_assessment(silent, line="2")))
    assert [line.outcome for line in draft.lines] == [Outcome.APPROVE, Outcome.PEND]
    assert draft.lines[1].reasons == ("The patient coughs (INSUFFICIENT). For a reason.",)


def test_a_line_tells_its_obstacle_first() -> None:
    line = a_line_assessment(assessed(status=Status.NOT_MET), obstacle=obstacle(Route.NEEDS_PHYSICIAN))
    reasons = recommended(coverage=coverage(line)).lines[0].reasons
    assert reasons == ("Something stands in the way.", "The patient coughs (NOT_MET). For a reason.")


SILENT = a_result(Status.INSUFFICIENT)


class TestGaps:
    """What a person is asked to send, one by one, by name."""

    @pytest.mark.parametrize("blocking", [True, False])
    def test_an_open_item_is_asked_for(self, blocking: bool) -> None:
        (gap,) = recommended(compliance=missing(ComplianceItemName.PLAN_TYPE, blocking=blocking)).gaps
        assert (gap.line, gap.criterion_id, gap.what) == (None, None, "Title of plan_type")
        assert (gap.request, gap.critical) == ("Send plan_type.", blocking)

    def test_an_item_without_a_request_is_no_gap(self) -> None:
        assert recommended(compliance=missing(ask=None)).gaps == ()

    @pytest.mark.parametrize("required", [True, False])
    def test_an_open_criterion_is_asked_for(self, required: bool) -> None:
        (gap,) = recommended(coverage=coverage(a_line_assessment(assessed(SILENT, required=required)))).gaps
        assert (gap.line, gap.criterion_id, gap.request, gap.critical) == ("1", "coughs", "The visit note.", required)

    def test_a_criterion_is_called_by_its_title(self) -> None:
        result = a_result(Status.INSUFFICIENT, title="Cough")
        draft = recommended(coverage=coverage(a_line_assessment(assessed(result))))
        assert draft.gaps[0].what == "Cough"
        assert draft.confidence.weakest is not None
        assert draft.confidence.weakest.text == "Cough"

    @pytest.mark.parametrize(
        ("kind", "requests"),
        [("all_of", ["The first.", "The second."]), ("any_of", ["Any of them."])],
    )
    def test_under_all_of_each_open_child_is_asked_for(self, kind: str, requests: list[str]) -> None:
        children = (
            a_result(Status.INSUFFICIENT, send="The first."),
            a_result(),
            a_result(Status.INSUFFICIENT, send="The second."),
            a_result(Status.INSUFFICIENT, send="The first."),
        )
        result = a_result(Status.INSUFFICIENT, kind=kind, send="Any of them.", children=children)
        gaps = recommended(coverage=coverage(a_line_assessment(assessed(result)))).gaps
        assert [gap.request for gap in gaps] == requests

    def test_under_all_of_children_without_requests_leave_the_nodes_own(self) -> None:
        children = (a_result(Status.INSUFFICIENT, send=None),)
        result = a_result(Status.INSUFFICIENT, kind="all_of", send="All of it.", children=children)
        (gap,) = recommended(coverage=coverage(a_line_assessment(assessed(result)))).gaps
        assert gap.request == "All of it."

    def test_what_a_person_decides_asks_for_nothing(self) -> None:
        result = a_result(Status.INSUFFICIENT, basis=Basis.PERSON, send=None)
        assert recommended(coverage=coverage(a_line_assessment(assessed(result)))).gaps == ()
