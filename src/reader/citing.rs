//! The styles that a record can be cited in: a list with the citation below it, made by a worker, since a style takes its time.

use std::sync::Arc;

use super::asking::Waiting;
use super::cursor::{Cursor, Window};
use super::popup::Popup;
use super::{Effect, Reader, Ticket};
use crate::formats::cite::{Style, styles};
use crate::record::{Article, Language};
use crate::text::{clean_line, plain};

/// Lines that a citation gets below the styles, where there is room for all of them.
const PREVIEW: usize = 6;

/// A citation, or the sentence that says why there is none.
pub type Cited = Result<String, String>;

/// A style that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Offered {
    /// One of [`styles`], by its name.
    Named(&'static str),
    /// The one of the settings, as it was read.
    OfSettings(Style),
}

/// A record to be cited in a style: whole, so that it can be done elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Cite {
    article: Arc<Article>,
    style: Offered,
    language: Language,
}

impl Cite {
    /// The citation. A style of CSL takes its time: some milliseconds, and for the first one a quarter of a second, in which the words
    /// of all languages are unpacked.
    pub fn cited(&self) -> Cited {
        match &self.style {
            Offered::OfSettings(style) => cited(&self.article, &self.language, style),
            Offered::Named(name) => match Style::named(name) {
                Some(style) => cited(&self.article, &self.language, &style),
                None => Err(format!("The style {name} is not built in.")),
            },
        }
    }

    /// What is said where the work on it broke off.
    pub fn broken_off() -> Cited {
        Err("This style could not be followed because of a mistake in qikan; the others go on. Please report it.".to_owned())
    }
}

/// The reference for an article in a style, as one line.
pub(super) fn cited(article: &Article, language: &Language, style: &Style) -> Cited {
    let none = |why: &str| Err(format!("No citation in {}: {why}.", clean_line(style.title())));
    match style.entries(std::slice::from_ref(article), Some(language)) {
        Err(finding) => none(finding.to_string().trim_end_matches('.')),
        Ok(entries) => match entries.first().map(|entry| clean_line(&entry.to_string()).trim().to_owned()) {
            Some(entry) if !entry.is_empty() => Ok(entry),
            _ => none("the record has nothing that the style prints"),
        },
    }
}

/// One style of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleRow {
    pub title: String,
    /// `yy` copies in this one.
    pub of_settings: bool,
    /// The citation, once it is known.
    pub cited: Option<Cited>,
    style: Offered,
    asked: bool,
}

/// The list of styles for a record.
#[derive(Clone, Debug)]
pub struct Citing {
    article: Arc<Article>,
    /// The language that the citations are in.
    language: Language,
    /// The record's title in that language.
    pub title: String,
    pub rows: Vec<StyleRow>,
    pub cursor: Cursor,
    /// This row is to be copied as soon as it is known.
    chosen: Option<usize>,
}

impl Citing {
    /// How a content of this height is shared: rows of styles, then lines of the citation, a rule between them.
    pub fn shares(&self, height: usize) -> (usize, usize) {
        let preview = PREVIEW.min((height / 2).max(height.saturating_sub(self.rows.len() + 1)));
        let rows = height.saturating_sub(preview + 1).max(1);
        (rows, height.saturating_sub(rows + 1))
    }

    /// The height at which all styles are seen, and most citations whole.
    pub(super) fn whole_height(&self) -> usize {
        self.rows.len() + 1 + PREVIEW
    }

    /// What the list is called.
    pub fn name(&self) -> String {
        if self.title.is_empty() { "Cite".to_owned() } else { format!("Cite: {}", self.title) }
    }

    pub(super) fn window(&self, height: usize, margin: usize) -> Window {
        Window { len: self.rows.len(), height: self.shares(height).0, margin }
    }

    /// The record.
    pub(super) fn article(&self) -> &Article {
        &self.article
    }

    fn row(&self) -> Option<&StyleRow> {
        self.rows.get(self.cursor.row)
    }

    /// The citation under the cursor, or why there is none; nothing while it is not known.
    pub fn cited(&self) -> Option<&Cited> {
        self.row()?.cited.as_ref()
    }
}

/// All styles, the one of the settings among them or before them.
fn rows(of_settings: &Style) -> Vec<StyleRow> {
    let known = of_settings.name();
    let row = |title: String, style: Offered, of_settings: bool| StyleRow { title, of_settings, cited: None, style, asked: false };
    let own = known.is_none().then(|| row(clean_line(of_settings.title()).into_owned(), Offered::OfSettings(of_settings.clone()), true));
    let named = styles().map(|(name, title)| row(title.to_owned(), Offered::Named(name), known == Some(name)));
    own.into_iter().chain(named).collect()
}

impl Reader {
    /// Puts the styles for a record on top, the one chosen last under the cursor, else the one of the settings.
    pub(super) fn show_styles(&mut self, article: Arc<Article>) {
        let rows = rows(&self.settings.citation);
        let last = self.cited_in.as_ref().and_then(|title| rows.iter().position(|row| row.title == *title));
        let row = last.or_else(|| rows.iter().position(|row| row.of_settings)).unwrap_or(0);
        let language = self.language();
        let title = article.title.prefer(&language).map(|title| plain(title)).unwrap_or_default();
        let cursor = Cursor { row, top: 0 };
        self.popups.push(Popup::Citing(Box::new(Citing { article, language, title, rows, cursor, chosen: None })));
    }

    /// Asks for the citation under the cursor, if it is not known; all are asked for anew in another language.
    pub(super) fn wish_for_citation(&mut self) {
        let language = self.language();
        let Some(Popup::Citing(citing)) = self.popups.last_mut() else { return };
        if citing.language != language {
            self.waiting.retain(|_, waiting| !matches!(waiting, Waiting::Cited(_)));
            citing.rows.iter_mut().for_each(|row| (row.cited, row.asked) = (None, false));
            citing.title = citing.article.title.prefer(&language).map(|title| plain(title)).unwrap_or_default();
            citing.language = language;
        }
        let number = citing.cursor.row;
        let Some(row) = citing.rows.get_mut(number).filter(|row| !row.asked) else { return };
        row.asked = true;
        let cite = Cite { article: Arc::clone(&citing.article), style: row.style.clone(), language: citing.language.clone() };
        self.wish_to_cite(cite, Waiting::Cited(number));
    }

    fn wish_to_cite(&mut self, cite: Cite, waiting: Waiting) {
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        self.waiting.insert(ticket, waiting);
        self.effects.push(Effect::Cite(ticket, cite));
    }

    /// Copies the citation in the style of the settings as soon as it is made.
    pub(super) fn cite_along(&mut self, article: Arc<Article>) {
        self.waiting.retain(|_, waiting| !matches!(waiting, Waiting::CitedAlong));
        let cite = Cite { article, style: Offered::OfSettings(self.settings.citation.clone()), language: self.language() };
        self.wish_to_cite(cite, Waiting::CitedAlong);
    }

    /// A citation is made.
    pub(super) fn take_cited(&mut self, ticket: Ticket, cited: Cited) {
        let number = match self.waiting.remove(&ticket) {
            Some(Waiting::Cited(number)) => number,
            Some(Waiting::CitedAlong) => {
                return match cited {
                    Ok(text) => self.copy_out("citation", text),
                    Err(why) => self.complain(why),
                };
            }
            _ => return,
        };
        // What was put on top of the list meanwhile does not keep it from being filled.
        let list = self.popups.iter_mut().rev().find_map(|popup| if let Popup::Citing(citing) = popup { Some(citing) } else { None });
        let Some(citing) = list else { return };
        if let Some(row) = citing.rows.get_mut(number) {
            row.cited = Some(cited);
        }
        if citing.chosen == Some(number) && matches!(self.popups.last(), Some(Popup::Citing(_))) {
            self.copy_in_style();
        }
    }

    /// Copies the citation under the cursor and closes the list; one that is still being made, as soon as it is.
    pub(super) fn copy_in_style(&mut self) {
        let Some(Popup::Citing(citing)) = self.popups.last_mut() else { return };
        let Some(row) = citing.rows.get(citing.cursor.row) else { return };
        let title = row.title.clone();
        match row.cited.clone() {
            None => citing.chosen = Some(citing.cursor.row),
            Some(Err(why)) => {
                citing.chosen = None;
                self.complain(why);
            }
            Some(Ok(text)) => {
                self.close_on_top();
                self.copy_out(&format!("citation in {title}"), text);
                self.cited_in = Some(title);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Event, Key, Keymap, Size, Start};
    use super::*;
    use crate::formats::cite::{CslStyle, Edition, System};

    #[test]
    fn the_style_of_the_settings_stands_among_the_others_once() {
        for (name, at) in [("gbt7714-2015-numeric", 0), ("apa", 4), ("nature", 0)] {
            let style = Style::named(name).unwrap_or_default();
            let rows = rows(&style);
            let own: Vec<usize> = rows.iter().enumerate().filter(|(_, row)| row.of_settings).map(|(number, _)| number).collect();
            assert_eq!(own, [at], "{name}");
            assert_eq!(rows.len(), styles().count() + usize::from(name == "nature"));
        }
    }

    #[test]
    fn styles_and_citation_share_every_height() {
        let style = Style::Gbt7714(Edition::Of2015, System::Numeric);
        let citing = Citing {
            article: Arc::default(),
            language: Language::En,
            title: String::new(),
            rows: rows(&style),
            cursor: Cursor::default(),
            chosen: None,
        };
        for height in 0..40 {
            let (rows, preview) = citing.shares(height);
            assert!(rows >= 1 && rows + preview < height.max(2), "{height}: {rows} and {preview}");
        }
        assert_eq!(citing.shares(citing.whole_height()), (citing.rows.len(), PREVIEW));
        assert_eq!(citing.shares(9), (4, 4));
    }

    #[test]
    fn what_is_chosen_before_it_is_made_is_copied_when_it_comes_and_no_more_after_escape() {
        for (key, copies) in [("<Enter>", 1), ("<Esc>", 0)] {
            let mut reader = Reader::new(Start { keymap: Keymap::built_in(), ..Start::default() });
            reader.update(Event::Resize(Size { columns: 80, rows: 24 }));
            reader.show_styles(Arc::default());
            let wished = reader.update(Event::Said(String::new()));
            let mut tickets = wished.iter().filter_map(|effect| if let Effect::Cite(ticket, _) = effect { Some(*ticket) } else { None });
            let ticket = tickets.next().unwrap_or_default();
            assert_ne!(ticket, Ticket::default(), "the row under the cursor is asked for");
            let copied = |effects: &[Effect]| effects.iter().filter(|effect| matches!(effect, Effect::Copy(_))).count();
            for key in Key::parse_all(key).unwrap_or_default() {
                assert_eq!(copied(&reader.update(Event::Key(key))), 0, "nothing is known yet");
            }
            assert_eq!(copied(&reader.update(Event::Cited(ticket, Ok("A citation.".to_owned())))), copies, "{key}");
            assert!(reader.popups().is_empty(), "the list is closed");
        }
    }

    #[test]
    fn a_record_that_a_style_prints_nothing_of_is_said_to_be_so() {
        let xml = r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
            <info><title>Only a DOI</title><id>http://example.org/doi</id><updated>2024-01-01T00:00:00Z</updated></info>
            <citation><layout><text variable="DOI"/></layout></citation>
            <bibliography><layout><text variable="DOI"/></layout></bibliography></style>"#;
        let style = CslStyle::parse(xml).map(|style| Style::Csl(Arc::new(style))).unwrap_or_default();
        let why = "No citation in Only a DOI: the record has nothing that the style prints.";
        assert_eq!(cited(&Article::default(), &Language::En, &style), Err(why.to_owned()));
        let mut article = Article::default();
        article.ids.doi = crate::record::Doi::parse("10.5555/x");
        assert_eq!(cited(&article, &Language::En, &style), Ok("10.5555/x".to_owned()));
    }
}
