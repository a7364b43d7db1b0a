"""The letters that acts send."""

import pytest

from priorauth.acts import Escalation, TimeExtension
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


def test_nobody_sends_no_letter_and_most_acts_send_none() -> None:
    letters, on = a_correspondence(), an_occasion()
    with pytest.raises(LetterRefused, match="nobody was signed in"):
        letter_of_act(letters, a_request(), None, on, GIVEN, asked_moments())
    with pytest.raises(LetterRefused, match="To escalate sends no letter"):
        letter_of_act(letters, Escalation(reason="Unsure."), NURSE, on, GIVEN, asked_moments())
