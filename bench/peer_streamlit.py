"""The same places, filters and charts in Streamlit with streamlit-folium: what the bench measures beside the product.

Written to give it its best chance: the data is cached, the base map is sent once and only the layer of places is sent again
(`feature_group_to_add`), nothing comes back from the map (`returned_objects`). Up to `CIRCLES_UP_TO` places are canvas circles;
beyond, `FastMarkerCluster`, since folium writes a statement of JavaScript a circle, again at every gesture.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import altair as alt
import folium
import numpy as np
import pandas as pd
import streamlit as st
from folium.plugins import FastMarkerCluster
from streamlit_folium import st_folium

DATA = Path(os.environ["PEER_DATA"])
CHARTS = ("area", "rent", "qpv", "status")
CIRCLES_UP_TO = 1_000
BOXES_UP_TO = 8
CIRCLE = "function (row) { return L.circleMarker([row[0], row[1]], {radius: 4, weight: 1, color: '#0072B2'}); }"


@st.cache_data
def load() -> tuple[pd.DataFrame, list[dict[str, Any]], dict[str, Any]]:
    """Places, facets and land, read once."""
    land = json.loads((DATA / "land.geojson").read_text())
    return pd.read_parquet(DATA / "places.parquet"), json.loads((DATA / "facets.json").read_text()), land


def control(facet: dict[str, Any], places: pd.DataFrame) -> pd.Series | None:
    """Draw a facet's control; return the rows that pass, None when it filters nothing."""
    column = places[facet["id"]] if facet["kind"] != "flag" else None
    st.sidebar.subheader(facet["label"])
    if facet["kind"] == "range":
        return _range(facet, places[facet["id"]])
    options = facet["options"]
    if len(options) <= BOXES_UP_TO:
        chosen = [option for option in options if st.sidebar.checkbox(option, key=f"{facet['id']}-{option}")]
    else:
        chosen = st.sidebar.multiselect(facet["label"], options, label_visibility="collapsed")
    chosen += [option for option in _clicked(facet["id"]) if option in options]
    if not chosen:
        return None
    if column is None:
        return places[[f"{facet['id']}:{option}" for option in chosen]].any(axis=1)
    return column.isin(chosen)


def _range(facet: dict[str, Any], column: pd.Series) -> pd.Series | None:
    least, most = float(column.min()), float(column.max())
    low, high = st.sidebar.slider(facet["label"], least, most, (least, most), label_visibility="collapsed")
    unknown = st.sidebar.checkbox("Inconnu", key=f"{facet['id']}-unknown")
    if (low, high) == (least, most) and not unknown:
        return None
    return column.between(low, high) | (column.isna() & unknown)


def _clicked(facet_id: str) -> list[str]:
    """Bars chosen by a click in the facet's chart."""
    picked = st.session_state.get(f"chart-{facet_id}", {}).get("selection", {}).get("picked", [])
    return [item["option"] for item in picked]


def chart(facet: dict[str, Any], places: pd.DataFrame, selected: np.ndarray) -> None:
    """Draw a facet's counts, its own filter lifted."""
    column = places.loc[selected, facet["id"]]
    if facet["kind"] == "range":
        bins = np.searchsorted(facet["edges"], column, side="right")
        names = [str(edge) for edge in (f"< {facet['edges'][0]}", *facet["edges"], "inconnu")]
        counts = np.bincount(np.where(column.isna(), len(names) - 1, bins), minlength=len(names))
        data = pd.DataFrame({"option": names, "n": counts})
    else:
        data = column.value_counts().reindex(facet["options"], fill_value=0).rename_axis("option").reset_index(name="n")
    bars = alt.Chart(data, height=160).mark_bar().encode(x="n:Q", y=alt.Y("option:N", sort=None))
    bars = bars.add_params(alt.selection_point(name="picked", fields=["option"]))
    st.altair_chart(bars, on_select="rerun", key=f"chart-{facet['id']}")


def layer(places: pd.DataFrame) -> folium.FeatureGroup:
    """The places as one layer."""
    group = folium.FeatureGroup(name="Lieux")
    points = places[["lat", "lon"]].to_numpy()
    if len(points) > CIRCLES_UP_TO:
        group.add_child(FastMarkerCluster(points.tolist(), callback=CIRCLE))
    for lat, lon in points if len(points) <= CIRCLES_UP_TO else ():
        group.add_child(folium.CircleMarker((lat, lon), radius=4, weight=1))
    return group


def main() -> None:
    """One run of the script: what Streamlit does at every gesture."""
    st.set_page_config(layout="wide")
    places, facets, land = load()
    passing = {facet["id"]: control(facet, places) for facet in facets}
    active = {name: mask.to_numpy() for name, mask in passing.items() if mask is not None}
    everything = np.ones(len(places), bool)
    selected = np.logical_and.reduce([everything, *active.values()])
    st.metric("Lieux", f"{selected.sum()} / {len(places)}")
    left, right = st.columns([2, 1])
    with right:
        for facet in facets:
            if facet["id"] in CHARTS:
                others = [mask for name, mask in active.items() if name != facet["id"]]
                chart(facet, places, np.logical_and.reduce([everything, *others]))
    with left:
        base = folium.Map((43.35, 5.4), zoom_start=10, tiles=None, prefer_canvas=True, maxZoom=18)
        folium.GeoJson(land, style_function=lambda _feature: {"weight": 0, "fillColor": "#dfe4e8", "fillOpacity": 1}).add_to(base)
        st_folium(base, feature_group_to_add=layer(places[selected]), returned_objects=[], use_container_width=True, height=640, key="map")


main()
