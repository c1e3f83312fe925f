//! A work that the library does not hold, on its page: how many cite it, and which these are.

use super::builder::{Builder, PageRun, own};
use super::label::{Label, Tongue};
use super::reference::entry_page;
use super::{Page, PageOptions, RowShape, card_row};
use crate::library::Work;
use crate::reader::Role;
use crate::reader::results::grouped;
use crate::record::Citation;
use crate::text::clean_line;

/// `cited by 3 here`, once that is known.
pub(super) fn cited_here(work: &Work, tongue: Tongue) -> Vec<PageRun> {
    let beyond = beyond(work, tongue);
    let counted =
        format!("{}{beyond}{}{}", tongue.pick("库中 ", "cited by "), grouped(work.citing.least()), tongue.pick(" 篇引用", " here"));
    vec![own(counted, Role::Reason)]
}

/// Where more cite it than were counted.
fn beyond(work: &Work, tongue: Tongue) -> &'static str {
    if work.citing.has_more() { tongue.pick("超过 ", "more than ") } else { "" }
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
        let more = format!("{}{}{}{}", tongue.pick("另有 ", "and "), beyond(work, tongue), grouped(more), tongue.pick(" 篇", " others"));
        builder.paragraph(&[own(more, Role::Dim)], 0, 0);
    }
}

/// The page of a work by itself, as the reference says it that says most.
pub fn work_page(work: &Work, options: &PageOptions) -> Page {
    let Some(best) = &work.best else { return Page::default() };
    let parts: Vec<&Citation> = best.reference.parts.iter().collect();
    entry_page(None, None, &parts, &best.reference.raw, Some(&best.reference.ids), &best.linked, Some(work), options)
}

/// What is known of a work before it has been asked for: a line of a list.
pub fn line_page(line: &str, options: &PageOptions) -> Page {
    let mut builder = Builder::new(options);
    builder.paragraph(&[own(clean_line(line), Role::Title)], 0, 0);
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Count;
    use crate::reader::page::line_text;
    use crate::reader::results::found_row;

    /// What is said of how many cite a work of which one citing article is told, in both tongues.
    fn said(citing: Count) -> Vec<String> {
        let work = Work { best: None, citing, newest: vec![found_row(1, "Herons").card] };
        let mut all = Vec::new();
        for tongue in [Tongue::En, Tongue::Zh] {
            all.extend(cited_here(&work, tongue).into_iter().map(|run| run.text));
            let options = PageOptions { width: 60, ..PageOptions::default() };
            let mut builder = Builder::new(&options);
            put_citing(&mut builder, &work, 0, tongue);
            all.extend(builder.finish().lines.last().map(line_text));
        }
        all
    }

    #[test]
    fn where_more_cite_a_work_than_were_counted_that_is_said() {
        assert_eq!(said(Count::Exactly(1237)), ["cited by 1,237 here", "and 1,236 others", "库中 1,237 篇引用", "另有 1,236 篇"]);
        let beyond = ["cited by more than 9,999 here", "and more than 9,998 others", "库中 超过 9,999 篇引用", "另有 超过 9,998 篇"];
        assert_eq!(said(Count::MoreThan(9999)), beyond);
    }
}
