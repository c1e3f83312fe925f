//! Codes of kinds of documents and of carriers (GB/T 7714—2015, appendix B), and the sections of the 2025 edition.

use super::{Edition, Work};
use crate::formats::concordance;
use crate::record::{Article, ArticleKind, ReferenceType};
use crate::text::clean_line;

/// The code of a work.
pub(super) fn code(work: &Work) -> ReferenceType {
    match work.article.kind {
        ArticleKind::Book | ArticleKind::Chapter => ReferenceType::M,
        ArticleKind::Proceedings | ArticleKind::Paper => ReferenceType::C,
        ArticleKind::Thesis => ReferenceType::D,
        ArticleKind::Report => ReferenceType::R,
        ArticleKind::Standard => ReferenceType::S,
        ArticleKind::Patent => ReferenceType::P,
        ArticleKind::Webpage => ReferenceType::EB,
        ArticleKind::Dataset => ReferenceType::DS,
        ArticleKind::Newspaper => ReferenceType::N,
        ArticleKind::Program => ReferenceType::CP,
        ArticleKind::Map => ReferenceType::CM,
        ArticleKind::Archive => ReferenceType::A,
        // The code for preprints is new in 2025; before, they are online documents.
        ArticleKind::Preprint if work.edition == Edition::Of2015 => ReferenceType::EB,
        ArticleKind::Preprint => ReferenceType::PP,
        ArticleKind::Other | ArticleKind::Unknown(_) => other(work),
        // What a publisher has and no journal is no article, whatever its source calls it.
        ArticleKind::Article if work.article.journal.title.is_empty() && !work.article.journal.publisher.is_empty() => other(work),
        _ => ReferenceType::J,
    }
}

/// What lawyers cite by a code or a reporter, which is no journal.
const LAW: &[&str] = &["bill", "hearing", "legal_case", "legislation", "regulation"];

/// Whether a work is one of lawyers: a case, a statute, a bill.
pub(super) fn is_law(article: &Article) -> bool {
    matches!(article.kind, ArticleKind::Other | ArticleKind::Unknown(_))
        && concordance::csl_type(article).is_some_and(|kind| LAW.contains(&kind))
}

/// The code of a work whose kind is not among those of the schema, by what is known of it.
fn other(work: &Work) -> ReferenceType {
    let article = work.article;
    // A retraction, a letter, whatever it is: it stands in an issue.
    if !is_law(article)
        && !article.journal.title.is_empty()
        && (article.volume.is_some() || article.issue.is_some() || !article.journal.issn.is_empty())
    {
        return ReferenceType::J;
    }
    // A pamphlet that an archive keeps: 2015 has a code for documents, but neither a form nor a number for their archives.
    if work.edition == Edition::Of2015 {
        ReferenceType::Z
    } else if article.imprint.archive.is_some() {
        ReferenceType::A
    } else if address(work).is_some() || article.ids.doi.is_some() {
        ReferenceType::EB
    } else if !article.journal.publisher.is_empty() {
        ReferenceType::M
    } else {
        ReferenceType::Z
    }
}

/// The section of the 2025 edition that treats a work of this code.
pub(super) fn section(code: ReferenceType, part: bool) -> &'static str {
    match code {
        ReferenceType::J | ReferenceType::N if part => "8.5",
        ReferenceType::J | ReferenceType::N => "8.4",
        ReferenceType::C => "8.6",
        ReferenceType::D => "8.7",
        ReferenceType::R => "8.8",
        ReferenceType::S => "8.9",
        ReferenceType::P => "8.10",
        ReferenceType::EB => "8.11",
        ReferenceType::A => "8.12",
        ReferenceType::CM => "8.13",
        ReferenceType::DS | ReferenceType::DB => "8.14",
        ReferenceType::PP => "8.15",
        _ if part => "8.3",
        _ => "8.2",
    }
}

/// The carrier behind the slash: what the record says, or `OL` for a work that is cited from the network.
///
/// A record may have the address of an article that was read in print: only a day of access, a kind that is nowhere else, or
/// the lack of any other way to it makes the citation one of an online work.
pub(super) fn carrier(work: &Work) -> Option<String> {
    const CARRIERS: [&str; 5] = ["MT", "DK", "CD", "OL", "MM"];
    if let Some(medium) = &work.article.imprint.medium
        && let Some(known) = CARRIERS.iter().find(|carrier| carrier.eq_ignore_ascii_case(medium.trim()))
    {
        return Some((*known).to_owned());
    }
    is_online(work).then(|| "OL".to_owned())
}

/// Whether the work is cited from the network.
pub(super) fn is_online(work: &Work) -> bool {
    let reachable = address(work).is_some();
    let only_there = matches!(code(work), ReferenceType::EB | ReferenceType::DS | ReferenceType::PP | ReferenceType::DB);
    let doi = work.article.ids.doi.is_some();
    (reachable && (work.article.dates.accessed.is_some() || !doi)) || (only_there && (reachable || doi))
}

/// The address of a preprint that says its number on arXiv and none.
pub(super) fn on_arxiv(article: &Article) -> Option<String> {
    let id = article.ids.arxiv.as_deref().filter(|_| article.kind == ArticleKind::Preprint && article.ids.doi.is_none())?;
    Some(format!("https://arxiv.org/abs/{}", clean_line(id).trim()))
}

/// The address of the work itself.
pub(super) fn address(work: &Work) -> Option<String> {
    let link = work.article.links.iter().find(|link| link.kind != "pdf").or(work.article.links.first());
    match link {
        Some(link) => super::line(Some(&link.url)),
        None => on_arxiv(work.article),
    }
}
