"""How often the search of the control list has the right entry among its first hits.

The products are those of ``../shared/cases/products.jsonl``: each described as a data sheet does, with the ECCN that
its maker, an agency or a court stated, and others that would do. Those that were written from the list itself are
counted apart. EAR99 is not on the list and is counted nowhere here.

    python -m benchmarks.classification [--misses]
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from licet.classification.search import find

PRODUCTS = Path(os.environ.get("LICET_SHARED", "../shared")) / "cases/products.jsonl"
AMONG = (1, 5, 10)


def products() -> list[dict[str, Any]]:
    """The products whose ECCN is on the list."""
    lines = PRODUCTS.read_text("utf-8").splitlines()
    return [product for line in lines if (product := json.loads(line))["eccn"] != "EAR99"]


def accepted(product: dict[str, Any]) -> set[str]:
    """The entries of the stated ECCN and of those that would do."""
    return {eccn.partition(".")[0] for eccn in (product["eccn"], *product["also_acceptable"])}


def place(product: dict[str, Any]) -> int | None:
    """At which place the first right entry stands; None where it is not among the first ten."""
    hits = find(product["description"], kind=product["kind"], limit=max(AMONG))
    right = accepted(product)
    return next((number for number, hit in enumerate(hits, 1) if hit.eccn in right), None)


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--misses", action="store_true", help="name the products not among the first five")
    show = parser.parse_args().misses
    find("warm up")
    began = time.perf_counter()
    places: dict[str, list[int | None]] = defaultdict(list)
    found = products()
    for product in found:
        group = "written from the list" if product["source_type"] == "ccl-named" else "stated by others"
        at = place(product)
        places[group].append(at)
        places["all on the list"].append(at)
        if show and (at is None or at > AMONG[1]):
            hits = find(product["description"], kind=product["kind"], limit=6)
            print(f"{product['id']}: {product['eccn']} at {at}; first {[hit.name for hit in hits]}")
    each = (time.perf_counter() - began) / len(found) * 1000
    for group, reached in sorted(places.items()):
        shares = ", ".join(
            f"{sum(p is not None and p <= k for p in reached) / len(reached):.1%} among the first {k}"
            for k in AMONG
        )
        print(f"{group} ({len(reached)}): {shares}")
    print(f"{each:.1f} ms a search")


if __name__ == "__main__":
    main()
