//! What an entry takes over from another: `crossref` by the rules of BibLaTeX (manual, appendix B), `xdata` as it stands.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::super::Finding;
use super::macros::Known;
use super::tokens::{self, Entry, Part};

/// Generations that are looked at, and what one entry may name.
const DEEPEST: usize = 16;

/// The names of fields by which an entry inherits, in letters of either case.
static INHERITS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("(?i-u:crossref|xdata)").ok());

/// Fields that belong to one entry alone.
const OWN: &[&str] = &[
    "crossref",
    "xref",
    "xdata",
    "entryset",
    "entrysubtype",
    "execute",
    "ids",
    "label",
    "options",
    "presort",
    "related",
    "relatedoptions",
    "relatedstring",
    "relatedtype",
    "shorthand",
    "shorthandintro",
    "sortkey",
    "key",
];

/// Titles of a part that a whole does not hand down.
const SHORT_TITLES: &[&str] = &["shorttitle", "sorttitle", "indextitle", "indexsorttitle"];

/// Kinds of parents, kinds of children, and how the parent's title is called in the child: BibTeX's kinds count as the
/// BibLaTeX kind that they are.
const TITLES: &[(&[&str], &[&str], &str)] = &[
    (
        &["mvbook", "mvcollection", "mvreference", "mvproceedings"],
        &[
            "book",
            "inbook",
            "bookinbook",
            "suppbook",
            "collection",
            "reference",
            "incollection",
            "inreference",
            "suppcollection",
            "proceedings",
            "inproceedings",
            "conference",
        ],
        "main",
    ),
    (&["periodical"], &["article", "suppperiodical", "review"], "journal"),
    // BibTeX knows no rule by kinds: whatever holds a part gives its title as the book's.
    (
        &["book", "collection", "reference", "proceedings", "conference", "misc", "online", "techreport", "report", "manual", "booklet"],
        &["inbook", "bookinbook", "suppbook", "incollection", "inreference", "suppcollection", "inproceedings", "conference"],
        "book",
    ),
];

/// Two names of one field.
const SAME: &[(&str, &str)] = &[("journal", "journaltitle"), ("address", "location"), ("school", "institution")];

/// The members of a date: an entry that has one has its own date.
const DATES: &[&str] = &["date", "year", "month", "day"];

/// Where the entries of a window stand, if any of them inherits.
#[derive(Debug, Default)]
pub struct Family {
    places: HashMap<String, usize>,
    /// Bytes of parents that may still be read: many children of one very long parent would swell.
    budget: usize,
}

impl Family {
    /// Finds the entries of a window by their keys; empty where no entry inherits.
    pub fn of(text: &str, known: &Known) -> Self {
        let mut family = Self { places: HashMap::new(), budget: 16 * text.len() + (16 << 20) };
        if !INHERITS.as_ref().is_none_or(|names| names.is_match(text)) {
            return family;
        }
        let mut at = 0;
        while let Some(length) = text.as_bytes().get(at..).and_then(|rest| memchr::memchr(b'@', rest)) {
            at += length;
            match tokens::part(text, at, known) {
                Some((part, end)) => {
                    if let Part::Entry(entry) = part
                        && !entry.key.is_empty()
                    {
                        family.places.entry(entry.key.to_lowercase()).or_insert(at);
                    }
                    at = end.max(at + 1);
                }
                None => at += 1,
            }
        }
        family
    }

    /// Gives an entry the fields of its parents that it has not itself.
    pub fn inherit(&mut self, text: &str, entry: &mut Entry<'_>, known: &Known, findings: &mut Vec<Finding>, line: usize) {
        if entry.value("crossref").is_none() && entry.value("xdata").is_none() {
            return;
        }
        let mut seen = vec![entry.key.to_lowercase()];
        let given = self.given(text, entry, known, &mut seen, findings, line);
        entry.fields.extend(given);
    }

    /// The fields that an entry gets from its parents, theirs included; `seen` guards against a circle.
    fn given(
        &mut self,
        text: &str,
        entry: &Entry<'_>,
        known: &Known,
        seen: &mut Vec<String>,
        findings: &mut Vec<Finding>,
        line: usize,
    ) -> Vec<(Cow<'static, str>, Cow<'static, str>)> {
        let mut all: Vec<(Cow<'static, str>, Cow<'static, str>)> = Vec::new();
        let parents = entry.value("xdata").map(|keys| ("xdata", keys.split(',').take(DEEPEST).map(str::trim).collect::<Vec<_>>()));
        let crossref = entry.value("crossref").map(|key| ("crossref", vec![key.trim()]));
        for (field, keys) in parents.into_iter().chain(crossref) {
            for key in keys.into_iter().filter(|key| !key.is_empty()) {
                let lower = key.to_lowercase();
                if seen.contains(&lower) || seen.len() > DEEPEST {
                    findings.push(
                        Finding::kept(format!("\"{key}\" inherits from itself in a circle; nothing was taken over")).at(line).of(field),
                    );
                    continue;
                }
                let Some((parent, length)) = self.places.get(&lower).and_then(|place| match tokens::part(text, *place, known) {
                    Some((Part::Entry(parent), end)) => Some((parent, end - place)),
                    _ => None,
                }) else {
                    let sentence = format!("there is no entry \"{key}\" within 32 MiB of this one; nothing was taken over");
                    findings.push(Finding::kept(sentence).at(line).of(field));
                    continue;
                };
                if length > self.budget {
                    let sentence = format!("\"{key}\" has handed down more than this file can mean; nothing was taken over");
                    findings.push(Finding::kept(sentence).at(line).of(field));
                    continue;
                }
                self.budget -= length;
                seen.push(lower);
                let grand = self.given(text, &parent, known, seen, findings, line);
                seen.pop();
                let own = parent.fields.iter().map(|(name, value)| (name.as_ref(), value.as_ref()));
                let theirs: Vec<(String, String)> = own
                    .chain(grand.iter().map(|(name, value)| (name.as_ref(), value.as_ref())))
                    .flat_map(|(name, value)| {
                        let called = if field == "xdata" { Some(name.to_owned()) } else { name_in_child(&parent.kind, &entry.kind, name) };
                        // Who wrote the book wrote the part of it, unless somebody else did: both are handed down.
                        let also =
                            (called.as_deref() == Some("author") && is_part(&parent.kind, &entry.kind)).then(|| "bookauthor".to_owned());
                        called.into_iter().chain(also).map(|called| (called, value.to_owned()))
                    })
                    .collect();
                let dated = |name: &str| DATES.contains(&name) && DATES.iter().any(|date| entry.value(date).is_some());
                for (name, value) in theirs {
                    let twin = |name: &str| SAME.iter().find_map(|(a, b)| if *a == name { Some(*b) } else { (*b == name).then_some(*a) });
                    let there = entry.value(&name).is_some()
                        || twin(&name).is_some_and(|twin| entry.value(twin).is_some())
                        || dated(&name)
                        || all.iter().any(|(known, _)| *known == name);
                    if !there && !OWN.contains(&name.as_str()) {
                        all.push((Cow::Owned(name), Cow::Owned(value)));
                    }
                }
            }
        }
        all
    }
}

/// Whether an entry is a part of its parent by the same hand (BibLaTeX's manual, appendix B).
fn is_part(parent: &str, child: &str) -> bool {
    matches!(parent, "book" | "mvbook") && matches!(child, "inbook" | "bookinbook" | "suppbook")
}

/// What a parent's field is called in its child; nothing when it is not handed down.
fn name_in_child(parent: &str, child: &str, field: &str) -> Option<String> {
    let Some((_, _, prefix)) = TITLES.iter().find(|(parents, children, _)| parents.contains(&parent) && children.contains(&child)) else {
        return Some(field.to_owned());
    };
    match field {
        "title" | "subtitle" | "titleaddon" => Some(format!("{prefix}{field}")),
        "author" if *prefix == "book" && matches!(parent, "book" | "collection" | "reference") => {
            let of_book = matches!(child, "inbook" | "bookinbook" | "suppbook");
            Some(if of_book { "author" } else { "bookauthor" }.to_owned())
        }
        short if SHORT_TITLES.contains(&short) => None,
        other => Some(other.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, at: usize) -> (Vec<(String, String)>, Vec<String>) {
        let known = Known::new(text.len());
        let mut family = Family::of(text, &known);
        let mut findings = Vec::new();
        let Some((Part::Entry(mut entry), _)) = tokens::part(text, at, &known) else { return Default::default() };
        family.inherit(text, &mut entry, &known, &mut findings, 1);
        let fields = entry.fields.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        (fields, findings.iter().map(ToString::to_string).collect())
    }

    fn value(fields: &[(String, String)], name: &str) -> Option<String> {
        fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    #[test]
    fn a_parts_book_is_the_parents_title() {
        let text = "@inproceedings{a, title={A}, crossref={P}}\n@proceedings{p, title={Whole}, shorttitle={W}, year=2006, editor={E, F}}";
        let (fields, findings) = read(text, 0);
        assert_eq!(value(&fields, "booktitle").as_deref(), Some("Whole"));
        assert_eq!((value(&fields, "title").as_deref(), value(&fields, "shorttitle")), (Some("A"), None));
        assert_eq!(value(&fields, "editor").as_deref(), Some("E, F"));
        assert_eq!(findings, Vec::<String>::new());
    }

    #[test]
    fn a_circle_ends() {
        let text = "@book{a, xdata={b}, title={A}}\n@xdata{b, xdata={a, c}, publisher={P}}\n@xdata{c, xdata={c}, location={L}}";
        let (fields, findings) = read(text, 0);
        assert_eq!((value(&fields, "publisher").as_deref(), value(&fields, "location").as_deref()), (Some("P"), Some("L")));
        assert_eq!(findings.len(), 2, "{findings:?}");
    }

    #[test]
    fn an_own_date_is_not_mixed_with_the_parents() {
        let text = "@inbook{a, date={2001-02}, crossref={b}}\n@book{b, year=1999, month=5, author={X}, title={T}}";
        let (fields, _) = read(text, 0);
        assert_eq!((value(&fields, "year"), value(&fields, "author").as_deref()), (None, Some("X")));
        let (_, findings) = read("@inbook{a, crossref={nowhere}}", 0);
        assert_eq!(findings.len(), 1);
    }
}
