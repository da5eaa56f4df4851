"""GDAL and GEOS on a machine that has neither: the ones inside the wheels serve django-leaflet's form fields."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.services import ROOT, environment

# The machine may have system libraries: hide them by making the system's search answer nothing, as on a machine without.
WITHOUT_SYSTEM_LIBRARIES = """
import ctypes.util
ctypes.util.find_library = lambda name: None
"""


def in_a_fresh_process(code: str, tmp_path: Path) -> dict[str, str]:
    env = environment(
        CONFLICTMAP_VAR=str(tmp_path), SECRET_KEY="test", DJANGO_SETTINGS_MODULE="conflictmap.settings",
        GDAL_LIBRARY_PATH=None, GEOS_LIBRARY_PATH=None,
    )  # fmt: skip
    command = [sys.executable, "-c", WITHOUT_SYSTEM_LIBRARIES + code]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize(("name", "package"), [("gdal", "pyogrio"), ("geos_c", "shapely")])
def test_the_library_inside_the_wheel_is_found(name: str, package: str, tmp_path: Path) -> None:
    code = f"""
import json
from conflictmap.native import native_library
print(json.dumps({{"path": native_library({name!r}, {package!r})}}))
"""
    path = Path(in_a_fresh_process(code, tmp_path)["path"])
    spec = find_spec(package)
    assert spec is not None and spec.origin is not None
    assert path.is_file()
    assert path.is_relative_to(Path(spec.origin).parent.parent)


def test_a_form_field_of_the_admin_takes_a_point_by_the_wheels_libraries(tmp_path: Path) -> None:
    code = """
import json
import django
django.setup()
from django.contrib.gis.gdal import gdal_version
from django.contrib.gis.geos import geos_version
from leaflet.forms.fields import PointField
point = PointField(srid=4326).clean('{"type": "Point", "coordinates": [37.16117, 36.20124]}')
from django.contrib.gis.gdal.libgdal import lgdal
from django.contrib.gis.geos.libgeos import lgeos
lgeos.GEOSversion  # a lazy object: named libraries are loaded by now
print(json.dumps({
    "gdal": gdal_version().decode(), "geos": geos_version().decode(), "point": str(point.wkt),
    "gdal_file": lgdal._name, "maps": open("/proc/self/maps").read() if __import__("os").path.exists("/proc/self/maps") else "",
}))
"""
    seen = in_a_fresh_process(code, tmp_path)
    assert seen["point"] == "POINT (37.16117 36.20124)"
    assert "pyogrio.libs" in seen["gdal_file"]
    if seen["maps"]:
        assert "shapely.libs/libgeos_c" in seen["maps"]
        assert "/usr/lib/x86_64-linux-gnu/libgdal" not in seen["maps"]
