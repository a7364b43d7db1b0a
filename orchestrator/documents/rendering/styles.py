"""How the PDF documents look: sizes in points, colours on white with a contrast of 4.5 to 1 or more."""

from collections.abc import Mapping
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle

from orchestrator.documents.blocks import Tone
from orchestrator.documents.rendering.typefaces import Face

PAGE = letter
MARGIN = 58.0
HEAD, FOOT = 44.0, 40.0
"""Where the running head and foot stand, from the edge of the page."""
LINE = PAGE[0] - 2 * MARGIN
INDENT = 15.0

INK, SOFT, RULE, SHADE, ACCENT = (HexColor(code) for code in ("#1f2933", "#52606d", "#cbd2d9", "#eef2f7", "#17365d"))
TONES: Mapping[Tone, Any] = {
    Tone.PLAIN: INK,
    Tone.GOOD: HexColor("#14532d"),
    Tone.BAD: HexColor("#8f1d1d"),
    Tone.OPEN: HexColor("#7a4100"),
    Tone.NOTE: HexColor("#274c77"),
}


def _style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    settings = {"fontName": Face.REGULAR.value, "textColor": INK, "spaceBefore": 0, "spaceAfter": 0} | more
    bullets = {"bulletFontName": Face.REGULAR.value, "bulletFontSize": size}
    return ParagraphStyle(name, fontSize=size, leading=leading, splitLongWords=1, **bullets, **settings)


_HEAVY = {"fontName": Face.BOLD.value, "textColor": ACCENT}
TITLE = _style("title", 19, 24, spaceAfter=4, **_HEAVY)
SUBJECT = _style("subject", 9.5, 13, textColor=SOFT, spaceAfter=10)
HEADINGS: Mapping[int, ParagraphStyle] = {
    1: _style("heading-1", 13.5, 17, spaceBefore=16, spaceAfter=5, **_HEAVY),
    2: _style("heading-2", 11, 14.5, spaceBefore=11, spaceAfter=4, **_HEAVY),
    3: _style("heading-3", 9.5, 13, spaceBefore=9, spaceAfter=3, **_HEAVY),
    4: _style("heading-4", 9, 12.5, spaceBefore=7, spaceAfter=2, fontName=Face.BOLD.value),
}
BODY = _style("body", 9, 13.2, spaceAfter=5)
CELL = _style("cell", 8.2, 11.4)
HEADER_CELL = _style("header-cell", 8.2, 11.4, fontName=Face.BOLD.value, textColor=ACCENT)
CAPTION = _style("caption", 8.6, 12, spaceBefore=6, spaceAfter=3, fontName=Face.BOLD.value, textColor=INK)
LABEL = _style("label", 8.6, 12.4, textColor=SOFT)
VALUE = _style("value", 9, 12.4)
BOXES: Mapping[Tone, ParagraphStyle] = {
    tone: _style(
        f"box-{tone.value}", 9, 13.2, spaceBefore=8, spaceAfter=11, leftIndent=11, rightIndent=7, borderPadding=6,
        backColor=SHADE, bar=colour,
    )
    for tone, colour in TONES.items()
    if tone is not Tone.PLAIN
}  # fmt: skip
ITEMS: tuple[ParagraphStyle, ...] = tuple(
    _style(f"item-{depth}", 9, 13, leftIndent=INDENT * (depth + 1), bulletIndent=INDENT * depth + 3, spaceAfter=2.5)
    for depth in range(6)
)
"""The styles of list items by depth; what is deeper stands under the last."""
