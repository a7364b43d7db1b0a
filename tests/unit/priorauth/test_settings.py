"""What a review is told by its environment."""

import pytest

from priorauth.regulating import regulations_of
from priorauth.rulebook import read_rule_book
from priorauth.settings import REPOSITORY, ReviewSettings, SettingsInvalid, settings_in


def test_a_variable_is_a_field_and_what_is_not_set_keeps_its_default():
    settings = settings_in({"PRIORAUTH_LOOKUP_TRIES": "2", "HOME": "/nowhere"}, ReviewSettings, agent_timeout_seconds=5)
    assert (settings.lookup_tries, settings.agent_timeout_seconds, settings.model.kind) == (2, 5, None)


def test_a_field_may_have_a_variable_of_another_name():
    settings = settings_in({"TZ": "America/Chicago"}, ReviewSettings, {"time_zone": "TZ"})
    assert settings.time_zone == "America/Chicago"


def test_every_variable_that_cannot_be_used_is_named_at_once():
    wrong = {"PRIORAUTH_LOOKUP_TRIES": "0", "PRIORAUTH_TIME_ZONE": "Ohio"}
    with pytest.raises(SettingsInvalid) as refused:
        settings_in(wrong, ReviewSettings)
    lines = str(refused.value).splitlines()
    assert lines[0] == "These settings cannot be used:"
    assert [line.split(":")[0].strip() for line in lines[1:]] == ["PRIORAUTH_LOOKUP_TRIES", "PRIORAUTH_TIME_ZONE"]
    assert "America/Chicago" in lines[2]


def test_a_lookup_is_embedded_unless_it_has_an_address():
    settings = ReviewSettings(mcp_npi_url="http://npi.example/mcp", mcp_icd10_url="")
    assert (settings.mcp_url("npi"), settings.mcp_url("icd10")) == ("http://npi.example/mcp", None)


def test_the_law_is_counted_in_the_plans_days_without_what_does_not_bind_it():
    settings = ReviewSettings(time_zone="America/Denver", exempt_from="TX, US-OPD,")
    regulations = regulations_of(read_rule_book(REPOSITORY), settings)
    assert settings.exempt_profiles == {"TX", "US-OPD"}
    assert (regulations.zone.key, regulations.exempt_from) == ("America/Denver", settings.exempt_profiles)
