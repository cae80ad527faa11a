"""What goes over the wire, and the addresses it goes to."""

import pytest

from services.notifications.smtp import Lost, Reply, as_travels, expect, in_ascii_domain


@pytest.mark.parametrize(
    ("content", "travels"),
    [
        (b"hei\r\n", b"hei\r\n.\r\n"),
        (b"hei", b"hei\r\n.\r\n"),
        (b"", b"\r\n.\r\n"),
        # a line of a dot alone must not end the mail for the server
        (b"a\r\n.\r\nb\r\n", b"a\r\n..\r\nb\r\n.\r\n"),
        (b".alku\r\n", b"..alku\r\n.\r\n"),
        (b"a.b\r\n", b"a.b\r\n.\r\n"),
        # nor one that only some servers take for a line end
        (b"a\n.\nb\r\n", b"a\r\n..\r\nb\r\n.\r\n"),
        (b"a\r.\rb", b"a\r\n..\r\nb\r\n.\r\n"),
    ],
)
def test_no_content_can_end_the_mail_before_its_end(content, travels):
    assert as_travels(content) == travels


def test_an_answer_is_hoped_for_refused_or_nonsense():
    expect("RCPT", (251, b"forwarded"), 250, 251)
    with pytest.raises(Reply, match="550 no such"):
        expect("RCPT", (550, b"no such"), 250)
    for code in (-1, 250, 354):
        with pytest.raises(Lost):
            expect("DATA", (code, b"\xff"), 220)


def test_a_domain_travels_in_letters_that_every_server_knows():
    assert in_ascii_domain("päivi@kemijärvi.fi") == "päivi@xn--kemijrvi-4za.fi"
    assert in_ascii_domain("maija@kunta.fi") == "maija@kunta.fi"
