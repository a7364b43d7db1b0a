"""Leases: which processes are alive, by the database's own clock, so that no process has to trust another's."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Float, cast, delete, extract, func, insert, literal, select, update
from sqlalchemy.orm import Session

from orchestrator.store.base import table_of
from orchestrator.store.tables import ReplicaRow

_LEASES = table_of(ReplicaRow)
_UNIX_EPOCH_AS_JULIAN_DAY = 2_440_587.5
_SECONDS_OF_A_DAY = 86_400


def take_lease(session: Session, tenant: str, replica: str, seconds: float) -> None:
    """Tells that a process is alive for so many seconds from now."""
    expires = _now(session) + seconds
    session.connection().execute(insert(_LEASES).values(tenant_id=tenant, id=replica, expires_at=expires))


def renew_lease(session: Session, tenant: str, replica: str, seconds: float) -> bool:
    """Whether the lease still was the process's own; if so, it holds for so many seconds from now.

    Once it has run out and another process has noticed, it is lost, and so is the work that was done under it.
    """
    renewed = update(_LEASES).where(*_of(tenant, replica)).values(expires_at=_now(session) + seconds)
    return session.connection().execute(renewed.returning(_LEASES.c.id)).one_or_none() is not None


def end_lease(session: Session, tenant: str, replica: str) -> None:
    """Gives a lease up."""
    session.connection().execute(delete(_LEASES).where(*_of(tenant, replica)))


def end_other_leases(session: Session, tenant: str, replica: str) -> None:
    """Ends all leases but one, where it is known by other means that no other process is alive."""
    session.connection().execute(delete(_LEASES).where(_LEASES.c.tenant_id == tenant, _LEASES.c.id != replica))


def end_expired_leases(session: Session, tenant: str) -> Sequence[str]:
    """Ends the leases that have run out: whose they were. Of several who ask at once, one is given each."""
    expired = (_LEASES.c.tenant_id == tenant, _LEASES.c.expires_at < _now(session))
    return session.connection().scalars(delete(_LEASES).where(*expired).returning(_LEASES.c.id)).all()


def living_replicas(session: Session, tenant: str) -> frozenset[str]:
    """The processes whose lease was not ended."""
    return frozenset(session.connection().scalars(select(_LEASES.c.id).where(_LEASES.c.tenant_id == tenant)))


def _of(tenant: str, replica: str) -> tuple[ColumnElement[bool], ...]:
    return (_LEASES.c.tenant_id == tenant, _LEASES.c.id == replica)


def _now(session: Session) -> ColumnElement[float]:
    """The seconds since 1970 by the database's clock."""
    if session.connection().dialect.name == "sqlite":
        return (func.julianday("now", type_=Float) - literal(_UNIX_EPOCH_AS_JULIAN_DAY)) * literal(_SECONDS_OF_A_DAY)
    return cast(extract("epoch", func.clock_timestamp()), Float)
