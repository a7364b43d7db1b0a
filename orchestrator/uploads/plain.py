"""Text files."""

import codecs

from orchestrator.uploads.model import DocumentRefused, ExtractedText, MediaType, Reason, within_limit

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_plain(content: bytes) -> ExtractedText:
    """The text: UTF-8, or UTF-16 that begins with its mark. Another encoding is not guessed at.

    Raises :class:`DocumentRefused`.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise DocumentRefused(Reason.UNREADABLE, _ENCODING) from None
    if "\0" in text:
        raise DocumentRefused(Reason.UNREADABLE, "This is no text file: it holds binary data.")
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return ExtractedText(text=within_limit(lines), pages=None, media_type=MediaType.TEXT)


_ENCODING = "The letters of this text file cannot be told. Save it with the encoding UTF-8, or paste its text."
