//! A packet as plain text in lines of 72 cells, for paper, mail and the simplest of readers.

use std::io::{self, Write};

use super::{Piece, Style};
use crate::record::{Article, Language};
use crate::text::{Measure, Run, WrapOptions, raise, wrap};

/// Cells of a line: what mail and paper hold.
const CELLS: usize = 72;

pub fn write(out: &mut dyn Write, records: &mut dyn Iterator<Item = Article>) -> io::Result<()> {
    super::write(&Plain, out, records)
}

struct Plain;

impl Style for Plain {
    fn begin(&self, out: &mut String) {
        out.push_str("Reading packet\n\n");
    }

    fn contents(&self, number: usize, title: &[Run], _: &Language, out: &mut String) {
        hang(&format!("{number:>3}. "), title, out);
    }

    fn between(&self, number: usize, out: &mut String) {
        out.push_str(&format!("\n{}\n{number}\n\n", "=".repeat(CELLS)));
    }

    fn piece(&self, piece: &Piece, first: bool, out: &mut String) {
        match piece {
            Piece::Title(_, text) => {
                hang("", text, out);
                if first {
                    out.push('\n');
                }
            }
            Piece::Field(label, _, text) => hang(&format!("{label}: "), text, out),
            Piece::Head(head) => out.push_str(&format!("\n{head}\n\n")),
            Piece::Paragraph(_, text) => {
                hang("", text, out);
                out.push('\n');
            }
            Piece::Entry(number, _, text) => {
                let text: Vec<Run> = text.iter().map(|run| run.clone().tagged(())).collect();
                hang(&format!("[{number}] "), &text, out);
            }
        }
    }

    fn end(&self, _: &mut String) {}
}

/// Wraps a text behind a label; the lines below it stand four cells in where there is one.
fn hang(label: &str, text: &[Run], out: &mut String) {
    let mut runs = vec![Run::plain(label, ())];
    runs.extend(text.iter().cloned());
    raise(&mut runs);
    let indent = if label.is_empty() { 0 } else { 4 };
    for line in wrap(&runs, &WrapOptions { width: CELLS, measure: Measure::default(), first_indent: 0, indent }) {
        out.push_str(&" ".repeat(line.indent));
        out.push_str(line.text().trim_end());
        out.push('\n');
    }
}
