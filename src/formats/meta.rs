//! Any publisher's page by its meta tags: `citation_*` (Highwire), Dublin Core, PRISM, Open Graph, JSON-LD.

mod json_ld;
mod kind;

use super::document::{Document, Works, all_read, read_each};
use super::draft::{DateKind, Draft};
use super::html::Html;
use super::{Confidence, Finding, Readings, Source, labels, names, refusal, rich};
use crate::record::Language;

/// One meta tag: its name in lower case, its content decoded, its language.
struct Meta {
    name: String,
    content: String,
    lang: Option<Language>,
}

fn metas(html: &Html) -> Vec<Meta> {
    html.elements()
        .filter(|(_, node)| node.name() == "meta")
        .filter_map(|(_, node)| {
            let name = node.attribute("name").or_else(|| node.attribute("property"))?.trim().to_ascii_lowercase();
            let content = node.attribute("content")?.replace('\u{A0}', " ").trim().to_owned();
            let lang = node.attribute("xml:lang").or_else(|| node.attribute("lang")).map(Language::parse);
            // Digital Commons writes the names of Highwire behind its own.
            let name = name.strip_prefix("bepress_").unwrap_or(&name);
            let name = OTHER_NAMES.iter().find(|(other, _)| *other == name).map_or(name, |(_, known)| known).to_owned();
            (!content.is_empty()).then_some(Meta { name, content, lang })
        })
        .collect()
}

/// Names that say the same as others: EPrints, Open Journal Systems, Springer, Wolters Kluwer.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("eprints.title", "citation_title"),
    ("eprints.creators_name", "citation_author"),
    ("eprints.editors_name", "citation_editor"),
    ("eprints.publication", "citation_journal_title"),
    ("eprints.volume", "citation_volume"),
    ("eprints.number", "citation_issue"),
    ("eprints.pagerange", "citation_pages"),
    ("eprints.date", "citation_publication_date"),
    ("eprints.abstract", "citation_abstract"),
    ("eprints.keywords", "citation_keywords"),
    ("eprints.publisher", "citation_publisher"),
    ("eprints.issn", "citation_issn"),
    ("eprints.isbn", "citation_isbn"),
    ("eprints.id_number", "citation_doi"),
    ("eprints.document_url", "citation_pdf_url"),
    ("eprints.institution", "citation_dissertation_institution"),
    ("dc.creator.personalname", "dc.creator"),
    ("dc.source.issn", "citation_issn"),
    ("dc.source.volume", "dc.citation.volume"),
    ("dc.source.issue", "dc.citation.issue"),
    ("dc.identifier.pagenumber", "citation_pages"),
    ("dc.title.alternative", "dc.title"),
    ("dcterms.creator", "dc.creator"),
    ("dcterms.publisher", "dc.publisher"),
    ("dcterms.subject", "dc.subject"),
    ("dcterms.bibliographiccitation", "dc.source"),
    ("wkhealth_title", "citation_title"),
    ("wkhealth_authors", "citation_authors"),
    ("wkhealth_journal_title", "citation_journal_title"),
    ("wkhealth_volume", "citation_volume"),
    ("wkhealth_issue", "citation_issue"),
    ("wkhealth_issn", "citation_issn"),
    ("wkhealth_first_page", "citation_firstpage"),
    ("wkhealth_last_page", "citation_lastpage"),
    ("wkhealth_date", "citation_publication_date"),
    ("citation_first_page", "citation_firstpage"),
    ("citation_last_page", "citation_lastpage"),
    ("citation_keyword", "citation_keywords"),
    ("citation_conference", "citation_conference_title"),
    ("citation_book_title", "citation_inbook_title"),
];

const TITLE: &[&str] = &["citation_title", "dc.title", "dcterms.title", "prism.title"];
const JOURNAL: &[&str] =
    &["citation_journal_title", "prism.publicationname", "dc.source", "citation_conference_title", "citation_inbook_title"];
const ABSTRACT: &[&str] = &["citation_abstract", "dc.description", "dcterms.abstract", "description", "og:description"];
const KEYWORDS: &[&str] = &["citation_keywords", "citation_keyword", "dc.keywords", "dc.subject", "keywords"];
const PUBLISHED: &[&str] = &[
    "citation_publication_date",
    "citation_date",
    "prism.publicationdate",
    "dc.date",
    "dcterms.issued",
    "dc.date.issued",
    "article:published_time",
];

/// Whether any tag names an article.
pub fn has_article(html: &Html) -> bool {
    metas(html).iter().any(|meta| TITLE.contains(&meta.name.as_str()) || meta.name == "og:title")
}

/// Gathers from the meta tags of a page.
pub fn gather(html: &Html, draft: &mut Draft) {
    let metas = metas(html);
    let named = |wanted: &'static [&'static str]| wanted.iter().flat_map(|name| metas.iter().filter(move |meta| meta.name == *name));
    let first = |wanted: &'static [&'static str]| named(wanted).next();
    if let Some(meta) = first(&["citation_language", "dc.language", "og:locale"]) {
        draft.article.lang = Language::parse(&meta.content);
    }
    let lang = draft.article.lang.clone();
    for meta in named(TITLE) {
        let guess = meta.lang.clone().or_else(|| (Language::of_text(&meta.content) == Language::Zh).then_some(Language::Zh));
        draft.title(&rich::of_markup(&meta.content), guess.as_ref(), "citation_title");
    }
    for meta in named(JOURNAL) {
        draft.journal(&rich::of_markup(&meta.content), meta.lang.as_ref(), "citation_journal_title");
    }
    if let Some(meta) = first(&["citation_journal_abbrev"]) {
        draft.abbrev(&rich::of_markup(&meta.content), "citation_journal_abbrev");
    }
    if let Some(meta) = first(&["citation_publisher", "dc.publisher"]) {
        draft.publisher(&rich::of_markup(&meta.content), "citation_publisher");
    }
    for meta in named(&["citation_issn", "prism.issn", "prism.eissn"]) {
        draft.issn(&meta.content, "citation_issn");
    }
    for meta in named(&["citation_volume", "prism.volume", "dc.citation.volume"]) {
        draft.volume(&meta.content, "citation_volume");
    }
    for meta in named(&["citation_issue", "prism.number", "dc.citation.issue"]) {
        draft.issue(&meta.content, "citation_issue");
    }
    pages(
        first(&["citation_firstpage", "prism.startingpage", "dc.citation.spage", "citation_pages"]).map(|meta| meta.content.as_str()),
        first(&["citation_lastpage", "prism.endingpage", "dc.citation.epage"]).map(|meta| meta.content.as_str()),
        draft,
    );
    for meta in named(&["citation_doi", "doi", "prism.doi", "dc.identifier", "dc.identifier.doi", "bepress_citation_doi"]) {
        draft.doi(&meta.content, "citation_doi");
    }
    for meta in named(PUBLISHED) {
        draft.date(DateKind::Published, &meta.content, "citation_publication_date");
    }
    for meta in
        named(&["citation_year", "citation_publication_date", "citation_date", "prism.publicationdate", "dc.date", "citation_online_date"])
    {
        draft.year(&meta.content, "citation_publication_date");
    }
    if let Some(meta) = first(&["citation_online_date"]) {
        draft.date(DateKind::Online, &meta.content, "citation_online_date");
    }
    authors(&metas, draft);
    for meta in named(ABSTRACT) {
        // A description of a few words is the site's, not the article's.
        let text = rich::of_markup(&meta.content);
        let own = meta.name.contains("abstract") || text.chars().count() >= 60;
        let titles: Vec<&String> = draft.article.title.values().collect();
        if own && !titles.contains(&&text) {
            draft.abstracts(&text, None, "citation_abstract");
        }
    }
    for name in KEYWORDS {
        for lang in [Some(Language::Zh), Some(Language::En), None] {
            let tags: Vec<&Meta> = metas.iter().filter(|meta| meta.name == *name && meta.lang == lang).collect();
            let words: Vec<String> = tags.iter().flat_map(|meta| labels::keywords(&rich::of_markup(&meta.content))).collect();
            draft.keywords(words, lang.as_ref(), "citation_keywords");
        }
    }
    let page = first(&["citation_abstract_html_url", "citation_fulltext_html_url", "og:url"]).map(|meta| meta.content.clone());
    let page = page.or_else(|| canonical(html));
    for meta in named(&["citation_pdf_url"]) {
        draft.link("pdf", &whole_address(&meta.content, page.as_deref()), "citation_pdf_url");
    }
    for meta in named(&["citation_abstract_html_url", "citation_fulltext_html_url", "hw.ad-path", "og:url"]) {
        draft.link("html", &meta.content, "citation_abstract_html_url");
    }
    for meta in named(&["citation_isbn", "prism.isbn"]) {
        draft.article.ids.add_isbn(&meta.content);
    }
    if let Some(meta) = first(&["citation_technical_report_number"]) {
        draft.article.imprint.number.get_or_insert_with(|| meta.content.clone());
    }
    if let Some(meta) = first(&["citation_conference_title"]).filter(|_| first(&["citation_inbook_title"]).is_some()) {
        draft.article.imprint.event.get_or_insert_with(|| meta.content.clone());
    }
    kind::tell(&|name| metas.iter().find(|meta| meta.name == name).map(|meta| meta.content.as_str()), draft);
    if let Some(meta) = first(&["citation_arxiv_id"]) {
        draft.article.ids.arxiv.get_or_insert_with(|| meta.content.trim_start_matches("arXiv:").to_owned());
    }
    if let Some(meta) = first(&["citation_pmid"]) {
        draft.article.ids.pmid.get_or_insert_with(|| meta.content.clone());
    }
    let references: Vec<(Option<String>, String)> =
        named(&["citation_reference"]).enumerate().map(|(at, meta)| (Some((at + 1).to_string()), meta.content.clone())).collect();
    if !references.is_empty() {
        draft.references(references, "citation_reference");
    }
    json_ld::gather(html, draft);
    for meta in named(&["og:title"]) {
        if draft.article.title.is_empty() && metas.iter().any(|meta| meta.name == "og:type" && meta.content.contains("article")) {
            draft.title(&rich::of_markup(&meta.content), None, "og:title");
        }
    }
    // The word for the page's language is sometimes wrong; a title in one language alone knows better.
    let titled: Vec<Language> = draft.article.title.languages().cloned().collect();
    if let [only] = titled.as_slice()
        && lang != *only
        && *only != Language::Und
    {
        draft.article.lang = only.clone();
    }
}

/// First and last page. A last page below the first is a count or a shortened number: which, the tags cannot say.
fn pages(first: Option<&str>, last: Option<&str>, draft: &mut Draft) {
    let Some(first) = first.map(str::trim).filter(|first| !first.is_empty()) else { return };
    match last.map(str::trim).filter(|last| !last.is_empty() && *last != first) {
        _ if first.contains('-') => draft.pages(first, "citation_firstpage"),
        None => draft.pages(first, "citation_firstpage"),
        Some(last) => match (first.parse::<u32>(), last.parse::<u32>()) {
            (Ok(from), Ok(to)) if to < from => {
                draft.pages(first, "citation_firstpage");
                draft.findings.push(
                    Finding::kept(format!("citation_lastpage is {last}, less than the first page {first}; only the first page is taken"))
                        .of("pages"),
                );
            }
            _ => draft.pages(&format!("{first}-{last}"), "citation_firstpage"),
        },
    }
}

fn authors(metas: &[Meta], draft: &mut Draft) {
    for name in ["citation_author", "citation_authors", "dc.creator", "dc.contributor", "authors", "author"] {
        for lang in [Some(Language::Zh), Some(Language::En), None] {
            let mut people = Vec::new();
            for (at, meta) in metas.iter().enumerate().filter(|(_, meta)| meta.name == name && meta.lang == lang) {
                let text = rich::of_markup(&meta.content);
                let one_name =
                    matches!(name, "citation_author" | "dc.creator" | "dc.contributor") && !text.contains([';', '；', '，', '、']);
                // `Hu, Yefei` is one; `Hu Y, Li Z` and `甲,乙` are two.
                let comma = text.split(',').filter(|part| !part.trim().is_empty()).count();
                let inverted = comma == 2
                    && text.split(',').next().is_some_and(|family| !family.trim().contains(' '))
                    && Language::of_text(&text) != Language::Zh;
                if one_name && (comma == 1 || inverted) {
                    let mut one = names::byline(&text.replace(',', "\u{E002}")).into_iter().next().unwrap_or_default();
                    let shown = rich::plain(&text).into_owned();
                    let again = names::person(&shown);
                    one.name = again.name;
                    one.family = again.family;
                    one.given = again.given;
                    one.kind = again.kind;
                    names::split(&mut one, names::Told::Kind);
                    // Tags of one person follow the name.
                    for more in metas.iter().skip(at + 1).take_while(|more| more.name != name) {
                        match more.name.as_str() {
                            "citation_author_email" => one.email = Some(more.content.clone()),
                            "citation_author_orcid" => one.orcid = more.content.rsplit('/').next().map(str::to_owned),
                            "citation_author_institution" => {
                                let text = rich::plain(&more.content).into_owned();
                                let known = draft
                                    .article
                                    .affiliations
                                    .iter()
                                    .take(200)
                                    .position(|aff| aff.text.values().any(|known| *known == text));
                                let at = known.unwrap_or_else(|| {
                                    let label = (draft.article.affiliations.len() + 1).to_string();
                                    draft.article.affiliations.push(crate::record::Affiliation {
                                        label: Some(label),
                                        text: crate::record::MultiText::of(Language::of_text(&text), text.clone()),
                                        ..crate::record::Affiliation::default()
                                    });
                                    draft.article.affiliations.len() - 1
                                });
                                one.aff.push(at);
                            }
                            _ => {}
                        }
                    }
                    people.push(one);
                } else if name == "authors" && !text.contains([',', ';', '，', '；', '、']) && Language::of_text(&text) == Language::Zh {
                    people.extend(names::byline(&text.replace(' ', ",")));
                } else if text.contains(';') && Language::of_text(&text) != Language::Zh {
                    // `Smith, John; Doe, Jane`: the stronger sign parts people.
                    people.extend(
                        text.split(';')
                            .map(|name| rich::plain(name).trim().to_owned())
                            .filter(|name| !name.is_empty())
                            .map(|name| names::person(&name)),
                    );
                } else {
                    people.extend(names::byline(&text));
                }
            }
            let (chinese, others): (Vec<_>, Vec<_>) = people.into_iter().partition(|one| one.name.get(&Language::Zh).is_some());
            draft.authors(chinese, "citation_author");
            draft.authors(others, "citation_author");
        }
    }
}

/// The page's own address.
fn canonical(html: &Html) -> Option<String> {
    let is_own = |rel: &str| rel.eq_ignore_ascii_case("canonical");
    let mut links = html.elements().filter(|(_, node)| node.name() == "link" && node.attribute("rel").is_some_and(is_own));
    links.find_map(|(_, node)| node.attribute("href").map(str::to_owned))
}

/// An address with the host of the page where it has none.
fn whole_address(address: &str, page: Option<&str>) -> String {
    let Some((scheme, rest)) = page.and_then(|page| page.split_once("://")) else { return address.to_owned() };
    if address.starts_with("//") {
        return format!("{scheme}:{address}");
    }
    let host = rest.split('/').next().unwrap_or(rest);
    if address.starts_with('/') { format!("{scheme}://{host}{address}") } else { address.to_owned() }
}

/// How sure it is that text is a web page with an article's meta tags.
pub fn sniff(head: &str) -> Confidence {
    let lower = head.to_ascii_lowercase();
    let html = ["<html", "<!doctype html", "<head", "<meta", "<body", "<table", "<div", "<script"].iter().any(|tag| lower.contains(tag));
    if !html || lower.trim_start().starts_with(['{', '[']) {
        return 0;
    }
    let named = ["citation_title", "eprints.title", "dc.title", "prism.", "og:title", "ld+json", "scholarlyarticle"]
        .iter()
        .any(|name| lower.contains(name));
    if named { 60 } else { 30 }
}

/// Reads a page by its meta tags.
pub fn read(source: Source) -> Readings {
    read_each(source, |document| page(&Html::parse(&document.text), document))
}

/// Reads a parsed page by its meta tags, and by labels in its text. A page that is no article's own may name works in its text.
///
/// # Errors
/// A finding that says what the page looks like, where nothing in it is a record.
pub fn page(html: &Html, document: &Document) -> Result<Works, Finding> {
    let mut draft = Draft::default();
    gather(html, &mut draft);
    if draft.has_record() {
        super::magtech::scan(&html.lines(0), &mut draft);
        return Ok(all_read(vec![draft.finish(document, "html-meta")]));
    }
    let mut named = super::coins::works(html, document).map(Iterator::peekable);
    if let Some(works) = named.take_if(|works| matches!(works.peek(), Some(Ok(_)))) {
        return Ok(Box::new(works));
    }
    let lines = html.lines(0);
    match super::tagged::cited::of_lines(&lines) {
        Some(works) => Ok(works),
        // Of works without a title it is told how many they are.
        None => Err(named.and_then(|mut works| works.next()?.err()).unwrap_or_else(|| refusal::of_page(&lines.join("\n")))),
    }
}
