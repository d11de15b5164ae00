"""The schemes, one a file: a module that holds a ``SCHEME`` is found by itself (`funding.registry`)."""
