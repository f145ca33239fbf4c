"""Check the ledger and the audit trail: nothing changed, nothing missing."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from progress_app.queries.ledger import LEDGER_CHAIN
from progress_app.queries.verification import CHAINS, Verdict, verdict_on
from progress_app.rules.chains import Flaw
from unionplan.lib.anchors import Anchor, AnchorFileError, read_anchors
from unions_app.enums import ChainFault


class Command(BaseCommand):
    """Compute both chains again; exit 1 and name the first row that is not sound."""

    help = "Check the ledger, the audit trail and their anchors; exit 1 on any flaw."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where the anchors are."""
        parser.add_argument(
            "--anchors", metavar="DIR", help="directory of anchors, else ANCHOR_DIR"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check both, then say how it ended. Errors: CommandError."""
        anchors = self._anchors(options["anchors"])
        verdicts = [
            verdict_on(chain, key=settings.LEDGER_KEY, anchors=anchors)
            for chain in CHAINS
        ]
        for verdict in verdicts:
            if verdict.flaw is None:
                self.stdout.write(in_both(sound, verdict))
        flaws = [in_both(unsound, v, v.flaw) for v in verdicts if v.flaw]
        if flaws:
            raise CommandError("\n".join(flaws))

    def _anchors(self, given: str | None) -> list[Anchor]:
        directory = Path(given or settings.ANCHOR_DIR)
        if not directory.is_dir():
            if given:
                raise CommandError(f"没有这个目录 / There is no directory {given}.")
            return []
        try:
            return read_anchors(directory=directory, key=settings.LEDGER_KEY)
        except AnchorFileError as error:
            raise CommandError(in_both(bad_anchor, error)) from error


def in_both(words: Any, *arguments: Any) -> str:
    """Return a sentence in Chinese and in English."""
    told = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            told.append(words(*arguments))
    return " / ".join(told)


def chain_name(verdict: Verdict) -> str:
    """Return what people call a chain, in the active language."""
    return _("入账记录") if verdict.chain == LEDGER_CHAIN else _("审计记录")


def sound(verdict: Verdict) -> str:
    """Say that a chain is as it was written."""
    return _("%(chain)s：核验 %(rows)d 条，与 %(anchors)d 个锚点对照，全部完好。") % {
        "chain": chain_name(verdict),
        "rows": verdict.rows,
        "anchors": verdict.anchors,
    }


def unsound(verdict: Verdict, flaw: Flaw) -> str:
    """Say what is wrong first, and where."""
    words = ChainFault(flaw.fault).label % {"place": flaw.place, "on": flaw.on}
    return _("%(chain)s：%(what)s。") % {"chain": chain_name(verdict), "what": words}


def bad_anchor(error: AnchorFileError) -> str:
    """Say which line of which file of anchors is not as it was written."""
    return _("锚点文件 %(path)s 第 %(line)d 行无法读出，或不是用本站的密钥写入的。") % {
        "path": error.path,
        "line": error.line,
    }
