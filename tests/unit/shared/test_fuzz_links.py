"""Whatever stands in the place of a link's token, it opens nothing, or what it was made for."""

import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from itsdangerous import Signer, URLSafeSerializer, URLSafeTimedSerializer

from shared import ambient
from shared.errors import LinkExpired, LinkForged
from shared.links import LIFETIMES, make_link, read_link
from tests.support.hostile import ANYTHING, LETTERS, damaged
from tests.support.settings import make_settings

FUZZED = settings(max_examples=100, deadline=None, derandomize=True)
KEY, FOREIGN = "k" * 40, "f" * 40
OURS, THEIRS = make_settings(secret_keys=KEY), make_settings(secret_keys=FOREIGN)
NOON = datetime(2027, 3, 15, 10, 0, tzinfo=UTC)
NOT_OURS = (LinkForged, "forged")
NO_MOMENTS = [10**400, -(10**400), 2**63, 1e308, "noon", None, [], {}]

purposes = some.sampled_from(sorted(LIFETIMES))
words = some.text(max_size=40).filter(lambda text: text.isprintable())
parts = some.tuples(words, words, words)


@pytest.fixture(autouse=True, scope="module")
def clock():
    with ambient.use(ambient.FixedSource(NOON)):
        yield


def opened(token, purpose, settings=OURS):
    """What the link is for, or that it is forged; any other error fails the test."""
    try:
        link = read_link(settings, purpose, token)
    except LinkForged:
        return NOT_OURS
    except LinkExpired as error:
        link = error.link
    return link.case_id, link.recipient, link.step


def is_written(payload):
    return "\\ud800" not in json.dumps(payload)  # our serializer does not write lone surrogates


def signed(payload, purpose):
    """By our own key: as another release of ours might have made it."""
    return URLSafeSerializer(KEY, salt=f"kunteko.link.{purpose}").dumps(payload)


@FUZZED
@given(some.text(max_size=300) | LETTERS, purposes)
def test_any_text_is_forged(token, purpose):
    assert opened(token, purpose) == NOT_OURS


@FUZZED
@given(some.binary(max_size=300), some.binary(max_size=30), purposes)
def test_any_bytes_that_look_like_a_token_are_forged(payload, signature, purpose):
    coded = [base64.urlsafe_b64encode(each).decode().rstrip("=") for each in (payload, signature)]
    for token in (".".join(coded), "." + ".".join(coded)):
        assert opened(token, purpose) == NOT_OURS


@FUZZED
@given(some.data(), parts, purposes)
def test_a_damaged_link_is_forged_or_means_what_it_meant(data, made_for, purpose):
    token = make_link(OURS, purpose, *made_for)
    changed = data.draw(damaged(some.just(token.encode()))).decode("latin-1")
    # the last letter of a signature has bits that nobody reads: no other link comes of it
    assert opened(changed, purpose) in (NOT_OURS, made_for)


@FUZZED
@given(parts, purposes, some.data())
def test_every_beginning_of_a_link_is_forged(made_for, purpose, data):
    token = make_link(OURS, purpose, *made_for)
    end = data.draw(some.integers(0, len(token) - 2))
    assert opened(token[:end], purpose) == NOT_OURS


@FUZZED
@given(parts, parts, purposes, purposes)
def test_the_payload_of_one_link_with_the_signature_of_another_is_forged(one, other, a, b):
    first, second = make_link(OURS, a, *one), make_link(OURS, b, *other)
    mixed = first.rpartition(".")[0] + "." + second.rpartition(".")[2]
    if mixed not in (first, second):
        assert {opened(mixed, a), opened(mixed, b)} == {NOT_OURS}


@FUZZED
@given(parts, purposes, purposes)
def test_for_another_purpose_or_by_another_key_it_is_forged(made_for, purpose, other):
    if purpose != other:
        assert opened(make_link(OURS, purpose, *made_for), other) == NOT_OURS
    assert opened(make_link(THEIRS, purpose, *made_for), purpose) == NOT_OURS


@FUZZED
@given(parts, purposes, some.sampled_from(["none", "HS256", "sha512", "md5", ""]))
def test_no_other_way_of_signing_is_taken(made_for, purpose, algorithm):
    payload = [*made_for, int(NOON.timestamp())]
    salt = f"kunteko.link.{purpose}"
    head, body = (json.dumps(each).encode() for each in ({"alg": algorithm}, payload))
    coded = [base64.urlsafe_b64encode(each).decode().rstrip("=") for each in (head, body)]
    tokens = [
        f"{coded[0]}.{coded[1]}.",
        f"{coded[1]}.",
        Signer(KEY).sign(coded[1]).decode(),  # by our key, under no purpose
        URLSafeSerializer(KEY).dumps(payload),
        URLSafeSerializer(KEY, salt=salt, signer_kwargs={"key_derivation": "none"}).dumps(payload),
        URLSafeSerializer(KEY, salt=salt, signer_kwargs={"key_derivation": "hmac"}).dumps(payload),
    ]
    assert {opened(token, purpose) for token in tokens} == {NOT_OURS}


@FUZZED
@given(parts, purposes)
def test_a_payload_of_ours_that_is_not_read_is_forged_or_means_what_it_meant(made_for, purpose):
    payload = [*made_for, int(NOON.timestamp())]
    timed = URLSafeTimedSerializer(KEY, salt=f"kunteko.link.{purpose}").dumps(payload)
    assert opened(timed, purpose) in (NOT_OURS, made_for)


@FUZZED
@given(ANYTHING.filter(is_written), purposes)
def test_what_we_have_signed_ourselves_but_is_no_link_is_forged(payload, purpose):
    if isinstance(payload, list) and len(payload) == 4:
        return
    assert opened(signed(payload, purpose), purpose) == NOT_OURS


@FUZZED
@given(
    parts, purposes, some.sampled_from([10**400, -(10**400), 2**63, 1e308, "noon", None, [], {}])
)
def test_a_link_of_no_moment_is_forged(made_for, purpose, made_at):
    assert opened(signed([*made_for, made_at], purpose), purpose) == NOT_OURS
