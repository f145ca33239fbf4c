"""Every text of the portal, found in code and templates without gettext's tools."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.base import Lexer, Token, TokenType
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
PACKAGES = (
    "unionplan",
    "unions_app",
    "tasks_app",
    "targets_app",
    "progress_app",
    "reports_app",
)
MARKERS = {
    "_": 1,
    "gettext": 1,
    "gettext_lazy": 1,
    "gettext_noop": 1,
    "ngettext": 2,
    "ngettext_lazy": 2,
}
"""Function: how many texts it takes (singular and plural)."""
CHINESE = re.compile(r"[\u3001-\u301b\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]")
"""Ideographs and full-width punctuation."""
_LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
ONE_FORM = re.compile(rf"(?:\bgettext|\b_)\(({_LITERAL})\)")
TWO_FORMS = re.compile(rf"\bngettext\(({_LITERAL}),\s*({_LITERAL})")


@dataclass(frozen=True, order=True)
class Text:
    """A text to translate; ``plural`` is "" where there is one form."""

    singular: str
    plural: str = ""


def python_files() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def template_files() -> list[Path]:
    templates = ROOT / "templates"
    return sorted([*templates.rglob("*.html"), *templates.rglob("*.txt")])


def marked_calls(path: Path) -> list[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name_of(node) in MARKERS
    ]


def _name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def texts_in_python(path: Path) -> set[Text]:
    found = set()
    for call in marked_calls(path):
        texts = [
            argument.value
            for argument in call.args[: MARKERS[_name_of(call)]]
            if isinstance(argument, ast.Constant)
        ]
        if texts:
            found.add(Text(*texts))
    return found


def texts_in_template(path: Path) -> set[Text]:
    source = templatize(path.read_text(encoding="utf-8"))
    found = [match.groups() for match in ONE_FORM.finditer(source)]
    found += [match.groups() for match in TWO_FORMS.finditer(source)]
    return {Text(*map(ast.literal_eval, literals)) for literals in found}


def all_texts() -> set[Text]:
    python = (texts_in_python(path) for path in python_files())
    templates = (texts_in_template(path) for path in template_files())
    return set().union(*python, *templates)


def bare_chinese(source: str) -> list[str]:
    """Return the pieces of a template that show Chinese without translating it."""
    found = []
    inside = ""
    for token in Lexer(source).tokenize():
        word = token.contents.split()[0] if token.contents.split() else ""
        if token.token_type == TokenType.BLOCK and word in _OPENING:
            inside = word
        elif token.token_type == TokenType.BLOCK and word in _CLOSING:
            inside = ""
        elif not inside and CHINESE.search(_outside_markers(token)):
            found.append(token.contents.strip())
    return found


_OPENING = {"blocktranslate", "blocktrans", "comment"}
_CLOSING = {"endblocktranslate", "endblocktrans", "endcomment"}


def _outside_markers(token: Token) -> str:
    if token.token_type == TokenType.COMMENT:
        return ""
    if token.token_type == TokenType.TEXT:
        return token.contents
    word = token.contents.split()[0]
    if word in ("translate", "trans"):
        return ""
    return re.sub(r"_\((?:\"[^\"]*\"|'[^']*')\)", "", token.contents)
