"""我的进度: what it says, to whom, and at what cost."""

import re

import pytest

from tests import factories
from tests.people import make_person, signed_in
from tests.progress_app.desks import (
    HAVENS,
    MEMBERS,
    PENSION,
    PEOPLE_WITH_ROLES,
    STAGE,
    queries_of,
)
from unions_app.enums import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
GROUP = ("万州区", "开州区", "梁平区", "城口县", "丰都县")
OPEN_TO = {
    "reporter",
    "colleague",
    "stranger",
    "approved_reporter",
    "approver",
    "officer",
    "other_officer",
    "department_reporter",
}


def page_of(person, address="/progress/"):
    return signed_in(person).get(address)


def text_of(page: str, target: str) -> str:
    """Return what the row of a target says, tags and breaks taken out."""
    (row,) = [
        part
        for part in page.split('<li class="progress-row">')[1:]
        if f"</span> {target}</h3>" in part
    ]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row.split("</ul>")[0]))


def told(people, union: str, target: str, quantity: str) -> None:
    typed = {target: {"quantity": quantity, "note": "已核实"}}
    factories.accepted(union, people.reporter, people.officer, typed, number=9)


def test_a_row_says_where_it_stands_and_what_makes_it_green(people, quota):
    quota(HAVENS, "万州区", "100")
    told(people, "万州区", HAVENS, "60")

    page = page_of(people.reporter).text
    row = text_of(page, HAVENS)

    assert "<h1>我的进度 · 万州区总工会</h1>" in page
    assert "60 个 全年 100 个 60% 应达 75%" in row
    assert "滞后" in row
    assert "应完成 75%（75 个），已完成 60%。" in row
    assert re.search(r"到2024年10月末再增加 24 个 ，可转为“正常”。", row)
    assert "渝东北有数的单位不足 5 个，暂不比较。" in row


def test_the_curve_is_drawn_here_and_told_in_words(people, quota):
    quota(HAVENS, "万州区", "100")
    told(people, "万州区", HAVENS, "60")

    page = page_of(people.reporter).text

    words = "逐月进展：2024年9月 60%（应达 75%）"
    assert f'role="img" aria-label="{words}"' in page
    drawings = re.findall(r'<svg class="spark".*?</svg>', page)
    (drawing,) = [each for each in drawings if words in each]
    assert drawing.count("<circle") == 1
    assert "style=" not in drawing
    assert "." not in re.sub(r'aria-label="[^"]*"', "", drawing)


def test_the_group_is_compared_by_its_middle_and_names_nobody(people, quota):
    for union in GROUP:
        quota(HAVENS, union, "100")
    for union, quantity in zip(GROUP, ("60", "61", "77", "80", "95"), strict=True):
        told(people, union, HAVENS, quantity)

    page = page_of(people.reporter).text

    expected = "渝东北 5 个单位有数，中位数 77%，本单位低于中位数。"
    assert expected in text_of(page, HAVENS)
    others = [*GROUP[1:], "95%", "61%"]
    assert [word for word in others if word in page] == []


@pytest.mark.parametrize(
    ("quantity", "said"),
    [("77", "，本单位正在中位数上。"), ("90", "，本单位高于中位数。")],
)
def test_each_side_of_the_middle_has_its_words(people, quota, quantity, said):
    for union in GROUP:
        quota(HAVENS, union, "100")
    others = ("0", "77", "77", "100") if quantity == "77" else ("0", "5", "6", "99")
    for union, told_by_it in zip(GROUP, (quantity, *others), strict=True):
        told(people, union, HAVENS, told_by_it)

    assert said in text_of(page_of(people.reporter).text, HAVENS)


def test_who_has_no_figure_yet_still_sees_the_middle(people, quota):
    more = "垫江县"
    for union in (*GROUP, more):
        quota(HAVENS, union, "100")
    for union in (*GROUP[1:], more):
        told(people, union, HAVENS, "50")

    row = text_of(page_of(people.reporter).text, HAVENS)

    assert "渝东北 5 个单位有数，中位数 50%；本单位还没有数。" in row


def test_what_came_back_is_told_with_the_reviewers_words(people, send_back):
    submission = factories.submitted(
        "万州区", people.reporter, {HAVENS: {"quantity": "4"}}
    )
    pk = send_back(submission, HAVENS, "请核对<b>口径</b>")

    page = page_of(people.colleague).text

    assert "请核对&lt;b&gt;口径&lt;/b&gt;" in page
    assert f'href="/submissions/{submission.pk}/#entry-{pk}"' in page
    assert "2024年10月退回 · 测试·officer" in text_of(page, HAVENS)


def test_a_milestone_tells_its_stage(people):
    typed = {STAGE: {"stage": "blocked"}}
    factories.accepted("万州区", people.reporter, people.officer, typed, number=9)

    row = text_of(page_of(people.reporter).text, STAGE)

    assert "受阻，请在本期填报中写明问题和下一步打算" in row


@pytest.mark.parametrize("persona", PEOPLE_WITH_ROLES)
def test_who_may_open_it(people, persona):
    status = page_of(getattr(people, persona)).status_code

    assert status == (200 if persona in OPEN_TO else 403)


@pytest.mark.parametrize("persona", ["stranger", "officer", "leader", "administrator"])
def test_another_unions_page_does_not_exist(people, persona):
    address = f"/progress/{factories.union_called('万州区').pk}/"

    assert page_of(getattr(people, persona), address).status_code == 404
    assert page_of(people.reporter, address).status_code == 200
    assert page_of(people.reporter, "/progress/999999/").status_code == 404


def test_people_with_several_unions_have_a_page_for_each(people):
    both = make_person("both", (Role.REPORTER, "万州区"), (Role.APPROVER, "涪陵区"))
    second = f"/progress/{factories.union_called('涪陵区').pk}/"

    page = page_of(both).text
    assert f'href="{second}"' in page
    assert "涪陵区总工会" in page_of(both, second).text
    assert 'aria-current="page">涪陵区</a>' in page_of(both, second).text
    assert "progress-unions" not in page_of(people.reporter).text


def test_the_menu_leads_there(people):
    page = page_of(people.reporter, "/todo/").text
    here = page_of(people.reporter).text

    assert '<a href="/progress/">我的进度</a>' in page
    assert '<a href="/progress/" aria-current="page">我的进度</a>' in here
    leader = signed_in(people.leader).get("/cockpit/").text
    assert "我的进度" not in leader


def test_strangers_sign_in_and_nobody_posts_here(people, client):
    address = f"/progress/{factories.union_called('万州区').pk}/"

    assert client.get("/progress/").url == "/sign-in/?next=/progress/"
    assert client.get(address).url == f"/sign-in/?next={address}"
    assert signed_in(people.reporter).post(address).status_code == 405


def test_before_there_is_a_plan_it_says_so(people, plan):
    plan.status = "draft"
    plan.save(update_fields=["status"])

    assert "还没有生效的年度计划" in page_of(people.reporter).text


def test_it_costs_the_same_for_one_row_as_for_three(people, quota, send_back):
    client = signed_in(people.reporter)
    for union in GROUP:
        quota(HAVENS, union, "100")
    told(people, "万州区", HAVENS, "9")
    one = queries_of(client, "/progress/")
    for union in GROUP[1:3]:
        told(people, union, HAVENS, "9")
    submission = factories.submitted(
        "万州区",
        people.reporter,
        {name: {"quantity": "1"} for name in (HAVENS, MEMBERS, PENSION)},
    )
    for name in (HAVENS, MEMBERS):
        send_back(submission, name, "请核对")

    assert queries_of(client, "/progress/") == one
    assert one <= 20
