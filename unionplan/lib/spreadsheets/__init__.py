"""Workbooks from outside: looked through before any parser, read in a child process."""
