"""Bad scenario files: every error names file, line and key."""

import pytest

from licet.scenarios.scenario import ScenarioError
from licet.scenarios.scenario_file import read_scenario

HEAD = 'name = "x"\ntitle = "t"\nwhy = "w"\neffective = 2020-01-01\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "bad.toml, line 1: not TOML"),
        ('title = "t"\n', "bad.toml, key name: is needed here"),
        (HEAD.replace('"x"', '"X y"'), "bad.toml, line 1, key name: must be lower-case"),
        (HEAD.replace("2020-01-01", '"soon"'), "line 4, key effective: must be a date"),
        (HEAD + "colour = 1\n", "line 5, key colour: unknown key"),
        (HEAD + "[[rule]]\nin_force = true\n", "line 5, key rule[0].rules: name at least one rule"),
        (
            HEAD + '[[rule]]\nrules = ["a"]\nin_force = 1\n',
            "line 7, key rule[0].in_force: must be true or false",
        ),
        (HEAD + '[[rule]]\nrules = ["a"]\n', "line 5, key rule[0].in_force: is needed"),
        (
            HEAD + '[[rule]]\nrules = "a"\nin_force = false\ntext_of = 2020-01-01\n',
            "line 8, key rule[0].text_of",
        ),
        (
            HEAD + '[[rule]]\nrules = "a"\nin_force = true\nthrough = 2019-01-01\n',
            "line 8, key rule[0].through",
        ),
        (HEAD + '[[rule]]\nrules = "a"\nstarts_on = 2020-01-01\n', "key rule[0].would_start_on: is needed"),
        (
            HEAD + '[[rule]]\nrules = "a"\nstarts_on = 2020-01-01\nwould_start_on = 2020-01-01\n',
            "line 8, key rule[0].would_start_on: is the day on which it starts anyway",
        ),
        (HEAD + '[[general_license]]\nrules = "a"\n', "say either extend_through or last_day"),
        (
            HEAD + '[[general_license]]\nrules = "a"\nextend_through = 2019-01-01\n',
            "line 7, key general_license[0]",
        ),
        (HEAD + '[[entry]]\nchange = "drop"\n', "line 6, key entry[0].change: must be one of add, list"),
        (HEAD + '[[entry]]\nchange = "add"\nname = "A"\n', "key entry[0].country: is needed here"),
        (HEAD + '[[entry]]\nchange = "remove"\n', "by one of entry, name, matter and placed_by"),
        (HEAD + '[[entry]]\nchange = "remove"\nname = "A"\npolicy = "B"\n', "line 8, key entry[0].policy"),
        (HEAD + '[[entry]]\nchange = "change"\nname = "A"\n', "say what changes"),
        (HEAD + '[[entry]]\nchange = "change"\nmatter = "A"\nnames = ["B"]\n', "cannot be given one name"),
        (
            HEAD + '[[entry]]\nchange = "remove"\nname = "A"\ncountry = "China"\n',
            "line 8, key entry[0].country",
        ),
        (HEAD + '[[entry]]\nchange = "change"\nname = "A"\nfootnotes = ["1"]\n', "a list of whole numbers"),
        (
            HEAD + '[[license]]\ntitle = "t"\neccns = ["5A"]\n',
            "line 7, key license[0].eccns: must be EAR99 or",
        ),
        (
            HEAD + '[[license]]\ntitle = "t"\nkinds = ["thing"]\n',
            "key license[0].kinds: must be of commodity",
        ),
        (HEAD + '[[license]]\ntitle = "t"\neccns = "EAR99"\nlow_level = true\n', "either eccns or low_level"),
        (
            HEAD + '[[license]]\ntitle = "t"\nvalue_usd_at_most = -1\n',
            "line 7, key license[0].value_usd_at_most",
        ),
        (HEAD + '[[event]]\non = 2020-01-01\nstatus = "rumor"\n', "must be one of reported, announced"),
        (HEAD + "[event]\non = 2020-01-01\n", "must be written [[event]]"),
        (HEAD + '[[license]]\ntitle = """\nrules = 1\n"""\ncolour = 1\n', "line 9, key license[0].colour"),
    ],
)
def test_errors_name_file_line_and_key(text: str, said: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        read_scenario(text.encode(), "bad.toml")
    assert said in str(refused.value)
    assert str(refused.value).startswith("bad.toml")


def test_text_that_is_not_utf8() -> None:
    with pytest.raises(ScenarioError, match="line 2: not UTF-8"):
        read_scenario(b'name = "x"\ntitle = "\xff"\n', "bad.toml")
