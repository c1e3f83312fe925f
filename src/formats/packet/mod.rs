//! Reading packets: contents, then each record with its abstract, what its authors state behind the text,
//! references and notes, to be read away from qikan. One
//! picture of a record in pieces, and three ways to write pieces: Markdown, HTML and plain text.
//!
//! The contents stand before the records, so the records wait in memory, as text, until the last has come.

mod html;
mod markdown;
mod matter;
mod plain;

use std::io::{self, Write};

use super::{Format, WriteAll};
use crate::record::{Article, Contributor, ContributorRole, Doi, Language, Matter, MultiText, Reference, imprint_of};
use crate::text::{Run, parse_on_the_line, web_address};

/// A packet in Markdown.
pub const MARKDOWN: Format =
    packet("markdown", "a reading packet: contents, abstracts, statements, references, notes", &["md", "markdown"], markdown::write);

/// A packet in HTML.
pub const HTML: Format = packet("html", "a reading packet as one page for any browser", &["html", "htm"], html::write);

/// A packet as plain text.
pub const TEXT: Format = packet("text", "a reading packet in lines of 72 cells", &["txt"], plain::write);

/// A way of writing packets, which are not read again.
const fn packet(name: &'static str, title: &'static str, extensions: &'static [&'static str], write: WriteAll) -> Format {
    Format { name, title, extensions, sniff: |_| 0, read: None, write: Some(write) }
}

/// One piece of a packet. Texts are clean runs, so no way of writing can be fooled by what a record holds.
enum Piece {
    /// A title of the record; the first is its heading.
    Title(Language, Vec<Run>),
    /// A label and what it labels.
    Field(&'static str, Language, Vec<Run>),
    /// The head of a part of the record, clean.
    Head(String),
    Paragraph(Language, Vec<Run>),
    /// An entry of a list with its printed number; what is tagged leads to an address, as a browser takes it.
    Entry(String, Language, Vec<Run<Option<String>>>),
}

/// How pieces are written.
trait Style {
    /// What the packet begins with.
    fn begin(&self, out: &mut String);
    /// A line of the contents.
    fn contents(&self, number: usize, title: &[Run], language: &Language, out: &mut String);
    /// What stands between the contents and the first record, and between records.
    fn between(&self, number: usize, out: &mut String);
    fn piece(&self, piece: &Piece, first: bool, out: &mut String);
    fn end(&self, out: &mut String);
}

/// Writes a packet in a style.
fn write(style: &dyn Style, out: &mut dyn Write, records: &mut dyn Iterator<Item = Article>) -> io::Result<()> {
    let mut contents = String::new();
    style.begin(&mut contents);
    let mut bodies = String::new();
    for (at, article) in records.enumerate() {
        let pieces = pieces(&article);
        if let Some(Piece::Title(language, title)) = pieces.first() {
            style.contents(at + 1, title, language, &mut contents);
        }
        style.between(at + 1, &mut bodies);
        for (place, piece) in pieces.iter().enumerate() {
            style.piece(piece, place == 0, &mut bodies);
        }
    }
    style.end(&mut bodies);
    out.write_all(contents.as_bytes())?;
    out.write_all(bodies.as_bytes())
}

fn pieces(article: &Article) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut titles = in_order(&article.title, &article.lang);
    if titles.is_empty() {
        titles.push((Language::Und, vec![Run::plain("[no title]", ())]));
    }
    for (language, mut title) in titles {
        if let Some(subtitle) = article.subtitle.get(&language) {
            title.push(Run::plain(": ", ()));
            title.extend(parse_on_the_line(subtitle));
        }
        pieces.push(Piece::Title(language, title));
    }
    people(article, &mut pieces);
    contributions(article, &mut pieces);
    for (at, one) in article.affiliations.iter().enumerate() {
        for (language, text) in in_order(&one.text, &article.lang) {
            let label = mark(article, at).map(|label| Run::plain(format!("{label} "), ()));
            pieces.push(Piece::Field("Affiliation", language, label.into_iter().chain(text).collect()));
        }
    }
    place(article, &mut pieces);
    for (language, sections) in article.abstracts.iter() {
        pieces.push(Piece::Head(if *language == Language::Zh { "摘要" } else { "Abstract" }.to_owned()));
        for section in sections {
            let head = section.head.as_ref().map(|head| format!("<b>{head}</b>: ")).unwrap_or_default();
            pieces.push(Piece::Paragraph(language.clone(), parse_on_the_line(&format!("{head}{}", section.text))));
        }
    }
    for (language, words) in article.keywords.iter() {
        let (label, comma) = if *language == Language::Zh { ("关键词", "；") } else { ("Key words", "; ") };
        field(&mut pieces, label, language, &words.join(comma));
    }
    funding(article, &mut pieces);
    matter::put(article, Matter::Front, &mut pieces);
    matter::put(article, Matter::Back, &mut pieces);
    if let Some(references) = article.refs.as_deref().filter(|list| !list.is_empty()) {
        pieces.push(Piece::Head("References".to_owned()));
        for (at, one) in references.iter().enumerate() {
            let number = one.n.clone().unwrap_or_else(|| (at + 1).to_string());
            pieces.push(Piece::Entry(crate::text::clean_line(&number).into_owned(), Language::of_text(&one.raw), entry(one)));
        }
    }
    if !article.notes.is_empty() {
        pieces.push(Piece::Head("Notes".to_owned()));
        pieces.extend(article.notes.iter().map(|note| Piece::Paragraph(Language::of_text(note), parse_on_the_line(note))));
    }
    pieces
}

/// An entry as it was printed, which is plain text in which `<` is a sign, with what leads to the work: its DOI, else the
/// address. Where neither was printed, the DOI stands behind.
fn entry(of: &Reference) -> Vec<Run<Option<String>>> {
    let raw = crate::text::clean_line(&of.raw);
    let stated = || of.parts.iter().find_map(|part| part.url.clone());
    let (shown, url) = match &of.ids.doi {
        Some(doi) => (doi.to_string(), Some(doi.url())),
        None => (stated().unwrap_or_default(), stated().and_then(|url| web_address(&url).ok())),
    };
    let Some(url) = url else { return vec![Run::plain(raw, None)] };
    let printed = raw.to_ascii_lowercase().find(&shown.to_ascii_lowercase());
    let parts = printed.and_then(|at| Some((raw.get(..at)?, raw.get(at..at + shown.len())?, raw.get(at + shown.len()..)?)));
    let (before, link, behind) = match parts {
        Some((before, link, behind)) => (before.to_owned(), link.to_owned(), behind.to_owned()),
        None => (format!("{raw} "), if of.ids.doi.is_some() { format!("doi:{shown}") } else { url.clone() }, String::new()),
    };
    let runs = [Run::plain(before, None), Run::plain(link, Some(url)), Run::plain(behind, None)];
    runs.into_iter().filter(|run| !run.text.is_empty()).collect()
}

/// Journal, year, volume, issue and pages in the record's language, and the DOI as an address.
fn place(article: &Article, pieces: &mut Vec<Piece>) {
    let mut place = article.journal.title.prefer(&article.lang).cloned().unwrap_or_default();
    let mut add = |before: &str, text: &str| {
        if !text.is_empty() {
            if !place.is_empty() {
                place.push_str(before);
            }
            place.push_str(&crate::text::escape(text));
        }
    };
    add(", ", &article.year.map(|year| year.to_string()).unwrap_or_default());
    add(", ", article.volume.as_deref().unwrap_or_default());
    add("", &article.issue.as_ref().map(|issue| format!("({issue})")).unwrap_or_default());
    add(": ", if article.pages.raw.is_empty() { article.pages.article_number.as_deref().unwrap_or_default() } else { &article.pages.raw });
    let in_journal = !article.journal.title.is_empty();
    field(pieces, if in_journal { "In" } else { "Published" }, &article.lang, &place);
    for (part, text) in imprint_of(article, &article.lang) {
        field(pieces, part.names().1, &Language::of_text(&text), &text);
    }
    if let Some(doi) = &article.ids.doi {
        field(pieces, "DOI", &Language::Und, &crate::text::escape(&Doi::url(doi)));
    }
}

/// Who made the work, by what each did, in each language.
fn people(article: &Article, pieces: &mut Vec<Piece>) {
    const ROLES: [(&str, &str); 3] = [("author", "Authors"), ("editor", "Editors"), ("translator", "Translators")];
    let label = |one: &Contributor| ROLES.iter().find(|(known, _)| *known == one.role_name()).map_or("Others", |(_, label)| *label);
    for wanted in ROLES.iter().map(|(_, label)| *label).chain(["Others"]) {
        let people: Vec<&Contributor> = article.authors.iter().filter(|one| label(one) == wanted).collect();
        for language in languages(people.iter().flat_map(|one| one.name.languages()), &article.lang) {
            let named = people.iter().filter_map(|one| Some((one, one.name.get(&language)?)));
            let names: Vec<String> = named
                .map(|(one, name)| {
                    let marks: Vec<String> = one.aff.iter().filter_map(|at| mark(article, *at)).collect();
                    let marks =
                        if marks.is_empty() { String::new() } else { format!("<sup>{}</sup>", crate::text::escape(&marks.join(","))) };
                    if wanted == "Others" { format!("{name}{marks} ({})", one.role_name()) } else { format!("{name}{marks}") }
                })
                .collect();
            field(pieces, wanted, &language, &names.join(", "));
        }
    }
}

/// The mark that ties people to the affiliation at this place of the list: the printed one, else its number, where there are
/// several.
fn mark(article: &Article, at: usize) -> Option<String> {
    let one = article.affiliations.get(at)?;
    match &one.label {
        Some(label) => Some(crate::text::clean_line(label).into_owned()),
        None => (article.affiliations.len() > 1).then(|| (at + 1).to_string()),
    }
}

/// What each did for the work.
fn contributions(article: &Article, pieces: &mut Vec<Piece>) {
    for one in article.authors.iter().filter(|one| !one.roles.is_empty()) {
        let Some(name) = one.name.prefer(&article.lang) else { continue };
        let role = |role: &ContributorRole| match &role.degree {
            Some(degree) => format!("{} ({})", role.name, crate::text::escape(degree)),
            None => role.name.clone(),
        };
        let roles: Vec<String> = one.roles.iter().map(role).collect();
        field(pieces, "Contribution", &Language::of_text(name), &format!("{name}: {}", roles.join(", ")));
    }
}

/// Who paid, as stated or by name and numbers.
fn funding(article: &Article, pieces: &mut Vec<Piece>) {
    for grant in &article.funding {
        let stated = in_order(&grant.text, &article.lang);
        if stated.is_empty() {
            let parts = grant.funder.iter().chain(&grant.awards).map(|part| crate::text::escape(part));
            field(pieces, "Funding", &article.lang, &parts.collect::<Vec<_>>().join(", "));
        }
        pieces.extend(stated.into_iter().map(|(language, text)| Piece::Field("Funding", language, text)));
    }
}

fn field(pieces: &mut Vec<Piece>, label: &'static str, language: &Language, rich: &str) {
    let runs = parse_on_the_line(rich);
    if !runs.is_empty() {
        pieces.push(Piece::Field(label, language.clone(), runs));
    }
}

/// A text in its languages, that of the record first.
fn in_order(texts: &MultiText, first: &Language) -> Vec<(Language, Vec<Run>)> {
    languages(texts.languages(), first)
        .into_iter()
        .filter_map(|language| texts.get(&language).map(|text| (language.clone(), parse_on_the_line(text))))
        .filter(|(_, runs)| !runs.is_empty())
        .collect()
}

fn languages<'a>(all: impl Iterator<Item = &'a Language>, first: &Language) -> Vec<Language> {
    let mut found: Vec<Language> = Vec::new();
    for language in all {
        if !found.contains(language) {
            found.push(language.clone());
        }
    }
    found.sort_by_key(|language| language != first);
    found
}
