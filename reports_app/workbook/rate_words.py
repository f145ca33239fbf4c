"""What is said of a sample's error rate, and how far it can be relied on."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports_app.queries.samples import Results
from reports_app.rules.intervals import Interval
from unionplan.lib.numbers import percent_text


def interval_words(results: Results) -> Iterator[tuple[str, str]]:
    """Yield what the rates are, each with its label."""
    if results.rate is None or results.interval is None:
        yield _("差错率"), _("还没有核查结论")
        return
    told = {
        "rate": percent_text(results.rate),
        "wrong": results.wrong,
        "examined": results.examined,
    }
    if results.is_stratified:
        yield _("样本内的差错率"), _("%(rate)s（%(wrong)d/%(examined)d）") % told
        yield _("推算总体的差错率"), _weighted(results)
        yield (
            _("区间算法"),
            _(
                "按各层笔数加权（Cochran 1977，标准误含有限总体校正）；区间为"
                " Korn–Graubard（1998）：以等效的简单随机样本量代入"
                " Clopper-Pearson 精确区间，向外取整。把已核查的各笔当作从各层中随机抽出"
            ),
        )
        return
    yield (
        _("差错率"),
        _("%(rate)s（%(wrong)d/%(examined)d），95%% 置信区间 %(low)s 至 %(high)s")
        % (told | _ends(results.interval)),
    )
    yield (
        _("区间算法"),
        _(
            "区间为 Clopper-Pearson 精确区间（1934），"
            "把已核查的各笔当作从总体中简单随机抽出"
        ),
    )


def _weighted(results: Results) -> str:
    if results.weighted is None:
        return _("每层至少核查 1 笔后才能推算")
    rate = percent_text(results.weighted)
    if results.error is None or results.weighted_interval is None:
        return _("%(rate)s（有的层只核查了 1 笔，无从估计标准误和区间）") % {
            "rate": rate
        }
    told = {"rate": rate, "error": percent_text(results.error)}
    return _("%(rate)s，标准误 %(error)s，95%% 置信区间 %(low)s 至 %(high)s") % (
        told | _ends(results.weighted_interval)
    )


def _ends(interval: Interval) -> dict[str, str]:
    """Return an interval's ends with two decimals of a percentage, rounded outwards."""
    shown = interval.outwards(places=4)
    return {"low": percent_text(shown.low), "high": percent_text(shown.high)}
