"""Who may act here, until sign-in exists: the invented people, for a page that lets one choose."""

from fastapi import APIRouter

from orchestrator.people import BANNER, PEOPLE
from priorauth.people import Person
from priorauth.value import Value

router = APIRouter(prefix="/api/people", tags=["people"])


class PeopleAnswer(Value):
    """The development identities, and what every page says of them."""

    banner: str
    people: tuple[Person, ...]


@router.get("", response_model=PeopleAnswer)
async def list_people() -> PeopleAnswer:
    """The development identities. They are invented; nobody is really signed in."""
    return PeopleAnswer(banner=BANNER, people=tuple(PEOPLE.values()))
