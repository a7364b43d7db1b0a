"""Text pasted again within one document is read once, where it first stands."""

from priorauth.case import Document, DocumentKind
from tests.unit.agents.reading.test_reader import PATIENT, READER

NOTE = "VITALS\nSpO2 86 % at rest on room air.\nHe denies orthopnea.\n"


def read(*texts: str) -> list[str]:
    documents = [
        Document(id=f"d{number}", kind=DocumentKind.VISIT_NOTE, text=text) for number, text in enumerate(texts, start=1)
    ]
    return [f"{fact.document_id} {fact.concept}" for fact in READER.read(documents, PATIENT).facts]


def test_a_note_pasted_three_times_states_its_facts_once() -> None:
    assert read(NOTE + "\n" + NOTE + "\n" + NOTE) == read(NOTE)


def test_the_same_words_in_another_document_stay() -> None:
    assert len(read(NOTE, NOTE)) == 2 * len(read(NOTE))


def test_another_value_in_the_same_words_stays() -> None:
    assert len(read(NOTE + "\n" + NOTE.replace("86", "93"))) > len(read(NOTE))
