//! NoteExpress (`{Title}: …`), as CNKI and Wanfang write it: `.net`, `.txt`.

use std::io::{self, Write};

use super::any_line;
use super::keeping::{Dialect, Pair};
use super::lines_of::Manner;
use super::numbers::{Number, is_cn};
use super::records::{Grammar, Part, Tagged, behind_script};
use super::ris::is_range;
use super::table::{ALL, BOOK, DATA, JOURNAL, LAW, Member, PAPER, PART, PATENT, PRESS, PROGRAM, REPORT, Shape, THESIS, Table};
use super::words::{KINDS, kind_by};
use crate::formats::{Confidence, Readings, Source};
use crate::record::{Article, ArticleKind};

/// Names of fields, the kinds of work for which they mean it, and what they mean.
const TABLE: &Table = &Table::of(&[
    ("Reference Type", ALL, Member::Kind),
    ("Title", ALL, Member::Title),
    ("Translated Title", ALL, Member::Translated),
    ("Short Title", ALL, Member::Short),
    ("Author", ALL, Member::Author),
    ("Author", ALL, Member::Collaboration),
    ("Translated Author", ALL, Member::TranslatedAuthor),
    ("Author Address", ALL, Member::Affiliation),
    ("Editor", ALL, Member::Editor),
    ("Secondary Author", ALL, Member::Editor),
    ("Tertiary Author", THESIS, Member::Advisor),
    ("Supervisor", ALL, Member::Advisor),
    ("Advisor", ALL, Member::Advisor),
    ("Translator", ALL, Member::Translator),
    ("Subsidiary Author", PATENT, Member::Publisher),
    ("Subsidiary Author", PAPER, Member::Contributor),
    ("Subsidiary Author", ALL, Member::Translator),
    // CNKI, of papers.
    ("Subsidiary Author,", ALL, Member::Contributor),
    ("Series Editor", ALL, Member::SeriesEditor),
    ("Journal", !THESIS, Member::Journal),
    ("Secondary Title", PART | PAPER | PRESS, Member::Journal),
    ("Book Title", ALL, Member::Journal),
    ("Conference Name", PAPER, Member::Journal),
    ("Newspaper", ALL, Member::Journal),
    ("Translated Journal", ALL, Member::TranslatedJournal),
    ("Journal Abbreviation", ALL, Member::Abbrev),
    ("Alternate Journal", ALL, Member::Abbrev),
    ("Year", ALL, Member::Year),
    ("Date", ALL, Member::Date),
    ("Issue Date", ALL, Member::Date),
    ("Volume", ALL, Member::Volume),
    ("Issue", ALL, Member::Issue),
    ("Number", LAW, Member::Number),
    ("Number", ALL, Member::MaybeIssue),
    ("Pages", ALL, Member::Pages),
    ("Keywords", ALL, Member::Keywords),
    ("Abstract", ALL, Member::Abstract),
    ("DOI", ALL, Member::MaybeDoi),
    ("DOI", ALL, Member::Doi),
    ("URL", ALL, Member::Link),
    ("File Attachments", ALL, Member::Pdf),
    ("ISBN/ISSN", !PATENT, Member::Standard),
    ("ISSN", ALL, Member::Standard),
    ("ISBN", ALL, Member::Standard),
    ("图书印刷版ISBN", ALL, Member::Standard),
    ("Publisher", ALL, Member::Publisher),
    ("Place Published", ALL, Member::Place),
    ("Edition", DATA | PROGRAM, Member::Version),
    ("Edition", !(JOURNAL | PATENT), Member::Edition),
    ("Series Title", ALL, Member::Series),
    ("Tertiary Title", PART | PAPER, Member::Series),
    ("Conference Name", PAPER, Member::Event),
    ("Conference Location", PAPER, Member::EventPlace),
    ("Report Number", REPORT, Member::Number),
    ("Patent Number", PATENT, Member::Number),
    ("Application Number", PATENT, Member::Application),
    ("Type of Work", THESIS | REPORT, Member::Genre),
    ("Access Date", ALL, Member::Accessed),
    ("University", ALL, Member::Publisher),
    // CNKI, of older theses.
    ("Journal", THESIS, Member::Publisher),
    ("Institution", ALL, Member::Publisher),
    ("Language", ALL, Member::Language),
    ("Notes", ALL, Member::Cn),
    ("Notes", ALL, Member::Note),
    ("Accession Number", ALL, Member::Accession),
    ("Database Provider", ALL, Member::Database),
    ("Subject", ALL, Member::Clc),
]);

const NOTEEXPRESS: Dialect = Dialect {
    name: "noteexpress",
    as_written: "noteexpress:as-written",
    order: Some("noteexpress:order"),
    table: TABLE,
    kinds: KINDS,
    default: |pairs| kind_by(pairs, "Journal", "Secondary Title", "Publisher"),
    finer: of_yearbook,
    manner: Manner { pages_apart: false, keywords_joined: Some(";"), date: |date| date.to_string() },
    special,
    line: |out, tag, value| writeln!(out, "{{{tag}}}: {value}"),
    end: "",
    is_tagged: |line| tagged(line, "").is_some() || line.trim().is_empty(),
};

/// Notes are the 国内统一刊号 where they look like one, and the number of a patent or a standard. A conference's name is what a
/// paper stands in where nothing else is: where CNKI and Wanfang name its proceedings too, these are the tertiary title.
fn special(pairs: &[Pair<'_>], shape: Shape, pair: &Pair<'_>, member: Option<Member>) -> Option<Member> {
    let has = |tag: &str| pairs.iter().any(|other| other.tag == tag && !other.value.is_empty());
    match member {
        Some(Member::Journal) if pair.tag == "Conference Name" && has("Secondary Title") => Some(Member::Event),
        Some(Member::Journal) if shape == PAPER && pair.tag == "Secondary Title" && has("Tertiary Title") => Some(Member::Event),
        Some(Member::Series) if shape == PAPER && pair.tag == "Tertiary Title" && has("Secondary Title") => Some(Member::Proceedings),
        Some(Member::Pages) if shape & (BOOK | THESIS) != 0 && !is_range(pair.value) => None,
        Some(Member::Standard) if shape == REPORT && Number::of(pair.value.trim()).is_none() => Some(Member::Number),
        Some(Member::Cn) if shape & (PATENT | REPORT) != 0 && is_code(pair.value) => Some(Member::Number),
        Some(Member::Cn) if !is_cn(pair.value) => Some(Member::Note),
        // The claims of a patent.
        Some(Member::Clc) if shape == PATENT => None,
        other => other,
    }
}

/// CNKI calls what stands in a yearbook a standard; the database that it names knows better.
fn of_yearbook(pairs: &[Pair<'_>], word: &str) -> Option<(ArticleKind, Shape)> {
    let is_so = word == "Standard" && pairs.iter().any(|pair| pair.tag == "SrcDatabase" && pair.value.contains("年鉴"));
    is_so.then_some((ArticleKind::Chapter, PART))
}

/// `CN108722921A`, `GB/T 7714-2015`: the number of a patent or a standard.
fn is_code(value: &str) -> bool {
    let value = value.trim();
    value.len() <= 40
        && value.starts_with(|c: char| c.is_ascii_uppercase())
        && value.bytes().any(|byte| byte.is_ascii_digit())
        && value.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b" /-.()".contains(&byte))
}

/// `{Name}: value`, with a colon of either width. CNKI writes names of its own too (`{图书印刷版ISBN}`, `{Subsidiary Author,}`),
/// and now and then the first behind a script of its page.
fn tagged(line: &str, so_far: &str) -> Option<Tagged> {
    let head = behind_script(line, so_far, "{Reference Type}").unwrap_or_else(|| line.trim_start());
    let start = line.len() - head.len() + 1;
    let inside = head.strip_prefix('{')?;
    let (name, rest) = inside.split_once('}')?;
    let fits = !name.is_empty() && name.len() <= 40 && name.chars().all(|c| c.is_alphanumeric() || " /-(),".contains(c));
    let value = rest.trim_start().strip_prefix([':', '：'])?;
    fits.then_some(Tagged { start, end: start + name.len(), value: line.len() - value.len() })
}

fn part(tag: &str) -> Part {
    if tag == "Reference Type" { Part::Begin } else { Part::Inside }
}

const GRAMMAR: Grammar = Grammar { tagged, part, end: "", blank_parts: |so_far, _| !so_far.trim_start().starts_with("{Reference Type}") };

/// How sure it is that text is NoteExpress.
pub fn sniff(head: &str) -> Confidence {
    let named = |name: &str| any_line(head, |line| tagged(line, "").is_some_and(|tagged| line.get(tagged.start..tagged.end) == Some(name)));
    if named("Reference Type") || (named("Title") && named("Author")) { 88 } else { 0 }
}

/// Reads records one after another.
pub fn read(source: Source) -> Readings {
    super::read(source, "noteexpress", GRAMMAR, |record| NOTEEXPRESS.read(record))
}

/// Writes records one after another.
pub fn write(out: &mut dyn Write, records: &mut dyn Iterator<Item = Article>) -> io::Result<()> {
    NOTEEXPRESS.write(out, records)
}
