"""Writes: workbooks asked for, made and handed out; publications."""
