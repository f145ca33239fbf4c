"""What is said of a sample, the same on the page and in the working paper."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports_app.enums import Allocation, Outcome, SizeBand, StratifyBy
from reports_app.models import Sample, SampleStratum
from reports_app.queries.samples import Results

METHODS = {
    Allocation.BY_COUNT: gettext_lazy(
        "对每一笔计算 SHA-256（规则名、种子、入账号），每层取数值最小的若干笔；"
        "各层笔数按总体比例以最大余数法分配，每层至少 1 笔"
    ),
    Allocation.BY_AMOUNT: gettext_lazy(
        "对每一笔计算 SHA-256（规则名、种子、入账号），每层取数值最小的若干笔；"
        "每层先抽 1 笔，其余按各层数额占本指标合计的份额以最大余数法分配，"
        "够一层的总数就全抽，多出的再分给其余各层"
    ),
}


def method_words(sample: Sample) -> str:
    """Say how a sample's items were drawn; "" for a rule that is no more."""
    is_known = sample.algorithm in Allocation.values
    return str(METHODS[Allocation(sample.algorithm)]) if is_known else ""


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
