//! DataCite's JSON: a DOI of its service (JSON:API, one or a list under `data`), the same attributes without their wrapping,
//! or one of either a line.

mod people;
mod relations;
pub mod xml;

use serde_json::{Value, json};

use super::host_line::Place;
use super::members::{Members, language_of};
use super::{Finding, Readings, Source, envelope, json, markup};
use crate::record::{
    AbstractSection, Article, ArticleKind, Doi, Funding, Language, License, Link, MultiText, Pages, PartialDate, Provenance, Subject,
};

/// The name under which what has no place is kept.
const NAME: &str = "datacite";

/// Words of a free `resourceType` and kinds of the schema.
const NAMED: &[(&str, ArticleKind)] = &[
    ("thesis", ArticleKind::Thesis),
    ("dissertation", ArticleKind::Thesis),
    ("hochschulschrift", ArticleKind::Thesis),
    ("monogra", ArticleKind::Book),
    ("chapter", ArticleKind::Chapter),
    ("blog", ArticleKind::Webpage),
    ("webpage", ArticleKind::Webpage),
    ("preprint", ArticleKind::Preprint),
    ("conference paper", ArticleKind::Paper),
    ("proceedings", ArticleKind::Proceedings),
    ("report", ArticleKind::Report),
    ("book", ArticleKind::Book),
];

/// `resourceTypeGeneral` of DataCite 4 and kinds of the schema. `Text` and `Other` say less than `citeproc` does.
const KINDS: &[(&str, ArticleKind)] = &[
    ("JournalArticle", ArticleKind::Article),
    ("DataPaper", ArticleKind::Article),
    ("Book", ArticleKind::Book),
    ("BookChapter", ArticleKind::Chapter),
    ("ConferencePaper", ArticleKind::Paper),
    ("ConferenceProceeding", ArticleKind::Proceedings),
    ("Dataset", ArticleKind::Dataset),
    ("Collection", ArticleKind::Dataset),
    ("Dissertation", ArticleKind::Thesis),
    ("Preprint", ArticleKind::Preprint),
    ("Report", ArticleKind::Report),
    ("Software", ArticleKind::Program),
    ("Standard", ArticleKind::Standard),
];

/// What `citeproc` says, where the general type says little.
const CITEPROC: &[(&str, ArticleKind)] = &[
    ("article-journal", ArticleKind::Article),
    ("book", ArticleKind::Book),
    ("chapter", ArticleKind::Chapter),
    ("paper-conference", ArticleKind::Paper),
    ("thesis", ArticleKind::Thesis),
    ("report", ArticleKind::Report),
    ("dataset", ArticleKind::Dataset),
    ("webpage", ArticleKind::Webpage),
    ("map", ArticleKind::Map),
];

/// How sure it is that text is DataCite's.
pub fn sniff(head: &str) -> u8 {
    let Some(start) = envelope::json_of(head) else { return 0 };
    let has = |name: &str| start.contains(name);
    if has("\"attributes\"") && has("\"dois\"") && has("\"type\"") {
        return 90;
    }
    let own = has("\"resourceTypeGeneral\"") || has("datacite.org/schema") || has("\"publicationYear\"");
    if own && has("\"creators\"") && has("\"titles\"") { 88 } else { 0 }
}

/// Reads DOIs.
pub fn read(source: Source) -> Readings {
    envelope::read(source, &["data"], record)
}

fn record(text: &str, line: usize) -> Result<(Box<Article>, Vec<Finding>), Finding> {
    let (members, mut findings) = json::object(text, line)?;
    let mut outer = Members::new(members);
    let mut work = match outer.object("attributes") {
        Some(attributes) => attributes,
        None => std::mem::take(&mut outer),
    };
    if work.see("doi").or_else(|| work.see("titles")).or_else(|| work.see("id")).is_none() {
        return Err(Finding::skipped("this is no DOI of DataCite: it has neither doi nor titles; ask DataCite for /dois").at(line));
    }
    let mut article = Box::new(attributes(&mut work, line, &mut findings));
    if outer.see_text("type") == Some("dois") {
        outer.take("type");
    }
    if outer.see_text("id").and_then(Doi::parse) == article.ids.doi {
        outer.take("id");
    }
    // What stood around the attributes stands around them again.
    if let Some(Value::Object(around)) = outer.left() {
        for (member, value) in around {
            work.keep(&format!("data.{member}"), value);
        }
    }
    if let Some(left) = work.left() {
        article.raw.insert(NAME.to_owned(), left);
    }
    article.prov.push(Provenance { src: NAME.to_owned(), ..Provenance::default() });
    Ok((article, findings))
}

/// The record of a work's attributes; those that no member takes stay.
fn attributes(work: &mut Members, line: usize, findings: &mut Vec<Finding>) -> Article {
    let mut article = Article { lang: work.see_text("language").map(Language::parse).unwrap_or_default(), ..Article::default() };
    kind(work, &mut article);
    titles(work, &mut article);
    identifiers(work, &mut article, findings, line);
    container(work, &mut article);
    people::read(work, &mut article);
    dates(work, &mut article);
    descriptions(work, &mut article);
    subjects(work, &mut article);
    relations::read(work, &mut article);
    funding(work, &mut article);
    rights(work, &mut article);
    if let Some(url) = work.text("url") {
        article.links.push(Link { kind: "html".to_owned(), url, ..Link::default() });
    }
    article.imprint.version = work.text("version");
    article.metrics.cited = work.count("citationCount");
    article.metrics.viewed_abstract = work.count("viewCount");
    article.metrics.downloads = work.count("downloadCount");
    article
}

fn kind(work: &Members, article: &mut Article) {
    let word = |member: &str| work.see("types").and_then(|types| types.get(member)).and_then(Value::as_str).unwrap_or_default();
    let of = |table: &[(&str, ArticleKind)], word: &str| table.iter().find(|(known, _)| *known == word).map(|(_, kind)| kind.clone());
    let general = of(KINDS, word("resourceTypeGeneral"));
    // What a depositor calls it says more than "article", which is said of any text.
    let named = word("resourceType").to_lowercase();
    let named = NAMED.iter().find(|(known, _)| named.contains(known)).map(|(_, kind)| kind.clone());
    article.kind = general.or(named).or_else(|| of(CITEPROC, word("citeproc"))).unwrap_or(ArticleKind::Other);
}

fn titles(work: &mut Members, article: &mut Article) {
    let mut subtitle = None;
    for written in work.objects("titles") {
        let kind = written.see_text("titleType").map(str::to_owned);
        let Some(text) = written.see_text("title").map(markup::text).filter(|text| !text.is_empty()) else {
            if let Some(left) = written.left() {
                work.keep_one("titles", left);
            }
            continue;
        };
        let stated = written.see_text("lang").map(Language::parse);
        let language = language_of(&text, &stated.clone().unwrap_or_else(|| article.lang.clone()));
        let free = article.title.get(&language).is_none();
        match kind.as_deref() {
            Some("Subtitle") if subtitle.is_none() => subtitle = Some((language, text)),
            None | Some("TranslatedTitle") if free => {
                if article.lang == Language::Und && kind.is_none() {
                    article.lang = language.clone();
                }
                article.title.insert(language, text);
            }
            _ => {
                if let Some(left) = written.left() {
                    work.keep_one("titles", left);
                }
            }
        }
    }
    if work.see_text("language") == Some(article.lang.as_str()) {
        work.take("language");
    }
    if let Some((language, text)) = subtitle {
        article.subtitle.insert(language, text);
    }
}

fn identifiers(work: &mut Members, article: &mut Article, findings: &mut Vec<Finding>, line: usize) {
    let id = work.see_text("id").and_then(Doi::parse);
    if let Some(written) = work.text("doi") {
        article.ids.doi = Doi::parse(&written);
        if article.ids.doi.is_none() {
            findings.push(Finding::kept(format!("\"{written}\" is not a DOI; it is kept as written")).at(line).of("doi"));
            work.keep("doi", Value::String(written));
        }
    }
    if article.ids.doi.is_none() {
        article.ids.doi.clone_from(&id);
    }
    if id.is_some() && id == article.ids.doi {
        work.take("id");
    }
    for member in ["identifiers", "alternateIdentifiers"] {
        for one in work.objects(member) {
            let text = |names: [&str; 2]| names.iter().find_map(|name| one.see_text(name)).map(str::to_owned);
            let kind = text(["identifierType", "alternateIdentifierType"]).unwrap_or_default();
            let Some(id) = text(["identifier", "alternateIdentifier"]) else { continue };
            let place = match kind.to_ascii_lowercase().as_str() {
                "doi" if Doi::parse(&id) == article.ids.doi => continue,
                "arxiv" => Some(&mut article.ids.arxiv),
                "pmid" => Some(&mut article.ids.pmid),
                "pmcid" => Some(&mut article.ids.pmcid),
                _ => None,
            };
            match place {
                Some(place) if place.as_ref().is_none_or(|known| *known == id) => *place = Some(id),
                _ => {
                    if let Some(left) = one.left() {
                        work.keep_one(member, left);
                    }
                }
            }
        }
    }
}

/// What the work stands in. DataCite's own words for it are few: title, volume, issue, pages, ISSN.
fn container(work: &mut Members, article: &mut Article) {
    let lang = article.lang.clone();
    let multi = |text: Option<String>| text.map(|text| MultiText::of(language_of(&text, &lang), markup::text(&text))).unwrap_or_default();
    let publisher = match work.see("publisher") {
        Some(Value::Object(publisher)) => publisher.get("name").and_then(Value::as_str).map(str::to_owned),
        _ => work.text("publisher"),
    };
    article.journal.publisher = multi(publisher);
    if let Some(mut container) = work.object("container") {
        article.journal.title = multi(container.text("title"));
        article.volume = container.text("volume");
        article.issue = container.text("issue");
        article.pages = pages(container.text("firstPage"), container.text("lastPage"));
        Place::take_apart(article);
        if container.see_text("identifierType") == Some("ISSN") {
            article.journal.issn.extend(container.text("identifier"));
            container.take("identifierType");
        }
        if let Some(left) = container.left() {
            work.keep("container", left);
        }
    }
    // `42-79 Seiten` is said where sizes are, and words where the first page is.
    if article.pages.first.is_none()
        && article.pages.article_number.is_none()
        && let [size] = work.texts("sizes").as_slice()
    {
        let range = size.split_whitespace().next().unwrap_or_default();
        let is_range = range.split_once(['-', '–']).is_some_and(|(first, last)| {
            !first.is_empty() && !last.is_empty() && range.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–'))
        });
        if is_range {
            if !article.pages.is_empty() {
                work.keep("firstPage", Value::String(std::mem::take(&mut article.pages.raw)));
            }
            article.pages = Pages { raw: size.clone(), ..Pages::parse(range) };
        } else {
            work.keep("sizes", json!([size]));
        }
    }
}

/// Pages; sometimes the place of the first holds words, which are kept as written.
fn pages(first: Option<String>, last: Option<String>) -> Pages {
    match (first, last) {
        (Some(first), _) if first.contains(' ') => Pages { raw: first, ..Pages::default() },
        (Some(first), Some(last)) if first != last => Pages::parse(&format!("{first}-{last}")),
        (Some(page), _) | (None, Some(page)) => Pages::parse(&page),
        (None, None) => Pages::default(),
    }
}

fn dates(work: &mut Members, article: &mut Article) {
    for mut one in work.objects("dates") {
        let parsed = one.see_text("date").and_then(PartialDate::parse);
        let dates = &mut article.dates;
        let place = match one.see_text("dateType") {
            Some("Issued") => Some(&mut dates.published),
            Some("Submitted") => Some(&mut dates.received),
            Some("Accepted") => Some(&mut dates.accepted),
            Some("Available") => Some(&mut dates.online),
            _ => None,
        };
        if let (Some(place), Some(date)) = (place, parsed)
            && place.is_none()
        {
            *place = Some(date);
            // A day without an hour says it all.
            if one.see_text("date").is_some_and(|written| written.len() <= 10) {
                one.take("date");
                one.take("dateType");
            }
        }
        if let Some(left) = one.left() {
            work.keep_one("dates", left);
        }
    }
    let stated = work.text("publicationYear");
    let year = stated.as_deref().and_then(|year| year.parse::<i32>().ok());
    if article.dates.published.is_none() {
        article.dates.published = year.filter(|year| *year > 0).map(|year| PartialDate { year, month: None, day: None });
    }
    article.year = article.dates.published.map(|date| date.year);
    if let Some(stated) = stated
        && year != article.year
    {
        work.keep("publicationYear", Value::String(stated));
    }
}

/// Abstracts by their languages. Methods, tables of contents and notes of the series stay as written.
fn descriptions(work: &mut Members, article: &mut Article) {
    for one in work.objects("descriptions") {
        let text = one.see_text("description").map(str::to_owned);
        match (one.see_text("descriptionType"), text) {
            (Some("Abstract"), Some(text)) => {
                let stated = one.see_text("lang").map_or_else(|| article.lang.clone(), Language::parse);
                let sections: Vec<AbstractSection> = markup::sections(&text);
                let whole: String = sections.iter().map(|section| section.text.as_str()).collect();
                article.abstracts.entry(language_of(&whole, &stated)).extend(sections);
            }
            _ => {
                if let Some(left) = one.left() {
                    work.keep_one("descriptions", left);
                }
            }
        }
    }
}

/// Subjects without a scheme are key words.
fn subjects(work: &mut Members, article: &mut Article) {
    for mut one in work.objects("subjects") {
        let Some(name) = one.text("subject").map(|name| markup::text(&name)) else { continue };
        let stated = one.text("lang").map_or_else(|| article.lang.clone(), |lang| Language::parse(&lang));
        let language = language_of(&name, &stated);
        let Some(scheme) = one.text("subjectScheme") else {
            article.keywords.entry(language).push(name);
            continue;
        };
        let code = one.text("classificationCode").unwrap_or_else(|| super::rich::plain(&name).into_owned());
        let mut subject = Subject { scheme, code, name: MultiText::of(language, name), ..Subject::default() };
        if let Some(left) = one.left() {
            subject.rest.insert(NAME.to_owned(), left);
        }
        article.subjects.push(subject);
    }
}

fn funding(work: &mut Members, article: &mut Article) {
    for mut one in work.objects("fundingReferences") {
        let mut funding = Funding { funder: one.text("funderName"), ..Funding::default() };
        funding.awards.extend(one.text("awardNumber"));
        if let Some(title) = one.text("awardTitle").map(|title| markup::text(&title)) {
            funding.text = MultiText::of(language_of(&title, &article.lang), title);
        }
        if let Some(left) = one.left() {
            funding.rest.insert(NAME.to_owned(), left);
        }
        article.funding.push(funding);
    }
}

fn rights(work: &mut Members, article: &mut Article) {
    let all = work.objects("rightsList");
    for mut one in all {
        if !article.license.is_empty() {
            if let Some(left) = one.left() {
                work.keep_one("rightsList", left);
            }
            continue;
        }
        article.license = License { url: one.text("rightsUri"), text: one.text("rights"), ..License::default() };
        if let Some(left) = one.left() {
            article.license.rest.insert(NAME.to_owned(), left);
        }
    }
}
