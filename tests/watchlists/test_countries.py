"""Countries as the lists write them."""

import pytest

from licet.watchlists.countries import iso2, trailing_country


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CN", "CN"),
        ("cn", "CN"),
        ("UK", "GB"),
        ("PRC", "CN"),
        ("TURKIYE", "TR"),
        ("China", "CN"),
        ("Crimea Region of Ukraine", "UA"),
        ("Burma", "MM"),
        ("REGION: WEST BANK", "PS"),
        ("XK", "XK"),
        ("REGION: KASHMIR", None),
        ("NM", None),
        ("nowhere", None),
    ],
)
def test_a_country_is_brought_to_its_code(text: str, code: str | None) -> None:
    assert iso2(text) == code


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("31 Jinrong Street, Xicheng District, Beijing, 100033, CN", "CN"),
        ("CN", "CN"),
        ("605 TRAIL LAKE DRIVE, RICHARDSON, TX, 75081, US", "US"),
        ("7405 SW 79CT, MIAMI, FL, 33143", "US"),
        ("2805 8TH STREET SOUTH, ARLINGTON, VA, 22204-2245", "US"),
        ("PU DONG SHANGHAI, PRC", "CN"),
        ("113 Hezuo Road, Shijiazhuang, Hebei, China", "CN"),
        ("Cayirova, TURKIYE", "TR"),
        ("12 Peachtree Road, Atlanta, Georgia", None),
        ("Komitas 26, Yerevan, 804", None),
        ("Pushkin street", None),
    ],
)
def test_an_address_ends_with_its_country(address: str, code: str | None) -> None:
    assert trailing_country(address) == code
