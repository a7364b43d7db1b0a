"""The speed of what is computed: reading records, loading the rule book, evaluating policies. All in this process."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from agents.kit import patient_of
from agents.reading.reader import Reader
from evaluation.figures import Figure, percentile
from evaluation.records import EXAMPLES, REPOSITORY, example_bodies, long_body
from orchestrator.clock import utc_now
from priorauth.case import Case
from priorauth.evaluation import Inherited, evaluate
from priorauth.inquiry import Inquiry
from priorauth.nodes import Verification
from priorauth.policy import Policy
from priorauth.rulebook import RuleBook, read_rule_book
from priorauth.submission import accept, parse_submission

NOTE_WORDS, NOTE_CHARACTERS = 1_000, 6_400
"""A note of two pages."""
NOTE_LIMIT_MS, RECORD_LIMIT_MS, POLICY_LIMIT_MS, LOADING_LIMIT_MS = 15, 400, 1, 300
RECORD_CHARACTERS = 150_000
"""A record of 50 pages."""
GROWTH = ((1_000, 40), (10_000, 20), (100_000, 5), (1_000_000, 2))
"""Characters to be read, and how often."""
EXAMPLE_READINGS, NOTE_READINGS, RECORD_READINGS, LOADINGS, EVALUATIONS = 10, 40, 10, 10, 5


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of wall and CPU time of the same work, done several times."""

    wall: Sequence[float]
    cpu: Sequence[float]

    def beside(self, unit: str) -> str:
        """The other figures in words, ``unit`` being what was done so often."""
        cpu = f"CPU p50 {_ms(percentile(self.cpu, 50))}, p95 {_ms(percentile(self.cpu, 95))}"
        return f"p95 {_ms(percentile(self.wall, 95))}; {cpu}; {len(self.wall)} {unit}"

    def against(self, name: str, limit_ms: float, unit: str) -> Figure:
        """The median of the wall time beside its limit. A miss is called one, and so is one of the wall clock alone,
        where others are at work on the machine.
        """
        wall, cpu = percentile(self.wall, 50), percentile(self.cpu, 50)
        missed = ""
        if cpu > limit_ms:
            missed = f"MISSED by {cpu / limit_ms - 1:.0%} of CPU time; "
        elif wall > limit_ms:
            missed = "missed by the wall clock, not by CPU time; "
        return Figure(name, _ms(wall), f"≤ {limit_ms} ms", missed + self.beside(unit))


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:,.0f} ms" if milliseconds >= 100 else f"{milliseconds:.3g} ms"


def measure_reading() -> Iterator[Figure]:
    """The embedded reader alone: the examples, a note and a record beside their targets, and growth with the length."""
    rule_book = read_rule_book(REPOSITORY)
    reader = Reader(rule_book.skills.vocabulary, rule_book.skills.clinical.scale)
    cases = [_case(body) for body in example_bodies()]
    cpu = sum(min(_read(reader, case, EXAMPLE_READINGS).cpu) for case in cases)
    beside = f"the sum of each one's fastest of {EXAMPLE_READINGS}, all their documents"
    yield Figure(f"reading the {len(EXAMPLES)} examples", f"{cpu:.3f} CPU-s", "", beside)
    note = _read(reader, _case_of(NOTE_CHARACTERS), NOTE_READINGS)
    yield note.against(f"reading a note of {NOTE_WORDS:,} words", NOTE_LIMIT_MS, "readings")
    record = _read(reader, _case_of(RECORD_CHARACTERS), RECORD_READINGS)
    yield record.against(f"reading {RECORD_CHARACTERS // 1000} kB", RECORD_LIMIT_MS, "readings")
    yield from _measure_growth(reader)


def _measure_growth(reader: Reader) -> Iterator[Figure]:
    """CPU time for each kB: the same at every length where the growth is linear."""
    first = None
    for characters, times in GROWTH:
        found = _read(reader, _case_of(characters), times)
        median = percentile(found.cpu, 50)
        each = median / (characters / 1000)
        first = first or each
        ratio = f"{each:.2f} CPU-ms a kB, {each / first:.2f} of the shortest's"
        wall = f"wall p50 {_ms(percentile(found.wall, 50))}, p95 {_ms(percentile(found.wall, 95))}"
        beside = f"{ratio}; {wall}; {times} readings"
        yield Figure(f"growth: {characters // 1000:,} kB", f"{_ms(median)} CPU", "linear", beside)


def measure_rules() -> Iterator[Figure]:
    """Loading the rule book, and evaluating every policy over the facts of every example."""
    loading = _timed(lambda: read_rule_book(REPOSITORY), LOADINGS)
    rule_book = read_rule_book(REPOSITORY)
    files = len(rule_book.digests)
    yield loading.against(f"loading the rule book ({files} files)", LOADING_LIMIT_MS, "loadings")
    yield _evaluated(rule_book).against("evaluating a policy over an example", POLICY_LIMIT_MS, "evaluations")


def _evaluated(rule_book: RuleBook) -> Times:
    """Each policy, as for the first of its codes, over each example's facts; the medians of some evaluations each."""
    reader = Reader(rule_book.skills.vocabulary, rule_book.skills.clinical.scale)
    wall, cpu = list[float](), list[float]()
    for body in example_bodies():
        inquiry = _inquiry(_case(body), reader, rule_book)
        for policy in rule_book.policies:
            found = _timed(lambda policy=policy, inquiry=inquiry: _evaluate(policy, inquiry), EVALUATIONS)
            wall.append(percentile(found.wall, 50) / 1000)
            cpu.append(percentile(found.cpu, 50) / 1000)
    return Times(wall, cpu)


def _evaluate(policy: Policy, inquiry: Inquiry) -> None:
    inherited = Inherited(id=policy.id, source=policy.citation.title, verification=Verification.UNVERIFIED)
    for criterion in policy.criteria_for(policy.codes[0].code):
        evaluate(criterion, inquiry, inherited)


def _inquiry(case: Case, reader: Reader, rule_book: RuleBook) -> Inquiry:
    skills = rule_book.skills
    return Inquiry(
        case=case,
        line=case.services[0],
        line_index=0,
        facts=reader.read(case.documents, patient_of(case)).facts,
        providers=(),
        vocabulary=skills.vocabulary,
        scale=skills.clinical.scale,
        presumed_absent=skills.coverage.presumed_absent,
    )


def _read(reader: Reader, case: Case, times: int) -> Times:
    """Reading all documents of a case."""
    return _timed(lambda: reader.read(case.documents, patient_of(case)), times)


def _timed(work: Callable[[], Any], times: int) -> Times:
    wall, cpu = list[float](), list[float]()
    for _ in range(times):
        began, cpu_before = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - began)
        cpu.append(time.process_time() - cpu_before)
    return Times(wall, cpu)


def _case_of(characters: int) -> Case:
    """One document of so many characters."""
    case = _case(long_body(characters))
    return case.model_copy(update={"documents": case.documents[:1]})


def _case(body: dict[str, Any]) -> Case:
    today = utc_now().date()
    return accept(parse_submission(body, today), case_id="bench", received_on=today)
