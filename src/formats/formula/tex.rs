//! Formulas of TeX as a line of text.

use super::pieces::{accent, bracketed, fraction, root, script};
use crate::formats::latex::symbols::symbol;
use crate::formats::xml::collapse;
use crate::text::Raised;

/// Groups in each other that are read; what is deeper is left out.
const DEEPEST: usize = 40;

/// The longest formula that is read, in bytes; a longer one stays as it is written.
const LONGEST: usize = 64 << 10;

/// A formula without the document around it and without its dollar signs.
pub fn bare(tex: &str) -> String {
    let inner =
        tex.split_once("\\begin{document}").map_or(tex, |(_, rest)| rest.split_once("\\end{document}").map_or(rest, |(inner, _)| inner));
    let inner = inner.trim();
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
    collapse(&text)
}

struct Reader<'t> {
    rest: &'t str,
    depth: usize,
}

/// Commands that change how something looks; their argument is what counts.
const LOOKS: &[&str] = &[
    "mathrm",
    "mathbf",
    "mathit",
    "mathsf",
    "mathtt",
    "mathcal",
    "mathfrak",
    "mathscr",
    "boldsymbol",
    "bm",
    "pmb",
    "text",
    "textrm",
    "textbf",
    "textit",
    "textsf",
    "texttt",
    "mbox",
    "hbox",
    "rm",
    "bf",
    "it",
    "operatorname",
    "mathop",
    "mathrel",
    "mathbin",
    "mathord",
    "displaystyle",
    "textstyle",
    "scriptstyle",
    "limits",
    "nolimits",
    "left",
    "right",
    "big",
    "Big",
    "bigg",
    "Bigg",
    "bigl",
    "bigr",
    "Bigl",
    "Bigr",
    "biggl",
    "biggr",
    "Biggl",
    "Biggr",
    "ensuremath",
    "underline",
    "boxed",
    "rlap",
    "llap",
    "smash",
    "cal",
    "boldmath",
    "unboldmath",
    "mathnormal",
    "middle",
    "nonumber",
    "notag",
    "substack",
    "upshape",
    "mathring",
];

/// Commands that are a blank.
const BLANKS: &[&str] =
    &[",", ";", ":", " ", "quad", "qquad", "enspace", "thinspace", "medspace", "thickspace", "hfill", "hspace", "vspace"];

/// Commands with a sign over their argument.
const ACCENTS: &[(&str, &str)] = &[
    ("bar", "¯"),
    ("overline", "¯"),
    ("hat", "^"),
    ("widehat", "^"),
    ("tilde", "~"),
    ("widetilde", "~"),
    ("vec", "→"),
    ("overrightarrow", "→"),
    ("dot", "˙"),
    ("ddot", "¨"),
    ("breve", "˘"),
    ("check", "ˇ"),
    ("acute", "´"),
    ("grave", "`"),
];

impl<'t> Reader<'t> {
    /// Text up to a closing word, which is taken; to the end where it is empty.
    fn until(&mut self, close: &str) -> String {
        let mut out = String::new();
        self.depth += 1;
        while let Some(c) = self.rest.chars().next() {
            if !close.is_empty() && self.rest.starts_with(close) {
                self.rest = self.rest.get(close.len()..).unwrap_or_default();
                break;
            }
            if self.depth > DEEPEST {
                self.rest = "";
                break;
            }
            self.take(c.len_utf8());
            match c {
                '\\' => self.command(&mut out),
                '{' => out.push_str(&self.until("}")),
                '}' | '$' => {}
                '^' => {
                    let text = self.argument();
                    out.push_str(&script(Raised::Above, &text));
                }
                '_' => {
                    let text = self.argument();
                    out.push_str(&script(Raised::Below, &text));
                }
                '&' | '~' => out.push(' '),
                '\'' => out.push('′'),
                '-' => between(&mut out, "−"),
                '=' | '<' | '>' | '+' => between(&mut out, c.encode_utf8(&mut [0; 4])),
                '%' => self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest),
                c => out.push(c),
            }
        }
        self.depth -= 1;
        out
    }

    fn take(&mut self, length: usize) {
        self.rest = self.rest.get(length..).unwrap_or_default();
    }

    /// The name of a command behind its backslash: letters, or one sign.
    fn name(&mut self) -> &'t str {
        let letters = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let length = if letters == 0 { self.rest.chars().next().map_or(0, char::len_utf8) } else { letters };
        let name = self.rest.get(..length).unwrap_or_default();
        self.take(length);
        if letters > 0 {
            self.rest = self.rest.trim_start();
        }
        name
    }

    /// A group, a command or one sign.
    fn argument(&mut self) -> String {
        self.rest = self.rest.trim_start();
        let Some(c) = self.rest.chars().next() else { return String::new() };
        if self.depth > DEEPEST {
            return String::new();
        }
        self.take(c.len_utf8());
        let text = match c {
            '{' => self.until("}"),
            '\\' => {
                let mut out = String::new();
                self.depth += 1;
                self.command(&mut out);
                self.depth -= 1;
                out
            }
            c => c.to_string(),
        };
        collapse(&text)
    }

    /// `[…]` behind a command.
    fn option(&mut self) -> String {
        match self.rest.strip_prefix('[') {
            Some(rest) => {
                self.rest = rest;
                collapse(&self.until("]"))
            }
            None => String::new(),
        }
    }

    fn command(&mut self, out: &mut String) {
        let name = self.name();
        match name {
            "frac" | "dfrac" | "tfrac" | "cfrac" => {
                let (above, below) = (self.argument(), self.argument());
                let whole = fraction(&above, &below);
                // What is raised behind it is raised over all of it.
                let raised = self.rest.trim_start().starts_with(['^', '_']);
                out.push_str(&if raised { bracketed(&whole) } else { whole });
            }
            "binom" | "dbinom" | "tbinom" => {
                let (above, below) = (self.argument(), self.argument());
                out.push_str(&format!("({above} {below})"));
            }
            "sqrt" => {
                let degree = self.option();
                let inner = self.argument();
                out.push_str(&root(&inner, &degree));
            }
            "overset" | "stackrel" | "underset" => {
                let (over, base) = (self.argument(), self.argument());
                out.push_str(&base);
                let place = if name == "underset" { Raised::Below } else { Raised::Above };
                out.push_str(&script(place, &over));
            }
            "begin" => self.environment(out),
            "end" | "label" | "tag" | "color" | "ref" | "usepackage" | "setlength" | "phantom" | "vphantom" | "hphantom" => {
                self.argument();
            }
            "\\" | "cr" => out.push_str("; "),
            "!" | "/" => {}
            "mathbb" => out.extend(self.argument().chars().map(double_struck)),
            "hspace" | "vspace" => {
                self.argument();
                out.push(' ');
            }
            "left" | "right" | "middle" => {
                // `\left.` is no bracket at all.
                if let Some(rest) = self.rest.strip_prefix('.') {
                    self.rest = rest;
                }
            }
            name if BLANKS.contains(&name) => out.push(' '),
            name if LOOKS.contains(&name) => {}
            name => {
                if let Some((_, sign)) = ACCENTS.iter().find(|(known, _)| *known == name) {
                    let base = self.argument();
                    out.push_str(&accent(&base, sign));
                } else if let Some(sign) = symbol(name) {
                    let apart = sign.chars().all(|c| !c.is_alphanumeric()) && "=≠<>≤≥≪≫≈≅≃∼≡∝±∓×·÷→←↔⇒⇐⇔∈∉⊂⊆⊃⊇∪∩∧∨".contains(sign);
                    if apart { between(out, sign) } else { out.push_str(sign) }
                } else if name.chars().all(|c| c.is_ascii_alphabetic()) {
                    // Functions (`\sin`), and commands that nobody knows, by their names.
                    if out.ends_with(|c: char| c.is_alphanumeric()) {
                        out.push(' ');
                    }
                    out.push_str(name);
                    out.push(' ');
                } else {
                    out.push_str(name);
                }
            }
        }
    }

    /// `\begin{pmatrix} … \end{pmatrix}`: rows and cells; the kind of brackets is in the name.
    fn environment(&mut self, out: &mut String) {
        let name = self.argument();
        if matches!(name.as_str(), "array" | "tabular" | "alignat" | "alignedat") {
            self.option();
            self.argument();
        }
        let text = self.until(&format!("\\end{{{name}}}"));
        let (open, close) = match name.as_str() {
            "pmatrix" => ("(", ")"),
            "bmatrix" => ("[", "]"),
            "Bmatrix" => ("{", "}"),
            "vmatrix" => ("|", "|"),
            "cases" => ("{", ""),
            _ => ("", ""),
        };
        out.push_str(open);
        out.push_str(collapse(&text).trim_end_matches([';', ' ']));
        out.push_str(close);
    }
}

/// The letters that name sets of numbers have twins that every font draws; others stay as they are.
fn double_struck(c: char) -> char {
    match c {
        'C' => 'ℂ',
        'H' => 'ℍ',
        'N' => 'ℕ',
        'P' => 'ℙ',
        'Q' => 'ℚ',
        'R' => 'ℝ',
        'Z' => 'ℤ',
        c => c,
    }
}

/// A sign with a blank on each side, unless it is the first of its group.
fn between(out: &mut String, sign: &str) {
    let first = out.trim_end().is_empty() || out.trim_end().ends_with(['(', '[', ',', '{', '=', '<', '>', '|']);
    if first && matches!(sign, "−" | "+" | "±" | "∓") {
        out.push_str(sign);
    } else {
        out.push(' ');
        out.push_str(sign);
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_of_tex_are_readable() {
        for (tex, text) in [
            ("a^2+b^2=c^2", "a² + b² = c²"),
            ("\\frac{x-1}{2}", "(x − 1)/2"),
            ("\\sqrt[3]{x}", "³√x"),
            ("\\alpha_{i}\\leq \\bar{x}", "αᵢ ≤ x\u{304}"),
            ("\\sum_{i=1}^{n} x_i", "∑ᵢ₌₁ⁿ xᵢ"),
            ("x^{Q}", "x^Q"),
            ("\\begin{pmatrix}a&b\\\\c&d\\end{pmatrix}", "(a b; c d)"),
            ("\\left(\\sin x\\right.", "(sin x"),
            (r"\frac{a}{b}", "a/b"),
            (r"\frac{a+b}{2}^2", "((a + b)/2)²"),
            (r"x_{i}^{2}", "xᵢ²"),
            (r"10^{-3}", "10⁻³"),
            (r"\mathbb{R}^n", "ℝⁿ"),
            (r"p<0.05", "p < 0.05"),
            (r"x \in A", "x ∈ A"),
            (r"\hat{x}", "x̂"),
            (r"90^\circ", "90°"),
            (r"\sin\theta", "sin θ"),
            (r"\text{if } n", "if n"),
            (r"K_{\mathrm{off}}", "K_{off}"),
            (r"\unknowncommand x", "unknowncommand x"),
        ] {
            assert_eq!(readable(tex), text, "{tex}");
        }
        assert_eq!(bare("\\documentclass{x}\\begin{document}$$y$$\\end{document}"), "y");
    }

    #[test]
    fn deep_and_broken_formulas_end() {
        for tex in ["{".repeat(5000), "\\frac".repeat(5000), "^".repeat(5000), "\\begin{".repeat(3000), "\\sqrt[".repeat(3000)] {
            readable(&tex);
        }
    }
}
