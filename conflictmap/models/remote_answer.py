"""What a geocoder of the net answered for a name, kept so that it is asked once."""

from __future__ import annotations

from typing import Any

from django.db import models

from .theatre import Theatre


class RemoteAnswerQuerySet(models.QuerySet["RemoteAnswer"]):
    def candidates(self, theatre: Theatre, service: str, name: str) -> list[dict[str, Any]]:
        """Return what a service answered for a name of a theatre; nothing where it was not asked, or no service is set."""
        row = self.filter(theatre=theatre, service=service, name=name).first() if service else None
        return list(row.candidates) if row else []


class RemoteAnswer(models.Model):
    """The candidates that a service gave for a name, as a mention keeps them; none is an answer too."""

    theatre = models.ForeignKey(Theatre, on_delete=models.CASCADE, related_name="remote_answers")
    service = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    candidates = models.JSONField(default=list)
    asked_at = models.DateTimeField(auto_now_add=True)

    objects = RemoteAnswerQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["theatre", "service", "name"]
        constraints = [
            models.UniqueConstraint(fields=["theatre", "service", "name"], name="remote_answer_once_per_name")
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.name}"
