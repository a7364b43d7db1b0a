"""Where the service may listen before anyone signs in: on this machine, unless the operator says otherwise."""

import ipaddress

from orchestrator.settings import Settings
from priorauth.errors import PriorAuthError

UNAUTHENTICATED = (
    "Sign-in does not exist yet, and this service accepts requests from other machines "
    "(PRIORAUTH_ALLOW_UNAUTHENTICATED=1): anyone who reaches it reads and changes every case."
)


class BindRefused(PriorAuthError):
    """The address could be reached from other machines, and nobody signs in."""

    code = "bind_refused"

    def __init__(self, host: str) -> None:
        super().__init__(
            f"The service does not listen on '{host}': sign-in does not exist yet, and other machines could reach it. "
            "Use 127.0.0.1, or set PRIORAUTH_ALLOW_UNAUTHENTICATED=1 where something else keeps strangers away."
        )


def check_bind(host: str, settings: Settings) -> None:
    """Raises :class:`BindRefused` for an address off this machine, where the settings do not allow it."""
    if not settings.allow_unauthenticated and not is_loopback(host):
        raise BindRefused(host)


def is_loopback(host: str) -> bool:
    """Whether a host, as an address or ``localhost``, is this machine itself."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def notice(settings: Settings) -> str | None:
    """The warning that every page and every start of the log gives, where there is reason to."""
    return UNAUTHENTICATED if settings.allow_unauthenticated else None
