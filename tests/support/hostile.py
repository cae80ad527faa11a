"""What strangers, broken programs and bad disks make of a good message."""

import copy
import json

from hypothesis import strategies as some

LETTERS = some.text(max_size=20) | some.sampled_from(
    ["", "\ud800", "\x00", "\u202eabc", "ä" * 5000, "1e400", "NaN", "'); --", "\u2028\r\nX: y"]
)
NUMBERS = some.sampled_from(
    [0, -1, 2**31, 2**63, -(2**64), 10**400, float("nan"), float("inf"), 1e308, 0.1, True]
)
TIMES = some.sampled_from(
    [
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999-14:00", "2027-02-30T00:00:00Z"),
        *("2027-03-14", "2027-03-14T24:00:00+00:00", "20270314T000000Z", "0000-00-00", "-1"),
        *("2027-W11-7T00:00:00+23:59", "1969-12-31T23:59:59+00:00", "noon", "10000-01-01"),
    ]
)
ANYTHING = some.recursive(
    some.none() | some.booleans() | NUMBERS | LETTERS | TIMES,
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(LETTERS, inner, max_size=4),
    max_leaves=8,
)


def places(tree, path=()):
    """Paths to everything in a JSON tree, itself left out."""
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for step, inner in steps if isinstance(tree, dict | list) else ():
        yield (*path, step)
        yield from places(inner, (*path, step)) if isinstance(inner, dict | list) else ()


@some.composite
def spoilt(draw, good):
    """A JSON tree of `good` (a strategy) with some values lost, or in place of others."""
    tree = copy.deepcopy(draw(good))
    for _time in range(draw(some.integers(1, 3))):
        if not (found := list(places(tree))):
            return tree
        *path, last = draw(some.sampled_from(found))
        parent = tree
        for step in path:
            parent = parent[step]
        if draw(some.booleans()):
            parent[last] = draw(ANYTHING)
        else:
            del parent[last]
    return tree


@some.composite
def damaged(draw, good):
    """Bytes of `good` (a strategy of bytes), cut, repeated, or with others in between."""
    body = bytearray(draw(good))
    for _time in range(draw(some.integers(1, 4))):
        start = draw(some.integers(0, len(body)))
        end = min(len(body), start + draw(some.sampled_from([0, 0, 1, 3, 40, 4000])))
        inserted = draw(some.binary(max_size=12) | some.just(bytes(body[start:end]) * 2))
        body[start:end] = inserted
    return bytes(body)


def written(tree, encoding="utf-8"):
    """JSON as careless programs write it: NaN stays, and lone surrogates are escaped."""
    return json.dumps(tree).encode(encoding, "replace")
