//! arXiv's Atom: what its interface (`export.arxiv.org/api/query`) and its lists answer.

use super::document::Yield;
use super::xml::{Element, first_element, list_language, place_of, read_records};
use super::{Confidence, Readings, Source, names, rich};
use crate::record::{AbstractSection, Article, ArticleKind, Doi, Language, Link, PartialDate, Subject};

/// How sure it is that text is arXiv's Atom.
pub fn sniff(head: &str) -> Confidence {
    if !matches!(first_element(head), Some("feed" | "entry")) {
        return 0;
    }
    let own = head.contains("arxiv.org/schemas/atom") || (head.contains("2005/Atom") && head.contains("arxiv.org/abs/"));
    if own { 95 } else { 0 }
}

/// Reads entries.
pub fn read(source: Source) -> Readings {
    read_records(source, &["entry"], "arxiv", record)
}

fn record(root: Element<'_>) -> Yield {
    let mut article = Article { kind: ArticleKind::Preprint, lang: Language::En, ..Article::default() };
    for part in root.children() {
        match part.name() {
            "id" => identifier(part, &mut article),
            "title" => {
                if let Some(title) = part.text() {
                    let title = rich::of_markup(&title);
                    article.title.insert(list_language(None, &title), title);
                }
            }
            "summary" => {
                if let Some(text) = part.text() {
                    let text = rich::of_markup(&text);
                    let lang = list_language(None, &text);
                    article.abstracts.insert(lang, vec![AbstractSection { text, ..AbstractSection::default() }]);
                }
            }
            "author" => author(part, &mut article),
            // The day of the first version.
            "published" => article.dates.published = part.text().and_then(|stamp| PartialDate::parse(stamp.get(..10)?)),
            "updated" => {
                if let Some(day) = part.text().and_then(|stamp| PartialDate::parse(stamp.get(..10)?))
                    && root.child("published").and_then(Element::text).and_then(|stamp| PartialDate::parse(stamp.get(..10)?)) != Some(day)
                {
                    article.dates.revised = Some(day);
                }
            }
            "doi" => article.ids.doi = part.text().and_then(|text| Doi::parse(&text)),
            // Where it was printed is a citation as its authors wrote it.
            "journal_ref" | "comment" => article.notes.extend(part.rich()),
            "category" => category(part, &mut article),
            // Named once more among the categories, and kept apart for those that ask which is the first.
            "primary_category" => {
                part.take();
                if let Some(term) = part.attribute("term") {
                    article.rest.insert("primary-category".to_owned(), term.into_owned().into());
                }
            }
            "link" => link(part, &mut article),
            _ => {}
        }
    }
    article.year = article.dates.published.map(|date| date.year);
    article.lang = article.title.languages().next().cloned().unwrap_or(Language::En);
    vec![(article, Vec::new())]
}

/// `http://arxiv.org/abs/2101.00001v2`: the number without its version, which is kept as such.
fn identifier(part: Element<'_>, article: &mut Article) {
    let Some(address) = part.text() else { return };
    let Some((_, id)) = address.split_once("/abs/") else { return };
    let version = id.rsplit_once('v').filter(|(_, number)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()));
    let (id, version) = version.map_or((id, None), |(id, number)| (id, Some(number.to_owned())));
    article.ids.arxiv = Some(id.to_owned());
    article.imprint.version = version;
    article.imprint.archive = Some("arXiv".to_owned());
    article.links.push(Link { kind: "abstract".to_owned(), url: address, ..Link::default() });
}

fn author(part: Element<'_>, article: &mut Article) {
    let Some(name) = part.text_of("name") else { return };
    let mut one = names::person(&name);
    one.aff = part.all("affiliation").filter_map(Element::text).map(|text| place_of(&mut article.affiliations, text)).collect();
    article.authors.push(one);
}

/// arXiv's categories, and classes of MSC and ACM that authors gave.
fn category(part: Element<'_>, article: &mut Article) {
    part.take();
    let Some(code) = part.attribute("term") else { return };
    let scheme = if part.attribute("scheme").is_some_and(|scheme| scheme.contains("arxiv")) { "arxiv" } else { "class" };
    article.subjects.push(Subject { scheme: scheme.to_owned(), code: code.into_owned(), ..Subject::default() });
}

fn link(part: Element<'_>, article: &mut Article) {
    part.take();
    let Some(url) = part.attribute("href") else { return };
    let kind = match part.attribute("title").as_deref() {
        Some("pdf") => "pdf",
        Some("doi") => "doi",
        _ if part.has("type", "application/pdf") => "pdf",
        _ => "abstract",
    };
    if article.links.iter().all(|known| known.url.split_once("://").map(|known| known.1) != url.split_once("://").map(|url| url.1)) {
        article.links.push(Link { kind: kind.to_owned(), url: url.into_owned(), ..Link::default() });
    }
}
