//! The title of the whole that a record is a part of, which BibLaTeX writes in up to three fields.

use super::super::super::{latex, rich};
use super::Draft;
use crate::record::MultiText;

/// Fields of what belongs behind the title of the whole, in the order in which they follow it.
const SUBTITLES: &[&str] = &["booksubtitle", "journalsubtitle", "booktitleaddon"];

impl Draft<'_, '_, '_> {
    /// Remembers what belongs behind the title of the whole. The fields are kept, for the model has one title.
    pub(super) fn host_subtitle(&mut self, written: &str) -> bool {
        self.host_subtitles.push(latex::rich(written));
        false
    }

    /// Puts it there: `Water Quality: A Handbook`. A part of a work in several volumes stands in that work where its volume has
    /// no title of its own.
    pub(super) fn host_title(&mut self) {
        if self.in_a_book()
            && self.article.journal.title.is_empty()
            && let Some(title) = main_title(|name| self.entry.value(name))
        {
            self.article.journal.title = MultiText::of(self.language(&title), title);
        }
        if self.host_subtitles.is_empty() {
            return;
        }
        let mut ordered = std::mem::take(&mut self.host_subtitles);
        let place =
            |text: &String| SUBTITLES.iter().position(|name| self.entry.value(name).is_some_and(|value| latex::rich(value) == *text));
        ordered.sort_by_key(place);
        // An entry has one title of the whole.
        let language = self.article.journal.title.languages().next().cloned();
        let Some(title) = language.and_then(|language| self.article.journal.title.get_mut(&language)) else { return };
        for subtitle in ordered.iter().filter(|subtitle| !subtitle.is_empty()) {
            title.push_str(rich::colon_before(subtitle));
            title.push_str(subtitle);
        }
    }
}

/// The title of the work in several volumes that an entry is one of or a part of, with what belongs behind it.
pub fn main_title<'a>(value: impl Fn(&str) -> Option<&'a str>) -> Option<String> {
    let text = |name: &str| value(name).map(latex::rich).filter(|text| !text.is_empty());
    let mut title = text("maintitle")?;
    if let Some(subtitle) = text("mainsubtitle") {
        title.push_str(rich::colon_before(&subtitle));
        title.push_str(&subtitle);
    }
    if let Some(annex) = text("maintitleaddon") {
        title.push_str(". ");
        title.push_str(&annex);
    }
    Some(title)
}

/// The title of the whole without what the residue, pairs of a field and its value, has behind it.
pub fn without_subtitle<'a>(title: &'a str, residue: &[(&str, &str)]) -> &'a str {
    let mut bare = title;
    for name in SUBTITLES.iter().rev() {
        for (_, value) in residue.iter().filter(|(known, _)| known == name) {
            let subtitle = latex::rich(value);
            bare = bare.strip_suffix(subtitle.as_str()).and_then(|rest| rest.strip_suffix(rich::colon_before(&subtitle))).unwrap_or(bare);
        }
    }
    bare
}
