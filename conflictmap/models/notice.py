"""Notices: a reader says that a claim or a place is wrong. Nothing is kept of who the reader is."""

from __future__ import annotations

from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q

from .claim import Claim
from .place import Place
from .source import http_url
from .statement import AppendOnlyError
from .theatre import Theatre

SHORTEST_NOTICE, LONGEST_NOTICE = 10, 2000
#: What an editor decides; everything else of a notice stays as it was sent.
DECISION = frozenset({"status", "note", "decided_by", "decided_at"})


class NoticeQuerySet(models.QuerySet["Notice"]):
    def awaiting_answer(self) -> Self:
        return self.filter(status=Notice.NEW)


class Notice(models.Model):
    """What one reader wrote about a place, or about one claim about it, and what an editor made of it."""

    NEW, ANSWERED, DISMISSED = "new", "answered", "dismissed"
    STATUSES = ((NEW, "New"), (ANSWERED, "Answered"), (DISMISSED, "Dismissed"))

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    theatre = models.ForeignKey(Theatre, on_delete=models.PROTECT, related_name="notices")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="notices")
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
    text = models.TextField(max_length=LONGEST_NOTICE, validators=[MinLengthValidator(SHORTEST_NOTICE)])
    source_url = models.CharField(max_length=1000, blank=True, validators=[http_url])
    view = models.CharField(
        max_length=300, blank=True, help_text="What the reader saw: the query of the page's address."
    )
    status = models.CharField(max_length=12, choices=STATUSES, default=NEW)
    note = models.TextField(blank=True, max_length=2000, help_text="For other editors; readers never see it.")
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["status", "-created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="new") | Q(decided_at__isnull=False), name="notice_decided_at_some_time"
            )
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 60 else f"{self.text[:59]}…"

    def save(self, *args: Any, **kwargs: Any) -> None:
        changed = kwargs.get("update_fields")
        if not self._state.adding and not (changed and DECISION.issuperset(changed)):
            raise AppendOnlyError("A notice stays as it was sent: only its decision changes.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("A notice is not deleted: dismiss it.")
