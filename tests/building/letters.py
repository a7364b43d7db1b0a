"""Cases, determinations and acts that letters are written on, with the real rule book's law and templates."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from priorauth.acts import InformationRequest, PriorityChange, TimeExtension
from priorauth.applicability import Applicable
from priorauth.case import Case, LineOfBusiness, Provider, ServiceLine, Side
from priorauth.clocks import ExtensionTaken, Moments
from priorauth.determination import AdverseReason, Determination, DeterminationOutcome, Level, LineDetermination
from priorauth.findings import AssessedCriterion, LineServiceType
from priorauth.inputs import SynthesisInput
from priorauth.letters.model import Letter, LetterKind
from priorauth.letters.writing import Correspondence, Occasion
from priorauth.people import Person, Role
from priorauth.policy import PolicyMatch, Relation
from priorauth.preflight import preflight
from priorauth.rationale import computed_synthesis
from priorauth.regulations import Regulations
from priorauth.revision import Revision, Versions
from priorauth.skill import ServiceType
from tests.building.cases import NPI, a_case, a_document, a_line, a_member
from tests.building.findings import a_line_assessment as an_assessment
from tests.building.findings import assessed, clinical, compliance, coverage
from tests.building.rules import SYNTHESIS_RULES
from tests.rules.rule_cases import rule_book

AT = dt.datetime(2026, 11, 22, 15, 30, tzinfo=dt.UTC)
RECEIVED_AT = dt.datetime(2026, 11, 18, 14, 5, tzinfo=dt.UTC)
DIRECTOR = Person(
    id="director",
    name="Ines Castellanos",
    role=Role.MEDICAL_DIRECTOR,
    credential="MD",
    npi="2999990015",
    license_states=("OH", "TX"),
)
NURSE = Person(id="nurse", name="Amara Okonjo", role=Role.NURSE_REVIEWER, credential="RN")
FACT = "Your sleep study of September 3, 2026 shows 4 pauses in breathing for each hour of sleep."
PROVISION = "The rule asks for 5 or more pauses in breathing for each hour of sleep, together with symptoms."
WHY = "The number of pauses in your study is lower than the number that the rule asks for."
REASON: Mapping[str, Any] = {
    "fact": FACT,
    "policy_id": "NCD-240.4",
    "criterion_id": "coughs",
    "provision": PROVISION,
    "explanation": WHY,
}


@cache
def a_correspondence(zone: str = "America/New_York") -> Correspondence:
    book = rule_book()
    law = Regulations(book.jurisdictions, book.programs, book.clock_rules, ZoneInfo(zone))
    return Correspondence(law, book.letters)


def a_letter_case(**given: Any) -> Case:
    """A request of two lines to a Medicare Advantage plan in Ohio."""
    defaults: dict[str, Any] = {
        "received_on": dt.date(2026, 11, 18),
        "line_of_business": LineOfBusiness.MEDICARE_ADVANTAGE,
        "member": a_member(member_id="MA-4471"),
        "providers": (Provider(npi=NPI, name="Lakeside Sleep Clinic"),),
        "services": (
            a_line(line="1", code="E0601", units=1, place_of_service="12"),
            a_line(line="2", code="A7030", units=4, side=Side.LEFT),
        ),
        "documents": (a_document(title="Sleep study", kind="sleep_study", date=dt.date(2026, 9, 3)),),
    }
    return a_case(**defaults | given)


def a_letter_revision(case: Case | None = None, **given: Any) -> Revision:
    """Its review: a policy binds each line, with one criterion."""
    case = case or a_letter_case()
    match = PolicyMatch(
        policy_id="NCD-240.4",
        title="CPAP for obstructive sleep apnea",
        kind="ncd",
        version="2008",
        relation=Relation.BOUND,
        reason="It names the code.",
    )
    lines = tuple(
        an_assessment(_of_policy(assessed(title="Apnea")), line=line.line, code=line.code, policies=(match,))
        for line in case.services
    )
    kinds = (LineServiceType(line="1", service_type=ServiceType.DEVICE, category="durable medical equipment"),)
    checked = compliance().model_copy(update={"service_types": kinds})
    agents: dict[str, Any] = {"compliance": checked, "clinical": clinical(), "coverage": coverage(*lines)} | given
    versions = Versions(rule_book="sha256:0", files={}, model="embedded", code="0")
    return Revision(
        number=1,
        case=case,
        assumptions=(),
        versions=versions,
        preflight=preflight(case),
        synthesis=computed_synthesis(SynthesisInput(case=case, **agents), SYNTHESIS_RULES),
        **agents,
    )


def _of_policy(criterion: AssessedCriterion) -> AssessedCriterion:
    return criterion.model_copy(update={"policy_id": "NCD-240.4"})


def an_occasion(language: str | None = None, revision: Revision | None = None) -> Occasion:
    return Occasion(revision or a_letter_revision(), language, AT)


def a_decided_line(line: ServiceLine, outcome: str = "approved", **given: Any) -> LineDetermination:
    defaults: dict[str, Any] = {
        "line": line.line,
        "code": line.code,
        "outcome": outcome,
        "requested_units": line.units,
        "side": line.side,
        "place_of_service": line.place_of_service,
    }
    if outcome != "denied":
        defaults |= {"units": line.units, "begins": dt.date(2026, 11, 22), "ends": dt.date(2027, 2, 19)}
    if outcome != "approved":
        defaults["reason"] = AdverseReason.model_validate(REASON)
    return LineDetermination.model_validate(defaults | given)


def a_determination(*outcomes: str, case: Case | None = None, **given: Any) -> Determination:
    """What was decided on each line, ``approved`` where nothing is said."""
    services = (case or a_letter_case()).services
    said = outcomes or tuple("approved" for _ in services)
    lines = tuple(
        a_decided_line(line, outcome, **({"units": 2} if outcome == "reduced" else {}))
        for line, outcome in zip(services, said, strict=True)
    )
    whole = (
        DeterminationOutcome.APPROVED
        if set(said) == {"approved"}
        else DeterminationOutcome.ADVERSE
        if set(said) == {"denied"}
        else DeterminationOutcome.PARTIALLY_APPROVED
    )
    defaults: dict[str, Any] = {
        "case_id": "c1",
        "level": Level.INITIAL,
        "outcome": whole,
        "revision": 1,
        "digest": "sha256:" + "0" * 64,
        "authorization_number": None if whole is DeterminationOutcome.ADVERSE else "PA26-7XK2-M9QF",
        "decided_by": DIRECTOR.id,
        "decided_at": AT,
        "decider": DIRECTOR,
        "lines": lines,
    }
    return Determination.model_validate(defaults | given)


def a_request(**given: Any) -> InformationRequest:
    item = {
        "line": "1",
        "policy_id": "NCD-240.4",
        "criterion_id": "coughs",
        "what": "Sleep study",
        "request": "Send the complete report of the sleep study, with its date.",
    }
    return InformationRequest.model_validate({"items": [item], "respond_by": dt.date(2026, 11, 24)} | given)


def asked_moments(**given: Any) -> Moments:
    return Moments(**{"received_at": RECEIVED_AT, "asked_at": AT} | given)


def given_for(case: Case) -> Applicable:
    return a_correspondence().regulations.applicable_to(case)


def an_information_letter(language: str | None = None, case: Case | None = None, **given: Any) -> Letter:
    case = case or a_letter_case()
    occasion = an_occasion(language, a_letter_revision(case))
    request = a_request(**given)
    return a_correspondence().of_information_request(request, NURSE, occasion, given_for(case), asked_moments())


def an_extension_letter(language: str | None = None, **given: Any) -> Letter:
    stated = {"ground": "enrollee_asks", "days": 14, "reason": "You want to send the report of a second study."}
    extension = TimeExtension.model_validate(stated | given)
    moments = Moments(
        received_at=RECEIVED_AT,
        extension=ExtensionTaken(ground=extension.ground, days=extension.days, noticed_at=AT),
    )
    case = a_letter_case()
    occasion = an_occasion(language, a_letter_revision(case))
    return a_correspondence().of_extension(extension, NURSE, occasion, given_for(case), moments)


def a_standard_time_letter(language: str | None = None, case: Case | None = None, **given: Any) -> Letter:
    case = case or a_letter_case()
    stated = {"to": "standard", "reason": "Waiting a week puts neither your life nor your health at risk."}
    refusal = PriorityChange.model_validate(stated | given)
    occasion = an_occasion(language, a_letter_revision(case))
    moments = Moments(received_at=RECEIVED_AT)
    return a_correspondence().of_standard_time(refusal, NURSE, occasion, given_for(case), moments)


def a_letter(kind: LetterKind, language: str | None = None, case: Case | None = None, **given: Any) -> Letter:
    """A letter of a kind, on the case of the defaults unless another is given."""
    if kind is LetterKind.INFORMATION_REQUEST:
        return an_information_letter(language, case, **given)
    if kind is LetterKind.EXTENSION:
        return an_extension_letter(language, **given)
    if kind is LetterKind.STANDARD_TIME:
        return a_standard_time_letter(language, case, **given)
    made = decided_as(kind, case, **given)
    return a_correspondence().of_determination(made, an_occasion(language, a_letter_revision(case)))


def decided_as(kind: LetterKind, case: Case | None = None, **given: Any) -> Determination:
    """A determination that a letter of the kind tells."""
    outcomes, level = _DECIDED[kind]
    return a_determination(*outcomes, case=case, level=level, **given)


_DECIDED: Mapping[LetterKind, tuple[tuple[str, str], Level]] = {
    LetterKind.APPROVAL: (("approved", "approved"), Level.INITIAL),
    LetterKind.PARTIAL: (("approved", "reduced"), Level.INITIAL),
    LetterKind.ADVERSE: (("denied", "denied"), Level.INITIAL),
    LetterKind.APPEAL_APPROVED: (("approved", "approved"), Level.RECONSIDERATION),
    LetterKind.APPEAL_ADVERSE: (("approved", "denied"), Level.RECONSIDERATION),
}
