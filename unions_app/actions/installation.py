"""What an installation is for."""

from datetime import timedelta

from django.db import transaction

from unions_app.enums import InstallationMode
from unions_app.models import (
    Installation,
)


class NotADemonstrationError(Exception):
    """The database holds real data, or may come to: demonstration data stays out."""


@transaction.atomic
def become_demonstration(*, clock_offset: timedelta) -> Installation:
    """Declare an unused installation a demonstration, once and for good.

    The caller has made sure that nobody has used it. Errors: NotADemonstrationError
    when it was declared real.
    """
    installation, created = Installation.objects.get_or_create(
        pk=1,
        defaults={
            "mode": InstallationMode.DEMONSTRATION,
            "clock_offset": clock_offset,
        },
    )
    if not created and not installation.is_demonstration:
        raise NotADemonstrationError
    return installation
