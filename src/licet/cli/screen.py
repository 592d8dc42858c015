"""``licet screen`` and ``licet screen-file``: is this name, or are these names, on a list?"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli.file_options import Columns as FieldColumns
from licet.cli.file_options import Confirm, MappingName, Overwrite, keep_output, mapped_file
from licet.cli.files import day_of, fail

if TYPE_CHECKING:
    from rich.console import Console

    from licet.model.births import BirthSpan
    from licet.model.lists import ListsUsed
    from licet.screening.bulk import BulkJob, Progress, Report
    from licet.screening.party_kinds import PartyKind
    from licet.screening.presets import Presets
    from licet.tabular.party_columns import Columns

__all__ = ["screen", "screen_file"]

_AsOf = Annotated[
    Optional[str],  # noqa: UP045  # typer reads it
    typer.Option("--as-of", help="Whether entries stand on this day (YYYY-MM-DD); today unless said."),
]
_KnownAsOf = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--known-as-of", help="On what had been published by this day (YYYY-MM-DD)."),
]
_Preset = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--preset",
        help='How much to ask about: strict, balanced or quiet; for single lists as "quiet, SDN=strict". '
        "Default: that of screening.toml.",
    ),
]
_STANDS = {
    "yes": "stands on the list on {day}",
    "no": "does not stand on the list on {day}",
    "unknown": "whether it stands on the list on {day} is not known",
}


def screen(
    name: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(
            help="A name in any script, or an identifying number. May be left out with --identifier."
        ),
    ] = None,
    country: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--country", help="The party's country: its ISO code or English name."),
    ] = None,
    address: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--address", help="The party's address, as decisions about it know it."),
    ] = None,
    party: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--party", help="Your own number of the party, by which decisions are found too."),
    ] = None,
    date_of_birth: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--date-of-birth", help="A person's birth: 1980-02-14, 1980-02, 1980, or 1975 to 1980."),
    ] = None,
    identifier: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--identifier", help="A passport, register or tax number; may be given several times."),
    ] = None,
    kind: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--type", help="What the party is: person, firm, vessel or aircraft."),
    ] = None,
    as_of: _AsOf = None,
    known_as_of: _KnownAsOf = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="Show at most so many hits.")] = 10,
    preset: _Preset = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show all that moved each score, in log-odds.")
    ] = False,
    gate: Annotated[bool, typer.Option("--gate", help="Exit with 1 unless the name is clear.")] = False,
) -> None:
    """Is this name on a list? Shows every hit with its score and why it may be the party."""
    from licet.cli.scope import decision_scope
    from licet.screening.forms import comparable
    from licet.services.determination import decisions_in, today
    from licet.services.screening import ScreeningRequest, open_screener, screening_document
    from licet.storage.home import home_folder

    if name is None and not identifier:
        fail("give a name, or --identifier")
    name = name if name is not None else (identifier or [""])[0]
    if not comparable(name):
        fail(f"{name!r}: nothing in this name can be compared")
    known = day_of(known_as_of, "--known-as-of")
    day = day_of(as_of, "--as-of") or today()
    born, more = _birth(date_of_birth), tuple(identifier or ())
    asked = ScreeningRequest(
        name, _country(country), day, known, limit, address, party, born, more, _kind(kind)
    )
    screener, _ = open_screener(home_folder(), known)
    screener = screener.with_presets(_presets(home_folder(), preset))
    document = screening_document(asked, screener, decisions_in(home_folder(), decision_scope()))
    if as_json:
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        _show(document, explain=explain)
    if gate and document["verdict"] != "clear":
        raise typer.Exit(1)


def _birth(written: str | None) -> BirthSpan | None:
    from licet.model.births import BirthSpan

    try:
        return None if written is None else BirthSpan.parse(written)
    except ValueError as error:
        fail(f"--date-of-birth: {error}")


def _kind(written: str | None) -> PartyKind | None:
    from licet.screening.party_kinds import UnknownKindError, parse_kind

    try:
        return None if written is None else parse_kind(written)
    except UnknownKindError as error:
        fail(f"--type: {error}")


def _presets(home: Path, written: str | None) -> Presets:
    """How much to ask about: as written, or as the home folder says for the organization."""
    from licet.cli.scope import decision_scope
    from licet.screening.presets import PresetError, Presets
    from licet.services.screening_presets import presets_of

    try:
        return presets_of(home, decision_scope().organization) if written is None else Presets.parse(written)
    except PresetError as error:
        fail(f"--preset: {error}" if written is not None else str(error))


def _country(written: str | None) -> str | None:
    from licet.watchlists.countries import iso2

    code = None if written is None else iso2(written)
    if written is not None and code is None:
        fail(f"--country: {written!r} is no country (an ISO code such as CN, or its English name)")
    return code


def _show(document: dict[str, Any], *, explain: bool) -> None:
    from rich.console import Console

    out = Console(highlight=False)
    for caveat in document["caveats"]:
        out.print(caveat, markup=False)
    for hit in document["hits"]:
        _show_hit(out, hit, document["as_of"], explain=explain)
    if not document["hits"]:
        none = f"no entry is like {document['name']!r}"
        said = (
            f"clear: {none}."
            if document["verdict"] == "clear"
            else f"not compared: {none}, which says nothing."
        )
        out.print(said, markup=False)
        if document["nearest"] is not None:
            near = document["nearest"]
            out.print(
                f"The nearest is {near['matched_name']} ({near['list']}), {near['score']:.2f}.", markup=False
            )


def _show_hit(out: Console, hit: dict[str, Any], day: str, *, explain: bool) -> None:
    where = f"; {', '.join(hit['countries'])}" if hit["countries"] else ""
    out.print()
    out.print(
        f"{hit['verdict']} {hit['score']:.2f}  {hit['listed_name']}  ({hit['list']}{where})", markup=False
    )
    if hit["matched_name"] != hit["listed_name"]:
        weak = ", which the list calls weak" if hit["weak_alias"] else ""
        out.print(f"  by its other name {hit['matched_name']}{weak}", markup=False)
    cites = f" ({'; '.join(cite['text'] for cite in hit['cites'])})" if hit["cites"] else ""
    out.print(f"  {_STANDS[hit['stands']].format(day=day)}{cites}", markup=False)
    out.print(f"  entry {hit['entry_id']}", markup=False)
    if hit["decision"]:
        out.print(f"  {hit['decision']}", markup=False)
    for line in hit["why"]:
        out.print(f"    {line}", markup=False)
    for reason in hit["reasons"] if explain else ():
        out.print(f"    {reason['moved']:+6.2f}  {reason['words']}", markup=False)


def screen_file(
    source: Annotated[
        Path, typer.Argument(metavar="INPUT", help="CSV, XLSX, JSON lines or Parquet, by its ending.")
    ],
    output: Annotated[Path, typer.Argument(help="The same formats; .xlsx is a workbook for review.")],
    name_column: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--name-column",
            help="The column with the party's name; chosen by its heading if only one can be meant. "
            "A name in two columns: first_name,last_name. Give it more than once to screen several parties of a row.",
        ),
    ] = None,
    country_column: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--country-column", help="The column with the country; default: by its heading."),
    ] = None,
    id_column: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--id-column", help="The column with your own number of the party; default: by its heading."
        ),
    ] = None,
    born_column: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--date-of-birth-column", help="With days of birth (YYYY-MM-DD); default: by its heading."
        ),
    ] = None,
    address_column: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--address-column", help="With addresses; default: by its heading."),
    ] = None,
    identifier_column: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--identifier-column",
            help="With passport, register and tax numbers, semicolons between; default: by its heading.",
        ),
    ] = None,
    type_column: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--type-column",
            help="With person, firm, vessel or aircraft; default: by its heading (party type).",
        ),
    ] = None,
    encoding: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--encoding", help="Of CSV and JSON lines; default: UTF-8."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Write names without a hit too.")] = False,
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=20, help="Write at most so many hits a name.")
    ] = 5,
    preset: _Preset = None,
    workers: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--workers", min=1, help="Processes; all cores unless said."),
    ] = None,
    as_of: _AsOf = None,
    known_as_of: _KnownAsOf = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
    gate: Annotated[
        bool, typer.Option("--gate", help="Exit with 1 unless every row was screened and is clear.")
    ] = False,
    mapping: MappingName = None,
    column: FieldColumns = None,
    confirm: Confirm = False,
    overwrite: Overwrite = False,
) -> None:
    """Screen a file of names with all cores; called again after a stop, it goes on from there."""
    from dataclasses import replace
    from functools import partial

    from licet.cli.scope import decision_scope
    from licet.model.countries import country_of
    from licet.screening import bulk
    from licet.screening.part import ScreeningOptions
    from licet.services.determination import decisions_in, today
    from licet.services.screening import open_screener, screener_of
    from licet.storage.home import home_folder
    from licet.tabular.party_columns import Columns
    from licet.tabular.rows import UnreadableFileError, columns_of, format_of

    wanted = Columns.named(
        name_column or (), country=country_column, ident=id_column, born=born_column, address=address_column,
        identifiers=identifier_column, kind=type_column, encoding=encoding,
    )  # fmt: skip
    known = day_of(known_as_of, "--known-as-of")
    home, day = home_folder(), day_of(as_of, "--as-of") or today()
    options = ScreeningOptions(
        country_of,
        day,
        everything,
        limit,
        decisions_in(home, decision_scope()),
        known,
        _presets(home, preset),
    )
    try:
        format_of(output)
        if source.resolve() == output.resolve():
            fail(f"{output}: the output would overwrite the input")
        keep_output(output, overwrite=overwrite)
        job = bulk.BulkJob(source, output, wanted, options, workers)
        if mapping or column or confirm:
            job = _by_mapping(job, mapping, column, confirm=confirm, encoding=encoding, quiet=as_json)
        else:
            try:
                columns, examples = columns_of(source, wanted)
            except UnreadableFileError as error:
                if wanted.names:
                    raise
                fail(f"{error}{_other_way(source, output)}")
            if not as_json:
                _tell_columns(columns, examples)
            job = replace(job, columns=columns)
        screener, adoption = open_screener(home, known)
        with _bar() as progress:
            report = bulk.screen_file(job, partial(screener_of, home, known, adoption), progress)
    except (ValueError, bulk.StoppedError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except KeyboardInterrupt:
        fail("stopped; what was done is kept, and the same command goes on from there", 130)
    _tell(job, report, screener.lists, as_json=as_json)
    if report.bad == report.rows:
        fail(f"{source}: no row could be screened")
    if gate and (report.clear != report.rows or report.remarked):
        raise typer.Exit(1)


def _by_mapping(
    job: BulkJob,
    mapping: str | None,
    column: list[str] | None,
    *,
    confirm: bool,
    encoding: str | None,
    quiet: bool,
) -> BulkJob:
    """The job with the parties of a business file, as a mapping reads it."""
    from dataclasses import replace

    from licet.storage.home import home_folder
    from licet.tabular.parties import party_rows

    file = mapped_file(
        job.source, home_folder(), mapping, column, confirm=confirm, options=(encoding, None, None, None),
        quiet=quiet, command=f"licet screen-file {job.source} {job.output}",
    )  # fmt: skip
    found = party_rows(file)
    read_by = json.dumps(file.mapping.to_json(), sort_keys=True)
    return replace(job, records=found.rows, headings=found.headings, cells=found.cells, read_by=read_by)


def _other_way(source: Path, output: Path) -> str:
    """What to say where the columns cannot be told by headings alone, but the file can be read."""
    from licet.tabular.business import read_business_file
    from licet.tabular.load import NotABusinessFileError

    try:
        file = read_business_file(source)
    except (NotABusinessFileError, OSError):
        return ""
    if not any(record.name for record in file.records):
        return ""
    return (
        f". Licet can read it as a list of {file.kind}: `licet what {source}` shows how, and "
        f"`licet screen-file {source} {output} --mapping NAME --confirm` screens every party of its rows"
    )


def _tell_columns(columns: Columns, examples: Sequence[str]) -> None:
    """Say which columns are taken: the wrong one would make every party of the file clear."""
    for source, example in zip(columns.names, examples, strict=True):
        country = "no country" if source.country is None else f"country {source.country!r}"
        print(f"Screening column {source} (e.g. {example!r}) with {country}.")


def _tell(job: Any, report: Report, lists: Sequence[ListsUsed], *, as_json: bool) -> None:
    from dataclasses import asdict

    from licet.screening.bulk import bad_path
    from licet.services.screening import caveats, used_document

    bad = str(bad_path(job.output)) if report.bad or report.remarked else None
    if as_json:
        document = {
            **asdict(report), "output": str(job.output), "bad_rows": bad,
            "lists": [used_document(list_) for list_ in lists], "caveats": caveats(lists),
        }  # fmt: skip
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        return
    print(*caveats(lists), sep="\n")
    if report.resumed:
        print(f"{report.resumed:,} rows had been done by an earlier call.")
    print(
        f"{report.rows:,} rows: {report.match:,} match, {report.review:,} review, {report.clear:,} clear, "
        f"{report.not_compared:,} not compared (give the Latin name), "
        f"{report.bad:,} could not be screened."
    )
    print(f"{report.written:,} rows written to {job.output}.")
    if bad is not None:
        print(f"Rows not screened ({report.bad:,}) or screened with a remark ({report.remarked:,}): {bad}")


@contextmanager
def _bar() -> Iterator[Progress | None]:
    """A bar on stderr where stderr is a terminal; else None."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("screen", total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)
