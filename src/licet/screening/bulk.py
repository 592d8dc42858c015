"""Screen a file of names against an index, with all cores, from file to file, and go on after a stop.

One process reads; the others open the index from its folder (memory-mapped, so it is in memory once) and each
writes what it found in a part of the file into ``OUT.part/``. When all parts are there, they become the output.
Called again after a stop, with the same input and the same lists, only the missing parts are done.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field, fields
from itertools import chain, islice
from pathlib import Path

from licet import __version__
from licet.errors import LicetError
from licet.screening.part import COLUMNS, ScreeningOptions, screen_part
from licet.screening.screener import ListScreener
from licet.tabular.party_columns import Columns
from licet.tabular.rows import BadRow, TextRow, count_rows, format_of, read_rows
from licet.tabular.sheets import write_rows
from licet.worker_processes import worker_pool

__all__ = ["CHUNK", "BulkJob", "Report", "StoppedError", "bad_path", "screen_file"]

CHUNK = 4000
"""Rows that a process takes at a time."""
Progress = Callable[[int, int | None], None]
"""Told how many rows are done, and how many there are; None where that is not known beforehand."""
Chunk = tuple[int, list[TextRow | BadRow]]


class StoppedError(LicetError, RuntimeError):
    """A process ended before its time; what was done is kept, and calling again goes on from there."""


@dataclass(frozen=True)
class BulkJob:
    """What to screen, into which file, how. ``workers``: processes; all cores unless said.

    ``records``: the rows, where another reader read them by a mapping (``read_by``, in words). ``cells``: by row, the
    user's own columns under ``headings``, to write beside what was found.
    """

    source: Path
    output: Path
    columns: Columns
    options: ScreeningOptions
    workers: int | None = None
    records: Sequence[TextRow | BadRow] | None = None
    read_by: str = ""
    headings: tuple[str, ...] = ()
    cells: Mapping[int, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it: names by their best verdict; ``not_compared``: they cannot be found clear.

    ``bad`` rows gave no name; ``remarked`` ones were screened with a remark. ``written``: rows of hits.
    ``resumed``: rows that an earlier call had done.
    """

    rows: int
    match: int
    review: int
    not_compared: int
    clear: int
    bad: int
    remarked: int
    written: int
    resumed: int


@dataclass(frozen=True)
class _BulkWork:
    """What a process must know. ``opened`` opens the screener there; ``parts``: the folder into which it writes."""

    opened: Callable[[], ListScreener]
    options: ScreeningOptions
    parts: Path


def bad_path(output: Path) -> Path:
    """The file that names the rows which could not be screened, or not wholly."""
    return output.with_name(f"{output.name}.bad.jsonl")


def screen_file(job: BulkJob, opened: Callable[[], ListScreener], progress: Progress | None = None) -> Report:
    """Screen ``job.source``. ``opened`` opens the screener, in every process anew; it is sent to them.

    Raises :class:`~licet.tabular.rows.UnreadableFileError` where no row can be read, ValueError where the
    output is the input, :class:`StoppedError`, OSError.
    """
    format_of(job.output)
    if job.source.resolve() == job.output.resolve():
        raise ValueError(f"{job.output}: the output would overwrite the input")
    lists = _lists(opened(), job.options)
    work = _BulkWork(opened, job.options, _parts_folder(job, lists))
    total = count_rows(job.source) if job.records is None else len(job.records)
    done: Counter[str] = Counter()
    for counts in _run(job, work):
        done.update(counts)
        if progress is not None:
            progress(done["rows"], total)
    report = Report(**{field.name: done[field.name] for field in fields(Report)})
    _assemble(job, work, report, lists)
    shutil.rmtree(work.parts)
    return report


def _run(job: BulkJob, work: _BulkWork) -> Iterator[Mapping[str, int]]:
    """What each part of the file gave, in the order in which they are done."""
    rows = read_rows(job.source, job.columns) if job.records is None else iter(job.records)
    chunks = enumerate(iter(lambda: list(islice(rows, CHUNK)), []))
    first = list(islice(chunks, 2))
    workers = job.workers or os.cpu_count() or 1
    if workers == 1 or len(first) <= 1:  # another process is not worth its start for one part
        screener = work.opened().compiled()
        yield from (_earlier(work, chunk) or _do(work, screener, chunk) for chunk in chain(first, chunks))
        return
    with worker_pool(workers, _open, work) as pool:
        try:
            yield from _pooled(pool, chain(first, chunks), work, 2 * workers)
        except BrokenProcessPool as error:
            raise StoppedError("a process ended before its time; call again to go on from there") from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _pooled(
    pool: ProcessPoolExecutor, chunks: Iterator[Chunk], work: _BulkWork, most: int
) -> Iterator[Mapping[str, int]]:
    """Hand out parts, at most so many at a time, so that a long file is not read into memory at once."""
    waiting: set[Future[Mapping[str, int]]] = set()
    for chunk in chunks:
        earlier = _earlier(work, chunk)
        if earlier is not None:
            yield earlier
            continue
        waiting.add(pool.submit(_do_here, chunk))
        if len(waiting) >= most:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    yield from (future.result() for future in wait(waiting).done)


_HERE: dict[str, tuple[_BulkWork, ListScreener]] = {}
"""In a process of the pool: what it works on."""


def _open(work: _BulkWork) -> None:
    gc.disable()  # the process lives for this file, and makes no cycles to speak of
    _HERE["work"] = (work, work.opened().compiled())


def _do_here(chunk: Chunk) -> Mapping[str, int]:
    return _do(*_HERE["work"], chunk)


def _do(work: _BulkWork, screener: ListScreener, chunk: Chunk) -> Mapping[str, int]:
    """Screen a part and keep what was found; the file appears whole or not at all."""
    number, rows = chunk
    part = screen_part(rows, screener, work.options)
    path = _part_path(work.parts, number)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps({"counts": part.counts, "rows": part.rows, "bad": part.bad}), "utf-8")
    beside.replace(path)
    return part.counts


def _earlier(work: _BulkWork, chunk: Chunk) -> Mapping[str, int] | None:
    """What an earlier call found in a part; None when it was not done."""
    path = _part_path(work.parts, chunk[0])
    if not path.exists():
        return None
    counts: dict[str, int] = json.loads(path.read_text("utf-8"))["counts"]
    return {**counts, "resumed": counts["rows"]}


def _part_path(parts: Path, number: int) -> Path:
    return parts / f"{number:06}.json"


def _lists(screener: ListScreener, options: ScreeningOptions) -> str:
    """What is searched, and as of which day."""
    known = "" if options.known_as_of is None else f" known {options.known_as_of}"
    return f"{screener.fingerprint} as of {options.as_of}{known}"


def _parts_folder(job: BulkJob, lists: str) -> Path:
    """``OUT.part/``, emptied unless it holds parts of this very job."""
    folder = job.output.with_name(f"{job.output.name}.part")
    key = _key(job, lists)
    named = folder / "job.txt"
    if named.exists() and named.read_text("utf-8") == key:
        return folder
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    named.write_text(key, "utf-8")
    return folder


def _key(job: BulkJob, lists: str) -> str:
    """What the result depends on: the input's content, the lists, the options, the program."""
    with job.source.open("rb") as stream:
        content = hashlib.file_digest(stream, "sha256").hexdigest()
    named = {name: str(value) for name, value in asdict(job.columns).items()}
    options = job.options
    wanted = [job.source.suffix, options.everything, options.limit, options.decisions.fingerprint]
    wanted.append(str(options.presets))
    return json.dumps([__version__, content, lists, wanted, named, CHUNK, job.read_by])


def _assemble(job: BulkJob, work: _BulkWork, report: Report, lists: str) -> None:
    """Put the parts together, in order; the output appears whole or not at all."""
    paths = sorted(work.parts.glob("??????*.json"))
    beside = job.output.with_name(f"{job.output.stem}.new{job.output.suffix}")
    about = {"input": job.source.name, "lists": lists, "made by": f"licet {__version__}"}
    counts = {name: str(value) for name, value in asdict(report).items()}
    columns = [*COLUMNS, *(name if name not in COLUMNS else f"file.{name}" for name in job.headings)]
    blank = [""] * len(job.headings)
    rows = (row for path in paths for row in _read(path, "rows"))
    whole = ([*row, *job.cells.get(int(row[0] or 0), blank)] for row in rows) if job.headings else rows
    write_rows(beside, columns, whole, about | counts)
    beside.replace(job.output)
    bad = bad_path(job.output)
    bad.unlink(missing_ok=True)
    if report.bad or report.remarked:
        with bad.open("w", encoding="utf-8") as stream:
            for path in paths:
                stream.writelines(_bad_line(row) for row in _read(path, "bad"))


def _read(path: Path, key: str) -> Sequence[Sequence[str | int | float | None]]:
    found: list[list[str | int | float | None]] = json.loads(path.read_text("utf-8"))[key]
    return found


def _bad_line(row: Sequence[str | int | float | None]) -> str:
    return json.dumps(dict(zip(BadRow._fields, row, strict=True))) + "\n"
