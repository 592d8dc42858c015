"""Limits of the list that are formulas and no plain numbers, each in the units in which the list states it."""

from __future__ import annotations

import math

__all__ = [
    "FORMULAS",
    "fft_processor",
    "microwave_power_module_volume",
    "oscillator_phase_noise",
    "signal_source_phase_noise",
    "signal_source_phase_noise_far",
    "sonar_source_level",
    "transmit_module_power",
    "transmit_module_side",
]


def fft_processor(points: int, execution_ms: float) -> bool:
    """3A001.a.12: a rated execution time for an N-point complex FFT of less than (N log2 N)/20,480 ms.

    >>> fft_processor(1024, 0.49), fft_processor(1024, 0.5)
    (True, False)
    """
    return execution_ms < points * math.log2(points) / 20_480


def microwave_power_module_volume(volume_cm3: float, rated_power_w: float) -> bool:
    """3A001.b.9.b: a volume less than the maximum rated power in watts multiplied by 10 cm3/W."""
    return volume_cm3 < rated_power_w * 10


def oscillator_phase_noise(noise_dbc_hz: float, offset_hz: float, frequency_mhz: float) -> bool:
    """3A001.b.10: phase noise less (better) than -(126 + 20 log10 F - 20 log10 f), at an offset F of 10 Hz to 10 kHz.

    F is the offset from the operating frequency in Hz, f the operating frequency in MHz.

    >>> oscillator_phase_noise(-146.1, 1000, 100), oscillator_phase_noise(-146, 1000, 100)
    (True, False)
    """
    within = 10 <= offset_hz <= 10_000  # noqa: PLR2004
    return within and noise_dbc_hz < -(126 + 20 * math.log10(offset_hz) - 20 * math.log10(frequency_mhz))


def signal_source_phase_noise(noise_dbc_hz: float, offset_hz: float, frequency_mhz: float) -> bool:
    """3A002.d.4.a: as for oscillators, within operating frequencies exceeding 3.2 GHz up to 90 GHz."""
    return 3_200 < frequency_mhz <= 90_000 and oscillator_phase_noise(  # noqa: PLR2004
        noise_dbc_hz, offset_hz, frequency_mhz
    )


def signal_source_phase_noise_far(noise_dbc_hz: float, offset_hz: float, frequency_mhz: float) -> bool:
    """3A002.d.4.b: less (better) than -(206 - 20 log10 f), at an offset exceeding 10 kHz up to 100 kHz.

    >>> signal_source_phase_noise_far(-126.1, 50_000, 10_000), signal_source_phase_noise_far(-126, 50_000, 10_000)
    (True, False)
    """
    within = 10_000 < offset_hz <= 100_000 and 3_200 < frequency_mhz <= 90_000  # noqa: PLR2004
    return within and noise_dbc_hz < -(206 - 20 * math.log10(frequency_mhz))


def transmit_module_power(power_w: float, highest_frequency_ghz: float) -> bool:
    """3A001.b.12.a: a peak saturated power output greater than 505.62 W GHz2 over the square of the frequency."""
    return power_w > 505.62 / highest_frequency_ghz**2


def transmit_module_side(side_cm: float, channels: int, lowest_frequency_ghz: float) -> bool:
    """3A001.b.12.c: a planar side equal to or less than 15 cm GHz times the channels over the lowest frequency."""
    return side_cm <= 15 * channels / lowest_frequency_ghz


def sonar_source_level(level_db: float, frequency_hz: float, *, continuous: bool) -> bool:
    """6A001.a.1.c.1: a source level exceeding 10 log(f) + 169.77 dB, if continuous + 159.77.

    The reference is 1 micropascal at 1 m; f is the frequency of the maximum response, below 10 kHz.
    """
    limit = 10 * math.log10(frequency_hz) + (159.77 if continuous else 169.77)
    return frequency_hz < 10_000 and level_db > limit  # noqa: PLR2004


FORMULAS = {
    ("3A001", "a.12"): fft_processor,
    ("3A001", "b.9.b"): microwave_power_module_volume,
    ("3A001", "b.10"): oscillator_phase_noise,
    ("3A001", "b.12.a"): transmit_module_power,
    ("3A001", "b.12.c"): transmit_module_side,
    ("3A002", "d.4.a"): signal_source_phase_noise,
    ("3A002", "d.4.b"): signal_source_phase_noise_far,
    ("6A001", "a.1.c.1.a"): sonar_source_level,
    ("6A001", "a.1.c.1.b"): sonar_source_level,
}
"""By paragraph the formula that it prints."""
