//! A formula of LaTeX as a line of readable text: `\frac{a}{b}^2` is `(a/b)²`.

use super::accents::{accented, math_accent};
use super::symbols::symbol;
use crate::text::Raised;

/// Nested groups that are read; what is deeper is kept as it is written.
const DEEPEST: usize = 32;

/// The readable text of a formula, given without its `$`. Functions (`\\sin`) and unknown commands are told by their names.
pub fn readable(tex: &str) -> String {
    let mut search = 8 * tex.len();
    line(tex, 0, &mut search)
}

fn line(tex: &str, depth: usize, search: &mut usize) -> String {
    if depth > DEEPEST {
        return tex.to_owned();
    }
    let mut reader = Reader { rest: tex, out: String::new(), depth, search };
    while reader.step() {}
    reader.out.trim().to_owned()
}

/// Commands that change how a formula looks and not what it says.
const SILENT: &[&str] = &[
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
    "middle",
    "limits",
    "nolimits",
    "displaystyle",
    "textstyle",
    "scriptstyle",
    "scriptscriptstyle",
    "nonumber",
    "rm",
    "it",
    "bf",
    "cal",
    "sf",
    "tt",
    "mathrm",
    "mathit",
    "mathbf",
    "mathsf",
    "mathtt",
    "mathnormal",
    "mathop",
    "mathrel",
    "mathbin",
    "mathord",
    "boldsymbol",
    "bm",
    "bold",
    "operatorname",
    "phantom",
    "strut",
    "mathstrut",
    "ensuremath",
    "protect",
    "unicode",
    "mathclose",
    "mathopen",
    "boldmath",
    "pmb",
    "math",
];

/// Commands whose argument is text.
const TEXT: &[&str] = &["text", "textrm", "textit", "textbf", "textsf", "texttt", "textnormal", "mbox", "hbox", "mathchar", "textup"];

/// Alphabets of formulas: the capital A and the small a of each (Unicode 1D400–1D7FF), and 0 where it has digits.
const ALPHABETS: &[(&str, u32, u32)] = &[
    ("mathbb", 0x1D538, 0x1D552),
    ("Bbb", 0x1D538, 0x1D552),
    ("mathds", 0x1D538, 0x1D552),
    ("mathcal", 0x1D49C, 0x1D4B6),
    ("mathscr", 0x1D49C, 0x1D4B6),
    ("mathfrak", 0x1D504, 0x1D51E),
    ("frak", 0x1D504, 0x1D51E),
];

/// Letters of these alphabets that Unicode had already before, and left out of the block.
const ELDER: &[(u32, char)] = &[
    (0x1D53A, 'ℂ'),
    (0x1D53F, 'ℍ'),
    (0x1D545, 'ℕ'),
    (0x1D547, 'ℙ'),
    (0x1D548, 'ℚ'),
    (0x1D549, 'ℝ'),
    (0x1D551, 'ℤ'),
    (0x1D49D, 'ℬ'),
    (0x1D4A0, 'ℰ'),
    (0x1D4A1, 'ℱ'),
    (0x1D4A3, 'ℋ'),
    (0x1D4A4, 'ℐ'),
    (0x1D4A7, 'ℒ'),
    (0x1D4A8, 'ℳ'),
    (0x1D4AD, 'ℛ'),
    (0x1D4BA, 'ℯ'),
    (0x1D4BC, 'ℊ'),
    (0x1D4C4, 'ℴ'),
    (0x1D506, 'ℭ'),
    (0x1D50B, 'ℌ'),
    (0x1D50C, 'ℑ'),
    (0x1D515, 'ℜ'),
    (0x1D51D, 'ℨ'),
];

struct Reader<'a, 's> {
    rest: &'a str,
    out: String,
    depth: usize,
    /// Characters that may still be looked at for the ends of groups.
    search: &'s mut usize,
}

impl<'a> Reader<'a, '_> {
    /// Reads one token; false at the end.
    fn step(&mut self) -> bool {
        let Some(c) = self.rest.chars().next() else { return false };
        match c {
            '\\' => {
                let name = self.command();
                self.named(name);
                return true;
            }
            '{' => {
                let inner = self.argument();
                let inner = self.read(inner);
                self.out.push_str(&inner);
                return true;
            }
            '^' | '_' => {
                self.advance(c);
                let inner = self.argument();
                let mut inner = self.read(inner);
                if c == '^' && inner == "∘" {
                    "°".clone_into(&mut inner);
                }
                let raised = if c == '^' { Raised::Above } else { Raised::Below };
                raised.show(&mut [&mut inner]);
                self.out.push_str(&inner);
                return true;
            }
            '\'' => self.out.push('′'),
            '~' | '&' => self.blank(),
            '}' | '$' => {}
            c if c.is_whitespace() => {}
            '=' | '<' | '>' => self.relation(c.encode_utf8(&mut [0; 4])),
            ',' | ';' => {
                self.out.push(c);
                self.out.push(' ');
            }
            c => self.out.push(c),
        }
        self.advance(c);
        true
    }

    fn advance(&mut self, c: char) {
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
    }

    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }

    /// A sign between two sides has a blank on both.
    fn relation(&mut self, sign: &str) {
        self.blank();
        self.out.push_str(sign);
        self.out.push(' ');
    }

    /// Takes a command and gives its name.
    fn command(&mut self) -> &'a str {
        let behind = self.rest.get(1..).unwrap_or_default();
        let letters = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
        let length = if letters > 0 { letters } else { behind.chars().next().map_or(0, char::len_utf8) };
        let (name, rest) = behind.split_at_checked(length).unwrap_or((behind, ""));
        self.rest = rest;
        name
    }

    /// Takes an argument: a group without its braces, a command, or one character.
    fn argument(&mut self) -> &'a str {
        self.rest = self.rest.trim_start();
        let Some(c) = self.rest.chars().next() else { return "" };
        let before = self.rest;
        let length = match c {
            '\\' => {
                self.command();
                let name = before.len() - self.rest.len();
                // A command with an argument is taken with it.
                if self.rest.starts_with('{') && name > 2 { name + group(self.rest, self.search).map_or(0, |end| end + 1) } else { name }
            }
            '{' => {
                let end = group(before, self.search);
                self.rest = before.get(end.map_or(1, |end| end + 1)..).unwrap_or_default();
                return end.and_then(|end| before.get(1..end)).unwrap_or_default();
            }
            c => c.len_utf8(),
        };
        self.rest = before.get(length..).unwrap_or_default();
        before.get(..length).unwrap_or_default()
    }

    fn read(&mut self, tex: &str) -> String {
        line(tex, self.depth + 1, self.search)
    }

    fn named(&mut self, name: &str) {
        if let Some(mark) = math_accent(name) {
            let inner = self.argument();
            let inner = self.read(inner);
            self.out.push_str(&accented(&inner, mark));
        } else if let Some(sign) = symbol(name) {
            let code = sign.chars().next().map_or(0, u32::from);
            // Arrows and relations (2190–21FF, 2208–220D, 2223–22FF without the operators).
            let relates = matches!(code, 0x2190..=0x21FF | 0x2208..=0x220D | 0x221D | 0x2248..=0x228B | 0x2A7D..=0x2A7E | 0x27F5..=0x27FF);
            if relates && !self.out.is_empty() { self.relation(sign) } else { self.out.push_str(sign) }
        } else if let Some((_, capital, small)) = ALPHABETS.iter().find(|(known, _, _)| *known == name) {
            let inner = self.argument();
            let inner = self.read(inner);
            self.out.extend(inner.chars().map(|c| in_alphabet(c, *capital, *small)));
        } else if TEXT.contains(&name) {
            let inner = self.argument();
            if inner.starts_with(char::is_whitespace) {
                self.blank();
            }
            self.out.push_str(&super::text::inner_plain(inner, self.depth + 1));
            if inner.ends_with(char::is_whitespace) {
                self.blank();
            }
        } else {
            self.structure(name);
        }
    }

    fn structure(&mut self, name: &str) {
        match name {
            "frac" | "dfrac" | "tfrac" | "cfrac" | "sfrac" | "nicefrac" => {
                let (over, under) = self.two();
                let whole = format!("{}/{}", bracketed(over), bracketed(under));
                // What follows as an exponent belongs to the whole.
                let raised = self.rest.trim_start().starts_with('^');
                self.out.push_str(&if raised { format!("({whole})") } else { whole });
            }
            "binom" | "tbinom" | "dbinom" => {
                let (over, under) = self.two();
                self.out.push_str(&format!("C({over}, {under})"));
            }
            "sqrt" => {
                let degree = self.optional();
                let inner = self.argument();
                let inner = self.read(inner);
                let mut degree = self.read(degree);
                Raised::Above.show(&mut [&mut degree]);
                self.out.push_str(&format!("{degree}√{}", bracketed(inner)));
            }
            "begin" | "end" => {
                let environment = self.argument();
                if name == "begin" && environment.starts_with("array") {
                    self.argument();
                }
            }
            "\\" | "cr" => {
                self.optional();
                self.out.push_str("; ");
            }
            "," | ";" | ":" | " " | ">" | "quad" | "qquad" | "enspace" | "thinspace" => self.blank(),
            "!" | "/" | "-" | "" | "(" | ")" | "[" | "]" => {}
            "{" | "}" | "%" | "$" | "#" | "_" | "&" => self.out.push_str(name),
            "|" => self.out.push('‖'),
            // `\left.` is a bracket that is not there.
            "left" | "right" if self.rest.starts_with('.') => self.advance('.'),
            silent if SILENT.contains(&silent) => {}
            unknown => self.word(unknown),
        }
    }

    /// A word of more than one letter stands by itself.
    fn word(&mut self, word: &str) {
        if self.out.ends_with(char::is_alphanumeric) {
            self.blank();
        }
        self.out.push_str(word);
        if self.rest.trim_start().starts_with(|c: char| c.is_alphanumeric() || c == '\\') {
            self.blank();
        }
    }

    fn two(&mut self) -> (String, String) {
        let first = self.argument();
        let first = self.read(first);
        let second = self.argument();
        (first, self.read(second))
    }

    /// Takes an optional argument: `[3]`.
    fn optional(&mut self) -> &'a str {
        let Some(inner) = self.rest.strip_prefix('[') else { return "" };
        let Some((inner, rest)) = inner.split_once(']') else { return "" };
        self.rest = rest;
        inner
    }
}

/// Puts brackets around what is more than one number or letter.
fn bracketed(text: String) -> String {
    let one = text.chars().all(|c| c.is_ascii_digit() || c == '.') || text.chars().filter(|c| !is_script(*c)).count() <= 1;
    if one { text } else { format!("({text})") }
}

/// Whether a character is raised, lowered or a mark on another.
fn is_script(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{209C}' | '\u{300}'..='\u{36F}' | '\u{20D0}'..='\u{20F0}')
}

fn in_alphabet(c: char, capital: u32, small: u32) -> char {
    let code = match c {
        'A'..='Z' => capital + u32::from(c) - u32::from('A'),
        'a'..='z' => small + u32::from(c) - u32::from('a'),
        c => return c,
    };
    ELDER.iter().find(|(place, _)| *place == code).map(|(_, elder)| *elder).or_else(|| char::from_u32(code)).unwrap_or(c)
}

/// Where the brace stands that closes the one that the text begins with; escaped braces do not count.
pub fn group(text: &str, search: &mut usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut escaped = false;
    let limit = *search;
    for (at, byte) in text.bytes().enumerate().take(limit) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    *search -= at;
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    *search = search.saturating_sub(text.len().min(limit));
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_in_a_line() {
        for (tex, wanted) in [
            (r"\frac{a}{b}", "a/b"),
            (r"\frac{a+b}{2}^2", "((a+b)/2)²"),
            (r"x_{i}^{2}", "xᵢ²"),
            (r"10^{-3}", "10⁻³"),
            (r"\mathbb{R}^n", "ℝⁿ"),
            (r"p<0.05", "p < 0.05"),
            (r"x \in A", "x ∈ A"),
            (r"\sqrt[3]{x+1}", "³√(x+1)"),
            (r"\hat{x}", "x̂"),
            (r"90^\circ", "90°"),
            (r"\sin\theta", "sin θ"),
            (r"\left( a \right.", "(a"),
            (r"\text{if } n", "if n"),
            (r"K_{\mathrm{off}}", "K_{off}"),
            (r"\unknowncommand x", "unknowncommand x"),
        ] {
            assert_eq!(readable(tex), wanted, "{tex}");
        }
    }

    #[test]
    fn depth_and_unclosed_groups_end() {
        let deep = "{".repeat(100_000);
        assert!(readable(&deep).len() <= deep.len());
        let deep = format!("{}x{}", r"\frac{".repeat(3000), "}".repeat(3000));
        assert!(!readable(&deep).is_empty());
    }
}
