"""Screens of unions_app."""
