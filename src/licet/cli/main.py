"""``licet``: the command line.

Exit status: 0 answered; 1 not everything is green or clear (with ``--gate`` only); 2 bad input, named with file,
line and key, or a file of which nothing could be read, or a part of Licet that is not installed; 3 refused for
safety. ``--json`` prints one JSON document on stdout and nothing else.
"""

from __future__ import annotations

import atexit
import errno
import gc
import os
import sys
from typing import Annotated

import typer

from licet import __version__
from licet.cli.as_given import leave_text_as_given
from licet.cli.lazy import LazyCommand, lazy_group
from licet.extras import missing_extra

__all__ = ["COMMANDS", "app", "main"]

_COMMANDS: dict[str, dict[str, tuple[str, str]]] = {
    "A transaction": {
        "check": (
            "sales:check",
            "May this sale go ahead? Say who you are, and the license that it claims is looked up on record.",
        ),
        "ask": ("sales:ask", "Ask about a sale, one question at a time, and answer it."),
        "replay": (
            "sales:replay",
            "Make an earlier answer again, the same bytes; refuse when law, lists or program have changed.",
        ),
        "timeline": (
            "sales:timeline",
            "Tell the dated history of a matter, on both time axes, with citations.",
        ),
        "demo": (
            "sales:demo",
            "Tell the story of October 2019 on real facts: five sales and what became of them.",
        ),
    },
    "An order book": {
        "check-file": (
            "check_file:check_file",
            (
                "May these sales go ahead? Answers every line of an order book; "
                "exits with 1 where a line could not be read."
            ),
        ),
        "what": (
            "what:what",
            "What is this file, how is it read, which columns map to which fields, and which command takes it?",
        ),
        "explain": (
            "check_file:explain",
            "Explain one line of an answered order book in full, from the receipt of the run.",
        ),
        "order-lines": (
            "order_lines:order_lines",
            "How do the lines of an order book stand today? Says why a line is held again; holds and releases lines.",
        ),
        "whatif": (
            "whatif:whatif",
            "What would a change of law, of a list, or a license granted, do to these orders?",
        ),
        "lookback": (
            "look_back:lookback",
            "Were the shipments of past years right, by law and lists as known then and as known now?",
        ),
        "watch": (
            "watch:watch",
            "What was published, and which of my orders and customers could it concern? It changes no answer.",
        ),
        "example-orders": (
            "orders:example_orders",
            "Write a made order book: plausible lines, invented names, real list entries and ECCNs.",
        ),
        "spark-submit": (
            "spark_submit:spark_submit",
            "Print the command that does this on a Spark cluster. It is not run.",
        ),
    },
    "A party": {
        "screen": (
            "screen:screen",
            "Is this name on a list? Shows every hit with its score and why it may be the party.",
        ),
        "screen-file": (
            "screen:screen_file",
            "Screen a file of names with all cores; called again after a stop, it goes on from there.",
        ),
        "decide": (
            "decide:decide",
            "Keep a decision whether a party is the listed party of some entries; all are kept, or none.",
        ),
        "decisions": (
            "decide:decisions",
            "List the kept decisions of an organization, and whether each still counts and fits the lists.",
        ),
        "approve-decision": (
            "decide:approve_decision",
            "Approve, as a second person, that a match is cleared; from then on it counts.",
        ),
        "revoke-decision": (
            "decide:revoke_decision",
            "Take a decision back, for good; the match is open again.",
        ),
        "customers": (
            "customers:app",
            "Your customers, their owners and papers, screened again whenever the lists change.",
        ),
        "defaults": (
            "defaults:app",
            "What your company takes for granted by written policy (kind, end use ...): list, set, remove.",
        ),
        "people": (
            "people:app",
            "May a person see technology? Deemed exports by every citizenship, plans, records and blanking.",
        ),
        "lists": ("lists:app", "Official lists: adopt, status, diff, update."),
    },
    "Licenses": {
        "apply": (
            "apply:apply",
            "Begin an application from a sale that needs a license, with everything that is known filled in.",
        ),
        "stats": (
            "stats:stats",
            (
                "Count what was received, is pending, was issued, denied, returned and withdrawn, "
                "with days gross and net."
            ),
        ),
        "records": (
            "records:records",
            "Find all records of the transactions that have all of what you say (15 CFR 762.5(c)).",
        ),
        "cases": ("cases:app", "Applications: list, show, due, and every act of the review."),
        "licenses": ("licenses:app", "Licenses: list, show, conditions, changes, what ends them."),
        "ledger": ("ledger:app", "The ledger of a license: reserve, ship, reverse, adjust, reconcile."),
        "documents": ("documents:app", "Licenses, letters and statements as PDF."),
    },
    "Server": {
        "serve": (
            "serve:serve",
            "Serve pages and API; the first start makes the first administrator and prints how to sign in.",
        ),
        "mcp": (
            "mcp:mcp",
            "Let assistants check, screen, look up law and suppose (Model Context Protocol).",
        ),
        "tick": (
            "tick:tick",
            (
                "Rescreen customers, look at expiries, lists and the legal clock, "
                "and send what is new as notices."
            ),
        ),
        "account": ("accounts:account", "Accounts: add, list, roles, disable, reset."),
        "token": ("accounts:token", "API tokens of an account: add, list, end."),
        "organization": ("accounts:organization", "Organizations: add, list."),
        "bench": (
            "bench:bench",
            "Score a server for assistants on 300 dated determinations.",
        ),
        "backup": (
            "backup:backup",
            "Back up everything in LICET_HOME into one file, while the server runs or not (SQLite).",
        ),
        "restore": (
            "backup:restore",
            "Put a backup into a new home folder, every file checked against its hash first.",
        ),
        "doctor": (
            "backup:doctor",
            "Look whether home, database, lists, keys and settings are well; exit status 1 where something is not.",
        ),
        "version": ("sales:version", "Print the version of Licet and the hash of its rulebook."),
        "audit": ("audit:app", "The log of events: list and verify it, sign its head, export it."),
    },
    "An item": {
        "classify": (
            "classify:classify",
            (
                "What is its ECCN? The order of review, one question at a time; "
                "with --json the next question is printed."
            ),
        ),
        "products": (
            "products:app",
            "Part numbers and their classifications: list, approve, fill orders, bills of materials, reports.",
        ),
        "ccl": (
            "ccl:app",
            "The Commerce Control List: show an entry, find the entries that may describe an item.",
        ),
    },
    "Help": {
        "help": ("help:help_page", "Read the guide that comes with Licet: a list of its pages, or one page."),
        "completion": (
            "help:completion",
            "Print the script by which bash, zsh, fish or PowerShell completes commands and options.",
        ),
    },
    "The law": {
        "law": ("law_commands:app", "The law as modeled: rules, facts, coverage."),
    },
}
"""By panel of the help, in the order in which a newcomer wants them: where a command is defined, and its line."""
COMMANDS = {
    name: LazyCommand(f"licet.cli.{place}", summary, panel)
    for panel, commands in _COMMANDS.items()
    for name, (place, summary) in commands.items()
}
"""Every command and every group of commands by its name."""

app = typer.Typer(
    name="licet",
    cls=lazy_group(COMMANDS),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="May this sale go ahead, as of this date, under which authority, and until when does that hold?",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"licet {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    del version
    from licet.rules.law_files import use_law  # --help and --version need neither
    from licet.storage.home import home_folder, law_root

    use_law(law_root(home_folder()))


_MADE_BEFORE_A_LOOK = 50_000
"""Objects made before Python looks for cycles among them: loading the law makes 100,000 that stay."""


def main() -> None:
    """Run the command line.

    Where there is no room left, nothing half is kept, and the message says so. Where an optional part of Licet is
    not installed, the message names the command that installs it; a setting that is wrong is named too.
    """
    leave_text_as_given()
    if "_LICET_COMPLETE" in os.environ:  # a shell asks what a word could be
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()
    gc.set_threshold(_MADE_BEFORE_A_LOOK)
    atexit.register(gc.freeze)  # to look through the law once more at the end takes a tenth of a check
    try:
        app()
    except ModuleNotFoundError as error:
        message = missing_extra(error)
        if message is None:
            raise
        print(f"licet: {message}", file=sys.stderr)
        sys.exit(2)
    except Exception as error:
        from licet.errors import LicetError  # only where something went wrong

        if isinstance(error, LicetError):
            print(f"licet: {error}", file=sys.stderr)
            sys.exit(2)
        if not _is_full(error):
            raise
        reason = getattr(error, "orig", None) or error  # of SQLAlchemy's errors, the database's own words
        print(f"licet: the disk is full, and nothing was kept: {reason}", file=sys.stderr)
        sys.exit(3)


def _is_full(error: BaseException | None) -> bool:
    """Whether an error, or what it came from, is that of a full disk; SQLite has words of its own for it."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return True
        if "disk is full" in str(error)[:200]:
            return True
        error = error.__cause__ or error.__context__
    return False


if __name__ == "__main__":
    main()
