//! Identifiers: of works in the world, and of records in a library.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::Rest;

/// A Digital Object Identifier (ISO 26324), normalised: lower case, without resolver or `doi:`, without blanks inside and
/// without the sentence's punctuation behind it. Old SICI suffixes keep their `( ) < > ;`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Doi(String);

impl Doi {
    /// Reads a DOI however it was written; nothing when no `10.` prefix and suffix can be found at its head.
    pub fn parse(written: &str) -> Option<Self> {
        // Most are printable ASCII and need no folding; most addresses have no `10.` and are none.
        let lower = if written.bytes().all(|byte| byte.is_ascii_graphic()) {
            if !written.contains("10.") {
                return None;
            }
            written.to_ascii_lowercase()
        } else {
            let signs = without_address(written).chars().map(|c| match c {
                '．' => '.',
                '／' => '/',
                c => c,
            });
            signs.filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>().to_lowercase()
        };
        let at = lower.find("10.")?;
        let head = lower.get(..at)?;
        let known = head.is_empty()
            || head.ends_with("doi:")
            || head.ends_with("doi：")
            || head.ends_with("doi.org/")
            || head.ends_with("doi")
            || head.ends_with('/');
        if !known {
            return None;
        }
        let mut body = lower.get(at..)?;
        loop {
            let shorter = body.trim_end_matches(['.', ',', ';', '，', '。', '；', '、', '"', '\'', '”', '’']);
            let shorter = if shorter.ends_with(')') && shorter.matches(')').count() > shorter.matches('(').count() {
                shorter.trim_end_matches(')')
            } else {
                shorter
            };
            let shorter = if shorter.ends_with(']') && !shorter.contains('[') { shorter.trim_end_matches(']') } else { shorter };
            if shorter.len() == body.len() {
                break;
            }
            body = shorter;
        }
        let (prefix, suffix) = body.split_once('/')?;
        let registrant = prefix.strip_prefix("10.")?;
        let digits = registrant.chars().take_while(char::is_ascii_digit).count();
        let valid = digits >= 3 && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !suffix.is_empty();
        // Most are nothing but the DOI.
        let bare = body.len() == lower.len();
        if !valid {
            return None;
        }
        Some(Self(if bare { lower } else { body.to_owned() }))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address of the DOI resolver for this DOI. Signs that an address may not hold are percent-encoded.
    pub fn url(&self) -> String {
        let mut url = String::from("https://doi.org/");
        for byte in self.0.bytes() {
            if byte.is_ascii_graphic() && !b"<>\"#%{}|\\^`[]".contains(&byte) {
                url.push(char::from(byte));
            } else {
                url.push_str(&format!("%{byte:02X}"));
            }
        }
        url
    }
}

/// A DOI without an address that stands behind it, apart by blanks (`10.1186/s12862-024     LK  - https://…`). Other blanks are
/// those of a line that was broken.
fn without_address(written: &str) -> &str {
    let Some(address) = written.rfind("://") else { return written };
    let suffix = written.find("10.").and_then(|at| Some(at + written.get(at..address)?.find('/')? + 1));
    let end = suffix.and_then(|at| Some(at + written.get(at..address)?.find(|c: char| c.is_whitespace())?));
    end.and_then(|end| written.get(..end)).unwrap_or(written)
}

impl fmt::Display for Doi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Doi {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = String::deserialize(deserializer)?;
        Self::parse(&written)
            .ok_or_else(|| serde::de::Error::custom(format!("\"{written}\" is not a DOI; one begins with 10. and has a slash")))
    }
}

/// Where a DOI that is none stands among the other identifiers of a work.
pub const DOI_AS_WRITTEN: &str = "doi-as-written";

/// Identifiers of a work. A DOI that is none is kept in `rest`, under [`DOI_AS_WRITTEN`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, remote = "Self")]
pub struct Identifiers {
    // Read by hand below: among the rest it is still there when it is no DOI.
    #[serde(skip_serializing_if = "Option::is_none", skip_deserializing)]
    pub doi: Option<Doi>,
    /// The DOI in the letters of its source, where those are not the normalised ones (`10.5255/UKDA-SN-996-1`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doi_written: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pmid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pmcid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arxiv: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openalex: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cnki: Option<String>,
    /// China Science and Technology Resource identifier (GB/T 32843).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cstr: Option<String>,
    /// 国际标准书号 (ISO 2108), one for each form of the book, as written (CSL `ISBN`).
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "one_or_more")]
    pub isbn: Vec<String>,
    /// 文章编号, such as `1001-6597(2024)03-0046-13`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article_no: Option<String>,
    /// Where the page stood: host and the site's own number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<SiteId>,
    #[serde(flatten)]
    pub rest: Rest,
}

impl Identifiers {
    pub fn is_empty(&self) -> bool {
        let Self { doi, doi_written, pmid, pmcid, arxiv, openalex, cnki, cstr, isbn, article_no, site, rest } = self;
        let written = [doi_written, pmid, pmcid, arxiv, openalex, cnki, cstr, article_no];
        doi.is_none() && written.iter().all(|id| id.is_none()) && isbn.is_empty() && site.is_none() && rest.is_empty()
    }
}

/// How many numbers are asked whether they are one already: no work has more, and a hostile file may have any number.
pub(super) const SOUGHT: usize = 500;

impl Identifiers {
    /// Adds an ISBN that is not known yet.
    pub fn add_isbn(&mut self, written: &str) {
        if !written.is_empty() && !self.isbn.iter().take(SOUGHT).any(|known| known == written) {
            self.isbn.push(written.to_owned());
        }
    }

    /// The DOI as a reference list prints it: in the letters of its source where they are known.
    pub fn printed_doi(&self) -> Option<&str> {
        let doi = self.doi.as_ref()?;
        Some(self.doi_written.as_deref().filter(|written| Doi::parse(written).as_ref() == Some(doi)).unwrap_or(doi.as_str()))
    }
}

impl Serialize for Identifiers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Identifiers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut ids = Self::deserialize(deserializer)?;
        match ids.rest.shift_remove("doi") {
            None | Some(Value::Null) => {}
            Some(Value::String(written)) => {
                ids.doi = Doi::parse(&written);
                if ids.doi.is_none() && !written.trim().is_empty() {
                    ids.rest.insert(DOI_AS_WRITTEN.to_owned(), Value::String(written));
                }
            }
            Some(_) => return Err(serde::de::Error::custom("a DOI is a string")),
        }
        Ok(ids)
    }
}

/// A list; records of earlier versions have the only one without brackets.
fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        One(String),
        More(Vec<String>),
    }
    Ok(match Written::deserialize(deserializer)? {
        Written::One(one) => vec![one],
        Written::More(more) => more,
    })
}

/// The number of a page on its own site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SiteId {
    pub host: String,
    pub id: String,
}

/// The stable key of a record: `doi:…`, `pmid:…`, `arxiv:…`, `openalex:…`, `cnki:…` or `h:…` (a hash of its place and title).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RecordId(String);

impl RecordId {
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for RecordId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(written: &str) -> Option<String> {
        Doi::parse(written).map(|doi| doi.to_string())
    }

    #[test]
    fn a_doi_however_it_was_written() {
        for written in [
            "10.16088/j.issn.1001-6597.2024.03.005",
            "https://doi.org/10.16088/J.ISSN.1001-6597.2024.03.005",
            "doi: 10.16088/j.issn.1001-6597.2024.03.005.",
            "DOI:10. 16088/j.issn.1001-6597. 2024.03.005",
        ] {
            assert_eq!(read(written).as_deref(), Some("10.16088/j.issn.1001-6597.2024.03.005"), "{written}");
        }
        assert_eq!(
            read("10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2").as_deref(),
            Some("10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2")
        );
        let behind = "10.1186/s12862-024-02210-9     LK  - https://example.org/link?id=doi:10.1186%2Fs12862-024-02210-9";
        assert_eq!(read(behind).as_deref(), Some("10.1186/s12862-024-02210-9"));
        assert_eq!(read("10.1000/ab. 12 https://doi.org/10.1000/ab.12").as_deref(), Some("10.1000/ab"));
        assert_eq!(read("https://doi.org/10. 1000/ab. 12").as_deref(), Some("10.1000/ab.12"));
        assert_eq!(read("version 10.2 of 3/4"), None);
        assert_eq!(read("10.1000"), None);
    }
}
