"""Markdown that staff write → HTML for a mail, and the same as plain text. Pure.

What can be written: headings, lists, links, bold, italics, quotes, rules. HTML, pictures and code
are not read: their signs stay in the text as they were typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from services.notifications.rendering import NOT_IN_XML, wrapped

SCHEMES = ("http", "https", "mailto")
UNREAD = ("code", "fence", "html_block", "html_inline", "backticks", "image")
# inline, for many mail programs drop what stands in the head
STYLES = {
    "h2": "margin:16px 0 8px;font-size:22px;line-height:28px;font-weight:bold;",
    "h3": "margin:12px 0 8px;font-size:19px;line-height:25px;font-weight:bold;",
    "h4": "margin:12px 0 8px;font-size:17px;line-height:26px;font-weight:bold;",
    "p": "margin:0 0 16px;",
    "ul": "margin:0 0 16px;padding-left:24px;",
    "ol": "margin:0 0 16px;padding-left:24px;",
    "li": "margin:0 0 6px;",
    "blockquote": "margin:0 0 16px;padding-left:16px;border-left:4px solid #c8cdd0;",
    "a": "color:#1f5796;word-break:break-word;",
    "hr": "border:0;border-top:1px solid #c8cdd0;margin:24px 0;",
}


class Reader(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        """A mail has no page to be relative to; other schemes could run something."""
        try:
            parts = urlsplit(url.strip())
        except ValueError:
            return False
        return parts.scheme.lower() in SCHEMES and bool(parts.netloc or parts.path)


# a line break stays one, as in every other text of ours; XHTML because MJML is XML
READER = Reader("commonmark", {"html": False, "breaks": True, "xhtmlOut": True})
READER.disable(list(UNREAD))


def as_html(markdown: str) -> str:
    tokens = _read(markdown)
    for token in _all(tokens):
        if token.nesting >= 0 and token.tag in STYLES:
            token.attrSet("style", STYLES[token.tag])
    renderer = READER.renderer
    assert isinstance(renderer, RendererHTML)
    return renderer.render(tokens, READER.options, {})


def as_text(markdown: str) -> str:
    """At the width that mail programs show; the address of a link stands behind its words."""
    return "\n\n".join(_Blocks(_read(markdown)).parts).strip()


def _read(markdown: str) -> list[Token]:
    tokens = READER.parse(NOT_IN_XML.sub("", markdown))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            # the title is the mail's only h1
            token.tag = f"h{min(int(token.tag[1]) + 1, 4)}"
    return tokens


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or ())


class _Blocks:
    """The blocks as plain text. `indent` stands before every line, `mark` before the next only."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.parts: list[str] = []
        self.indent = ""
        self.mark: str | None = None
        self.numbers: list[int | None] = []
        self.opened: Token | None = None
        self.is_tight = False  # the last part is of a list without empty lines
        for token in tokens:
            self.take(token)

    def take(self, token: Token) -> None:
        match token.type:
            case "heading_open" | "paragraph_open":
                self.opened = token
            case "inline":
                self.add(spoken(token.children or []), self.opened)
            case "hr":
                self.add("* * *", None)
            case "bullet_list_open":
                self.numbers.append(None)
            case "ordered_list_open":
                self.numbers.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                self.numbers.pop()
            case "list_item_open":
                self.mark = self.indent + self.next_mark()
                self.indent += "   "
            case "list_item_close":
                self.indent = self.indent[:-3]
            case "blockquote_open":
                self.indent += "> "
            case "blockquote_close":
                self.indent = self.indent[:-2]

    def next_mark(self) -> str:
        number = self.numbers[-1]
        if number is None:
            return "-  "
        self.numbers[-1] = number + 1
        return f"{number}. "

    def add(self, words: str, opened: Token | None) -> None:
        first, self.mark = self.mark, None
        part = wrapped(words, self.indent, first)
        if opened and opened.type == "heading_open":
            part += f"\n{self.indent}{'-' * min(len(words), 60)}"
        is_tight = bool(opened and opened.hidden)
        if is_tight and self.is_tight:
            self.parts[-1] += "\n" + part
        else:
            self.parts.append(part)
        self.is_tight = is_tight


def spoken(tokens: Sequence[Token]) -> str:
    """The words of a line of Markdown, without its marks."""
    words: list[str] = []
    addresses: list[tuple[str, int]] = []
    for token in tokens:
        if token.type == "link_open":
            addresses.append((str(token.attrGet("href") or ""), len(words)))
        elif token.type == "link_close":
            address, start = addresses.pop()
            bare = address.removeprefix("mailto:")
            if "".join(words[start:]) not in (address, bare):
                words.append(f" ({bare})")
        elif token.type in ("softbreak", "hardbreak"):
            words.append("\n")
        else:
            words.append(token.content)
    return "".join(words)
