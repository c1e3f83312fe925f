//! The full text: sections with their paragraphs, lists, tables, figures and formulas.

use super::super::xml::Element;
use super::words;
use crate::record::{Block, Figure, Formula, Language, MultiText, Note, Section, Table};

/// The sections of a text; nothing where it has none.
pub(super) fn sections(body: Element<'_>, lang: &Language) -> Option<Vec<Section>> {
    let mut all = vec![Section { level: 1, ..Section::default() }];
    for part in body.children() {
        block(part, 1, lang, &mut all);
    }
    all.retain(|section| !section.title.is_empty() || !section.blocks.is_empty());
    (!all.is_empty()).then_some(all)
}

fn block(part: Element<'_>, level: u8, lang: &Language, all: &mut Vec<Section>) {
    let made = match part.name() {
        "div" => return division(part, level, lang, all),
        "p" | "ab" => words(part).map(Block::P),
        "quote" => words(part).map(Block::Quote),
        "list" => Some(Block::List(part.all("item").filter_map(words).collect())),
        "formula" => part.text().map(|text| Block::Math(Formula { text, ..Formula::default() })),
        "figure" => Some(figure(part)),
        "note" => words(part).map(|text| {
            let label = part.attribute("n").map(std::borrow::Cow::into_owned).unwrap_or_default();
            Block::Note(Note { id: part.attribute("id").map(std::borrow::Cow::into_owned), label, text })
        }),
        _ => None,
    };
    if let (Some(section), Some(made)) = (all.last_mut(), made) {
        section.blocks.push(made);
    }
}

/// `2.1` is a section within another, however they are nested.
fn division(part: Element<'_>, level: u8, lang: &Language, all: &mut Vec<Section>) {
    let head = part.child("head");
    let number = head.and_then(|head| head.attribute("n"));
    let deep = number.as_deref().map_or(0, |n| n.trim_matches('.').matches('.').count());
    let level = level.max(u8::try_from(deep + 1).unwrap_or(u8::MAX)).min(9);
    let title = head.and_then(words).map(|title| match &number {
        Some(number) => format!("{number} {title}"),
        None => title,
    });
    let title = title.map(|title| MultiText::of(lang.clone(), title)).unwrap_or_default();
    all.push(Section { level, title, ..Section::default() });
    for inner in part.children().filter(|inner| inner.name() != "head") {
        block(inner, level.saturating_add(u8::from(inner.name() == "div")), lang, all);
    }
}

fn figure(part: Element<'_>) -> Block {
    let label = part.child("head").and_then(words).or_else(|| part.text_of("label")).unwrap_or_default();
    let caption = part.child("figDesc").and_then(words).unwrap_or_default();
    let Some(table) = part.child("table") else {
        let href = part.child("graphic").and_then(|graphic| graphic.attribute("url")).map(std::borrow::Cow::into_owned);
        part.take();
        return Block::Fig(Figure { label, caption, href });
    };
    let rows: Vec<Vec<String>> =
        table.all("row").map(|row| row.all("cell").map(|cell| words(cell).unwrap_or_default()).collect()).collect();
    part.take();
    let head = usize::from(rows.len() > 1);
    Block::Table(Table { label, caption, rows, head })
}
