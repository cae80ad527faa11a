"""Mail scanners: one opens every link with HEAD and GET, one opens it in a browser with scripts.

Neither clicks anything. They come before every person of the journeys, as at many workplaces.
"""

from http.client import HTTPConnection
from urllib.parse import urlsplit


def asks(address, method):
    """Status of the answer to a request without cookies; redirects are not followed."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=15)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, headers={"User-Agent": "link scanner"})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def open_links(addresses):
    """address → statuses of HEAD, GET and GET again."""
    return {
        address: [asks(address, method) for method in ("HEAD", "GET", "GET")]
        for address in addresses
    }


def open_in_browser(browser, addresses):
    """Load each page, run its scripts, stay a moment, click nothing; the last status of each."""
    context = browser.new_context()
    try:
        page = context.new_page()
        found = {}
        for address in addresses:
            found[address] = page.goto(address, wait_until="load").status
            page.wait_for_timeout(150)
        return found
    finally:
        context.close()
