//! What commands with a meaning do to a text, and what stands between dollars.

use super::super::formula::readable;
use super::commands::Command;
use super::letters::ding;
use super::symbols::symbol;
use super::text::{Group, Mode, Reader};

/// The longest formula, in bytes: between two dollars that stand farther apart there is none.
pub const LONGEST_FORMULA: usize = 4096;

/// The longest degree of a root, in bytes.
const LONGEST_OPTION: usize = 32;

impl<'a> Reader<'a, '_> {
    pub(super) fn dollar(&mut self) {
        let double = self.rest().starts_with("$$");
        let begin = self.at + if double { 2 } else { 1 };
        let Some(length) = self.formula_end(begin) else {
            self.out.text("$");
            self.at += 1;
            return;
        };
        let tex = self.text.get(begin..begin + length).unwrap_or_default();
        self.at = begin + length;
        // One that begins with two may be closed by one: what stands behind it is no sign of its own.
        self.at += if double && self.rest().starts_with("$$") { 2 } else { 1 };
        self.formula(tex);
    }

    /// How long the formula is that begins at `begin`, if one does: `between $5 and $10` holds none.
    fn formula_end(&mut self, begin: usize) -> Option<usize> {
        if self.no_formula || self.mode == Mode::Address {
            return None;
        }
        let bytes = self.text.as_bytes().get(begin..)?;
        let mut escaped = false;
        for (at, byte) in bytes.iter().enumerate().take(LONGEST_FORMULA) {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'$' if at > 0 => {
                    let inner = bytes.get(..at).unwrap_or_default();
                    let money = inner.first().is_some_and(u8::is_ascii_digit)
                        && inner.last().is_some_and(u8::is_ascii_whitespace)
                        && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
                    return (!money).then_some(at);
                }
                _ => {}
            }
        }
        self.no_formula = bytes.len() <= LONGEST_FORMULA;
        None
    }

    /// A lone script or a lone sign is text; anything more is a formula.
    pub(super) fn formula(&mut self, tex: &str) {
        let inner = tex.trim();
        let script = inner.strip_prefix('_').map(|of| (of, "sub")).or_else(|| inner.strip_prefix('^').map(|of| (of, "sup")));
        if let Some((of, tag)) = script {
            let bare = of.strip_prefix('{').and_then(|of| of.strip_suffix('}')).unwrap_or(of);
            if matches!(bare, "\\circ" | "\\prime") {
                self.out.text(if bare == "\\circ" { "°" } else { "′" });
                return;
            }
            let whole = bare.len() < of.len() || of.chars().count() == 1 || (of.starts_with('\\') && !of.contains([' ', '{', '^', '_']));
            if whole && !bare.contains(['{', '}', '^', '_']) {
                self.out.open(tag);
                self.out.text(&readable(bare));
                self.out.close(tag);
                return;
            }
        }
        let name = inner.trim_start_matches('{').trim_end_matches('}').strip_prefix('\\');
        let sign =
            name.and_then(symbol).or_else(|| (inner.chars().count() == 1 && !inner.chars().any(char::is_alphanumeric)).then_some(inner));
        match sign {
            Some(sign) => self.out.text(sign),
            None => self.out.formula(&readable(inner), Some(inner), None),
        }
    }

    pub(super) fn known(&mut self, command: Command) {
        match command {
            Command::Tag(tag) => self.around(Group { tags: vec![tag], after: "" }),
            Command::Around(before, after) => {
                self.out.text(before);
                self.around(Group { tags: Vec::new(), after });
            }
            Command::Switch(tag) => {
                self.swallow();
                self.out.open(tag);
                if let Some(group) = self.groups.last_mut() {
                    group.tags.push(tag);
                }
            }
            Command::Text(text) => {
                self.swallow();
                self.out.text(text);
            }
            Command::Bare => self.swallow(),
            Command::Silent(count) => {
                for _ in 0..count {
                    self.argument();
                }
            }
            Command::Second => {
                self.argument();
            }
            Command::Verbatim => {
                let address = self.argument().unwrap_or_default();
                let address = self.inner(address, Mode::Address);
                self.out.text(&address);
            }
            Command::Href => self.href(),
            Command::Formula => {
                let tex = self.argument().unwrap_or_default();
                self.formula(tex);
            }
            Command::Capitals => {
                let text = self.argument().unwrap_or_default();
                let text = self.inner(text, Mode::Text);
                self.out.text(&text.to_uppercase());
            }
            Command::Fraction => {
                let (above, below) = (self.argument().unwrap_or_default(), self.argument().unwrap_or_default());
                self.formula(&format!("\\frac{{{above}}}{{{below}}}"));
            }
            Command::Root => {
                let degree = self.option();
                let inner = self.argument().unwrap_or_default();
                self.formula(&if degree.is_empty() { format!("\\sqrt{{{inner}}}") } else { format!("\\sqrt[{degree}]{{{inner}}}") });
            }
            Command::Character => self.character(char::from_u32),
            Command::Ding => self.character(ding),
        }
    }

    /// A command whose argument is a group, or one character.
    fn around(&mut self, group: Group) {
        let blanks = self.rest().len() - self.rest().trim_start().len();
        if self.text.as_bytes().get(self.at + blanks) == Some(&b'{') {
            self.at += blanks + 1;
            self.open(group);
            return;
        }
        let one = self.argument().unwrap_or_default();
        let one = self.inner(one, Mode::Text);
        group.tags.iter().for_each(|tag| self.out.open(tag));
        self.out.text(&one);
        group.tags.iter().rev().for_each(|tag| self.out.close(tag));
        self.out.text(group.after);
    }

    /// The text of a link, and its address where that is another.
    fn href(&mut self) {
        let address = self.argument().unwrap_or_default();
        let address = self.inner(address, Mode::Address);
        let text = self.argument().unwrap_or_default();
        let text = self.inner(text, Mode::Text);
        self.out.text(if text.is_empty() { &address } else { &text });
        if !text.is_empty() && !address.contains(text.as_str()) {
            self.out.text(" (");
            self.out.text(&address);
            self.out.text(")");
        }
    }

    /// `[3]` behind a command, without its brackets.
    fn option(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest.bytes().take(LONGEST_OPTION).position(|byte| byte == b']').filter(|_| rest.starts_with('['));
        self.at += end.map_or(0, |end| end + 1);
        end.and_then(|end| rest.get(1..end)).unwrap_or_default()
    }

    /// `\char233`, `\char"E9`, `\char'351`, `\symbol{233}`, `\ding{51}`.
    fn character(&mut self, sign_of: fn(u32) -> Option<char>) {
        let braced = self.peek() == Some(b'{');
        let number = if braced { self.argument().unwrap_or_default() } else { self.rest() };
        let (digits, radix) = match number.as_bytes().first() {
            Some(b'"') => (number.get(1..).unwrap_or_default(), 16),
            Some(b'\'') => (number.get(1..).unwrap_or_default(), 8),
            _ => (number, 10),
        };
        let length = digits.chars().take(6).take_while(|c| c.is_digit(radix)).count();
        let code = digits.get(..length).and_then(|digits| u32::from_str_radix(digits, radix).ok());
        let sign = code.and_then(sign_of).filter(|c| !c.is_control());
        if !braced {
            self.at += number.len() - digits.len() + length;
            self.swallow();
        }
        if let Some(sign) = sign {
            self.out.text(sign.encode_utf8(&mut [0; 4]));
        }
    }
}
