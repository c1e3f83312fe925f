//! PubMed's summaries (eSummary): `DocSum` with its named items, and `DocumentSummary` with elements.

use crate::formats::columns;
use crate::formats::document::Yield;
use crate::formats::names;
use crate::formats::xml::{Element, body};
use crate::record::{Article, Contributor};

/// The records of a file of summaries.
pub(super) const SUMMARIES: &[&str] = &["DocSum", "DocumentSummary"];

/// Items, and the columns that they are.
const COLUMNS: &[(&str, &str)] = &[
    ("Title", "Title"),
    ("FullJournalName", "Journal"),
    ("Source", "Journal abbreviation"),
    ("Volume", "Volume"),
    ("Issue", "Issue"),
    ("Pages", "Pages"),
    ("PubDate", "Date"),
    ("EPubDate", "Online"),
    ("ISSN", "ISSN"),
    ("ESSN", "eISSN"),
    ("DOI", "DOI"),
    ("doi", "DOI"),
    ("pubmed", "PMID"),
    ("Id", "PMID"),
    ("pmc", "PMCID"),
    ("Lang", "Language"),
];

/// Reads one summary.
pub(super) fn record(root: Element<'_>) -> Yield {
    let mut cells: Vec<(String, String)> = Vec::new();
    let mut authors = Vec::new();
    if let Some(uid) = root.attribute("uid") {
        cells.push(("PMID".to_owned(), uid.into_owned()));
    }
    for part in root.descendants() {
        let name = part.attribute("Name").unwrap_or_else(|| part.name().into());
        let column = COLUMNS.iter().find(|(known, _)| *known == name).map(|(_, column)| *column);
        match (&*name, column) {
            ("Author", None) => authors.extend(part.text_of("Name").or_else(|| part.text()).map(|name| author(&name))),
            (_, Some(column)) if !part.has_elements() && !cells.iter().any(|(known, _)| known == column) => {
                cells.extend(part.text().map(|text| (column.to_owned(), text)));
            }
            _ => {}
        }
    }
    let (article, findings) = columns::of_cells(cells, root.line(), "pubmed-xml");
    vec![(Article { authors, ..*article }, findings)]
}

/// `Doe AB`; a body's name has no initials behind it.
fn author(name: &str) -> Contributor {
    let initials = |word: &str| word.len() <= 4 && word.chars().all(char::is_uppercase);
    let parts = name.rsplit_once(' ').filter(|(_, given)| initials(given));
    parts.and_then(|(family, given)| names::of_parts(Some(family), Some(given), None)).unwrap_or_else(|| body(name.to_owned()))
}
