"""The report's first half: the case, the recommendation, its confidence, the gates and the service lines."""

from collections.abc import Iterator

from rich.text import Text

from orchestrator.terminal.criteria import criterion_lines
from orchestrator.terminal.lines import BLANK, Line, joined, label, plain, rows, shortened, words
from orchestrator.terminal.view import View
from orchestrator.terminal.wording import QUIET, ROUTES, VERIFICATIONS, marked, spoken
from priorauth.case import Member, ServiceLine
from priorauth.confidence import Component
from priorauth.findings import AssessedCriterion, LineAssessment
from priorauth.gates import GateResult
from priorauth.nodes import Verification
from priorauth.policy import PolicyMatch, Relation

_STEP = 2


def case_lines(view: View) -> Iterator[Line]:
    """Who and what the case is about, and what was assumed."""
    case, revision = view.case, view.revision
    request = (
        spoken(case.line_of_business) if case.line_of_business else "line of business not given",
        f"plan {case.plan_id}" if case.plan_id else "",
        f"{case.priority.value} priority",
        spoken(case.timing),
        f"received {case.received_on.isoformat()}",
    )
    primary, *secondary = case.diagnoses or ("none given",)
    table = [
        (words("Member", QUIET), _member(case.member)),
        (words("Request", QUIET), joined(request)),
        *((words(f"Line {line.line}", QUIET), _service(line)) for line in case.services),
        (words("Diagnoses", QUIET), joined((f"{primary} (primary)" if case.diagnoses else primary, *secondary), ", ")),
        *((words("Assumed", QUIET), words(sentence)) for sentence in revision.assumptions),
        *((words("Note", QUIET), words(sentence)) for sentence in revision.preflight.notes),
    ]
    yield from rows(table)


def _member(member: Member) -> Text:
    return joined(
        (
            words(member.name or "no name given", "bold"),
            f"born {member.birth_date.isoformat()}" if member.birth_date else "no birth date given",
            member.sex.value if member.sex else "",
            f"id {member.member_id}" if member.member_id else "",
            member.plan_type.value if member.plan_type else "",
            member.state,
        )
    )


def _service(line: ServiceLine) -> Text:
    return joined(
        (
            words(" ".join((line.code or "no code", *line.modifiers)), "bold"),
            f"{line.units} unit{'s' if line.units != 1 else ''}" if line.units else "",
            line.side.value if line.side else "",
            f"place {line.place_of_service}" if line.place_of_service else "",
            line.request_type.value if line.request_type else "",
            f"ordered {line.order_date.isoformat()}" if line.order_date else "no order date given",
            f"from {line.from_.isoformat()}" if line.from_ else "",
            f"to {line.to.isoformat()}" if line.to else "",
        )
    )


def recommendation_lines(view: View) -> Iterator[Line]:
    """The outcome with its route, why, and what it is not."""
    synthesis = view.revision.synthesis
    found = synthesis.recommendation
    outcome = marked(found.outcome)
    if found.route:
        outcome = joined((outcome, words(found.route.value, "bold"), ROUTES[found.route]), "  ")
    yield Line(outcome)
    yield Line(words(synthesis.summary))
    if synthesis.prose_by != "function":
        yield plain(f"Written by {synthesis.prose_by}; outcome, gates and numbers are computed.", style=QUIET)
    for failed in found.not_evaluated:
        yield Line(words(failed.reason), label(f"Not evaluated, {failed.agent}:", "yellow"))
    yield plain(found.disclaimer, style=QUIET)


def confidence_lines(view: View) -> Iterator[Line]:
    """The confidence with its arithmetic and the weakest criterion."""
    found = view.revision.recommendation.confidence
    value = words(f"{found.value:.2f} {found.level.value}", "bold")
    yield Line(joined((value, words("how strong the evidence is, no probability of being right", QUIET)), "  "))
    yield from rows([_component(component) for component in found.components], _STEP)
    if found.penalty:
        yield plain(f"less {found.penalty:.2f} for agents without findings", _STEP)
    if found.weakest:
        weakest = found.weakest
        said = f"{shortened(weakest.text)} ({spoken(weakest.status)}, {weakest.confidence})"
        yield Line(words(said), label(f"weakest, line {weakest.line}:", QUIET), _STEP)


def _component(part: Component) -> tuple[Text, ...]:
    product = f"{part.weight:.2f} × {part.score:.2f} = {part.weight * part.score:.3f}"
    return (words(part.name), words(product), words("" if part.evaluated else "not evaluated", "yellow"))


def gate_lines(view: View) -> Iterator[Line]:
    """The ladder of gates, with reasons and warnings."""
    table = [(marked(gate.outcome), words(spoken(gate.gate), "bold")) for gate in view.revision.recommendation.gates]
    for line, gate in zip(rows(table), view.revision.recommendation.gates, strict=True):
        yield line
        yield from _remarks(gate)


def _remarks(gate: GateResult) -> Iterator[Line]:
    yield from (Line(words(reason), label("-"), _STEP * 2) for reason in gate.reasons)
    yield from (Line(words(warning), label("warning:", "yellow"), _STEP * 2) for warning in gate.warnings)


def service_lines(view: View) -> Iterator[Line]:
    """Each service line with its policies and criteria."""
    for number, line in enumerate(view.coverage.lines if view.coverage else ()):
        if number:
            yield BLANK
        yield from _service_line(line, view)


def policy_in_case(policy_id: str, view: View) -> Iterator[Line]:
    """One policy for each service line that it has to do with: its relation, and its criteria as judged."""
    for line in view.coverage.lines if view.coverage else ():
        for match in (one for one in line.policies if one.policy_id == policy_id):
            yield plain(f"Line {line.line}  {line.code or 'no code'}", style="bold")
            yield from (each.within(_STEP) for each in _policy(match, line, view))


def _service_line(line: LineAssessment, view: View) -> Iterator[Line]:
    outcomes = {item.line: item.outcome for item in view.revision.recommendation.lines}
    heading = joined((words(f"Line {line.line}", "bold"), words(line.code or "no code", "bold")), "  ")
    yield Line(joined((heading, marked(outcomes[line.line]), f"windows count from {line.as_of.isoformat()}"), "  "))
    if line.obstacle:
        yield Line(words(line.obstacle.reason), label("Not approvable by computation:", "yellow"), _STEP)
    for conflict in line.conflicts:
        yield Line(words(conflict.sentence), label("Policies disagree:", "yellow"), _STEP)
    for match in line.policies:
        yield from (each.within(_STEP) for each in _policy(match, line, view))
    yield from (each.within(_STEP) for each in _universal(line, view))
    if line.not_checked:
        yield BLANK
        yield plain(f"Not checked, a person attests: {', '.join(line.not_checked)}.", _STEP, QUIET)


def _policy(match: PolicyMatch, line: LineAssessment, view: View) -> Iterator[Line]:
    criteria = [item for item in line.criteria if item.policy_id == match.policy_id]
    title = joined((words(match.policy_id, "bold"), words(match.title, "bold"), f"version {match.version}"), "  ")
    yield BLANK
    yield Line(title)
    relation = spoken(match.relation) if match.relation is not Relation.BOUND else "binding"
    yield plain(f"{match.kind.layer}, {relation}: {match.reason} {_verifications(criteria)}", _STEP)
    address = view.addresses.get((match.policy_id, match.version))
    if address:
        yield plain(address, _STEP, QUIET)
    yield from _criteria(criteria, view)


def _verifications(criteria: list[AssessedCriterion]) -> str:
    """How much of the policy was read in its source."""
    counts = ((kind, sum(item.result.verification is kind for item in criteria)) for kind in Verification)
    said = ", ".join(f"{count} {VERIFICATIONS[kind]}" for kind, count in counts if count)
    return f"Criteria: {said}." if said else ""


def _universal(line: LineAssessment, view: View) -> Iterator[Line]:
    if line.universal:
        yield BLANK
        yield plain("In every case", style="bold")
        yield from _criteria(line.universal, view)


def _criteria(criteria: tuple[AssessedCriterion, ...] | list[AssessedCriterion], view: View) -> Iterator[Line]:
    for item in criteria:
        yield BLANK
        yield from (line.within(_STEP) for line in criterion_lines(item, view))
