"""Units: the quantity that a unit measures, and a number with its unit in the unit in which a parameter is kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from licet.classification.amounts import Amount, AmountError, read_amount

__all__ = ["QUANTITIES", "QuantityError", "amount", "quantity", "unit_of"]

QuantityError = AmountError

QUANTITIES: Mapping[str, Mapping[str, float]] = {
    "Hz": {"Hz": 1, "kHz": 1e3, "KHz": 1e3, "MHz": 1e6, "GHz": 1e9, "THz": 1e12, "fps": 1, "frames/s": 1,
           "frames per second": 1},
    "s": {"s": 1, "second": 1, "seconds": 1, "ms": 1e-3, "millisecond": 1e-3, "milliseconds": 1e-3, "µs": 1e-6,
          "us": 1e-6, "microsecond": 1e-6, "microseconds": 1e-6, "ns": 1e-9, "nanosecond": 1e-9, "nanoseconds": 1e-9,
          "ps": 1e-12, "picoseconds": 1e-12, "fs": 1e-15, "min": 60, "minute": 60, "minutes": 60, "hour": 3600,
          "hours": 3600, "day": 86400, "days": 86400, "year": 31557600, "years": 31557600},
    "h": {"h": 1, "hour": 1, "hours": 1, "min": 1 / 60, "minutes": 1 / 60, "days": 24, "day": 24},
    "%": {"%": 1, "percent": 1, "ppm": 1e-4},
    "ppm": {"ppm": 1},
    "mm2": {"mm2": 1, "mm²": 1, "mm^2": 1, "cm2": 100, "cm²": 100, "cm^2": 100, "m2": 1e6, "m^2": 1e6},
    "cm3": {"cm3": 1, "cm^3": 1, "mm^3": 1e-3, "m^3": 1e6, "l": 1e3, "liters": 1e3},
    "m": {"m": 1, "meters": 1, "meter": 1, "metres": 1, "metre": 1, "km": 1e3, "cm": 1e-2, "mm": 1e-3, "µm": 1e-6,
          "um": 1e-6, "micrometer": 1e-6, "micrometers": 1e-6, "micron": 1e-6, "microns": 1e-6, "nm": 1e-9,
          "in": 0.0254, "inch": 0.0254, "ft": 0.3048},
    "km": {"km": 1, "m": 1e-3, "mi": 1.609344, "nmi": 1.852},
    "W": {"W": 1, "Watt": 1, "watt": 1, "watts": 1, "kW": 1e3, "MW": 1e6, "GW": 1e9, "TW": 1e12, "mW": 1e-3,
          "µW": 1e-6,
          "uW": 1e-6, "nW": 1e-9},
    "J": {"J": 1, "kJ": 1e3, "MJ": 1e6, "mJ": 1e-3, "µJ": 1e-6},
    "V": {"V": 1, "volts": 1, "kV": 1e3, "MV": 1e6, "mV": 1e-3},
    "A": {"A": 1, "kA": 1e3, "mA": 1e-3, "µA": 1e-6},
    "VA": {"VA": 1, "kVA": 1e3},
    "eV": {"eV": 1, "keV": 1e3, "MeV": 1e6},
    "ohm": {"ohm": 1, "ohms": 1, "Ω": 1},
    "F": {"F": 1, "µF": 1e-6, "nF": 1e-9, "pF": 1e-12},
    "H": {"H": 1, "µH": 1e-6, "nH": 1e-9},
    "T": {"T": 1, "mT": 1e-3, "µT": 1e-6, "nT": 1e-9, "pT": 1e-12},
    "K": {"K": 1},
    "°C": {"°C": 1, "C": 1},
    "Pa": {"Pa": 1, "mPa": 1e-3, "kPa": 1e3, "MPa": 1e6, "GPa": 1e9, "mbar": 100, "bar": 1e5, "torr": 133.322},
    "kg": {"kg": 1, "g": 1e-3, "lb": 0.45359237, "t": 1e3},
    "rad": {"rad": 1, "radians": 1, "mrad": 1e-3, "milliradians": 1e-3, "µrad": 1e-6, "microradians": 1e-6},
    "°": {"°": 1, "degree": 1, "degrees": 1, "deg": 1, "arc second": 1 / 3600, "arc seconds": 1 / 3600,
          "second of arc": 1 / 3600, "arcsec": 1 / 3600},
    "dB": {"dB": 1, "Db": 1}, "dBc": {"dBc": 1}, "dBm": {"dBm": 1}, "dBi": {"dBi": 1}, "dBc/Hz": {"dBc/Hz": 1},
    "dBm/Hz": {"dBm/Hz": 1},
    "samples/s": {"samples/s": 1, "SPS": 1, "kSPS": 1e3, "MSPS": 1e6, "Mega Samples Per Second": 1e6, "GSPS": 1e9,
                  "Giga Samples Per Second": 1e9, "gigasample per second": 1e9, "words per second": 1,
                  "million words per second": 1e6, "conversions/s": 1},
    "bit/s": {"bit/s": 1, "bits per second": 1, "kbit/s": 1e3, "kb/s": 1e3, "Mbit/s": 1e6, "Mb/s": 1e6, "Mbps": 1e6,
              "Gbit/s": 1e9, "Gb/s": 1e9, "Gbps": 1e9, "Tb/s": 1e12},
    "bit/s/Hz": {"bit/s/Hz": 1},
    "byte/s": {"byte/s": 1, "Mbyte/s": 1e6, "MB/s": 1e6, "Gbyte/s": 1e9, "GB/s": 1e9, "TB/s": 1e12, "Tbyte/s": 1e12},
    "Gbyte/s": {"Gbyte/s": 1, "GB/s": 1, "TB/s": 1e3, "Tbyte/s": 1e3},
    "Gbyte/s/mm2": {"Gbyte/s/mm2": 1, "GB/s/mm2": 1, "GB/s/mm²": 1, "GB/s per mm2": 1,
                    "gigabytes per second per square millimeter": 1},
    "bit": {"bit": 1, "bits": 1, "kbit": 1024, "Mbit": 1048576, "Mbits": 1048576, "Gbit": 1073741824},
    "WT": {"WT": 1, "Weighted TeraFLOPS": 1, "GFLOPS": 1e-3, "TFLOPS": 1},
    "GFLOPS": {"GFLOPS": 1, "TFLOPS": 1e3, "MFLOPS": 1e-3},
    "TOPS": {"TOPS": 1, "GOPS": 1e-3},
    "TPP": {"TPP": 1},
    "TPP/mm2": {"TPP/mm2": 1},
    "Gy": {"Gy": 1, "Gy (Si)": 1, "Gy (silicon)": 1, "krad": 10, "Mrad": 1e4}, "Gy/s": {"Gy/s": 1, "Gy (Si)/s": 1},
    "n/cm2": {"n/cm2": 1, "n/cm^2": 1},
    "Wh/kg": {"Wh/kg": 1}, "W/kg": {"W/kg": 1}, "J/kg": {"J/kg": 1, "kJ/kg": 1e3}, "kg/m2": {"kg/m2": 1, "kg/m^2": 1},
    "A/cm2": {"A/cm2": 1, "A/cm^2": 1}, "A/mm2": {"A/mm2": 1, "A/mm^2": 1}, "A/µs": {"A/µs": 1},
    "W/cm2": {"W/cm2": 1, "W/cm^2": 1, "kW/cm^2": 1e3, "kW/cm2": 1e3}, "J/cm2": {"J/cm2": 1, "J/cm^2": 1},
    "A/W": {"A/W": 1, "mA/W": 1e-3}, "A/lm": {"A/lm": 1, "µA/lm": 1e-6},
    "m/s": {"m/s": 1, "km/s": 1e3, "km/h": 1 / 3.6}, "m2/s": {"m2/s": 1, "m^2/s": 1}, "dB/km": {"dB/km": 1},
    "N/m2": {"N/m2": 1, "N/m^2": 1},
    "microgal": {"microgal": 1, "µgal": 1, "mGal": 1e3, "mgal": 1e3},
    "/K": {"/K": 1},
    "rad/s2": {"rad/s2": 1, "rad (radians)/s^2": 1},
    "elements": {"elements": 1},
    "": {"": 1},
}  # fmt: skip
"""The units of each quantity, as factors of the one in which it is kept."""


@cache
def unit_of(unit: str) -> tuple[str, float] | None:
    """The kept unit of the quantity that a unit measures, and the factor to it; None where the unit is not known."""
    for kept, units in QUANTITIES.items():
        if unit in units and kept not in {"h", "km", "Gbyte/s", "ppm"}:
            return kept, units[unit]
    return None


def amount(typed: str, unit: str) -> Amount:
    """The amount in the unit in which it is kept; without a unit it is taken to be in that one. Raises QuantityError.

    >>> str(amount("above 9", "Hz")), str(amount("90 min", "h")), str(amount("2 to 4 GHz", "Hz"))
    ('above 9', '1.5', '2000000000 to 4000000000')
    """
    return read_amount(typed, dict(QUANTITIES[unit]), unit)


def quantity(typed: str, unit: str) -> float:
    """The number of an amount that is stated exactly. Raises QuantityError.

    >>> quantity("30", "Hz"), quantity("90 min", "h"), quantity("4,800 TPP", "TPP"), quantity("0.009 kHz", "Hz")
    (30.0, 1.5, 4800.0, 9.0)
    """
    found = amount(typed, unit).exact
    if found is None:
        raise QuantityError(f"{typed!r} is no single number")
    return found
