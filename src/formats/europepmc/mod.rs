//! Europe PMC's answers, as JSON or as XML: the same members in both.

mod people;
mod xml;

pub use xml::{read as read_xml, sniff as sniff_xml};

use serde_json::Value;

use super::members::{Members, language_of};
use super::{Finding, Readings, Source, envelope, json, markup};
use crate::record::{
    AbstractSection, Article, ArticleKind, Doi, Funding, Language, Link, MultiText, Pages, PartialDate, Provenance, Subject,
};

/// The name under which what has no place is kept.
const NAME: &str = "europepmc";

/// Types of a publication and the kinds that they are, in lower case; the first of a record that is here counts.
const KINDS: &[(&str, ArticleKind)] = &[
    ("preprint", ArticleKind::Preprint),
    ("review", ArticleKind::Review),
    ("review-article", ArticleKind::Review),
    ("systematic review", ArticleKind::Review),
    ("editorial", ArticleKind::Editorial),
    ("published erratum", ArticleKind::Correction),
    ("correction", ArticleKind::Correction),
    ("book chapter", ArticleKind::Chapter),
    ("book", ArticleKind::Book),
    ("patent", ArticleKind::Patent),
    ("thesis", ArticleKind::Thesis),
];

/// How sure it is that text is Europe PMC's JSON.
pub fn sniff(head: &str) -> u8 {
    let Some(start) = envelope::json_of(head) else { return 0 };
    let own = ["\"resultList\"", "\"authorString\"", "\"journalInfo\"", "\"pubTypeList\"", "\"pageInfo\""];
    let found = own.iter().filter(|name| start.contains(*name)).count();
    if found > 1 { 91 } else { 0 }
}

/// Reads results.
pub fn read(source: Source) -> Readings {
    envelope::read(source, &["resultList", "result"], record)
}

fn record(text: &str, line: usize) -> Result<(Box<Article>, Vec<Finding>), Finding> {
    let (members, findings) = json::object(text, line)?;
    let mut work = Members::new(members);
    if work.see("title").or_else(|| work.see("id")).is_none() {
        return Err(Finding::skipped("this is no result of Europe PMC: it has neither id nor title").at(line));
    }
    let mut article = Box::new(of(&mut work));
    article.prov.push(Provenance { src: NAME.to_owned(), ..Provenance::default() });
    if let Some(left) = work.left() {
        article.raw.insert(NAME.to_owned(), left);
    }
    Ok((article, findings))
}

/// The record of a result; what it has no place for stays in `work`.
fn of(work: &mut Members) -> Article {
    let lang = work.text("language").map(|lang| super::tagged::sheet::language_line(&lang)).unwrap_or_default();
    let mut article = Article { lang, ..Article::default() };
    if let Some(title) = work.text("title").map(|title| markup::text(&title)) {
        // A full stop ends every title here; one in brackets is a translation.
        let title = title.strip_suffix('.').unwrap_or(&title).to_owned();
        let lang = language_of(&title, &article.lang);
        article.title.insert(lang, title);
    }
    if let Some(text) = work.text("abstractText") {
        // Headings are HTML's here.
        let headed = text.replace("h4&gt;", "title&gt;").replace("h4>", "title>");
        let sections: Vec<AbstractSection> = markup::sections(&headed);
        let lang = language_of(sections.first().map_or("", |section| &section.text), &article.lang);
        article.abstracts.insert(lang, sections);
    }
    kind(work, &mut article);
    identifiers(work, &mut article);
    host(work, &mut article);
    people::read(work, &mut article);
    for word in listed(work, "keywordList", "keyword") {
        let lang = language_of(&word, &article.lang);
        article.keywords.entry(lang).push(markup::text(&word));
    }
    headings(work, &mut article);
    grants(work, &mut article);
    for mut link in objects(work, "fullTextUrlList", "fullTextUrl") {
        let style = link.text("documentStyle").unwrap_or_default();
        let kind = if matches!(style.as_str(), "pdf" | "html" | "doi") { style } else { "html".to_owned() };
        article.links.extend(link.text("url").map(|url| Link { kind, url, ..Link::default() }));
    }
    article.open_access = work.text("isOpenAccess").map(|flag| flag == "Y");
    article.metrics.cited = work.text("citedByCount").and_then(|count| count.parse().ok());
    article.license.text = work.text("license");
    article
}

/// The strings of `{list: {one: […]}}`.
fn listed(work: &mut Members, list: &str, one: &str) -> Vec<String> {
    let Some(mut inner) = work.object(list) else { return Vec::new() };
    let texts = inner.texts(one);
    if let Some(left) = inner.left() {
        work.keep(list, left);
    }
    texts
}

/// The objects of `{list: {one: […]}}`.
fn objects(work: &mut Members, list: &str, one: &str) -> Vec<Members> {
    work.object(list).map(|mut inner| inner.objects(one)).unwrap_or_default()
}

fn kind(work: &mut Members, article: &mut Article) {
    let mut types = listed(work, "pubTypeList", "pubType");
    // A short answer has them in one string.
    types.extend(work.text("pubType").iter().flat_map(|types| types.split(';')).map(|word| word.trim().to_owned()));
    let known = types.iter().find_map(|word| KINDS.iter().find(|(known, _)| *known == word.to_lowercase()));
    if let Some((_, kind)) = known {
        article.kind = kind.clone();
    }
    let said = [known.map_or("", |(word, _)| word), "journal article", "research-article"];
    types.retain(|word| !said.contains(&word.to_lowercase().as_str()));
    let subjects = types.into_iter().map(|code| Subject { scheme: "publication-type".to_owned(), code, ..Subject::default() });
    article.subjects.extend(subjects);
}

fn identifiers(work: &mut Members, article: &mut Article) {
    if let Some(written) = work.text("doi") {
        article.ids.doi = Doi::parse(&written);
        if article.ids.doi.is_none() {
            work.keep("doi", Value::String(written));
        }
    }
    article.ids.pmid = work.text("pmid");
    article.ids.pmcid = work.text("pmcid");
    let (id, source) = (work.text("id"), work.text("source"));
    // Its own number is the PMID of what is in MEDLINE.
    if let (Some(id), Some(source)) = (id, source)
        && article.ids.pmid.as_deref() != Some(&id)
    {
        article.ids.rest.insert(NAME.to_owned(), format!("{source}:{id}").into());
    }
}

/// The journal and the numbers of the issue: in an object of their own, or beside the title in a short answer.
fn host(work: &mut Members, article: &mut Article) {
    let multi = |text: Option<String>, lang: &Language| {
        text.map(|text| MultiText::of(language_of(&text, lang), markup::text(&text))).unwrap_or_default()
    };
    let mut info = work.object("journalInfo").unwrap_or_default();
    let mut journal = info.object("journal").unwrap_or_default();
    article.journal.title = multi(journal.text("title").or_else(|| work.text("journalTitle")), &article.lang);
    article.journal.abbrev = multi(journal.text("ISOAbbreviation").or_else(|| journal.text("isoabbreviation")), &article.lang);
    for name in ["ISSN", "issn", "ESSN", "essn"] {
        if let Some(issn) = journal.text(name) {
            article.journal.add_issn(&issn);
        }
    }
    let short = work.text("journalIssn");
    for issn in short.iter().flat_map(|issn| issn.split(';')).map(str::trim).filter(|issn| !issn.is_empty()) {
        article.journal.add_issn(issn);
    }
    article.volume = info.text("volume").or_else(|| work.text("journalVolume"));
    article.issue = info.text("issue").or_else(|| work.text("issue"));
    article.pages = Pages::parse(&work.text("pageInfo").unwrap_or_default());
    let year = work.text("pubYear").or_else(|| info.text("yearOfPublication")).and_then(|year| year.parse().ok());
    let printed = info.text("printPublicationDate").and_then(|date| PartialDate::parse(&date));
    let month = info.text("monthOfPublication").and_then(|month| month.parse().ok()).filter(|month| (1..=12).contains(month));
    // Where only the month is known the printed date has a first day that nobody said.
    let printed = printed.map(|date| if date.day == Some(1) { PartialDate { day: None, ..date } } else { date });
    article.dates.published = printed.or_else(|| year.map(|year| PartialDate { year, month, day: None }));
    article.dates.online = work.text("electronicPublicationDate").and_then(|date| PartialDate::parse(&date));
    article.year = year.or(article.dates.published.map(|date| date.year));
    if let Some(left) = journal.left() {
        info.keep("journal", left);
    }
    for said in ["yearOfPublication", "dateOfPublication"] {
        info.take(said);
    }
    if let Some(left) = info.left() {
        work.keep("journalInfo", left);
    }
}

/// Headings of MeSH, those that are major with a star, as MEDLINE has them.
fn headings(work: &mut Members, article: &mut Article) {
    for mut heading in objects(work, "meshHeadingList", "meshHeading") {
        let Some(mut code) = heading.text("descriptorName") else { continue };
        let mut qualifiers: Vec<String> = Vec::new();
        for mut qualifier in heading.object("meshQualifierList").map(|mut list| list.objects("meshQualifier")).unwrap_or_default() {
            let star = if qualifier.text("majorTopic_YN").as_deref() == Some("Y") { "*" } else { "" };
            qualifiers.extend(qualifier.text("qualifierName").map(|name| format!("{star}{name}")));
        }
        if heading.text("majorTopic_YN").as_deref() == Some("Y") && qualifiers.is_empty() {
            code.insert(0, '*');
        }
        for qualifier in qualifiers {
            code.push('/');
            code.push_str(&qualifier);
        }
        article.subjects.push(Subject { scheme: "mesh".to_owned(), code, ..Subject::default() });
    }
}

fn grants(work: &mut Members, article: &mut Article) {
    for mut grant in objects(work, "grantsList", "grant") {
        let awards = grant.text("grantId").into_iter().collect();
        article.funding.push(Funding { funder: grant.text("agency"), awards, ..Funding::default() });
    }
}
