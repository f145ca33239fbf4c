"""Filters of what is told."""
