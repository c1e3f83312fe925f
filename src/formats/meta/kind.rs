//! What kind of work a page is about, as far as its meta tags tell.

use crate::formats::draft::Draft;
use crate::formats::rich;
use crate::record::ArticleKind;

/// Words of EPrints and Dublin Core for kinds of work, in lower case, by a part of them.
const WORDS: &[(&str, ArticleKind)] = &[
    ("thesis", ArticleKind::Thesis),
    ("dissertation", ArticleKind::Thesis),
    ("book_section", ArticleKind::Chapter),
    ("chapter", ArticleKind::Chapter),
    ("conference", ArticleKind::Paper),
    ("monograph", ArticleKind::Report),
    ("dataset", ArticleKind::Dataset),
    ("patent", ArticleKind::Patent),
    ("book", ArticleKind::Book),
];

/// Tells the kind, and what goes with it: the school of a thesis, the institution of a report. A journal makes an article.
pub fn tell<'m>(meta: &dyn Fn(&str) -> Option<&'m str>, draft: &mut Draft) {
    let school = meta("citation_dissertation_institution");
    let institution = meta("citation_technical_report_institution");
    if let Some(publisher) = school.or(institution) {
        draft.publisher(&rich::of_markup(publisher), "citation_dissertation_institution");
    }
    if let Some(degree) = meta("citation_dissertation_name") {
        draft.article.imprint.genre.get_or_insert_with(|| degree.to_owned());
    }
    if draft.article.kind != ArticleKind::Article || meta("citation_journal_title").is_some() {
        return;
    }
    let word = meta("eprints.type").or_else(|| meta("dc.type")).unwrap_or_default().to_lowercase();
    let told = WORDS.iter().find(|(part, _)| word.contains(part)).map(|(_, kind)| kind.clone());
    draft.article.kind = if school.is_some() {
        ArticleKind::Thesis
    } else if institution.is_some() || meta("citation_technical_report_number").is_some() {
        ArticleKind::Report
    } else if meta("citation_inbook_title").is_some() && meta("citation_conference_title").is_none() {
        ArticleKind::Chapter
    } else if meta("citation_conference_title").is_some() {
        ArticleKind::Paper
    } else {
        told.unwrap_or(ArticleKind::Article)
    };
}
