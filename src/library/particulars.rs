//! Particulars: what tells two works of one title, of the same authors and within a year, apart, where a place in a journal does not: what kind of
//! work each is, its number, its university, its day, its book.
//!
//! They are not stored beside a record: of a few that all else says are one work they are read out of it.

use serde::Deserialize;

use super::keys;
use crate::record::{Article, ArticleKind, Citation, Dates, Identifiers, Imprint, Journal, Pages, PartialDate, ReferenceType};

/// Kinds of works of which no two are one work, however alike all else is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// It stands in something larger: a journal, a newspaper, proceedings, a book. Databases do not agree in which of these
    /// kinds a paper of a conference is, nor on what is a review.
    Part,
    Thesis,
    Report,
    Patent,
    Standard,
    Dataset,
    Program,
}

/// What speaks against two works being one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contrary {
    Kind,
    Number,
    /// Names of universities are spelled in more ways than can be told.
    Institution,
    Day,
    Edition,
    Book,
    /// Yearbooks, reports and overviews come every year with one title. An article that was out before its volume has its page.
    Year,
    /// Neither says a year, nor anything else by which it could be told from another year's.
    Untold,
}

/// What of a record is compared here: each as words.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Particulars {
    class: Option<Class>,
    kind: ArticleKind,
    /// Of a report, a patent or a standard: its number; and that of the application, which is of another series.
    numbers: Vec<Vec<String>>,
    applications: Vec<Vec<String>>,
    /// Of a thesis or a report: who awarded or issued it, by each of its names.
    institutions: Vec<Vec<String>>,
    /// Of a piece of a newspaper.
    day: Option<PartialDate>,
    /// Of what is no part of anything.
    edition: Option<String>,
    /// Of a chapter: its book, by each of its names.
    books: Vec<Vec<String>>,
    /// ISBN without prefix and check digit, which are not the same in ten digits and in thirteen.
    isbns: Vec<String>,
    /// It has a volume, an issue or pages.
    placed: bool,
}

/// The members of a record that are read for it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Excerpt {
    #[serde(rename = "type")]
    kind: ArticleKind,
    journal: Journal,
    imprint: Imprint,
    dates: Dates,
    volume: Option<String>,
    issue: Option<String>,
    pages: Pages,
    ids: Identifiers,
}

impl From<Excerpt> for Particulars {
    fn from(Excerpt { kind, journal, imprint, dates, volume, issue, pages, ids }: Excerpt) -> Self {
        let placed = volume.is_some() || issue.is_some() || pages != Pages::default();
        Self { isbns: isbns(&ids), placed, ..Self::of(&kind, &journal, &imprint, &dates, volume.is_some()) }
    }
}

impl Particulars {
    pub(super) fn of_article(article: &Article) -> Self {
        let of = Self::of(&article.kind, &article.journal, &article.imprint, &article.dates, article.volume.is_some());
        let placed = article.volume.is_some() || article.issue.is_some() || article.pages != Pages::default();
        Self { isbns: isbns(&article.ids), placed, ..of }
    }

    fn of(kind: &ArticleKind, journal: &Journal, imprint: &Imprint, dates: &Dates, in_volume: bool) -> Self {
        let class = Class::of(kind, in_volume || !journal.title.is_empty() || !journal.issn.is_empty());
        let numbers = |number: &Option<String>| -> Vec<Vec<String>> {
            class.zip(number.as_deref()).map(|(class, number)| class.number(number)).filter(|words| !words.is_empty()).into_iter().collect()
        };
        let issued = matches!(class, Some(Class::Thesis | Class::Report));
        let day = dates.published.filter(|date| *kind == ArticleKind::Newspaper && date.day.is_some());
        // A piece of a newspaper says there on which page it stands.
        let edition = imprint
            .edition_number()
            .map(|number| number.to_string())
            .or_else(|| imprint.version.as_deref().map(|version| keys::letters(version.trim_start_matches(['v', 'V']))));
        Self {
            class,
            kind: kind.clone(),
            numbers: numbers(&imprint.number),
            applications: numbers(&imprint.application_number),
            institutions: journal.publisher.values().filter(|_| issued).map(|name| keys::journal_words(name)).collect(),
            day,
            edition: edition.filter(|edition| !edition.is_empty() && class != Some(Class::Part)),
            books: journal.title.values().filter(|_| *kind == ArticleKind::Chapter).map(|name| words(name)).collect(),
            isbns: Vec::new(),
            placed: in_volume,
        }
    }

    /// What the marker of an entry says that the work is, where it stands in nothing larger; and its number.
    pub(super) fn of_citation(part: &Citation) -> Option<Self> {
        let class = match part.kind? {
            ReferenceType::D => Class::Thesis,
            ReferenceType::R => Class::Report,
            ReferenceType::P => Class::Patent,
            ReferenceType::S => Class::Standard,
            ReferenceType::DS => Class::Dataset,
            ReferenceType::CP => Class::Program,
            _ => return None,
        };
        let numbers = part.number.iter().map(|number| class.number(number)).filter(|words| !words.is_empty()).collect();
        part.host_title().is_none().then(|| Self { class: Some(class), numbers, ..Self::default() })
    }

    /// What is known of an entry that stands in a volume or on pages of something larger.
    pub(super) fn of_part() -> Self {
        Self { class: Some(Class::Part), ..Self::default() }
    }

    /// Whether a record is not the work that an entry of a list names by its title and people: it is of another kind, or has
    /// another number. Less speaks against it than against two records being one, since an entry says little: what is a
    /// report to one is a paper to another; and a patent goes by the number of its application here, by that of its
    /// publication there, which differ in length.
    pub(super) fn is_not_cited(&self, entry: &Self) -> bool {
        let (Some(mine), Some(theirs)) = (self.class, entry.class) else { return false };
        if mine != theirs {
            let paper = matches!((mine, theirs), (Class::Report, Class::Part) | (Class::Part, Class::Report));
            return !paper || self.kind == ArticleKind::Newspaper;
        }
        let lengths = |one: &Self| -> Vec<usize> { one.numbers.iter().flatten().map(String::len).collect() };
        let other_series = mine == Class::Patent && lengths(self) != lengths(entry);
        !other_series && differ(&self.numbers, &entry.numbers, is_within) && !any(&self.applications, &entry.numbers, is_within)
    }

    /// What speaks against two works being one of which title, authors and year are the same; `long` says that the title is so
    /// long that no other chapter has it, and `same_year` that the year is the very same, or that they begin on one page.
    pub(super) fn contrary(&self, other: &Self, long: bool, same_year: bool) -> Option<Contrary> {
        let chapters = self.kind == ArticleKind::Chapter && other.kind == ArticleKind::Chapter;
        let other_book = || !same_year || differ(&self.books, &other.books, is_name_of);
        let found = [
            (Contrary::Kind, matches!((self.class, other.class), (Some(mine), Some(theirs)) if mine != theirs)),
            (
                Contrary::Number,
                differ(&self.numbers, &other.numbers, is_within)
                    && !any(&self.applications, &other.applications, is_within)
                    && !any(&self.applications, &other.numbers, is_within)
                    && !any(&self.numbers, &other.applications, is_within),
            ),
            (Contrary::Institution, differ(&self.institutions, &other.institutions, is_name_of)),
            (Contrary::Day, matches!((self.day, other.day), (Some(mine), Some(theirs)) if mine != theirs)),
            (Contrary::Edition, matches!((&self.edition, &other.edition), (Some(mine), Some(theirs)) if mine != theirs)),
            (Contrary::Book, chapters && !long && other_book()),
            (Contrary::Year, !same_year && !self.is_one_in_two_years(other, long)),
        ];
        found.into_iter().find(|(_, speaks)| *speaks).map(|(what, _)| what)
    }

    /// Whether both have one number of a series: of a report, a patent or a standard.
    pub(super) fn shares_number(&self, other: &Self) -> bool {
        any(&self.numbers, &other.numbers, is_within)
    }

    /// Whether two years that follow each other may be those of one work: it has one number or ISBN, is a thesis, or was out before
    /// it was printed.
    fn is_one_in_two_years(&self, other: &Self, long: bool) -> bool {
        let early =
            |one: &Self| one.kind == ArticleKind::Preprint || (one.class.is_none() || one.class == Some(Class::Part)) && !one.placed;
        self.shares_number(other)
            || self.isbns.iter().any(|isbn| other.isbns.contains(isbn))
            || (self.class == Some(Class::Thesis) && other.class == self.class)
            || (long && early(self) != early(other))
    }

    /// Whether it is a book, proceedings, or a part of one: its DOI may be that of the whole. Web of Science, for one, calls a
    /// chapter a book.
    pub(super) fn is_of_book(&self) -> bool {
        use ArticleKind::{Book, Chapter, Paper, Proceedings};
        matches!(self.kind, Book | Chapter | Paper | Proceedings)
    }

    pub(super) fn is_correction(&self) -> bool {
        self.kind == ArticleKind::Correction
    }
}

impl Class {
    fn of(kind: &ArticleKind, in_journal: bool) -> Option<Self> {
        use ArticleKind::{
            Article, Chapter, Correction, Dataset, Editorial, Newspaper, Paper, Patent, Program, Report, Review, Standard, Thesis,
        };
        match kind {
            // "Article" is what a source says that knows no better.
            Article | Review | Editorial | Correction => in_journal.then_some(Self::Part),
            Chapter | Paper | Newspaper => Some(Self::Part),
            Thesis => Some(Self::Thesis),
            Report => Some(Self::Report),
            Patent => Some(Self::Patent),
            Standard => Some(Self::Standard),
            Dataset => Some(Self::Dataset),
            Program => Some(Self::Program),
            _ => None,
        }
    }

    /// A number as it is compared; of works that are not known by their numbers nothing.
    fn number(self, written: &str) -> Vec<String> {
        match self {
            Self::Patent => patent_number(written),
            Self::Report | Self::Standard => number_words(written),
            Self::Part | Self::Thesis | Self::Dataset | Self::Program => Vec::new(),
        }
    }
}

fn isbns(ids: &Identifiers) -> Vec<String> {
    let digits = |isbn: &String| isbn.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let bare = |isbn: String| match isbn.len() {
        10 => isbn.get(..9).map(str::to_owned),
        13 => isbn.get(3..12).map(str::to_owned),
        _ => None,
    };
    ids.isbn.iter().map(digits).filter_map(bare).collect()
}

/// Whether both are said and no spelling of one is one of the other.
fn differ(mine: &[Vec<String>], theirs: &[Vec<String>], same: fn(&[String], &[String]) -> bool) -> bool {
    let comparable = |a: &[String], b: &[String]| has_han(a) == has_han(b);
    let mut pairs = mine.iter().flat_map(|a| theirs.iter().map(move |b| (a, b))).filter(|(a, b)| comparable(a, b)).peekable();
    pairs.peek().is_some() && !pairs.any(|(a, b)| same(a, b) || same(b, a))
}

/// Whether both are said and a spelling of one is one of the other.
fn any(mine: &[Vec<String>], theirs: &[Vec<String>], same: fn(&[String], &[String]) -> bool) -> bool {
    mine.iter().any(|a| theirs.iter().any(|b| same(a, b) || same(b, a)))
}

fn has_han(words: &[String]) -> bool {
    words.iter().any(|word| keys::has_han(word))
}

/// Whether all words of one follow each other in the other: `7123456` in `US 7,123,456 B2`, `GB 2760` in `GB 2760-2014`.
fn is_within(short: &[String], long: &[String]) -> bool {
    long.windows(short.len().max(1)).any(|words| words == short)
}

/// Whether one may be a shorter form of the other: its first letters (`MIT`), some of its words, or each of them cut short
/// (`Stanford Univ.`, `北大`).
fn is_name_of(short: &[String], long: &[String]) -> bool {
    let initials = || short.len() == 1 && long.len() > 1 && short.first() == Some(&keys::initials(long));
    let cut = |short: &str, long: &str| {
        let mut rest = long.chars();
        short.chars().next() == long.chars().next() && short.chars().all(|c| rest.any(|l| l == c))
    };
    // In any order: `Oxford University` is the `University of Oxford`.
    initials() || (!short.is_empty() && short.iter().all(|word| long.iter().any(|whole| cut(word, whole))))
}

/// Words in small letters, folded.
fn words(written: &str) -> Vec<String> {
    written.split(|c: char| !c.is_alphanumeric()).map(keys::letters).filter(|word| !word.is_empty()).collect()
}

/// The number of a patent: its digits without the country before and the kind of publication behind, which differ from stage to
/// stage of one patent (WIPO ST.16).
fn patent_number(written: &str) -> Vec<String> {
    let bare: String = written.chars().filter(|c| !matches!(c, ' ' | ',' | '/')).collect();
    let longest = bare.split(|c: char| !c.is_ascii_digit()).max_by_key(|digits| digits.len()).unwrap_or_default();
    if longest.len() >= 5 { vec![longest.to_owned()] } else { Vec::new() }
}

/// A number as it is compared: runs of letters and of digits. Blanks and commas only part digits that belong together, and signs
/// only part digits: `GB/T` is `GBT`.
fn number_words(written: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut ended = true;
    for c in crate::text::fold(written).chars() {
        if matches!(c, ' ' | ',') {
            continue;
        }
        if !c.is_alphanumeric() {
            ended = true;
            continue;
        }
        let same = |last: char| last.is_numeric() == c.is_numeric();
        let follows = |word: &String| (!ended || !c.is_numeric()) && word.chars().last().is_some_and(same);
        match words.last_mut().filter(|word| follows(word)) {
            Some(word) => word.extend(c.to_lowercase()),
            None => words.push(c.to_lowercase().collect()),
        }
        ended = false;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_however_it_is_written() {
        for (one, other, same) in [
            ("GB/T 7714-2015", "GBT 7714-2015", true),
            ("GB 2760-2014", "GB 2760—2014", true),
            ("GB 2760-2014", "GB 2762-2014", false),
            ("GB 2760-2014", "GB 2760", true),
            ("GB/T 7714-2015", "GB/T 7714-2005", false),
            ("WEO-1", "WEO-12", false),
        ] {
            let (one_words, other_words) = ([number_words(one)], [number_words(other)]);
            assert_eq!(!differ(&one_words, &other_words, is_within), same, "{one} / {other}");
        }
    }

    #[test]
    fn a_patent_is_one_in_all_its_stages() {
        for (one, other, same) in [
            ("CN100000001A", "CN100000002A", false),
            ("CN100000001A", "CN 100000001", true),
            ("CN100000001A", "CN100000001B", true),
            ("ZL201910012345.6", "CN201910012345.6", true),
            ("US 7,123,456 B2", "7123456", true),
            ("US20190012345A1", "US 2019/0012345 A1", true),
            ("US20190012345A1", "US 2019/0012346 A1", false),
        ] {
            let patent = |number: &str| {
                let imprint = Imprint { number: Some(number.to_owned()), ..Imprint::default() };
                Particulars::of(&ArticleKind::Patent, &Journal::default(), &imprint, &Dates::default(), false)
            };
            assert_eq!(patent(one).contrary(&patent(other), true, true).is_none(), same, "{one} / {other}");
        }
    }

    #[test]
    fn an_institution_is_one_by_its_whole_name_and_by_a_shorter_one() {
        for (one, other, same) in [
            ("北京大学", "清华大学", false),
            ("北京大学", "北大", true),
            ("北京大学", "北京大学新闻与传播学院", true),
            ("Stanford University", "Stanford Univ.", true),
            ("University of Oxford", "Oxford University", true),
            ("Massachusetts Institute of Technology", "MIT", true),
            ("University of Cambridge", "University of Oxford", false),
            ("University of California, Los Angeles", "University of California", true),
            ("Peking University", "北京大学", true),
        ] {
            let (one_words, other_words) = ([keys::journal_words(one)], [keys::journal_words(other)]);
            assert_eq!(!differ(&one_words, &other_words, is_name_of), same, "{one} / {other}");
        }
    }
}
