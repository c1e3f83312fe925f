//! Environments of TeX: matrices, cases, aligned equations.

use super::super::pieces::rows;
use super::super::spacing;
use super::{CELL, ROW, Reader};

/// Environments whose cells are the sides of equations.
const SIDES: &[&str] = &[
    "align",
    "alignat",
    "aligned",
    "alignedat",
    "eqnarray",
    "equation",
    "flalign",
    "gather",
    "gathered",
    "multline",
    "multlined",
    "split",
];

/// The longest length in brackets, in bytes.
const LONGEST_LENGTH: usize = 24;

impl Reader<'_> {
    /// `\begin{pmatrix} … \end{pmatrix}`: rows and cells; the kind of brackets is in the name.
    pub(super) fn environment(&mut self, out: &mut String) {
        let name = self.argument();
        let plain = name.trim_end_matches('*');
        self.blanks();
        if matches!(plain, "array" | "tabular" | "subarray" | "alignat" | "alignedat" | "xalignat") {
            self.option();
            self.argument();
        } else if plain.ends_with("matrix") || matches!(plain, "aligned" | "gathered" | "split") {
            self.option();
        }
        let text = self.until(&format!("\\end{{{name}}}"));
        cells(plain, &text, out);
    }

    /// `\matrix{a & b \cr c & d}` of plain TeX.
    pub(super) fn plain_matrix(&mut self, name: &str, out: &mut String) {
        self.blanks();
        if let Some(rest) = self.rest.strip_prefix('{') {
            self.rest = rest;
            let text = self.until("}");
            cells(name, &text, out);
        }
    }

    /// The end of a row, with the room that is left behind it: `\\[2pt]`.
    pub(super) fn end_of_row(&mut self, out: &mut String) {
        out.push(ROW);
        let rest = self.rest.trim_start_matches('*');
        let end = rest.bytes().take(LONGEST_LENGTH).position(|byte| byte == b']').filter(|_| rest.starts_with('['));
        let room = end.and_then(|end| rest.get(1..end)).filter(|room| is_length(room));
        if let Some(room) = room {
            self.rest = rest.get(room.len() + 2..).unwrap_or_default();
        }
    }

    /// Takes a length without braces: a sign, a number and a unit.
    pub(super) fn length(&mut self) {
        self.blanks();
        if self.rest.starts_with('{') {
            self.raw_argument();
            return;
        }
        let number = self.rest.bytes().take_while(|byte| matches!(byte, b'-' | b'+' | b'.' | b'0'..=b'9' | b' ')).count();
        let unit = self.rest.get(number..number + 2).is_some_and(|unit| unit.bytes().all(|byte| byte.is_ascii_lowercase()));
        if number > 0 {
            self.take(number + if unit { 2 } else { 0 });
        }
    }
}

/// The rows of an environment between the brackets that are in its name.
fn cells(name: &str, text: &str, out: &mut String) {
    let lines: Vec<Vec<String>> = text.split(ROW).map(|row| row.split(CELL).map(spacing::line).collect()).collect();
    let (open, close) = match name {
        "pmatrix" => ("(", ")"),
        "bmatrix" => ("[", "]"),
        "Bmatrix" => ("{", "}"),
        "vmatrix" => ("|", "|"),
        "Vmatrix" => ("‖", "‖"),
        "cases" | "dcases" => ("{", ""),
        "rcases" => ("", "}"),
        _ => ("", ""),
    };
    out.push_str(open);
    out.push_str(&rows(&lines, SIDES.contains(&name)));
    out.push_str(close);
}

fn is_length(room: &str) -> bool {
    let number = room.trim().trim_end_matches(|c: char| c.is_ascii_lowercase());
    number.len() < room.trim().len() && number.trim().bytes().all(|byte| matches!(byte, b'-' | b'+' | b'.' | b'0'..=b'9'))
}
