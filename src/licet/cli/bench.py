"""``licet bench``: score a server for assistants on 300 dated determinations."""

from __future__ import annotations

import asyncio
import json
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli.files import fail

if TYPE_CHECKING:
    from licet.mcp.benchmark import AskedTool

__all__ = ["bench"]

OptionalText = Optional[str]  # noqa: UP045  # typer reads it


def bench(
    server: Annotated[
        OptionalText,
        typer.Option(
            "--server", metavar="COMMAND", help="The command of a server over stdio; Licet's own unless said."
        ),
    ] = None,
    url: Annotated[
        OptionalText, typer.Option("--url", help="The address of a server over HTTP, in place of a command.")
    ] = None,
    tool: Annotated[str, typer.Option("--tool", help="The tool that answers.")] = "check",
    argument: Annotated[
        str, typer.Option("--argument", help="The argument of the tool that takes the transaction.")
    ] = "transaction",
    verdict: Annotated[
        str, typer.Option("--verdict", help="Where the verdict stands in the answer; points between keys.")
    ] = "verdict",
    party: Annotated[
        OptionalText,
        typer.Option(
            "--party",
            metavar="ARGUMENT",
            help="The tool screens names: ask it about each party by this argument; a name that it finds is a stop.",
        ),
    ] = None,
    go_word: Annotated[
        OptionalText,
        typer.Option("--go", help="The one verdict that is a go; every other one of a tool is then a stop."),
    ] = None,
    export: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--export", help="Write the determinations as JSON lines, and ask nobody."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """Score a server for assistants on 300 dated determinations.

    It exits with status 1 where the server said a wrong go.
    """
    from licet.mcp.benchmark import AskedTool, benchmark_cases

    cases = benchmark_cases()
    if export is not None:
        lines = (json.dumps(case.to_json(), ensure_ascii=False) + "\n" for case in cases)
        try:
            export.write_text("".join(lines), encoding="utf-8")
        except OSError as error:
            fail(f"{export}: {error.strerror}")
        print(f"{len(cases)} determinations written to {export}.")
        return
    if server is not None and url is not None:
        fail("--server and --url: give one of them")
    asked = AskedTool(tool, argument, verdict, party, go_word)
    with TemporaryDirectory() as home:
        try:
            found = asyncio.run(_scored(server, url, Path(home), asked))
        except (OSError, ValueError, ExceptionGroup) as error:
            fail(f"{url or server or 'licet mcp'} cannot be asked: {_first_of(error)}")
    if as_json:
        sys.stdout.write(json.dumps(found.to_json(), indent=2, ensure_ascii=False) + "\n")
    else:
        print(
            f"{found.server}: {found.percent:.1f} percent of {found.cases} determinations, {found.wrong_go} wrong go."
        )
        for outcome, count in found.outcomes.items():
            print(f"  {outcome:<20}{count:>6}")
        for item in found.missed[:20]:
            print(
                f"  {item['outcome']}: {item['name']}: said {item['said']}, the source says {item['expected']}"
            )
    if found.wrong_go:
        raise typer.Exit(1)


def _first_of(error: Exception) -> Exception:
    """What went wrong, out of the groups that tasks wrap it in."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error


async def _scored(server: str | None, url: str | None, home: Path, asked: AskedTool) -> Any:
    """Connect as a client does, and ask; Licet's own server is asked over a workspace of shipped entries alone."""
    import mcp

    from licet.mcp.benchmark import benchmark_cases, score

    if url is not None:
        target: Any = url
    elif server is not None:
        command, *arguments = shlex.split(server)
        target = mcp.stdio_client(mcp.StdioServerParameters(command=command, args=arguments))
    else:
        from licet.mcp.server import mcp_server

        target = mcp_server(home)
    async with mcp.Client(target) as client:

        async def ask(transaction: Mapping[str, Any]) -> str:
            said = []
            for arguments in asked.calls(transaction):
                found = await client.call_tool(asked.tool, arguments)
                text = "".join(getattr(part, "text", "") for part in found.content)
                said.append(_verdict(text, asked.verdict))
            return asked.of_all(said)

        return await score(url or server or "licet mcp", ask, benchmark_cases())


def _verdict(text: str, path: str) -> str:
    try:
        found: Any = json.loads(text)
        for key in path.split("."):
            found = found[key]
    except (ValueError, KeyError, TypeError):
        return text[:200] if not text.startswith("{") else "unknown"
    return str(found)
