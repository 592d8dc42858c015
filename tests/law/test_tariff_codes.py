"""A tariff code frees an EAR99 item to Russia or Belarus only where it is one."""

import pytest

from licet.model.wire import WireError, read_transaction
from licet.regimes.us_ear import ear


@pytest.mark.parametrize("code", ["9999.99", "0000.00", "7701.10", "8400.10", "98", "1001.9"])
def test_a_code_that_cannot_be_one_is_refused(code: str) -> None:
    with pytest.raises(WireError, match="Chapters 1 to 97"):
        read_transaction(
            {"action": "export", "as_of": "2026-09-02", "facts": {"hts_code": code}}, ear().vocabulary
        )
