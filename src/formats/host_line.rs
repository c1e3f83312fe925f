//! A journal and a place in it as repositories write them in one line: `Italian Botanist 8: 63-93`,
//! `GMS Journal for Medical Education; 34(2):Doc25`.

use std::sync::LazyLock;

use regex::Regex;

use crate::record::{Article, Language, MultiText, Pages};

static LINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(.*\p{L}[\p{L}\p{P}\s]*?)[;,\s]\s*(?:[Vv]ol\.?\s*)?(\d{1,4})\s*(?:\(([^()]{1,12})\))?\s*[:：]\s*([A-Za-z]{0,6}\d\w*(?:\.\w+)*(?:\s*[-–]\s*[A-Za-z]{0,6}\d\w*)?)\.?$").ok()
});

/// Where a work stands: the title of its journal in rich-lite text, and the numbers behind it.
#[derive(Debug, PartialEq, Eq)]
pub struct Place<'a> {
    pub title: &'a str,
    pub volume: &'a str,
    pub issue: Option<&'a str>,
    pub pages: &'a str,
}

/// The parts of a line; nothing where it is no title with a volume and pages behind it.
pub fn place(line: &str) -> Option<Place<'_>> {
    let found = LINE.as_ref()?.captures(line.trim())?;
    let part = |number: usize| found.get(number).map(|part| part.as_str().trim());
    let title = part(1)?.trim_end_matches("Vol.").trim_end_matches([';', ',', ' ']);
    Some(Place { title, volume: part(2)?, issue: part(3), pages: part(4)? })
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
        let told = |line| {
            place(line).map(|found: Place<'_>| {
                (found.title.to_owned(), found.volume.to_owned(), found.issue.map(str::to_owned), found.pages.to_owned())
            })
        };
        let is = |title: &str, volume: &str, issue: Option<&str>, pages: &str| {
            Some((title.to_owned(), volume.to_owned(), issue.map(str::to_owned), pages.to_owned()))
        };
        for (line, wanted) in [
            ("Italian Botanist 8: 63-93", is("Italian Botanist", "8", None, "63-93")),
            ("GMS Journal for Medical Education; 34(2):Doc25", is("GMS Journal for Medical Education", "34", Some("2"), "Doc25")),
            ("Reeds, Vol. 12 (3-4): e15.", is("Reeds", "12", Some("3-4"), "e15")),
            ("湿地学报 12(3)：45–58", is("湿地学报", "12", Some("3"), "45–58")),
            ("Marsh: 2019", None),
            ("Proceedings of the 12th Meeting: Part 2", None),
            ("Journal of Marshes", None),
            ("12: 3-4", None),
            ("http://marsh.example:80", None),
        ] {
            assert_eq!(told(line), wanted, "{line}");
        }
    }
}
