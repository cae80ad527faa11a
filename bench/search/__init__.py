"""The search of the marketplace: how good, how quick, and where its terms live best."""
