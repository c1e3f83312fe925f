//! Semantic Scholar's JSON: a paper, an answer with many (`data`), or one of either a line.

use serde_json::Value;

use super::members::{Members, language_of};
use super::{Finding, Readings, Source, envelope, json, markup, names};
use crate::record::{
    AbstractSection, Article, ArticleKind, Citation, Doi, Identifiers, Language, Link, MultiText, Pages, PartialDate, Provenance,
    Reference, Subject,
};

/// The name under which what has no place is kept.
const NAME: &str = "semantic-scholar";

/// Types of a publication and the kinds that they are; the first of a paper that is here counts.
const KINDS: &[(&str, ArticleKind)] = &[
    ("Review", ArticleKind::Review),
    ("Editorial", ArticleKind::Editorial),
    ("Book", ArticleKind::Book),
    ("BookSection", ArticleKind::Chapter),
    ("Conference", ArticleKind::Paper),
    ("Dataset", ArticleKind::Dataset),
    ("JournalArticle", ArticleKind::Article),
];

/// How sure it is that text is Semantic Scholar's.
pub fn sniff(head: &str) -> u8 {
    let Some(start) = envelope::json_of(head) else { return 0 };
    let own = ["\"paperId\"", "\"externalIds\"", "\"citationCount\"", "\"authorId\"", "\"s2FieldsOfStudy\"", "\"corpusId\""];
    let found = own.iter().filter(|name| start.contains(*name)).count();
    if found > 1 && start.contains("\"title\"") { 88 } else { 0 }
}

/// Reads papers.
pub fn read(source: Source) -> Readings {
    envelope::read(source, &["data", "recommendedPapers"], record)
}

fn record(text: &str, line: usize) -> Result<(Box<Article>, Vec<Finding>), Finding> {
    let (members, findings) = json::object(text, line)?;
    let mut work = Members::new(members);
    // References and citations of a paper are wrapped once more.
    for door in ["citedPaper", "citingPaper"] {
        if let Some(paper) = work.object(door) {
            work = paper;
        }
    }
    if work.see_text("title").is_none() {
        return Err(Finding::skipped("this is no paper: it has no title; ask Semantic Scholar for the field \"title\"").at(line));
    }
    let mut article = Box::<Article>::default();
    let title = work.text("title").map(|title| markup::text(&title)).unwrap_or_default();
    article.lang = language_of(&title, &Language::Und);
    article.title.insert(article.lang.clone(), title);
    if let Some(text) = work.text("abstract").map(|text| markup::text(&text)) {
        let lang = language_of(&text, &article.lang);
        article.abstracts.insert(lang, vec![AbstractSection { text, ..AbstractSection::default() }]);
    }
    let mut types = work.texts("publicationTypes");
    if let Some((word, kind)) = KINDS.iter().find(|(word, _)| types.iter().any(|known| known == word)) {
        article.kind = kind.clone();
        types.retain(|known| known != word);
    }
    article.subjects.extend(types.into_iter().map(|code| Subject { scheme: "publication-type".to_owned(), code, ..Subject::default() }));
    identifiers(&mut work, &mut article.ids);
    host(&mut work, &mut article);
    article.dates.published = work.text("publicationDate").and_then(|date| PartialDate::parse(&date));
    article.year = work.text("year").and_then(|year| year.parse().ok()).or(article.dates.published.map(|date| date.year));
    if article.dates.published.is_none() {
        article.dates.published = article.year.map(|year| PartialDate { year, month: None, day: None });
    }
    people(&mut work, &mut article);
    let fields = work.texts("fieldsOfStudy");
    article.subjects.extend(fields.into_iter().map(|code| Subject { scheme: NAME.to_owned(), code, ..Subject::default() }));
    article.metrics.cited = work.count("citationCount");
    article.open_access = work.take("isOpenAccess").and_then(|flag| flag.as_bool());
    if let Some(mut pdf) = work.object("openAccessPdf") {
        article.links.extend(pdf.text("url").map(|url| Link { kind: "pdf".to_owned(), url, ..Link::default() }));
        if let Some(left) = pdf.left() {
            work.keep("openAccessPdf", left);
        }
    }
    article.links.extend(work.text("url").map(|url| Link { kind: "abstract".to_owned(), url, ..Link::default() }));
    let cited = work.objects("references");
    if !cited.is_empty() {
        article.refs = Some(cited.into_iter().map(reference).collect());
    }
    article.prov.push(Provenance { src: NAME.to_owned(), ..Provenance::default() });
    if let Some(left) = work.left() {
        article.raw.insert(NAME.to_owned(), left);
    }
    Ok((article, findings))
}

fn identifiers(work: &mut Members, ids: &mut Identifiers) {
    if let Some(id) = work.text("paperId") {
        ids.rest.insert(NAME.to_owned(), id.into());
    }
    let Some(mut external) = work.object("externalIds") else { return };
    ids.doi = external.see_text("DOI").and_then(Doi::parse);
    if ids.doi.is_some() {
        external.take("DOI");
    }
    ids.arxiv = external.text("ArXiv");
    ids.pmid = external.text("PubMed");
    ids.pmcid = external.text("PubMedCentral").map(|id| if id.starts_with("PMC") { id } else { format!("PMC{id}") });
    for (name, place) in [("DBLP", "dblp"), ("MAG", "mag"), ("ACL", "acl"), ("CorpusId", "corpus-id")] {
        ids.rest.extend(external.text(name).map(|id| (place.to_owned(), Value::String(id))));
    }
    if let Some(left) = external.left() {
        work.keep("externalIds", left);
    }
}

/// The journal or the conference: named up to three times.
fn host(work: &mut Members, article: &mut Article) {
    let mut journal = work.object("journal").unwrap_or_default();
    let mut venue = work.object("publicationVenue").unwrap_or_default();
    let short = work.text("venue");
    let whole = venue.text("name");
    let name = journal.text("name").or_else(|| whole.clone()).or_else(|| short.clone());
    if let Some(name) = name {
        article.journal.title = MultiText::of(language_of(&name, &article.lang), markup::text(&name));
        for (member, other) in [("publicationVenue-name", whole), ("venue", short)] {
            if let Some(other) = other.filter(|other| *other != name) {
                work.keep(member, other.into());
            }
        }
    }
    article.journal.issn.extend(venue.text("issn"));
    for issn in venue.texts("alternate_issns") {
        article.journal.add_issn(&issn);
    }
    article.volume = journal.text("volume");
    let pages: Option<String> = journal.text("pages").map(|pages| pages.split_whitespace().collect());
    article.pages = Pages::parse(&pages.unwrap_or_default());
    for (member, left) in [("journal", journal.left()), ("publicationVenue", venue.left())] {
        if let Some(left) = left {
            work.keep(member, left);
        }
    }
}

fn people(work: &mut Members, article: &mut Article) {
    for mut person in work.objects("authors") {
        let Some(name) = person.text("name") else { continue };
        let mut one = names::person(&name);
        one.rest.extend(person.text("authorId").map(|id| (NAME.to_owned(), Value::String(id))));
        if let Some(left) = person.left() {
            one.rest.insert("semantic-scholar-rest".to_owned(), left);
        }
        article.authors.push(one);
    }
}

/// A paper that is cited, by its title and what identifies it.
fn reference(mut paper: Members) -> Reference {
    let mut ids = Identifiers::default();
    identifiers(&mut paper, &mut ids);
    let title = paper.text("title").unwrap_or_default();
    let year = paper.text("year").and_then(|year| year.parse().ok());
    let raw = [Some(title.clone()).filter(|title| !title.is_empty()), year.map(|year: i32| year.to_string())];
    let part = Citation { title: Some(title).filter(|title| !title.is_empty()), year, ..Citation::default() };
    let mut reference =
        Reference { raw: raw.into_iter().flatten().collect::<Vec<_>>().join(". "), parts: vec![part], ids, ..Reference::default() };
    if let Some(left) = paper.left() {
        reference.rest.insert(NAME.to_owned(), left);
    }
    reference
}
