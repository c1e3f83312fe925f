//! LaTeX of titles, names and abstracts to rich-lite text: one pass, a stack for groups, every depth bounded.

use super::accents::{accent, accented};
use super::commands::{Command, command};
use super::formula::{group, readable};
use super::symbols::symbol;
use crate::formats::rich::{self, Builder};

/// Arguments within arguments that are read; what is deeper is kept as it is written.
const DEEPEST: usize = 32;

/// Groups within groups whose emphasis ends with them; the braces of deeper ones are only taken away.
const GROUPS: usize = 256;

/// The longest formula, in bytes: between two dollars that stand farther apart there is none.
const LONGEST_FORMULA: usize = 4096;

/// What LaTeX says, as rich-lite text: blanks made single, braces taken away.
pub fn rich(latex: &str) -> String {
    let mut search = 8 * latex.len();
    read(latex, Mode::Text, 0, &mut search)
}

/// As [`rich`], and whether a command was passed over that nobody here knows: its argument is there, what it did is not.
pub fn rich_and_loss(latex: &str) -> (String, bool) {
    let mut search = 8 * latex.len();
    let mut lost = false;
    (read_telling(latex, Mode::Text, 0, &mut search, &mut lost), lost)
}

/// What LaTeX says, without emphasis and without the escapes of rich-lite text: names, numbers, keys.
pub fn plain(latex: &str) -> String {
    if !latex.bytes().any(|byte| matches!(byte, b'\\' | b'{' | b'}' | b'$' | b'~' | b'<' | b'&' | b'-' | b'`' | b'\'' | b'!' | b'?')) {
        return latex.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    rich::plain(&rich(latex)).into_owned()
}

/// An address: escapes are undone, but `~` and `--` are what they are.
pub fn literal(latex: &str) -> String {
    let mut search = 8 * latex.len();
    rich::plain(&read(latex, Mode::Address, 0, &mut search)).into_owned()
}

/// Text inside a formula.
pub fn inner_plain(latex: &str, depth: usize) -> String {
    let mut search = 8 * latex.len();
    rich::plain(&read(latex, Mode::Text, depth, &mut search)).into_owned()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Text,
    Address,
}

fn read(latex: &str, mode: Mode, depth: usize, search: &mut usize) -> String {
    read_telling(latex, mode, depth, search, &mut false)
}

fn read_telling(latex: &str, mode: Mode, depth: usize, search: &mut usize, lost: &mut bool) -> String {
    let mut out = Builder::default();
    if depth > DEEPEST {
        out.text(latex);
        return out.finish();
    }
    let mut reader = Reader {
        text: latex,
        at: 0,
        mode,
        depth,
        search,
        out,
        groups: Vec::new(),
        deeper: 0,
        no_formula: false,
        no_markup: false,
        ampersand: false,
        lost: false,
    };
    while reader.step() {}
    *lost |= reader.lost;
    reader.out.finish()
}

/// What ends with a group.
#[derive(Default)]
struct Group {
    tags: Vec<&'static str>,
    after: &'static str,
}

struct Reader<'a, 's> {
    text: &'a str,
    at: usize,
    mode: Mode,
    depth: usize,
    /// Bytes that may still be looked at for the ends of groups.
    search: &'s mut usize,
    out: Builder,
    groups: Vec<Group>,
    /// Open groups beyond [`GROUPS`].
    deeper: usize,
    /// No formula is closed behind here.
    no_formula: bool,
    /// No tag is closed behind here.
    no_markup: bool,
    /// The last thing read was `\&`, of which pages make `\&amp;`.
    ampersand: bool,
    /// A command was passed over.
    lost: bool,
}

const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let signs = b"\\{}$~-`'?!<&";
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
};

impl<'a> Reader<'a, '_> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Reads up to the next sign that means something, and that; false at the end.
    fn step(&mut self) -> bool {
        let run = self.text.as_bytes().get(self.at..).unwrap_or_default().iter().position(|byte| SPECIAL[usize::from(*byte)]);
        let run = run.unwrap_or(self.text.len() - self.at);
        if run > 0 {
            let plain = self.text.get(self.at..self.at + run).unwrap_or_default();
            self.out.text(plain);
            self.at += run;
        }
        let Some(byte) = self.peek() else { return false };
        match byte {
            b'\\' => self.command(),
            b'{' => {
                self.at += 1;
                self.open(Group::default());
            }
            b'}' => {
                self.at += 1;
                self.close();
                if std::mem::take(&mut self.ampersand) {
                    self.at += if self.rest().starts_with("amp;") { 4 } else { 0 };
                }
            }
            b'$' => self.dollar(),
            b'<' if self.mode == Mode::Text => self.markup(),
            b'&' => self.entity(),
            _ => self.ligature(byte),
        }
        true
    }

    fn open(&mut self, group: Group) {
        if self.groups.len() < GROUPS {
            for tag in &group.tags {
                self.out.open(tag);
            }
            self.groups.push(group);
        } else {
            self.deeper += 1;
        }
    }

    fn close(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some(group) = self.groups.pop() {
            for tag in group.tags.iter().rev() {
                self.out.close(tag);
            }
            self.out.text(group.after);
        }
    }

    /// Signs that mean something together: `---`, ` `` `, `?'`.
    fn ligature(&mut self, byte: u8) {
        const LIGATURES: &[(&str, &str)] =
            &[("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("?`", "¿"), ("!`", "¡"), ("`", "‘"), ("~", " ")];
        if self.mode == Mode::Text
            && let Some((written, sign)) = LIGATURES.iter().find(|(written, _)| self.rest().starts_with(written))
        {
            self.out.text(sign);
            self.at += written.len();
            return;
        }
        self.out.text(char::from(byte).encode_utf8(&mut [0; 4]));
        self.at += 1;
    }

    fn dollar(&mut self) {
        let double = self.rest().starts_with("$$");
        let begin = self.at + if double { 2 } else { 1 };
        let Some(length) = self.formula_end(begin) else {
            self.out.text("$");
            self.at += 1;
            return;
        };
        let tex = self.text.get(begin..begin + length).unwrap_or_default();
        self.at = begin + length + if double { 2 } else { 1 };
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
    fn formula(&mut self, tex: &str) {
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
            None => self.out.formula(inner, &readable(inner)),
        }
    }

    /// Tags as sites and programs write them into titles; any other `<` is a sign.
    fn markup(&mut self) {
        let rest = self.rest();
        let inner = rest.get(1..).unwrap_or_default();
        let (closing, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let length = inner.bytes().take(24).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b':').count();
        let name = inner.get(..length).unwrap_or_default().to_ascii_lowercase();
        let behind = inner.get(length..).unwrap_or_default();
        let end = if behind.starts_with([' ', '/']) { behind.bytes().take(64).position(|byte| byte == b'>') } else { Some(0) };
        let ends = end.and_then(|end| behind.get(end..)).filter(|behind| behind.starts_with('>'));
        let silent = matches!(name.as_str(), "span" | "p" | "br" | "jats:p" | "jats:title" | "jats:sec" | "div");
        let (Some(after), tag) = (ends, rich::tag_of(&name)) else {
            self.out.text("<");
            self.at += 1;
            return;
        };
        match tag {
            Some(tag) if closing => self.out.close(tag),
            Some(tag) if self.closed_behind(after) => self.out.open(tag),
            None if silent => self.out.text(if name == "span" { "" } else { " " }),
            _ => {
                self.out.text("<");
                self.at += 1;
                return;
            }
        }
        self.at = self.text.len() - after.len() + 1;
    }

    fn closed_behind(&mut self, text: &str) -> bool {
        self.no_markup = self.no_markup || !text.contains("</");
        !self.no_markup
    }

    fn entity(&mut self) {
        const ENTITIES: &[(&str, &str)] =
            &[("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&nbsp;", " "), ("&#38;", "&")];
        let rest = self.rest();
        let found = ENTITIES.iter().find(|(written, _)| rest.starts_with(written)).filter(|_| self.mode == Mode::Text);
        let (written, sign) = found.copied().unwrap_or(("&", "&"));
        self.out.text(sign);
        self.at += written.len();
    }

    /// Takes an argument: a group without its braces, a command, or one character.
    fn argument(&mut self) -> Option<&'a str> {
        let blanks = self.rest().len() - self.rest().trim_start().len();
        let begin = self.at + blanks;
        match self.text.as_bytes().get(begin)? {
            b'{' => {
                let end = group(self.text.get(begin..)?, self.search)?;
                self.at = begin + end + 1;
                self.text.get(begin + 1..begin + end)
            }
            b'}' => None,
            b'\\' => {
                let name = name_of(self.text.get(begin + 1..)?);
                self.at = begin + 1 + name.len();
                // A command with its argument is one argument: `\'\v{s}`.
                if accent(name).is_some() {
                    self.argument()?;
                }
                self.text.get(begin..self.at)
            }
            _ => {
                let length = self.text.get(begin..)?.chars().next().map_or(0, char::len_utf8);
                self.at = begin + length;
                self.text.get(begin..self.at)
            }
        }
    }

    fn inner(&mut self, latex: &str, mode: Mode) -> String {
        rich::plain(&read(latex, mode, self.depth + 1, self.search)).into_owned()
    }

    fn command(&mut self) {
        let begin = self.at;
        let name = name_of(self.text.get(begin + 1..).unwrap_or_default());
        self.at += 1 + name.len();
        let letters = name.starts_with(|c: char| c.is_ascii_alphabetic());
        if let Some((mark, alone)) = accent(name)
            && (!letters || self.peek().is_none_or(|byte| !byte.is_ascii_alphanumeric()))
        {
            self.accent(mark, alone);
            return;
        }
        if let Some(sign) = symbol(name) {
            self.swallow();
            self.out.text(sign);
            return;
        }
        if !letters {
            self.sign(name);
            return;
        }
        match command(name) {
            Some(command) => self.known(command),
            // Of an unknown command its argument is read; without one it stands as it is.
            None if self.peek() == Some(b'{') => self.lost = true,
            None => self.out.text(self.text.get(begin..self.at).unwrap_or_default()),
        }
    }

    fn accent(&mut self, mark: char, alone: char) {
        let before = self.at;
        match self.argument() {
            Some(letters) => {
                let letters = self.inner(letters, Mode::Text);
                if letters.is_empty() {
                    self.out.text(alone.encode_utf8(&mut [0; 4]));
                } else {
                    self.out.text(&accented(&letters, mark));
                }
            }
            None => {
                self.at = before;
                self.out.text(alone.encode_utf8(&mut [0; 4]));
            }
        }
    }

    /// Blanks behind a command belong to it, and so does `{}`.
    fn swallow(&mut self) {
        let rest = self.rest();
        let blanks = rest.len() - rest.trim_start().len();
        if rest.starts_with("{}") {
            self.at += 2;
        } else {
            self.at += blanks;
        }
    }

    /// Commands of one sign.
    fn sign(&mut self, sign: &str) {
        match sign {
            "" => self.out.text("\\"),
            "&" => {
                self.out.text("&");
                self.ampersand = self.rest().starts_with("}amp;");
                self.at += if self.rest().starts_with("amp;") { 4 } else { 0 };
            }
            "%" | "$" | "#" | "_" | "{" | "}" => self.out.text(sign),
            "," | ":" | ";" | " " | "\n" | "\r" | "\t" | ">" => self.out.text(" "),
            "\\" => self.out.text(" "),
            "!" | "/" | "-" | "@" | "+" => {}
            "|" => self.out.text("‖"),
            "(" | "[" => {
                let close = if sign == "(" { "\\)" } else { "\\]" };
                let ends = if self.no_formula { None } else { self.rest().split_once(close) };
                self.no_formula |= ends.is_none();
                match ends.filter(|(tex, _)| tex.len() <= LONGEST_FORMULA) {
                    Some((tex, _)) => {
                        self.at += tex.len() + 2;
                        self.formula(tex);
                    }
                    None => self.out.text(sign),
                }
            }
            other => {
                self.out.text("\\");
                self.out.text(other);
            }
        }
    }

    fn known(&mut self, command: Command) {
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
            Command::Character => self.character(),
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

    /// `\char233`, `\char"E9`, `\char'351`, `\symbol{233}`.
    fn character(&mut self) {
        let braced = self.peek() == Some(b'{');
        let number = if braced { self.argument().unwrap_or_default() } else { self.rest() };
        let (digits, radix) = match number.as_bytes().first() {
            Some(b'"') => (number.get(1..).unwrap_or_default(), 16),
            Some(b'\'') => (number.get(1..).unwrap_or_default(), 8),
            _ => (number, 10),
        };
        let length = digits.chars().take(6).take_while(|c| c.is_digit(radix)).count();
        let code = digits.get(..length).and_then(|digits| u32::from_str_radix(digits, radix).ok());
        let sign = code.and_then(char::from_u32).filter(|c| !c.is_control());
        if !braced {
            self.at += number.len() - digits.len() + length;
            self.swallow();
        }
        if let Some(sign) = sign {
            self.out.text(sign.encode_utf8(&mut [0; 4]));
        }
    }
}

/// The name that text behind a backslash begins with: letters, or one sign.
fn name_of(text: &str) -> &str {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let length = if letters > 0 { letters } else { text.chars().next().map_or(0, char::len_utf8) };
    text.get(..length).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_in_every_spelling() {
        for written in [r#"{\"o}"#, r#"\"{o}"#, r#"\"o"#, r#"{\"{o}}"#, r#"\" o"#, r#"{\" {o}}"#] {
            assert_eq!(rich(written), "ö", "{written}");
        }
        for (written, wanted) in [
            (r"\ss", "ß"),
            (r"Stra\ss e", "Straße"),
            (r"\c{c}\c c\v s\v{s}", "ççšš"),
            (r"\'{\i}\'\i{\'{\i}}", "ííí"),
            (r"\'{\v s}", "š\u{301}"),
            (r#"\'{\"u}"#, "ǘ"),
            (r"\H{o}\k{a}\r{a}\u g\d{s}\.I\.{\i}", "őąåğṣİi"),
            (r"{\aa}{\AE}\o{}\l ", "åÆøł"),
            (r"\t{oo}", "o\u{361}o"),
            (r"\~{}user\^{}", "~user^"),
            (r"Erd\H{o}s", "Erdős"),
            (r"\cc", r"\cc"),
        ] {
            assert_eq!(rich(written), wanted, "{written}");
        }
    }

    #[test]
    fn emphasis_ligatures_and_addresses() {
        for (written, wanted) in [
            (r"On \emph{Ficus {DNA}} and \textsuperscript{13}C", "On <i>Ficus DNA</i> and <sup>13</sup>C"),
            (r"{\it both {\bf nested}} out", "<i>both <b>nested</b></i> out"),
            (r"``A'' -- b --- c~d `e'", "“A” – b — c d ‘e'"),
            (r"H$_2$O and $^{13}$C, 10$^\circ$, $\mu$m", "H<sub>2</sub>O and <sup>13</sup>C, 10°, μm"),
            (r"$E=mc^2$", "<math tex=\"E=mc^2\">E = mc²</math>"),
            ("between $5 and $10", "between $5 and $10"),
            (r"R\&D {\&}amp; x < y <i>z</i>", "R&amp;D &amp; x &lt; y <i>z</i>"),
            (r"\url{http://a.b/~c_d--e}", "http://a.b/~c_d--e"),
            (r"\href{http://a.b}{here}", "here (http://a.b)"),
            (r"\unknown{x {y}} \other", r"x y \other"),
            (r"\noopsort{1973}1973 \textcolor{red}{r}", "1973 r"),
            (r"\char233\ \symbol{233}", "é é"),
            ("a } b", "a b"),
            (r"100\% \$ \# \_ \{ \}", "100% $ # _ { }"),
        ] {
            assert_eq!(rich(written), wanted, "{written}");
        }
        assert_eq!(literal(r"http://a.b/~c\_d\%20--{\_}"), "http://a.b/~c_d%20--_");
        assert_eq!(plain(r"Smith {\&} Sons"), "Smith & Sons");
    }

    #[test]
    fn depth_is_bounded() {
        for piece in ["{", r"\'{", r"\emph{", r"\href{a}{", "$", r"\(", r"\uppercase{", "<i>"] {
            let deep = piece.repeat(20_000);
            assert!(rich(&deep).len() <= 8 * deep.len(), "{piece}");
        }
        let deep = format!("{}x{}", r"\'{".repeat(3000), "}".repeat(3000));
        assert!(rich(&deep).contains('x'));
    }
}
