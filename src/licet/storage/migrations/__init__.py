"""The history of the schema; Alembic runs what is missing when the database is opened."""
