"""What a person asks for, keeps and writes down."""

from reports_app.forms.exports import AsOfField, ExportForm
from reports_app.forms.pins import DigestChoiceForm, PinMoveForm, SavedViewForm

__all__ = [
    "AsOfField",
    "DigestChoiceForm",
    "ExportForm",
    "PinMoveForm",
    "SavedViewForm",
]
