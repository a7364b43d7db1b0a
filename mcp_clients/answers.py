"""What a lookup answers: an outcome, a sentence, and what was found."""

from typing import Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, model_validator

from priorauth.ledger import LookupOutcome


class Record(BaseModel):
    """Something that an answer holds. Fields that we do not read are ignored, so that richer servers fit too."""

    model_config = ConfigDict(frozen=True, extra="ignore")


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
