"""Projections: what can be made again from the event log at any time, kept so that nobody has to fold it all.

Nothing here is evidence. ``licet.storage.replay`` makes every row again and compares.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from licet.storage.metadata import NUMBER, metadata

__all__ = [
    "VIEWS",
    "case_agency",
    "case_list",
    "case_record",
    "deadline_list",
    "ledger_balance",
    "license_list",
    "record_key",
]

case_list = Table(
    "case_list",
    metadata,
    Column("case_id", String(200), primary_key=True),
    Column("organization", Text, nullable=False),
    Column("version", NUMBER, nullable=False),
    Column("state", String(64), nullable=False),
    Column("at", String(32), nullable=False),
    Column("acn", Text),
    Column("applicant", Text),
    Column("destination", Text),
    Column("parties", Text, nullable=False),  # JSON list of names
    Column("value_usd", Text),
    Column("order_key", Text),  # the order reference, casefolded
    Column("deal", String(64), nullable=False),  # SHA-256 of items, parties and destination
    Column("submitted_on", String(10)),
    Column("registered_on", String(10)),
    Column("decided_on", String(10)),
    Column("words", Text, nullable=False, server_default=""),  # what a search looks in, casefolded
    Index("ix_case_list_organization", "organization"),
    Index("ix_case_list_deal", "deal"),
)

case_agency = Table(
    "case_agency",
    metadata,
    Column("case_id", String(200), primary_key=True),
    Column("agency", String(200), primary_key=True),
    Index("ix_case_agency_agency", "agency"),
)

case_record = Table(
    "case_record",
    metadata,
    Column("case_id", String(200), primary_key=True),
    Column("since", String(10), primary_key=True),  # as it stood at the end of this day
    Column("until", String(10)),  # and of every later day before this one
    Column("organization", Text, nullable=False),
    Column("received_on", String(10)),
    Column("registered_on", String(10)),
    Column("decided_on", String(10)),
    Column("outcome", String(16)),
    Column("to_operating_committee", Boolean, nullable=False),
    Column("destination", Text),
    Column("parties", Text, nullable=False),  # JSON, as eccns and pauses
    Column("eccns", Text, nullable=False),
    Column("pauses", Text, nullable=False),
    Index("ix_case_record_days", "since", "until"),
)

license_list = Table(
    "license_list",
    metadata,
    Column("number", String(200), primary_key=True),
    Column("case_id", String(200), nullable=False),
    Column("organization", Text, nullable=False),
    Column("version", NUMBER, nullable=False),
    Column("licensee", Text, nullable=False),
    Column("destination", Text),
    Column("parties", Text, nullable=False),
    Column("issued_on", String(10), nullable=False),
    Column("expires_on", String(10), nullable=False),
    Column("suspended_on", String(10)),
    Column("ended", String(16)),  # revoked, void, replaced or exhausted; expiry is a matter of the day
    Column("ended_on", String(10)),
    Column("words", Text, nullable=False, server_default=""),
    Index("ix_license_list_organization", "organization"),
    Index("ix_license_list_case", "case_id"),
)

deadline_list = Table(
    "deadline_list",
    metadata,
    Column("stream", String(32), primary_key=True),
    Column("subject", String(200), primary_key=True),
    Column("since", String(10), primary_key=True),  # as asked on this day
    Column("who", String(16), primary_key=True),  # must act
    Column("until", String(10)),  # and on every later day before this one
    Column("due", String(10)),  # None: the clock stands
    Index("ix_deadline_list_due", "stream", "who", "due"),
)

ledger_balance = Table(
    "ledger_balance",
    metadata,
    Column("number", String(200), primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("account", String(32), primary_key=True),
    Column("quantity", Text, nullable=False),
    Column("value_usd", Text, nullable=False),
)

record_key = Table(
    "record_key",
    metadata,
    Column("seq", NUMBER, primary_key=True, autoincrement=False),
    Column("field", String(16), primary_key=True),  # subject, party, country or reference
    Column("value", String(200), primary_key=True),  # folded
    Column("stream", String(32), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("organization", Text, nullable=False),
    Index("ix_record_key_value", "field", "value"),
    Index("ix_record_key_subject", "stream", "subject"),
)

VIEWS = (case_list, case_agency, case_record, license_list, deadline_list, ledger_balance, record_key)
