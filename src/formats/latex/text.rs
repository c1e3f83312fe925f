//! LaTeX of titles, names and abstracts to rich-lite text: one pass, a stack for groups, every depth bounded.

use super::accents::{accent, accented};
use super::apply::LONGEST_FORMULA;
use super::commands::command;
use super::signs;
use super::symbols::symbol;
use crate::formats::rich::{self, Builder};

/// Arguments within arguments that are read; what is deeper is kept as it is written.
const DEEPEST: usize = 32;

/// Groups within groups whose emphasis ends with them; the braces of deeper ones are only taken away.
const GROUPS: usize = 256;

/// What LaTeX says, as rich-lite text: blanks made single, braces taken away.
pub fn rich(latex: &str) -> String {
    let mut search = 8 * latex.len();
    read(latex, Mode::Text, 0, &mut search)
}

/// As [`rich()`], and whether there was a command that nobody here knows: its argument is there, what it did is not.
pub fn rich_and_loss(latex: &str) -> (String, bool) {
    let mut search = 8 * latex.len();
    let mut lost = false;
    (read_telling(latex, Mode::Text, 0, &mut search, &mut lost), lost)
}

/// What LaTeX says, without emphasis and without the escapes of rich-lite text: names, numbers, keys.
pub fn plain(latex: &str) -> String {
    if signs::plain_run(latex.as_bytes()) == latex.len() && has_single_blanks(latex) {
        return latex.to_owned();
    }
    if !latex.bytes().any(|byte| matches!(byte, b'\\' | b'{' | b'}' | b'$' | b'~' | b'<' | b'&' | b'-' | b'`' | b'\'' | b'!' | b'?')) {
        return latex.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    rich::plain(&rich(latex)).into_owned()
}

/// Whether text surely has no blanks but single ones between its words, and nothing without width. Whatever begins as a blank
/// beyond ASCII or an order mark does is taken for one.
fn has_single_blanks(text: &str) -> bool {
    let mut after_blank = true;
    let single = text.bytes().all(|byte| {
        let blank = byte == b' ';
        let goes_on = (blank && !after_blank) || byte.is_ascii_graphic() || (byte >= 0x80 && !matches!(byte, 0xC2 | 0xE1..=0xE3 | 0xEF));
        after_blank = blank;
        goes_on
    });
    single && !after_blank
}

/// An address: escapes are undone, but `~` and `--` are what they are.
pub fn literal(latex: &str) -> String {
    if !latex.bytes().any(|byte| matches!(byte, b'\\' | b'{' | b'}' | b'$')) && has_single_blanks(latex) {
        return latex.to_owned();
    }
    let mut search = 8 * latex.len();
    rich::plain(&read(latex, Mode::Address, 0, &mut search)).into_owned()
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
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
    out.make_room(|| latex.len());
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
        ampersand: 0,
        lost: false,
    };
    while reader.step() {}
    *lost |= reader.lost;
    reader.out.finish()
}

/// What ends with a group.
#[derive(Default)]
pub(super) struct Group {
    pub(super) tags: Vec<&'static str>,
    pub(super) after: &'static str,
}

pub(super) struct Reader<'a, 's> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) mode: Mode,
    depth: usize,
    /// Bytes that may still be looked at for the ends of groups.
    search: &'s mut usize,
    pub(super) out: Builder,
    pub(super) groups: Vec<Group>,
    /// Open groups beyond [`GROUPS`].
    deeper: usize,
    /// No formula is closed behind here.
    pub(super) no_formula: bool,
    /// No tag is closed behind here.
    no_markup: bool,
    /// Where the group ends that holds a `\&`, of which pages make `{\&}amp;`; else 0.
    ampersand: usize,
    /// A command was not understood.
    lost: bool,
}

impl<'a> Reader<'a, '_> {
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Reads up to the next sign that means something, and that; false at the end.
    fn step(&mut self) -> bool {
        let run = signs::plain_run(self.text.as_bytes().get(self.at..).unwrap_or_default());
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
                if self.ampersand == self.at {
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

    pub(super) fn open(&mut self, group: Group) {
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
    pub(super) fn argument(&mut self) -> Option<&'a str> {
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

    pub(super) fn inner(&mut self, latex: &str, mode: Mode) -> String {
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
        // A star makes another command of one.
        let starred = if self.peek() == Some(b'*') { self.text.get(begin + 1..=self.at).and_then(command) } else { None };
        if let Some(command) = starred.or_else(|| command(name)) {
            self.at += usize::from(starred.is_some());
            return self.known(command);
        }
        // Of an unknown command its argument is read; without one it stands as it is.
        self.lost = true;
        if self.peek() != Some(b'{') {
            self.out.text(self.text.get(begin..self.at).unwrap_or_default());
        }
    }

    fn accent(&mut self, mark: char, alone: char) {
        let before = self.at;
        let letters = self.argument();
        if letters.is_none() {
            self.at = before;
        }
        let letters = self.inner(letters.unwrap_or_default(), Mode::Text);
        if letters.is_empty() {
            self.out.text(alone.encode_utf8(&mut [0; 4]));
        } else {
            self.out.text(&accented(&letters, mark));
        }
    }

    /// Blanks behind a command belong to it, and so does `{}`.
    pub(super) fn swallow(&mut self) {
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
                self.ampersand = if self.rest().starts_with("}amp;") { self.at + 1 } else { 0 };
                self.at += if self.rest().starts_with("amp;") { 4 } else { 0 };
            }
            "%" | "$" | "#" | "_" | "{" | "}" => self.out.text(sign),
            "," | ":" | ";" | " " | "\n" | "\r" | "\t" | ">" | "\\" => self.out.text(" "),
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
}

/// The name that text behind a backslash begins with: letters, or one sign.
fn name_of(text: &str) -> &str {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let length = if letters > 0 { letters } else { text.chars().next().map_or(0, char::len_utf8) };
    text.get(..length).unwrap_or_default()
}

/// Where the brace stands that closes the one that the text begins with; escaped braces do not count.
fn group(text: &str, search: &mut usize) -> Option<usize> {
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
