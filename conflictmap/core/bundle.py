"""A release as one file to keep and cite: every layer as GeoPackage and GeoParquet, what the columns mean, and how to cite it.

The same release gives the same bytes. Nothing in the archive is packed: zlibs differ, and Parquet is packed in itself.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Generator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from .citation import AUTHORS, title_of
from .dictionary import LAYERS, TYPES
from .formats import TEXT_FORMATS
from .release_days import release_day_rows
from .release_layers import release_rows
from .release_reading import Json, ReleaseReading
from .write_files import write_file
from .write_text import WRITERS

BUNDLE_FORMATS = ("gpkg", "parquet")
DEFAULT_LENS = "assessed"


def write_layer(reading: ReleaseReading, layer: str, form: str, path: Path, lens: str = DEFAULT_LENS) -> None:
    """Write a layer of a release to a path where nothing is yet; of what changes by day, every day through the lens."""
    rows = _rows(reading, layer, lens)
    if form not in TEXT_FORMATS:
        write_file(layer, form, rows, path)
        return
    with path.open("xb") as file:
        file.writelines(WRITERS[form](LAYERS[layer], rows))


def write_bundle(reading: ReleaseReading, path: Path, *, published: date) -> None:
    """Write the archive to a path where nothing is yet. `published` is the day of publication, for those who cite it."""
    with tempfile.TemporaryDirectory(prefix="bundle-") as name:
        folder = Path(name)
        for layer in LAYERS:
            for form in BUNDLE_FORMATS:
                write_layer(reading, layer, form, folder / f"{layer}.{form}")
        for paper, text in _papers(reading, published).items():
            (folder / paper).write_text(text, encoding="utf-8")
        files = sorted(folder.iterdir())
        sums = "".join(f"{_sha256(file)}  {file.name}\n" for file in files)
        (folder / "SHA256SUMS").write_text(sums)
        with ZipFile(path, "x", ZIP_STORED) as archive:
            for file in [*files, folder / "SHA256SUMS"]:
                entry = ZipInfo(file.name, (1980, 1, 1, 0, 0, 0))
                entry.external_attr = 0o644 << 16
                with archive.open(entry, "w") as into, file.open("rb") as out:
                    while piece := out.read(1 << 20):
                        into.write(piece)


def _rows(reading: ReleaseReading, layer: str, lens: str) -> Generator[tuple[Any, ...]]:
    if layer in ("places", "claims", "strikes"):
        return release_rows(reading, layer, {})
    return release_day_rows(reading, layer, lens)


def _papers(reading: ReleaseReading, published: date) -> dict[str, str]:
    theatre = reading.manifest["theatre"]
    title = title_of(theatre["name"], reading.days[0], reading.days[-1])
    return {
        "CITATION.cff": _citation(reading, title, published),
        "datacite.json": _json(_datacite(reading, title, published)),
        "dictionary.json": _json({"types": dict(TYPES), "layers": [asdict(layer) for layer in LAYERS.values()]}),
        "LICENCE.txt": f"{theatre['data_licence']}\n\n{theatre['attribution']}\n",
    }


def _citation(reading: ReleaseReading, title: str, published: date) -> str:
    lines = (
        "cff-version: 1.2.0",
        "type: dataset",
        "message: If you use these data, please cite this release by its version, which is the hash of its content.",
        f"title: {json.dumps(title, ensure_ascii=False)}",
        "authors:",
        f"  - name: {AUTHORS}",
        f"version: {json.dumps(reading.hash)}",
        f"date-released: {published}",
    )
    return "\n".join(lines) + "\n"


def _datacite(reading: ReleaseReading, title: str, published: date) -> Json:
    """Return metadata after the DataCite schema 4.6; an identifier is given by whoever deposits the file."""
    theatre = reading.manifest["theatre"]
    west, south, east, north = theatre["bbox"]
    box = {
        "westBoundLongitude": west,
        "eastBoundLongitude": east,
        "southBoundLatitude": south,
        "northBoundLatitude": north,
    }
    return {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "titles": [{"title": title}],
        "creators": [{"name": AUTHORS, "nameType": "Organizational"}],
        "publisher": {"name": "Conflict map"},
        "publicationYear": published.year,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Conflict map release"},
        "dates": [
            {"date": published.isoformat(), "dateType": "Issued"},
            {"date": f"{reading.days[0]}/{reading.days[-1]}", "dateType": "Coverage"},
        ],
        "version": reading.hash,
        "rightsList": [{"rights": theatre["data_licence"]}],
        "geoLocations": [{"geoLocationPlace": theatre["name"], "geoLocationBox": box}],
        "formats": ["GeoPackage", "GeoParquet"],
        "language": "en",
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=list) + "\n"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
