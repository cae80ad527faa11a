"""Single requests that no browser sends, at nginx and at gunicorn behind it: a plain refusal, no
trace, and the next reader gets their page."""

import gzip
import json
import re
import socket
from urllib.request import urlopen

import pytest

from tests.support.besieged import Besieged
from tests.support.crowd import HIDDEN

REFUSED = {400, 403, 404, 405, 408, 411, 413, 414, 415, 422, 431, 501, 505}
CLOSED = 0  # without a word: as good as refused
PROGRAM = {"token": "of a program that applies, for the tests", "name": "p", "roles": "applicant"}
TOKEN = f"Authorization: Bearer {PROGRAM['token']}"
API = "/api/v1/applications"


@pytest.fixture(scope="module")
def site(tmp_path_factory, store_server):
    services = ["deeds", "applications"]
    system = Besieged(tmp_path_factory.mktemp("site"), store_server, services, a_minute=100_000)
    system.extra["web-applications"]["KUNTEKO_API_TOKENS"] = json.dumps([PROGRAM])
    yield system.start()
    system.stop()


@pytest.fixture(params=["nginx", "gunicorn"])
def door(request, site):
    """The address to send to, and what answers there."""
    if request.param == "nginx":
        return ("127.0.0.1", site.port)
    return ("127.0.0.1", site.web_ports["deeds"])


@pytest.fixture(autouse=True)
def unharmed(site):
    """After each test: every process lives, a page is served, and no log has a trace of it."""
    logs = [site.log(f"web-{name}") for name in site.services]
    before = [log.stat().st_size for log in logs]
    yield
    assert [name for name, child in site.children.items() if not child.alive] == []
    for port in (site.port, site.web_ports["deeds"]):
        with urlopen(f"http://127.0.0.1:{port}/tips/new", timeout=30) as page:
            assert page.status == 200
    for log, size in zip(logs, before, strict=True):
        assert b"Traceback" not in log.read_bytes()[size:]


def send(door, *parts, patience=30.0):
    """Statuses of what is answered until the other side closes or says no more, and the text."""
    got = b""
    with socket.create_connection(door, timeout=patience) as connection:
        try:
            for part in parts:
                connection.sendall(part)
        except OSError:
            pass  # it closed while we were still sending; it may have answered all the same
        try:
            while chunk := connection.recv(65536):
                got += chunk
        except OSError:
            pass
    text = got.decode("latin-1")
    return [int(code) for code in re.findall(r"^HTTP/1\.[01] (\d{3}) ", text, re.M)], text


def request(method, path, *headers, body=b"", length=True):
    lines = [f"{method} {path} HTTP/1.1", "Host: kunteko.example", "Connection: close", *headers]
    if length and method != "GET":
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


def check_refused(answered, also=()):
    """One clear refusal at most, in no words of the inside."""
    statuses, text = answered
    assert set(statuses) <= REFUSED | set(also), text[:500]
    assert len(statuses) <= 1, statuses
    assert "Traceback" not in text and ".py" not in text


FORM = "Content-Type: application/x-www-form-urlencoded"
JSON = "Content-Type: application/json"


class TestHeads:
    def test_ten_thousand_headers(self, door):
        many = "\r\n".join(f"X-{n}: {n}" for n in range(10_000))
        check_refused(send(door, request("GET", "/", many)))

    def test_a_header_of_a_megabyte(self, door):
        check_refused(send(door, request("GET", "/", "X-Long: " + "a" * 1_000_000)))

    def test_an_address_of_a_megabyte(self, door):
        check_refused(send(door, request("GET", "/" + "a" * 1_000_000)))

    def test_a_cookie_that_is_no_session_is_nobodys(self, door):
        statuses, _ = send(
            door, request("GET", "/tips/new", "Cookie: kunteko_session=" + "x" * 4000)
        )
        assert statuses == [200]

    @pytest.mark.parametrize(
        "line",
        [
            b"GARBAGE\r\n\r\n",
            b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
            b"GET /\x00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\nConnection: close\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\n X: folded\r\nConnection: close\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nX Y: space\r\nConnection: close\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,  # TLS to a plain port
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ],
    )
    def test_what_is_no_request(self, door, line):
        # nginx drops a header with a space in its name, and goes on without it
        check_refused(send(door, line, patience=3), also=(200,) if b"X Y" in line else ())

    @pytest.mark.parametrize(
        "path",
        [
            "/static/../../../../etc/passwd",
            "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
            "/static/..%2f..%2f..%2fetc%2fpasswd",
            "/static/..%5c..%5cetc%5cpasswd",
            "/static//etc/passwd",
            "/static/%00.css",
            "/pictures/..%2f..%2fetc%2fpasswd",
            "//etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/deeds/%ff%fe",
            "/deeds?q=%ff%00%fe&page=99999999999999999999",
        ],
    )
    def test_paths_that_lead_nowhere(self, door, path):
        statuses, text = send(door, request("GET", path))
        assert "root:" not in text
        assert set(statuses) <= REFUSED | {200, 301, 308}, text[:300]


class TestSmuggling:
    """Two that disagree about where a request ends: the second request is never answered."""

    SECOND = b"GET /staff/smuggled HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    @pytest.mark.parametrize(
        "headers",
        [
            ("Transfer-Encoding: chunked", "Content-Length: 4"),
            ("Content-Length: 5", "Content-Length: 6"),
            ("Content-Length: +5",),
            ("Content-Length: 5, 6",),
            ("Content-Length: -1",),
            ("Content-Length: 1_0",),
            ("Transfer-Encoding: xchunked",),
            ("Transfer-Encoding: chunked, identity",),
            ("Transfer-Encoding : chunked",),
            ("Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
        ],
    )
    def test_a_length_in_two_ways_or_in_none(self, door, headers):
        lines = ["POST /tips/new HTTP/1.1", "Host: kunteko.example", FORM, *headers]
        head = ("\r\n".join(lines) + "\r\n\r\n").encode()
        statuses, text = send(door, head, b"0\r\n\r\n", self.SECOND, patience=20)
        assert len(statuses) <= 1 and set(statuses) <= REFUSED, text[:500]

    def test_chunks_that_are_none(self, door):
        head = request("POST", "/tips/new", FORM, "Transfer-Encoding: chunked", length=False)
        for body in (b"zz\r\nabc\r\n0\r\n\r\n", b"-1\r\n\r\n", b"FFFFFFFFFFFFFFFFFF\r\nabc"):
            check_refused(send(door, head, body, self.SECOND, patience=3))


class TestBodies:
    def test_a_gigabyte_that_is_only_announced(self, door):
        head = request("POST", "/tips/new", FORM, "Content-Length: 1000000000", length=False)
        # gunicorn waits for what was announced, until we go: it is nginx that is before the public
        check_refused(send(door, head, b"about=" + b"a" * 100_000, patience=3))

    def test_chunks_without_end(self, site):
        head = request("POST", "/tips/new", FORM, "Transfer-Encoding: chunked", length=False)
        chunk = b"100000\r\n" + b"a" * 0x100000 + b"\r\n"
        check_refused(send(("127.0.0.1", site.port), head, *[chunk] * 80))

    def test_more_than_a_form_may_have_is_refused_in_the_readers_words(self, door):
        body = b"about=" + b"a" * (6 * 1024 * 1024)
        statuses, text = send(door, request("POST", "/tips/new", FORM, body=body))
        assert statuses == [413]
        assert "5 Mt" in text.encode("latin-1").decode().replace("\xa0", " ")

    def test_a_hundred_thousand_fields(self, door):
        body = "&".join(f"field{n}={n}" for n in range(100_000)).encode()
        check_refused(send(door, request("POST", "/tips/new", FORM, body=body)))

    def test_a_hundred_thousand_parts(self, door):
        part = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'
        kind = "Content-Type: multipart/form-data; boundary=b"
        body = part * 50_000 + b"--b--\r\n"
        check_refused(send(door, request("POST", "/tips/new", kind, body=body)))

    @pytest.mark.parametrize(
        "kind",
        [
            "multipart/form-data",
            "multipart/form-data; boundary=",
            'multipart/form-data; boundary="',
        ],
    )
    def test_parts_without_a_boundary(self, door, kind):
        check_refused(
            send(door, request("POST", "/tips/new", f"Content-Type: {kind}", body=b"--x"))
        )

    def form(self, site):
        """A header and the beginning of a body that pass the CSRF check."""
        with urlopen(f"{site.base_url}/tips/new", timeout=30) as page:
            cookie = page.headers["Set-Cookie"].partition(";")[0]
            hidden = dict(HIDDEN.findall(page.read().decode()))
        return f"Cookie: {cookie}", "&".join(f"{k}={v}" for k, v in hidden.items()).encode()

    def test_nulls_and_broken_utf8_are_text_like_any_other(self, site, door):
        cookie, body = self.form(site)
        body += b"&organisation=%00&about=%ff%fe%00%ed%a0%80"
        statuses, text = send(door, request("POST", "/tips/new", FORM, cookie, body=body))
        assert statuses == [422], text[:300]

    def test_bytes_that_no_browser_sends_as_they_are_are_refused(self, site, door):
        cookie, body = self.form(site)
        body += b"&organisation=\xff\xc3\x28\x00&about=\xed\xa0\x80"
        check_refused(send(door, request("POST", "/tips/new", FORM, cookie, body=body)))

    def test_a_body_that_says_it_is_packed_is_not_unpacked(self, site):
        packed = gzip.compress(b"0" * 50_000_000)
        headers = (JSON, TOKEN, "Content-Encoding: gzip")
        answered = send(("127.0.0.1", site.port), request("POST", API, *headers, body=packed))
        check_refused(answered)
        assert answered[0] in ([400], [415])


class TestJson:
    @pytest.mark.parametrize(
        "body",
        [
            b"[" * 100_000,
            b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
            b'{"organisation": ' + b"[" * 900 + b"]" * 900 + b"}",
            b'{"days": 1' + b"0" * 10_000 + b"}",
            b'{"days": NaN, "organisation": Infinity}',
            b'{"a": "\\ud800"}',
            b'{"\xff": "\xfe"}',
            b"\x00",
            b"{",
            b'{"a": 1, "a": 2}',
            json.dumps({f"field{n}": n for n in range(5_000)}).encode(),
        ],
        ids=lambda body: body[:24].decode("latin-1"),
    )
    def test_what_no_program_means_is_refused_in_the_interfaces_words(self, site, body):
        headers = (JSON, TOKEN, "Accept-Language: en")
        door = ("127.0.0.1", site.port)
        statuses, text = send(door, request("POST", API, *headers, body=body))
        assert statuses in ([400], [422]), text[:500]
        told = json.loads(text.partition("\r\n\r\n")[2])
        assert told["code"] == statuses[0] and told["message"]


class TestWhatNginxSaysItself:
    def test_a_service_that_is_away_is_told_of_in_three_languages(self, site):
        for path, kind in (("/experts", "text/html"), ("/api/v1/experts", "application/json")):
            statuses, text = send(("127.0.0.1", site.port), request("GET", path))
            text = text.encode("latin-1").decode()
            assert statuses == [503]
            assert f"Content-Type: {kind}" in text and "Retry-After: 10" in text
            assert "nginx" not in text.partition("\r\n\r\n")[2]
            if kind == "text/html":
                assert all(word in text for word in ("Odota hetki", "Vänta en stund", "Wait a mom"))
            else:
                assert json.loads(text.partition("\r\n\r\n")[2])["code"] == 503

    def test_its_page_is_found_by_no_cache(self, site):
        _, text = send(("127.0.0.1", site.port), request("GET", "/experts"))
        assert "Cache-Control: no-store" in text
