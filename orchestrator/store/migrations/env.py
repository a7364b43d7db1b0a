"""Alembic's entry: the connection comes from :func:`orchestrator.store.migrations.migrate`."""

from alembic import context

from orchestrator.store.base import Table

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Table.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
