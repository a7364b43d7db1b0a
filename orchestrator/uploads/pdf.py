"""PDF files that have a text layer, by PDFium."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from orchestrator.uploads.model import DocumentRefused, ExtractedText, MediaType, Reason, broken, within_limit

MOST_PAGES = 1000
_PICTURE_SHARE = 0.5
"""A picture that covers more than this share of a page is taken for the page itself."""
_FEW_LETTERS = 200
"""Text on such a page that is shorter is a fax line or a stamp, and not the page's text."""
_UNKNOWN_SHARE = 0.1
_HYPHEN = re.compile("[\\x02\\ufffe]")
_CONTROL = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]")
_UNKNOWN = re.compile("[\\ufffd\\ue000-\\uf8ff]")


@dataclass(frozen=True, slots=True)
class _Page:
    text: str
    has_objects: bool
    is_picture: bool

    @property
    def is_scan(self) -> bool:
        letters = len(self.text.strip())
        return (self.has_objects and letters == 0) or (self.is_picture and letters < _FEW_LETTERS)

    @property
    def is_garbled(self) -> bool:
        return len(_UNKNOWN.findall(self.text)) > _UNKNOWN_SHARE * max(len(self.text.strip()), 1)


def read_pdf(content: bytes) -> ExtractedText:
    """The text of all pages, a form feed between two, with what was filled into a form.

    Raises :class:`DocumentRefused`, which names the pages that hold no text.
    """
    with _opened(content) as pdf:
        if len(pdf) > MOST_PAGES:
            sentence = f"The file has more than {MOST_PAGES:,} pages. Send it in parts."
            raise DocumentRefused(Reason.TOO_LARGE, sentence)
        if pdf.get_formtype() in (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND):
            raise DocumentRefused(Reason.UNREADABLE, _XFA)
        pdf.init_forms()
        pages = [_read(pdf, number) for number in range(len(pdf))]
    _refuse_scans(pages)
    text = within_limit("\f".join(page.text for page in pages))
    return ExtractedText(text=text, pages=len(pages), media_type=MediaType.PDF, notes=tuple(_notes(pages)))


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise DocumentRefused(Reason.ENCRYPTED, _ENCRYPTED) from None
        raise broken("PDF") from None


def _read(pdf: pypdfium2.PdfDocument, number: int) -> _Page:
    if pdf.formenv:
        pdf[number].flatten()
    page = pdf[number]
    pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)
    width, height = page.get_size()
    return _Page(
        text=_cleaned(page.get_textpage().get_text_bounded()),
        has_objects=next(iter(page.get_objects()), None) is not None,
        is_picture=max(map(_area, pictures), default=0.0) > _PICTURE_SHARE * width * height,
    )


def _area(one: pypdfium2.PdfObject) -> float:
    left, bottom, right, top = one.get_bounds()
    return (right - left) * (top - bottom)


def _cleaned(text: str) -> str:
    """PDFium writes CR LF at line ends and a mark of its own for a hyphen there."""
    lines = _HYPHEN.sub("-", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub(" ", lines)


def _refuse_scans(pages: Sequence[_Page]) -> None:
    scans = [number for number, page in enumerate(pages, start=1) if page.is_scan]
    if scans:
        which = "It" if len(scans) == len(pages) else f"{_listed(scans).capitalize()} of {len(pages)}"
        raise DocumentRefused(Reason.SCANNED, f"{which} {_is(scans, pages)} {_SCANNED}")
    garbled = [number for number, page in enumerate(pages, start=1) if page.is_garbled]
    if garbled:
        sentence = f"The letters on {_listed(garbled)} cannot be told from this file. Paste the text instead."
        raise DocumentRefused(Reason.UNREADABLE, sentence)


def _is(scans: Sequence[int], pages: Sequence[_Page]) -> str:
    if len(scans) == len(pages):
        return "is a scan:"
    return "is a scan:" if len(scans) == 1 else "are scans:"


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:20]) + (" and more" if len(numbers) > 20 else "")
    return f"{'page' if len(numbers) == 1 else 'pages'} {shown}"


def _notes(pages: Sequence[_Page]) -> list[str]:
    recognized = [number for number, page in enumerate(pages, start=1) if page.is_picture]
    if not recognized:
        return []
    verb = "is a picture" if len(recognized) == 1 else "are pictures"
    return [f"{_listed(recognized).capitalize()} {verb} with text that a machine recognized; compare it."]


_ENCRYPTED = "The file is protected with a password. Remove the protection and send it again."
_SCANNED = "a picture without text. Scans cannot be read yet. Send a PDF with text, or paste the text."
_XFA = (
    "This PDF is a form that only one maker's programs can show (XFA). Print it into a new PDF and send that, or paste "
    "its text."
)
