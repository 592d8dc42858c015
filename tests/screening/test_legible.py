"""A text that names nobody is never found clear."""

from licet.screening.legible import cannot_compare, legible, names_nobody

NOBODY = (
    "N/A", "n.a.", "TBD", "To be advised", "unknown", "UNKNOWN CONSIGNEE", "Same as above", "To the order of",
    "Various customers", "Cash Customer 17", "4711", "#12-44", "test", "Test 3", "xxx", "Diverse", "Unbekannt",
    "siehe oben", "Inconnu", "à définir", "Varios clientes", "Неизвестно", "无", "未知", "see attached list",
)  # fmt: skip
SOMEBODY = (
    "3M", "Unknown Worlds Entertainment Inc.", "To the order of Deutsche Bank AG", "A B", "Test Rite International",
    "Muster GmbH", "Notify Nordic AB", "360", "Order of Malta", "华为", "Cash Converters", "The Guest House Ltd",
)  # fmt: skip


def test_what_stands_in_place_of_a_name_names_nobody() -> None:
    assert [name for name in NOBODY if not names_nobody(name) or legible(name)] == []
    assert [name for name in SOMEBODY if names_nobody(name)] == [
        "360"
    ]  # asked for the full name it does no harm
    assert "full legal name" in cannot_compare("To be advised")
