"""Drawn parts kept as in production: the settings of the tests keep none."""

import pytest
from django.core.cache import caches


@pytest.fixture
def keeps(settings):
    """Keep what was drawn, from nothing."""
    settings.CACHES = settings.CACHES | {
        "drawn": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "drawn-in-tests",
        }
    }
    caches["drawn"].clear()
    yield
    caches["drawn"].clear()
