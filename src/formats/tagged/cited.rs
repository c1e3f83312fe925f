//! Lists of works as printed references (GB/T 7714), which CNKI (查新, 引文格式) and VIP hand out: `[1]张三.题名[J].学报,2020,17(3):1-9.`,
//! with or without 机构, 摘要 and 关键词 below each. VIP's have no code of the type (`[1]张三.题名.学报,2020(3):1-9.`).

use super::records::{Grammar, Part, Record, Tagged};
use super::sheet::Sheet;
use super::table::Member;
use super::unfolded;
use crate::formats::document::Works;
use crate::formats::{Confidence, Finding, Readings, Source, gbt7714, rich};
use crate::record::{Article, ArticleKind, Citation, Contributor, Language, ReferenceType};

/// Codes of GB/T 7714 and the kinds of work that they are.
const KINDS: &[(ReferenceType, ArticleKind)] = &[
    (ReferenceType::J, ArticleKind::Article),
    (ReferenceType::N, ArticleKind::Newspaper),
    (ReferenceType::M, ArticleKind::Book),
    (ReferenceType::C, ArticleKind::Paper),
    (ReferenceType::G, ArticleKind::Book),
    (ReferenceType::D, ArticleKind::Thesis),
    (ReferenceType::R, ArticleKind::Report),
    (ReferenceType::S, ArticleKind::Standard),
    (ReferenceType::P, ArticleKind::Patent),
    (ReferenceType::DB, ArticleKind::Dataset),
    (ReferenceType::DS, ArticleKind::Dataset),
    (ReferenceType::CP, ArticleKind::Program),
    (ReferenceType::EB, ArticleKind::Webpage),
    (ReferenceType::CM, ArticleKind::Map),
    (ReferenceType::PP, ArticleKind::Preprint),
    (ReferenceType::A, ArticleKind::Archive),
];

/// Names of what may stand below an entry.
const BELOW: &[(&str, Member)] = &[
    ("摘要", Member::Abstract),
    ("关键词", Member::Keywords),
    ("机构", Member::Affiliation),
    ("作者单位", Member::Affiliation),
    ("Abstract", Member::Abstract),
];

/// `[1]张三.…`: a number in brackets at the head of a line, and something behind it.
fn entry(line: &str) -> Option<Tagged> {
    let start = line.len() - line.trim_start().len();
    let head = line.get(start..)?;
    let (number, behind) = head.strip_prefix('[')?.split_once(']')?;
    let fits = (1..=5).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()) && !behind.trim().is_empty();
    let end = start + number.len() + 2;
    fits.then_some(Tagged { start, end, value: end })
}

fn tagged(line: &str, _: &str) -> Option<Tagged> {
    entry(line).or_else(|| below(line))
}

/// `摘要:…`: what stands below an entry.
fn below(line: &str) -> Option<Tagged> {
    BELOW.iter().find_map(|(name, _)| {
        let behind = line.strip_prefix(name)?;
        let value = behind.strip_prefix([':', '：'])?;
        Some(Tagged { start: 0, end: name.len(), value: line.len() - value.len() })
    })
}

fn part(tag: &str) -> Part {
    if tag.starts_with('[') { Part::Begin } else { Part::Inside }
}

const GRAMMAR: Grammar = Grammar { tagged, part, end: "", blank_parts: |_, _| false };

/// Whether a line is an entry with the code of its type in it.
fn is_typed(line: &str) -> bool {
    entry(line).is_some()
        && line.match_indices('[').skip(1).any(|(at, _)| {
            let inside = line.get(at + 1..).and_then(|rest| rest.split_once(']')).map_or("", |(inside, _)| inside);
            ReferenceType::parse(inside.split('/').next().unwrap_or_default()).is_some()
        })
}

/// How sure it is that text is a list of references and nothing else: its first line is an entry, by its code or by what
/// stands below it.
pub fn sniff(head: &str) -> Confidence {
    let mut lines = head.trim_start_matches('\u{FEFF}').split(['\n', '\r']).filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    let sure = is_typed(first) || (entry(first).is_some() && lines.next().is_some_and(|line| below(line).is_some()));
    if sure { 91 } else { 0 }
}

/// Reads entries one after another.
pub fn read(source: Source) -> Readings {
    super::read(source, "reference-list", GRAMMAR, map)
}

/// Reads the entries among the lines of a page one by one, as CNKI shows them to be copied; nothing where none has the code of
/// its type.
pub fn of_lines(lines: &[String]) -> Option<Works> {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).filter(|line| is_typed(line)).collect();
    if lines.is_empty() {
        return None;
    }
    let bytes = Box::new(std::io::Cursor::new(lines.join("\n").into_bytes()));
    let readings = read(Source { bytes, name: None, encoding: Some("utf-8".to_owned()) });
    // The lines are those of the list, not of the page.
    let works = readings.map(|reading| match reading {
        Ok(article) => Ok((*article, Vec::new())),
        Err(finding) => Err(Finding { line: None, ..finding }),
    });
    Some(Box::new(works))
}

fn map(record: &mut Record) -> (Box<Article>, Vec<Finding>) {
    let mut tokens = record.tokens();
    let Some(first) = tokens.next() else { return Default::default() };
    let raw = unfolded(first.value);
    let mut parts = gbt7714::parse(&raw);
    let part = if parts.is_empty() { Citation::default() } else { parts.swap_remove(0) };
    let kind = part.kind.and_then(|code| KINDS.iter().find(|(known, _)| *known == code)).map(|(_, kind)| kind.clone());
    let in_an_issue = part.host_title().is_some() && (part.volume.is_some() || part.issue.is_some());
    let mut kind = kind.unwrap_or(if in_an_issue { ArticleKind::Article } else { ArticleKind::Other });
    if kind == ArticleKind::Book && part.host_title().is_some() {
        kind = ArticleKind::Chapter;
    }
    let mut sheet = Sheet::new(kind, Language::Und);
    fill(&mut sheet, part);
    let mut left = Vec::new();
    for token in tokens {
        let member = BELOW.iter().find(|(name, _)| *name == token.tag).map(|(_, member)| *member);
        if !member.is_some_and(|member| sheet.file(member, &unfolded(token.value))) {
            left.push((token.tag.to_owned(), token.value.to_owned()));
        }
    }
    sheet.finish();
    if sheet.article.title.is_empty() {
        sheet.findings.push(Finding::kept("no title was found in this reference; it is kept as written").at(record.line).of("title"));
    }
    // What stood there is worth more than what was made of it.
    left.insert(0, ("reference".to_owned(), raw.into_owned()));
    (super::residue(sheet.article, "references", left), sheet.findings)
}

/// Puts the parts of a reference where they belong in a record.
fn fill(sheet: &mut Sheet, part: Citation) {
    let host = part.host.unwrap_or_default();
    let with_role = |people: Vec<Contributor>, role: &'static str| {
        people.into_iter().map(move |one| Contributor { role: Some(role.to_owned()), ..one })
    };
    sheet.article.authors.extend(part.authors);
    sheet.article.authors.extend(with_role(part.translators, "translator"));
    sheet.article.authors.extend(with_role(host.editors, "editor"));
    sheet.article.etal = part.etal;
    let year = part.year.map(|year| year.to_string());
    let place_of_thesis = sheet.article.kind == ArticleKind::Thesis && part.publisher.is_none();
    let members = [
        (Member::Title, part.title),
        (Member::Journal, host.title),
        (Member::Year, year),
        (Member::Date, part.date),
        (Member::Volume, part.volume),
        (Member::Issue, part.issue),
        (Member::Pages, part.pages),
        // CNKI prints no place before a school.
        (Member::Publisher, if place_of_thesis { part.place.clone() } else { part.publisher }),
        (Member::Place, part.place.filter(|_| !place_of_thesis)),
        (Member::Edition, part.edition),
        (Member::Number, part.number),
        (Member::Doi, part.doi),
        (Member::Link, part.url),
        (Member::Accessed, part.accessed.map(|day| day.trim_matches(['[', ']']).to_owned())),
    ];
    for (member, value) in members {
        if let Some(value) = value {
            sheet.file(member, &value);
        }
    }
    if !part.rest.trim().is_empty() {
        let text = rich::escape(part.rest.trim());
        sheet.article.rest.insert("reference-rest".to_owned(), text.into());
    }
}
