"""The part of django-tree-queries that the portal uses; it ships no types."""

from typing import Self, TypeVar

from django.db.models import Model, QuerySet

ModelT = TypeVar("ModelT", bound=Model)

class TreeQuerySet(QuerySet[ModelT]):
    def with_tree_fields(self, tree_fields: bool = ...) -> Self: ...
    def ancestors(self, of: ModelT | int, *, include_self: bool = ...) -> Self: ...
    def descendants(self, of: ModelT | int, *, include_self: bool = ...) -> Self: ...
