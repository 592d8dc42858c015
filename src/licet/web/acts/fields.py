"""The form of an act: fields from the shape of its body, filled from a plain document, and read back into one.

A document holds what JSON could; texts that are not what they should be stay in it as they were typed, so that the
form can be shown again, and reading it says what is wrong. A row in which nothing is filled in is none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.datastructures import FormData, UploadFile

from licet.presentation.words import plain
from licet.services.cases.form_plan import FormPlan, Options, option
from licet.watchlists.countries import iso2
from licet.web.acts.shape import Shape, Sort, shapes
from licet.web.acts.words import HINTS, LONG, label_of, one_of
from licet.web.show.sale_form import ROWS_AT_MOST

__all__ = ["ActField", "document_of", "form_of", "missing_in"]

_FILES = frozenset({"document", "documents", "sha256"})
_UNSAID = (None, "", 0, ())
_COUNTRIES = frozenset({"country", "destination"})
SPARE = ", if there is one more"
Keep = Callable[[UploadFile], str]


@dataclass(frozen=True, slots=True)
class ActField:
    """A field as it is drawn. ``control``: which macro draws it; ``rows``: groups of fields, each with its title."""

    path: str
    label: str
    control: str
    value: Any = ""
    options: Options = ()
    needed: bool = False
    hint: str = ""
    rows: Sequence[tuple[str, Sequence[ActField]]] = ()


def form_of(kind: type, plan: FormPlan, document: Mapping[str, Any]) -> list[ActField]:
    """The fields of a form for a dataclass, filled from a document."""
    return list(_fields(kind, plan, document, "", ""))


def _fields(
    kind: type, plan: FormPlan, document: Mapping[str, Any], path: str, bare: str
) -> Iterator[ActField]:
    for shape in shapes(kind):
        here, known = _under(path, shape.name), _under(bare, shape.name)
        value = document.get(shape.name)
        if known in plan.hidden:
            yield from _carried(shape, here, value)
        elif known in plan.options and shape.sort in {Sort.ROWS, Sort.PICKS, Sort.LINES}:
            yield ActField(
                here, label_of(known), "picks", _texts(value), plan.options[known], hint=_hint(known)
            )
        elif shape.sort is Sort.GROUP:
            inner = tuple(_fields(shape.kind, plan, value or {}, here, known))
            yield ActField(here, label_of(known), "rows", rows=(("", inner),))
        elif shape.sort in {Sort.ROWS, Sort.PICKS}:
            yield ActField(here, label_of(known), "rows", rows=tuple(_rows(shape, plan, value, here, known)))
        else:
            yield _simple(shape, plan.options.get(known), here, known, value)


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _hint(known: str) -> str:
    return HINTS.get(known.rpartition(".")[2], "")


def _carried(shape: Shape, path: str, value: Any) -> Iterator[ActField]:
    """What is not shown and goes along."""
    if value is None:
        return
    if shape.sort is Sort.GROUP:
        for inner in shapes(shape.kind):
            yield from _carried(inner, f"{path}.{inner.name}", value.get(inner.name))
    elif shape.sort is Sort.ROWS:
        for number, row in enumerate(value):
            for inner in shapes(shape.kind):
                yield from _carried(inner, f"{path}[{number}].{inner.name}", row.get(inner.name))
    else:
        yield ActField(path, "", "hidden", _shown(value))


def _rows(
    shape: Shape, plan: FormPlan, value: Any, path: str, known: str
) -> Iterator[tuple[str, list[ActField]]]:
    rows, titles = list(value or ()), plan.titles.get(known, ())
    spare = range(plan.spare.get(known, 0))
    fresh = [_fresh(shape, rows, place) for place in spare]
    for number, row in enumerate([*rows, *fresh]):
        title = (
            titles[number] if number < len(titles) else f"{one_of(known)} {row.get('number') or number + 1}"
        )
        inner = list(_fields(shape.kind, plan, row, f"{path}[{number}]", known))
        if number < len(rows):
            yield title, inner
        else:
            yield f"{title}{SPARE}", [replace(act_field, needed=False) for act_field in inner]


def _fresh(shape: Shape, rows: Sequence[Mapping[str, Any]], place: int) -> dict[str, Any]:
    """An empty row, with the next number where rows have numbers of their own."""
    if all(item.name != "number" for item in shapes(shape.kind)):
        return {}
    highest = max((int(row["number"]) for row in rows if _whole(row.get("number"))), default=0)
    return {"number": highest + 1 + place}


def _whole(value: Any) -> bool:
    return str(value or "").isdecimal()


def _simple(shape: Shape, options: Options | None, path: str, known: str, value: Any) -> ActField:
    label, needed, hint = label_of(known), shape.needed, _hint(known)
    shown = _shown(value if value is not None or shape.default in _UNSAID else shape.default)
    if shape.name in _FILES:
        return ActField(path, label, "file", shown, needed=needed, hint=hint)
    if options is not None:
        return ActField(path, label, "select", shown, options, needed, hint)
    if shape.sort is Sort.CHOICE:
        choices = tuple((item.value, plain(item.value).capitalize()) for item in shape.kind)
        return ActField(path, label, "select", shown, choices, needed, hint)
    if shape.sort is Sort.YES_NO:
        said = "no" if shape.default is False and value is None else shown
        return ActField(path, label, "select", said, (("yes", "Yes"), ("no", "No")), needed, hint)
    control = {Sort.DAY: "date", Sort.NUMBER: "number", Sort.LINES: "long", Sort.PAIRS: "long"}.get(
        shape.sort, "long" if shape.name in LONG else "text"
    )
    return ActField(path, label, control, shown, (), needed, hint)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {_shown(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


def _texts(value: Any) -> tuple[str, ...]:
    """What is picked, as the values of the boxes."""
    return tuple(item if isinstance(item, str) else option(item) for item in value or ())


@dataclass(frozen=True, slots=True)
class _Sent:
    """A form that came back. ``every``: rows in which nothing was filled in are read as well."""

    plan: FormPlan
    form: FormData
    keep: Keep
    every: bool


def document_of(
    kind: type, plan: FormPlan, form: FormData, keep: Keep, *, every: bool = False
) -> dict[str, Any]:
    """The document that a form holds. ``keep`` puts a file by and gives its SHA-256.

    ``every``: with the rows in which nothing was filled in, to show the form again.
    """
    return _read(kind, _Sent(plan, form, keep, every), "", "")


def _read(kind: type, sent: _Sent, path: str, bare: str) -> dict[str, Any]:
    found = {}
    for shape in shapes(kind):
        here, known = _under(path, shape.name), _under(bare, shape.name)
        if known in sent.plan.options and shape.sort in {Sort.ROWS, Sort.PICKS, Sort.LINES}:
            value: Any = _picked(shape, sent.form.getlist(here))
        elif shape.sort is Sort.GROUP:
            there = shape.needed or _any(sent.form, here)
            value = _read(shape.kind, sent, here, known) if there else None
        elif shape.sort in {Sort.ROWS, Sort.PICKS}:
            value = list(_read_rows(shape, sent, here, known))
        else:
            value = _value(shape, sent, here)
        if value is not None or (not shape.needed and shape.default is None and _takes_none(shape)):
            found[shape.name] = value
    return found


def _takes_none(shape: Shape) -> bool:
    return shape.sort not in {Sort.PAIRS, Sort.LINES, Sort.NUMBERS, Sort.ROWS, Sort.PICKS}


def _any(form: FormData, path: str) -> bool:
    return any(name.startswith(f"{path}.") and _filled(value) for name, value in form.multi_items())


def _filled(value: str | UploadFile) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(value.filename)


def _picked(shape: Shape, values: Sequence[str | UploadFile]) -> list[Any]:
    texts = [value for value in values if isinstance(value, str)]
    if shape.sort is Sort.LINES:
        return texts
    try:
        return [json.loads(text) for text in texts]
    except (ValueError, RecursionError):
        return texts


def _read_rows(shape: Shape, sent: _Sent, path: str, known: str) -> Iterator[dict[str, Any]]:
    preset = {item.name: _shown(item.default) for item in shapes(shape.kind) if item.sort is Sort.YES_NO}
    for number in range(ROWS_AT_MOST):
        here = f"{path}[{number}]"
        filled = [
            (name, value)
            for name, value in sent.form.multi_items()
            if name.startswith(f"{here}.") and _filled(value)
        ]
        carried = sent.every and any(_bare_name(name) in sent.plan.hidden for name, _ in filled)
        if carried or any(_by_hand(name, value, sent.plan, preset) for name, value in filled):
            yield _read(shape.kind, sent, here, known)


def _by_hand(name: str, value: str | UploadFile, plan: FormPlan, preset: Mapping[str, str]) -> bool:
    """Whether a person filled the field of a row in, and could empty it."""
    last = name.rpartition(".")[2]
    carried = isinstance(value, str) and last in _FILES
    return not carried and value != preset.get(last) and _bare_name(name) not in plan.hidden


def _bare_name(path: str) -> str:
    """A path without the numbers of its rows."""
    return ".".join(step.partition("[")[0] for step in path.split("."))


def _value(shape: Shape, sent: _Sent, path: str) -> Any:
    given = sent.form.getlist(path)
    text = next((item for item in reversed(given) if isinstance(item, str)), "").strip()
    if shape.name in _FILES:
        files = [sent.keep(item) for item in given if isinstance(item, UploadFile) and item.filename]
        if shape.sort is Sort.LINES:
            return [*text.split(), *files]
        text = files[-1] if files else text
    return _typed(shape, text)


def _typed(shape: Shape, text: str) -> Any:
    """A text as the plain value that it stands for; as it is where it stands for none."""
    match shape.sort:
        case Sort.LINES:
            return [line.strip() for line in text.splitlines() if line.strip()]
        case Sort.NUMBERS:
            return [int(word) if word.isdecimal() else word for word in text.replace(",", " ").split()]
        case Sort.PAIRS:
            return dict(_pairs(text, yes_no=shape.kind is bool))
        case _ if not text:
            return None
        case Sort.YES_NO:
            return {"yes": True, "no": False}.get(text, text)
        case Sort.NUMBER:
            bare = text.replace(",", "").removeprefix("$")
            return int(bare) if shape.kind is int and bare.removeprefix("-").isdecimal() else bare
        case _:
            return iso2(text) or text if shape.name in _COUNTRIES else text


def _pairs(text: str, *, yes_no: bool) -> Iterator[tuple[str, Any]]:
    for line in text.splitlines():
        key, colon, value = (part.strip() for part in line.partition(":"))
        if key:
            yield (
                key,
                {"yes": True, "no": False}.get(value.lower(), value) if yes_no else value if colon else "",
            )


def missing_in(fields: Sequence[ActField]) -> list[str]:
    """The labels of fields that cannot stay empty and are."""
    found = []
    for act_field in fields:
        if act_field.needed and not act_field.value and act_field.control not in {"hidden", "rows"}:
            found.append(act_field.label)
        for title, inner in act_field.rows:
            if not title.endswith(SPARE):
                found += [f"{title}: {label}".removeprefix(": ") for label in missing_in(inner)]
    return found
