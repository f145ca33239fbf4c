"""The cockpit and the league as the API tells them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from progress_app.enums import Light, Stage
from progress_app.queries.ledger import LedgerState
from reports_app.enums import Apart, LeagueFormula, Prospect, TileWord
from reports_app.queries.areas import AreaRows, Counts
from reports_app.queries.cockpit import HandedIn
from reports_app.queries.framework import BoardPillar
from reports_app.queries.headline import Headline, Judgement
from reports_app.queries.league import ApartRow, GroupLeague, LeagueRow
from reports_app.queries.tiles import Tile
from reports_app.rules.league_points import PLACES, shown_total
from reports_app.serializers.standings import CoverageSerializer, StandingSerializer
from unions_app.enums import PeerGroup


class LightCountSerializer(serializers.Serializer[Any]):
    """How many figures stand under a light."""

    light = serializers.ChoiceField(Light.choices)
    label = serializers.CharField()
    targets = serializers.IntegerField()


class StageCountSerializer(serializers.Serializer[Any]):
    """How many milestones are at a stage; null: nobody has told."""

    stage = serializers.ChoiceField(Stage.choices, allow_null=True)
    targets = serializers.IntegerField()


class CountsSerializer(serializers.Serializer[Counts]):
    """Figures and milestones counted apart; nothing is averaged."""

    numeric = serializers.IntegerField()
    milestones = serializers.IntegerField()
    lights = serializers.SerializerMethodField()
    stages = serializers.SerializerMethodField()

    @extend_schema_field(LightCountSerializer(many=True))
    def get_lights(self, counts: Counts) -> list[dict[str, Any]]:
        """Return every light that occurs."""
        return [
            {"light": light.value, "label": str(light.label), "targets": number}
            for light, number in counts.lights
        ]

    @extend_schema_field(StageCountSerializer(many=True))
    def get_stages(self, counts: Counts) -> list[dict[str, Any]]:
        """Return every stage that occurs."""
        return [
            {"stage": stage and stage.value, "targets": number}
            for stage, number in counts.stages
        ]


class FreshnessSerializer(serializers.Serializer[LedgerState]):
    """Where the ledger stands, and what is not in the figures yet."""

    sequence = serializers.IntegerField()
    recorded_at = serializers.DateTimeField(allow_null=True)
    unsummed_marks = serializers.IntegerField()
    awaiting_review = serializers.IntegerField()


class HandedInSerializer(serializers.Serializer[HandedIn]):
    """How many unions have handed in their return for a period."""

    period = serializers.IntegerField(source="period.pk")
    period_label = serializers.CharField(source="period")
    coverage = CoverageSerializer()


class JudgementSerializer(serializers.Serializer[Judgement]):
    """What is to be expected of a target at the year's end."""

    code = serializers.CharField(source="standing.target.code")
    name = serializers.CharField(source="standing.target.name")
    prospect = serializers.ChoiceField(Prospect.choices, source="verdict.prospect")
    prospect_label = serializers.CharField(source="verdict.prospect.label")


class InvolvedSerializer(serializers.Serializer[Any]):
    """A union and in how many of the targets in question it is short."""

    union = serializers.IntegerField(source="union.pk")
    union_name = serializers.CharField(source="union.name")
    targets = serializers.IntegerField()


class HeadlineSerializer(serializers.Serializer[Headline]):
    """What will be missed, and because of whom; aspirational targets apart."""

    numeric = serializers.IntegerField()
    short = JudgementSerializer(many=True)
    silent = JudgementSerializer(many=True)
    striving = JudgementSerializer(many=True)
    involved = InvolvedSerializer(many=True)
    unsure = serializers.IntegerField()


class AreaCountsSerializer(serializers.Serializer[AreaRows]):
    """An area of the plan and its counts."""

    area = serializers.IntegerField(source="area.pk")
    title = serializers.CharField(source="area.title")
    counts = CountsSerializer()


class TileSerializer(serializers.Serializer[Tile]):
    """A territorial union: how many of its due targets are met or on pace."""

    union = serializers.IntegerField(source="union.pk")
    union_name = serializers.CharField(source="union.name")
    reached = serializers.IntegerField(source="tally.reached")
    counted = serializers.IntegerField(source="tally.counted")
    silent = serializers.IntegerField(source="tally.silent")
    word = serializers.ChoiceField(TileWord.choices)
    word_label = serializers.CharField(source="word.label")


class BoardItemSerializer(serializers.Serializer[Any]):
    """A named item of the 123510 framework and its measures' targets."""

    name = serializers.CharField()
    rows = StandingSerializer(many=True)


class BoardPillarSerializer(serializers.Serializer[BoardPillar]):
    """A line of the framework; ``unlisted`` are the places that no public text names."""

    number = serializers.CharField()
    text = serializers.CharField()
    listed = BoardItemSerializer(many=True)
    unlisted = serializers.ListField(child=serializers.IntegerField())


class CockpitSerializer(serializers.Serializer[Any]):
    """The leadership's first page. ``headline`` is null at a past moment."""

    is_demonstration = serializers.BooleanField()
    plan = serializers.IntegerField(source="page.frame.plan.pk")
    freshness = FreshnessSerializer(source="page.ledger")
    counts = CountsSerializer(source="page.counts")
    headline = HeadlineSerializer(source="page.headline", allow_null=True)
    handed_in = HandedInSerializer(source="page.handed_in", many=True)
    areas = AreaCountsSerializer(source="page.areas", many=True)
    tiles = TileSerializer(source="tiles.tiles", many=True)
    framework = BoardPillarSerializer(source="page.board", many=True)


class LeagueRowSerializer(serializers.Serializer[LeagueRow]):
    """A ranked union; ``points`` are rounded, never up to the most there is."""

    union = serializers.IntegerField(source="union.pk")
    union_name = serializers.CharField(source="union.name")
    rank = serializers.IntegerField()
    tied = serializers.IntegerField()
    points = serializers.SerializerMethodField()
    on_pace = serializers.IntegerField()
    over = serializers.IntegerField()
    best_other_rank = serializers.IntegerField(source="lowest")
    worst_other_rank = serializers.IntegerField(source="highest")

    def get_points(self, row: LeagueRow) -> str:
        """Return the score."""
        return f"{shown_total(row.score, most=row.most):.{PLACES}f}"


class ApartSerializer(serializers.Serializer[ApartRow]):
    """A union without a rank, and why."""

    union = serializers.IntegerField(source="union.pk")
    union_name = serializers.CharField(source="union.name")
    reason = serializers.ChoiceField(Apart.choices)
    reason_label = serializers.CharField(source="reason.label")


class GroupSerializer(serializers.Serializer[GroupLeague]):
    """One peer group: the ranked in order of rank, then who is apart."""

    group = serializers.ChoiceField(PeerGroup.choices)
    group_label = serializers.CharField(source="group.label")
    coverage = CoverageSerializer()
    rows = LeagueRowSerializer(many=True)
    apart = ApartSerializer(many=True)


class LeagueSerializer(serializers.Serializer[Any]):
    """A quarter's league in the peer groups that the person may see."""

    is_demonstration = serializers.BooleanField()
    plan = serializers.IntegerField(source="league.frame.plan.pk")
    quarter = serializers.IntegerField(
        source="league.quarter.number", allow_null=True, default=None
    )
    formula = serializers.ChoiceField(
        LeagueFormula.choices, source="league.terms.formula"
    )
    freshness = FreshnessSerializer(source="league.ledger")
    groups = GroupSerializer(many=True)
