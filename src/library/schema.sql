-- library.db: records, and everything worked out from them that must be exact.
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE journals (
    row INTEGER PRIMARY KEY,
    sort TEXT NOT NULL,
    title TEXT NOT NULL,
    articles INTEGER NOT NULL DEFAULT 0,
    volumes INTEGER NOT NULL DEFAULT 0,
    seal INTEGER NOT NULL
);
CREATE INDEX journals_in_order ON journals (sort, row);

-- Every spelling of a journal (and its ISSNs) by the hash of its key.
CREATE TABLE journal_names (
    hash INTEGER PRIMARY KEY,
    journal INTEGER NOT NULL,
    words TEXT NOT NULL,
    initials TEXT NOT NULL
);
CREATE INDEX journal_names_by_initials ON journal_names (initials);
CREATE INDEX journal_names_of ON journal_names (journal);
-- Names that references give to journals that are not here (yet).
CREATE TABLE cited_names (hash INTEGER PRIMARY KEY, words TEXT NOT NULL, initials TEXT NOT NULL);
CREATE INDEX cited_names_by_initials ON cited_names (initials);

CREATE TABLE volumes (
    row INTEGER PRIMARY KEY,
    journal INTEGER NOT NULL,
    year INTEGER,
    volume TEXT,
    key TEXT NOT NULL,
    sort TEXT NOT NULL,
    articles INTEGER NOT NULL DEFAULT 0,
    issues INTEGER NOT NULL DEFAULT 0,
    seal INTEGER NOT NULL,
    UNIQUE (journal, key)
);
CREATE INDEX volumes_by_year ON volumes (year, articles);
CREATE INDEX volumes_in_order ON volumes (journal, sort DESC, row);

CREATE TABLE issues (
    row INTEGER PRIMARY KEY,
    journal INTEGER NOT NULL,
    volume INTEGER NOT NULL,
    issue TEXT,
    key TEXT NOT NULL,
    sort TEXT NOT NULL,
    articles INTEGER NOT NULL DEFAULT 0,
    headings INTEGER NOT NULL DEFAULT 0,
    seal INTEGER NOT NULL,
    UNIQUE (volume, key)
);
CREATE INDEX issues_in_order ON issues (volume, sort DESC, row);

CREATE TABLE headings (
    issue INTEGER NOT NULL,
    line INTEGER NOT NULL,
    idx INTEGER NOT NULL,
    label TEXT NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (issue, line)
) WITHOUT ROWID;

-- What lists and the ladder need of a record; `seal` is the checksum of what is shown.
CREATE TABLE articles (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    journal INTEGER NOT NULL,
    volume INTEGER NOT NULL,
    issue INTEGER NOT NULL,
    printed TEXT NOT NULL,
    title TEXT NOT NULL,
    authors TEXT NOT NULL,
    heading TEXT NOT NULL,
    year INTEGER,
    numbers TEXT NOT NULL,
    first TEXT,
    facts TEXT NOT NULL,
    -- When it was last changed: a number of `meta`'s counter, greater at every change of any record.
    seq INTEGER NOT NULL,
    seal INTEGER NOT NULL
);
CREATE INDEX articles_by_seq ON articles (seq);
-- The printed order of an issue. It holds the heading too, so that an issue is put in order without reading its articles.
CREATE INDEX articles_by_print ON articles (issue, printed, row, heading);
-- Records that are no longer there, by the number of the change that took them away.
CREATE TABLE removed (seq INTEGER PRIMARY KEY, article INTEGER NOT NULL);
CREATE TABLE aliases (id TEXT PRIMARY KEY, article INTEGER NOT NULL) WITHOUT ROWID;

-- The record itself: JSON as it came, zstd, with the length before packing and a checksum.
CREATE TABLE bodies (row INTEGER PRIMARY KEY, length INTEGER NOT NULL, seal INTEGER NOT NULL, body BLOB NOT NULL);
-- What bodies are packed with, by the number that each packed body names (none: 0).
CREATE TABLE dictionaries (id INTEGER PRIMARY KEY, seal INTEGER NOT NULL, bytes BLOB NOT NULL);

-- Pairs of records that may be one work, the older first, and why they were left two.
CREATE TABLE doubts (one INTEGER NOT NULL, other INTEGER NOT NULL, why INTEGER NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX doubts_of_other ON doubts (other);
-- What has been read in, word for word: the same again changes nothing.
CREATE TABLE seen (digest INTEGER PRIMARY KEY, article INTEGER NOT NULL);

-- Keys of records, by step of the ladder.
CREATE TABLE keys (hash INTEGER NOT NULL, step INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (hash, step, article)) WITHOUT ROWID;
-- Entries of reference lists (list 0) and related lists (list 1) that are records of this library, and by which step.
CREATE TABLE cites (
    source INTEGER NOT NULL,
    list INTEGER NOT NULL,
    n INTEGER NOT NULL,
    target INTEGER NOT NULL,
    step INTEGER NOT NULL,
    PRIMARY KEY (source, list, n)
) WITHOUT ROWID;
CREATE INDEX cites_by_target ON cites (target, list, source);
-- Which record has an entry with which key, whether it was found or not: what a record that comes later looks through, and
-- what says that two records share a reference. Sorted runs of many keys in few rows (row = run * 4096 + the first bits of
-- the key), and what came after the last run. Keys of a record that changed since stay: the record itself is asked.
CREATE TABLE waits (row INTEGER PRIMARY KEY, seal INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE waits_recent (key INTEGER NOT NULL, source INTEGER NOT NULL, PRIMARY KEY (key, source)) WITHOUT ROWID;

-- The lists of all authors (kind 0), key words (1) and classes below a class (2), each word as it was spelled first. How many
-- records have one is asked of terms; a word is listed as long as any has.
CREATE TABLE words (
    kind INTEGER NOT NULL,
    above TEXT NOT NULL,
    sort TEXT NOT NULL,
    hash INTEGER NOT NULL,
    label TEXT NOT NULL,
    seal INTEGER NOT NULL,
    PRIMARY KEY (kind, above, sort, hash)
) WITHOUT ROWID;
-- All records by title (kind 0), first author (1) and date (2).
CREATE TABLE orders (kind INTEGER NOT NULL, sort TEXT NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (kind, sort, article)) WITHOUT ROWID;
-- Key words, classes and authors of records; newest first.
CREATE TABLE terms (hash INTEGER NOT NULL, newest INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (hash, newest, article)) WITHOUT ROWID;
