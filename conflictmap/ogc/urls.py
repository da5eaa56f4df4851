"""Every address under /ogc/."""

from __future__ import annotations

from django.urls import path

from .views import Collections, Conformance, Definition, Item, Items, Landing, OneCollection

app_name = "ogc"

urlpatterns = [
    path("", Landing.as_view(), name="landing"),
    path("api", Definition.as_view(), name="api"),
    path("conformance", Conformance.as_view(), name="conformance"),
    path("collections", Collections.as_view(), name="collections"),
    path("collections/<str:name>", OneCollection.as_view(), name="collection"),
    path("collections/<str:name>/items", Items.as_view(), name="items"),
    path("collections/<str:name>/items/<str:item>", Item.as_view(), name="item"),
]
