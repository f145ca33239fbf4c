"""Keeping a template that the office changed."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from progress_app.queries.as_of import AsOf
from progress_app.queries.ledger import ledger_sequence
from reports_app.brief.checking import TemplateFaultError, check_template
from reports_app.models import BriefTemplate
from reports_app.queries.freezing import frozen_figures
from reports_app.queries.templates import template_name
from reports_app.queries.thawing import thawed
from tasks_app.models import Plan
from unions_app.actions import Happening, record
from unions_app.queries import rewind_to

__all__ = ["TemplateFaultError", "keep_template"]


@transaction.atomic
def keep_template(
    *, plan: Plan, name: str, content: bytes, person_id: int, at: datetime
) -> BriefTemplate:
    """Keep a template that fills; what is published from now on is made by it.

    It is tried on the plan's own figures. What was published keeps its own. Errors:
    TemplateFaultError.
    """
    as_of = AsOf(at=at, sequence=ledger_sequence(), rewind=rewind_to(at))
    check_template(content, sample=thawed(frozen_figures(plan=plan, as_of=as_of)))
    sha256 = hashlib.sha256(content).hexdigest()
    if not default_storage.exists(template_name(sha256)):
        default_storage.save(template_name(sha256), ContentFile(content))
    template = BriefTemplate.objects.create(
        uploaded_by_id=person_id,
        uploaded_at=at,
        file_name=name[:200],
        file_size=len(content),
        sha256=sha256,
    )
    happening = Happening(
        action="template.kept",
        subject=f"template:{template.pk}",
        detail={"sha256": sha256, "size": len(content)},
    )
    record(happenings=[happening], person_id=person_id, at=at)
    return template
