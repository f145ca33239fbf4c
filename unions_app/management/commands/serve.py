"""Serve the portal from one process."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from unionplan import embedded


class Command(BaseCommand):
    """Serve site and background jobs in the embedded mode, until Ctrl-C."""

    help = "Serve the site and its background jobs on 127.0.0.1, without a broker."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the port, and whether to end with what started it."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="end when the process that started this one is gone",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve. Errors: CommandError on a server's database or a taken port."""
        if not settings.IS_EMBEDDED:
            raise CommandError(
                "serve 只用于内嵌模式 / serve is for the embedded mode: "
                "with DATABASE_URL on a server run gunicorn, celery worker and beat."
            )
        port = options["port"]
        try:
            embedded.check_port(port)
        except embedded.PortError as error:
            raise CommandError(str(error)) from error
        site = embedded.Site(
            port=port,
            announce=lambda: self._announce(port),
            ends_with_parent=options["with_parent"],
        )
        site.run()

    def _announce(self, port: int) -> None:
        self.stdout.write(f"\n  http://{embedded.HOST}:{port}/\n")
        self.stdout.write("  按 Ctrl-C 停止 / Ctrl-C stops it.\n")
        self.stdout.flush()
