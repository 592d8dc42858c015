"""The same answers on Spark: order books, screening, rescreening and what-ifs on Spark DataFrames.

No rule, no score and no date logic stands here. Each Python worker opens the rulebook and the packed lists once
and hands Arrow batches to the engines that serve one machine, so that the same rows give the same bytes however
they are partitioned. Needs ``pip install licet[spark]`` and Java 17; nothing else of Licet imports this package.

Lines are shuffled only where a column ``order`` groups them. Distinct parties are: each is screened once, and what
was found, which is little, goes to every executor as one file that its workers map into memory.
"""

try:
    import pyspark  # noqa: F401
except ImportError as error:
    raise ImportError("licet.spark needs PySpark: pip install 'licet[spark]', and Java 17") from error

from licet.spark.lines import LineAnswers, determine
from licet.spark.names import rescreen_delta, screen
from licet.spark.packed import Packed, pack
from licet.spark.what_if import SparkScenario, whatif

__all__ = [
    "LineAnswers",
    "Packed",
    "SparkScenario",
    "determine",
    "pack",
    "rescreen_delta",
    "screen",
    "whatif",
]
