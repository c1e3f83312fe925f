//! What follows from several lines of a record together: its pages, its day, who its authors are in another language.

use super::super::{dates, scopus};
use super::Sheet;
use crate::formats::{Finding, on_arxiv, rich};
use crate::record::{Contributor, Language};

impl Sheet {
    /// Fills what follows from several lines together.
    pub fn finish(&mut self) {
        if let Some(either) = self.either.take() {
            let text = rich::of_markup_if_any(&either).into_owned();
            let lang = self.language_of(&text);
            // Wanfang: the title in Chinese beside the one in English.
            let title = &self.article.journal.title;
            let is_title = title.is_empty() || (lang == Language::Zh && title.get(&lang).is_none());
            let place = if is_title { &mut self.article.journal.title } else { &mut self.article.journal.abbrev };
            if place.get(&lang).is_none() {
                place.insert(lang, text);
            }
        }
        let article = &mut self.article;
        if article.journal.title.is_empty() {
            article.journal.title = article.journal.abbrev.clone();
        }
        article.issue = article.issue.take().or(self.maybe_issue.take());
        if self.first.is_some() || self.last.is_some() {
            let (first, last) = (self.first.take(), self.last.take());
            // Pages that are told whole say more than the first alone.
            let is_told = last.is_none() && first.is_some() && self.article.pages.first == first;
            if !is_told {
                let raw = joined_pages(first.as_deref(), last.as_deref());
                self.set_pages(&raw);
            }
        }
        self.finish_dates();
        self.finish_authors();
        if !self.of_export.is_empty() {
            scopus::take_notes(&mut self.article, self.of_export.iter().map(String::as_str));
        }
        let article = &mut self.article;
        if article.lang == Language::Und {
            article.lang = self.own.take().or_else(|| article.title.languages().next().cloned()).unwrap_or_default();
        }
        super::super::marks::bind(article);
        on_arxiv::take(article);
        // One affiliation and no marks: it is everybody's.
        if article.affiliations.len() == 1 {
            for one in article.authors.iter_mut().filter(|one| one.role.is_none() && one.aff.is_empty()) {
                one.aff = vec![0];
            }
        }
    }

    /// Tells of a record that begins on this line and has no title.
    pub fn tell_if_untitled(&mut self, line: usize) {
        if self.article.title.is_empty() {
            self.findings.push(Finding::kept("the record has no title").at(line).of("title"));
        }
    }

    /// Names in another language join those that stand in the same place; of another number they are kept in a note.
    fn finish_authors(&mut self) {
        let again = std::mem::take(&mut self.again);
        if again.is_empty() {
            return;
        }
        let mut authors: Vec<&mut Contributor> = self.article.authors.iter_mut().filter(|one| one.role.is_none()).collect();
        if again.len() == authors.len() {
            for (one, other) in authors.iter_mut().zip(again) {
                for (place, more) in [(&mut one.name, other.name), (&mut one.family, other.family), (&mut one.given, other.given)] {
                    for (lang, text) in more.iter().filter(|(lang, _)| place.get(lang).is_none()).collect::<Vec<_>>() {
                        place.insert(lang.clone(), text.clone());
                    }
                }
            }
        } else {
            let names: Vec<String> = again.iter().filter_map(|one| one.name.values().next().cloned()).collect();
            self.article.notes.push(names.join("; "));
        }
    }

    fn finish_dates(&mut self) {
        let (year, date) = (self.year, self.date);
        let dated = dates::Found { year: date.year.or(year.year), ..date };
        let precise = |found: dates::Found| usize::from(found.month.is_some()) + usize::from(found.day.is_some());
        let published = match (dated.whole(), year.whole()) {
            (Some(dated_whole), Some(year_whole)) if precise(year) > precise(dated) && dated_whole.year == year_whole.year => {
                Some(year_whole)
            }
            (Some(dated), _) if date != dates::Found::default() => Some(dated),
            (_, whole) => whole,
        };
        self.article.year = year.year.or(date.year).or(self.article.year);
        self.article.dates.published = published.or(self.article.dates.published);
    }
}

/// `732` and `738`; a first page that is a range already stays it.
fn joined_pages(first: Option<&str>, last: Option<&str>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first.contains(['-', '–', '—']) || first == last => first.to_owned(),
        (Some(first), Some(last)) => [first, "-", last.trim_start_matches(['-', '–'])].concat(),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    }
}
