//! JSON-LD in the words of schema.org and CodeMeta: a work by its `@type`, as repositories answer it and `codemeta.json` says it.

use serde_json::{Map, Value};

use super::cells::text;
use crate::formats::gbt7714;
use crate::record::{Article, ArticleKind, Doi, Identifiers, Reference};

/// Types of works, and the kinds that they are.
const KINDS: &[(&str, ArticleKind)] = &[
    ("ScholarlyArticle", ArticleKind::Article),
    ("MedicalScholarlyArticle", ArticleKind::Article),
    ("Article", ArticleKind::Article),
    ("NewsArticle", ArticleKind::Newspaper),
    ("Book", ArticleKind::Book),
    ("Chapter", ArticleKind::Chapter),
    ("Thesis", ArticleKind::Thesis),
    ("Report", ArticleKind::Report),
    ("TechArticle", ArticleKind::Report),
    ("Dataset", ArticleKind::Dataset),
    ("Map", ArticleKind::Map),
    ("SoftwareSourceCode", ArticleKind::Program),
    ("SoftwareApplication", ArticleKind::Program),
    ("WebPage", ArticleKind::Webpage),
    ("WebSite", ArticleKind::Webpage),
    ("BlogPosting", ArticleKind::Webpage),
    ("CreativeWork", ArticleKind::Other),
];

/// Names of schema.org's properties, and what other programs call the same. The first that a work has is taken.
const NAMES: &[(&str, &str)] = &[
    ("headline", "title"),
    ("name", "title"),
    ("inLanguage", "language"),
    ("volumeNumber", "volume"),
    ("issueNumber", "issue"),
    ("agents", "authors"),
    ("url", "url"),
    ("codeRepository", "url"),
];

/// How many works one stands in at most: an article in an issue, a volume, a journal.
const MOST_HOSTS: usize = 4;

/// What is given to the article when all else is.
#[derive(Default)]
pub(super) struct Linked {
    refs: Vec<Reference>,
    license: Option<String>,
}

/// The kind of work that an object is, by its type.
fn kind(members: &Map<String, Value>) -> Option<ArticleKind> {
    let types = match members.get("@type")? {
        Value::Array(types) => types.as_slice(),
        one => std::slice::from_ref(one),
    };
    let names = types.iter().filter_map(Value::as_str).map(|name| name.rsplit(['/', '#', ':']).next().unwrap_or(name));
    names.filter_map(|name| KINDS.iter().find(|(known, _)| *known == name)).map(|(_, kind)| kind.clone()).next()
}

/// Whether an object is a work of schema.org that has a title.
pub(super) fn is_work(members: &Map<String, Value>) -> bool {
    kind(members).is_some() && ["headline", "name", "title"].iter().any(|name| members.get(*name).and_then(text).is_some())
}

/// Gives the members of such a work the names that they have elsewhere; of the journal that it stands in, too.
pub(super) fn taken(members: &mut Map<String, Value>) -> Linked {
    let Some(kind) = kind(members).filter(|_| is_work(members)) else { return Linked::default() };
    members.shift_remove("@type");
    members.shift_remove("@context");
    members.insert("type".to_owned(), kind.as_str().into());
    for (name, new) in NAMES {
        if let Some(value) = members.get(*name).filter(|_| !members.contains_key(*new)).cloned() {
            members.insert((*new).to_owned(), value);
            members.shift_remove(*name);
        }
    }
    if let Some(doi) = ["@id", "identifier", "sameAs"].iter().find_map(|name| members.get(*name).and_then(doi_in)) {
        members.entry("doi").or_insert_with(|| doi.as_str().into());
    }
    let mut host = members.shift_remove("isPartOf");
    for _ in 0..MOST_HOSTS {
        let Some(Value::Object(mut inner)) = host else { break };
        host = inner.shift_remove("isPartOf");
        let is_part = inner.get("@type").is_some_and(|kind| ["PublicationIssue", "PublicationVolume"].iter().any(|part| kind == part));
        for (name, new) in [("volumeNumber", "volume"), ("issueNumber", "issue"), ("issn", "issn"), ("name", "journal")] {
            if let Some(value) = inner.shift_remove(name).filter(|_| new != "journal" || !is_part) {
                members.entry(new).or_insert(value);
            }
        }
    }
    let license = members.get("license").and_then(Value::as_str).filter(|license| license.starts_with("http")).map(str::to_owned);
    let refs = match members.get("citation") {
        Some(Value::Array(many)) => many.iter().filter_map(reference).collect(),
        Some(one) => reference(one).into_iter().collect(),
        None => Vec::new(),
    };
    if !refs.is_empty() {
        members.shift_remove("citation");
    }
    Linked { refs, license }
}

/// The DOI that an identifier is: an address, or a value with the name of what it is; of several the first.
fn doi_in(value: &Value) -> Option<Doi> {
    match value {
        Value::String(text) => Doi::parse(text),
        Value::Object(members) => ["value", "@id", "@value"].iter().find_map(|name| members.get(*name).and_then(doi_in)),
        Value::Array(many) => many.iter().find_map(doi_in),
        _ => None,
    }
}

/// A work that is cited: as text, or an object with its address and name.
fn reference(value: &Value) -> Option<Reference> {
    let doi = doi_in(value);
    let name = text(value).filter(|name| Doi::parse(name).is_none());
    match (name, doi) {
        (Some(name), doi) => {
            let read = gbt7714::reference(None, &name);
            Some(Reference { ids: Identifiers { doi: doi.or_else(|| read.ids.doi.clone()), ..read.ids.clone() }, ..read })
        }
        (None, Some(doi)) => Some(gbt7714::reference(None, &format!("https://doi.org/{}", doi.as_str()))),
        (None, None) => None,
    }
}

impl Linked {
    pub(super) fn give(self, article: &mut Article) {
        if !self.refs.is_empty() && article.refs.is_none() {
            article.refs = Some(self.refs);
        }
        if article.license.url.is_none() {
            article.license.url = self.license;
        }
    }
}
