"""The wall's curve: whole points inside the plane, broken where nothing is known."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reports_app.rules.wall_curve import Plane, Scale, height_of, points_of, scale_of

PLANE = Plane(left=0, top=0, right=110, bottom=100)
HUNDRED = Scale(Decimal(0), Decimal(100))


def test_a_year_runs_from_left_to_right_and_up():
    values = [Decimal(month * 9) for month in range(12)]

    (line,) = points_of(values, plane=PLANE, scale=HUNDRED)

    assert line[0] == (0, 100)
    assert line[1] == (10, 91)
    assert line[11] == (110, 1)


def test_the_line_is_broken_where_nothing_is_known():
    values = [Decimal(0), None, None, Decimal(50), Decimal(100), None]

    lines = points_of(values, plane=PLANE, scale=HUNDRED)

    assert lines == (((0, 100),), ((66, 50), (88, 0)))


def test_amounts_begin_at_nothing_with_room_above():
    scale = scale_of([Decimal(50), Decimal(100)], is_ratio=False)

    assert scale == Scale(Decimal(0), Decimal(108))
    assert scale_of([], is_ratio=False).highest > 0


def test_rates_end_at_the_whole_and_begin_below_the_lowest():
    scale = scale_of([Decimal("84.2"), Decimal(97)], is_ratio=True)

    assert scale == Scale(Decimal(70), Decimal(100))
    assert scale_of([], is_ratio=True) == HUNDRED


@given(st.decimals(min_value=-1000, max_value=1000, places=4))
def test_nothing_lies_outside(value):
    assert 0 <= height_of(value, PLANE, HUNDRED) <= 100
