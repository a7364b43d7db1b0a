"""How strongly the record states a thing, 0 to 100. The numbers are data of the clinical skill."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field, field_validator

from priorauth.value import Value


class Explicitness(StrEnum):
    """How explicitly the record states something, from the strongest to the weakest."""

    EXPLICIT_WITH_SPECIFICS = "explicit_with_specifics"
    EXPLICIT = "explicit"
    IMPLIED = "implied"
    VAGUE = "vague"
    ABSENT = "absent"


class Weakness(StrEnum):
    """What takes confidence away from a statement, however explicit it is."""

    UNSIGNED = "unsigned"
    UNDATED = "undated"
    COPIED_FORWARD = "copied_forward"
    SCANNED = "scanned"


class ConfidenceScale(Value):
    """The clinical skill's scale.

    ``levels`` gives each explicitness its score, ``deductions`` what each weakness takes off, ``floor`` the score under
    which a fact decides nothing (its criterion is INSUFFICIENT), ``warn_below`` the overall extraction score under
    which a low-confidence warning is shown.
    """

    levels: Mapping[Explicitness, int]
    deductions: Mapping[Weakness, int]
    floor: int = Field(ge=0, le=100)
    warn_below: int = Field(ge=0, le=100)

    @field_validator("levels")
    @classmethod
    def _fall_in_their_order(cls, levels: Mapping[Explicitness, int]) -> Mapping[Explicitness, int]:
        if set(levels) != set(Explicitness):
            raise ValueError("the scale names every level")
        scores = [levels[level] for level in Explicitness]
        if scores != sorted(scores, reverse=True) or not all(0 <= score <= 100 for score in scores):
            raise ValueError("the levels fall from 100 to 0 in their order")
        return levels

    @field_validator("deductions")
    @classmethod
    def _name_every_weakness(cls, deductions: Mapping[Weakness, int]) -> Mapping[Weakness, int]:
        if set(deductions) != set(Weakness):
            raise ValueError("the scale names every deduction")
        return deductions

    def score(self, explicitness: Explicitness, weaknesses: frozenset[Weakness] = frozenset()) -> int:
        """The score of a statement, 0 to 100."""
        return max(0, self.levels[explicitness] - sum(self.deductions[weakness] for weakness in weaknesses))
