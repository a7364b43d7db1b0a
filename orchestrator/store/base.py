"""What all tables share: kinds of columns, naming, and the key of the case that a row belongs to."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar, cast

from sqlalchemy import DateTime, Dialect, ForeignKeyConstraint, Index, MetaData, String, Text, TypeDecorator, text
from sqlalchemy import Table as CoreTable
from sqlalchemy.orm import DeclarativeBase

KEY = String(64)
DIGEST = String(80)
CODE = String(80)


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware time, kept and given back in UTC. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """UTC; SQLite keeps it without its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs its zone")
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """The same moment, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Table(DeclarativeBase):
    """The base of all tables, with one naming of constraints on both databases."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(referred_table_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {dt.datetime: UtcDateTime, str: Text}


def table_of(row: type[Table]) -> CoreTable:
    """The table behind a row class, for statements that go past the ORM."""
    return cast(CoreTable, row.__table__)


def of_case() -> ForeignKeyConstraint:
    """The case that a row belongs to."""
    return ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"])


def partial_index(name: str, columns: Sequence[str], rows: str) -> Index:
    """An index of the rows that a condition holds for."""
    return Index(name, *columns, sqlite_where=text(rows), postgresql_where=text(rows))
