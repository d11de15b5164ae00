"""Map layers, one file each; a module that defines ``LAYER`` is a layer."""

from layers.layer import Layer, LegendEntry, discover, legend_of, offered, to_geojson

__all__ = ["Layer", "LegendEntry", "discover", "legend_of", "offered", "to_geojson"]
