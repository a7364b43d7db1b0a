"""Signed PDFs: a certifying signature (PAdES, no changes allowed), and the check whether one is as it was signed.

The signature says that the file is what this service issued; who decided, and when, stands in the document. Its time is
this machine's. Two signatures of one document differ, so what is issued is signed once and kept.
"""

import datetime as dt
import io
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from orchestrator.documents.signing_key import SigningKey

Sign = Callable[[bytes], bytes]
_FIELD = "Certification"
_REASON = "Issued by the prior-authorization review service"
_REMEMBERED = 32
_MARK = b"/ByteRange"
_BESIDE_CERTIFICATES = 2_048
"""Bytes: a signature of RSA with 8192 bits has 1024, and what is signed beside the document's digest has about 300."""


class SignatureState(StrEnum):
    """How a PDF stands to its signature. ``other_key``: whole as signed, by a key that was not expected."""

    VALID = "valid"
    OTHER_KEY = "other_key"
    CHANGED = "changed"
    NOT_SIGNED = "not_signed"


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """The state of a PDF, and of its signature: who made it by the certificate's own word, which one, and when."""

    state: SignatureState
    signer: str | None = None
    fingerprint: str | None = None
    signed_at: dt.datetime | None = None

    @property
    def sentence(self) -> str:
        """What was found, and what to do."""
        at = self.signed_at.astimezone(dt.UTC).strftime(" on %Y-%m-%d at %H:%M:%S UTC") if self.signed_at else ""
        return _SENTENCES[self.state].format(signer=self.signer, fingerprint=self.fingerprint, at=at)


_SENTENCES: Mapping[SignatureState, str] = {
    SignatureState.VALID: "Valid: not a byte was changed since this service signed it{at}.",
    SignatureState.OTHER_KEY: (
        "Whole, but not signed with the key of this installation: {signer}{at}. Ask who issued it whether the SHA-256 "
        "of their signing certificate is {fingerprint}; trust the document only if it is."
    ),
    SignatureState.CHANGED: (
        "Changed: the file is not what was signed. Do not rely on it; ask for the document again, at "
        "/api/cases/CASE/audit.pdf."
    ),
    SignatureState.NOT_SIGNED: (
        "Not signed: nothing shows who issued this file, or whether it was changed. Do not rely on it; ask for the "
        "document again, at /api/cases/CASE/audit.pdf."
    ),
}


def signing_with(key: SigningKey) -> Sign:
    """What signs a PDF with the key. It works for tenths of a second: not on the event loop.

    A PDF that it signed lately it does not sign again: who asks twice for the same is given the same.
    """
    return lru_cache(maxsize=_REMEMBERED)(lambda pdf: _sign(pdf, key))


def _sign(pdf: bytes, key: SigningKey) -> bytes:
    # pyhanko takes a second to import, which a process that signs nothing does not spend
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    about = signers.PdfSignatureMetadata(
        field_name=_FIELD,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        reason=_REASON,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    signed = signers.sign_pdf(writer, about, signer=_signer(key), bytes_reserved=_room(key), in_place=True)
    return signed.getvalue()


@cache
def _room(key: SigningKey) -> int:
    """How many hexadecimal digits are kept for a signature; left to itself, pyhanko signs twice to find out.

    A signature holds the certificates, the issuer's name once more, and what is signed with them.
    """
    certificates = {one.dump() for one in (_signer(key).signing_cert, *_signer(key).cert_registry)}
    return 2 * (2 * sum(map(len, certificates)) + _BESIDE_CERTIFICATES)


@cache
def _signer(key: SigningKey) -> Any:
    """The key as pyhanko takes it; read once, for a password's derivation is slow on purpose."""
    from pyhanko.sign.signers import SimpleSigner

    return SimpleSigner.load_pkcs12_data(key.archive, other_certs=[], passphrase=key.password)


def check_signature(pdf: bytes, expected: str | None) -> SignatureCheck:
    """Whether a PDF is as it was signed, and with the certificate of the ``expected`` fingerprint, where one is."""
    if _MARK not in pdf:
        return SignatureCheck(SignatureState.NOT_SIGNED)
    try:
        with _unlogged():
            return _check(pdf, expected)
    except Exception:  # noqa: BLE001 - a file that was changed may break its reader in any way, and was changed then
        return SignatureCheck(SignatureState.CHANGED)


@contextmanager
def _unlogged() -> Iterator[None]:
    """Keeps what pyhanko finds wrong from the log: the answer says it, in a sentence."""
    log, nowhere = logging.getLogger("pyhanko"), logging.NullHandler()
    log.addHandler(nowhere)
    before, log.propagate = log.propagate, False
    try:
        yield
    finally:
        log.propagate = before
        log.removeHandler(nowhere)


def _check(pdf: bytes, expected: str | None) -> SignatureCheck:
    """The check of a file that can be read. One signature, over all of it, which no later revision follows."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    if len(signatures) != 1:
        return SignatureCheck(SignatureState.CHANGED)
    (signature,) = signatures
    certificate = signature.signer_cert
    trusting_itself = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    status = validate_pdf_signature(signature, trusting_itself)
    whole = status.intact and status.valid and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    if not whole or not _nothing_beside(pdf, signature):
        return SignatureCheck(SignatureState.CHANGED)
    fingerprint = certificate.sha256.hex()
    state = SignatureState.VALID if fingerprint == expected else SignatureState.OTHER_KEY
    return SignatureCheck(state, certificate.subject.human_friendly, fingerprint, signature.self_reported_timestamp)


def _nothing_beside(pdf: bytes, signature: Any) -> bool:
    """Whether the one gap that a signature does not cover holds the signature as we write it, and zeros behind it."""
    start, length, after, _ = (int(number) for number in signature.byte_range)
    gap = pdf[start + length : after]
    content = bytes.fromhex(gap[1:-1].decode("ascii"))
    written = _written_anew(content)
    return gap == b"<" + content.hex().upper().encode() + b">" and content == written.ljust(len(content), b"\0")


_OF_SIGNER = ("sid", "digest_algorithm", "signed_attrs", "signature_algorithm", "signature")


def _written_anew(content: bytes) -> bytes:
    """The signature from its signed parts alone: what its form leaves open (RFC 5652) is as we always write it."""
    from asn1crypto import cms

    data = cms.ContentInfo.load(content)["content"]
    (signer,) = data["signer_infos"]
    anew = {
        "version": "v1",
        "digest_algorithms": cms.DigestAlgorithms((signer["digest_algorithm"],)),
        "encap_content_info": {"content_type": "data"},
        "certificates": data["certificates"],
        "signer_infos": [cms.SignerInfo({"version": "v1", **{name: signer[name] for name in _OF_SIGNER}})],
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(anew)}).dump()
