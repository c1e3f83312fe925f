//! The JSON of DOAJ: an article, an answer of its search (`results`), or a file of its dump.

pub mod xml;

use serde_json::Value;

use super::members::{Affiliations, Members, language_of, orcid, words};
use super::{Finding, Readings, Source, envelope, json, markup, names};
use crate::record::{Affiliation, Article, Doi, Language, Link, MultiText, Pages, PartialDate, Provenance, Subject};

/// The name under which what has no place is kept.
const NAME: &str = "doaj";

/// How sure it is that text is DOAJ's.
pub fn sniff(head: &str) -> u8 {
    if envelope::json_of(head).is_some_and(|start| start.contains("\"bibjson\"")) { 92 } else { 0 }
}

/// Reads articles.
pub fn read(source: Source) -> Readings {
    envelope::read(source, &["results"], record)
}

fn record(text: &str, line: usize) -> Result<(Box<Article>, Vec<Finding>), Finding> {
    let (members, findings) = json::object(text, line)?;
    let mut whole = Members::new(members);
    let Some(mut work) = whole.object("bibjson") else {
        return Err(Finding::skipped("this is no article of DOAJ: it has no \"bibjson\"").at(line));
    };
    let mut article = Box::<Article>::default();
    let mut journal = work.object("journal").unwrap_or_default();
    host(&mut journal, &mut article);
    if let Some(left) = journal.left() {
        work.keep("journal", left);
    }
    let stated = article.lang.clone();
    words(&mut work, &stated, &mut article);
    identifiers(&mut work, &mut article);
    dates(&mut work, &mut article);
    article.pages = Pages::parse(&Pages::range(work.text("start_page"), work.text("end_page")).unwrap_or_default());
    people(&mut work, &mut article);
    for mut subject in work.objects("subject") {
        let name = subject.text("term").map(|term| MultiText::of(Language::En, term)).unwrap_or_default();
        let scheme = subject.text("scheme").unwrap_or_default().to_lowercase();
        article.subjects.push(Subject { scheme, code: subject.text("code").unwrap_or_default(), name, ..Subject::default() });
    }
    for mut link in work.objects("link") {
        let pdf = link.text("content_type").is_some_and(|kind| kind.to_lowercase().contains("pdf"));
        link.take("type");
        let kind = if pdf { "pdf" } else { "html" }.to_owned();
        article.links.extend(link.text("url").map(|url| Link { kind, url, ..Link::default() }));
    }
    // DOAJ lists nothing else.
    article.open_access = Some(true);
    let id = whole.text("id");
    article.ids.rest.extend(id.map(|id| (NAME.to_owned(), Value::String(id))));
    if let Some(left) = work.left() {
        whole.keep("bibjson", left);
    }
    article.prov.push(Provenance { src: NAME.to_owned(), ..Provenance::default() });
    if let Some(left) = whole.left() {
        article.raw.insert(NAME.to_owned(), left);
    }
    Ok((article, findings))
}

fn host(journal: &mut Members, article: &mut Article) {
    let languages = journal.texts("language");
    // A journal in several languages does not say which of them an article is in.
    if let [one] = languages.as_slice() {
        article.lang = Language::parse(&one.to_lowercase());
    } else if !languages.is_empty() {
        journal.keep("language", languages.into());
    }
    let multi = |text: Option<String>, lang: &Language| text.map(|text| MultiText::of(language_of(&text, lang), markup::text(&text)));
    article.journal.title = multi(journal.text("title"), &article.lang).unwrap_or_default();
    article.journal.publisher = multi(journal.text("publisher"), &article.lang).unwrap_or_default();
    article.journal.issn = journal.texts("issns");
    article.volume = journal.text("volume");
    article.issue = journal.text("number");
}

fn identifiers(work: &mut Members, article: &mut Article) {
    for mut one in work.objects("identifier") {
        match (one.text("type").unwrap_or_default().to_lowercase().as_str(), one.text("id")) {
            ("doi", Some(id)) => {
                article.ids.doi = Doi::parse(&id);
                if article.ids.doi.is_none() {
                    article.ids.rest.insert("doi".to_owned(), id.into());
                }
            }
            ("pissn" | "eissn" | "issn", Some(id)) => article.journal.add_issn(&id),
            ("pissn" | "eissn" | "issn", _) | (_, None) => {}
            (kind, Some(id)) => {
                article.ids.rest.insert(kind.to_owned(), id.into());
            }
        }
    }
}

fn dates(work: &mut Members, article: &mut Article) {
    article.year = work.text("year").and_then(|year| year.parse().ok());
    let written = work.text("month");
    let month = written.as_deref().and_then(|month| month.parse().ok().or_else(|| super::months::of(&month.to_lowercase())));
    let month = month.filter(|month| (1..=12).contains(month));
    article.dates.published = article.year.map(|year| PartialDate { year, month, day: None });
    if month.is_none()
        && let Some(written) = written
    {
        work.keep("month", written.into());
    }
}

fn people(work: &mut Members, article: &mut Article) {
    let mut affiliations = Affiliations::default();
    for mut person in work.objects("author") {
        let Some(name) = person.text("name") else { continue };
        let mut one = match name.split_once(", ") {
            Some((family, given)) if !given.contains(',') => names::of_parts(Some(family), Some(given), None).unwrap_or_default(),
            _ => names::person(&name),
        };
        one.orcid = person.text("orcid_id").and_then(|written| orcid(&written));
        let text = person.text("affiliation").map(|text| MultiText::of(language_of(&text, &article.lang), markup::text(&text)));
        one.aff = affiliations.places_of(text.map(|text| Affiliation { text, ..Affiliation::default() }));
        if let Some(left) = person.left() {
            one.rest.insert(NAME.to_owned(), left);
        }
        article.authors.push(one);
    }
    article.affiliations = affiliations.into_list();
}
