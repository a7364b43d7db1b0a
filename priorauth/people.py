"""Who acts on cases, and in which role."""

from enum import StrEnum

from pydantic import Field

from priorauth.value import Value


class Role(StrEnum):
    """What a person does here."""

    NURSE_REVIEWER = "nurse_reviewer"
    MEDICAL_DIRECTOR = "medical_director"
    POLICY_AUTHOR = "policy_author"
    SUBMITTER = "submitter"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Person(Value):
    """A person who is signed in. ``license_states`` are those that the credential is licensed in."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")
    name: str = Field(min_length=1, max_length=200)
    role: Role
    credential: str | None = None
    npi: str | None = None
    license_states: tuple[str, ...] = ()

    @property
    def signature(self) -> str:
        """The name with its credential, as a document is signed."""
        return ", ".join(part for part in (self.name, self.credential) if part)
