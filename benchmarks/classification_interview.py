"""How far the interview gets when every question is answered rightly: does it ask what leads to the stated ECCN?

The answers are made from the stated ECCN, so that this measures the interview and not who answers: whether the right
entry is asked about, in how many questions, and that no product of the list comes out as EAR99.

    python -m benchmarks.classification_interview [--misses]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from typing import Any

from benchmarks.classification import PRODUCTS

from licet.classification.order_of_review import ReviewedItem, ReviewInterview, ReviewVerdict
from licet.classification.questions import Form, ReviewQuestion

PARAMETERS = {
    "3A090.a": {"3A090": "processor", "tpp": "5000"},
    "3A090.b": {"3A090": "processor", "tpp": "2896", "performance_density": "3.67", "datacenter": "yes"},
    "4A090.b": {"4A090": "yes", "tpp": "2896", "performance_density": "3.67", "datacenter": "yes"},
    "4A994": {"4A994": "b", "app": "2"},
    "6A003.b.4": {"6A003": "uncooled", "frame_rate": "30", "elements": "1000"},
    "9A012": {"9A012": "vehicle", "beyond_sight": "yes", "endurance": "4", "range": "100"},
    "1C350": {"1C350": "d.46", "weight_percent": "97"},
}
"""What parameters put an item into a paragraph."""
MARKET = {"encryption": "yes", "encryption:what": "strong", "encryption:role": "a.2", "encryption:market": "yes",
          "encryption:path": "b1"}  # fmt: skip
PUBLISHED = {**MARKET, "encryption:published": "yes"}
QUESTIONS = 12


def answers_of(eccn: str) -> dict[str, str]:
    """What is answered rightly to questions on parameters and encryption, for an item of this ECCN."""
    said = {"others": "yes" if eccn == "EAR99" else "no"}
    for name, values in PARAMETERS.items():
        if eccn.startswith(name):
            said |= values
    if eccn.startswith(("5A992", "5D992")):
        said |= MARKET
    return said | (PUBLISHED if eccn.startswith("5D002") else {})


def answer(question: ReviewQuestion, eccn: str, said: dict[str, str]) -> str:
    """The right answer: towards the stated paragraph, and "no" to all else."""
    if question.key in said:
        return said[question.key]
    base, _, paragraph = eccn.partition(".")
    here = question.key.partition(":")[0].partition(".")[0] == base
    if question.form is Form.NUMBER:
        return "0"
    if question.form is Form.YES_NO:
        return "yes" if here and not question.key.endswith(":notes") else "no"
    if question.key.endswith(":reach"):
        return "named"
    choices = [value for value, _ in question.choices]
    towards = [value for value in choices if paragraph == value or paragraph.startswith(f"{value}.")]
    if here and towards:
        return towards[0]
    return choices[0] if here and not paragraph.startswith(tuple(choices)) and "none" in choices else "none"


def interviewed(product: dict[str, Any]) -> tuple[ReviewInterview, str]:
    """The interview of a product, answered to its end, and the ECCN it was answered for."""
    eccn = product["eccn"]
    said, talk = answers_of(eccn), ReviewInterview(ReviewedItem(product["description"], product["kind"]))
    while (question := talk.question) is not None:
        talk = talk.answer(answer(question, eccn, said))
    return talk, eccn


def main() -> None:
    """Print how many come to their entry, in how many questions."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--misses", action="store_true", help="name the products that do not")
    show = parser.parse_args().misses
    counted: Counter[str] = Counter()
    for line in PRODUCTS.read_text("utf-8").splitlines():
        product = json.loads(line)
        talk, eccn = interviewed(product)
        result, asked = talk.result, len(talk.answers)
        right = {name.partition(".")[0] for name in (eccn, *product["also_acceptable"])}
        good = (result.eccn or "").partition(".")[0] in right
        counted["products"] += 1
        counted["right"] += good
        counted["right in at most 12"] += good and asked <= QUESTIONS
        counted["wrong EAR99"] += result.verdict == ReviewVerdict.EAR99 and "EAR99" not in right
        counted["questions"] += asked
        if show and (not good or asked > QUESTIONS):
            print(
                f"{product['id']}: {eccn}, came to {result.eccn} ({result.verdict}) in {asked}; {result.open[:2]}"
            )
    each = counted["questions"] / counted["products"]
    print(f"{counted['right']} of {counted['products']} come to a right entry,")
    print(f"{counted['right in at most 12']} of them in at most {QUESTIONS} questions ({each:.1f} each);")
    print(f"{counted['wrong EAR99']} wrong EAR99")


if __name__ == "__main__":
    main()
