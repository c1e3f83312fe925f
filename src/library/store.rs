//! The store: one database for the records, one beside it for what the user did, both opened with care.
//!
//! `journal_mode=DELETE` with `synchronous=EXTRA` is the setting that lost nothing in 600 simulated power cuts, opens on
//! read-only mounts and works on network file systems; WAL does neither. A file of size 0 is damage, not a new library,
//! so a new file is made whole under another name and then linked into place.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::{LibraryError, keys};

/// `qikn`, `qikp`: what these files say they are (SQLite's `application_id`).
const LIBRARY_ID: i64 = 0x7169_6B6E;
const PERSONAL_ID: i64 = 0x7169_6B70;
/// The versions of the two schemas.
const LIBRARY_SCHEMA: i64 = 3;
const PERSONAL_SCHEMA: i64 = 1;
const LIBRARY_FILE: &str = "library.db";
const PERSONAL_FILE: &str = "personal.db";
/// Holds the process number of whoever imports, for the message of the others.
const WRITER_FILE: &str = "writer.pid";

const LIBRARY_SQL: &str = include_str!("schema.sql");
const PERSONAL_SQL: &str = include_str!("personal.sql");

/// How a library is opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    #[default]
    ReadWrite,
    /// Nothing is written: orders are kept for this run only.
    ReadOnly,
}

/// An opened store.
pub(super) struct Opened {
    pub(super) connection: Connection,
    pub(super) access: Access,
    /// What the user should know: why nothing is kept.
    pub(super) note: Option<String>,
}

/// A store in memory: the same tables, the same code, gone with the process.
pub(super) fn memory() -> Result<Connection, LibraryError> {
    let connection = Connection::open_in_memory()?;
    connection.execute_batch("PRAGMA page_size=8192; PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY; PRAGMA temp_store=MEMORY;")?;
    connection.execute_batch(LIBRARY_SQL)?;
    mark_versions(&connection)?;
    attach_memory(&connection)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

/// Writes into a store in memory what files say of themselves: that they are ours, and of which version.
pub(super) fn sign(connection: &Connection) -> Result<(), LibraryError> {
    Ok(connection.execute_batch(&format!("PRAGMA main.application_id={LIBRARY_ID}; PRAGMA main.user_version={LIBRARY_SCHEMA};"))?)
}

/// Makes a shelf of a database that was put into memory whole.
///
/// # Errors
/// One that is not ours, or not of this very version: what is put into memory was made for this program.
pub(super) fn receive(connection: &Connection) -> Result<(), LibraryError> {
    connection.execute_batch("PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;")?;
    check_versions(connection, "main", Path::new("the sample"), LIBRARY_ID)?;
    let found: i64 = connection.query_row("PRAGMA main.user_version", [], |row| row.get(0))?;
    let rules: i64 = connection.query_row("SELECT value FROM meta WHERE name = 'keys'", [], |row| row.get(0))?;
    if (found, rules) != (LIBRARY_SCHEMA, keys::VERSION) {
        return Err(LibraryError::damage("the image of the sample was made by another version"));
    }
    attach_memory(connection)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(())
}

fn attach_memory(connection: &Connection) -> Result<(), LibraryError> {
    connection.execute_batch("ATTACH ':memory:' AS personal;")?;
    connection.execute_batch(PERSONAL_SQL)?;
    Ok(())
}

fn mark_versions(connection: &Connection) -> Result<(), LibraryError> {
    let mut insert = connection.prepare("INSERT INTO meta (name, value) VALUES (?1, ?2)")?;
    for (name, value) in [
        ("generation", 0),
        ("articles", 0),
        ("seq", 0),
        ("linked", 0),
        ("recent", 0),
        ("authors", 0),
        ("keywords", 0),
        ("keys", keys::VERSION),
    ] {
        insert.execute((name, value))?;
    }
    Ok(())
}

/// Opens the store of a folder, and makes it where there is none (never when only reading).
pub(super) fn open(folder: &Path, access: Access) -> Result<Opened, LibraryError> {
    let io_error = |path: &Path| {
        let path = path.to_owned();
        move |source: io::Error| LibraryError::Io { path, source }
    };
    if access == Access::ReadWrite && !folder.exists() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(io_error(folder))?;
        // The mask of the process takes bits away from a new folder; this gives exactly these.
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(io_error(folder))?;
    }
    let folder = fs::canonicalize(folder).map_err(io_error(folder))?;
    if !folder.is_dir() {
        return Err(LibraryError::Refused { path: folder, why: "it is a file; give --library a folder".to_owned() });
    }
    let owner = fs::metadata(&folder).map_err(io_error(&folder))?.uid();
    let me = rustix::process::geteuid();
    let library = folder.join(LIBRARY_FILE);
    let personal = folder.join(PERSONAL_FILE);
    let place = folder.display().to_string();
    let writable = rustix::fs::access(&folder, rustix::fs::Access::WRITE_OK).is_ok();
    let access = if writable { access } else { Access::ReadOnly };
    if access == Access::ReadWrite {
        if !me.is_root() && owner != me.as_raw() {
            return Err(LibraryError::Refused {
                path: folder,
                why: "the folder belongs to another user; give --library a folder of your own".to_owned(),
            });
        }
        make_where_missing(&library, LIBRARY_SQL, LIBRARY_ID)?;
        make_where_missing(&personal, &PERSONAL_SQL.replace("personal.", ""), PERSONAL_ID)?;
    }
    let found = vouch(&library, access)?;
    let kept = vouch(&personal, access)?;
    if !found && access == Access::ReadOnly {
        let connection = memory()?;
        let note = Some(format!("{place} is read-only and holds no library; nothing is kept."));
        return Ok(Opened { connection, access, note });
    }
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW | OpenFlags::SQLITE_OPEN_PRIVATE_CACHE;
    // What a killed import left is rolled back before anybody reads, and that takes a writer.
    if access == Access::ReadOnly && writable && found && kept && (left_a_journal(&library) || left_a_journal(&personal)) {
        drop(open_writable(&library, &personal, flags)?);
    }
    let (connection, note) = match access {
        Access::ReadWrite => (open_writable(&library, &personal, flags)?, None),
        Access::ReadOnly => {
            let note = format!("{place} is read-only: what you read is remembered for this run only.");
            (open_readable(&library, kept.then_some(personal.as_path()), flags)?, Some(note))
        }
    };
    connection.set_prepared_statement_cache_capacity(128);
    Ok(Opened { connection, access, note })
}

/// Says an error of a file.
fn said(path: &Path) -> impl Fn(LibraryError) -> LibraryError {
    let path = path.display().to_string();
    move |error| error.of(&path)
}

/// Whether a rollback journal (SQLite file format §3) lies beside a database: of a writer at work, or of one that died.
fn left_a_journal(database: &Path) -> bool {
    let mut journal = database.as_os_str().to_owned();
    journal.push("-journal");
    Path::new(&journal).exists()
}

fn open_writable(library: &Path, personal: &Path, flags: OpenFlags) -> Result<Connection, LibraryError> {
    let open = || {
        let connection = Connection::open_with_flags(library, flags | OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        settle(&connection)?;
        Ok(connection)
    };
    let connection = open().map_err(said(library))?;
    check_versions(&connection, "main", library, LIBRARY_ID)?;
    let attach = || -> Result<(), LibraryError> {
        connection.execute("ATTACH ?1 AS personal", [personal.display().to_string()])?;
        connection.execute_batch("PRAGMA personal.synchronous=EXTRA; PRAGMA personal.cell_size_check=ON;")?;
        Ok(())
    };
    attach().map_err(said(personal))?;
    check_versions(&connection, "personal", personal, PERSONAL_ID)?;
    Ok(connection)
}

/// A connection that begins in memory, with the library attached for reading only: what is attached to a connection
/// that was opened for reading only cannot be written, not even in memory.
fn open_readable(library: &Path, personal: Option<&Path>, flags: OpenFlags) -> Result<Connection, LibraryError> {
    let writable = flags | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_URI;
    let open = || {
        let connection = Connection::open_with_flags(":memory:", writable | OpenFlags::SQLITE_OPEN_MEMORY)?;
        settle(&connection)?;
        attach_memory(&connection)?;
        connection.execute("ATTACH ?1 AS library", [format!("file:{}?mode=ro", percent(library))])?;
        Ok(connection)
    };
    let connection = open().map_err(said(library))?;
    check_versions(&connection, "library", library, LIBRARY_ID)?;
    if let Some(personal) = personal {
        let open = || Ok(Connection::open_with_flags(personal, flags | OpenFlags::SQLITE_OPEN_READ_ONLY)?);
        let other = open().map_err(said(personal))?;
        check_versions(&other, "main", personal, PERSONAL_ID)?;
        copy_personal(&other, &connection).map_err(said(personal))?;
    }
    Ok(connection)
}

/// A path as the part of an address, every sign that means something there encoded.
fn percent(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes().iter();
    bytes
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() || b"/._-".contains(byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") }
            },
        )
        .collect()
}

/// The settings of an open connection.
fn settle(connection: &Connection) -> Result<(), LibraryError> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // A plan never depends on the values of a statement: else some are planned anew for every value.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch("PRAGMA synchronous=EXTRA; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4096;")?;
    Ok(())
}

/// Whether a file of the store is there and may be opened: no link, no folder, not empty, and readable by its owner only.
fn vouch(path: &Path, access: Access) -> Result<bool, LibraryError> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(source) => return Err(LibraryError::Io { path: path.to_owned(), source }),
    };
    let refused = |why: &str| Err(LibraryError::Refused { path: path.to_owned(), why: why.to_owned() });
    if metadata.is_symlink() {
        return refused("it is a symbolic link; put the file itself there, or give --library the folder it is in");
    }
    if !metadata.is_file() {
        return refused("it is not a file");
    }
    if metadata.len() == 0 {
        return Err(LibraryError::Damaged { place: path.display().to_string(), what: "the file is empty".to_owned() });
    }
    if access == Access::ReadWrite && metadata.mode() & 0o077 != 0 {
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))
            .map_err(|source| LibraryError::Io { path: path.to_owned(), source })?;
    }
    Ok(true)
}

/// Makes a new database whole under another name, then links it into place, so that no other process and no crash ever
/// sees half of one. Whoever comes second uses the first one's file.
fn make_where_missing(path: &Path, sql: &str, id: i64) -> Result<(), LibraryError> {
    if fs::symlink_metadata(path).is_ok() {
        return Ok(());
    }
    let io_error = |source| LibraryError::Io { path: path.to_owned(), source };
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |time| time.subsec_nanos());
    let draft = path.with_extension(format!("new-{}-{nanos}", std::process::id()));
    OpenOptions::new().write(true).create_new(true).mode(0o600).custom_flags(nofollow()).open(&draft).map_err(io_error)?;
    fs::set_permissions(&draft, fs::Permissions::from_mode(0o600)).map_err(io_error)?;
    let made = build(&draft, sql, id).map_err(|error| error.of(&path.display().to_string()));
    let linked = made.and_then(|()| match fs::hard_link(&draft, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            // A file system without hard links: rename, unless somebody was first.
            if fs::symlink_metadata(path).is_ok() { Ok(()) } else { fs::rename(&draft, path).map_err(io_error) }
        }
        _ => Ok(()),
    });
    let _ = fs::remove_file(&draft);
    linked?;
    path.parent().map_or(Ok(()), sync_folder).map_err(io_error)
}

fn build(draft: &Path, sql: &str, id: i64) -> Result<(), LibraryError> {
    let connection = Connection::open_with_flags(draft, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NOFOLLOW)?;
    connection.execute_batch(&format!(
        "PRAGMA page_size=8192; PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA; PRAGMA application_id={id}; BEGIN; {sql} PRAGMA user_version={};",
        schema_of(id)
    ))?;
    if id == LIBRARY_ID {
        mark_versions(&connection)?;
        // Chance, so that what was worked out from another library that lay here is not taken for this one's.
        connection.execute("INSERT INTO meta (name, value) VALUES ('identity', random())", [])?;
    }
    connection.execute_batch("COMMIT")?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(())
}

fn nofollow() -> i32 {
    i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or_default()
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// The version of the schema of one of the two files.
fn schema_of(id: i64) -> i64 {
    if id == LIBRARY_ID { LIBRARY_SCHEMA } else { PERSONAL_SCHEMA }
}

fn check_versions(connection: &Connection, schema: &str, path: &Path, id: i64) -> Result<(), LibraryError> {
    let said = |error: rusqlite::Error| LibraryError::from(error).of(&path.display().to_string());
    let pragma = |name: &str| connection.query_row(&format!("PRAGMA {schema}.{name}"), [], |row| row.get::<_, i64>(0)).map_err(said);
    if pragma("application_id")? != id {
        return Err(LibraryError::Foreign { path: path.to_owned(), what: "it does not carry the mark of one".to_owned() });
    }
    let found = pragma("user_version")?;
    let known = schema_of(id);
    if found > known {
        return Err(LibraryError::Newer { path: path.to_owned(), found, known });
    }
    if found < known {
        return Err(LibraryError::Older { path: path.to_owned(), found, known });
    }
    if id == LIBRARY_ID {
        let rules: i64 = connection.query_row("SELECT value FROM meta WHERE name = 'keys'", [], |row| row.get(0)).map_err(said)?;
        if rules > keys::VERSION {
            return Err(LibraryError::Newer { path: path.to_owned(), found: rules, known: keys::VERSION });
        }
    }
    Ok(())
}

/// Takes what was read and the session into memory.
fn copy_personal(from: &Connection, to: &Connection) -> Result<(), LibraryError> {
    let mut ids = from.prepare("SELECT id FROM read")?;
    let mut insert = to.prepare("INSERT OR IGNORE INTO personal.read (id) VALUES (?1)")?;
    let mut rows = ids.query([])?;
    while let Some(row) = rows.next()? {
        insert.execute([row.get::<_, String>(0)?])?;
    }
    let mut states = from.prepare("SELECT name, value FROM state WHERE name <> 'generation'")?;
    let mut keep = to.prepare("INSERT OR REPLACE INTO personal.state (name, value) VALUES (?1, ?2)")?;
    let mut rows = states.query([])?;
    while let Some(row) = rows.next()? {
        keep.execute((row.get::<_, String>(0)?, row.get::<_, String>(1)?))?;
    }
    Ok(())
}

/// Says to other processes who is writing, for as long as it lives.
pub(super) struct WriterMark {
    path: PathBuf,
}

impl WriterMark {
    /// Leaves the mark in a folder; without one nothing but a message is poorer, so failures are not reported.
    pub(super) fn leave(folder: &Path) -> Option<Self> {
        let path = folder.join(WRITER_FILE);
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).custom_flags(nofollow()).open(&path).ok()?;
        io::Write::write_all(&mut file, std::process::id().to_string().as_bytes()).ok()?;
        Some(Self { path })
    }
}

impl Drop for WriterMark {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// The process that left its mark in a folder.
pub(super) fn writer(folder: &Path) -> Option<u32> {
    let written = fs::read_to_string(folder.join(WRITER_FILE)).ok()?;
    written.trim().parse().ok()
}

/// A number of `meta`.
pub(super) fn meta(connection: &Connection, name: &str) -> Result<i64, LibraryError> {
    Ok(connection.prepare_cached("SELECT value FROM meta WHERE name = ?1")?.query_row([name], |row| row.get(0))?)
}
