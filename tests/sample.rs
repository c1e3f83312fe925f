//! The embedded sample is what a person sees first: it is read by the schema, whole, and shows every feature.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a sample that cannot be read is a failed test")]

use std::collections::{BTreeMap, BTreeSet};

use qikan::library::{Answer, Library, Linked, Question};
use qikan::record::{Article, ArticleKind, Block, Doi, Language, Metrics, Pages, Reference, ReferenceType, RelatedArticle, Relation, Rest};
use serde_json::Value;

/// The files from which the embedded image is made, by the key of their journal.
const FILES: [(&str, &str); 3] = [
    ("dsxb", include_str!("../assets/sample/dsxb.jsonl")),
    ("amm", include_str!("../assets/sample/amm.jsonl")),
    ("zgb", include_str!("../assets/sample/zgb.jsonl")),
];

/// The image as it is embedded.
const IMAGE: &[u8] = include_bytes!("../assets/sample/sample.db.zst");

/// The program carries the sample, so it stays small.
const MOST_BYTES: usize = 450_000;

fn sample() -> Vec<Article> {
    let lines = FILES.iter().flat_map(|(key, text)| text.lines().enumerate().map(move |(at, line)| (key, at + 1, line)));
    lines.map(|(key, at, line)| serde_json::from_str(line).unwrap_or_else(|e| panic!("{key}.jsonl, line {at}: {e}"))).collect()
}

fn name(article: &Article) -> &str {
    article.title.values().next().map_or("", String::as_str)
}

fn references(article: &Article) -> &[Reference] {
    article.refs.as_deref().unwrap_or_default()
}

fn related(article: &Article, relation: Relation) -> Vec<&RelatedArticle> {
    article.related.iter().flatten().filter(|r| r.rel == relation).collect()
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What entries of GB/T 7714 name records by: their DOI, and their place. Plainer than the library's own ladder on purpose.
struct Shelf<'a> {
    by_doi: BTreeMap<&'a str, &'a Article>,
    by_place: Vec<(String, &'a Article)>,
}

impl<'a> Shelf<'a> {
    fn of(articles: &'a [Article]) -> Self {
        let by_doi = articles.iter().filter_map(|a| Some((a.ids.doi.as_ref()?.as_str(), a))).collect();
        let mut by_place = Vec::new();
        for a in articles {
            let (volume, issue) = (a.volume.as_deref().unwrap(), a.issue.as_deref().unwrap());
            for journal in a.journal.title.values() {
                let place = format!("{journal},{},{volume}({issue}):{}.", a.year.unwrap(), a.pages.raw);
                by_place.push((squeeze(&place), a));
            }
        }
        Self { by_doi, by_place }
    }

    fn target(&self, raw: &str) -> Option<&'a Article> {
        if let Some((_, doi)) = raw.rsplit_once("DOI:") {
            return self.by_doi.get(Doi::parse(doi)?.as_str()).copied();
        }
        let raw = squeeze(raw);
        self.by_place.iter().find(|(place, _)| raw.contains(place)).map(|(_, a)| *a)
    }
}

/// Every member that the schema does not name, by where it stands.
fn unknown_members(a: &Article) -> Vec<String> {
    let mut rests: Vec<(&str, &Rest)> = vec![("article", &a.rest), ("journal", &a.journal.rest), ("ids", &a.ids.rest)];
    rests.extend([("dates", &a.dates.rest), ("dates.raw", &a.dates.raw), ("metrics", &a.metrics.rest), ("license", &a.license.rest)]);
    rests.extend(a.authors.iter().map(|author| ("authors", &author.rest)));
    rests.extend(a.affiliations.iter().map(|affiliation| ("affiliations", &affiliation.rest)));
    rests.extend(a.abstracts.values().flatten().map(|part| ("abstract", &part.rest)));
    rests.extend(a.subjects.iter().map(|subject| ("subjects", &subject.rest)));
    rests.extend(a.funding.iter().map(|funding| ("funding", &funding.rest)));
    rests.extend(references(a).iter().flat_map(|r| [("refs", &r.rest), ("refs.ids", &r.ids.rest)]));
    rests.extend(a.related.iter().flatten().map(|r| ("related", &r.rest)));
    rests.extend(a.links.iter().map(|link| ("links", &link.rest)));
    rests.extend(a.body.iter().flatten().map(|section| ("body", &section.rest)));
    rests.iter().flat_map(|(place, rest)| rest.keys().map(move |key| format!("{place}.{key}"))).collect()
}

/// Whether everything said in `written` is said in `read`. A `null` says nothing.
fn keeps(written: &Value, read: &Value) -> bool {
    match (written, read) {
        (Value::Object(w), Value::Object(r)) => w.iter().all(|(key, value)| value.is_null() || r.get(key).is_some_and(|v| keeps(value, v))),
        (Value::Array(w), Value::Array(r)) => w.len() == r.len() && w.iter().zip(r).all(|(w, r)| keeps(w, r)),
        _ => written == read,
    }
}

/// Every string of a record.
fn strings<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(values) => values.iter().for_each(|v| strings(v, found)),
        Value::Object(members) => members.values().for_each(|v| strings(v, found)),
        _ => {}
    }
}

/// An issue by its journal, year and number, with its records in printed order.
type Printed<'a> = ((&'a str, i32, &'a str), Vec<&'a Article>);

/// The issues in the order of the files.
fn issues(articles: &[Article]) -> Vec<Printed<'_>> {
    let mut all: Vec<Printed<'_>> = Vec::new();
    for a in articles {
        let issue = (a.journal.key.as_deref().unwrap(), a.year.unwrap(), a.issue.as_deref().unwrap());
        match all.last_mut() {
            Some((last, list)) if *last == issue => list.push(a),
            _ => all.push((issue, vec![a])),
        }
    }
    all
}

#[test]
fn every_line_is_an_article_of_the_schema_and_nothing_of_it_is_lost() {
    for (key, text) in FILES {
        for (at, line) in text.lines().enumerate() {
            let written: Value = serde_json::from_str(line).unwrap();
            let article: Article = serde_json::from_value(written.clone()).unwrap();
            assert_eq!(unknown_members(&article), Vec::<String>::new(), "{key}.jsonl, line {}", at + 1);
            assert!(!matches!(article.kind, ArticleKind::Unknown(_)), "{key}.jsonl, line {}", at + 1);
            let mut blocks = article.body.iter().flatten().flat_map(|section| &section.blocks);
            assert!(!blocks.any(|block| matches!(block, Block::Unknown(_))), "{key}.jsonl, line {}", at + 1);
            assert!(keeps(&written, &serde_json::to_value(&article).unwrap()), "{key}.jsonl, line {}", at + 1);
            assert_eq!(article.journal.key.as_deref(), Some(key));
            let invented = |note: &String| note.contains("虚构") || note.to_lowercase().contains("invented");
            assert!(article.notes.iter().any(invented), "{key}.jsonl, line {}: says that it is invented", at + 1);
        }
    }
}

#[test]
fn the_files_are_small_and_their_text_is_plain_or_rich_lite() {
    let known = ["i", "b", "sup", "sub", "sc", "tt"].map(|tag| [format!("<{tag}>"), format!("</{tag}>")]).concat();
    assert!(FILES.iter().map(|(_, text)| text.len()).sum::<usize>() < MOST_BYTES);
    for (key, text) in FILES {
        assert!(text.ends_with('\n') && !text.contains("\n\n"), "{key}");
        for line in text.lines() {
            let value: Value = serde_json::from_str(line).unwrap();
            let mut found = Vec::new();
            strings(&value, &mut found);
            for text in found {
                let unseen = |c: char| {
                    (c.is_control() && c != '\n')
                        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFD}')
                };
                assert!(!text.contains(unseen), "{key}: {text}");
                for tag in text.match_indices('<').map(|(at, _)| text.get(at..).unwrap()) {
                    let lawful = tag.starts_with("<xref r=\"") || tag.starts_with("</xref>") || known.iter().any(|k| tag.starts_with(k));
                    assert!(lawful, "{key}: {text}");
                }
                let entities = ["&lt;", "&gt;", "&amp;"].iter().map(|entity| text.matches(entity).count()).sum::<usize>();
                assert_eq!(text.matches('&').count(), entities, "{key}: {text}");
            }
        }
    }
}

#[test]
fn three_journals_twelve_issues_and_more_than_forty_articles_in_two_languages() {
    let articles = sample();
    assert!(articles.len() >= 48, "{}", articles.len());
    let issues = issues(&articles);
    let ids: BTreeSet<_> = issues.iter().map(|(issue, _)| *issue).collect();
    assert_eq!((issues.len(), ids.len()), (12, 12), "no issue is torn apart");
    for special in ["S1", "7/8", "增刊1"] {
        assert!(ids.iter().any(|(_, _, number)| *number == special), "{special}");
    }
    assert!(ids.iter().map(|(_, year, _)| year).collect::<BTreeSet<_>>().len() >= 4);
    let titled = |zh: bool, en: bool| {
        let has = |a: &Article, language| a.title.get(language).is_some();
        articles.iter().filter(|a| has(a, &Language::Zh) == zh && has(a, &Language::En) == en).count()
    };
    assert!(titled(true, true) >= 20 && titled(true, false) >= 1 && titled(false, true) >= 15 && titled(false, false) == 0);
    for (issue, list) in &issues {
        assert!(list.len() >= 3, "{issue:?}");
        // Articles of one heading stand together, so that it is printed once.
        let mut headings: Vec<String> = list.iter().map(|a| format!("{:?}", a.heading)).collect();
        headings.dedup();
        assert_eq!(headings.iter().collect::<BTreeSet<_>>().len(), headings.len(), "{issue:?}");
        assert!(headings.len() >= 2, "{issue:?}");
    }
}

/// All that the image of a shelf says: its schema and its rows, but for packed bodies, whose bytes depend on the packer.
fn told(image: &[u8]) -> Vec<String> {
    let bytes = zstd::decode_all(image).unwrap();
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    connection.deserialize_read_exact(rusqlite::MAIN_DB, bytes.as_slice(), bytes.len(), true).unwrap();
    let mut told = Vec::new();
    let mut all = |query: &str| {
        let mut statement = connection.prepare(query).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<_> = (0..columns).map(|at| row.get::<_, rusqlite::types::Value>(at).unwrap()).collect();
            told.push(format!("{query}: {values:?}"));
        }
    };
    all("SELECT * FROM pragma_user_version");
    all("SELECT * FROM pragma_application_id");
    all("SELECT name, sql FROM sqlite_schema ORDER BY name");
    let tables: Vec<String> = {
        let mut names = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").unwrap();
        names.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    for table in tables.iter().filter(|table| *table != "bodies") {
        all(&format!("SELECT * FROM {table}"));
    }
    told
}

fn records(library: &Library) -> Vec<Article> {
    library.records().unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn the_image_is_what_reading_the_files_in_gives() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample/sample.db.zst");
    let mut made = Library::new();
    made.add_files(sample()).unwrap();
    let expected = records(&made);
    let image = made.into_image().unwrap();
    if std::env::var_os("QIKAN_REWRITE").is_some() {
        std::fs::write(path, &image).unwrap();
        return;
    }
    let stale = "the image is stale: run `QIKAN_REWRITE=1 cargo test --test sample`, then build again";
    assert!(!IMAGE.is_empty(), "{stale}");
    let (told, expected_told) = (told(IMAGE), told(&image));
    for (is, should) in told.iter().zip(&expected_told) {
        assert_eq!(is, should, "{stale}");
    }
    assert_eq!(told.len(), expected_told.len(), "{stale}");
    assert!(records(&Library::new().with_sample(IMAGE)) == expected, "{stale}");
}

#[test]
fn the_same_files_give_the_same_image() {
    let image = || {
        let mut library = Library::new();
        library.add_files(sample()).unwrap();
        library.into_image().unwrap()
    };
    assert!(image() == image());
}

#[test]
fn the_image_is_sound_and_its_entries_lead_to_records() {
    let library = Library::new().with_sample(IMAGE);
    let mut held = (0, 0, 0);
    for card in library.cards(0, 1000).unwrap() {
        let Answer::Article(shown) = library.answer(&Question::Article(card.key)) else { panic!("{card:?}") };
        let is_held = |entry: &&Linked| matches!(entry, Linked::Held { .. });
        held.0 += shown.references.iter().filter(is_held).count();
        for (entry, reference) in shown.references.iter().zip(references(&shown.article)) {
            held.1 += usize::from(matches!(entry, Linked::Held { .. }) && reference.ids.doi.is_none());
        }
        for (entry, related) in shown.related.iter().zip(shown.article.related.iter().flatten()) {
            assert!(is_held(&entry), "{}: {}", name(&shown.article), related.raw);
            held.2 += 1;
        }
    }
    assert!(held.0 >= 200 && held.1 >= 5 && held.2 >= 150, "{held:?}");
}

#[test]
fn every_feature_has_its_article() {
    let articles = sample();
    let count = |has: &dyn Fn(&Article) -> bool| articles.iter().filter(|a| has(a)).count();
    for kind in [ArticleKind::Review, ArticleKind::Editorial, ArticleKind::Correction, ArticleKind::Frontmatter] {
        assert!(count(&|a| a.kind == kind) >= 1, "{kind:?}");
    }
    assert!(count(&|a| a.authors.len() > 40) >= 1, "very many authors");
    assert!(count(&|a| a.title.get(&Language::Zh).is_some_and(|title| title.chars().count() > 80)) >= 1, "a very long title");
    assert!(count(&|a| a.abstracts.is_empty() && a.kind == ArticleKind::Article) >= 1, "no abstract");
    assert!(count(&|a| a.refs.as_ref().is_some_and(Vec::is_empty)) >= 1, "no references");
    assert!(count(&|a| a.refs.is_none() && a.kind == ArticleKind::Article) >= 1, "references unknown");
    assert!(count(&|a| a.pages.article_number.is_some()) >= 1, "an article number");
    assert_eq!(count(&|a| a.pages.raw == "0-0"), 1, "a contents page");
    assert!(count(&|a| a.abstracts.values().flatten().any(|part| part.head.is_some())) >= 3, "structured abstracts");
    assert!(count(&|a| a.metrics.as_of.is_some()) >= 20 && count(&|a| a.metrics == Metrics::default()) >= 3, "figures, and none");
    assert!(count(&|a| a.license.url.is_some()) >= 5 && count(&|a| !a.funding.is_empty()) >= 5 && count(&|a| !a.links.is_empty()) >= 20);
    assert!(count(&|a| a.authors.iter().any(|p| p.role.as_deref() == Some("translator"))) >= 1, "a translator");
    assert!(count(&|a| a.authors.iter().any(|p| p.name.values().any(|name| name.contains('·')))) >= 1, "a name with a dot");
    assert!(count(&|a| a.body.is_some() && a.kind != ArticleKind::Frontmatter) >= 4, "full text");
    let blocks: Vec<&Block> = articles.iter().flat_map(|a| a.body.iter().flatten()).flat_map(|section| &section.blocks).collect();
    assert!(blocks.iter().any(|b| matches!(b, Block::List(_))) && blocks.iter().any(|b| matches!(b, Block::Table(_))));
    assert!(blocks.iter().any(|b| matches!(b, Block::Fig(_))) && blocks.iter().any(|b| matches!(b, Block::Math(_))));
    assert!(blocks.iter().any(|b| matches!(b, Block::Quote(_))) && blocks.iter().any(|b| matches!(b, Block::Code(_))));
    let entries: Vec<&str> = articles.iter().flat_map(references).map(|r| r.raw.as_str()).collect();
    for kind in ["J", "M", "C", "D", "N", "EB/OL", "R", "S", "P", "DS/OL", "PP/OL", "DB/OL", "CP/OL", "CM", "A", "G", "Z"] {
        assert!(entries.iter().any(|raw| raw.contains(&format!("[{kind}]"))), "no reference of type {kind}");
        assert!(kind.split('/').next().and_then(ReferenceType::parse).is_some(), "{kind}");
    }
    assert!(entries.iter().filter(|raw| raw.matches("[J]").count() == 2).count() >= 2, "entries with an English twin");
}

#[test]
fn pages_run_on_through_each_issue_but_for_the_one_gap() {
    let articles = sample();
    let page = |written: Option<&String>| written.unwrap().trim_start_matches('S').parse::<u32>().unwrap();
    let mut gaps = Vec::new();
    for (issue, list) in issues(&articles) {
        let mut next: Option<u32> = None;
        for a in list.iter().filter(|a| a.pages.article_number.is_none() && a.pages.raw != "0-0") {
            let (first, last) = (page(a.pages.first.as_ref()), page(a.pages.last.as_ref()));
            if next.is_some_and(|next| next != first) {
                gaps.push((issue, first));
            }
            assert!(first <= last, "{}", name(a));
            next = Some(last + 1);
        }
    }
    assert_eq!(gaps, [(("zgb", 2025, "3"), 50)]);
    for a in &articles {
        assert_eq!(a.pages, Pages::parse(&a.pages.raw), "{}", name(a));
    }
}

#[test]
fn dois_and_check_digits_are_right() {
    let articles = sample();
    let dois: Vec<&str> = articles.iter().filter_map(|a| a.ids.doi.as_ref()).map(Doi::as_str).collect();
    assert!(dois.iter().all(|doi| doi.starts_with("10.5555/qk.")), "only the prefix kept for tests");
    assert_eq!(dois.iter().collect::<BTreeSet<_>>().len(), dois.len());
    for a in &articles {
        assert_eq!(a.id.as_str(), a.ids.doi.as_ref().map(|doi| format!("doi:{doi}")).unwrap_or_default());
        for issn in &a.journal.issn {
            assert!(issn.starts_with("9999-") && issn_holds(issn), "{issn}");
        }
        for orcid in a.authors.iter().filter_map(|author| author.orcid.as_deref()) {
            assert!(orcid.starts_with("0000-0000-") && orcid_holds(orcid), "{orcid}");
        }
        for r in references(a) {
            let printed = r.raw.rsplit_once("DOI:").map(|(_, doi)| Doi::parse(doi).unwrap());
            assert_eq!(r.ids.doi, printed, "{}", r.raw);
        }
    }
}

/// ISO 3297: weights 8 to 1, modulus 11.
fn issn_holds(issn: &str) -> bool {
    let digits = digits(issn);
    digits.len() == 8 && digits.iter().zip((1..=8).rev()).map(|(digit, weight)| digit * weight).sum::<u32>().is_multiple_of(11)
}

/// ISO/IEC 7064, MOD 11-2.
fn orcid_holds(orcid: &str) -> bool {
    let digits = digits(orcid);
    digits.len() == 16 && digits.iter().fold(0, |sum, digit| (sum * 2 + digit) % 11) == 1
}

fn digits(code: &str) -> Vec<u32> {
    code.chars().filter(|c| *c != '-').filter_map(|c| if c == 'X' { Some(10) } else { c.to_digit(10) }).collect()
}

#[test]
fn references_lead_to_each_other() {
    let articles = sample();
    let shelf = Shelf::of(&articles);
    let (mut led, mut by_place_alone) = (0, 0);
    for a in &articles {
        for (at, r) in references(a).iter().enumerate() {
            assert_eq!(r.n.as_deref(), Some((at + 1).to_string().as_str()), "{}", name(a));
            assert!(r.parts.is_empty() && r.link.is_none(), "parts and links are found at import");
            let Some(found) = shelf.target(&r.raw) else {
                assert!(!r.raw.contains("10.5555/"), "leads nowhere: {}", r.raw);
                continue;
            };
            assert_ne!(found, a, "{} cites itself", name(a));
            assert!(found.dates.published <= a.dates.published, "{} cites the future: {}", name(a), r.raw);
            led += 1;
            by_place_alone += usize::from(r.ids.doi.is_none());
        }
    }
    assert!(led >= 4 * articles.len(), "{led} references lead to a record of the sample");
    assert!(by_place_alone >= 5, "{by_place_alone} of them by their place alone");
}

#[test]
fn related_records_are_there_and_know_each_other() {
    let articles = sample();
    let shelf = Shelf::of(&articles);
    for a in &articles {
        let similar = related(a, Relation::Similar);
        assert!(similar.is_empty() || (3..=6).contains(&similar.len()), "{}", name(a));
        assert!(similar.iter().zip(1..).all(|(r, n)| r.n == Some(n)), "{}", name(a));
        for r in a.related.iter().flatten() {
            let other = shelf.target(&r.raw).unwrap_or_else(|| panic!("leads nowhere: {}", r.raw));
            assert_ne!(other, a, "{} is related to itself", name(a));
            if r.rel != Relation::Similar {
                let back = related(other, r.rel);
                assert!(back.iter().any(|r| shelf.target(&r.raw) == Some(a)), "{:?}: no way back to {}", r.rel, name(a));
            }
        }
    }
    for relation in [Relation::Correction, Relation::Retraction, Relation::Translation, Relation::Companion] {
        assert_eq!(articles.iter().filter(|a| !related(a, relation).is_empty()).count(), 2, "{relation:?}");
    }
    assert!(articles.iter().filter(|a| !related(a, Relation::Similar).is_empty()).count() >= 45);
}

#[test]
fn every_mark_points_at_something() {
    for a in sample() {
        for author in &a.authors {
            let numbers: Vec<&String> = author.marks.iter().filter(|mark| *mark != "*").collect();
            let labels: Vec<&String> = author.aff.iter().map(|at| a.affiliations[*at].label.as_ref().unwrap()).collect();
            assert_eq!(numbers, labels, "{}", name(&a));
            assert_eq!(author.corresponding, author.marks.iter().any(|mark| mark == "*"), "{}", name(&a));
        }
        let body = serde_json::to_value(&a.body).unwrap();
        let mut found = Vec::new();
        strings(&body, &mut found);
        for mark in found.iter().flat_map(|text| text.split("<xref r=\"").skip(1)) {
            let (n, rest) = mark.split_once('"').unwrap();
            assert!(rest.starts_with(&format!(">[{n}]</xref>")), "{}: {n}", name(&a));
            assert!(references(&a).iter().any(|r| r.n.as_deref() == Some(n)), "{}: [{n}]", name(&a));
        }
    }
}
