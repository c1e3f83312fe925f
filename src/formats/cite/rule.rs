//! Which clause of GB/T 7714 makes a piece of a reference, and what it says.

use super::Edition;

/// One rule: where it stands, and what it says in one sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its clause in the 2015 edition.
    pub clause: &'static str,
    /// Its clause in the 2025 edition where that is known; else the section for the kind of work (8.2 to 8.15) is named.
    pub newer: &'static str,
    pub says: &'static str,
}

/// A line of the table below.
const fn rule(clause: &'static str, newer: &'static str, says: &'static str) -> Rule {
    Rule { clause, newer, says }
}

pub const NAMES: Rule = rule("8.1.1, 8.1.2", "", "Up to three names are printed, family name first.");
pub const MORE_NAMES: Rule = rule("8.1.2", "", "Of more than three names the first three are printed, then 等 or et al.");
pub const NO_NAME: Rule =
    rule("8.1.3", "", "A work without an author has 佚名 or Anon in author-date lists, and begins with its title in numbered ones.");
pub const TITLE: Rule = rule("8.2", "", "The title is printed as the work prints it.");
pub const PART_OF_BOOK: Rule = rule("8.2.3", "", "The number or name of a volume follows the title as other title information.");
pub const NUMBER: Rule =
    rule("8.2.3", "", "The number of a report, standard, patent or document follows its title as other title information.");
pub const NUMBER_FIRST: Rule = rule("8.9", "", "The number of a standard stands before its title (2025).");
pub const TYPE: Rule =
    rule("8.2.2, B.1, B.2", "", "The code of the kind of document, and of its carrier where that is not paper, follows the title.");
pub const TRANSLATOR: Rule = rule("4.1.2, 8.1", "", "Translators are named as other contributors.");
pub const HOST: Rule = rule("4.2.2, 8.8.1", "", "The work that a part stands in follows //.");
pub const HOST_NAMES: Rule = rule("4.2.2, 8.1.2", "", "Those responsible for the whole are named before its title.");
pub const EDITION: Rule = rule("8.3", "", "The edition is named unless it is the first.");
pub const VERSION: Rule = rule("8.3", "", "The version of a data set or a preprint is named as its edition (2025).");
pub const PLACE: Rule = rule("8.4.1", "7.5", "The place of publication.");
pub const NO_PLACE: Rule =
    rule("8.4.1.3", "7.5", "Where no place is known, [出版地不详] or [S.l.] stands for it; online works may do without.");
pub const PUBLISHER: Rule = rule("8.4.2", "7.5", "The publisher follows the place.");
pub const NO_PUBLISHER: Rule =
    rule("8.4.2.3", "7.5", "Where no publisher is known, [出版者不详] or [s.n.] stands for it; online works may do without.");
pub const ARCHIVE: Rule = rule("8.4.2", "", "Of a document the place and the name of the archive stand for those of a publisher.");
pub const YEAR: Rule = rule("8.4.3.1", "7.5", "The year of publication; a year of another calendar follows it in parentheses.");
pub const YEAR_BEHIND_NAMES: Rule = rule("9.2", "", "In author-date lists the year follows the names.");
pub const SAME_YEAR: Rule = rule("10.2.4", "", "Works of the same authors in one year are told apart by a, b, c behind the year.");
pub const GUESSED_YEAR: Rule =
    rule("8.4.3.3", "", "A year that can only be estimated, here from the day of access, stands in square brackets.");
pub const NO_YEAR: Rule = rule("9.2", "", "A work without a date has 无日期 or n.d. in author-date lists (2025).");
pub const DATE: Rule = rule("8.4.3.2, 8.4.4.1", "7.6", "Newspapers and patents have the whole date, YYYY-MM-DD.");
pub const UPDATED: Rule = rule("8.4.4.2", "7.6", "The day on which an online work was published or changed.");
pub const ACCESSED: Rule =
    rule("8.4.4.2", "7.6", "The day of access stands in square brackets; in 2025 only of web pages, data sets and preprints.");
pub const JOURNAL: Rule = rule("4.4.2, 8.8.2", "", "The title of the journal or newspaper that the article stands in.");
pub const VOLUME: Rule = rule("8.8.2", "", "The volume follows the year.");
pub const ISSUE: Rule = rule("8.8.2", "", "The issue stands in parentheses behind the volume.");
pub const JOINT_ISSUE: Rule = rule("8.8.3", "", "Issues printed as one are joined by a slash.");
pub const PAGES: Rule = rule("8.5, 8.8.2", "7.7", "The pages follow a colon.");
pub const ARTICLE_NUMBER: Rule = rule("8.8.2", "7.7", "An article that has no pages is found by its number.");
pub const SHEET: Rule = rule("8.8.5", "", "The page of a newspaper stands in parentheses behind the date.");
pub const ADDRESS: Rule = rule("8.6", "7.8", "The address of an online work.");
pub const DOI: Rule = rule("8.7", "7.9", "The digital object identifier, unless the address holds it.");
pub const CSTR: Rule = rule("8.7", "7.9", "The China Science and Technology Resource identifier (2025).");
pub const SCALE: Rule = rule("8.13", "", "The scale of a map follows its title (2025).");
pub const SIZE: Rule = rule("8.13", "", "The size of a map stands at the end (2025).");
pub const END: Rule = rule("7.1", "", "A reference ends with a full stop.");

pub const STYLE: Rule = rule("", "", "The CSL style makes the whole line; its pieces are not told apart.");

impl Rule {
    /// Where the rule stands, such as `GB/T 7714—2015, 8.1.2`; `section` is that of the 2025 edition for the kind of work.
    pub fn source(self, edition: Edition, section: &str) -> String {
        match edition {
            Edition::Of2015 => format!("GB/T 7714—2015, {}", self.clause),
            Edition::Of2025 => format!("GB/T 7714—2025, {}", if self.newer.is_empty() { section } else { self.newer }),
        }
    }
}
