//! Rich-lite text: made from markup as pages and files write it, and made plain again.

mod raised;
mod words;

use std::borrow::Cow;

use super::html::{self, Token};
use crate::record::Language;
use words::{PARTING, plain_run};

pub use raised::raised;
pub use words::push_words;

/// Tags of a page and the rich-lite tag that each becomes.
const TAGS: &[(&str, &str)] = &[
    ("i", "i"),
    ("em", "i"),
    ("b", "b"),
    ("strong", "b"),
    ("sup", "sup"),
    ("sub", "sub"),
    ("sc", "sc"),
    ("scp", "sc"),
    ("tt", "tt"),
    ("code", "tt"),
    ("jats:italic", "i"),
    ("jats:bold", "b"),
    ("jats:sup", "sup"),
    ("jats:sub", "sub"),
    ("jats:sc", "sc"),
];

/// How many `span`s one within another are told apart.
const MOST_SPANS: usize = 64;

/// Tags that are known to be markup and carry no meaning of their own.
const SILENT: &[&str] = &[
    "p",
    "br",
    "span",
    "font",
    "div",
    "a",
    "u",
    "o:p",
    "jats:p",
    "jats:title",
    "img",
    "nobr",
    "big",
    "small",
    "section",
    "title",
    "li",
    "ul",
    "ol",
    "strike",
    "table",
    "tbody",
    "tr",
    "td",
    "center",
    "st1:place",
    "jats:sec",
];

/// Small capitals as CSL's own markup has them, which no tag of a page says.
pub const SMALL_CAPITALS: &str = r#"<span style="font-variant:small-caps;">"#;
pub const END_OF_SMALL_CAPITALS: &str = "</span>";

/// The rich-lite tag that an element becomes, if any.
pub fn tag_of(element: &str) -> Option<&'static str> {
    TAGS.iter().find(|(name, _)| *name == element).map(|(_, tag)| *tag)
}

/// Escapes the three signs that mean something in rich-lite text.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    push_escaped(&mut escaped, text);
    escaped
}

/// Appends text with the three signs escaped.
pub fn push_escaped(out: &mut String, text: &str) {
    push_replaced(out, text, |byte| match byte {
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'&' => "&amp;",
        _ => "",
    });
}

/// Appends the value of an attribute for between two quotes; what else is escaped in it is so already.
pub fn push_quoted(out: &mut String, value: &str) {
    push_replaced(out, value, |byte| if byte == b'"' { "&quot;" } else { "" });
}

/// Appends text in which some signs, all of them ASCII, are written otherwise; the others give nothing.
fn push_replaced(out: &mut String, text: &str, otherwise: impl Fn(u8) -> &'static str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let sign = otherwise(byte);
        if !sign.is_empty() {
            out.push_str(text.get(from..at).unwrap_or_default());
            out.push_str(sign);
            from = at + 1;
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

/// Reads a value that may hold markup (`<I>Ficus</I>`, `Ca&lt;SUP&gt;2+`): known tags are kept or dropped, blanks made
/// single, and whatever only looks like a tag (`p<b and c>d`) is text.
pub fn of_markup(markup: &str) -> String {
    let mut out = Builder::default();
    let mut as_text = 0usize;
    // Of each `span` that is open, whether its letters are small capitals.
    let mut spans: Vec<bool> = Vec::new();
    for token in html::tokens(markup) {
        match token {
            Token::Text(text) => out.text(&text),
            Token::Start { name, attributes, raw } if tag_of(&name).is_some() && is_prose(&attributes) => {
                as_text += 1;
                out.text(raw);
            }
            Token::End { name, raw } if as_text > 0 && tag_of(&name).is_some() => {
                as_text -= 1;
                out.text(raw);
            }
            Token::Start { name, attributes, .. } if name == "span" && spans.len() < MOST_SPANS => {
                let capitals = attributes.iter().any(|(name, value)| name == "style" && value.contains("small-caps"));
                spans.push(capitals);
                if capitals {
                    out.open("sc");
                }
            }
            Token::End { name, .. } if name == "span" && spans.pop() == Some(true) => out.close("sc"),
            Token::Start { name, raw, .. } => match tag_of(&name) {
                Some(tag) if paired(markup, &name) => out.open(tag),
                None if SILENT.contains(&name.as_str()) => {
                    if matches!(name.as_str(), "p" | "br" | "div" | "jats:p" | "li" | "tr" | "td") {
                        out.text(" ");
                    }
                }
                _ => out.text(raw),
            },
            Token::End { name, raw } => match tag_of(&name) {
                Some(tag) => out.close(tag),
                None if SILENT.contains(&name.as_str()) => {}
                None => out.text(raw),
            },
            Token::Comment => {}
        }
    }
    out.finish()
}

/// The same of a value whose lines stay lines, as those of a note.
pub fn of_lines(text: &str) -> String {
    text.lines().map(of_markup_if_any).collect::<Vec<_>>().join("\n")
}

/// The same as [`of_markup`], without work for text that has neither markup nor blanks to make single.
pub fn of_markup_if_any(text: &str) -> Cow<'_, str> {
    // Most texts are ASCII words with single blanks.
    let bytes = text.as_bytes();
    let known = if bytes.first() == Some(&b' ') { 0 } else { plain_run(bytes) };
    let mut after_blank = known == 0;
    let words = bytes.iter().skip(known).all(|&byte| {
        let blank = byte == b' ';
        let goes_on = !(PARTING[usize::from(byte)] || blank && after_blank);
        after_blank = blank;
        goes_on
    });
    if words && !after_blank {
        return Cow::Borrowed(text);
    }
    let mut blank = true;
    for c in text.chars() {
        let is_blank = c.is_whitespace();
        if matches!(c, '<' | '>' | '&' | '\0' | '\u{200B}' | '\u{FEFF}') || (is_blank && (blank || c != ' ')) {
            return Cow::Owned(of_markup(text));
        }
        blank = is_blank;
    }
    if blank && !text.is_empty() { Cow::Owned(of_markup(text)) } else { Cow::Borrowed(text) }
}

/// Whether a "tag" is a sentence that somebody's editor put between angle brackets: `<i of leaves that mature>`.
pub fn is_prose(attributes: &[(String, String)]) -> bool {
    attributes.iter().filter(|(_, value)| value.is_empty()).count() >= 2
}

fn paired(markup: &str, name: &str) -> bool {
    let close = format!("</{name}");
    markup.len() > 4096 || markup.to_ascii_lowercase().contains(&close)
}

/// Builds rich-lite text piece by piece, with single blanks and tags that match.
#[derive(Default)]
pub struct Builder {
    out: String,
    /// Open tags, each with the length of the text behind its start.
    open: Vec<(&'static str, usize)>,
    blank: bool,
    joint: Joint,
}

/// How the next text follows what was put in last.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Joint {
    /// As it is written.
    #[default]
    Free,
    /// Without a blank, where it begins with a sign that closes a sentence or a bracket.
    Tight,
    /// Without a blank of its own: there is one before the tag.
    Flush,
}

impl Builder {
    /// Makes room for so many bytes of text where there is none yet.
    pub fn make_room(&mut self, bytes: impl FnOnce() -> usize) {
        if self.out.capacity() == 0 {
            self.out.reserve(bytes());
        }
    }

    pub fn text(&mut self, text: &str) {
        if self.joint != Joint::Free {
            let flush = self.joint == Joint::Flush;
            let first = text.chars().find(|c| !c.is_whitespace());
            if first.is_some() {
                self.joint = Joint::Free;
            }
            if flush {
                return push_words(&mut self.out, &mut self.blank, text.trim_start(), true);
            }
            if first.is_some_and(|c| matches!(c, '.' | ',' | ';' | ')' | ']' | '。' | '，' | '；' | '）' | '］')) {
                self.blank = false;
                return push_words(&mut self.out, &mut self.blank, text.trim_start(), true);
            }
        }
        push_words(&mut self.out, &mut self.blank, text, true);
    }

    /// Leaves out the blank that is due before the next word. A file that is set out in lines has one wherever an element
    /// begins.
    pub fn close_up(&mut self) {
        self.blank = false;
    }

    /// Leaves out the blank that is due behind what was put in last, if a sign follows that closes a sentence or a bracket.
    pub fn tighten(&mut self) {
        self.joint = Joint::Tight;
    }

    /// Whether a blank is due before the next word.
    pub fn is_apart(&self) -> bool {
        self.blank
    }

    /// What is written so far.
    pub fn written(&self) -> &str {
        &self.out
    }

    fn settle(&mut self) {
        self.joint = Joint::Free;
        if std::mem::take(&mut self.blank) && !self.out.is_empty() {
            self.out.push(' ');
        }
    }

    pub fn open(&mut self, tag: &'static str) {
        self.open_with(tag, "", "");
    }

    /// Opens a tag with one attribute; none where the name is empty.
    pub fn open_with(&mut self, tag: &'static str, name: &str, value: &str) {
        if self.open.len() < 16 {
            self.settle();
            self.out.push('<');
            self.out.push_str(tag);
            self.attribute(name, value);
            self.out.push('>');
            self.open.push((tag, self.out.len()));
        }
    }

    /// The same, and a blank with which the text in the tag begins is left out where one stands before the tag.
    pub fn open_flush(&mut self, tag: &'static str, name: &str, value: &str) {
        let apart = self.blank || self.out.is_empty();
        self.open_with(tag, name, value);
        if apart {
            self.joint = Joint::Flush;
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        if name.is_empty() {
            return;
        }
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        push_replaced(&mut self.out, value, |byte| match byte {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            b'"' => "&quot;",
            _ => "",
        });
        self.out.push('"');
    }

    pub fn close(&mut self, tag: &'static str) {
        if !self.open.iter().any(|(open, _)| *open == tag) {
            return;
        }
        while let Some((open, begins)) = self.open.pop() {
            if self.out.len() == begins {
                let at = self.out.rfind('<').unwrap_or(begins);
                self.out.truncate(at);
            } else {
                self.out.push_str("</");
                self.out.push_str(open);
                self.out.push('>');
            }
            if open == tag {
                break;
            }
        }
    }

    /// A formula within the text: as it reads, and in the notations of the source.
    pub fn formula(&mut self, text: &str, tex: Option<&str>, mathml: Option<&str>) {
        self.settle();
        self.out.push_str("<math");
        for (name, value) in [("tex", tex), ("mathml", mathml)] {
            self.attribute(value.map_or("", |_| name), value.unwrap_or_default());
        }
        self.out.push('>');
        push_escaped(&mut self.out, text);
        self.out.push_str("</math>");
    }

    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    pub fn finish(mut self) -> String {
        if let Some((first, _)) = self.open.first().copied() {
            self.close(first);
            while let Some((tag, _)) = self.open.last().copied() {
                self.close(tag);
            }
        }
        self.out
    }
}

/// What stands between a title and its subtitle, by the writing of the subtitle.
pub fn colon_before(subtitle: &str) -> &'static str {
    if Language::of_text(&plain(subtitle)) == Language::Zh { "：" } else { ": " }
}

/// Rich-lite text without tags and escapes.
pub fn plain(rich: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'<', b'&', rich.as_bytes()).is_none() {
        return Cow::Borrowed(rich);
    }
    let mut text = String::with_capacity(rich.len());
    let mut rest = rich;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        text.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    Cow::Owned(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests;
