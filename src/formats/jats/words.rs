//! Titles, abstracts, key words and headings: the words of an article in its languages.

use super::front::Front;
use crate::formats::clc;
use crate::formats::xml::{Builder, Element, list_language};
use crate::record::{AbstractSection, Article, Language, MultiText, Subject};

/// Heads of abstracts that say no more than what they stand over.
const PLAIN_HEADS: &[&str] = &["abstract", "summary", "摘要", "摘 要", "resumo", "resumen", "résumé", "zusammenfassung", "概要"];

/// What the abstract itself is called; and what is the abstract where none is called so: a summary, or one by who wrote it. Any
/// other kind is a digest, a teaser, a picture.
const ABSTRACTS: [&[&str]; 2] = [
    &["", "abstract", "main", "structured", "normal", "default", "full", "research", "摘要"],
    &["summary", "author", "editor", "translator"],
];

/// How often abstracts are looked through: once for each of [`ABSTRACTS`], and for what is none.
pub(super) const RANKS: std::ops::RangeInclusive<usize> = 0..=ABSTRACTS.len();

/// Kinds of key words that belong to a scheme.
const SCHEMES: &[&str] = &["pacs", "msc", "amsc", "mesh", "jel", "inspec", "research-organism", "ccs", "acm", "aas", "phyh", "discipline"];

/// Key words with which another one is compared: no article has more, and each pair costs.
const COMPARED: usize = 1000;

impl Front<'_> {
    /// `title-group`: title, subtitle, their translations, short titles.
    pub(super) fn titles(&mut self, group: Element<'_>) {
        for part in group.children() {
            match part.name() {
                "article-title" | "trans-title" | "book-title" | "title" => self.title(part, None),
                "subtitle" | "trans-subtitle" => self.subtitle(part, None),
                "trans-title-group" => {
                    let lang = part.attribute("lang").map(|lang| Language::parse(&lang));
                    for inner in part.children() {
                        match inner.name() {
                            "trans-title" => self.title(inner, lang.as_ref()),
                            "trans-subtitle" => self.subtitle(inner, lang.as_ref()),
                            _ => {}
                        }
                    }
                }
                "alt-title" => self.alternative(part),
                "fn-group" => self.notes(part),
                // Several languages in wrappers of their own.
                _ if part.has_elements() => self.titles(part),
                _ => {}
            }
        }
    }

    fn title(&mut self, element: Element<'_>, lang: Option<&Language>) {
        let main = element.name() != "trans-title";
        let own = element.attribute("lang").map(|lang| Language::parse(&lang));
        let Some(text) = title_text(element) else { return };
        let declared = own.as_ref().or(lang).or(main.then_some(&self.article.lang));
        let mut lang = list_language(declared, &text);
        // A second title of the same language is a translation whose language is told wrong.
        if self.article.title.get(&lang).is_some() {
            lang = Language::of_text(&text);
        }
        put(&mut self.article.title, lang, text);
    }

    fn subtitle(&mut self, element: Element<'_>, lang: Option<&Language>) {
        let own = element.attribute("lang").map(|lang| Language::parse(&lang));
        let Some(text) = title_text(element) else { return };
        let lang = list_language(own.as_ref().or(lang).or(Some(&self.article.lang)), &text);
        put(&mut self.article.subtitle, lang, text);
    }

    fn alternative(&mut self, element: Element<'_>) {
        let kind = element.attribute("alt-title-type").unwrap_or_default();
        let is_short = kind.contains("short");
        let is_any = is_short || kind.contains("run") || kind.is_empty();
        // Over left pages run the authors, as they may over all.
        if !is_any || kind.contains("author") || kind.contains("left") || (!is_short && !self.article.short_title.is_empty()) {
            return;
        }
        if let Some(text) = element.rich() {
            if !is_short && text.trim_end_matches([',', '.', ' ', '>', '/', 'i', '<']).ends_with(" et al") {
                return element.leave();
            }
            // What is called short is that, whatever runs over the pages.
            if is_short && !self.is_called_short {
                self.article.short_title = MultiText::default();
                self.is_called_short = true;
            }
            let lang = list_language(Some(&self.article.lang), &text);
            put(&mut self.article.short_title, lang, text);
        }
    }

    /// `abstract`, `trans-abstract`, of those of one of the [`RANKS`]. The abstract counts; where there is none, the first of another
    /// kind.
    pub(super) fn abstracts(&mut self, element: Element<'_>, rank: usize) {
        let kind = element.attribute("abstract-type").unwrap_or_default().to_lowercase();
        let own = ABSTRACTS.iter().position(|kinds| kinds.contains(&kind.as_str()));
        let other = own.is_none();
        // SciELO's are all `short`, one a language.
        let is_another = other && !self.article.abstracts.is_empty() && self.digest.as_ref() != Some(&kind);
        if own.unwrap_or(ABSTRACTS.len()) != rank || is_another {
            return;
        }
        let declared = element.attribute("lang").map(|lang| Language::parse(&lang));
        let own = (element.name() == "abstract").then(|| self.article.lang.clone());
        let sections = sections(element);
        let text: String = sections.iter().map(|section| section.text.as_str()).collect();
        if text.is_empty() {
            return;
        }
        let lang = list_language(declared.as_ref().or(own.as_ref()), &text);
        // A second abstract of the same language is a digest of the first.
        if self.article.abstracts.get(&lang).is_some() {
            return element.leave();
        }
        if other {
            self.digest = Some(kind);
        }
        self.article.abstracts.insert(lang, sections);
        element.take();
    }

    /// `kwd-group`: key words of one language, or codes of a scheme.
    pub(super) fn keywords(&mut self, group: Element<'_>) {
        let kind = group.attribute("kwd-group-type").unwrap_or_default().to_lowercase();
        let clc = kind.contains("clc") || kind.contains("中图");
        let scheme = group
            .attribute("vocab")
            .map(|vocab| vocab.to_lowercase())
            .or_else(|| SCHEMES.iter().find(|scheme| kind.contains(**scheme)).map(|scheme| (*scheme).to_owned()))
            .or_else(|| group.child("title").or_else(|| group.child("label")).and_then(scheme_of_title));
        let words: Vec<String> = group
            .descendants()
            .filter_map(|word| match word.name() {
                "kwd" => word.rich(),
                "compound-kwd" => {
                    let parts: Vec<String> = word.all("compound-kwd-part").filter_map(Element::rich).collect();
                    if parts.is_empty() { word.rich() } else { Some(parts.join(": ")).inspect(|_| word.take()) }
                }
                _ => None,
            })
            .flat_map(|word| if kind.is_empty() { split_words(word) } else { vec![word] })
            .collect();
        if let Some(title) = group.child("title").or_else(|| group.child("label")) {
            title.take();
        }
        if words.is_empty() {
            return;
        }
        // What the text's abbreviations stand for is nothing that it is of.
        if kind.contains("abbr") {
            let title = group.child("title").and_then(Element::rich).unwrap_or_else(|| "Abbreviations".to_owned());
            self.article.notes.push(format!("{}: {}", title.trim_end_matches(':'), words.join("; ")));
            return;
        }
        if clc {
            self.article.subjects.extend(words.iter().flat_map(|word| clc::subjects(word)));
            return;
        }
        if let Some(scheme) = scheme {
            if group.child("compound-kwd").is_some() {
                let classes: Vec<Subject> = group.all("compound-kwd").filter_map(|class| self.class(class, &scheme)).collect();
                self.article.subjects.extend(classes);
                return;
            }
            self.article.subjects.extend(words.into_iter().map(|code| Subject { scheme: scheme.clone(), code, ..Subject::default() }));
            return;
        }
        // SciELO: words of several languages in one group.
        let languages = group.all("kwd").filter_map(|word| word.attribute("lng").or_else(|| word.attribute("lang")));
        let languages: Vec<Language> = languages.map(|lang| Language::parse(&lang)).collect();
        if languages.len() == words.len() && languages.first() != languages.last() {
            for (lang, word) in languages.into_iter().zip(words) {
                self.article.keywords.entry(list_language(Some(&lang), &word)).push(word);
            }
            return;
        }
        let declared = group.attribute("lang").map(|lang| Language::parse(&lang));
        let joined = words.join(" ");
        let lang = list_language(declared.as_ref().or(Some(&self.article.lang)), &joined);
        let known = self.article.keywords.entry(lang);
        for word in words {
            if !known.iter().take(COMPARED).any(|one| *one == word) {
                known.push(word);
            }
        }
    }

    /// A class of a scheme by its code, with its name where that is told apart.
    fn class(&self, class: Element<'_>, scheme: &str) -> Option<Subject> {
        let part = |kind: &str| class.all("compound-kwd-part").find(|part| part.has("content-type", kind)).and_then(Element::rich);
        let (code, name) = (part("code"), part("text").or_else(|| part("term")));
        let Some(code) = code else { return Some(Subject { scheme: scheme.to_owned(), code: class.rich()?, ..Subject::default() }) };
        let name = name.map(|name| MultiText::of(list_language(Some(&self.article.lang), &name), name)).unwrap_or_default();
        Some(Subject { scheme: scheme.to_owned(), code, name, ..Subject::default() })
    }

    /// `article-categories`: the heading of the issue, classes, subjects.
    pub(super) fn categories(&mut self, categories: Element<'_>) {
        for group in categories.children() {
            match group.name() {
                "subj-group" => self.subjects(group, None),
                "series-title" => {
                    if let Some(text) = group.text() {
                        self.article.imprint.series.get_or_insert(text);
                    }
                }
                _ => {}
            }
        }
    }

    fn subjects(&mut self, group: Element<'_>, outer: Option<&str>) {
        let kind = group.attribute("subj-group-type");
        let kind = kind.as_deref().or(outer).unwrap_or("heading");
        let lower = kind.to_lowercase();
        let heading =
            matches!(lower.as_str(), "heading" | "toc-heading" | "display-channel" | "section" | "article-type" | "banner" | "栏目");
        let declared = group.attribute("lang").map_or_else(|| self.article.lang.clone(), |lang| Language::parse(&lang));
        for part in group.children() {
            match part.name() {
                "subject" | "compound-subject" => {
                    let Some(text) = part.rich() else { continue };
                    let lang = list_language(Some(&declared), &text);
                    if lower.contains("clc") || lower.contains("中图") {
                        self.article.subjects.extend(clc::subjects(&text));
                    } else if heading && outer.is_none() && self.article.heading.get(&lang).is_none() {
                        self.article.heading.insert(lang, text);
                    } else {
                        let scheme = if heading { "heading".to_owned() } else { kind.to_owned() };
                        self.article.subjects.push(Subject { scheme, code: text, ..Subject::default() });
                    }
                }
                "subj-group" => self.subjects(part, Some(kind)),
                _ => {}
            }
        }
    }
}

/// The rich-lite text of a title: a line end in it is a blank, a mark of a footnote no part of it.
fn title_text(element: Element<'_>) -> Option<String> {
    let text = element.rich()?;
    let text = text.trim_end_matches(['*', '†', '‡']).trim_end();
    (!text.is_empty()).then(|| text.to_owned())
}

fn put(place: &mut MultiText, lang: Language, text: String) {
    if place.get(&lang).is_none() {
        place.insert(lang, text);
    }
}

/// The scheme that the title over codes names: `JEL Classification`, `2010 Mathematics Subject Classification`.
fn scheme_of_title(title: Element<'_>) -> Option<String> {
    let title = title.text()?.to_lowercase();
    if title.contains("mathematics subject class") || title.contains("ams subject class") {
        return Some("msc".to_owned());
    }
    let mut words = title.split(|c: char| !c.is_alphanumeric());
    words.find_map(|word| ["pacs", "msc", "mesh", "jel"].into_iter().find(|scheme| *scheme == word)).map(str::to_owned)
}

/// Key words that were put into one element: `湿地；河口`.
fn split_words(word: String) -> Vec<String> {
    if word.contains(['；', ';']) && !word.contains('&') {
        return word.split(['；', ';']).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    }
    vec![word]
}

/// The parts of an abstract: those with heads, and each paragraph and point of one without.
fn sections(element: Element<'_>) -> Vec<AbstractSection> {
    let mut sections = Vec::new();
    let mut head = None;
    within(element, &mut head, &mut sections);
    sections
}

/// The parts of an abstract in an element: words among blocks are a paragraph of their own.
fn within(element: Element<'_>, head: &mut Option<String>, sections: &mut Vec<AbstractSection>) {
    let mut loose = Builder::default();
    for piece in element.pieces() {
        use crate::formats::xml::Piece;
        match piece {
            Piece::Text(text) => loose.rich.text(text),
            Piece::Sign(sign) => loose.rich.text(sign.encode_utf8(&mut [0; 4])),
            Piece::Element(part) => match part.name() {
                "title" | "label" => *head = part.rich().filter(|text| !is_plain_head(text)),
                "sec" => {
                    flush(&mut loose, head, sections);
                    section(part, sections);
                }
                "p" | "list" | "def-list" | "disp-quote" | "disp-formula" | "table-wrap" | "fig" | "boxed-text" => {
                    flush(&mut loose, head, sections);
                    paragraphs(part, head, sections);
                }
                "object-id" | "related-article" => {}
                _ => loose.inner(part),
            },
        }
    }
    flush(&mut loose, head, sections);
}

/// A paragraph; of one with a list in it, or a box, each that stands there.
fn paragraphs(part: Element<'_>, head: &mut Option<String>, sections: &mut Vec<AbstractSection>) {
    let holds = |name: &str| part.descendants().any(|inner| inner.name() == name);
    match part.name() {
        "list" => {
            for item in part.children() {
                push(item.rich(), head, sections);
            }
        }
        "p" if holds("list") => within(part, head, sections),
        "boxed-text" if holds("p") => within(part, head, sections),
        _ => push(part.rich(), head, sections),
    }
}

fn push(text: Option<String>, head: &mut Option<String>, sections: &mut Vec<AbstractSection>) {
    sections.extend(text.map(|text| AbstractSection { head: head.take(), text, ..AbstractSection::default() }));
}

/// The words of the article's own abstracts.
pub(super) fn own(article: &Article) -> Vec<String> {
    article.abstracts.values().map(|sections| joined(sections)).collect()
}

/// Whether an abstract of another kind says what one of the article's own says.
pub(super) fn is_one_of(own: &[String], element: Element<'_>) -> bool {
    let text = joined(&sections(element));
    !text.is_empty() && own.contains(&text)
}

fn joined(sections: &[AbstractSection]) -> String {
    sections.iter().map(|section| section.text.as_str()).collect::<Vec<_>>().join(" ")
}

fn flush(loose: &mut Builder, head: &mut Option<String>, sections: &mut Vec<AbstractSection>) {
    let text = std::mem::take(loose).finish();
    push(Some(text).filter(|text| !text.is_empty()), head, sections);
}

fn section(element: Element<'_>, sections: &mut Vec<AbstractSection>) {
    let mut head = None;
    for part in element.children() {
        match part.name() {
            "title" => {
                head = part
                    .rich()
                    .filter(|text| !is_plain_head(text))
                    .map(|text| text.trim_end_matches([':', '：', '.']).to_owned())
                    .filter(|text| !text.is_empty());
            }
            "sec" => section(part, sections),
            _ => paragraphs(part, &mut head, sections),
        }
    }
}

pub(super) fn is_plain_head(text: &str) -> bool {
    let plain = crate::formats::rich::plain(text).to_lowercase();
    PLAIN_HEADS.contains(&plain.trim().trim_end_matches([':', '：', '.', '—', ' ']))
}

/// Gives an article the titles, abstracts and key words of its translation.
pub(super) fn join(article: &mut Article, translation: &Article) {
    for (place, more) in [
        (&mut article.title, &translation.title),
        (&mut article.subtitle, &translation.subtitle),
        (&mut article.heading, &translation.heading),
    ] {
        for (lang, text) in more.iter() {
            put(place, lang.clone(), text.clone());
        }
    }
    for (lang, text) in translation.abstracts.iter() {
        if article.abstracts.get(lang).is_none() {
            article.abstracts.insert(lang.clone(), text.clone());
        }
    }
    for (lang, words) in translation.keywords.iter() {
        if article.keywords.get(lang).is_none() {
            article.keywords.insert(lang.clone(), words.clone());
        }
    }
}
