"""15 CFR 30.4(b) and 22 CFR 123.22(b): how long before departure a filing must be accepted, in minutes."""

from __future__ import annotations

__all__ = ["DEFENSE_ARTICLES", "POINTS", "USED_VEHICLES", "USUAL"]

_HOUR, _DAY = 60, 24 * 60

USUAL = {
    "vessel": _DAY, "air": 2 * _HOUR, "truck": _HOUR, "rail": 2 * _HOUR, "mail": 2 * _HOUR,
    "pipeline": 2 * _HOUR, "other": 2 * _HOUR,
}  # fmt: skip
"""15 CFR 30.4(b)(2)."""
DEFENSE_ARTICLES = {
    "vessel": _DAY, "air": 8 * _HOUR, "truck": 8 * _HOUR, "rail": _DAY, "mail": 8 * _HOUR, "other": 8 * _HOUR,
}  # fmt: skip
"""22 CFR 123.22(b)(1)."""
USED_VEHICLES = 72 * _HOUR
"""15 CFR 30.4(b)(5), whatever the means of transport."""
POINTS = {
    "vessel": "the cargo is loaded on the vessel",
    "air": "the scheduled departure of the aircraft",
    "truck": "the truck arrives at the border",
    "rail": "the train arrives at the border",
    "mail": "the mail is exported",
    "pipeline": "exportation",
    "other": "exportation",
}
"""From which point each is counted back."""
