"""Golden cases: sales with the answer that a named source gives, kept beside the rules.

A file under ``cases/`` has a ``[base]`` sale and any number of ``[[case]]``: a name, what differs from the
base, ``expect`` and ``source``. ``basis``: stated (the source gives this very answer) or applied (the rule
was read and facts were built to it). ``text_read``: whether the text of the law itself was read for it.

A case may have variants: ``but``, a list of what differs from the case (facts and item one by one, anything else
whole), each with its name, ``source``, and what is expected; and ``each``, fields whose values are tried one by one,
which all give the answer of the case (or of the variant that has them); with a destination the parties move there.

Where a paragraph has many terms, a case lists them in short: ``keeps``, differences after which the answer is the
same, and ``fails``, differences each of which takes a term away, so that the answer is ``otherwise``.
A list of plain values stands for as many differences; ``unsaid`` names fields that are not stated, as "facts.x". An
entry may have an ``answer`` or a ``source`` of its own. ``terms_read``: whether the text was read for each of them.
"""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from typing import Any

from licet.rules.law_files import LawFile

__all__ = ["EXPECTED", "GoldenCase", "cases"]

EXPECTED = frozenset(
    {
        "answer",
        "review_policy",
        "authority_contains",
        "holds_until",
        "then",
        "needs",
        "caveat",
        "cites",
        "could_claim",
        "light",
        "conditions",
        "no_conditions",
        "policies",
        "prohibitions",
    }
)
"""What ``expect`` may name. ``needs`` and ``cites`` are lists that must be contained in the answer's, and so are the
codes of ``conditions``, the rules of ``policies`` and the numbers of the general ``prohibitions``; no code of
``no_conditions`` may be there."""

_OWN = frozenset({"name", "expect", "source", "basis", "text_read", "tricky", "sourced_id", "listed"})
_TERMS = ("keeps", "fails")
_VARIANTS = frozenset({"but", "each", "otherwise", "terms_read", *_TERMS})
_OF_A_VARIANT = {"sourced_id": None, "text_read": False}
"""What a variant does not have from its case: that the text was read for the case says nothing of the variant."""


@dataclass(frozen=True, slots=True)
class GoldenCase:
    """One case. ``sale``: in the wire format. ``sourced_id``: its number in the collection it came from.

    ``listed``: parties and owners that the case takes to be listed, by name: the list and its program tags.
    ``variant``: whether it is written as a variant of another.
    """

    file: str
    name: str
    sale: dict[str, Any]
    expect: dict[str, Any]
    source: str
    basis: str
    text_read: bool
    tricky: bool
    sourced_id: str | None
    listed: Mapping[str, tuple[str, ...]]
    variant: bool = False


def cases(
    package: str = "licet.regimes.us_ear", folder: Traversable | LawFile | None = None
) -> Iterator[GoldenCase]:
    """Every case of a regime. Raises ValueError where one lacks a source or expects what is not known.

    ``folder``: the cases of another law than the one in use.
    """
    some: Iterable[Traversable | LawFile] = (folder or LawFile(package) / "cases").iterdir()
    for file in sorted(some, key=lambda item: item.name):
        if file.name.endswith(".toml"):
            data = tomllib.loads(file.read_text("utf-8"))
            for item in data["case"]:
                for number, variant in enumerate(_variants({**data.get("base", {}), **item})):
                    case = _case(file.name, variant)
                    yield case if number == 0 else replace(case, variant=True)


def _variants(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A case and its variants, each as if it were written out."""
    plain = {key: value for key, value in item.items() if key not in _VARIANTS}
    yield plain
    for different in item.get("but", ()):
        changed = _changed(plain, different)
        if "each" in different:
            yield from _each(changed, different["each"])
        else:
            yield changed
    yield from _each(plain, item.get("each", {}))
    for kind in _TERMS:
        for entry in item.get(kind, ()):
            yield from _terms(plain, item, kind, entry)


def _terms(
    plain: dict[str, Any], item: dict[str, Any], kind: str, entry: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """The variants that an entry of ``keeps`` or ``fails`` stands for, each with its answer."""
    expect = {key: value for key, value in entry.items() if key in EXPECTED}
    if kind == "fails":
        expect.setdefault("answer", item["otherwise"])
    about = {"source": entry.get("source", item["source"]), "text_read": item.get("terms_read", False)}
    unsaid = entry.get("unsaid", ())
    changes = {
        (scope, name): value
        for scope, inner in entry.items()
        if scope not in EXPECTED | _OWN | {"unsaid"}
        for name, value in (inner.items() if scope in ("facts", "item") else [("", inner)])
    }
    choices = [value if _is_choice(value) else [value] for value in changes.values()]
    for values in itertools.product(*choices):
        stated = dict(zip(changes, values, strict=True))
        words = [f"{name or scope} {_short(value)}" for (scope, name), value in stated.items()]
        name = ", ".join([*words, *(f"{path} unsaid" for path in unsaid)])
        varied = _with(plain, stated, unsaid)
        yield {
            **varied,
            **about,
            "sourced_id": None,
            "name": f"{plain['name']}: {name}",
            "expect": expect or plain["expect"],
        }


def _is_choice(value: object) -> bool:
    return isinstance(value, list) and not any(isinstance(each, (dict, list)) for each in value)


def _short(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _with(
    plain: dict[str, Any], stated: Mapping[tuple[str, str], Any], unsaid: Iterable[str]
) -> dict[str, Any]:
    """A case with other values; with a destination the parties that were there move along."""
    varied = {**plain, "facts": dict(plain.get("facts", {})), "item": dict(plain.get("item", {}))}
    for (scope, name), value in stated.items():
        if name:
            varied[scope][name] = value
        else:
            varied[scope] = value
    for path in unsaid:
        scope, _, name = path.rpartition(".")
        del (varied[scope] if scope else varied)[name or path]
    if ("parties", "") not in stated:
        was, now = plain.get("destination"), varied.get("destination")
        varied["parties"] = [
            {**party, "country": now} if party.get("country") == was else party
            for party in plain.get("parties", [])
        ]
    return varied


def _changed(plain: dict[str, Any], different: dict[str, Any]) -> dict[str, Any]:
    changes = {key: value for key, value in different.items() if key not in EXPECTED | _VARIANTS}
    nested: dict[str, Any] = {
        key: {**plain.get(key, {}), **changes.pop(key)} for key in ("facts", "item") if key in changes
    }
    name = f"{plain['name']}, but {different['name']}"
    expect = {key: value for key, value in different.items() if key in EXPECTED}
    return {**plain, **_OF_A_VARIANT, **nested, **changes, "name": name, "expect": expect}


def _each(plain: dict[str, Any], fields: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    for path, values in fields.items():
        scope, _, name = path.rpartition(".")
        for value in values:
            changed: dict[str, Any] = (
                {scope: {**plain.get(scope, {}), name: value}} if scope else {name: value}
            )
            if path == "destination":
                changed["parties"] = [{**party, "country": value} for party in plain["parties"]]
            yield {**plain, **_OF_A_VARIANT, **changed, "name": f"{plain['name']} ({value})"}


def _case(file: str, item: dict[str, Any]) -> GoldenCase:
    where = f"{file}: {item.get('name', 'a case without a name')}"
    if not item.get("source"):
        raise ValueError(f"{where}: a case names its source")
    strange = set(item["expect"]) - EXPECTED
    if strange or "answer" not in item["expect"]:
        raise ValueError(f"{where}: expect names an answer and may name {', '.join(sorted(EXPECTED))}")
    changes = {key: value for key, value in item.items() if key not in _OWN}
    return GoldenCase(
        file,
        item["name"],
        changes,
        item["expect"],
        item["source"],
        item.get("basis", "applied"),
        item.get("text_read", False),
        item.get("tricky", False),
        item.get("sourced_id"),
        {name: tuple(tags) for name, tags in item.get("listed", {}).items()},
    )
