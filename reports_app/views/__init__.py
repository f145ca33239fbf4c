"""Screens of reports_app."""
