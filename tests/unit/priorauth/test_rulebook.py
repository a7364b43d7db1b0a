"""The rule book: read whole, or refused with every problem of every file."""

import datetime as dt
import gc
import hashlib
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from priorauth.criteria import KINDS
from priorauth.errors import RuleBookInvalid
from priorauth.rulebook import RuleBook, read_rule_book
from priorauth.value import Value
from tests.building.contractors import CONTRACTORS
from tests.building.facts import VOCABULARY
from tests.building.jurisdictions import CLOCK_RULES, a_profile
from tests.building.programs import a_program
from tests.building.rules import (
    CLINICAL_RULES,
    COMPLIANCE_RULES,
    COVERAGE_RULES,
    SYNTHESIS_RULES,
    a_general_policy,
    a_policy,
    a_top_criterion,
)
from tests.repository.tree import ROOT

CONTRACTORS_FILE = "policies/contractors.yaml"
VOCABULARY_FILE = "skills/clinical-review/vocabulary/all.yaml"
SKILLS: dict[str, Value] = {
    "compliance-review": COMPLIANCE_RULES,
    "clinical-review": CLINICAL_RULES,
    "coverage-assessment": COVERAGE_RULES,
    "synthesis-decision": SYNTHESIS_RULES,
}


def front_matter(data: Any, body: str = "Prose.") -> str:
    return f"---\n{yaml.safe_dump(data, sort_keys=False)}---\n\n{body}\n"


def plain(value: Value) -> Any:
    return value.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


def a_skill(name: str, /, **given: Any) -> str:
    rules = SKILLS[name].model_dump(mode="json")
    return front_matter({"name": name, "description": "What it does.", "version": "1", "priorauth": rules} | given)


def a_policy_file(id: str = "NCD-1", **given: Any) -> str:
    written = plain(a_policy(id, **given))
    return front_matter(written | {"effective": a_policy(id, **given).effective})


def the_general_policy() -> str:
    return front_matter(plain(a_general_policy()) | {"effective": dt.date(2020, 1, 1)})


class Folder:
    """A rule book on disk, whole until a file is changed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in SKILLS:
            self.write(f"skills/{name}/SKILL.md", a_skill(name))
        self.write(VOCABULARY_FILE, yaml.safe_dump(plain(VOCABULARY)))
        self.write(CONTRACTORS_FILE, yaml.safe_dump(plain(CONTRACTORS)))
        self.write("policies/ncd/1.md", a_policy_file())
        self.write("policies/statute/general.md", the_general_policy())
        self.write("policies/clocks.yaml", yaml.safe_dump(plain(CLOCK_RULES)))
        shutil.copytree(ROOT / "policies/letters", root / "policies/letters")
        shutil.copy(ROOT / "policies/plan-details.yaml", root / "policies")

    def write(self, name: str, content: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def read(self) -> RuleBook:
        return read_rule_book(self.root)

    def problems(self) -> list[str]:
        with pytest.raises(RuleBookInvalid) as invalid:
            self.read()
        return [str(problem) for problem in invalid.value.problems]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


class TestWhole:
    def test_skills_and_policies_are_read(self, folder: Folder) -> None:
        book = folder.read()
        assert book.skills.synthesis == SYNTHESIS_RULES
        assert book.skills.vocabulary == VOCABULARY
        assert book.skills.skills["clinical"].instructions == "Prose."
        assert [policy.id for policy in book.policies] == ["NCD-1", "GENERAL"]
        assert book.general.id == "GENERAL"
        assert book.policies[0].body == "Prose."

    def test_letters_are_read_and_take_no_part_in_a_review(self, folder: Folder) -> None:
        book = folder.read()
        assert book.letters.details.name.endswith("(demonstration)")
        assert not [name for name in book.digests if "letters" in name or "plan-details" in name]
        folder.write("policies/plan-details.yaml", "name: A plan")
        assert "policies/plan-details.yaml:1: address: Field required" in folder.problems()

    def test_a_further_skill_has_instructions_and_no_rules(self, folder: Folder) -> None:
        header = {"name": "second-look", "description": "What it does.", "version": "1", "priorauth": {}}
        folder.write("skills/second-look/SKILL.md", front_matter(header, "Look again."))
        book = folder.read()
        assert book.skills.skills["second-look"].instructions == "Look again."
        assert len(book.skills.skills) == 5
        assert "skills/second-look/SKILL.md" in book.digests

    def test_the_digest_of_each_file_is_that_of_its_bytes(self, folder: Folder) -> None:
        book = folder.read()
        name = "policies/ncd/1.md"
        assert book.digests[name] == "sha256:" + hashlib.sha256((folder.root / name).read_bytes()).hexdigest()
        assert len(book.digests) == 9
        assert book.skills.skills["clinical"].digest == book.digests["skills/clinical-review/SKILL.md"]

    def test_a_change_of_any_file_is_another_version(self, folder: Folder) -> None:
        before = folder.read().digest
        folder.write("policies/ncd/1.md", a_policy_file() + "\nMore prose.\n")
        assert folder.read().digest != before

    def test_the_newest_version_of_a_policy(self, folder: Folder) -> None:
        first = {"version": "1", "ends": dt.date(2024, 12, 31)}
        folder.write("policies/ncd/1.md", a_policy_file(**first))
        folder.write("policies/ncd/2.md", a_policy_file(version="2", effective=dt.date(2025, 1, 1)))
        newest = folder.read().policy("NCD-1")
        assert newest is not None
        assert newest.version == "2"
        assert folder.read().policy("NCD-2") is None
        assert [one.version for one in folder.read().versions("NCD-1")] == ["2", "1"]


PERCENT: dict[str, Any] = {"measurement": "saturation", "unit": "%", "at_most": 88}
PRESUMED: dict[str, Any] = {"finding": "cough", "if_silent": "presumed_absent", "source": "Section 2"}
OUTSIDE = "'cough' is presumed absent outside an exclusion; only what stands under none_of may be"
MISSING = "the file is missing or cannot be read"
BLOCK = "begins with a YAML block between two lines of ---"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("skills/clinical-review/SKILL.md", "No front matter.", [f"1: {BLOCK}"]),
        (
            "skills/clinical-review/SKILL.md",
            front_matter({"name": "clinical-review"}),
            [
                "2: description: Field required",
                "2: version: Field required",
                "2: priorauth: Field required",
            ],
        ),
        (
            "skills/clinical-review/SKILL.md",
            a_skill("clinical-review", name="clinical"),
            [
                "2: the name 'clinical' is not its folder's",
            ],
        ),
        (
            "skills/clinical-review/SKILL.md",
            a_skill("clinical-review", priorauth={"max_articles": 99}),
            [
                "6: scale: Field required",
                "6: max_articles: Input should be less than or equal to 20",
                "6: max_trials: Field required",
            ],
        ),
        ("skills/clinical-review/SKILL.md", b"\xff", ["1: is not UTF-8 text"]),
        (VOCABULARY_FILE, "terms: []", ["1: concepts: Field required", "1: terms: Extra inputs are not permitted"]),
        ("policies/ncd/1.md", "No front matter.", [f"1: {BLOCK}"]),
        ("policies/ncd/1.md", "---\n- a list\n---\n", ["2: Input should be a valid dictionary or instance of Policy"]),
        ("policies/ncd/2.md", a_policy_file(), ["4: version 1 of NCD-1 overlaps with version 1"]),
    ],
)
def test_a_file_that_is_wrong_is_told_with_its_line(
    folder: Folder, name: str, content: str | bytes, told: list[str]
) -> None:
    folder.write(name, content)
    assert folder.problems() == [f"{name}:{one}" for one in told]


@pytest.mark.parametrize("collects", [True, False])
def test_reading_leaves_the_garbage_collector_as_it_was(folder: Folder, collects: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if collects else gc.disable)()
        folder.read()
        folder.write("policies/ncd/2.md", "No front matter.")
        folder.problems()
        assert gc.isenabled() is collects
    finally:
        (gc.enable if before else gc.disable)()


def test_a_rule_book_is_shown_by_its_version_and_not_in_full(folder: Folder) -> None:
    book = read_rule_book(folder.root)
    assert repr(book) == f"RuleBook({book.digest})"


def test_a_vocabulary_that_is_no_yaml_is_told(folder: Folder) -> None:
    folder.write(VOCABULARY_FILE, "concepts: ]")
    (problem,) = folder.problems()
    assert problem.startswith(f"{VOCABULARY_FILE}:1: not valid YAML: ")


@pytest.mark.parametrize("name", ["skills/clinical-review/SKILL.md", "skills/coverage-assessment/SKILL.md"])
def test_a_file_that_is_missing_is_told(folder: Folder, name: str) -> None:
    (folder.root / name).unlink()
    assert folder.problems() == [f"{name}:1: {MISSING}"]


@pytest.mark.parametrize(
    "criterion_and_told",
    [
        ({"finding": "cuogh"}, "no concept or group is named 'cuogh'"),
        ({"finding": "evaluation", "before": "tset"}, "no concept or group is named 'tset'"),
        ({"treatment": "excercise"}, "no concept or group is named 'excercise'"),
        ({"measurement": "pulse", "unit": "1/min", "at_most": 88}, "no concept or group is named 'pulse'"),
        (
            {"measurement": "saturation", "unit": "%", "at_most": 88, "yields_to": "gas"},
            "no concept or group is named 'gas'",
        ),
        ({"measurement": "saturation", "unit": "mmHg", "at_most": 88}, "'saturation' is measured in %, not in mmHg"),
        ({"measurement": "cough", "unit": "%", "at_most": 88}, "'cough' is no measurement"),
        (
            {"none_of": [{"finding": "cough", "if_silent": "presumed_absent"}]},
            "'cough' is presumed absent without a source that allows it",
        ),
        ({"any_of": [{"all_of": [{"finding": "cuogh"}]}]}, "no concept or group is named 'cuogh'"),
        (PERCENT | {"alternatives": [{"measurement": "gas"}]}, "no concept or group is named 'gas'"),
        (PERCENT | {"when": {"method": "gas"}}, "no concept or group is named 'gas'"),
        ({"prior_use": "excercise", "at_most": 1, "within_days": 365}, "no concept or group is named 'excercise'"),
        (
            {"prior_use": "exercise", "at_most": 1, "within_days": 365, "stated_count": "count"},
            "no concept or group is named 'count'",
        ),
        ({"all_of": [{"finding": "cough", "for_codes": ["E1390"]}]}, "for_codes stands at the top of a criterion only"),
        ({"finding": "cough", "for_codes": ["E1390", "E1391"]}, "the policy names no code 'E1391'"),
        (
            PERCENT | {"alternatives": [{"measurement": "index", "when": {"method": "gas"}}]},
            "no concept or group is named 'gas'",
            "'index' is measured in 1/h, not in %",
        ),
        (PRESUMED, OUTSIDE),
        ({"all_of": [PRESUMED]}, OUTSIDE),
        ({"none_of": [{"none_of": [PRESUMED]}]}, OUTSIDE),
        ({"any_of": [{"none_of": [{"finding": "fever"}]}, PRESUMED]}, OUTSIDE),
        (
            {"all_of": [PRESUMED | {"source": None}]},
            OUTSIDE,
            "'cough' is presumed absent without a source that allows it",
        ),
    ],
)
def test_a_criterion_that_the_rule_book_does_not_allow(folder: Folder, criterion_and_told: tuple[Any, ...]) -> None:
    criterion, *told = criterion_and_told
    folder.write("policies/ncd/1.md", a_policy_file(criteria=(a_top_criterion(**criterion),)))
    problems = folder.problems()
    assert all(problem.startswith("policies/ncd/1.md:") for problem in problems)
    assert [problem.partition(": ")[2] for problem in problems] == [f"criterion coughs: {one}" for one in told]


@pytest.mark.parametrize(
    "criterion",
    [
        {"finding": "symptom"},
        {"finding": "evaluation", "before": "testing"},
        {"document": ["order"]},
        {"measurement": "saturation", "unit": "%", "at_most": 88, "yields_to": "blood_gas"},
        {"none_of": [PRESUMED]},
        {"all_of": [{"none_of": [PRESUMED]}]},
        {"none_of": [{"all_of": [PRESUMED, {"finding": "fever"}]}]},
        {"none_of": [{"none_of": [{"none_of": [PRESUMED]}]}]},
        PERCENT | {"alternatives": [{"measurement": "saturation", "when": {"activity": "rest"}}]},
    ],
)
def test_a_criterion_that_the_vocabulary_covers_is_no_problem(folder: Folder, criterion: dict[str, Any]) -> None:
    folder.write("policies/ncd/1.md", a_policy_file(criteria=(a_top_criterion(**criterion),)))
    assert folder.read().policies[0].criteria


def test_an_indication_is_a_concept(folder: Folder) -> None:
    diagnoses = {"alignment": "indicated", "indications": ("asthma", "gout")}
    folder.write("policies/ncd/1.md", a_policy_file(diagnoses=diagnoses))
    (problem,) = folder.problems()
    assert problem.endswith("no concept is named 'gout'")


def test_the_vocabulary_that_cannot_be_read_is_not_held_against_the_policies(folder: Folder) -> None:
    diagnoses = {"alignment": "indicated", "indications": ("gout",)}
    folder.write("policies/ncd/1.md", a_policy_file(diagnoses=diagnoses, criteria=(a_top_criterion(finding="cuogh"),)))
    (folder.root / VOCABULARY_FILE).unlink()
    assert folder.problems() == ["skills/clinical-review/vocabulary:1: holds no vocabulary"]


def test_a_concept_stands_in_one_file_of_the_vocabulary(folder: Folder) -> None:
    second = VOCABULARY_FILE.replace("all", "more")
    own = {"id": "gout", "name": "Gout", "kind": "condition", "cues": ["gout"]}
    folder.write(second, yaml.safe_dump({"concepts": [own]}))
    assert folder.read().skills.vocabulary.by_id.keys() == {*VOCABULARY.by_id, "gout"}

    folder.write(second, yaml.safe_dump({"concepts": [own, plain(VOCABULARY.concepts[0])]}))
    assert folder.problems() == [f"{second}:7: the concept cough is defined twice"]


def test_a_file_of_the_vocabulary_that_cannot_be_read_is_not_held_against_the_policies(folder: Folder) -> None:
    second = VOCABULARY_FILE.replace("all", "more")
    folder.write(second, b"\xff")
    folder.write("policies/ncd/1.md", a_policy_file(criteria=(a_top_criterion(finding="gout"),)))
    assert folder.problems() == [f"{second}:1: is not UTF-8 text"]


MISSHAPEN = """---
id: NCD-1
title: 7
kind: nonsense
version: "1"
effective: 2020-01-01
ends: 2019-12-31
citation: {title: NCD 1, url: https://policies.example/1}
codes: [{code: E1390, verification: verified}]
diagnoses:
  alignment: indicated
  indications: [gout, cough]
  fnord: 1
specialty: {taxonomies: [207R]}
criteria:
  - id: one
    title: First
    text: One.
    source: Section 1
    verification: verified
    any_of:
      - finding: cuogh
      - finding: cough
        within_days: 0
      - finding: wheeze
        if_silent: presumed_absent
        source: Section 2
      - title: First
        none_of: nothing
      - a sentence
  - id: one
    text: Two.
    source: Section 1
    verification: surely
    send: The note.
    measurement: cough
    unit: "%"
    at_most: 3
  - a sentence
  - id: 7
    title: Third
    text: Three.
    source: Section 1
    verification: verified
    send: The note.
    finding: fever
---
"""


def test_every_part_of_a_misshapen_policy_that_is_well_formed_is_checked(folder: Folder) -> None:
    folder.write("policies/ncd/1.md", MISSHAPEN)
    problems = [problem.removeprefix("policies/ncd/1.md:") for problem in folder.problems()]
    assert problems == [
        "3: title: Input should be a valid string",
        "4: kind: Input should be 'ncd', 'statute', 'lcd', 'article' or 'plan'",
        "7: ends: ends before it is effective",
        "12: no concept is named 'gout'",
        "13: diagnoses.fnord: Extra inputs are not permitted",
        "16: the criterion one states no send",
        "22: criterion one: no concept or group is named 'cuogh'",
        "24: criteria.0.any_of.any_of.1.finding.within_days: Input should be greater than or equal to 1",
        "25: criterion one: 'wheeze' is presumed absent outside an exclusion; only what stands under none_of may be",
        "28: the criterion title 'First' is given twice",
        "29: criteria.0.any_of.any_of.3.none_of.none_of: Input should be a valid tuple",
        "30: criteria.0.any_of.any_of.4: a criterion is named by exactly one of: " + ", ".join(KINDS),
        "31: the criterion one states no title",
        "31: the criterion id 'one' is given twice",
        "34: criteria.1.measurement.verification: Input should be 'verified', 'secondary' or 'unverified'",
        "39: criteria.2: a criterion is named by exactly one of: " + ", ".join(KINDS),
        "40: criteria.3.finding.id: Input should be a valid string",
    ]


@pytest.mark.parametrize("general", [True, False])
def test_a_misshapen_policy_takes_part_in_the_checks_of_the_library(folder: Folder, general: bool) -> None:
    written = plain(a_policy(version="2", general=general)) | {"effective": dt.date(2021, 1, 1), "kind": "nonsense"}
    folder.write("policies/ncd/2.md", front_matter(written))
    problems = [problem for problem in folder.problems() if "nonsense" not in problem and ": kind: " not in problem]
    overlap = "policies/ncd/2.md:4: version 2 of NCD-1 overlaps with version 1"
    assert problems == (["policies:1: exactly one policy is the general one", overlap] if general else [overlap])


def test_a_policy_that_cannot_be_told_apart_may_be_the_general_one(folder: Folder) -> None:
    written = plain(a_general_policy()) | {"effective": "the first of May"}
    folder.write("policies/statute/general.md", front_matter(written))
    (problem,) = folder.problems()
    assert ": effective: " in problem


def test_every_part_of_a_misshapen_skill_that_is_well_formed_is_checked(folder: Folder) -> None:
    rules = SYNTHESIS_RULES.model_dump(mode="json")
    rules |= {"gates": rules["gates"][:2], "levels": {"high": 0.5, "medium": 0.8}, "disclaimer": 7}
    rules["weights"]["policy"] = 0.2
    del rules["policy_fit"]["diagnosis_outside"]
    name = "skills/synthesis-decision/SKILL.md"
    folder.write(name, a_skill("synthesis-decision", name="synthesis", version=1, priorauth=rules))
    assert [problem.partition(": ")[2] for problem in folder.problems()] == [
        "the name 'synthesis' is not its folder's",
        "version: Input should be a valid string",
        "gates: the gates are the three, in their order",
        "weights: the four weights add up to 1",
        "levels: medium lies below high",
        "policy_fit: every policy fit has a score",
        "disclaimer: Input should be a valid string",
    ]


@pytest.mark.parametrize(
    ("name", "rules", "told"),
    [
        ("second-look", {"limit": 3}, "6: limit: Extra inputs are not permitted"),
        ("clinical", {}, "1: 'clinical' is the key of another skill"),
    ],
)
def test_a_further_skill_that_would_mean_more_than_it_does_is_refused(
    folder: Folder, name: str, rules: dict[str, Any], told: str
) -> None:
    header = {"name": name, "description": "What it does.", "version": "1", "priorauth": rules}
    folder.write(f"skills/{name}/SKILL.md", front_matter(header))
    assert folder.problems() == [f"skills/{name}/SKILL.md:{told}"]


def test_the_items_of_the_checklist_are_checked_beside_other_problems(folder: Folder) -> None:
    rules = COMPLIANCE_RULES.model_dump(mode="json")
    rules |= {"items": rules["items"][:9], "penalty": 2}
    folder.write("skills/compliance-review/SKILL.md", a_skill("compliance-review", priorauth=rules))
    assert [problem.partition(": ")[2] for problem in folder.problems()] == [
        "items: the checklist lists the ten items in their order",
        "penalty: Input should be less than or equal to 1",
    ]


def test_every_concept_that_is_well_formed_is_known_beside_one_that_is_not(folder: Folder) -> None:
    concepts = [plain(concept) for concept in VOCABULARY.concepts]
    gout = {"id": "gout", "kind": "finding", "groups": ["joint", 7]}
    folder.write(
        VOCABULARY_FILE,
        yaml.safe_dump({"concepts": [*concepts, gout, plain(VOCABULARY.concepts[0]), 7]}),
    )
    criterion = {"any_of": [{"finding": name} for name in ("gout", "joint", "cough", "symptom", "cuogh")]}
    folder.write("policies/ncd/1.md", a_policy_file(criteria=(a_top_criterion(**criterion),)))
    assert [problem.partition(": ")[2] for problem in folder.problems()] == [
        "criterion coughs: no concept or group is named 'cuogh'",
        "concepts.13.name: Field required",
        "concepts.13.cues: Field required",
        "concepts.13.groups.1: Input should be a valid string",
        "the concept cough is defined twice",
        "concepts.15: Input should be a valid dictionary or instance of Concept",
    ]


@pytest.mark.parametrize("general", [0, 2])
def test_exactly_one_policy_is_the_general_one(folder: Folder, general: int) -> None:
    (folder.root / "policies/statute/general.md").unlink()
    for number in range(general):
        folder.write(f"policies/plan/{number}.md", a_policy_file(f"PLAN-{number}", general=True))
    assert folder.problems() == ["policies:1: exactly one policy is the general one"]


@pytest.mark.parametrize(
    ("first", "second", "overlaps"),
    [
        (("2020-01-01", None), ("2025-01-01", None), True),
        (("2020-01-01", "2025-01-01"), ("2025-01-01", None), True),
        (("2020-01-01", "2024-12-31"), ("2025-01-01", None), False),
        (("2025-01-01", None), ("2020-01-01", "2024-12-31"), False),
        (("2020-01-01", "2020-12-31"), ("2022-01-01", "2022-12-31"), False),
        (("2022-01-01", "2022-12-31"), ("2020-01-01", "2022-01-01"), True),
    ],
)
def test_versions_of_a_policy_follow_each_other(
    folder: Folder, first: tuple[str, str | None], second: tuple[str, str | None], overlaps: bool
) -> None:
    for number, (effective, ends) in enumerate((first, second), start=1):
        dates = {"effective": effective} | ({"ends": ends} if ends else {})
        written = plain(a_policy(version=str(number), **dates))
        folder.write(f"policies/ncd/{number}.md", front_matter(written))
    if overlaps:
        (problem,) = folder.problems()
        assert problem.endswith("version 2 of NCD-1 overlaps with version 1")
    else:
        assert len(folder.read().policies) == 3


def test_all_problems_of_all_files_are_told_in_order(folder: Folder) -> None:
    folder.write("skills/synthesis-decision/SKILL.md", "nothing")
    folder.write("policies/ncd/1.md", "nothing")
    folder.write("policies/lcd/1.md", a_policy_file("LCD-1", criteria=(a_top_criterion(finding="cuogh"),)))
    assert [problem.split(":")[0] for problem in folder.problems()] == [
        "policies/lcd/1.md",
        "policies/ncd/1.md",
        "skills/synthesis-decision/SKILL.md",
    ]


BROKEN = """---
id: LCD-9
title: Everything is wrong
kind: lcd
version: "1"
effective: 2025-01-01
ends: 2024-01-01
contractors: [Nobody]
codes:
  - {code: E1390, verification: verified}
  - {code: E1391, verification: verified}
diagnoses: {alignment: documented, indications: [nonsense]}
specialty: {taxonomies: ["20"]}
criteria:
  - id: one
    title: One
    text: One thing.
    source: Section 1
    verification: verified
    send: The visit note.
    for_codes: [E1390]
    all_of:
      - {finding: nonsense}
      - {measurement: saturation, unit: stone, at_least: 5}
      - {measurement: saturation, unit: "%", at_least: 35, less_than: 35}
      - {finding: cough, within_days: 0}
      - {age: {at_least: 65, below: 18}}
      - {treatmnt: exercise}
---

Prose.
"""


class TestBadPolicy:
    """A cycle, an unknown concept or unit, an impossible window or limit, no citation: all told at once, by line."""

    def test_every_problem_of_one_file_is_told_at_once(self, folder: Folder) -> None:
        folder.write("policies/lcd/9.md", BROKEN)
        assert folder.problems() == [
            f"policies/lcd/9.md:{one}"
            for one in (
                "2: citation: Field required",
                "7: ends: ends before it is effective",
                "8: no contractor is named 'Nobody' in policies/contractors.yaml",
                "11: no criterion is asked for E1391",
                "12: no concept is named 'nonsense'",
                "23: criterion one: no concept or group is named 'nonsense'",
                "24: criterion one: 'saturation' is measured in %, not in stone",
                "25: criteria.0.all_of.all_of.2.measurement: no value can satisfy both thresholds",
                "26: criteria.0.all_of.all_of.3.finding.within_days: Input should be greater than or equal to 1",
                "27: criteria.0.all_of.all_of.4.age.age: no age can satisfy both limits",
                "28: criteria.0.all_of.all_of.5: a criterion is named by exactly one of: " + ", ".join(KINDS),
            )
        ]

    def test_a_cycle_is_told_with_the_line_where_it_begins(self, folder: Folder) -> None:
        within = "all_of: &within\n      - {finding: cough}\n      - any_of: *within"
        whole = BROKEN.replace("all_of:\n", within + "\n")
        folder.write("policies/lcd/9.md", whole)
        assert folder.problems() == ["policies/lcd/9.md:22: a cycle: what begins here is part of itself"]

    def test_an_alias_that_repeats_a_part_is_no_cycle(self, folder: Folder) -> None:
        written = a_policy_file(criteria=(a_top_criterion(any_of=[{"finding": "cough"}, {"finding": "fever"}]),))
        repeated = written.replace("- finding: cough", "- &c\n    finding: cough").replace("- finding: fever", "- *c")
        assert repeated.count("*c") == 1
        folder.write("policies/ncd/1.md", repeated)
        assert len(folder.read().policies) == 2


class TestContractors:
    def test_the_states_of_a_local_policy_follow_from_the_table(self, folder: Folder) -> None:
        folder.write("policies/lcd/1.md", a_policy_file("LCD-1", kind="lcd", contractors=("Noridian JF",)))
        folder.write("policies/lcd/2.md", a_policy_file("LCD-2", kind="lcd", contractors=("CGS JB",)))
        book = folder.read()
        local, everywhere = book.policy("LCD-1"), book.policy("LCD-2")
        assert local is not None
        assert everywhere is not None
        assert (local.states, local.states_unverified) == (("AZ", "ID", "WA"), ("ID",))
        assert everywhere.states == ()
        assert book.contractors == CONTRACTORS
        assert CONTRACTORS_FILE in book.digests

    def test_what_is_wrong_is_told_with_its_line(self, folder: Folder) -> None:
        folder.write("policies/lcd/1.md", a_policy_file("LCD-1", kind="lcd", contractors=("CGS",), states=("OH",)))
        table = plain(CONTRACTORS)
        table["contractors"][2]["serves"][0]["states"].append("OH")
        folder.write(CONTRACTORS_FILE, yaml.safe_dump(table, sort_keys=False))
        assert folder.problems() == [
            f"{CONTRACTORS_FILE}:32: OH is served by CGS JB already",
            "policies/lcd/1.md:8: no contractor is named 'CGS' in policies/contractors.yaml",
            "policies/lcd/1.md:10: a local policy lists no states: they follow from its contractors",
        ]

    @pytest.mark.parametrize("content", [None, "contractors: []", "contractors: [{name: 7}]", "contractors: ]"])
    def test_without_a_table_there_is_no_rule_book(self, folder: Folder, content: str | None) -> None:
        folder.write("policies/lcd/1.md", a_policy_file("LCD-1", kind="lcd", contractors=("CGS J15",)))
        if content is None:
            (folder.root / CONTRACTORS_FILE).unlink()
        else:
            folder.write(CONTRACTORS_FILE, content)
        assert any(problem.startswith(f"{CONTRACTORS_FILE}:1: ") for problem in folder.problems())


class TestPrograms:
    FILE = "policies/programs/opd.yaml"

    def test_programs_are_read(self, folder: Folder) -> None:
        folder.write(self.FILE, yaml.safe_dump(a_program().model_dump(mode="json", exclude_none=True)))
        book = folder.read()
        assert [program.id for program in book.programs] == ["OPD"]
        assert self.FILE in book.digests

    def test_what_is_wrong_with_a_program_is_told(self, folder: Folder) -> None:
        written = a_program().model_dump(mode="json", exclude_none=True)
        folder.write(self.FILE, yaml.safe_dump(written))
        folder.write("policies/programs/second.yaml", yaml.safe_dump(written))
        folder.write("policies/programs/third.yaml", b"\xff")
        folder.write("policies/programs/zero.yaml", yaml.safe_dump(written | {"id": "ZERO", "clock": 7}))
        assert [problem.partition("/programs/")[2] for problem in folder.problems()] == [
            "second.yaml:1: the program OPD stands in another file too",
            "third.yaml:1: is not UTF-8 text",
            "zero.yaml:4: clock: Input should be a valid string",
        ]


class TestJurisdictions:
    FILE = "policies/jurisdictions/OH.yaml"

    def test_profiles_and_clock_rules_are_read(self, folder: Folder) -> None:
        folder.write(self.FILE, yaml.safe_dump(plain(a_profile())))
        book = folder.read()
        assert book.jurisdictions == (a_profile(),)
        assert book.clock_rules == CLOCK_RULES
        assert {self.FILE, "policies/clocks.yaml"} <= book.digests.keys()

    def test_what_is_wrong_with_profiles_and_clock_rules_is_told_at_once(self, folder: Folder) -> None:
        written = plain(a_profile())
        folder.write(self.FILE, yaml.safe_dump({"program": "NONE"} | written, sort_keys=False))
        folder.write("policies/jurisdictions/PA.yaml", yaml.safe_dump(written))
        unmarked = written | {"id": "UT", "audit": {"text": "Records.", "citation": "Section 1"}}
        folder.write("policies/jurisdictions/UT.yaml", yaml.safe_dump(unmarked))
        folder.write("policies/jurisdictions/WA.yaml", b"\xff")
        folder.write(
            "policies/clocks.yaml", "escalation: {standard: 1.5, expedited: 0.5}\nbaseline: []\napproval_days: 90\n"
        )
        assert [problem.removeprefix("policies/") for problem in folder.problems()] == [
            "clocks.yaml:1: escalation.standard: Input should be less than 1",
            "jurisdictions/OH.yaml:1: no program of this library is named NONE",
            "jurisdictions/PA.yaml:23: the id OH is not its file's name",
            "jurisdictions/UT.yaml:8: audit.mark: Field required",
            "jurisdictions/WA.yaml:1: is not UTF-8 text",
        ]

    def test_a_program_that_cannot_be_read_is_not_held_against_a_profile(self, folder: Folder) -> None:
        folder.write(self.FILE, yaml.safe_dump(plain(a_profile(program="OPD"))))
        folder.write("policies/programs/opd.yaml", b"\xff")
        assert folder.problems() == ["policies/programs/opd.yaml:1: is not UTF-8 text"]

    def test_a_rule_book_has_clock_rules(self, folder: Folder) -> None:
        (folder.root / "policies/clocks.yaml").unlink()
        assert folder.problems() == [f"policies/clocks.yaml:1: {MISSING}"]
