"""Places, actors, sources and theatres at the desk: checked as in a theatre's folder, and the map follows."""

from __future__ import annotations

import json

import pytest

from conflictmap.models import Actor, Place, Source, Theatre
from conflictmap.pipeline.publish import publish

from .conftest import errors_of, form_values

PLACES = "/admin/conflictmap/place/"


def at(row) -> str:
    return f"/admin/conflictmap/{row._meta.model_name}/{row.pk}/change/"


def new_place(theatre, **changes):
    return {"name": "Saraqib", "slug": "saraqib", "kind": "town", "provenance": "background"} | changes


def test_a_point_set_on_the_map_becomes_the_places_coordinates(desk, send, theatre):
    point = json.dumps({"type": "Point", "coordinates": [36.8039, 35.8643]})
    send(desk, f"{PLACES}add/", "place", **new_place(theatre, point=point))
    place = Place.objects.get(slug="saraqib")
    assert (place.longitude, place.latitude, place.theatre) == (36.8039, 35.8643, theatre)


def test_typed_coordinates_count_where_no_map_was_used(desk, send, theatre):
    send(desk, f"{PLACES}add/", "place", **new_place(theatre, longitude="36.8", latitude="35.86"))
    place = Place.objects.get(slug="saraqib")
    assert (place.longitude, place.latitude) == (36.8, 35.86)
    send(desk, at(place), "place", latitude="35.9")
    place.refresh_from_db()
    assert (place.longitude, place.latitude) == (36.8, 35.9)


def test_a_moved_place_changes_the_map_and_keeps_its_id(desk, send, theatre):
    before = publish(theatre=theatre).release.hash
    place = theatre.places.get(slug="manbij")
    point = json.dumps({"type": "Point", "coordinates": [37.5, 35.8]})
    send(desk, at(place), "place", point=point, provenance="background")
    place.refresh_from_db()
    assert (place.longitude, place.latitude) == (37.5, 35.8)
    assert theatre.releases.get(is_current=True).hash != before


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({}, "longitude", "Click the map"),
        ({"longitude": "181", "latitude": "3"}, "longitude", "less than or equal to 180"),
        ({"longitude": "nan", "latitude": "3"}, "longitude", "Enter a number"),
        ({"longitude": "36", "latitude": "35", "slug": "Not a slug"}, "slug", "small letters"),
        ({"longitude": "36", "latitude": "35", "slug": "hama"}, "__all__", "already exists"),
        ({"longitude": "36", "latitude": "35", "kind": "area"}, "extent", "is missing"),
        ({"longitude": "36", "latitude": "35", "provenance": "gazetteer"}, "provenance", "no geonames_id"),
        ({"longitude": "36", "latitude": "35", "names": '{"a": 1}'}, "names", "not a list of texts"),
        ({"longitude": "36", "latitude": "35", "names": "nonsense"}, "names", "valid JSON"),
        ({"longitude": "36", "latitude": "35", "names": '["\\u0000"]'}, "names", "NUL"),
        ({"longitude": "36", "latitude": "35", "country_code": "xx"}, "country_code", "ISO 3166"),
        ({"longitude": "36", "latitude": "35", "population": "200000000"}, "population", "is not between"),
    ],
)
def test_a_place_that_cannot_be_is_refused_by_field(desk, send, theatre, changes, field, says):
    page = send(desk, f"{PLACES}add/", "place", **new_place(theatre, **changes))
    assert says in " ".join(errors_of(page)[field])
    assert not Place.objects.filter(name="Saraqib").exists()


def test_a_slug_stays_once_saved(desk, send, theatre):
    place = theatre.places.get(slug="manbij")
    send(desk, at(place), "place", slug="another", provenance="background")
    place.refresh_from_db()
    assert place.slug == "manbij"


def test_places_are_found_by_any_of_their_names(desk, theatre):
    place = theatre.places.get(slug="manbij")
    place.names = ["Mabbug"]
    place.save()
    for words in ("manb", "mabbug"):
        assert [p.slug for p in desk.get(PLACES, {"q": words}).context["cl"].result_list] == ["manbij"], words
    assert [p.slug for p in desk.get(PLACES, {"q": "حلب"}).context["cl"].result_list] == ["aleppo"]


def test_an_actors_colour_and_a_sources_side_are_checked(desk, send, theatre):
    actor, source = theatre.actors.get(slug="sdf"), theatre.sources.get(slug="army")
    page = send(desk, at(actor), "actor", colour="#NOTRED")
    assert "colour" in errors_of(page)
    page = send(desk, at(source), "source", alignment="martians")
    assert "no actor's side" in errors_of(page)["alignment"][0]
    send(desk, at(actor), "actor", colour="#123456")
    send(desk, at(source), "source", alignment="opposition")
    assert Actor.objects.get(pk=actor.pk).colour == "#123456"
    assert Source.objects.get(pk=source.pk).alignment == "opposition"


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"boundary": '{"type": "Point", "coordinates": [1, 2]}'}, "boundary", "no GeoJSON Polygon"),
        ({"boundary": '{"type": "Polygon", "coordinates": [[[0, 0], [9, 9], [0, 9], [9, 0], [0, 0]]]}'}, "boundary", "not valid"),
        ({"boundary": "[" * 900}, "boundary", "valid JSON"),
        ({"west": "36.9"}, "boundary", "outside bbox"),
        ({"south": "36.99"}, "south", "south of the north"),
        ({"lenses": '"x"'}, "lenses", "list of objects"),
        ({"lenses": '[{"slug": "assessed", "name": "\\\\u0000"}]'}, "lenses", "NUL"),
        ({"south": "91"}, "south", "Between -90 and 90"),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "no time zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone", "no time zone"),
        ({"lenses": "[]"}, "lenses", "required"),
        ({"lenses": '[{"slug": "assessed"}]'}, "lenses", "name is missing"),
        ({"lenses": '[{"slug": "assessed", "name": "All", "kind": "gossip"}]'}, "lenses", "is none of"),
        ({"lenses": '[{"slug": "assessed", "name": "All", "colour": "red"}]'}, "lenses", "no field"),
        ({"date_end": "2024-11-01"}, "date_end", "before the first"),
        ({"support_km": "inf"}, "support_km", "Enter a number"),
    ],
)  # fmt: skip
def test_a_theatre_that_cannot_be_published_is_refused_by_field(desk, send, theatre, changes, field, says):
    page = send(desk, at(theatre), "theatre", **changes)
    shown = errors_of(page)
    assert says in " ".join(shown.get(field, []) + shown.get("__all__", [])), shown
    assert Theatre.objects.get(pk=theatre.pk).boundary == theatre.boundary


def test_a_new_default_takes_the_place_of_the_one_before(desk, send, theatre):
    Theatre.objects.filter(pk=theatre.pk).update(is_default=True)
    values = form_values(desk.get(at(theatre)), "theatre") | {
        "slug": "the-south",
        "name": "The South",
        "is_default": "on",
    }
    send(desk, "/admin/conflictmap/theatre/add/", "theatre", **values)
    assert Theatre.objects.default().slug == "the-south"
    assert Theatre.objects.filter(is_default=True).count() == 1
