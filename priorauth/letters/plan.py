"""The plan in whose name letters go out: ``policies/plan-details.yaml``, set by an operator and checked at start."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from priorauth.case import LineOfBusiness
from priorauth.value import Value


class Language(StrEnum):
    """The languages that letters are written in."""

    EN = "en"
    ES = "es"

    @classmethod
    def of(cls, stated: str | None) -> "Language":
        """The language of a letter to a member who stated this one: Spanish where it begins so, else English.

        Stated is a BCP 47 tag (``es-MX``) or the language's name.
        """
        said = (stated or "").strip().casefold()
        spanish = said.split("-")[0].split("_")[0] in {"es", "spa"} or said.startswith(("spanish", "español"))
        return cls.ES if spanish else cls.EN


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]


def _in_every_language(said: Mapping[Language, str]) -> Mapping[Language, str]:
    missing = [language.value for language in Language if language not in said]
    if missing:
        raise ValueError(f"say it in every language of the letters; missing: {', '.join(missing)}")
    return said


Spoken = Annotated[Mapping[Language, Line], AfterValidator(_in_every_language)]
"""The same words in every language of the letters."""


class Contact(Value):
    """How a department is reached. ``address`` is written on one line."""

    name: Spoken
    phone: Line
    fax: Line
    address: Line


class AppealTerms(Value):
    """What the plan states of appeals for a line of business, where no sure line of a profile does.

    ``days``: until when an adverse determination may be appealed, in calendar days from the notice. ``standard_days``
    and ``fast_hours``: how soon an appeal is answered. ``next_step``: what follows an appeal that changed nothing.
    ``source`` is where the plan has it from.
    """

    line_of_business: LineOfBusiness
    days: int | None = Field(default=None, ge=1, le=1_000)
    standard_days: int | None = Field(default=None, ge=1, le=365)
    fast_hours: int | None = Field(default=None, ge=1, le=720)
    next_step: Spoken
    source: Line


class NoticeStatement(Value):
    """What the plan tells in an adverse letter because a profile wants it told, and no field of the letter does.

    ``profile`` and ``citation`` are those of the profile's line.
    """

    profile: Line
    citation: Line
    text: Spoken


class PlanDetails(Value):
    """Who the plan is and how it is reached.

    ``language_access`` are the statements that help with language and other aids is free (45 CFR 92.11), each in its
    own language; ``nondiscrimination`` is the notice of 45 CFR 92.10. ``member_phone`` is also the plan's number for
    questions of any kind, in the ``hours`` given.
    """

    name: Line
    address: Line
    website: Line = Field(pattern=r"^https://")
    member_phone: Line
    tty: Line
    hours: Spoken
    provider_phone: Line
    appeals: Contact
    records: Contact
    grievances: Contact
    peer_to_peer_phone: Line
    further_help: Spoken
    language_access: tuple[Line, ...] = Field(min_length=2)
    nondiscrimination: Spoken
    appeal_terms: tuple[AppealTerms, ...] = ()
    notices: tuple[NoticeStatement, ...] = ()

    @model_validator(mode="after")
    def _states_each_thing_once(self) -> "PlanDetails":
        businesses = [one.line_of_business for one in self.appeal_terms]
        lines = [(one.profile, one.citation) for one in self.notices]
        if len(set(businesses)) < len(businesses) or len(set(lines)) < len(lines):
            raise ValueError("appeal_terms names a line of business once, and notices a profile's line once")
        return self

    def terms_of(self, business: LineOfBusiness | None) -> AppealTerms | None:
        """What the plan states of appeals for a line of business."""
        return next((one for one in self.appeal_terms if one.line_of_business is business), None)

    def statement_for(self, profile: str, citation: str) -> NoticeStatement | None:
        """What the plan tells because this line of a profile wants it."""
        return next((one for one in self.notices if (one.profile, one.citation) == (profile, citation)), None)
