"""What is handed out, published, kept for people, and looked at again."""

from reports_app.models.exports import Export
from reports_app.models.league import LeagueTerms, LeagueWeight
from reports_app.models.pins import DigestChoice, Pin, PinDigest, SavedView
from reports_app.models.publications import BriefTemplate, Publication
from reports_app.models.samples import Finding, Sample, SampleItem, SampleStratum
from reports_app.models.verifications import Verification

__all__ = [
    "BriefTemplate",
    "DigestChoice",
    "Export",
    "Finding",
    "LeagueTerms",
    "LeagueWeight",
    "Pin",
    "PinDigest",
    "Publication",
    "Sample",
    "SampleItem",
    "SampleStratum",
    "SavedView",
    "Verification",
]
