"""Add a person with one role: how the first administrator comes in."""

import sys
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from unions_app.actions import create_person
from unions_app.enums import Role
from unions_app.models import Person, Union
from unions_app.queries import current_installation, portal_time


class Command(BaseCommand):
    """Add a person; the password is asked for, or is the first line of the input."""

    help = "Add a person with a role at a union; asks for the password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take who, and what they are where."""
        parser.add_argument("username")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--union", required=True, help="short name, as 市总工会")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add, or say what is wrong. Errors: CommandError."""
        username = options["username"]
        if Person.objects.filter(username=username).exists():
            raise CommandError(f"用户名已存在 / There is a {username} already.")
        try:
            union = Union.objects.get(short_name=options["union"])
        except Union.DoesNotExist as error:
            raise CommandError(
                f"没有这个单位 / There is no union {options['union']}."
            ) from error
        create_person(
            username=username,
            name=options["name"],
            password=self._password(Person(username=username, name=options["name"])),
            grants=[(Role(options["role"]), union.pk)],
            by_person_id=None,
            at=portal_time(installation=current_installation(), at=timezone.now()),
        )

    def _password(self, person: Person) -> str:
        asks = sys.stdin.isatty()
        password = getpass() if asks else sys.stdin.readline().rstrip("\n")
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password
