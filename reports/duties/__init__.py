"""Pages that every public service owes: accessibility, legal notice, personal data, site map."""
