"""Component ids, each named once."""

URL = "url"
PAGE = "page"
DRAWN = "drawn"
CONFIG = "config"
STATE = "state"
EDITION = "edition-notice"
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
CHARTS = "charts"
MAP_SHOWN = "map-shown"
SINK = "sink"
PARAMS = "params"
PROFILE = "profile"
ROBUST = "robust"
ROBUST_PARAMS = "robust-params"
COMPARE = "compare"
AXIS_X = "axis-x"
AXIS_Y = "axis-y"
PLAN_ASK = "plan-ask"
PLAN_STEP = "plan-step"
PLAN_RESULT = "plan-result"
SAVE_ASK = "save-ask"
SAVE_BUTTON = "save-button"
SAVED_BANNER = "saved-banner"


def control(facet_id: str, part: str) -> str:
    """Return the id of a facet's control: ``codes``, ``low``, ``high`` or ``unknown``."""
    return f"control-{facet_id}-{part}"


def ask(panel: str) -> str:
    """Return the id of the store by which the browser asks for a panel of the scenarios."""
    return f"ask-{panel}"


def shown(panel: str) -> str:
    """Return the id of where a panel of the scenarios is shown."""
    return f"shown-{panel}"
