//! The key that a record was cited by where it came from, whichever format kept it.

use serde_json::Value;

use crate::record::Article;

/// Under which names `raw` keeps what BibTeX and CSL-JSON had beside the schema's members.
pub const BIBTEX: &str = "bibtex";
pub const CSL_JSON: &str = "csl-json";

/// The same of YAML, and what the key of a Hayagriva entry is called among its pairs.
pub const YAML: &str = "yaml";
pub const YAML_KEY: &str = "key";

/// What the key of an entry is called among the pairs that are kept of BibTeX.
pub const ENTRY_KEY: &str = "entrykey";

/// RIS, and its tag of the number that a program has for a record, which other programs fill with the key.
pub const RIS: &str = "ris";
pub const RIS_ID: &str = "ID";

/// JSON of other programs, Zotero's own among them, and what Better BibTeX calls the key there.
pub const OTHER_JSON: &str = "other-json";
const ZOTERO_KEY: &str = "citationKey";

/// What the identifier of an item begins with that was written for a record without one.
pub const NAMELESS: &str = "qikan-";

/// The key of the entry of BibTeX or Hayagriva that the record was; else the one of Zotero, the `citation-key` of the CSL item, or
/// its `id` or that of RIS where it is a word such as stands in a manuscript, and not one of ours.
pub fn citation_key(article: &Article) -> Option<&str> {
    paired(article, BIBTEX, ENTRY_KEY)
        .or_else(|| paired(article, YAML, YAML_KEY))
        .or_else(|| paired(article, OTHER_JSON, ZOTERO_KEY))
        .or_else(|| of_csl(article))
        .or_else(|| paired(article, RIS, RIS_ID).filter(is_word).filter(|id| is_made_of_a_name(id)))
}

/// What stands with a name among the pairs that are kept of a format.
pub fn paired<'a>(article: &'a Article, format: &str, name: &str) -> Option<&'a str> {
    text_of(article.raw.get(format)?.as_array()?, name)
}

/// The text that stands with a name among pairs.
pub fn text_of<'a>(pairs: &'a [Value], name: &str) -> Option<&'a str> {
    pairs.iter().find(|pair| pair.get(0).and_then(Value::as_str) == Some(name))?.get(1)?.as_str()
}

fn of_csl(article: &Article) -> Option<&str> {
    let kept = |member: &str| article.raw.get(CSL_JSON)?.get(member)?.as_str();
    kept("citation-key").or_else(|| kept("id").filter(is_word))
}

/// Whether an identifier is a word such as stands in a manuscript, and not one of ours.
fn is_word(id: &&str) -> bool {
    let word = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b":.-_+".contains(&byte));
    word && id.starts_with(|c: char| c.is_ascii_alphabetic()) && !id.starts_with(NAMELESS)
}

/// Whether a number of a record in RIS is a key that somebody made of a name, and not what a database counts by (`EJ1251011`,
/// `RefID:888-x`).
fn is_made_of_a_name(id: &str) -> bool {
    id.chars().any(char::is_lowercase) && !id.contains(':')
}
