//! The reference list of Elsevier's XML: `sb:reference` in parts, `ce:other-ref` as it is printed.

use super::super::xml::{Element, Written, body, list_language, person, written_date};
use super::super::{gbt7714, jats, rich};
use crate::record::{Article, Citation, Contributor, Doi, Language, Pages, Reference, ReferenceType};

/// Reads the reference list of a work.
pub(super) fn read(work: Element<'_>, article: &mut Article) {
    let refs: Vec<Reference> = work.descendants().filter(|one| one.name() == "bib-reference").map(reference).collect();
    if !refs.is_empty() || work.find("bibliography").is_some() {
        article.refs = Some(refs);
    }
}

fn reference(element: Element<'_>) -> Reference {
    element.take();
    let label = element.child("label").and_then(Element::text);
    // Labels of author-date lists (`Atlas, 1967`) are no numbers.
    let n = label
        .map(|text| text.trim_matches(['[', ']', '.', ' ']).to_owned())
        .filter(|n| n.len() <= 6 && n.bytes().any(|b| b.is_ascii_digit()));
    let printed = element.child("source-text").and_then(plain).map(|raw| gbt7714::split_number(&raw).1.to_owned());
    let mut raws = Vec::new();
    let mut parts = Vec::new();
    for one in element.children() {
        match one.name() {
            "reference" => {
                let citation = citation(one);
                raws.push(jats::printed(&citation));
                parts.push(citation);
            }
            "other-ref" => {
                if let Some(raw) = one.child("textref").and_then(plain) {
                    parts.extend(gbt7714::parse(&raw));
                    raws.push(raw);
                }
            }
            _ => {}
        }
    }
    let mut reference = Reference { n, raw: printed.unwrap_or_else(|| raws.join(" ")), parts, ..Reference::default() };
    reference.ids.doi = reference.parts.iter().find_map(|part| part.doi.as_deref().and_then(Doi::parse));
    reference
}

/// Titles of cited works are plain text.
fn plain(part: Element<'_>) -> Option<String> {
    part.rich().map(|text| rich::plain(&text).into_owned()).filter(|text| !text.is_empty())
}

fn citation(reference: Element<'_>) -> Citation {
    let mut citation = Citation::default();
    let mut declared = None;
    let mut comments = Vec::new();
    for part in reference.children() {
        match part.name() {
            "contribution" => {
                declared = part.attribute("lang").map(|lang| Language::parse(&lang));
                contribution(part, &mut citation);
            }
            "host" => host(part, &mut citation),
            "comment" => comments.extend(plain(part)),
            _ => {}
        }
    }
    // A book that is cited as a whole is a host without a contribution.
    if citation.title.is_none()
        && citation.kind != Some(ReferenceType::J)
        && let Some(host) = citation.host.take()
    {
        citation.title = host.title;
        if citation.authors.is_empty() {
            citation.authors = host.editors;
        }
    }
    citation.rest = comments.join(" ");
    let shown = citation.title.as_deref().or(citation.host_title()).unwrap_or_default();
    citation.lang = list_language(declared.as_ref(), shown);
    citation
}

fn contribution(part: Element<'_>, citation: &mut Citation) {
    for inner in part.children() {
        match inner.name() {
            "authors" => people(inner, &mut citation.authors, &mut citation.etal),
            "title" => citation.title = title(inner),
            _ => {}
        }
    }
}

/// `sb:title`: main title and subtitle; what it was translated to follows elsewhere.
fn title(element: Element<'_>) -> Option<String> {
    let main = element.child("maintitle").map_or_else(|| plain(element), plain)?;
    let main = main.trim_end_matches(['.', ',', ' ']).to_owned();
    Some(match element.child("subtitle").and_then(plain) {
        Some(sub) => format!("{main}: {sub}"),
        None => main,
    })
}

fn people(list: Element<'_>, people: &mut Vec<Contributor>, etal: &mut bool) {
    for part in list.children() {
        match part.name() {
            "author" | "editor" => {
                let (family, given, suffix) = (part.text_of("surname"), part.text_of("given-name"), part.text_of("suffix"));
                people.extend(person([Written { family, given, suffix, ..Written::default() }]));
            }
            "collaboration" => people.extend(part.text().map(body)),
            "et-al" => *etal = true,
            _ => {}
        }
    }
}

/// `sb:host`: the issue, the book or the site; pages; DOI.
fn host(host: Element<'_>, citation: &mut Citation) {
    for part in host.children() {
        match part.name() {
            "issue" => {
                citation.kind = Some(ReferenceType::J);
                within(part, citation);
            }
            "book" | "edited-book" => {
                let proceedings = part.find("conference").is_some();
                citation.kind = Some(if proceedings { ReferenceType::C } else { ReferenceType::M });
                within(part, citation);
            }
            "e-host" => {
                citation.kind.get_or_insert(ReferenceType::EB);
                citation.carrier = Some("OL".to_owned());
                within(part, citation);
            }
            "pages" => {
                citation.pages = Pages::range(part.text_of("first-page"), part.text_of("last-page"));
            }
            "article-number" => citation.pages = citation.pages.take().or_else(|| part.text()),
            "doi" => citation.doi = part.text(),
            _ => {}
        }
    }
}

fn within(work: Element<'_>, citation: &mut Citation) {
    for part in work.children() {
        match part.name() {
            "series" | "book-series" => {
                // The title of a journal stands in its series; that of a book beside it.
                let series = if part.name() == "book-series" { part.child("series").unwrap_or(part) } else { part };
                if work.name() == "issue" {
                    citation.host.get_or_insert_default().title = series.child("title").and_then(title);
                }
                citation.volume = citation.volume.take().or_else(|| series.text_of("volume-nr"));
            }
            "title" => citation.host.get_or_insert_default().title = title(part),
            "editors" => {
                let mut etal = false;
                people(part, &mut citation.host.get_or_insert_default().editors, &mut etal);
            }
            "edition" => citation.edition = part.text(),
            "volume-nr" => citation.volume = part.text(),
            "issue-nr" => citation.issue = part.text(),
            "date" => year(part, citation),
            "date-accessed" => citation.accessed = super::super::xml::numbered_date(part).map(|date| date.to_string()),
            "publisher" => {
                citation.publisher = part.text_of("name");
                citation.place = part.text_of("location");
            }
            "conference" => {
                if let Some(text) = plain(part).filter(|_| citation.host.as_ref().is_none_or(|host| host.title.is_none())) {
                    citation.host.get_or_insert_default().title = Some(text);
                }
            }
            "inter-ref" => {
                citation.url = part.attribute("href").map(std::borrow::Cow::into_owned).or_else(|| part.text());
            }
            _ => {}
        }
    }
}

/// `2004`, `2004a`, `12 May 2004`.
fn year(part: Element<'_>, citation: &mut Citation) {
    let Some(text) = part.text() else { return };
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    if digits.len() == 4 {
        citation.year = digits.parse().ok();
        let suffix = text.get(4..).filter(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_lowercase()));
        citation.year_suffix = suffix.map(str::to_owned);
    } else if let Some(date) = written_date(&text) {
        citation.year = Some(date.year);
        citation.date = date.month.map(|_| date.to_string());
    }
}
