//! A work that the library does not hold, on its page: how many cite it, and which these are.

use super::builder::{Builder, PageRun, own};
use super::label::{Label, Tongue};
use super::reference::entry_page;
use super::{Page, PageOptions, RowShape, card_row};
use crate::library::Work;
use crate::reader::Role;
use crate::record::{Citation, Doi};
use crate::text::clean_line;

/// `cited by 3 here`, once that is known.
pub(super) fn cited_here(work: &Work, tongue: Tongue) -> Vec<PageRun> {
    let beyond = if work.citing.has_more() { tongue.pick("超过 ", "more than ") } else { "" };
    let counted = format!("{}{beyond}{}{}", tongue.pick("库中 ", "cited by "), work.citing.least(), tongue.pick(" 篇引用", " here"));
    vec![own(counted, Role::Reason)]
}

/// The newest of the articles that cite it, each on a line.
pub(super) fn put_citing(builder: &mut Builder<'_>, work: &Work, part: usize, tongue: Tongue) {
    if work.newest.is_empty() {
        return;
    }
    builder.gap();
    builder.begin(part, 0);
    builder.paragraph(&[own(Label::CitedHere.say(tongue), Role::Label)], 0, 0);
    let options = PageOptions { shape: RowShape::Single, ..*builder.options };
    for card in &work.newest {
        let row = card_row(card, None, &options);
        builder.lines(row.lines, 0);
    }
    let more = work.citing.least().saturating_sub(work.newest.len() as u64);
    if more > 0 {
        builder.paragraph(&[own(format!("{}{more}{}", tongue.pick("另有 ", "and "), tongue.pick(" 篇", " more")), Role::Dim)], 0, 0);
    }
}

/// The page of a work by itself, as the reference says it that says most.
pub fn work_page(work: &Work, options: &PageOptions) -> Page {
    let Some(best) = &work.best else { return Page::default() };
    let parts: Vec<&Citation> = best.reference.parts.iter().collect();
    let known = best.reference.ids.doi.as_ref().map(Doi::as_str);
    entry_page(None, None, &parts, &best.reference.raw, known, &best.linked, Some(work), options)
}

/// What is known of a work before it has been asked for: a line of a list.
pub fn line_page(line: &str, options: &PageOptions) -> Page {
    let mut builder = Builder::new(options);
    builder.paragraph(&[own(clean_line(line), Role::Title)], 0, 0);
    builder.finish()
}
