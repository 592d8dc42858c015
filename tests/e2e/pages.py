"""Every page, for checks that hold of all of them. A page that is missing here fails a test."""

PAGES = (
    "/ask",
    "/ask?example=october-2019",
    "/ask?example=network",
    "/ask?example=one-fact",
    "/account",
)
