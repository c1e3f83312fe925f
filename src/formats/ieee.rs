//! The XML of IEEE (`ieee_idams_exchange.dtd`): a publication, a volume of it, and the articles in it.

use super::document::Yield;
use super::members::orcid;
use super::xml::{Element, Written, body, date, first_element, list_language, person, place_of, read_records, said_once};
use super::{Confidence, Readings, Source, rich};
use crate::record::{AbstractSection, Article, ArticleKind, Contributor, Doi, Funding, MultiText, Pages, PartialDate};

/// How sure it is that text is of IEEE.
pub fn sniff(head: &str) -> Confidence {
    let own = || ["idams_exchange", "<articleinfo", "<publicationinfo"].iter().any(|mark| head.contains(mark));
    if first_element(head) == Some("publication") && own() { 95 } else { 0 }
}

/// Reads articles.
pub fn read(source: Source) -> Readings {
    read_records(source, &["publication"], "ieee", records)
}

fn records(root: Element<'_>) -> Yield {
    let mut host = Article::default();
    publication(root, &mut host);
    let mut found = Vec::new();
    for volume in root.all("volume") {
        let mut article = host.clone();
        if let Some(info) = volume.child("volumeinfo") {
            article.volume = info.text_of("volumenum");
            article.issue = info.child("issue").and_then(|issue| issue.text_of("issuenum"));
            article.year = info.text_of("year").and_then(|year| year.parse().ok());
        }
        for part in volume.all("article") {
            let mut article = article.clone();
            self::article(part, &mut article);
            found.push((article, Vec::new()));
        }
    }
    if found.is_empty() {
        host.kind = ArticleKind::Periodical;
        host.title = host.journal.title.clone();
        found.push((host, Vec::new()));
    }
    found
}

/// Text in CDATA, in which entities and tags stand as they were written.
fn words(part: Element<'_>) -> Option<String> {
    Some(rich::of_markup(&part.text()?)).filter(|text| !text.is_empty())
}

fn put(place: &mut MultiText, part: Element<'_>) {
    if let Some(text) = words(part) {
        said_once(place, None, text);
    }
}

/// The journal or the conference.
fn publication(root: Element<'_>, article: &mut Article) {
    let info = root.child("publicationinfo");
    for part in root.children().chain(info.into_iter().flat_map(Element::children)) {
        match part.name() {
            "title" => put(&mut article.journal.title, part),
            "titleabbrev" => put(&mut article.journal.abbrev, part),
            // The title once more, turned round for sorting.
            "normtitle" => part.take(),
            "issn" => article.journal.issn.extend(part.text()),
            "isbn" => part.text().into_iter().for_each(|isbn| article.ids.add_isbn(&isbn)),
            "publisher" => {
                if let Some(name) = part.child("publishername") {
                    put(&mut article.journal.publisher, name);
                }
                article.imprint.place = part.text_of("publisherloc");
            }
            "publicationtype" if part.text().is_some_and(|kind| kind.to_lowercase().contains("conference")) => {
                article.kind = ArticleKind::Paper;
            }
            "confgroup" => {
                article.imprint.event = part.child("conftitle").and_then(words);
                article.imprint.event_place = part.text_of("confcity").or_else(|| part.text_of("conflocation"));
            }
            _ => {}
        }
    }
}

fn article(element: Element<'_>, article: &mut Article) {
    let info = element.child("articleinfo");
    for part in element.children().chain(info.into_iter().flat_map(Element::children)) {
        match part.name() {
            "title" => put(&mut article.title, part),
            "articledoi" => article.ids.doi = part.text().and_then(|text| Doi::parse(&text)),
            "issuenum" => article.issue = part.text().or(article.issue.take()),
            "articleopenaccess" => article.open_access = part.text().and_then(|flag| (flag == "T").then_some(true)),
            "article_copyright_statement" => article.copyright = part.text(),
            "contenttype" => {
                if let Some(kind) = part.text().filter(|kind| kind != "orig-research") {
                    article.rest.insert("article-type".to_owned(), kind.into());
                }
            }
            "abstract" if !part.has("abstracttype", "graphical") => {
                if let Some(text) = words(part) {
                    let lang = list_language(None, &text);
                    let sections = vec![AbstractSection { text, ..AbstractSection::default() }];
                    if article.abstracts.get(&lang).is_none() {
                        article.abstracts.insert(lang, sections);
                    }
                }
            }
            "authorgroup" => part.all("author").for_each(|one| author(one, article)),
            "date" => dates(part, article),
            "artpagenums" => pages(part, article),
            "amsid" => article.ids.rest.extend(part.text().map(|id| ("ieee".to_owned(), id.into()))),
            "keywordset" => {
                let terms: Vec<String> = part.descendants().filter(|term| term.name() == "keywordterm").filter_map(words).collect();
                let known = article.keywords.entry(list_language(None, &terms.join(" ")));
                for term in terms {
                    if !known.contains(&term) {
                        known.push(term);
                    }
                }
            }
            "fundrefgrp" => article.funding.extend(part.all("fundref").map(funding)),
            _ => {}
        }
    }
    article.lang = article.title.languages().next().cloned().unwrap_or_default();
    article.year = article.dates.published.map(|date| date.year).or(article.year);
    if article.dates.published.is_none() {
        article.dates.published = article.year.map(|year| PartialDate { year, month: None, day: None });
    }
}

fn author(part: Element<'_>, article: &mut Article) {
    let text = |name: &str| part.child(name).and_then(words).map(|text| rich::plain(&text).into_owned());
    // Names in ASCII come beside those in their own letters; the latter count.
    let (plain_family, plain_given) = (text("surname"), text("firstname"));
    let family = text("unicodesurname").or(plain_family);
    let given = text("unicodefirstname").or(plain_given);
    let (suffix, printed) = (text("suffix"), text("nonnormname"));
    part.all("normname").for_each(Element::take);
    let found = person([Written { family, given, suffix, ..Written::default() }]);
    let Some(mut one) = found.or_else(|| printed.map(body)) else { return };
    contributor(part, &mut one);
    for text in part.all("affiliation").filter_map(words) {
        one.aff.push(place_of(&mut article.affiliations, text));
    }
    article.authors.push(one);
}

fn contributor(part: Element<'_>, one: &mut Contributor) {
    one.orcid = part.text_of("orcid").and_then(|written| orcid(&written));
    one.email = part.text_of("email");
    one.corresponding = part.attribute("role").is_some_and(|role| role.contains("corresponding"));
    let role = part.text_of("authortype").map(|role| role.to_lowercase());
    one.role = role.filter(|role| role != "author");
}

/// The day of the printed issue, and the day on which the article was online.
fn dates(part: Element<'_>, article: &mut Article) {
    let kind = part.attribute("datetype").unwrap_or_default().to_lowercase();
    let place = match kind.as_str() {
        "originalpub" => &mut article.dates.published,
        "epub" => &mut article.dates.online,
        "received" => &mut article.dates.received,
        "revised" => &mut article.dates.revised,
        "accepted" => &mut article.dates.accepted,
        _ => return,
    };
    *place = date(part);
}

fn pages(part: Element<'_>, article: &mut Article) {
    let printed = part.text();
    let [first, last] = ["startpage", "endpage"].map(|name| part.attribute(name).map(std::borrow::Cow::into_owned));
    article.pages = Pages::parse(&Pages::range(first, last).or(printed).unwrap_or_default());
}

fn funding(part: Element<'_>) -> Funding {
    let mut funding = Funding { funder: part.text_of("funder_name"), ..Funding::default() };
    funding.awards.extend(part.all("grant_number").filter_map(Element::text));
    if let Some(id) = part.text_of("funder_id") {
        funding.rest.insert("funder-id".to_owned(), id.into());
    }
    funding
}
