"""Which export a workbook is: for whoever looks it up, not to be trusted."""

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from reports_app.queries.claims import PROPERTY


def mark(book: Workbook, code: str) -> None:
    """Write an export's code where programs that store the workbook again keep it."""
    book.custom_doc_props.append(StringProperty(name=PROPERTY, value=code))
