//! Feeds of journals (RSS, Atom): the items of a table of contents with their Dublin Core and PRISM, and Scopus' answers in Atom.

mod channel;
mod people;

use channel::Channel;
use people::People;

use super::document::Yield;
use super::xml::{Element, first_element, read_records};
use super::{Confidence, Readings, Source, columns, rich};
use crate::record::{Doi, Link};

/// Names of elements, and the columns that they are.
const COLUMNS: &[(&str, &str)] = &[
    ("title", "Title"),
    ("publicationName", "Journal"),
    ("coverDate", "Date"),
    ("publicationDate", "Date"),
    ("date", "Date"),
    ("pubDate", "Date"),
    ("published", "Date"),
    ("coverDisplayDate", "Date"),
    ("volume", "Volume"),
    ("number", "Issue"),
    ("issueIdentifier", "Issue"),
    ("startingPage", "Start page"),
    ("endingPage", "End page"),
    ("pageRange", "Pages"),
    ("doi", "DOI"),
    ("issn", "ISSN"),
    ("eIssn", "eISSN"),
    ("isbn", "ISBN"),
    ("publisher", "Publisher"),
    ("language", "Language"),
    ("subject", "Keywords"),
    ("category", "Keywords"),
    ("citedby-count", "Cited by"),
    ("subtypeDescription", "Document type"),
];

/// How sure it is that text is a feed of works. Sites of all kinds have feeds: words of Dublin Core or PRISM must be in it.
pub fn sniff(head: &str) -> Confidence {
    let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
    let is_feed = first_element(head).is_some_and(|root| match root {
        "RDF" => has(&["purl.org/rss/"]),
        root => matches!(root, "rss" | "feed" | "search-results"),
    });
    let of_works = has(&["prismstandard.org/namespaces", "<prism:"])
        || (has(&["<dc:creator"]) && has(&["<dc:identifier", "<dc:source", "doi.org/10."]));
    if is_feed && of_works && has(&["<item", "<entry"]) { 91 } else { 0 }
}

/// Reads the items of a feed; the journal of the feed is theirs where they name none.
pub fn read(mut source: Source) -> Readings {
    // What cannot be read now is told when the items are asked for.
    let channel = source.bytes.fill_buf().map(|head| Channel::of(head, source.encoding.as_deref())).unwrap_or_default();
    let readings = read_records(source, &["item", "entry"], "feed", item);
    Box::new(readings.map(move |reading| {
        reading.map(|mut article| {
            channel.give(&mut article);
            article
        })
    }))
}

/// An item while it is read.
#[derive(Default)]
struct Item<'t> {
    /// Names of columns and their cells.
    cells: Vec<(String, String)>,
    people: People<'t>,
    links: Vec<Link>,
    about: Option<String>,
}

impl<'t> Item<'t> {
    fn part(&mut self, part: Element<'t>) {
        match part.name() {
            "creator" => self.people.creator(part),
            "author" => self.people.author(part),
            "link" | "url" | "enclosure" => self.link(part),
            "description" | "summary" | "encoded" | "content" | "abstract" => self.about(part),
            name => match part.text() {
                Some(text) => self.cell(part, name, text),
                None if name == "category" => self.category(part),
                None => part.leave(),
            },
        }
    }

    /// `<link>https://…</link>`, `<link href="…" rel="…"/>`, `<enclosure url="…" type="application/pdf"/>`.
    fn link(&mut self, part: Element<'_>) {
        let address = part.text().or_else(|| part.attribute("href").or_else(|| part.attribute("url")).map(std::borrow::Cow::into_owned));
        let is_pdf = part.has("type", "application/pdf");
        let is_page = part.name() != "enclosure" && !part.has("rel", "enclosure");
        match address.filter(|address| address.starts_with("http") && (is_pdf || is_page)) {
            None => part.leave(),
            Some(url) if self.links.len() >= MOST_LINKS || self.links.iter().any(|known| known.url == url) => {}
            Some(url) => self.links.push(Link { kind: if is_pdf { "pdf" } else { "html" }.to_owned(), url, ..Link::default() }),
        }
    }

    /// The first that is long enough is the abstract; all others are left, but for the same once more.
    fn about(&mut self, part: Element<'_>) {
        let Some(text) = part.text().map(|text| rich::of_markup(&text)) else { return part.leave() };
        match &self.about {
            Some(known) if *known == text => {}
            None if text.chars().count() > SHORTEST => self.about = Some(text),
            _ => part.leave(),
        }
    }

    /// Atom: the word for people, or the term; where more is said of it, it is kept too.
    fn category(&mut self, part: Element<'_>) {
        let Some(word) = part.attribute("label").or_else(|| part.attribute("term")) else { return part.leave() };
        self.keywords(word.into_owned());
        if part.attributes().nth(1).is_some() {
            part.leave();
        }
    }

    fn is_known(&self, column: &str) -> bool {
        self.cells.iter().any(|(known, _)| known == column)
    }

    fn keywords(&mut self, word: String) {
        match self.cells.iter_mut().find(|(known, _)| known == "Keywords") {
            Some((_, words)) => words.push_str(&format!("; {word}")),
            None => self.cells.push(("Keywords".to_owned(), word)),
        }
    }

    fn cell(&mut self, part: Element<'_>, name: &str, text: String) {
        // `doi:10.…`, an address of the resolver; anything else stays.
        if matches!(name, "identifier" | "guid" | "id")
            && let Some(doi) = Doi::parse(&text)
        {
            match self.cells.iter().find(|(known, _)| known == "DOI") {
                None => self.cells.push(("DOI".to_owned(), text)),
                Some((_, known)) if Doi::parse(known) == Some(doi) => {}
                Some(_) => part.leave(),
            }
            return;
        }
        let column = COLUMNS.iter().find(|(known, _)| *known == name).map(|(_, column)| *column);
        match column {
            Some("Date") if !self.is_known("Date") => self.cells.push(("Date".to_owned(), day(&text))),
            Some("Keywords") => self.keywords(text),
            Some("Title") => {
                let text = rich::of_markup(&text);
                match self.cells.iter().find(|(known, _)| known == "Title") {
                    None => self.cells.push(("Title".to_owned(), text)),
                    Some((_, known)) if *known == text => {}
                    Some(_) => part.leave(),
                }
            }
            Some(column) => match self.cells.iter().find(|(known, _)| known == column) {
                None => self.cells.push((column.to_owned(), text)),
                Some((_, known)) if *known == text => {}
                Some(_) => part.leave(),
            },
            None => part.leave(),
        }
    }
}

/// The day of `Tue, 02 Jan 2020 13:14:15 GMT`; other dates as they are.
fn day(text: &str) -> String {
    let Some((_, day)) = text.split_once(", ").filter(|(week, _)| week.len() == 3) else { return text.to_owned() };
    day.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

fn item(root: Element<'_>) -> Yield {
    let mut item = Item::default();
    root.children().for_each(|part| item.part(part));
    item.cells.extend(item.about.map(|about| ("Abstract".to_owned(), about)));
    let (mut article, findings) = columns::of_cells(item.cells, root.line(), "feed");
    let people = item.people.finish();
    if article.authors.is_empty() {
        article.authors = people;
    }
    for link in item.links {
        if !article.links.iter().any(|known| known.url == link.url) {
            article.links.push(link);
        }
    }
    vec![(*article, findings)]
}

/// Addresses of one item.
const MOST_LINKS: usize = 64;

/// What is shorter is no abstract but a line on where the work stands.
const SHORTEST: usize = 80;
