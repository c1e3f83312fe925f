//! What is suggested for an article and to be read next, on small invented libraries, and why.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use qikan::library::{ArticleKey, Library, Order, Tie};
use qikan::record::Article;
use qikan::search::query::{Mode, Query, parse};
use qikan::search::{Alike, Among, EntryList, Finder, SearchDesk, Suggestion, Told, Want, Wish};
use serde_json::{Value, json};

/// A work that is cited and never held.
fn work(n: u32) -> Value {
    json!({"raw": format!("Nobody N. The {n}th of the works that are cited here. Far Journal, 1999, {n}: {n}1."), "parts": [{
        "title": format!("The {n}th of the works that are cited here"), "year": 1999, "volume": n.to_string(), "pages": format!("{n}1"),
        "authors": [{"name": {"en": "N Nobody"}}], "host": {"title": "Far Journal"}
    }]})
}

/// One that is held.
fn held(title: &str) -> Value {
    json!({"raw": title, "parts": [{"title": title, "year": 2020}]})
}

fn article(title: &str, refs: &[Value]) -> Article {
    serde_json::from_value(json!({
        "title": {"en": title}, "lang": "en", "journal": {"title": {"en": "Journal of Tests"}}, "year": 2020,
        "authors": [{"name": {"en": format!("Author of {title}")}}], "abstract": {"en": [{"head": null, "text": "An abstract."}]}, "refs": refs,
    }))
    .unwrap()
}

fn desk(articles: impl IntoIterator<Item = Article>) -> SearchDesk {
    let mut library = Library::new();
    library.add_files(articles).unwrap();
    SearchDesk::new(library, None)
}

fn key(desk: &mut SearchDesk, title: &str) -> ArticleKey {
    let cards = desk.library_mut().cards(0, 10_000).unwrap();
    cards.iter().find(|card| card.title.values().any(|one| one == title)).unwrap_or_else(|| panic!("no {title}")).key
}

fn titles(found: &[Suggestion]) -> Vec<&str> {
    found.iter().map(|one| one.card.title.values().next().unwrap().as_str()).collect()
}

fn suggested(desk: &mut SearchDesk, title: &str) -> Vec<Suggestion> {
    let key = key(desk, title);
    desk.suggested(key, &|| false).unwrap().to_vec()
}

/// Articles that have to do with nothing.
fn fill(many: u32) -> impl Iterator<Item = Article> {
    (0..many).map(|n| article(&format!("Filler{n}: {n}alpha {n}beta {n}gamma {n}delta"), &[work(1000 + n)]))
}

const SEED: &str = "Reedbeds as slow machines of water";

#[test]
fn references_in_common_are_counted_and_the_rare_ones_count_more() {
    let everybody = work(9);
    let many = (0..30).map(|n| article(&format!("Some other matter of number {n}"), std::slice::from_ref(&everybody)));
    let mut desk = desk(
        [
            article(SEED, &[work(1), work(2), work(3), everybody.clone()]),
            article("Three rare works in common with it", &[work(1), work(2), work(3)]),
            article("One rare work in common with it", &[work(3), work(40), work(41)]),
        ]
        .into_iter()
        .chain(many),
    );
    let found = suggested(&mut desk, SEED);
    assert_eq!(titles(&found)[..2], ["Three rare works in common with it", "One rare work in common with it"]);
    assert!(found[0].reason.starts_with("shares 3 references"), "{}", found[0].reason);
    assert!(found[1].reason.starts_with("shares a reference"), "{}", found[1].reason);
    assert_eq!(found.len(), 2, "what everybody cites brings in nobody");
    let adds = |at: usize| found[at].parts.iter().find(|part| part.0 == Tie::References).unwrap().1;
    assert!(adds(0) > adds(1));
    assert!(found[0].score >= found[1].score && found[0].parts.iter().map(|part| part.1).sum::<f64>() - found[0].score < 1e-9);
}

#[test]
fn two_are_cited_together_and_what_is_linked_outright_stands_elsewhere() {
    let beside = "Beside it in the lists of two others";
    let cites = |title: &str| article(title, &[held(SEED), held(beside)]);
    let mut desk = desk(
        [
            article(SEED, &[held("A work that it cites and that is held")]),
            article(beside, &[]),
            article("A work that it cites and that is held", &[]),
            cites("The first that cites both of them"),
            cites("The second that cites both of them"),
        ]
        .into_iter()
        .chain(fill(40)),
    );
    let found = suggested(&mut desk, SEED);
    assert_eq!(titles(&found)[0], beside);
    assert!(found[0].reason.starts_with("cited with it by 2"), "{}", found[0].reason);
    assert!(!titles(&found).iter().any(|title| title.contains("that it cites") || title.contains("cites both")), "{:?}", titles(&found));
}

#[test]
fn to_be_cited_together_with_what_everybody_cites_says_less() {
    let (rare, famous) = ("A quiet work that stands beside it", "A famous work that stands beside it");
    let cites = |title: &str, works: &[&str]| article(title, &works.iter().map(|title| held(title)).collect::<Vec<_>>());
    let everybody = (0..30).map(|n| cites(&format!("Yet another matter of number {n}"), &[famous]));
    let both = ["The first that cites all of them", "The second that cites all of them"].map(|title| cites(title, &[SEED, rare, famous]));
    let mut desk = desk([SEED, rare, famous].map(|title| article(title, &[])).into_iter().chain(both).chain(everybody));
    let found = suggested(&mut desk, SEED);
    let adds = |title: &str| {
        let one = found.iter().find(|one| one.card.title.values().any(|own| own == title));
        one.and_then(|one| one.parts.iter().find(|part| part.0 == Tie::CitedTogether)).map_or(0.0, |part| part.1)
    };
    assert!(adds(rare) > adds(famous), "{} {}", adds(rare), adds(famous));
    assert!(adds(rare) > 0.0);
}

#[test]
fn notices_and_the_same_work_once_more_are_not_suggested() {
    let shared = [work(1), work(2), work(3), work(4), work(5), work(6)];
    let with = |mut article: Article, change: Value| -> Article {
        let mut whole = serde_json::to_value(&article).unwrap();
        for (member, value) in change.as_object().unwrap() {
            whole[member] = value.clone();
        }
        article = serde_json::from_value(whole).unwrap();
        article
    };
    let mut desk = desk(
        [
            article(SEED, &shared),
            article("Something that is worth reading beside it", &shared[..2]),
            with(article("Erratum to the reedbeds of last year", &shared), json!({"kind": "correction"})),
            article("Retraction of: a fine work on reedbeds and water", &shared),
            with(article("征稿简则", &shared), json!({"title": {"zh": "征稿简则"}, "keywords": {"en": ["reedbeds"]}})),
            // The same in another language: other words, the same list.
            with(article("芦苇", &shared), json!({"title": {"zh": "作为水之缓慢机器的芦苇荡"}, "authors": [{"name": {"zh": "沈苇"}}]})),
            // The same title in another journal, a year later.
            with(article(SEED, &shared), json!({"year": 2021, "journal": {"title": {"en": "Reprints"}}, "authors": []})),
        ]
        .into_iter()
        .chain(fill(40)),
    );
    let key =
        desk.library_mut().cards(0, 100).unwrap().into_iter().find(|card| card.year == Some(2020) && titles_of(card) == SEED).unwrap().key;
    let found = desk.suggested(key, &|| false).unwrap();
    assert_eq!(titles(&found), ["Something that is worth reading beside it"]);
}

fn titles_of(card: &qikan::library::ArticleCard) -> &str {
    card.title.values().next().unwrap()
}

#[test]
fn rare_words_bring_in_what_no_link_leads_to_and_links_do_without_an_index() {
    let mut articles: Vec<Article> = (0..60).map(|n| article(&format!("Plain matter of the common kind number {n}"), &[])).collect();
    articles.push(article("Bitterns booming in the quokkaform marsh", &[work(1)]));
    articles.push(article("Of quokkaform bitterns and their voices", &[]));
    articles.push(article("Nothing to do with birds at all", &[work(1)]));
    let mut desk = desk(articles);
    let found = suggested(&mut desk, "Bitterns booming in the quokkaform marsh");
    let alike = found.iter().find(|one| titles_of(&one.card).starts_with("Of quokkaform")).unwrap();
    assert!(alike.reason.contains("same words: ") && alike.reason.contains("quokkaform"), "{}", alike.reason);
    assert!(titles(&found).contains(&"Nothing to do with birds at all"));
    // A finder that was not refreshed has no index.
    let row = key(&mut desk, "Bitterns booming in the quokkaform marsh").row;
    let shelf = desk.library_mut().searched().unwrap().pop().unwrap();
    let found = Alike::default().to(row, &shelf, &Finder::new(None), &|| false).unwrap();
    assert_eq!(titles(&found), ["Nothing to do with birds at all"]);
}

#[test]
fn hubs_are_looked_at_in_part_and_say_little() {
    let hub = held("A method that everybody has to cite");
    let mut articles: Vec<Article> =
        (0..1500).map(|n| article(&format!("One of very many studies: number {n}"), std::slice::from_ref(&hub))).collect();
    articles.push(article("A method that everybody has to cite", &[]));
    articles.push(article(SEED, &[hub.clone(), work(1)]));
    articles.push(article("It shares what is rare as well", &[hub, work(1)]));
    let mut desk = desk(articles);
    let found = suggested(&mut desk, SEED);
    assert_eq!(titles(&found)[0], "It shares what is rare as well");
    assert!(found[0].reason.starts_with("shares 2 references"), "{}", found[0].reason);
}

#[test]
fn what_to_read_next_is_near_what_was_read_and_unread_itself() {
    let mut desk = desk(
        [
            article(SEED, &[work(1), work(2)]),
            article("The second that was read about this", &[work(2), work(3)]),
            article("Near to both of them in the middle", &[work(1), work(2), work(3)]),
            article("Near to the second one only, a little", &[work(3), work(30), work(31)]),
            article("Cited by nobody and near to nothing", &[work(50)]),
        ]
        .into_iter()
        .chain(fill(40)),
    );
    assert!(desk.next_to_read(&|| false).unwrap().is_empty(), "nothing was read yet");
    for title in [SEED, "The second that was read about this"] {
        let key = key(&mut desk, title);
        desk.library_mut().tell(Order::Read { key, read: true }).unwrap();
    }
    let found = desk.next_to_read(&|| false).unwrap();
    assert_eq!(titles(&found), ["Near to both of them in the middle", "Near to the second one only, a little"]);
    assert!(found[0].reason.starts_with("near 2 articles you have read: “"), "{}", found[0].reason);
    assert!(found[1].reason.starts_with("near “The second that…”: shares a reference"), "{}", found[1].reason);
    let wish = |want, query| Wish { round: 1, query, among: Among::NextToRead, order: None, want };
    let rows = Want::Rows { from: 0, most: 10 };
    let Some(Told::Rows { rows: listed, last: true, .. }) = desk.grant(&wish(rows.clone(), Query::Everything), &|| false) else { panic!() };
    assert_eq!(
        listed.iter().map(|row| row.reason.clone()).collect::<Vec<_>>(),
        found.iter().map(|one| Some(one.reason.clone())).collect::<Vec<_>>()
    );
    let narrowed = parse("middle", Mode::Finished).unwrap();
    let Some(Told::Rows { rows: listed, .. }) = desk.grant(&wish(rows, narrowed), &|| false) else { panic!() };
    assert_eq!(listed.len(), 1);
    let middle = key(&mut desk, "Near to both of them in the middle");
    desk.library_mut().tell(Order::Read { key: middle, read: true }).unwrap();
    assert!(!titles(&desk.next_to_read(&|| false).unwrap()).contains(&"Near to both of them in the middle"), "it was read since");
}

#[test]
fn the_list_of_suggestions_is_narrowed_and_a_wish_that_nobody_waits_for_is_dropped() {
    let mut desk = desk(
        [article(SEED, &[work(1), work(2)]), article("Alpha of the reeds", &[work(1)]), article("Beta of the reeds", &[work(2)])]
            .into_iter()
            .chain(fill(40)),
    );
    let of = key(&mut desk, SEED);
    let all = suggested(&mut desk, SEED);
    let query = parse("beta", Mode::Finished).unwrap();
    let among = Among::Entries { of, list: EntryList::Suggested };
    let Some(Told::Places(places)) =
        desk.grant(&Wish { round: 1, query, among, order: None, want: Want::Rows { from: 0, most: 0 } }, &|| false)
    else {
        panic!()
    };
    assert_eq!(places.iter().map(|place| titles(&all)[*place]).collect::<Vec<_>>(), ["Beta of the reeds"]);
    assert!(desk.grant(&Wish::of_library(0, Want::Suggested(of)), &|| true).is_none());
}

#[test]
fn every_article_of_the_sample_has_something_near_it() {
    let image: &'static [u8] = include_bytes!("../assets/sample/sample.db.zst");
    let mut desk = SearchDesk::new(Library::new().with_sample(image), None);
    let mut without = Vec::new();
    for card in desk.library_mut().cards(0, 1000).unwrap() {
        let found = desk.suggested(card.key, &|| false).unwrap();
        assert!(found.iter().all(|one| !one.reason.is_empty() && one.card.key != card.key));
        if found.is_empty() {
            without.push(titles_of(&card).to_owned());
        }
    }
    assert!(without.len() <= 6, "notices may have nothing near them: {without:?}");
}

#[test]
fn three_words_of_the_matter_outweigh_one_that_hardly_any_other_has() {
    let words = ["parsing", "neural", "fields"];
    // Each of the three stands in fifty other titles.
    let mut articles: Vec<Article> = (0..1200_usize)
        .map(|n| article(&format!("On {} of the kind number {n}", if n < 150 { words[n % 3] } else { "things" }), &[]))
        .collect();
    articles.push(article("Neural parsing by fields, quokkaform", &[]));
    articles.push(article("Fields of neural parsing again today", &[]));
    articles.push(article("Quokkaform marshes again in the evening", &[]));
    let mut desk = desk(articles);
    let found = suggested(&mut desk, "Neural parsing by fields, quokkaform");
    assert_eq!(titles(&found).first(), Some(&"Fields of neural parsing again today"), "{:?}", titles(&found));
}
