//! The full text: sections with their paragraphs, lists, tables, figures and formulas.

use std::collections::HashMap;

use super::super::jats::id_of;
use super::super::rich;
use super::super::xml::{Builder, Element};
use super::{marked, words};
use crate::record::{Block, Figure, Formula, Language, MultiText, Note, Section, Table};

/// The printed numbers of references by their `xml:id`, and the language of the text.
pub(super) struct Around {
    pub(super) numbers: HashMap<String, String>,
    pub(super) lang: Language,
}

/// The sections of a text; nothing where it has none.
pub(super) fn sections(body: Element<'_>, around: &Around) -> Option<Vec<Section>> {
    let mut all = vec![Section { level: 1, ..Section::default() }];
    for part in body.children() {
        block(part, 1, around, &mut all);
    }
    all.retain(|section| !section.title.is_empty() || !section.blocks.is_empty());
    (!all.is_empty()).then_some(all)
}

fn block(part: Element<'_>, level: u8, around: &Around, all: &mut Vec<Section>) {
    let made = match part.name() {
        "div" => return division(part, level, around, all),
        "p" | "ab" => prose(part, around).map(Block::P),
        "quote" => prose(part, around).map(Block::Quote),
        "list" => Some(Block::List(part.all("item").filter_map(|item| prose(item, around)).collect())),
        // Its number is printed beside it.
        "formula" => {
            words(part).map(|text| Block::Math(Formula { id: id_of(part), text: rich::plain(&text).into_owned(), ..Formula::default() }))
        }
        "figure" => Some(figure(part)),
        "note" => words(part).map(|text| {
            let label = part.attribute("n").map(std::borrow::Cow::into_owned).unwrap_or_default();
            Block::Note(Note { id: id_of(part), label, text })
        }),
        _ => None,
    };
    if let (Some(section), Some(made)) = (all.last_mut(), made) {
        section.blocks.push(made);
    }
}

/// The words of a paragraph; what points at a reference, a figure or another part of the text says so.
fn prose(element: Element<'_>, around: &Around) -> Option<String> {
    element.take();
    let mut builder = Builder::default();
    builder.element_with(element, &mut |builder, inner| {
        let target = inner.attribute("target").filter(|_| inner.name() == "ref");
        let kind = inner.attribute("type").unwrap_or_default();
        let (name, value) = match target.as_ref().map(|target| target.trim_start_matches('#')) {
            Some(target) if kind == "bibr" => ("r", around.numbers.get(target).map_or("", String::as_str)),
            Some(target) if matches!(kind.as_ref(), "figure" | "table" | "formula" | "section") => ("to", target),
            _ => ("", ""),
        };
        if value.is_empty() {
            return marked(builder, inner);
        }
        builder.rich.open_flush("xref", name, value);
        builder.element(inner);
        builder.rich.close("xref");
        true
    });
    Some(builder.finish()).filter(|text| !text.is_empty())
}

/// `2.1` is a section within another, however they are nested.
fn division(part: Element<'_>, level: u8, around: &Around, all: &mut Vec<Section>) {
    let head = part.child("head");
    let number = head.and_then(|head| head.attribute("n"));
    let deep = number.as_deref().map_or(0, |n| n.trim_matches('.').matches('.').count());
    let level = level.max(u8::try_from(deep + 1).unwrap_or(u8::MAX)).min(9);
    let title = head.and_then(words).map(|title| match &number {
        Some(number) => format!("{number} {title}"),
        None => title,
    });
    let title = title.map(|title| MultiText::of(around.lang.clone(), title)).unwrap_or_default();
    all.push(Section { level, id: id_of(part), title, ..Section::default() });
    for inner in part.children().filter(|inner| inner.name() != "head") {
        block(inner, level.saturating_add(u8::from(inner.name() == "div")), around, all);
    }
}

fn figure(part: Element<'_>) -> Block {
    let label = part.child("head").and_then(words).or_else(|| part.text_of("label")).unwrap_or_default();
    let id = id_of(part);
    let caption = part.child("figDesc").and_then(words).unwrap_or_default();
    let Some(table) = part.child("table") else {
        let href = part.child("graphic").and_then(|graphic| graphic.attribute("url")).map(std::borrow::Cow::into_owned);
        part.take();
        return Block::Fig(Figure { id, label, caption, href });
    };
    let rows: Vec<Vec<String>> =
        table.all("row").map(|row| row.all("cell").map(|cell| words(cell).unwrap_or_default()).collect()).collect();
    part.take();
    let head = usize::from(rows.len() > 1);
    Block::Table(Table { id, label, caption, rows, head })
}
