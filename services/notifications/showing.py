"""A mail's HTML on a page: in a frame that can run nothing, load nothing and post nothing."""

from __future__ import annotations

import re

from flask import Response

# inline style is how mails are written; it is allowed in this one document and nowhere else
POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "form-action 'none'",
        "frame-ancestors 'self'",
    ]
)
LINKS_OPEN = "allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox"
PERSONAL_LINK = re.compile(
    r"(/(?:sparring/(?:status|order|feedback|apply)|account/sign-in|"
    r"subscriptions/(?:round-opening/leave|confirm|mine|leave)|letters|deeds/(?:draft|confirm|mine)|partners/(?:confirm|mine)|"
    r"jury)/)[\w.=-]+"
)


def without_personal_links(content: str) -> str:
    """The words without what would let a colleague act as the recipient."""
    return PERSONAL_LINK.sub(r"\1…", content)


def framed(html: str, *, links: bool) -> Response:
    """The document of the frame. `links`: a click opens the link in the whole window."""
    if links:
        # mails open their links in a new window: the sandbox would go with it, so the top it is
        html = html.replace('target="_blank"', 'target="_top"')
        html = html.replace("<head>", '<head><base target="_top">', 1)
    answer = Response(html, content_type="text/html; charset=utf-8")
    sandbox = f"sandbox {LINKS_OPEN}" if links else "sandbox"
    answer.headers["Content-Security-Policy"] = f"{POLICY}; {sandbox}"
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def download(content: bytes, filename: str) -> Response:
    """Always saved, never opened here: the type is not the sender's to choose."""
    answer = Response(content, content_type="application/octet-stream")
    answer.headers.set("Content-Disposition", "attachment", filename=filename)
    answer.headers["Cache-Control"] = "no-store"
    return answer
