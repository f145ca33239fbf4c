"""The Word brief: made once by the queue, the same for ever, readable by Word."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document

from reports_app.actions.briefs import brief_of
from reports_app.jobs import run_queued_exports
from reports_app.models import Publication
from reports_app.queries.exports import opened_workbook
from reports_app.queries.templates import template_bytes
from targets_app.actions import set_quotas
from tests import factories
from tests.reports_app.publications.making import HAVENS, published
from unionplan.lib.dates import SHANGHAI

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]


@pytest.fixture
def made(posted) -> Publication:
    """Return a publication whose files are made."""
    shares = {"万州区": 100, "江北区": 300}
    set_quotas(
        target=factories.target_called(HAVENS),
        amounts={factories.union_called(u).pk: Decimal(n) for u, n in shares.items()},
        effective_on=date(2024, 1, 1),
        reason="",
        person_id=None,
        at=datetime(2024, 1, 2, tzinfo=SHANGHAI),
    )
    publication = published(posted.administrator)
    run_queued_exports()
    return publication


def brief(publication: Publication) -> bytes:
    return opened_workbook(publication.files.get(kind="brief")).read()


def words_of(content: bytes) -> str:
    document = Document(BytesIO(content))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        lines += ["|".join(cell.text for cell in row.cells) for row in table.rows]
    headers = [p.text for s in document.sections for p in s.header.paragraphs]
    return "\n".join([*headers, *lines])


def test_the_queue_makes_both_files_of_a_publication(made):
    states = dict(made.files.values_list("kind", "state"))

    assert states == {"brief": "done", "workbook": "done"}
    export = made.files.get(kind="brief")
    assert hashlib.sha256(brief(made)).hexdigest() == export.sha256
    assert export.file_name == "2024年第1期_2024年第三季度工作情况通报_演示数据.docx"


def test_the_brief_tells_what_was_published(made):
    words = words_of(brief(made))

    assert "演示数据" in words
    assert "2024年第1期" in words
    assert "2024年第三季度工作情况通报" in words
    assert "新建渝工港湾|42个|400个|10.5%|75%" in words
    assert "江北区225个（未报）" in words
    assert made.stamp in words
    assert "{{" not in words
    assert "{%" not in words


def test_it_has_a_picture_for_each_area_and_each_target_behind(made):
    document = Document(BytesIO(brief(made)))
    pictures = {
        rel.target_ref for rel in document.part.rels.values() if "image" in rel.reltype
    }

    assert len(pictures) >= 2
    assert all(name.endswith(".png") for name in pictures)


def test_made_again_it_has_the_same_bytes(made):
    again = brief_of(made, template=template_bytes(None))

    assert again == brief(made)


def test_words_that_look_like_markup_stay_words(made):
    made.title = "<w:p/> & {{ stamp }} “引号”"

    words = words_of(brief_of(made, template=template_bytes(None)))

    assert "<w:p/> & {{ stamp }} “引号”" in words
