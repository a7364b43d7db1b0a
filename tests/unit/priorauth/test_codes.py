"""Codes: what is well formed, and what the canonical form is."""

import pytest

from priorauth.codes import CodeSystem, Icd10CmCode, InvalidCode, Mbi, Modifier, Npi, ProcedureCode, ProcedureKind
from priorauth.value import Value


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("J44.1", "J44.1"),
        ("j441", "J44.1"),
        (" I10 ", "I10"),
        ("Z79.4", "Z79.4"),
        ("C7A.00", "C7A.00"),
        ("S72.001A", "S72.001A"),
        ("s72001a", "S72.001A"),
        ("T36.0X1A", "T36.0X1A"),
        ("U07.1", "U07.1"),
        ("J84.121", "J84.121"),
    ],
)
def test_an_icd_10_cm_code_is_canonical_with_its_dot(text: str, canonical: str) -> None:
    assert Icd10CmCode(text) == canonical


@pytest.mark.parametrize(
    "text", ["", "J4", "J44.", "44.1", "JJ4.1", "J44.12345", "J44.1.1", "J4.41", "J44 .1", "J44.é", "J44.1\n2", "٤44"]
)
def test_no_icd_10_cm_code(text: str) -> None:
    with pytest.raises(InvalidCode, match="a letter, a digit, a letter or digit"):
        Icd10CmCode(text)


@pytest.mark.parametrize(
    ("code", "ancestor", "within"),
    [
        ("M17.11", "M17", True),
        ("M17.11", "M17.1", True),
        ("M17.11", "M17.11", True),
        ("M17.1", "M17.11", False),
        ("M17.11", "M18", False),
    ],
)
def test_a_diagnosis_stands_within_its_category(code: str, ancestor: str, within: bool) -> None:
    assert Icd10CmCode(code).is_within(ancestor) is within
    assert Icd10CmCode(code).category == code[:3]


@pytest.mark.parametrize(
    ("text", "kind", "system"),
    [
        ("99213", ProcedureKind.CPT_I, CodeSystem.CPT),
        ("00100", ProcedureKind.CPT_I, CodeSystem.CPT),
        ("1036f", ProcedureKind.CPT_II, CodeSystem.CPT),
        ("0042T", ProcedureKind.CPT_III, CodeSystem.CPT),
        ("0001U", ProcedureKind.CPT_PLA, CodeSystem.CPT),
        ("0002M", ProcedureKind.CPT_MAAA, CodeSystem.CPT),
        (" e1390", ProcedureKind.HCPCS_II, CodeSystem.HCPCS),
        ("A0021", ProcedureKind.HCPCS_II, CodeSystem.HCPCS),
        ("V5364", ProcedureKind.HCPCS_II, CodeSystem.HCPCS),
    ],
)
def test_a_procedure_code_knows_its_part(text: str, kind: ProcedureKind, system: CodeSystem) -> None:
    code = ProcedureCode(text)
    assert code == text.strip().upper()
    assert (code.kind, code.system) == (kind, system)


@pytest.mark.parametrize("text", ["", "9921", "992133", "W0001", "E139", "99213-25", "99213 RT", "0042X", "F1036"[:4]])
def test_no_procedure_code(text: str) -> None:
    with pytest.raises(InvalidCode, match="give modifiers apart"):
        ProcedureCode(text)


@pytest.mark.parametrize("text", ["rt", "26", "N1", "59"])
def test_a_modifier_is_two_characters(text: str) -> None:
    assert Modifier(text) == text.upper()


@pytest.mark.parametrize("text", ["", "R", "RTT", "R-", "é1"])
def test_no_modifier(text: str) -> None:
    with pytest.raises(InvalidCode, match="two letters or digits"):
        Modifier(text)


@pytest.mark.parametrize("text", ["1234567893", "1245319599", " 1234567893 ", "2000006850"])
def test_an_npi_whose_check_digit_matches(text: str) -> None:
    assert Npi(text) == text.strip()


@pytest.mark.parametrize("last", [digit for digit in "0123456789" if digit != "3"])
def test_an_npi_has_one_check_digit_only(last: str) -> None:
    with pytest.raises(InvalidCode, match="check digit does not match"):
        Npi("123456789" + last)


@pytest.mark.parametrize(
    "text", ["", "123456789", "12345678931", "3234567893", "0234567893", "12345A7893", "123456789٣"]
)
def test_no_npi(text: str) -> None:
    with pytest.raises(InvalidCode, match="ten digits that begin with 1 or 2"):
        Npi(text)


@pytest.mark.parametrize("text", ["1EG4-TE5-MK73", "1eg4te5mk73", "1EG4TE5MK73", "9AA9AA9AA99", "1E44T55MK73"])
def test_an_mbi_has_no_dashes(text: str) -> None:
    assert Mbi(text) == text.upper().replace("-", "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0EG4TE5MK73", "begins with 0"),
        ("1SG4TE5MK73", "holds an S"),
        ("1EB4TE5MK73", "holds a B"),
        ("1EGATE5MK73", "position 4 is a letter"),
        ("1EG41E5MK73", "position 5 is a digit"),
        ("1EG4TE5M773", "position 9 is a digit"),
        ("1EG4TE5MK7", "is too short"),
        ("1EG4TE5MK7A", "ends with a letter"),
    ],
)
def test_no_mbi(text: str, why: str) -> None:
    with pytest.raises(InvalidCode, match="Medicare Beneficiary Identifier"):
        Mbi(text)


def test_a_code_that_is_asked_for_politely_is_none_where_there_is_none() -> None:
    assert Icd10CmCode.parse("J44.1") == "J44.1"
    assert Icd10CmCode.parse("none") is None


def test_a_code_as_a_field_is_text_in_json() -> None:
    class Coded(Value):
        code: Icd10CmCode

    coded = Coded.model_validate({"code": "j441"})
    assert isinstance(coded.code, Icd10CmCode)
    assert coded.model_dump_json() == '{"code":"J44.1"}'
    with pytest.raises(ValueError, match="an ICD-10-CM code is"):
        Coded.model_validate({"code": "none"})
