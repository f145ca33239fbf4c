"""Make the standard template of briefs (reports_app/brief/standard.docx) anew.

The result is an ordinary Word file that the office edits and uploads as its own; run
this only to change the standard: ``python -m scripts.brief_template``.
"""

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TARGET = Path(__file__).resolve().parent.parent / "reports_app/brief/standard.docx"
TITLE, BODY, HEAD, SUBHEAD = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
FALLBACKS = {TITLE: "宋体", BODY: "仿宋", HEAD: "Noto Sans CJK SC", SUBHEAD: "楷体"}
RED = RGBColor(0xC8, 0x10, 0x2E)


def set_font(style, name, points, *, bold=False):
    """Give a style its Chinese font; digits and Latin letters take Times New Roman."""
    style.font.size, style.font.bold = Pt(points), bold
    style.font.name, style.font.color.rgb = "Times New Roman", RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "eastAsiaTheme", "hAnsiTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    fonts.set(qn("w:eastAsia"), name)


def set_styles(document):
    """Official paper: title, body and two levels of heads. Source: GB/T 9704-2012."""
    styles = document.styles
    set_font(styles["Normal"], BODY, 16)
    body = styles["Normal"].paragraph_format
    body.line_spacing_rule, body.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(28)
    body.space_after = Pt(0)
    set_font(styles["Title"], TITLE, 22)
    styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    borders = styles["Title"].element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        styles["Title"].element.pPr.remove(borders)
    set_font(styles["Heading 1"], HEAD, 16)
    set_font(styles["Heading 2"], SUBHEAD, 16)
    for name in ("Heading 1", "Heading 2"):
        styles[name].paragraph_format.keep_with_next = True
        styles[name].paragraph_format.space_before = Pt(6)


def set_fallbacks(document):
    """Name what stands in for a font that is not installed, in the font table."""
    [part] = [p for p in document.part.package.parts if "fontTable" in p.partname]
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/>'
        '<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in FALLBACKS.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", f"{fonts}</w:fonts>".encode())


def page_number(paragraph):
    """Write — 1 — as a field."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._element.append(mark)
    paragraph.add_run(" —")


def said(document, text, *, style=None, points=None, center=False, indent=True):
    """Add a paragraph; body text begins two signs in."""
    paragraph = document.add_paragraph(style=style)
    run = paragraph.add_run(text)
    if points:
        run.font.size = Pt(points)
    if center:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif indent and style is None and not text.startswith("{%"):
        paragraph.paragraph_format.first_line_indent = Pt(32)
    return paragraph


def table(document, loop, columns):
    """Add a table: heads, and one row for each of the loop."""
    grid = document.add_table(rows=4, cols=len(columns), style="Table Grid")
    grid.autofit = False
    grid.rows[1].cells[0].text = f"{{%tr for row in {loop} %}}"
    grid.rows[3].cells[0].text = "{%tr endfor %}"
    for place, (head, name, millimetres) in enumerate(columns):
        grid.rows[0].cells[place].text = head
        grid.rows[2].cells[place].text = f"{{{{ row.{name} }}}}"
        grid.columns[place].width = Mm(millimetres)
    properties = grid.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.line_spacing = 1.0
                paragraph.paragraph_format.space_before = Pt(2)
                paragraph.paragraph_format.space_after = Pt(2)
                for run in paragraph.runs:
                    run.font.size = Pt(10.5)
    for cell in grid.rows[0].cells:
        run = cell.paragraphs[0].runs[0]
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEAD)


NUMERIC = (
    ("序号", "number", 12),
    ("指标", "name", 34),
    ("累计完成", "done", 24),
    ("目标", "goal", 22),
    ("完成率", "share", 17),
    ("应达", "expected", 15),
    ("覆盖", "coverage", 14),
    ("状态", "light", 18),
)
MILESTONES = (
    ("序号", "number", 12),
    ("推进事项", "name", 88),
    ("阶段", "done", 28),
    ("状态", "light", 28),
)


def head(document):
    """Write the red head, the title and where the figures come from."""
    said(document, "{%p if demonstration %}")
    said(document, "{{ demonstration }}", points=14, center=True)
    said(document, "{%p endif %}")
    name = said(document, "{{ federation }}", points=32, center=True)
    name.runs[0].font.color.rgb = RED
    name.runs[0]._element.get_or_add_rPr().get_or_add_rFonts().set(
        qn("w:eastAsia"), TITLE
    )
    said(document, "工作情况通报　{{ year }}年第{{ number }}期", center=True)
    said(document, "{{ published_on }}", center=True)
    said(document, "{{ title }}", style="Title")
    said(document, "{%p if withdrawal %}")
    said(document, "{{ withdrawal }}")
    said(document, "{%p endif %}")


def opening(document):
    """Write how the whole stands."""
    said(
        document,
        "现将{{ plan }}截至{{ moment }}（北京时间）的进展通报如下。各项数字累计到"
        "{{ period }}，由入账第{{ sequence }}号以前的记录汇总，进度按{{ checkpoint }}"
        "末应达衡量；另有{{ awaiting }}项待审核，未计入。",
    )
    said(document, "{{ summary }}。")
    said(document, "{%p for row in handed_in %}")
    said(
        document,
        "{{ row.period }}报送：{{ row.reported }}/{{ row.expected }}家已提交。",
    )
    said(document, "{%p endfor %}")


def areas(document):
    """Write each area: counts, table, picture."""
    said(document, "一、各任务领域进展", style="Heading 1")
    said(document, "{%p for area in areas %}")
    said(document, "（{{ area.number }}）{{ area.title }}", style="Heading 2")
    said(document, "{{ area.summary }}。")
    said(document, "{%p if area.rows %}")
    table(document, "area.rows", NUMERIC)
    said(document, "{{ area.chart }}", center=True)
    said(document, "上图：横条为完成率，粗竖线为应达进度，序号同表。", points=10.5)
    said(document, "{%p endif %}")
    said(document, "{%p if area.milestones %}")
    table(document, "area.milestones", MILESTONES)
    said(document, "{%p endif %}")
    said(document, "{%p endfor %}")


RANKS = (
    ("名次", "rank", 24),
    ("单位", "union", 46),
    ("得分", "score", 22),
    ("换公式的名次", "range", 30),
    ("达应达/计分指标", "on_pace", 34),
)


def league(document):
    """Write the quarter's ranks within each peer group, and who is listed apart."""
    said(document, "二、赛马比拼", style="Heading 1")
    said(document, "{%p if not league.groups %}")
    said(document, "没有已到期的季度。")
    said(document, "{%p else %}")
    said(
        document,
        "{{ league.quarter }}按“{{ league.formula }}”排名，只比结果，单项按应达的"
        "{{ league.cap_percent }}%封顶；未报送的单位单列，不排在末位。",
    )
    said(document, "{%p endif %}")
    said(document, "{%p for group in league.groups %}")
    said(document, "{{ group.title }}", style="Heading 2")
    said(document, "{%p if group.rows %}")
    table(document, "group.rows", RANKS)
    said(document, "{%p endif %}")
    said(document, "{%p if group.apart %}")
    said(document, "单列：{{ group.apart }}。")
    said(document, "{%p endif %}")
    said(document, "{%p endfor %}")


def attention(document):
    """Write what needs attention, with its causes and curves."""
    said(document, "三、需要关注的指标", style="Heading 1")
    said(document, "{%p if not watched %}")
    said(document, "没有滞后的数量指标。")
    said(document, "{%p endif %}")
    said(document, "{%p for row in watched %}")
    said(document, "{{ row.name }}（{{ row.light }}）", style="Heading 2")
    said(
        document,
        "累计{{ row.done }}，目标{{ row.goal }}，完成{{ row.share }}，应达"
        "{{ row.expected }}。{{ row.short }}。{{ row.causes }}",
    )
    said(document, "{{ row.chart }}", center=True)
    said(document, "上图：实线为完成率，虚线为应达进度，横轴为月份。", points=10.5)
    said(document, "{%p endfor %}")
    said(document, "{%p for row in stuck %}")
    said(
        document, "{{ row.name }}（{{ row.light }}）：{{ row.done }}。{{ row.causes }}"
    )
    said(document, "{%p endfor %}")


def foot(document):
    """Write how the figures are to be read and verified."""
    said(document, "四、说明", style="Heading 1")
    said(
        document,
        "完成率不封顶，四舍五入只用于显示；达到应达进度为正常，达到应达进度的"
        "{{ behind_percent }}%为滞后，低于此为严重滞后。未报不等于0。",
    )
    said(document, "核对码：{{ stamp }}（在本站{{ address }}查验）")
    said(document, "入账链哈希：{{ link }}", points=9)


def main():
    """Make the template."""
    document = Document()
    [section] = document.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    set_styles(document)
    set_fallbacks(document)
    section.header.paragraphs[0].text = "{{ demonstration }}"
    page_number(section.footer.paragraphs[0])
    for part in (head, opening, areas, league, attention, foot):
        part(document)
    document.core_properties.title = "{{ title }}"
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.save(str(TARGET))


if __name__ == "__main__":
    main()
