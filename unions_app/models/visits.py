"""When people last looked at the whole, so that they can be told what is new."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from unions_app.models.people import Person


class Visit(models.Model):
    """A reading mark, one a person: when this visit began, and the one before it.

    Nothing rests on it, so no audit event tells of it. ``earlier_at`` is None on the
    first visit.
    """

    person = models.OneToOneField(
        Person, models.CASCADE, primary_key=True, related_name="visit"
    )
    began_at = models.DateTimeField(_("本次查看"))
    earlier_at = models.DateTimeField(_("上次查看"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("查看时间")

    def __str__(self) -> str:
        return f"{self.person_id} {self.began_at}"
