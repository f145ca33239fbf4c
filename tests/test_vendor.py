"""Front-end files: what the manifest says, readable by old browsers, from here only."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
VENDORED = ("static/vendor", "tests/browser/vendor")
MANIFEST = json.loads((ROOT / "static/vendor/manifest.json").read_text())
PACKAGE = json.loads((ROOT / "package.json").read_text())
LOCK = (ROOT / "package-lock.json").read_text()
STYLES = sorted(ROOT.glob("static/**/*.css"))
SCRIPTS = sorted(ROOT.glob("static/**/*.js"))
TOO_NEW = ("oklch(", "color-mix(", "light-dark(", "@layer", "@container", ":has(")
"""Chromium 90, the oldest office browser, knows none of these."""
LOADED = re.compile(
    r"""(?:url\(|@import|\bsrc=|\bhref=|\bfrom\s|import\(|fetch\()\s*["']?(?:https?:)?//""",
    re.IGNORECASE,
)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def without_comments(path: Path) -> str:
    return re.sub(r"/\*.*?\*/|^\s*//.*$", "", text_of(path), flags=re.S | re.M)


def test_every_vendored_file_is_what_the_manifest_says():
    found = {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in VENDORED
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }

    assert found == MANIFEST["files"]


def test_the_manifest_has_the_versions_of_the_lock_file():
    packages = json.loads(LOCK)["packages"]
    locked = {
        name: packages[f"node_modules/{name}"]["version"]
        for name in MANIFEST["packages"]
    }

    assert locked == MANIFEST["packages"]


def test_versions_are_exact_and_the_lock_names_no_host():
    wanted = {**PACKAGE["dependencies"], **PACKAGE["devDependencies"]}

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert '"resolved"' not in LOCK
    assert LOCK.count('"integrity"') == len(json.loads(LOCK)["packages"]) - 1


@pytest.mark.parametrize("package", sorted(MANIFEST["packages"]))
def test_every_package_brings_its_licence(package):
    folders = {
        "@tabler/icons": "static/vendor/tabler-icons",
        "axe-core": "tests/browser/vendor/axe-core",
    }
    folder = ROOT / folders.get(package, f"static/vendor/{package}")

    assert any("LICENSE" in path.name for path in folder.iterdir())


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_are_read_by_old_browsers(path):
    assert [word for word in TOO_NEW if word in text_of(path)] == []


@pytest.mark.parametrize("path", STYLES + SCRIPTS, ids=lambda path: path.name)
def test_nothing_is_loaded_from_outside_or_has_a_source_map(path):
    text = text_of(path)

    assert LOADED.findall(text) == []
    assert "sourceMappingURL" not in text


OWN = sorted([*ROOT.glob("static/js/*.js"), *ROOT.glob("static/css/*.css")])


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_own_files_name_no_address_at_all(path):
    assert "//" not in without_comments(path)


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("static/js/*.js")), ids=lambda path: path.name
)
def test_own_scripts_run_in_old_browsers_under_the_policy(path):
    text = without_comments(path)
    too_new = ("randomUUID", "structuredClone", ".at(", "Object.hasOwn", ".findLast(")

    assert [word for word in too_new if word in text] == []
    assert not re.search(r"\beval\(|new Function\(|setTimeout\(\s*[\"']", text)
    assert "localStorage" not in text


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("templates/**/*.html")), ids=lambda page: page.name
)
def test_templates_load_nothing_from_outside_and_nothing_inline(page):
    text = text_of(page)

    assert LOADED.findall(text) == []
    assert "style=" not in text
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
