//! ÉruditArticle, the XML of Érudit (journals of Québec): `admin`, `liminaire`, `corps` and `partiesann` of an article.

mod text;

use super::document::Yield;
use super::xml::{Element, Written, body, first_element, list_language, person, place_of, read_records, written_date};
use super::{Confidence, Readings, Source, gbt7714};
use crate::record::{AbstractSection, Article, ArticleKind, Contributor, Doi, Language, MultiText, Pages, Reference};
use text::rich;

/// How sure it is that text is of Érudit.
pub fn sniff(head: &str) -> Confidence {
    let own = || head.contains("erudit.org/xsd/article") || (head.contains("<infoarticle") && head.contains("<liminaire"));
    if first_element(head) == Some("article") && own() { 95 } else { 0 }
}

/// Reads articles.
pub fn read(source: Source) -> Readings {
    read_records(source, &["article"], "erudit", record)
}

/// Types of articles (`@typeart`).
const KINDS: &[(&str, ArticleKind)] = &[("compterendu", ArticleKind::Review), ("autre", ArticleKind::Other)];

fn record(root: Element<'_>) -> Yield {
    let mut article = Article { lang: language(root).unwrap_or_default(), ..Article::default() };
    let word = root.attribute("typeart").unwrap_or_default();
    article.kind = KINDS.iter().find(|(known, _)| *known == word).map_or(ArticleKind::Article, |(_, kind)| kind.clone());
    for part in root.children().flat_map(Element::children) {
        match part.name() {
            "infoarticle" => info(part, &mut article),
            "revue" => journal(part, &mut article),
            "numero" => issue(part, &mut article),
            "editeur" => {
                if let Some(text) = part.text_of("nomorg") {
                    article.journal.publisher = MultiText::of(list_language(Some(&article.lang), &text), text);
                }
            }
            "droitsauteur" => article.copyright = article.copyright.take().or_else(|| rich(part)),
            "grtitre" => titles(part, &mut article),
            "grauteur" => article_people(part, &mut article),
            "resume" => summary(part, &mut article),
            "grmotcle" => {
                let words: Vec<String> = part.all("motcle").filter_map(rich).collect();
                let lang = list_language(language(part).as_ref(), &words.join(" "));
                article.keywords.entry(lang).extend(words);
                part.take();
            }
            "notegen" => article.notes.extend(rich(part)),
            "grbiblio" => {
                let entries = part.descendants().filter(|one| one.name() == "refbiblio").filter_map(reference);
                article.refs.get_or_insert_default().extend(entries);
            }
            "grnotebio" => biographies(part, &mut article),
            _ => {}
        }
    }
    article.body = text::read(root, &article.lang);
    if article.lang == Language::Und {
        article.lang = article.title.languages().next().cloned().unwrap_or_default();
    }
    article.year = article.year.or(article.dates.published.map(|date| date.year));
    vec![(article, Vec::new())]
}

fn language(part: Element<'_>) -> Option<Language> {
    part.attribute("lang").map(|lang| Language::parse(&lang))
}

fn info(part: Element<'_>, article: &mut Article) {
    let (mut first, mut last) = (None, None);
    for one in part.descendants() {
        match one.name() {
            "idpublic" => {
                let Some(text) = one.text() else { continue };
                match Doi::parse(&text).filter(|_| one.has("scheme", "doi")) {
                    Some(doi) => article.ids.doi = Some(doi),
                    None => drop(article.ids.rest.insert("id".to_owned(), text.into())),
                }
            }
            "ppage" => first = one.text(),
            "dpage" => last = one.text(),
            "descripteur" => {
                if let Some(text) = rich(one) {
                    article.keywords.entry(list_language(Some(&article.lang), &text)).push(text);
                }
            }
            _ => {}
        }
    }
    article.pages = Pages::parse(&Pages::range(first, last).unwrap_or_default());
}

fn journal(part: Element<'_>, article: &mut Article) {
    let lang = language(part).unwrap_or_else(|| article.lang.clone());
    for one in part.children() {
        match one.name() {
            "titrerev" => {
                if let Some(text) = rich(one) {
                    article.journal.title.insert(list_language(Some(&lang), &text), text);
                }
            }
            "idissn" | "idissnnum" => {
                if let Some(text) = one.text() {
                    article.journal.add_issn(&text);
                }
            }
            _ => {}
        }
    }
}

fn issue(part: Element<'_>, article: &mut Article) {
    for one in part.children() {
        match one.name() {
            "volume" => article.volume = one.text(),
            "nonumero" => {
                // A double issue has its number in two elements.
                let more = one.text();
                article.issue = match (article.issue.take(), more) {
                    (Some(known), Some(more)) => Some(format!("{known}-{more}")),
                    (known, more) => known.or(more),
                };
            }
            "pub" => {
                article.year = one.text_of("annee").and_then(|text| text.get(..4)?.parse().ok());
                if let Some(text) = one.text_of("periode") {
                    article.dates.raw.insert("published".to_owned(), text.into());
                }
            }
            "pubnum" => article.dates.online = one.text_of("date").and_then(|text| written_date(&text)),
            "grtheme" => {
                let theme = one.child("theme").and_then(rich);
                if let Some(theme) = theme {
                    article.rest.entry("issue-title").or_insert_with(|| theme.into());
                }
            }
            _ => {}
        }
    }
}

fn titles(group: Element<'_>, article: &mut Article) {
    let own = article.lang.clone();
    for one in group.children() {
        let (place, parallel) = match one.name() {
            "titre" => (&mut article.title, false),
            "titreparal" => (&mut article.title, true),
            "sstitre" => (&mut article.subtitle, false),
            "sstitreparal" => (&mut article.subtitle, true),
            "surtitre" => (&mut article.heading, false),
            "surtitreparal" => (&mut article.heading, true),
            // The book that a review is of stands in the place of a title.
            "trefbiblio" => {
                let Some(text) = rich(one) else { continue };
                let one = crate::record::RelatedArticle {
                    rel: crate::record::Relation::Companion,
                    part: gbt7714::parse(&text).into_iter().next(),
                    raw: crate::text::plain(&text),
                    ..Default::default()
                };
                if article.title.is_empty() {
                    article.title.insert(list_language(Some(&own), &text), text);
                }
                article.related.get_or_insert_default().push(one);
                continue;
            }
            _ => continue,
        };
        let Some(text) = rich(one) else { continue };
        let declared = language(one).or_else(|| (!parallel).then(|| own.clone()));
        let lang = list_language(declared.as_ref(), &text);
        if place.get(&lang).is_none() {
            place.insert(lang, text);
        }
    }
}

/// `grauteur`: authors, each with what the element says of them.
fn article_people(group: Element<'_>, article: &mut Article) {
    for one in group.all("auteur") {
        let Some(mut author) = name(one) else { continue };
        author.email = one.child("courriel").and_then(Element::text);
        let places = one.all("affiliation").filter_map(rich).collect::<Vec<_>>();
        author.aff = places.into_iter().map(|text| place_of(&mut article.affiliations, text)).collect();
        let kind = one.child("contribution").and_then(|kind| kind.attribute("typecontrib").map(std::borrow::Cow::into_owned));
        author.role = match kind.as_deref() {
            Some("trad" | "traducteur") => Some("translator".to_owned()),
            _ => None,
        };
        article.authors.push(author);
    }
}

fn name(element: Element<'_>) -> Option<Contributor> {
    let written = |part: Element<'_>| {
        let given: Vec<String> = ["prenom", "autreprenom"].iter().filter_map(|name| part.text_of(name)).collect();
        let given = Some(given.join(" ")).filter(|given| !given.is_empty());
        Written { family: part.text_of("nomfamille"), given, suffix: part.text_of("suffixe"), ..Written::default() }
    };
    person(element.child("nompers").map(written)).or_else(|| element.descendants().find(|one| one.name() == "nomorg")?.text().map(body))
}

fn summary(part: Element<'_>, article: &mut Article) {
    let head = |one: Element<'_>| matches!(one.name(), "titre");
    let texts = part.children().filter(|one| !head(*one)).filter_map(rich);
    let sections: Vec<AbstractSection> = texts.map(|text| AbstractSection { text, ..AbstractSection::default() }).collect();
    part.child("titre").inspect(|title| title.take());
    let all: String = sections.iter().map(|section| section.text.as_str()).collect();
    if !sections.is_empty() {
        super::further::put(article, list_language(language(part).as_ref(), &all), sections, "");
    }
}

fn reference(element: Element<'_>) -> Option<Reference> {
    let doi = element.children().find(|one| one.name() == "idpublic" && one.has("scheme", "doi")).and_then(Element::text);
    let raw = crate::text::plain(&rich(element)?);
    let mut reference = gbt7714::reference(None, &raw);
    reference.ids.doi = reference.ids.doi.or_else(|| doi.as_deref().and_then(Doi::parse));
    Some(reference)
}

/// `grnotebio`: who the authors are, each with whom it is of.
fn biographies(group: Element<'_>, article: &mut Article) {
    for note in group.all("notebio") {
        let whom = name(note);
        let texts: Vec<String> = note.children().filter(|one| one.name() != "nompers").filter_map(rich).collect();
        let text = texts.join(" ");
        let lang = list_language(language(note).as_ref().or(Some(&article.lang)), &text);
        let family = whom.as_ref().and_then(|one| one.family.values().next());
        let meant = article.authors.iter_mut().take(200).find(|one| family.is_some_and(|name| one.family.values().any(|own| own == name)));
        match (meant, text.is_empty()) {
            (_, true) => {}
            (Some(one), false) => one.bio = MultiText::of(lang, text),
            (None, false) => article.notes.push(text),
        }
    }
}
