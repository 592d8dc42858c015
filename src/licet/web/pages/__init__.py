"""The routes of the pages, one file a kind of page."""

from licet.web.pages import (
    account,
    acts,
    answers,
    ask,
    bills,
    cases,
    classify,
    control_list,
    customers,
    encryption_reports,
    law,
    lists,
    order_questions,
    orders,
    parties,
    people,
    product_letters,
    products,
    records,
    screening,
    suppliers,
    today,
    whatif,
)

__all__ = ["ROUTERS"]

ROUTERS = tuple(
    module.router
    for module in (
        account,
        today,
        ask,
        answers,
        acts,
        orders,
        order_questions,
        whatif,
        parties,
        people,
        customers,
        lists,
        cases,
        records,
        screening,
        law,
        control_list,
        classify,
        products,
        bills,
        product_letters,
        encryption_reports,
        suppliers,
    )
)
