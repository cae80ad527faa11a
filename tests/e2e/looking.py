"""Looking at pages in each language, wide and narrow: axe and overflow on the way."""

import re

# the narrow page is the hard one; the wide one differs by language only in its words
WIDTHS = {"fi": (1280, 320), "sv": (320,), "en": (320,)}


def first_link(visitor, page, pattern):
    visitor.open(page)
    return re.search(pattern, visitor.page.content())[1]


def look_at(visitor, path, language):
    joint = "&" if "?" in path else "?"
    for width in WIDTHS[language]:
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.open(f"{path}{joint}lang={language}")
        assert visitor.page.locator("html").get_attribute("lang") == language
