"""Chinese first, English complete: every text is marked, translated and compiled."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings

from tests.translations import (
    CHINESE,
    MARKERS,
    Text,
    all_texts,
    bare_chinese,
    marked_calls,
    python_files,
    template_files,
    texts_in_template,
)

ROOT = Path(settings.BASE_DIR)
LOCALE = ROOT / "locale"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def catalog(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))


def spelled(entry: polib.POEntry | polib.MOEntry) -> tuple[object, ...]:
    forms = tuple(sorted((entry.msgstr_plural or {}).items()))
    return (entry.msgctxt, entry.msgid, entry.msgid_plural or "", entry.msgstr, forms)


def english_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_text_has_its_english_and_no_english_is_left_over():
    translated = {Text(entry.msgid, entry.msgid_plural) for entry in catalog("en")}
    singular = {Text(text.singular) for text in translated}
    texts = all_texts()

    assert sorted(texts - translated - singular) == []
    assert sorted(translated - texts) == []


def test_no_english_is_empty_fuzzy_or_obsolete():
    doubtful = [
        entry.msgid
        for entry in catalog("en")
        if entry.obsolete or entry.fuzzy or not all(english_of(entry))
    ]

    assert doubtful == []


def test_english_is_english():
    left = {
        entry.msgid: text
        for entry in catalog("en")
        for text in english_of(entry)
        if CHINESE.search(text)
    }

    assert left == {}


def test_english_fills_the_same_places():
    different = [
        entry.msgid
        for entry in catalog("en")
        for text in english_of(entry)
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid))
    ]

    assert different == []


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_the_compiled_catalog_is_that_of_the_text(language):
    compiled = polib.mofile(str(LOCALE / language / "LC_MESSAGES" / "django.mo"))

    assert {spelled(entry) for entry in compiled} == {
        spelled(entry) for entry in catalog(language)
    }


@pytest.mark.parametrize(
    "path", template_files(), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_no_template_shows_chinese_without_translating_it(path):
    assert bare_chinese(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "static" / "js").glob("*.js")),
    ids=lambda path: path.name,
)
def test_scripts_take_their_words_from_the_page(path):
    """万 and 亿 are numerals that a script may read and write; a word has two signs."""
    code = re.sub(r"/\*.*?\*/|//.*$", "", path.read_text("utf-8"), flags=re.S | re.M)

    assert re.findall(r"[\u4e00-\u9fff]{2,}", code) == []


def test_marked_texts_are_literal():
    """A text put together at run time is in no catalog."""
    composed = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in python_files()
        for call in marked_calls(path)
        if not all(
            isinstance(argument, ast.Constant)
            for argument in call.args[: MARKERS[call.func.id]]
        )
    ]

    assert composed == []


@pytest.mark.parametrize("package", ["admin", "auth", "contenttypes", ""])
def test_chinese_has_every_text_of_django(package):
    """What Django's own Chinese lacks stands in our catalog."""
    django = Path(apps.get_app_config("admin").path).parent.parent
    folder = django / "contrib" / package if package else django / "conf"
    entries = polib.pofile(str(folder / "locale/en/LC_MESSAGES/django.po"))
    chinese = polib.pofile(str(folder / "locale/zh_Hans/LC_MESSAGES/django.po"))
    known = {
        entry.msgid for entry in [*chinese, *catalog("zh_Hans")] if entry.translated()
    }

    assert {entry.msgid for entry in entries} - known == set()


def test_the_search_sees_every_way_of_marking(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "{% load i18n %}{% translate \"一\" %}{% trans '二' %}"
        "{% blocktranslate with n=n trimmed %}\n  三 {{ n }}\n{% endblocktranslate %}"
        "{% blocktranslate count n=n %}四{% plural %}四 {{ n }}{% endblocktranslate %}"
        '{% include "x.html" with title=_("五") %}{{ x|default:_("六") }}',
        encoding="utf-8",
    )

    assert texts_in_template(page) == {
        Text("一"),
        Text("二"),
        Text("三 %(n)s"),
        Text("四", "四 %(n)s"),
        Text("五"),
        Text("六"),
    }


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>漏了</p>", ["<p>漏了</p>"]),
        ("{{ n }}（{{ m }}）", ["（", "）"]),
        ('{% include "x" with title="漏了" %}', ['include "x" with title="漏了"']),
        ("{% translate '好' %}{# 注 #}{{ x|default:_('好') }}", []),
        ("{% blocktranslate %}好 {{ n }}{% endblocktranslate %}plain", []),
    ],
)
def test_the_search_sees_bare_chinese(source, found):
    assert bare_chinese(source) == found
