from hypothesis import given
from hypothesis import strategies as st

from licet.web.show.letters import compared

NAMES = st.text(st.characters(codec="utf-8", categories=("L", "Nd", "Zs", "P")), min_size=1, max_size=40)


@given(NAMES, NAMES)
def test_what_is_marked_as_shared_is_the_same_in_both(ours: str, theirs: str) -> None:
    row, two = compared(ours, theirs)
    shared = ["".join(piece.text for piece in side if piece.same).casefold() for side in (row, two)]
    assert shared[0] == shared[1]


@given(st.text("abcdefg .", min_size=1, max_size=30).filter(lambda name: any(map(str.isalpha, name))))
def test_a_name_is_shown_whole(name: str) -> None:
    row, two = compared(name, name)
    assert "".join(piece.text for piece in row) == name
    assert all(piece.same for piece in two)


def test_names_of_other_scripts_are_shown_in_comparable_form() -> None:
    row, two = compared("Huawei", "华为")  # its letters are not those of ours
    assert "".join(piece.text for piece in two) == "hua wei"
    assert any(piece.same for piece in row)
