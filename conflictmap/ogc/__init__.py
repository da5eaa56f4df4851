"""OGC API – Features, Part 1: the map's data for QGIS, GDAL and every other client of that standard (OGC 17-069r4)."""
