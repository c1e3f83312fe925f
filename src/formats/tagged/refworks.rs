//! RefWorks tagged (`RT Journal Article`, `T1 title`), and CNKI's way of it.

use super::any_line;
use super::keeping::{Dialect, Pair};
use super::lines_of::Manner;
use super::numbers::is_cn;
use super::records::{Grammar, Part, Tagged};
use super::ris::is_range;
use super::table::{ALL, BOOK, Member, OTHER, PAPER, PART, REPORT, Shape, THESIS, Table, WORK};
use super::words::{KINDS, kind_by};
use crate::formats::{Confidence, Readings, Source};

/// Tags, the kinds of work for which they mean it, and what they mean.
const TABLE: &Table = &Table::of(&[
    ("RT", ALL, Member::Kind),
    ("A1", ALL, Member::Author),
    ("A2", ALL, Member::Editor),
    ("A3", THESIS, Member::Advisor),
    ("A3", ALL, Member::SeriesEditor),
    ("A4", ALL, Member::Translator),
    ("T1", ALL, Member::Title),
    ("OT", ALL, Member::Translated),
    ("ST", ALL, Member::Short),
    ("JF", ALL, Member::Journal),
    ("JO", ALL, Member::JournalOrAbbrev),
    ("T2", PART | PAPER | OTHER | WORK, Member::Journal),
    ("YR", ALL, Member::Year),
    ("FD", ALL, Member::Date),
    ("VO", ALL, Member::Volume),
    ("vo", ALL, Member::Volume),
    ("IS", ALL, Member::Issue),
    ("SP", ALL, Member::First),
    ("OP", ALL, Member::Last),
    ("K1", ALL, Member::Keywords),
    ("AB", ALL, Member::Abstract),
    ("NO", ALL, Member::Note),
    ("PB", ALL, Member::Publisher),
    ("PP", ALL, Member::Place),
    ("ED", ALL, Member::Edition),
    ("T3", BOOK | PART | PAPER, Member::Series),
    ("RD", ALL, Member::Accessed),
    // CNKI, of a standard.
    ("C1", REPORT, Member::Number),
    ("SN", ALL, Member::Standard),
    ("AD", ALL, Member::Affiliation),
    ("AN", ALL, Member::Accession),
    ("LA", ALL, Member::Language),
    ("LK", ALL, Member::Link),
    ("UL", ALL, Member::Link),
    ("URL", ALL, Member::Link),
    ("DO", ALL, Member::Doi),
    ("CN", ALL, Member::Cn),
    ("DB", ALL, Member::Database),
    ("DS", ALL, Member::Database),
    ("CL", THESIS, Member::Genre),
    ("CL", ALL, Member::Clc),
]);

/// Tags that the model has no place for, but that begin a line.
const OTHERS: &[&str] = &[
    "SR", "ID", "A5", "A6", "AA", "AU", "AV", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "CR", "CS", "DP", "EP", "FG", "FT", "IP", "L1",
    "LL", "LS", "N1", "OL", "PI", "PM", "PN", "PY", "RP", "RV", "SF", "SL", "T3", "TO", "U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8",
    "U9", "WP", "WT", "WV", "XE",
];

const REFWORKS: Dialect = Dialect {
    name: "refworks",
    as_written: "refworks:as-written",
    order: None,
    table: TABLE,
    kinds: KINDS,
    default: |pairs| kind_by(pairs, "JF", "T2", "PB"),
    finer: |_, _| None,
    manner: Manner { pages_apart: true, keywords_joined: None, date: |date| date.to_string() },
    special,
    line: |_, _, _| Ok(()),
    end: "",
    is_tagged: |_| false,
};

/// A book's pages are how many it has; `CN` is a call number or a 国内统一刊号; `CL` is a class or a degree.
fn special(pairs: &[Pair<'_>], shape: Shape, pair: &Pair<'_>, member: Option<Member>) -> Option<Member> {
    let has = |tag: &str| pairs.iter().any(|other| other.tag == tag && !other.value.is_empty());
    match member {
        Some(Member::First | Member::Last) if shape & (BOOK | THESIS) != 0 && !(has("SP") && has("OP")) && !is_range(pair.value) => None,
        Some(Member::Cn) if !is_cn(pair.value) => None,
        Some(Member::Number) if !pairs.iter().any(|other| other.tag == "RT" && other.value.starts_with("Standard")) => None,
        Some(Member::Clc) if !pair.value.starts_with(|c: char| c.is_ascii_uppercase()) => None,
        // A section's book stands in `T2`; `JF` is a journal.
        Some(Member::Journal) if pair.tag == "T2" && has("JF") => None,
        other => other,
    }
}

/// `T1 value`; CNKI leaves the blank out before Chinese. Only known tags are tags: lines of an abstract begin as they like.
fn tagged(line: &str, _: &str) -> Option<Tagged> {
    // A line of an abstract may begin with these letters.
    if line.trim_end() == "ER" {
        return Some(Tagged { start: 0, end: 2, value: 2 });
    }
    for length in [2, 3] {
        let tag = line.get(..length)?;
        let rest = line.get(length..)?;
        let parted = rest.is_empty()
            || rest.starts_with([' ', '\t'])
            || (length == 2 && rest.starts_with(|c: char| !c.is_ascii() && !c.is_whitespace()));
        if parted && (TABLE.member_of(tag, ALL).is_some() || OTHERS.contains(&tag)) {
            return Some(Tagged { start: 0, end: length, value: length });
        }
    }
    None
}

fn part(tag: &str) -> Part {
    match tag {
        "RT" => Part::Begin,
        "ER" => Part::End,
        _ => Part::Inside,
    }
}

const GRAMMAR: Grammar = Grammar { tagged, part, end: "", blank_parts: |_, _| false };

/// How sure it is that text is RefWorks.
pub fn sniff(head: &str) -> Confidence {
    let line = |start: &str| any_line(head, |line| line.starts_with(start));
    if line("RT ") && (line("T1 ") || line("SR ") || line("A1")) { 85 } else { 0 }
}

/// Reads records one after another.
pub fn read(source: Source) -> Readings {
    super::read(source, "refworks", GRAMMAR, |record| REFWORKS.read(record))
}
