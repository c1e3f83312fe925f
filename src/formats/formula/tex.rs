//! Formulas of TeX as a line of text.

mod commands;
mod environments;
mod names;
mod words;

use super::pieces::script;
use super::spacing::{self, SOFT, push_sign};
use crate::formats::xml::collapse;
use crate::text::Raised;

/// Groups in each other that are read; what is deeper is left out.
const DEEPEST: usize = 40;

/// The longest formula that is read, in bytes; a longer one stays as it is written.
const LONGEST: usize = 64 << 10;

/// Where a cell ends in an environment, and where a row does.
const CELL: char = '\u{4}';
const ROW: char = '\u{5}';

/// A formula without the document around it, its dollar signs, and the instruction to a program that some publishers put
/// it in (`<?CDATA … ?>`).
pub fn bare(tex: &str) -> String {
    let inner =
        tex.split_once("\\begin{document}").map_or(tex, |(_, rest)| rest.split_once("\\end{document}").map_or(rest, |(inner, _)| inner));
    let inner = inner.trim();
    let inner = inner.strip_prefix("<?CDATA").and_then(|inner| inner.strip_suffix("?>")).unwrap_or(inner).trim();
    let pairs = [("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")];
    let stripped = pairs.iter().find_map(|(open, close)| inner.strip_prefix(open)?.strip_suffix(close));
    stripped.unwrap_or(inner).trim().to_owned()
}

/// The formula as readable text.
pub fn readable(tex: &str) -> String {
    if tex.len() > LONGEST {
        return tex.to_owned();
    }
    let mut reader = Reader { rest: tex, depth: 0 };
    let text = reader.until("");
    collapse(&spacing::line(&flat(text)))
}

/// Cells and rows that are in no environment, which has taken its own.
fn flat(text: String) -> String {
    if text.contains([CELL, ROW]) { text.replace(CELL, " ").replace(ROW, "; ") } else { text }
}

struct Reader<'t> {
    rest: &'t str,
    depth: usize,
}

/// Commands that stand between the two things they make one of, and the marks that stand for them until their cell ends.
const INFIXES: &[(&str, char)] = &[("over", OVER), ("atop", ATOP), ("choose", CHOOSE)];

const OVER: char = '\u{10}';
const ATOP: char = '\u{11}';
const CHOOSE: char = '\u{12}';

impl<'t> Reader<'t> {
    /// Text up to a closing word, which is taken; to the end where it is empty.
    fn until(&mut self, close: &str) -> String {
        let mut out = String::new();
        self.depth += 1;
        while let Some(c) = self.rest.chars().next() {
            if !close.is_empty() && self.rest.starts_with(close) {
                self.take(close.len());
                break;
            }
            if self.depth > DEEPEST {
                self.rest = "";
                break;
            }
            self.take(c.len_utf8());
            match c {
                '\\' => match self.infix() {
                    Some(mark) => out.push(mark),
                    None => self.command(&mut out),
                },
                '{' => out.push_str(&flat(self.until("}"))),
                '}' | '$' => {}
                '^' => self.script(Raised::Above, &mut out),
                '_' => self.script(Raised::Below, &mut out),
                '&' => out.push(CELL),
                '~' => out.push(' '),
                '\'' => out.push('′'),
                '-' => push_sign(&mut out, "−"),
                '%' => self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest),
                // A blank behind a comma is one of a list.
                c if c.is_whitespace() => out.push(if out.ends_with([',', ';']) { spacing::THIN } else { SOFT }),
                c => {
                    let mut bytes = [0; 4];
                    let sign = &*c.encode_utf8(&mut bytes);
                    if spacing::is_between(sign) { push_sign(&mut out, sign) } else { out.push(c) }
                }
            }
        }
        self.depth -= 1;
        if out.contains([OVER, ATOP, CHOOSE]) { out.split_inclusive([CELL, ROW]).map(infixed).collect() } else { out }
    }

    fn take(&mut self, length: usize) {
        self.rest = self.rest.get(length..).unwrap_or_default();
    }

    fn blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// The mark of the infix command whose name stands next, taken.
    fn infix(&mut self) -> Option<char> {
        let (name, mark) = INFIXES
            .iter()
            .find(|(name, _)| self.rest.strip_prefix(name).is_some_and(|behind| !behind.starts_with(|c: char| c.is_ascii_alphabetic())))?;
        self.take(name.len());
        self.blanks();
        Some(*mark)
    }

    /// The name of a command behind its backslash: letters, or one sign.
    fn name(&mut self) -> &'t str {
        let letters = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let length = if letters == 0 { self.rest.chars().next().map_or(0, char::len_utf8) } else { letters };
        let name = self.rest.get(..length).unwrap_or_default();
        self.take(length);
        if letters > 0 {
            self.blanks();
        }
        name
    }

    /// A raised or lowered argument behind what stands there.
    fn script(&mut self, place: Raised, out: &mut String) {
        let text = self.tight_argument();
        if is_apart(out, &text) {
            out.push_str(&script(place, &text));
            return;
        }
        // Marks between a base and its script are none; what parts the base from others stands behind the script.
        let bare = out.trim_end_matches(SCRIPTLESS).len();
        let behind = out.get(bare..).and_then(|behind| behind.chars().find(|c| *c != SOFT));
        out.truncate(bare);
        let large = out.ends_with(spacing::is_large);
        out.push_str(&script(place, &text));
        out.extend(if large { Some(spacing::LARGE) } else { behind });
    }

    /// A group, a command or one sign.
    fn argument(&mut self) -> String {
        spacing::line(&self.raw_argument())
    }

    /// The same without the blanks that a script does without.
    fn tight_argument(&mut self) -> String {
        spacing::tight(&self.raw_argument())
    }

    fn raw_argument(&mut self) -> String {
        self.blanks();
        let Some(c) = self.rest.chars().next() else { return String::new() };
        if self.depth > DEEPEST {
            return String::new();
        }
        self.take(c.len_utf8());
        match c {
            '{' => flat(self.until("}")),
            '\\' => {
                let mut out = String::new();
                self.depth += 1;
                let before = self.rest;
                // `x_\mathrm{in}`: what changes a look is no argument without its own.
                if names::is_look(self.name()) {
                    out = self.raw_argument();
                } else {
                    self.rest = before;
                    self.command(&mut out);
                }
                self.depth -= 1;
                out
            }
            '-' => "−".to_owned(),
            '\'' => "′".to_owned(),
            c => c.to_string(),
        }
    }

    /// `[…]` behind a command.
    fn option(&mut self) -> String {
        match self.rest.strip_prefix('[') {
            Some(rest) => {
                self.rest = rest;
                spacing::line(&self.until("]"))
            }
            None => String::new(),
        }
    }
}

/// Blanks and marks that may stand between a base and its script.
const SCRIPTLESS: [char; 6] = [SOFT, spacing::WORD, spacing::FACTOR, spacing::THIN, spacing::LARGE, ' '];

/// Whether a script has nothing before it that it is of: it stands behind a blank that is meant (`5\,^{13}C`), or behind a sign
/// and a blank or as a number (`+ ^{13}C`, `\to^{13}C`), where it is of the letter that follows. `=^{!}` is of the sign.
fn is_apart(before: &str, script: &str) -> bool {
    let bare = before.trim_end_matches(SCRIPTLESS);
    let between = before.get(bare.len()..).unwrap_or_default();
    let sign = bare.chars().next_back().is_some_and(spacing::is_sign);
    // The blank of the sign itself is not meant.
    let own = usize::from(sign);
    if between.contains(spacing::THIN) || between.matches(' ').count() > own {
        return true;
    }
    let number = || script.bytes().all(|byte| byte.is_ascii_digit()) && bare.ends_with(spacing::is_sign_of_terms);
    sign && between.contains(' ') && (between.contains(SOFT) || number())
}

/// `{a \over b}`, `{n \choose k}`: a cell with such a mark in it.
fn infixed(cell: &str) -> String {
    let inner = cell.trim_end_matches([CELL, ROW]);
    let end = cell.get(inner.len()..).unwrap_or_default();
    let Some((at, mark)) = inner.char_indices().find(|(_, c)| matches!(*c, OVER | ATOP | CHOOSE)) else { return cell.to_owned() };
    let (above, below) = inner.split_at(at);
    let below = below.replace([OVER, ATOP, CHOOSE], " ");
    let (above, below) = (spacing::line(above), spacing::line(&below));
    let mut out = String::new();
    match mark {
        OVER => super::pieces::push_fraction(&mut out, &super::pieces::fraction(&above, &below)),
        ATOP => out.push_str(&format!("{above} {below}")),
        _ => out.push_str(&format!("({above} {below})")),
    }
    out.push_str(end);
    out
}

#[cfg(test)]
mod tests;
