//! The text of an article of Érudit: sections as deep as they stand, paragraphs, quotations, lists, figures, notes.

use crate::formats::xml::{Builder, Element, collapse, list_language};
use crate::record::{Block, Figure, Language, Matter, MultiText, Note, Section};

/// How deep elements are gone into.
const DEEPEST: usize = 48;

/// Parts behind the text, and what they are called where they have no title.
const BEHIND: &[(&str, &str)] = &[("merci", "Remerciements"), ("grannexe", "Annexes"), ("grnote", "Notes")];

/// The rich-lite text of an element.
pub(super) fn rich(element: Element<'_>) -> Option<String> {
    element.take();
    let mut builder = Builder::default();
    builder.element_with(element, &mut marked);
    Some(builder.finish()).filter(|text| !text.is_empty())
}

/// Érudit's own markup.
fn marked(builder: &mut Builder, element: Element<'_>) -> bool {
    let tag = match (element.name(), element.attribute("typemarq").as_deref()) {
        ("marquage", Some("italique")) => "i",
        ("marquage", Some("gras")) => "b",
        ("marquage", Some("petitecap")) => "sc",
        ("exposant", _) => "sup",
        ("indice", _) => "sub",
        ("alinea" | "titre", _) => {
            builder.rich.text(" ");
            builder.element_with(element, &mut marked);
            builder.rich.text(" ");
            return true;
        }
        // A mark of a note leads to it within the text alone.
        ("renvoi", _) if element.has("typeref", "note") => {
            let id = element.attribute("idref").unwrap_or_default();
            crate::formats::jats::mark_of_note(&mut builder.rich, &id, &element.text().unwrap_or_default());
            return true;
        }
        _ => return false,
    };
    builder.rich.open(tag);
    builder.element_with(element, &mut marked);
    builder.rich.close(tag);
    true
}

/// The text, and what stands behind it; nothing where there is neither.
pub(super) fn read(root: Element<'_>, lang: &Language) -> Option<Vec<Section>> {
    let mut text = Text { sections: Vec::new(), lang };
    if let Some(body) = root.child("corps") {
        text.begin(1, None, Matter::Body);
        text.within(body, 1, Matter::Body, 0);
    }
    for part in root.child("partiesann").into_iter().flat_map(Element::children) {
        if let Some((_, otherwise)) = BEHIND.iter().find(|(name, _)| *name == part.name()) {
            let title = part.child("titre").and_then(rich).unwrap_or_else(|| (*otherwise).to_owned());
            text.begin(1, Some(title), Matter::Back);
            text.within(part, 1, Matter::Back, 0);
        }
    }
    text.sections.retain(|section| !section.blocks.is_empty() || !section.title.is_empty());
    (!text.sections.is_empty()).then_some(text.sections)
}

struct Text<'l> {
    sections: Vec<Section>,
    lang: &'l Language,
}

impl Text<'_> {
    fn begin(&mut self, level: u8, title: Option<String>, matter: Matter) {
        let title = title.map(|title| MultiText::of(list_language(Some(self.lang), &title), title)).unwrap_or_default();
        self.sections.push(Section { level, matter, title, ..Section::default() });
    }

    fn put(&mut self, block: Option<Block>) {
        if let Some(section) = self.sections.last_mut() {
            section.blocks.extend(block);
        }
    }

    fn within(&mut self, element: Element<'_>, level: u8, matter: Matter, depth: usize) {
        for part in element.children() {
            match part.name() {
                "titre" | "no" => part.take(),
                "alinea" | "verbatim" => self.put(rich(part).map(Block::P)),
                "bloccitation" | "epigraphe" | "dedicace" => self.put(rich(part).map(Block::Quote)),
                "listenonord" | "listeord" => {
                    let points: Vec<String> = part.descendants().filter(|one| one.name() == "elemliste").filter_map(rich).collect();
                    self.put((!points.is_empty()).then_some(Block::List(points)));
                }
                "figure" | "tableau" => self.put(Some(figure(part))),
                "note" => self.put(note(part)),
                name if depth < DEEPEST && (name.starts_with("section") || name == "annexe") => {
                    self.begin(level, part.child("titre").and_then(rich), matter);
                    self.within(part, level.saturating_add(1), matter, depth + 1);
                }
                _ if part.has_elements() && depth < DEEPEST => self.within(part, level, matter, depth + 1),
                _ => self.put(rich(part).map(Block::P)),
            }
        }
    }
}

fn figure(part: Element<'_>) -> Block {
    let label = part.text_of("no").unwrap_or_default();
    let captions: Vec<String> = part.children().filter(|one| one.name() == "legende").filter_map(rich).collect();
    let href = part.descendants().find_map(|one| one.attribute("href")).map(std::borrow::Cow::into_owned);
    let id = part.attribute("id").map(std::borrow::Cow::into_owned);
    Block::Fig(Figure { id, label: collapse(&label), caption: captions.join(" "), href })
}

fn note(part: Element<'_>) -> Option<Block> {
    let label = part.text_of("no").unwrap_or_default();
    let texts: Vec<String> = part.children().filter(|one| one.name() != "no").filter_map(rich).collect();
    let id = part.attribute("id").map(std::borrow::Cow::into_owned);
    (!texts.is_empty()).then(|| Block::Note(Note { id, label, text: texts.join(" ") }))
}
