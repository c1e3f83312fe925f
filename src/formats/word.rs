//! What a citing program leaves in a document: Zotero, Mendeley and EndNote put the works that a text cites into its fields, whole.
//!
//! ```text
//! word/document.xml, footnotes.xml, endnotes.xml (ECMA-376 part 1, 17.16)
//! └─ w:p
//!    ├─ w:fldChar begin, w:instrText …, w:fldChar separate or end; or w:fldSimple/@w:instr
//!    │     ADDIN ZOTERO_ITEM CSL_CITATION {JSON}, ADDIN CSL_CITATION {JSON}, ADDIN EN.CITE <EndNote><Cite><record>
//!    ├─ w:fldData      the XML of EndNote once more, where it is long, in base64
//!    └─ w:sdt/w:sdtPr/w:tag/@w:val      MENDELEY_CITATION_v3_ and base64 of JSON
//! content.xml (OpenDocument 1.3 part 3, 7.7)
//! └─ text:p/text:reference-mark-start/@text:name      ZOTERO_ITEM CSL_CITATION {JSON} RND…
//! ```

use std::collections::HashSet;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;
use xxhash_rust::xxh3::xxh3_128;

use super::document::Yield;
use super::xml::{Element, Tree, first_element, keep, read_records};
use super::{Confidence, Finding, Reading, Readings, Source, csl, endnote_xml};
use crate::record::Article;

/// What tells the text of a document that may have such fields: where it is not in one of them, it has none.
pub const MARKS: &[&[u8]] = &[b"CSL_CITATION", b"EN.CITE", MENDELEY.as_bytes()];

const CUT: &str = "a citation is cut short here; what is cut of it was not read";

/// Zotero leaves the works out where it is told to (its preferences, "Store references in document").
const WITHOUT: &str =
    "a citation names a work by its number only; let the citing program store its references in the document, or export them there";

/// Before the citations of Mendeley Cite.
const MENDELEY: &str = "MENDELEY_CITATION_v3_";

/// Word leaves signs of padding out, or has a NUL behind the last.
const BASE64: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent));

/// How sure it is that text is a document's.
pub fn sniff(head: &str) -> Confidence {
    let first = first_element(head).map(|name| name.rsplit(':').next().unwrap_or(name));
    let own = match first {
        Some("document" | "footnotes" | "endnotes") => head.contains("wordprocessingml") || head.contains("opendocument"),
        Some("package") => head.contains("/xmlPackage"),
        Some("document-content") => head.contains("opendocument"),
        _ => false,
    };
    if own { 94 } else { 0 }
}

/// Reads the works that a document cites, each once.
pub fn read(source: Source) -> Readings {
    let readings = read_records(source, &["p", "h", "sdtPr"], "word", paragraph);
    Box::new(Once { readings, seen: HashSet::new(), told: HashSet::new(), again: false, ended: false })
}

/// Works as they come, but none that was there before, and none that says nothing. What is told is told once.
struct Once {
    readings: Readings,
    /// What the works so far say, in short.
    seen: HashSet<u128>,
    told: HashSet<String>,
    /// Whether the last one was there before: what is told of it is then told already.
    again: bool,
    ended: bool,
}

impl Iterator for Once {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        loop {
            match self.readings.next() {
                Some(Ok(article)) if is_blank(&article) => self.again = false,
                Some(Ok(article)) => {
                    self.again = !self.seen.insert(said(&article));
                    if !self.again {
                        return Some(Ok(article));
                    }
                }
                Some(Err(finding)) => {
                    if !self.again && self.told.insert(finding.sentence.clone()) {
                        return Some(Err(finding));
                    }
                }
                None if self.seen.is_empty() && self.told.is_empty() && !std::mem::replace(&mut self.ended, true) => {
                    let sentence = "no citation of Zotero, Mendeley or EndNote is in this document; save it as text to read its list of \
                                    references";
                    return Some(Err(Finding::skipped(sentence)));
                }
                None => return None,
            }
        }
    }
}

/// Whether nothing is known of a work but what is told of it.
fn is_blank(article: &Article) -> bool {
    article.title.is_empty() && article.authors.is_empty() && article.year.is_none() && article.raw.is_empty()
}

/// What a work says, without where it came from.
fn said(article: &Article) -> u128 {
    let bare = Article { prov: Vec::new(), ..article.clone() };
    xxh3_128(&serde_json::to_vec(&bare).unwrap_or_default())
}

/// The works that a paragraph cites, or the mark of one that stands around it. Nothing else of it is a record's: the text is the
/// author's own.
fn paragraph(root: Element<'_>) -> Yield {
    let mut works = Vec::new();
    // The texts of fields that are open, the innermost last.
    let mut open: Vec<String> = Vec::new();
    for part in root.descendants() {
        match part.name() {
            "fldChar" => match part.attribute("fldCharType").as_deref() {
                Some("begin") => open.push(String::new()),
                Some("separate") => works.extend(open.last_mut().map(std::mem::take).map(|text| cited(&text)).unwrap_or_default()),
                Some("end") => works.extend(open.pop().map(|text| cited(&text)).unwrap_or_default()),
                _ => {}
            },
            "instrText" => {
                if open.is_empty() {
                    open.push(String::new());
                }
                open.iter_mut().rev().take(1).for_each(|text| text.push_str(&part.verbatim()));
            }
            "fldSimple" => works.extend(part.attribute("instr").map(|text| cited(&text)).unwrap_or_default()),
            "fldData" => works.extend(decoded(&part.verbatim()).map(|text| of_endnote(&text)).unwrap_or_default()),
            "tag" => {
                let json = part.attribute("val").and_then(|value| decoded(value.strip_prefix(MENDELEY)?));
                works.extend(json.map(|text| of_json(&text)).unwrap_or_default());
            }
            "reference-mark-start" => works.extend(part.attribute("name").map(|text| cited(&text)).unwrap_or_default()),
            _ => {}
        }
    }
    works.extend(open.into_iter().flat_map(|text| cited(&text)));
    root.take();
    for finding in works.iter_mut().flat_map(|(_, findings)| findings) {
        finding.line = Some(root.line());
    }
    works
}

/// Bytes that are text, in base64 over several lines, with the signs for addresses (RFC 4648 §5) or without.
fn decoded(written: &str) -> Option<String> {
    let signs = written.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let signs: Vec<u8> = signs
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        })
        .collect();
    let bytes = BASE64.decode(signs).ok()?;
    String::from_utf8(bytes).ok()
}

/// The works of the text of a field.
fn cited(field: &str) -> Yield {
    match (field.find("CSL_CITATION"), field.find("<EndNote")) {
        (Some(at), _) => of_json(field.get(at..).unwrap_or_default()),
        (None, Some(at)) => of_endnote(field.get(at..).unwrap_or_default()),
        (None, None) => Vec::new(),
    }
}

/// The works of a citation of CSL (citeproc-js, "citation data object"). Other text may stand around it.
fn of_json(text: &str) -> Yield {
    let Some(start) = text.find('{') else { return Vec::new() };
    let mut values = serde_json::Deserializer::from_str(text.get(start..).unwrap_or_default()).into_iter::<Value>();
    let Some(Ok(mut citation)) = values.next() else {
        return untold(CUT);
    };
    let items = citation.get_mut("citationItems").and_then(Value::as_array_mut).map(std::mem::take).unwrap_or_default();
    let mut works = Vec::new();
    for mut item in items {
        let Some(work) = item.get_mut("itemData").and_then(Value::as_object_mut) else {
            works.extend(untold(WITHOUT));
            continue;
        };
        // The number within this document, which the next document gives to another work.
        if work.get("id").and_then(Value::as_str).is_some_and(|id| id.starts_with("ITEM-")) {
            work.shift_remove("id");
        }
        works.push(csl::of_item(Value::Object(std::mem::take(work))));
    }
    works
}

/// A citation that gives no work, and why.
fn untold(why: &str) -> Yield {
    vec![(Article::default(), vec![Finding::skipped(why)])]
}

/// The works of a citation of EndNote, as its own XML has them. What is cut short is left out.
fn of_endnote(text: &str) -> Yield {
    let mut works = Vec::new();
    for part in text.split("<record>").skip(1) {
        let Some((inside, _)) = part.split_once("</record>") else {
            works.extend(untold(CUT));
            continue;
        };
        let whole = format!("<record>{inside}</record>");
        let tree = Tree::within("", &whole, 1);
        let Some(root) = tree.root() else { continue };
        works.extend(endnote_xml::record(root));
        if let Some((article, findings)) = works.last_mut() {
            findings.extend(keep(root, "endnote-xml", article));
        }
    }
    works
}
