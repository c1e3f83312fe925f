//! An entry of a deposited reference list.

use crate::formats::gbt7714;
use crate::formats::xml::Element;
use crate::record::{Citation, Doi, Host, Identifiers, Language, Reference, ReferenceType};

/// Reads a `citation`: what it tells in words, else its elements.
pub(super) fn read(element: Element<'_>) -> Reference {
    let doi = element.text_of("doi");
    let ids = Identifiers { doi: doi.as_deref().and_then(Doi::parse), ..Identifiers::default() };
    if let Some(raw) = element.text_of("unstructured_citation") {
        let mut reference = gbt7714::reference(None, &raw);
        reference.ids.doi = ids.doi.or(reference.ids.doi);
        element.take();
        return reference;
    }
    let mut citation = Citation { doi, ..Citation::default() };
    citation.authors.extend(element.text_of("author").map(|name| crate::formats::names::person(&name)));
    citation.title = element.text_of("article_title");
    let mut titles = ["journal_title", "volume_title", "series_title"].into_iter().filter_map(|name| element.text_of(name));
    let host = titles.next();
    citation.rest = titles.filter(|title| Some(title) != host.as_ref()).collect::<Vec<String>>().join("; ");
    citation.kind = (element.child("journal_title").is_some()).then_some(ReferenceType::J);
    citation.volume = element.text_of("volume");
    citation.issue = element.text_of("issue");
    citation.pages = element.text_of("first_page").or_else(|| element.text_of("elocation_id"));
    citation.year =
        element.text_of("cYear").and_then(|text| text.chars().filter(char::is_ascii_digit).take(4).collect::<String>().parse().ok());
    citation.edition = element.text_of("edition_number");
    if citation.title.is_none() && citation.kind.is_none() {
        citation.title = host;
    } else if host.is_some() {
        citation.host = Some(Host { title: host, editors: Vec::new() });
    }
    citation.lang = Language::of_text(citation.title.as_deref().or(citation.host_title()).unwrap_or_default());
    element.take();
    let raw = crate::formats::jats::printed(&citation);
    Reference { raw, parts: vec![citation], ids, ..Reference::default() }
}
