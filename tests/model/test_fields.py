"""The table of fields agrees with the model, and everything that describes a transaction is made from it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields as attributes_of
from enum import StrEnum
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from tools.build_fields_docs import PAGE, page

from licet.model.field import FieldTable, FieldType, Scope
from licet.model.fields import FIELDS
from licet.model.wire import MODELS

UNWRITTEN = {"listings", "legible", "notes"}
"""Attributes that no document states: screening and the reader fill them."""


def test_every_attribute_of_the_model_is_a_field_and_the_other_way_round() -> None:
    for model in set(MODELS.values()):
        rows = [row for scope, found in MODELS.items() if found is model for row in FIELDS.of(scope)]
        inside = {row.key for row in rows if row.rows is Scope.DATES}
        known = {attribute.name for attribute in attributes_of(model)} - UNWRITTEN
        assert {row.key for row in rows} - inside == known, model


def test_the_values_of_a_choice_are_those_of_the_model() -> None:
    for row in FIELDS:
        if row.type is FieldType.CHOICE:
            hint = get_type_hints(MODELS[row.scope])[row.key]
            (kind,) = [found for found in (get_args(hint) or (hint,)) if found is not type(None)]
            assert issubclass(kind, StrEnum)
            assert list(row.choices) == list(kind), row.path


def test_a_path_finds_its_field_in_rows_and_owners_of_owners() -> None:
    found = FIELDS.at("parties[0].owners[2].owners[1].percent")
    assert found is not None
    assert (found.scope, found.name) == (Scope.OWNER, "percent")
    assert FIELDS.named("parties[].dispositions[].why").needed
    assert FIELDS.at("parties[0].color") is None
    with pytest.raises(KeyError):
        FIELDS.named("item.color")


def test_a_field_stands_in_the_table_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        FieldTable((*FIELDS.rows, FIELDS.rows[0]))


def test_every_field_says_what_it_means() -> None:
    for row in FIELDS:
        assert row.meaning, row.path
        assert not row.meaning.endswith("."), row.path
        assert row.label or row.section is None, row.path


def test_a_field_that_is_added_to_the_table_is_everywhere() -> None:
    root = Path(__file__).resolve().parents[2]
    added = subprocess.run(
        [sys.executable, root / "tests" / "model" / "made_up_field.py"],
        env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert added.returncode == 0, added.stderr


def test_the_table_of_the_guide_is_current() -> None:
    assert page() == PAGE.read_text("utf-8"), "run tools/build_fields_docs.py"
