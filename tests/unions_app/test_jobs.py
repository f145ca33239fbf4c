"""Nightly jobs: once a night whatever beats there are; and the worker's sign of life."""

import logging
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from celery.schedules import crontab
from django.conf import settings as real_settings
from django.db import connection

from tests.people import NOW
from unionplan.celery import app
from unionplan.lib.dates import SHANGHAI
from unions_app import jobs
from unions_app.actions import ABANDONED_AFTER, claim_job, end_job, note_worker
from unions_app.models import AuditEvent, JobRun, WorkerSighting
from unions_app.rules import night_of

JOB = "some_app.some_job"
NIGHT = date(2024, 10, 28)
NIGHTLY = ("progress_app.reconcile_nightly", "unions_app.anchor_nightly")


@pytest.mark.parametrize(
    ("moment", "night"),
    [
        (datetime(2026, 11, 25, 2, 29, 59, tzinfo=SHANGHAI), date(2026, 11, 24)),
        (datetime(2026, 11, 25, 2, 30, tzinfo=SHANGHAI), date(2026, 11, 25)),
        (datetime(2026, 11, 25, 23, 59, tzinfo=SHANGHAI), date(2026, 11, 25)),
        (datetime(2026, 11, 24, 18, 30, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2026, 1, 1, 0, 10, tzinfo=SHANGHAI), date(2025, 12, 31)),
    ],
)
def test_a_night_begins_at_half_past_two_in_shanghai(moment, night):
    assert night_of(moment) == night


@pytest.mark.parametrize("job", NIGHTLY)
def test_beat_looks_at_half_past_two_and_all_day(job):
    entry = real_settings.CELERY_BEAT_SCHEDULE[job]

    assert entry["task"] == job
    assert isinstance(entry["schedule"], crontab)
    assert 30 in entry["schedule"].minute
    assert entry["schedule"].hour == set(range(24))
    assert real_settings.CELERY_TIMEZONE == "Asia/Shanghai"


def test_every_job_that_beat_sends_exists():
    app.autodiscover_tasks(related_name="jobs", force=True)

    sent = {entry["task"] for entry in real_settings.CELERY_BEAT_SCHEDULE.values()}
    assert sent <= set(app.tasks)
    assert "unions_app.note_worker" in sent


@pytest.mark.django_db
def test_one_of_two_gets_a_night(db):
    assert claim_job(job=JOB, due_on=NIGHT, at=NOW)
    assert not claim_job(job=JOB, due_on=NIGHT, at=NOW)
    assert claim_job(job=JOB, due_on=NIGHT + timedelta(days=1), at=NOW)
    assert claim_job(job="another", due_on=NIGHT, at=NOW)


@pytest.mark.django_db
def test_a_night_that_is_done_stays_done(db):
    claim_job(job=JOB, due_on=NIGHT, at=NOW)
    end_job(job=JOB, due_on=NIGHT, at=NOW, is_done=True)

    assert not claim_job(job=JOB, due_on=NIGHT, at=NOW + timedelta(hours=20))


@pytest.mark.django_db
def test_a_night_that_failed_can_be_tried_again_at_once(db):
    claim_job(job=JOB, due_on=NIGHT, at=NOW)
    end_job(job=JOB, due_on=NIGHT, at=NOW, is_done=False)

    assert claim_job(job=JOB, due_on=NIGHT, at=NOW + timedelta(minutes=10))
    assert not claim_job(job=JOB, due_on=NIGHT, at=NOW + timedelta(minutes=10))


@pytest.mark.django_db
def test_a_killed_workers_night_is_taken_over_after_a_while(db):
    claim_job(job=JOB, due_on=NIGHT, at=NOW)

    assert not claim_job(job=JOB, due_on=NIGHT, at=NOW + timedelta(minutes=19))
    assert claim_job(job=JOB, due_on=NIGHT, at=NOW + ABANDONED_AFTER)
    assert not claim_job(job=JOB, due_on=NIGHT, at=NOW + ABANDONED_AFTER)


@pytest.mark.django_db(transaction=True)
def test_of_many_beats_at_once_one_gets_the_night():
    barrier, won = Barrier(6), []

    def beat():
        try:
            barrier.wait(10)
            won.append(claim_job(job=JOB, due_on=NIGHT, at=NOW))
        finally:
            connection.close()

    threads = [Thread(target=beat) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(won) == [False] * 5 + [True]
    assert JobRun.objects.count() == 1


@pytest.mark.django_db
def test_the_work_is_done_once_and_its_failure_tried_again(db):
    asked = []
    answers = iter([False, True, True])

    def work():
        asked.append(1)
        return next(answers)

    for _beat in range(4):
        jobs.once_a_night(JOB, work)

    assert len(asked) == 2
    assert JobRun.objects.get().finished_at is not None


@pytest.mark.django_db
def test_work_that_raises_leaves_the_night_open(db):
    def fall():
        raise RuntimeError("disk on fire")

    with pytest.raises(RuntimeError):
        jobs.once_a_night(JOB, fall)

    run = JobRun.objects.get()
    assert (run.claimed_at, run.finished_at) == (None, None)


@pytest.mark.django_db
def test_the_nightly_anchor_is_written_once(plan, settings, tmp_path):
    settings.ANCHOR_DIR = str(tmp_path / "anchors")

    jobs.anchor_nightly()
    jobs.anchor_nightly()

    assert len(os.listdir(settings.ANCHOR_DIR)) == 1
    assert AuditEvent.objects.filter(action="chains.anchored").count() == 1
    assert JobRun.objects.get().finished_at is not None


@pytest.mark.django_db
def test_an_anchor_that_cannot_be_written_is_an_alarm(plan, settings, tmp_path, caplog):
    Path(tmp_path / "file").write_text("no directory")
    settings.ANCHOR_DIR = str(tmp_path / "file")

    with caplog.at_level(logging.ERROR):
        jobs.anchor_nightly()

    assert "anchors could not be written" in caplog.text
    assert JobRun.objects.get().finished_at is None


@pytest.mark.django_db
def test_a_worker_leaves_word_with_at_most_one_write_a_minute(
    db, django_assert_num_queries
):
    note_worker(at=NOW)
    with django_assert_num_queries(1):
        note_worker(at=NOW + timedelta(seconds=59))
    assert WorkerSighting.objects.get().seen_at == NOW

    note_worker(at=NOW + timedelta(seconds=60))

    assert WorkerSighting.objects.get().seen_at == NOW + timedelta(seconds=60)


@pytest.mark.django_db
def test_the_sign_of_life_is_of_the_portals_clock(autumn_2024):
    jobs.note_worker()

    assert (
        timedelta(0) <= WorkerSighting.objects.get().seen_at - NOW < timedelta(hours=1)
    )
