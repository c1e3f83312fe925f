//! Crossref's Unixref and UNIXSD XML: journals, books, conferences, preprints, theses, reports, as answers and as deposits.

mod asserted;
mod host;
mod reference;

use super::document::Yield;
use super::xml::{Element, Written, body, date, list_language, person, place_of, read_records};
use super::{Confidence, Readings, Source, further};
use crate::record::{AbstractSection, Article, ArticleKind, Contributor, DOI_AS_WRITTEN, Doi, Funding, Language, Link, MultiText, Pages};
use host::{event, published, publisher};

/// How sure it is that text is Unixref.
pub fn sniff(head: &str) -> Confidence {
    let own = ["<doi_record", "<crossref_result", "crossref.org/xschema", "crossref.org/schema", "crossref.org/qrschema"];
    if own.iter().any(|tag| head.contains(tag)) { 92 } else { 0 }
}

/// Reads records.
pub fn read(source: Source) -> Readings {
    read_records(source, &["doi_record", "crossref", "doi_batch"], "unixref", records)
}

/// Elements that are a work, and its kind.
const WORKS: &[(&str, ArticleKind)] = &[
    ("journal_article", ArticleKind::Article),
    ("conference_paper", ArticleKind::Paper),
    ("content_item", ArticleKind::Chapter),
    ("posted_content", ArticleKind::Preprint),
    ("dissertation", ArticleKind::Thesis),
    ("peer_review", ArticleKind::Review),
    ("dataset", ArticleKind::Dataset),
    ("component", ArticleKind::Other),
];

/// What holds works, and what it is where it holds none.
const HOSTS: &[(&str, ArticleKind)] = &[
    ("book_metadata", ArticleKind::Book),
    ("book_series_metadata", ArticleKind::Book),
    ("book_set_metadata", ArticleKind::Book),
    ("report-paper_metadata", ArticleKind::Report),
    ("report-paper_series_metadata", ArticleKind::Report),
    ("standard_metadata", ArticleKind::Standard),
    ("proceedings_metadata", ArticleKind::Proceedings),
    ("proceedings_series_metadata", ArticleKind::Proceedings),
    ("journal_issue", ArticleKind::Frontmatter),
    ("journal_metadata", ArticleKind::Frontmatter),
    ("database_metadata", ArticleKind::Dataset),
];

fn records(root: Element<'_>) -> Yield {
    let hosts: Vec<(Element<'_>, &ArticleKind)> =
        root.descendants().filter_map(|part| Some((part, &HOSTS.iter().find(|(name, _)| *name == part.name())?.1))).collect();
    let mut found: Vec<(Element<'_>, ArticleKind)> = Vec::new();
    for part in root.descendants_but(&["component_list"]) {
        if let Some((_, kind)) = WORKS.iter().find(|(name, _)| *name == part.name()) {
            found.push((part, kind.clone()));
        }
    }
    // A component that is deposited alone.
    if found.is_empty() && hosts.is_empty() {
        found.extend(root.find("component").map(|part| (part, ArticleKind::Other)));
    }
    if found.is_empty() {
        found.extend(hosts.first().map(|(host, kind)| (*host, (*kind).clone())));
    }
    found
        .into_iter()
        .map(|(work, kind)| {
            let mut article = Article { kind, ..Article::default() };
            for (part, _) in hosts.iter().filter(|(part, _)| part.name() != work.name() || part.line() != work.line()) {
                host::host(*part, &mut article);
            }
            for part in root.descendants().filter(|part| part.name() == "event_metadata") {
                event(part, &mut article);
            }
            // Who made the work stands before who made what it stands in.
            let of_host = std::mem::take(&mut article.authors);
            self::work(work, &mut article);
            article.authors.extend(of_host);
            (article, Vec::new())
        })
        .collect()
}

fn work(work: Element<'_>, article: &mut Article) {
    let declared = work.attribute("language").map(|lang| Language::parse(&lang));
    article.lang = declared.unwrap_or_default();
    let before = article.dates.published;
    let mut fresh = Article::default();
    for part in work.children() {
        match part.name() {
            "titles" => titles(part, article),
            "contributors" => people(part, article),
            "person_name" | "organization" => people(work, article),
            "publication_date" | "posted_date" | "approval_date" | "completion_date" | "review_date" => published(part, &mut fresh),
            "database_date" => {
                for name in ["publication_date", "creation_date", "update_date"] {
                    part.all(name).take(usize::from(fresh.dates.published.is_none())).for_each(|date| published(date, &mut fresh));
                }
            }
            "designators" => article.imprint.number = part.find("std_designator").and_then(Element::text),
            "standards_body" => {
                if let Some(text) = part.child("standards_body_name").and_then(Element::rich) {
                    article.journal.publisher = MultiText::of(list_language(None, &text), text);
                }
            }
            "acceptance_date" => article.dates.accepted = date(part),
            "pages" => pages(part, article),
            "publisher_item" => items(part, article),
            "doi_data" => doi_data(part, article),
            "abstract" => abstracts(part, article),
            "description" => described(part, article),
            "competing_interest_statement" => {
                article.notes.extend(part.rich().map(|text| format!("Competing interests: {text}")));
            }
            "group_title" => {
                if let Some(text) = part.rich() {
                    article.heading.insert(list_language(None, &text), text);
                }
            }
            "citation_list" => article.refs = Some(part.all("citation").map(reference::read).collect()),
            "program" | "crossmark" => programs(part, article),
            "component_number" => {
                if let Some(text) = part.text() {
                    article.rest.insert("chapter".to_owned(), text.into());
                }
            }
            "institution" => {
                if let Some(text) = part.child("institution_name").and_then(Element::rich) {
                    article.journal.publisher = MultiText::of(list_language(None, &text), text);
                }
                article.imprint.place = part.text_of("institution_place").or(article.imprint.place.take());
            }
            "degree" => article.imprint.genre = part.text(),
            "publisher" => publisher(part, article),
            _ => host::of_book(part, article),
        }
    }
    if fresh.dates.published.is_some() {
        article.dates.published = fresh.dates.published;
        article.dates.online = fresh.dates.online.or(article.dates.online);
        article.year = fresh.year;
    } else {
        article.dates.published = article.dates.published.or(before);
    }
    if article.title.is_empty() {
        // A book, or proceedings, without works in them: its own title is that of the host.
        if let Some(text) = work.find("proceedings_title").or_else(|| work.find("full_title")).and_then(Element::rich) {
            article.title.insert(list_language(None, &text), text);
        }
    }
    if article.lang == Language::Und {
        article.lang = article.title.languages().next().cloned().unwrap_or_default();
    }
}

fn titles(titles: Element<'_>, article: &mut Article) {
    let own = article.lang.clone();
    let mut last = None;
    for part in titles.children() {
        let Some(text) = part.rich() else { continue };
        let lang = match part.name() {
            "title" => list_language(Some(&own), &text),
            "original_language_title" => list_language(part.attribute("language").map(|lang| Language::parse(&lang)).as_ref(), &text),
            "subtitle" => {
                let lang = last.clone().unwrap_or_default();
                article.subtitle.insert(lang, text);
                continue;
            }
            _ => continue,
        };
        last = Some(lang.clone());
        if article.title.get(&lang).is_none() {
            article.title.insert(lang, text);
        } else {
            let lang = Language::of_text(&text);
            if article.title.get(&lang).is_none() {
                article.title.insert(lang, text);
            }
        }
    }
}

fn people(list: Element<'_>, article: &mut Article) {
    for part in list.children() {
        let mut one = match part.name() {
            "person_name" => {
                let name = Written {
                    family: part.text_of("surname"),
                    given: part.text_of("given_name"),
                    suffix: part.text_of("suffix"),
                    lang: part.attribute("language").map(|lang| Language::parse(&lang)),
                    eastern: part.has("name-style", "eastern"),
                    ..Written::default()
                };
                match person([name]) {
                    Some(one) => one,
                    None => continue,
                }
            }
            "organization" => match part.text() {
                Some(name) => body(name),
                None => continue,
            },
            "anonymous" => body("Anonymous".to_owned()),
            _ => continue,
        };
        one.role = part.attribute("contributor_role").filter(|role| *role != "author").map(std::borrow::Cow::into_owned);
        details(part, &mut one, article);
        article.authors.push(one);
    }
}

fn details(part: Element<'_>, one: &mut Contributor, article: &mut Article) {
    for inner in part.children() {
        match inner.name() {
            "ORCID" => one.orcid = inner.text().and_then(|text| text.trim_end_matches('/').rsplit('/').next().map(str::to_owned)),
            "affiliation" | "affiliations" => {
                if inner.name() == "affiliation" {
                    one.aff.extend(inner.rich().map(|text| place_of(&mut article.affiliations, text)));
                    continue;
                }
                for institution in inner.all("institution") {
                    let text = institution.child("institution_name").and_then(Element::rich).or_else(|| institution.rich());
                    let Some(place) = text.map(|text| place_of(&mut article.affiliations, text)) else { continue };
                    one.aff.push(place);
                    let ror = institution.all("institution_id").find(|id| id.has("type", "ror"));
                    if let (Some(known), Some(ror)) = (article.affiliations.get_mut(place), ror.and_then(Element::text)) {
                        known.ror.get_or_insert(ror);
                    }
                }
            }
            _ => {}
        }
    }
}

fn pages(part: Element<'_>, article: &mut Article) {
    let (first, last, other) = (part.text_of("first_page"), part.text_of("last_page"), part.text_of("other_pages"));
    let mut written = Pages::range(first, last).unwrap_or_default();
    if let Some(other) = other {
        if !written.is_empty() {
            written.push(',');
        }
        written.push_str(&other);
    }
    article.pages = Pages::parse(&written);
}

fn items(part: Element<'_>, article: &mut Article) {
    for item in part.children() {
        let kind = item.attribute("item_number_type").or_else(|| item.attribute("id_type")).unwrap_or_default().to_lowercase();
        let Some(text) = item.text() else { continue };
        if matches!(kind.as_str(), "article_number" | "article-number") {
            if article.pages.raw.is_empty() {
                article.pages.raw.clone_from(&text);
            }
            article.pages.article_number = Some(text);
        } else if kind == "report-number" && article.imprint.number.is_none() {
            article.imprint.number = Some(text);
        } else {
            let kind = if kind.is_empty() { "item" } else { kind.as_str() };
            article.ids.rest.entry(kind).or_insert_with(|| text.into());
        }
    }
}

fn doi_data(part: Element<'_>, article: &mut Article) {
    if let Some(text) = part.text_of("doi") {
        match Doi::parse(&text) {
            Some(doi) => article.ids.doi = Some(doi),
            None => {
                article.ids.rest.insert(DOI_AS_WRITTEN.to_owned(), text.into());
            }
        }
    }
    if let Some(url) = part.text_of("resource") {
        article.links.push(Link { kind: "html".to_owned(), url, ..Link::default() });
    }
    for resource in part.descendants().filter(|one| one.name() == "resource") {
        let mime = resource.attribute("mime_type").unwrap_or_default().to_lowercase();
        let kind = match mime.as_str() {
            "application/pdf" => "pdf",
            "text/html" => "html",
            mime if mime.ends_with("xml") => "xml",
            _ => continue,
        };
        let known = |url: &String| article.links.iter().take(SEVERAL).any(|link| link.url == *url);
        if let Some(url) = resource.text().filter(|url| !known(url)) {
            article.links.push(Link { kind: kind.to_owned(), url, ..Link::default() });
        }
    }
}

/// Links that are looked through for one that is told again.
const SEVERAL: usize = 16;

/// What a component or a dataset says of itself in place of an abstract.
fn described(part: Element<'_>, article: &mut Article) {
    let Some(text) = part.rich() else { return };
    let lang = list_language(part.attribute("language").map(|lang| Language::parse(&lang)).as_ref(), &text);
    further::put(article, lang, vec![AbstractSection { text, ..AbstractSection::default() }], "");
}

fn abstracts(part: Element<'_>, article: &mut Article) {
    let declared = part.attribute("lang").map(|lang| Language::parse(&lang)).or_else(|| Some(article.lang.clone()));
    let mut sections = Vec::new();
    let mut head = None;
    for inner in part.descendants() {
        match inner.name() {
            "title" => head = inner.rich().filter(|text| !text.eq_ignore_ascii_case("abstract")),
            "p" => {
                if let Some(text) = inner.rich() {
                    sections.push(AbstractSection { head: head.take(), text, ..AbstractSection::default() });
                }
            }
            _ => {}
        }
    }
    if sections.is_empty()
        && let Some(text) = part.rich()
    {
        sections.push(AbstractSection { text, ..AbstractSection::default() });
    }
    let all: String = sections.iter().map(|section| section.text.as_str()).collect();
    let lang = list_language(declared.as_ref(), &all);
    if !sections.is_empty() {
        further::put(article, lang, sections, &part.attribute("abstract-type").unwrap_or_default());
    }
}

/// Funding, licences and relations are deposited as programs of their own.
fn programs(part: Element<'_>, article: &mut Article) {
    for one in part.descendants() {
        match one.name() {
            "intra_work_relation" | "inter_work_relation" | "update" => host::related(one, article),
            "clinical-trial-number" => asserted::trial(one, article),
            "free_to_read" => {
                one.take();
                article.open_access = Some(true);
            }
            "license_ref" => {
                if let Some(url) = one.text() {
                    article.license.url.get_or_insert(url);
                }
            }
            "assertion" => {
                let name = one.attribute("name").unwrap_or_default().into_owned();
                match name.as_str() {
                    "funder_name" => {
                        let funder = one.pieces().find_map(|piece| match piece {
                            super::xml::Piece::Text(text) if !text.trim().is_empty() => Some(super::xml::collapse(text)),
                            _ => None,
                        });
                        one.take();
                        article.funding.push(Funding { funder, ..Funding::default() });
                    }
                    "award_number" => {
                        if let (Some(text), Some(last)) = (one.text(), article.funding.last_mut()) {
                            last.awards.push(text);
                        }
                    }
                    _ => asserted::read(one, &name, article),
                }
            }
            _ => {}
        }
    }
}
