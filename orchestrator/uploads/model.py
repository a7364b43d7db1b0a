"""What may be given, what is read out of it, and why something is not read."""

from enum import StrEnum

from priorauth.errors import PriorAuthError
from priorauth.fields import MAX_DOCUMENT_CHARACTERS
from priorauth.value import Value


class MediaType(StrEnum):
    """The kinds of file that text is read from."""

    TEXT = "text/plain"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PDF = "application/pdf"


class ExtractedText(Value):
    """The text of a file. ``pages`` are counted where the file has any; a form feed stands between two in ``text``.

    ``notes`` are sentences on what the file holds beside the text, for whoever compares the two.
    """

    text: str
    pages: int | None
    media_type: MediaType
    notes: tuple[str, ...] = ()


class Reason(StrEnum):
    """Why a file is not read."""

    SCANNED = "scanned"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    EMPTY = "empty"
    ACTIVE = "has_macros"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    UNREADABLE = "unreadable"


class DocumentRefused(PriorAuthError):
    """The file is not one that text can be read from: a scan, encrypted, broken or too large (HTTP 422)."""

    code = "document_refused"

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


def broken(kind: str) -> DocumentRefused:
    """The refusal of bytes that are no file of their kind."""
    sentence = f"This is not a {kind} that can be read: the file is damaged, or of another kind. Send it anew."
    return DocumentRefused(Reason.BROKEN, sentence)


def within_limit(text: str) -> str:
    """The text, where it is short enough to be a document of a case. Raises :class:`DocumentRefused`."""
    if len(text) > MAX_DOCUMENT_CHARACTERS:
        sentence = (
            f"The file holds more than {MAX_DOCUMENT_CHARACTERS:,} characters of text, the limit of one document. "
            "Send it in parts."
        )
        raise DocumentRefused(Reason.TOO_LARGE, sentence)
    if not text.strip():
        raise DocumentRefused(Reason.EMPTY, "The file holds no text.")
    return text
