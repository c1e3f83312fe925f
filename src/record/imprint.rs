//! What a record says of itself beside its title and journal: edition, place, number, event, archive.

use serde::{Deserialize, Serialize};

use super::Rest;

/// English ordinals as title pages and BibTeX spell them out; the first is 1.
const ORDINALS: &[&str] = &[
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

/// What stands behind the number of an edition and says no more than that it is one.
const EDITION: &[&str] = &[
    "edition",
    "edn",
    "ed",
    "éd",
    "édition",
    "edición",
    "edição",
    "edizione",
    "auflage",
    "aufl",
    "ausgabe",
    "uitgave",
    "изд",
    "издание",
    "版",
];

/// Endings of ordinals in figures: `2nd`, `3º`, `2e`, `2ème`, `1ère`.
const ENDINGS: &[&str] = &["st", "nd", "rd", "th", "ème", "ère", "er", "º", "ª", "°", "e", "a", "o"];

/// Members that books, theses, reports, standards, patents, maps, data sets and archives have (CSL 1.0.2 variables; the
/// words of GB/T 7714). All are as written; the publisher stands with the journal, the access date with the dates.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Imprint {
    /// 版本项: `2`, `刻本`, `Rev. ed.` (CSL `edition`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// The version of a data set, a preprint or a program (CSL `version`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// 出版地 (CSL `publisher-place`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The number of a report, a standard or a patent, or an article's own (CSL `number`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// 专利申请号 (CSL `call-number`, where Zotero writes it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_number: Option<String>,
    /// What kind of thesis, report or standard it is (CSL `genre`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub genre: Option<String>,
    /// 载体: what carries the work where it is not paper (CSL `medium`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<String>,
    /// The series (CSL `collection-title`) and the number in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series_number: Option<String>,
    /// The conference and where it was held (CSL `event-title`, `event-place`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_place: Option<String>,
    /// Who keeps a document, where, and under which number (CSL `archive`, `archive-place`, `archive_location`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive_place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive_location: Option<String>,
    /// The scale of a map, `1:25000`, and its size (CSL `scale`, `dimensions`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<String>,
    #[serde(flatten)]
    pub rest: Rest,
}

impl Imprint {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The number of the edition, however it is written: `2`, `2nd ed.`, `Fourth`, `第二版`, `3. Aufl.`; nothing where there is
    /// none or more is said, as in `Rev. ed.`, `刻本`, `新1版`.
    pub fn edition_number(&self) -> Option<u32> {
        let lower = self.edition.as_deref()?.trim().to_lowercase();
        let bare = lower.strip_prefix('第').unwrap_or(&lower);
        let bare = bare.strip_suffix('版').unwrap_or(bare).trim();
        let mut words = bare.split([' ', '.', '\u{a0}']).filter(|word| !word.is_empty());
        let number = words.next()?;
        if !words.all(|word| EDITION.contains(&word)) {
            return None;
        }
        let ordinal = ORDINALS.iter().position(|word| *word == number);
        let ordinal = ordinal.and_then(|place| u32::try_from(place).ok()).map(|place| place.saturating_add(1));
        let figures = ENDINGS.iter().find_map(|end| number.strip_suffix(end)).unwrap_or(number);
        // A year is no number of an edition: `2020版`.
        ordinal.or_else(|| chinese(number)).or_else(|| figures.parse().ok().filter(|number| *number < 1000))
    }
}

/// A number below a hundred in Chinese: `二`, `十`, `十二`, `三十`, `二十一`.
fn chinese(written: &str) -> Option<u32> {
    let digit = |text: &str| {
        let place = "一二三四五六七八九".chars().position(|c| text.strip_prefix(c) == Some(""))?;
        u32::try_from(place).ok().map(|place| place.saturating_add(1))
    };
    let Some((tens, units)) = written.split_once('十') else { return digit(written) };
    let tens = if tens.is_empty() { 1 } else { digit(tens)? };
    let units = if units.is_empty() { 0 } else { digit(units)? };
    Some(tens.saturating_mul(10).saturating_add(units))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_have_numbers() {
        for (written, number) in [
            ("2", Some(2)),
            ("2nd", Some(2)),
            ("4th ed.", Some(4)),
            ("Fourth", Some(4)),
            ("Twelfth edition", Some(12)),
            ("第2版", Some(2)),
            ("第 3 版", Some(3)),
            ("2 版", Some(2)),
            ("第二版", Some(2)),
            ("第二十一版", Some(21)),
            ("十版", Some(10)),
            ("3. Aufl.", Some(3)),
            ("2e édition", Some(2)),
            ("3º ed.", Some(3)),
            ("1st", Some(1)),
            ("Rev. ed.", None),
            ("2nd rev. ed.", None),
            ("新1版", None),
            ("刻本", None),
            ("", None),
            ("99999999999", None),
            ("2020 版", None),
        ] {
            let imprint = Imprint { edition: Some(written.to_owned()), ..Imprint::default() };
            assert_eq!(imprint.edition_number(), number, "{written}");
        }
        assert_eq!(Imprint::default().edition_number(), None);
    }
}
