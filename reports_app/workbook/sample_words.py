"""What is said of a sample, the same on the page and in the working paper."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports_app.enums import Outcome, SizeBand, StratifyBy
from reports_app.models import Sample, SampleStratum
from reports_app.queries.samples import Results
from unionplan.lib.numbers import percent_text

METHOD = gettext_lazy(
    "对每一笔计算 SHA-256（规则名、种子、入账号），每层取数值最小的若干笔；"
    "各层笔数按总体比例以最大余数法分配，每层至少 1 笔"
)
BASIS = gettext_lazy(
    "区间为 Clopper-Pearson 精确区间（1934），把已核查的各笔当作从总体中简单随机抽出"
)


def scope_words(sample: Sample) -> str:
    """Say what was drawn from."""
    parts = [
        sample.target.name if sample.target else _("全部指标"),
        str(sample.union) if sample.union else _("全部单位"),
        str(sample.period) if sample.period else _("全部报送期"),
    ]
    return _("%(parts)s；生效的、有数的入账") % {"parts": " · ".join(parts)}


def strata_words(sample: Sample) -> str:
    """Say what the strata are made of."""
    by = [str(StratifyBy(name).label) for name in sample.strata_by]
    return " × ".join(by) if by else _("不分层")


def stratum_name(stratum: SampleStratum) -> str:
    """Name one stratum."""
    parts = [
        f"{stratum.target.code} {stratum.target.name}" if stratum.target else "",
        str(stratum.union or ""),
        str(SizeBand(stratum.band).label) if stratum.band else "",
    ]
    return " · ".join(part for part in parts if part) or _("全部")


def reproduced_words(is_reproduced: bool | None) -> str:
    """Say what came of drawing the sample a second time."""
    if is_reproduced is None:
        return _("按从前的规则抽取，本版不能重抽")
    if is_reproduced:
        return _("按登记的范围、序号和种子重抽，与登记的样本逐笔一致")
    return _("按登记的范围、序号和种子重抽，与登记的样本不一致，请告诉管理员")


def outcome_counts(results: Results) -> str:
    """Say how far the work is, and how many came out how."""
    counts = [
        f"{Outcome(name).label} {number}" for name, number in results.counts.items()
    ]
    return " · ".join(counts)


def interval_words(results: Results) -> Iterator[tuple[str, str]]:
    """Yield what the rates are, each with its label."""
    if results.rate is None or results.interval is None:
        yield _("差错率"), _("还没有核查结论")
        return
    # Two decimals of a percentage, rounded outwards.
    shown = results.interval.outwards(places=4)
    told = {
        "rate": percent_text(results.rate),
        "wrong": results.wrong,
        "examined": results.examined,
        "low": percent_text(shown.low),
        "high": percent_text(shown.high),
    }
    yield (
        _("差错率"),
        _("%(rate)s（%(wrong)d/%(examined)d），95%% 置信区间 %(low)s 至 %(high)s")
        % told,
    )
    yield _("区间算法"), str(BASIS)
    yield _("按层加权的差错率"), _weighted(results)


def _weighted(results: Results) -> str:
    if results.weighted is None:
        return _("每层至少核查 1 笔后才能推算")
    rate = percent_text(results.weighted)
    if results.error is None:
        return _("%(rate)s（有的层只核查了 1 笔，无从估计标准误）") % {"rate": rate}
    return _("%(rate)s，标准误 %(error)s（Cochran 1977，含有限总体校正）") % {
        "rate": rate,
        "error": percent_text(results.error),
    }
