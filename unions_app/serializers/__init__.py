"""What the API tells: rows, and what went wrong."""

from unions_app.serializers.rows import FigureField, UnionSerializer

__all__ = ["FigureField", "UnionSerializer"]
