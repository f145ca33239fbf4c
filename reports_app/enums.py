"""Words for what is told and handed out."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class ExportState(TextChoices):
    """Where a workbook stands."""

    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("生成中")
    DONE = "done", _("可下载")
    FAILED = "failed", _("未生成")
    CANCELLED = "cancelled", _("已取消")


class ExportKind(TextChoices):
    """What is made: tables in one of three forms, or a publication's Word brief."""

    WORKBOOK = "workbook", _("工作簿")
    BRIEF = "brief", _("Word 简报")
    CSV = "csv", _("CSV 压缩包")
    PACKAGE = "package", _("数据包（Frictionless）")


PUBLISHED_KINDS = (ExportKind.WORKBOOK, ExportKind.BRIEF)
"""What a publication is handed out as."""
ASKED_KINDS = (ExportKind.WORKBOOK, ExportKind.CSV, ExportKind.PACKAGE)
"""What a person can ask for."""


class PublicationState(TextChoices):
    """Whether a publication can still be changed."""

    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")


class PublicationProblem(TextChoices):
    """Why something cannot be published; each label says what to do."""

    NOT_YET = "not_yet", _("所选时点还没有到，请改为现在或过去的时点。")
    UNSUMMED = (
        "unsummed",
        _("还有入账的数没有汇总完，没有发布。请稍候几秒再点“发布”。"),
    )
    DISPUTED = (
        "disputed",
        _(
            "最近一次对账有差异，没有发布。入账记录没有受影响，"
            "请管理员重新汇总、对账一致后再发布。"
        ),
    )
    CHANGED_MEANWHILE = (
        "changed_meanwhile",
        _("这份草稿刚被改过，没有发布。请看过新的预览后再点“发布”。"),
    )
    NO_DRAFT = "no_draft", _("这期通报已经发布，不能再改；有误时请用新的一期代替它。")
    WITHDRAWN_ALREADY = (
        "withdrawn_already",
        _("已经有一期或一份草稿代替它，不能再有第二份。"),
    )


class Verdict(TextChoices):
    """How a part of the portal is; shown as word, shape and colour."""

    SOUND = "sound", _("状态正常")
    NOTICE = "notice", _("留意")
    ALARM = "alarm", _("异常")


class TileView(TextChoices):
    """What the tiles of the map show."""

    PACE = "pace", _("进度正常指标占比")
    TARGET = "target", _("一项指标的完成率")
    COVERAGE = "coverage", _("报送覆盖")


class TileWord(TextChoices):
    """A tile in a word; its shape and colour follow from it."""

    ALL = "all", _("全部跟上")
    MOST = "most", _("多数跟上")
    FEW = "few", _("少数跟上")
    NONE = "none", _("都没跟上")
    NOTHING_DUE = "nothing_due", _("没有到期的")
    COMPLETE = "complete", _("报齐")
    PARTLY = "partly", _("部分报来")
    UNREPORTED = "unreported", _("未报")
    NOTHING_OWED = "nothing_owed", _("无应报项")


class Prospect(TextChoices):
    """What is to be expected of a target at the year's end."""

    MET = "met", _("已达标")
    WILL_REACH = "will_reach", _("推算能达到")
    WILL_MISS = "will_miss", _("推算达不到")
    LAGGING = "lagging", _("滞后，无从推算")
    MISSED = "missed", _("全年未达到")
    SILENT = "silent", _("到期没有数")
    UNTOLD = "untold", _("进度正常，无从推算")
    NOT_DUE = "not_due", _("未到期")


class ExportFailure(TextChoices):
    """Why a workbook was not made; each label says what to do."""

    MISMATCH = (
        "mismatch",
        _(
            "账实不一致：汇总数与入账记录重算的结果不同，已拒绝导出。"
            "入账记录没有受影响，请联系管理员重新汇总后再导出。"
        ),
    )
    INTERRUPTED = (
        "interrupted",
        _("生成过程多次中断。数据没有受影响，请重新申请。"),
    )
    TOO_LONG = (
        "too_long",
        _("生成时间过长，已停止。数据没有受影响，请稍后重新申请。"),
    )
    TEMPLATE = (
        "template",
        _("简报模板的文件不见了或被改动过，没有生成。请管理员恢复后重新生成。"),
    )
    STORAGE = (
        "storage",
        _("文件无法保存，服务器磁盘可能已满。数据没有受影响，请联系管理员后重新申请。"),
    )
    DEFECT = (
        "defect",
        _(
            "生成时程序出错。数据没有受影响，请重新申请；"
            "仍不成功时，请把本页地址告诉管理员。"
        ),
    )


class WorkbookVerdict(TextChoices):
    """What became of a workbook since the portal made it."""

    IDENTICAL = "identical", _("一字节未改")
    RESAVED = "resaved", _("另存过，内容未改")
    REARRANGED = "rearranged", _("内容未改，排列或格式改过")
    CHANGED = "changed", _("内容被改过")
    FORGED = "forged", _("封面或页首被改过")
    UNCHECKED = "unchecked", _("原件不在，无法逐格比对")
    UNKNOWN = "unknown", _("不是本平台的文件")


class VerificationNote(TextChoices):
    """Why a workbook could not be held against an original; each says what follows."""

    NO_CLAIM = (
        "no_claim",
        _(
            "文件里没有核验编号、入账链哈希或截至序号，看不出是哪一份导出。"
            "它不能作为本平台的数引用。"
        ),
    )
    NO_SUCH_EXPORT = (
        "no_such_export",
        _("文件自称的核验编号在本平台查不到。它不能作为本平台的数引用。"),
    )
    ONLY_BY_HASH = (
        "only_by_hash",
        _(
            "压缩包只能按整份文件核对：没有一份导出与它逐字节相同。"
            "请上传从平台下载后没有打开改动过的原包。"
        ),
    )
    ORIGINAL_MISSING = (
        "original_missing",
        _("这份导出的原件已不在服务器上，无法逐格比对。请管理员从备份恢复后再核验。"),
    )
    ORIGINAL_CHANGED = (
        "original_changed",
        _(
            "服务器上的原件与登记的 SHA-256 不符，不能拿来比对。"
            "请管理员从备份恢复，并查明原因。"
        ),
    )


class Alteration(TextChoices):
    """How a workbook differs from its original in one place."""

    CELL = "cell", _("单元格不同")
    ROW_MISSING = "row_missing", _("行被删去")
    ROW_ADDED = "row_added", _("多出一行")
    COLUMN_MISSING = "column_missing", _("列被删去")
    COLUMN_ADDED = "column_added", _("多出一列")
    SHEET_MISSING = "sheet_missing", _("工作表被删去")
    SHEET_ADDED = "sheet_added", _("多出一张工作表")
    AS_TEXT = "as_text", _("数未改，存成了文字")
    FORMAT = "format", _("数未改，显示格式改了")
    ROW_MOVED = "row_moved", _("行换了位置")
    COLUMN_MOVED = "column_moved", _("列换了顺序")
    SHEET_RENAMED = "sheet_renamed", _("工作表改了名")
    SHEET_MOVED = "sheet_moved", _("工作表换了位置")
    ROWS_HIDDEN = "rows_hidden", _("有隐藏的行")
    COLUMNS_HIDDEN = "columns_hidden", _("有隐藏的列")
    SHEET_HIDDEN = "sheet_hidden", _("工作表被隐藏")


class Timeliness(TextChoices):
    """Whether a union's return for a period came in time; derived, never stored."""

    ON_TIME = "on_time", _("按时")
    LATE = "late", _("迟报")
    MISSING = "missing", _("逾期未报")
    AWAITED = "awaited", _("待报")
    NOT_OPEN = "not_open", _("未开放")


class LeagueFormula(TextChoices):
    """How the league makes one number of many targets; all three are standard."""

    CAPPED_MEAN = "capped_mean", _("进度得分")
    ON_PACE = "on_pace", _("达进度面")
    MEAN_PLACE = "mean_place", _("单项名次平均")


class QuarterName(IntegerChoices):
    """The quarters of a year."""

    FIRST = 1, _("第一季度")
    SECOND = 2, _("第二季度")
    THIRD = 3, _("第三季度")
    FOURTH = 4, _("第四季度")


class Unmeasured(TextChoices):
    """Why the league leaves a target out, for all or for one union."""

    MILESTONE = "milestone", _("推进事项没有数量，不计分")
    ASPIRATIONAL = "aspirational", _("力争类指标不计分")
    NOT_DUE = "not_due", _("未到期：到期前没有应达数")
    NO_WEIGHT = "no_weight", _("权重为 0")
    NO_QUOTA = "no_quota", _("没有分解任务数，不以此项衡量")
    NO_SHARE = "no_share", _("分解任务数为 0，不以此项衡量")
    NOT_APPLICABLE = "not_applicable", _("没有此项或没有分母，无从衡量")


class Apart(TextChoices):
    """Why the league lists a union apart instead of ranking it."""

    NOT_HANDED_IN = "not_handed_in", _("未报送")
    NOT_ACCEPTED = "not_accepted", _("已报送，尚未全部通过审核")
    NOTHING_MEASURED = "nothing_measured", _("没有可衡量的指标")


class Cause(TextChoices):
    """Why a figure differs between two moments; the order is that of equal effects."""

    CORRECTION = "correction", _("更正")
    LATE = "late", _("迟报补入")
    REPORTED = "reported", _("按期报送")
    RENEWED = "renewed", _("新一期数据")
    NOT_APPLICABLE = "not_applicable", _("本期无此项")
    EXPIRED = "expired", _("旧数过期不再沿用")
    CARRIED = "carried", _("沿用期限调整")
    CLOSED = "closed", _("单位撤销，旧数不再沿用")
    TREE = "tree", _("单位隶属调整")
    PERIOD = "period", _("统计期变化")
    QUOTA = "quota", _("分解任务数调整")
    GOAL = "goal", _("目标值调整")
    OTHER = "other", _("未能归类")


class ReadyMoment(TextChoices):
    """Moments that are often compared with; the label of each names its day."""

    YESTERDAY = "yesterday", _("昨日末")
    LAST_WEEK = "last_week", _("上周末")
    LAST_MONTH = "last_month", _("上月末")
    LAST_QUARTER = "last_quarter", _("上季末")
    LAST_YEAR = "last_year", _("上年末")


class ForecastBasis(TextChoices):
    """What a forecast for the year's end assumes."""

    MONTHLY = "monthly", _("此后各月与此前的月均数相同")
    CURVE = "curve", _("此后仍按时序曲线推进，完成应达数的比例与目前相同")
    LEVEL = "level", _("此后保持目前的数不变")


class NoForecast(TextChoices):
    """Why nothing is forecast for the year's end."""

    YEAR_OVER = "year_over", _("全年各期都已过报送截止日，不再推算")
    NOT_DUE = "not_due", _("按时序还没有应达数，到期前不推算")
    TOO_FEW_PERIODS = "too_few_periods", _("有报送的期数不足 2 期，暂不推算")
    LOW_COVERAGE = "low_coverage", _("应报的数收到不足四分之三，暂不推算")
    NOTHING_KNOWN = "nothing_known", _("没有可用的数，无从推算")


class PostingOrigin(TextChoices):
    """How a posting came about."""

    FIRST = "first", _("首次入账")
    CORRECTION = "correction", _("更正")


class PostingForce(TextChoices):
    """Whether a posting counts at the moment told."""

    IN_FORCE = "in_force", _("生效中")
    SUPERSEDED = "superseded", _("已被更正取代")


class StratifyBy(TextChoices):
    """What a sample's strata are made of."""

    TARGET = "target", _("指标")
    UNION = "union", _("单位")
    SIZE = "size", _("数额大小")


class Allocation(TextChoices):
    """How a sample's size is shared out among its strata; the rule's name in its row."""

    BY_COUNT = "unionplan-sample-1", _("按笔数")
    BY_AMOUNT = "unionplan-sample-2", _("按数额：大额多抽，够一层就全抽")


class SizeBand(TextChoices):
    """How large a figure is among those of its target."""

    LARGE = "large", _("大额")
    MIDDLE = "middle", _("中额")
    SMALL = "small", _("小额")
    NONE = "none", _("无数额")


class Outcome(TextChoices):
    """What an auditor found of one sampled posting."""

    PENDING = "pending", _("待核查")
    CONFIRMED = "confirmed", _("属实")
    REDUCED = "reduced", _("核减")
    NO_EVIDENCE = "no_evidence", _("无佐证")


class FindingProblem(TextChoices):
    """Why a finding is not taken; each label says what to do."""

    REDUCTION_MISSING = "reduction_missing", _("请填核减多少")
    REDUCTION_NOT_WANTED = (
        "reduction_not_wanted",
        _("只有“核减”才填核减数，请改选结论或删去这个数"),
    )
    REDUCTION_ZERO = "reduction_zero", _("核减数要大于 0；没有差错请选“属实”")
    REDUCTION_ABOVE = "reduction_above", _("核减数不能超过入账的数 %(limit)s")
    NOTHING_TO_REDUCE = (
        "nothing_to_reduce",
        _("推进事项没有数额可核减，请选“属实”或“无佐证”，并写明情况"),
    )
    NOTE_MISSING = "note_missing", _("请写明核查情况")
    STALE = (
        "stale",
        _("%(person)s 刚记下“%(outcome)s”，您填的没有保存；核对后再保存会取代它"),
    )


class EventKind(TextChoices):
    """What an audit event is about: how its action begins."""

    SUBMISSION = "submission", _("报送单")
    ENTRY = "entry", _("填报项")
    ITEM = "item", _("登记项")
    EVIDENCE = "evidence", _("佐证材料")
    CORRECTION = "correction", _("更正")
    EXCEPTION = "exception", _("补报")
    WORKBOOK = "workbook", _("填报表")
    UNIONS = "unions", _("催报")
    EXPORT = "export", _("导出")
    VERIFICATION = "verification", _("核验")
    SAMPLE = "sample", _("抽样")
    BOOKS = "books", _("对账")
    CHAINS = "chains", _("锚点")
    REFERENCE = "reference", _("基础数据")
    QUOTAS = "quotas", _("分解任务数")
    PERSON = "person", _("人员")
    PASSWORD = "password", _("密码")
    TOKEN = "token", _("访问令牌")
    SIGN_IN = "sign_in", _("登录")
