"""The application: what people ask or do, one function or small class each; no Dash, Flask, HTML or SQL."""
