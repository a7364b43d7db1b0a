"""Who is signed in. Until sign-in exists, a development identity stands in: seeded people, chosen by header or cookie.

They are invented, as is the NPI, which no provider has. Every page and every record of a decision says so.
"""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Cookie, Depends, Header

from priorauth.errors import NotPermitted
from priorauth.people import Person, Role

HEADER = "X-Priorauth-User"
COOKIE = "priorauth_session"
"""The browser's session. No script can read it, and no page of another site can send it. It names a person of those
below, and proves nothing until sign-in exists.
"""
BANNER = (
    "Development identity: nobody is really signed in. Whoever acts is chosen from invented people, in the workbench "
    f"or by the header {HEADER}."
)
PEOPLE: Mapping[str, Person] = {
    person.id: person
    for person in (
        Person(id="nurse", name="Amara Okonjo", role=Role.NURSE_REVIEWER, credential="RN", license_states=("TX", "OH")),
        Person(id="second-nurse", name="Piotr Halvorsen", role=Role.NURSE_REVIEWER, credential="RN"),
        Person(
            id="director",
            name="Ines Castellanos",
            role=Role.MEDICAL_DIRECTOR,
            credential="MD",
            npi="2999990015",
            license_states=("TX", "OH", "NJ"),
        ),
        Person(
            id="second-director",
            name="Tobias Lindgren",
            role=Role.MEDICAL_DIRECTOR,
            credential="DO",
            npi="2999990023",
            license_states=("TX", "CA"),
        ),
        Person(id="author", name="Mei-Ling Duarte", role=Role.POLICY_AUTHOR),
        Person(id="submitter", name="Rosalind Achebe", role=Role.SUBMITTER),
        Person(id="auditor", name="Gideon Falk", role=Role.AUDITOR),
        Person(id="administrator", name="Noor Whitfield", role=Role.ADMINISTRATOR),
    )
}


class UnknownPerson(NotPermitted):
    """Nobody of this name is known here (HTTP 403)."""

    code = "unknown_person"

    def __init__(self) -> None:
        super().__init__(f"Nobody of this name is known here. Known are: {', '.join(PEOPLE)}.")


def person_named(name: str) -> Person:
    """A person by id. Raises :class:`UnknownPerson`."""
    if name not in PEOPLE:
        raise UnknownPerson
    return PEOPLE[name]


def signed_in(
    user: Annotated[
        str | None,
        Header(alias=HEADER, max_length=80, description="Development identity: who acts, until sign-in exists."),
    ] = None,
    session: Annotated[
        str | None,
        Cookie(alias=COOKIE, max_length=80, description="The browser's session; the header goes before it."),
    ] = None,
) -> Person | None:
    """The person that a request is from; None where it does not say. Raises :class:`UnknownPerson`."""
    name = user if user is not None else session
    return None if name is None else person_named(name)


SignedIn = Annotated[Person | None, Depends(signed_in)]
