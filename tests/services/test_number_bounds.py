"""Numbers of files are bounded as those of a request are: an exponent is refused before anything computes with it."""

from pathlib import Path

import pytest
from tests.services.test_licenses_on_record import LICENSE

from licet.classification.bill_files import read_bill
from licet.classification.bill_of_materials import BillError
from licet.cli.files import _parse
from licet.model.numbers import percent_of
from licet.model.wire import WireError
from licet.services.customer_import import OWNER_COLUMNS, read_owners
from licet.services.customers import CustomerError
from licet.services.licenses_on_record import LicenseFileError, read_license_file
from licet.watchlists.reading import read
from licet.watchlists.snapshot import UnreadableSnapshotError

BEYOND = ("1e999999999", "1e-999999999", "9" * 5000, "nan", "sNaN", "inf", "0." + "0" * 5000 + "1")


@pytest.mark.parametrize("text", BEYOND)
def test_a_share_is_bounded(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        percent_of(text)
    row = dict.fromkeys(OWNER_COLUMNS, "x") | {"as_of": "2026-01-01", "valid_until": "", "country": ""}
    with pytest.raises(CustomerError, match="percent"):
        read_owners([(2, row | {"percent": text})])


@pytest.mark.parametrize("text", BEYOND)
def test_a_bill_of_materials_is_bounded(text: str, tmp_path: Path) -> None:
    book = tmp_path / "bill.csv"
    for quantity, value in ((text, "1"), ("1", text)):
        book.write_text(
            f"assembly,part,quantity,value,eccn,origin\ntop,a,{quantity},{value},3A001,US\n", "utf-8"
        )
        with pytest.raises(BillError):
            read_bill(book)


@pytest.mark.parametrize("text", ["1e999999999", '"1e-999999999"', '"sNaN"', "nan", "inf", f'"{"9" * 5000}"'])
def test_a_license_on_record_is_bounded(text: str, tmp_path: Path) -> None:
    path = tmp_path / "license.toml"
    path.write_text(LICENSE.replace("196000.00", text), "utf-8")
    with pytest.raises(LicenseFileError):
        read_license_file(path)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a": ' * 100_000, f'{{"results": [{"9" * 5000}]}}', f"[{'9' * 5000}]"]
)
def test_json_that_cannot_be_read_is_refused_in_words(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UnreadableSnapshotError):
        read(path)
    with pytest.raises(BillError):
        read_bill(path)


def test_toml_that_cannot_be_read_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(f"value = {'9' * 5000}", "utf-8")
    with pytest.raises(LicenseFileError):
        read_license_file(path)
    with pytest.raises(WireError):
        _parse("x.toml", path.read_bytes())
