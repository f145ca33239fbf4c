"""Dates, numbers, the hash chain and spreadsheet cells: no models, no HTTP."""
