"""Published files over HTTP: immutable releases, a revalidated pointer, and nothing else of the disk."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
RELEASE = "0123456789abcdef"


@pytest.fixture
def root(published_root: Path) -> Path:
    folder = published_root / "the-north" / RELEASE
    folder.mkdir(parents=True)
    content = json.dumps({"days": list(range(200))}).encode()
    (folder / "release.json").write_bytes(content)
    (folder / "release.json.gz").write_bytes(gzip.compress(content, mtime=0))
    (published_root / "the-north" / "latest.json").write_text(json.dumps({"release": RELEASE}))
    (published_root / "secret.json").write_text("{}")
    return published_root


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_release_file_may_be_kept_for_ever(client: Client, root):
    response = client.get(f"/published/the-north/{RELEASE}/release.json")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert json.loads(body(response))["days"][-1] == 199


def test_a_reader_that_takes_gzip_gets_it_as_it_was_compressed(client: Client, root):
    response = client.get(f"/published/the-north/{RELEASE}/release.json", headers={"Accept-Encoding": "gzip, br"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert json.loads(gzip.decompress(body(response)))["days"][0] == 0


@pytest.mark.parametrize("path", [f"/published/the-north/{RELEASE}/release.json", "/published/the-north/latest.json"])
def test_what_a_reader_has_already_is_not_sent_again(client: Client, root, path):
    etag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, body(again)) == (304, b"")


def test_the_pointer_is_revalidated_and_follows_a_new_release(client: Client, root):
    before = client.get("/published/the-north/latest.json")
    assert "must-revalidate" in before.headers["Cache-Control"]
    (root / "the-north" / "latest.json").write_text(json.dumps({"release": "f" * 16}))
    after = client.get("/published/the-north/latest.json", headers={"If-None-Match": before.headers["ETag"]})
    assert after.json() == {"release": "f" * 16}


@pytest.mark.parametrize(
    "path",
    [
        "/published/secret.json",
        "/published/the-north/../secret.json",
        "/published/the-north/%2e%2e/secret.json",
        "/published/the-north/..%2fsecret.json",
        f"/published/the-north/{RELEASE}/../../secret.json",
        f"/published/the-north/{RELEASE}/release.json.gz",
        f"/published/the-north/{RELEASE}/nothing.json",
        "/published/nowhere/latest.json",
    ],
)
def test_nothing_else_of_the_disk_is_served(client: Client, root, path):
    assert client.get(path).status_code == 404


def test_published_files_are_only_read(client: Client, root):
    assert client.post("/published/the-north/latest.json").status_code == 405
