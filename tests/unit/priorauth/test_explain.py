"""What a reviewer reads of a criterion whose author wrote no text, and of a whole policy."""

from typing import Any

import pytest

from priorauth.evaluation import evaluate
from priorauth.explain import explain_policy, explain_result, explained
from priorauth.phrasing import describe
from tests.building.facts import a_fact
from tests.building.rules import INHERITED, a_criterion, a_policy, a_top_criterion, an_inquiry

COUGH = {"finding": "cough"}
SATURATION = {"measurement": "oxygen_saturation", "unit": "%"}


@pytest.mark.parametrize(
    ("node", "sentence"),
    [
        ({"all_of": [COUGH]}, "All of the following"),
        ({"any_of": [COUGH]}, "At least one of the following"),
        ({"count": 1, "at_least_of": [COUGH]}, "At least 1 of the following"),
        ({"none_of": [COUGH]}, "None of the following"),
        ({"finding": "heart_failure"}, "Heart failure"),
        ({"finding": "bypass", "asserted": "planned"}, "Bypass, planned"),
        ({"finding": "cough", "within_days": 30}, "Cough, within 30 days before the order"),
        (SATURATION | {"at_most": 88}, "Oxygen saturation at most 88 %"),
        (
            SATURATION | {"at_most": 88, "when": {"activity": "rest", "oxygen": "room_air"}, "within_days": 2},
            "Oxygen saturation at most 88 %, rest, room air, within 2 days before the order",
        ),
        (
            {"measurement": "index", "unit": "1/h", "at_least": 5, "at_most": 14, "when": {"method": "home test"}},
            "Index at least 5 per hour and at most 14 per hour, by home test",
        ),
        (
            SATURATION
            | {
                "at_most": 88,
                "alternatives": [{"measurement": "gas"}, {"measurement": "pulse_gas", "when": {"activity": "rest"}}],
            },
            "Oxygen saturation at most 88 %, or gas, or pulse gas rest",
        ),
        (
            {"measurement": "grade", "unit": "1", "more_than": 1.50, "less_than": 30},
            "Grade more than 1.5 and less than 30",
        ),
        ({"treatment": "exercise"}, "Exercise"),
        ({"finding": "cough", "asserted": "family"}, "Cough, in the family"),
        (
            {"prior_use": "exercise", "at_most": 3, "within_days": 365},
            "Exercise at most 3 times before, within 365 days before the order",
        ),
        (
            {"measurement": "saturation", "unit": "%", "at_most": 88, "occasions": 2},
            "Saturation at most 88 %, on 2 different dates",
        ),
        (
            {"treatment": "exercise", "lasted_days": 42, "outcome": ["failed", "not_tolerated"], "within_days": 180},
            "Exercise, for at least 42 days, failed or not tolerated, within 180 days before the order",
        ),
        ({"document": ["order", "lab"], "signed": True}, "Signed, order or lab"),
        ({"document": ["sleep_study"], "within_days": 30}, "Sleep study, within 30 days before the order"),
        ({"service_code": ["E1390", "E1391"]}, "Service code E1390 or E1391"),
        ({"request_type": ["initial", "trial"]}, "Request type initial or trial"),
        ({"units_at_most": 1}, "At most 1 unit"),
        ({"units_at_most": 2}, "At most 2 units"),
        ({"place_of_service": ["11", "12"]}, "Place of service 11 or 12"),
        ({"age": {"at_least": 18}}, "Aged 18 or older"),
        ({"age": {"below": 18}}, "Younger than 18"),
        ({"age": {"at_least": 18, "below": 65}}, "Aged 18 or older, younger than 65"),
        ({"sex": "female"}, "Sex female"),
        ({"taxonomy": ["207R", "363L"]}, "The provider's specialty is 207R or 363L"),
        ({"diagnosis": ["J44", "J84.112"]}, "Diagnosis J44 or J84.112"),
        ({"judgement": "The service is reasonable."}, "The service is reasonable."),
    ],
)
def test_a_node_in_words(node: dict[str, Any], sentence: str) -> None:
    assert describe(a_criterion(**node)) == sentence


def test_a_policy_as_a_tree() -> None:
    ways = [COUGH, {"title": "Both", "all_of": [{"finding": "fever"}]}, {"title": "A wheeze", "finding": "wheeze"}]
    policy = a_policy(
        criteria=(
            a_top_criterion("first", verification="secondary", discretion=True, any_of=ways),
            a_top_criterion("second", text="The patient\n  wheezes.", verification="unverified", finding="wheeze"),
        )
    )
    assert explain_policy(policy).splitlines() == [
        "- Title of first: The patient coughs. — at least one of the following "
        "[secondary source; contractor's discretion: a person decides]",
        "  - Cough",
        "  - Both — all of the following",
        "    - Fever",
        "  - A wheeze: Wheeze",
        "- Title of second: The patient wheezes. [unverified: a person decides]",
    ]


def test_a_judged_criterion_as_a_tree() -> None:
    node = a_criterion(text="Airways", all_of=[COUGH, {"finding": "fever"}])
    assert list(explain_result(evaluate(node, an_inquiry(a_fact("cough")), INHERITED))) == [
        "- INSUFFICIENT: Airways (All must hold: 1 of 2 hold, 1 unknown.)",
        "  - MET: Cough (Stated in the record.)",
        "  - INSUFFICIENT: Fever (Not found in the record.)",
    ]


class TestAsATree:
    """What the browser draws of a policy's criteria."""

    def test_a_node_has_from_above_what_it_does_not_state(self) -> None:
        policy = a_policy(criteria=(a_top_criterion(all_of=[SATURATION | {"at_most": 88}, COUGH]),))
        (top,) = explained(policy)
        first, second = top.children
        assert (top.id, top.kind, top.title, top.asks) == (
            "coughs",
            "all_of",
            "Title of coughs",
            "All of the following",
        )
        assert (first.id, second.id) == ("coughs.1", "coughs.2")
        assert first.text is None
        assert first.asks == "Oxygen saturation at most 88 %"
        assert (first.source, first.verification.value, first.send) == ("Section 1", "verified", "The visit note.")

    @pytest.mark.parametrize(
        ("given", "reserved"),
        [
            ({"finding": "cough"}, None),
            ({"finding": "cough", "verification": "unverified"}, "unverified"),
            ({"finding": "cough", "discretion": True}, "discretion"),
            ({"judgement": "It is reasonable."}, "prose"),
        ],
    )
    def test_it_says_why_a_person_decides(self, given: dict[str, Any], reserved: str | None) -> None:
        (top,) = explained(a_policy(criteria=(a_top_criterion(**given),)))
        assert (top.reserved and top.reserved.value) == reserved

    def test_it_counts_and_presumes(self) -> None:
        silent = {"finding": "cough", "if_silent": "presumed_absent", "source": "Section 2"}
        (top,) = explained(a_policy(criteria=(a_top_criterion(count=1, at_least_of=[{"none_of": [silent]}, COUGH]),)))
        assert top.count == 1
        assert top.children[0].children[0].presumed_absent
        assert not top.children[1].presumed_absent
