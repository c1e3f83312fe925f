//! What is on the shelves, and in which order.

use super::*;

#[test]
fn the_tree_is_newest_first_and_an_issue_in_printed_order() {
    let of = |year: i32, issue: &str, first: &str, heading: &str| {
        article(
            json!({"title": {"en": format!("{year} {issue} {first}")}, "journal": {"title": {"en": ENGLISH}}, "year": year, "issue": issue,
                       "heading": if heading.is_empty() { json!({}) } else { json!({"en": heading}) }, "pages": {"raw": first, "first": if first.is_empty() { Value::Null } else { json!(first) }}}),
        )
    };
    let library = shelf_of(vec![
        of(2023, "10", "1", ""),
        of(2023, "9", "1", ""),
        of(2023, "增刊", "1", ""),
        of(2024, "1", "100", "Law"),
        of(2024, "1", "ii", ""),
        of(2024, "1", "99", "Law"),
        of(2024, "1", "", ""),
        of(2024, "1", "2", "Governance"),
    ]);
    let journal = children(&library, Node::Root)[0].node;
    let volumes = children(&library, journal);
    assert_eq!(labels(&volumes), ["2024", "2023"]);
    assert_eq!(labels(&children(&library, volumes[1].node)), ["(增刊)", "(10)", "(9)"]);
    let issue = &children(&library, volumes[0].node)[0];
    assert_eq!((issue.articles, issue.unread, issue.children), (5, 5, 7));
    let lines = children(&library, issue.node);
    assert_eq!(labels(&lines), ["Governance", "2024 1 2", "Law", "2024 1 99", "2024 1 100", "2024 1 ii", "2024 1 "]);
    assert!(matches!(lines[2].node, Node::Heading { .. }));
    assert_eq!(lines[2].articles, 2);
    // A window is the same rows.
    let Answer::Children { rows, total, from, .. } = library.answer(&Question::Children { node: issue.node, from: 2, to: 4 }) else {
        panic!()
    };
    assert_eq!((rows.as_slice(), total, from), (&lines[2..4], 7, 2));
    // Every row knows its way down from the root.
    let Answer::Place { path, .. } = library.answer(&Question::Place { node: lines[4].node }) else { panic!() };
    assert_eq!(path, [(Node::Root, 0), (journal, 0), (volumes[0].node, 0), (issue.node, 0), (lines[4].node, 4)]);
    let Node::Article(key) = lines[3].node else { panic!() };
    let place = shown(&library, key).place;
    assert_eq!((place.index, place.of), (1, 5));
    assert_eq!(place.next.map(Node::Article), Some(lines[4].node));
    assert_eq!(place.previous.map(Node::Article), Some(lines[1].node));
    let neighbour = |choice| match library.answer(&Question::NeighbourIssue { key, choice }) {
        Answer::Key(found) => found.map(|key| shown(&library, key).article.title.values().next().unwrap().clone()),
        other => panic!("{other:?}"),
    };
    assert_eq!(neighbour(Choice::Previous).as_deref(), Some("2023 增刊 1"));
    assert_eq!(neighbour(Choice::Next), None);
}

/// Where neither year nor issue is known, it is said in the languages that the journal's title has.
#[test]
fn what_is_not_known_is_said_in_the_language_of_the_journal() {
    let of = |journal: Value| article(json!({"title": {"en": "Reeds"}, "journal": {"title": journal}}));
    let library = shelf_of(vec![of(json!({"en": ENGLISH})), of(json!({"zh": "湿地学报"})), of(json!({"de": "Moor"}))]);
    let said = |row: &TreeRow| row.label.values().cloned().collect::<Vec<_>>().join(" / ");
    let mut told: Vec<String> = Vec::new();
    for journal in children(&library, Node::Root) {
        let volume = &children(&library, journal.node)[0];
        let issue = &children(&library, volume.node)[0];
        told.push(format!("{}: {}, {}", said(&journal), said(volume), said(issue)));
    }
    told.sort();
    assert_eq!(
        told,
        [format!("{ENGLISH}: Undated, No issue"), "Moor: Undated, No issue".to_owned(), "湿地学报: 未标年份, 未分期".to_owned(),]
    );
}

#[test]
fn what_is_told_soon_is_seen_here_at_once_and_by_others_when_it_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (others, seed) = seed();
    let mut library = own(folder.path());
    import(&mut library, others.into_iter().chain([seed])).unwrap();
    let keys = listed(&library);
    let unread = |library: &Library| children(library, Node::Root).iter().map(|row| row.unread).sum::<u64>();
    let read = |key| Order::Read { key, read: true };
    assert_eq!(unread(&library), 16);
    let other = own(folder.path());
    library.tell_soon(read(keys[1])).unwrap();
    library.tell_soon(Order::Session { state: "{}".to_owned(), opened: Vec::new() }).unwrap();
    // An order that fails takes nothing else back.
    assert!(library.tell_soon(read(ArticleKey { row: 999, ..keys[1] })).is_err());
    library.tell_soon(read(keys[2])).unwrap();
    assert_eq!((unread(&library), library.session().as_deref()), (14, Some("{}")));
    assert_eq!((unread(&other), other.session()), (16, None));
    library.keep().unwrap();
    library.keep().unwrap();
    assert_eq!((unread(&other), other.session().as_deref()), (14, Some("{}")));

    // Whatever is more than a mark is durable at once, and what was told before it.
    library.tell_soon(read(keys[3])).unwrap();
    library.tell_soon(Order::Search { name: "mine".to_owned(), query: Some("治理".to_owned()) }).unwrap();
    assert_eq!(unread(&other), 13);
    assert!(matches!(other.answer(&Question::Searches), Answer::Searches(searches) if searches.len() == 1));

    // Never kept, it never was.
    library.tell_soon(read(keys[4])).unwrap();
    assert_eq!(unread(&library), 12);
    drop(library);
    assert_eq!(unread(&own(folder.path())), 13);
}

/// Who has read within a transaction is refused the lock at once where another holds it; who has not is let in later.
#[test]
fn two_readers_tell_at_the_same_time() {
    let folder = tempfile::tempdir().unwrap();
    let (others, seed) = seed();
    let (mut one, mut two) = (own(folder.path()), own(folder.path()));
    import(&mut one, others.into_iter().chain([seed])).unwrap();
    let keys = listed(&one);
    one.tell_soon(Order::Read { key: keys[1], read: true }).unwrap();
    let (begun, waits) = std::sync::mpsc::channel();
    let told = std::thread::spawn(move || {
        begun.send(()).unwrap();
        two.tell_soon(Order::Read { key: keys[2], read: true }).map(|()| two.keep())
    });
    waits.recv().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(50));
    one.keep().unwrap();
    told.join().unwrap().unwrap().unwrap();
    assert_eq!(children(&one, Node::Root)[0].unread, 14);
}

#[test]
fn what_was_read_is_counted_kept_and_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let (others, seed) = seed();
    let keys = {
        let mut library = own(folder.path());
        import(&mut library, others.into_iter().chain([seed])).unwrap();
        let keys = listed(&library);
        assert_eq!(children(&library, Node::Root)[0].unread, 16);
        library.tell(Order::Read { key: keys[1], read: true }).unwrap();
        library.tell(Order::Read { key: keys[2], read: true }).unwrap();
        library.tell(Order::Read { key: keys[1], read: false }).unwrap();
        library.tell(Order::Session { state: "{\"at\":1}".to_owned(), opened: Vec::new() }).unwrap();
        keys
    };
    let library = own(folder.path());
    assert_eq!(library.session().as_deref(), Some("{\"at\":1}"));
    assert_eq!(children(&library, Node::Root)[0].unread, 15);
    assert!(shown(&library, keys[2]).read && !shown(&library, keys[1]).read);
    let next = |key, choice| match library.answer(&Question::NeighbourUnread { key, choice }) {
        Answer::Key(found) => found,
        other => panic!("{other:?}"),
    };
    assert_eq!(next(keys[1], Choice::Next), Some(keys[3]), "over the one that is read, into the next issue");
    assert_eq!(next(keys[3], Choice::Previous), Some(keys[1]));
    assert_eq!(next(keys[15], Choice::Next), None);
    assert_eq!(next(keys[0], Choice::Previous), None);
}

#[test]
fn lists_of_what_cites_and_what_is_alike() {
    let target = placed("Cited by two of these articles", "Bob Miller", 2018, "35", "4", "682-692");
    let entry = reference("Cited by two of these articles", ENGLISH, 2018, Some("35"), Some("4"), Some("682"));
    let other = reference("Never in this library at all", "Far Away", 2001, None, None, None);
    let citing = |title: &str, year: i32, page: &str, references: Value| {
        let mut citing = with_references(placed(title, "Bob Miller", year, "1", "1", page), references);
        citing.keywords = serde_json::from_value(json!({"en": ["Smart City"]})).unwrap();
        citing
    };
    let library = shelf_of([
        target,
        citing("The first that cites it", 2019, "1", json!([entry, other])),
        citing("The second that cites it", 2020, "1", json!([entry, other])),
    ]);
    let target = titled(&library, "Cited by two of these articles");
    assert_eq!(target.cited_by, qikan::library::Count::Exactly(2));
    let Answer::Cards { cards, total, .. } = library.answer(&Question::CitedBy { key: target.key, from: 0, to: 10 }) else { panic!() };
    assert_eq!((total, cards[0].year, cards[1].year), (2, Some(2020), Some(2019)));
    let first = titled(&library, "The first that cites it");
    let shelf = library.searched_shelf(first.key.shelf).unwrap();
    let seed = shelf.seed(first.key.row).unwrap();
    let mut near = seed.near(&[], false, &|| false).unwrap().unwrap();
    near.retain_mut(|near| seed.confirmed(near).unwrap().is_some());
    let said = |near: &Near| -> Vec<String> { Tie::ALL.iter().filter_map(|(tie, _)| near.ties.phrase(*tie)).collect() };
    assert_eq!(
        near.iter().map(said).collect::<Vec<_>>(),
        [["shares 2 references", "same author: Bob Miller", "same key word: Smart City"]],
        "what it cites stands in another list"
    );
    let with_linked = seed.near(&[], true, &|| false).unwrap().unwrap();
    assert!(with_linked.iter().any(|near| near.ties.phrase(Tie::CitedBy).as_deref() == Some("cited by it")));
    assert!(seed.near(&[], false, &|| true).unwrap().is_none(), "nobody waits for it");
    for (question, expected) in [
        (Question::WithKeyword { keyword: "smart city".to_owned(), from: 0, to: 9 }, 2),
        (Question::WithAuthor { name: "Miller, Bob".to_owned(), from: 0, to: 9 }, 3),
    ] {
        let Answer::Cards { total, cards, .. } = library.answer(&question) else { panic!() };
        assert_eq!((total, cards.len() as u64), (expected, expected), "{question:?}");
    }
}

#[test]
fn entries_of_printed_text_alone_are_understood_when_they_come_in() {
    let target = placed("Making Society Work", "XU Jia-liang", 2022, "58", "1", "1-8");
    let printed = format!("[1] XU Jia-liang. Making Society Work[J]. {ENGLISH}, 2022, 58(1): 1-8.");
    let mut citing =
        with_references(placed("The one that cites", "Nobody Else", 2030, "9", "9", "999-1000"), json!([{"n": "1", "raw": printed}]));
    citing.related = Some(serde_json::from_value(json!([{"rel": "similar", "n": 1, "raw": printed}])).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    import(&mut library, [citing.clone(), target.clone()]).unwrap();
    let found = titled(&library, "The one that cites");
    for entry in found.references.iter().chain(&found.related) {
        assert!(matches!(entry, Linked::Held { how: HowLinked::Place, .. }), "{entry:?}");
    }
    assert_eq!(found.article.refs.as_ref().unwrap()[0].parts[0].year, Some(2022));
    assert_eq!(found.article.refs.as_ref().unwrap()[0].raw, printed);
    // What comes again is the same record, as it came and as it is written out.
    let written: Vec<Article> = library.records().unwrap().collect::<Result<_, _>>().unwrap();
    for again in [vec![citing, target], written] {
        let report = import(&mut library, again).unwrap();
        assert_eq!((report.unchanged, report.joined, report.new), (2, 0, 0));
    }
}

#[test]
fn a_bad_record_stops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let mut readings = vec![Ok(Box::new(seed().1)), Err(Finding::skipped("it has no title").at(88))].into_iter();
    let report = library.import(&mut readings, &mut |_| {}).unwrap();
    assert_eq!(report.to_string(), "1 read, 1 new, 1 not read: line 88: it has no title.");
}

#[test]
fn the_sample_stands_last_and_alone_when_there_is_nothing_else() {
    let of_sample = json!({"title": {"en": "Of the sample"}, "journal": {"title": {"en": "Sample Journal"}}, "year": 2020});
    let image = shelf_of([article(of_sample)]).into_image().unwrap();
    let mut library = Library::new().with_sample(image.leak());
    assert_eq!(labels(&children(&library, Node::Root)), ["Sample Journal"]);
    library.add_files(seed().0).unwrap();
    let shelves = children(&library, Node::Root);
    assert_eq!(shelves.iter().map(|row| (row.articles, row.children)).collect::<Vec<_>>(), [(15, 1), (1, 1)]);
    let Answer::Place { path, .. } = library.answer(&Question::Place { node: children(&library, shelves[1].node)[0].node }) else {
        panic!()
    };
    assert_eq!(path.len(), 3);
    let mut node = shelves[1].node;
    while !matches!(node, Node::Article(_)) {
        node = children(&library, node)[0].node;
    }
    let Node::Article(key) = node else { panic!() };
    library.tell(Order::Read { key, read: true }).unwrap();
    assert!(shown(&library, key).read, "an article of the sample is marked for this run");
}

#[test]
fn what_is_no_image_of_this_version_is_a_sentence_and_no_sample() {
    let library = Library::new().with_sample(b"no image at all");
    let Answer::Failed(sentence) = library.answer(&Question::Children { node: Node::Root, from: 0, to: 9 }) else { panic!() };
    assert!(sentence.contains("image of the sample"), "{sentence}");
}

#[test]
fn an_entry_of_a_file_leads_into_the_users_own_library() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let (others, seed) = seed();
    import(&mut library, others.iter().skip(1).cloned()).unwrap();
    library.add_files([seed, others[0].clone()]).unwrap();
    let seed = titled(&library, "Smart Governance in Smart City Construction");
    for (entry, other) in seed.related.iter().zip(&others) {
        let Linked::Held { key, .. } = entry else { panic!("{other:?} was not found") };
        assert_eq!(shown(&library, *key).article.title, other.title);
    }
    for id in ["doi:10.16088/j.issn.1001-6597.2024.03.005", "https://doi.org/10.16088/J.ISSN.1001-6597.2024.03.005"] {
        assert_eq!(library.answer(&Question::Find { id: id.to_owned() }), Answer::Key(Some(seed.key)));
    }
    assert_eq!(library.records().unwrap().collect::<Result<Vec<_>, _>>().unwrap().len(), 16);
}

#[test]
fn a_record_without_a_journal_is_in_none() {
    let mut thesis = placed("On marshes", "ASHBY A", 2020, "", "", "");
    thesis.journal = qikan::record::Journal::default();
    let library = shelf_of([thesis]);
    let cards = library.cards(0, 10).unwrap();
    assert!(cards.iter().all(|card| card.journal.is_empty()), "{cards:?}");
}
