"""Map layers of other services: found at the address that the facilitator pastes, tried, kept, and told to pages."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from threading import BoundedSemaphore
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from domain.external_layer import ExternalKind, ExternalLayer, ExternalSource, clean_address, clean_words, refuse_credentials, tile_template
from domain.person import Action, NotAllowed, Person, require
from geodata.crs import bounds_wgs84
from geodata.download import DownloadError
from geodata.public_address import LIMITS, Found, check_public, read_public
from i18n import gettext as _
from i18n import ngettext
from intake.errors import FileError
from intake.map_service import Feature, ServiceDocument, ServiceLayer, read_document, read_features, reason
from intake.sandbox import Busy
from processes.memory_cache import MemoryCache
from services.answer import Answer
from services.data_files import GEOJSON, DataFile
from services.editions import Editions
from services.map_tiles import is_image, one_tile
from store.database import StoreUnavailable
from store.external_layers import ExternalLayers, NewLayer, NoLayer

REFUSALS = (NotAllowed, StoreUnavailable, NoLayer, DownloadError, FileError, Busy, ValueError)
"""What is said in a sentence."""
MOST_AT_ONCE = 2
MOST_DOCUMENTS = 3
"""How many documents lead from the address that is pasted to the list of layers: landing page, collections, tile sets."""
REMEMBERED_S, MOST_REMEMBERED = 900.0, 8
MOST_PAGES, MOST_FEATURES, PAGE_FEATURES = 5, 5_000, 1_000
MOST_BYTES = 6_000_000
OF_ALL_S = 45.0
FEATURES_PATH = "/layers"


class ShownLayer(Answer):
    """A layer of another service as the map draws it: `opacity` between 0 and 1, `url` of maps, tiles or features, as its kind has it."""

    id: str
    kind: str
    name: str
    attribution: str
    url: str
    layers: str
    version: str
    format: str
    max_zoom: int
    opacity: float


@dataclass(frozen=True)
class MapService:
    """What was found at an address: its layers, those that cannot be drawn included."""

    address: str
    layers: tuple[ServiceLayer, ...]

    def layer(self, layer_id: str) -> ServiceLayer:
        """Return a layer; ValueError with a sentence where it has none of this id."""
        found = next((one for one in self.layers if one.id == layer_id), None)
        if found is None:
            raise ValueError(_("Choisissez d'abord un calque dans la liste."))
        return found


@dataclass(frozen=True)
class LayerChoice:
    """What the facilitator chose: a layer of what was found at an address, its words, and how it is drawn."""

    address: str
    layer: str
    name: str
    attribution: str
    is_shown: bool
    opacity: int


@dataclass(eq=False)
class ExternalLayerService:
    """The layers of other services. `allows_local`: services of this machine may be read too (a demonstration)."""

    store: ExternalLayers
    editions: Editions
    allows_local: bool = False
    _known: MemoryCache[tuple[float, MapService]] = field(default_factory=lambda: MemoryCache(MOST_REMEMBERED, lambda _found: 1))
    _free: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(MOST_AT_ONCE))

    def shown(self) -> tuple[ExternalLayer, ...]:
        """Return every layer, the upper one first; none while the store cannot be read: the map does without."""
        with suppress(StoreUnavailable):
            return self.store.list()
        return ()

    def left_out(self) -> str:
        """Return the sentence of a map that is drawn without them; empty where there is none."""
        names = [one.name for one in self.shown()]
        words = ngettext("Sans le calque d'un autre service : {names}.", "Sans les calques d'autres services : {names}.", len(names))
        return words.format(names=", ".join(names)) if names else ""

    def drawn(self) -> list[ShownLayer]:
        """Return the same as the map draws them."""
        return [_shown(one) for one in self.shown()]

    def features(self, layer_id: str) -> DataFile:
        """Return the file of the features of a layer; raises NoLayer, StoreUnavailable."""
        packed = self.store.data(layer_id)
        return DataFile(f"{FEATURES_PATH}/{layer_id}.json", GEOJSON, gzip.decompress(packed), packed, revocable=True)

    def origins(self) -> tuple[str, ...]:
        """Return the sites from which pages may take images of layers."""
        return tuple(dict.fromkeys(one.source.origin for one in self.shown() if one.source.origin))

    def find(self, person: Person, address: str) -> MapService:
        """Return what is at an address.

        Raises
        ------
        NotAllowed, ValueError, DownloadError, FileError, Busy
            The person does not manage layers; the address is refused, cannot be read, or tells no layer; a sentence.
        """
        require(person, Action.MANAGE_LAYERS)
        address = clean_address(address)
        if template := tile_template(address):
            check_public(template, allows_local=self.allows_local)
            return MapService(address, (ServiceLayer("tiles", "xyz", urlsplit(template).hostname or "", url=template),))
        with self._turn():
            found = MapService(address, self._layers(address))
        self._known.put(address, (time.monotonic(), found))
        return found

    def found(self, person: Person, address: str) -> MapService:
        """Return what was found at an address a moment ago, else look again; raises as `find`."""
        require(person, Action.MANAGE_LAYERS)
        at, known = self._known.known(address.strip()) or (0.0, None)
        return known if known and time.monotonic() - at < REMEMBERED_S else self.find(person, address)

    def add(self, person: Person, choice: LayerChoice) -> ExternalLayer:
        """Add the layer that was chosen, once one of its images, or its features, came; raises as `find`, and StoreUnavailable."""
        clean_words(choice.name, choice.attribution)
        service = self.found(person, choice.address)
        layer = service.layer(choice.layer)
        if layer.refusal:
            raise ValueError(reason(layer.refusal))
        with self._turn():
            is_stored = layer.kind == ExternalKind.FEATURES
            data, count = self._features(layer.url) if is_stored else (b"", 0)
            source = ExternalSource(ExternalKind.FEATURES, layer.url) if is_stored else self._tried(self._with_tiles(layer))
        shown = choice.is_shown, choice.opacity
        return self.store.add(person, NewLayer(choice.name, choice.attribution, service.address, source, *shown, count, data))

    def read_again(self, person: Person, layer_id: str) -> int:
        """Read the features of a layer again; return how many there are. Raises as `add`."""
        require(person, Action.MANAGE_LAYERS)
        layer = next((one for one in self.store.list() if one.id == layer_id and one.source.kind is ExternalKind.FEATURES), None)
        if layer is None:
            raise NoLayer
        with self._turn():
            data, count = self._features(layer.source.url)
        self.store.replace(person, layer_id, data, count)
        return count

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Hold one of the few readings of this process: each holds a thread for as long as another service takes."""
        if not self._free.acquire(blocking=False):
            raise Busy(_("D'autres adresses sont lues en ce moment : recommencez dans un instant."))
        try:
            yield
        finally:
            self._free.release()

    def _read(self, url: str, ends: float) -> Found:
        """Return what an address answers, before a moment of `time.monotonic`."""
        limits = replace(LIMITS, total_s=min(LIMITS.total_s, max(ends - time.monotonic(), 0.1)))
        return read_public(url, limits, allows_local=self.allows_local)

    def _layers(self, address: str) -> tuple[ServiceLayer, ...]:
        """Return the layers at an address as it is, or else with what a WMS or a WMTS is requested to describe itself."""
        ends, refused = time.monotonic() + OF_ALL_S, []
        for url in _ways(address):
            try:
                return self._followed(url, ends).layers
            except (FileError, DownloadError) as why:
                refused.append(why)
        raise refused[0]

    def _followed(self, url: str, ends: float) -> ServiceDocument:
        """Return the document that lists layers, from the one at an address."""
        credit = ""
        for _step in range(MOST_DOCUMENTS):
            found = self._read(url, ends)
            document = read_document(found.data, found.url)
            credit = document.attribution or credit
            if not document.next:
                if not document.layers:
                    raise FileError(_("Ce service ne donne aucun calque."))
                return replace(document, layers=tuple(replace(one, attribution=one.attribution or credit) for one in document.layers))
            url = document.next
        raise FileError(reason("unknown"))

    def _with_tiles(self, layer: ServiceLayer) -> ServiceLayer:
        """Return a layer with the template of its tiles, read where its service tells its tile sets."""
        return layer if layer.kind != "tile_sets" else self._followed(layer.url, time.monotonic() + OF_ALL_S).layers[0]

    def _tried(self, layer: ServiceLayer) -> ExternalSource:
        """Return what a layer is drawn from, once one image of the middle of the territory came."""
        source = ExternalSource(ExternalKind(layer.kind), layer.url, layer.layers, layer.version, layer.format, layer.max_zoom)
        refuse_credentials(source.url)
        check_public(source.url, allows_local=self.allows_local)
        west, south, east, north = self._bounds()
        found = self._read(one_tile(source, (west + east) / 2, (south + north) / 2), time.monotonic() + LIMITS.total_s)
        if not is_image(found.data):
            raise ValueError(_("Le service n'a pas répondu par une image au milieu du territoire : ce calque ne s'y dessinerait pas."))
        return source

    def _features(self, url: str) -> tuple[bytes, int]:
        """Return the features of a collection that meet the territory, packed, and how many they are."""
        refuse_credentials(url)
        ends, bounds = time.monotonic() + OF_ALL_S, self._bounds()
        box = ",".join(f"{one:.5f}" for one in bounds)
        page, features = _with(url, {"f": "json", "limit": str(PAGE_FEATURES), "bbox": box}), list[Feature]()
        for _page in range(MOST_PAGES):
            found = self._read(page, ends)
            read = read_features(found.data, found.url, bounds)
            features += read.features
            page = read.next
            if not page or len(features) > MOST_FEATURES:
                break
        if page or len(features) > MOST_FEATURES:
            raise ValueError(
                _(
                    "Ce calque a trop d'objets dans le territoire pour être dessiné ({most} au plus) : prenez-en une carte (WMS, tuiles)."
                ).format(most=MOST_FEATURES)
            )
        if not features:
            raise ValueError(_("Ce calque n'a aucun objet dans le territoire."))
        whole = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")).encode()
        if len(whole) > MOST_BYTES:
            raise ValueError(_("Les objets de ce calque sont trop lourds pour être dessinés : prenez-en une carte (WMS, tuiles)."))
        return gzip.compress(whole, 6, mtime=0), len(features)

    def _bounds(self) -> tuple[float, float, float, float]:
        """Return the territory's box: west, south, east, north, degrees."""
        west, south, east, north = map(float, self.editions.current().territory.municipalities.total_bounds)
        return bounds_wgs84((west, south, east, north))


def _shown(layer: ExternalLayer) -> ShownLayer:
    source = layer.source
    return ShownLayer(
        id=layer.id,
        kind=source.kind.value,
        name=layer.name,
        attribution=layer.attribution,
        url=f"{FEATURES_PATH}/{layer.id}.json" if source.kind is ExternalKind.FEATURES else source.url,
        layers=source.layers,
        version=source.version,
        format=source.format,
        max_zoom=source.max_zoom,
        opacity=layer.opacity / 100,
    )


def _ways(address: str) -> Iterator[str]:
    yield address
    given = {key.lower() for key, _value in parse_qsl(urlsplit(address).query, keep_blank_values=True)}
    if "request" not in given:
        for service in ("WMS", "WMTS"):
            yield _with(address, {"SERVICE": service, "REQUEST": "GetCapabilities"})


def _with(url: str, more: dict[str, str]) -> str:
    """Return an address with parameters in the place of those of the same names."""
    parts = urlsplit(url)
    names = {name.lower() for name in more}
    others = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key.lower() not in names]
    return urlunsplit(parts._replace(query=urlencode([*others, *more.items()], safe=",:/"), fragment=""))
