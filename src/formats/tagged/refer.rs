//! Refer (`%T title`), EndNote's export `.enw`: as EndNote, Magtech's journal sites, CNKI and Wanfang write it.

use std::io::{self, Write};

use super::any_line;
use super::keeping::{Dialect, Pair};
use super::lines_of::Manner;
use super::numbers::{Number, is_cn};
use super::records::{Grammar, Part, Record, Tagged, behind_script};
use super::ris::{is_degree, is_range};
use super::table::{ALL, BOOK, DATA, JOURNAL, LAW, Member, OTHER, PAPER, PART, PATENT, PRESS, PROGRAM, REPORT, Shape, THESIS, Table, WORK};
use super::words::{KINDS, kind_by};
use crate::formats::{Confidence, Finding, Readings, Source};
use crate::record::{Article, ArticleKind};

/// Tags, the kinds of work for which they mean it, and what they mean. Sources: EndNote's export style, exports of CNKI,
/// Wanfang and Magtech.
const TABLE: &Table = &Table::of(&[
    ("%0", ALL, Member::Kind),
    ("%A", ALL, Member::Author),
    ("%A", ALL, Member::Collaboration),
    ("%H", ALL, Member::TranslatedAuthor),
    ("%T", ALL, Member::Title),
    ("%Q", ALL, Member::Translated),
    ("%(", ALL, Member::Translated),
    ("%!", ALL, Member::Short),
    ("%E", ALL, Member::Editor),
    ("%Y", THESIS, Member::Advisor),
    ("%Y", ALL, Member::Translator),
    ("%?", !PAPER, Member::Translator),
    ("%J", ALL, Member::Journal),
    ("%J", ALL, Member::TranslatedJournal),
    ("%B", JOURNAL | PRESS | PART | PAPER | WORK | OTHER, Member::Journal),
    ("%D", ALL, Member::Year),
    ("%8", ALL, Member::Date),
    ("%V", ALL, Member::Volume),
    ("%N", LAW, Member::Number),
    ("%N", ALL, Member::Issue),
    ("%P", ALL, Member::Pages),
    ("%X", ALL, Member::Abstract),
    ("%K", ALL, Member::Keywords),
    ("%R", ALL, Member::MaybeDoi),
    ("%R", ALL, Member::Doi),
    ("%U", ALL, Member::Link),
    ("%>", ALL, Member::Pdf),
    ("%@", !PATENT, Member::Standard),
    ("%@", REPORT | PATENT, Member::Number),
    ("%L", ALL, Member::Cn),
    ("%I", ALL, Member::Publisher),
    ("%C", !PATENT, Member::Place),
    ("%7", DATA | PROGRAM, Member::Version),
    ("%7", !(JOURNAL | PATENT), Member::Edition),
    ("%B", BOOK | REPORT, Member::Series),
    ("%S", BOOK | PART | PAPER, Member::Series),
    ("%9", THESIS | REPORT, Member::Genre),
    ("%[", ALL, Member::Accessed),
    ("%G", ALL, Member::Language),
    ("%+", ALL, Member::Affiliation),
    ("%M", ALL, Member::Accession),
    ("%W", ALL, Member::Database),
    ("%~", ALL, Member::Database),
    ("%Z", ALL, Member::Note),
]);

const REFER: Dialect = Dialect {
    name: "refer",
    as_written: "refer:as-written",
    order: Some("refer:order"),
    table: TABLE,
    kinds: KINDS,
    default: |pairs| kind_by(pairs, "%J", "%B", "%I"),
    finer: in_issue,
    manner: Manner { pages_apart: false, keywords_joined: Some("; "), date: |date| date.to_string() },
    special,
    line: |out, tag, value| writeln!(out, "{tag} {value}"),
    end: "",
    is_tagged: |line| tagged(line, "").is_some() || line.trim().is_empty(),
};

/// A book's pages are how many it has; a thesis' volume is its degree (EndNote); a book's number may stand where its volume should
/// (CNKI); `%L` is a call number or a 国内统一刊号; `%B` is the series of a journal.
fn special(pairs: &[Pair<'_>], shape: Shape, pair: &Pair<'_>, member: Option<Member>) -> Option<Member> {
    let has = |tag: &str| pairs.iter().any(|other| other.tag == tag && !other.value.is_empty());
    match member {
        Some(Member::Pages) if shape & (BOOK | THESIS) != 0 && !is_range(pair.value) => None,
        // CNKI, of a paper: how many pages it has, and which.
        Some(Member::Pages) if !is_range(pair.value) && pairs.iter().any(|other| other.tag == "%P" && is_range(other.value)) => None,
        Some(Member::Volume) if shape == THESIS && is_degree(pair.value) => Some(Member::Genre),
        Some(Member::Volume) if matches!(Number::of(pair.value), Some(Number::Isbn)) => Some(Member::Standard),
        Some(Member::Cn) if !is_cn(pair.value) => None,
        Some(Member::Standard) if shape == REPORT && Number::of(pair.value.trim()).is_none() => Some(Member::Number),
        Some(Member::Journal) if pair.tag == "%B" && has("%J") => None,
        other => other,
    }
}

/// What has no kind and stands in an issue of a volume of something is an article (AIS eLibrary).
fn in_issue(pairs: &[Pair<'_>], word: &str) -> Option<(ArticleKind, Shape)> {
    let has = |tag: &str| pairs.iter().any(|pair| pair.tag == tag && !pair.value.is_empty());
    (word.is_empty() && has("%B") && has("%V") && has("%N")).then_some((ArticleKind::Article, JOURNAL))
}

/// `%T value`; CNKI leaves the blank out before Chinese.
fn tagged(line: &str, so_far: &str) -> Option<Tagged> {
    let bytes = line.as_bytes();
    let glued = behind_script(line, so_far, "%0 ").map(|head| line.len() - head.len());
    let start = glued.or_else(|| bytes.iter().position(|byte| *byte != b' ').filter(|start| *start < 3))?;
    let &[sign, tag, ref rest @ ..] = bytes.get(start..)? else { return None };
    let parted = match rest.first() {
        None | Some(b' ' | b'\t') => true,
        // VIP: `%+:清华大学`.
        Some(b':') => tag == b'+',
        Some(byte) => !byte.is_ascii() && (tag.is_ascii_uppercase() || tag == b'+'),
    };
    let value = start + 2 + usize::from(tag == b'+' && rest.first() == Some(&b':'));
    (sign == b'%' && tag.is_ascii_graphic() && parted).then_some(Tagged { start, end: start + 2, value })
}

fn part(tag: &str) -> Part {
    if tag == "%0" { Part::Begin } else { Part::Inside }
}

/// A blank line ends a record where types begin none; else it is a blank line.
fn blank_parts(so_far: &str, _: &str) -> bool {
    !so_far.trim_start().starts_with("%0")
}

const GRAMMAR: Grammar = Grammar { tagged, part, end: "", blank_parts };

/// Magtech runs an abstract into the next tag: `…的影响。%A 张三`. CNKI puts all authors on one line: `%A 张三%A 李四 %A 王五`.
fn pairs(record: &Record) -> Vec<Pair<'_>> {
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    for token in record.tokens() {
        if token.tag == "%A" && token.value.contains("%A ") {
            let names = token.value.split("%A ").map(str::trim).filter(|name| !name.is_empty());
            pairs.extend(names.map(|value| Pair { tag: token.tag, value, line: token.line }));
            continue;
        }
        if token.tag != "%X" {
            pairs.push(Pair { tag: token.tag, value: token.value, line: token.line });
            continue;
        }
        let mut rest = token.value;
        let mut tag = token.tag;
        while let Some(at) = run_in(rest) {
            let (value, behind) = rest.split_at_checked(at).unwrap_or((rest, ""));
            pairs.push(Pair { tag, value: value.trim(), line: token.line });
            let (next, value) = behind.split_at_checked(2).unwrap_or((behind, ""));
            (tag, rest) = (next, value.trim());
        }
        pairs.push(Pair { tag, value: rest, line: token.line });
    }
    pairs
}

/// Where a tag stands behind text without a line's end between them. Per cents have digits or a blank before them.
fn run_in(text: &str) -> Option<usize> {
    text.match_indices('%').map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        let behind = text.get(*at + 1..).map(str::as_bytes).unwrap_or_default();
        let known =
            matches!(behind, [b'A' | b'T' | b'J' | b'K' | b'U' | b'R' | b'D' | b'V' | b'N' | b'P' | b'8', b' ', next, ..] if *next != b' ');
        known && before.is_some_and(|c| !c.is_ascii_digit() && !c.is_whitespace() && c != '(')
    })
}

/// How sure it is that text is Refer.
pub fn sniff(head: &str) -> Confidence {
    let line = |start: &str| any_line(head, |line| line.trim_start().starts_with(start));
    if line("%0 ") || (line("%T ") && (line("%A ") || line("%D ") || line("%I "))) { 85 } else { 0 }
}

/// Reads records one after another.
pub fn read(source: Source) -> Readings {
    super::read(source, "refer", GRAMMAR, map)
}

fn map(record: &mut Record) -> (Box<Article>, Vec<Finding>) {
    REFER.read_pairs(&pairs(record), &record.preface)
}

/// Writes records one after another.
pub fn write(out: &mut dyn Write, records: &mut dyn Iterator<Item = Article>) -> io::Result<()> {
    REFER.write(out, records)
}
