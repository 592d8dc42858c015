"""How far the interview gets when its questions are answered from a product's description alone.

The answers stand in ``classification_answers.csv``: a reading of each description of the products of
``../shared/cases/products.jsonl`` by someone who knows the trade and was not told more. A line has the product, what
is asked, and the answer: a question by its key; an entry with the paragraph that describes the product there; a
parameter by its name. What no line answers is answered so: no munitions list, no military item, no encryption, sold
at retail where it is encrypted, no entry but those that are named, no note that takes it out.

    python -m benchmarks.classification_interview [--misses] [--unseen]

``--unseen``: the products of ``unseen_products.csv`` with ``unseen_answers.csv``. They were described after the
search and the interview were made, and their ECCNs were read from the text of the list.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.classification import PRODUCTS

from licet.classification.order_of_review import ReviewedItem, ReviewInterview, ReviewResult, ReviewVerdict
from licet.classification.questions import Form, ReviewQuestion

ANSWERS = Path(__file__).with_name("classification_answers.csv")
UNSEEN = Path(__file__).with_name("unseen_products.csv")
UNSEEN_ANSWERS = Path(__file__).with_name("unseen_answers.csv")
QUESTIONS = 12
ITAR = "ITAR"
"""What stands for an ECCN where the US Munitions List describes a product."""
OTHERWISE = {
    "usml": "no", "military": "no", "encryption": "no", "entries": "none", "others": "none",
    "encryption:published": "no", "encryption:market": "yes", "encryption:path": "b1",
    "reach": "named", "b": "none", "notes": "no", "thermal_note_3": "no", "consumer_goods": "no",
}  # fmt: skip


def answers(path: Path = ANSWERS) -> dict[str, dict[str, str]]:
    """By product what is answered to what."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found[row["id"]][row["key"]] = row["answer"]
    return found


def unseen() -> list[dict[str, Any]]:
    """The products of ``unseen_products.csv``, in the form of the others."""
    with UNSEEN.open(encoding="utf-8", newline="") as stream:
        return [
            {**row, "also_acceptable": row["also_acceptable"].split(), "source_type": "list"}
            for row in csv.DictReader(stream)
        ]


def answer(question: ReviewQuestion, said: Mapping[str, str]) -> str:
    """The answer to a question, from what is said of a product."""
    place, _, about = question.key.partition(":")
    base = place.partition(".")[0]
    target = said.get(base, "")
    if question.form is Form.SEVERAL:
        names = {value for value, _ in question.choices}
        return " ".join(eccn for eccn in said.get("entries", "").split() if eccn in names) or "none"
    if question.key in said and question.form is not Form.CHOICE:
        return said[question.key]
    if question.form is Form.NUMBER:
        return said.get(about.partition(" (")[0] or question.key, "unknown")
    if question.form is Form.CHOICE and target and not about:
        return _towards(question, target)
    if question.form is Form.YES_NO and base[:1].isdigit() and about in {"", "all"}:
        paragraph = place.partition(".")[2]
        if not paragraph:
            return target or "yes"
        return "yes" if target.startswith(paragraph) else "no"
    return (
        said.get(question.key)
        or said.get(about)
        or OTHERWISE.get(question.key)
        or OTHERWISE.get(about, "none")
    )


def _towards(question: ReviewQuestion, target: str) -> str:
    """The choice on the way to a paragraph, the deepest first."""
    names = [value for value, _ in question.choices]
    on_the_way = [name for name in names if target == name or target.startswith(f"{name}.")]
    return max(on_the_way, key=len, default="none" if "none" in names else "unknown")


def interviewed(description: str, kind: str, said: Mapping[str, str]) -> ReviewInterview:
    """The interview of a product to its end."""
    talk = ReviewInterview(ReviewedItem(description, kind))
    while (question := talk.question) is not None:
        talk = talk.answer(answer(question, said))
    return talk


def fits(name: str | None, accepted: list[str], *, exactly: bool = False) -> bool:
    """Whether an ECCN is one of those accepted: its entry, or with ``exactly`` its paragraph, as far as stated."""
    if name is None:
        return False
    if exactly:
        return any(name == right or name.startswith(f"{right}.") for right in accepted)
    return name.partition(".")[0] in {right.partition(".")[0] for right in accepted}


def accepted_of(product: Mapping[str, Any]) -> list[str]:
    """The stated ECCN of a product and those that would do."""
    return [product["eccn"], *product["also_acceptable"]]


def on_the_list(product: Mapping[str, Any]) -> bool:
    """Whether the stated result is an entry of the list, neither EAR99 nor the munitions list."""
    return product["eccn"] not in {"EAR99", ITAR}


def among(result: ReviewResult, accepted: list[str]) -> bool:
    """Whether a right entry is among the candidates of an open result."""
    return any(fits(eccn, accepted) for candidate in result.candidates for eccn in candidate.eccns)


def main() -> None:
    """Print how many come to their entry, in how many questions."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--misses", action="store_true", help="name the products that do not")
    parser.add_argument("--unseen", action="store_true", help="the products of unseen_products.csv")
    given = parser.parse_args()
    show = given.misses
    said = answers(UNSEEN_ANSWERS if given.unseen else ANSWERS)
    lines = PRODUCTS.read_text("utf-8").splitlines() if not given.unseen else ()
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for product in unseen() if given.unseen else map(json.loads, lines):
        count(product, said, counted, show=show)
    for group, found in sorted(counted.items()):
        total = found["products"]
        print(
            f"{group} ({total}): {found['right'] / total:.1%} right in at most {QUESTIONS} questions, "
            f"{found['exact'] / total:.1%} to the paragraph, {found['open'] / total:.1%} open with the right one "
            f"among the candidates; {found['questions'] / total:.1f} questions each, at most {found['most']}; "
            f"{found['wrong EAR99']} wrong EAR99"
        )


def count(
    product: Mapping[str, Any],
    said: Mapping[str, dict[str, str]],
    counted: dict[str, Counter[str]],
    *,
    show: bool,
) -> None:
    """Count one product in its groups."""
    accepted = accepted_of(product)
    talk = interviewed(product["description"], product["kind"], said.get(product["id"], {}))
    result, asked = talk.result, len(talk.answers)
    name = ITAR if result.verdict == ReviewVerdict.ITAR else result.eccn
    right = fits(name, accepted) and asked <= QUESTIONS
    groups = ["all", "on the list" if on_the_list(product) else product["eccn"]]
    if product["source_type"] == "ccl-named":
        groups.append("written from the list")
    for group in groups:
        found = counted[group]
        found["products"] += 1
        found["right"] += right
        found["exact"] += right and fits(name, accepted, exactly=True)
        found["open"] += not right and among(result, accepted)
        found["wrong EAR99"] += result.verdict == ReviewVerdict.EAR99 and "EAR99" not in accepted
        found["questions"] += asked
        found["most"] = max(found["most"], asked)
    if show and not (right and fits(name, accepted, exactly=True)):
        open_ = "; ".join(str(candidate) for candidate in result.candidates[:3])
        print(f"{product['id']}: {accepted}, came to {name} ({result.verdict}) in {asked}. {open_}")


if __name__ == "__main__":
    main()
