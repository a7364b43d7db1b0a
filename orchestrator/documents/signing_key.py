"""The key that signs documents: a PKCS#12 file with a private key and its certificate.

The first start makes one in the data directory, self-signed; a setting names another, from a certificate authority. The
file may also hold the same in base64, as a secret of a vault that is mounted as a file does.
"""

import base64
import binascii
import datetime as dt
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from orchestrator.settings import Settings
from priorauth.errors import PriorAuthError

FILE = "signing-key.p12"
NAME = "Prior-authorization review service (self-signed)"
_VALID_YEARS = 10
_CLOCKS_DIFFER = dt.timedelta(days=1)


class SigningKeyUnusable(PriorAuthError):
    """The key that signs documents cannot be read or made."""

    code = "signing_key_unusable"

    def __init__(self, path: Path, why: str, then: str) -> None:
        super().__init__(f"The signing key {path} cannot be used: {why}. {then}")


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where the key is. ``given`` is the operator's own file with its password; else it is made in ``folder``."""

    folder: Path
    given: Path | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def path(self) -> Path:
        """The file."""
        return self.given or self.folder / FILE

    @property
    def remedy(self) -> str:
        """What to do about a file that cannot be used."""
        if self.given:
            return (
                "PRIORAUTH_SIGNING_KEY must name a readable PKCS#12 file with a private key and its certificate, and "
                "PRIORAUTH_SIGNING_KEY_PASSWORD must be its password, where it has one."
            )
        return (
            "Restore it from a backup, or move it away: the next start makes a new key for what is signed from then on."
        )


def place_of(settings: Settings) -> KeyPlace:
    """Where these settings have the key."""
    return KeyPlace(settings.data_dir, settings.signing_key, settings.signing_key_password)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that was read. ``fingerprint`` is the SHA-256 of its certificate, in hexadecimal digits."""

    archive: bytes = field(repr=False)
    password: bytes | None = field(repr=False)
    fingerprint: str


def open_signing_key(place: KeyPlace, now: Callable[[], dt.datetime]) -> SigningKey:
    """The key, made first where there is none and none was given. Raises :class:`SigningKeyUnusable`."""
    if place.given is None and not place.path.exists():
        _make(place, now())
    return read_signing_key(place)


def read_signing_key(place: KeyPlace) -> SigningKey:
    """The key as it is in its file. Raises :class:`SigningKeyUnusable`."""
    password = place.password.encode() if place.password else None
    try:
        archive = _plain(place.path.read_bytes())
        private, certificate, _ = pkcs12.load_key_and_certificates(archive, password)
    except OSError as error:
        raise SigningKeyUnusable(place.path, (error.strerror or "it cannot be read").lower(), place.remedy) from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        why = "it is no PKCS#12 file, or the password is not its own"
        raise SigningKeyUnusable(place.path, why, place.remedy) from None
    if private is None or certificate is None or private.public_key() != certificate.public_key():
        why = "it has no private key with the certificate of that key"
        raise SigningKeyUnusable(place.path, why, place.remedy)
    return SigningKey(archive, password, certificate.fingerprint(hashes.SHA256()).hex())


def _plain(archive: bytes) -> bytes:
    """The archive itself, where the file has it in base64; no archive is base64 by chance, for it has other bytes."""
    try:
        return base64.b64decode(b"".join(archive.split()), validate=True)
    except binascii.Error:
        return archive


def _make(place: KeyPlace, at: dt.datetime) -> None:
    """Makes the file, for its owner alone, whole or not at all. Of processes that start together, one makes it."""
    try:
        place.folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place.folder, prefix=".signing-key-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_new_archive(at))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):  # another process was first; its key is the key
                os.link(temporary, place.path)
        finally:
            os.unlink(temporary)
    except OSError as error:
        then = "Make the data directory writable, or name a PKCS#12 file with PRIORAUTH_SIGNING_KEY."
        why = f"it cannot be made, {(error.strerror or type(error).__name__).lower()}"
        raise SigningKeyUnusable(place.path, why, then) from None


def _new_archive(at: dt.datetime) -> bytes:
    """A new key on the curve P-256 with its own certificate. The file's mode protects it; it has no password."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _CLOCKS_DIFFER)
        .not_valid_after(at + dt.timedelta(days=365 * _VALID_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_FOR_SIGNATURES, critical=True)
        .sign(private, hashes.SHA256())
    )
    none = serialization.NoEncryption()
    return pkcs12.serialize_key_and_certificates(NAME.encode(), private, certificate, None, none)


_FOR_SIGNATURES = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)
