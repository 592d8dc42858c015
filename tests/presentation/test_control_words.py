"""What the Commerce Control List and the Country Chart say of an item, in words."""

from licet.engine.controls import ControlShown
from licet.presentation.control_words import control_words, controls_in_full, controls_in_short
from licet.rules.citation import cfr


def shown(
    column: str | None = "NS 2", covers: bool | None = True, marked: bool | None = True, reason: str = "NS"
) -> ControlShown:
    words = f"{reason} applies to entire entry"
    return ControlShown("3A001.a.7", "CN", reason, column, words, covers, marked, cfr("15 CFR 738.4"))


def test_the_mark_is_told_in_words() -> None:
    assert control_words(shown()) == ("3A001: NS Column 2, X for China", "NS applies to entire entry")
    assert control_words(shown(marked=None))[0] == "3A001: NS Column 2, the mark for China is not known"
    assert control_words(shown(covers=None, marked=False))[0].endswith(
        "whether it covers the item is not known"
    )
    assert control_words(shown(column=None))[0] == "3A001: NS, by words of the list, names China"


def test_a_cell_holds_what_demands_a_license_and_what_may() -> None:
    lines = [shown(), shown("RS 1", covers=None), shown("AT 1", marked=False), shown(None, reason="CW")]
    assert controls_in_short(lines) == "NS 2, RS 1?, CW"
    assert controls_in_full(lines) == (
        'NS 2, X for China, "NS applies to entire entry"; RS 1, X for China, perhaps, "NS applies to entire entry"; '
        'CW, names China, "CW applies to entire entry"'
    )
