//! `biblStruct`: a work in parts. What stands alone is `monogr`; what stands in it is `analytic`.

use super::super::members::orcid;
use super::super::xml::{Element, written_date};
use super::people::{self, Organisations};
use super::{link, put, put_in, words};
use crate::record::{Article, ArticleKind, Doi, Pages, PartialDate};

/// Types of works as Zotero calls them.
const TYPES: &[(&str, ArticleKind)] = &[
    ("journalArticle", ArticleKind::Article),
    ("magazineArticle", ArticleKind::Article),
    ("newspaperArticle", ArticleKind::Newspaper),
    ("book", ArticleKind::Book),
    ("bookSection", ArticleKind::Chapter),
    ("encyclopediaArticle", ArticleKind::Chapter),
    ("dictionaryEntry", ArticleKind::Chapter),
    ("conferencePaper", ArticleKind::Paper),
    ("thesis", ArticleKind::Thesis),
    ("report", ArticleKind::Report),
    ("patent", ArticleKind::Patent),
    ("webpage", ArticleKind::Webpage),
    ("blogPost", ArticleKind::Webpage),
    ("computerProgram", ArticleKind::Program),
    ("preprint", ArticleKind::Preprint),
    ("dataset", ArticleKind::Dataset),
    ("standard", ArticleKind::Standard),
    ("map", ArticleKind::Map),
];

/// Words in the name of a book that holds the papers of a meeting.
const MEETINGS: [&str; 6] = ["proceedings", "conference", "symposium", "workshop", "congress", "actes "];

/// Reads a work.
pub(super) fn read(bibl: Element<'_>, organisations: &Organisations<'_>, article: &mut Article) {
    let analytic = bibl.child("analytic");
    for part in bibl.children() {
        match part.name() {
            "analytic" => part.children().for_each(|inner| of_analytic(inner, organisations, article)),
            "monogr" => part.children().for_each(|inner| of_monograph(inner, analytic.is_some(), organisations, article)),
            "series" => series(part, article),
            _ => of_work(part, organisations, article),
        }
    }
    article.kind = kind(bibl, article);
}

/// The kind by what is said, or by what the work has.
fn kind(bibl: Element<'_>, article: &Article) -> ArticleKind {
    let said = bibl.attribute("type");
    if let Some((_, kind)) = TYPES.iter().find(|(word, _)| said.as_deref() == Some(*word)) {
        return kind.clone();
    }
    let genre = article.imprint.genre.as_deref().unwrap_or_default().to_lowercase();
    let has = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
    let within = bibl.child("analytic").is_some_and(|part| part.child("title").is_some());
    let level = |wanted| bibl.all("monogr").flat_map(|part| part.all("title")).any(|title| title.has("level", wanted));
    let host = article.journal.title.values().next().map(|title| title.to_lowercase()).unwrap_or_default();
    if has(&["thesis", "dissertation", "thèse"], &genre) {
        ArticleKind::Thesis
    } else if genre.contains("report") {
        ArticleKind::Report
    } else if level("j") {
        ArticleKind::Article
    } else if within && (article.imprint.event.is_some() || has(&MEETINGS, &host)) {
        ArticleKind::Paper
    } else if within && level("m") {
        ArticleKind::Chapter
    } else if article.ids.arxiv.is_some() {
        ArticleKind::Preprint
    } else if !within && level("m") {
        ArticleKind::Book
    } else {
        ArticleKind::Article
    }
}

fn title(part: Element<'_>, article: &mut Article) {
    let sub = part.has("type", "sub");
    if let Some(text) = words(part) {
        let lang = article.lang.clone();
        put_in(if sub { &mut article.subtitle } else { &mut article.title }, part, text, &lang);
    }
}

fn of_analytic(part: Element<'_>, organisations: &Organisations<'_>, article: &mut Article) {
    match part.name() {
        "title" => title(part, article),
        "author" | "editor" => people::add_one(part, None, organisations, article),
        _ => of_work(part, organisations, article),
    }
}

/// Of what a work stands in, or of a work that stands alone.
fn of_monograph(part: Element<'_>, within: bool, organisations: &Organisations<'_>, article: &mut Article) {
    match part.name() {
        "title" if part.has("level", "s") => article.imprint.series = article.imprint.series.take().or_else(|| part.text()),
        "title" if part.has("level", "j") || within => {
            let short = ["short", "abbrev", "abbreviated"].iter().any(|word| part.has("type", word));
            if let Some(text) = words(part) {
                put(if short { &mut article.journal.abbrev } else { &mut article.journal.title }, part, text);
            }
        }
        "title" => title(part, article),
        "author" => people::add_one(part, within.then_some("container-author"), organisations, article),
        "editor" => people::add_one(part, Some("editor"), organisations, article),
        "meeting" => meeting(part, article),
        "imprint" => part.children().for_each(|inner| imprint(inner, article)),
        // Who let a thesis pass, and who guided it.
        "authority" if part.has("type", "institution") => {
            if let Some(text) = words(part) {
                put(&mut article.journal.publisher, part, text);
            }
        }
        "authority" if part.has("type", "supervisor") => {
            if let Some(name) = part.text() {
                let mut one = super::super::names::person(&name);
                one.role = Some("advisor".to_owned());
                article.authors.push(one);
            }
        }
        _ => of_work(part, organisations, article),
    }
}

fn meeting(part: Element<'_>, article: &mut Article) {
    let place: Vec<String> = ["settlement", "country"].iter().filter_map(|name| part.text_of(name)).collect();
    article.imprint.event_place = Some(place.join(", ")).filter(|place| !place.is_empty());
    if let Some(start) = part.all("date").find(|date| !date.has("type", "end")).and_then(date_of) {
        article.imprint.rest.insert("event-date".to_owned(), start.to_string().into());
    }
    let named = part.child("title").map_or_else(|| part.text().filter(|_| !part.has_elements()), Element::text);
    article.imprint.event = article.imprint.event.take().or(named);
    part.take();
}

fn series(part: Element<'_>, article: &mut Article) {
    for inner in part.children() {
        match inner.name() {
            "title" => article.imprint.series = article.imprint.series.take().or_else(|| inner.text()),
            "biblScope" => article.imprint.series_number = article.imprint.series_number.take().or_else(|| inner.text()),
            _ => {}
        }
    }
}

/// The date of an element: of its attribute where it has one.
pub(super) fn date_of(part: Element<'_>) -> Option<PartialDate> {
    let coded = part.attribute("when").and_then(|when| PartialDate::parse(&when));
    let text = part.text();
    coded.or_else(|| written_date(&text?))
}

fn imprint(part: Element<'_>, article: &mut Article) {
    match part.name() {
        "publisher" => {
            if let Some(text) = words(part) {
                put(&mut article.journal.publisher, part, text);
            }
        }
        "pubPlace" => article.imprint.place = article.imprint.place.take().or_else(|| part.text()),
        "biblScope" => scope(part, article),
        "date" => {
            let place = match part.attribute("type").as_deref() {
                Some("dateEpub") => &mut article.dates.online,
                Some("accessed") => &mut article.dates.accessed,
                _ => &mut article.dates.published,
            };
            *place = place.take().or_else(|| date_of(part));
        }
        _ => of_work(part, &Organisations::default(), article),
    }
}

fn scope(part: Element<'_>, article: &mut Article) {
    let coded =
        Pages::range(part.attribute("from").map(std::borrow::Cow::into_owned), part.attribute("to").map(std::borrow::Cow::into_owned));
    let Some(text) = part.text().or(coded) else { return };
    match part.attribute("unit").or_else(|| part.attribute("type")).as_deref() {
        Some("volume" | "vol") => article.volume = article.volume.take().or(Some(text)),
        Some("issue") => article.issue = article.issue.take().or(Some(text)),
        Some("page" | "pp" | "pages") => article.pages = Pages::parse(text.trim_start_matches("pp.").trim_start_matches("p.").trim()),
        Some("serie" | "series") => article.imprint.series = article.imprint.series.take().or(Some(text)),
        unit => {
            article.rest.insert(format!("part-{}", unit.unwrap_or("number")), text.into());
        }
    }
}

/// What may stand at any level.
fn of_work(part: Element<'_>, organisations: &Organisations<'_>, article: &mut Article) {
    match part.name() {
        "idno" => identifier(part, article),
        "title" => title(part, article),
        "author" | "editor" => people::add_one(part, None, organisations, article),
        "edition" => article.imprint.edition = article.imprint.edition.take().or_else(|| part.text()),
        "biblScope" => scope(part, article),
        "ref" | "ptr" => {
            let target = part.attribute("target").filter(|target| target.contains("://"));
            article.links.extend(target.map(|url| link("html", &url)));
            part.take();
        }
        "note" => note(part, article),
        "availability" => {
            let licence = part.child("licence");
            article.license.url = licence.and_then(|one| one.attribute("target")).map(std::borrow::Cow::into_owned);
            article.license.text = licence.unwrap_or(part).text();
        }
        _ => {}
    }
}

fn note(part: Element<'_>, article: &mut Article) {
    match part.attribute("type").as_deref() {
        // Read by whoever needs what was printed.
        Some("raw_reference") => {}
        Some("report_type" | "thesisType" | "genre") => article.imprint.genre = part.text(),
        Some("url") => article.links.extend(part.text().map(|url| link("html", &url))),
        Some("accessed" | "accessDate") => article.dates.accessed = date_of(part),
        Some("tags") => {
            for word in part.descendants().filter(|one| one.name() == "term").filter_map(Element::text) {
                article.keywords.entry(crate::record::Language::of_text(&word)).push(word);
            }
        }
        Some("abstract") => {
            if let Some(text) = words(part) {
                let lang = super::language_of(part, &text, &article.lang);
                let section = crate::record::AbstractSection { text, ..Default::default() };
                article.abstracts.insert(lang, vec![section]);
            }
        }
        _ => article.notes.extend(words(part)),
    }
}

/// A number by which the work, or what it stands in, is known.
pub(super) fn identifier(part: Element<'_>, article: &mut Article) {
    let kind = part.attribute("type").unwrap_or_default().to_lowercase();
    let Some(text) = part.text() else { return };
    match kind.as_str() {
        "doi" if Doi::parse(&text).is_some() => article.ids.doi = article.ids.doi.take().or_else(|| Doi::parse(&text)),
        "issn" | "eissn" | "issne" => {
            if !article.journal.issn.contains(&text) {
                article.journal.add_issn(&text);
            }
        }
        "isbn" => article.ids.add_isbn(&text),
        "pmid" | "pubmed" => article.ids.pmid = Some(text),
        "pmcid" | "pubmedcentral" => article.ids.pmcid = Some(text),
        "arxiv" => {
            let bare = text.trim_start_matches("arXiv:").trim_start_matches("arxiv:");
            // `2004.01234v2 [cs.CL]`: the class stands behind the number.
            let bare = bare.split(|c: char| c.is_whitespace() || c == '[').next().unwrap_or(bare);
            article.ids.arxiv = Some(bare.to_owned()).filter(|number| !number.is_empty());
        }
        "orcid" if orcid(&text).is_some() => {}
        "url" if text.contains("://") => article.links.push(link("html", &text)),
        // The digest of the file that the text was taken from.
        "md5" => part.leave(),
        kind => {
            let kind = if kind.is_empty() { "id" } else { kind };
            article.ids.rest.entry(kind).or_insert_with(|| text.into());
        }
    }
}
