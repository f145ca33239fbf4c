"""Reads: what a screen or an export tells, shaped as frozen rows."""
