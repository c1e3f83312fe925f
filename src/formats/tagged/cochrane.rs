//! The Cochrane Library's export as plain text: `Record #1 of 2` before each record, then `TI: title`.

use super::records::{Grammar, Part, Record, Tagged, Token};
use super::sheet::Sheet;
use super::table::Member;
use super::{any_line, residue, unfolded};
use crate::formats::{Confidence, Finding, Readings, Source};
use crate::record::{Article, ArticleKind, Language};

/// Tags, and what they mean where they mean a member.
const TAGS: &[(&str, Option<Member>)] = &[
    ("ID", None),
    ("AU", Some(Member::Author)),
    ("TI", Some(Member::Title)),
    ("SO", Some(Member::Journal)),
    ("YR", Some(Member::Year)),
    ("VL", Some(Member::Volume)),
    ("NO", Some(Member::Issue)),
    ("PG", Some(Member::Pages)),
    ("SN", Some(Member::Standard)),
    ("PB", Some(Member::Publisher)),
    ("LA", Some(Member::Language)),
    ("DOI", Some(Member::Doi)),
    ("AB", Some(Member::Abstract)),
    ("KY", Some(Member::Keywords)),
    ("US", Some(Member::Link)),
    // Numbers in other databases: `PUBMED 25748612`, `EMBASE 604124152`.
    ("PM", Some(Member::Pmid)),
    ("XR", None),
    ("PT", None),
    ("CC", None),
];

/// `Record #1 of 2`.
fn is_head(line: &str) -> bool {
    let numbers = line.trim().strip_prefix("Record #").and_then(|rest| rest.split_once(" of "));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    numbers.is_some_and(|(number, of)| digits(number) && digits(of))
}

fn tagged(line: &str, _: &str) -> Option<Tagged> {
    if is_head(line) {
        return Some(Tagged { start: 0, end: line.len(), value: line.len() });
    }
    let (tag, _) = line.split_once(':')?;
    TAGS.iter().any(|(known, _)| *known == tag).then_some(Tagged { start: 0, end: tag.len(), value: tag.len() + 1 })
}

fn part(tag: &str) -> Part {
    if is_head(tag) { Part::Begin } else { Part::Inside }
}

const GRAMMAR: Grammar = Grammar { tagged, part, end: "", blank_parts: |_, _| false };

/// How sure it is that text is Cochrane's.
pub fn sniff(head: &str) -> Confidence {
    let has = |start: &str| any_line(head, |line| line.starts_with(start));
    if any_line(head, is_head) && has("ID: ") && has("TI: ") { 92 } else { 0 }
}

/// Reads records one after another.
pub fn read(source: Source) -> Readings {
    super::read(source, "cochrane", GRAMMAR, map)
}

fn map(record: &mut Record) -> (Box<Article>, Vec<Finding>) {
    let mut sheet = Sheet::new(ArticleKind::Article, Language::Und);
    let mut left: Vec<(String, String)> = record.preface.iter().map(|line| (String::new(), line.clone())).collect();
    for token in record.tokens().filter(|token| !is_head(token.tag)) {
        let value = unfolded(token.value);
        if !value.is_empty() && !file(&mut sheet, &token, &value) {
            left.push((token.tag.to_owned(), value.into_owned()));
        }
    }
    sheet.finish();
    sheet.tell_if_untitled(record.line);
    (residue(sheet.article, "cochrane", left), sheet.findings)
}

fn file(sheet: &mut Sheet, token: &Token<'_>, value: &str) -> bool {
    let member = TAGS.iter().find(|(tag, _)| *tag == token.tag).and_then(|(_, member)| *member);
    let value = if member == Some(Member::Pmid) { value.trim_start_matches("PUBMED").trim() } else { value };
    member.is_some_and(|member| sheet.file(member, value))
}
