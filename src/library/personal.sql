-- personal.db: what the user did. The log is the truth and is only added to; the rest is its present state.
CREATE TABLE personal.log (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    op TEXT NOT NULL,
    id TEXT NOT NULL
);
CREATE TABLE personal.read (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE personal.state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- How many articles below a row of the tree are read; worked out anew when the library's generation has moved.
CREATE TABLE personal.read_counts (level INTEGER NOT NULL, row INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (level, row)) WITHOUT ROWID;
