"""The vocabulary: concepts, and the groups they count in."""

import pytest

from priorauth.vocabulary import Concept, ConceptKind, Denied, Vocabulary, alternatives, concept_problems
from tests.building.facts import VOCABULARY, a_concept


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("cough", {"cough"}),
        ("symptom", {"cough", "wheeze"}),
        ("conservative", {"exercise", "brace"}),
        ("nothing", set()),
    ],
)
def test_a_name_stands_for_a_concept_or_for_a_group(name: str, members: set[str]) -> None:
    assert VOCABULARY.members(name) == members


@pytest.mark.parametrize(("kind", "unit"), [(ConceptKind.MEASUREMENT, None), (ConceptKind.FINDING, "mmHg")])
def test_a_measurement_and_nothing_else_has_a_unit(kind: ConceptKind, unit: str | None) -> None:
    with pytest.raises(ValueError, match="a measurement, and nothing else, has a unit"):
        a_concept("pulse", kind, unit=unit)


def test_a_concept_is_defined_once() -> None:
    with pytest.raises(ValueError, match="the concept cough is defined twice"):
        Vocabulary(concepts=(a_concept("cough"), a_concept("cough")))


def test_what_is_denied_is_the_concept() -> None:
    denied = Denied.of(VOCABULARY.by_id["cough"])
    assert isinstance(denied, Concept)
    assert denied.model_dump() == VOCABULARY.by_id["cough"].model_dump()


def test_collective_cues_are_cues() -> None:
    concept = {"id": "stiffness", "name": "Stiffness", "kind": "finding", "cues": ["Stiff joint", "stiff"]}
    assert Concept.model_validate(concept | {"collective_cues": ["stiff joint"]}).collective_cues == ("stiff joint",)
    with pytest.raises(ValueError, match="collective_cues names what is no cue: locked"):
        Concept.model_validate(concept | {"collective_cues": ["locked"]})


@pytest.mark.parametrize(
    ("cue", "parts"),
    [
        ("<unable|not able> to walk", (("unable", "not able"), ("to",), ("walk",))),
        ("walks with <a|> <cane|walker>", (("walks",), ("with",), ("a", ""), ("cane", "walker"))),
        ("FDA<-| >approved", (("FDA-approved", "FDA approved"),)),
        ("T88 <= 88 %", (("T88",), ("<=",), ("88",), ("%",))),
    ],
)
def test_a_cue_tells_what_may_stand_at_each_place(cue: str, parts: tuple[tuple[str, ...], ...]) -> None:
    assert alternatives(cue) == parts


@pytest.mark.parametrize(
    ("cue", "problem"),
    [
        ("falls|fell", "has a bar outside of a choice; write choices as <one|other>"),
        ("<a|b|c|d|e|f|g>" * 3, "stands for more than 200 spellings; set its choices apart"),
    ],
)
def test_a_cue_that_cannot_be_told_apart_is_refused(cue: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Concept.model_validate({"id": "fall", "name": "Fall", "kind": "event", "cues": [cue]})


def test_what_implies_a_concept_states_it_too_also_through_another() -> None:
    croup = a_concept("croup").model_copy(update={"implies": ("barking_cough",)})
    barking = a_concept("barking_cough").model_copy(update={"implies": ("cough",)})
    vocabulary = Vocabulary(concepts=(a_concept("cough"), barking, croup))
    assert vocabulary.stating("cough") == {"cough", "barking_cough", "croup"}
    assert vocabulary.stating("croup") == {"croup"}


def test_two_words_for_one_thing_imply_each_other() -> None:
    one, other = a_concept("one"), a_concept("other")
    vocabulary = Vocabulary(
        concepts=(one.model_copy(update={"implies": ("other",)}), other.model_copy(update={"implies": ("one",)}))
    )
    assert vocabulary.stating("one") == vocabulary.stating("other") == {"one", "other"}


@pytest.mark.parametrize(
    ("implied", "problem"),
    [
        ("gout", "the concept cough implies 'gout', and no concept is named so"),
        ("cough", "the concept cough implies itself"),
    ],
)
def test_what_is_implied_is_another_concept(implied: str, problem: str) -> None:
    assert list(concept_problems([{"id": "fever"}, {"id": "cough", "implies": [implied]}])) == [(1, problem)]
