"""The letters of a rule book: plan details, words and templates of each language, read and checked together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from priorauth.case import LineOfBusiness
from priorauth.errors import RuleProblem
from priorauth.frontmatter import Model, Source, parse_as, read_front_matter, read_yaml
from priorauth.letters.checks import MODELS, check_template, words_problems
from priorauth.letters.fields import values_of
from priorauth.letters.model import Letter, LetterKind
from priorauth.letters.plan import Language, PlanDetails
from priorauth.letters.templates import Filled, Part, TemplateHeader, digest_of_text, fill
from priorauth.letters.words import Words

FOLDER = "policies/letters"
DETAILS = "policies/plan-details.yaml"
ReadText = Callable[[Path], str | None]
"""Reads a file of the rule book; None where it cannot be read, which is then told."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template that was found right. ``digest`` is that of its text."""

    header: TemplateHeader
    parts: tuple[Part, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class LetterBook:
    """Everything that letters are written with, beside the case."""

    details: PlanDetails
    words: Mapping[Language, Words]
    templates: tuple[Template, ...]

    def template(self, kind: LetterKind, language: Language, business: LineOfBusiness | None) -> Template:
        """The template of a letter: one for its line of business before one for all."""
        fitting = [one for one in self.templates if kind in one.header.kinds and one.header.language is language]
        return next(
            (one for one in fitting if business in one.header.lines_of_business),
            next(one for one in fitting if not one.header.lines_of_business),
        )

    def write(self, letter: Letter, business: LineOfBusiness | None) -> Filled:
        """The letter's text, with a mark for each value."""
        template = self.template(letter.kind, letter.language, business)
        return fill(template.parts, values_of(letter, self.words[letter.language]))


class LetterReading:
    """One pass over the files of the letters, collecting problems."""

    def __init__(self, root: Path, text_of: ReadText) -> None:
        self._root, self._text_of = root, text_of
        self.problems: list[RuleProblem] = []

    def read(self) -> LetterBook | None:
        """The letters; None where something is wrong with them."""
        details = self._details()
        words = {language: self._words(language) for language in Language}
        templates = [one for language in Language for one in self._templates(language)]
        if not self.problems:
            self.problems.extend(_missing_templates(templates))
        right = {language: found for language, found in words.items() if found is not None}
        if self.problems or details is None or len(right) < len(words):
            return None
        return LetterBook(details, right, tuple(templates))

    def _details(self) -> PlanDetails | None:
        source = self._source(self._root / DETAILS, read_yaml)
        return None if source is None else self._parse(source, PlanDetails)

    def _words(self, language: Language) -> Words | None:
        source = self._source(self._root / FOLDER / language.value / "words.yaml", read_yaml)
        words = None if source is None else self._parse(source, Words)
        if source is None or words is None:
            return None
        for message in words_problems(language, {key.value: said for key, said in words.statements.items()}):
            self._problem(source, message, source.line_of(["statements"]))
        if words.language is not language:
            self._problem(source, "the language is not its folder's", source.line_of(["language"]))
        return words

    def _templates(self, language: Language) -> Iterator[Template]:
        for path in sorted((self._root / FOLDER / language.value).glob("*.md")):
            source = self._source(path, read_front_matter)
            header = None if source is None else self._parse(source, TemplateHeader)
            if source is None or header is None:
                continue
            parts, problems = check_template(header, source.body)
            for problem in problems:
                line = 1 if problem.line is None else source.body_line + problem.line
                self._problem(source, problem.message, line)
            if header.language is not language:
                self._problem(source, "the language is not its folder's", source.line_of(["language"]))
            yield Template(header, parts, digest_of_text(source.body))

    def _source(self, path: Path, reader: Callable[[str, str], Source | RuleProblem]) -> Source | None:
        text = self._text_of(path)
        if text is None:
            return None
        source = reader(path.relative_to(self._root).as_posix(), text)
        if isinstance(source, RuleProblem):
            self.problems.append(source)
            return None
        return source

    def _parse(self, source: Source, model: type[Model]) -> Model | None:
        parsed = parse_as(model, source, source.data)
        if isinstance(parsed, list):
            self.problems.extend(parsed)
            return None
        return parsed

    def _problem(self, source: Source, message: str, line: int) -> None:
        self.problems.append(RuleProblem(file=source.file, line=line, message=message))


def _missing_templates(templates: Sequence[Template]) -> Iterator[RuleProblem]:
    """Every kind of letter has one template for all lines of business in every language, and one for each other."""
    for language in Language:
        own = [one.header for one in templates if one.header.language is language]
        for kind in MODELS:
            of_kind = [one for one in own if kind in one.kinds]
            for_all = sum(not one.lines_of_business for one in of_kind)
            limited = [business for one in of_kind for business in one.lines_of_business]
            name = kind.value.replace("_", " ")
            if for_all != 1:
                message = f"{for_all or 'no'} templates are for the letter {name} of all lines of business; have one"
                yield RuleProblem(file=f"{FOLDER}/{language.value}", line=1, message=message)
            if len(set(limited)) < len(limited):
                message = f"two templates are for the letter {name} of one line of business"
                yield RuleProblem(file=f"{FOLDER}/{language.value}", line=1, message=message)
