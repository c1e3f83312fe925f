//! What a Crossref work has to do with others: corrections and retractions, preprints, translations, versions.

use serde_json::{Value, json};

use super::super::members::Members;
use super::NAME;
use crate::record::{Article, Citation, Doi, RelatedArticle, Relation};

/// Crossref's words for relations, and what they are here. Others (reviews, parts, funders) stay as written.
const RELATIONS: &[(&str, Relation)] = &[
    ("is-preprint-of", Relation::PreprintOf),
    ("has-preprint", Relation::PreprintOf),
    ("is-translation-of", Relation::Translation),
    ("has-translation", Relation::Translation),
    ("is-version-of", Relation::Version),
    ("has-version", Relation::Version),
    ("is-variant-form-of", Relation::Version),
    ("is-identical-to", Relation::Version),
    ("is-manuscript-of", Relation::Version),
    ("has-manuscript", Relation::Version),
    ("is-supplement-to", Relation::Companion),
    ("is-supplemented-by", Relation::Companion),
    ("is-continued-by", Relation::Companion),
    ("continues", Relation::Companion),
];

/// Kinds of updates (Crossmark).
fn update(kind: &str) -> Relation {
    match kind {
        "retraction" | "partial_retraction" | "withdrawal" | "removal" => Relation::Retraction,
        "new_version" | "new_edition" => Relation::Version,
        _ => Relation::Correction,
    }
}

pub(super) fn read(work: &mut Members, article: &mut Article) {
    let mut related = Vec::new();
    if let Some(mut relations) = work.object("relation") {
        for (word, rel) in RELATIONS {
            for mut other in relations.objects(word) {
                if let Some(id) = other.text("id") {
                    let kind = other.text("id-type").unwrap_or_default();
                    related.push(entry(*rel, id, &kind, json!({ "relation": word, "said": other.left() })));
                }
            }
        }
        if let Some(left) = relations.left() {
            work.keep("relation", left);
        }
    }
    for member in ["update-to", "updated-by"] {
        for mut other in work.objects(member) {
            let rel = update(&other.text("type").unwrap_or_default());
            if let Some(doi) = other.text("DOI") {
                related.push(entry(rel, doi, "doi", json!({ "relation": member, "said": other.left() })));
            }
        }
    }
    if !related.is_empty() {
        article.related = Some(related);
    }
}

fn entry(rel: Relation, id: String, kind: &str, said: Value) -> RelatedArticle {
    let doi = if kind == "doi" { Doi::parse(&id) } else { None };
    let url = (kind == "uri").then(|| id.clone());
    let raw = doi.as_ref().map_or_else(|| id.clone(), |doi| format!("DOI: {doi}"));
    let part = Citation { doi: doi.map(|doi| doi.to_string()), url, ..Citation::default() };
    let mut one = RelatedArticle { rel, raw, part: Some(part), ..RelatedArticle::default() };
    one.rest.insert(NAME.to_owned(), said);
    one
}
