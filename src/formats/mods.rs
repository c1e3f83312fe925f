//! MODS (Library of Congress), alone or in a `modsCollection`.

mod related;

use super::document::Yield;
use super::xml::{Element, Written, body, list_language, person, read_records, written_date};
use super::{Confidence, Readings, Source};
use super::{further, tagged};
use crate::record::{AbstractSection, Affiliation, Article, ArticleKind, Contributor, Doi, Language, Link, MultiText, Pages, Subject};

/// How sure it is that text is MODS.
pub fn sniff(head: &str) -> Confidence {
    let tag = ["<mods", "<mods:mods"].iter().any(|tag| head.contains(tag));
    if tag && (head.contains("loc.gov/mods") || head.contains("titleInfo")) { 90 } else { 0 }
}

/// Reads records.
pub fn read(source: Source) -> Readings {
    read_records(source, &["mods"], "mods", record)
}

/// Genres and kinds, by a part of the word.
const KINDS: &[(&str, ArticleKind)] = &[
    ("journal article", ArticleKind::Article),
    ("article", ArticleKind::Article),
    ("chapter", ArticleKind::Chapter),
    ("book section", ArticleKind::Chapter),
    ("booksection", ArticleKind::Chapter),
    ("conference publication", ArticleKind::Proceedings),
    ("conference", ArticleKind::Paper),
    ("thesis", ArticleKind::Thesis),
    ("dissertation", ArticleKind::Thesis),
    ("report", ArticleKind::Report),
    ("newspaper", ArticleKind::Newspaper),
    ("map", ArticleKind::Map),
    ("patent", ArticleKind::Patent),
    ("web", ArticleKind::Webpage),
    ("software", ArticleKind::Program),
    ("book", ArticleKind::Book),
];

fn record(root: Element<'_>) -> Yield {
    let mut article = Article { kind: ArticleKind::Other, ..Article::default() };
    let word = root.descendants_but(&["relatedItem"]).find(|part| part.name() == "languageTerm").and_then(Element::text);
    article.lang = word.map_or(Language::Und, |word| named(&word));
    let mut genre = None;
    for part in root.children() {
        match part.name() {
            "genre" => genre = genre.or_else(|| part.text()),
            "relatedItem" => related::read(part, &mut article),
            _ => own(part, &mut article),
        }
    }
    kind(root, genre.as_deref(), &mut article);
    if article.lang == Language::Und {
        article.lang = article.title.languages().next().cloned().unwrap_or_default();
    }
    article.year = article.dates.published.map(|date| date.year);
    vec![(article, Vec::new())]
}

/// A language by its code, of two letters or of three (ISO 639-2, as libraries have it).
fn named(word: &str) -> Language {
    tagged::languages::parse(word).unwrap_or_else(|| Language::parse(word))
}

/// The kind by the genre, or by what the record has.
fn kind(root: Element<'_>, genre: Option<&str>, article: &mut Article) {
    let lower = genre.unwrap_or_default().to_lowercase();
    let told = KINDS.iter().find(|(word, _)| lower.contains(word)).map(|(_, kind)| kind.clone());
    let host = root.all("relatedItem").find(|item| item.has("type", "host"));
    let serial = host.is_some_and(|host| {
        host.descendants()
            .any(|part| part.name() == "issuance" && part.text().is_some_and(|text| text.contains("continuing") || text.contains("serial")))
            || !article.journal.issn.is_empty()
            || article.issue.is_some()
    });
    article.kind = told.unwrap_or(match (host.is_some(), serial) {
        (true, true) => ArticleKind::Article,
        (true, false) => ArticleKind::Chapter,
        (false, _) => ArticleKind::Book,
    });
    if let Some(genre) = genre {
        article.rest.insert("genre".to_owned(), genre.into());
    }
}

/// What a record says of the work itself.
fn own(part: Element<'_>, article: &mut Article) {
    match part.name() {
        "titleInfo" => title(part, article),
        "name" if grantor(part) => {
            if let Some(text) = part.child("namePart").and_then(Element::rich).filter(|_| article.journal.publisher.is_empty()) {
                article.journal.publisher = MultiText::of(list_language(None, &text), text);
                part.take();
            }
        }
        "name" if part.has("type", "conference") && part.child("role").is_none() && article.imprint.event.is_none() => {
            let names: Vec<String> = part.all("namePart").filter_map(Element::text).collect();
            article.imprint.event = Some(names.join(", ")).filter(|name| !name.is_empty());
        }
        "name" => {
            if let Some(mut one) = name(part) {
                for text in part.all("affiliation").filter_map(Element::rich) {
                    let known = article.affiliations.iter().take(200).position(|known| known.text.values().any(|known| *known == text));
                    one.aff.push(known.unwrap_or_else(|| {
                        let text = MultiText::of(list_language(None, &text), text);
                        article.affiliations.push(Affiliation { text, ..Affiliation::default() });
                        article.affiliations.len() - 1
                    }));
                }
                article.authors.push(one);
            }
        }
        "originInfo" => origin(part, article),
        "abstract" => {
            if let Some(text) = part.rich() {
                let lang = list_language(part.attribute("lang").map(|lang| named(&lang)).as_ref(), &text);
                let kind = part.attribute("type").unwrap_or_default();
                further::put(article, lang, vec![AbstractSection { text, ..AbstractSection::default() }], &kind);
            }
        }
        "note" | "tableOfContents" => article.notes.extend(part.rich()),
        "subject" => subject(part, article),
        "classification" => {
            if let Some(code) = part.text() {
                let scheme = part.attribute("authority").map_or_else(|| "classification".to_owned(), std::borrow::Cow::into_owned);
                article.subjects.push(Subject { scheme, code, ..Subject::default() });
            }
        }
        "identifier" => identifier(part, article),
        "location" => {
            for url in part.all("url") {
                if let Some(url) = url.text() {
                    article.links.push(Link { kind: "html".to_owned(), url, ..Link::default() });
                }
            }
        }
        "part" => numbers(part, article),
        "accessCondition" => {
            let href = part.attribute("href").filter(|href| href.starts_with("http")).map(std::borrow::Cow::into_owned);
            article.license.url = article.license.url.take().or(href);
            article.license.text = article.license.text.take().or_else(|| part.text());
        }
        "language" | "typeOfResource" => {
            part.take();
        }
        _ => {}
    }
}

/// `titleInfo` as one title: article word, title, subtitle, part.
fn whole_title(info: Element<'_>) -> Option<String> {
    let part = |name: &str| info.child(name).and_then(Element::rich);
    let mut title = part("title")?;
    if let Some(word) = part("nonSort") {
        title = if word.ends_with(['\'', '’']) { format!("{word}{title}") } else { format!("{word} {title}") };
    }
    if let Some(more) = part("subTitle") {
        title = format!("{}: {more}", title.trim_end_matches([':', ' ']));
    }
    for name in ["partNumber", "partName"] {
        if let Some(more) = part(name) {
            title = format!("{title}. {more}");
        }
    }
    Some(title)
}

fn title(info: Element<'_>, article: &mut Article) {
    let kind = info.attribute("type").unwrap_or_default().into_owned();
    let declared = info.attribute("lang").map(|lang| named(&lang)).or_else(|| Some(article.lang.clone()));
    let Some(text) = whole_title(info) else { return };
    let lang = list_language(declared.as_ref(), &text);
    let place = match kind.as_str() {
        "abbreviated" => &mut article.short_title,
        "alternative" | "uniform" => {
            article.rest.entry("alternative-title").or_insert_with(|| text.into());
            return;
        }
        _ => &mut article.title,
    };
    if place.get(&lang).is_none() {
        place.insert(lang, text);
    } else {
        let lang = Language::of_text(&text);
        if place.get(&lang).is_none() {
            place.insert(lang, text);
        } else {
            article.rest.entry("alternative-title").or_insert_with(|| text.into());
        }
    }
}

/// The school that gave a degree.
fn grantor(element: Element<'_>) -> bool {
    element.descendants().any(|part| {
        part.name() == "roleTerm"
            && matches!(part.verbatim().trim().to_lowercase().as_str(), "dgg" | "degree grantor" | "degree granting institution")
    })
}

fn name(element: Element<'_>) -> Option<Contributor> {
    let mut written = Written::default();
    let mut loose = Vec::new();
    for part in element.all("namePart") {
        let place = match part.attribute("type").unwrap_or_default().as_ref() {
            "given" => &mut written.given,
            "family" => &mut written.family,
            "termsOfAddress" => &mut written.suffix,
            "date" => continue,
            _ => {
                loose.extend(part.text());
                continue;
            }
        };
        match (place.as_mut(), part.text()) {
            (Some(known), Some(more)) => *known = format!("{known} {more}"),
            (None, text) => *place = text,
            _ => {}
        }
    }
    let personal = !element.attribute("type").is_some_and(|kind| matches!(kind.as_ref(), "corporate" | "conference"));
    let mut one = if written.family.is_some() || written.given.is_some() {
        person([written])?
    } else {
        let name = loose.join(" ");
        let name = without_years(&name).to_owned();
        if name.is_empty() {
            return None;
        }
        if personal { super::tagged::people::person(&name)? } else { body(name) }
    };
    let role = element.descendants().find(|part| part.name() == "roleTerm").and_then(Element::text).map(|role| role.to_lowercase());
    one.role = match role.as_deref() {
        None | Some("author" | "aut" | "creator" | "cre") => None,
        Some("edt") => Some("editor".to_owned()),
        Some("trl") => Some("translator".to_owned()),
        Some("ths" | "dgs" | "thesis advisor" | "degree supervisor") => Some("advisor".to_owned()),
        Some("ctb") => Some("contributor".to_owned()),
        Some(other) => Some(other.to_owned()),
    };
    if let Some(role) = element.child("role") {
        role.take();
    }
    let mut identifiers = element.all("nameIdentifier").filter(|id| id.has("type", "orcid") || id.verbatim().contains("orcid.org"));
    one.orcid = identifiers.find_map(|id| super::members::orcid(&id.text()?));
    Some(one)
}

/// `Doe, Jane, 1960-`: libraries tell people of one name apart by their years.
fn without_years(name: &str) -> &str {
    let Some((before, years)) = name.rsplit_once(", ") else { return name };
    let fits = years.len() >= 4
        && years.chars().any(|c| c.is_ascii_digit())
        && years.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | '?' | ' ' | '.') || "approximatelyborn".contains(c));
    if fits { before } else { name }
}

fn origin(part: Element<'_>, article: &mut Article) {
    // Of several dates the one that is coded, or marked as the key, is the date.
    let issued = |one: &Element<'_>| matches!(one.name(), "dateIssued") && !one.has("point", "end");
    let key = part.all("dateIssued").find(|one| issued(one) && (one.has("keyDate", "yes") || one.attribute("encoding").is_some()));
    if let Some(date) = key.and_then(|one| written_date(&one.text()?)) {
        article.dates.published.get_or_insert(date);
    }
    for one in part.descendants() {
        match one.name() {
            "dateIssued" | "copyrightDate" | "dateCreated" => {
                let Some(text) = one.text() else { continue };
                let found = written_date(&text);
                if article.dates.published.is_none() {
                    article.dates.published = found;
                }
                if found.is_none() {
                    article.dates.raw.entry("published").or_insert_with(|| text.into());
                }
            }
            "publisher" => {
                if let Some(text) = one.rich()
                    && article.journal.publisher.is_empty()
                {
                    article.journal.publisher = MultiText::of(list_language(None, &text), text);
                }
            }
            "placeTerm" if !one.has("type", "code") => {
                if let Some(text) = one.text() {
                    article.imprint.place.get_or_insert(text);
                }
            }
            "edition" => {
                if let Some(text) = one.text() {
                    article.imprint.edition.get_or_insert(text);
                }
            }
            _ => {}
        }
    }
}

fn subject(part: Element<'_>, article: &mut Article) {
    if let Some(scale) = part.child("cartographics").and_then(|map| map.text_of("scale")) {
        article.imprint.scale.get_or_insert(scale);
    }
    let told = |one: Element<'_>| {
        if one.name() == "hierarchicalGeographic" {
            one.children().filter_map(Element::rich).collect()
        } else {
            one.rich().into_iter().collect::<Vec<_>>()
        }
    };
    let words: Vec<String> = part.children().filter(|one| one.name() != "cartographics").flat_map(told).collect();
    let word = words.join(" -- ");
    if word.is_empty() {
        return;
    }
    match part.attribute("authority") {
        Some(scheme) => {
            article.subjects.push(Subject { scheme: scheme.into_owned(), code: word, ..Subject::default() });
        }
        None => article.keywords.entry(list_language(None, &word)).push(word),
    }
}

fn identifier(part: Element<'_>, article: &mut Article) {
    let kind = part.attribute("type").unwrap_or_default().to_lowercase();
    let Some(text) = part.text() else { return };
    match kind.as_str() {
        "doi" if Doi::parse(&text).is_some() => article.ids.doi = Doi::parse(&text),
        "issn" => article.journal.add_issn(&text),
        "isbn" => article.ids.add_isbn(&text),
        "uri" if text.contains("://") => article.links.push(Link { kind: "html".to_owned(), url: text, ..Link::default() }),
        "pmid" => article.ids.pmid = Some(text),
        kind => {
            let kind = if kind.is_empty() { "id" } else { kind };
            article.ids.rest.entry(kind).or_insert_with(|| text.into());
        }
    }
}

/// `part`: volume, issue, pages, date.
fn numbers(part: Element<'_>, article: &mut Article) {
    for one in part.children() {
        match one.name() {
            "detail" => {
                let Some(number) = one.child("number").and_then(Element::text).or_else(|| one.text_of("title")) else { continue };
                match one.attribute("type").unwrap_or_default().as_ref() {
                    "volume" => article.volume = article.volume.take().or(Some(number)),
                    "issue" | "number" => article.issue = article.issue.take().or(Some(number)),
                    "page" | "pages" => article.pages = Pages::parse(&number),
                    other => {
                        article.rest.entry(format!("part-{other}")).or_insert_with(|| number.into());
                    }
                }
            }
            "extent" if one.attribute("unit").is_none_or(|unit| unit.starts_with("page")) => {
                let (start, end, list) = (one.text_of("start"), one.text_of("end"), one.text_of("list"));
                let written = match (start, end) {
                    (Some(start), Some(end)) if start != end => Some(format!("{start}-{end}")),
                    (start, end) => start.or(end).or(list),
                };
                if let Some(written) = written {
                    article.pages = Pages::parse(written.trim_start_matches("pp. ").trim_start_matches("p. "));
                }
            }
            "date" => {
                if let Some(date) = one.text().and_then(|text| written_date(&text)) {
                    article.dates.published.get_or_insert(date);
                }
            }
            _ => {}
        }
    }
}
