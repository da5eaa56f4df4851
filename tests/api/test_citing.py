"""Every release says how it is cited, and no name breaks the bibliography."""

from __future__ import annotations

import re

from django.test import Client

from conflictmap.core.citation import bibtex
from conflictmap.models import Release

from .conftest import Cast, day, moment


def test_a_release_says_how_it_is_cited(reader: Client, two_banks: Cast, release: Release) -> None:
    told = reader.get(f"/api/v1/releases/{release.pk}/").json()
    year = release.published_at.year
    assert told["citation"] == (
        f"The conflict map's authors ({year}). Conflict map: Two Banks, 2031-03-01 to 2031-03-05. Version {release.hash} [Data set]."
    )
    assert told["bibtex"].startswith(f"@misc{{two-banks-{release.hash},\n")
    assert f"  version = {{{release.hash}}}" in told["bibtex"]
    (listed,) = reader.get("/api/v1/releases/").json()["results"]
    assert listed["citation"] == told["citation"]


def test_no_name_breaks_the_bibliography() -> None:
    entry = bibtex(slug="x", theatre="A & B_{50%}\\", first=day(1), last=day(2), hash_="ab", published_at=moment(3))
    bare = re.sub(r"\\textbackslash\{\}|\\[&%$#_{}]", "", entry)
    assert bare.count("{") == bare.count("}")
    assert r"A \& B\_\{50\%\}\textbackslash{}" in entry
