"""A document as PDF, in US Letter. The same document gives the same bytes.

The file has its title, language and bookmarks, and its text can be searched and copied. It is not tagged, so it is not
PDF/UA: whoever needs a tagged document is given the HTML, which says the same.
"""

import io
from threading import Lock
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from orchestrator.documents.blocks import Document
from orchestrator.documents.rendering import styles
from orchestrator.documents.rendering.flowables import flowables_of
from orchestrator.documents.rendering.legible import legible
from orchestrator.documents.rendering.typefaces import Face, pieces

AUTHOR = "Prior-authorization review service"
_PAGE_OF = {"en": "Page {page} of {pages}", "es": "Página {page} de {pages}"}
_SMALL = 7.6
_rendering = Lock()
"""reportlab reads a font's file through one place in it for all threads: one document at a time in a process."""


def render_pdf(document: Document) -> bytes:
    """The document as PDF. It never fails on a text: words that fit on no line are broken, unknown letters named."""
    with _rendering:
        return _render(document)


rl_config.useA85 = 0
"""Streams are compressed bytes, as everywhere today, and not letters for the mail of 1990."""


def _render(document: Document) -> bytes:
    body = io.BytesIO()
    frame = Frame(
        styles.MARGIN, styles.MARGIN, styles.LINE, styles.PAGE[1] - 2 * styles.MARGIN - 8,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    template = BaseDocTemplate(
        body,
        pagesize=styles.PAGE,
        pageTemplates=[PageTemplate("page", [frame], onPage=_take_ink)],
        title=legible(document.title).strip(),
        subject=legible(document.subject).strip(),
        author=AUTHOR,
        creator=AUTHOR,
        keywords=legible(document.reference).strip(),
        lang=document.language,
        invariant=1,
        pageCompression=1,
    )
    template.build(flowables_of(document), canvasmaker=lambda name, **settings: _Pages(name, document, **settings))
    return body.getvalue()


def _take_ink(canvas: Canvas, _: BaseDocTemplate) -> None:
    """A page begins with the colour of its text, so that only what has another one says so."""
    canvas.setFillColor(styles.INK)


class _Pages(Canvas):
    """The pages. Head and foot are drawn at the end, when it is known how many there are."""

    _doc: Any

    def __init__(self, name: Any, document: Document, **settings: Any) -> None:
        super().__init__(name, **settings)
        self._document = document
        self.setViewerPreference("DisplayDocTitle", "true")
        self.showOutline()

    def save(self) -> None:
        """Adds head and foot to every page, and writes the file."""
        if self._code:
            self.showPage()
        pages = self._doc.Pages.pages
        for number, page in enumerate(pages, start=1):
            self._code = []
            self._draw_edges(number, len(pages))
            page.stream += "\n".join(self._code) + "\n"
        self._code = []
        super().save()

    def _draw_edges(self, number: int, count: int) -> None:
        left, right = styles.MARGIN, styles.PAGE[0] - styles.MARGIN
        top, bottom = styles.PAGE[1] - styles.HEAD, styles.FOOT
        self.setFillColor(styles.SOFT)
        self.setStrokeColor(styles.RULE)
        self.setLineWidth(0.5)
        self.line(left, bottom + 11, right, bottom + 11)
        if number > 1:
            self._draw(left, top, self._document.title)
            self.line(left, top - 5, right, top - 5)
        self._draw(left, bottom, self._document.reference)
        language = self._document.language.partition("-")[0]
        words = _PAGE_OF.get(language, _PAGE_OF["en"]).format(page=number, pages=count)
        self._draw(right - self.stringWidth(words, Face.REGULAR.value, _SMALL), bottom, words)

    def _draw(self, x: float, y: float, text: str) -> None:
        """Text on one line, cut with an ellipsis where it is longer than three quarters of the line."""
        said = "".join(piece for _, piece in pieces(legible(text).strip(), Face.REGULAR))
        room, face = styles.LINE * 0.75, Face.REGULAR.value
        if self.stringWidth(said, face, _SMALL) > room:
            while said and self.stringWidth(said + "…", face, _SMALL) > room:
                said = said[:-1]
            said += "…"
        self.setFont(face, _SMALL)
        self.drawString(x, y, said)
