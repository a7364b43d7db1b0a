"""Which model plays which agent, as an environment says it; what is wrong is told at once, and no key ever."""

from pathlib import Path

import pytest

from priorauth.inputs import AgentName
from priorauth.model_sources import ModelApi, ModelKind, ModelSource, ServedModel, problems_of, served
from priorauth.settings import ReviewSettings, SettingsInvalid, settings_in

SERVER = "https://models.example/v1"
SERVED = {"": "openai", "_NAME": "reader-70b", "_ENDPOINT": SERVER}
KEY = "sk-known-to-nobody"


def read(**variables: str) -> ReviewSettings:
    return settings_in({f"PRIORAUTH_MODEL{name}": value for name, value in variables.items()}, ReviewSettings)


def told(**variables: str) -> dict[str, str]:
    with pytest.raises(SettingsInvalid) as refused:
        read(**variables)
    assert KEY not in str(refused.value)
    lines = str(refused.value).splitlines()[1:]
    return {line.strip().split(": ")[0]: line.strip().split(": ", 1)[1] for line in lines}


def test_the_embedded_model_plays_where_nothing_is_set() -> None:
    assert [ReviewSettings().served_model(agent) for agent in AgentName] == [None] * 4
    assert read(**{"": "embedded", "_NAME": "", "_KEY": ""}).served_model(AgentName.CLINICAL) is None


def test_a_model_of_all_agents() -> None:
    model = read(**SERVED, _KEY=KEY).served_model(AgentName.SYNTHESIS)

    assert model is not None
    assert (model.kind, model.name, model.endpoint) == (ModelKind.OPENAI, "reader-70b", SERVER)
    assert (model.api, model.label) == (ModelApi.CHAT_COMPLETIONS, "openai:reader-70b")
    assert model.key is not None
    assert model.key.get_secret_value() == KEY


def test_an_agent_may_have_another_name_interface_and_address() -> None:
    settings = read(**SERVED, _KEY=KEY, _CLINICAL_NAME="larger", _CLINICAL_API="responses")

    larger, others = settings.served_model(AgentName.CLINICAL), settings.served_model(AgentName.COVERAGE)

    assert larger is not None
    assert others is not None
    assert (larger.name, larger.api, larger.key) == ("larger", ModelApi.RESPONSES, others.key)
    assert (others.name, others.api) == ("reader-70b", ModelApi.CHAT_COMPLETIONS)


def test_one_agent_alone_may_be_played_by_a_language_model_and_one_alone_by_functions() -> None:
    alone = read(_CLINICAL="openai", _CLINICAL_NAME="reader-70b", _CLINICAL_ENDPOINT="http://127.0.0.1:11434/v1")
    assert [bool(alone.served_model(agent)) for agent in AgentName] == [False, True, False, False]
    all_but = read(**SERVED, _SYNTHESIS="embedded")
    assert [bool(all_but.served_model(agent)) for agent in AgentName] == [True, True, True, False]


def test_a_key_goes_to_no_other_address_than_its_own() -> None:
    elsewhere = read(**SERVED, _KEY=KEY, _CLINICAL_ENDPOINT="https://other.example/v1")

    model = elsewhere.served_model(AgentName.CLINICAL)

    assert model is not None
    assert model.key is None


def test_a_key_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n", encoding="utf-8")

    model = read(**SERVED, _KEY_FILE=str(file)).served_model(AgentName.CLINICAL)

    assert model is not None
    assert model.key is not None
    assert model.key.get_secret_value() == KEY


def test_foundry_is_signed_in_to_without_a_key() -> None:
    assert read(**SERVED | {"": "foundry"}).served_model(AgentName.CLINICAL) == ServedModel(
        kind=ModelKind.FOUNDRY, name="reader-70b", endpoint=SERVER, api=ModelApi.CHAT_COMPLETIONS
    )
    problems = told(**SERVED | {"": "foundry"}, _KEY=KEY)
    assert list(problems) == ["PRIORAUTH_MODEL_KEY"]
    assert "Azure identity" in problems["PRIORAUTH_MODEL_KEY"]


def test_no_key_is_ever_shown() -> None:
    settings = read(**SERVED, _KEY=KEY)

    model = settings.served_model(AgentName.CLINICAL)

    assert KEY not in f"{settings!r} {settings} {settings.model_dump_json()} {model!r}"


def test_what_is_missing_is_told_once_for_all_agents_and_beside_what_is_wrong_by_itself() -> None:
    problems = settings_in_error({"PRIORAUTH_MODEL": "openai", "PRIORAUTH_LOOKUP_TRIES": "0"})
    assert problems == ["PRIORAUTH_LOOKUP_TRIES", "PRIORAUTH_MODEL_NAME", "PRIORAUTH_MODEL_ENDPOINT"]


def settings_in_error(environment: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsInvalid) as refused:
        settings_in(environment, ReviewSettings)
    return [line.split(":")[0].strip() for line in str(refused.value).splitlines()[1:]]


def test_an_address_that_is_none_is_told_of_once() -> None:
    problems = told(**SERVED | {"_ENDPOINT": "models.example"}, _CLINICAL_API="telepathy")
    assert list(problems) == ["PRIORAUTH_MODEL_ENDPOINT", "PRIORAUTH_MODEL_CLINICAL_API"]


def test_an_agents_own_model_is_told_of_by_its_own_variables() -> None:
    assert list(told(_CLINICAL="openai", _CLINICAL_NAME="reader-70b")) == ["PRIORAUTH_MODEL_CLINICAL_ENDPOINT"]
    assert list(told(**SERVED, _CLINICAL="foundry")) == [
        "PRIORAUTH_MODEL_CLINICAL_NAME",
        "PRIORAUTH_MODEL_CLINICAL_ENDPOINT",
    ]


def test_a_model_that_is_described_but_not_chosen_is_told_of() -> None:
    assert list(told(_NAME="reader-70b", _ENDPOINT=SERVER)) == ["PRIORAUTH_MODEL_NAME", "PRIORAUTH_MODEL_ENDPOINT"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://models.example/v1", "in the clear"),
        ("http://192.0.3.1/v1", "in the clear"),
        (f"https://nurse:{KEY}@models.example/v1", "a name or a password"),
        ("https://models.example/v1?api-version=1", "a query"),
        ("https://models.example/v1#top", "a query"),
    ],
)
def test_an_address_to_which_no_record_may_go(address: str, words: str) -> None:
    assert words in told(**SERVED | {"_ENDPOINT": address})["PRIORAUTH_MODEL_ENDPOINT"]


@pytest.mark.parametrize("address", ["http://ollama:11434/v1", "http://127.0.0.1:8000/v1", "http://10.0.0.7/v1"])
def test_a_server_of_ones_own_network_needs_no_certificate(address: str) -> None:
    assert read(**SERVED | {"_ENDPOINT": address}).served_model(AgentName.CLINICAL) is not None


@pytest.mark.parametrize("content", [b"", b"two words", b"\xff\xfe", b"k" * 10_001])
def test_a_file_that_holds_no_key(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    assert list(told(**SERVED, _KEY_FILE=str(file))) == ["PRIORAUTH_MODEL_KEY_FILE"]


def test_a_file_that_is_not_there_and_a_key_that_is_set_twice(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid) as refused:
        read(**SERVED, _KEY=KEY, _KEY_FILE=str(tmp_path / "nowhere"))
    assert str(refused.value).count("PRIORAUTH_MODEL_KEY_FILE") == 2
    assert "FileNotFoundError" in str(refused.value)


def test_settings_with_problems_give_no_model() -> None:
    source = ModelSource(kind=ModelKind.OPENAI)
    assert [problem.part for problem in problems_of(source)] == ["name", "endpoint"]
    with pytest.raises(ValueError, match="problems"):
        served(source)
    with pytest.raises(SettingsInvalid, match="PRIORAUTH_MODEL_NAME"):
        ReviewSettings(model=source).served_model(AgentName.CLINICAL)
