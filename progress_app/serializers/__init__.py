"""Returns, entries, files and roll-ups as the API tells them."""

from progress_app.serializers.rollups import RollupSerializer, asked_moment

__all__ = ["RollupSerializer", "asked_moment"]
