//! Imports of many records: stored and linked as few are.

use super::*;

/// A journal of many articles, of which every fourth cites some others in four ways of printing them.
pub fn many(number: usize) -> Vec<Article> {
    let title = |n: usize| format!("On the {n} ways of counting bitterns in spring");
    let place = |n: usize| (1990 + n / 120 % 30, n / 10 % 12 + 1, n % 10 * 9 + n / 3600 * 100 + 1);
    let all = (0..number).map(|n| {
        let (year, issue, page) = place(n);
        let volume = (year - 1980).to_string();
        let mut one =
            placed(&title(n), "ASHBY A", i32::try_from(year).unwrap(), &volume, &issue.to_string(), &format!("{page}-{}", page + 8));
        one.ids.doi = (n % 3 == 0).then(|| qikan::record::Doi::parse(&format!("10.5555/m.{n}"))).flatten();
        if n % 4 > 0 {
            return one;
        }
        let cited = [(n + 1) % number, (n * 7 + 3) % number, (n * 31 + 11) % number, n + number];
        let raw: Vec<Value> = cited
            .iter()
            .enumerate()
            .map(|(way, m)| {
                let (year, issue, page) = place(*m);
                json!({"raw": match way {
                    0 => format!("[1] Ashby A. {}[J]. {ENGLISH}, {year}, {}({issue}): {page}-{}.", title(*m), year - 1980, page + 8),
                    1 => format!("[2] Ashby A. A title that nobody knows[J]. Another Journal, {year}. doi:10.5555/m.{m}"),
                    2 => format!("[3] Ashby A. {}[J]. {ENGLISH}, {year}.", title(*m)),
                    _ => format!("[4] Other O. What is not here {m}[J]. J. Guangxi Teach. Educ. Univ., {year}, 1(1): {page}."),
                }})
            })
            .collect();
        with_references(one, Value::Array(raw))
    });
    all.collect()
}

/// Where the references of an article lead, by titles, and how.
type Links = Vec<Option<(String, HowLinked)>>;

/// Where the references of every article lead.
fn all_links(library: &Library) -> Vec<(String, Links)> {
    let cards = library.cards(0, 100_000).unwrap();
    let titles: std::collections::HashMap<ArticleKey, &String> =
        cards.iter().map(|card| (card.key, card.title.values().next().unwrap())).collect();
    let links_of = |key: ArticleKey| {
        let links = shown(library, key).references;
        let held = links.iter().map(|link| match link {
            Linked::Held { key, how } => Some((titles[key].clone(), *how)),
            _ => None,
        });
        held.collect()
    };
    let mut all: Vec<_> = cards.iter().map(|card| (titles[&card.key].clone(), links_of(card.key))).collect();
    all.sort();
    all
}

#[test]
fn many_at_once_are_stored_and_linked_as_few_are() {
    let mut articles = many(2200);
    // The last one comes twice, and says more the second time.
    let mut twin = articles[2199].clone();
    twin.notes.push("seen at dusk".to_owned());
    articles.push(twin);
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut at_once = own(folder.path());
    assert_eq!(import(&mut at_once, articles.clone()).unwrap().to_string(), "2201 read, 2200 new, 1 joined.");
    let mut few_by_few = own(other.path());
    // The last come first: those that are cited later, and those that cite what is not there yet.
    for part in articles.chunks(500).rev() {
        import(&mut few_by_few, part.to_vec()).unwrap();
    }
    let (one, two) = (all_links(&at_once), all_links(&few_by_few));
    for (one, two) in one.iter().zip(&two) {
        assert_eq!(one, two);
    }
    let found = |way: usize| one.iter().filter(|(_, links)| links.get(way).is_some_and(Option::is_some)).count();
    assert_eq!((found(0), found(2), found(3)), (550, 550, 0));
    let with_doi = (0..2200).step_by(4).filter(|n| (n * 7 + 3) % 2200 % 3 == 0).count();
    assert_eq!(found(1), with_doi);
    for library in [&at_once, &few_by_few] {
        assert!(library.check().unwrap().is_sound());
    }
    let again = import(&mut at_once, articles.clone()).unwrap();
    assert_eq!((again.unchanged, again.new, again.joined), (2201, 0, 0));
    // A record that got richer among many.
    let mut richer = articles;
    richer[1].ids.doi = qikan::record::Doi::parse("10.5555/m.1");
    assert_eq!(import(&mut at_once, richer).unwrap().joined, 1);
    assert!(at_once.check().unwrap().is_sound());
    let smaller = |folder: &Path| fs::metadata(folder.join("library.db")).unwrap().len();
    assert!(smaller(folder.path()) < smaller(other.path()) + (256 << 10), "a dictionary does not cost more than it gives");
}

#[test]
fn a_place_that_is_known_in_part_is_found_among_many() {
    // The first is stored by itself; of two others one comes before the record that it is, and one behind it.
    for (at, first) in [(1500, false), (2300, false), (1500, true)] {
        let mut articles = many(2200);
        let mut partial = articles[2100].clone();
        // By its title alone it is not known again.
        partial.title = qikan::record::MultiText::of(Language::En, "On the 2100 ways of counting the bitterns in spring".to_owned());
        partial.issue = None;
        partial.ids.doi = None;
        let folder = tempfile::tempdir().unwrap();
        let mut library = own(folder.path());
        if first {
            import(&mut library, vec![partial]).unwrap();
        } else {
            articles.insert(at.min(articles.len()), partial);
        }
        let report = import(&mut library, articles).unwrap();
        assert_eq!((report.joined, report.doubtful), (1, 0), "{at} {first}: {report}");
        assert!(library.check().unwrap().is_sound());
    }
}

#[test]
fn many_that_come_are_found_by_references_that_waited() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    // So many that the last of them are linked when all are in.
    let mut articles = many(2600);
    let waiting: Vec<Article> = articles.drain(..200).collect();
    import(&mut library, waiting).unwrap();
    import(&mut library, articles).unwrap();
    let together = shelf_of(many(2600));
    assert_eq!(all_links(&library), all_links(&together));
    assert!(library.check().unwrap().is_sound());
}

#[test]
fn an_import_of_many_tells_what_is_stored_and_then_what_is_linked() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let mut told = Vec::new();
    let mut readings = many(2300).into_iter().map(|article| -> Reading { Ok(Box::new(article)) });
    library.import(&mut readings, &mut |progress| told.push(progress)).unwrap();
    let stored = told.iter().position(|progress| matches!(progress, Progress::Linked { .. })).unwrap();
    let (reading, linking) = told.split_at(stored);
    assert_eq!(reading.last(), Some(&Progress::Read(2300 / 64 * 64)));
    assert_eq!(linking.first(), Some(&Progress::Linked { done: 0, of: linked_of(linking) }));
    assert!(linking.iter().all(|progress| matches!(progress, Progress::Linked { .. })));
    let all = Progress::Linked { done: linked_of(linking), of: linked_of(linking) };
    assert_eq!(linking.iter().filter(|progress| **progress == all).count(), 1, "that all are linked is said once");
    assert_eq!((linking.last(), linked_of(linking)), (Some(&all), 2300));
}

/// Records that are to be linked, as told.
fn linked_of(told: &[Progress]) -> u64 {
    told.iter().map(|progress| if let Progress::Linked { of, .. } = progress { *of } else { 0 }).max().unwrap_or(0)
}
