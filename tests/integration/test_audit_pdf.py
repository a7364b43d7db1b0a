"""The audit justification as a signed PDF: of a recommendation, of a determination, and where there is none."""

import asyncio
import base64
import io

import httpx
from pypdf import PdfReader

from orchestrator.documents.signing import SignatureState, check_signature
from orchestrator.documents.signing_key import place_of, read_signing_key
from orchestrator.settings import Settings
from priorauth.inputs import AgentName
from tests.integration.conftest import Serve
from tests.integration.fakes import FakeAgents
from tests.integration.sending import a_request, submit
from tests.integration.test_concluding import accept, concluded, recommended


def words_of(pdf: bytes) -> str:
    reader = PdfReader(io.BytesIO(pdf), strict=True)
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


async def state_of(pdf: bytes, settings: Settings) -> SignatureState:
    key = read_signing_key(place_of(settings))
    return (await asyncio.to_thread(check_signature, pdf, key.fingerprint)).state


async def test_a_recommendation_has_its_signed_pdf(client: httpx.AsyncClient, settings: Settings):
    case_id, digest = await recommended(client)
    answer = await client.get(f"/api/cases/{case_id}/audit.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == f'inline; filename="audit-{case_id}.pdf"'
    assert await state_of(answer.content, settings) is SignatureState.VALID

    said = words_of(answer.content)
    audit = (await client.get(f"/api/cases/{case_id}/audit")).json()
    for words in (
        "8. Regulatory compliance",
        digest[-40:],
        audit["events"][-1]["digest"][-20:],
        f"{case_id} Page 1 of ",
    ):
        assert words.replace(" ", "") in said.replace(" ", "")
    assert "Clinician's record" not in said

    again = await client.get(f"/api/cases/{case_id}/audit.pdf")
    assert again.headers["etag"] == answer.headers["etag"]
    assert again.headers["etag"].startswith('W/"sha256:')


async def test_a_determination_issues_it_once_with_the_clinicians_record(client: httpx.AsyncClient, settings: Settings):
    case_id, digest = await recommended(client)
    made = (await accept(client, case_id, digest)).json()["determination"]
    issued = (await concluded(client, case_id))["issued"][1]
    answer = await client.get(f"/api/cases/{case_id}/audit.pdf")
    assert answer.headers["etag"] == f'"{issued["digest"]}"'
    assert answer.content == (await client.get(issued["links"]["self"])).content
    assert await state_of(answer.content, settings) is SignatureState.VALID
    said = words_of(answer.content)
    assert "9. Clinician's record Determination (initial) approved" in said
    assert made["authorization_number"] in said


async def test_where_there_is_nothing_to_justify_that_is_told(serve: Serve, agents: FakeAgents):
    agents.acts[AgentName.CLINICAL] = agents.hang
    async with serve() as client:
        case_id = await submit(client)
        for wanted, status, code in (("PA-none", 404, "case_not_found"), (case_id, 409, "review_unfinished")):
            answer = await client.get(f"/api/cases/{wanted}/audit.pdf")
            assert (answer.status_code, answer.json()["code"]) == (status, code)
            assert answer.headers["content-type"] == "application/problem+json"


async def test_the_small_api_carries_it(client: httpx.AsyncClient, settings: Settings):
    answer = (await client.post("/api/review", json=a_request())).json()
    pdf = base64.b64decode(answer["audit_justification_pdf"])
    assert await state_of(pdf, settings) is SignatureState.VALID
    assert answer["request_id"] in words_of(pdf)
