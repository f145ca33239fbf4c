"""The screens: who reads, who publishes, what a click does, what was corrected."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from progress_app.actions.rollups import follow_reference_changes
from reports_app.models import Publication
from tests import factories
from tests.people import make_person, signed_in
from tests.reports_app.league.quarters import reported, shared
from tests.reports_app.publications.making import HAVENS, MOMENT, drafted, published
from tests.triggers import lifted_then_undone
from unions_app.enums import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
LIST = reverse("publications")
NEW = reverse("new_publication")


def page_of(publication: Publication, name: str = "publication") -> str:
    return reverse(name, args=[publication.pk])


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def write(client: Client, **changes):
    fields = {"title": "三季度通报", "as_of": MOMENT, "client_key": str(uuid4())}
    return client.post(NEW, fields | changes)


def confirm(client: Client, draft: Publication, **changes):
    follow_reference_changes()
    fields = {"client_key": str(uuid4()), "seen_sequence": str(draft.as_of_sequence)}
    return client.post(page_of(draft, "publish"), fields | changes)


def test_an_administrator_drafts_looks_and_publishes(posted):
    client = signed_in(posted.administrator)
    assert "还没有通报" in text(client, LIST)

    response = write(client)
    draft = Publication.objects.get()
    assert response["Location"] == page_of(draft)
    preview = text(client, page_of(draft))
    assert "草稿预览" in preview
    assert HAVENS in preview

    confirm(client, draft)

    page = text(client, page_of(draft))
    assert "2024年第1期" in page
    assert Publication.objects.get().stamp in page.replace("-", "")
    assert "已有更正" not in page


def test_the_coordinating_office_publishes_and_a_lead_department_does_not(posted):
    coordinating = make_person("coordinating", (Role.OFFICER, "市总工会"))

    assert signed_in(coordinating).get(NEW).status_code == 200
    assert signed_in(posted.officer).get(NEW).status_code == 403


@pytest.mark.parametrize("role", ["reporter", "approver", "officer", "leader"])
def test_everyone_with_a_role_reads_what_is_published_and_no_draft(posted, role):
    made, draft = published(posted.administrator), drafted(posted.administrator)
    client = signed_in(getattr(posted, role))

    assert client.get(page_of(made)).status_code == 200
    assert client.get(page_of(made, "printed_publication")).status_code == 200
    assert client.get(page_of(draft)).status_code == 404
    assert [r.publication for r in client.get(LIST).context["rows"]] == [made]


@pytest.mark.parametrize("role", ["reporter", "leader"])
def test_a_workbook_is_for_those_who_see_the_city(posted, role):
    made = published(posted.administrator)
    client = signed_in(getattr(posted, role))
    expected = {"reporter": 404, "leader": 302}[role]

    address = reverse("publication_file", args=[made.pk, "workbook"])
    assert client.get(address).status_code == expected
    address = reverse("publication_file", args=[made.pk, "brief"])
    assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    "changes",
    [{"title": ""}, {"as_of": "2025-01-01"}, {"as_of": "上周"}, {"client_key": "x"}],
)
def test_a_form_that_makes_no_sense_is_told(posted, changes):
    response = write(signed_in(posted.administrator), **changes)

    assert response.status_code == 400
    assert not Publication.objects.exists()


def test_a_page_that_is_out_of_date_does_not_publish(posted):
    draft = drafted(posted.administrator)
    client = signed_in(posted.administrator)

    assert confirm(client, draft, seen_sequence="").status_code == 400
    response = client.get(confirm(client, draft, seen_sequence="99")["Location"])

    assert "刚被改过" in response.content.decode()
    assert not Publication.objects.published().exists()


def test_late_figures_are_told_beside_what_was_published(posted):
    made = published(posted.administrator)
    typed = {HAVENS: {"quantity": "7"}}
    factories.accepted("江北区", posted.stranger, posted.officer, typed, number=9)
    client = signed_in(posted.leader)

    page = text(client, page_of(made))

    assert "已有更正" in page
    assert "42" in page
    assert "49" in page
    assert Publication.objects.get().figures == made.figures
    assert [r.is_corrected for r in client.get(LIST).context["rows"]] == [True]


def test_figures_of_later_periods_are_no_correction(posted):
    made = published(posted.administrator)
    typed = {HAVENS: {"quantity": "7"}}
    factories.accepted("江北区", posted.stranger, posted.officer, typed, number=10)

    assert "已有更正" not in text(signed_in(posted.leader), page_of(made))


def test_a_withdrawn_one_says_so_and_its_successor_why(posted):
    wrong = published(posted.administrator)
    client = signed_in(posted.administrator)
    write(client, withdraws=str(wrong.pk), reason="万州区的数有误")
    right = Publication.objects.get(withdraws=wrong)
    confirm(client, right)

    assert "已作废" in text(client, page_of(wrong))
    assert "万州区的数有误" in text(client, page_of(right))
    assert "已作废" in text(client, LIST)


def test_a_successor_needs_its_reason(posted):
    wrong = published(posted.administrator)
    response = write(signed_in(posted.administrator), withdraws=str(wrong.pk))

    assert response.status_code == 400
    assert "请写明原来那一期错在哪里" in response.content.decode()


def test_a_stamp_leads_to_its_replay(posted):
    made = published(posted.administrator)
    client = signed_in(posted.reporter)
    typed = f"{made.stamp[:4].upper()}-{made.stamp[4:]}"

    response = client.get(reverse("find_stamp"), {"stamp": typed}, follow=True)

    assert response.redirect_chain[-1][0] == reverse("stamp", args=[made.stamp])
    assert "一致" in response.content.decode()
    assert "不一致" not in response.content.decode()


def test_an_unknown_stamp_is_told(posted):
    response = signed_in(posted.leader).get(reverse("stamp", args=["0123456789abcdef"]))

    assert response.status_code == 404
    assert "没有这个核对码的通报" in response.content.decode()


def test_what_was_tampered_with_is_shown(posted):
    made = published(posted.administrator)
    with lifted_then_undone():
        Publication.objects.update(title="改过的标题")
        page = text(signed_in(posted.leader), reverse("stamp", args=[made.stamp]))

        assert "封签不符" in page


def ranked_circular(people) -> Publication:
    """Return a circular in whose league two unions are ranked."""
    shared(万州区=8, 开州区=8)
    reported(people, "万州区", 6)
    reported(people, "开州区", 3)
    return published(people.administrator)


@pytest.mark.parametrize("name", ["publication", "printed_publication"])
def test_the_league_stands_in_it(people, name):
    page = text(signed_in(people.leader), page_of(ranked_circular(people), name))

    north_east = page.partition('id="league-north_east"')[2].partition("</table>")[0]
    assert north_east.index("万州区") < north_east.index("开州区")


def test_a_rank_that_was_tampered_with_is_shown(people):
    made = ranked_circular(people)
    for group in made.figures["league"]["groups"]:
        for row in group["ranks"]:
            row["rank"] = "9"
    with lifted_then_undone():
        Publication.objects.update(figures=made.figures)
        page = text(signed_in(people.leader), reverse("stamp", args=[made.stamp]))

        assert "赛马比拼的名次或得分重算后与发布时不同" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries(posted, number, django_assert_num_queries):
    for _each in range(number):
        published(posted.administrator)
    client = signed_in(posted.leader)
    client.get(LIST)

    with django_assert_num_queries(12):
        client.get(LIST)
