"""What every address answers to every kind of person. A new address needs a row here.

The world: 万州区 has handed in October, with its items, for a target that
``officer``'s department leads; 涪陵区 has too and awaits its own approver; ``leader``
has asked for a workbook, and verified one. 万州区's September is in the ledger,
``reporter`` proposes to correct it, with a file, and asks to open August again;
``reporter`` was told something, and has an access token. ``auditor`` has drawn a
sample; the administrator has published a circular and drafted another.
Every address below is opened on 万州区's object unless it says otherwise.
"""

from dataclasses import dataclass

PERSONAS = (
    "anonymous",
    "nobody",
    "reporter",
    "colleague",
    "stranger",
    "approved_reporter",
    "approver",
    "officer",
    "other_officer",
    "department_reporter",
    "leader",
    "auditor",
    "administrator",
)
CITY = ("officer", "other_officer", "leader", "auditor", "administrator")
REMINDERS = ("officer", "other_officer", "administrator")
OFFICERS = ("officer", "other_officer")
REPORTERS = (
    "reporter",
    "colleague",
    "stranger",
    "approved_reporter",
    "department_reporter",
)
OWN = ("reporter", "colleague")
BOOKS = (*OFFICERS, "auditor")
LEAGUE = (*CITY, *REPORTERS, "approver")
READERS = (*REPORTERS, "approver", *CITY)
"""Who reads a circular: everybody with a role."""
SIGN_IN = 302


@dataclass(frozen=True)
class Answers:
    """Statuses of one method: ``ok`` for the personas named, ``other`` for the rest.

    ``anonymous`` is what a stranger without a session gets; ``but`` are exceptions.
    """

    to: tuple[str, ...]
    ok: int = 200
    other: int = 403
    anonymous: int = SIGN_IN
    but: tuple[tuple[str, int], ...] = ()

    def to_persona(self, persona: str) -> int:
        """Return the status that a persona must get."""
        if persona == "anonymous":
            return self.anonymous
        if persona in dict(self.but):
            return dict(self.but)[persona]
        return self.ok if persona in self.to else self.other


@dataclass(frozen=True)
class Row:
    """One address: what GET and an empty POST answer; None is 405 for everybody."""

    get: Answers | None = None
    post: Answers | None = None
    kwargs: str = ""


def everyone(ok: int = 200, anonymous: int | None = None) -> Answers:
    """Return the same answer for everybody."""
    return Answers(to=PERSONAS, ok=ok, anonymous=ok if anonymous is None else anonymous)


def own(ok: int = 200, *, auditor: int = 404, anonymous: int = SIGN_IN) -> Answers:
    """Return the answer about one union's object: to others it does not exist."""
    return Answers(
        to=OWN, ok=ok, other=404, anonymous=anonymous, but=(("auditor", auditor),)
    )


def filling(ok: int = 200) -> Answers:
    """Return the answer about a return to those who fill it in, and to no reader."""
    return Answers(to=OWN, ok=ok, other=404)


def led(ok: int = 200) -> Answers:
    """Return the answer about an entry for the officer's department to decide on."""
    return Answers(to=("officer",), ok=ok, but=(("other_officer", 404),))


def own_notice(ok: int) -> Answers:
    """Return the answer about what one person was told."""
    return Answers(to=("reporter",), ok=ok, other=404)


def read_entry(ok: int = 200, *, auditor: int = 200) -> Answers:
    """Return the answer about an entry handed in: its union's and its department's."""
    return Answers(to=(*OWN, "officer"), ok=ok, other=404, but=(("auditor", auditor),))


SIGNED_IN = Answers(to=PERSONAS)
AUDITORS = Answers(to=("auditor",))

MATRIX = {
    "landing": Row(get=everyone(302)),
    "no_role": Row(get=SIGNED_IN),
    "sign_in": Row(get=everyone(302, anonymous=200), post=everyone(302, anonymous=200)),
    "sign_out": Row(post=everyone(302)),
    "change_password": Row(get=SIGNED_IN, post=SIGNED_IN),
    "set_language": Row(post=everyone(400)),
    "healthz": Row(get=everyone()),
    "notices": Row(get=SIGNED_IN),
    "read_notices": Row(post=everyone(302)),
    "read_notice": Row(post=own_notice(302), kwargs="notice"),
    "tokens": Row(get=Answers(to=READERS), post=Answers(to=READERS, ok=400)),
    "revoke_token": Row(
        post=Answers(to=("reporter",), ok=302, other=404), kwargs="token"
    ),
    "todo": Row(get=Answers(to=(*REPORTERS, *OFFICERS, "approver"))),
    "start_submission": Row(post=own(302), kwargs="period_and_union"),
    "submission": Row(get=own(auditor=200), kwargs="submission"),
    "save_cells": Row(post=own(400, anonymous=401), kwargs="submission"),
    "submit_submission": Row(get=own(auditor=200), post=own(400), kwargs="submission"),
    "submission_history": Row(get=own(auditor=200), kwargs="submission"),
    "items": Row(
        get=Answers(to=(*OWN, "officer", "auditor"), other=404), kwargs="entry"
    ),
    "add_item": Row(post=own(400), kwargs="entry"),
    "paste_items": Row(post=own(400), kwargs="entry"),
    "import_items": Row(post=own(400), kwargs="entry"),
    "change_item": Row(post=own(400), kwargs="item"),
    "withdraw_item": Row(post=own(400), kwargs="item"),
    "progress": Row(get=Answers(to=(*REPORTERS, *OFFICERS, "approver"))),
    "union_progress": Row(get=Answers(to=OWN, other=404), kwargs="union"),
    "workbook": Row(get=filling(), post=filling(400), kwargs="submission"),
    "upload_workbook": Row(get=filling(), kwargs="submission"),
    # An upload is seen by who sent it, and by nobody else of the union.
    "workbook_upload": Row(
        get=Answers(to=("reporter",), other=404),
        post=Answers(to=("reporter",), ok=400, other=404),
        kwargs="upload",
    ),
    "marked_workbook": Row(get=Answers(to=("reporter",), other=404), kwargs="upload"),
    "endorse_desk": Row(get=Answers(to=("approver",))),
    "endorse_submission": Row(
        get=Answers(to=("approver",)), kwargs="approved_submission"
    ),
    "endorse": Row(
        post=Answers(to=("approver",), ok=400), kwargs="approved_submission"
    ),
    "send_back": Row(post=Answers(to=("approver",), ok=400), kwargs="approved_entry"),
    "review_desk": Row(get=Answers(to=OFFICERS)),
    "accept_all": Row(post=Answers(to=OFFICERS, ok=400)),
    "review_entry": Row(get=led(), kwargs="entry"),
    "accept_entry": Row(post=led(400), kwargs="entry"),
    "return_entry": Row(post=led(400), kwargs="entry"),
    "reporting_status": Row(get=Answers(to=CITY)),
    "remind": Row(
        get=Answers(to=REMINDERS), post=Answers(to=REMINDERS, ok=400), kwargs="period"
    ),
    "entry": Row(get=read_entry(), kwargs="entry"),
    "attach_evidence": Row(post=own(400), kwargs="entry"),
    "propose_correction": Row(
        get=read_entry(auditor=404), post=read_entry(400, auditor=404), kwargs="entry"
    ),
    "evidence": Row(get=read_entry(), kwargs="evidence"),
    # What this world's file holds cannot be drawn: the icon of a file stands for it.
    "evidence_preview": Row(get=read_entry(302, auditor=302), kwargs="evidence"),
    "remove_evidence": Row(post=own(400), kwargs="evidence"),
    "corrections": Row(get=Answers(to=(*REPORTERS, *OFFICERS, "approver", "auditor"))),
    "correction": Row(get=read_entry(), kwargs="correction"),
    "accept_correction": Row(
        post=Answers(to=("officer",), ok=400, other=404), kwargs="correction"
    ),
    "refuse_correction": Row(
        post=Answers(to=("officer",), ok=400, other=404), kwargs="correction"
    ),
    "withdraw_correction": Row(post=own(400), kwargs="correction"),
    "support_correction": Row(post=own(400), kwargs="correction"),
    "exceptions": Row(
        get=Answers(to=(*REPORTERS, *OFFICERS, "approver", "auditor", "administrator"))
    ),
    "ask_exception": Row(get=own(), post=own(400), kwargs="locked_period_and_union"),
    "exception": Row(
        get=Answers(to=(*OWN, "auditor", "administrator"), other=404),
        kwargs="exception",
    ),
    "grant_exception": Row(
        post=Answers(to=("administrator",), ok=400, other=404), kwargs="exception"
    ),
    "refuse_exception": Row(
        post=Answers(to=("administrator",), ok=400, other=404), kwargs="exception"
    ),
    "health": Row(get=Answers(to=("auditor", "administrator"))),
    "cockpit": Row(get=Answers(to=CITY)),
    "wall": Row(get=Answers(to=CITY)),
    "compare": Row(get=Answers(to=CITY)),
    "target": Row(get=Answers(to=CITY), kwargs="target"),
    "target_postings": Row(get=Answers(to=CITY), kwargs="target"),
    "union": Row(get=Answers(to=(*CITY, *OWN), other=404), kwargs="union"),
    "ledger": Row(get=Answers(to=CITY)),
    "ledger_entries": Row(get=Answers(to=BOOKS)),
    "ledger_reviews": Row(get=Answers(to=BOOKS)),
    "ledger_corrections": Row(get=Answers(to=BOOKS)),
    "ledger_evidence": Row(get=Answers(to=BOOKS)),
    "ledger_events": Row(get=AUDITORS),
    "ledger_posting": Row(get=Answers(to=CITY), kwargs="posting"),
    "ledger_review": Row(
        get=Answers(to=("officer", "auditor"), but=(("other_officer", 404),)),
        kwargs="review",
    ),
    "ledger_event": Row(get=AUDITORS, kwargs="event"),
    "ledger_file": Row(
        get=Answers(to=("officer", "auditor"), but=(("other_officer", 404),)),
        kwargs="evidence",
    ),
    "ledger_figure": Row(get=Answers(to=CITY)),
    "samples": Row(get=AUDITORS),
    "new_sample": Row(get=AUDITORS, post=Answers(to=("auditor",), ok=400)),
    "sample": Row(get=AUDITORS, post=Answers(to=("auditor",), ok=422), kwargs="sample"),
    "sample_report": Row(get=AUDITORS, kwargs="sample"),
    "sample_paper": Row(get=AUDITORS, kwargs="sample"),
    "league": Row(get=Answers(to=LEAGUE)),
    "league_union": Row(
        get=Answers(to=(*CITY, *OWN), other=404, but=(("nobody", 403),)),
        kwargs="union",
    ),
    "pin_target": Row(post=Answers(to=CITY, ok=302), kwargs="target"),
    "unpin_target": Row(post=Answers(to=CITY, ok=302), kwargs="target"),
    "move_pin": Row(post=Answers(to=CITY, ok=400), kwargs="target"),
    "choose_digest": Row(post=Answers(to=CITY, ok=400)),
    # An address that cannot be kept is told on the page that one came from.
    "save_view": Row(post=Answers(to=LEAGUE, ok=302)),
    "forget_view": Row(
        post=Answers(to=("leader",), ok=302, other=404, but=(("nobody", 403),)),
        kwargs="view",
    ),
    "exports": Row(get=Answers(to=CITY), post=Answers(to=CITY, ok=400)),
    "export": Row(get=Answers(to=("leader", "auditor"), other=404), kwargs="export"),
    # The workbook of this world is still being made: its page says so.
    "export_download": Row(
        get=Answers(to=("leader", "auditor"), ok=302, other=404), kwargs="export"
    ),
    "verifications": Row(get=Answers(to=CITY), post=Answers(to=CITY, ok=400)),
    "verification": Row(
        get=Answers(to=("leader", "auditor"), other=404), kwargs="verification"
    ),
    "cancel_export": Row(
        post=Answers(to=("leader",), ok=302, other=404), kwargs="export"
    ),
    # Without a key nothing is ordered, and the page says so.
    "ask_again": Row(
        post=Answers(to=("leader", "auditor"), ok=302, other=404), kwargs="export"
    ),
    "publications": Row(get=Answers(to=READERS)),
    "new_publication": Row(
        get=Answers(to=("administrator",)), post=Answers(to=("administrator",), ok=400)
    ),
    "publication": Row(get=Answers(to=READERS, other=404), kwargs="publication"),
    "printed_publication": Row(
        get=Answers(to=READERS, other=404), kwargs="publication"
    ),
    # The brief of this world is still being made: its page says so.
    "publication_file": Row(
        get=Answers(to=READERS, ok=302, other=404), kwargs="publication_file"
    ),
    "edit_publication": Row(
        get=Answers(to=("administrator",)),
        post=Answers(to=("administrator",), ok=400),
        kwargs="draft",
    ),
    "publish": Row(post=Answers(to=("administrator",), ok=400), kwargs="draft"),
    "discard_draft": Row(post=Answers(to=("administrator",), ok=302), kwargs="draft"),
    "order_files": Row(
        post=Answers(to=("administrator",), ok=302), kwargs="publication"
    ),
    "find_stamp": Row(get=Answers(to=READERS, ok=302)),
    "stamp": Row(get=Answers(to=READERS), kwargs="stamp"),
    "brief_templates": Row(
        get=Answers(to=("administrator",)), post=Answers(to=("administrator",), ok=400)
    ),
    "brief_template": Row(get=Answers(to=("administrator",)), kwargs="template"),
}

NOT_READ = Answers(to=READERS, ok=405)
"""Only written to."""
API = {
    "attach": NOT_READ,
    "submission-submit": NOT_READ,
    "cockpit": Answers(to=CITY),
    "comparison": Answers(to=CITY),
    "target-units": Answers(to=CITY),
    "status": Answers(to=(*REMINDERS, "leader", "auditor")),
    "event-list": Answers(to=("auditor",)),
    "export-list": Answers(to=CITY),
    # The workbook of this world is still being made.
    "export-content": Answers(
        to=("leader", "auditor"),
        ok=409,
        but=(("officer", 404), ("other_officer", 404), ("administrator", 404)),
    ),
    "entry-items": Answers(
        to=(*OWN, "officer", "auditor"), other=404, but=(("nobody", 403),)
    ),
    "content": Answers(
        to=(*OWN, "officer", "auditor"), other=404, but=(("nobody", 403),)
    ),
}
"""Addresses of the API that do not answer everybody with a role alike."""
