"""Who may act here, and who acts from this browser, until sign-in exists: one of the invented people."""

from fastapi import APIRouter, Request, Response

from orchestrator.api.bodies import parser_of, read_body, schema_of_body
from orchestrator.api.problems import BODY_ERRORS, documented
from orchestrator.people import BANNER, COOKIE, PEOPLE, SignedIn, UnknownPerson, person_named
from orchestrator.service import Running
from priorauth.people import Person
from priorauth.value import Value

router = APIRouter(prefix="/api", tags=["people"])


class PeopleAnswer(Value):
    """The development identities, and what every page says of them."""

    banner: str
    people: tuple[Person, ...]


class SessionRequest(Value):
    """Who acts from this browser from now on, by id; None ends it."""

    person: str | None


class SessionAnswer(Value):
    """Who acts from this browser; None where nobody was chosen."""

    person: Person | None


@router.get("/people", response_model=PeopleAnswer)
async def list_people() -> PeopleAnswer:
    """The development identities. They are invented; nobody is really signed in."""
    return PeopleAnswer(banner=BANNER, people=tuple(PEOPLE.values()))


@router.get("/session", response_model=SessionAnswer, responses=documented(UnknownPerson))
async def get_session(person: SignedIn) -> SessionAnswer:
    """Who acts from this browser."""
    return SessionAnswer(person=person)


@router.post(
    "/session",
    response_model=SessionAnswer,
    responses=documented(*BODY_ERRORS, UnknownPerson),
    openapi_extra=schema_of_body("SessionRequest"),
)
async def choose_person(request: Request, response: Response, service: Running) -> SessionAnswer:
    """Lets one of the invented people act from this browser. It ends with the browser, or with None."""
    wanted = await read_body(request, parser_of(SessionRequest, service.now().date()))
    how = {"httponly": True, "samesite": "strict", "secure": request.url.scheme == "https"}
    if wanted.person is None:
        response.delete_cookie(COOKIE, **how)
        return SessionAnswer(person=None)
    person = person_named(wanted.person)
    response.set_cookie(COOKIE, person.id, **how)
    return SessionAnswer(person=person)
