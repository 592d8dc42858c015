"""Made data for demonstrations, tests and benchmarks: orders and cases."""
