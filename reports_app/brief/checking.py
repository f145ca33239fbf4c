"""Looking through a template that somebody uploads, before it is kept."""

from datetime import UTC, datetime
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError

from reports_app.brief.content import BriefHead
from reports_app.brief.rendering import rendered
from reports_app.queries.thawing import Thawed
from unionplan.lib.spreadsheets.package import opened
from unionplan.lib.spreadsheets.refusals import RefusedError

NEEDED = ("[Content_Types].xml", "word/document.xml", "_rels/.rels")
SAMPLE = BriefHead(
    year=2024,
    number=1,
    title="示例",
    stamp="0123456789abcdef",
    published_at=datetime(2024, 1, 1, tzinfo=UTC),
    is_demonstration=True,
    withdraws="2024年第1期",
    reason="示例",
)


class TemplateFaultError(Exception):
    """A template cannot be taken; ``words`` say what is wrong and where."""

    def __init__(self, words: str) -> None:
        """Keep the words."""
        super().__init__(words)
        self.words = words


def check_template(content: bytes, *, sample: Thawed) -> None:
    """Fill a template with sample figures. Errors: TemplateFaultError."""
    _check_package(content)
    try:
        made = rendered(template=content, head=SAMPLE, told=sample)
    except UndefinedError as error:
        raise TemplateFaultError(_unknown(error)) from error
    except TemplateSyntaxError as error:
        raise TemplateFaultError(_misspelled(error)) from error
    except TemplateError as error:
        words = _("模板填不进数：%(reason)s") % {"reason": error}
        raise TemplateFaultError(words) from error
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        words = _("这个 Word 文件打不开，请用 Word 或 WPS 另存为 .docx 后再上传")
        raise TemplateFaultError(words) from error
    with ZipFile(BytesIO(made)) as package:
        _check_xml(package)


def _unknown(error: UndefinedError) -> str:
    name = str(error.message).split("'")[-2] if error.message else ""
    return _("模板里用了没有的名称“%(name)s”，请对照可用名称改正") % {"name": name}


def _misspelled(error: TemplateSyntaxError) -> str:
    lines = [line.strip() for line in getattr(error, "docx_context", [])]
    near = " ".join(line for line in lines if "{" in line)[:120]
    return _("模板的标签写错了：%(reason)s。在这附近：%(near)s") % {
        "reason": error.message,
        "near": near or "—",
    }


def _check_package(content: bytes) -> None:
    """Refuse what is unsafe or no Word document, before any parser builds it."""
    try:
        package = opened(content, needed=NEEDED)
    except RefusedError as error:
        words = _("文件没有通过安全检查（%(code)s），请用 Word 或 WPS 另存为 .docx") % {
            "code": error.refusal.value
        }
        raise TemplateFaultError(words) from error
    _check_xml(package)


def _check_xml(package: ZipFile) -> None:
    for name in package.namelist():
        if not name.casefold().endswith((".xml", ".rels")):
            continue
        try:
            _scan(package.read(name))
        except (expat.ExpatError, BadZipFile, ValueError) as error:
            words = _("文件的内部结构不正常：%(part)s") % {"part": name}
            raise TemplateFaultError(words) from error


def _scan(part: bytes) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.StartElementHandler = _refuse_outside
    parser.Parse(part, True)


def _refuse_declaration(*_told: object) -> None:
    raise TemplateFaultError(_("文件含有不允许的声明，为安全起见没有打开"))


def _refuse_outside(_name: str, attributes: dict[str, str]) -> None:
    if attributes.get("TargetMode", "").lower() == "external":
        raise TemplateFaultError(
            _("模板链接了外部文件或网址，请去掉超链接和外部模板后再上传")
        )
