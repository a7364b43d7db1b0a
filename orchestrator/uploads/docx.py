"""Word documents (DOCX): paragraphs and the rows of tables in their order, headers first and footers last."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.document import Document as OpenedDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from orchestrator.uploads.model import DocumentRefused, ExtractedText, MediaType, Reason, broken, within_limit

MOST_BYTES_UNPACKED = 64 * 1024 * 1024
_MOST_PARTS = 3000
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How Word's older files begin, and newer ones that are protected with a password."""
_CONTENT_TYPES = "[Content_Types].xml"

_BLANKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TEXT, _PARAGRAPH, _TABLE, _ROW, _CELL = (qn(f"w:{name}") for name in ("t", "p", "tbl", "tr", "tc"))
_TEXT_BOX, _FALLBACK = qn("w:txbxContent"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LIST_ITEM = f"{qn('w:pPr')}/{qn('w:numPr')}"

_TOLD = (
    (("w:ins", "w:del", "w:moveFrom"), "The file has tracked changes. It was read as if all were accepted."),
    (("w:drawing", "w:pict"), "The file has pictures or drawings; only the words of text boxes in them were read."),
    (("w:footnoteReference", "w:endnoteReference"), "The file has footnotes, which were not read."),
    (("w:sym", "w:checkBox"), "The file has special symbols or boxes to tick, which were not read."),
)
"""What is there beside the text, and the sentence that tells of it."""


def read_docx(content: bytes) -> ExtractedText:
    """The text. Cells of a row stand on one line with a bar between. Raises :class:`DocumentRefused`."""
    _check_package(content)
    try:
        document = Document(BytesIO(content))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError):
        raise broken("Word document (DOCX)") from None
    text = "\n".join((*_edges(document, "header"), *_lines(document.element.body), *_edges(document, "footer")))
    notes = tuple(_notes(document.element.body))
    if not text.strip() and notes:
        raise DocumentRefused(Reason.SCANNED, _PICTURES_ONLY)
    return ExtractedText(text=within_limit(text), pages=None, media_type=MediaType.DOCX, notes=notes)


def _check_package(content: bytes) -> None:
    """Refuses what would grow beyond measure, what is protected, and what holds macros, before any of it is parsed."""
    if content.startswith(_COMPOUND_FILE):
        raise DocumentRefused(Reason.ENCRYPTED, _COMPOUND)
    try:
        with ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES_UNPACKED:
                raise DocumentRefused(Reason.TOO_LARGE, _TOO_LARGE)
            types = package.read(_CONTENT_TYPES).lower()
    # zipfile raises RuntimeError for a part that is encrypted, NotImplementedError for a compression that it lacks.
    except (BadZipFile, KeyError, RuntimeError, NotImplementedError):
        raise broken("Word document (DOCX)") from None
    if b"macroenabled" in types or any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise DocumentRefused(Reason.ACTIVE, _MACROS)


def _edges(document: OpenedDocument, name: str) -> Iterator[str]:
    """The lines of all sections' headers or footers, each once: they often name the patient."""
    lines: dict[str, None] = {}
    for section in document.sections:
        for kind in ("", "first_page_", "even_page_"):
            edge: Any = getattr(section, f"{kind}{name}")
            if not edge.is_linked_to_previous:
                lines.update(dict.fromkeys(line for line in _lines(edge._element) if line.strip()))
    yield from lines


def _lines(element: Any) -> Iterator[str]:
    """The lines of everything below an element, in their order, also inside content controls."""
    for child in element:
        if child.tag == _PARAGRAPH:
            mark = "- " if child.find(_LIST_ITEM) is not None else ""
            yield mark + "".join(_words(child))
            for box in _boxes(child):
                yield from _lines(box)
        elif child.tag == _TABLE:
            yield from _rows(child)
        elif child.tag != _FALLBACK:
            yield from _lines(child)


def _rows(table: Any) -> Iterator[str]:
    for row in _own(table, _ROW):
        cells = (" ".join(line.strip() for line in _lines(cell) if line.strip()) for cell in _own(row, _CELL))
        yield " | ".join(cells)


def _own(element: Any, tag: str) -> Iterator[Any]:
    """A table's own rows, or a row's own cells, also those inside content controls."""
    for child in element:
        if child.tag == tag:
            yield child
        else:
            yield from _own(child, tag)


def _words(element: Any) -> Iterator[str]:
    """A paragraph's text without that of boxes that hang on it. Words that were struck out are of another kind."""
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _BLANKS and element.tag == qn("w:r"):
            yield _BLANKS[child.tag]
        elif child.tag not in (_TEXT_BOX, _FALLBACK):
            yield from _words(child)


def _boxes(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag == _TEXT_BOX:
            yield child
        elif child.tag != _FALLBACK:
            yield from _boxes(child)


def _notes(body: Any) -> Iterator[str]:
    for names, sentence in _TOLD:
        if any(body.find(f".//{qn(name)}") is not None for name in names):
            yield sentence


_COMPOUND = (
    "The file is protected with a password, or of Word's older kind (.doc). Save it as a DOCX without a password and "
    "send it again."
)
_MACROS = "The file holds macros. Save it as a DOCX without macros and send it again."
_PICTURES_ONLY = "The file holds pictures and no text. Scans cannot be read yet. Send the text, or paste it."
_TOO_LARGE = (
    f"Unpacked, the file is larger than {MOST_BYTES_UNPACKED // 1024**2} MB. Remove its pictures, or paste its text."
)
