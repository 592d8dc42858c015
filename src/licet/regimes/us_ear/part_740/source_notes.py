"""Since when the text of each section of part 740 has stood: the last amendment that its source note names.

The notes stand at the end of the sections in the eCFR of September 1, 2026. Those of 740.2, 740.7, 740.9, 740.13 to
740.16 and 740.20 name no amendments but send the reader to the List of CFR Sections Affected: their text is shown for
no earlier day.
"""

from __future__ import annotations

from dataclasses import dataclass

from licet.rules.rule import Period, period

__all__ = ["LAST_AMENDMENTS", "RESTRICTIONS_SINCE", "Amendment", "since_note"]

RESTRICTIONS_SINCE = "2021-01-19"
"""No exception is answered before: a look-back over five years asks for no earlier day."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """The first day of a text, when it was published, and where. The publication day where no other was seen."""

    first_day: str
    published: str
    cite: str


LAST_AMENDMENTS = {
    "740.3": Amendment("2025-09-30", "2025-09-30", "90 FR 47192"),
    "740.4": Amendment("2021-01-19", "2021-01-19", "86 FR 4933"),
    "740.5": Amendment("2025-09-02", "2025-09-02", "90 FR 42320"),
    "740.6": Amendment("2025-01-16", "2025-01-16", "90 FR 4615"),
    "740.8": Amendment("2025-01-15", "2025-01-15", "90 FR 4558"),
    "740.10": Amendment("2024-05-30", "2024-04-30", "89 FR 34703"),
    "740.11": Amendment("2024-10-23", "2024-10-23", "89 FR 84777"),
    "740.12": Amendment("2021-01-19", "2017-11-09", "82 FR 51985"),
    "740.17": Amendment("2024-04-19", "2024-04-19", "89 FR 28599"),
    "740.18": Amendment("2021-01-19", "2015-09-21", "80 FR 56902"),
    "740.19": Amendment("2025-09-02", "2025-09-02", "90 FR 42320"),
    "740.21": Amendment("2021-01-19", "2019-10-21", "84 FR 56121"),
    "740.22": Amendment("2022-05-26", "2022-05-26", "87 FR 31951"),
    "740.23": Amendment("2024-08-27", "2024-08-27", "89 FR 68543"),
    "740.24": Amendment("2024-10-16", "2024-10-16", "89 FR 83428"),
    "740.25": Amendment("2024-12-05", "2024-12-05", "89 FR 96814"),
    "740.26": Amendment("2025-01-16", "2025-01-16", "90 FR 5309"),
    "740.27": Amendment("2025-01-16", "2025-01-16", "90 FR 5309"),
    "740.28": Amendment("2025-01-16", "2025-01-16", "90 FR 5309"),
    "740.29": Amendment("2025-01-15", "2025-01-15", "90 FR 4559"),
}
"""By section. The text of 740.12, 740.18 and 740.21 is older than ``RESTRICTIONS_SINCE``."""


def since_note(section: str) -> Period:
    """The days of the text of a section, from the last amendment of its source note on."""
    last = LAST_AMENDMENTS[section]
    return period(
        last.first_day,
        published=last.published,
        cite=last.cite,
        source=(
            f"text of {section} as of 2026-09-01; its source note names no later amendment than {last.cite}; the"
            " restrictions of 740.2 are those of 2026-09-01, whose note names no amendments"
        ),
    )
