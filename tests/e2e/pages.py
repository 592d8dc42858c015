"""Every page, for checks that hold of all of them. A page that is missing here fails a test."""

PAGES = (
    "/today",
    "/ask",
    "/ask?example=october-2019",
    "/ask?example=network",
    "/ask?example=one-fact",
    "/answers",
    "/answers/{answer}",
    "/answers/{answer}?tab=exceptions",
    "/account",
    "/screening?name=Huawei+Technologies&country=CN",
    "/orders",
    "{book}",
    "{book}/lines/3",
    "{book}/questions",
    "{book}/questions?ask=end_use",
    "/what-if",
    "{board}",
    "{board}?change=newly_blocked",
    "/parties?name=Huawei+Technologies&country=CN",
    "/customers",
    "/customers/C-1",
    "/review?book={key}",
    "/lists",
    "/cases",
    "/cases/A-1",
    "/cases/A-2/acts/amend",
    "/licenses",
    "/licenses/L-1",
    "/licenses/L-1/acts/change",
    "/licenses/L-1/acts/reserve",
    "/statistics?as_of=2030-01-01",
    "/law?cite=15+CFR+744.11&as_of=2019-10-10",
    "/law/rules/us.ear.744.11",
    "/timeline",
    "/ccl?description=thermal+camera",
    "/ccl/6A003",
    "/ccl/3A001.a.5.a.3?limit:resolution+(bit)=12",
    "/classify",
    "/products",
    "/products/VALVE-2",
    "/bills",
    "/audit",
)
"""``{book}``, ``{board}`` and ``{key}`` stand for a book that was answered, its board, and its key; ``{answer}`` for
the number of an answer on record."""
OF_ADMINISTRATORS = ("/people",)
"""Pages that administrators alone may open."""
DOWNLOADS = frozenset(
    {
        "/answers.csv",
        "/answers/{answer}/answer.pdf",
        "/orders/{key}/answers.{kind}",
        "/cases/{case_id}/application.pdf",
        "/licenses/{number}/license.pdf",
        "/letters/statement.pdf",
        "/letters/request.pdf",
    }
)
