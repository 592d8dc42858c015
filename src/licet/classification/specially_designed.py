"""The words "specially designed" as 772.1 defines them: what catches an item, and what releases it again.

The definition is read in the order that it demands: (a)(1) or (a)(2) catches; only a part, component, accessory,
attachment or software that was caught may be released by (b)(1) to (b)(6).
"""

from __future__ import annotations

from collections.abc import Mapping

from licet.classification.questions import Form, Inquiry, ReviewQuestion
from licet.classification.truth import Truth, all_of, any_of, negated

__all__ = ["REACH", "RELEASES", "not_designed", "specially_designed", "specially_designed_by"]

_CITE = "15 CFR 772.1"
RELEASES: Mapping[str, str] = {
    "b1": "A commodity jurisdiction determination or an interagency-cleared classification (748.3(e)) put it into a "
    "paragraph without “specially designed”, or made it EAR99.",
    "b2": "Whatever its form or fit, it is a fastener (screw, bolt, nut, nut plate, stud, insert, clip, rivet, pin), "
    "washer, spacer, insulator, grommet, bushing, spring, wire or solder.",
    "b3": "It has the same function and performance, and the same or equivalent form and fit, as an item used in or "
    "with an item that is or was in production and is not enumerated, or is controlled for AT only.",
    "b4": "It was developed with knowledge that it would be for use both in items described in an ECCN and in items "
    "not enumerated or controlled for AT only (documents of the development show it).",
    "b5": "It was developed as a general purpose item, with no knowledge of use in a particular item or type of item "
    "(documents of the development show it).",
    "b6": "It was developed with knowledge that it would be for use in items controlled for AT only and in EAR99 "
    "items, or in EAR99 items alone (documents of the development show it).",
}
"""The releases of paragraph (b), in words of our own after the text of January 2025."""
_PARTS = "part, component, accessory, attachment or software"


def specially_designed_by(facts: Mapping[str, bool | None]) -> Truth:
    """Whether an item is "specially designed", from what is known; a fact that is absent is unknown.

    Facts: ``a1`` (as a result of development it has properties peculiarly responsible for what the paragraph
    controls), ``part`` (it is a part, component, accessory, attachment or software), ``used_in`` (for use in or with
    an enumerated or otherwise described item), ``b1`` to ``b6`` (the releases).

    >>> specially_designed_by({"a1": False, "part": True, "used_in": True, "b2": True})
    False
    >>> specially_designed_by({"a1": True, "part": False, "b2": True})  # an end item is not released
    True
    >>> specially_designed_by({"a1": False, "part": True, "used_in": True}) is None
    True
    """
    part = facts.get("part")
    caught = any_of([facts.get("a1"), all_of([part, facts.get("used_in")])])
    released = all_of([part, any_of(facts.get(name) for name in RELEASES)])
    return all_of([caught, negated(released)])


REACH: Mapping[str, tuple[str, Mapping[str, bool]]] = {
    "named": ("the paragraph names it; “specially designed” is said of something else", {}),
    "part": (
        f"a {_PARTS} for use in or with what the paragraph, or another entry or the US Munitions List, names",
        {"part": True, "used_in": True},
    ),
    "peculiar": (
        "an end item, equipment, a system or a material that was developed to have the properties that it controls",
        {"a1": True, "part": False, "used_in": False},
    ),
    "neither": (
        f"none of these: it was not developed for that, and is no {_PARTS} for such an item",
        {"a1": False, "part": False, "used_in": False},
    ),
}
"""How a paragraph that says "specially designed" may reach an item, and the facts that this states."""


def not_designed(key: str, answer: object) -> bool:
    """Whether an answer to one of these questions says that the item is not specially designed."""
    return (key.endswith(":b") and answer in RELEASES) or (key.endswith(":reach") and answer == "neither")


def specially_designed(inquiry: Inquiry, place: str, text: str, cite: str) -> Truth:
    """Whether a paragraph with these words reaches the item: what catches it, then what releases it (parts only)."""
    reach = inquiry.choice(
        ReviewQuestion(
            f"{place}:reach",
            f"How does {place} reach it? {text}",
            Form.CHOICE,
            f"{cite}, {place}; {_CITE} “specially designed” (a)(1), (a)(2)",
            "What is named is described however it was designed; what is not named must be specially designed.",
            tuple((name, words) for name, (words, _) in REACH.items()),
        )
    )
    if reach is None:
        return None
    if reach == "named":
        return True
    facts: dict[str, bool | None] = dict(REACH[reach][1])
    if facts["part"] is False:
        return specially_designed_by(facts)
    release = inquiry.choice(
        ReviewQuestion(
            f"{place}:b",
            "Does one of these release it?",
            Form.CHOICE,
            f"{_CITE} “specially designed” (b)",
            "A part that is released is not specially designed.",
            (*RELEASES.items(), ("none", "None of them, and each was looked at.")),
        )
    )
    facts |= {name: None if release is None else name == release for name in RELEASES}
    return specially_designed_by(facts)
