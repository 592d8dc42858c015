"""The adopted lists as one archive: made on the driver, fetched once by each executor, opened once by each worker.

The archive holds the derived state of the lists, the index of names and what was decided about hits, nothing else
of the home folder: no case, no license, no account.
"""

from __future__ import annotations

import fcntl
import io
import os
import pickle
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from pyspark import SparkFiles
from pyspark.sql import SparkSession

from licet.engine.answer_policy import AnswerPolicy
from licet.engine.joint import rulebook_hash
from licet.orders.screen import CachingFinder
from licet.orders.worker import DecisionContext, Worker
from licet.regimes.registry import PRIMARY, primary, regimes_named
from licet.rules.rulebook import Rulebook
from licet.scenarios.apply import scenarios_off, suppose
from licet.scenarios.scenario import Scenario
from licet.screening.decided import Decisions
from licet.screening.dispositions import RecordedDisposition
from licet.screening.finder import shipped_finder
from licet.screening.screener import ListScreener, screener_folder
from licet.services.determination import Decider, today
from licet.services.law_in_use import use_law_of
from licet.services.limits import answer_policy
from licet.services.order_runs import regime_contexts
from licet.services.regimes import adopted_regimes
from licet.spark.session import served, temporary_folder
from licet.storage.home import home_folder
from licet.storage.saved_dispositions import kept_dispositions
from licet.storage.state import ListState, open_state, state_file
from licet.storage.statefile import read_state

__all__ = ["Opened", "Packed", "pack", "worker_of"]

_STATE, _KNOWN, _DECIDED = "state.lists", "known.lists", "decided.pickle"


@dataclass(frozen=True)
class Packed:
    """Lists on their way to executors. ``archive``: its name among Spark's files.

    ``rulebook``: the hash of the rulebooks of the driver, which a worker's must equal. ``policy``: the limits of
    green answers, as the driver has them. ``as_of``, ``known_as_of``: the days that screening asks about. ``asked``:
    the codes of the regimes that the driver has adopted. It is small, and is sent with every task.
    """

    archive: str
    rulebook: str
    policy: AnswerPolicy
    as_of: date
    known_as_of: date | None = None
    asked: tuple[str, ...] = (PRIMARY,)

    def opened(self) -> Opened:
        """Rulebook and lists in this process, opened at the first call. RuntimeError where versions differ."""
        return _open(self)


def pack(
    spark: SparkSession,
    home: Path | None = None,
    *,
    as_of: date | None = None,
    known_as_of: date | None = None,
    organization: str | None = None,
) -> Packed:
    """Send the lists adopted in a home folder (``LICET_HOME`` unless said) to the executors of a session.

    ``as_of``, ``known_as_of``: for screening, the day on which entries stand or do not (today unless said), and
    the day by which that had been published. For determinations each line, or the call, says its own.
    ``organization``: whose decisions about hits count; LICET_ORG unless said, and none where neither says.
    """
    folder = home or home_folder()
    use_law_of(folder)
    archive = temporary_folder() / "licet-lists.tar"
    with tarfile.open(archive, "w") as tar:
        _add(tar, _DECIDED, pickle.dumps(_decided(folder, organization)))
        _add_lists(tar, folder, _STATE, None)
        if known_as_of is not None:
            _add_lists(tar, folder, _KNOWN, known_as_of)
    asked = tuple(regime.code for regime in adopted_regimes())
    return Packed(
        served(spark, archive),
        _laws_hash(asked),
        answer_policy(),
        as_of or today(),
        known_as_of,
        asked,
    )


def _laws_hash(asked: Sequence[str]) -> str:
    """One hash of the rulebooks of some regimes."""
    return rulebook_hash([regime.rulebook.content_hash for regime in regimes_named(asked)])


def _add_lists(tar: tarfile.TarFile, home: Path, name: str, known_as_of: date | None) -> None:
    """Add a state of the lists and the index of its names; nothing where none was adopted."""
    state, file = open_state(home, known_as_of), state_file(home, known_as_of)
    if state is None or file is None:
        return
    ListScreener.adopted(state, home)  # its index is built where it is missing
    index = screener_folder(state, home)
    tar.add(file, name)
    tar.add(index, f"indexes/{index.name}")


def _decided(folder: Path, organization: str | None) -> list[RecordedDisposition]:
    whose = organization or os.environ.get("LICET_ORG")
    return kept_dispositions(folder, whose) if whose else []


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))


@dataclass(frozen=True)
class Opened:
    """Rulebook and lists in one worker, from an unpacked archive."""

    book: Rulebook
    finder: ListScreener
    folder: Path
    policy: AnswerPolicy
    known_as_of: date | None
    asked: tuple[str, ...] = (PRIMARY,)

    @cached_property
    def decider(self) -> Decider:
        """What answers under the regimes asked, without the masters and decisions of a home folder."""
        return Decider(self.folder, self.book, self.finder, 0, self.policy, self.asked)

    @cached_property
    def decisions(self) -> Decisions:
        """What people decided about hits, up to when the lists were packed."""
        return Decisions(pickle.loads((self.folder / _DECIDED).read_bytes()))  # noqa: S301  # our own, of this run

    @cached_property
    def names(self) -> ListScreener:
        """What ``screen`` searches: the same entries, or those that had been published by a day."""
        return self.finder if self.known_as_of is None else _screener(self.folder, _KNOWN)

    def laws(self, scenarios: Sequence[Scenario] = (), as_of: date | None = None) -> list[DecisionContext]:
        """The law of each regime; with scenarios, first with what they change kept as on a day, then under them."""
        if not scenarios:
            alone = len(self.asked) == 1
            found = self.decider.finder
            return regime_contexts(self.decider, self.book, found if alone else CachingFinder(found))
        finder = CachingFinder(self.decider.finder)
        supposed = suppose(scenarios, self.book, finder)
        off = self.book if as_of is None else scenarios_off(scenarios, self.book, as_of)
        return [
            *regime_contexts(self.decider, off, finder),
            *regime_contexts(self.decider, supposed.book, supposed.finder),
        ]


@lru_cache(maxsize=4)
def _open(packed: Packed) -> Opened:
    book = primary().rulebook
    if _laws_hash(packed.asked) != packed.rulebook:
        raise RuntimeError("a worker has another rulebook than the driver: install the same Licet on both")
    folder = _unpacked(Path(SparkFiles.get(packed.archive)))
    return Opened(book, _screener(folder, _STATE), folder, packed.policy, packed.known_as_of, packed.asked)


def _screener(folder: Path, name: str) -> ListScreener:
    """The screener of a packed state; of the shipped entries where none was packed."""
    if not (folder / name).exists():
        return shipped_finder(compiled=True)
    return ListScreener.adopted(ListState(read_state(folder / name)), folder).compiled()


def _unpacked(archive: Path) -> Path:
    """The folder of an archive, unpacked by the first worker that comes; the others wait for it."""
    folder = archive.with_suffix("")
    with archive.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            beside = archive.with_suffix(".new")
            with tarfile.open(archive) as tar:
                tar.extractall(beside, filter="data")
            beside.rename(folder)
    return folder


@lru_cache(maxsize=8)
def worker_of(packed: Packed, scenarios: tuple[Scenario, ...] = (), as_of: date | None = None) -> Worker:
    """What this worker answers with for a law, with and without scenarios, kept between its tasks."""
    return Worker(packed.opened().laws(scenarios, as_of))
