"""The API keeps every promise of its own description: each operation, right and wrong.

schemathesis makes the requests from the description: of every operation the examples,
the borders of every parameter and body, what breaks them, and some at random, always
the same ones. All its checks are on. One is told more: what only the data can say (a
union that is not there, a moment that has not come) is refused with 400, however well
formed; the refusal must then name what is wrong.
"""

from datetime import datetime

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, settings
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)

from tests import factories
from tests.people import NOW, make_people, make_person
from tests.reports_app.publications.making import published
from tests.tokens import token_of
from tests.unions_app.telling import told
from unionplan.lib.dates import SHANGHAI
from unionplan.wsgi import application
from unions_app.enums import InstallationMode, Role
from unions_app.models import Installation

pytestmark = pytest.mark.django_db
OFFICE = "基层组织建设部门（示例）"
EXAMPLES = 1
WELL_FORMED = ["2xx", "400", "403", "404", "409"]


def configuration() -> SchemathesisConfig:
    """Return how requests are made, and what is expected of the answers."""
    checks = ChecksConfig(
        positive_data_acceptance=PositiveDataAcceptanceConfig(
            expected_statuses=WELL_FORMED
        )
    )
    generation = GenerationConfig(max_examples=EXAMPLES, deterministic=True)
    project = ProjectConfig(checks=checks, generation=generation)
    return SchemathesisConfig(seed=2024, projects=ProjectsConfig(default=project))


described = schemathesis.openapi.from_dict(
    SchemaGenerator().get_schema(request=None, public=True), config=configuration()
)
described.app = application


@pytest.fixture(scope="module")
def everything(django_db_setup, django_db_blocker):
    """Make some of everything, once, and one person who may see and do it all."""
    with django_db_blocker.unblock(), transaction.atomic():
        Installation.objects.create(
            mode=InstallationMode.DEMONSTRATION,
            clock_offset=NOW - datetime.now(SHANGHAI),
        )
        people = make_people()
        typed = {"新建渝工港湾": {"quantity": "3"}}
        factories.accepted("万州区", people.reporter, people.officer, typed, number=9)
        person = make_person("everything", *((role, OFFICE) for role in Role))
        published(people.administrator)
        factories.started(OFFICE, person)
        told(person, body="请尽快报送")
        yield token_of(person, OFFICE)[1]
        transaction.set_rollback(True)


@pytest.fixture
def bearer(everything, settings):
    # As Django's own test client does: the connection is the test's.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    settings.API_RATES = dict.fromkeys(settings.API_RATES, "1000000/m")
    yield {"Authorization": f"Bearer {everything}"}
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@described.parametrize()
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_every_operation_keeps_its_promises(case, bearer):
    response = case.call_and_validate(headers=bearer)
    if response.status_code == 400:
        told = response.json()
        assert told["errors"] or told["type"].endswith("/malformed")
