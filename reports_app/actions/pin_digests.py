"""The monthly digest of pinned targets: a notice each, which the mails carry on."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import ngettext

from progress_app.queries.ledger import LedgerState
from reports_app.actions.pin_words import fresh_words, line_words
from reports_app.models import PinDigest
from reports_app.queries.pin_digests import Told, owed_period, owed_pins, told_targets
from targets_app.models import ReportingPeriod
from tasks_app.queries import current_plan
from unions_app.actions import News, in_every_language, notify
from unions_app.enums import NoticeKind


def tell_pins(*, at: datetime) -> int:
    """Tell everybody who is owed the month's digest; return how many were told.

    Re-runnable, and by several at once: a row a person and month is written first.
    Cost when nothing is owed: two queries.
    """
    plan = current_plan()
    period = owed_period(plan, at=at) if plan else None
    owed = owed_pins(period, at=at) if period else {}
    if plan is None or period is None or not owed:
        return 0
    wanted = {pk for target_ids in owed.values() for pk in target_ids}
    told, ledger = told_targets(plan, period, target_ids=wanted, at=at)
    return sum(
        _tell(person_id, period, [told[pk] for pk in target_ids], ledger, at)
        for person_id, target_ids in owed.items()
    )


@transaction.atomic
def _tell(
    person_id: int,
    period: ReportingPeriod,
    lines: Sequence[Told],
    ledger: LedgerState,
    at: datetime,
) -> int:
    try:
        with transaction.atomic():
            PinDigest.objects.create(person_id=person_id, period=period, told_at=at)
    except IntegrityError:
        return 0

    def say() -> tuple[str, str]:
        title = ngettext(
            "置顶月报：%(period)s，%(number)d 项",
            "置顶月报：%(period)s，%(number)d 项",
            len(lines),
        ) % {"period": period, "number": len(lines)}
        return title, "\n".join([*map(line_words, lines), fresh_words(ledger)])

    news = News(
        kind=NoticeKind.PINNED,
        subject=f"pins:{period.pk}",
        person_ids=[person_id],
        texts=in_every_language(say),
    )
    notify(news=[news], at=at)
    return 1
