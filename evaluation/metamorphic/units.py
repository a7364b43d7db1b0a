"""The same body measures in the other system of units."""

import re

from evaluation.exam.cases import LabelledCase
from evaluation.metamorphic.change import Submission, rewritten

_POUNDS_A_KILOGRAM = 2.2046226
_CENTIMETRES_AN_INCH = 2.54
_WEIGHT = re.compile(r"(?<![\w.])(?P<value>\d+(?:\.\d+)?)\s?(?P<unit>kg|lbs?|pounds?)\b(?!/|\s?/)", re.IGNORECASE)
_HEIGHT = re.compile(
    r"(?P<before>\b(?:Ht|HT|Height|HEIGHT|height)[:\s]\s*(?:is\s|of\s)?)(?P<value>\d+(?:\.\d+)?)\s?(?P<unit>cm|in|inches)\b"
)
_FEET = re.compile(r"(?<![\w.])(?P<feet>[4-6])\s?(?:'|ft)\s?(?P<inches>\d{1,2})\s?(?:\"|in\b|'')")


def in_other_units(case: LabelledCase) -> Submission | None:
    """Weights in kilograms become pounds and the other way round, heights in centimetres inches; to one decimal."""
    return rewritten(case, lambda text: _HEIGHT.sub(_height, _FEET.sub(_feet, _WEIGHT.sub(_weight, text))))


def _weight(found: re.Match[str]) -> str:
    value, metric = float(found["value"]), found["unit"].lower() == "kg"
    return f"{value * _POUNDS_A_KILOGRAM:.1f} lb" if metric else f"{value / _POUNDS_A_KILOGRAM:.1f} kg"


def _height(found: re.Match[str]) -> str:
    value, metric = float(found["value"]), found["unit"] == "cm"
    other = f"{value / _CENTIMETRES_AN_INCH:.1f} in" if metric else f"{value * _CENTIMETRES_AN_INCH:.1f} cm"
    return found["before"] + other


def _feet(found: re.Match[str]) -> str:
    return f"{(int(found['feet']) * 12 + int(found['inches'])) * _CENTIMETRES_AN_INCH:.1f} cm"
