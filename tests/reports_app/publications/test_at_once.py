"""Many publish at once: no number is given twice, and none is left out."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from reports_app.models import Publication
from tests.reports_app.publications.making import confirmed, drafted, post_some

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 5


def test_numbers_stay_gapless_when_many_publish_at_once(people):
    post_some(people)
    drafts = [drafted(people.administrator) for _each in range(MANY)]
    barrier = threading.Barrier(MANY)

    def run(draft):
        try:
            connection.ensure_connection()
            barrier.wait()
            confirmed(draft, people.administrator)
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        list(pool.map(run, drafts))

    numbers = Publication.objects.published().values_list("number", flat=True)
    assert sorted(numbers) == [1, 2, 3, 4, 5]
    stamps = Publication.objects.values_list("stamp", flat=True)
    assert len(set(stamps)) == MANY
