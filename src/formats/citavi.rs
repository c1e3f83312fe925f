//! The XML of Citavi (`CitaviExchangeData`), a project as a whole: works, and apart from them people, periodicals, publishers and
//! key words, tied by lists of numbers (`OnetoN`).

use std::collections::HashMap;

use super::document::Yield;
use super::xml::{Element, Written, body, keep, list_language, person, read_records, said_once, written_date};
use super::{Confidence, Readings, Source};
use crate::record::{AbstractSection, Article, ArticleKind, Contributor, Doi, Language, Link, MultiText, Pages};

/// Types of works, and the kinds that they are.
const TYPES: &[(&str, ArticleKind)] = &[
    ("JournalArticle", ArticleKind::Article),
    ("NewspaperArticle", ArticleKind::Newspaper),
    ("Book", ArticleKind::Book),
    ("BookEdited", ArticleKind::Book),
    ("CollectedWorks", ArticleKind::Book),
    ("LegalCommentary", ArticleKind::Book),
    ("Contribution", ArticleKind::Chapter),
    ("ContributionInLegalCommentary", ArticleKind::Chapter),
    ("ConferenceProceedings", ArticleKind::Proceedings),
    ("SpecialIssue", ArticleKind::Periodical),
    ("Thesis", ArticleKind::Thesis),
    ("UnpublishedWork", ArticleKind::Report),
    ("NewsAgencyReport", ArticleKind::Report),
    ("PressRelease", ArticleKind::Report),
    ("Standard", ArticleKind::Standard),
    ("Patent", ArticleKind::Patent),
    ("InternetDocument", ArticleKind::Webpage),
    ("ComputerProgram", ArticleKind::Program),
    ("Map", ArticleKind::Map),
    ("ArchiveMaterial", ArticleKind::Archive),
    ("File", ArticleKind::Archive),
    ("Manuscript", ArticleKind::Archive),
];

/// How sure it is that text is Citavi's.
pub fn sniff(head: &str) -> Confidence {
    if head.trim_ascii_start().starts_with('<') && head.contains("<CitaviExchangeData") { 97 } else { 0 }
}

/// Reads works.
pub fn read(source: Source) -> Readings {
    read_records(source, &["CitaviExchangeData"], "citavi", records)
}

/// A project: its parts by their numbers, and which of them belong to which work.
#[derive(Default)]
struct Project<'t> {
    parts: HashMap<String, Element<'t>>,
    ties: HashMap<(&'static str, String), Vec<String>>,
    /// What each contribution stands in.
    hosts: HashMap<String, String>,
    /// Quotations and thoughts about each work.
    thoughts: HashMap<String, Vec<Element<'t>>>,
}

/// Lists of ties: what they are called, and the first number of each is a work's.
const TIES: [&str; 6] = [
    "ReferenceAuthors",
    "ReferenceEditors",
    "ReferenceCollaborators",
    "ReferenceOrganizations",
    "ReferencePublishers",
    "ReferenceKeywords",
];
/// Lists of what works are tied to.
const PARTS: [&str; 6] = ["Persons", "Periodicals", "Publishers", "Keywords", "SeriesTitles", "References"];

impl<'t> Project<'t> {
    fn of(root: Element<'t>) -> Self {
        let mut project = Self::default();
        for list in root.children() {
            let name = list.name();
            if PARTS.contains(&name) {
                project.parts.extend(list.children().filter_map(|one| Some((one.attribute("id")?.into_owned(), one))));
            } else if let Some(tie) = TIES.iter().find(|tie| **tie == name) {
                for mut ids in numbers(list) {
                    let work = ids.remove(0);
                    project.ties.insert((*tie, work), ids);
                }
            } else if name == "ReferenceReferences" {
                for mut ids in numbers(list) {
                    let host = ids.remove(0);
                    project.hosts.extend(ids.into_iter().map(|id| (id, host.clone())));
                }
            } else if name == "KnowledgeItems" {
                for one in list.children() {
                    if let Some(work) = one.text_of("ReferenceID") {
                        project.thoughts.entry(work).or_default().push(one);
                    }
                }
            }
        }
        project
    }

    fn tied(&self, tie: &'static str, work: &str) -> impl Iterator<Item = Element<'t>> {
        let ids = self.ties.get(&(tie, work.to_owned()));
        ids.into_iter().flatten().filter_map(|id| self.parts.get(id).copied())
    }

    /// The name of a part that a member of a work names by its number.
    fn named(&self, work: Element<'t>, member: &str) -> Option<Element<'t>> {
        self.parts.get(&work.text_of(member)?).copied()
    }
}

/// The numbers of each tie of a list, the first at least.
fn numbers(list: Element<'_>) -> impl Iterator<Item = Vec<String>> {
    let cut = |text: String| text.split(';').map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect::<Vec<_>>();
    list.all("OnetoN").filter_map(Element::text).map(cut).filter(|ids| !ids.is_empty())
}

fn records(root: Element<'_>) -> Yield {
    let project = Project::of(root);
    let works: Vec<Element<'_>> = root.child("References").into_iter().flat_map(|list| list.all("Reference")).collect();
    let mut found = Vec::with_capacity(works.len());
    for one in works {
        let id = one.attribute("id").unwrap_or_default().into_owned();
        let mut article = Article::default();
        work(one, &id, &project, &mut article);
        if let Some(host) = project.hosts.get(&id) {
            within(host, &project, &mut article);
        }
        let findings = keep(one, "citavi", &mut article).into_iter().collect();
        found.push((article, findings));
    }
    // The parts are said with their works; settings and windows are the program's.
    root.take();
    found
}

/// The text of a member as rich-lite.
fn words(element: Element<'_>, member: &str) -> Option<String> {
    element.child(member).and_then(Element::rich)
}

fn put(place: &mut MultiText, text: Option<String>, lang: &Language) {
    if let Some(text) = text {
        said_once(place, Some(lang), text);
    }
}

fn work(element: Element<'_>, id: &str, project: &Project<'_>, article: &mut Article) {
    let of = |name: &str| element.text_of(name);
    let kind = of("ReferenceType").unwrap_or_default();
    article.kind = TYPES.iter().find(|(word, _)| *word == kind).map_or(ArticleKind::Other, |(_, kind)| kind.clone());
    if !TYPES.iter().any(|(word, _)| *word == kind) && !kind.is_empty() {
        article.rest.insert("article-type".to_owned(), kind.into());
    }
    article.lang = of("LanguageCode").or_else(|| of("Language")).map_or(Language::Und, |lang| Language::parse(&lang));
    let title = words(element, "Title");
    if article.lang == Language::Und {
        article.lang = title.as_deref().map(Language::of_text).unwrap_or_default();
    }
    let lang = article.lang.clone();
    put(&mut article.title, title, &lang);
    put(&mut article.subtitle, words(element, "Subtitle"), &lang);
    put(&mut article.short_title, words(element, "ShortTitle"), &lang);
    if let Some(text) = words(element, "Abstract") {
        let lang = list_language(Some(&lang), &text);
        article.abstracts.insert(lang, vec![AbstractSection { text, ..AbstractSection::default() }]);
    }
    article.volume = of("Volume");
    article.issue = of("Number");
    article.pages = element.child("PageRange").map(|pages| Pages::parse(&printed(&pages.verbatim()))).unwrap_or_default();
    article.imprint.edition = of("Edition");
    article.imprint.place = of("PlaceOfPublication");
    article.imprint.series = project.named(element, "SeriesTitleID").and_then(|series| series.text_of("Name"));
    identifiers(element, article);
    let date = of("Date").or_else(|| of("Year"));
    article.dates.published = date.as_deref().and_then(written_date);
    article.year = of("Year").and_then(|year| written_date(&year)).or(article.dates.published).map(|date| date.year);
    article.dates.accessed = of("AccessDate").as_deref().and_then(written_date);
    if let Some(periodical) = project.named(element, "PeriodicalID") {
        put(&mut article.journal.title, words(periodical, "Name"), &Language::Und);
        let short = words(periodical, "StandardAbbreviation").or_else(|| words(periodical, "UserAbbreviation1"));
        put(&mut article.journal.abbrev, short, &Language::Und);
        article.journal.issn.extend(periodical.text_of("ISSN"));
    }
    let publisher = project.tied("ReferencePublishers", id).find_map(|one| words(one, "Name"));
    put(&mut article.journal.publisher, publisher, &Language::Und);
    people(id, project, article);
    for word in project.tied("ReferenceKeywords", id).filter_map(|one| words(one, "Name")) {
        article.keywords.entry(list_language(None, &word)).push(word);
    }
    for name in ["Notes", "Evaluation", "TableOfContents"] {
        article.notes.extend(words(element, name));
    }
    for thought in project.thoughts.get(id).into_iter().flatten() {
        let said: Vec<String> = ["CoreStatement", "Text"].iter().filter_map(|name| words(*thought, name)).collect();
        let pages = thought.child("PageRange").map(|pages| super::rich::escape(&printed(&pages.verbatim())));
        let pages = pages.filter(|pages| !pages.is_empty());
        let said: Vec<String> = said.into_iter().chain(pages.map(|pages| format!("({pages})"))).collect();
        article.notes.extend(Some(said.join(" ")).filter(|note| !note.is_empty()));
    }
}

fn identifiers(element: Element<'_>, article: &mut Article) {
    if let Some(written) = element.text_of("DOI") {
        article.ids.doi = Doi::parse(&written);
        if article.ids.doi.is_none() {
            article.ids.doi_written = Some(written);
        }
    }
    article.ids.pmid = element.text_of("PubMedID");
    if let Some(isbn) = element.text_of("ISBN") {
        article.ids.add_isbn(&isbn);
    }
    if let Some(url) = element.text_of("OnlineAddress").filter(|url| url.contains("://")) {
        article.links.push(Link { kind: "html".to_owned(), url, ..Link::default() });
    }
}

fn people(id: &str, project: &Project<'_>, article: &mut Article) {
    let roles = [
        ("ReferenceAuthors", None),
        ("ReferenceEditors", Some("editor")),
        ("ReferenceCollaborators", Some("contributor")),
        ("ReferenceOrganizations", Some("contributor")),
    ];
    for (tie, role) in roles {
        for one in project.tied(tie, id) {
            if let Some(one) = contributor(one) {
                article.authors.push(Contributor { role: role.map(str::to_owned), ..one });
            }
        }
    }
}

/// A person; a body has a family name alone.
fn contributor(part: Element<'_>) -> Option<Contributor> {
    let given: Vec<String> = ["FirstName", "MiddleName"].iter().filter_map(|name| part.text_of(name)).collect();
    let given = Some(given.join(" ")).filter(|given| !given.is_empty());
    let family = part.text_of("LastName");
    match (family, given) {
        (Some(name), None) => Some(body(name)),
        (family, given) => {
            let (particle, suffix) = (part.text_of("Prefix"), part.text_of("Suffix"));
            person([Written { family, given, particle, suffix, ..Written::default() }])
        }
    }
}

/// What a contribution stands in: a book of the same project.
fn within(host: &str, project: &Project<'_>, article: &mut Article) {
    let Some(element) = project.parts.get(host).copied() else { return };
    let mut book = Article::default();
    work(element, host, project, &mut book);
    if book.kind == ArticleKind::Proceedings && article.kind == ArticleKind::Chapter {
        article.kind = ArticleKind::Paper;
    }
    if article.journal.title.is_empty() {
        article.journal.title = book.title;
    }
    if article.journal.publisher.is_empty() {
        article.journal.publisher = book.journal.publisher;
    }
    article.volume = article.volume.take().or(book.volume);
    article.imprint.place = article.imprint.place.take().or(book.imprint.place);
    article.imprint.edition = article.imprint.edition.take().or(book.imprint.edition);
    article.imprint.series = article.imprint.series.take().or(book.imprint.series);
    article.year = article.year.or(book.year);
    article.dates.published = article.dates.published.or(book.dates.published);
    if article.ids.isbn.is_empty() {
        article.ids.isbn = book.ids.isbn;
    }
    article.authors.extend(book.authors.into_iter().map(|one| {
        let role = one.role.clone().or_else(|| Some("container-author".to_owned()));
        Contributor { role, ..one }
    }));
}

/// The pages as they are printed: Citavi writes what it understood of them in tags of its own, and behind these, in a line or in
/// `<os>`, what was printed.
fn printed(written: &str) -> String {
    let last =
        |text: &str| text.rsplit_once("<os>").and_then(|(_, rest)| rest.split_once("</os>")).map(|(pages, _)| pages.trim().to_owned());
    last(written).unwrap_or_else(|| {
        let line = written.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
        line.rsplit('>').next().unwrap_or(line).trim().to_owned()
    })
}
