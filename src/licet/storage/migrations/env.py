"""Alembic's entry: run the migrations on the engine that :mod:`licet.storage.database` hands over."""

from __future__ import annotations

from alembic import context
from sqlalchemy import text

from licet.storage.replay import rebuild


def _run() -> None:
    with context.config.attributes["engine"].connect() as connection:
        context.configure(connection=connection, transactional_ddl=True)
        with context.begin_transaction():
            if connection.dialect.name == "sqlite":
                connection.execute(text("BEGIN IMMEDIATE"))
            else:  # two programs that start at once
                connection.execute(text(f"SELECT pg_advisory_xact_lock({context.config.attributes['lock']})"))
            before = context.get_context().get_current_revision()
            context.run_migrations()
            if before is not None:  # projections follow the schema, and the log holds all that they show
                rebuild(connection)
        connection.commit()


_run()
