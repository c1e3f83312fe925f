//! DSpace Intermediate Metadata (`dim:dim`), alone or in the METS that DSpace answers.

use super::document::Yield;
use super::tagged::sheet::{Sheet, language_line};
use super::tagged::table::Member;
use super::xml::{Element, is_xml, read_records};
use super::{Confidence, Readings, Source};
use crate::record::{ArticleKind, Doi, Language};

/// Elements by `element` and `qualifier` (none where that is empty), and what they mean. One with another qualifier is
/// something else than the element alone (`publisher.country`) and stays as it is.
const MEMBERS: &[(&str, &str, Member)] = &[
    ("contributor", "advisor", Member::Advisor),
    ("contributor", "editor", Member::Editor),
    ("contributor", "author", Member::Author),
    ("contributor", "department", Member::Affiliation),
    ("contributor", "institution", Member::Affiliation),
    ("contributor", "affiliation", Member::Affiliation),
    ("contributor", "other", Member::Contributor),
    ("contributor", "", Member::Contributor),
    ("creator", "", Member::Author),
    ("title", "alternative", Member::Translated),
    ("title", "translated", Member::Translated),
    ("title", "", Member::Title),
    ("date", "issued", Member::Date),
    ("description", "abstract", Member::Abstract),
    ("description", "sponsorship", Member::Note),
    ("subject", "other", Member::Keywords),
    ("subject", "keyword", Member::Keywords),
    ("subject", "keywords", Member::Keywords),
    ("subject", "lcsh", Member::Keywords),
    ("subject", "mesh", Member::Keywords),
    ("subject", "", Member::Keywords),
    ("identifier", "doi", Member::Doi),
    ("identifier", "issn", Member::Standard),
    ("identifier", "eissn", Member::Standard),
    ("identifier", "isbn", Member::Standard),
    ("identifier", "pmid", Member::Pmid),
    ("identifier", "uri", Member::Link),
    ("identifier", "url", Member::Link),
    ("publisher", "place", Member::Place),
    ("publisher", "", Member::Publisher),
    ("relation", "ispartofseries", Member::Series),
    ("relation", "ispartof", Member::Journal),
    ("relation", "journal", Member::Journal),
    ("source", "journaltitle", Member::Journal),
    ("bibliographicCitation", "title", Member::Journal),
    ("bibliographicCitation", "journaltitle", Member::Journal),
    ("bibliographicCitation", "volume", Member::Volume),
    ("bibliographicCitation", "issue", Member::Issue),
    ("bibliographicCitation", "stpage", Member::First),
    ("bibliographicCitation", "endpage", Member::Last),
    ("bibliographicCitation", "conferencename", Member::Event),
    ("bibliographicCitation", "conferenceplace", Member::EventPlace),
    ("rights", "holder", Member::Rights),
    ("type", "", Member::Genre),
];

/// Words in `dc.type` and the kinds that they are, by a part of them.
const KINDS: &[(&str, ArticleKind)] = &[
    ("thesis", ArticleKind::Thesis),
    ("dissertation", ArticleKind::Thesis),
    ("chapter", ArticleKind::Chapter),
    ("section", ArticleKind::Chapter),
    ("bookpart", ArticleKind::Chapter),
    ("book part", ArticleKind::Chapter),
    ("book", ArticleKind::Book),
    ("monograph", ArticleKind::Book),
    ("conference", ArticleKind::Paper),
    ("proceeding", ArticleKind::Paper),
    ("preprint", ArticleKind::Preprint),
    ("report", ArticleKind::Report),
    ("working paper", ArticleKind::Report),
    ("workingpaper", ArticleKind::Report),
    ("dataset", ArticleKind::Dataset),
    ("software", ArticleKind::Program),
    ("map", ArticleKind::Map),
    ("patent", ArticleKind::Patent),
    ("article", ArticleKind::Article),
];

/// How sure it is that text is DSpace's.
pub fn sniff(head: &str) -> Confidence {
    // A page that shows such a record is none.
    if is_xml(head) && head.contains("www.dspace.org/xmlns/dspace/dim") && head.contains("<dim:") { 95 } else { 0 }
}

/// Reads items.
pub fn read(source: Source) -> Readings {
    read_records(source, &["dim"], "dspace", record)
}

fn record(root: Element<'_>) -> Yield {
    // The element alone says more of the record than one with a qualifier (`type.version`).
    let of = |element: &str| {
        let fields = || root.all("field").filter(|field| field.has("element", element));
        fields().find(|field| field.attribute("qualifier").is_none()).or_else(|| fields().next())
    };
    let word = of("type").and_then(Element::text).unwrap_or_default().to_lowercase();
    let kind = KINDS.iter().find(|(known, _)| word.contains(known)).map_or(ArticleKind::Other, |(_, kind)| kind.clone());
    let mut sheet = Sheet::new(kind, of("language").and_then(Element::text).map(|lang| language_line(&lang)).unwrap_or_default());
    for field in root.all("field") {
        let attribute = |name: &str| field.attribute(name).unwrap_or_default();
        let (element, qualifier) = (attribute("element"), attribute("qualifier"));
        let member = MEMBERS.iter().find(|(known, narrow, _)| *known == element && *narrow == qualifier);
        let Some((.., member)) = member else {
            // The language was read above; a kind with a qualifier may have been, and says more than that.
            if element != "language" || sheet.article.lang == Language::Und {
                field.leave();
            }
            continue;
        };
        let Some(text) = field.text() else { continue };
        let member = if *member == Member::Link && Doi::parse(&text).is_some() { Member::Doi } else { *member };
        if !sheet.file(member, &text) {
            field.leave();
        }
    }
    sheet.finish();
    sheet.tell_if_untitled(root.line());
    vec![(*sheet.article, sheet.findings)]
}

#[cfg(test)]
mod tests {
    use super::sniff;

    #[test]
    fn a_text_that_shows_an_item_is_none() {
        let item = r#"<dim:dim xmlns:dim="http://www.dspace.org/xmlns/dspace/dim"><dim:field element="title">T</dim:field></dim:dim>"#;
        assert_eq!(sniff(&format!("\u{FEFF}\n{item}")), 95);
        assert_eq!(sniff(&format!("An item looks so:\n{item}")), 0);
    }
}
