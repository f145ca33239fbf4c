"""Words for unions and people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnionKind(TextChoices):
    """What sort of reporting organisation a union is."""

    MUNICIPAL = "municipal", _("市总工会")
    DEPARTMENT = "department", _("市总工会部门")
    TERRITORIAL = "territorial", _("区县总工会")
    INDUSTRIAL = "industrial", _("产业工会")


class PeerGroup(TextChoices):
    """Groups within which unions are compared. Source: the federation's districts."""

    CENTRAL = "central", _("中心城区")
    NEW_URBAN = "new_urban", _("主城新区")
    NORTH_EAST = "north_east", _("渝东北")
    SOUTH_EAST = "south_east", _("渝东南")
    ZONE = "zone", _("开发区")
    INDUSTRIAL = "industrial", _("产业工会")


class Role(TextChoices):
    """What a person may do at a union."""

    REPORTER = "reporter", _("填报员")
    APPROVER = "approver", _("单位审核人")
    OFFICER = "officer", _("牵头部门")
    LEADER = "leader", _("市级领导")
    AUDITOR = "auditor", _("审计")
    ADMINISTRATOR = "administrator", _("管理员")


class TokenScope(TextChoices):
    """What an access token may be used for, of what its person may do."""

    READ = "read", _("读取数据")
    REPORT = "report", _("填报和提交")
    EXPORT = "export", _("导出和下载工作簿")


class NoticeKind(TextChoices):
    """What a person is told of."""

    REMINDED = "reminded", _("催报")
    RETURNED = "returned", _("退回")
    ACCEPTED = "accepted", _("全部通过")
    PINNED = "pinned", _("置顶月报")
    EXPORTED = "exported", _("导出")


class DigestState(TextChoices):
    """How far a mail is. Nothing leads back from sending but a failure that is known."""

    WAITING = "waiting", _("待发送")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发送")
    GIVEN_UP = "given_up", _("未能发送")
    UNCERTAIN = "uncertain", _("不知是否发出")


class InstallationMode(TextChoices):
    """Whether this database holds real or demonstration data; never both."""

    REAL = "real", _("正式")
    DEMONSTRATION = "demonstration", _("演示")


class ChainFault(TextChoices):
    """What is wrong at a place of a chain; each label names it in a sentence."""

    MISSING = "missing", _("第 %(place)d 条缺失")
    REPEATED = "repeated", _("第 %(place)d 条之后序号没有递增，有插入或调换的记录")
    PREVIOUS = "previous", _("第 %(place)d 条记下的前一条哈希与前一条不符")
    CONTENT = "content", _("第 %(place)d 条的内容与其哈希不符，被改动过")
    SEAL = "seal", _("第 %(place)d 条的密钥封签不符：不是用本站的密钥写入的")
    UNREADABLE = "unreadable", _("第 %(place)d 条无法读出，内容被破坏")
    HEAD = "head", _("第 %(place)d 条的哈希与链头登记的不符")
    CUT = "cut", _("第 %(place)d 条起缺失：链头登记到更后的序号，尾部被截断")
    BEYOND_HEAD = "beyond_head", _("第 %(place)d 条起超出链头登记的序号")
    ANCHOR = (
        "anchor",
        _("第 %(place)d 条与 %(on)s 的锚点不符：此条或更早的记录在封存之后被重写"),
    )
    ANCHOR_CUT = (
        "anchor_cut",
        _("第 %(place)d 条起缺失：%(on)s 的锚点记到更后的序号，尾部被截断"),
    )
    ENTRY = (
        "entry",
        _("第 %(place)d 条所属的填报项不存在，或不是同一指标、单位和报送期"),
    )
    REVIEW = "review", _("第 %(place)d 条所依据的审核记录不存在，或审核的不是这一项")
    DECISION = "decision", _("第 %(place)d 条所依据的审核没有通过")
    SUPERSEDES = (
        "supersedes",
        _("第 %(place)d 条没有指向同一指标、单位和报送期此前生效的那一条"),
    )
    UNPOSTED = "unposted", _("编号 %(place)d 的审核已通过，却没有入账")
