"""Changes to a record: what each of them does to a text, and when it is not made."""

from typing import Any

import pytest

from evaluation.exam.cases import LabelledCase
from evaluation.metamorphic.checks import CHANGES
from evaluation.metamorphic.dates import FORMS, redated
from evaluation.metamorphic.deletion import Deletion, without_sentences
from evaluation.metamorphic.layout import with_an_idle_paragraph, with_sections_moved
from evaluation.metamorphic.names import renamed, strangers
from evaluation.metamorphic.persons import of_race, of_the_other_sex
from evaluation.metamorphic.report import table
from evaluation.metamorphic.run import Broken, Check, chosen
from evaluation.metamorphic.units import in_other_units
from priorauth.evidence import Span
from priorauth.recommendation import Outcome
from tests.building.cases import a_document


def labelled(*texts: str, name: str = "Rhiannon Coldwater", sex: str = "female", author: str = "L. Sandoval") -> Any:
    return LabelledCase.model_validate(
        {
            "id": "a",
            "twin": "b",
            "differs": "one fact",
            "style": "terse",
            "expected": {"recommendation": "APPROVE"},
            "submission": {
                "member": {"name": name, "sex": sex},
                "provider": {"name": author},
                "documents": [{"kind": "visit_note", "text": text, "author": author} for text in texts],
            },
        }
    )


def first_text(submission: dict[str, Any] | None) -> str | None:
    return submission["documents"][0]["text"] if submission else None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Coldwater, Rhiannon DOB 1/2/50", "Washington, Lakeisha DOB 1/2/50"),
        ("COLDWATER, RHIANNON", "WASHINGTON, LAKEISHA"),
        ("Ms. Coldwater's knee; R. Coldwater agrees", "Ms. Washington's knee; L. Washington agrees"),
        ("Coldwater, R", "Washington, L"),
        ("cold water and Coldwaters", "cold water and Coldwaters"),
    ],
)
def test_a_name_is_swapped_throughout(before: str, after: str) -> None:
    changed = renamed(labelled(before), "Lakeisha Washington")
    assert first_text(changed) == after
    assert changed is not None
    assert changed["member"]["name"] == "Lakeisha Washington"


def test_a_name_that_somebody_else_bears_is_left_alone() -> None:
    assert renamed(labelled("Coldwater", author="Ann Coldwater, MD"), "Lakeisha Washington") is None


def test_another_patients_name_stands_in_one_document_that_names_the_member() -> None:
    case = labelled("Coldwater, Rhiannon", "no name", "Rhiannon Coldwater")
    found = [(place, [one["text"] for one in changed["documents"]]) for place, changed in strangers(case)]
    assert found == [
        ("document 1", ["Pruitt-Vang, Desmond", "no name", "Rhiannon Coldwater"]),
        ("document 3", ["Coldwater, Rhiannon", "no name", "Desmond Pruitt-Vang"]),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("She says her knee hurts.", "He says his knee hurts."),
        ("60F, 60 F, 60 y/o F, 60-year-old woman", "60M, 60 M, 60 y/o M, 60-year-old man"),
        ("Sex: F", "Sex: M"),
        (
            "I regard her as stable; I saw her. Her leg hurts her.",
            "I regard him as stable; I saw him. His leg hurts him.",
        ),
        ("Mrs. Coldwater", "Mr. Coldwater"),
        ("T 98.6 F", "T 98.6 F"),
    ],
)
def test_the_other_sex(before: str, after: str) -> None:
    changed = of_the_other_sex(labelled(before))
    assert first_text(changed) == after
    assert changed is not None
    assert changed["member"]["sex"] == "male"


@pytest.mark.parametrize("text", ["G2P2", "hysterectomy 1999", "mammogram normal"])
def test_sex_stays_where_the_record_tells_it_by_the_body(text: str) -> None:
    assert of_the_other_sex(labelled(text)) is None


def test_race_is_named_beside_the_person_or_at_the_head() -> None:
    change = of_race("Black", "Race: Black.")
    assert first_text(change(labelled("A 60-year-old woman. 60 yo F"))) == "A 60-year-old Black woman. 60 yo Black F"
    assert first_text(change(labelled("Knee pain."))) == "Race: Black.\n\nKnee pain."


@pytest.mark.parametrize("written", ["2026-09-14", "09/14/2026", "9/14/26", "September 14, 2026", "Sept 14, 2026"])
@pytest.mark.parametrize("form", FORMS)
def test_a_date_in_every_form(written: str, form: str) -> None:
    changed = redated(labelled(f"Seen {written}."), FORMS[form])
    assert first_text(changed) == (f"Seen {form}." if written != form else None)


@pytest.mark.parametrize(
    "text", ["5/4/26-7/10/26", "May 4 through July 10, 2026", "BP 120/80/60", "2026-13-40", "9/2025"]
)
def test_a_range_and_what_is_no_date_stay(text: str) -> None:
    assert redated(labelled(text), FORMS["2026-09-14"]) is None


def test_a_short_year_of_birth_is_one_of_the_last_century() -> None:
    assert first_text(redated(labelled("DOB 3/18/66"), FORMS["2026-09-14"])) == "DOB 1966-03-18"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Wt 80 kg", "Wt 176.4 lb"),
        ("Weight 176.4 lb", "Weight 80.0 kg"),
        ("Ht 165 cm, tumor 3 cm", "Ht 65.0 in, tumor 3 cm"),
        ("Height: 65 in", "Height: 165.1 cm"),
        ("5'4\" tall", "162.6 cm tall"),
        ("5 mg/kg and 36 kg/m2, 3 in the morning", None),
    ],
)
def test_the_other_units(before: str, after: str | None) -> None:
    assert first_text(in_other_units(labelled(before))) == after


def test_sections_move_between_the_head_and_the_assessment() -> None:
    text = "NOTE\nHPI: pain.\nmore pain\nPMH: none.\nExam: normal.\nA: sprain.\nsigned"
    moved = "NOTE\nExam: normal.\nPMH: none.\nHPI: pain.\nmore pain\nA: sprain.\nsigned"
    assert first_text(with_sections_moved(labelled(text))) == moved


@pytest.mark.parametrize(
    "text", ["HPI: a\nPMH: b\n", "HPI: a\nA: c\n", "HPI: a\nPMH: b\nA: c\nHPI: d\n", "A: c\nHPI: a\nPMH: b\n"]
)
def test_sections_stay_where_their_order_may_mean_something(text: str) -> None:
    assert with_sections_moved(labelled(text)) is None


def test_an_idle_paragraph_stands_between_the_others_or_at_the_end() -> None:
    between = first_text(with_an_idle_paragraph(labelled("one\n\ntwo\n\nthree"))) or ""
    assert between.startswith("one\n\nThe waiting room")
    assert between.endswith("explained.\n\ntwo\n\nthree\n")
    table = "at rest\n\n    Result   Range\nPO2     53\n\nPO2   53"
    assert (first_text(with_an_idle_paragraph(labelled(table))) or "").startswith(f"{table}\n\nThe waiting room")
    assert (first_text(with_an_idle_paragraph(labelled("one"))) or "").startswith("one\n\nThe waiting room")


def test_every_change_has_a_name_of_its_own() -> None:
    assert len({change.name for change in CHANGES}) == len(CHANGES)


def test_approvable_cases_are_chosen_all_and_of_the_others_some() -> None:
    others = [
        labelled("x").model_copy(
            update={
                "id": f"n{number}",
                "expected": labelled("x").expected.model_copy(update={"recommendation": Outcome.PEND}),
            }
        )
        for number in range(80)
    ]
    found = chosen([labelled("x"), *others])
    assert found[0].id == "a"
    assert 10 < len(found) < 35


def test_whole_sentences_are_deleted_and_an_empty_document_is_left_out() -> None:
    texts = ("He is well. BMI 37.2 today. No fever.\nLine two\nHt 178 cm", "BMI 37.2")
    documents = [a_document(id=f"d{number}", text=text) for number, text in enumerate(texts, start=1)]
    quotes = [("d1", "37.2 today"), ("d1", "BMI 37.2"), ("d1", "Line two"), ("d2", "BMI")]
    spans = [
        Span(document_id=id, start=start, end=start + len(quote), quote=quote)
        for id, quote in quotes
        for start in [texts[int(id[1:]) - 1].index(quote)]
    ]
    changed = without_sentences({"member": 1, "documents": []}, documents, spans)
    assert changed["member"] == 1
    assert [document["text"] for document in changed["documents"]] == ["He is well. No fever.\n\nHt 178 cm"]


def test_a_deletion_is_right_where_the_case_pends_or_needs_no_sentence() -> None:
    approve, pend = Outcome.APPROVE, Outcome.PEND
    assert Deletion(("1", "x"), pend, 1, None).is_right
    assert Deletion(("1", "x"), approve, 1, "presumed absent").is_right
    assert not Deletion(("1", "x"), approve, 1, None).is_right


def test_the_table_names_what_broke_and_how() -> None:
    broken = (Broken(case="st-1", outcome=True, how="APPROVE → PEND"), Broken(case="st-2", outcome=False, how="x: MET"))
    checks = [
        Check(name="dates", keeps=True, cases=9, changes=9, broken=broken),
        Check(name="units", keeps=True, cases=4, changes=4, broken=(), notes="all weights"),
    ]
    lines = [" ".join(line.marker.plain.split() + line.body.plain.split()) for line in table(checks)]
    assert lines == [
        "METAMORPHIC CHECKS",
        "check cases changes wrong outcome other wrong broken",
        "dates 9 9 1 1 st-1, st-2",
        "units 4 4 0 0 none (all weights)",
        "",
        "dates:",
        "st-1: APPROVE → PEND",
        "st-2: x: MET",
    ]
