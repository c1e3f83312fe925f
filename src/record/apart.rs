//! Names that a source gives and the schema has too: they are told apart, or the record could not be read again.
//!
//! A file may call an identifier `site`, a date `published`, the number of its journal `publisher`
//! (`<journal-id journal-id-type="publisher">`): names of members that hold something else.

use super::{Article, Rest};

/// What tells a source's name from the schema's.
const APART: char = '_';

const ARTICLE: &[&str] = &[
    "v",
    "id",
    "type",
    "ids",
    "lang",
    "title",
    "subtitle",
    "short_title",
    "heading",
    "journal",
    "imprint",
    "year",
    "volume",
    "issue",
    "pages",
    "dates",
    "authors",
    "etal",
    "affiliations",
    "abstract",
    "keywords",
    "subjects",
    "funding",
    "refs",
    "related",
    "links",
    "metrics",
    "license",
    "copyright",
    "open_access",
    "body",
    "notes",
    "tags",
    "prov",
    "raw",
];

const JOURNAL: &[&str] = &["title", "abbrev", "issn", "cn", "publisher", "key"];

const IDENTIFIERS: &[&str] = &["doi", "doi_written", "pmid", "pmcid", "arxiv", "openalex", "cnki", "cstr", "isbn", "article_no", "site"];

const DATES: &[&str] = &["received", "revised", "accepted", "online", "published", "accessed", "raw"];

const CONTRIBUTOR: &[&str] = &[
    "name",
    "family",
    "given",
    "particle",
    "dropping_particle",
    "suffix",
    "kind",
    "role",
    "roles",
    "aff",
    "marks",
    "corresponding",
    "equal",
    "orcid",
    "email",
    "bio",
];

const AFFILIATION: &[&str] = &["label", "text", "org", "city", "postcode", "country", "ror"];

const METRICS: &[&str] = &["viewed_full", "viewed_abstract", "cited", "downloads", "shared", "discussed", "as_of"];

impl Article {
    /// Gives members of a source's own that have a name of the schema another one, wherever files choose the names.
    pub fn tell_apart(&mut self) {
        apart(&mut self.rest, ARTICLE);
        apart(&mut self.ids.rest, IDENTIFIERS);
        apart(&mut self.journal.rest, JOURNAL);
        apart(&mut self.dates.rest, DATES);
        apart(&mut self.metrics.rest, METRICS);
        self.authors.iter_mut().for_each(|one| apart(&mut one.rest, CONTRIBUTOR));
        self.affiliations.iter_mut().for_each(|one| apart(&mut one.rest, AFFILIATION));
        self.refs.iter_mut().flatten().for_each(|one| apart(&mut one.ids.rest, IDENTIFIERS));
    }
}

fn apart(rest: &mut Rest, schema: &[&str]) {
    if rest.is_empty() || !rest.keys().any(|name| schema.contains(&name.as_str())) {
        return;
    }
    let before = std::mem::take(rest);
    for (name, value) in &before {
        let mut own = name.clone();
        while schema.contains(&own.as_str()) || (own != *name && before.contains_key(&own)) {
            own.push(APART);
        }
        rest.insert(own, value.clone());
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;
    use crate::record::{Affiliation, Contributor, Reference};

    /// The members of a struct as its source file declares them, as they are written.
    fn members(source: &str, of: &str) -> Vec<String> {
        let body = source.split_once(&format!("pub struct {of} {{")).unwrap().1.split_once("\n}").unwrap().0;
        let mut names = Vec::new();
        let mut renamed = None;
        for line in body.lines().map(str::trim) {
            if let Some((_, name)) = line.split_once("rename = \"") {
                renamed = name.split('"').next().map(str::to_owned);
            } else if let Some((name, _)) = line.strip_prefix("pub ").and_then(|member| member.split_once(':')) {
                names.push(renamed.take().unwrap_or_else(|| name.to_owned()));
            }
        }
        names.retain(|name| name != "rest");
        names
    }

    #[test]
    fn the_names_of_the_schema_are_all_known() {
        assert_eq!(members(include_str!("article.rs"), "Article"), ARTICLE);
        assert_eq!(members(include_str!("article.rs"), "Metrics"), METRICS);
        assert_eq!(members(include_str!("journal.rs"), "Journal"), JOURNAL);
        assert_eq!(members(include_str!("identifier.rs"), "Identifiers"), IDENTIFIERS);
        assert_eq!(members(include_str!("date.rs"), "Dates"), DATES);
        assert_eq!(members(include_str!("contributor.rs"), "Contributor"), CONTRIBUTOR);
        assert_eq!(members(include_str!("contributor.rs"), "Affiliation"), AFFILIATION);
    }

    #[test]
    fn a_record_with_names_of_the_schema_is_read_again() {
        let mut article = Article::default();
        article.authors.push(Contributor::default());
        article.affiliations.push(Affiliation::default());
        article.refs = Some(vec![Reference::default()]);
        let fill = |rest: &mut Rest, schema: &[&str]| rest.extend(schema.iter().map(|name| ((*name).to_owned(), "x".into())));
        fill(&mut article.rest, ARTICLE);
        fill(&mut article.ids.rest, IDENTIFIERS);
        fill(&mut article.journal.rest, JOURNAL);
        fill(&mut article.dates.rest, DATES);
        fill(&mut article.metrics.rest, METRICS);
        fill(&mut article.authors[0].rest, CONTRIBUTOR);
        fill(&mut article.affiliations[0].rest, AFFILIATION);
        fill(&mut article.refs.as_mut().unwrap()[0].ids.rest, IDENTIFIERS);
        article.dates.rest.insert("raw_".to_owned(), "y".into());
        article.tell_apart();
        assert_eq!((&article.dates.rest["raw__"], &article.dates.rest["raw_"]), (&"x".into(), &"y".into()));
        let written = serde_json::to_string(&article).unwrap();
        assert_eq!(serde_json::from_str::<Article>(&written).unwrap(), article);
        let before = article.clone();
        article.tell_apart();
        assert_eq!(article, before);
    }
}
