"""Signing in to Azure Database for PostgreSQL as an identity: a token stands for the password of each connection."""

import logging
from collections.abc import Callable

import psycopg
from sqlalchemy import URL

from priorauth.settings import SettingsInvalid
from telemetry.logs import fault_fields

_log = logging.getLogger(__name__)
_SCOPE = "https://ossrdbms-aad.database.windows.net/.default"
"""For whom the token is: https://learn.microsoft.com/azure/postgresql/security/security-entra-concepts."""

Password = Callable[[], str]
"""What is given as the password of a connection that is about to be opened."""


def azure_password() -> Password:
    """Tokens of the environment's Azure identity, which keeps each until shortly before it expires.

    A call raises ``psycopg.OperationalError`` where none is given, as a server does that lets nobody in. Raises
    :class:`SettingsInvalid` where the packages that sign in are not installed.
    """
    try:
        from azure.core.exceptions import ClientAuthenticationError  # only this way needs them
        from azure.identity import DefaultAzureCredential
    except ModuleNotFoundError:
        raise SettingsInvalid(
            "PRIORAUTH_DATABASE_IDENTITY=azure signs in with azure-identity, which is not installed: "
            "install this package with its extra `azure`."
        ) from None
    credential = DefaultAzureCredential()

    def token() -> str:
        try:
            return credential.get_token(_SCOPE).token
        except ClientAuthenticationError as error:
            _log.warning("store.no_token", extra=fault_fields(error))
            raise psycopg.OperationalError("the Azure identity was given no token") from None

    return token


def over_tls(url: URL) -> URL:
    """The address with the server's certificate checked, unless it says itself how much of that is asked.

    Whoever is given a token can use it: a server is known before it is sent one.
    """
    if "sslmode" in url.query:
        return url
    import certifi  # comes with the packages that sign in

    return url.update_query_dict({"sslmode": "verify-full", "sslrootcert": certifi.where()})
