"""Statements too large for Python's memory: texts made of constants, and parameters."""
