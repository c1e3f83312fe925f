//! A further abstract of a work in a language in which it has one: a summary in plain language, a digest.

use crate::record::{AbstractSection, Article, Block, Language, Matter, MultiText, Section};

/// Languages of one text: no work is abstracted in more, and each is put among all others.
const LANGUAGES: usize = 64;

/// Puts an abstract into its place. Where there is one of the language already it is a section before the text, under the name of
/// its `kind` (JATS `@abstract-type`); nothing where it is the same again.
pub fn put(article: &mut Article, lang: Language, sections: Vec<AbstractSection>, kind: &str) {
    match article.abstracts.get(&lang) {
        None if article.abstracts.len() < LANGUAGES => {
            article.abstracts.insert(lang, sections);
            return;
        }
        Some(known) if *known == sections => return,
        _ => {}
    }
    let (en, zh) = super::jats::summary(kind);
    let title = if lang == Language::Zh { (lang, zh) } else { (Language::En, en) };
    let block = |section: AbstractSection| match section.head {
        Some(head) => Block::P(format!("<b>{head}</b> {}", section.text)),
        None => Block::P(section.text),
    };
    article.body.get_or_insert_default().push(Section {
        level: 1,
        matter: Matter::Front,
        title: MultiText::of(title.0, title.1.to_owned()),
        blocks: sections.into_iter().map(block).collect(),
        ..Section::default()
    });
}
