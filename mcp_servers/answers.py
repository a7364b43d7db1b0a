"""How every tool answers: a union told apart by ``outcome``. No expected situation is raised as an error."""

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SerializeAsAny, StringConstraints


class Record(BaseModel):
    """Something that an answer holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Asked(BaseModel):
    """A tool's arguments. An argument that the tool does not have is refused, not passed over in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


F = TypeVar("F", bound=Record)

Words = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Short = Annotated[str, StringConstraints(min_length=1, max_length=80)]
State = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2}$", to_upper=True)]
Limit = Annotated[int, Field(ge=1, le=50)]


class _Reply(Record):
    """``data_version`` is stamped by the server; ``detail`` is a sentence for people."""

    data_version: str = ""
    detail: str = ""


class Answered(_Reply, Generic[F]):
    """The data hold an answer."""

    outcome: Literal["answered"] = "answered"
    found: SerializeAsAny[F]


class NothingFound(_Reply):
    """The data were searched and hold nothing that fits."""

    outcome: Literal["nothing_found"] = "nothing_found"
    found: None = None


class NotInSnapshot(_Reply):
    """The embedded data do not cover the question; this says nothing about the world."""

    outcome: Literal["not_in_snapshot"] = "not_in_snapshot"
    found: None = None


class Refused(_Reply):
    """The question is badly formed; the detail says how to ask it."""

    outcome: Literal["refused"] = "refused"
    found: None = None


Unanswered = NothingFound | NotInSnapshot | Refused
Reply = Answered[F] | NothingFound | NotInSnapshot | Refused
AnyReply = Answered[Any] | NothingFound | NotInSnapshot | Refused


def counted(number: int, noun: str) -> str:
    """``1 code``, ``2 codes``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
