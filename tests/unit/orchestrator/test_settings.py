"""Settings as an operator writes them."""

import pytest
from pydantic import ValidationError

from orchestrator.settings import Settings


@pytest.mark.parametrize("address", [None, ""])
def test_no_address_for_messages_means_none(address: str | None):
    assert Settings(webhook_url=address).webhook_url is None


def test_an_address_for_messages_is_one_of_the_web():
    assert Settings(webhook_url="https://payer.example/hook").webhook_url == "https://payer.example/hook"
    with pytest.raises(ValidationError):
        Settings(webhook_url="ftp://payer.example")
