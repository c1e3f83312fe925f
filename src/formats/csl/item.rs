//! The record that an item is: its members are taken one kind after another, and what nobody took is kept.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::dates::{self, is_in_numbers, stated_date};
use super::members::Members;
use super::people::{ROLES, contributor, is_others, is_written_so};
use super::texts::{doi_in_letters_of, keywords, rich_text, unescaped_note};
use super::write::{self, csl_type};
use super::{AS_WRITTEN, CATEGORY, CSL_JSON, DATES, Finding, IMPRINT, KINDS, TEXTS, kind_of, note};
use crate::formats::members::language_of;
use crate::formats::names::people_in_parts;
use crate::formats::rich;
use crate::record::{AbstractSection, Article, ArticleKind, Doi, Language, Link, MultiText, Pages, Provenance, Subject};

/// The record that an item is.
pub(super) fn article_of(mut item: Map<String, Value>, line: usize, findings: &mut Vec<Finding>) -> Box<Article> {
    let moved = note::take_lines(&mut item);
    let mut members = Members::of(item);
    for (member, value) in moved {
        members.stood(&member, value);
    }
    let mut article = Box::<Article>::default();
    take_kind(&mut article, &mut members);
    take_texts(&mut article, &mut members);
    take_place(&mut article, &mut members);
    take_identifiers(&mut article, &mut members, line, findings);
    for (role, member) in ROLES {
        take_people(&mut article, &mut members, *role, member);
    }
    take_dates(&mut article, &mut members);
    take_imprint(&mut article, &mut members);
    article.prov.push(Provenance { src: CSL_JSON.to_owned(), ..Provenance::default() });
    if let Some(stood) = members.as_they_stood() {
        article.raw.insert(AS_WRITTEN.to_owned(), stood);
    }
    if let Some(left) = members.left() {
        article.raw.insert(CSL_JSON.to_owned(), left);
    }
    article
}

/// What kind of work it is. The word stays where the kind would be written with another one.
fn take_kind(article: &mut Article, members: &mut Members) {
    let Some(word) = members.get("type").and_then(Value::as_str) else {
        article.kind = ArticleKind::Other;
        members.stood("type", Value::Null);
        return;
    };
    article.kind = kind_of(word);
    if KINDS.iter().any(|(csl, kind)| *csl == word && csl_type(kind) == word) {
        members.take("type");
    }
}

/// Language, title and all other texts: in the language that is stated, else in the one that each is written in.
fn take_texts(article: &mut Article, members: &mut Members) {
    let stated = members.get("language").and_then(Value::as_str).map(Language::parse);
    // A work in Chinese may have a title in English; what is said of it is said of the work.
    let language = |text: &str| stated.as_ref().map_or_else(|| Language::of_text(text), |stated| language_of(text, stated));
    let title = members.text("title");
    article.lang = stated.clone().unwrap_or_else(|| Language::of_text(title.as_deref().unwrap_or_default()));
    match (&stated, members.take("language").unwrap_or_default()) {
        (Some(lang), Value::String(written)) if *lang.as_str() == written => {}
        (_, written) => members.stood("language", written),
    }
    article.title = title.map(|title| MultiText::of(language(&title), rich_text(title, "title", members))).unwrap_or_default();
    for (member, place) in TEXTS {
        if let Some(text) = members.text(member).or_else(|| members.other_name(member)) {
            *place(article) = MultiText::of(language(&text), rich_text(text, member, members));
        }
    }
    if let Some(text) = members.text("abstract") {
        let lang = language(&text);
        let text = rich_text(text, "abstract", members);
        article.abstracts.insert(lang, vec![AbstractSection { text, ..AbstractSection::default() }]);
    }
    if let Some(text) = members.text("keyword") {
        let words = keywords(&text);
        let written = write::keyword(&words);
        article.keywords.insert(language(&text), words);
        if written != text {
            members.stood("keyword", Value::String(text));
        }
    }
    if members.get("categories").and_then(Value::as_array).is_some_and(|all| all.iter().all(Value::is_string))
        && let Some(Value::Array(categories)) = members.take("categories")
    {
        article.subjects.extend(categories.iter().filter_map(Value::as_str).map(|code| Subject {
            scheme: CATEGORY.to_owned(),
            code: code.to_owned(),
            ..Subject::default()
        }));
    }
    if let Some(text) = members.text("note") {
        let note = rich::of_lines(&text);
        if unescaped_note(&note) != text {
            members.stood("note", Value::String(text));
        }
        article.notes.push(note);
    }
}

/// The place in the journal.
fn take_place(article: &mut Article, members: &mut Members) {
    article.journal.issn = members.list("ISSN", write::BETWEEN_ISSNS);
    article.volume = members.text("volume");
    article.issue = members.text("issue");
    article.pages = members.text("page").map(|pages| Pages::parse(&pages)).unwrap_or_default();
}

/// The numbers and the address of the work.
fn take_identifiers(article: &mut Article, members: &mut Members, line: usize, findings: &mut Vec<Finding>) {
    let ids = &mut article.ids;
    if let Some(written) = members.text("DOI") {
        if let Some(doi) = Doi::parse(&written) {
            ids.doi_written = doi_in_letters_of(&written, &doi);
            ids.doi = Some(doi);
            if ids.printed_doi() != Some(&written) {
                members.stood("DOI", Value::String(written));
            }
        } else {
            findings.push(Finding::kept(format!("\"{written}\" is not a DOI; it is kept as written")).at(line).of("DOI"));
            members.put("DOI", Value::String(written));
        }
    }
    ids.isbn = members.list("ISBN", write::BETWEEN_ISBNS);
    ids.pmid = members.text("PMID");
    ids.pmcid = members.text("PMCID");
    ids.cstr = members.text(note::CSTR);
    article.links.extend(members.text("URL").map(|url| Link { kind: "html".to_owned(), url, ..Link::default() }));
}

/// The people of one role. What of the list is no name stays, and the others are read.
fn take_people(article: &mut Article, members: &mut Members, role: Option<&str>, member: &str) {
    let (names, listed) = match members.get(member) {
        Some(Value::Array(names)) => (names.as_slice(), true),
        // One name without a list around it.
        Some(name @ (Value::Object(_) | Value::String(_))) => (std::slice::from_ref(name), false),
        _ => return,
    };
    let (mut people, mut unread, mut as_written) = (Vec::with_capacity(names.len()), Vec::new(), listed);
    for name in names {
        match contributor(name, role) {
            Some(one) => {
                as_written &= is_written_so(name, &one);
                people.push(one);
            }
            None => unread.push(name.clone()),
        }
    }
    // A name in one piece is written in parts where it is somebody's.
    as_written &= matches!(people_in_parts(&people), Cow::Borrowed(_));
    let stood = (!as_written && unread.is_empty()).then(|| members.get(member).cloned()).flatten();
    if role.is_none() && people.len() > 1 && names.last().is_some_and(is_others) {
        article.etal = people.pop().is_some();
    }
    article.authors.extend(people);
    members.stood(member, stood);
    if unread.is_empty() {
        members.take(member);
    } else if listed {
        members.put(member, Value::Array(unread));
    }
}

/// The dates of the record's history, and the year.
fn take_dates(article: &mut Article, members: &mut Members) {
    for (csl, name, place) in DATES {
        if let Some((date, said)) = members.get(csl).and_then(stated_date) {
            *place(&mut article.dates) = Some(date);
            let stood = members.take(csl).filter(|stood| !is_in_numbers(stood, date) && *stood != dates::date(date, said.as_deref()));
            members.stood(csl, stood);
            article.dates.raw.extend(said.map(|said| ((*name).to_owned(), Value::String(said))));
        } else if *csl == "issued"
            && let Some(said) = members.get(csl).and_then(dates::literal).map(Value::from)
        {
            members.take(csl);
            article.dates.raw.insert((*name).to_owned(), said);
        }
    }
    article.year = article.dates.published.map(|date| date.year);
}

/// Whether the number of such a work is an article's own.
pub(super) fn is_in_journal(kind: &ArticleKind) -> bool {
    matches!(kind, ArticleKind::Article | ArticleKind::Review | ArticleKind::Editorial | ArticleKind::Correction)
}

/// What is said of the printing.
fn take_imprint(article: &mut Article, members: &mut Members) {
    for (csl, place) in IMPRINT {
        let place = place(&mut article.imprint);
        if place.is_none() {
            *place = members.text(csl);
            if *csl == "event"
                && let Some(event) = place
            {
                members.stood(csl, Value::String(event.clone()));
                members.stood("event-title", Value::Null);
            }
        }
    }
    if article.kind == ArticleKind::Patent {
        article.imprint.application_number = members.text("call-number");
    }
    // Of an article it is what stands for pages (CSL 1.0.2, "number").
    if is_in_journal(&article.kind) && article.pages.article_number.is_none() {
        article.pages.article_number = article.imprint.number.take();
    }
}
