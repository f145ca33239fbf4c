"""访问令牌: made with the password, shown once, revoked."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.factories import union_called
from tests.people import PASSWORD, signed_in
from tests.tokens import token_of
from unions_app.models import ApiToken, AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
TOKENS = reverse("tokens")


def asked(**changed) -> dict:
    told = {
        "client_key": str(uuid4()),
        "name": "月报系统",
        "union": union_called("万州区").pk,
        "scopes": ["read", "report"],
        "days": "90",
        "password": PASSWORD,
    }
    return told | changed


def test_a_token_is_made_and_its_secret_shown_once(people):
    client, told = signed_in(people.reporter), asked()
    made = client.post(TOKENS, told)
    [secret] = re.findall(r"upt_[\w-]{43}", made.content.decode())
    assert made["Cache-Control"].startswith("max-age=0")
    token = ApiToken.objects.get()
    assert (token.scopes, token.person) == (["read", "report"], people.reporter)
    assert secret not in client.get(TOKENS).content.decode()

    again = client.post(TOKENS, told, follow=True)
    assert "密文只显示一次" in again.content.decode()
    assert secret not in again.content.decode()
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"password": "falsch"}, "密码不正确"),
        ({"password": ""}, "请输入密码"),
        ({"name": ""}, "请写明用途"),
        ({"name": "x" * 61}, "请不超过60字"),
        ({"scopes": []}, "请至少选择一项权限"),
        ({"scopes": ["everything"]}, "everything"),
        ({"days": "400"}, "400"),
        ({"client_key": "x"}, "页面已过期"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_made(people, changed, words):
    response = signed_in(people.reporter).post(TOKENS, asked(**changed))
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not ApiToken.objects.exists()
    assert not AuditEvent.objects.filter(action="token.created").exists()


def test_another_union_cannot_be_chosen(people):
    other = asked(union=union_called("江北区").pk)
    response = signed_in(people.reporter).post(TOKENS, other)
    assert response.status_code == 400
    assert "请选择单位" in response.content.decode()


def test_a_token_is_revoked_on_its_page(people):
    token, _secret = token_of(people.reporter, "万州区")
    address = reverse("revoke_token", args=[token.pk])
    assert signed_in(people.colleague).post(address).status_code == 404
    page = signed_in(people.reporter).post(address, follow=True)
    assert "立即失效" in page.content.decode()
    token.refresh_from_db()
    assert token.revoked_at is not None
