"""Which letters the shipped plan and profiles let go out: every profile, every kind of letter, both languages."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest

from priorauth.acts import PriorityChange, TimeExtension
from priorauth.case import Case, Priority
from priorauth.clocks import ExtensionTaken, Moments
from priorauth.deadlines import Ground
from priorauth.jurisdiction import Jurisdiction
from priorauth.letters.model import Letter, LetterKind, LetterRefused
from priorauth.letters.plan import Language
from priorauth.letters.writing import Correspondence, Occasion
from tests.building.cases import a_line, a_member
from tests.building.letters import NURSE, a_correspondence, a_letter_case, a_letter_revision, a_request, decided_as
from tests.rules.rule_cases import rule_book

PROFILES: Mapping[str, Jurisdiction] = {profile.id: profile for profile in rule_book().jurisdictions}
CODES = {"WISER": "64561", "OPD": "15820"}
"""A code for which the program of a profile asks for authorization."""
ADVERSE = (LetterKind.PARTIAL, LetterKind.ADVERSE)
REFUSED: Mapping[tuple[str, LetterKind], str] = {
    **{
        (
            profile,
            LetterKind.EXTENSION,
        ): f"No sure line under extensions in policies/jurisdictions/{profile}.yaml"
        for profile in PROFILES
        if profile not in {"US-MA-PLAN", "US-MEDICAID-MCO"}
    },
    **{
        (profile, kind): "For the line of business medicare_ffs no sure line of a profile says until when it may be "
        "appealed, nor how soon an appeal is answered, nor how soon a fast appeal is answered; state it in "
        f"policies/plan-details.yaml, under appeal_terms.{told}"
        for kind in ADVERSE
        for profile, told in (
            ("US-OPD", ""),
            (
                "US-WISER",
                " policies/jurisdictions/US-WISER.yaml tells, not surely enough to be printed (knowledge; WISeR "
                "operational material): A request that is not affirmed is no appealable determination; the claim that "
                "is denied is.",
            ),
        )
    },
    **{
        (profile, LetterKind.APPEAL_ADVERSE): "For the line of business medicare_ffs the plan has not said"
        for profile in ("US-OPD", "US-WISER")
    },
}
"""What is refused, and what the refusal says. Every other letter is issued."""
EXEMPT = {"US-MEDICAID-MCO": frozenset({"US-MEDICAID-FFS"})}
"""What an administrator states of a plan of managed care: no case tells it from fee for service."""


def case_under(profile: Jurisdiction) -> Case:
    """A request that the profile binds, received when it is in force."""
    state = profile.states[0] if profile.states else "OH"
    code = CODES.get(profile.program or "", "E0601")
    return a_letter_case(
        received_on=max(profile.effective or dt.date.min, dt.date(2026, 11, 18)),
        line_of_business=profile.lines_of_business[0],
        member=a_member(state=state),
        services=(a_line(line="1", code=code, units=1), a_line(line="2", code=code, units=4)),
    )


def letters_under(name: str) -> Correspondence:
    shipped = a_correspondence()
    law = replace(shipped.regulations, exempt_from=EXEMPT.get(name, frozenset()))
    return replace(shipped, regulations=law)


def written(kind: LetterKind, case: Case, language: Language, letters: Correspondence) -> Letter:
    """The letter of a kind, a day after the request came."""
    received_at = dt.datetime.combine(case.received_on, dt.time(14), dt.UTC)
    at = received_at + dt.timedelta(days=1)
    on = Occasion(a_letter_revision(case), language.value, at)
    given = letters.regulations.applicable_to(case)
    if kind is LetterKind.INFORMATION_REQUEST:
        request = a_request(respond_by=case.received_on + dt.timedelta(days=6))
        return letters.of_information_request(request, NURSE, on, given, Moments(received_at=received_at, asked_at=at))
    if kind is LetterKind.EXTENSION:
        said = TimeExtension(ground=Ground.ENROLLEE_ASKS, days=14, reason="You want to send the report of a test.")
        taken = ExtensionTaken(ground=said.ground, days=said.days, noticed_at=at)
        return letters.of_extension(said, NURSE, on, given, Moments(received_at=received_at, extension=taken))
    if kind is LetterKind.STANDARD_TIME:
        refusal = PriorityChange(to=Priority.STANDARD, reason="A week puts neither your life nor your health at risk.")
        return letters.of_standard_time(refusal, NURSE, on, given, Moments(received_at=received_at))
    return letters.of_determination(decided_as(kind, case), on)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("name", PROFILES)
def test_a_letter_is_issued_or_refused_as_the_table_says(name: str, kind: LetterKind, language: Language):
    case, letters = case_under(PROFILES[name]), letters_under(name)
    assert name in {one.id for one in letters.regulations.applicable_to(case).binding}
    refused = REFUSED.get((name, kind))
    if refused is None:
        letter = written(kind, case, language, letters)
        assert (letter.kind, letter.language) == (kind, language)
    else:
        with pytest.raises(LetterRefused) as told:
            written(kind, case, language, letters)
        assert refused in str(told.value)


def test_the_table_names_profiles_that_are_there():
    assert {profile for profile, _ in REFUSED} <= PROFILES.keys()
    assert len(PROFILES) >= 15


def test_every_statement_of_the_plan_answers_a_line_of_a_profile():
    asked = {(name, line.citation) for name, profile in PROFILES.items() for line in profile.disclosures}
    assert {(one.profile, one.citation) for one in rule_book().letters.details.notices} <= asked
