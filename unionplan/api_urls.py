"""Addresses of the API, version 1: for signed-in people and for their tokens."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

from progress_app.api.evidence import AttachView, ContentView
from progress_app.api.exceptions import ExceptionViewSet
from progress_app.api.items import ItemViewSet
from progress_app.api.rollups import RollupViewSet
from progress_app.api.status import StatusView
from progress_app.api.submissions import SubmissionViewSet
from reports_app.api.books import (
    CorrectionViewSet,
    EntryViewSet,
    EventViewSet,
    EvidenceViewSet,
    PostingViewSet,
    ReviewViewSet,
)
from reports_app.api.comparisons import ComparisonView, TargetUnitsViewSet
from reports_app.api.exports import ExportViewSet
from reports_app.api.pages import CockpitView, LeagueView
from reports_app.api.publications import PublicationViewSet, StampView
from reports_app.api.standings import StandingViewSet
from targets_app.api import PeriodViewSet, TargetViewSet
from tasks_app.api import (
    AreaViewSet,
    FrameworkViewSet,
    MeasureViewSet,
    PlanViewSet,
    TaskViewSet,
)
from unions_app.api.kinds import KindView
from unions_app.api.notices import NoticeViewSet
from unions_app.api.unions import UnionViewSet

app_name = "api"

router = DefaultRouter()
# A suffix would be a second address for everything: one is enough to watch over.
router.include_format_suffixes = False
router.register("plans", PlanViewSet, basename="plan")
router.register("areas", AreaViewSet, basename="area")
router.register("tasks", TaskViewSet, basename="task")
router.register("measures", MeasureViewSet, basename="measure")
router.register("framework", FrameworkViewSet, basename="framework")
router.register("unions", UnionViewSet, basename="union")
router.register("periods", PeriodViewSet, basename="period")
router.register("targets", TargetViewSet, basename="target")
router.register("rollups", RollupViewSet, basename="rollup")
router.register("submissions", SubmissionViewSet, basename="submission")
router.register("postings", PostingViewSet, basename="posting")
router.register("entries", EntryViewSet, basename="entry")
router.register("reviews", ReviewViewSet, basename="review")
router.register("corrections", CorrectionViewSet, basename="correction")
router.register("evidence", EvidenceViewSet, basename="evidence")
router.register("events", EventViewSet, basename="event")
router.register("exceptions", ExceptionViewSet, basename="exception")
router.register("publications", PublicationViewSet, basename="publication")
router.register("exports", ExportViewSet, basename="export")
router.register("notices", NoticeViewSet, basename="notice")
router.register("standings", StandingViewSet, basename="standing")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("cockpit/", CockpitView.as_view(), name="cockpit"),
    path("comparisons/", ComparisonView.as_view(), name="comparison"),
    path(
        "targets/<int:pk>/units/",
        TargetUnitsViewSet.as_view({"get": "list"}),
        name="target-units",
    ),
    path(
        "entries/<int:pk>/items/",
        ItemViewSet.as_view({"get": "list", "post": "create"}),
        name="entry-items",
    ),
    path("problems/<str:code>", KindView.as_view(), name="problem"),
    path("league/", LeagueView.as_view(), name="league"),
    path("status/", StatusView.as_view(), name="status"),
    path("stamps/<str:stamp>/", StampView.as_view(), name="stamp"),
    path("entries/<int:pk>/evidence/", AttachView.as_view(), name="attach"),
    path("evidence/<int:pk>/content/", ContentView.as_view(), name="content"),
    *router.urls,
]
