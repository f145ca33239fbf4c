"""Wake the workers. Nothing else sends messages: rows are the queue, not the broker."""

import logging

from django.conf import settings
from kombu.exceptions import OperationalError
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from unionplan.celery import app

logger = logging.getLogger(__name__)
BROKER_SECONDS = 1


def wake(job_name: str) -> None:
    """Ask a worker to look at its rows now; a periodic sweep does so anyway.

    A broker that is away costs a few seconds of freshness, never a figure, so it is
    logged and the request goes on.
    """
    try:
        app.send_task(job_name, ignore_result=True, expires=60)
    except OperationalError as error:
        logger.warning("broker away, the sweep will do %s: %s", job_name, error)


def broker_answers() -> bool | None:
    """Return whether Redis answers within a second; None where the broker is built in."""
    if not settings.REDIS_URL:
        return None
    broker = Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=BROKER_SECONDS,
        socket_timeout=BROKER_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        return bool(broker.ping())
    except RedisError:
        return False
    finally:
        broker.close()
