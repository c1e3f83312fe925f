//! An entry of a reference list: what was printed, and the work in parts.

use super::super::xml::Element;
use super::super::{gbt7714, jats, rich};
use super::bibl;
use super::people::Organisations;
use crate::record::{Article, ArticleKind, Citation, Contributor, Doi, Host, Language, MultiText, Reference, ReferenceType};

/// Reads an entry.
pub(super) fn reference(element: Element<'_>) -> Reference {
    let printed = element.descendants().find(|note| note.has("type", "raw_reference")).and_then(Element::text);
    let mut work = Article::default();
    bibl::read(element, &Organisations::default(), &mut work);
    element.take();
    of_work(work, printed)
}

/// A work as an entry: as it was printed, or as its members read one after another.
pub(in crate::formats) fn of_work(work: Article, printed: Option<String>) -> Reference {
    let arxiv = work.ids.arxiv.clone();
    let citation = citation(work);
    let n = printed.as_deref().and_then(|raw| gbt7714::split_number(raw).0);
    let raw = printed.unwrap_or_else(|| jats::printed(&citation));
    let mut reference = Reference { n, raw, ..Reference::default() };
    reference.ids.doi = citation.doi.as_deref().and_then(Doi::parse);
    reference.ids.arxiv = arxiv;
    reference.parts.push(citation);
    reference
}

/// Reads an entry that is not cut into parts.
pub(super) fn printed(element: Element<'_>) -> Reference {
    let raw = element.text().unwrap_or_default();
    let n = gbt7714::split_number(&raw).0;
    let parts = gbt7714::parse(&raw);
    Reference { n, raw, parts, ..Reference::default() }
}

fn plain(texts: &MultiText) -> Option<String> {
    texts.values().next().map(|text| rich::plain(text).into_owned()).filter(|text| !text.is_empty())
}

/// A work as a part of an entry.
fn citation(work: Article) -> Citation {
    let title = plain(&work.title);
    let (editors, authors): (Vec<Contributor>, Vec<Contributor>) =
        work.authors.into_iter().partition(|one| one.role.as_deref() == Some("editor"));
    let host_title = plain(&work.journal.title).or_else(|| plain(&work.journal.abbrev));
    let (authors, editors) = if authors.is_empty() && host_title.is_none() { (editors, authors) } else { (authors, editors) };
    let shown = title.as_deref().or(host_title.as_deref()).unwrap_or_default();
    Citation {
        lang: Language::of_text(shown),
        kind: kind(&work.kind),
        authors,
        host: (host_title.is_some() || !editors.is_empty()).then_some(Host { title: host_title, editors }),
        title,
        edition: work.imprint.edition,
        year: work.dates.published.map(|date| date.year),
        date: work.dates.published.filter(|date| date.day.is_some()).map(|date| date.to_string()),
        volume: work.volume,
        issue: work.issue,
        pages: Some(work.pages.raw).filter(|pages| !pages.is_empty()),
        place: work.imprint.place,
        publisher: plain(&work.journal.publisher),
        url: work.links.into_iter().next().map(|link| link.url),
        doi: work.ids.doi.map(|doi| doi.as_str().to_owned()),
        accessed: work.dates.accessed.map(|date| date.to_string()),
        rest: work.notes.join(" "),
        ..Citation::default()
    }
}

fn kind(kind: &ArticleKind) -> Option<ReferenceType> {
    Some(match kind {
        ArticleKind::Article | ArticleKind::Review => ReferenceType::J,
        ArticleKind::Book | ArticleKind::Chapter => ReferenceType::M,
        ArticleKind::Paper | ArticleKind::Proceedings => ReferenceType::C,
        ArticleKind::Thesis => ReferenceType::D,
        ArticleKind::Report => ReferenceType::R,
        ArticleKind::Patent => ReferenceType::P,
        ArticleKind::Standard => ReferenceType::S,
        ArticleKind::Newspaper => ReferenceType::N,
        ArticleKind::Webpage => ReferenceType::EB,
        ArticleKind::Preprint => ReferenceType::PP,
        ArticleKind::Dataset => ReferenceType::DS,
        ArticleKind::Program => ReferenceType::CP,
        _ => return None,
    })
}
