//! `profileDesc`: language, key words, classes and abstract.

use super::super::xml::Element;
use super::{declared, language_of, words};
use crate::record::{AbstractSection, Article, ArticleKind, Language, MultiText, Subject};

/// HAL's document types.
const TYPOLOGY: &[(&str, ArticleKind)] = &[
    ("ART", ArticleKind::Article),
    ("COMM", ArticleKind::Paper),
    ("POSTER", ArticleKind::Paper),
    ("PROCEEDINGS", ArticleKind::Proceedings),
    ("OUV", ArticleKind::Book),
    ("DOUV", ArticleKind::Book),
    ("COUV", ArticleKind::Chapter),
    ("THESE", ArticleKind::Thesis),
    ("HDR", ArticleKind::Thesis),
    ("MEM", ArticleKind::Thesis),
    ("REPORT", ArticleKind::Report),
    ("UNDEFINED", ArticleKind::Preprint),
    ("PATENT", ArticleKind::Patent),
    ("SOFTWARE", ArticleKind::Program),
    ("MAP", ArticleKind::Map),
    ("ISSUE", ArticleKind::Periodical),
];

/// Reads what the profile of a work says.
pub(super) fn read(profile: Element<'_>, article: &mut Article) {
    let language = profile.find("language").and_then(|language| {
        language.take();
        language.attribute("ident").map(|ident| Language::parse(&ident))
    });
    article.lang = language.unwrap_or_else(|| article.lang.clone());
    for part in profile.descendants() {
        match part.name() {
            "keywords" => keywords(part, article),
            "classCode" => class(part, article),
            "abstract" => summary(part, article),
            _ => {}
        }
    }
}

fn keywords(element: Element<'_>, article: &mut Article) {
    let mut add = |part: Element<'_>, text: &str| {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let stated = declared(part).or_else(|| declared(element)).unwrap_or_else(|| article.lang.clone());
        let lang = super::super::xml::list_language(Some(&stated), text);
        let words = article.keywords.entry(lang);
        if !words.iter().any(|known| known == text) {
            words.push(text.to_owned());
        }
    };
    let mut in_terms = false;
    for term in element.descendants().filter(|one| matches!(one.name(), "term" | "item")) {
        in_terms = true;
        if let Some(text) = words(term) {
            add(term, &text);
        }
    }
    // Where they were not told apart they stand in one line.
    if let Some(text) = words(element).filter(|_| !in_terms) {
        for word in text.split([';', '；', '•']) {
            add(element, word);
        }
    }
}

fn class(part: Element<'_>, article: &mut Article) {
    let code = part.attribute("n").map(std::borrow::Cow::into_owned);
    let name = part.text();
    match part.attribute("scheme").as_deref() {
        Some("halTypology") => {
            let code = code.unwrap_or_default();
            let known = TYPOLOGY.iter().find(|(known, _)| *known == code).map(|(_, kind)| kind.clone());
            article.kind = known.unwrap_or(ArticleKind::Other);
            if !matches!(code.as_str(), "ART" | "") {
                article.rest.insert("article-type".to_owned(), code.into());
            }
        }
        scheme => {
            let scheme = scheme.unwrap_or("classification").to_owned();
            let named = code.as_ref().and(name.clone()).map(|name| MultiText::of(Language::of_text(&name), name));
            if let Some(code) = code.or(name) {
                article.subjects.push(Subject { scheme, code, name: named.unwrap_or_default(), ..Subject::default() });
            }
        }
    }
}

fn summary(element: Element<'_>, article: &mut Article) {
    let mut sections = Vec::new();
    for part in element.all("div") {
        let head = part.child("head").and_then(words);
        let text: Vec<String> = part.children().filter(|one| one.name() != "head").filter_map(words).collect();
        let text = if text.is_empty() && head.is_none() { words(part).into_iter().collect() } else { text };
        if !text.is_empty() {
            sections.push(AbstractSection { head, text: text.join(" "), ..AbstractSection::default() });
        }
    }
    if sections.is_empty() {
        sections.extend(words(element).map(|text| AbstractSection { text, ..AbstractSection::default() }));
    }
    let Some(first) = sections.first() else { return };
    let lang = language_of(element, &first.text, &article.lang);
    if article.abstracts.get(&lang).is_none() {
        article.abstracts.insert(lang, sections);
    }
}
