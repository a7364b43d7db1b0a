"""What a clinician decides, and the rules around it, for the tests that decide."""

from orchestrator.app import regulations_of
from orchestrator.settings import REPOSITORY, Settings
from priorauth.decision import Decision
from priorauth.determination import Action
from priorauth.rulebook import read_rule_book

REGULATIONS = regulations_of(read_rule_book(REPOSITORY), Settings())


def accepting(digest: str) -> Decision:
    """To accept the recommendation with this digest."""
    return Decision(action=Action.ACCEPT, digest=digest)
