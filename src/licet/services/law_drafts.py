"""Changes of tables drafted from a new text of the law: Country Groups, Country Chart and items of the control list.

A draft is for a person to read: a readable patch, and the changed files as ``licet law build --changed`` takes them.
What no table can be drafted from is listed with the rows that cite it.
"""

from __future__ import annotations

import csv
import difflib
import gzip
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from licet.classification.control_list import ControlList, control_list
from licet.errors import LicetError
from licet.lawtexts.printed_tables import Chart, Groups, read_chart, read_groups
from licet.regimes.registry import primary
from licet.rules.citation import Citation
from licet.rules.law_files import LawFile
from licet.rules.table import Table, read_rows
from licet.services.law_packages.checks import files_in_use
from licet.services.law_records import control_list_in
from licet.services.law_texts import LawDiff, tables_on

__all__ = ["AmendingDocument", "LawDraft", "LawDraftError", "draft_of", "list_changes"]

_EAR = LawFile("licet.regimes.us_ear") / "tables"
_GROUPS, _CHART = (_EAR / "country_groups.csv").key, (_EAR / "country_chart.csv").key
_LIST = (LawFile("licet.classification") / "tables" / "control_list.csv").key
_CONTEXT = 1
_UNKNOWN = "{}: {} is no destination that the tables know."


class LawDraftError(LicetError, ValueError):
    """What cannot be drafted; the text says why."""


@dataclass(frozen=True, slots=True)
class AmendingDocument:
    """The document that changes the law: its first day, the day of publication, its citation, and what was read."""

    first_day: date
    published: date
    cite: str
    source: str

    def __post_init__(self) -> None:
        try:
            Citation.parse(self.cite)
        except ValueError as error:
            raise LawDraftError(f"--cite {self.cite!r}: {error}") from error
        if not self.source.strip():
            raise LawDraftError("say what the rows were read from")


@dataclass(frozen=True)
class LawDraft:
    """Drafted files by their path in a package, what each change says, and what a person has to read.

    ``to_read``: words on what no table was drafted from.
    """

    files: Mapping[str, bytes]
    says: Sequence[str]
    to_read: Sequence[str]
    before: Mapping[str, bytes] = field(default_factory=dict)

    def patch(self) -> str:
        """The difference to the law in use."""
        return "".join(
            line
            for path, content in self.files.items()
            for line in difflib.unified_diff(
                self.before[path].decode().splitlines(keepends=True),
                content.decode().splitlines(keepends=True),
                f"a/{path}",
                f"b/{path}",
                n=_CONTEXT,
            )
        )

    def write(self, out: Path) -> None:
        """Write ``changed/PATH`` for each file, ``draft.patch`` and ``draft.md``. Raises OSError."""
        for path, content in self.files.items():
            target = out / "changed" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        out.mkdir(parents=True, exist_ok=True)
        (out / "draft.patch").write_text(self.patch(), "utf-8")
        (out / "draft.md").write_text(self.page(), "utf-8")

    def page(self) -> str:
        """The draft in words."""
        drafted = [f"- {words}" for words in self.says] or ["Nothing."]
        read = [f"- {words}" for words in self.to_read] or ["Nothing."]
        lines = [
            "# Draft of a change of law",
            "",
            "## Drafted",
            "",
            *drafted,
            "",
            "## To be read by a person",
            "",
            *read,
        ]
        return "\n".join([*lines, ""])

    def document(self) -> dict[str, Any]:
        """The draft in plain JSON types."""
        return {"files": list(self.files), "says": list(self.says), "to_read": list(self.to_read)}


def draft_of(found: LawDiff, new: Path, amendment: AmendingDocument) -> LawDraft:
    """What the new text changes in tables, and what of it a person has to read.

    ``found``: the two texts held against each other; ``new``: the file or folder of the new one. Raises OSError.
    """
    before = files_in_use()
    says, to_read, files = list[str](), list[str](), dict[str, bytes]()
    for path, rows, changes, unread in _drafted(new, amendment):
        says += changes
        to_read += unread
        if changes:
            files[path] = _csv(rows)
    for change in found.changed:
        tables = tables_on([(change.title, change.place)])
        where = "; ".join(f"{name}: {count} rows cite it" for name, count in tables)
        rules = [rule for rule, places in found.rules.items() if change.place in places]
        on_it = f" Rules: {', '.join(rules)}." if rules else ""
        to_read.append(
            f"{change.title} CFR {change.place} {change.kind.value}.{on_it}{f' {where}.' if where else ''}"
        )
    return LawDraft(files, says, to_read, {path: before[path] for path in files})


Drafted = tuple[str, list[dict[str, str]], list[str], list[str]]
"""A table's path, all its rows, what was changed in words, and what of the new text was not understood."""


def _drafted(new: Path, amendment: AmendingDocument) -> Iterator[Drafted]:
    for xml in _xml_of(new):
        if (groups := _try(read_groups, xml)) is not None:
            yield _of_groups(groups, amendment)
        if (chart := _try(read_chart, xml)) is not None:
            yield _of_chart(chart, amendment)
    listed = control_list_in(new)
    if listed is not None:
        yield list_changes(listed, amendment)


def _xml_of(path: Path) -> Iterator[str]:
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        if file.name.lower().removesuffix(".gz").endswith(".xml"):
            content = file.read_bytes()
            yield (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode("utf-8-sig")


def _try(read: Any, xml: str) -> Any:
    """What a table says; None where the file has no such table."""
    try:
        return read(xml)
    except (ValueError, SyntaxError):  # ElementTree's error is a SyntaxError
        return None


def _codes(column: str) -> dict[str, str]:
    """The codes of destinations by the names that a table prints."""
    rows, _ = read_rows(_EAR / "destinations.csv")
    return {row[column]: row["destination"] for row in rows if row[column]}


def _live(table: Table, key: tuple[str, ...], day: date) -> bool:
    """Whether a destination is in a group, or has a mark, on a day."""
    timeline = table.timeline(key)
    row = None if timeline is None else timeline.at(day)
    return row is not None and row.value


def _of_groups(groups: Groups, amendment: AmendingDocument) -> Drafted:
    """Rows for memberships that begin or end: the later publication governs, so that nothing is overwritten."""
    codes, table = _codes("group_name"), primary().rulebook.tables["country_groups"]
    rows, _ = read_rows(_EAR / "country_groups.csv")
    says = []
    for group, names in groups.items():
        printed = {codes[name] for name in names if name in codes}
        known = {key[0] for key in table.raw if key[1] == group and _live(table, key, amendment.first_day)}
        for code, member in (*((code, "yes") for code in sorted(printed - known)),
                             *((code, "no") for code in sorted(known - printed))):  # fmt: skip
            rows.append({"group": group, "destination": code, "member": member, **_dated(amendment)})
            verb = "joins" if member == "yes" else "leaves"
            says.append(f"{code} {verb} Country Group {group} on {amendment.first_day}.")
    unknown = sorted({name for names in groups.values() for name in names if name not in codes})
    return (
        _GROUPS,
        rows,
        says,
        [f"Country Groups: {name} is no destination that the tables know." for name in unknown],
    )


def _of_chart(chart: Chart, amendment: AmendingDocument) -> Drafted:
    """New marks as rows, and an end on the rows of marks that are gone."""
    codes, table = _codes("chart_name"), primary().rulebook.tables["country_chart"]
    rows, _ = read_rows(_EAR / "country_chart.csv")
    says = []
    for name, marks in chart.marks.items():
        code = codes.get(name)
        known = {
            column for column in chart.columns if code and _live(table, (code, column), amendment.first_day)
        }
        for column in (item for item in chart.columns if code and item in set(marks) - known):
            rows.append({"destination": code or "", "column": column, **_dated(amendment)})
            says.append(f"{code} gets a mark in {column} of the Country Chart on {amendment.first_day}.")
        for column in sorted(known - set(marks)):
            for row in rows:
                if (row["destination"], row["column"]) == (code, column) and not row["effective_to"]:
                    row["effective_to"] = amendment.first_day.isoformat()
            says.append(f"{code} loses its mark in {column} of the Country Chart on {amendment.first_day}.")
    unknown = sorted(set(chart.marks) - set(codes))
    return (
        _CHART,
        rows,
        says,
        [f"Country Chart: {name} is no destination that the tables know." for name in unknown],
    )


def list_changes(listed: ControlList, amendment: AmendingDocument) -> Drafted:
    """Items of the control list whose words changed, that are new or that are gone."""
    rows, _ = read_rows(LawFile("licet.classification") / "tables" / "control_list.csv")
    old, says, unread = control_list(), list[str](), list[str]()
    for eccn in listed:
        if eccn not in old:
            unread.append(f"ECCN {eccn} is new on the Commerce Control List.")
            continue
        before, after = _items(old, eccn), _items(listed, eccn)
        for paragraph in (*after, *(name for name in before if name not in after)):
            text = after.get(paragraph)
            if text == before.get(paragraph):
                continue
            day = amendment.first_day.isoformat()
            rows.append(
                {"eccn": eccn, "paragraph": paragraph, "kind": "item" if text is not None else "removed",
                 "text": text or "", "seen_from": day, "seen_to": day, "cite": amendment.cite,
                 "source": amendment.source}
            )  # fmt: skip
            verb = "is gone" if text is None else "is new" if paragraph not in before else "reads otherwise"
            says.append(f"{eccn}.{paragraph} {verb}.")
    unread += [f"ECCN {eccn} is gone from the Commerce Control List." for eccn in old if eccn not in listed]
    return _LIST, rows, says, unread


def _items(listed: ControlList, eccn: str) -> dict[str, str]:
    entry = listed.entry(eccn)
    passages = () if entry is None else entry.passages
    return {
        passage.paragraph: " ".join(passage.text.split()) for passage in passages if passage.kind == "item"
    }


def _dated(amendment: AmendingDocument) -> dict[str, str]:
    return {
        "effective_from": amendment.first_day.isoformat(),
        "effective_to": "",
        "published_on": amendment.published.isoformat(),
        "cite": amendment.cite,
        "source": amendment.source,
    }


def _csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """The rows as the tables of law are written."""
    some = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(some[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(some)
    return out.getvalue().encode()
