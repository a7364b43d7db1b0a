"""The letters that acts send, beside those of a determination."""

from priorauth.acts import ActBody, InformationRequest, PriorityChange, TimeExtension
from priorauth.applicability import Applicable
from priorauth.clocks import Moments
from priorauth.letters.model import Letter, LetterRefused
from priorauth.letters.writing import Correspondence, Occasion
from priorauth.people import Person


def letter_of_act(
    letters: Correspondence, body: ActBody, by: Person | None, on: Occasion, given: Applicable, moments: Moments
) -> Letter:
    """The letter that an act sends. ``moments`` are the case's with this act.

    Raises ``LetterRefused``, also where nobody stands for it, or the act sends none.
    """
    if by is None:
        raise LetterRefused("A letter names who sends it; nobody was signed in.")
    if isinstance(body, InformationRequest):
        return letters.of_information_request(body, by, on, given, moments)
    if isinstance(body, TimeExtension):
        return letters.of_extension(body, by, on, given, moments)
    if isinstance(body, PriorityChange) and body.refuses_expedited:
        return letters.of_standard_time(body, by, on, given, moments)
    raise LetterRefused(f"To {body.act.spoken} sends no letter.")
