"""The receipt of a run: what its answers were computed from, and one hash over all of them.

Every row is hashed by its client reference (or row number) and all that is said of it; the hashes, sorted, are
the leaves of a Merkle tree. The same lines give the same root, however they were split and in whatever order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

import licet
from licet.engine.receipt import canonical
from licet.model.lists import ListsUsed
from licet.rules.law_files import law_in_use
from licet.rules.rulebook import Rulebook

__all__ = ["file_hash", "leaves", "merkle_root", "node_over", "receipt_of"]


def leaves(table: pl.DataFrame) -> list[bytes]:
    """The hash of every row of a table of answers, in its order."""
    said = [name for name in table.columns if name != "row"]
    texts = table.select(
        pl.concat_str(
            [pl.col("id").fill_null(pl.col("row").cast(pl.String)).alias("id")]
            + [pl.col(name).cast(pl.String).fill_null("") for name in said if name != "id"],
            separator="\x1f",
        )
    ).to_series()
    sha = hashlib.sha256
    return [sha(text.encode()).digest() for text in texts]


def merkle_root(hashes: Sequence[bytes]) -> str:
    """The root of the tree over sorted leaves; a leaf without a neighbor goes up as it is.

    >>> merkle_root([b"a", b"b"]) == merkle_root([b"b", b"a"])
    True
    """
    return node_over(sorted(hashes)).hex() if hashes else hashlib.sha256(b"").hexdigest()


def node_over(level: Sequence[bytes]) -> bytes:
    """The node over neighboring ones, at least one, in their order.

    The tree over all leaves is that over the nodes of runs of 2**k leaves (the last may be shorter), which can
    be worked out apart.
    """
    sha = hashlib.sha256
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [
            *(sha(data + other).digest() for data, other in pairs),
            *(level[-1:] if len(level) % 2 else ()),
        ]
    return level[0]


def file_hash(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def receipt_of(
    book: Rulebook, lists: tuple[ListsUsed, ...], asked: dict[str, Any], counts: dict[str, int], root: str
) -> dict[str, Any]:
    """What a run was computed from. ``asked``: input, its hash and the options; ``root``: of its answers."""
    law = law_in_use()
    receipt = {
        "engine": licet.__version__,
        "rulebook": book.content_hash,
        **({} if law is None else {"law_package": law.title}),
        "lists": [
            {
                "name": list_.name,
                "data_date": list_.data_date.isoformat(),
                "dates": {code.value: day.isoformat() for code, day in list_.days},
                "fingerprint": list_.fingerprint,
            }
            for list_ in lists
        ],
        **asked,
        "answers": counts,
        "root": root,
    }
    return {"receipt_id": hashlib.sha256(canonical(receipt)).hexdigest(), **receipt}
