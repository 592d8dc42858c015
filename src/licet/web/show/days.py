"""Days that people give in forms and addresses."""

from __future__ import annotations

from datetime import date

from licet.model.wire import WireError

__all__ = ["day_of"]


def day_of(text: object, field: str) -> date | None:
    """A day as YYYY-MM-DD; None where nothing is said. Raises WireError that names the field."""
    said = "" if text is None else str(text).strip()
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise WireError(f"{said!r} is no day (YYYY-MM-DD)", key=field) from error
