"""Pages behind the links in mails. GET and HEAD only show; POST acts, and a repeat is harmless."""

from services.deeds.links import deed, jury, partner

BLUEPRINTS = (deed.blueprint, partner.blueprint, jury.blueprint)
