"""Addresses of the reader's page."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("t/<slug:slug>/", views.theatre, name="theatre-page"),
]
