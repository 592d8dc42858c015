"""The pages of law are what the rulebook says."""

from tools.build_docs import FOLDER, pages


def test_the_pages_of_law_are_as_the_rulebook_says() -> None:
    stale = [name for name, content in pages().items() if (FOLDER / name).read_text("utf-8") != content]
    assert stale == [], "run tools/build_docs.py"
