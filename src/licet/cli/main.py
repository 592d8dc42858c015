"""``licet``: the command line.

Exit status: 0 answered; 1 not everything is green or clear (with ``--gate`` only); 2 bad input, named with file,
line and key, or a file of which nothing could be read; 3 refused for safety. ``--json`` prints one JSON
document on stdout and nothing else.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable

import typer

from licet.cli import audit, cases, documents, law_commands, ledger, licenses
from licet.cli.apply import apply
from licet.cli.backup import backup, doctor, restore
from licet.cli.check_file import check_file, explain
from licet.cli.decide import approve_decision, decide, decisions, revoke_decision
from licet.cli.lists import app as lists_app
from licet.cli.order_lines import order_lines
from licet.cli.orders import example_orders
from licet.cli.records import records
from licet.cli.sales import ask, check, demo, replay, timeline, version
from licet.cli.screen import screen, screen_file
from licet.cli.serve import serve
from licet.cli.spark_submit import spark_submit
from licet.cli.stats import stats
from licet.cli.watch import watch
from licet.cli.whatif import whatif

__all__ = ["app", "main"]

app = typer.Typer(
    name="licet",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="May this sale go ahead, as of this date, under which authority, and until when does that hold?",
)
COMMANDS: dict[str, dict[str, Callable[..., None]]] = {
    "A sale": {"check": check, "ask": ask, "replay": replay, "timeline": timeline, "demo": demo},
    "An order book": {
        "check-file": check_file,
        "explain": explain,
        "order-lines": order_lines,
        "whatif": whatif,
        "watch": watch,
        "example-orders": example_orders,
        "spark-submit": spark_submit,
    },
    "A party": {
        "screen": screen,
        "screen-file": screen_file,
        "decide": decide,
        "decisions": decisions,
        "approve-decision": approve_decision,
        "revoke-decision": revoke_decision,
    },
    "Licenses": {"apply": apply, "stats": stats, "records": records},
    "The house": {"serve": serve, "backup": backup, "restore": restore, "doctor": doctor, "version": version},
}
"""By panel of the help, the commands in the order in which a newcomer wants them."""
GROUPS = {
    "A party": {"lists": (lists_app, "Official lists: adopt, status, diff, update.")},
    "Licenses": {
        "cases": (cases.app, "Applications: list, show, due, and every act of the review."),
        "licenses": (licenses.app, "Licenses: list, show, conditions, changes, what ends them."),
        "ledger": (ledger.app, "The ledger of a license: reserve, ship, reverse, adjust, reconcile."),
        "documents": (documents.app, "Licenses, letters and statements as PDF."),
    },
    "The law": {"law": (law_commands.app, "The law as modelled: rules, facts, coverage.")},
    "The house": {"audit": (audit.app, "The log of events: list and verify it, sign its head, export it.")},
}
"""By panel of the help, the groups of commands and what they are for."""

for panel, commands in COMMANDS.items():
    for name, command in commands.items():
        app.command(name=name, rich_help_panel=panel)(command)
for panel, groups in GROUPS.items():
    for name, (group, what) in groups.items():
        app.add_typer(group, name=name, help=what, rich_help_panel=panel)


def main() -> None:
    """Run the command line. Where there is no room left, nothing half is kept, and the message says so."""
    try:
        app()
    except Exception as error:
        if not _is_full(error):
            raise
        print(f"licet: the disk is full, and nothing was kept: {error}", file=sys.stderr)
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
