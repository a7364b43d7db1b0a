"""The layers of coverage policy, and what they are called."""

from enum import StrEnum


class PolicyKind(StrEnum):
    """The layer a policy belongs to, from the highest. Layers add up; the higher wins only where they conflict.

    Source: 42 CFR 422.101(b); a plan's own criteria only fill gaps (422.101(b)(6)).
    """

    NCD = "ncd"
    STATUTE = "statute"
    LCD = "lcd"
    ARTICLE = "article"
    PLAN = "plan"

    @property
    def layer(self) -> str:
        """The layer in words."""
        return _LAYERS[self]

    @property
    def rank(self) -> int:
        """The place of the layer, from 0, the highest."""
        return list(PolicyKind).index(self)


_LAYERS = {
    PolicyKind.NCD: "national coverage determination",
    PolicyKind.STATUTE: "statute or manual",
    PolicyKind.LCD: "local coverage determination",
    PolicyKind.ARTICLE: "local article",
    PolicyKind.PLAN: "plan's own policy",
}
