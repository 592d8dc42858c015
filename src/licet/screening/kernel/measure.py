"""FEATURES of two names whose words are aligned."""

from __future__ import annotations

import numpy as np

from .jit import jit
from .letters import is_number
from .order import in_common, is_beginning

__all__ = ["FEATURES", "LIGHT", "measure"]

LIGHT = 0.105
"""A word that weighs no more is a legal form or as light."""
FEATURES = (
    "query_covered",
    "entry_covered",
    "query_rarest_missed",
    "entry_rarest_missed",
    "letters_in_order",
    "grams_shared",
    "query_words_exact",
    "entry_words_exact",
    "least_covered",
    "initials_used",
    "same_order",
    "query_weight",
    "rarest_met",
    "cut_short",
    "numbers_differ",
    "length_ratio",
    "letters_met",
    "first_letters",
    "worst_pair",
    "core_covered",
    "entry_contained",
)
"""What is measured of a query and a candidate, in this order; :mod:`licet.screening.model` gives the weights."""


@jit
def measure(
    query: np.ndarray, q_start: np.ndarray, q_end: np.ndarray, q_count: int, q_weight: np.ndarray,
    q_met: np.ndarray, q_mate: np.ndarray, entry: np.ndarray, e_start: np.ndarray, e_end: np.ndarray,
    e_count: int, e_weight: np.ndarray, e_met: np.ndarray, cosine: float, initials: int, where: np.ndarray,
    n: int, out: np.ndarray,
) -> None:  # fmt: skip
    q_total = q_sum = q_exact = q_missed = met_weight = q_core = q_core_met = 0.0
    e_total = e_sum = e_exact = e_missed = e_core = e_core_met = 0.0
    worst = 1.0
    letters_met = first_weight = first_same = 0.0
    e_words = 0
    ordered = pairs = 0
    numbers = 0.0
    last = -1
    for i in range(q_count):
        weight = q_weight[i]
        q_total += weight
        q_sum += weight * q_met[i]
        if weight > LIGHT:
            q_core += weight
            q_core_met += weight * q_met[i]
            letters_met += q_met[i] * (q_end[i] - q_start[i])
            if q_mate[i] >= 0:
                first_weight += weight
                if query[q_start[i]] == entry[e_start[q_mate[i]]]:
                    first_same += weight
        if q_met[i] == 1.0:
            q_exact += weight
        q_missed = max(q_missed, weight * (1.0 - q_met[i]))
        if q_met[i] >= 0.85:
            met_weight = max(met_weight, weight)
        if q_met[i] == 0.0 and is_number(query, int(q_start[i]), int(q_end[i])):
            numbers = 1.0
        if q_mate[i] >= 0:
            if weight > 0.2:
                worst = min(worst, q_met[i])
            pairs += 1
            if q_mate[i] >= last:
                ordered += 1
            last = q_mate[i]
    for j in range(e_count):
        weight = e_weight[j]
        e_total += weight
        e_sum += weight * e_met[j]
        if weight > LIGHT:
            e_words += 1
            e_core += weight
            e_core_met += weight * e_met[j]
        if e_met[j] == 1.0:
            e_exact += weight
        e_missed = max(e_missed, weight * (1.0 - e_met[j]))
        if e_met[j] == 0.0 and is_number(entry, int(e_start[j]), int(e_end[j])):
            numbers = max(numbers, 0.5)
    common, m = in_common(where, n, entry)
    q_total = max(q_total, 1e-6)
    e_total = max(e_total, 1e-6)
    out[0] = q_sum / q_total
    out[1] = e_sum / e_total
    out[2] = q_missed
    out[3] = e_missed
    out[4] = 2.0 * common / max(n + m, 1)
    out[5] = cosine
    out[6] = q_exact / q_total
    out[7] = e_exact / e_total
    out[8] = min(out[0], out[1])
    out[9] = min(initials, 3) / 3.0
    out[10] = ordered / pairs if pairs > 0 else 0.0
    out[11] = min(q_total / 4.0, 1.0)
    out[12] = met_weight
    out[13] = 1.0 if n >= 12 and is_beginning(query, entry) else 0.0
    out[14] = numbers
    out[15] = min(n, m) / max(n, m, 1)
    out[16] = min(letters_met / 16.0, 1.0)
    out[17] = first_same / first_weight if first_weight > 0 else 0.0
    out[18] = worst
    out[20] = e_core_met / e_core if e_words > 1 else 0.0
    out[19] = min(q_core_met / q_core, e_core_met / e_core) if q_core > 0 and e_core > 0 else 0.0
