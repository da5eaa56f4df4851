"""Find the GDAL and GEOS libraries that wheels carry, for machines whose system has none."""

from __future__ import annotations

from ctypes.util import find_library
from importlib.util import find_spec
from pathlib import Path


def native_library(name: str, package: str) -> str | None:
    """Return the path of `lib<name>` inside a package's wheel, or None where the system has its own.

    Linux wheels keep bundled libraries in `<package>.libs` beside the package, macOS ones in `<package>/.dylibs`.
    """
    if find_library(name):
        return None
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    for libraries in (folder.with_name(f"{package}.libs"), folder / ".dylibs"):
        found = sorted(libraries.glob(f"lib{name}[-.]*"))
        if found:
            return str(found[0])
    return None
