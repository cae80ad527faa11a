"""As many deeds as wanted: sentences of the written corpus in new company, with new compounds."""

import json
import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from services.deeds.addresses import key_of
from services.deeds.search import lexicon
from services.deeds.search.entry import Published

CORPUS = Path(__file__).parent / "corpus"
TEXTS = ("need", "goal", "done", "results")
FIRST = datetime(2015, 1, 1, tzinfo=UTC)


def corpus():
    """The deeds as they were written."""
    files = sorted(CORPUS.glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text().splitlines() if line]


def published(number, key, deed):
    content = deed | {"organisation_key": key_of(deed["organisation"])}
    at = FIRST + timedelta(minutes=number * 41)
    return Published(key, number, deed["language"], content, at, at)


def many(count, seed=1):
    """Each deed as long as a written one, with a few compounds that hardly any other has."""
    chance = random.Random(seed)
    written = corpus()
    pools = {language: _sentences(written, language) for language in ("fi", "sv")}
    nouns = _nouns(written)
    for number in range(1, count + 1):
        deed = dict(chance.choice(written))
        for name in TEXTS:
            sentences = chance.choices(pools[deed["language"]], k=2)
            deed[name] = " ".join([*sentences, *_compounds(chance, nouns, deed["language"])])
        deed["title"] += f" {number % 997}"
        yield published(number, f"deed-{number}", deed)


def _sentences(deeds, language):
    texts = [deed[name] for deed in deeds if deed["language"] == language for name in TEXTS]
    return [sentence for text in texts for sentence in re.findall(r"[^.]+\.", text)]


def _nouns(deeds):
    words = {word for deed in deeds for word in re.findall(r"[a-zäö]{4,9}", deed["title"])}
    return sorted(word for word in words if any(r.lemma == word for r in lexicon.readings(word)))


def _compounds(chance, nouns, language):
    """One: of a real catalogue's words about three in a hundred are in no cache either."""
    return ["".join(chance.sample(nouns, 2)) + "."] if language == "fi" else []
