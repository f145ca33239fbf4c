"""Tags and filters that every page uses."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from progress_app.enums import EntryState, Light, Presence, Stage
from reports_app.enums import ExportState
from targets_app.enums import PeriodState
from unions_app.templatetags import portal

SPRITE = Path(settings.BASE_DIR, "static/vendor/tabler-icons/sprite.svg").read_text()
DRAWN = set(re.findall(r'id="([^"]+)"', SPRITE))


def rendered(source: str, **context: object) -> str:
    return Template("{% load portal %}" + source).render(Context(context))


def test_every_light_has_a_shape_of_its_own():
    assert set(portal.LIGHT_ICONS) == set(Light.values)
    assert len(set(portal.LIGHT_ICONS.values())) == len(portal.LIGHT_ICONS)
    assert set(portal.LIGHT_ICONS.values()) <= DRAWN


@pytest.mark.parametrize(
    "words", [EntryState, Presence, Stage, ExportState, PeriodState]
)
def test_every_state_has_a_shape(words):
    assert {portal.STATE_ICONS[value] for value in words.values} <= DRAWN


def test_every_icon_named_in_a_template_or_script_is_drawn():
    root = Path(settings.BASE_DIR)
    named = set()
    for template in root.glob("templates/**/*.html"):
        named |= set(re.findall(r"{% icon \"([^\"]+)\" %}", template.read_text()))
    for script in root.glob("static/js/*.js"):
        named |= set(re.findall(r"sprite\.svg#([a-z0-9-]+)", script.read_text()))

    assert named
    assert named <= DRAWN


def test_a_light_is_a_word_and_a_shape_and_says_when_it_is_only_striven_for():
    html = rendered("{% light light.value light.label True %}", light=Light.FAR_BEHIND)

    assert 'class="light light-far_behind"' in html
    assert "#square-rotated-filled" in html
    assert "<span>严重滞后</span>" in html
    assert "（力争）" in html
    assert "力争" not in rendered("{% light 'met' '达标' %}")


def test_a_state_is_a_word_and_a_shape():
    html = rendered("{% state 'returned' '已退回' %}")

    assert 'class="state state-returned"' in html
    assert "#arrow-back-up" in html
    assert "已退回" in html


def test_text_in_tags_is_escaped():
    assert "<script>" not in rendered("{% light 'met' label %}", label="<script>")
    assert "<script>" not in rendered("{% state 'draft' label %}", label="<script>")


@pytest.mark.parametrize(
    ("done", "expected", "width", "mark"),
    [
        (40, 75, "40", "75"),
        (Decimal("75.5"), Decimal("75.25"), "75.5", "75.25"),
        (210, 100, "100", "99.5"),
        (-3, 0, "0", "0.5"),
    ],
)
def test_the_bar_stays_inside_its_frame(done, expected, width, mark):
    html = portal.pace_bar(done, expected, "behind")

    assert f'class="done" width="{width}"' in html
    assert f'x1="{mark}" x2="{mark}"' in html
    assert "style=" not in html


def test_the_bar_has_no_mark_where_nothing_is_expected():
    assert "<line" not in portal.pace_bar(10, None, "not_due")


def test_every_form_gets_a_key_of_its_own():
    keys = re.findall(r'value="([^"]+)"', rendered("{% client_key %}{% client_key %}"))

    assert len({UUID(key) for key in keys}) == 2


@pytest.mark.parametrize(
    ("source", "number", "shown"),
    [
        ("{{ n|grouped }}", Decimal("1234567.50"), "1,234,567.5"),
        ("{{ n|grouped }}", None, ""),
        ("{{ n|plain }}", Decimal("1200.00"), "1200"),
        ("{{ n|plain }}", 0, "0"),
        ("{{ n|in_words }}", 200_000, "20万"),
        ("{{ n|in_words }}", None, ""),
    ],
)
def test_figures(source, number, shown):
    assert rendered(source, n=number) == shown


def test_moments_are_shanghais_in_the_readers_language():
    late = datetime(2024, 10, 27, 16, 5, tzinfo=UTC)

    assert portal.local_time(late) == "2024年10月28日 00:05"
    assert portal.local_day(late) == "2024年10月28日"
    assert portal.local_day(date(2024, 2, 29)) == "2024年2月29日"
    assert portal.local_time(None) == portal.local_day(None) == ""
    with translation.override("en"):
        assert portal.local_time(late) == "28 Oct 2024, 00:05"
        assert portal.local_day(late) == "28 Oct 2024"
