"""A case as it was submitted and as it is stored.

Whatever compliance or a gate judges (an NPI, a code, empty notes) is held as submitted; only shape, types, limits and
impossible dates are refused, by :mod:`priorauth.submission`. What was not given is ``None`` and means unknown.
"""

import datetime as dt
from enum import StrEnum
from itertools import count
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StrictBool, StrictInt, field_validator, model_validator

from priorauth.corrections import Correction
from priorauth.fields import (
    EARLIEST_BIRTH,
    IMPOSSIBLE_DATE,
    REPEATED_LINE,
    DocumentText,
    IsoDate,
    Name,
    OptionalDate,
    PlaceOfService,
    ShortText,
    StateCode,
    possible,
    refuse,
)
from priorauth.kinds import DocumentKind, Side
from priorauth.value import Value, is_empty

MAX_DOCUMENTS = 100
MAX_DIAGNOSES = 200
MAX_SERVICES = 100
MAX_PROVIDERS = 20


class Sex(StrEnum):
    """Administrative sex, as in FHIR R4."""

    MALE = "male"
    FEMALE = "female"
    OTHER = "other"
    UNKNOWN = "unknown"


class PlanType(StrEnum):
    """The plan types that compliance item 8 knows."""

    MEDICARE = "Medicare"
    MEDICAID = "Medicaid"
    COMMERCIAL = "Commercial"
    MEDICARE_ADVANTAGE = "Medicare Advantage"


class LineOfBusiness(StrEnum):
    """Whose rules govern the case. Unknown is ``None``, never a default."""

    MEDICARE_FFS = "medicare_ffs"
    MEDICARE_ADVANTAGE = "medicare_advantage"
    MEDICAID = "medicaid"
    CHIP = "chip"
    MARKETPLACE = "marketplace"
    COMMERCIAL = "commercial"


class Priority(StrEnum):
    """Standard or expedited (42 CFR 422.570)."""

    STANDARD = "standard"
    EXPEDITED = "expedited"


class ExpeditedBy(StrEnum):
    """Who asked for the expedited review."""

    MEMBER = "member"
    PHYSICIAN = "physician"


class Timing(StrEnum):
    """When the review happens relative to the service."""

    PRE_SERVICE = "pre_service"
    CONCURRENT = "concurrent"
    RETROSPECTIVE = "retrospective"


class ProviderRole(StrEnum):
    """What a provider does in the case."""

    ORDERING = "ordering"
    RENDERING = "rendering"
    FACILITY = "facility"


class RequestType(StrEnum):
    """What a service line asks for."""

    INITIAL = "initial"
    CONTINUATION = "continuation"
    REPLACEMENT = "replacement"
    TRIAL = "trial"
    PERMANENT = "permanent"


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, dict | Provider) else value


class Member(Value):
    """The person the service is for. ``state`` is the two-letter USPS code."""

    name: Name = ""
    birth_date: Annotated[OptionalDate, possible("Birth date", EARLIEST_BIRTH)] = None
    sex: Sex | None = None
    member_id: ShortText | None = None
    plan_type: PlanType | None = None
    state: StateCode | None = None


class Provider(Value):
    """A provider as submitted: the NPI is judged by compliance and gate 1, not at intake."""

    npi: ShortText = ""
    name: Name | None = None
    role: ProviderRole = ProviderRole.ORDERING


class Requester(Value):
    """Who sent the request, for questions."""

    name: Name
    contact: Name | None = None


class ServiceLine(Value):
    """One requested service. ``line`` is stable through all revisions; ``units`` is a count."""

    line: ShortText = ""
    code: ShortText = ""
    modifiers: tuple[ShortText, ...] = Field(default=(), max_length=4)
    side: Side | None = None
    units: StrictInt | None = Field(default=None, ge=1, le=100_000)
    place_of_service: PlaceOfService | None = None
    order_date: Annotated[OptionalDate, possible("Order date")] = None
    from_: OptionalDate = Field(default=None, alias="from")
    to: OptionalDate = None
    request_type: RequestType | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "ServiceLine":
        if self.from_ is not None and self.to is not None and self.to < self.from_:
            message = f"The service ends on '{self.to}', before it begins on '{self.from_}'; correct one of the dates."
            raise refuse(IMPOSSIBLE_DATE, message)
        return self

    def anchor(self, received_on: dt.date) -> dt.date:
        """The date that windows count from: the order's, else the service's start, else receipt."""
        return self.order_date or self.from_ or received_on


class SubmittedDocument(Value):
    """A clinical document as sent. ``signed`` is None where that is unknown."""

    kind: DocumentKind
    title: Name = ""
    date: Annotated[OptionalDate, possible("Document date")] = None
    author: Name | None = None
    signed: StrictBool | None = None
    text: DocumentText = ""


class Authorization(Value):
    """An earlier authorization that the submitter states."""

    number: ShortText
    code: ShortText
    from_: OptionalDate = Field(default=None, alias="from")
    to: OptionalDate = None
    units: StrictInt | None = Field(default=None, ge=0)


class Usage(Value):
    """Earlier use of a service that the submitter states."""

    code: ShortText
    date: IsoDate
    units: StrictInt = Field(ge=0)


class History(Value):
    """Prior authorizations and use. Absent means "not checked", never "none"."""

    authorizations: tuple[Authorization, ...] = Field(default=(), max_length=500)
    usage: tuple[Usage, ...] = Field(default=(), max_length=5_000)


class CaseSubmission(Value):
    """The body of ``POST /api/cases``."""

    member: Member
    provider: Annotated[tuple[Provider, ...], BeforeValidator(_one_or_many), Field(max_length=MAX_PROVIDERS)] = ()
    requester: Requester | None = None
    plan_id: ShortText | None = None
    jurisdiction: ShortText | None = None
    language: ShortText | None = None
    priority: Priority = Priority.STANDARD
    expedited_by: ExpeditedBy | None = None
    line_of_business: LineOfBusiness | None = None
    timing: Timing = Timing.PRE_SERVICE
    diagnoses: tuple[ShortText, ...] = Field(default=(), max_length=MAX_DIAGNOSES)
    services: tuple[ServiceLine, ...] = Field(default=(), max_length=MAX_SERVICES)
    documents: tuple[SubmittedDocument, ...] = Field(default=(), max_length=MAX_DOCUMENTS)
    history: History | None = None

    @field_validator("services")
    @classmethod
    def _lines_have_ids(cls, lines: tuple[ServiceLine, ...]) -> tuple[ServiceLine, ...]:
        """Every line has an id of its own: its place in the list, or the next free number, where none was given."""
        given = [line.line for line in lines if line.line]
        if len(set(given)) < len(given):
            raise refuse(REPEATED_LINE, "Two service lines have the same id; give each its own.")
        taken, named = set(given), list[ServiceLine]()
        for place, line in enumerate(lines, start=1):
            free = line.line or next(str(number) for number in count(place) if str(number) not in taken)
            taken.add(free)
            named.append(line.model_copy(update={"line": free}))
        return tuple(named)


class Document(SubmittedDocument):
    """A stored document. Offsets in evidence are Unicode code points into ``text``."""

    id: str


class Case(Value):
    """A case under review: what was submitted, with the server's document ids and receipt date.

    ``received_on`` is the date of the server's receipt stamp (UTC); nothing in the domain reads a clock.
    ``corrections`` are what clinicians corrected in the reading of the record, the first first; a case without any is
    written as it was before there were any.
    """

    case_id: str
    received_on: dt.date
    member: Member
    providers: tuple[Provider, ...]
    plan_id: str | None
    jurisdiction: str | None
    priority: Priority
    line_of_business: LineOfBusiness | None
    timing: Timing
    diagnoses: tuple[str, ...]
    services: tuple[ServiceLine, ...]
    documents: tuple[Document, ...]
    history: History | None
    corrections: tuple[Correction, ...] = Field(default=(), exclude_if=is_empty)

    def document(self, document_id: str) -> Document | None:
        """The document with this id, if the case has it."""
        return next((document for document in self.documents if document.id == document_id), None)

    def as_of(self, line: ServiceLine) -> dt.date:
        """The date that a line's windows count from."""
        return line.anchor(self.received_on)

    def without_texts(self) -> "Case":
        """The case with its documents' titles, dates and signatures, and without their text."""
        bare = tuple(document.model_copy(update={"text": ""}) for document in self.documents)
        return self.model_copy(update={"documents": bare})
