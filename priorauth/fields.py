"""The field types of a submission: text without binary, dates that can be true, codes of states and places."""

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

IMPOSSIBLE_DATE = "impossible_date"
REPEATED_LINE = "repeated_line"
_ISO_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
EARLIEST_BIRTH = dt.date(1880, 1, 1)
MAX_DOCUMENT_CHARACTERS = 2_000_000
_REFUSED = re.compile("[\\x00-\\x08\\x0b\\x0d-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")


def _refuse_control_characters(text: str) -> str:
    """Text only: tab, line feed and form feed are the control characters that clinical text may hold."""
    if _REFUSED.search(text):
        raise ValueError("holds control characters or binary data")
    return text


def _canonical_lines(text: Any) -> Any:
    """Stored text has LF line ends and no byte-order mark; offsets count from this form."""
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff") if isinstance(text, str) else text


def _only_iso_dates(value: Any) -> Any:
    """A date is text with its dashes, or a date; a number is none, though a parser could make a day of it."""
    if value is None or isinstance(value, dt.date) or (isinstance(value, str) and _ISO_DATE.fullmatch(value)):
        return value
    raise PydanticCustomError("date_type", "a date is text as YYYY-MM-DD")


def refuse(kind: str, sentence: str) -> PydanticCustomError:
    """A validation error of this kind with a sentence that is safe to show."""
    return PydanticCustomError(kind, "{sentence}", {"sentence": sentence})  # pyright: ignore[reportArgumentType]


def possible(name: str, earliest: dt.date = dt.date.min) -> AfterValidator:
    """Refuses a date after receipt or before ``earliest``, where the validation context gives ``received_on``."""

    def check(value: dt.date | None, info: ValidationInfo) -> dt.date | None:
        if value is not None and info.context is not None:
            if value > info.context["received_on"]:
                raise refuse(IMPOSSIBLE_DATE, f"{name} '{value}' lies in the future; correct it and submit again.")
            if value < earliest:
                raise refuse(IMPOSSIBLE_DATE, f"{name} '{value}' is before {earliest.year}; correct it.")
        return value

    return AfterValidator(check)


IsoDate = Annotated[dt.date, BeforeValidator(_only_iso_dates)]
OptionalDate = Annotated[dt.date | None, BeforeValidator(_only_iso_dates)]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_refuse_control_characters)
]
ShortText = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=80), AfterValidator(_refuse_control_characters)
]
DocumentText = Annotated[
    str,
    BeforeValidator(_canonical_lines),
    StringConstraints(max_length=MAX_DOCUMENT_CHARACTERS),
    AfterValidator(_refuse_control_characters),
]
StateCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
PlaceOfService = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
