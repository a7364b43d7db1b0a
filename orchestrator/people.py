"""Who is signed in. Until sign-in exists, a development identity stands in: seeded people, chosen by a header.

They are invented, as is the NPI, which no provider has. Every page and every record of a decision says so.
"""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Header

from priorauth.errors import NotPermitted
from priorauth.people import Person, Role

HEADER = "X-Priorauth-User"
BANNER = (
    "Development identity: nobody is really signed in. Whoever acts is chosen from invented people by the header "
    f"{HEADER}."
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
        super().__init__(f"The header {HEADER} names nobody who is known here. Known are: {', '.join(PEOPLE)}.")


def signed_in(
    user: Annotated[
        str | None,
        Header(alias=HEADER, max_length=80, description="Development identity: who acts, until sign-in exists."),
    ] = None,
) -> Person | None:
    """The person that a request is from; None where it does not say. Raises :class:`UnknownPerson`."""
    if user is None:
        return None
    if user not in PEOPLE:
        raise UnknownPerson
    return PEOPLE[user]


SignedIn = Annotated[Person | None, Depends(signed_in)]
