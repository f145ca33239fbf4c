"""The templates of Word briefs: fetched, changed in Word, uploaded again."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reports_app.actions.templates import TemplateFaultError, keep_template
from reports_app.models import BriefTemplate
from reports_app.queries.templates import TemplateMissingError, template_bytes
from tasks_app.queries import current_plan
from unionplan.lib.spreadsheets.package import MOST_BYTES
from unions_app.rules import can_administer
from unions_app.views.doors import allowed

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STANDARD = 0
"""The number that stands for the standard template in addresses."""


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(can_administer)
def brief_templates(request: HttpRequest) -> HttpResponse:
    """List the templates, the one in use first, and take a changed one."""
    problem = _uploaded(request) if request.method == "POST" else None
    if request.method == "POST" and problem is None:
        messages.success(request, _("模板已保存，此后发布的通报用它生成简报。"))
        return redirect("brief_templates")
    rows = BriefTemplate.objects.select_related("uploaded_by")
    context = {"rows": rows, "problem": problem}
    status = 400 if problem else 200
    return render(request, "reports_app/brief_templates.html", context, status=status)


def _uploaded(request: HttpRequest) -> str | None:
    """Keep what was sent; return why not."""
    file, plan = request.FILES.get("template"), current_plan()
    if file is None or plan is None:
        return _("请选择一个 .docx 文件")
    if file.size > MOST_BYTES:
        return _("文件超过5 MB，请压缩图片后再上传")
    try:
        keep_template(
            plan=plan,
            name=file.name,
            content=file.read(),
            person_id=request.user.pk,
            at=request.moment,
        )
    except TemplateFaultError as fault:
        return fault.words
    return None


@require_GET
@allowed(can_administer)
def template_file(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """Hand out a template to be edited."""
    found = BriefTemplate.objects.filter(pk=pk).first()
    if pk != STANDARD and found is None:
        raise Http404
    try:
        content = template_bytes(found)
    except TemplateMissingError as missing:
        raise Http404 from missing
    name = found.file_name if found else _("标准简报模板") + ".docx"
    return FileResponse(
        BytesIO(content), as_attachment=True, filename=name, content_type=WORD
    )
