"""``licet tick``: what is to be done every day, once, for cron and systemd."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Annotated

import typer

from licet.cli.files import REFUSED, fail

__all__ = ["tick"]


def tick(
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """Rescreen customers, look at expiries, lists and the legal clock, and send what is new as notices.

    Exits with 1 where a notice could not be delivered; the next run sends it again.
    """
    from contextlib import closing

    from licet.event_file import EventFileError
    from licet.services.notices import NoticeError
    from licet.services.schedule import tick as run
    from licet.services.schedule import tick_document
    from licet.storage.database import open_database
    from licet.storage.home import home_folder

    home = home_folder()
    try:
        with closing(open_database(home)) as database:
            report = run(home, database, datetime.now().astimezone())
    except NoticeError as error:
        fail(str(error))
    except EventFileError as error:
        fail(str(error), REFUSED)
    document = tick_document(report)
    if as_json:
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    else:
        for name, rescreening in report.screenings.items():
            print(
                f"{name}: {rescreening.customers} customers screened, "
                f"{len(rescreening.new)} new hits, {rescreening.open} open."
            )
        for name, notice in report.notices:
            print(f"{name}: {notice.title}")
        for name, sent in report.deliveries:
            print(f"{name}: {sent.title}: {sent.channel}: {sent.problem or 'sent'}")
        if not report.notices:
            print("Nothing new.")
    if any(rescreening.problem for _, rescreening in report.deliveries):
        raise typer.Exit(1)
