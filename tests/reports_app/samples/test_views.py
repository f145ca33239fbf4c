"""The screens of sampling: previewed, drawn, worked through, reported."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports_app.enums import Outcome
from reports_app.models import Finding, Sample
from tests import factories
from tests.people import signed_in
from tests.reports_app.ledger.told import HAVENS, text_of
from tests.reports_app.sampling import found, sampled

BY_AMOUNT = "unionplan-sample-2"


@pytest.fixture
def asked(plan):
    return {"title": "三季度抽查", "plan": plan.pk, "size": 5, "strata_by": ["target"]}


def preview(auditor, asked, **more):
    return auditor.get(reverse("new_sample"), asked | more)


def draw(auditor, asked, **more):
    return auditor.post(
        reverse("new_sample"), asked | {"client_key": str(uuid4())} | more
    )


def test_without_samples_the_list_says_what_to_do(people, autumn_2024):
    page = text_of(signed_in(people.auditor).get(reverse("samples")))

    assert "还没有抽样" in page
    assert "新抽样" in page


def test_a_preview_shows_the_strata_and_draws_nothing(auditor, asked):
    response = preview(auditor, asked)

    page = text_of(response)
    assert response.status_code == 200
    assert "截至入账第 10 号，总体 9 笔，分 3 层，将抽 5 笔" in page
    assert "新建渝工港湾32" in page.replace(" ", "")
    assert "抽定后不能改" in page
    assert not Sample.objects.exists()


def test_what_was_previewed_is_drawn_whatever_came_since(auditor, asked, ledger):
    kept = preview(auditor, asked).context["preview"]["kept"]
    factories.accepted(
        "丰都县", ledger.reporter, ledger.officer, {HAVENS: {"quantity": "1"}}, number=9
    )

    response = draw(auditor, dict(kept))

    sample = Sample.objects.get()
    assert response.status_code == 302
    assert response.url == reverse("sample", args=[sample.pk])
    assert (sample.as_of_sequence, sample.population, sample.size) == (10, 9, 5)
    assert sample.is_demonstration


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"title": ""}, "请给这次抽样起一个名称"),
        ({"size": "0"}, "至少抽 1 笔"),
        ({"size": "501"}, "一次最多抽 500 笔"),
        ({"size": "viele"}, "请填整数"),
        ({"size": "2"}, "分成了 3 层，每层至少抽 1 笔"),
        ({"target": "999999"}, "没有这个指标，请从列表中选择"),
        ({"strata_by": ["colour"]}, "没有这种分层，请从列表中选择"),
        ({"allocation": "by colour"}, "没有这种分法，请从列表中选择"),
        ({"allocation": BY_AMOUNT}, "按数额抽要同时按“数额大小”分层"),
        ({"as_of": "gestern"}, "没有看懂这个时点"),
        ({"as_of": "999"}, "账上没有这个入账序号"),
        ({"union": "0"}, "没有这个单位，请从列表中选择"),
        ({"seed": "x" * 65}, "种子不超过64个字符"),
        ({"title": "a\x01b"}, "控制字符"),
    ],
    ids=str,
)
def test_wrong_choices_are_told_and_kept(auditor, asked, more, words):
    response = preview(auditor, asked, **more)

    assert response.status_code == 400
    assert words in text_of(response)
    assert response.context["form"].data["plan"] == str(asked["plan"])
    assert response.context["preview"] is None


def test_what_was_previewed_by_amount_is_drawn_by_amount(auditor, asked):
    told = preview(auditor, asked, strata_by=["size"], allocation=BY_AMOUNT)

    draw(auditor, dict(told.context["preview"]["kept"]))

    sample = Sample.objects.get()
    assert sample.algorithm == BY_AMOUNT
    page = text_of(auditor.get(reverse("sample_report", args=[sample.pk])))
    assert "够一层的总数就全抽" in page
    assert "逐笔一致" in page


def test_nothing_in_the_scope(auditor, asked):
    response = preview(auditor, asked, period=factories.month(2).pk)

    assert response.status_code == 400
    assert "这个范围里没有生效的、有数的入账" in text_of(response)


def test_a_draw_without_its_key_draws_nothing(auditor, asked):
    response = auditor.post(reverse("new_sample"), asked)

    assert response.status_code == 400
    assert "页面已过期，没有抽样" in text_of(response)
    assert not Sample.objects.exists()


def test_a_second_click_leads_to_the_same_sample(auditor, asked):
    key = str(uuid4())

    first = draw(auditor, asked, client_key=key)
    second = draw(auditor, asked, client_key=key)

    assert first.url == second.url
    assert Sample.objects.count() == 1


@pytest.fixture
def sample(ledger, plan):
    return sampled(ledger.auditor, plan, size=9)


def filled(client, sample, **typed):
    """Return a page's fields as they stand, some of the first row's changed."""
    forms = client.get(reverse("sample", args=[sample.pk])).context["forms"]
    data = {"client_key": str(uuid4())}
    for form in forms:
        for field in form:
            data[field.html_name] = "" if field.value() is None else field.value()
    for name, value in typed.items():
        data[forms[0].add_prefix(name)] = value
    return data


def save(client, sample, **typed):
    data = filled(client, sample, **typed)
    return client.post(reverse("sample", args=[sample.pk]), data)


def test_a_sample_shows_its_items_and_how_it_was_drawn(auditor, sample):
    page = text_of(auditor.get(reverse("sample", args=[sample.pk])))

    assert "9 笔中抽 9 笔" in page
    assert "种子 2024" in page.replace("种子2024", "种子 2024")
    assert "还没有核查结论" in page
    assert "已核查 0/9 笔" in page


def test_a_finding_is_saved_and_counted(auditor, sample):
    response = save(auditor, sample, outcome="confirmed")

    assert response.status_code == 302
    page = text_of(auditor.get(response.url))
    assert "已保存 1 条结论" in page
    assert "已核查 1/9 笔" in page
    assert "0%（0/1），95% 置信区间 0% 至 97.5%" in page


def test_wrong_input_saves_nothing_and_loses_nothing(auditor, sample):
    response = save(
        auditor, sample, outcome="reduced", reduction="999999", reference="会议纪要"
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "有 1 行需要改正，本页都还没有保存" in page
    assert "请写明核查情况" in page
    for typed in ("999999", "会议纪要"):
        assert f'value="{typed}"' in page
    assert not Finding.objects.exists()


def test_a_control_character_is_refused(auditor, sample):
    response = save(auditor, sample, outcome="confirmed", note="a\x00b")

    assert response.status_code == 422
    assert not Finding.objects.exists()


def test_somebody_elses_finding_is_shown_and_a_second_try_replaces_it(
    auditor, sample, ledger
):
    stale = filled(auditor, sample, outcome="no_evidence", note="没有台账")
    found(sample, ledger.auditor, (1, Outcome.CONFIRMED, {}))
    address = reverse("sample", args=[sample.pk])

    refused = auditor.post(address, stale)

    assert refused.status_code == 422
    assert "测试·auditor 刚记下“属实”" in text_of(refused)
    again = dict(refused.context["forms"][0].data.items()) | {
        "client_key": str(uuid4())
    }
    assert auditor.post(address, again).status_code == 302
    assert Finding.objects.filter(outcome="no_evidence", version=2).exists()


def test_nothing_changed_is_told(auditor, sample):
    response = save(auditor, sample)

    assert "没有改动" in text_of(auditor.get(response.url))


def test_the_report_tells_what_follows(auditor, sample, ledger):
    typed = {"reduction": "1", "note": "多报一处", "reference": "台账第3页"}
    place = sample.items.filter(posting__target__name=HAVENS).first().position
    found(sample, ledger.auditor, (place, Outcome.REDUCED, typed))

    page = text_of(auditor.get(reverse("sample_report", args=[sample.pk])))

    assert "unionplan-sample-1" in page
    assert "100%（1/1），95% 置信区间 2.5% 至 100%" in page
    assert "多报一处" in page
    assert "台账第3页" in page
    assert "不同指标的数不相加" in page
    assert "重抽，与登记的样本逐笔一致" in page


@pytest.mark.parametrize("name", ["sample", "sample_report", "sample_paper"])
def test_a_sample_that_is_not_there(people, autumn_2024, name):
    address = reverse(name, args=[10**12])

    assert signed_in(people.auditor).get(address).status_code == 404


@pytest.mark.parametrize("name", ["samples", "sample", "sample_report"])
def test_a_page_costs_the_same_for_one_item_and_for_many(ledger, plan, auditor, name):
    def cost(size: int) -> int:
        sample = sampled(ledger.auditor, plan, size=size)
        found(sample, ledger.auditor, (1, Outcome.CONFIRMED, {}))
        address = reverse(name, args=[] if name == "samples" else [sample.pk])
        auditor.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert auditor.get(address).status_code == 200
        return len(captured)

    assert cost(1) == cost(9)
