"""``licet what``: what a file is, how it was read, and which command takes it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from licet.cli.file_options import (
    Columns,
    DateOrderOption,
    Decimal,
    Delimiter,
    Encoding,
    _with_options,
    show_file,
)
from licet.cli.files import fail

__all__ = ["what"]


def what(
    file: Annotated[Path, typer.Argument(help="Any file.")],
    save: Annotated[
        Optional[str],  # noqa: UP045  # typer reads it
        typer.Option("--save", metavar="NAME", help="Save the mapping shown under this name, for --mapping."),
    ] = None,
    column: Columns = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    decimal: Decimal = None,
    date_order: DateOrderOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """What is this file, how is it read, which columns map to which fields, and which command takes it?"""
    from licet.services.file_kinds import business_document, commands_for, other_kind
    from licet.storage.home import home_folder
    from licet.tabular.business import read_business_file
    from licet.tabular.load import NotABusinessFileError
    from licet.tabular.mapping import MappingError, mappings_folder, save_mapping

    try:
        known = None if save or column else other_kind(file)
        if known is not None:
            _tell(file, {"what": known.what, "commands": list(known.commands)}, as_json=as_json)
            return
        mapping = _with_options(None, file, column, (encoding, delimiter, decimal, date_order))
        found = read_business_file(file, mapping)
        if save is not None:
            save_mapping(mappings_folder(home_folder()), save, found.mapping)
    except (NotABusinessFileError, MappingError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{file}: {error.strerror}")
    commands = commands_for(found, save)
    if as_json:
        sys.stdout.write(json.dumps(business_document(found, commands), ensure_ascii=False, indent=2) + "\n")
        return
    show_file(found)
    if save is not None:
        print(f"Saved as mapping {save}.")
    print("Commands that take it:")
    for command in commands:
        print(f"  {command}")


def _tell(file: Path, document: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps({"file": str(file), **document}, ensure_ascii=False, indent=2) + "\n")
        return
    print(f"{file.name}: {document['what']}.")
    commands = document["commands"]
    assert isinstance(commands, list)
    if commands:
        print("Commands that take it:")
    for command in commands:
        print(f"  {command}")
