"""Who may fetch a form and send it back, and how not."""

import pytest
from django.test import Client

from progress_app.models import WorkbookUpload
from tests import factories
from tests.people import signed_in
from tests.progress_app import changes
from tests.progress_app.desks import HAVENS
from tests.progress_app.workbook.forms import (
    Form,
    assert_nothing_written,
    confirm,
    send,
)
from unions_app.models import Receipt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]

NOT_THEIRS = [
    "stranger",
    "approver",
    "officer",
    "leader",
    "auditor",
    "administrator",
    "nobody",
]


@pytest.mark.parametrize("persona", NOT_THEIRS)
def test_to_everybody_else_there_is_no_form(people, submission, good, persona):
    client = signed_in(getattr(people, persona))

    assert client.get(f"/submissions/{submission.pk}/workbook/").status_code == 404
    assert send(client, submission, good).status_code == 404
    upload = client.get(f"/submissions/{submission.pk}/workbook/upload/")
    assert upload.status_code == 404


@pytest.mark.parametrize("persona", [*NOT_THEIRS, "colleague"])
def test_an_upload_is_its_senders_own(people, submission, uploaded, persona):
    client = signed_in(getattr(people, persona))

    assert client.get(uploaded).status_code == 404
    assert client.get(f"{uploaded}marked/").status_code == 404
    assert confirm(client, uploaded).status_code == 404
    assert_nothing_written(submission)


def test_an_upload_of_another_return_is_not_there(people, client, uploaded):
    other = factories.started("万州区", people.reporter, number=9)
    pk = WorkbookUpload.objects.get().pk

    assert client.get(f"/submissions/{other.pk}/workbook/{pk}/").status_code == 404


def test_who_no_longer_fills_in_for_the_union_does_not_confirm(
    people, client, submission, uploaded
):
    people.reporter.memberships.all().delete()

    assert confirm(client, uploaded).status_code == 404
    assert_nothing_written(submission)


def test_without_a_sign_in_one_is_sent_to_it(submission, uploaded):
    client = Client()

    for address in (f"/submissions/{submission.pk}/workbook/", uploaded):
        for response in (client.get(address), client.post(address)):
            assert response["Location"].startswith("/sign-in/")


def test_a_broken_form_token_writes_nothing(people, submission, good, uploaded):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.reporter)
    before = Receipt.objects.count()

    assert send(strict, submission, good).status_code == 403
    assert confirm(strict, uploaded).status_code == 403
    assert Receipt.objects.count() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, submission, uploaded, method):
    own = f"/submissions/{submission.pk}/workbook/"
    for address in (own, f"{own}upload/", uploaded, f"{uploaded}marked/"):
        assert getattr(client, method)(address).status_code == 405


def test_only_looking_is_for_the_upload_page_and_the_marked_form(client, uploaded):
    assert client.post(f"{uploaded}marked/").status_code == 405


def test_a_locked_period_that_was_opened_again_hands_out_and_takes_forms(people):
    submission = factories.started("万州区", people.reporter, number=9)
    client, address = signed_in(people.reporter), f"/submissions/{submission.pk}/"
    assert client.get(f"{address}workbook/")["Location"] == address
    changes.granted("万州区", people.reporter, people.administrator, number=9)

    form = Form(client.get(f"{address}workbook/").content)
    form[HAVENS, "quantity"] = 3
    response = confirm(client, send(client, submission, form.data)["Location"])

    assert response["Location"] == address
    assert factories.entry_for(submission, HAVENS).quantity == 3
