//! Crossref's JSON: a work, an answer with one or with many (`message`, `items`), or one of either a line; and what the DOI
//! resolver gives as CSL-JSON for Crossref's DOIs.

pub(super) mod history;
mod people;
mod reference;
mod relations;

use std::collections::HashSet;

use serde_json::{Value, json};

use super::members::{Members, day, language_of};
use super::{Finding, Readings, Source, envelope, json, markup, rich};
use crate::record::{Article, ArticleKind, Doi, Funding, Language, License, Link, MultiText, Pages, Provenance, Subject};

/// The name under which what has no place is kept.
const NAME: &str = "crossref";

/// Members of an answer behind which works stand.
const DOORS: &[&str] = &["message", "items"];

/// Types of Crossref and kinds of the schema; the first type of a kind says no more than the kind.
const KINDS: &[(&str, ArticleKind)] = &[
    ("journal-article", ArticleKind::Article),
    ("article-journal", ArticleKind::Article),
    ("book", ArticleKind::Book),
    ("monograph", ArticleKind::Book),
    ("edited-book", ArticleKind::Book),
    ("reference-book", ArticleKind::Book),
    ("book-set", ArticleKind::Book),
    ("book-chapter", ArticleKind::Chapter),
    ("chapter", ArticleKind::Chapter),
    ("book-section", ArticleKind::Chapter),
    ("book-part", ArticleKind::Chapter),
    ("book-track", ArticleKind::Chapter),
    ("reference-entry", ArticleKind::Chapter),
    ("proceedings", ArticleKind::Proceedings),
    ("proceedings-article", ArticleKind::Paper),
    ("paper-conference", ArticleKind::Paper),
    ("dissertation", ArticleKind::Thesis),
    ("thesis", ArticleKind::Thesis),
    ("report", ArticleKind::Report),
    ("report-component", ArticleKind::Report),
    ("standard", ArticleKind::Standard),
    ("dataset", ArticleKind::Dataset),
    ("database", ArticleKind::Dataset),
    ("posted-content", ArticleKind::Preprint),
    ("other", ArticleKind::Other),
];

/// How sure it is that text is Crossref's.
pub fn sniff(head: &str) -> u8 {
    let Some(start) = envelope::json_of(head) else { return 0 };
    let has = |name: &str| start.contains(name);
    if has("\"message-type\"") && has("\"message\"") {
        return 90;
    }
    let own = ["\"is-referenced-by-count\"", "\"content-domain\"", "\"references-count\"", "\"short-container-title\"", "\"issn-type\""];
    if has("\"DOI\"") && own.iter().any(|name| has(name)) {
        return 88;
    }
    // Some members of works, as the users of the interface ask for: titles stand in lists, and types have names of their own.
    let types = ["journal-article", "book-chapter", "proceedings-article", "posted-content", "edited-book", "peer-review"];
    let listed = has("\"title\":[") || has("\"title\": [");
    if has("\"DOI\"") && listed && types.iter().any(|name| start.contains(&format!("\"{name}\""))) { 86 } else { 0 }
}

/// Reads works.
pub fn read(source: Source) -> Readings {
    envelope::read(source, DOORS, record)
}

fn record(text: &str, line: usize) -> Result<(Box<Article>, Vec<Finding>), Finding> {
    let (members, mut findings) = json::object(text, line)?;
    let mut work = Members::new(members);
    // Journals and members have a title, and counts of their works.
    let is_list_of_others = work.see("DOI").is_none() && work.see("counts").is_some();
    if is_list_of_others || work.see("DOI").or_else(|| work.see("title")).is_none() {
        return Err(Finding::skipped(no_work(&work)).at(line));
    }
    let lang = work.see_text("language").map(Language::parse).unwrap_or_default();
    let mut article = Box::new(Article { lang, ..Article::default() });
    kind(&mut work, &mut article);
    titles(&mut work, &mut article);
    identifiers(&mut work, &mut article, &mut findings, line);
    place(&mut work, &mut article);
    people::read(&mut work, &mut article);
    history::read(&mut work, &mut article);
    if let Some(text) = work.text("abstract") {
        let sections = markup::sections(&text);
        let whole: String = sections.iter().map(|section| section.text.as_str()).collect();
        article.abstracts.insert(language_of(&whole, &article.lang), sections);
    }
    subjects(&mut work, &mut article);
    reference::read(&mut work, &mut article);
    relations::read(&mut work, &mut article);
    funding(&mut work, &mut article);
    licence(&mut work, &mut article);
    links(&mut work, &mut article);
    article.metrics.cited = work.count("is-referenced-by-count");
    if article.metrics.cited.is_some() {
        article.metrics.as_of = work.see("indexed").and_then(|at| at.get("date-time")).and_then(Value::as_str).and_then(day);
    }
    article.prov.push(Provenance { src: NAME.to_owned(), ..Provenance::default() });
    if let Some(left) = work.left() {
        article.raw.insert(NAME.to_owned(), left);
    }
    Ok((article, findings))
}

/// Why an object is no work: Crossref answers about journals, members and mistakes in the same way.
fn no_work(members: &Members) -> String {
    match members.see_text("message") {
        Some(said) => format!("this is no work but a message: \"{}\"", said.chars().take(200).collect::<String>()),
        None => "this is no work: it has no DOI, and no title or counts of works; ask Crossref for /works".to_owned(),
    }
}

fn kind(work: &mut Members, article: &mut Article) {
    article.kind = match work.see_text("type") {
        None => ArticleKind::Article,
        Some(word) => KINDS.iter().find(|(known, _)| *known == word).map_or(ArticleKind::Other, |(_, kind)| kind.clone()),
    };
    let plain = KINDS.iter().find(|(_, kind)| *kind == article.kind).map(|(word, _)| *word);
    if work.see_text("type") == plain {
        work.take("type");
    }
}

fn titles(work: &mut Members, article: &mut Article) {
    let (title, more) = first(work, "title");
    if let Some(more) = more {
        work.keep("title", more);
    }
    let mut within = None;
    if let Some(title) = title {
        let (title, subtitle) = parted(&title).unwrap_or((title, None));
        within = subtitle.map(|subtitle| markup::text(&subtitle));
        let title = markup::text(&title);
        let language = language_of(&title, &article.lang);
        if article.lang == Language::Und {
            article.lang = language.clone();
        } else if article.lang.as_str() == language.as_str() {
            work.take("language");
        }
        article.title.insert(language, title);
    }
    // The title in the language of the work, where the deposited one is a translation.
    if let Some(original) = work.text("original-title") {
        let text = markup::text(&original);
        let language = language_of(&text, &article.lang);
        if article.title.get(&language).is_some_and(|title| *title != text) {
            work.keep("original-title", Value::String(original));
        } else {
            article.title.insert(language, text);
        }
    }
    let lang = article.lang.clone();
    article.subtitle = one(work, "subtitle", &lang);
    if let Some(subtitle) = within {
        let language = language_of(&subtitle, &lang);
        if article.subtitle.is_empty() {
            article.subtitle = MultiText::of(language, subtitle);
        } else if let Some(title) = article.title.get(&lang).filter(|_| article.subtitle.values().all(|other| *other != subtitle)) {
            article.title.insert(lang.clone(), [title, rich::colon_before(&subtitle), &subtitle].concat());
        }
    }
    article.short_title = one(work, "short-title", &lang);
    article.journal.title = one(work, "container-title", &lang);
    article.journal.abbrev = one(work, "short-container-title", &lang);
    article.journal.publisher = one(work, "publisher", &lang);
    // The host's own name said twice is no title of the work.
    if article.title.is_empty() && matches!(article.kind, ArticleKind::Other) && article.journal.title.is_empty() {
        article.title = one(work, "description", &lang);
    }
}

/// A title whose subtitle some publishers deposit within it, as an element: `Anemia&lt;subtitle&gt;A case&lt;/subtitle&gt;`.
fn parted(title: &str) -> Option<(String, Option<String>)> {
    let (open, close) = [("&lt;subtitle&gt;", "&lt;/subtitle&gt;"), ("<subtitle>", "</subtitle>")]
        .into_iter()
        .find(|(open, close)| title.contains(open) && title.trim_end().ends_with(close))?;
    let (title, rest) = title.trim_end().split_once(open)?;
    let subtitles: Vec<&str> = rest.split(open).map(|one| one.trim_end_matches(close).trim()).filter(|one| !one.is_empty()).collect();
    (!title.trim().is_empty()).then(|| (title.trim_end().to_owned(), (!subtitles.is_empty()).then(|| subtitles.join(": "))))
}

/// The first text of a list, and the others, which stay.
fn first(work: &mut Members, member: &str) -> (Option<String>, Option<Value>) {
    if let Some(text) = work.text(member) {
        return (Some(text), None);
    }
    let mut texts = work.texts(member);
    if texts.is_empty() {
        return (None, None);
    }
    let text = texts.remove(0);
    (Some(text), (!texts.is_empty()).then(|| json!(texts)))
}

/// A member in the language that it is in; the series behind a book's title stay.
fn one(work: &mut Members, member: &str, lang: &Language) -> MultiText {
    let (text, more) = first(work, member);
    if let Some(more) = more {
        work.keep(member, more);
    }
    let Some(text) = text.map(|text| markup::text(&text)).filter(|text| !text.is_empty()) else { return MultiText::default() };
    MultiText::of(language_of(&text, lang), text)
}

fn identifiers(work: &mut Members, article: &mut Article, findings: &mut Vec<Finding>, line: usize) {
    if let Some(written) = work.text("DOI") {
        article.ids.doi = Doi::parse(&written);
        if article.ids.doi.is_none() {
            findings.push(Finding::kept(format!("\"{written}\" is not a DOI; it is kept as written")).at(line).of("DOI"));
            work.keep("DOI", Value::String(written));
        }
    }
    article.ids.pmid = work.text("PMID");
    article.ids.pmcid = work.text("PMCID");
    article.ids.isbn = work.texts("ISBN");
    article.journal.issn = work.texts("ISSN");
}

fn place(work: &mut Members, article: &mut Article) {
    article.imprint.place = work.text("publisher-location");
    article.imprint.edition = work.text("edition-number");
    article.imprint.genre = work.text("degree");
    if let Some(mut event) = work.object("event") {
        article.imprint.event = event.text("name").map(|name| plain(&name));
        article.imprint.event_place = event.text("location").map(|place| plain(&place));
        if let Some(left) = event.left() {
            work.keep("event", left);
        }
    }
    // Some publishers deposited the word for nothing; it stays where it stood.
    let mut said = |member: &str| if work.see_text(member) == Some("null") { None } else { work.text(member) };
    article.volume = said("volume");
    article.issue = said("issue");
    let of_issue = work.see("journal-issue").and_then(|issue| issue.get("issue")).and_then(Value::as_str).map(str::to_owned);
    article.issue = article.issue.take().or(of_issue);
    article.pages = work.text("page").map(|page| Pages::parse(&page)).unwrap_or_default();
    let number = work.text("article-number");
    if article.pages.is_empty()
        && let Some(number) = &number
    {
        article.pages = Pages { raw: number.clone(), article_number: Some(number.clone()), ..Pages::default() };
    } else if article.pages.article_number.is_none() {
        article.pages.article_number = number;
    } else if let Some(number) = number.filter(|number| article.pages.article_number.as_ref() != Some(number)) {
        work.keep("article-number", Value::String(number));
    }
}

fn subjects(work: &mut Members, article: &mut Article) {
    let subject = |code: String| Subject { scheme: "category".to_owned(), code, ..Subject::default() };
    article.subjects.extend(work.texts("subject").into_iter().map(subject));
}

fn funding(work: &mut Members, article: &mut Article) {
    for mut funder in work.objects("funder") {
        let name = funder.text("name");
        let awards = funder.texts("award");
        let mut funding = Funding { funder: name, awards, ..Funding::default() };
        if let Some(doi) = funder.text("DOI") {
            funding.rest.insert("doi".to_owned(), Value::String(doi));
        }
        if let Some(left) = funder.left() {
            funding.rest.insert(NAME.to_owned(), left);
        }
        article.funding.push(funding);
    }
}

/// Of several licences that of the version of record is the work's; the others stay.
fn licence(work: &mut Members, article: &mut Article) {
    let Some(Value::Array(all)) = work.see("license") else { return };
    let of_version = |wanted: &str| all.iter().find(|one| one.get("content-version").and_then(Value::as_str) == Some(wanted));
    let chosen = of_version("vor").or_else(|| of_version("unspecified")).or_else(|| all.first());
    let url = chosen.and_then(|one| one.get("URL")).and_then(Value::as_str).map(str::to_owned);
    article.license = License { url, ..License::default() };
}

/// Where the work itself can be had. What is for machines that compare texts stays.
fn links(work: &mut Members, article: &mut Article) {
    let mut stay = Vec::new();
    let mut seen = HashSet::new();
    let mut add = |article: &mut Article, kind: &str, url: String| {
        if seen.insert(url.clone()) {
            article.links.push(Link { kind: kind.to_owned(), url, ..Link::default() });
        }
    };
    let resource = work.see("resource").and_then(|resource| resource.pointer("/primary/URL")).and_then(Value::as_str).map(str::to_owned);
    if let Some(url) = resource {
        work.take("resource");
        add(article, "html", url);
    }
    if let Some(url) = work.text("URL") {
        let own = article.ids.doi.as_ref().is_some_and(|doi| Doi::parse(&url).as_ref() == Some(doi));
        if !own {
            add(article, "html", url);
        }
    }
    if let Some(Value::Array(all)) = work.take("link") {
        for link in all {
            let text = |member: &str| link.get(member).and_then(Value::as_str).unwrap_or_default();
            let kind = match text("content-type") {
                "application/pdf" => "pdf",
                "text/xml" | "application/xml" => "xml",
                "text/html" => "html",
                _ => "",
            };
            if !kind.is_empty() && !text("URL").is_empty() && text("intended-application") != "similarity-checking" {
                add(article, kind, text("URL").to_owned());
            }
            stay.push(link);
        }
        work.keep("link", Value::Array(stay));
    }
}

/// Text of a deposit that may not hold tags: single blanks, signs escaped.
fn plain(text: &str) -> String {
    rich::escape(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}
