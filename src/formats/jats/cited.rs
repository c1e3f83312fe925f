//! The reference list, and the parts of a citation from its elements.

use std::borrow::Cow;
use std::collections::HashMap;

use super::entry::reference;
use super::institution;
use crate::formats::gbt7714;
use crate::formats::xml::{Builder, Element, body, date, person, written_date};
use crate::record::{Article, Citation, Contributor, Doi, Host, Language, Pages, ReferenceType};
use crate::text::key;

/// Publication types and the codes of GB/T 7714 for them.
const TYPES: &[(&str, ReferenceType)] = &[
    ("journal", ReferenceType::J),
    ("periodical", ReferenceType::J),
    ("magazine", ReferenceType::J),
    ("book", ReferenceType::M),
    ("chapter", ReferenceType::M),
    ("monograph", ReferenceType::M),
    ("confproc", ReferenceType::C),
    ("conf", ReferenceType::C),
    ("proc", ReferenceType::C),
    ("thesis", ReferenceType::D),
    ("dissertation", ReferenceType::D),
    ("report", ReferenceType::R),
    ("gov", ReferenceType::R),
    ("working-paper", ReferenceType::R),
    ("standard", ReferenceType::S),
    ("patent", ReferenceType::P),
    ("database", ReferenceType::DB),
    ("data", ReferenceType::DS),
    ("software", ReferenceType::CP),
    ("program", ReferenceType::CP),
    ("web", ReferenceType::EB),
    ("preprint", ReferenceType::PP),
    ("newspaper", ReferenceType::N),
    ("map", ReferenceType::CM),
];

/// Reads the reference list of an article or a chapter, without those of what is a record of its own within it; gives the
/// elements of its references.
pub(super) fn read<'t>(root: Element<'t>, article: &mut Article) -> Vec<Element<'t>> {
    let mut listed = false;
    let within =
        root.descendants_but(&["sub-article", "response", "book-part", "book-app"]).inspect(|one| listed |= one.name() == "ref-list");
    let elements: Vec<Element<'_>> = within.filter(|one| one.name() == "ref").collect();
    if !elements.is_empty() || listed {
        article.refs = Some(elements.iter().copied().map(reference).collect());
    }
    elements
}

/// Where the marks in the text lead: identifiers of `ref` elements, and the printed number or the place of each.
pub(super) fn targets(elements: &[Element<'_>], article: &Article) -> HashMap<String, String> {
    let refs = article.refs.as_deref().unwrap_or_default();
    let mut targets = HashMap::with_capacity(refs.len());
    for (at, (element, reference)) in elements.iter().copied().zip(refs).enumerate() {
        let number = reference.n.clone().unwrap_or_else(|| (at + 1).to_string());
        let ids = std::iter::once(element).chain(element.children()).filter_map(|one| one.attribute("id"));
        for id in ids {
            targets.entry(id.into_owned()).or_insert_with(|| number.clone());
        }
    }
    targets
}

pub(super) fn is_address(text: &str) -> bool {
    text.contains("://") || text.starts_with("www.")
}

/// What a citation is while its elements are read.
#[derive(Default)]
struct Gathered<'t> {
    citation: Citation,
    source: Option<String>,
    editors: Vec<Contributor>,
    first_page: Option<String>,
    last_page: Option<String>,
    conference: Option<String>,
    /// The day besides the year: it counts only of what has no volume.
    month: Option<Element<'t>>,
    day: Option<Element<'t>>,
    rest: Vec<String>,
}

/// The parts of a citation from its elements; nothing where they do not tell what is cited.
pub(super) fn parts(element: Element<'_>) -> Option<Citation> {
    if !element.has_elements() {
        return None;
    }
    let mut all = Gathered::default();
    for part in element.children() {
        all.part(part, None);
    }
    all.finish(element)
}

impl<'t> Gathered<'t> {
    fn part(&mut self, part: Element<'t>, group: Option<&str>) {
        let citation = &mut self.citation;
        let rest = &mut self.rest;
        // A second one that says more has no place of its own.
        let mut first = |place: &mut Option<String>| match place {
            None => *place = part.text(),
            Some(first) => rest.extend(part.text().filter(|text| !says(first, text))),
        };
        match part.name() {
            "person-group" if part.children().all(|inner| inner.name() == "etal") => {
                let names = gbt7714::names(part.text().unwrap_or_default().trim_end_matches([',', ';', ' ']));
                citation.etal |= names.etal || part.has_elements();
                let kind = part.attribute("person-group-type").unwrap_or_default().to_lowercase();
                for one in names.people {
                    self.person(Some(one), Some(&kind));
                }
            }
            "person-group" => {
                let kind = part.attribute("person-group-type").unwrap_or_default().to_lowercase();
                for inner in part.children() {
                    self.part(inner, Some(&kind));
                }
            }
            "name" | "string-name" => self.person(person(institution::name(part)), group),
            "name-alternatives" => {
                let mut names = Vec::new();
                institution::names(part, &mut names);
                self.person(person(names), group);
            }
            "collab" | "institution" | "collab-name" if citation.publisher.is_none() || group.is_some() => {
                self.person(part.text().map(body), group);
            }
            "etal" => {
                part.take();
                citation.etal = true;
            }
            "article-title" | "chapter-title" | "data-title" | "part-title" => {
                if citation.title.is_none() {
                    citation.title = rich(part);
                } else {
                    self.rest.extend(part.text());
                }
            }
            "source" | "journal-title" if self.source.is_none() => self.source = rich(part),
            "year" => self.year(part),
            "date" | "string-date" => {
                if let Some(date) = date(part).or_else(|| written_date(&part.text()?)) {
                    citation.year.get_or_insert(date.year);
                    citation.date = citation.date.take().or_else(|| date.month.map(|_| date.to_string()));
                }
            }
            "date-in-citation" | "access-date" => first(&mut citation.accessed),
            "volume" => first(&mut citation.volume),
            "issue" => first(&mut citation.issue),
            "supplement" if citation.issue.is_none() => first(&mut citation.issue),
            "fpage" => first(&mut self.first_page),
            "lpage" => first(&mut self.last_page),
            "page-range" | "elocation-id" => first(&mut citation.pages),
            "publisher-name" => first(&mut citation.publisher),
            "publisher-loc" => first(&mut citation.place),
            "edition" => first(&mut citation.edition),
            "conf-name" => first(&mut self.conference),
            "patent" | "std" | "report-number" => first(&mut citation.number),
            "ext-link" | "uri" | "self-uri" => self.address(part),
            "pub-id" | "object-id" | "article-id" => {
                if part.has("pub-id-type", "doi") && citation.doi.is_none() {
                    citation.doi = part.text();
                }
            }
            // Looks of a part, or wrappers: what is within counts.
            "italic" | "bold" | "styled-content" | "named-content" | "name-wrap" | "citation-part" if part.has_elements() => {
                for inner in part.children() {
                    self.part(inner, group);
                }
            }
            "month" if self.month.is_none() => self.month = Some(part),
            "day" if self.day.is_none() => self.day = Some(part),
            "size" if part.attribute("units").is_some_and(|units| units.starts_with("page")) => {
                let pages: String = part.text().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
                let said = format!("{pages} p.");
                if !pages.is_empty() && !self.rest.contains(&said) {
                    self.rest.push(said);
                }
            }
            // Parts of the date, looks, and numbers of the source.
            "month" | "day" | "season" | "italic" | "bold" | "sup" | "sub" | "x" | "label" | "inline-graphic" | "issn" | "isbn"
            | "size" | "page-count" => {}
            _ => {
                for link in part.descendants().filter(|link| matches!(link.name(), "ext-link" | "uri")) {
                    self.address(link);
                }
                self.rest.extend(part.text());
            }
        }
    }

    #[inline]
    fn person(&mut self, one: Option<Contributor>, group: Option<&str>) {
        let Some(one) = one else { return };
        match group.unwrap_or_default() {
            kind if kind.starts_with("edit") || kind.contains("editor") => self.editors.push(one),
            kind if kind.starts_with("transl") => self.citation.translators.push(one),
            _ => self.citation.authors.push(one),
        }
    }

    /// `2020`, `2020a`.
    fn year(&mut self, part: Element<'_>) {
        let Some(text) = part.text() else { return };
        let digits: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        if digits.len() == 4 && self.citation.year.is_none() {
            self.citation.year = digits.parse().ok();
            let suffix = text.split_once(&digits).map(|(_, after)| after.trim_matches([')', '.', ' ']));
            self.citation.year_suffix = suffix.filter(|s| s.len() == 1 && s.bytes().all(|b| b.is_ascii_lowercase())).map(str::to_owned);
        } else if digits.len() != 4 {
            self.rest.push(text);
        }
    }

    fn address(&mut self, part: Element<'_>) {
        let kind = part.attribute("ext-link-type").unwrap_or_default();
        let href = part.attribute("href").map(std::borrow::Cow::into_owned).or_else(|| part.text());
        let Some(written) = href else { return };
        let doi = (kind == "doi" || written.contains("doi.org/")).then(|| Doi::parse(&written)).flatten();
        match doi {
            Some(doi) if self.citation.doi.is_none() => self.citation.doi = Some(doi.to_string()),
            None if is_address(&written) && self.citation.url.is_none() => self.citation.url = Some(written),
            Some(_) | None => {}
        }
    }

    fn finish(mut self, element: Element<'_>) -> Option<Citation> {
        let citation = &mut self.citation;
        let word = element.attribute("publication-type").or_else(|| element.attribute("citation-type")).unwrap_or_default().to_lowercase();
        if citation.pages.is_none() {
            citation.pages = Pages::range(self.first_page, self.last_page);
        } else if let Some(first) =
            self.first_page.filter(|first| citation.pages.as_ref().is_some_and(|pages| !pages.contains(first.as_str())))
        {
            self.rest.push(first);
        }
        citation.kind = TYPES.iter().find(|(part, _)| word.starts_with(part)).map(|(_, kind)| *kind);
        if citation.kind.is_none() && citation.title.is_some() && self.source.is_some() && citation.volume.is_some() {
            citation.kind = Some(ReferenceType::J);
        }
        if citation.kind == Some(ReferenceType::EB) {
            citation.carrier = Some("OL".to_owned());
        }
        if citation.date.is_none()
            && citation.volume.is_none()
            && let (Some(year), Some(month)) = (citation.year, self.month.and_then(Element::text))
        {
            let day = self.day.and_then(Element::text).unwrap_or_default();
            citation.date = written_date(&format!("{day} {month} {year}")).filter(|date| date.month.is_some()).map(|date| date.to_string());
            if citation.date.is_none() && month.bytes().all(|byte| byte.is_ascii_digit()) {
                citation.date = crate::record::PartialDate::parse(&format!("{year}-{month}-{day}")).map(|date| date.to_string());
            }
        }
        let host = match (self.source, self.conference) {
            (Some(source), conference) => {
                self.rest.extend(conference.filter(|name| !says(&source, name)));
                Some(source)
            }
            (None, conference) => conference,
        };
        let told = citation.title.is_some() || host.is_some() || (!citation.authors.is_empty() && citation.year.is_some());
        if !told {
            return None;
        }
        // A journal article without its title has a journal all the same; a book is its own source.
        let own =
            citation.title.is_none() && !matches!(citation.kind, Some(ReferenceType::J | ReferenceType::N)) && citation.volume.is_none();
        if own {
            citation.title = host;
            citation.authors.append(&mut self.editors);
        } else if host.is_some() || !self.editors.is_empty() {
            citation.host = Some(Host { title: host, editors: self.editors });
        }
        citation.rest = self.rest.join("; ");
        let shown = citation.title.as_deref().or(citation.host_title()).unwrap_or_default();
        let declared = element.attribute("lang").map(|lang| Language::parse(&lang));
        citation.lang = crate::formats::xml::list_language(declared.as_ref(), shown);
        Some(self.citation)
    }
}

/// Letters and figures of what may stand in another text by chance.
const SHORT: usize = 8;

/// Whether a text says all that another does, but for its signs.
pub(super) fn says(text: &str, other: &str) -> bool {
    let (text, other) = (key(text), key(other));
    text == other || (other.chars().count() > SHORT && text.contains(&other))
}

/// Titles of cited works are plain text.
fn rich(part: Element<'_>) -> Option<String> {
    part.take();
    let mut builder = Builder::default();
    builder.element(part);
    let text = builder.finish();
    let mut text = match crate::formats::rich::plain(&text) {
        Cow::Owned(plain) => plain,
        Cow::Borrowed(_) => text,
    };
    text.truncate(text.trim_end_matches(['.', ',', ';', ':', ' ']).len());
    (!text.is_empty()).then_some(text)
}
