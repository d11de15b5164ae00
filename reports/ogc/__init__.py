"""OGC API – Features: what the screens show of the territory, for programs of maps."""
