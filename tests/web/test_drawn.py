import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.scenarios.scenario import ScenarioError
from licet.scenarios.scenario_file import read_scenario
from licet.web.show.drawn import DEEDS, scenario_text

PARTY = {"name": 'A "quoted" firm', "country": "cn"}
RULE = {"rules": "us.ear.744.supp7.*"}


@pytest.mark.parametrize("deed", [deed for deed, _ in DEEDS if deed])
def test_whatever_is_drawn_can_be_read(deed: str) -> None:
    text = scenario_text({"deed": deed, "day": "2019-11-18", "first": "2019-11-01", **PARTY, **RULE})
    assert text is not None
    assert len(read_scenario(text, "drawn").changes) >= 1


@given(
    st.sampled_from([deed for deed, _ in DEEDS]),
    st.dictionaries(st.sampled_from(["day", "name", "country", "rules", "first"]), st.text(max_size=30)),
)
def test_what_cannot_be_read_is_refused_in_words(deed: str, form: dict[str, str]) -> None:
    try:
        text = scenario_text({"deed": deed, **form})
        if text is not None:
            read_scenario(text, "drawn")
    except ScenarioError as error:
        assert str(error)  # noqa: PT017  # either is right


def test_nothing_drawn_is_no_scenario() -> None:
    assert scenario_text({"deed": "", "day": "2019-11-18"}) is None
