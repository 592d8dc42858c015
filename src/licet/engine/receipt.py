"""Receipts: what an answer was computed from, as hashes, so that it can be computed again."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import licet
from licet.engine.answer_policy import AnswerPolicy
from licet.engine.determination import Receipt
from licet.model.lists import ListsUsed
from licet.model.transaction import Transaction
from licet.model.wire import write_transaction
from licet.rules.law_files import law_in_use
from licet.rules.rulebook import Rulebook

__all__ = ["canonical", "make_receipt"]


def canonical(data: Any) -> bytes:
    """JSON with sorted keys and no spaces: the same data, the same bytes."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def make_receipt(
    sale: Transaction, book: Rulebook, lists: tuple[ListsUsed, ...], policy: AnswerPolicy
) -> Receipt:
    """The receipt of a sale answered with a rulebook and some lists, within some limits."""
    facts = hashlib.sha256(canonical(write_transaction(sale))).hexdigest()
    limits = canonical(policy.to_wire()).decode()
    parts = [book.content_hash, licet.__version__, facts, limits, *(used.fingerprint for used in lists)]
    receipt_id = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    law = law_in_use()
    return Receipt(
        receipt_id,
        book.content_hash,
        lists,
        licet.__version__,
        facts,
        policy,
        None if law is None else law.title,
    )
