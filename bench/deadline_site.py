"""What gunicorn serves in the deadline's measurement: the portal and the bare view."""

from django.conf import settings

from unionplan.wsgi import application

__all__ = ["application"]

settings.ROOT_URLCONF = "bench.deadline_urls"
