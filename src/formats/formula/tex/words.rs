//! Words within a formula: `\text{if } x`, `\mbox{S-index}`.

use super::{DEEPEST, Reader};
use crate::formats::latex;

impl Reader<'_> {
    /// The words that a command has as its argument.
    pub(super) fn words(&mut self) -> String {
        self.blanks();
        let Some(rest) = self.rest.strip_prefix('{') else { return self.raw_argument() };
        self.rest = rest;
        self.words_of_group()
    }

    /// Words up to the brace that closes them.
    fn words_of_group(&mut self) -> String {
        const LIGATURES: &[(&str, &str)] = &[("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("`", "‘"), ("'", "’"), ("~", " ")];
        let mut out = String::new();
        self.depth += 1;
        while let Some(c) = self.rest.chars().next() {
            if self.depth > DEEPEST {
                self.rest = "";
                break;
            }
            if let Some((written, sign)) = LIGATURES.iter().find(|(written, _)| self.rest.starts_with(written)) {
                self.take(written.len());
                out.push_str(sign);
                continue;
            }
            self.take(c.len_utf8());
            match c {
                '}' => break,
                '{' => out.push_str(&self.words_of_group()),
                '$' => out.push_str(&self.until("$")),
                '\\' => self.command_in_words(&mut out),
                c => out.push(c),
            }
        }
        self.depth -= 1;
        out
    }

    fn command_in_words(&mut self, out: &mut String) {
        let before = self.rest;
        let name = self.name();
        if let Some((mark, _)) = latex::accent(name) {
            let letters = if self.rest.starts_with('{') { self.words() } else { self.raw_argument() };
            out.push_str(&latex::accented(&letters, mark));
        } else if name == "(" {
            out.push_str(&self.until("\\)"));
        } else {
            self.rest = before;
            self.command(out);
        }
    }
}
