"""The marketplace for machines that read XML: Atom, RSS, sitemaps. Pure: no store, no web."""
