"""What the attacks share: databases of both kinds, as the store's own tests have them."""

from __future__ import annotations

from tests.store.conftest import database, empty_url, file_database, file_url, kind, migrated_file_url, new_file, postgres, url

__all__ = ["database", "empty_url", "file_database", "file_url", "kind", "migrated_file_url", "new_file", "postgres", "url"]
