//! What each command of a formula becomes.

use unicode_normalization::UnicodeNormalization;

use super::super::chemistry;
use super::super::functions::is_function;
use super::super::pieces::{accent, bracketed, fraction, push_fraction, root, script};
use super::super::spacing::{self, FACTOR, SOFT, THIN, WORD, is_between, push_sign};
use super::super::struck::double_struck;
use super::super::units;
use super::names::{Kind, kind};
use super::{CELL, Reader};
use crate::formats::latex::symbols::symbol;
use crate::text::Raised;

impl Reader<'_> {
    pub(super) fn command(&mut self, out: &mut String) {
        let name = self.name();
        match name {
            "frac" | "dfrac" | "tfrac" | "cfrac" | "sfrac" | "nicefrac" | "textfrac" => {
                self.option();
                let (above, below) = (self.argument(), self.argument());
                self.whole(&fraction(&above, &below), out);
            }
            "genfrac" => self.general_fraction(out),
            "binom" | "dbinom" | "tbinom" => {
                let (above, below) = (self.argument(), self.argument());
                out.push_str(&format!("({above} {below})"));
            }
            "sqrt" => {
                let degree = self.tight_option();
                let inner = self.argument();
                let raised = self.is_raised();
                let whole = root(&inner, &degree);
                out.push_str(&if raised { format!("({whole})") } else { whole });
            }
            "overset" | "stackrel" | "underset" => {
                let (over, base) = (self.tight_argument(), self.argument());
                push_sign_or(out, &base);
                let blank = out.ends_with(' ');
                out.truncate(out.trim_end_matches(' ').len());
                let place = if name == "underset" { Raised::Below } else { Raised::Above };
                out.push_str(&script(place, &over));
                out.push_str(if blank { " " } else { "" });
            }
            "prescript" => {
                let (above, below) = (self.tight_argument(), self.tight_argument());
                out.push_str(&script(Raised::Above, &above));
                out.push_str(&script(Raised::Below, &below));
                let base = self.argument();
                out.push_str(&base);
            }
            "begin" => self.environment(out),
            "matrix" | "pmatrix" | "cases" | "eqalign" | "displaylines" => self.plain_matrix(name, out),
            "smash" => drop(self.option()),
            "fcolorbox" => {
                (0..2).for_each(|_| drop(self.raw_argument()));
                let inner = self.raw_argument();
                out.push_str(&inner);
            }
            "\\" | "cr" | "newline" => self.end_of_row(out),
            "!" | "/" | "-" | "@" => {}
            "mathbb" | "Bbb" | "mathbbm" | "mathds" | "symbb" => out.extend(self.argument().chars().map(double_struck)),
            "hspace" | "vspace" => {
                self.star();
                self.argument();
                out.push(' ');
            }
            "left" | "right" | "middle" | "big" | "bigl" | "bigr" | "Big" | "Bigl" | "Bigr" | "bigg" | "biggl" | "biggr" | "Bigg"
            | "Biggl" | "Biggr" => self.bracket(out),
            "operatorname" | "DeclareMathOperator" | "mathop" => {
                self.star();
                let inner = self.argument();
                out.extend([WORD]);
                out.push_str(&inner);
                out.extend([WORD]);
            }
            "not" => {
                let sign = self.argument();
                let mut letters = sign.trim().chars();
                let crossed: String = letters.next().into_iter().chain(['\u{338}']).nfc().chain(letters).collect();
                push_sign_or(out, &crossed);
            }
            "unicode" => {
                self.option();
                let code = self.argument();
                let sign = match code.strip_prefix(['x', 'X', '"']) {
                    Some(digits) => u32::from_str_radix(digits, 16),
                    None => code.parse(),
                };
                out.extend(sign.ok().and_then(char::from_u32).filter(|c| !c.is_control()));
            }
            "bmod" | "mod" => out.push_str(" mod "),
            "pmod" | "pod" => {
                let of = self.argument();
                out.push_str(&format!(" ({}{of})", if name == "pmod" { "mod " } else { "" }));
            }
            "textsuperscript" => self.script(Raised::Above, out),
            "textsubscript" => self.script(Raised::Below, out),
            "bra" | "ket" | "braket" | "abs" | "norm" => {
                let (open, close) = match name {
                    "bra" => ("⟨", "|"),
                    "ket" => ("|", "⟩"),
                    "braket" => ("⟨", "⟩"),
                    "abs" => ("|", "|"),
                    _ => ("‖", "‖"),
                };
                let inner = self.argument();
                out.push_str(&format!("{open}{inner}{close}"));
            }
            "mathchoice" => {
                let inner = self.argument();
                (0..3).for_each(|_| drop(self.raw_argument()));
                out.push_str(&inner);
            }
            "ce" | "cf" => out.push_str(&chemistry::formula(&self.group())),
            "num" | "ang" => {
                self.option();
                let number = units::number(&self.group());
                out.push_str(&number);
                out.push_str(if name == "ang" { "°" } else { "" });
            }
            "SI" | "qty" | "si" | "unit" => {
                self.option();
                let number = if matches!(name, "SI" | "qty") { units::number(&self.group()) } else { String::new() };
                let unit = units::unit(&self.group());
                out.push_str(&format!("{number}{}{unit}", if number.is_empty() || unit.starts_with('°') { "" } else { " " }));
            }
            "," | ":" | ";" | ">" | "thinspace" | "medspace" | "thickspace" => out.push(THIN),
            " " | "\n" | "\t" | "\r" => out.push(' '),
            "|" => out.push('‖'),
            "&" => out.push('&'),
            name => self.named(name, out),
        }
    }

    /// A command by one of the tables; of one that nobody knows its name is shown.
    fn named(&mut self, name: &str, out: &mut String) {
        match kind(name) {
            Some(Kind::Silent) => {}
            Some(Kind::Words) => {
                let words = self.words();
                out.push_str(&words);
            }
            Some(Kind::Blank) => out.push(' '),
            Some(Kind::Nothing(count)) => {
                self.star();
                (0..count).for_each(|_| drop(self.raw_argument()));
            }
            Some(Kind::Second) => {
                self.raw_argument();
                let inner = self.raw_argument();
                out.push_str(&inner);
            }
            Some(Kind::Brace) => {
                let inner = self.argument();
                out.push_str(&bracketed(&inner));
                out.push(SOFT);
            }
            Some(Kind::Length) => self.length(),
            Some(Kind::Accent(mark)) => {
                let base = self.argument();
                out.push_str(&accent(&base, mark));
            }
            Some(Kind::Arrow(sign)) => {
                let under = self.tight_option();
                let over = self.tight_argument();
                out.push_str(&format!(" {sign}{}{} ", script(Raised::Below, &under), script(Raised::Above, &over)));
            }
            None => match symbol(name) {
                Some(sign) => push_sign_or(out, sign),
                // Functions (`\sin`), and commands that nobody knows, by their names.
                None if name.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
                    let shown = match name {
                        "limsup" | "varlimsup" => "lim sup",
                        "liminf" | "varliminf" => "lim inf",
                        name => name,
                    };
                    out.push(WORD);
                    out.push_str(shown);
                    out.push(if is_function(name) { WORD } else { FACTOR });
                }
                None => out.push_str(name),
            },
        }
    }

    /// A fraction. What is raised behind it is raised over all of it.
    fn whole(&mut self, whole: &str, out: &mut String) {
        if self.is_raised() { out.push_str(&format!("({whole})")) } else { push_fraction(out, whole) }
    }

    fn is_raised(&self) -> bool {
        self.rest.trim_start().starts_with(['^', '_', '\''])
    }

    /// Takes the star of `\hspace*`.
    fn star(&mut self) {
        self.rest = self.rest.strip_prefix('*').unwrap_or(self.rest);
    }

    /// `\genfrac{(}{)}{0pt}{}{n}{k}`.
    fn general_fraction(&mut self, out: &mut String) {
        let (open, close, thickness) = (self.argument(), self.argument(), self.argument());
        self.raw_argument();
        let (above, below) = (self.argument(), self.argument());
        let stroke = !thickness.starts_with('0');
        let inner = if stroke { fraction(&above, &below) } else { format!("{above} {below}") };
        if open.is_empty() && close.is_empty() && stroke { self.whole(&inner, out) } else { out.push_str(&format!("{open}{inner}{close}")) }
    }

    /// A bracket that grows with what it is around; `\left.` is none at all.
    fn bracket(&mut self, out: &mut String) {
        self.blanks();
        let brackets = [(".", ""), ("<", "⟨"), (">", "⟩")];
        if let Some((written, sign)) = brackets.iter().find(|(written, _)| self.rest.starts_with(written)) {
            self.take(written.len());
            out.push_str(sign);
        }
    }

    fn tight_option(&mut self) -> String {
        match self.rest.strip_prefix('[') {
            Some(rest) => {
                self.rest = rest;
                spacing::tight(&self.until("]"))
            }
            None => String::new(),
        }
    }

    /// A group as it is written, without its braces: what is no formula of TeX.
    fn group(&mut self) -> String {
        self.blanks();
        let Some(rest) = self.rest.strip_prefix('{') else { return self.argument() };
        let mut depth = 1usize;
        let end = rest.bytes().position(|byte| {
            depth = match byte {
                b'{' => depth + 1,
                b'}' => depth - 1,
                _ => depth,
            };
            depth == 0
        });
        let inner = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        self.rest = rest.get(inner.len() + 1..).unwrap_or_default();
        inner.replace(CELL, " ")
    }
}

/// A sign between blanks if it is one that stands between two things, else as it is.
fn push_sign_or(out: &mut String, sign: &str) {
    if is_between(sign) { push_sign(out, sign) } else { out.push_str(sign) }
}
