"""Signing: one key for an installation, a changed byte that shows, and a sentence that says what to do."""

import base64
import datetime as dt
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from orchestrator.cli import main
from orchestrator.documents import signing_key
from orchestrator.documents.blocks import paragraph
from orchestrator.documents.rendering.pdf import render_pdf
from orchestrator.documents.signing import SignatureState, check_signature, signing_with
from orchestrator.documents.signing_key import FILE, KeyPlace, SigningKey, SigningKeyUnusable, open_signing_key
from tests.unit.orchestrator.documents.samples import document

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def key_in(folder: Path) -> SigningKey:
    return open_signing_key(KeyPlace(folder), lambda: NOW)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return key_in(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def signed(key: SigningKey) -> bytes:
    return signing_with(key)(render_pdf(document(paragraph("Said."))))


def test_the_first_start_makes_a_key_for_its_owner_alone(tmp_path: Path):
    made = key_in(tmp_path / "new")
    assert [path.name for path in (tmp_path / "new").iterdir()] == [FILE]
    assert (tmp_path / "new" / FILE).stat().st_mode & 0o777 == 0o600
    assert key_in(tmp_path / "new") == made
    assert "archive" not in repr(made)


def test_starts_at_once_make_one_key(tmp_path: Path):
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(key_in, [tmp_path] * 16))
    assert len(made) == 1
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_who_comes_second_takes_the_first_ones_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    first = key_in(tmp_path)
    monkeypatch.setattr(signing_key.Path, "exists", lambda _: False)
    assert key_in(tmp_path) == first


def a_given_key(path: Path, password: bytes | None, *, with_certificate: bool = True) -> Path:
    private = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Example Health Plan")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(7)
        .not_valid_before(NOW)
        .not_valid_after(NOW + dt.timedelta(days=400))
        .sign(private, hashes.SHA256())
    )
    cipher = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    given = certificate if with_certificate else None
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"k", private, given, None, cipher))
    return path


def test_a_given_key_signs_instead(tmp_path: Path):
    given = a_given_key(tmp_path / "plan.p12", b"secret words")
    one = open_signing_key(KeyPlace(tmp_path, given, "secret words"), lambda: NOW)
    check = check_signature(signing_with(one)(render_pdf(document())), one.fingerprint)
    assert (check.state, check.signer) == (SignatureState.VALID, "Common Name: Example Health Plan")
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("encode", [base64.b64encode, base64.encodebytes])
def test_a_key_may_be_given_in_base64_as_a_vault_mounts_it(tmp_path: Path, encode: Callable[[bytes], bytes]):
    given = a_given_key(tmp_path / "plan.p12", b"secret words")
    plain = open_signing_key(KeyPlace(tmp_path, given, "secret words"), lambda: NOW)
    given.write_bytes(encode(given.read_bytes()))
    assert open_signing_key(KeyPlace(tmp_path, given, "secret words"), lambda: NOW) == plain


def test_a_key_that_cannot_be_used_is_refused_in_a_sentence(tmp_path: Path):
    given = a_given_key(tmp_path / "plan.p12", b"secret words")
    bare = a_given_key(tmp_path / "bare.p12", None, with_certificate=False)
    nothing = "PRIORAUTH_SIGNING_KEY must name a readable PKCS#12 file"
    for place, said in (
        (KeyPlace(tmp_path, given, "wrong"), "it is no PKCS#12 file, or the password is not its own"),
        (KeyPlace(tmp_path, given), "it is no PKCS#12 file, or the password is not its own"),
        (KeyPlace(tmp_path, bare), "it has no private key with the certificate of that key"),
        (KeyPlace(tmp_path, tmp_path / "none.p12"), "no such file or directory"),
        (KeyPlace(tmp_path, tmp_path), "is a directory"),
    ):
        with pytest.raises(SigningKeyUnusable) as refused:
            open_signing_key(place, lambda: NOW)
        assert said in str(refused.value)
        assert nothing in str(refused.value)
        assert "secret" not in str(refused.value)


def test_a_damaged_key_of_our_own_is_never_replaced(tmp_path: Path):
    (tmp_path / FILE).write_bytes(b"not a key")
    with pytest.raises(SigningKeyUnusable, match="Restore it from a backup, or move it away"):
        key_in(tmp_path)
    assert (tmp_path / FILE).read_bytes() == b"not a key"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SigningKeyUnusable, match="Make the data directory writable, or name a PKCS#12 file"):
        key_in(tmp_path / "file" / "below")


def test_what_was_signed_is_valid_and_says_when(key: SigningKey, signed: bytes):
    check = check_signature(signed, key.fingerprint)
    assert (check.state, check.fingerprint) == (SignatureState.VALID, key.fingerprint)
    assert check.sentence.startswith("Valid: not a byte was changed since this service signed it on 20")


def test_what_another_key_signed_names_it(signed: bytes, tmp_path: Path):
    for expected in (key_in(tmp_path).fingerprint, None):
        check = check_signature(signed, expected)
        assert check.state is SignatureState.OTHER_KEY
        assert str(check.fingerprint) in check.sentence


def test_a_changed_byte_is_found_wherever_it_is(key: SigningKey, signed: bytes):
    """Also in the gap that a signature does not cover, and in what its form leaves open."""
    gap = signed.index(b"/Contents <")
    places = {*range(0, len(signed), 601), *range(gap, gap + 2740, 23), *range(len(signed) - 1200, len(signed), 37)}
    for place in sorted(places):
        changed = bytearray(signed)
        changed[place] ^= 1
        state = check_signature(bytes(changed), key.fingerprint).state
        assert state in (SignatureState.CHANGED, SignatureState.NOT_SIGNED), place


def test_what_is_added_or_cut_off_is_found(key: SigningKey, signed: bytes):
    for other in (signed + b"%", signed[:-1], signed[:-2000], signed + signed):
        assert check_signature(other, key.fingerprint).state in (SignatureState.CHANGED, SignatureState.NOT_SIGNED)


def test_what_is_not_signed_is_told(signed: bytes):
    for other in (render_pdf(document()), b"", b"%PDF-1.4", b"no PDF at all"):
        check = check_signature(other, None)
        assert check.state is SignatureState.NOT_SIGNED
        assert "ask for the document again" in check.sentence


def test_the_same_pdf_is_signed_once(key: SigningKey):
    sign, pdf = signing_with(key), render_pdf(document())
    assert sign(pdf) == sign(pdf)
    assert signing_with(key)(pdf) != sign(pdf)


def test_the_command_tells_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    sign = signing_with(key_in(tmp_path))
    file, data = tmp_path / "audit.pdf", ["--data-dir", str(tmp_path)]
    file.write_bytes(sign(render_pdf(document())))
    assert main(["audit", "verify-pdf", str(file), *data]) == 0
    assert "Valid: not a byte was changed" in " ".join(capsys.readouterr().out.split())
    elsewhere = ["--data-dir", str(tmp_path / "elsewhere")]
    assert main(["audit", "verify-pdf", str(file), *elsewhere]) == 1
    assert "Whole, but not signed with the key of this" in " ".join(capsys.readouterr().err.split())
    assert not os.path.exists(elsewhere[1])
    fingerprint = key_in(tmp_path).fingerprint
    assert main(["audit", "verify-pdf", str(file), "--fingerprint", fingerprint.upper(), *elsewhere]) == 0
    file.write_bytes(file.read_bytes() + b"!")
    assert main(["audit", "verify-pdf", str(file), *data]) == 1
    assert "Changed: the file is not what was signed." in " ".join(capsys.readouterr().err.split())
    assert main(["audit", "verify-pdf", str(tmp_path / "none.pdf"), *data]) == 1
    assert "There is no such file." in capsys.readouterr().err


def test_a_key_made_here_signs_on_a_curve_that_readers_know(key: SigningKey):
    private, certificate, _ = pkcs12.load_key_and_certificates(key.archive, None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    assert certificate is not None
    assert certificate.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
    assert (certificate.not_valid_after_utc - NOW).days == 3650
