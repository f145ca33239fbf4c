"""The entry grid's page: what it holds, and when it only shows."""

import re

import pytest

from progress_app.queries.recent import recent_figures
from tests import factories
from tests.people import signed_in
from tests.progress_app.desks import HAVENS, MEMBERS, RATE, queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]


def page_of(submission, person, **options):
    return signed_in(person).get(f"/submissions/{submission.pk}/", **options)


def test_every_owed_target_has_a_line_with_its_definition(people):
    submission = factories.started("万州区", people.reporter)

    page = page_of(submission, people.reporter).text

    assert page.count("data-line=") == 26
    assert page.count("data-open") == 26
    assert "“新建渝工港湾400个”" in page
    assert "已建会单位数" in page
    assert "口径待确认" in page
    assert f'data-save="/submissions/{submission.pk}/cells/"' in page


def test_what_was_saved_stands_in_the_fields(people):
    submission = factories.started("万州区", people.reporter)
    typed = {
        HAVENS: {"quantity": "12", "note": "<script>含上年结转</script>"},
        RATE: {"numerator": "90", "denominator": "120"},
        MEMBERS: {"presence": "not_applicable", "reason": "本月未开展"},
    }
    factories.saved(submission, people.reporter, typed)

    page = page_of(submission, people.colleague).text

    assert "<span data-filled>3</span>/26" in page
    assert 'name="quantity" value="12"' in page
    assert 'name="numerator" value="90"' in page
    assert ">75%</span>" in page
    assert "&lt;script&gt;含上年结转" in page
    assert 'value="本月未开展"' in page
    assert page.count("data-absent checked") == 1


def test_large_figures_are_echoed_in_words(people, quota):
    quota(HAVENS, "万州区", "200000")
    submission = factories.started("万州区", people.reporter)

    assert "20万" in page_of(submission, people.reporter).text


def test_a_returned_line_shows_its_reason_and_is_open(people, send_back):
    submission = factories.submitted(
        "万州区",
        people.reporter,
        {HAVENS: {"quantity": "4"}, MEMBERS: {"quantity": "5"}},
    )
    send_back(submission, HAVENS, "请核对")

    page = page_of(submission, people.reporter).text

    assert "<strong>退回原因</strong> 请核对" in page
    assert 'name="quantity" value="4"' in page
    assert 'name="quantity" value="5"' not in page
    assert page.count("data-open") == 25


def test_a_locked_period_only_shows_and_says_since_when(people):
    submission = factories.submitted(
        "万州区", people.reporter, {HAVENS: {"quantity": "4"}}, number=9
    )

    page = page_of(submission, people.reporter).text

    assert "本期已于2024年10月15日 24:00 锁定" in page
    assert "data-open" not in page
    assert "data-to-submit" not in page


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("reporter", 200),
        ("colleague", 200),
        ("auditor", 200),
        ("stranger", 404),
        ("approver", 404),
        ("officer", 404),
        ("leader", 404),
        ("administrator", 404),
        ("nobody", 404),
    ],
)
def test_who_reads_a_return(people, persona, status):
    submission = factories.started("万州区", people.reporter)

    assert page_of(submission, getattr(people, persona)).status_code == status


@pytest.mark.parametrize("persona", ["auditor", "approver"])
def test_who_may_only_read_gets_no_fields(people, persona):
    submission = factories.started("涪陵区", people.approved_reporter)

    page = page_of(submission, getattr(people, persona)).text

    assert "您可以查看这份报送单，不能填写。" in page
    assert "data-open" not in page


def test_strangers_sign_in_and_nobody_posts_here(people, client):
    submission = factories.started("万州区", people.reporter)
    address = f"/submissions/{submission.pk}/"

    assert client.get(address).url == f"/sign-in/?next={address}"
    assert signed_in(people.reporter).post(address).status_code == 405
    assert signed_in(people.reporter).get("/submissions/999999/").status_code == 404


def test_the_page_costs_the_same_whatever_is_filled_in(people):
    submission = factories.started("万州区", people.reporter)
    client = signed_in(people.reporter)
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "4"}})
    one = queries_of(client, f"/submissions/{submission.pk}/")
    more = {MEMBERS: {"quantity": "4"}, RATE: {"numerator": "1", "denominator": "2"}}
    factories.saved(submission, people.reporter, more)

    assert queries_of(client, f"/submissions/{submission.pk}/") == one
    assert one <= 17


def text_of(page: str, target: str) -> str:
    """Return what a line's figures say, tags and breaks taken out."""
    (row,) = [
        part
        for part in page.split("<tbody")[1:]
        if f"<span>{target}</span>" in part and "data-line=" in part
    ]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row))


def test_the_last_three_accepted_figures_stand_beside_the_field(people):
    for number, quantity in ((5, "51"), (6, "0"), (7, "71"), (9, "91")):
        typed = {HAVENS: {"quantity": quantity, "note": "已核实"}}
        factories.accepted(
            "万州区", people.reporter, people.officer, typed, number=number
        )
    factories.accepted(
        "江北区", people.stranger, people.officer, {HAVENS: {"quantity": "88"}}
    )
    submission = factories.started("万州区", people.reporter)

    row = text_of(page_of(submission, people.reporter).text, HAVENS)

    assert "91 个 新建渝工港湾近几期 2024年9月 91 个 9月25日 10:00 通过" in row
    assert "2024年7月 71 个 7月25日 10:00 通过 2024年6月 0 个" in row
    assert "51 个" not in row
    assert "88 个" not in row


def test_recent_figures_are_those_before_the_period(people):
    for number in (8, 9):
        typed = {
            RATE: {"numerator": str(number), "denominator": "99"},
            MEMBERS: {"presence": "not_applicable", "reason": "未开展"},
        }
        factories.accepted(
            "万州区", people.reporter, people.officer, typed, number=number
        )

    found = recent_figures(factories.started("万州区", people.reporter, number=9))
    rate = found[factories.target_called(RATE).pk]

    assert [each.period.number for each in rate] == [8]
    assert rate[0].figure.numerator == 8
    (absent,) = found[factories.target_called(MEMBERS).pk]
    assert absent.figure.presence == "not_applicable"
    assert found.keys() == {target_id(RATE), target_id(MEMBERS)}


def target_id(name: str) -> int:
    return factories.target_called(name).pk


def test_what_was_handed_in_says_when(people):
    submission = factories.submitted(
        "万州区", people.reporter, {HAVENS: {"quantity": "4"}}
    )

    page = page_of(submission, people.reporter).text

    assert "最近提交 10月25日 10:00" in page
    assert "已提交 10月25日 10:00" in text_of(page, HAVENS)
    assert "已提交" not in text_of(page, MEMBERS)
