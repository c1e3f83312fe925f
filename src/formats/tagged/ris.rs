//! RIS (Research Information Systems): `TY  - JOUR` … `ER  - `, as databases, EndNote, Zotero and CNKI write it.

use std::io::{self, Write};

use super::keeping::{Dialect, Pair};
use super::lines_of::{Manner, slashed};
use super::numbers::{Number, is_pmid};
use super::records::{Grammar, Part, Tagged};
use super::table::{
    ALL, BOOK, DATA, FILM, JOURNAL, Kinds, LAW, Member, OTHER, PAPER, PART, PATENT, PRESS, PROGRAM, REPORT, SOUND, Shape, THESIS, Table,
    WORK,
};
use super::{any_line, dates, wos};
use crate::formats::{Confidence, Readings, Source, columns};
use crate::record::{Article, ArticleKind, Doi};

/// Types of reference; the first of a kind is the one written.
const KINDS: &Kinds = &[
    ("JOUR", ArticleKind::Article, JOURNAL),
    ("EJOUR", ArticleKind::Article, JOURNAL),
    ("MGZN", ArticleKind::Article, PRESS),
    ("JFULL", ArticleKind::Article, JOURNAL),
    ("ABST", ArticleKind::Article, JOURNAL),
    ("INPR", ArticleKind::Article, JOURNAL),
    ("GEN", ArticleKind::Other, JOURNAL),
    ("NEWS", ArticleKind::Newspaper, PRESS),
    ("BOOK", ArticleKind::Book, BOOK),
    ("EBOOK", ArticleKind::Book, BOOK),
    ("EDBOOK", ArticleKind::Book, BOOK),
    ("CLSWK", ArticleKind::Book, BOOK),
    ("SER", ArticleKind::Book, BOOK),
    ("CHAP", ArticleKind::Chapter, PART),
    ("ECHAP", ArticleKind::Chapter, PART),
    ("DICT", ArticleKind::Chapter, PART),
    ("ENCYC", ArticleKind::Chapter, PART),
    ("CONF", ArticleKind::Paper, PAPER),
    ("CPAPER", ArticleKind::Paper, PAPER),
    ("THES", ArticleKind::Thesis, THESIS),
    ("RPRT", ArticleKind::Report, REPORT),
    ("GOVDOC", ArticleKind::Report, REPORT),
    ("STAND", ArticleKind::Standard, REPORT),
    ("PAT", ArticleKind::Patent, PATENT),
    ("ELEC", ArticleKind::Webpage, WORK),
    ("WEB", ArticleKind::Webpage, WORK),
    ("BLOG", ArticleKind::Webpage, WORK),
    ("ICOMM", ArticleKind::Webpage, WORK),
    ("DATA", ArticleKind::Dataset, DATA),
    ("DBASE", ArticleKind::Dataset, DATA),
    ("AGGR", ArticleKind::Dataset, DATA),
    ("UNPB", ArticleKind::Preprint, OTHER),
    ("UNPD", ArticleKind::Preprint, OTHER),
    ("MAP", ArticleKind::Map, WORK),
    ("MANSCPT", ArticleKind::Archive, OTHER),
    ("ANCIENT", ArticleKind::Archive, OTHER),
    ("COMP", ArticleKind::Program, WORK | PROGRAM),
    ("ART", ArticleKind::Other, WORK),
    ("CHART", ArticleKind::Other, WORK),
    ("FIGURE", ArticleKind::Other, WORK),
    ("SLIDE", ArticleKind::Other, WORK),
    ("CTLG", ArticleKind::Other, PRESS),
    ("MPCT", ArticleKind::Other, FILM),
    ("VIDEO", ArticleKind::Other, FILM),
    ("MULTI", ArticleKind::Other, FILM),
    ("ADVS", ArticleKind::Other, FILM),
    ("SOUND", ArticleKind::Other, SOUND),
    ("MUSIC", ArticleKind::Other, SOUND),
    ("PCOMM", ArticleKind::Archive, JOURNAL),
    ("BILL", ArticleKind::Other, JOURNAL | LAW),
    ("UNBILL", ArticleKind::Other, JOURNAL | LAW),
    ("CASE", ArticleKind::Other, JOURNAL),
    ("HEAR", ArticleKind::Other, JOURNAL | LAW),
    ("LEGAL", ArticleKind::Other, JOURNAL | LAW),
    ("STAT", ArticleKind::Other, JOURNAL | LAW),
    ("PAMP", ArticleKind::Other, JOURNAL),
];

/// Tags, the kinds of work for which they mean it, and what they mean. Sources: the RIS specification (2011), the export
/// tables of EndNote, what databases write.
const TABLE: &Table = &Table::of(&[
    ("TY", ALL, Member::Kind),
    ("AU", ALL, Member::Author),
    ("AU", ALL, Member::Collaboration),
    ("TI", ALL, Member::Title),
    ("SN", ALL, Member::Standard),
    ("SN", REPORT | PATENT, Member::Number),
    ("VL", ALL, Member::Volume),
    ("SP", !(BOOK | THESIS), Member::First),
    ("SP", ALL, Member::First),
    ("EP", ALL, Member::Last),
    ("KW", ALL, Member::Keywords),
    ("IS", ALL, Member::Issue),
    ("PY", ALL, Member::Year),
    ("T2", JOURNAL | PRESS | PART | PAPER | WORK | OTHER, Member::Journal),
    ("DO", ALL, Member::Doi),
    ("Y1", ALL, Member::Year),
    ("UR", ALL, Member::Link),
    ("DA", ALL, Member::Date),
    ("JF", ALL, Member::Journal),
    ("T2", BOOK | REPORT, Member::Series),
    ("C3", PAPER, Member::Proceedings),
    ("T2", PAPER, Member::Event),
    ("L1", ALL, Member::Pdf),
    ("L2", ALL, Member::Link),
    ("LK", ALL, Member::Link),
    ("AD", ALL, Member::Affiliation),
    ("C7", JOURNAL | PAPER, Member::ArticleNumber),
    ("JO", ALL, Member::JournalOrAbbrev),
    ("AB", ALL, Member::Abstract),
    ("N2", ALL, Member::Abstract),
    ("N1", ALL, Member::Note),
    ("ED", ALL, Member::Editor),
    ("A2", BOOK, Member::SeriesEditor),
    ("A2", REPORT, Member::SeriesEditor),
    ("A2", JOURNAL | PART | PAPER | OTHER, Member::Editor),
    ("A2", SOUND, Member::Performer),
    ("A3", BOOK, Member::Editor),
    ("A3", PART | PAPER, Member::SeriesEditor),
    ("A3", THESIS, Member::Advisor),
    ("A3", FILM, Member::Producer),
    ("A4", PAPER | FILM | DATA, Member::Contributor),
    ("A4", ALL, Member::Translator),
    ("LA", ALL, Member::Language),
    ("A1", ALL, Member::Author),
    ("T1", ALL, Member::Title),
    ("CT", ALL, Member::Title),
    ("BT", BOOK, Member::Title),
    ("BT", PART, Member::Journal),
    ("TT", ALL, Member::Translated),
    ("ST", ALL, Member::Short),
    ("J2", ALL, Member::Abbrev),
    ("JA", ALL, Member::Abbrev),
    ("J1", ALL, Member::Abbrev),
    ("VO", ALL, Member::Volume),
    ("M1", LAW, Member::Number),
    ("M1", JOURNAL, Member::MaybeIssue),
    ("M1", BOOK, Member::SeriesNumber),
    ("M1", PATENT, Member::Application),
    ("M3", THESIS | REPORT, Member::Genre),
    ("M3", ALL, Member::MaybeDoi),
    ("L3", ALL, Member::MaybeDoi),
    ("PB", ALL, Member::Publisher),
    ("CY", PAPER, Member::EventPlace),
    ("C1", PAPER, Member::Place),
    ("CY", !PATENT, Member::Place),
    ("ET", DATA | PROGRAM, Member::Version),
    ("ET", !(JOURNAL | PATENT | LAW), Member::Edition),
    ("T3", BOOK | PART | PAPER | DATA, Member::Series),
    ("SV", PART, Member::SeriesNumber),
    ("NV", REPORT, Member::SeriesNumber),
    ("Y2", ALL, Member::Accessed),
    ("AN", ALL, Member::Accession),
    ("ID", ALL, Member::Key),
    ("DB", ALL, Member::Database),
    ("DP", ALL, Member::Database),
    ("C2", JOURNAL, Member::Pmcid),
    ("C5", ALL, Member::Pmid),
    // Of PsycINFO and of programs that name their numbers.
    ("PMID", ALL, Member::Pmid),
    ("PMCID", ALL, Member::Pmcid),
    ("DOI", ALL, Member::Doi),
    // Of Web of Science, whose RIS has what its own export has under the same tags.
    ("PU", ALL, Member::Publisher),
    ("PI", ALL, Member::Place),
    ("JI", ALL, Member::Abbrev),
    ("J9", ALL, Member::Abbrev),
]);

const RIS: Dialect = Dialect {
    name: "ris",
    as_written: "ris:as-written",
    order: Some("ris:order"),
    table: TABLE,
    kinds: KINDS,
    default: |_| (ArticleKind::Other, JOURNAL),
    finer: of_database,
    manner: Manner { pages_apart: true, keywords_joined: None, date: slashed },
    special,
    line: |out, tag, value| writeln!(out, "{tag}  - {value}"),
    end: "ER  - \n",
    is_tagged: |line| tagged(line, "").is_some() || head_of(line.trim_start()).is_some(),
};

/// What Scopus and the Web of Science call a work, under another tag: for what stands in a series of books Scopus has a type that
/// means one, and for a paper in a journal that of an article.
fn of_database(pairs: &[Pair<'_>], word: &str) -> Option<(ArticleKind, Shape)> {
    use ArticleKind::{Article, Book, Chapter, Correction, Editorial, Paper, Proceedings, Review};
    let value = |tag: &str| pairs.iter().find(|pair| pair.tag == tag).map(|pair| pair.value.trim());
    let kind = if is_of_scopus(pairs) {
        columns::kind(value("M3")?).filter(|kind| *kind != Article || word == "SER")
    } else if word == "JOUR" && value("AN")?.starts_with("WOS:") {
        wos::kind_of(value("M3")?).filter(|kind| matches!(kind, Review | Editorial | Correction))
    } else {
        None
    }?;
    let shape = match kind {
        Article | Review | Editorial | Correction => JOURNAL,
        Paper => PAPER,
        Chapter => PART,
        Book | Proceedings => BOOK,
        _ => return None,
    };
    Some((kind, shape))
}

fn is_of_scopus(pairs: &[Pair<'_>]) -> bool {
    pairs.iter().any(|pair| pair.tag == "DB" && pair.value.starts_with("Scopus"))
}

/// `146p`: how many pages there are (TRID).
fn is_extent(value: &str) -> bool {
    let digits = value.trim_end_matches('.').strip_suffix('p').map(str::trim_end);
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The pages of a book or a thesis are how many it has, unless they are a range. `T2` of a paper is the conference where the
/// proceedings have a tag of their own, and so is `CY` where they have a place of their own; databases write neither. `SN` of
/// a report or a patent is its number, if it is no book's. ACM writes the places of publisher and conference the other way
/// round. The volume of a thesis is its degree, `M1` of a web page the day of access (EndNote). PMIDs stand in `C5` of Embase and
/// in `C2` of Scopus. `J9` is the journal's short name in capitals, and `JI` the better one.
fn special(pairs: &[Pair<'_>], shape: Shape, pair: &Pair<'_>, member: Option<Member>) -> Option<Member> {
    let has = |tag: &str| pairs.iter().any(|other| other.tag == tag && !other.value.is_empty());
    let says = |tag: &str, value: &str| pairs.iter().any(|other| other.tag == tag && other.value.starts_with(value));
    let by_acm = || shape == PAPER && has("C1") && (says("PB", "Association for Computing Machinery") || says("PB", "ACM"));
    match member {
        Some(Member::Pmid) if pair.tag == "C5" && !says("DB", "Embase") => None,
        Some(Member::First) if is_extent(pair.value) => None,
        // Of what has both Scopus has another title of the journal here.
        Some(Member::Journal) if pair.tag == "T2" && is_of_scopus(pairs) && has("JF") => None,
        None if pair.tag == "C3" && is_of_scopus(pairs) && !has("T2") => Some(Member::Journal),
        Some(Member::Pmcid) if is_pmid(pair.value) && says("DB", "Scopus") => Some(Member::Pmid),
        Some(Member::EventPlace) if by_acm() => Some(Member::Place),
        Some(Member::Place) if pair.tag == "C1" && by_acm() => Some(Member::EventPlace),
        Some(Member::First) if shape & (BOOK | THESIS) != 0 && !has("EP") && !is_range(pair.value) => None,
        Some(Member::Journal) if shape == PAPER && pair.tag == "T2" && has("C3") => Some(Member::Event),
        Some(Member::EventPlace) if has("PB") && !has("C1") => Some(Member::Place),
        Some(Member::Standard) if shape & (REPORT | PATENT) != 0 && Number::of(pair.value.trim()).is_none() => Some(Member::Number),
        Some(Member::Abbrev) if pair.tag == "J9" && has("JI") => None,
        Some(Member::Volume) if shape == THESIS && is_degree(pair.value) => Some(Member::Genre),
        None if pair.tag == "M1" && (says("TY", "ELEC") || says("TY", "WEB")) && dates::parse(pair.value).month.is_some() => {
            Some(Member::Accessed)
        }
        Some(Member::Genre) if Doi::parse(pair.value).is_some() => Some(Member::MaybeDoi),
        other => other,
    }
}

/// `PhD thesis`, `硕士`: words, where a volume would have a number.
pub fn is_degree(value: &str) -> bool {
    let is_number = value.chars().all(|c| "IVXLC".contains(c)) || value.to_lowercase().starts_with("vol");
    !is_number && !value.chars().any(|c| c.is_ascii_digit()) && value.chars().filter(|c| c.is_alphabetic()).count() > 1
}

/// `1-8`, `xi–xx`: a number or a word, a dash, another.
pub fn is_range(value: &str) -> bool {
    value.split_once(['-', '–', '—']).is_some_and(|(from, to)| {
        let part = |part: &str| !part.is_empty() && part.chars().all(char::is_alphanumeric);
        part(from.trim()) && part(to.trim())
    })
}

/// `XX  - value`. One blank before the dash is enough where the record's first line has one blank, or the tag is known and
/// could hardly be a word.
fn tagged(line: &str, so_far: &str) -> Option<Tagged> {
    let bytes = line.as_bytes();
    let start = bytes.iter().position(|byte| !matches!(byte, b' ' | b'\t'))?;
    let head = bytes.get(start..)?;
    // Lines of a record that stands within other text all begin as far in as its first.
    if start > 3 && !head.starts_with(b"TY") && so_far.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count() != start {
        return None;
    }
    let (&first, &second) = (head.first()?, head.get(1)?);
    if !first.is_ascii_uppercase() || !(second.is_ascii_uppercase() || second.is_ascii_digit()) {
        return small(line, start, so_far);
    }
    let blanks = head.iter().skip(2).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let dash = 2 + blanks;
    if head.get(dash) != Some(&b'-') {
        return long(line, start, so_far);
    }
    let tag = line.get(start..start + 2)?;
    let behind = head.get(dash + 1);
    let parted = behind.is_none_or(|byte| matches!(byte, b' ' | b'\t'));
    let known = || tag == "ER" || TABLE.member_of(tag, ALL).is_some();
    let sure = match blanks {
        0 => parted && known() && (tag == "TY" || tag == "ER" || so_far.trim_start().starts_with("TY-")),
        1 => {
            (matches!(tag, "TY" | "ER") && parted)
                || (so_far.trim_start().starts_with("TY -") && (parted || known()))
                || (parted && is_stray(known(), so_far))
        }
        2 => parted || known(),
        _ => known(),
    };
    let value = start + dash + 1;
    sure.then_some(Tagged { start, end: start + 2, value })
}

/// `PMID  - value`, of which databases have a few: within a record a word of three to five capitals and two blanks are a tag. One
/// blank is enough for those that are known.
fn long(line: &str, start: usize, so_far: &str) -> Option<Tagged> {
    let (length, blanks) = line.get(start..).and_then(head_of).filter(|_| !so_far.is_empty())?;
    let (end, value) = (start + length, start + length + blanks + 1);
    let is_known = || line.get(start..end).is_some_and(|tag| TABLE.member_of(tag, ALL).is_some());
    (length > 2 && (blanks == 2 || is_known())).then_some(Tagged { start, end, value })
}

/// What looks like a tag at the head of a line: the length of its word, two to five capitals and figures, and the one or two
/// blanks between it and a dash that is parted from the value.
fn head_of(line: &str) -> Option<(usize, usize)> {
    let bytes = line.as_bytes();
    let length = bytes.iter().take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()).take(6).count();
    let blanks = bytes.iter().skip(length).take_while(|byte| **byte == b' ').take(3).count();
    let parted = bytes.get(length + blanks) == Some(&b'-') && matches!(bytes.get(length + blanks + 1), None | Some(b' ' | b'\t'));
    let word = (2..=5).contains(&length) && bytes.first().is_some_and(u8::is_ascii_uppercase);
    (word && parted && (1..=2).contains(&blanks)).then_some((length, blanks))
}

/// The tag of a line that has two letters and two blanks.
fn ordinary(line: &str) -> Option<&str> {
    head_of(line).filter(|head| *head == (2, 2)).and_then(|_| line.get(..2))
}

/// How many lines are gone back for the tag that the lines without one go on with.
const LINES_BACK: usize = 16;

/// Whether a tag with one blank among those with two is one: behind a name, which goes on with no such line, or, if the tag is
/// known, behind any value that is no text. In a text it may be an abbreviation that is explained.
fn is_stray(known: bool, so_far: &str) -> bool {
    let mut lines = so_far.trim_end().rsplit('\n').take(LINES_BACK).map(str::trim_start);
    match lines.find_map(ordinary).and_then(|tag| TABLE.member_of(tag, ALL)) {
        Some(Member::Author | Member::Editor | Member::SeriesEditor) => true,
        None | Some(Member::Title | Member::Translated | Member::Abstract | Member::Note) => false,
        Some(_) => known,
    }
}

/// `ty  - value`: small letters make a tag where the record's first line has them too, and only a known one.
fn small(line: &str, start: usize, so_far: &str) -> Option<Tagged> {
    let (tag, behind) = line.get(start..)?.split_at_checked(2)?;
    let capital = tag.to_ascii_uppercase();
    let begins = capital == "TY" || so_far.trim_start().starts_with("ty");
    let known = capital == "ER" || TABLE.member_of(&capital, ALL).is_some();
    let parted = behind == "  -" || behind.starts_with("  - ");
    (begins && known && parted).then_some(Tagged { start, end: start + 2, value: start + 5 })
}

fn part(tag: &str) -> Part {
    match tag {
        "TY" | "ty" => Part::Begin,
        "ER" | "er" => Part::End,
        _ => Part::Inside,
    }
}

const GRAMMAR: Grammar = Grammar { tagged, part, end: "ER", blank_parts: |_, _| false };

/// How sure it is that text is RIS.
pub fn sniff(head: &str) -> Confidence {
    let begins = |line: &str| {
        tagged(line, "").is_some_and(|tagged| line.get(tagged.start..tagged.end).is_some_and(|tag| tag.eq_ignore_ascii_case("TY")))
    };
    if any_line(head, begins) { 90 } else { 0 }
}

/// Reads records one after another.
pub fn read(source: Source) -> Readings {
    super::read(source, "ris", GRAMMAR, |record| {
        record.raise_tags();
        RIS.read(record)
    })
}

/// Writes records one after another.
pub fn write(out: &mut dyn Write, records: &mut dyn Iterator<Item = Article>) -> io::Result<()> {
    RIS.write(out, records)
}
