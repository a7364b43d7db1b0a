"""The letters that acts send."""

import pytest

from priorauth.acts import Escalation, PriorityChange, TimeExtension, sends_letter
from priorauth.case import ExpeditedBy, Priority
from priorauth.clocks import ExtensionTaken, Moments
from priorauth.letters.acts import letter_of_act
from priorauth.letters.model import LetterKind, LetterRefused
from tests.building.letters import (
    AT,
    NURSE,
    RECEIVED_AT,
    a_correspondence,
    a_letter_case,
    a_request,
    an_occasion,
    asked_moments,
    given_for,
)

GIVEN = given_for(a_letter_case())


def test_a_request_and_an_extension_have_their_letters() -> None:
    letters, on = a_correspondence(), an_occasion()
    asked = letter_of_act(letters, a_request(), NURSE, on, GIVEN, asked_moments())
    assert asked.kind is LetterKind.INFORMATION_REQUEST
    extension = TimeExtension(ground="enrollee_asks", days=14, reason="You want to send a second report.")
    taken = ExtensionTaken(ground=extension.ground, days=14, noticed_at=AT)
    moments = Moments(received_at=RECEIVED_AT, extension=taken)
    assert letter_of_act(letters, extension, NURSE, on, GIVEN, moments).kind is LetterKind.EXTENSION


def test_a_refused_expedited_review_has_its_letter_and_no_other_change_of_priority() -> None:
    letters, on, moments = a_correspondence(), an_occasion(), Moments(received_at=RECEIVED_AT)
    refusal = PriorityChange(to=Priority.STANDARD, reason="Waiting puts nothing at risk.")
    assert sends_letter(refusal)
    assert letter_of_act(letters, refusal, NURSE, on, GIVEN, moments).kind is LetterKind.STANDARD_TIME
    granted = PriorityChange(to=Priority.EXPEDITED, reason="She worsens.")
    taken_back = PriorityChange(to=Priority.STANDARD, asked_by=ExpeditedBy.MEMBER, reason="She can wait.")
    for other in (granted, taken_back):
        assert not sends_letter(other)
        with pytest.raises(LetterRefused, match="To change priority sends no letter"):
            letter_of_act(letters, other, NURSE, on, GIVEN, moments)


def test_nobody_sends_no_letter_and_most_acts_send_none() -> None:
    letters, on = a_correspondence(), an_occasion()
    with pytest.raises(LetterRefused, match="nobody was signed in"):
        letter_of_act(letters, a_request(), None, on, GIVEN, asked_moments())
    with pytest.raises(LetterRefused, match="To escalate sends no letter"):
        letter_of_act(letters, Escalation(reason="Unsure."), NURSE, on, GIVEN, asked_moments())
