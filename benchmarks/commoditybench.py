"""CommodityBench (IAPS-AI/commoditybench, MIT) by the interview, scored by its own grader.

The benchmark is not kept here: give the folder of a copy. The answers are in ``commoditybench_answers.csv``, read
from each description alone; ``--sheets`` adds those of ``commoditybench_sheets.csv``, which the makers' data sheets
state and the descriptions leave out (a resolution, cryptographic accelerators). An open result is given as no answer.

Not blind: whoever wrote the answers and mended search and interview had seen all 34 items with their ECCNs. What the
descriptions alone do not reach is left so. Four stay open because a description lacks what decides (cryptography of a
processor, resolution of a converter, its smallest interpolation); two makers state the entry 1A999, and the list has
1A999.a for radiation detectors; one detector is EAR99 by the benchmark, and 1A999.a by the words of the list.

    python -m benchmarks.commoditybench ../commoditybench [--sheets] [--misses]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from benchmarks.classification_interview import answers, interviewed

ANSWERS = Path(__file__).with_name("commoditybench_answers.csv")
SHEETS = Path(__file__).with_name("commoditybench_sheets.csv")
PUBLISHED = {
    "GPT-5.5, list at hand": 0.62, "Claude Opus 4.8, list at hand": 0.56, "Qwen3-235B, list at hand": 0.35,
    "Claude Opus 4.8": 0.30, "GPT-5.5": 0.29, "Qwen3-235B": 0.24, "GPT-4o": 0.18, "Qwen3-32B": 0.03,
}  # fmt: skip
"""Exact matches as its README states them (July 1, 2026)."""


def main() -> None:
    """Print exact matches, the mean grade, and the published figures beside them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path, help="a copy of IAPS-AI/commoditybench")
    parser.add_argument("--sheets", action="store_true", help="answer from the makers' data sheets too")
    parser.add_argument("--misses", action="store_true", help="name the items that are not exact")
    given = parser.parse_args()
    sys.path.insert(0, str(given.folder / "src"))
    from commoditybench.eccn import score_prediction  # type: ignore[import-not-found]  # noqa: PLC0415

    said, added = answers(ANSWERS), answers(SHEETS) if given.sheets else {}
    lines = (given.folder / "data/questions.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.startswith("{")]
    counted: Counter[str] = Counter()
    for row in rows:
        description = f"{row['item_name']}. {row['description']}"
        talk = interviewed(description, "commodity", {**said.get(row["id"], {}), **added.get(row["id"], {})})
        found = talk.result
        score = score_prediction(found.eccn or "", row["gold_eccn"])
        counted["exact"] += score.exact_match
        counted["entry"] += score.eccn_match
        counted["open"] += found.eccn is None
        counted["grade"] += score.grade
        counted["questions"] += len(talk.answers)
        if given.misses and not score.exact_match:
            print(f"{row['id']}: {row['gold_eccn']}, came to {found.eccn}. {'; '.join(found.open[:3])}")
    total = len(rows)
    print(
        f"{total} items: {counted['exact'] / total:.2f} exact, {counted['entry'] / total:.2f} to the entry, "
        f"mean grade {counted['grade'] / total:.2f}, {counted['open']} open, "
        f"{counted['questions'] / total:.1f} questions each"
    )
    for name, exact in PUBLISHED.items():
        print(f"   {exact:.2f} exact  {name} (published)")


if __name__ == "__main__":
    main()
