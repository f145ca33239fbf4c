"""Filters of roll-ups, of the matrix of returns, and of the API's lists."""

from progress_app.filters.rollups import RollupFilters, StatusFilterForm

__all__ = ["RollupFilters", "StatusFilterForm"]
