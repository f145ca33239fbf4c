"""Measurements, apart from the tests: what they print stands in docs/performance.md."""
