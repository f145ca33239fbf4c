"""What the tests of the form stand on."""

import pytest

from tests import factories
from tests.people import signed_in
from tests.progress_app.desks import HAVENS, MEMBERS, PENSION, RATE, STAGE
from tests.progress_app.views.conftest import quota
from tests.progress_app.workbook.forms import filled, made, send

__all__ = ["quota"]

GOOD = {
    (HAVENS, "quantity"): "１２",  # noqa: RUF001
    (PENSION, "quantity"): "20万",
    (RATE, "numerator"): 3,
    (RATE, "denominator"): 4,
    (STAGE, "stage"): "推进中",
    (MEMBERS, "reason"): "本期没有",
    (HAVENS, "note"): "=不是公式",
}


@pytest.fixture
def submission(people):
    return factories.started("万州区", people.reporter)


@pytest.fixture
def client(people):
    return signed_in(people.reporter)


@pytest.fixture
def good(submission):
    """A form filled in without a fault."""
    form = filled(made(submission), GOOD)
    form.cell(HAVENS, "note").data_type = "s"
    return form.data


@pytest.fixture
def uploaded(client, submission, good):
    """The address of a faultless upload's preview."""
    return send(client, submission, good)["Location"]
