"""What this database is for."""

from django.db import models
from django.db.models import Q

from unions_app.enums import InstallationMode


class Installation(models.Model):
    """One row: real or demonstration, and how far the demonstration's clock is off.

    A demonstration plays in autumn 2024; its clock runs, from there. Real data always
    has the real clock.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    mode = models.CharField(
        max_length=20, choices=InstallationMode, default=InstallationMode.REAL
    )
    clock_offset = models.DurationField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="one_installation", condition=Q(id=1)),
            models.CheckConstraint(
                name="only_a_demonstration_moves_the_clock",
                condition=Q(clock_offset__isnull=True)
                | Q(mode=InstallationMode.DEMONSTRATION),
            ),
        )

    def __str__(self) -> str:
        return self.get_mode_display()

    @property
    def is_demonstration(self) -> bool:
        """Whether every screen and file must say 演示数据."""
        return self.mode == InstallationMode.DEMONSTRATION
