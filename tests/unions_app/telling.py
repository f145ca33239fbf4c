"""People who were told something, and mails on their way."""

from datetime import datetime, timedelta

from tests.people import NOW
from unions_app.actions import News, gather_digests, notify
from unions_app.enums import NoticeKind
from unions_app.models import Digest, Notice, Person

EVERY = timedelta(minutes=30)


def told(
    *people: Person,
    kind: NoticeKind = NoticeKind.REMINDED,
    subject: str = "period:10:union:7",
    title: str = "催报",
    body: str = "请尽快报送",
    at: datetime = NOW,
) -> Notice:
    """Tell people something; return the first one's notice."""
    texts = {
        "zh-hans": {"title": title, "body": body},
        "en": {"title": f"en {title}", "body": f"en {body}"},
    }
    news = News(kind, subject, [person.pk for person in people], texts)
    notify(news=[news], at=at)
    return Notice.objects.get(person=people[0], kind=kind, subject=subject)


def with_address(person: Person, address: str = "clerk@example.org") -> Person:
    """Return a person who can be mailed."""
    person.email = address
    person.save(update_fields=["email"])
    return person


def gathered(person: Person, *, at: datetime = NOW) -> Digest:
    """Return the mail that a person's notices were put into."""
    assert gather_digests(at=at, every=EVERY) == 1
    return Digest.objects.get(person=person, gathered_at=at)
