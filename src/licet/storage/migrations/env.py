"""Alembic's entry: run the migrations on the engine that :mod:`licet.storage.database` hands over."""

from __future__ import annotations

from alembic import context
from sqlalchemy import text


def _run() -> None:
    with context.config.attributes["engine"].connect() as connection:
        context.configure(connection=connection, transactional_ddl=True)
        with context.begin_transaction():
            if connection.dialect.name == "sqlite":
                connection.execute(text("BEGIN IMMEDIATE"))
            else:  # two programs that start at once
                connection.execute(text(f"SELECT pg_advisory_xact_lock({context.config.attributes['lock']})"))
            context.run_migrations()
        connection.commit()


_run()
