//! Elsevier's XML: articles and chapters of its DTD 5 (`ja:article`, `bk:chapter`), alone or in the `doc:document` of ConSyn,
//! whose RDF says where the work appeared.

mod cited;
mod people;

use super::document::Yield;
use super::xml::{Element, first_element, list_language, numbered_date, read_records, said_once, written_date};
use super::{Confidence, Readings, Source};
use crate::record::{AbstractSection, Article, ArticleKind, Doi, Language, Link, MultiText, Pages, Subject};

/// Elements that are a work, and its kind.
const WORKS: &[(&str, ArticleKind)] = &[
    ("article", ArticleKind::Article),
    ("simple-article", ArticleKind::Article),
    ("converted-article", ArticleKind::Article),
    ("book-review", ArticleKind::Review),
    ("exam", ArticleKind::Article),
    ("chapter", ArticleKind::Chapter),
    ("simple-chapter", ArticleKind::Chapter),
    ("introduction", ArticleKind::Chapter),
    ("fb-non-chapter", ArticleKind::Chapter),
    ("glossary", ArticleKind::Chapter),
    ("index", ArticleKind::Frontmatter),
];

/// Document subtypes (`@docsubtype`) that say more than the element does.
const SUBTYPES: &[(&str, ArticleKind)] = &[
    ("brv", ArticleKind::Review),
    ("rev", ArticleKind::Review),
    ("edi", ArticleKind::Editorial),
    ("err", ArticleKind::Correction),
    ("cor", ArticleKind::Correction),
    ("ret", ArticleKind::Correction),
    ("ann", ArticleKind::Frontmatter),
    ("cal", ArticleKind::Frontmatter),
];

/// What holds the front matter of a work.
const HEADS: &[&str] = &["head", "simple-head", "book-review-head"];

/// How sure it is that text is Elsevier's.
pub fn sniff(head: &str) -> Confidence {
    let own = || ["www.elsevier.com/xml/", "//ES//DTD"].iter().any(|mark| head.contains(mark));
    let first = first_element(head).unwrap_or_default();
    if (first == "document" || WORKS.iter().any(|(name, _)| *name == first)) && own() { 95 } else { 0 }
}

/// Reads works.
pub fn read(source: Source) -> Readings {
    const NAMES: &[&str] =
        &["document", "article", "simple-article", "converted-article", "book-review", "exam", "chapter", "simple-chapter"];
    read_records(source, NAMES, "elsevier", record)
}

fn record(root: Element<'_>) -> Yield {
    let kind = |part: Element<'_>| WORKS.iter().find(|(name, _)| *name == part.name()).map(|(_, kind)| kind.clone());
    let found = kind(root).map(|kind| (root, kind)).or_else(|| root.children().find_map(|part| Some((part, kind(part)?))));
    let mut article = Article::default();
    if let Some((work, kind)) = found {
        let subtype = work.attribute("docsubtype");
        article.kind = SUBTYPES.iter().find(|(word, _)| subtype.as_deref() == Some(*word)).map_or(kind, |(_, kind)| kind.clone());
        article.lang = work.attribute("lang").map(|lang| Language::parse(&lang)).unwrap_or_default();
        self::work(work, &mut article);
    }
    if let Some(description) = root.find("Description") {
        appeared(description, &mut article);
    }
    if article.lang == Language::Und {
        article.lang = article.title.languages().next().cloned().unwrap_or_default();
    }
    vec![(article, Vec::new())]
}

/// What the work says of itself.
fn work(work: Element<'_>, article: &mut Article) {
    for part in work.children() {
        match part.name() {
            "item-info" | "info" => info(part, article),
            name if HEADS.contains(&name) => head(part, article),
            // The front matter of a chapter stands in the chapter itself.
            _ => front(part, article),
        }
    }
    cited::read(work, article);
}

fn info(info: Element<'_>, article: &mut Article) {
    for part in info.children() {
        match part.name() {
            "doi" => article.ids.doi = part.text().and_then(|text| Doi::parse(&text)),
            "pii" => keep(article, "pii", part.text()),
            "isbn" => part.text().into_iter().for_each(|isbn| article.ids.add_isbn(&isbn)),
            "article-number" => article.pages.article_number = part.text(),
            "copyright" => {
                let year = part.attribute("year").map(|year| format!("{year} ")).unwrap_or_default();
                article.copyright = part.text().map(|holder| format!("© {year}{holder}"));
            }
            _ => {}
        }
    }
}

/// An identifier of the publisher's own.
fn keep(article: &mut Article, name: &str, text: Option<String>) {
    if let Some(text) = text {
        article.ids.rest.entry(name).or_insert_with(|| text.into());
    }
}

fn head(head: Element<'_>, article: &mut Article) {
    for part in head.children() {
        front(part, article);
    }
    // A review of a book without a title of its own is known by the book.
    if article.title.is_empty()
        && let Some(text) = head.child("reference").and_then(|book| book.find("maintitle")).and_then(Element::rich)
    {
        said_once(&mut article.title, None, text);
    }
}

fn front(part: Element<'_>, article: &mut Article) {
    let declared = part.attribute("lang").map(|lang| Language::parse(&lang));
    let lang = declared.or_else(|| Some(article.lang.clone()));
    match part.name() {
        "dochead" => {
            if let Some(text) = part.find("textfn").and_then(Element::rich) {
                said_once(&mut article.heading, lang.as_ref(), text);
            }
        }
        "title" => put(&mut article.title, lang.as_ref(), part),
        "subtitle" => put(&mut article.subtitle, lang.as_ref(), part),
        "alt-title" => put(&mut article.title, part.attribute("lang").map(|lang| Language::parse(&lang)).as_ref(), part),
        "author-group" => people::group(part, article, None),
        "editors" => people::group(part, article, Some("editor")),
        "abstract" => abstracts(part, article, lang.as_ref()),
        "keywords" => keywords(part, article, lang.as_ref()),
        "date-received" => article.dates.received = numbered_date(part),
        "date-revised" => article.dates.revised = numbered_date(part).or(article.dates.revised),
        "date-accepted" => article.dates.accepted = numbered_date(part),
        "miscellaneous" | "presented" | "dedication" | "article-footnote" => article.notes.extend(part.rich()),
        _ => {}
    }
}

fn put(place: &mut MultiText, lang: Option<&Language>, part: Element<'_>) {
    if let Some(text) = part.rich() {
        said_once(place, lang, text);
    }
}

/// `ce:abstract`. What the editors or a picture say of the article is no abstract, and stays where it is.
fn abstracts(element: Element<'_>, article: &mut Article, lang: Option<&Language>) {
    let class = element.attribute("class").unwrap_or_default();
    if !matches!(class.as_ref(), "" | "author") {
        return;
    }
    let mut sections = Vec::new();
    for part in element.all("abstract-sec") {
        let mut head = part.child("section-title").and_then(Element::rich).map(|text| text.trim_end_matches([':', '.']).to_owned());
        for para in part.children().filter(|para| para.name() != "section-title") {
            if let Some(text) = para.rich() {
                sections.push(AbstractSection { head: head.take(), text, ..AbstractSection::default() });
            }
        }
    }
    let whole: String = sections.iter().map(|section| section.text.as_str()).collect();
    let lang = list_language(lang, &whole);
    if !whole.is_empty() && article.abstracts.get(&lang).is_none() {
        element.all("section-title").for_each(Element::take);
        article.abstracts.insert(lang, sections);
    } else {
        element.leave();
    }
}

/// `ce:keywords`: key words, or codes of a scheme (`msc`, `pac`, `jel`); abbreviations stay where they are.
fn keywords(group: Element<'_>, article: &mut Article, lang: Option<&Language>) {
    let class = group.attribute("class").unwrap_or_else(|| "keyword".into());
    if class == "abr" {
        return;
    }
    group.all("section-title").for_each(Element::take);
    let words: Vec<String> = group.all("keyword").filter_map(|word| word.child("text").unwrap_or(word).rich()).collect();
    if matches!(class.as_ref(), "keyword" | "idt") {
        let lang = list_language(lang, &words.join(" "));
        article.keywords.entry(lang).extend(words);
    } else {
        let scheme = if class == "pac" { "pacs" } else { &*class }.to_owned();
        article.subjects.extend(words.into_iter().map(|code| Subject { scheme: scheme.clone(), code, ..Subject::default() }));
    }
}

/// `rdf:Description`, words of PRISM and Dublin Core: the journal or book, the issue, the pages, what may be done with it.
fn appeared(description: Element<'_>, article: &mut Article) {
    let (mut first, mut last, mut range) = (None, None, None);
    for part in description.descendants() {
        match part.name() {
            "publicationName" => put(&mut article.journal.title, None, part),
            "publisher" => put(&mut article.journal.publisher, None, part),
            "issn" | "eIssn" => article.journal.issn.extend(part.text()),
            "isbn" => part.text().into_iter().for_each(|isbn| article.ids.add_isbn(&isbn)),
            "volume" => article.volume = part.text(),
            "number" => article.issue = part.text(),
            "issueIdentifier" => article.issue = article.issue.take().or_else(|| part.text()),
            "pageRange" => range = part.text(),
            "startingPage" => first = part.text(),
            "endingPage" => last = part.text(),
            "articleNumber" => article.pages.article_number = part.text(),
            "coverDate" | "coverDisplayDate" => {
                let written = part.text();
                let date = written.as_deref().and_then(written_date);
                match (article.dates.published, date) {
                    (None, Some(_)) => article.dates.published = date,
                    (Some(known), Some(date)) if known.month.is_none() && known.year == date.year => article.dates.published = Some(date),
                    _ => {}
                }
            }
            "availableOnline" => article.dates.online = part.text().and_then(|text| written_date(text.split('T').next()?)),
            "copyright" => article.copyright = part.text().or(article.copyright.take()),
            "userLicense" => article.license.url = part.text(),
            "licenseLine" => article.license.text = part.text(),
            "openAccessStatus" => article.open_access = part.text().map(|status| status.ends_with("#Full")),
            "url" => article.links.extend(part.text().map(|url| Link { kind: "doi".to_owned(), url, ..Link::default() })),
            "doi" => article.ids.doi = article.ids.doi.take().or(part.text().and_then(|text| Doi::parse(&text))),
            // What the work says of itself in full.
            "title" if article.title.is_empty() => put(&mut article.title, None, part),
            "creator" if article.authors.is_empty() => people::names_only(description, article),
            "title" | "creator" | "identifier" | "format" | "aggregationType" => part.take(),
            "subject" if !article.keywords.is_empty() => part.take(),
            _ => {}
        }
    }
    let number = article.pages.article_number.take();
    article.pages = Pages::parse(&range.or_else(|| Pages::range(first, last)).unwrap_or_default());
    if let Some(number) = number {
        if article.pages.raw.is_empty() {
            article.pages.raw.clone_from(&number);
        }
        article.pages.article_number = Some(number);
    }
    article.year = article.dates.published.or(article.dates.online).map(|date| date.year);
}
