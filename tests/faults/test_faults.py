"""Whatever breaks, each accepted line is posted once, and the sums are the ledger's."""

import time

from tests.product import kill

LINES = 24 * 4 * 3
SOUND = {
    "lines": LINES,
    "acknowledged": LINES,
    "acknowledged_but_not_posted": [],
    "postings": LINES,
    "last_sequence": LINES,
    "reviewed_twice": 0,
    "marks": 0,
    "differences": 0,
}
AT_WORK = (
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'worker'"
    " AND datname = '{}' AND xact_start IS NOT NULL"
)
PATIENCE_SECONDS = 60


def wait_until(is_so) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.005)
    return is_so()


def test_workers_killed_in_mid_job(stage):
    killed = 0

    def is_at_work() -> bool:
        statement = AT_WORK.format(stage.database)
        return stage.postgres.ask(statement, stage.database)[0][0] > 0

    with stage.beat(), stage.acceptances(seconds=25) as story:
        while story.poll() is None and killed < 6:
            with stage.worker() as worker:
                if wait_until(lambda: is_at_work() or story.poll() is not None):
                    kill(worker)
                    killed += story.poll() is None
        with stage.worker():
            story.wait(timeout=120)
            verdict = stage.verdict()

    assert killed >= 3
    assert verdict == SOUND


def test_the_broker_away_for_a_minute(stage):
    with stage.worker(), stage.beat():
        with stage.acceptances(seconds=20):
            assert wait_until(lambda: stage.accepted_so_far() > 10)
            stage.redis.stop()
            before = stage.accepted_so_far()
            assert wait_until(lambda: stage.accepted_so_far() > before + 20)
            time.sleep(60)
            stage.redis.start()
        verdict = stage.verdict()

    assert verdict == SOUND


def test_the_database_restarted_under_load(stage):
    with stage.worker(), stage.beat():
        with stage.acceptances(seconds=25) as story:
            for how in ("fast", "immediate", "fast"):
                before = stage.accepted_so_far()
                assert wait_until(
                    lambda seen=before: stage.accepted_so_far() > seen + 20
                )
                stage.postgres.control("restart", "-m", how)
            assert story.poll() is None
        verdict = stage.verdict()

    assert verdict == SOUND
