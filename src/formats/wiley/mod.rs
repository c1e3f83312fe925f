//! WileyML 3G (`component`): articles of Wiley's journals and chapters of its books. What is said of the journal, the issue and
//! the article stands in `publicationMeta` of three levels.

mod cited;
mod people;

use super::document::Yield;
use super::xml::{Element, first_element, list_language, read_records, said_once};
use super::{Confidence, Readings, Source};
use crate::record::{AbstractSection, Article, ArticleKind, Doi, Funding, Language, Link, MultiText, Pages, PartialDate, Subject};

/// Types of a unit, and the kinds that they are; any other is an article, or a chapter where it stands in a book.
const TYPES: &[(&str, ArticleKind)] = &[
    ("reviewArticle", ArticleKind::Review),
    ("review", ArticleKind::Review),
    ("bookReview", ArticleKind::Review),
    ("editorial", ArticleKind::Editorial),
    ("erratum", ArticleKind::Correction),
    ("corrigendum", ArticleKind::Correction),
    ("correction", ArticleKind::Correction),
    ("retraction", ArticleKind::Correction),
    ("frontmatter", ArticleKind::Frontmatter),
    ("backmatter", ArticleKind::Frontmatter),
    ("miscellaneous", ArticleKind::Other),
];

/// Types that their kind says in full.
const SAID: &[&str] = &["article", "researchArticle", "reviewArticle", "editorial"];

/// How sure it is that text is WileyML.
pub fn sniff(head: &str) -> Confidence {
    let own = || head.contains("www.wiley.com/namespaces/wiley") || head.contains("<publicationMeta");
    if first_element(head) == Some("component") && own() { 95 } else { 0 }
}

/// Reads articles and chapters.
pub fn read(source: Source) -> Readings {
    read_records(source, &["component"], "wiley", record)
}

fn record(root: Element<'_>) -> Yield {
    let mut article = Article { lang: declared(root).unwrap_or_default(), ..Article::default() };
    if root.attribute("type").is_some_and(|kind| kind.starts_with("book")) {
        article.kind = ArticleKind::Chapter;
    }
    let header = root.child("header");
    for part in header.into_iter().flat_map(Element::children) {
        match part.name() {
            "publicationMeta" if part.has("level", "product") => product(part, &mut article),
            "publicationMeta" if part.has("level", "part") => issue(part, &mut article),
            "publicationMeta" => unit(part, &mut article),
            "contentMeta" => content(part, &mut article),
            _ => {}
        }
    }
    cited::read(root, &mut article);
    article.year = article.dates.published.or(article.dates.online).map(|date| date.year);
    if article.lang == Language::Und {
        article.lang = article.title.languages().next().cloned().unwrap_or_default();
    }
    vec![(article, Vec::new())]
}

fn declared(element: Element<'_>) -> Option<Language> {
    element.attribute("lang").map(|lang| Language::parse(&lang))
}

fn put(place: &mut MultiText, part: Element<'_>, lang: &Language) {
    if let Some(text) = part.rich() {
        said_once(place, declared(part).as_ref().or(Some(lang)), text);
    }
}

/// The journal or the book.
fn product(meta: Element<'_>, article: &mut Article) {
    for part in meta.descendants() {
        match part.name() {
            "issn" => {
                let issn = part.text().filter(|issn| !article.journal.issn.contains(issn));
                article.journal.issn.extend(issn);
            }
            "isbn" => part.text().into_iter().for_each(|isbn| article.ids.add_isbn(&isbn)),
            "title" if part.has("type", "main") => put(&mut article.journal.title, part, &Language::Und),
            "title" if part.has("type", "short") => put(&mut article.journal.abbrev, part, &Language::Und),
            "publisherName" => put(&mut article.journal.publisher, part, &Language::Und),
            "publisherLoc" => article.imprint.place = part.text(),
            "edition" => article.imprint.edition = part.text(),
            _ => {}
        }
    }
}

/// The issue: its numbers and its date.
fn issue(meta: Element<'_>, article: &mut Article) {
    for part in meta.descendants() {
        match part.name() {
            "numbering" if part.has("type", "journalVolume") => article.volume = number(part),
            "numbering" if part.has("type", "journalIssue") => article.issue = number(part),
            "coverDate" => {
                let start = part.attribute("startDate").and_then(|start| PartialDate::parse(&start));
                article.dates.published = start.or_else(|| super::xml::written_date(&part.text()?));
                part.take();
            }
            "title" if part.has("type", "specialIssueTitle") => {
                if let Some(text) = part.rich() {
                    article.journal.rest.insert("issue-title".to_owned(), text.into());
                }
            }
            _ => {}
        }
    }
}

/// A number as printed; `n/a` is none.
fn number(part: Element<'_>) -> Option<String> {
    part.text().filter(|text| !text.eq_ignore_ascii_case("n/a"))
}

/// Dates of a unit (`event`).
fn event(part: Element<'_>, article: &mut Article) {
    let Some(date) = part.attribute("date").and_then(|date| PartialDate::parse(&date)) else { return };
    let dates = &mut article.dates;
    let place = match part.attribute("type").as_deref() {
        Some("manuscriptReceived") => &mut dates.received,
        Some("manuscriptRevised") => &mut dates.revised,
        Some("manuscriptAccepted") => &mut dates.accepted,
        Some("firstOnline" | "publishedOnlineEarlyUnpaginated") => &mut dates.online,
        _ => return,
    };
    part.take();
    // Of several the earliest counts: an article is online once.
    *place = Some(place.map_or(date, |known| known.min(date)));
}

/// The article's own numbers, dates and rights.
fn unit(meta: Element<'_>, article: &mut Article) {
    if let Some(word) = meta.attribute("type") {
        if let Some((_, kind)) = TYPES.iter().find(|(known, _)| *known == word) {
            article.kind = kind.clone();
        }
        if !SAID.contains(&word.as_ref()) {
            article.rest.insert("article-type".to_owned(), word.into_owned().into());
        }
    }
    if meta.attribute("accessType").is_some_and(|access| access == "open") {
        article.open_access = Some(true);
    }
    let (mut first, mut last, mut locator) = (None, None, None);
    let mut society = None;
    for part in meta.descendants_but(&["selfCitationGroup"]) {
        match part.name() {
            "doi" if article.ids.doi.is_none() => article.ids.doi = part.text().and_then(|text| Doi::parse(&text)),
            "id" => {
                let value = part.attribute("value").map(std::borrow::Cow::into_owned);
                match part.attribute("type").as_deref() {
                    Some("eLocator") => {
                        part.take();
                        locator = value;
                    }
                    Some("society") => {
                        part.take();
                        society = value;
                    }
                    Some("unit") => {
                        part.take();
                        article.ids.rest.extend(value.map(|id| ("wiley".to_owned(), id.into())));
                    }
                    _ => {}
                }
            }
            "title" if part.has("type", "articleCategory") || (part.has("type", "tocHeading1") && article.heading.is_empty()) => {
                put(&mut article.heading, part, &article.lang.clone());
            }
            "title" if part.has("type", "tocHeading1") => part.take(),
            "copyright" if article.copyright.is_none() => article.copyright = part.text(),
            "legalStatement" => {
                article.license.url = part.find("link").and_then(|link| link.attribute("href")).map(std::borrow::Cow::into_owned);
                article.license.text = part.text();
            }
            "event" => event(part, article),
            "numbering" if part.has("type", "pageFirst") => first = number(part),
            "numbering" if part.has("type", "pageLast") => last = number(part),
            "link" if part.has("type", "file") => {
                let url = part.attribute("href").filter(|href| href.starts_with("http"));
                article.links.extend(url.map(|url| Link { kind: "pdf".to_owned(), url: url.into_owned(), ..Link::default() }));
            }
            "subject" => {
                if let Some(code) = part.text() {
                    let scheme = part.attribute("type").map_or_else(|| "wiley".to_owned(), std::borrow::Cow::into_owned);
                    article.subjects.push(Subject { scheme, code, ..Subject::default() });
                }
            }
            _ => {}
        }
    }
    article.pages = Pages::parse(&Pages::range(first, last).unwrap_or_default());
    // Where there are neither pages nor a locator, the number that the society gave is the article's.
    let number = society.clone().filter(|_| locator.is_none() && article.pages.is_empty());
    article.ids.rest.extend(society.map(|id| ("society".to_owned(), id.into())));
    if let Some(locator) = locator.or(number) {
        if article.pages.raw.is_empty() {
            article.pages.raw.clone_from(&locator);
        }
        article.pages.article_number = Some(locator);
    }
}

/// The words of the article: titles, people, key words, abstracts, funding.
fn content(meta: Element<'_>, article: &mut Article) {
    let lang = article.lang.clone();
    for group in meta.children() {
        match group.name() {
            "titleGroup" => {
                for part in group.all("title") {
                    match part.attribute("type").as_deref() {
                        Some("main") | None => put(&mut article.title, part, &lang),
                        Some("subtitle") => put(&mut article.subtitle, part, &lang),
                        Some("short") => put(&mut article.short_title, part, &lang),
                        _ => {}
                    }
                }
            }
            "creators" => people::creators(group, meta.child("affiliationGroup"), article),
            "keywordGroup" => {
                group.all("title").for_each(Element::take);
                let words: Vec<String> = group.all("keyword").filter_map(Element::rich).collect();
                let of = list_language(declared(group).as_ref().or(Some(&lang)), &words.join(" "));
                if !words.is_empty() {
                    article.keywords.entry(of).extend(words);
                }
            }
            "fundingInfo" => funding(group, article),
            "abstractGroup" => group.all("abstract").for_each(|part| abstracts(part, article)),
            _ => {}
        }
    }
}

fn funding(group: Element<'_>, article: &mut Article) {
    let mut funding = Funding { funder: group.text_of("fundingAgency"), ..Funding::default() };
    if let Some(id) = group.child("fundingAgency").and_then(|agency| agency.attribute("funderDoi")) {
        funding.rest.insert("funder-id".to_owned(), id.into_owned().into());
    }
    // Several numbers in one element: `80NSSC18K1369,80NSSC21K1795`.
    let numbers = group.all("fundingNumber").filter_map(Element::text);
    funding.awards = numbers.flat_map(|text| text.split([',', ';']).map(|one| one.trim().to_owned()).collect::<Vec<_>>()).collect();
    funding.awards.retain(|award| !award.is_empty());
    if funding != Funding::default() {
        article.funding.push(funding);
    }
}

/// The main abstract. Key points and synopses are other texts, and stay where they are.
fn abstracts(element: Element<'_>, article: &mut Article) {
    if !element.has("type", "main") && element.attribute("type").is_some() {
        return;
    }
    let mut sections = Vec::new();
    section(element, 0, &mut sections);
    let whole: String = sections.iter().map(|section| section.text.as_str()).collect();
    let lang = list_language(declared(element).as_ref().or(Some(&article.lang)), &whole);
    if !whole.is_empty() && article.abstracts.get(&lang).is_none() {
        article.abstracts.insert(lang, sections);
    } else {
        element.leave();
    }
}

/// Sections of an abstract, each with its title; the title of the whole says nothing.
fn section(element: Element<'_>, depth: usize, sections: &mut Vec<AbstractSection>) {
    let title = element.child("title").and_then(Element::rich).map(|text| text.trim_end_matches([':', '.']).to_owned());
    let mut head = title.filter(|_| depth > 0);
    for part in element.children().filter(|part| part.name() != "title") {
        if part.name() == "section" && depth < 8 {
            section(part, depth + 1, sections);
        } else if let Some(text) = part.rich() {
            sections.push(AbstractSection { head: head.take(), text, ..AbstractSection::default() });
        }
    }
}
