"""The letters of a rule book: what is wrong with them is told all at once, by file and line."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from priorauth.case import LineOfBusiness
from priorauth.deadlines import Ground
from priorauth.letters.book import LetterReading
from priorauth.letters.checks import MANDATORY, MODELS
from priorauth.letters.model import LetterKind
from priorauth.letters.plan import Language
from tests.repository.tree import ROOT
from tests.rules.rule_cases import rule_book

Change = Callable[[str], str]


def problems(tmp_path: Path, file: str, change: Change | None) -> list[str]:
    """What is told of the repository's letters after a change of one file; None removes it."""
    shutil.copytree(ROOT / "policies" / "letters", tmp_path / "policies" / "letters")
    shutil.copy(ROOT / "policies" / "plan-details.yaml", tmp_path / "policies")
    path = tmp_path / "policies" / file
    if change is None:
        path.unlink()
    else:
        text = path.read_text(encoding="utf-8")
        assert change(text) != text
        path.write_text(change(text), encoding="utf-8")

    def text_of(path: Path) -> str | None:
        return path.read_text(encoding="utf-8") if path.exists() else None

    reading = LetterReading(tmp_path, text_of)
    assert reading.read() is None or not reading.problems
    return [str(problem) for problem in reading.problems]


def replacing(old: str, new: str = "") -> Change:
    return lambda text: text.replace(old, new)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_has_a_template_in_every_language(kind: LetterKind, language: Language):
    book = rule_book().letters
    assert kind in book.template(kind, language, None).header.kinds
    assert MODELS[kind]
    assert MANDATORY[kind]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", [LetterKind.ADVERSE, LetterKind.PARTIAL])
def test_medicare_advantage_has_its_own_locked_form(kind: LetterKind, language: Language):
    own = rule_book().letters.template(kind, language, LineOfBusiness.MEDICARE_ADVANTAGE).header
    assert (own.form, own.locked) == ("CMS-10003-NDMCP", True)
    assert rule_book().letters.template(kind, language, LineOfBusiness.COMMERCIAL).header.form is None


def test_letters_take_no_part_in_a_review():
    assert not [name for name in rule_book().digests if "letters" in name or "plan-details" in name]


def test_the_spanish_words_name_every_kind_of_service():
    table = rule_book().skills.compliance.service_types
    assert {one.category for one in table} <= set(rule_book().letters.words[Language.ES].service_kinds)


@pytest.mark.parametrize(
    ("file", "change", "told"),
    [
        (
            "letters/en/approval.md",
            replacing("{{number}}", "{{nubmer}}"),
            [
                "en/approval.md:1: a letter of the kind approval has to say",
                "{{nubmer}} is no field of the letter approval",
            ],
        ),
        (
            "letters/en/approval.md",
            replacing("{{decider.name}}", "{{decider}}"),
            ["{{decider}} has fields of its own", "does not: decider.name"],
        ),
        ("letters/en/approval.md", replacing("{{plan.tty}}", "{{plan.ttx}}"), ["{{plan.ttx}} is no field", "plan.tty"]),
        ("letters/en/adverse.md", replacing("{{appeal.until}}"), ["does not: appeal.until", "does not: appeal.until"]),
        ("letters/es/adverse.md", replacing("{{appeal.fast}}"), ["does not: appeal.fast", "does not: appeal.fast"]),
        ("letters/en/adverse.md", replacing("{{fact}}"), ["does not: denied.fact", "does not: denied.fact"]),
        (
            "letters/en/adverse.md",
            replacing("**What your records show:** {{fact}}", "{{#side}}{{fact}}{{/side}}"),
            ["does not: denied.fact", "does not: denied.fact"],
        ),
        ("letters/en/adverse.md", replacing("{{provision}}"), ["denied.provision", "denied.provision"]),
        ("letters/en/appeal-adverse.md", replacing("{{next_step}}"), ["does not: next_step"]),
        ("letters/en/extension.md", replacing("{{grievance}}"), ["does not: grievance"]),
        ("letters/en/information-request.md", replacing("{{no_decision}}"), ["does not: no_decision"]),
        ("letters/es/information-request.md", replacing("{{clock}}"), ["does not: clock"]),
        (
            "letters/en/information-request.md",
            replacing("To look at the request", "So that it is not denied"),
            ["'denied' may not stand in a letter that tells no decision"],
        ),
        (
            "letters/es/extension.md",
            replacing("Si no está de acuerdo", "Si la rechazamos"),
            ["'rechazamos' may not stand in a letter that tells no decision"],
        ),
        (
            "letters/en/adverse.md",
            replacing("This letter says", "The system found a score. This letter says"),
            ["'The system found' names no reason"],
        ),
        (
            "letters/en/adverse.md",
            replacing("**Why this was not approved:**", "**Not medically necessary:**"),
            ["'Not medically necessary' names no reason"],
        ),
        ("letters/en/approval.md", replacing("# Your request was approved\n"), ["a letter begins with its title"]),
        ("letters/en/approval.md", replacing("{{/providers}}"), ["the section providers is not closed"]),
        ("letters/en/approval.md", replacing("language: en", "language: es"), ["the language is not its folder's"]),
        ("letters/en/approval.md", replacing("kinds: [approval]", "kinds: [denial]"), ["kinds.0: Input should be"]),
        ("letters/en/approval.md", replacing("---", "--"), ["begins with a YAML block"]),
        (
            "letters/en/medicare-denial-notice.md",
            replacing("Read it carefully.", "Read it."),
            ["the text of CMS-10003-NDMCP, version structure-1, is locked and was changed"],
        ),
        (
            "letters/en/medicare-denial-notice.md",
            replacing("form: CMS-10003-NDMCP\n"),
            ["a locked template names its form and the digest"],
        ),
        (
            "letters/en/medicare-denial-notice.md",
            replacing("lines_of_business: [medicare_advantage]\n"),
            ["2 templates are for the letter partial", "2 templates are for the letter adverse"],
        ),
        (
            "letters/en/medicare-denial-notice.md",
            replacing("[medicare_advantage]", "[medicare_advantage, medicare_advantage]"),
            ["two templates are for the letter partial", "two templates are for the letter adverse"],
        ),
        ("letters/es/approval.md", None, ["no templates are for the letter approval of all lines of business"]),
        ("letters/es/words.yaml", replacing("language: es", "language: en"), ["the language is not its folder's"]),
        ("letters/es/words.yaml", replacing("{left: izquierdo, ", "{"), ["words are missing: sides.left"]),
        (
            "letters/es/words.yaml",
            replacing("  no_decision: No se ha tomado", "  no_decision: No se ha denegado nada. No se ha tomado"),
            ["the sentence no_decision (es) has a word that may not stand where no decision is told"],
        ),
        ("letters/es/words.yaml", replacing("{day} de {month}", "{dya} de {month}"), ["a form has a part"]),
        ("plan-details.yaml", replacing("name: Example Health Plan (demonstration)\n"), ["name: Field required"]),
        (
            "plan-details.yaml",
            replacing("  es: de 8 a. m. a 8 p. m., los siete días de la semana\n"),
            ["say it in every language of the letters; missing: es"],
        ),
        (
            "plan-details.yaml",
            replacing("line_of_business: marketplace", "line_of_business: commercial"),
            ["appeal_terms names a line of business once"],
        ),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, file: str, change: Change | None, told: list[str]):
    found = problems(tmp_path, file, change)
    assert len(found) == len(told), found
    for expected in told:
        assert any(expected in one for one in found), found


def test_a_problem_names_its_line(tmp_path: Path):
    text = (ROOT / "policies/letters/en/approval.md").read_text(encoding="utf-8").splitlines()
    line = next(number for number, one in enumerate(text, start=1) if "{{received_on}}" in one)
    (told,) = problems(tmp_path, "letters/en/approval.md", replacing("{{received_on}}", "{{received}}"))
    assert told == (f"policies/letters/en/approval.md:{line}: {{{{received}}}} is no field of the letter approval")


def test_a_missing_file_is_told_by_who_reads_it(tmp_path: Path):
    shutil.copytree(ROOT / "policies" / "letters", tmp_path / "policies" / "letters")
    (tmp_path / "policies" / "letters" / "en" / "words.yaml").unlink()
    asked: list[str] = []

    def text_of(path: Path) -> str | None:
        if not path.exists():
            asked.append(path.name)
            return None
        return path.read_text(encoding="utf-8")

    assert LetterReading(tmp_path, text_of).read() is None
    assert asked == ["plan-details.yaml", "words.yaml"]


def test_every_ground_and_place_is_told_in_words():
    for language, words in rule_book().letters.words.items():
        assert words.language is language
        assert words.place("11") == words.places["11"]
        assert "99" in words.place("99")
        assert {words.term(ground) for ground in Ground} == set(words.grounds.values())
        assert words.term(LetterKind.APPROVAL) == "approval"
