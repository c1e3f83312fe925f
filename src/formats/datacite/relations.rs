//! What a DOI of DataCite has to do with other works: what it cites, what it is a part or a version of.

use serde_json::{Value, json};

use super::super::gbt7714;
use super::super::markup;
use super::super::members::{Members, language_of};
use super::NAME;
use crate::record::{Article, Citation, Doi, MultiText, Pages, PartialDate, Reference, RelatedArticle, Relation};

/// Relations of DataCite 4 that are relations here. `Cites` and `References` are references, `IsPublishedIn` names the
/// journal; others stay as written.
const RELATIONS: &[(&str, Relation)] = &[
    ("IsTranslationOf", Relation::Translation),
    ("HasTranslation", Relation::Translation),
    ("IsVersionOf", Relation::Version),
    ("HasVersion", Relation::Version),
    ("IsNewVersionOf", Relation::Version),
    ("IsPreviousVersionOf", Relation::Version),
    ("IsVariantFormOf", Relation::Version),
    ("IsOriginalFormOf", Relation::Version),
    ("IsIdenticalTo", Relation::Version),
    ("IsSupplementTo", Relation::Companion),
    ("IsSupplementedBy", Relation::Companion),
    ("IsContinuedBy", Relation::Companion),
    ("Continues", Relation::Companion),
    ("IsReviewedBy", Relation::Companion),
    ("Reviews", Relation::Companion),
    ("IsDocumentedBy", Relation::Companion),
    ("Documents", Relation::Companion),
    ("IsDescribedBy", Relation::Companion),
    ("Describes", Relation::Companion),
    ("IsDerivedFrom", Relation::Companion),
    ("IsSourceOf", Relation::Companion),
    ("IsObsoletedBy", Relation::Version),
    ("Obsoletes", Relation::Version),
];

pub(super) fn read(work: &mut Members, article: &mut Article) {
    let mut refs = Vec::new();
    let mut related = Vec::new();
    for mut one in work.objects("relatedIdentifiers") {
        let word = one.see_text("relationType").unwrap_or_default().to_owned();
        let kind = one.see_text("relatedIdentifierType").unwrap_or_default().to_owned();
        let id = one.see_text("relatedIdentifier").unwrap_or_default().to_owned();
        let relation = RELATIONS.iter().find(|(known, _)| *known == word).map(|(_, relation)| *relation);
        if id.is_empty() {
            if let Some(left) = one.left() {
                work.keep_one("relatedIdentifiers", left);
            }
        } else if matches!(word.as_str(), "Cites" | "References") {
            for member in ["relatedIdentifier", "relatedIdentifierType"] {
                one.take(member);
            }
            refs.push(reference(&id, &kind, one.left()));
        } else if let Some(rel) = relation {
            for member in ["relatedIdentifier", "relatedIdentifierType"] {
                one.take(member);
            }
            related.push(entry(rel, &id, &kind, one.left()));
        } else {
            if word == "IsPublishedIn" && kind == "ISSN" && article.journal.issn.len() < 8 {
                article.journal.add_issn(&id);
            }
            if let Some(left) = one.left() {
                work.keep_one("relatedIdentifiers", left);
            }
        }
    }
    host(work, article);
    // A list of identifiers in which nothing is cited says nothing of references.
    if !refs.is_empty() {
        article.refs = Some(refs);
    }
    if !related.is_empty() {
        article.related = Some(related);
    }
}

fn cited(id: &str, kind: &str) -> (Option<Doi>, Citation) {
    let doi = if kind.eq_ignore_ascii_case("doi") { Doi::parse(id) } else { None };
    let url = kind.eq_ignore_ascii_case("url").then(|| id.to_owned());
    let part = Citation { doi: doi.as_ref().map(ToString::to_string), url, ..Citation::default() };
    (doi, part)
}

fn raw(id: &str, kind: &str, doi: Option<&Doi>) -> String {
    match doi {
        Some(doi) => format!("DOI: {doi}"),
        None if kind.is_empty() || kind.eq_ignore_ascii_case("url") => id.to_owned(),
        None => format!("{kind}: {id}"),
    }
}

fn reference(id: &str, kind: &str, said: Option<Value>) -> Reference {
    let (doi, part) = cited(id, kind);
    let mut one = Reference { raw: raw(id, kind, doi.as_ref()), ..Reference::default() };
    one.parts = if doi.is_some() || part.url.is_some() { vec![part] } else { gbt7714::parse(&one.raw) };
    match kind.to_ascii_lowercase().as_str() {
        "arxiv" => one.ids.arxiv = Some(id.trim_start_matches("arXiv:").to_owned()),
        "pmid" => one.ids.pmid = Some(id.to_owned()),
        _ => {}
    }
    one.ids.doi = doi;
    one.rest.extend(said.map(|said| (NAME.to_owned(), said)));
    one
}

fn entry(rel: Relation, id: &str, kind: &str, said: Option<Value>) -> RelatedArticle {
    let (doi, part) = cited(id, kind);
    let mut one = RelatedArticle { rel, raw: raw(id, kind, doi.as_ref()), part: Some(part), ..RelatedArticle::default() };
    one.rest.extend(said.map(|said| (NAME.to_owned(), said)));
    one
}

/// `relatedItems` (DataCite 4.4) names the journal or the book better than `container` does.
fn host(work: &mut Members, article: &mut Article) {
    let Some(Value::Array(items)) = work.see("relatedItems") else { return };
    let Some(item) = items.iter().find(|item| item.get("relationType") == Some(&json!("IsPublishedIn"))) else { return };
    let text = |pointer: &str| match item.pointer(pointer)? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    if let Some(title) = text("/titles/0/title").or_else(|| text("/titles/title"))
        && article.journal.title.is_empty()
    {
        article.journal.title = MultiText::of(language_of(&title, &article.lang), markup::text(&title));
    }
    article.volume = article.volume.take().or_else(|| text("/volume"));
    article.issue = article.issue.take().or_else(|| text("/issue"));
    if article.pages.is_empty()
        && let Some(first) = text("/firstPage")
    {
        article.pages = Pages::parse(&text("/lastPage").map_or_else(|| first.clone(), |last| format!("{first}-{last}")));
    }
    // A chapter appears with its book, whenever it came into the repository.
    let year = text("/publicationYear").and_then(|year| year.parse::<i32>().ok()).filter(|year| *year > 0);
    if let Some(year) = year.filter(|year| article.year != Some(*year)) {
        article.year = Some(year);
        article.dates.published = Some(PartialDate { year, month: None, day: None });
    }
    let id = item.get("relatedItemIdentifier");
    let of_kind = |kind: &str| {
        let id = id.filter(|id| id.get("relatedItemIdentifierType").and_then(Value::as_str) == Some(kind))?;
        id.get("relatedItemIdentifier")?.as_str()
    };
    if let Some(isbn) = of_kind("ISBN") {
        article.ids.add_isbn(isbn);
    }
    if let Some(issn) = of_kind("ISSN") {
        article.journal.add_issn(issn);
    }
}
