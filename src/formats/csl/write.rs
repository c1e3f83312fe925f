//! Writes CSL items out of records.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

use serde_json::{Map, Value, json};
use xxhash_rust::xxh3::xxh3_64;

use super::super::citation_key::{CSL_JSON, NAMELESS, citation_key};
use super::super::concordance;
use super::super::json::write_array;
use super::super::names::{family, people_in_parts};
use super::super::rich;
use super::dates::{date, untold};
use super::item::is_in_journal;
use super::texts::unescaped_note;
use super::{AS_WRITTEN, CATEGORY, DATES, IMPRINT, KINDS, OTHER_NAMES, OTHERS, ROLES, TEXTS, article_of, formulas, note, unplaced};
use crate::record::{Article, ArticleKind, Contributor, ContributorKind, Language};

/// What stands between several numbers of one variable.
pub(super) const BETWEEN_ISSNS: &str = ", ";
pub(super) const BETWEEN_ISBNS: &str = " ";

/// What stands before a number of arXiv in its address there: CSL has no variable for the number.
const ON_ARXIV: &str = "https://arxiv.org/abs/";

/// The CSL type of a kind. A review of the literature is an article; CSL's `review` is the review of one work, and comes back
/// as such where it came from there.
pub(super) fn csl_type(kind: &ArticleKind) -> &'static str {
    if *kind == ArticleKind::Review {
        return "article-journal";
    }
    KINDS.iter().find(|(_, known)| known == kind).map_or(
        match kind {
            ArticleKind::Editorial | ArticleKind::Correction | ArticleKind::Frontmatter => "article-journal",
            ArticleKind::Proceedings => "book",
            _ => "document",
        },
        |(csl, _)| csl,
    )
}

/// Writes an array of CSL items, in the record's own language where a value has several.
pub fn write(out: &mut dyn Write, records: &mut dyn Iterator<Item = Article>) -> io::Result<()> {
    let mut count = 0usize;
    let mut given = HashMap::new();
    write_array(
        out,
        &mut records.map(|article| {
            count += 1;
            let mut item = item(&article, count);
            tell_apart(&mut item, &mut given);
            Ok(item)
        }),
    )
}

/// One record as a CSL item in a file: its text as CSL has it, and members as they stood where the record came from CSL and
/// says in them what it said.
fn item(article: &Article, number: usize) -> Value {
    let Value::Object(mut own) = csl_of(article, number) else { return Value::Null };
    for text in own.values_mut() {
        if let Value::String(text) = text
            && text.contains("<math")
        {
            *text = formulas::readable(text);
        }
    }
    if let Some(Value::Object(stood)) = article.raw.get(AS_WRITTEN) {
        let mut before = own.clone();
        stand(&mut before, stood, |_| true);
        let before = csl_of(&article_of(before, 0, &mut Vec::new()), number);
        let as_it_was = |member: &str| {
            let name = OTHER_NAMES.iter().find(|(_, other)| *other == member).map_or(member, |(name, _)| name);
            before.get(name) == own.get(name)
        };
        let names: Vec<String> = stood.keys().filter(|member| as_it_was(member)).cloned().collect();
        unescape(&mut own);
        stand(&mut own, stood, |member| names.iter().any(|name| name == member));
    } else {
        unescape(&mut own);
    }
    Value::Object(own)
}

/// Gives an item another identifier where one before it has the same (CNKI calls all of them "NullNull"): processors keep one of
/// them only. `given` has those given so far, in short, and how often each was wanted.
fn tell_apart(item: &mut Value, given: &mut HashMap<u64, usize>) {
    let Some(id) = item.get_mut("id") else { return };
    let own = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    let mut free = own.clone();
    while let Some(times) = given.get_mut(&xxh3_64(free.as_bytes())) {
        *times += 1;
        free = format!("{own}-{times}");
    }
    given.insert(xxh3_64(free.as_bytes()), 1);
    if free != own {
        *id = Value::from(free);
    }
}

/// Puts members as they stood in the place of an item's.
fn stand(item: &mut Map<String, Value>, stood: &Map<String, Value>, stands: impl Fn(&str) -> bool) {
    for (member, value) in stood.iter().filter(|(member, _)| stands(member)) {
        if value.is_null() {
            item.shift_remove(member);
        } else {
            item.insert(member.clone(), value.clone());
        }
    }
}

/// CSL's text has the tags of rich-lite text and none of its escapes.
fn unescape(item: &mut Map<String, Value>) {
    let named = TEXTS.iter().map(|(member, _)| *member).chain(unplaced::TEXTS.iter().map(|(_, variable)| *variable));
    for member in ["title", "abstract", "keyword", "volume-title"].into_iter().chain(named) {
        if let Some(Value::String(text)) = item.get_mut(member)
            && text.contains(['&', '<'])
        {
            *text = written_text(text).into_owned();
        }
    }
    if let Some(Value::String(note)) = item.get_mut("note") {
        *note = unescaped_note(note);
    }
}

/// The title with what follows it: CSL has one variable for both.
fn whole_title<'a>(article: &'a Article, lang: &Language) -> Option<Cow<'a, str>> {
    let title = article.title.prefer(lang)?;
    let subtitle = article.subtitle.prefer(lang).filter(|subtitle| !subtitle.is_empty() && !title.contains(subtitle.as_str()));
    Some(subtitle.map_or(Cow::Borrowed(title.as_str()), |subtitle| Cow::Owned([title, rich::colon_before(subtitle), subtitle].concat())))
}

/// Rich-lite text as CSL has it: with `&`, `<` and `>` as they are, unless they would be taken for markup.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let bare = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    if rich::of_markup_if_any(&bare) == text { Cow::Owned(bare) } else { Cow::Borrowed(text) }
}

/// Rich-lite text as it is written: without its escapes, and with small capitals as CSL has them.
pub(super) fn written_text(text: &str) -> Cow<'_, str> {
    match unescaped(text) {
        text if text.contains("<sc>") => {
            Cow::Owned(text.replace("<sc>", rich::SMALL_CAPITALS).replace("</sc>", rich::END_OF_SMALL_CAPITALS))
        }
        text => text,
    }
}

/// Key words as they are written.
pub(super) fn keyword(words: &[String]) -> String {
    unescaped(&words.join("; ")).into_owned()
}

/// One record as a CSL item with rich-lite text; `number` names it where it has no identifier of its own.
pub fn csl_of(article: &Article, number: usize) -> Value {
    let mut one = match article.raw.get(CSL_JSON) {
        Some(Value::Object(kept)) => kept.clone(),
        _ => Map::new(),
    };
    let put = |one: &mut Map<String, Value>, member: &str, text: Option<&str>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            one.insert(member.to_owned(), Value::String(text.to_owned()));
        }
    };
    if !one.contains_key("id") {
        let id = match citation_key(article) {
            Some(key) => key.to_owned(),
            None if article.id.is_empty() => format!("{NAMELESS}{number}"),
            None => article.id.as_str().to_owned(),
        };
        one.insert("id".to_owned(), Value::String(id));
    }
    if !one.contains_key("type") {
        let word = concordance::csl_type(article).unwrap_or_else(|| csl_type(&article.kind));
        one.insert("type".to_owned(), Value::String(word.to_owned()));
    }
    let lang = &article.lang;
    put(&mut one, "title", whole_title(article, lang).as_deref());
    put(&mut one, "title-short", article.short_title.prefer(lang).map(String::as_str));
    put(&mut one, "container-title", article.journal.title.prefer(lang).map(String::as_str));
    put(&mut one, "container-title-short", article.journal.abbrev.prefer(lang).map(String::as_str));
    put(&mut one, "publisher", article.journal.publisher.prefer(lang).map(String::as_str));
    put(&mut one, "section", article.heading.prefer(lang).map(String::as_str));
    put(&mut one, "ISSN", Some(&article.journal.issn.join(BETWEEN_ISSNS)));
    put(&mut one, "ISBN", Some(&article.ids.isbn.join(BETWEEN_ISBNS)));
    put(&mut one, "volume", article.volume.as_deref());
    put(&mut one, "issue", article.issue.as_deref());
    put(&mut one, "page", Some(&article.pages.raw));
    put(&mut one, "DOI", article.ids.printed_doi());
    put(&mut one, "PMID", article.ids.pmid.as_deref());
    put(&mut one, "PMCID", article.ids.pmcid.as_deref());
    put(&mut one, "URL", article.links.iter().find(|link| link.kind != "pdf").map(|link| link.url.as_str()));
    if let Some(id) = article.ids.arxiv.as_deref().filter(|_| article.ids.doi.is_none() && !one.contains_key("URL")) {
        put(&mut one, "URL", Some(&format!("{ON_ARXIV}{id}")));
    }
    put(&mut one, "note", Some(&note::with_cstr(&article.notes, article.ids.cstr.as_deref())));
    let mut imprint = article.imprint.clone();
    for (csl, place) in IMPRINT {
        put(&mut one, csl, place(&mut imprint).take().as_deref());
    }
    let number = article.pages.article_number.as_deref().filter(|number| is_in_journal(&article.kind) && *number != article.pages.raw);
    if !one.contains_key("number") {
        put(&mut one, "number", number);
    }
    put(&mut one, "call-number", article.imprint.application_number.as_deref());
    if *lang != Language::Und {
        put(&mut one, "language", Some(lang.as_str()));
    }
    if let Some(sections) = article.abstracts.prefer(lang) {
        let text: Vec<String> = sections
            .iter()
            .map(|section| section.head.as_ref().map_or_else(|| section.text.clone(), |head| format!("{head}: {}", section.text)))
            .collect();
        put(&mut one, "abstract", Some(&text.join("\n")));
    }
    if let Some(words) = article.keywords.prefer(lang) {
        put(&mut one, "keyword", Some(&words.join("; ")));
    }
    let categories: Vec<&str> =
        article.subjects.iter().filter(|subject| subject.scheme == CATEGORY).map(|subject| subject.code.as_str()).collect();
    if !categories.is_empty() {
        one.insert("categories".to_owned(), categories.into());
    }
    let people = people_in_parts(&article.authors);
    for (role, csl) in ROLES {
        let mut names: Vec<Value> =
            people.iter().filter(|one| one.role_name() == role.unwrap_or("author")).map(|one| csl_name(one, lang)).collect();
        if role.is_none() && article.etal && !names.is_empty() {
            names.push(json!({ "literal": OTHERS }));
        }
        if !names.is_empty() {
            one.insert((*csl).to_owned(), Value::Array(names));
        }
    }
    let mut dates = article.dates.clone();
    dates.published = article.issued();
    if let Some(day) = article.published_ahead() {
        // What was said is said of that day, which is when the work could first be had.
        dates.raw.shift_remove("published");
        dates.online.get_or_insert(day);
    }
    for (csl, name, place) in DATES {
        let day = place(&mut dates).take();
        let said = dates.raw.get(*name).and_then(Value::as_str);
        let day = match (day, said) {
            (Some(day), said) => Some(date(day, said)),
            (None, said) => said.filter(|_| *csl == "issued").and_then(untold),
        };
        one.extend(day.map(|day| ((*csl).to_owned(), day)));
    }
    unplaced::put(&mut one, article);
    for (variable, text) in concordance::variables(article) {
        // A language is said again with its country.
        if !one.contains_key(variable) || variable == "language" {
            one.insert(variable.to_owned(), Value::String(text.into_owned()));
        }
    }
    Value::Object(one)
}

fn csl_name(one: &Contributor, lang: &Language) -> Value {
    let mut name = Map::new();
    let mut put = |member: &str, text: Option<&String>| {
        if let Some(text) = text {
            name.insert(member.to_owned(), Value::String(text.clone()));
        }
    };
    match (one.kind, family(one, lang)) {
        (ContributorKind::Person, Some(family)) => {
            put("family", Some(family));
            put("given", one.given.prefer(lang));
            put("non-dropping-particle", one.particle.as_ref());
            put("dropping-particle", one.dropping_particle.as_ref());
        }
        _ => put("literal", one.name.prefer(lang)),
    }
    put("suffix", one.suffix.as_ref());
    put("ORCID", one.orcid.as_ref());
    Value::Object(name)
}
