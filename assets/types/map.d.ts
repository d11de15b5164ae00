// The map: what the modules use of Leaflet, and what they hand to each other.

import type { DemandCells } from "./answers";
import type { Context, Ring } from "./state";

export interface LatLng {
  lat: number;
  lng: number;
}

/** A position as Leaflet takes it: latitude first. */
export type Position = LatLng | number[];

export interface Pixel {
  x: number;
  y: number;
}

export interface Bounds {
  pad(ratio: number): Bounds;
  contains(at: Position): boolean;
  extend(at: Position): Bounds;
  getWest(): number;
  getEast(): number;
  getSouth(): number;
  getNorth(): number;
}

export interface MapEvent {
  latlng: LatLng;
  containerPoint: Pixel;
  originalEvent: MouseEvent;
  /** Of a zoom that is animated: where it ends. */
  zoom: number;
  center: LatLng;
  /** That was added. */
  layer: Layer;
}

interface Listening {
  on(names: string, act: (event: MapEvent) => void): this;
}

interface View {
  animate?: boolean;
  padding?: number[];
  paddingTopLeft?: number[];
  paddingBottomRight?: number[];
  maxZoom?: number;
}

interface Gesture {
  enable(): void;
  disable(): void;
  enabled(): boolean;
}

/** A map, and what the modules write on it: whether a hand moved it, how far it has begun, the place it was brought to. */
export interface LeafletMap extends Listening {
  touched?: boolean;
  begun?: boolean;
  isBeginning?: boolean;
  revealed?: string | null;
  _loaded: boolean;
  _zoomAnimated: boolean;
  _fadeAnimated: boolean;
  _enforcingBounds: boolean;
  _latLngToNewLayerPoint(at: LatLng, zoom: number, center: LatLng): Pixel;
  dragging: Gesture;
  doubleClickZoom: Gesture;
  whenReady(act: () => void): void;
  eachLayer(act: (layer: Layer) => void): void;
  fire(name: string, event: MapEvent): void;
  getContainer(): Part;
  getPane(name: string): HTMLElement | undefined;
  createPane(name: string): HTMLElement;
  getSize(): Pixel;
  getZoom(): number;
  getMinZoom(): number;
  getMaxZoom(): number;
  getZoomScale(zoom: number): number;
  getCenter(): LatLng;
  getBounds(): Bounds;
  setZoom(zoom: number): void;
  setView(at: Position, zoom: number, view?: View): void;
  fitBounds(bounds: Bounds | number[][], view?: View): void;
  invalidateSize(how: { pan: boolean }): void;
  project(at: LatLng, zoom: number): Pixel;
  containerPointToLatLng(at: Pixel | number[]): LatLng;
  containerPointToLayerPoint(at: Pixel | number[]): Pixel;
  latLngToContainerPoint(at: LatLng): Pixel;
  layerPointToContainerPoint(at: Pixel): Pixel;
  mouseEventToLatLng(event: MouseEvent): LatLng;
}

export interface Layer extends Listening {
  options?: { pane?: string; className?: string };
  addTo(map: LeafletMap): this;
  remove(): void;
  getElement(): Part;
  bindTooltip(content: Node, options: object): this;
  bindPopup(content: () => Node, options: object): this;
}

export interface Marker extends Layer {
  dragging: Gesture;
  getLatLng(): LatLng;
  setLatLng(at: Position): this;
}

export interface Outline extends Layer {
  setLatLngs(ring: Position[]): this;
}

export interface Tooltip extends Layer {
  setLatLng(at: Position): this;
  setContent(content: Node): this;
}

export interface Leaflet {
  Map: { addInitHook(begin: (this: LeafletMap) => void): void };
  Tooltip: { new (): Tooltip };
  DomEvent: { stopPropagation(event: MapEvent): void };
  DomUtil: {
    setTransform(element: Element, at: Pixel, scale: number): void;
    getPosition(element: Element): Pixel;
  };
  latLng(lat: number, lng: number): LatLng;
  latLngBounds(corners: Position[]): Bounds;
  polygon(rings: Position[] | Position[][], options: object): Outline;
  circleMarker(at: Position, options: object): Layer;
  marker(at: Position, options: object): Marker;
  divIcon(options: object): object;
  tileLayer: { (url: string, options: object): Layer; wms(url: string, options: object): Layer };
  geoJSON(data: object, options: object): Layer;
  tooltip(options: object): Tooltip;
}

/** What dash-leaflet draws: an area that one can choose, or a point of a layer. */
export interface Feature {
  properties: { facet?: string; code: string; label: string; detail?: string; example?: boolean; band?: string; layer: string };
}

/** How the points of a layer are marked. */
export interface PointStyle {
  pane: string;
  shape: string;
  colour_var: string;
  dashed: boolean;
}

export type Brush = CanvasRenderingContext2D;

/** What a canvas shows: a world pixel p is drawn at p * scale - o; sizes in pixels of the page, `ratio` of the screen's in one. */
export interface Frame {
  scale: number;
  ox: number;
  oy: number;
  w: number;
  h: number;
  zoom: number;
  ratio: number;
}

/** A canvas that follows the map. */
export interface Overlay {
  draw(): void;
  redraw(): void;
  view(): Frame;
  pane: HTMLElement;
}

/** The inhabited cells, with the classes of population of the layer. */
export interface PopulationGrid extends DemandCells {
  breaks: number[];
  /** Metres in a straight line to the nearest existing ressourcerie; empty where none is known. */
  existing_m: number[];
}

/** The colour of a row. */
export type Tint = (row: number) => string;

/** What gives the colours: none to colour by kind, nothing on other screens than its own. */
export type Colouring = (ctx: Context) => Tint | null | undefined;

/** Lines of the card of a row; nothing on other screens than its own. */
export type CardLines = (row: number) => Element[] | undefined;

/** The tool by which a zone is drawn. */
export type Tool = "rectangle" | "lasso" | "polygon";

/** A name as it is drawn: its middle and its size, in pixels. */
export interface Label extends Pixel {
  width: number;
  height: number;
}

export type Box = [west: number, north: number, east: number, south: number];

/** The words of a vertex, and of its removal. */
export type VertexWords = Record<"vertex" | "vertex_drop", string>;

export type { Ring };
