//! What the library does with files that are not what they were, and with others who use them.

use super::*;

#[test]
fn an_import_that_is_cut_off_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let (others, seed) = seed();
    import(&mut library, [seed]).unwrap();
    let cut = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut readings = others.iter().cloned().enumerate().map(|(at, article)| -> Reading {
            assert!(at < 7, "cut off here");
            Ok(Box::new(article))
        });
        library.import(&mut readings, &mut |_| {})
    }));
    assert!(cut.is_err());
    assert_eq!(library.len().unwrap(), 1);
    drop(library);
    let mut library = own(folder.path());
    assert_eq!(library.len().unwrap(), 1);
    assert_eq!(import(&mut library, others).unwrap().new, 15, "and the same import works then");
    assert!(library.check().unwrap().is_sound());
}

#[test]
fn files_are_readable_by_their_owner_only_and_links_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a/library");
    drop(own(&inner));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&inner), 0o700);
    let mut names: Vec<String> = fs::read_dir(&inner).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["library.db", "personal.db"]);
    for name in &names {
        assert_eq!(mode(&inner.join(name)), 0o600);
        fs::set_permissions(inner.join(name), fs::Permissions::from_mode(0o644)).unwrap();
    }
    drop(own(&inner));
    assert_eq!(names.iter().map(|name| mode(&inner.join(name))).collect::<Vec<_>>(), [0o600, 0o600], "a restored copy is closed again");
    let victim = folder.path().join("victim");
    fs::rename(inner.join("personal.db"), &victim).unwrap();
    std::os::unix::fs::symlink(&victim, inner.join("personal.db")).unwrap();
    let refused = Library::new().open_own(&inner, Access::ReadWrite).unwrap_err();
    assert!(matches!(refused, LibraryError::Refused { .. }), "{refused}");
}

#[test]
fn an_empty_or_foreign_file_is_no_new_library() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    for content in ["", "this is no database, but it is longer than one line of text may be\n"] {
        fs::write(&path, content).unwrap();
        let refused = Library::new().open_own(folder.path(), Access::ReadWrite).unwrap_err();
        assert!(matches!(refused, LibraryError::Damaged { .. }), "{refused}");
        assert_eq!(fs::read_to_string(&path).unwrap(), content, "it is left as it is");
    }
}

#[test]
fn a_library_opened_for_reading_keeps_orders_for_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    import(&mut library, seed().0).unwrap();
    let keys = listed(&library);
    library.tell(Order::Read { key: keys[0], read: true }).unwrap();
    drop(library);
    let before = fs::read(folder.path().join("personal.db")).unwrap();
    let mut library = Library::new();
    library.open_own(folder.path(), Access::ReadOnly).unwrap();
    assert_eq!((library.keeps(), library.notes().len()), (false, 1));
    library.tell(Order::Read { key: keys[1], read: true }).unwrap();
    library.tell(Order::Session { state: "{}".to_owned(), opened: Vec::new() }).unwrap();
    assert_eq!(children(&library, Node::Root)[0].unread, 13);
    assert!(matches!(import(&mut library, [seed().1]), Err(LibraryError::ReadOnly { .. })));
    drop(library);
    assert_eq!(fs::read(folder.path().join("personal.db")).unwrap(), before);
}

#[test]
fn a_changed_byte_is_reported_and_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let (others, _) = seed();
    import(&mut library, others).unwrap();
    drop(library);
    let path = folder.path().join("library.db");
    let bytes = fs::read(&path).unwrap();
    let places = |needle: &[u8]| -> Vec<usize> { (0..bytes.len() - needle.len()).filter(|at| bytes[*at..].starts_with(needle)).collect() };
    // The magic number of a packed body, and a title of a list.
    let bodies = places(&[0x28, 0xB5, 0x2F, 0xFD]);
    let titles = places(b"{\"en\":\"Making Society Work\"}");
    assert!(bodies.len() >= 15 && !titles.is_empty());
    for at in [bodies[3] + 40, titles[0] + 10] {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x04;
        fs::write(&path, &damaged).unwrap();
        let library = own(folder.path());
        let verdict = library.check().unwrap();
        assert_eq!(verdict.troubles.len(), 1, "{verdict}");
        let failed =
            listed(&library).into_iter().filter(|key| matches!(library.answer(&Question::Article(*key)), Answer::Failed(_))).count();
        let labelled =
            library.cards(0, 100).unwrap().iter().filter(|card| card.title.values().any(|title| title.contains("damaged"))).count();
        assert_eq!(failed + labelled, 1, "one record is damaged and said to be");
        assert_eq!(fs::read(&path).unwrap(), damaged, "the file is left as it is");
    }
}

#[test]
fn two_processes_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = own(folder.path());
    let mut other = own(folder.path());
    import(&mut one, seed().0).unwrap();
    assert_eq!(children(&other, Node::Root)[0].articles, 15);
    assert_eq!(import(&mut other, [seed().1]).unwrap().new, 1);
    assert_eq!(children(&one, Node::Root)[0].articles, 16);
}

/// The files as a killed import leaves them: pages written, their old content in the journal, nothing committed.
fn cut_off(from: &Path, to: &Path) {
    let writer = rusqlite::Connection::open(from.join("library.db")).unwrap();
    writer.execute_batch("PRAGMA cache_size=4; BEGIN IMMEDIATE; CREATE TABLE half(done);").unwrap();
    for _ in 0..200 {
        writer.execute("INSERT INTO half VALUES (randomblob(4000))", []).unwrap();
    }
    writer.execute("DELETE FROM articles", []).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
    assert!(to.join("library.db-journal").exists(), "the journal is on the disk");
}

#[test]
fn what_a_killed_import_left_is_rolled_back_before_anybody_reads() {
    let (folder, after) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut library = own(folder.path());
    import(&mut library, [seed().1]).unwrap();
    drop(library);
    cut_off(folder.path(), after.path());
    for access in [Access::ReadOnly, Access::ReadWrite] {
        let mut library = Library::new();
        library.open_own(after.path(), access).unwrap();
        assert_eq!(library.len().unwrap(), 1, "{access:?}");
    }
}

#[test]
fn a_library_of_an_earlier_schema_is_refused_with_the_next_step() {
    let folder = tempfile::tempdir().unwrap();
    drop(own(folder.path()));
    let connection = rusqlite::Connection::open(folder.path().join("library.db")).unwrap();
    connection.execute_batch("PRAGMA user_version = 1").unwrap();
    drop(connection);
    let before = fs::read(folder.path().join("library.db")).unwrap();
    let refused = Library::new().open_own(folder.path(), Access::ReadWrite).unwrap_err();
    assert!(matches!(refused, LibraryError::Older { found: 1, .. }), "{refused}");
    assert!(refused.to_string().contains("qikan export"), "{refused}");
    assert_eq!(fs::read(folder.path().join("library.db")).unwrap(), before);
}
