"""A made-up field, ``item.painted``, is added to the table and to the model: it is everywhere at once.

Run as a program by ``test_fields.py``, since the table is read when the modules are loaded.
"""

from __future__ import annotations

from dataclasses import field, make_dataclass
from datetime import date

import pytest

import licet.model.fields
import licet.model.transaction
from licet.model.field import FieldTable, FieldType, FormSection, Questions, Scope, TransactionField

PAINTED = TransactionField(
    Scope.ITEM, "painted", FieldType.YES_NO, "whether it is painted", term="that the item is painted",
    label="Painted", section=FormSection.ITEM, headings=("coat of paint",),
    questions=Questions("Is it painted?", "Is the item painted?", "Paint hides.", ("yes",)),
)  # fmt: skip
licet.model.fields.FIELDS = FieldTable((*licet.model.fields.FIELDS.rows, PAINTED))
licet.model.transaction.Item = make_dataclass(  # type: ignore[misc, assignment]
    "Item",
    [("painted", bool | None, field(default=None))],
    bases=(licet.model.transaction.Item,),
    frozen=True,
    slots=True,
)

from tools.build_fields_docs import table_of  # noqa: E402

from licet.engine.answers import AnswerContext, with_answer  # noqa: E402  the field must be there first
from licet.engine.batch.gather import lines_of  # noqa: E402
from licet.engine.determination import Need  # noqa: E402
from licet.engine.findings import RuleState  # noqa: E402
from licet.engine.needs import OpenLeaf  # noqa: E402
from licet.engine.view import Reading, View  # noqa: E402
from licet.engine.wording import word  # noqa: E402
from licet.model.wire import WireError, read_transaction, write_transaction  # noqa: E402
from licet.orders.cells import known_column, known_columns, read_cell  # noqa: E402
from licet.regimes.us_ear import ear  # noqa: E402
from licet.rules.checks import FIXED_PATHS, check_rule  # noqa: E402
from licet.rules.citation import cfr  # noqa: E402
from licet.rules.condition import Condition  # noqa: E402
from licet.rules.english import sentence  # noqa: E402
from licet.rules.rule import Chapter, Question, period  # noqa: E402
from licet.rules.terms import Facts, f  # noqa: E402
from licet.server.v1.sale_schema import sale_schemas  # noqa: E402
from licet.tabular.headings import meanings  # noqa: E402
from licet.watchlists.countries import iso2  # noqa: E402
from licet.web.page import templates  # noqa: E402
from licet.web.pages.ask import form_context  # noqa: E402
from licet.web.show.ask import blank  # noqa: E402
from licet.web.show.field_names import field_name  # noqa: E402
from licet.web.show.sale_form import fields_of, sale_of  # noqa: E402

DAY = date(2026, 9, 1)
WORDS = ear().vocabulary
SALE = {"as_of": "2026-09-01", "item": {"painted": True}}


def reader_and_writer() -> None:
    sale = read_transaction(SALE, WORDS)
    assert write_transaction(sale)["item"] == {"painted": True}
    with pytest.raises(WireError, match="key item.painted: must be true, false or null"):
        read_transaction({**SALE, "item": {"painted": "red"}}, WORDS)


def schema() -> None:
    found = sale_schemas()["Item"]["properties"]["painted"]
    assert found == {
        "anyOf": [{"type": "boolean"}, {"type": "null"}],
        "description": "Whether it is painted.",
    }


def rules() -> None:
    chapter = Chapter("15 CFR Part 999")

    @chapter.rule(
        "us.x.999.1", Question.SUBJECT, cites=["15 CFR 734.3"],
        periods=[period("2020-01-01", published="2020-01-01", cite="85 FR 1", source="made")],
    )  # fmt: skip
    def subject(f: Facts) -> Condition:
        """What is painted is subject to it."""
        return f.field("item.painted").is_(True)

    (rule,) = chapter.rules()
    assert list(check_rule(rule, ear())) == []
    assert "item.painted" in FIXED_PATHS
    painted = f.field("item.painted")
    assert View.of(read_transaction(SALE, WORDS), ear()).read(painted, ()).value is True
    assert "the item is painted" in sentence(painted.is_(True)).lower()


def columns() -> None:
    sale = read_transaction(SALE, WORDS)
    assert list(lines_of([sale]).frames["line"].columns["item.painted"].values) == [True]
    assert known_column("item.painted", WORDS)
    assert "item.painted" in known_columns()
    assert read_cell("item.painted", "Yes", WORDS).value is True
    assert [meaning.field for meaning in meanings("Coat of Paint")][:1] == ["item.painted"]
    assert [meaning.field for meaning in meanings("item.painted")] == ["item.painted"]


def questions() -> None:
    need = Need("item.painted", PAINTED.questions.brief, "to know", cfr("15 CFR 744.1"))
    node = f.field("item.painted").is_(True)
    leaf = OpenLeaf(Reading(None, need.path), RuleState.__new__(RuleState), node, None)
    asked = word(need, leaf, read_transaction({"as_of": "2026-09-01"}, WORDS), ear(), None)
    assert (asked.text, asked.why) == ("Is the item painted?", "Paint hides.")
    context = AnswerContext(ear(), iso2, "tester", DAY, "Huawei")
    assert with_answer({}, asked, "yes", context) == {"item": {"painted": True}}


def form() -> None:
    pairs = fields_of(SALE)
    assert pairs["item.painted"] == "yes"
    assert sale_of(pairs.items(), WORDS)["item"] == {"painted": True}
    assert field_name("item.painted", WORDS) == "Painted"
    page = (
        templates()
        .get_template("ask_form.html")
        .render(ask=blank(DAY), csrf="", reference="", **form_context())
    )
    assert 'name="item.painted"' in page


def guide() -> None:
    assert "| `item.painted` | whether it is painted" in "\n".join(table_of(licet.model.fields.FIELDS))


if __name__ == "__main__":
    for check in (reader_and_writer, schema, rules, columns, questions, form, guide):
        check()
