"""What a template may do: show words and go through lists. Nothing else.

Templates come from outside: whoever edits one must not be able to reach into the
portal, nor to keep a worker busy. So the language itself is cut down, before anything
of a template runs.
"""

from typing import Any

from django.utils.translation import gettext as _
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_LOOPS_DEEP = 3
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.NSRef,
    nodes.Getattr,
    nodes.Const,
    nodes.For,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
)
FILTERS = ("default", "first", "join", "last", "length")


class BriefEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox whose language is names, loops and conditions; unknown names fail."""

    def __init__(self) -> None:
        """Begin with nothing at hand."""
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests.clear()

    def _parse(self, source: str, name: str | None, filename: str | None) -> Any:
        tree = super()._parse(source, name, filename)
        _check(tree, loops=0)
        return tree


def _not_allowed() -> str:
    return _("模板里只能用名称、for 和 if，不能用运算、函数或宏")


def _check(node: nodes.Node, *, loops: int) -> None:
    if not isinstance(node, ALLOWED):
        raise TemplateSyntaxError(_not_allowed(), node.lineno)
    is_private = isinstance(node, nodes.Getattr) and node.attr.startswith("_")
    loops += isinstance(node, nodes.For)
    if is_private or loops > MOST_LOOPS_DEEP:
        raise TemplateSyntaxError(_not_allowed(), node.lineno)
    for child in node.iter_child_nodes():
        _check(child, loops=loops)
