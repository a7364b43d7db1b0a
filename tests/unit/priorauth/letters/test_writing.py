"""What letters say by construction, and what refuses them."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from priorauth.acts import PriorityChange
from priorauth.case import LineOfBusiness, Priority, Provider
from priorauth.clocks import Moments
from priorauth.determination import AdverseReason, Level
from priorauth.letters.model import (
    AdverseLetter,
    ApprovalLetter,
    ExtensionLetter,
    InformationRequestLetter,
    LetterKind,
    LetterRefused,
    Span,
    StandardTimeLetter,
    Statement,
)
from priorauth.letters.plan import Language
from priorauth.letters.writing import Correspondence
from priorauth.people import Role
from priorauth.regulations import Regulations
from tests.building.cases import NPI, a_document, a_member
from tests.building.findings import a_provider_check, clinical, coverage, failed
from tests.building.jurisdictions import CLOCK_RULES, SURE, UNSURE, a_deadline, a_profile
from tests.building.letters import (
    AT,
    DIRECTOR,
    FACT,
    NURSE,
    REASON,
    a_correspondence,
    a_decided_line,
    a_determination,
    a_letter,
    a_letter_case,
    a_letter_revision,
    a_request,
    a_standard_time_letter,
    an_extension_letter,
    an_information_letter,
    an_occasion,
    asked_moments,
    given_for,
)
from tests.rules.rule_cases import rule_book

MA, COMMERCIAL = LineOfBusiness.MEDICARE_ADVANTAGE, LineOfBusiness.COMMERCIAL


def adverse(**given: Any) -> AdverseLetter:
    letter = a_letter(LetterKind.ADVERSE, **given)
    assert isinstance(letter, AdverseLetter)
    return letter


def refusal(*outcomes: str, case: Any = None, revision: Any = None, **given: Any) -> str:
    case = case or a_letter_case()
    made = a_determination(*outcomes, case=case, **given)
    with pytest.raises(LetterRefused) as refused:
        a_correspondence().of_determination(made, an_occasion(revision=revision or a_letter_revision(case)))
    return str(refused.value)


def under(*profiles: Any) -> Correspondence:
    """Letters where only these profiles may bind."""
    return Correspondence(Regulations(profiles, (), CLOCK_RULES, ZoneInfo("America/New_York")), rule_book().letters)


def of_ohio(made: Any, *profiles: Any) -> AdverseLetter:
    case = a_letter_case(line_of_business=COMMERCIAL)
    letter = under(*profiles).of_determination(made, an_occasion(revision=a_letter_revision(case)))
    assert isinstance(letter, AdverseLetter)
    return letter


@pytest.mark.parametrize(
    ("stated", "language"),
    [
        (None, Language.EN),
        ("", Language.EN),
        ("en-US", Language.EN),
        ("vi", Language.EN),
        ("est", Language.EN),
        ("es", Language.ES),
        ("es-MX", Language.ES),
        ("ES_PR", Language.ES),
        ("spa", Language.ES),
        ("Spanish", Language.ES),
        ("español", Language.ES),
    ],
)
def test_a_letter_is_in_the_members_language(stated: str | None, language: Language):
    assert a_letter(LetterKind.APPROVAL, stated).language is language


def test_an_approval_names_number_units_side_place_dates_and_conditions():
    case = a_letter_case()
    lines = tuple(a_decided_line(line, conditions=("A visit after 30 days.",)) for line in case.services)
    letter = a_letter(LetterKind.APPROVAL, lines=lines)
    assert isinstance(letter, ApprovalLetter)
    first, second = letter.approved
    assert letter.number == "PA26-7XK2-M9QF"
    assert (first.code, first.units, first.place and first.place.code) == ("E0601", 1, "12")
    assert (second.side, second.units) == ("left", 4)
    assert (first.begins, first.ends) == (dt.date(2026, 11, 22), dt.date(2027, 2, 19))
    assert first.conditions == ("A visit after 30 days.",)
    assert (letter.decider.name, letter.decider.credential) == ("Ines Castellanos", "MD")


def test_an_adverse_letter_names_the_fact_the_criterion_and_who_decided():
    letter = adverse()
    line = letter.denied[0]
    assert line.fact == FACT
    assert (line.policy.id, line.policy.title, line.policy.version) == (
        "NCD-240.4",
        "CPAP for obstructive sleep apnea",
        "2008",
    )
    signer = letter.decider
    assert (signer.name, signer.npi, signer.states) == ("Ines Castellanos", "2999990015", "OH, TX")
    assert letter.number is None
    assert letter.approved == ()


def test_a_reduced_line_is_approved_in_part_and_told_with_its_reason():
    letter = a_letter(LetterKind.PARTIAL)
    assert isinstance(letter, AdverseLetter)
    assert [line.units for line in letter.approved] == [1, 2]
    assert [(line.units, line.requested_units) for line in letter.denied] == [(2, 4)]
    assert letter.number


def test_for_medicare_advantage_the_last_day_to_appeal_is_65_days_from_the_notice():
    rights = adverse().appeal
    assert rights is not None
    assert (rights.until, rights.days) == (dt.date(2027, 1, 26), 65)
    assert (rights.standard, rights.fast) == (Span(amount=30, unit="days"), Span(amount=72, unit="hours"))


def test_the_notice_is_dated_in_the_plans_own_zone():
    late = dt.datetime(2026, 11, 23, 3, 30, tzinfo=dt.UTC)
    revision = a_letter_revision()
    made = a_determination("denied", "denied")
    on = type(an_occasion())(revision, None, late)
    letter = a_correspondence().of_determination(made, on)
    assert letter.dated == dt.date(2026, 11, 22)


def test_of_several_sure_windows_the_longest_is_told_and_of_answers_the_shortest():
    appeals = [
        SURE | {"days": 120, "start": "notice_date"},
        SURE | {"days": 180, "start": "notice_date"},
        SURE | {"days": 300, "start": "notice_receipt"},
        UNSURE | {"days": 400, "start": "notice_date"},
    ]
    answers = [
        a_deadline(of="appeal", value=20, unit="days"),
        a_deadline(of="appeal", value=15, unit="business_days"),
        a_deadline(of="appeal", value=1, unit="days", when=["concurrent"]),
        a_deadline(of="appeal", priority="expedited", value=48, unit="hours"),
        UNSURE | {"of": "appeal", "priority": "expedited", "value": 1, "unit": "hours", "start": "receipt"},
    ]
    profile = a_profile(a_deadline(), *answers, appeals=appeals)
    rights = of_ohio(a_determination("denied", "denied"), profile).appeal
    assert rights is not None
    assert rights.days == 180
    assert (rights.standard, rights.fast) == (Span(amount=15, unit="business_days"), Span(amount=48, unit="hours"))


def test_where_no_sure_line_says_how_to_appeal_the_plan_states_it_or_there_is_no_letter():
    rights = of_ohio(a_determination("denied", "denied")).appeal
    assert rights is not None
    assert rights.days == 180
    said = refusal("denied", "denied", case=a_letter_case(line_of_business=LineOfBusiness.MEDICARE_FFS))
    assert "For the line of business medicare_ffs no sure line of a profile says until when it may be appealed" in said
    assert "state it in policies/plan-details.yaml, under appeal_terms." in said


@pytest.mark.parametrize("level", Level)
def test_how_to_appeal_is_not_told_by_the_rules_of_some_line_of_business(level: Level):
    said = refusal("denied", "denied", case=a_letter_case(line_of_business=None), level=level)
    assert "submit it again with the line of business" in said


def test_an_appeal_that_is_not_granted_says_what_follows_or_there_is_no_letter():
    letter = a_letter(LetterKind.APPEAL_ADVERSE)
    assert isinstance(letter, AdverseLetter)
    assert letter.appeal is None
    assert letter.next_step is not None
    case = a_letter_case(line_of_business=LineOfBusiness.MEDICARE_FFS)
    said = refusal("denied", "denied", case=case, level=Level.RECONSIDERATION)
    assert "says what the member can do next" in said


@pytest.mark.parametrize(
    ("marked", "told"), [(SURE, Statement.AI_USED), (UNSURE, None)], ids=["a sure line", "an unsure line"]
)
def test_automation_is_told_only_where_a_sure_line_wants_it(marked: dict[str, Any], told: Statement | None):
    wanted = marked | {"kind": "ai_notice", "text": "That artificial intelligence was used."}
    assert of_ohio(a_determination("denied", "denied"), a_profile(disclosures=[wanted])).ai is told


def test_no_profile_of_the_library_wants_automation_told_for_sure():
    assert adverse().ai is None


def test_what_a_profile_wants_told_and_no_field_tells_the_plan_states_or_there_is_no_letter():
    texas = a_letter_case(line_of_business=COMMERCIAL, member=a_member(state="TX"))
    assert len(adverse(case=texas).notices) == 1
    assert of_ohio(a_determination("denied", "denied"), a_profile()).notices == ()
    wanted = SURE | {"kind": "notice", "text": "The reviewer's specialty."}
    with pytest.raises(LetterRefused) as refused:
        of_ohio(a_determination("denied", "denied"), a_profile(disclosures=[wanted]))
    said = str(refused.value)
    assert "state it in policies/plan-details.yaml, under notices" in said
    assert said.endswith(".yaml): The reviewer's specialty.")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"decider": None}, "It is not recorded who decided"),
        ({"decider": NURSE}, "An adverse letter tells the decision of a medical director"),
        ({"decider": DIRECTOR.model_copy(update={"npi": None})}, "names credential, NPI and state of license"),
        ({"lines": ()}, "No service line has a reason"),
    ],
)
def test_an_adverse_letter_is_refused(given: dict[str, Any], said: str):
    assert said in refusal("denied", "denied", **given)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ({"fact": "The system found that your confidence score is low."}, "A tool, a score or a model is no reason."),
        ({"explanation": "This is not medically necessary."}, "'Not medically necessary' by itself"),
        ({"policy_id": "NCD-9"}, "the review applied no policy NCD-9"),
    ],
)
def test_an_adverse_letter_without_a_specific_reason_is_refused(reason: dict[str, Any], said: str):
    case = a_letter_case()
    stated = AdverseReason.model_validate({**REASON, **reason})
    lines = tuple(a_decided_line(line, "denied", reason=stated) for line in case.services)
    told = refusal("denied", "denied", lines=lines)
    assert "Line 1: " in told
    assert said in told


def test_an_approval_without_its_number_its_days_or_its_lines_is_refused():
    assert "has no authorization number" in refusal(authorization_number=None)
    assert "names no service line" in refusal(lines=())
    case = a_letter_case()
    lines = tuple(a_decided_line(line, ends=None) for line in case.services)
    assert "Line 1 is approved without its first or its last day" in refusal(lines=lines)
    assert "what is approved in part has one" in refusal("approved", "denied", authorization_number=None)


def test_a_letter_goes_to_a_named_member():
    assert "The case names no member" in refusal(case=a_letter_case(member=a_member(name="")))


def test_providers_are_named_as_the_request_or_the_registry_names_them():
    case = a_letter_case(providers=(Provider(npi=NPI), Provider(npi="", name="A clinic")))
    found = coverage(providers=(a_provider_check(name="Lakeside"),))
    revision = a_letter_revision(case, coverage=found)
    letter = a_correspondence().of_determination(a_determination(case=case), an_occasion(revision=revision))
    assert [(one.name, one.npi) for one in letter.providers] == [("Lakeside", NPI), ("A clinic", None)]


def test_an_approval_can_be_told_of_a_case_of_which_nothing_was_evaluated():
    case = a_letter_case()
    nothing = {name: failed(name) for name in ("compliance", "clinical", "coverage")}
    revision = a_letter_revision(case, **nothing)
    letter = a_correspondence().of_determination(a_determination(case=case), an_occasion(revision=revision))
    assert isinstance(letter, ApprovalLetter)
    assert letter.approved[0].policies == ()
    assert letter.approved[0].category is None


def test_a_document_with_pages_of_somebody_else_is_not_named():
    case = a_letter_case(documents=(a_document(id="d1", title="Mine"), a_document(id="d2", title="Of Bob")))
    found = clinical(quarantined=({"document_id": "d2", "start": 0, "end": 1, "reason": "Another name."},))
    revision = a_letter_revision(case, clinical=found)
    letter = a_correspondence().of_determination(a_determination(case=case), an_occasion(revision=revision))
    assert [one.title for one in letter.documents] == ["Mine"]


def test_a_request_for_information_says_when_the_decision_is_due_and_that_it_does_not_move():
    letter = an_information_letter()
    assert isinstance(letter, InformationRequestLetter)
    assert letter.no_decision is Statement.NO_DECISION
    assert letter.due == dt.datetime(2026, 11, 25, 14, 5, tzinfo=dt.UTC)
    assert letter.clock is Statement.CLOCK_RUNS_ON
    assert letter.within is None
    (item,) = letter.items
    assert item.criterion == "Apnea"
    assert item.policy is not None
    assert letter.asked_by.name == "Amara Okonjo"


def test_an_item_need_not_serve_a_criterion():
    letter = an_information_letter(items=[{"what": "Clinical notes", "request": "Send the notes of the visit."}])
    assert isinstance(letter, InformationRequestLetter)
    assert (letter.items[0].criterion, letter.items[0].policy) == (None, None)


@pytest.mark.parametrize(
    ("came_at", "clock", "due"),
    [
        ((), Statement.CLOCK_WAITS, None),
        ((AT,), Statement.CLOCK_ANEW, dt.datetime(2026, 11, 27, 15, 30, tzinfo=dt.UTC)),
    ],
)
def test_a_clock_that_counts_from_complete_information_is_told_as_it_is(came_at: Any, clock: Statement, due: Any):
    case = a_letter_case(line_of_business=COMMERCIAL)
    letters = under(a_profile(a_deadline(value=5, start="complete"), a_deadline(value=9, start="complete")))
    moments = asked_moments(came_at=came_at)
    given = letters.regulations.applicable_to(case)
    on = an_occasion(revision=a_letter_revision(case))
    letter = letters.of_information_request(a_request(), NURSE, on, given, moments)
    assert (letter.clock, letter.due) == (clock, due)
    assert letter.within == (Span(amount=5, unit="days") if due is None else None)


def test_the_moments_of_a_request_hold_when_it_was_made():
    with pytest.raises(LetterRefused, match="asked_at"):
        a_correspondence().of_information_request(
            a_request(), NURSE, an_occasion(), given_for(a_letter_case()), Moments(received_at=AT)
        )


@pytest.mark.parametrize("words", ["the denial of the other insurer", "why it was DENIED", "si fue denegado"])
def test_a_request_that_speaks_of_a_denial_is_refused(words: str):
    item = {"what": "A letter", "request": f"Send {words}."}
    with pytest.raises(LetterRefused, match=r"No decision has been made\. Item 1 speaks of a denial"):
        an_information_letter(items=[item])


def test_an_extension_says_both_days_and_the_right_to_a_fast_complaint():
    letter = an_extension_letter()
    assert isinstance(letter, ExtensionLetter)
    assert (letter.due - letter.first_due) == dt.timedelta(days=14)
    assert letter.grievance is Statement.EXPEDITED_GRIEVANCE
    assert letter.no_decision is Statement.NO_DECISION


def test_an_extension_that_moves_nothing_is_not_told():
    with pytest.raises(LetterRefused, match="moves no deadline"):
        an_extension_letter(ground="provider_asks")


def test_a_refused_expedited_review_says_when_it_is_decided_and_the_rights():
    letter = a_standard_time_letter()
    assert isinstance(letter, StandardTimeLetter)
    assert (letter.due, letter.within) == (dt.datetime(2026, 11, 25, 14, 5, tzinfo=dt.UTC), None)
    assert letter.clock is Statement.COUNTS_FROM_RECEIPT
    assert letter.grievance is Statement.STANDARD_TIME_EXPEDITED_GRIEVANCE
    usual = a_standard_time_letter(case=a_letter_case(line_of_business=COMMERCIAL))
    assert isinstance(usual, StandardTimeLetter)
    assert usual.grievance is Statement.STANDARD_TIME_GRIEVANCE


def test_a_standard_time_that_waits_for_records_names_no_day():
    case = a_letter_case(line_of_business=COMMERCIAL)
    letters = under(a_profile(a_deadline(value=5, start="complete")))
    refusal = PriorityChange(to=Priority.STANDARD, reason="Waiting harms nothing.")
    on = an_occasion(revision=a_letter_revision(case))
    letter = letters.of_standard_time(refusal, NURSE, on, letters.regulations.applicable_to(case), asked_moments())
    assert (letter.due, letter.within) == (None, Span(amount=5, unit="days"))
    assert letter.clock is Statement.COUNTS_FROM_COMPLETE


def test_the_reason_of_a_refused_expedited_review_speaks_of_no_denial():
    with pytest.raises(LetterRefused, match="speaks of a denial"):
        a_standard_time_letter(reason="We may deny it.")


def test_the_reason_of_an_extension_speaks_of_no_denial():
    with pytest.raises(LetterRefused, match="speaks of a denial"):
        an_extension_letter(reason="We may deny it.")


def test_only_a_medical_director_makes_an_adverse_letter():
    for role in Role:
        if role is not Role.MEDICAL_DIRECTOR:
            person = DIRECTOR.model_copy(update={"role": role})
            assert "medical director" in refusal("denied", "denied", decider=person)
