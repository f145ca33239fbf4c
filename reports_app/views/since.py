"""What the cockpit says of the time since somebody's last visit."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from reports_app.queries.since import changes_since, moment_name
from reports_app.views.keeping import Parts, kept
from tasks_app.models import Plan
from unions_app.actions import note_visit


def since_last_visit(request: HttpRequest, plan: Plan, state: str) -> str:
    """Note the visit and return what to say; "" on the first one."""
    person_id = request.access.person_id
    if person_id is None:
        return ""
    seen_at = note_visit(person_id=person_id, at=request.moment)
    if seen_at is None:
        return ""
    name = moment_name(seen_at)

    def draw() -> Parts:
        told = changes_since(plan=plan, name=name, now=request.moment)
        context = {"since": told, "seen_at": seen_at}
        return {"text": render_to_string("reports_app/cockpit_since.html", context)}

    return kept(("since", state, name, plan.pk), draw)["text"]
