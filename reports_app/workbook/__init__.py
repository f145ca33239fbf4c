"""Workbooks: facts laid out in sheets. Reads nothing but postings, decides nothing."""
