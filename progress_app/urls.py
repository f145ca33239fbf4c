"""Addresses of the reporter's, the approver's and the officer's screens."""

from django.urls import path

from progress_app.views import (
    cells,
    corrections,
    endorse,
    entries,
    exceptions,
    items,
    progress,
    proposing,
    review,
    status,
    submissions,
    todo,
    workbooks,
)

urlpatterns = [
    path("todo/", todo.todo, name="todo"),
    path(
        "todo/<int:period_pk>/<int:union_pk>/start/",
        todo.start,
        name="start_submission",
    ),
    path("submissions/<int:pk>/", submissions.submission, name="submission"),
    path("submissions/<int:pk>/cells/", cells.save_cells, name="save_cells"),
    path(
        "submissions/<int:pk>/submit/",
        submissions.submit_submission,
        name="submit_submission",
    ),
    path(
        "submissions/<int:pk>/history/",
        submissions.submission_history,
        name="submission_history",
    ),
    path("status/", status.status, name="reporting_status"),
    path("status/remind/<int:period_pk>/", status.remind_unions, name="remind"),
    path("entries/<int:entry_pk>/items/", items.items, name="items"),
    path("entries/<int:entry_pk>/items/add/", items.add_item, name="add_item"),
    path(
        "entries/<int:entry_pk>/items/paste/", items.preview_block, name="paste_items"
    ),
    path("entries/<int:entry_pk>/items/import/", items.add_block, name="import_items"),
    path("items/<int:item_pk>/change/", items.change_item, name="change_item"),
    path("items/<int:item_pk>/withdraw/", items.withdraw_item, name="withdraw_item"),
    path("progress/", progress.progress, name="progress"),
    path("progress/<int:pk>/", progress.union_progress, name="union_progress"),
    path("submissions/<int:pk>/workbook/", workbooks.workbook, name="workbook"),
    path(
        "submissions/<int:pk>/workbook/upload/",
        workbooks.upload_workbook,
        name="upload_workbook",
    ),
    path(
        "submissions/<int:pk>/workbook/<uuid:upload_pk>/",
        workbooks.workbook_upload,
        name="workbook_upload",
    ),
    path(
        "submissions/<int:pk>/workbook/<uuid:upload_pk>/marked/",
        workbooks.marked_workbook,
        name="marked_workbook",
    ),
    path("endorse/", endorse.endorse_desk, name="endorse_desk"),
    path("endorse/<int:pk>/", endorse.endorse_submission, name="endorse_submission"),
    path("endorse/<int:pk>/pass/", endorse.endorse, name="endorse"),
    path("endorse/entries/<int:entry_pk>/return/", endorse.send_back, name="send_back"),
    path("review/", review.review_desk, name="review_desk"),
    path("review/accept-all/", review.accept_all, name="accept_all"),
    path("review/<int:entry_pk>/", review.review_entry, name="review_entry"),
    path("review/<int:entry_pk>/accept/", review.accept_entry, name="accept_entry"),
    path("review/<int:entry_pk>/return/", review.return_entry, name="return_entry"),
    path("entries/<int:entry_pk>/", entries.entry, name="entry"),
    path("entries/<int:entry_pk>/evidence/", entries.attach, name="attach_evidence"),
    path(
        "entries/<int:entry_pk>/correct/", proposing.propose, name="propose_correction"
    ),
    path("evidence/<int:pk>/", entries.evidence, name="evidence"),
    path(
        "evidence/<int:pk>/preview/",
        entries.evidence_preview,
        name="evidence_preview",
    ),
    path("evidence/<int:pk>/remove/", entries.remove_evidence, name="remove_evidence"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/<int:pk>/", corrections.correction, name="correction"),
    path("corrections/<int:pk>/accept/", corrections.accept, name="accept_correction"),
    path("corrections/<int:pk>/refuse/", corrections.refuse, name="refuse_correction"),
    path(
        "corrections/<int:pk>/withdraw/",
        corrections.withdraw,
        name="withdraw_correction",
    ),
    path(
        "corrections/<int:pk>/evidence/",
        corrections.attach,
        name="support_correction",
    ),
    path("exceptions/", exceptions.exceptions, name="exceptions"),
    path(
        "exceptions/ask/<int:period_pk>/<int:union_pk>/",
        exceptions.ask,
        name="ask_exception",
    ),
    path("exceptions/<int:pk>/", exceptions.exception, name="exception"),
    path("exceptions/<int:pk>/grant/", exceptions.grant, name="grant_exception"),
    path("exceptions/<int:pk>/refuse/", exceptions.refuse, name="refuse_exception"),
]
