"""Component ids, each named once."""

URL = "url"
PAGE = "page"
CONFIG = "config"
STATE = "state"
FOCUS = "focus"
PROVIDER = "provider"
SCHEME = "scheme"
SCHEME_BUTTON = "scheme-button"
SHEET = "sheet"
TABLE = "table"
COLUMNS = "columns"
LAYERS = "layers-shown"
BASE = "base-map"
OTHERS = "show-others"
SEARCH = "search"
SINK = "sink"


def control(facet_id: str, part: str) -> str:
    """Return the id of a facet's control: ``codes``, ``low``, ``high`` or ``unknown``."""
    return f"control-{facet_id}-{part}"
