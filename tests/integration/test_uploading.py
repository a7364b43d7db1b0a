"""Reading the text of files: in their order, whole, or with a refusal that says what to do."""

import io
import sys
import zipfile

import httpx
import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from orchestrator.uploads.docx import MOST_BYTES_UNPACKED
from orchestrator.uploads.model import DocumentRefused, MediaType, Reason
from orchestrator.uploads.reading import FileReader
from telemetry.logs import JsonLines
from tests.building.files import SCAN, a_docx, a_pdf, saved
from tests.integration.conftest import Serve
from tests.integration.fakes import MARKER

PDF, DOCX, TEXT = MediaType.PDF.value, MediaType.DOCX.value, MediaType.TEXT.value


async def sent(client: httpx.AsyncClient, content: bytes, kind: str) -> httpx.Response:
    return await client.post("/api/documents/text", content=content, headers={"Content-Type": kind})


async def test_a_pdfs_pages_and_filled_form(client: httpx.AsyncClient):
    content = a_pdf(["SpO2 85 % at rest, on room air", "Second page"], filled="Filled in: 92 %")
    told = (await sent(client, content, PDF)).json()
    first, second = told["text"].split("\f")
    assert first == "SpO2 85 % at rest, on room air\nFilled in: 92 %"
    assert second.startswith("Second page")
    assert (told["pages"], told["media_type"], told["notes"]) == (2, PDF, [])


async def test_a_word_documents_parts_in_their_order(client: httpx.AsyncClient):
    content = a_docx(["Visit", "Nguyễn Thị Ánh ابن"], [["Time", "SpO2"], ["09:41", "86 %"]], header="Patient: A. B.")
    told = (await sent(client, content, DOCX)).json()
    assert told["text"] == "Patient: A. B.\nVisit\nTime | SpO2\n09:41 | 86 %\nNguyễn Thị Ánh ابن"
    assert (told["pages"], told["notes"]) == (None, [])


WORD = f"""<w:sdt {nsdecls("w")}><w:sdtContent><w:p>
  <w:r><w:t>SpO2 </w:t></w:r><w:del><w:r><w:delText>95</w:delText></w:r></w:del><w:ins><w:r><w:t>85</w:t></w:r></w:ins>
  <w:r><w:tab/><w:t>at rest</w:t><w:br/><w:sym w:font="Wingdings" w:char="F0FE"/><w:footnoteReference w:id="1"/></w:r>
  <w:r><w:pict><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>
</w:p></w:sdtContent></w:sdt>"""


async def test_a_word_documents_hidden_corners(client: httpx.AsyncClient):
    document = Document()
    document.element.body.insert(0, parse_xml(WORD))
    told = (await sent(client, saved(document), DOCX)).json()
    assert told["text"].startswith("SpO2 85\tat rest\n\nIn a box")
    assert len(told["notes"]) == 4
    assert "tracked changes" in told["notes"][0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Kaltes Händchen".encode(), None),
        (b"\xef\xbb\xbfone\r\ntwo\rthree", "one\ntwo\nthree"),
        ("utf-16 ありがとう".encode("utf-16"), "utf-16 ありがとう"),
    ],
)
async def test_text_files(client: httpx.AsyncClient, content: bytes, said: str | None):
    response = await sent(client, content, f"{TEXT}; charset=utf-8")
    assert response.json()["text"] == (said or content.decode())


def a_package(names: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in names.items():
            package.writestr(name, content)
    return file.getvalue()


REFUSED = [
    (a_pdf([SCAN]), PDF, "It is a scan"),
    (a_pdf(["One", SCAN, SCAN]), PDF, "Pages 2, 3 of 3 are scans"),
    (a_pdf(["One"], password="x"), PDF, "protected with a password"),
    (b"%PDF-1.4 " + MARKER.encode(), PDF, "not a PDF that can be read"),
    (a_docx([""]), DOCX, "holds no text"),
    (MARKER.encode(), DOCX, "not a Word document"),
    (a_package({"word/document.xml": b""}), DOCX, "not a Word document"),
    (a_package({"[Content_Types].xml": b"<Types/>"}), DOCX, "could not be read"),
    (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), DOCX, "Word's older kind"),
    (a_package({"[Content_Types].xml": b"", "word/vbaProject.bin": b"x"}), DOCX, "macros"),
    (a_package({"[Content_Types].xml": b"", "x": bytes(MOST_BYTES_UNPACKED + 1)}), DOCX, "larger than 64 MB"),
    (MARKER.encode() + b"\xff", TEXT, "UTF-8"),
    (MARKER.encode() + b"\0", TEXT, "binary"),
    (b" \n", TEXT, "holds no text"),
    (b"a" * 2_000_001, TEXT, "2,000,000 characters"),
]


@pytest.mark.parametrize(("content", "kind", "said"), REFUSED, ids=[said for _, _, said in REFUSED])
async def test_what_is_refused_is_said_without_its_words(
    client: httpx.AsyncClient, content: bytes, kind: str, said: str, caplog: pytest.LogCaptureFixture
):
    response = await sent(client, content, kind)
    assert (response.status_code, response.json()["code"]) == (422, "document_refused")
    assert said in response.json()["detail"]
    assert MARKER not in response.text
    assert MARKER not in "\n".join(JsonLines().format(record) for record in caplog.records)


async def test_other_kinds_are_refused(client: httpx.AsyncClient):
    for kind in ("image/png", "application/msword", ""):
        response = await sent(client, b"x", kind)
        assert (response.status_code, response.json()["code"]) == (415, "unsupported_document")


async def test_a_file_over_the_limit_is_refused(serve: Serve):
    async with serve(max_body_bytes=2048) as client:
        response = await sent(client, bytes(4096), PDF)
        assert (await client.get("/health")).json()["max_body_bytes"] == 2048
        assert (response.status_code, response.json()["code"]) == (413, "body_too_large")


async def test_reading_is_given_up_after_its_time(monkeypatch: pytest.MonkeyPatch, tmp_path):
    sleeper = tmp_path / "python"
    sleeper.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(30)\n")
    sleeper.chmod(0o700)
    monkeypatch.setattr("orchestrator.uploads.reading.sys.executable", str(sleeper))
    with pytest.raises(DocumentRefused) as refused:
        await FileReader(limit_seconds=0.2).read(b"x", MediaType.PDF)
    assert refused.value.reason is Reason.TOO_SLOW
