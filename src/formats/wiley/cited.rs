//! The reference list of WileyML: citations as they are printed, with their parts marked in the text.

use super::super::xml::{Element, Written, body, list_language, person};
use super::super::{gbt7714, rich};
use crate::record::{Article, Citation, Doi, Pages, Reference, ReferenceType};

/// Types of citations and the codes of GB/T 7714 for them.
const TYPES: &[(&str, ReferenceType)] = &[("journal", ReferenceType::J), ("book", ReferenceType::M), ("dataRelates", ReferenceType::DS)];

/// Reads the bibliography.
pub(super) fn read(root: Element<'_>, article: &mut Article) {
    let refs: Vec<Reference> = root.descendants().filter(|one| one.name() == "bib").map(reference).collect();
    if !refs.is_empty() || root.find("bibliography").is_some() {
        article.refs = Some(refs);
    }
}

fn reference(element: Element<'_>) -> Reference {
    element.take();
    let printed = |part: Element<'_>| part.rich().map(|text| rich::plain(&text).into_owned());
    let n = element.text_of("label").map(|text| text.trim_matches(['[', ']', '.', ' ']).to_owned());
    let mut reference = Reference { n, ..Reference::default() };
    let mut raws = Vec::new();
    for one in element.all("citation") {
        let Some(raw) = printed(one) else { continue };
        match citation(one) {
            Some(part) => reference.parts.push(part),
            None => reference.parts.extend(gbt7714::parse(&raw)),
        }
        raws.push(raw);
    }
    reference.raw = raws.join(" ");
    reference.ids.doi = reference.parts.iter().find_map(|part| part.doi.as_deref().and_then(Doi::parse));
    reference
}

/// The marked parts of a citation; nothing where neither title nor source is marked.
fn citation(element: Element<'_>) -> Option<Citation> {
    let mut citation = Citation::default();
    let (mut first, mut last) = (None, None);
    let plain = |part: Element<'_>| part.rich().map(|text| rich::plain(&text).into_owned());
    let mut host = crate::record::Host::default();
    let mut title = None;
    for part in element.descendants_but(&["author", "editor"]) {
        match part.name() {
            "articleTitle" | "chapterTitle" => title = plain(part),
            "otherTitle" if title.is_none() => title = plain(part),
            "journalTitle" | "bookTitle" if host.title.is_none() => host.title = plain(part),
            "groupName" => citation.authors.extend(part.text().map(body)),
            "pubYear" => {
                let year = part.attribute("year").and_then(|year| year.get(..4)?.parse().ok());
                citation.year = year.or_else(|| part.text()?.get(..4)?.parse().ok());
                let letter = part.text().and_then(|text| text.chars().nth(4).filter(char::is_ascii_lowercase));
                citation.year_suffix = letter.map(String::from);
            }
            "vol" => citation.volume = part.text(),
            "issue" => citation.issue = part.text(),
            "pageFirst" => first = part.text(),
            "pageLast" => last = part.text(),
            "eLocator" => citation.pages = part.text(),
            "edition" => citation.edition = part.text(),
            "publisherName" => citation.publisher = part.text(),
            "publisherLoc" => citation.place = part.text(),
            "accessionId" => citation.number = part.text(),
            "url" | "link" => {
                let written = part.attribute("href").map(std::borrow::Cow::into_owned).or_else(|| part.text());
                let doi = written.as_deref().filter(|url| url.contains("doi.org/")).and_then(Doi::parse);
                match doi {
                    Some(doi) => citation.doi = citation.doi.take().or_else(|| Some(doi.to_string())),
                    None => citation.url = citation.url.take().or(written),
                }
            }
            "doi" => citation.doi = part.text(),
            _ => {}
        }
    }
    for part in element.descendants().filter(|part| matches!(part.name(), "author" | "editor")) {
        let (family, given, particle) = (part.text_of("familyName"), part.text_of("givenNames"), part.text_of("familyNamePrefix"));
        let one = person([Written { family, given, particle, ..Written::default() }]).or_else(|| part.text().map(body));
        let people = if part.name() == "author" { &mut citation.authors } else { &mut host.editors };
        people.extend(one);
    }
    let printed = element.text().unwrap_or_default();
    citation.etal = printed.contains("et al");
    citation.pages = citation.pages.take().or_else(|| Pages::range(first, last));
    citation.kind = TYPES.iter().find(|(word, _)| element.has("type", word)).map(|(_, kind)| *kind);
    // A book that is cited as a whole is its own source.
    match title {
        None if citation.kind == Some(ReferenceType::M) => {
            citation.title = host.title.take();
            if citation.authors.is_empty() {
                citation.authors = std::mem::take(&mut host.editors);
            }
        }
        title => citation.title = title,
    }
    if host.title.is_some() || !host.editors.is_empty() {
        citation.host = Some(host);
    }
    let shown = citation.title.as_deref().or(citation.host_title())?;
    citation.lang = list_language(None, shown);
    Some(citation)
}
