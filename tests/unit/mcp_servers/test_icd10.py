"""The ICD-10-CM database and its tools."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mcp_servers.icd10.build import DATA_VERSION, build
from mcp_servers.icd10.server import (
    GetByCategory,
    GetHierarchy,
    LookupCode,
    SearchCodes,
    ValidateCode,
    get_by_category,
    get_hierarchy,
    lookup_code,
    search_codes,
    validate_code,
)
from mcp_servers.icd10.store import DEFAULT_DATABASE, CodeStore, DatabaseMissing, search_words
from priorauth.codes import Icd10CmCode

HOSTILE = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="\"*():^-+.{}'; ANDORNEAR", max_size=300),
    st.sampled_from(['" OR 1=1 --', "NEAR(a b)", "title:knee", "knee*", "'; DROP TABLE item; --", "\x00", "é", "膝"]),
)


@pytest.fixture(scope="module")
def store() -> Iterator[CodeStore]:
    if not DEFAULT_DATABASE.is_file():
        build(DEFAULT_DATABASE)
    opened = CodeStore()
    yield opened
    opened.close()


def test_a_missing_database_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissing, match="run `make setup`"):
        CodeStore(tmp_path / "none.sqlite")


def test_building_replaces_what_was_there_and_leaves_no_draft(tmp_path: Path) -> None:
    notes = {"inclusion": ["Sore knee"], "includes": [], "excludes1": [], "excludes2": []}
    target = tmp_path / "var" / "codes.sqlite"
    for title in ("Old", "Pain"):
        assert build(target, [("M25.5", title, "M25", True, notes), ("M25", "Joints", None, False, notes)]) == 2
    small = CodeStore(target)
    assert [(line.code, line.title) for line in small.search(["sore", "kne"], 5, billable_only=True)[0]] == [
        ("M25.5", "Pain")
    ]
    small.close()
    assert list(target.parent.iterdir()) == [target]


def test_the_release_is_whole(store: CodeStore) -> None:
    assert store.version == DATA_VERSION
    categories = sum(store.categories(letter, 1)[1] for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    billable = sum(store.with_prefix(letter, 1, billable_only=True)[1] for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert (categories, billable) == (1918, 74719)


@pytest.mark.parametrize("letter", "AEJMSZ")
def test_every_code_is_well_formed_and_stands_below_its_parent(store: CodeStore, letter: str) -> None:
    lines, total = store.with_prefix(letter, 100_000, billable_only=False)
    assert len(lines) == total
    for line in lines:
        assert Icd10CmCode(line.code) == line.code
        assert (line.parent is None) == (len(line.code) == 3)
        assert line.parent is None or Icd10CmCode(line.code).is_within(line.parent)


def test_a_code_of_a_block_of_its_own_has_no_parent(store: CodeStore) -> None:
    lonely, deep = store.line("B20"), store.line("C7A.021")
    assert lonely is not None
    assert store.ancestors(lonely) == []
    assert deep is not None
    assert [line.code for line in store.ancestors(deep)] == ["C7A", "C7A.0", "C7A.02"]


def test_notes_of_the_codes_above_count(store: CodeStore) -> None:
    found = lookup_code(store, LookupCode(code="J44.1")).found
    assert found is not None
    assert "chronic bronchitis with emphysema" in found.includes
    assert any(note.startswith("emphysema without chronic bronchitis") for note in found.excludes2)
    assert len(set(found.includes)) == len(found.includes)


def test_a_code_that_is_not_billable_names_the_first_billable_codes_and_counts_all(store: CodeStore) -> None:
    found = validate_code(store, ValidateCode(code="S72")).found
    assert found is not None
    assert not found.billable
    assert len(found.billable_descendants) == 25
    assert found.billable_descendant_count == 2466
    assert all(line.billable for line in found.billable_descendants)


@pytest.mark.parametrize("text", ["j441", " J44.1 ", "J44.1"])
def test_a_code_is_canonicalized(store: CodeStore, text: str) -> None:
    assert validate_code(store, ValidateCode(code=text)).found.code == "J44.1"


@pytest.mark.parametrize("text", ["99213", "J", "J44.", "??"])
def test_a_malformed_code_is_not_valid_and_cannot_be_looked_up(store: CodeStore, text: str) -> None:
    checked = validate_code(store, ValidateCode(code=text)).found
    assert checked is not None
    assert not checked.valid
    assert "not well formed" in (checked.reason or "")
    assert lookup_code(store, LookupCode(code=text)).outcome == "refused"


def test_procedures_are_not_in_these_data(store: CodeStore) -> None:
    assert validate_code(store, ValidateCode(code="0SRD0J9", code_type="procedure")).outcome == "not_in_snapshot"
    assert search_codes(store, SearchCodes(query="knee", code_type="procedure")).outcome == "not_in_snapshot"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("copd exacerbation", "J44.1"),
        ("obstructive sleep apnea", "G47.33"),
        ("diabet foot ulcer type 2", "E11.621"),
        ("low back pain", "M54.5"),
        ("unilateral primary osteoarthritis right knee", "M17.11"),
    ],
)
def test_the_code_that_is_meant_comes_first(store: CodeStore, query: str, code: str) -> None:
    assert search_codes(store, SearchCodes(query=query)).found.codes[0].code == code


def test_search_by_the_beginning_of_a_code(store: CodeStore) -> None:
    found = search_codes(store, SearchCodes(query="m171", search_by="code")).found
    assert [line.code for line in found.codes] == ["M17.1", "M17.10", "M17.11", "M17.12"]
    assert search_codes(store, SearchCodes(query="???", search_by="code")).outcome == "refused"
    assert search_codes(store, SearchCodes(query="Q99.99", search_by="code")).outcome == "nothing_found"


def test_billable_only(store: CodeStore) -> None:
    found = search_codes(store, SearchCodes(query="low back pain", valid_for_hipaa_only=True)).found
    assert found.codes
    assert all(line.billable for line in found.codes)


@pytest.mark.parametrize("search_by", ["description", "code"])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=HOSTILE)
def test_no_search_text_fails(store: CodeStore, search_by: str, query: str) -> None:
    asked = SearchCodes.model_construct(
        query=query, search_by=search_by, code_type="diagnosis", limit=5, valid_for_hipaa_only=False
    )
    assert search_codes(store, asked).outcome in ("answered", "nothing_found", "refused")


@given(st.text(max_size=10_000))
def test_a_search_has_twelve_words_at_the_most(text: str) -> None:
    assert len(search_words(text)) <= 12


def test_hierarchy_and_category(store: CodeStore) -> None:
    hierarchy = get_hierarchy(store, GetHierarchy(code_prefix="E11")).found
    assert (len(hierarchy.descendants), hierarchy.total) == (50, 116)
    assert get_by_category(store, GetByCategory(category="I10")).found.codes[0].code == "I10"
    assert get_by_category(store, GetByCategory(chapter="z", limit=500)).found.total == 90
    assert get_by_category(store, GetByCategory()).outcome == "refused"
    assert get_by_category(store, GetByCategory(category="Q01")).outcome == "answered"
    assert get_by_category(store, GetByCategory(category="U99")).outcome == "nothing_found"
