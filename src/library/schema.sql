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
    rank INTEGER NOT NULL DEFAULT 0,
    line INTEGER NOT NULL DEFAULT 0,
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
CREATE INDEX articles_by_line ON articles (issue, line);
CREATE INDEX articles_by_rank ON articles (issue, rank);
CREATE INDEX articles_by_print ON articles (issue, printed, row);
-- Records that are no longer there, by the number of the change that took them away.
CREATE TABLE removed (seq INTEGER PRIMARY KEY, article INTEGER NOT NULL);
CREATE TABLE aliases (id TEXT PRIMARY KEY, article INTEGER NOT NULL) WITHOUT ROWID;

-- The record itself: JSON, zstd, with the length before packing and a checksum.
CREATE TABLE bodies (row INTEGER PRIMARY KEY, length INTEGER NOT NULL, seal INTEGER NOT NULL, body BLOB NOT NULL);

-- What has been read in, word for word: the same again changes nothing.
CREATE TABLE seen (digest INTEGER PRIMARY KEY, article INTEGER NOT NULL);

-- Keys of records, by step of the ladder.
CREATE TABLE keys (hash INTEGER NOT NULL, step INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (hash, step, article)) WITHOUT ROWID;
-- Entries of reference lists (list 0) and related lists (list 1): where they lead, and by which step.
CREATE TABLE cites (
    source INTEGER NOT NULL,
    list INTEGER NOT NULL,
    n INTEGER NOT NULL,
    work INTEGER NOT NULL,
    target INTEGER,
    step INTEGER,
    PRIMARY KEY (source, list, n)
) WITHOUT ROWID;
CREATE INDEX cites_by_target ON cites (target, list, source) WHERE target IS NOT NULL;
CREATE INDEX cites_by_work ON cites (work, source) WHERE list = 0 AND work <> 0;
-- Keys that entries wait for.
CREATE TABLE wants (
    hash INTEGER NOT NULL,
    step INTEGER NOT NULL,
    source INTEGER NOT NULL,
    list INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (hash, step, source, list, n)
) WITHOUT ROWID;

-- Key words, classes and authors of records; newest first.
CREATE TABLE terms (hash INTEGER NOT NULL, newest INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (hash, newest, article)) WITHOUT ROWID;
