"""``priorauth audit verify-pdf``: whether a PDF is as this service signed it."""

from orchestrator.documents.signing import SignatureState, check_signature
from orchestrator.documents.signing_key import place_of, read_signing_key
from orchestrator.settings import Settings
from orchestrator.terminal.case_files import open_source
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.lines import plain
from orchestrator.terminal.screen import Screen


def verify_pdf(path: str, fingerprint: str | None, settings: Settings, screen: Screen) -> Exit:
    """Tells in a sentence how a PDF stands to its signature, and what to do.

    ``fingerprint`` is the SHA-256 of the certificate that must have signed it; without one, that of this installation's
    own key, where it has one. Raises ``Unreadable`` and ``SigningKeyUnusable``.
    """
    with open_source(path) as stream:
        content = stream.read()
    check = check_signature(content, fingerprint or _own(settings))
    if check.state is not SignatureState.VALID:
        screen.complain(check.sentence)
        return Exit.FAILED
    screen.show([plain(check.sentence)])
    return Exit.DONE


def _own(settings: Settings) -> str | None:
    """The fingerprint of this installation's key. A check makes no key where there is none."""
    place = place_of(settings)
    return read_signing_key(place).fingerprint if place.given or place.path.exists() else None
