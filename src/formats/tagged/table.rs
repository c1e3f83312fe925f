//! What tags mean: members of a record, and the tables by which a format names them.

use crate::record::{Article, ArticleKind, Imprint};

/// What a tagged line says of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Member {
    /// The kind of work (RIS `TY`).
    Kind,
    /// The key that the record is cited by; kept as it is written.
    Key,
    Title,
    /// The title in another language.
    Translated,
    Short,
    Author,
    /// The authors' names in another language, in the same order.
    TranslatedAuthor,
    /// A body that writes under its own name.
    Collaboration,
    Editor,
    SeriesEditor,
    Translator,
    /// The supervisor of a thesis.
    Advisor,
    Producer,
    Performer,
    /// Anybody else who had a part: a sponsor, a funding agency.
    Contributor,
    /// What the work stands in: journal, newspaper, collection, proceedings.
    Journal,
    /// The journal's title in another language.
    TranslatedJournal,
    Abbrev,
    /// A journal's title, or its abbreviation where the title has a line of its own (RIS `JO`).
    JournalOrAbbrev,
    Publisher,
    /// The year of publication, alone or with month and day.
    Year,
    /// The date of publication, with or without the year.
    Date,
    Online,
    Volume,
    Issue,
    /// An issue where no other line gives one (RIS `M1`).
    MaybeIssue,
    First,
    Last,
    Pages,
    ArticleNumber,
    Abstract,
    /// One keyword a line, or several.
    Keywords,
    Doi,
    /// A DOI, if it is one.
    MaybeDoi,
    Link,
    Pdf,
    /// ISSN or ISBN: the number tells.
    Standard,
    Cn,
    Language,
    Affiliation,
    /// A number in a database: a PMID where the database is PubMed.
    Accession,
    Database,
    Pmid,
    Pmcid,
    Note,
    Clc,
    Rights,
    /// The day on which the address was last looked at.
    Accessed,
    /// The title of the proceedings, where the conference is named too: written like the journal's where a format has no
    /// tag of its own for it.
    Proceedings,
    Edition,
    Version,
    Place,
    /// The number of a report, a standard or a patent.
    Number,
    Application,
    Genre,
    Series,
    SeriesNumber,
    Event,
    EventPlace,
}

/// A member of the imprint.
pub type OfImprint = fn(&mut Imprint) -> &mut Option<String>;

/// Members that are the imprint's, in the order in which they are written.
pub const IMPRINT: &[(Member, OfImprint)] = &[
    (Member::Place, |imprint| &mut imprint.place),
    (Member::Edition, |imprint| &mut imprint.edition),
    (Member::Version, |imprint| &mut imprint.version),
    (Member::Number, |imprint| &mut imprint.number),
    (Member::Application, |imprint| &mut imprint.application_number),
    (Member::Genre, |imprint| &mut imprint.genre),
    (Member::Series, |imprint| &mut imprint.series),
    (Member::SeriesNumber, |imprint| &mut imprint.series_number),
    (Member::Event, |imprint| &mut imprint.event),
    (Member::EventPlace, |imprint| &mut imprint.event_place),
];

impl Member {
    /// Members that are written together: of these either all lines are as the model would write them, or all are kept as
    /// they were.
    pub fn slot(self) -> Self {
        match self {
            Self::TranslatedJournal | Self::Abbrev | Self::JournalOrAbbrev | Self::Proceedings => Self::Journal,
            Self::Collaboration => Self::Author,
            Self::Date => Self::Year,
            Self::MaybeIssue => Self::Issue,
            Self::Last | Self::Pages | Self::ArticleNumber => Self::First,
            Self::MaybeDoi => Self::Doi,
            Self::Pdf => Self::Link,
            Self::Database | Self::Pmid => Self::Accession,
            own => own,
        }
    }
}

/// Kinds of work as far as they change what a tag means: a set of bits.
pub type Shape = u16;

/// Articles of journals, magazines and newspapers.
pub const JOURNAL: Shape = 1;
/// Newspapers and magazines, whose numbers are not issues.
pub const PRESS: Shape = 2;
pub const BOOK: Shape = 4;
/// Parts of a book.
pub const PART: Shape = 8;
/// Papers of a conference.
pub const PAPER: Shape = 16;
pub const REPORT: Shape = 32;
pub const THESIS: Shape = 64;
pub const DATA: Shape = 128;
/// Pictures, maps, programs, web pages: works without people but their makers.
pub const WORK: Shape = 256;
pub const FILM: Shape = 512;
pub const SOUND: Shape = 1024;
pub const PATENT: Shape = 2048;
/// Everything else.
pub const OTHER: Shape = 4096;
/// Laws, bills and hearings, beside what else they are: they have numbers of their own.
pub const LAW: Shape = 8192;
/// Programs, beside [`WORK`]: they have versions, and no editions.
pub const PROGRAM: Shape = 16384;
pub const ALL: Shape = Shape::MAX;

/// One line of a format's table: a tag, the kinds of work for which it means this, and what it means. Of several lines the
/// first that fits is taken, and so is the first that fits a member when it is written.
pub type Row = (&'static str, Shape, Member);

/// Keys by which rows are found; many more than tags, so that few tags share one.
const KEYS: usize = 256;

const MEMBERS: usize = Member::EventPlace as usize + 1;

/// The rows of a format, found from both sides without looking through all of them.
pub struct Table {
    rows: &'static [Row],
    /// The first row that has a tag of this key, or how many rows there are.
    by_tag: [usize; KEYS],
    /// The first row of each member, or how many rows there are.
    by_member: [usize; MEMBERS],
}

impl Table {
    /// The table of rows in their order, with where to enter it; made while the program is built.
    pub const fn of(rows: &'static [Row]) -> Self {
        let mut table = Self { rows, by_tag: [rows.len(); KEYS], by_member: [rows.len(); MEMBERS] };
        let mut at = rows.len();
        while at > 0 {
            at -= 1;
            table.by_tag[key(rows[at].0)] = at;
            table.by_member[rows[at].2 as usize] = at;
        }
        table
    }

    /// What a tag means for a kind of work.
    pub fn member_of(&self, tag: &str, shape: Shape) -> Option<Member> {
        let mut rows = self.rows_from(self.by_tag[key(tag)]);
        rows.find(|(known, shapes, _)| same(known, tag) && shapes & shape != 0).map(|(_, _, member)| *member)
    }

    /// The tag by which a member is written.
    pub fn tag_of(&self, member: Member, shape: Shape) -> Option<&'static str> {
        let mut rows = self.rows_from(self.by_member[member as usize]);
        rows.find(|(_, shapes, known)| *known == member && shapes & shape != 0).map(|(tag, _, _)| *tag)
    }

    fn rows_from(&self, at: usize) -> impl Iterator<Item = &'static Row> {
        self.rows.get(at..).unwrap_or_default().iter()
    }
}

/// A number that tells most tags apart: by their first and their last letter.
const fn key(tag: &str) -> usize {
    match tag.as_bytes() {
        [first, .., last] => (*first as usize * 53 + *last as usize) % KEYS,
        [only] => *only as usize,
        [] => 0,
    }
}

/// Whether two tags are the same. Most have two letters, which are compared without a call.
pub fn same(known: &str, tag: &str) -> bool {
    match (known.as_bytes(), tag.as_bytes()) {
        ([a, b], [c, d]) => a == c && b == d,
        _ => known == tag,
    }
}

/// A kind of work and its shape.
pub type Sort = (ArticleKind, Shape);

/// How a format names kinds of work. Of several names of a kind the first is written.
pub type Kinds = [(&'static str, ArticleKind, Shape)];

/// The name of a record's kind, and its shape.
pub fn kind_name(kinds: &Kinds, article: &Article) -> (&'static str, Shape) {
    let same = |kind: &ArticleKind| kinds.iter().find(|(_, known, _)| known == kind).map(|(name, _, shape)| (*name, *shape));
    same(&article.kind)
        .or_else(|| match article.kind {
            ArticleKind::Review | ArticleKind::Editorial | ArticleKind::Correction | ArticleKind::Frontmatter | ArticleKind::Preprint => {
                same(&ArticleKind::Article)
            }
            ArticleKind::Proceedings => same(&ArticleKind::Book),
            ArticleKind::Standard => same(&ArticleKind::Report),
            _ => same(&ArticleKind::Other),
        })
        .unwrap_or(("", OTHER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_as_by_looking_through_all() {
        const ROWS: &[Row] = &[
            ("AZ", BOOK, Member::Title),
            ("FQ", ALL, Member::Short),
            ("AZ", ALL, Member::Author),
            ("Reference Type", ALL, Member::Kind),
            ("FQ", BOOK, Member::Title),
            ("C", THESIS, Member::EventPlace),
        ];
        const TABLE: Table = Table::of(ROWS);
        // One key for two tags.
        assert_eq!(key("AZ"), key("FQ"));
        for shape in [JOURNAL, BOOK, THESIS, ALL] {
            let fits = |row: &&Row| row.1 & shape != 0;
            for tag in ["", "C", "AZ", "FQ", "AU", "ZA", "Reference Type", "R e"] {
                let row = ROWS.iter().filter(fits).find(|row| row.0 == tag);
                assert_eq!(TABLE.member_of(tag, shape), row.map(|row| row.2), "{tag}");
            }
            for member in [Member::Kind, Member::Title, Member::Short, Member::Author, Member::Doi, Member::EventPlace] {
                let row = ROWS.iter().filter(fits).find(|row| row.2 == member);
                assert_eq!(TABLE.tag_of(member, shape), row.map(|row| row.0), "{member:?}");
            }
        }
    }
}
