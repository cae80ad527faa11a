"""The office's side of the marketplace."""

from services.deeds.staff import awards, collections, imports, partners, review, tips

BLUEPRINTS = (
    review.blueprint,
    tips.blueprint,
    partners.blueprint,
    collections.blueprint,
    awards.blueprint,
    imports.blueprint,
)
