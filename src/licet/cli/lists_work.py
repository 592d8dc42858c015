"""What ``licet lists`` does, apart from the command line's words: each command gives a :class:`ListResult`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import typer

from licet.cli import lists_print as people
from licet.services import list_documents as documents
from licet.services.determination import today
from licet.services.list_comparison import ListsInputError
from licet.storage.home import home_folder
from licet.storage.state import open_state
from licet.watchlists.snapshot import ProblemKind, Snapshot, SnapshotProblem, UnreadableSnapshotError

__all__ = ["ListResult", "adopt_file", "compare", "run", "show", "status", "update"]

BAD_INPUT, REFUSED = 2, 3


@dataclass(frozen=True, slots=True)
class ListResult:
    """A command's answer: the JSON document, the same for people, and the exit status."""

    document: Mapping[str, Any]
    print_for_people: Callable[[], None]
    status: int = 0


def run(command: Callable[[], ListResult], *, as_json: bool) -> None:
    """Run a command and leave with its exit status; bad input is said in words and gives 2."""
    try:
        result = command()
    except (ListsInputError, OSError) as error:
        words = _os_words(error) if isinstance(error, OSError) else str(error)
        result = ListResult({"error": words}, lambda: people.error(words), BAD_INPUT)
    if as_json:
        sys.stdout.write(json.dumps(result.document, ensure_ascii=False, indent=2) + "\n")
    else:
        result.print_for_people()
    if result.status:
        raise typer.Exit(result.status)


def _os_words(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}" if error.filename is not None else str(error)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What a person says to adopt a file in spite of problems."""

    reason: str | None = None
    as_whole: bool = False
    shown: str | None = None


def adopt_file(file: Path, day: date | None, accepted: Acceptance) -> ListResult:
    """Read a file, judge it, adopt it."""
    from licet.watchlists.reading import read

    try:
        snapshot = read(file)
    except UnreadableSnapshotError as error:
        return _refused(str(file), (error.problem,))
    return _adopt(str(file), snapshot, day, accepted)


def _adopt(name: str, snapshot: Snapshot, day: date | None, accepted: Acceptance) -> ListResult:
    from licet.storage.adopt import (
        AdoptionError,
        AdoptionRefusedError,
        AdoptionRequest,
        adopt,
    )

    if (accepted.as_whole or accepted.shown) and accepted.reason is None:
        raise ListsInputError("--as-whole and --shown go with --accept-anyway REASON")
    request = AdoptionRequest(
        name, today(), day, accepted.reason, accepted.as_whole, shown=accepted.shown or ""
    )
    try:
        adoption = adopt(home_folder(), snapshot, request)
    except AdoptionError as error:
        raise ListsInputError(str(error)) from error
    except AdoptionRefusedError as error:
        return _refused(name, error.problems, error.code)
    document = documents.adoption_document(adoption, snapshot)
    return ListResult(document, lambda: people.print_adoption(document))


def _refused(name: str, problems: tuple[SnapshotProblem, ...], code: str = "") -> ListResult:
    """Nothing was changed; which list goes on answering is part of the answer."""
    document = documents.refusal_document(name, problems, open_state(home_folder()), code)
    unknown = all(problem.kind is ProblemKind.UNKNOWN_FORMAT for problem in problems)
    return ListResult(document, lambda: people.print_refusal(document), BAD_INPUT if unknown else REFUSED)


def update(url: str | None, accepted: Acceptance) -> ListResult:
    """Download the list and adopt it; without a network nothing changes."""
    from licet.watchlists.download import OFFICIAL_CSV, DownloadError, download
    from licet.watchlists.reading import read

    address = url or OFFICIAL_CSV
    target = home_folder() / "downloads" / (Path(address).name or "list")
    try:
        with people.progress_bar() as progress:
            fetched = download(address, target, progress)
        snapshot = read(fetched.path.read_bytes())
    except DownloadError as error:
        words = str(error)
        document = {**documents.standing(open_state(home_folder())), "adopted": False, "error": words}
        return ListResult(document, lambda: people.print_no_download(document), REFUSED)
    except UnreadableSnapshotError as error:
        return _refused(address, (error.problem,))
    if snapshot.data_date is None:
        basis = "Last-Modified of the download" if fetched.last_modified else "the day of the download"
        day = fetched.last_modified or today()
        snapshot = replace(snapshot, data_date=day, data_date_basis=basis)
    return _adopt(address, snapshot, None, accepted)


def status() -> ListResult:
    """Every list with count, date and age; nothing adopted is an answer too."""
    document = documents.status_document(open_state(home_folder()), today())
    return ListResult(document, lambda: people.print_status(document))


def compare(a: str, b: str) -> ListResult:
    """Added, removed and changed parties from A to B."""
    from licet.services.list_comparison import compared

    found = compared(home_folder(), a, b)
    document = documents.diff_document(a, b, found)
    return ListResult(document, lambda: people.print_diff(document))


def show(wanted: str) -> ListResult:
    """The entries with an id or a name."""
    state = open_state(home_folder())
    entries = documents.entries_named(state, wanted)
    if not entries:
        also = "; no list has been adopted yet" if state is None else ""
        raise ListsInputError(
            f"{wanted!r}: no entry has this id, nor this name or alias (case and punctuation apart){also}"
        )
    document = {"entries": [documents.entry_document(entry) for entry in entries]}
    return ListResult(document, lambda: people.print_entries(document))
