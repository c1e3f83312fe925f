//! A journal and a place in it as repositories write them in one line: `Italian Botanist 8: 63-93`,
//! `GMS Journal for Medical Education; 34(2):Doc25`.

use std::sync::LazyLock;

use regex::Regex;

use crate::record::{Article, Language, MultiText, Pages};

static LINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(.*\p{L}[\p{L}\p{P}\s]*?)[;,\s]\s*(\d{1,4})\s*(?:\(([^()]{1,12})\))?\s*[:：]\s*([A-Za-z]{0,6}\d\w*(?:\.\w+)*(?:\s*[-–]\s*[A-Za-z]{0,6}\d\w*)?)\.?$").ok()
});

/// Where a work stands: the title of its journal in rich-lite text, and the numbers behind it.
#[derive(Debug, PartialEq, Eq)]
pub struct Place<'a> {
    pub title: &'a str,
    pub volume: &'a str,
    pub issue: Option<&'a str>,
    pub year: Option<i32>,
    pub pages: &'a str,
}

/// The years of what is printed, as a number that may be one.
fn year(number: &str) -> Option<i32> {
    number.parse().ok().filter(|year| number.len() == 4 && (1500..=2100).contains(year))
}

/// The parts of a line; nothing where it is no title with a volume and pages behind it, or may well be something else: the
/// number of a standard with its year (`ISO 9001: 2015`), years of a report.
pub fn place(line: &str) -> Option<Place<'_>> {
    let found = LINE.as_ref()?.captures(line.trim())?;
    let part = |number: usize| found.get(number).map(|part| part.as_str().trim());
    let head = part(1)?;
    let before_word = ["Vol.", "vol.", "Vol", "vol"].into_iter().find_map(|word| head.strip_suffix(word));
    let before_word = before_word.filter(|before| before.ends_with([';', ',', ' ']));
    let title = before_word.unwrap_or(head).trim_end_matches([';', ',', ' ']);
    let (volume, bracketed, pages) = (part(2)?, part(3), part(4)?);
    let issue = bracketed.filter(|number| year(number).is_none());
    let year_of_issue = bracketed.and_then(year);
    let is_sure = bracketed.is_some() || {
        let of_years = pages.split(['-', '–']).all(|page| year(page.trim()).is_some());
        let is_more = pages.contains(['-', '–']) || pages.starts_with(|c: char| c.is_ascii_alphabetic()) || before_word.is_some();
        let is_name = title.chars().any(|c| c.is_alphabetic() && !c.is_uppercase());
        is_more && is_name && !of_years
    };
    is_sure.then_some(Place { title, volume, issue, year: year_of_issue, pages })
}

impl Place<'_> {
    /// Fills what a record does not have yet. A place without a range of pages is an article's number.
    pub fn fill(&self, language: Language, article: &mut Article) {
        if article.journal.title.get(&language).is_none() {
            article.journal.title.insert(language, self.title.to_owned());
        }
        article.volume.get_or_insert_with(|| self.volume.to_owned());
        if let Some(issue) = self.issue {
            article.issue.get_or_insert_with(|| issue.to_owned());
        }
        article.year = article.year.or(self.year);
        if article.pages.is_empty() {
            article.pages = Pages::parse(self.pages);
        }
    }

    /// The same, where the whole line was taken for the title of the journal.
    pub fn take_apart(article: &mut Article) {
        let Some((language, line)) = article.journal.title.iter().next().map(|(language, line)| (language.clone(), line.clone())) else {
            return;
        };
        if article.volume.is_some() || article.journal.title.len() > 1 {
            return;
        }
        if let Some(found) = place(&line) {
            article.journal.title = MultiText::default();
            found.fill(language, article);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn journals_with_a_place_behind_them() {
        for (line, title, volume, issue, year, pages) in [
            ("Italian Botanist 8: 63-93", "Italian Botanist", "8", None, None, "63-93"),
            ("GMS Journal for Medical Education; 34(2):Doc25", "GMS Journal for Medical Education", "34", Some("2"), None, "Doc25"),
            ("Reeds, Vol. 12 (3-4): e15.", "Reeds", "12", Some("3-4"), None, "e15"),
            ("Reeds, Vol. 12: 45", "Reeds", "12", None, None, "45"),
            ("湿地学报 12(3)：45–58", "湿地学报", "12", Some("3"), None, "45–58"),
            ("Rivers and Lakes 5 (2019): 12-34", "Rivers and Lakes", "5", None, Some(2019), "12-34"),
            ("PLOS ONE 8(3): 12", "PLOS ONE", "8", Some("3"), None, "12"),
        ] {
            assert_eq!(place(line), Some(Place { title, volume, issue, year, pages }), "{line}");
        }
    }

    #[test]
    fn what_may_well_be_something_else_is_no_place() {
        for line in [
            "Marsh: 2019",
            "Proceedings of the 12th Meeting: Part 2",
            "Journal of Marshes",
            "12: 3-4",
            "http://marsh.example:80",
            "ISO 9001: 2015",
            "ISO 9001: 2015-2018",
            "Report of Marshes 3: 2015-2018",
            "ASTM 12: 3-4",
            "Matthew 5: 3",
        ] {
            assert_eq!(place(line), None, "{line}");
        }
    }
}
