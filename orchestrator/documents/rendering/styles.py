"""How the PDF documents look: sizes in points, colours on white with a contrast of 4.5 to 1 or more."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
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


LINK = HexColor("#1d4e89")


@dataclass(frozen=True)
class Sheet:
    """The styles of a document. Those of list items are by depth; what is deeper stands under the last."""

    title: ParagraphStyle
    subject: ParagraphStyle
    headings: Mapping[int, ParagraphStyle]
    body: ParagraphStyle
    cell: ParagraphStyle
    header_cell: ParagraphStyle
    caption: ParagraphStyle
    label: ParagraphStyle
    value: ParagraphStyle
    boxes: Mapping[Tone, ParagraphStyle]
    items: tuple[ParagraphStyle, ...]


LARGE = 12 / 9
"""How much larger a document in 12-point text is than the usual one."""


@cache
def sheet_of(*, large: bool) -> Sheet:
    """The styles of a document in 9-point text, or in 12-point text."""
    scale = LARGE if large else 1.0

    def style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
        settings = {"fontName": Face.REGULAR.value, "textColor": INK, "spaceBefore": 0, "spaceAfter": 0} | more
        bullets = {"bulletFontName": Face.REGULAR.value, "bulletFontSize": size * scale}
        sizes = {"fontSize": size * scale, "leading": leading * scale}
        return ParagraphStyle(name, splitLongWords=1, **sizes, **bullets, **settings)

    heavy = {"fontName": Face.BOLD.value, "textColor": ACCENT}
    bold = Face.BOLD.value
    headings = {
        1: style("heading-1", 13.5, 17, spaceBefore=16, spaceAfter=5, **heavy),
        2: style("heading-2", 11, 14.5, spaceBefore=11, spaceAfter=4, **heavy),
        3: style("heading-3", 9.5, 13, spaceBefore=9, spaceAfter=3, **heavy),
        4: style("heading-4", 9, 12.5, spaceBefore=7, spaceAfter=2, fontName=bold),
    }
    boxes = {
        tone: style(
            f"box-{tone.value}", 9, 13.2, spaceBefore=11, spaceAfter=11, leftIndent=11, rightIndent=7, borderPadding=6,
            backColor=SHADE, bar=colour,
        )
        for tone, colour in TONES.items()
        if tone is not Tone.PLAIN
    }  # fmt: skip
    step = INDENT * scale
    items = tuple(
        style(f"item-{depth}", 9, 13, leftIndent=step * (depth + 1), bulletIndent=step * depth + 3, spaceAfter=2.5)
        for depth in range(6)
    )
    return Sheet(
        title=style("title", 19, 24, spaceAfter=4, **heavy),
        subject=style("subject", 9.5, 13, textColor=SOFT, spaceAfter=10),
        headings=headings,
        body=style("body", 9, 13.2, spaceAfter=5),
        cell=style("cell", 8.2, 11.4),
        header_cell=style("header-cell", 8.2, 11.4, fontName=bold, textColor=ACCENT),
        caption=style("caption", 8.6, 12, spaceBefore=6, spaceAfter=3, fontName=bold, textColor=INK),
        label=style("label", 9 if large else 8.6, 12.4, textColor=SOFT),
        value=style("value", 9, 12.4),
        boxes=boxes,
        items=items,
    )
