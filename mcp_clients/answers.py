"""What a lookup answers: an outcome, a sentence, and what was found."""

from typing import Annotated, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from priorauth.ledger import LookupOutcome

Count = Annotated[int, Field(ge=0)]
Year = Annotated[int, Field(ge=1500, le=2200)]


class Record(BaseModel):
    """Something that an answer holds. Fields that we do not read are ignored, so that richer servers fit too.

    A text of more than 20,000 characters is no title, name or sentence, and spoils the answer.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", str_max_length=20_000)


P = TypeVar("P", bound=Record)


class Answer(Record, Generic[P]):
    """One answer. ``found`` is there exactly when the outcome is ``answered``; an answer that breaks this is refused.

    ``detail`` is a sentence for people; ``data_version`` names the release or snapshot that the answer comes from, and
    is None where the server does not say.
    """

    outcome: LookupOutcome
    data_version: str | None = None
    detail: str = ""
    found: P | None = None

    @model_validator(mode="after")
    def _found_exactly_when_answered(self) -> Self:
        if (self.outcome is LookupOutcome.ANSWERED) != (self.found is not None):
            raise ValueError("an answer holds something exactly when its outcome is 'answered'")
        return self
