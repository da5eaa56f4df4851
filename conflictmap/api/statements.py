"""What the API tells of claims and strikes. The nesting of casualties is that of docs/release-format.md."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from conflictmap.models import Actor, Claim, Place, Source, Strike, Theatre
from conflictmap.models.statement import Statement

SHARED_FIELDS: tuple[str, ...] = (
    "theatre", "place", "place_name", "place_as_written", "basis", "date_start", "date_end", "date_precision", "reported_at",
    "known_on", "source", "via", "report", "summary", "quote", "provenance", "supersedes", "superseded_by",
)  # fmt: skip


class StatementSerializer(serializers.ModelSerializer[Any]):
    """What claims and strikes share. Rows carry `successor`, the id of the row that superseded them."""

    theatre = serializers.SlugRelatedField[Theatre](slug_field="slug", read_only=True)
    place = serializers.SlugRelatedField[Place](slug_field="slug", read_only=True)
    place_name = serializers.CharField(source="place.name", read_only=True)
    source = serializers.SlugRelatedField[Source](slug_field="slug", read_only=True)  # type: ignore[assignment]
    via = serializers.SlugRelatedField[Source](
        slug_field="slug", read_only=True, allow_null=True, help_text="The outlet that relayed the source's words."
    )
    report = serializers.UUIDField(source="report_id", read_only=True, allow_null=True)
    supersedes = serializers.UUIDField(source="supersedes_id", read_only=True, allow_null=True)
    superseded_by = serializers.UUIDField(
        source="successor", read_only=True, allow_null=True, help_text="The row that corrects this one, if any."
    )
    known_on = serializers.SerializerMethodField(help_text="The theatre's day of `reported_at`.")

    def get_known_on(self, row: Statement) -> date:
        return row.theatre.day_of(row.reported_at)


class ClaimPropertiesSerializer(StatementSerializer):
    """A source says that on a date an actor controls, entered, contests or lost a place, or denies it."""

    actor = serializers.SlugRelatedField[Actor](slug_field="slug", read_only=True)
    denies = serializers.UUIDField(
        source="denies_id",
        read_only=True,
        allow_null=True,
        help_text="The claim that this one denies, if it names one.",
    )

    class Meta:
        model = Claim
        fields: tuple[str, ...] = (
            *SHARED_FIELDS, "actor", "relation", "share", "voice", "on_the_spot", "confidence", "denies",
        )  # fmt: skip
        read_only_fields = fields


class ClaimSerializer(ClaimPropertiesSerializer):
    """A source says that on a date an actor controls, entered, contests or lost a place, or denies it."""

    class Meta(ClaimPropertiesSerializer.Meta):
        fields = ("id", *ClaimPropertiesSerializer.Meta.fields)
        read_only_fields = fields


class RangeSerializer(serializers.Serializer[Any]):
    """A count known as low, best, high. Null is not known; null is not zero."""

    low = serializers.IntegerField(allow_null=True)
    best = serializers.IntegerField(allow_null=True)
    high = serializers.IntegerField(allow_null=True)


class CasualtiesSerializer(serializers.Serializer[Any]):
    """Ranges by group of people, and what the source said."""

    civilians = RangeSerializer()
    combatants = RangeSerializer()
    unknown = RangeSerializer()
    wording = serializers.CharField()


class StrikePropertiesSerializer(StatementSerializer):
    """A source says an air strike, shelling or missile hit a place between two days."""

    attackers = serializers.SlugRelatedField[Actor](slug_field="slug", many=True, read_only=True)
    killed = serializers.SerializerMethodField()
    injured = serializers.SerializerMethodField()

    @extend_schema_field(CasualtiesSerializer)
    def get_killed(self, row: Strike) -> dict[str, Any]:
        return asdict(row.casualties("killed"))

    @extend_schema_field(CasualtiesSerializer)
    def get_injured(self, row: Strike) -> dict[str, Any]:
        return asdict(row.casualties("injured"))

    class Meta:
        model = Strike
        fields: tuple[str, ...] = (
            *SHARED_FIELDS, "attackers", "kind", "weapon", "target", "killed", "injured", "grading",
        )  # fmt: skip
        read_only_fields = fields


class StrikeSerializer(StrikePropertiesSerializer):
    """A source says an air strike, shelling or missile hit a place between two days."""

    class Meta(StrikePropertiesSerializer.Meta):
        fields = ("id", *StrikePropertiesSerializer.Meta.fields)
        read_only_fields = fields
