"""The project: settings, urls, Celery, and a small library without models."""

from unionplan.celery import app as celery_app

__all__ = ["celery_app"]
