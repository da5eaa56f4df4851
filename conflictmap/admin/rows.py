"""The ground that every page of the desk stands on: forms show and check, the pipeline writes.

A ModelAdmin of the desk never saves a row itself. It hands the cleaned form to the pipeline in `write`; what the pipeline
refuses comes back as errors on the form's own fields, with nothing written and nothing typed lost.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, IntegrityError
from django.db.models import DateTimeField, Field, JSONField, Model
from django.forms.fields import InvalidJSONInput
from django.http import HttpRequest, HttpResponse

#: Labels of columns whose names read badly.
LABELS = {
    "name_ar": "Name in Arabic",
    "url": "Address (URL)",
    "names": "Other names",
    "geonames_id": "GeoNames id",
    "precision_m": "Radius of doubt, metres",
    "date_start": "First day",
    "date_end": "Last day",
    "via": "Relayed by",
    "parent": "Part of",
    "support_km": "Support, km",
    "filler_km": "Filler spacing, km",
}


class DeskForm(forms.ModelForm):
    """A form whose errors may come from the pipeline, and whose texts have plain line feeds."""

    #: What the pipeline refused when this form was sent.
    refused: ValidationError | None = None
    csp_nonce: str = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            if name in self.fields:
                self.fields[name].label = label

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                # Browsers send CR LF: without this, saving an unchanged text would be a change.
                cleaned[name] = value.replace("\r\n", "\n")
        if self.refused is not None:
            self._show(self.refused)
        return cleaned

    def _show(self, refused: ValidationError) -> None:
        if not hasattr(refused, "error_dict"):
            self.add_error(None, refused)
            return
        for name, errors in refused.error_dict.items():
            if name in self.fields:
                self.add_error(name, errors)
            else:
                prefix = "" if name == NON_FIELD_ERRORS else f"{name.replace('_', ' ')}: "
                messages = [f"{prefix}{message}" for error in errors for message in error.messages]
                self.add_error(None, ValidationError(messages))


class BoundedJSON(forms.JSONField):
    """JSON that a person types. Django's own breaks on what is nested too deeply; this one refuses it."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError:
            raise ValidationError("Enter a valid JSON: this is nested too deeply.") from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except RecursionError:
            return InvalidJSONInput(data)


class SearchedSelect(AutocompleteSelect):
    """A select that is searched as one types. Django's own breaks on a value that is no id; this one shows none chosen."""

    def optgroups(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> Any:
        return super().optgroups(name, [one for one in value if self._is_id(one)], attrs)

    def _is_id(self, value: Any) -> bool:
        try:
            self.field.target_field.to_python(value)
        except ValidationError:
            return False
        return True


class DeskAdmin(admin.ModelAdmin):
    form: type[forms.ModelForm] = DeskForm
    list_per_page = 50
    #: Foreign keys whose row may be made on the spot, in a small window.
    addable: tuple[str, ...] = ()

    def write(self, request: HttpRequest, form: Any, change: bool) -> Model:
        """Write the cleaned form by the pipeline and return the row as it now is. Raises ValidationError."""
        raise NotImplementedError

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody deletes: what others may have cited stays, and what was wrong is corrected by a newer row."""
        return False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (ValidationError, IntegrityError, DataError) as error:
            if request.method != "POST":
                raise
            # The transaction is rolled back: show the form as it was sent, with the reason on it.
            request.refused = as_refusal(error)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        made = super().get_form(request, obj, change=change, **kwargs)
        seen = {"refused": getattr(request, "refused", None), "csp_nonce": str(getattr(request, "csp_nonce", ""))}
        return type(made.__name__, (made,), seen)

    formfield_overrides = {JSONField: {"form_class": BoundedJSON}}

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        try:
            return super().get_changelist_instance(request)
        except OverflowError:
            # A year of thirty digits in the address: Django sees to what is no number, not to what is no year.
            raise IncorrectLookupParameters from None

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SearchedSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Take a new row's first values from the address; a moment can't be given there, for its two inputs want one that is parsed."""
        moments = {field.name for field in self.opts.concrete_fields if isinstance(field, DateTimeField)}
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        return {name: value for name, value in initial.items() if name not in moments}

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        widget = getattr(field, "widget", None)
        if widget is not None and hasattr(widget, "can_add_related"):
            widget.can_add_related = widget.can_add_related and db_field.name in self.addable
            widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
        return field

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        return self.write(request, form, change)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save nothing: the pipeline has written the row."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save nothing: the pipeline has written what belongs to the row."""


def as_refusal(error: Exception) -> ValidationError:
    """Return what the form shows for an error: the pipeline's own words, or a sentence for what the database refused."""
    if isinstance(error, ValidationError):
        return error
    return ValidationError(
        "The database refused this row, so nothing was saved. Somebody may have just saved the same."
    )


def editor_of(request: HttpRequest) -> Any:
    """Return the editor who asks. The desk's pages are for those who are signed in, so there is one."""
    return request.user


def changes_of(form: Any, stored: Model) -> dict[str, Any]:
    """Return the columns that a form changes: sent differently than shown, and different from what is stored."""
    columns = {field.name for field in stored._meta.concrete_fields}
    changed = {}
    for name in form.changed_data:
        if name not in columns or name not in form.cleaned_data:
            continue
        new, old = form.cleaned_data[name], getattr(stored, name)
        same = (
            new.strip() == old.replace("\r\n", "\n").strip()
            if isinstance(new, str) and isinstance(old, str)
            else new == old
        )
        if not same:
            changed[name] = new
    return changed


def messages_of(error: ValidationError) -> str:
    """Return every message of a refusal in one line, for a note at the head of a page."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(
        message if name == NON_FIELD_ERRORS else f"{name.replace('_', ' ')}: {message}"
        for name, messages in error.message_dict.items()
        for message in messages
    )
