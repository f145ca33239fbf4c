"""What a file holds, in words: on its cover and on its page."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports_app.queries.chosen import ChosenWords

MOST_NAMED = 6


def chosen_lines(told: ChosenWords) -> Iterator[tuple[str, str]]:
    """Yield what was chosen, kind by kind: a label and words."""
    yield _("任务领域"), _named(told.areas, _("全部任务领域"))
    yield _("指标"), _named(told.targets, _("所选领域的全部指标"))
    yield _("单位"), _named(told.unions, _("全部单位"))
    yield _("报送期"), _named(told.periods, _("全部报送期"))
    yield (
        _("明细"),
        _("含入账记录与佐证材料清单") if told.with_postings else _("不含入账明细"),
    )


def _named(names: tuple[str, ...], everything: str) -> str:
    if not names:
        return everything
    words = _("、").join(names[:MOST_NAMED])
    if len(names) <= MOST_NAMED:
        return words
    return _("%(names)s等 %(count)d 个") % {"names": words, "count": len(names)}
