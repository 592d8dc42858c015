"""An item is classified, kept, and approved by a second person, through the pages."""

from playwright.sync_api import Page, expect

from .conftest import Opener

CAMERA = "Hand-held thermal imager, uncooled vanadium oxide microbolometer, 320 x 240 elements, 30 Hz"


def answered(page: Page, *answers: str) -> None:
    """Answer questions one after the other: by a word of the choice, or with a number."""
    for number, given in enumerate(answers, 1):
        expect(page.locator("#h-question")).to_contain_text(f"{number}. ")
        field = page.locator("#answer")
        if field.count():
            field.fill(given)
        else:
            page.locator(f'input[name=answer][value="{given}"]').check()
        page.get_by_role("button", name="Continue").click()


def test_a_part_is_classified_kept_and_approved(signed_in: Opener) -> None:
    page = signed_in("clea")
    page.goto("/classify")
    page.get_by_label("What it is, as its data sheet says").fill(CAMERA)
    page.get_by_label("Part number").fill("TC/30 A")
    page.get_by_role("button", name="Begin").click()
    answered(page, "no", "no", "no", "6A003", "uncooled", "30", "no", "76800")
    expect(page.locator("#h-result")).to_have_text("6A003.b.4.b")
    page.get_by_label("Sources").fill("Data sheet 7")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("TC/30 A")
    expect(page.get_by_role("main")).to_contain_text("no second person approved it")
    expect(page.get_by_role("button", name="Approve it")).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("Somebody else who may classify has to approve it.")
    other = signed_in("kit")
    other.goto("/")
    other.get_by_role("link", name="to approve").click()
    other.get_by_role("link", name="TC/30 A").click()
    other.get_by_role("button", name="Approve it").click()
    expect(other.get_by_role("status")).to_have_text("Approved. Order lines may rest on it.")
