"""Text as a reader can see it: on one line, and with nothing in it that hides or turns other words around."""

import re

from orchestrator.documents.blocks import Run

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
"""Control characters, marks that turn the direction of text, half characters, and characters that nobody has defined.
The two joiners of Arabic and Indic scripts are left: words are spelt with them.
"""


def legible(text: str) -> str:
    """The text with each run of white space as one space and each unseen character as its code point."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    return _UNSEEN.sub(lambda found: code_point(found[0]), re.sub(r"\s+", " ", text))


def code_point(character: str) -> str:
    """A character that cannot be shown, so that a reader sees that there is one: ``[U+202E]``."""
    return f"[U+{ord(character):04X}]"


def words_of(run: Run) -> str:
    """The words of a run; somebody else's in quotation marks."""
    text = legible(run.text)
    return f"“{text.strip()}”" if run.quoted else text


_ADDRESS = re.compile(r"(https?://|mailto:|tel:)[^\s<>\"]+\Z")


def link_of(run: Run) -> str | None:
    """Where a run links to, if that is an address of the web, of mail or of a telephone; any other is no link."""
    return run.link if run.link and _ADDRESS.match(run.link) else None


def shown_link(run: Run) -> str | None:
    """The address to print behind a run's words, where they do not say it themselves."""
    link = link_of(run)
    return link if link and link.partition(":")[2].lstrip("/") not in run.text else None
