"""What a clinician decides, and the rules around it, for the tests that decide."""

from orchestrator.app import regulations_of
from orchestrator.settings import REPOSITORY, Settings
from priorauth.decision import Decision
from priorauth.determination import Action
from priorauth.letters.writing import Correspondence
from priorauth.rulebook import read_rule_book

_BOOK = read_rule_book(REPOSITORY)
REGULATIONS = regulations_of(_BOOK, Settings())
LETTERS = Correspondence(REGULATIONS, _BOOK.letters)


def accepting(digest: str) -> Decision:
    """To accept the recommendation with this digest."""
    return Decision(action=Action.ACCEPT, digest=digest)
