//! What the tests of BibTeX have in common: how its records are read, called and compared.

use qikan::formats::Finding;
use qikan::record::Article;
use serde_json::Value;

use super::reading::read_as;

/// Records and findings.
pub fn read(bytes: &[u8]) -> (Vec<Article>, Vec<Finding>) {
    let (_, records, findings) = read_as(bytes, Some("bibtex"));
    (records, findings)
}

/// The key of its entry.
pub fn key(article: &Article) -> &str {
    let raw = article.raw["bibtex"].as_array().unwrap();
    raw.iter().find(|pair| pair[0] == "entrykey").and_then(|pair| pair[1].as_str()).unwrap_or_default()
}

/// What of a record must be the same when it was written and read again.
pub fn told(article: &Article, keyed: bool) -> Value {
    let mut article = article.clone();
    article.prov.clear();
    if let Some(Value::Array(raw)) = article.raw.get_mut("bibtex") {
        raw.retain(|pair| keyed || pair[0] != "entrykey");
    }
    serde_json::to_value(article).unwrap()
}
