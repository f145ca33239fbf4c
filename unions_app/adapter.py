"""How django-allauth behaves here: who gets in, who is locked out, what is noted."""

import math
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from unionplan.lib.chain import body_hash
from unions_app.actions import Happening, record
from unions_app.models import Person
from unions_app.queries import person_id_named

LOCKED_SECONDS = 600
"""Ten minutes from the last failed try. Source: GB/T 22239-2019, 8.1.4.1."""


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators; nobody signs up.

    allauth counts the failed tries, by account and by address; the lock adds that the
    ten minutes begin with the last of them, and until when they run.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "用户名或密码不正确。连续输错 5 次，该账号将锁定 10 分钟。"
        ),
        "too_many_login_attempts": _("连续输错次数过多，账号已临时锁定。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse self-registration."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Go on to pages of this host only, whatever other hosts are allowed."""
        return url_has_allowed_host_and_scheme(
            url,
            allowed_hosts={self.request.get_host()},
            require_https=self.request.is_secure(),
        )

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Stay silent: the views say what happened, in words of the portal."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a locked account before its password is looked at."""
        username = credentials["username"]
        if seconds_locked(username):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note the failed try, and lock the account after the last one allowed.

        The typed name is not noted: people type their password into the wrong field.
        """
        username = credentials["username"]
        actions = ["sign_in_failed"]
        if not self._has_tries_left(request, **credentials):
            until = timezone.now().timestamp() + LOCKED_SECONDS
            cache.set(lock_key(username), until, LOCKED_SECONDS)
            actions.append("account_locked")
        note(request, *actions, person_id=person_id_named(username))

    def _has_tries_left(self, request: HttpRequest, **credentials: Any) -> bool:
        key = self._get_login_attempts_cache_key(request, **credentials)
        usage = ratelimit.consume(
            request, app="allauth.account", action="login_failed", key=key, dry_run=True
        )
        return usage is not None

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        """Count by account alone: the address typed for the portal gives no new tries."""
        return f"{lock_key(credentials['username'])}:tries"

    def post_login(
        self, request: HttpRequest, user: Person, **kwargs: Any
    ) -> HttpResponse:
        """Note who came in."""
        note(request, "sign_in", person_id=user.pk)
        return super().post_login(request, user, **kwargs)

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        """Say that the account is disabled, to those who know its password."""
        note(request, "sign_in_refused", person_id=user.pk)
        return render(request, "account/inactive.html", status=403)


def lock_key(username: str) -> str:
    """Return the cache key of an account's lock, for names in any case of letters."""
    return f"sign-in-lock:{body_hash(username.strip().lower())}"


def seconds_locked(username: str) -> int:
    """Return for how long an account still stays locked; 0 when it is open."""
    until = cache.get(lock_key(username), 0)
    return max(0, math.ceil(until - timezone.now().timestamp()))


def note(request: HttpRequest, *actions: str, person_id: int | None) -> None:
    """Write what happened at the door into the audit trail."""
    subject = f"person {person_id}" if person_id else "person unknown"
    happenings = [Happening(action=action, subject=subject) for action in actions]
    record(happenings=happenings, person_id=person_id, at=request.moment)
