"""Addresses of the shell: landing, signing in and out, language, health."""

from django.urls import path

from unions_app.views import account, home, language, notices, tokens

urlpatterns = [
    path("", home.landing, name="landing"),
    path("no-role/", home.no_role, name="no_role"),
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("password/", account.change_password, name="change_password"),
    path("language/", language.set_language, name="set_language"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="read_notices"),
    path("notices/<int:pk>/read/", notices.read_one, name="read_notice"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
    path("healthz", home.healthz, name="healthz"),
]
