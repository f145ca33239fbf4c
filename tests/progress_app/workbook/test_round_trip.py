"""What goes into the form comes out of it, and as other programs store it."""

from decimal import Decimal

import pytest
from django.db.models import F
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from progress_app.enums import Stage
from progress_app.queries.grid import grid
from progress_app.rules.figures import TEXT_LIMITS, UNSTORABLE, read_entry
from progress_app.rules.returned import digest_of
from progress_app.workbook.form import write_form
from targets_app.enums import TargetKind
from targets_app.models import Target
from tests import factories
from tests.people import NOW
from tests.progress_app.desks import HAVENS, MEMBERS, RATE, STAGE
from tests.progress_app.workbook.forms import filled, made, read, row_of
from tests.progress_app.workbook.programs import as_excel, as_wps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]

NUMBERS = st.decimals(
    min_value=0, max_value=Decimal("99999999999"), places=4, allow_nan=False
)
TEXTS = st.one_of(
    st.sampled_from(
        ["", "=1+1", "+86", "-", "@a", "_x0041_", "_x000D_", "x005F_", "0", "1e5", "'a"]
    ),
    st.sampled_from(
        ["一\n二", "a\tb", "  空格  ", "TRUE", "#REF!", "2024-10-01", "50%"]
    ),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=60),
).map(lambda text: UNSTORABLE.sub("", text.replace("\r", "")).strip()[:200])


@st.composite
def typed(draw, kind: str, places: int) -> dict[str, str]:
    """Draw what somebody typed into one line."""
    raw = {name: draw(TEXTS) for name in TEXT_LIMITS if name != "reason"}
    number = NUMBERS.map(lambda n: format(round(n, places), "f"))
    figure = draw(st.sampled_from(["value", "blank", "absent"]))
    if figure == "absent":
        return raw | {"presence": "not_applicable", "reason": draw(TEXTS) or "没有"}
    if figure == "blank":
        return raw
    if kind == TargetKind.MILESTONE:
        return raw | {"stage": draw(st.sampled_from(Stage.values))}
    if kind == TargetKind.RATIO:
        counts = sorted((draw(number), draw(number)), key=Decimal)
        return raw | dict(zip(("numerator", "denominator"), counts, strict=True))
    return raw | {"quantity": draw(number)}


@settings(
    max_examples=10,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_every_line_comes_back_as_it_was(people, data):
    """Each example fills in every line of a return: some three hundred lines in all."""
    submission = factories.started("万州区", people.reporter)
    Target.objects.update(decimal_places=F("position") % 5)
    shown = grid(submission, at=NOW)
    meant = {}
    for line in shown.lines:
        target, entry = line.target, line.entry
        raw = data.draw(typed(target.kind, target.decimal_places))
        reading = read_entry(kind=target.kind, places=target.decimal_places, raw=raw)
        assert reading.problems == {}
        for name in ("presence", "quantity", "numerator", "denominator", "stage"):
            setattr(entry, name, getattr(reading.figure, name))
        for name, text in reading.texts.items():
            setattr(entry, name, text)
        meant[entry.pk] = (target, reading)

    content = read(submission, write_form(shown, is_demonstration=False))

    assert len(content.rows) == len(meant) > 20
    for row in content.rows:
        target, reading = meant[row.entry_id]
        again = read_entry(kind=target.kind, places=target.decimal_places, raw=row.raw)
        assert (row.problems, again) == ({}, reading)
        assert (digest_of(again), row.is_touched) == (digest_of(reading), False)


@pytest.fixture
def form(people):
    """A form with a bit of everything, filled in by a clerk."""
    submission = factories.started("万州区", people.reporter)
    values = {
        (HAVENS, "quantity"): 1234.0,
        (HAVENS, "note"): "=1+1 _x0041_\n第二行",
        (MEMBERS, "quantity"): "２０万",
        (RATE, "numerator"): 3,
        (RATE, "denominator"): 4,
        (STAGE, "stage"): "推进中",
    }
    data = filled(made(submission), values)
    data.cell(HAVENS, "note").data_type = "s"
    return submission, data.data


def assert_read(submission, data: bytes) -> None:
    content = read(submission, data)

    assert content.loose == ()
    assert sum(row.is_touched for row in content.rows) == 4
    havens = row_of(content, submission, HAVENS)
    assert havens.raw["quantity"] == "1234"
    assert havens.raw["note"].startswith("=1+1")
    assert havens.raw["note"].endswith("\n第二行")
    assert row_of(content, submission, MEMBERS).raw["quantity"] == "２０万"
    rate = row_of(content, submission, RATE)
    assert (rate.raw["numerator"], rate.raw["denominator"]) == ("3", "4")
    assert row_of(content, submission, STAGE).raw["stage"] == "under_way"


def test_as_we_write_it(form):
    assert_read(*form)


@pytest.mark.parametrize("stored", [as_wps, as_excel])
def test_as_other_programs_store_it(form, stored):
    submission, data = form

    assert_read(submission, stored(data))
