"""The search of the marketplace. Pure: no web and no store; `handlers/catalogue.py` joins them."""
