"""What others would use: PostgreSQL's full text, SQLite's FTS5, tantivy with a Finnish stemmer.

Each gets the same texts, the title weighted up, and its better way with several words (any of
them, best first). Each is `peer(deeds)` with `find(words) -> ids in order`.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

import tantivy

from tests.support.ports import free_port

BODY = ("need", "goal", "done", "results")
NAMES = ("organisation", "unit")
LIMIT = 10


def words_of(text):
    return re.findall(r"\w+", text.lower())


def body(deed):
    return " ".join(deed[name] for name in BODY)


def names(deed):
    return " ".join(deed[name] for name in NAMES)


class Fts5:
    """SQLite's FTS5 with BM25. `tokenizer`: unicode61 (words) or trigram."""

    def __init__(self, deeds, tokenizer):
        self.trigram = tokenizer == "trigram"
        self.store = sqlite3.connect(":memory:")
        self.store.execute(
            "CREATE VIRTUAL TABLE deeds USING fts5("
            f"id UNINDEXED, title, names, body, tokenize='{tokenizer}')"
        )
        rows = [(deed["id"], deed["title"], names(deed), body(deed)) for deed in deeds]
        self.store.executemany("INSERT INTO deeds VALUES (?, ?, ?, ?)", rows)

    def find(self, text):
        words = [word for word in words_of(text) if len(word) >= (3 if self.trigram else 1)]
        if not words:
            return []
        query = " OR ".join(f'"{word}"' for word in words)
        found = self.store.execute(
            "SELECT id FROM deeds WHERE deeds MATCH ? "
            f"ORDER BY bm25(deeds, 0, 4, 2, 1) LIMIT {LIMIT}",
            (query,),
        )
        return [row[0] for row in found]


class Tantivy:
    """BM25 over stems of the deed's language. `edits`: letters that may be wrong."""

    def __init__(self, deeds, edits):
        self.edits = edits
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        for language in ("fi", "sv"):
            for name in ("title", "names", "body"):
                builder.add_text_field(f"{name}_{language}", tokenizer_name=language)
        self.index = tantivy.Index(builder.build())
        for language, stemmer in (("fi", "finnish"), ("sv", "swedish")):
            stems = (
                tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
                .filter(tantivy.Filter.lowercase())
                .filter(tantivy.Filter.stemmer(stemmer))
                .build()
            )
            self.index.register_tokenizer(language, stems)
        writer = self.index.writer(heap_size=50_000_000, num_threads=1)
        for deed in deeds:
            language = deed["language"]
            fields = {"title": deed["title"], "names": names(deed), "body": body(deed)}
            named = {f"{name}_{language}": text for name, text in fields.items()}
            writer.add_document(tantivy.Document(id=deed["id"], **named))
        writer.commit()
        self.index.reload()

    def find(self, text):
        words = words_of(text)
        if not words:
            return []
        boosts = {
            f"{name}_{language}": boost
            for language in ("fi", "sv")
            for name, boost in (("title", 4.0), ("names", 2.0), ("body", 1.0))
        }
        fuzzy = dict.fromkeys(boosts, (False, self.edits, True)) if self.edits else {}
        query, _errors = self.index.parse_query_lenient(
            " ".join(words), list(boosts), field_boosts=boosts, fuzzy_fields=fuzzy
        )
        searcher = self.index.searcher()
        hits = searcher.search(query, LIMIT).hits
        return [searcher.doc(address)["id"][0] for _score, address in hits]


class PostgreSql:
    """Debian's server with its `finnish` configuration (`swedish` for Swedish deeds)."""

    def __init__(self, deeds, joint):
        self.joint = joint  # "|": any word, "&": all of them
        self.folder = Path(tempfile.mkdtemp(prefix="bench-postgres-"))
        self.port = free_port()
        if os.geteuid() == 0:  # the server refuses to be root
            shutil.chown(self.folder, "postgres", "postgres")
        self._run("initdb", "-D", str(self.folder / "db"), "-A", "trust", "-U", "bench", "-N")
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -F"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder / "db"), "-o", options, "-l", log, "-w", "start")
        self._sql(self._schema(deeds))

    def _schema(self, deeds):
        rows = []
        for deed in deeds:
            config = {"fi": "finnish", "sv": "swedish"}[deed["language"]]
            parts = (("A", deed["title"]), ("B", names(deed)), ("D", body(deed)))
            vector = " || ".join(
                f"setweight(to_tsvector('{config}', {quoted(text)}), '{weight}')"
                for weight, text in parts
            )
            rows.append(f"INSERT INTO deeds VALUES ({quoted(deed['id'])}, {vector});")
        return "CREATE TABLE deeds (id text, words tsvector);\n" + "\n".join(rows)

    def find(self, text):
        words = words_of(text)
        if not words:
            return []
        queries = [
            f"to_tsquery('{config}', {quoted(f' {self.joint} '.join(words))})"
            for config in ("finnish", "swedish")
        ]
        query = f"({' || '.join(queries)})"
        answer = self._sql(
            f"SELECT id FROM deeds WHERE words @@ {query} "
            f"ORDER BY ts_rank_cd(words, {query}) DESC, id LIMIT {LIMIT};"
        )
        return answer.split()

    def stop(self):
        self._run("pg_ctl", "-D", str(self.folder / "db"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    def _sql(self, statement):
        command = [self._program("psql"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "bench"]
        command += ["-d", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1"]
        done = subprocess.run(command, input=statement, capture_output=True, text=True, check=True)
        return done.stdout

    def _run(self, program, *arguments):
        command = [self._program(program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    @staticmethod
    def _program(name):
        places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
        found = str(places[-1]) if places else shutil.which(name)
        assert found, "PostgreSQL is missing: deploy/setup/system_packages.sh bench installs it"
        return found


def quoted(text):
    return "'" + text.replace("'", "''") + "'"
