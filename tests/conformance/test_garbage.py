"""Whatever an answer is made of goes when nobody holds it, without the garbage collector."""

import gc

from licet.engine.determine import determine
from licet.model.wire import read_transaction
from licet.regimes.golden import cases
from licet.regimes.us_ear import ear
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder


def test_an_answer_leaves_no_cycles() -> None:
    sales = [read_transaction(case.sale, ear().vocabulary) for case in list(cases())[::7]]
    finder = shipped_finder(compiled=True)
    attached = [attach(sale, finder) for sale in sales]
    for sale in attached:
        determine(sale, ear(), finder.lists)  # what is made once and kept
    gc.collect()
    gc.disable()
    try:
        for sale in attached:
            determine(sale, ear(), finder.lists)
        assert gc.collect() == 0
    finally:
        gc.enable()
