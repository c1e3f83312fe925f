//! Works that a record of MODS tells of beside its own: what it stands in, its series, other versions, what it reviews.

use super::{identifier, name, numbers, origin, whole_title};
use crate::formats::xml::{Element, list_language, written_date};
use crate::record::{Article, Citation, Journal, Language, RelatedArticle, Relation};

/// What a work stands in.
pub(super) fn read(item: Element<'_>, article: &mut Article) {
    let kind = item.attribute("type").unwrap_or_default().into_owned();
    if kind == "series" {
        let number = item.child("titleInfo").and_then(|title| title.text_of("partNumber"));
        article.imprint.series_number = article.imprint.series_number.take().or(number);
        let title = item.child("titleInfo").filter(|_| article.imprint.series.is_none());
        article.imprint.series = article.imprint.series.take().or_else(|| title.and_then(series));
        return;
    }
    if kind != "host" {
        return beside(item, &kind, article);
    }
    for part in item.children() {
        match part.name() {
            "titleInfo" => {
                let short = part.has("type", "abbreviated");
                if let Some(text) = whole_title(part) {
                    let journal: &mut Journal = &mut article.journal;
                    let place = if short { &mut journal.abbrev } else { &mut journal.title };
                    let lang = list_language(None, &text);
                    if place.get(&lang).is_none() {
                        place.insert(lang, text);
                    }
                }
            }
            "name" => article.authors.extend(name(part).map(|mut one| {
                one.role.get_or_insert_with(|| "container-author".to_owned());
                one
            })),
            // What came before a journal did not come before its articles.
            "relatedItem" if part.has("type", "host") || part.has("type", "series") => read(part, article),
            _ => own_of_host(part, article),
        }
    }
}

fn own_of_host(part: Element<'_>, article: &mut Article) {
    match part.name() {
        "originInfo" => origin(part, article),
        "part" => numbers(part, article),
        // The identifiers of the host are not the work's.
        "identifier" if part.has("type", "issn") => identifier(part, article),
        "identifier" if part.has("type", "isbn") => identifier(part, article),
        _ => {}
    }
}

/// A series without the number that the work has in it.
fn series(title: Element<'_>) -> Option<String> {
    let [word, name, part] = ["nonSort", "title", "partName"].map(|part| title.child(part).and_then(Element::text));
    let name = [word, Some(name?)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Some([Some(name), part].into_iter().flatten().collect::<Vec<_>>().join(". "))
}

/// What a work is to another one (`relatedItem/@type`). What cites it is no relation of it.
const RELATIONS: &[(&str, Relation)] = &[
    ("original", Relation::Version),
    ("otherversion", Relation::Version),
    ("otherformat", Relation::Version),
    ("preceding", Relation::Companion),
    ("succeeding", Relation::Companion),
    ("constituent", Relation::Companion),
    ("reviewof", Relation::Companion),
    ("references", Relation::Similar),
];

/// Another work that is told of: who made it, its title, its year, and where it is.
fn beside(item: Element<'_>, kind: &str, article: &mut Article) {
    let lower = kind.to_lowercase();
    let Some((_, rel)) = RELATIONS.iter().find(|(known, _)| *known == lower) else { return };
    let mut part = Citation { title: item.child("titleInfo").and_then(whole_title), ..Citation::default() };
    part.authors.extend(item.all("name").filter_map(name));
    part.lang = Language::of_text(part.title.as_deref().unwrap_or_default());
    for one in item.descendants_but(&["relatedItem"]) {
        match one.name() {
            "dateIssued" if part.year.is_none() => {
                part.year = one.text().and_then(|text| written_date(&text)).map(|date| date.year);
            }
            "identifier" if one.has("type", "doi") && part.doi.is_none() => part.doi = one.text(),
            "identifier" if one.has("type", "uri") && part.url.is_none() => part.url = one.text(),
            "url" if part.url.is_none() => part.url = one.text(),
            "publisher" if part.publisher.is_none() => part.publisher = one.text(),
            _ => {}
        }
    }
    let raw = if part.title.is_some() {
        crate::formats::jats::printed(&part)
    } else {
        part.doi.clone().or_else(|| part.url.clone()).unwrap_or_default()
    };
    if !raw.is_empty() {
        let mut one = RelatedArticle { rel: *rel, raw, part: Some(part), ..RelatedArticle::default() };
        one.rest.insert("type".to_owned(), kind.into());
        article.related.get_or_insert_default().push(one);
    }
}
