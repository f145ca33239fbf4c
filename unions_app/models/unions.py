"""Reporting organisations."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from tree_queries.fields import TreeNodeForeignKey

from unions_app.enums import PeerGroup, UnionKind
from unions_app.querysets import UnionQuerySet


class Union(models.Model):
    """A reporting organisation: a node of the federation's tree, with its dates."""

    parent = TreeNodeForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级"),
    )
    position = models.PositiveIntegerField(_("公布顺序"), default=0)
    kind = models.CharField(_("类别"), max_length=20, choices=UnionKind)
    peer_group = models.CharField(
        _("同类组"), max_length=20, choices=PeerGroup, blank=True
    )
    code = models.CharField(
        _("统计代码"), max_length=12, null=True, blank=True, unique=True
    )
    name = models.CharField(_("名称"), max_length=100, unique=True)
    short_name = models.CharField(_("简称"), max_length=40)
    has_approver = models.BooleanField(_("设单位审核人"), default=False)
    is_example = models.BooleanField(_("示例"), default=False)
    opened_on = models.DateField(_("设立日期"), null=True, blank=True)
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("承接单位"),
    )

    objects = UnionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("工会组织")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                name="union_closes_after_it_opens",
                condition=Q(opened_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(closed_on__gte=F("opened_on")),
            ),
        )

    def __str__(self) -> str:
        return self.short_name
