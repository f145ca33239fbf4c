"""What generated postings refer to: entries, decisions, days, and an audit trail."""

from bench.world import run
from unions_app.enums import Role
from unions_app.models import Membership, Person, Union


def make_people() -> Person:
    """Return an auditor of the city."""
    auditor = Person.objects.create(username="bench-auditor", name="auditor")
    Membership.objects.create(
        person=auditor, union=Union.objects.get(name="city"), role=Role.AUDITOR
    )
    return auditor


def make_grounds() -> None:
    """Make an entry and a decision for every posting, numbered like it."""
    # A generated correction has an entry of its own.
    run("ALTER TABLE progress_app_entry DROP CONSTRAINT entry_once")
    run(
        """
        INSERT INTO progress_app_submission (union_id, period_id, started_at)
        SELECT DISTINCT union_id, period_id, now() FROM progress_app_posting
        """
    )
    run(
        """
        INSERT INTO progress_app_entry (id, submission_id, target_id, state, version,
            presence, quantity, numerator, denominator, stage, item_count, reason,
            note, problems, next_steps, return_reason, submitted_by_id)
        SELECT posting.sequence, submission.id, posting.target_id, 'accepted', 1,
            presence, quantity, numerator, denominator, stage, 0, '', '', '', '', '',
            posting.recorded_by_id
        FROM progress_app_posting AS posting
        JOIN progress_app_submission AS submission USING (union_id, period_id)
        """
    )
    run(
        """
        INSERT INTO progress_app_review
            (id, entry_id, entry_version, decision, reason, reviewer_id, decided_at)
        SELECT sequence, sequence, 1, 'accepted', '', recorded_by_id, recorded_at
        FROM progress_app_posting
        """
    )


def spread_days(year: int) -> None:
    """Spread the postings over a year, in their order, and let them name their grounds."""
    run("ALTER TABLE progress_app_posting DISABLE TRIGGER USER")
    run(
        """
        UPDATE progress_app_posting AS posting
        SET recorded_at = make_timestamptz(%(year)s, 1, 1, 0, 0, 0)
            + interval '365 days' * (posting.sequence::float / last.sequence),
            entry_id = posting.sequence, review_id = posting.sequence
        FROM (SELECT max(sequence) AS sequence FROM progress_app_posting) AS last
        """,
        year=year,
    )
    run("ALTER TABLE progress_app_posting ENABLE TRIGGER USER")


def make_events(count: int) -> None:
    """Write as many audit events as there are postings."""
    run(
        """
        INSERT INTO unions_app_auditevent (sequence, recorded_at, previous_hash, link,
            mac, person_id, union_id, action, subject, detail)
        SELECT n, make_timestamptz(2024, 1, 1, 0, 0, 0) + interval '1 second' * n * 30,
            '', 'e' || lpad(n::text, 63, '0'), '', NULL, NULL, 'entry.accepted',
            'entry:' || n / 3, '{}'
        FROM generate_series(1, %(count)s) AS n
        """,
        count=count,
    )
