"""The lines of a jurisdiction profile: each with its mark, which says how sure it is, and its citation."""

import datetime as dt
from abc import abstractmethod
from enum import StrEnum
from typing import TypeVar

from pydantic import Field, model_validator

from priorauth.value import Value


class Mark(StrEnum):
    """How we know what a line says.

    ``verified``: read in the statute, the rule or the agency's own page; ``transcription``: read in a dated
    transcription or quotation of it; ``secondary``: told by others only; ``knowledge``: known and not read again.
    """

    VERIFIED = "verified"
    TRANSCRIPTION = "transcription"
    SECONDARY = "secondary"
    KNOWLEDGE = "knowledge"

    @property
    def is_sure(self) -> bool:
        """Whether a line with this mark may decide anything."""
        return self in (Mark.VERIFIED, Mark.TRANSCRIPTION)


class ProfileLine(Value):
    """What every line of a profile has. It holds from ``since`` (None: from its profile's first day) to ``until``."""

    mark: Mark
    citation: str = Field(min_length=1)
    note: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "ProfileLine":
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValueError("ends before it begins")
        return self

    @property
    @abstractmethod
    def said(self) -> str:
        """What it says, in words."""

    def holds(self, day: dt.date) -> bool:
        """Whether the line is in force on a day, if its profile is."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


AnyLine = TypeVar("AnyLine", bound=ProfileLine)


class Worded(ProfileLine):
    """A line that says its rule in words."""

    text: str = Field(min_length=1)

    @property
    def said(self) -> str:
        """Its words."""
        return self.text


class Statement(Worded):
    """A rule that nothing computes with. ``about`` names its subject where several stand in a list."""

    about: str | None = None


class Reviewer(StrEnum):
    """Kinds of people whom a profile lets issue an adverse determination.

    ``professional``: licensed and competent in the issue; ``clinical_peer``: of the same or a similar specialty as the
    one who asks; ``person``: no kind is named, only that it is a human being.
    """

    PHYSICIAN = "physician"
    PROFESSIONAL = "professional"
    CLINICAL_PEER = "clinical_peer"
    MEDICAL_DIRECTOR = "medical_director"
    PERSON = "person"


class Decider(Worded):
    """Who may decide: one of ``who``, and in words what else is asked of that person.

    ``licensed_here``: that person's license is of the profile's state. ``peer_to_peer_first``: a talk with the ordering
    clinician was offered before.
    """

    who: tuple[Reviewer, ...] = Field(min_length=1)
    licensed_here: bool = False
    peer_to_peer_first: bool = False


class Suggestion(StrEnum):
    """Whether automation may suggest a denial, from the narrowest. In no profile may it deny.

    ``never``: it shows facts and criteria, and no suggested denial; ``assist_only``: it may, where a person decides
    by own judgment; ``not_stated``: no rule on it was found.
    """

    NEVER = "never"
    ASSIST_ONLY = "assist_only"
    NOT_STATED = "not_stated"


class SuggestionRule(Worded):
    """What a profile says of suggested denials."""

    allowed: Suggestion


class DisclosureKind(StrEnum):
    """What is disclosed, and where.

    ``notice``: in the notice of a decision; ``ai_notice``: in the notice, that automation took part; ``ai_general``: to
    members, providers or sponsors in general; ``ai_regulator``: to the regulator; ``published``: to everyone.
    """

    NOTICE = "notice"
    AI_NOTICE = "ai_notice"
    AI_GENERAL = "ai_general"
    AI_REGULATOR = "ai_regulator"
    PUBLISHED = "published"


class ToldBy(StrEnum):
    """What tells a disclosure by itself: a letter's own reasons, the standard form, or the receipt of a request."""

    REASON = "reason"
    FORM = "form"
    RECEIPT = "receipt"


class Disclosure(Worded):
    """Something that has to be told. Where ``told_by`` is None for a notice, the plan states it for its letters."""

    kind: DisclosureKind
    told_by: ToldBy | None = None


class Meaning(StrEnum):
    """What it means that no decision was made in time. ``unconfirmed``: a rule may exist, its text was not read."""

    DEEMED_ADVERSE = "deemed_adverse"
    APPROVED = "approved"
    NONE_FOUND = "none_found"
    UNCONFIRMED = "unconfirmed"


class Missed(Worded):
    """What a missed deadline means."""

    means: Meaning


class AppealStart(StrEnum):
    """What the time to appeal counts from."""

    NOTICE_DATE = "notice_date"
    NOTICE_RECEIPT = "notice_receipt"


class AppealWindow(ProfileLine):
    """Until when an adverse determination may be appealed, in calendar days."""

    days: int = Field(ge=1)
    start: AppealStart

    @property
    def said(self) -> str:
        """The window in words."""
        start = {AppealStart.NOTICE_DATE: "date", AppealStart.NOTICE_RECEIPT: "receipt"}[self.start]
        return f"{self.days} calendar days from the {start} of the notice"
