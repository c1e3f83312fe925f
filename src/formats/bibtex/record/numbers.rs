//! Numbers and dates of an entry.

use super::super::super::{Finding, latex, rich};
use super::super::fields::{self, Place};
use super::super::{dates, short};
use super::{Draft, once};
use crate::formats::tagged::with_hyphen;
use crate::record::{ArticleKind, Doi, Pages};

/// Pages as text, and whether a command in them was not understood.
pub fn pages_of(written: &str) -> (String, bool) {
    let written = with_single_dashes(written);
    if !written.contains('\\') {
        return (latex::plain(&written), false);
    }
    let (text, lost) = latex::rich_and_loss(&written);
    (rich::plain(&text).into_owned(), lost)
}

/// The dashes of a range as one: `12--34`, `12---34`, `12–34`. More than four of them are more than one range.
fn with_single_dashes(written: &str) -> String {
    let mut single = String::with_capacity(written.len());
    let mut dashes = 0usize;
    for c in written.chars() {
        let c = if c == '–' { '-' } else { c };
        dashes = if c == '-' { dashes + 1 } else { 0 };
        if c != '-' || dashes % 4 == 1 {
            single.push(c);
        }
    }
    single
}

impl Draft<'_, '_, '_> {
    /// ISSNs, of which some have a field for that of the web. Scopus leaves their hyphens out.
    pub(super) fn issn(&mut self, written: &str) -> bool {
        let list = latex::plain(written);
        let numbers = list.split([',', ';', ' ']).map(str::trim).filter(|one| !one.is_empty());
        numbers.for_each(|one| self.article.journal.add_issn(&with_hyphen(one)));
        true
    }

    pub(super) fn isbn(&mut self, written: &str) -> bool {
        let list = latex::plain(written);
        let first = self.article.ids.isbn.is_empty();
        if first {
            let numbers = list.split([',', ';', ' ']).filter(|isbn| isbn.contains(|c: char| c.is_ascii_digit()));
            numbers.for_each(|isbn| self.article.ids.add_isbn(isbn));
        }
        first
    }

    /// The day of `urldate`; where that says more, it is kept as it stood, too.
    pub(super) fn accessed(&mut self, written: &str) -> bool {
        let Some((day, whole)) = dates::date(written) else { return false };
        let first = self.article.dates.accessed.is_none();
        if first {
            self.article.dates.accessed = Some(day);
            let said = (!whole).then(|| ("accessed".to_owned(), written.trim().into()));
            self.article.dates.raw.extend(said);
        }
        first && whole
    }

    pub(super) fn date(&mut self, place: Place, written: &str) -> bool {
        let plain = if matches!(place, Place::Date) { written.trim().to_owned() } else { latex::plain(written) };
        let stated = self.entry.value("date").and_then(dates::date).map(|(date, _)| date);
        let whole = match place {
            Place::Date => {
                let found = dates::date(&plain);
                self.date.whole = self.date.whole.or(found.map(|(date, _)| date));
                found.is_some_and(|(_, whole)| whole)
            }
            Place::Year => {
                let found = dates::year(&plain);
                self.date.year = self.date.year.or(found.map(|(year, _)| year));
                found.is_some_and(|(year, whole)| whole && stated.is_none_or(|date| date.year == year))
            }
            Place::Month => {
                let found = dates::month(&plain);
                self.date.month = self.date.month.or(found.map(|(month, _, _)| month));
                self.date.day = self.date.day.or(found.and_then(|(_, day, _)| day));
                found.is_some_and(|(month, _, whole)| whole && stated.is_none_or(|date| date.month.is_none_or(|stated| stated == month)))
            }
            _ => {
                let day = plain.parse::<u8>().ok().filter(|day| (1..=31).contains(day));
                self.date.day = self.date.day.or(day);
                day.is_some() && self.has("month") && stated.is_none_or(|date| date.day.is_none() || date.day == day)
            }
        };
        // Beside a date the year says nothing of when the work was published.
        let of_date = matches!(place, Place::Date) || (matches!(place, Place::Year) && stated.is_none());
        if !whole && self.date.written.is_none() && of_date {
            self.date.written = Some(plain);
        }
        whole
    }

    /// A number is the issue of a periodical, a report's or a patent's own, or a book's in its series.
    pub(super) fn number(&mut self, place: Place, written: &str) -> bool {
        let periodical = matches!(
            self.article.kind,
            ArticleKind::Article
                | ArticleKind::Review
                | ArticleKind::Newspaper
                | ArticleKind::Periodical
                | ArticleKind::Paper
                | ArticleKind::Preprint
        );
        // What is of no kind and stands in a journal has an issue there.
        let in_journal = ["journal", "journaltitle", "volume"].into_iter().any(|name| self.has(name));
        let periodical = periodical || (self.article.kind == ArticleKind::Other && (in_journal || !matches!(place, Place::Number)));
        let second = matches!(place, Place::Issue) && self.has("number");
        let of_law = matches!(self.entry.kind.as_ref(), "legislation" | "legal" | "jurisdiction" | "commentary");
        if (!periodical || of_law) && matches!(place, Place::Number) {
            return match &self.article.kind {
                kind if fields::is_numbered(kind) || *kind == ArticleKind::Other => self.imprint(written, |imprint| &mut imprint.number),
                ArticleKind::Book | ArticleKind::Chapter | ArticleKind::Proceedings if self.has("series") => {
                    self.imprint(written, |imprint| &mut imprint.series_number)
                }
                _ => false,
            };
        }
        periodical && !second && once(&mut self.article.issue, written)
    }

    pub(super) fn pages(&mut self, place: Place, written: &str) -> bool {
        let (plain, lost) = pages_of(written);
        let pages = &mut self.article.pages;
        if matches!(place, Place::Pages) {
            if !pages.raw.is_empty() {
                return false;
            }
            let number = pages.article_number.take();
            *pages = Pages::parse(&plain);
            pages.article_number = number.or(pages.article_number.take());
            return !lost;
        }
        let first = pages.article_number.is_none();
        if first {
            pages.article_number = Some(plain);
        }
        first
    }

    pub(super) fn doi(&mut self, written: &str) -> bool {
        let literal = latex::literal(written);
        match Doi::parse(&literal) {
            Some(doi) if self.article.ids.doi.is_none() => {
                self.article.ids.doi = Some(doi);
                true
            }
            Some(doi) => self.article.ids.doi == Some(doi),
            None => {
                let sentence = format!("\"{}\" is not a DOI; it is kept as written", short(&literal));
                self.findings.push(Finding::kept(sentence).at(self.line).of("doi"));
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::with_single_dashes;

    #[test]
    fn dashes_of_a_range_are_one() {
        for dashes in 0..20 {
            let written = format!("12{}34, 5", "-".repeat(dashes));
            assert_eq!(with_single_dashes(&written), written.replace("--", "-").replace("--", "-"), "{written}");
        }
    }
}
