"""Templates of the office: taken when they fill, refused with words when not."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from reports_app.actions.briefs import brief_of
from reports_app.jobs import run_queued_exports
from reports_app.models import BriefTemplate
from reports_app.queries.exports import opened_workbook
from reports_app.queries.templates import template_bytes
from tests.people import signed_in
from tests.reports_app.publications.making import published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
ADDRESS = reverse("brief_templates")


def template(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def changed(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(content)) as package, ZipFile(made, "w") as other:
        for part in package.namelist():
            data = package.read(part)
            other.writestr(part, data.replace(old, new) if part == name else data)
    return made.getvalue()


def upload(person, content: bytes):
    file = SimpleUploadedFile("我们的模板.docx", content)
    return signed_in(person).post(ADDRESS, {"template": file}, follow=True)


def test_a_changed_template_makes_what_is_published_next(posted):
    before = published(posted.administrator)
    run_queued_exports()
    old = opened_workbook(before.files.get(kind="brief")).read()

    response = upload(posted.administrator, template("内部资料 {{ title }}"))
    after = published(posted.administrator)
    run_queued_exports()

    assert "模板已保存" in response.content.decode()
    made = opened_workbook(after.files.get(kind="brief")).read()
    told = [paragraph.text for paragraph in Document(BytesIO(made)).paragraphs]
    assert told == ["内部资料 2024年第三季度工作情况通报"]
    assert brief_of(before, template=template_bytes(before.template)) == old
    assert (before.template, after.template) == (None, BriefTemplate.objects.get())


WRONG = {
    "unknown": (template("{{ tittle }}"), "tittle"),
    "unknown in a list": (
        template("{% for a in areas %}{{ a.nme }}{% endfor %}"),
        "nme",
    ),
    "not closed": (template("{% for a in areas %}{{ a.title }}"), "写错了"),
    "arithmetic": (template("{{ 'a' * 9999999999 }}"), "不能用运算"),
    "function": (template("{{ title.upper() }}"), "不能用运算"),
    "reaching in": (template("{{ title.__class__ }}"), "不能用运算"),
    "many loops": (
        template("{% for a in areas %}" * 4 + "x" + "{% endfor %}" * 4),
        "不能用运算",
    ),
    "no archive": (b"not a document", "安全检查"),
    "nothing": (b"", "文件"),
    "declaration": (
        changed(
            template("{{ title }}"),
            "word/document.xml",
            b"<w:document ",
            b'<!DOCTYPE x [<!ENTITY a "b">]><w:document ',
        ),
        "不允许的声明",
    ),
    "outside link": (
        changed(
            template("{{ title }}"),
            "word/_rels/document.xml.rels",
            b"</Relationships>",
            b'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/'
            b'officeDocument/2006/relationships/attachedTemplate" '
            b'Target="http://example.org/x.dotm" TargetMode="External"/>'
            b"</Relationships>",
        ),
        "外部",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_template_is_refused_with_words(posted, name):
    content, words = WRONG[name]

    response = upload(posted.administrator, content)

    assert response.status_code == 400
    assert words in response.content.decode()
    assert not BriefTemplate.objects.exists()


def test_the_standard_template_can_be_fetched_and_uploaded_unchanged(posted):
    client = signed_in(posted.administrator)
    content = b"".join(client.get(reverse("brief_template", args=[0])))

    assert upload(posted.administrator, content).status_code == 200
    assert BriefTemplate.objects.count() == 1
