"""Looking at pages in each language: what axe finds, and what a narrow window cuts off."""

import re

WIDE, NARROW = ({"width": width, "height": 900} for width in (1280, 320))


def first_link(visitor, page, pattern):
    visitor.open(page)
    return re.search(pattern, visitor.page.content())[1]


def look_at(visitor, path, language):
    """axe in every language: wide in Finnish, narrow in the others. Narrow in all: it fits.

    The languages differ in their words alone, so that axe need not see each at both widths.
    """
    joint = "&" if "?" in path else "?"
    visitor.page.set_viewport_size(WIDE if language == "fi" else NARROW)
    visitor.open(f"{path}{joint}lang={language}")
    assert visitor.page.locator("html").get_attribute("lang") == language
    if language == "fi":
        visitor.page.set_viewport_size(NARROW)
        visitor.look_at_width()
