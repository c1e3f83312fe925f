//! What a publisher asserts of a work beside Crossref's own elements (Crossmark's custom metadata), and the trials that it tells of.

use crate::formats::crossref::history;
use crate::formats::rich;
use crate::formats::xml::Element;
use crate::record::Article;

/// What the labels of statements have in them that a reader wants; licences and copyrights are told elsewhere.
const STATEMENTS: &[&str] = &["conflict", "competing", "ethic", "data availab", "funding", "author contribution", "consent", "peer review"];

/// An `assertion`: a date of the work's history, its copyright, or a statement, which is a note under its label.
pub(super) fn read(one: Element<'_>, name: &str, article: &mut Article) {
    if history::is_date(name) {
        if let Some(value) = one.text() {
            history::asserted(name, &value, &mut article.dates);
        }
        return;
    }
    if matches!(name, "copyright" | "copyright_information") && article.copyright.is_none() {
        article.copyright = one.text();
        return;
    }
    let label = one.attribute("label").unwrap_or_default();
    let told = [label.as_ref(), name, &one.attribute("group_label").unwrap_or_default()].join(" ").to_lowercase();
    if STATEMENTS.iter().any(|part| told.contains(part))
        && let Some(value) = one.text()
    {
        let label = if label.is_empty() { name } else { &label };
        article.notes.push(rich::escape(&format!("{label}: {value}")));
    }
}

/// The number under which a trial is registered: `Clinical trial: NCT00000001`.
pub(super) fn trial(one: Element<'_>, article: &mut Article) {
    let note = one.text().map(|number| rich::escape(&format!("Clinical trial: {number}")));
    article.notes.extend(note.filter(|note| !article.notes.iter().rev().take(8).any(|known| known == note)));
}
