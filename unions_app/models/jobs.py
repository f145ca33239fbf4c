"""What background jobs leave behind, so that people can see that they run."""

from django.db import models


class JobRun(models.Model):
    """One night's run of a job: of several beats one gets the row.

    ``claimed_at`` is None while the work may be tried again. Both moments are of the
    real clock, as the night is, in a demonstration too.
    """

    job = models.CharField(max_length=60)
    due_on = models.DateField()
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="job_once_a_night", fields=("job", "due_on")),
        )

    def __str__(self) -> str:
        return f"{self.job} {self.due_on}"


class WorkerSighting(models.Model):
    """When a worker last did a job, by the portal's clock. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.seen_at)
