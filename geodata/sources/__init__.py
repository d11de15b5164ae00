"""Official data sets that can be refreshed, one file each; a module that defines ``FEED`` is one of them."""

from geodata.sources.feed import Feed, FeedError, Reading, feeds

__all__ = ["Feed", "FeedError", "Reading", "feeds"]
