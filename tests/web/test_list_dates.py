"""What every page says of the lists that are missing, by their names."""

from datetime import date

import pytest

from licet.model.listing import ListCode
from licet.web.show.list_dates import ListDates

DAY = date(2022, 1, 1)


def test_every_list_has_a_name() -> None:
    assert all(code.words for code in ListCode)


@pytest.mark.parametrize("code", ListCode)
def test_the_notice_names_what_is_not_adopted_of_the_consolidated_list_alone(code: ListCode) -> None:
    notice = ListDates(((code, DAY),), whole=False, today=DAY, limit=30).notice
    assert notice.startswith("Not adopted, so not screened: ")
    assert (ListCode.SDN.words in notice) is (code is not ListCode.SDN)
    assert "Swiss" not in notice
    assert "your own" not in notice
