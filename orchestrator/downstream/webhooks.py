"""A message as a signed HTTP request, by the Standard Webhooks specification (version 1, symmetric signatures)."""

import base64
import binascii
import datetime as dt
import hashlib
import hmac

import httpx

from orchestrator.store.messages import Message
from priorauth.errors import PriorAuthError

SECRET_PREFIX = "whsec_"
FEWEST_SECRET_BYTES = 24


class WebhookSecretInvalid(PriorAuthError):
    """The secret that webhooks are signed with is none."""

    code = "webhook_secret_invalid"

    def __init__(self) -> None:
        super().__init__(
            f"PRIORAUTH_WEBHOOK_SECRET is '{SECRET_PREFIX}' followed by {FEWEST_SECRET_BYTES} or more random bytes in "
            "base64. 'openssl rand -base64 32' makes some."
        )


def key_of(secret: str | None) -> bytes:
    """The key in a secret as the specification writes it. Raises :class:`WebhookSecretInvalid`."""
    try:
        key = base64.b64decode((secret or "").removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        raise WebhookSecretInvalid from None
    if not (secret or "").startswith(SECRET_PREFIX) or len(key) < FEWEST_SECRET_BYTES:
        raise WebhookSecretInvalid
    return key


def signature(key: bytes, message_id: str, timestamp: int, body: str) -> str:
    """``v1,`` and the HMAC-SHA256 of id, time in seconds since 1970 and body, in base64."""
    signed = f"{message_id}.{timestamp}.{body}".encode()
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def request_of(message: Message, url: str, key: bytes, now: dt.datetime) -> httpx.Request:
    """The request that delivers a message. It is signed anew at each try, with the time of the try."""
    timestamp = int(now.timestamp())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message.id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(key, message.id, timestamp, message.body),
    }
    return httpx.Request("POST", url, headers=headers, content=message.body.encode())
