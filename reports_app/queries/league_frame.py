"""What a quarter of the league is measured with: the usual frame at its last day."""

from dataclasses import replace

from django.db.models import Q

from reports_app.queries.standing import Frame, quotas_in_force
from targets_app.models import ReportingPeriod
from targets_app.queries import paces_in_force


def at_period(frame: Frame, period: ReportingPeriod) -> Frame:
    """Return a frame that measures at one period's end, whatever is open or due."""
    now = replace(frame.now, display=period, checkpoint=period)
    return replace(frame, now=now)


def settled_at(frame: Frame, period: ReportingPeriod) -> Frame:
    """Return the frame at a period's end, with the curves and shares then in force.

    Cost: one query; at the present moment two.
    """
    day, plan_id, rewind = period.ends_on, frame.plan.pk, frame.as_of.rewind
    quotas = {} if rewind else quotas_in_force(Q(target__plan=plan_id), on=day)
    return replace(
        at_period(frame, period),
        paces=paces_in_force(plan_id=plan_id, on=day, rewind=rewind),
        quotas=quotas,
    )
