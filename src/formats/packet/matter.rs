//! What stands before and behind the text of a record, as pieces of a packet: a digest, acknowledgements, statements, appendices.

use super::Piece;
use crate::record::{Article, Block, Language, Matter, Section};
use crate::text::{clean_line, parse_on_the_line, plain};

/// The sections of this matter, each under its title.
pub(super) fn put(article: &Article, matter: Matter, pieces: &mut Vec<Piece>) {
    for section in article.body.iter().flatten().filter(|section| section.matter == matter) {
        let titles: Vec<String> = section.title.values().map(|title| clean_line(&plain(title)).into_owned()).collect();
        if !titles.is_empty() {
            pieces.push(Piece::Head(titles.join(" · ")));
        }
        section.blocks.iter().for_each(|block| put_block(block, language(section, article), pieces));
    }
}

fn language<'a>(section: &'a Section, article: &'a Article) -> &'a Language {
    if section.lang.is_unknown() { &article.lang } else { &section.lang }
}

/// A block as paragraphs: a point of a list and a row of a table are one each.
fn put_block(block: &Block, language: &Language, pieces: &mut Vec<Piece>) {
    let mut put = |text: &str| {
        let runs = parse_on_the_line(text);
        if !runs.is_empty() {
            pieces.push(Piece::Paragraph(language.clone(), runs));
        }
    };
    match block {
        Block::P(text) | Block::Quote(text) | Block::Code(text) => put(text),
        Block::List(points) => points.iter().for_each(|point| put(point)),
        Block::Table(table) => {
            put(&format!("{} {}", table.label, table.caption));
            table.rows.iter().for_each(|row| put(&row.join(" | ")));
        }
        Block::Fig(figure) => {
            put(format!("{} {}", figure.label, figure.caption).trim());
            put(&figure.href.as_deref().map(crate::text::escape).unwrap_or_default());
        }
        Block::Math(formula) => put(&formula.text),
        Block::Note(note) => put(format!("{} {}", note.label, note.text).trim()),
        Block::Unknown(_) => {}
    }
}
