"""The browser's pure modules, run by Node on the answers that Python gives to the same questions (``cases/*.json``)."""
