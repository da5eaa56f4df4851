"""Public ids: a row's primary key is a UUIDv5 of its natural key, the same on every database."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from conflictmap.core.ids import public_id


class PublicRow(models.Model):
    """Give a row its public id from its natural key on first save.

    A subclass names its `kind` (the first part of the id) and returns the rest from `natural_parts()`.
    """

    kind_of_row: ClassVar[str] = ""

    id = models.UUIDField(primary_key=True, editable=False)

    class Meta:
        abstract = True

    def natural_parts(self) -> tuple[object, ...]:
        raise TypeError(f"{type(self).__name__} has no natural key")

    def assign_id(self) -> None:
        """Set the id from the natural key unless it is set. Call before `bulk_create`, which skips `save`."""
        if self.id is None:
            self.id = public_id(self.kind_of_row, *self.natural_parts())

    def clean(self) -> None:
        """Refuse NUL characters by field: PostgreSQL can't store them, and no text needs them."""
        super().clean()
        nul = {
            field.name: "NUL characters are not allowed."
            for field in self._meta.concrete_fields
            if isinstance(value := field.value_from_object(self), str) and "\x00" in value
        }
        if nul:
            raise ValidationError(nul)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.assign_id()
        super().save(*args, **kwargs)
