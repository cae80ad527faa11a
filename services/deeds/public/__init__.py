"""What anybody sees: the home page, the marketplace, and the forms that need no sign-in."""

from services.deeds.public import (
    awards,
    catalogue,
    collections,
    data,
    feeds,
    maps,
    partners,
    pictures,
    site,
    telling,
    tips,
)

BLUEPRINTS = (
    site.pages,
    catalogue.blueprint,
    feeds.blueprint,
    maps.blueprint,
    data.blueprint,
    telling.blueprint,
    pictures.blueprint,
    tips.blueprint,
    partners.blueprint,
    collections.blueprint,
    awards.blueprint,
)
