"""What-if reports: an order book answered under the law and under scenarios, by the queue of jobs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from licet.accounts.model import User
from licet.scenarios.impact import Impact
from licet.scenarios.scenario import Scenario, ScenarioError
from licet.scenarios.scenario_file import load_scenario, read_scenario, shipped_scenarios
from licet.services.job_kinds import IMPACT
from licet.services.jobs import Job, Jobs
from licet.services.order_books import UploadedBook

__all__ = ["ScenarioReport", "ScenarioReports"]

_DRAWN = "drawn.toml"
_STATES = {"waiting": "looking", "running": "looking", "done": "seen", "failed": "failed"}


@dataclass(frozen=True, slots=True)
class ScenarioReport:
    """What scenarios do to an order book. ``scenarios``: names that ship with Licet, or files of the report's folder.

    ``state``: ``looking``, ``seen`` or ``failed``, and then ``problem`` says why. ``progress``: as of an order book.
    """

    key: str
    book: str
    scenarios: tuple[str, ...]
    state: str
    problem: str
    progress: tuple[str, int, int] | None
    as_of: str = ""
    effective: str = ""
    headline: str = ""
    lists: tuple[str, ...] = ()
    rulebook: str = ""
    known_as_of: str = ""
    unread: int = 0
    warnings: tuple[str, ...] = ()


class ScenarioReports:
    """The reports on the order books of a server."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def put(
        self, user: User, book: UploadedBook, shipped: Sequence[str], drawn: bytes | None
    ) -> ScenarioReport:
        """Begin a report on shipped scenarios and one that was drawn. Raises ScenarioError, TooManyWaitingError."""
        strange = [name for name in shipped if name not in shipped_scenarios()]
        if strange:
            raise ScenarioError(f"no scenario {strange[0]!r} ships with Licet")
        if drawn is not None:
            read_scenario(drawn, "your scenario")
        if not shipped and drawn is None:
            raise ScenarioError("pick a scenario or draw one")
        asked = {
            "book": book.key, "scenarios": [*shipped], "own_scenarios": [] if drawn is None else [_DRAWN],
            "as_of": book.as_of or None, "known_as_of": book.known_as_of or None,
        }  # fmt: skip
        return self._of(self._jobs.add(user, IMPACT, asked, {} if drawn is None else {_DRAWN: drawn}))

    def of_book(self, organization: str, key: str) -> list[ScenarioReport]:
        """The reports on a book, the newest first."""
        jobs = self._jobs.of_kind(organization, IMPACT)
        return [self._of(job) for job in jobs if job.asked.get("book") == key]

    def report(self, organization: str, book: str, key: str) -> ScenarioReport | None:
        return next(
            (
                scenario_report
                for scenario_report in self.of_book(organization, book)
                if scenario_report.key == key
            ),
            None,
        )

    def impact(self, organization: str, report: ScenarioReport, today: date) -> Impact:
        """What the scenarios alone do; days are counted from ``today``."""
        return self._impact("impact", organization, report, today)

    def other_law(self, organization: str, report: ScenarioReport, today: date) -> Impact:
        """What all other law does by then."""
        return self._impact("other_law", organization, report, today)

    def scenarios(self, organization: str, report: ScenarioReport) -> list[Scenario]:
        folder = self._folder(organization, report.key)
        return [load_scenario(str(folder / name) if name == _DRAWN else name) for name in report.scenarios]

    def _impact(self, name: str, organization: str, report: ScenarioReport, today: date) -> Impact:
        lines = pl.read_parquet(self._folder(organization, report.key) / f"{name}.parquet")
        return Impact(lines, date.fromisoformat(report.as_of), date.fromisoformat(report.effective), today)

    def _folder(self, organization: str, key: str) -> Path:
        return self._jobs.folder_of(organization, key, IMPACT)

    def _of(self, job: Job) -> ScenarioReport:
        scenarios = (*job.asked["scenarios"], *(job.asked.get("own_scenarios") or ()))
        progress = (job.doing, job.done, job.total) if job.doing and job.state == "running" else None
        found = ScenarioReport(
            job.key, job.asked["book"], scenarios, _STATES[job.state], job.problem or "", progress
        )
        if job.state != "done":
            return found
        path = self._jobs.folder(job) / "report.json"
        saved: dict[str, Any] = json.loads(path.read_text("utf-8"))
        lists = {name: tuple(value) for name, value in saved.items() if isinstance(value, list)}
        return replace(found, **{**saved, **lists})
