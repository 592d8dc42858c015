"""The answers of ``licet lists`` for people."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from licet.services.limits import answer_policy

if TYPE_CHECKING:
    from rich.console import Console

__all__ = [
    "error",
    "print_adoption",
    "print_diff",
    "print_entries",
    "print_no_download",
    "print_refusal",
    "print_status",
    "progress_bar",
]

_SHOWN = 20
_BY_NAME = frozenset({"EL", "DPL", "SDN"})


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def error(words: str) -> None:
    """Bad input, on stderr."""
    _console(stderr=True).print(f"error: {words}", markup=False)


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int | None], None] | None]:
    """A bar on stderr while a file comes in, where stderr is a terminal; else None."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, DownloadColumn, Progress, TransferSpeedColumn

    with Progress(BarColumn(), DownloadColumn(), TransferSpeedColumn(), console=_console(stderr=True)) as bar:
        task = bar.add_task("download", total=None)
        yield lambda here, whole: bar.update(task, completed=here, total=whole)


def print_adoption(document: Mapping[str, Any]) -> None:
    out = _console()
    verb = "was adopted before as" if document["already"] else "adopted as"
    out.print(f"{document['format']} of {document['data_date']} {verb} snapshot {document['snapshot']}.")
    if not document["already"]:
        out.print(f"{document['added']} entries new, {document['changed']} changed, {document['gone']} gone.")
    out.print(", ".join(f"{code} {count}" for code, count in document["counts"].items()))
    if document["repeated_headers"]:
        out.print(f"Repeated header rows dropped: {document['repeated_headers']}.")
    _print_rows_refused(out, document["rows_refused"])
    if document["problems"]:
        out.print(
            f"Accepted in spite of these problems, because: {document['accepted_reason']}", markup=False
        )
        _print_problems(out, document["problems"])


def _print_rows_refused(out: Console, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    out.print(f"Rows refused: {len(rows)}.")
    for row in rows[:_SHOWN]:
        out.print(f"  line {row['line']}: {row['reason']}: {row['text']}", markup=False)
    if len(rows) > _SHOWN:
        out.print(f"  and {len(rows) - _SHOWN} more; all of them with --json")


def _print_problems(out: Console, problems: Sequence[Mapping[str, Any]]) -> None:
    for problem in problems:
        source = f"{problem['source']}: " if problem["source"] else ""
        line = f" (line {problem['line']})" if problem["line"] is not None else ""
        out.print(f"  {source}{problem['kind']}: {problem['words']}{line}", markup=False)
        names = problem["names"] if problem["source"] in _BY_NAME else problem["names"][:_SHOWN]
        for name in names:
            out.print(f"      {name}", markup=False)
        if len(names) < len(problem["names"]):
            out.print(f"      and {len(problem['names']) - len(names)} more; all of them with --json")


def print_refusal(document: Mapping[str, Any]) -> None:
    out = _console(stderr=True)
    out.print(f"{document['file']}: not adopted; nothing was changed.", markup=False)
    _print_problems(out, document["problems"])
    if document["code"]:
        out.print(
            "If all of this is right, say why: "
            f"--accept-anyway REASON --shown {document['code']}. Parties that the file lacks stay on the list; "
            "with --as-whole they are taken off it.",
            markup=False,
        )
    _print_standing(out, document["standing"])


def print_no_download(document: Mapping[str, Any]) -> None:
    out = _console(stderr=True)
    out.print(f"Not updated; nothing was changed. {document['error']}", markup=False)
    _print_standing(out, document["standing"])


def _print_standing(out: Console, found: Mapping[str, Any] | None) -> None:
    if found is None:
        out.print("No list has been adopted before.")
    else:
        entries, newest = found["entries"], found["newest"]
        out.print(f"The lists adopted before go on answering: {entries} entries, newest data {newest}.")


def print_status(document: Mapping[str, Any]) -> None:
    out = _console()
    if not document["adopted"]:
        out.print("No list has been adopted yet; see: licet lists adopt --help")
        return
    from rich.table import Table

    table = Table("list", "on it", "data of", "age in days", "snapshot", "remark")
    for source in document["lists"]:
        old = "[bold]STALE[/] " if source["age_days"] > answer_policy().list_days else ""
        notes = [f"accepted anyway: {source['accepted_reason']}"] if source["accepted_reason"] else []
        if source["unread_rows"]:
            notes.append(f"{source['unread_rows']} rows could not be read")
        if not source["closed"]:
            notes.append("whom this file lacks stays on the list")
        reason = "; ".join(notes)
        table.add_row(
            source["code"], str(source["count"]), source["data_date"], str(source["age_days"]),
            f"{source['snapshot']} {source['format']}", old + reason,
        )  # fmt: skip
    out.print(table)
    if document["not_adopted"]:
        out.print(f"Not adopted: {', '.join(document['not_adopted'])}.")
    out.print(f"Fingerprint {document['fingerprint']}")


def print_diff(document: Mapping[str, Any]) -> None:
    out, counts = _console(), document["counts"]
    out.print(f"From {document['from']} to {document['to']}:", markup=False)
    for act in ("added", "removed"):
        out.print(f"{counts[act]} {act}")
        for party in document[act]:
            where = f" ({', '.join(party['countries'])})" if party["countries"] else ""
            out.print(f"  {party['list']} {party['name']}{where}  {party['entry_id']}", markup=False)
    out.print(f"{counts['changed']} changed")
    for item in document["changed"]:
        out.print(f"  {item['name']}  {item['entry_id']}", markup=False)
        for field in item["fields"]:
            out.print(
                f"    {field['field']}: {field['old'] or '(none)'} -> {field['new'] or '(none)'}",
                markup=False,
            )


def print_entries(document: Mapping[str, Any]) -> None:
    out = _console()
    for entry in document["entries"]:
        out.print(f"{entry['name']}  {entry['list']}  {entry['entry_id']}", markup=False)
        for label, values in (
            ("also", [alias["name"] for alias in entry["aliases"]]),
            ("countries", entry["countries"]),
            ("address", entry["addresses"]),
            ("cited", entry["cites"]),
        ):
            if values:
                out.print(f"  {label}: {'; '.join(values)}", markup=False)
        for row in entry["terms"]:
            _print_terms(out, row)
        if not entry["listed_since_known"]:
            bound = f"; surely not before {entry['not_before']}" if entry["not_before"] else ""
            out.print(f"  Since when it is listed is not known{bound}.")


def _print_terms(out: Console, row: Mapping[str, Any]) -> None:
    until = f" up to, not including, {row['to']}" if row["to"] else ""
    what = "listed" if row["listed"] else "not listed"
    out.print(
        f"  from {row['from']}{until}: {what} ({row['cite']}, readable since {row['published_on']})",
        markup=False,
    )
    notes = ", ".join(map(str, row["footnotes"]))
    for label, value in (
        ("requirement", row["requirement"]), ("policy", row["policy"]), ("footnotes", notes),
        ("programs", "; ".join(row["programs"])), ("from", row["source"]),
    ):  # fmt: skip
        if value:
            out.print(f"      {label}: {value}", markup=False)
