//! What a work of Crossref stands in: the journal and its issue, the book, the proceedings, the conference.

use crate::formats::xml::{Element, date, list_language};
use crate::record::{Article, Citation, Doi, Language, MultiText, RelatedArticle, Relation};

/// The journal, the book or the proceedings that a work stands in.
pub(super) fn host(host: Element<'_>, article: &mut Article) {
    let host_lang = host.attribute("language").map(|lang| Language::parse(&lang));
    for part in host.children() {
        match part.name() {
            "full_title" | "proceedings_title" => host_title(part, host_lang.as_ref(), article),
            "titles" => part.all("title").for_each(|title| host_title(title, host_lang.as_ref(), article)),
            "series_metadata" | "set_metadata" => {
                of_book(part, article);
                for issn in part.descendants().filter(|one| one.name() == "issn") {
                    push_issn(issn, article);
                }
            }
            "abbrev_title" => {
                if let Some(text) = part.rich() {
                    article.journal.abbrev = MultiText::of(list_language(None, &text), text);
                }
            }
            "issn" => push_issn(part, article),
            "publisher" => publisher(part, article),
            "publication_date" => published(part, article),
            "journal_volume" => article.volume = part.text_of("volume"),
            "volume" => article.volume = part.text(),
            "issue" => article.issue = part.text(),
            "contributors" => {
                let mut editors = Article::default();
                super::people(part, &mut editors);
                // Who made the book is not who made its chapter.
                for mut one in editors.authors {
                    one.role.get_or_insert_with(|| "container-author".to_owned());
                    one.aff.clear();
                    article.authors.push(one);
                }
            }
            _ => of_book(part, article),
        }
    }
}

/// What a book says of itself, whether it is the work or the work's host: its number, its edition, its series.
pub(super) fn of_book(part: Element<'_>, article: &mut Article) {
    match part.name() {
        "isbn" => part.text().into_iter().for_each(|isbn| article.ids.add_isbn(&isbn)),
        "edition_number" => article.imprint.edition = part.text().or(article.imprint.edition.take()),
        "series_metadata" | "set_metadata" => {
            let title = part.find("title").and_then(Element::text);
            article.imprint.series = article.imprint.series.take().or(title);
        }
        _ => {}
    }
}

/// Words of Crossref for relations and updates, and what they are here; others stay as they are.
const RELATIONS: &[(&str, Relation)] = &[
    ("reprint", Relation::PreprintOf),
    ("ranslation", Relation::Translation),
    ("retraction", Relation::Retraction),
    ("withdrawal", Relation::Retraction),
    ("removal", Relation::Retraction),
    ("correction", Relation::Correction),
    ("corrigendum", Relation::Correction),
    ("erratum", Relation::Correction),
    ("addendum", Relation::Correction),
    ("concern", Relation::Correction),
    ("clarification", Relation::Correction),
    ("ersion", Relation::Version),
    ("anuscript", Relation::Version),
    ("VariantForm", Relation::Version),
    ("Identical", Relation::Version),
    ("upplement", Relation::Companion),
    ("eview", Relation::Companion),
    ("omment", Relation::Companion),
    ("eply", Relation::Companion),
];

/// A relation to another work, or the notice that it corrects or retracts one.
pub(super) fn related(part: Element<'_>, article: &mut Article) {
    let word = part.attribute("relationship-type").or_else(|| part.attribute("type")).unwrap_or_default().into_owned();
    let Some((_, rel)) = RELATIONS.iter().find(|(known, _)| word.contains(known)) else { return };
    let Some(raw) = part.text() else { return };
    let doi = Doi::parse(&raw).map(|doi| doi.to_string());
    let url = Some(raw.clone()).filter(|raw| doi.is_none() && raw.starts_with("http"));
    let mut one = RelatedArticle { rel: *rel, raw, part: Some(Citation { url, doi, ..Citation::default() }), ..RelatedArticle::default() };
    one.rest.insert("type".to_owned(), word.into());
    article.related.get_or_insert_default().push(one);
}

fn host_title(part: Element<'_>, lang: Option<&Language>, article: &mut Article) {
    let Some(text) = part.rich() else { return };
    let lang = list_language(lang, &text);
    if article.journal.title.get(&lang).is_none() {
        article.journal.title.insert(lang, text);
    }
}

fn push_issn(part: Element<'_>, article: &mut Article) {
    if let Some(text) = part.text() {
        let issn =
            if text.len() == 8 { format!("{}-{}", text.get(..4).unwrap_or_default(), text.get(4..).unwrap_or_default()) } else { text };
        article.journal.add_issn(&issn);
    }
}

pub(super) fn publisher(part: Element<'_>, article: &mut Article) {
    if let Some(text) = part.child("publisher_name").and_then(Element::rich) {
        article.journal.publisher = MultiText::of(list_language(None, &text), text);
    }
    article.imprint.place = part.text_of("publisher_place").or(article.imprint.place.take());
}

pub(super) fn event(event: Element<'_>, article: &mut Article) {
    article.imprint.event = event.text_of("conference_name").or(article.imprint.event.take());
    article.imprint.event_place = event.text_of("conference_location").or(article.imprint.event_place.take());
    if let Some(text) = event.text_of("conference_date") {
        article.rest.entry("conference_date").or_insert_with(|| text.into());
    }
}

/// Printed dates come before those online; a work's own before its issue's.
pub(super) fn published(part: Element<'_>, article: &mut Article) {
    let Some(found) = date(part) else { return };
    let online = part.has("media_type", "online");
    if online {
        article.dates.online = Some(found);
    }
    let known = article.dates.published;
    if known.is_none() || !online || known == article.dates.online {
        article.dates.published = Some(found);
    }
    article.year = article.dates.published.map(|date| date.year);
}
