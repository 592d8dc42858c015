"""The one collection of tables, shared by the modules that spell them out."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, MetaData

__all__ = ["NUMBER", "metadata"]

metadata = MetaData()

NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""A place in the log: 64 bits on PostgreSQL; SQLite's integers have them anyway."""
