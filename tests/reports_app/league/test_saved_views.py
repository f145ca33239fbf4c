"""Screens kept by a name: own addresses only, one's own list only."""

import pytest

from reports_app.actions.saved_views import MOST_VIEWS
from reports_app.models import SavedView
from reports_app.rules.saved_views import savable
from tests.people import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/league/?quarter=3&group=central", ("/league/", "quarter=3&group=central")),
        ("/cockpit/?as_of=2024-09-30", ("/cockpit/", "")),
        ("/targets/3/?page=2", ("/targets/3/", "")),
        ("https://evil.example/league/", None),
        ("//evil.example/league/", None),
        ("/exports/", None),
        ("/league", None),
        ("javascript:alert(1)", None),
        ("", None),
        ("/league/?" + "q=" + "x" * 500, None),
        ("/league/?" + "&".join("a=1" for _ in range(30)), None),
    ],
    ids=range(11),
)
def test_only_known_screens_without_a_moment_are_kept(address, kept):
    assert savable(address) == kept


def keep(client, name, address="/league/?quarter=3"):
    return client.post("/views/", {"name": name, "address": address}, follow=True)


def test_a_view_is_kept_by_name_and_leads_back(people):
    client = signed_in(people.leader)

    page = keep(client, "三季度赛马").text

    assert "已保存视图“三季度赛马”。" in page
    assert 'href="/league/?quarter=3"' in client.get("/cockpit/").text
    assert "三季度赛马" not in signed_in(people.auditor).get("/cockpit/").text
    keep(client, "三季度赛马", "/league/?quarter=2")
    assert SavedView.objects.get().query == "quarter=2"


@pytest.mark.parametrize(
    ("name", "address", "told"),
    [
        ("", "/league/", "请给这个视图起个名字"),
        ("长" * 31, "/league/", "视图的名字最多 30 个字"),
        ("外", "https://evil.example/", "这个页面不能存为视图"),
        ("无", "", "这个页面不能存为视图"),
    ],
    ids=["no name", "long name", "outside", "nothing"],
)
def test_what_cannot_be_kept_is_told(people, name, address, told):
    page = keep(signed_in(people.leader), name, address).text

    assert told in page
    assert not SavedView.objects.exists()


def test_the_menu_holds_no_more_than_it_can_show(people):
    client = signed_in(people.leader)
    SavedView.objects.bulk_create(
        SavedView(person=people.leader, name=str(number), path="/league/")
        for number in range(MOST_VIEWS)
    )

    assert "最多保存 20 个视图，请先删除一个。" in keep(client, "再一个").text
    assert "已保存视图“3”。" in keep(client, "3").text


def test_a_view_is_taken_off_by_its_owner_only(people):
    view = SavedView.objects.create(person=people.leader, name="甲", path="/league/")

    assert (
        signed_in(people.auditor).post(f"/views/{view.pk}/forget/").status_code == 404
    )
    answer = signed_in(people.leader).post(f"/views/{view.pk}/forget/")

    assert answer.status_code == 302
    assert not SavedView.objects.exists()
