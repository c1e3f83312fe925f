//! References as they are printed: the text of a mixed citation, and a line made of the parts of one without text.

use crate::formats::formula;
use crate::formats::xml::{Element, Piece, collapse};
use crate::record::{Citation, Contributor, Language, ReferenceType};

/// Whether an element is a value: two of them side by side are parted, where the source leaves that to the style sheet.
fn is_value(element: &str) -> bool {
    matches!(
        element,
        "name"
            | "string-name"
            | "surname"
            | "given-names"
            | "person-group"
            | "collab"
            | "etal"
            | "article-title"
            | "chapter-title"
            | "source"
            | "year"
            | "volume"
            | "issue"
            | "fpage"
            | "lpage"
            | "publisher-name"
            | "publisher-loc"
            | "pub-id"
            | "ext-link"
            | "uri"
            | "comment"
            | "issn"
            | "isbn"
            | "object-id"
            | "edition"
    )
}

/// Whether an element is an identifier that a reference has a place for.
fn is_known_number(element: Element<'_>) -> bool {
    element.name() == "pub-id"
        && element
            .attribute("pub-id-type")
            .is_some_and(|kind| ["doi", "pmid", "medline", "pmc", "pmcid", "arxiv"].iter().any(|known| kind.eq_ignore_ascii_case(known)))
}

/// Room for the blanks between the values of a citation, in bytes, and for the signs of a line that is made.
const SPACES: usize = 32;

/// The text of a citation as it stands, without its label. Where its identifiers are read (`numbered`), those that stand behind
/// a value with neither a blank nor a word between are no part of it: a style sheet makes links of them.
pub(super) fn mixed(citation: Element<'_>, numbered: bool) -> String {
    let mut text = String::with_capacity(citation.length_of_text() + SPACES);
    walk(citation, &mut text, &mut false, numbered);
    collapse(&text)
}

/// The text of a `ref` that holds no citation.
pub(super) fn bare(reference: Element<'_>) -> Option<String> {
    let mut text = String::new();
    walk(reference, &mut text, &mut false, false);
    Some(collapse(&text)).filter(|text| !text.is_empty())
}

/// `touching` says that the text ends with a value and nothing after it.
fn walk(element: Element<'_>, out: &mut String, touching: &mut bool, numbered: bool) {
    for piece in element.pieces() {
        match piece {
            Piece::Text(text) => {
                out.push_str(text);
                *touching &= text.is_empty();
            }
            Piece::Sign(sign) => {
                out.push(sign);
                *touching = false;
            }
            Piece::Element(inner) if inner.name() == "label" => {}
            Piece::Element(inner) if is_formula(inner.name()) && push_formula(inner, out) => *touching = false,
            Piece::Element(inner) => {
                let value = is_value(inner.name());
                let hidden = matches!(inner.name(), "pub-id" | "object-id" | "issn") && out.ends_with(['.', ',', ';', ')', ':']);
                if numbered && (*touching || hidden) && is_known_number(inner) {
                    *touching = true;
                    continue;
                }
                if value && (*touching || hidden) {
                    out.push(' ');
                    *touching = false;
                }
                walk(inner, out, touching, numbered);
                *touching |= value;
            }
        }
    }
}

fn is_formula(element: &str) -> bool {
    matches!(element, "inline-formula" | "disp-formula" | "alternatives" | "math" | "tex-math")
}

/// A formula as it reads: what holds it has it in several notations.
fn push_formula(element: Element<'_>, out: &mut String) -> bool {
    let Some(formula) = formula::of_element(element) else { return false };
    out.push_str(&formula.text);
    true
}

/// A citation as one line: after GB/T 7714 where it is Chinese, else as medical journals print it.
pub fn citation(citation: &Citation) -> String {
    let chinese = citation.lang == Language::Zh;
    let said = [&citation.title, &citation.publisher, &citation.place, &citation.url, &citation.doi, &citation.pages];
    let said: usize = said.into_iter().flatten().map(String::len).sum();
    let host = citation.host.as_ref().and_then(|host| host.title.as_ref()).map_or(0, String::len);
    let authors = people(&citation.authors, citation.etal, chinese);
    let mut line = String::with_capacity(authors.len() + said + host + SPACES);
    sentence(&mut line, &authors);
    let title = citation.title.as_deref().unwrap_or_default();
    if let Some(kind) = citation.kind.filter(|_| chinese) {
        let carrier = citation.carrier.as_ref().map(|carrier| format!("/{carrier}")).unwrap_or_default();
        sentence(&mut line, &format!("{title}[{}{carrier}]", kind.code()));
    } else {
        sentence(&mut line, title);
    }
    if let Some(host) = &citation.host {
        let editors = people(&host.editors, false, chinese);
        let within = !matches!(citation.kind, Some(ReferenceType::J | ReferenceType::N) | None) && !chinese;
        if !editors.is_empty() {
            sentence(&mut line, &format!("{}{editors}, editors", if within { "In: " } else { "" }));
        }
        sentence(&mut line, host.title.as_deref().unwrap_or_default());
    }
    sentence(&mut line, citation.edition.as_deref().unwrap_or_default());
    match (&citation.place, &citation.publisher) {
        (Some(place), Some(publisher)) => sentence(&mut line, &format!("{place}: {publisher}")),
        (place, publisher) => sentence(&mut line, place.as_deref().or(publisher.as_deref()).unwrap_or_default()),
    }
    sentence(&mut line, &numbers(citation));
    for more in [&citation.number, &citation.accessed, &citation.url].into_iter().flatten() {
        sentence(&mut line, more);
    }
    sentence(&mut line, &citation.rest);
    if let Some(doi) = &citation.doi {
        sentence(&mut line, &format!("doi:{doi}"));
    }
    line
}

/// `2010;12(3):1-9`, or `2010, 12(3): 1-9`.
fn numbers(citation: &Citation) -> String {
    let chinese = citation.lang == Language::Zh;
    let year = citation.year.map(|year| format!("{year}{}", citation.year_suffix.as_deref().unwrap_or_default()));
    let mut text = citation.date.clone().or(year).unwrap_or_default();
    let volume = citation.volume.as_deref().unwrap_or_default();
    let issue = citation.issue.as_ref().map(|issue| format!("({issue})")).unwrap_or_default();
    if !volume.is_empty() || !issue.is_empty() {
        if !text.is_empty() {
            text.push_str(if chinese { ", " } else { ";" });
        }
        text.push_str(volume);
        text.push_str(&issue);
    }
    if let Some(pages) = &citation.pages {
        if !text.is_empty() {
            text.push_str(if chinese { ": " } else { ":" });
        }
        text.push_str(pages);
    }
    text
}

fn people(people: &[Contributor], etal: bool, chinese: bool) -> String {
    let mut names = String::with_capacity(people.len() * SPACES);
    for (at, one) in people.iter().enumerate() {
        if at > 0 {
            names.push_str(", ");
        }
        push_short_name(&mut names, one);
    }
    if etal {
        names.push_str(if people.is_empty() { "" } else { ", " });
        names.push_str(if chinese { "等" } else { "et al" });
    }
    names
}

/// Appends `Smith J`, `胡业飞`.
fn push_short_name(names: &mut String, one: &Contributor) {
    match (one.family.iter().next(), one.given.values().next()) {
        (Some((lang, family)), Some(given)) if *lang != Language::Zh => {
            for piece in one.particle.iter().flat_map(|particle| [particle.as_str(), " "]).chain([family.as_str(), " ", given.as_str()]) {
                names.push_str(piece);
            }
        }
        _ => names.push_str(one.name.values().next().map_or("", String::as_str)),
    }
}

/// Adds a sentence with its full stop.
fn sentence(line: &mut String, text: &str) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    if !line.is_empty() {
        line.push(' ');
    }
    line.push_str(text);
    if !text.ends_with(['.', '?', '!', '。', '？', '！']) {
        line.push('.');
    }
}
