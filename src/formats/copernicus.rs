//! The XML of Copernicus Publications (`copernicus.dtd`): an article's front matter and references, in elements of their own.

use super::document::Yield;
use super::xml::{Element, first_element, list_language, read_records, written_date};
use super::{Confidence, Readings, Source, gbt7714, names, rich};
use crate::record::{AbstractSection, Affiliation, Article, Contributor, Doi, Language, Link, MultiText, Pages};

/// How sure it is that text is of Copernicus.
pub fn sniff(head: &str) -> Confidence {
    let own = || head.contains("copernicus.dtd") || (head.contains("<journal_title>") && head.contains("<article_title"));
    if first_element(head) == Some("article") && own() { 95 } else { 0 }
}

/// Reads articles.
pub fn read(source: Source) -> Readings {
    read_records(source, &["article"], "copernicus", record)
}

/// Text in which the markup is escaped (`&lt;p&gt;`).
fn words(part: Element<'_>) -> Option<String> {
    Some(rich::of_markup(&part.text()?)).filter(|text| !text.is_empty())
}

fn record(root: Element<'_>) -> Yield {
    let mut article =
        Article { lang: root.attribute("language").map_or(Language::Und, |lang| Language::parse(&lang)), ..Article::default() };
    let (mut first, mut last) = (None, None);
    for part in root.children().chain(root.child("journal").into_iter().flat_map(Element::children)) {
        match part.name() {
            "journal_title" => put(&mut article.journal.title, part),
            "issn" | "eissn" => article.journal.issn.extend(part.text()),
            "volume_number" => article.volume = part.text(),
            "issue_number" => article.issue = part.text(),
            "publication_year" => article.year = part.text().and_then(|text| text.parse().ok()),
            "doi" => article.ids.doi = part.text().and_then(|text| Doi::parse(&text)),
            "article_url" | "abstract_html" | "fulltext_pdf" | "fulltext_xml" => {
                let kind = part.name().rsplit('_').next().filter(|kind| *kind != "url").unwrap_or("html").to_owned();
                article.links.extend(part.text().map(|url| Link { kind, url, ..Link::default() }));
            }
            "start_page" => first = part.text(),
            "end_page" => last = part.text(),
            "article_number" => article.ids.article_no = part.text(),
            "publication_date" => article.dates.published = part.text().and_then(|text| written_date(&text)),
            "article_title" => put(&mut article.title, part),
            "authors" => article.authors.extend(part.all("author").filter_map(author)),
            "affiliations" => article.affiliations.extend(part.all("affiliation").filter_map(affiliation)),
            "abstract" => {
                if let Some(text) = words(part) {
                    let lang = list_language(Some(&article.lang), &text);
                    article.abstracts.insert(lang, vec![AbstractSection { text, ..AbstractSection::default() }]);
                }
            }
            "references" => article.refs = Some(part.all("reference").filter_map(reference).collect()),
            _ => {}
        }
    }
    article.pages = Pages::parse(&Pages::range(first, last).unwrap_or_default());
    article.year = article.year.or(article.dates.published.map(|date| date.year));
    vec![(article, Vec::new())]
}

/// Puts the text of an element under its language.
fn put(place: &mut MultiText, part: Element<'_>) {
    if let Some(text) = words(part) {
        place.insert(list_language(None, &text), text);
    }
}

fn author(part: Element<'_>) -> Option<Contributor> {
    let name = part.text_of("name")?;
    let mut one = names::person(&name);
    // Names are given first and family last, and particles are not told.
    if one.family.is_empty()
        && one.kind == crate::record::ContributorKind::Person
        && let Some((given, family)) = name.split_once(' ')
    {
        let lang = Language::of_text(&name);
        let initials = family.split(' ').take_while(|word| word.ends_with('.')).count();
        let words: Vec<&str> = std::iter::once(given).chain(family.split(' ')).collect();
        let (given, family) = words.split_at_checked(initials + 1).unwrap_or((&words, &[]));
        one.given = MultiText::of(lang.clone(), given.join(" "));
        one.family = MultiText::of(lang, family.join(" "));
    }
    one.email = part.text_of("email");
    one.orcid = part.text_of("contrib-id");
    let places = part.attribute("affiliations").unwrap_or_default();
    one.aff = places.split([',', ' ']).filter_map(|number| number.parse::<usize>().ok()?.checked_sub(1)).collect();
    Some(one)
}

fn affiliation(part: Element<'_>) -> Option<Affiliation> {
    let label = part.attribute("numeration").map(std::borrow::Cow::into_owned);
    let text = words(part)?;
    Some(Affiliation { label, text: MultiText::of(Language::of_text(&text), text), ..Affiliation::default() })
}

fn reference(part: Element<'_>) -> Option<crate::record::Reference> {
    let n = part.attribute("numeration").map(std::borrow::Cow::into_owned);
    let raw = rich::plain(&words(part)?).into_owned();
    Some(gbt7714::reference(n, &raw))
}
