//! What a printed line says of a record, whatever parts it was read into; and whether two records that are one by all else
//! are two by what they are.

use super::Facts;
use crate::library::particulars::{Contrary, Particulars};
use crate::library::{keys, trigrams};

/// Below this, two titles under one DOI are those of two works.
const OTHER_WORK: f64 = 0.5;

impl Facts {
    /// Whether a printed line, however it was read, names a record: its whole title, who wrote it first, and its first page.
    pub(in crate::library) fn reads_as(&self, record: &Self) -> bool {
        let titled = |title: &String| self.readings.contains(title) || self.titles.iter().any(|(_, mine)| mine == title);
        if self.line.is_empty() || !record.titles.iter().any(|(_, title)| titled(title)) {
            return false;
        }
        let line = words(&self.line);
        let stands = |family: &str| (1..=3).any(|many| line.windows(many).any(|words| words.concat() == family));
        let named = |key: &String| key.split(' ').next().is_some_and(stands);
        let on_page = |page: &String| line.iter().any(|word| keys::same_page(word.trim_start_matches('0'), page));
        record.first.iter().any(named) && record.page.as_ref().is_none_or(on_page)
    }

    /// Whether these are facts of an entry of a list.
    pub(in crate::library) fn is_cited(&self) -> bool {
        self.cited
    }

    /// Whether an entry of a list may name another work than a record of that title, people and year: see [`Self::is_not_cited`].
    /// To know it the record must be read, which nearly all are spared: an article cited as one, where the record has a place.
    pub(in crate::library) fn may_not_be_cited(&self, record: &Self) -> bool {
        self.particulars.is_some() || (self.is_placed_part() && record.volume.is_none() && record.issue.is_none())
    }

    /// Whether a record of that title, people and year is of another kind than an entry of a list, or has another number.
    pub(in crate::library) fn is_not_cited(&self, record: &Particulars) -> bool {
        match &self.particulars {
            Some(mine) => record.is_not_cited(mine),
            None => self.is_placed_part() && record.is_not_cited(&Particulars::of_part()),
        }
    }

    /// Whether two entries of lists name works of two kinds or numbers.
    pub(in crate::library) fn are_cited_as_two(&self, other: &Self) -> bool {
        let two = |one: &Self, other: &Self| one.particulars.as_ref().is_some_and(|particulars| other.is_not_cited(particulars));
        two(self, other) || two(other, self)
    }

    fn is_placed_part(&self) -> bool {
        self.volume.is_some() && self.page.is_some() && !self.journals.is_empty()
    }

    /// Whether an entry of a list and a record have two years, and a title under which something appears every year.
    pub(in crate::library) fn is_of_another_year(&self, record: &Self) -> bool {
        let years = matches!((self.year, record.year), (Some(mine), Some(theirs)) if mine != theirs);
        let volume = matches!((&self.volume, &record.volume), (Some(mine), Some(theirs)) if mine == theirs);
        let annual = || self.titles.iter().any(|(_, title)| is_annual(title));
        years && self.cited && !record.cited && !volume && self.same_page(record) != Some(true) && annual()
    }

    /// Whether two records of one DOI may be two works, as far as titles and pages tell: if so, [`Self::has_doi_of_whole`]
    /// tells more. An article of which one page is in Chinese and one in English is one work: no title of the one is in a
    /// language of the other.
    pub(in crate::library) fn may_have_doi_of_whole(&self, other: &Self) -> bool {
        self.titles_alike(other).is_some_and(|alike| alike < 1.0) && self.same_page(other) != Some(true)
    }

    /// Whether two records of one DOI are two works, and it is that of what both stand in, of what one of them corrects, or
    /// of only one of them: an export of chapters gives each the DOI of its book.
    pub(in crate::library) fn has_doi_of_whole(&self, other: &Self, theirs: &Particulars) -> bool {
        if !self.may_have_doi_of_whole(other) {
            return false;
        }
        let other_page = self.same_page(other) == Some(false);
        let Some(mine) = &self.particulars else { return false };
        let of_book = mine.is_of_book() && theirs.is_of_book();
        let corrects = (mine.is_correction() || self.is_titled_correction()) != (theirs.is_correction() || other.is_titled_correction());
        let other_title = self.titles_alike(other).is_some_and(|alike| alike < OTHER_WORK);
        other_title && (self.people_differ(other) || (other_page && of_book)) || (corrects && other_page)
    }

    /// What speaks against two records being one work of which title and authors are the same, within a year.
    pub(in crate::library) fn contrary(&self, other: &Self, theirs: &Particulars) -> Option<Contrary> {
        let volume = matches!((&self.volume, &other.volume), (Some(mine), Some(theirs)) if mine == theirs);
        let told = self.year.is_some() && other.year.is_some();
        let same_year = self.year == other.year || !told || volume || self.same_page(other) == Some(true);
        let mine = self.particulars.as_ref()?;
        let untold = || self.is_untold(other) && !mine.shares_number(theirs);
        mine.contrary(theirs, self.long_title(), same_year).or_else(|| untold().then_some(Contrary::Untold))
    }

    /// Whether two records of one title say neither a year nor people or a page by which they could be told from what
    /// another year has under that title.
    fn is_untold(&self, other: &Self) -> bool {
        let nobody = self.people.is_empty() || other.people.is_empty();
        self.year.is_none() && other.year.is_none() && nobody && self.same_page(other) != Some(true)
    }

    fn is_titled_correction(&self) -> bool {
        self.titles.iter().any(|(_, title)| is_correction(title))
    }

    /// Whether titles that are not the same may be those of one work: they begin on one page, or where no page is said of one of
    /// them it was written twice.
    pub(in crate::library) fn may_be_written_twice(&self, other: &Self) -> bool {
        let twice = |(_, mine): &(_, String)| other.titles.iter().any(|(_, theirs)| trigrams::written_twice(mine, theirs));
        self.same_page(other).unwrap_or_else(|| self.titles.iter().any(twice))
    }

    /// Whether the first pages are one, where both are said.
    fn same_page(&self, other: &Self) -> Option<bool> {
        self.page.as_ref().zip(other.page.as_ref()).map(|(mine, theirs)| keys::same_page(mine, theirs))
    }
}

/// Whether a title, as a key, is that of a correction.
pub(in crate::library) fn is_correction(title: &str) -> bool {
    ["erratum", "corrigend", "correctionto", "更正", "勘误"].iter().any(|begins| title.starts_with(begins))
}

/// Whether a title, as a key, is one under which something appears every year.
fn is_annual(title: &str) -> bool {
    const ANNUAL: &[&str] = &[
        "年鉴",
        "年报",
        "年度",
        "公报",
        "蓝皮书",
        "白皮书",
        "工作报告",
        "yearbook",
        "annual",
        "handbook",
        "developmentreport",
        "statisticsreport",
    ];
    ANNUAL.iter().any(|word| title.contains(word))
}

/// The words of a printed line as they are compared; what a hyphen joins is one word and its parts too.
fn words(raw: &str) -> Vec<String> {
    let hyphen = |c: char| matches!(c, '-' | '\'' | '’');
    let mut line: Vec<String> = Vec::new();
    for word in raw.split(|c: char| !c.is_alphanumeric() && !hyphen(c)) {
        if word.contains(hyphen) {
            line.push(keys::letters(word));
        }
        line.extend(word.split(hyphen).map(keys::letters));
    }
    line.retain(|word| !word.is_empty());
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_corrections() {
        for (title, correction) in [
            ("Erratum to: Reeds", true),
            ("Correction to: Reeds", true),
            ("更正：芦苇", true),
            ("《芦苇》勘误", false),
            ("Correcting reeds", false),
        ] {
            assert_eq!(is_correction(&keys::title(title)), correction, "{title}");
        }
    }
}
