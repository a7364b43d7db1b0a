"""Code values that refuse bad text.

Each class is a ``str`` in its canonical form; building one from text that is not such a code raises
:class:`InvalidCode`, whose message says what the form is. A code is *well formed* here; whether it exists is a lookup's
answer. Some ICD-10-CM codes written without the dot look like HCPCS codes, so the system always travels with the code.
"""

import re
from abc import abstractmethod
from enum import StrEnum
from typing import Any, ClassVar, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema


class InvalidCode(ValueError):
    """The text is not a code of the named system. ``str(error)`` says what the form is, without the text."""


class CodeSystem(StrEnum):
    """The code systems of a request; the values are the names that FHIR implementers use in speech."""

    ICD_10_CM = "icd-10-cm"
    CPT = "cpt"
    HCPCS = "hcpcs"


class _Code(str):
    """A canonical code. Subclasses give the form in words and the canonicalisation."""

    FORM: ClassVar[str]

    def __new__(cls, text: str) -> Self:
        return super().__new__(cls, cls._canonical(text.strip().upper()))

    @classmethod
    @abstractmethod
    def _canonical(cls, text: str) -> str:
        """The canonical form of stripped capitals. Raises :class:`InvalidCode`."""

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The code, or None where the text has not its form."""
        try:
            return cls(text)
        except InvalidCode:
            return None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls, core_schema.str_schema(), serialization=core_schema.to_string_ser_schema()
        )


class _PatternCode(_Code):
    PATTERN: ClassVar[re.Pattern[str]]

    @classmethod
    def _canonical(cls, text: str) -> str:
        if not cls.PATTERN.fullmatch(text):
            raise InvalidCode(cls.FORM)
        return text


class Icd10CmCode(_Code):
    """An ICD-10-CM diagnosis code, canonical with its dot (``J44.1``).

    Form: letter, digit, letter or digit, then up to four letters or digits (ICD-10-CM Official Guidelines, I.A.2).
    """

    FORM = "an ICD-10-CM code is a letter, a digit, a letter or digit, then up to four more after a dot, such as J44.1"
    _PATTERN: ClassVar = re.compile(r"([A-Z][0-9][0-9A-Z])\.?([0-9A-Z]{0,4})", re.ASCII)

    @classmethod
    def _canonical(cls, text: str) -> str:
        match = cls._PATTERN.fullmatch(text)
        if match is None or text.endswith("."):
            raise InvalidCode(cls.FORM)
        category, rest = match.groups()
        return f"{category}.{rest}" if rest else category

    @property
    def category(self) -> str:
        """The three-character category the code belongs to."""
        return self[:3]

    def is_within(self, ancestor: str) -> bool:
        """Whether this code is ``ancestor`` or stands below it in the hierarchy (``M17.11`` is within ``M17``)."""
        return self.replace(".", "").startswith(ancestor.replace(".", ""))


class ProcedureKind(StrEnum):
    """Which part of CPT or HCPCS a procedure code belongs to."""

    CPT_I = "cpt_category_i"
    CPT_II = "cpt_category_ii"
    CPT_III = "cpt_category_iii"
    CPT_PLA = "cpt_pla"
    CPT_MAAA = "cpt_maaa"
    HCPCS_II = "hcpcs_level_ii"


_PROCEDURE_FORMS: tuple[tuple[ProcedureKind, re.Pattern[str]], ...] = (
    (ProcedureKind.CPT_I, re.compile(r"[0-9]{5}")),
    (ProcedureKind.CPT_II, re.compile(r"[0-9]{4}F")),
    (ProcedureKind.CPT_III, re.compile(r"[0-9]{4}T")),
    (ProcedureKind.CPT_PLA, re.compile(r"[0-9]{4}U")),
    (ProcedureKind.CPT_MAAA, re.compile(r"[0-9]{4}M")),
    (ProcedureKind.HCPCS_II, re.compile(r"[A-V][0-9]{4}")),
)
_ANY_PROCEDURE_FORM = re.compile("|".join(form.pattern for _, form in _PROCEDURE_FORMS))


class ProcedureCode(_Code):
    """A CPT (category I, II, III, PLA, MAAA) or HCPCS Level II (A to V) code, without modifiers."""

    FORM = (
        "a procedure code is five digits (CPT), four digits and F, T, U or M (CPT category II, III, PLA, MAAA), "
        "or a letter A to V and four digits (HCPCS); give modifiers apart"
    )

    @classmethod
    def _canonical(cls, text: str) -> str:
        if not _ANY_PROCEDURE_FORM.fullmatch(text):
            raise InvalidCode(cls.FORM)
        return text

    @property
    def kind(self) -> ProcedureKind:
        """The part of the code system this code belongs to."""
        return next(kind for kind, form in _PROCEDURE_FORMS if form.fullmatch(self))

    @property
    def system(self) -> CodeSystem:
        """CPT or HCPCS."""
        return CodeSystem.HCPCS if self.kind is ProcedureKind.HCPCS_II else CodeSystem.CPT


class Modifier(_PatternCode):
    """A CPT or HCPCS modifier: two letters or digits."""

    FORM = "a modifier is two letters or digits, such as RT or 26"
    PATTERN = re.compile(r"[A-Z0-9]{2}")


class Npi(_Code):
    """A National Provider Identifier: ten digits that begin with 1 or 2, with the ISO/IEC 7812 check digit.

    The check digit is Luhn's over the prefix 80840 and the first nine digits (45 CFR 162.406; CMS NPI standard).
    """

    FORM = "an NPI is ten digits that begin with 1 or 2"
    CHECK = "the NPI's check digit does not match its other nine digits"
    _PATTERN: ClassVar = re.compile(r"[12][0-9]{9}")

    @classmethod
    def _canonical(cls, text: str) -> str:
        if not cls._PATTERN.fullmatch(text):
            raise InvalidCode(cls.FORM)
        if _luhn_sum("80840" + text) % 10:
            raise InvalidCode(cls.CHECK)
        return text


def _luhn_sum(digits: str) -> int:
    """The Luhn sum, the last digit being the check digit: every second digit from the right is doubled."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return sum(doubled) + sum(int(digit) for digit in digits[::-2])


class Mbi(_PatternCode):
    """A Medicare Beneficiary Identifier, canonical without dashes.

    Eleven characters in the pattern that CMS publishes: position 1 is 1 to 9; 2, 5, 8 and 9 are letters; 3 and 6 are
    letters or digits; the rest are digits; the letters S, L, O, I, B and Z are never used.
    """

    FORM = "a Medicare Beneficiary Identifier has eleven characters in CMS's pattern, such as 1EG4-TE5-MK73"
    PATTERN = re.compile(
        r"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9]"
        r"[AC-HJKMNP-RT-Y]{2}[0-9]{2}"
    )

    @classmethod
    def _canonical(cls, text: str) -> str:
        return super()._canonical(text.replace("-", ""))
