"""Screens of progress_app: to-do, entry grid, the approver's and the officer's desk."""
