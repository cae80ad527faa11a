"""The home page, the texts of the site, and later the marketplace of deeds."""
