//! Rich-lite text: made from markup as pages and files write it, and made plain again.

use std::borrow::Cow;

use super::html::{self, Token};

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

/// The rich-lite tag that an element becomes, if any.
pub fn tag_of(element: &str) -> Option<&'static str> {
    TAGS.iter().find(|(name, _)| *name == element).map(|(_, tag)| *tag)
}

/// Escapes the three signs that mean something in rich-lite text.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Reads a value that may hold markup (`<I>Ficus</I>`, `Ca&lt;SUP&gt;2+`): known tags are kept or dropped, blanks made
/// single, and whatever only looks like a tag (`p<b and c>d`) is text.
pub fn of_markup(markup: &str) -> String {
    let mut out = Builder::default();
    let mut as_text = 0usize;
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

/// The same as [`of_markup`], without work for text that has neither markup nor blanks to make single.
pub fn of_markup_if_any(text: &str) -> Cow<'_, str> {
    let ends_well = !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ");
    if ends_well && text.bytes().all(|byte| (b' '..=b'~').contains(&byte) && !matches!(byte, b'<' | b'>' | b'&')) {
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
    open: Vec<&'static str>,
    blank: bool,
}

impl Builder {
    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{0}') {
                self.blank |= c != '\u{200B}' && c != '\u{FEFF}';
                continue;
            }
            self.settle();
            match c {
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '&' => self.out.push_str("&amp;"),
                c => self.out.push(c),
            }
        }
    }

    /// A formula: its LaTeX, and the text that is read in its place.
    pub fn formula(&mut self, tex: &str, readable: &str) {
        self.settle();
        self.out.push_str(&format!("<math tex=\"{}\">{}</math>", escape(tex).replace('"', "&quot;"), escape(readable)));
    }

    fn settle(&mut self) {
        if std::mem::take(&mut self.blank) && !self.out.is_empty() {
            self.out.push(' ');
        }
    }

    pub fn open(&mut self, tag: &'static str) {
        if self.open.len() < 16 {
            self.settle();
            self.out.push_str(&format!("<{tag}>"));
            self.open.push(tag);
        }
    }

    pub fn close(&mut self, tag: &'static str) {
        if !self.open.contains(&tag) {
            return;
        }
        while let Some(open) = self.open.pop() {
            let opened = format!("<{open}>");
            match self.out.strip_suffix(&opened) {
                Some(without) => self.out.truncate(without.len()),
                None => self.out.push_str(&format!("</{open}>")),
            }
            if open == tag {
                break;
            }
        }
    }

    pub fn finish(mut self) -> String {
        if let Some(first) = self.open.first().copied() {
            self.close(first);
            while let Some(tag) = self.open.last().copied() {
                self.close(tag);
            }
        }
        self.out
    }
}

/// Rich-lite text without tags and escapes.
pub fn plain(rich: &str) -> Cow<'_, str> {
    if !rich.contains(['<', '&']) {
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
mod tests {
    use super::*;

    #[test]
    fn markup_of_pages() {
        assert_eq!(of_markup("<p>On <I>Ficus</I>&nbsp Ca<SUP>2+</SUP></p>"), "On <i>Ficus</i> Ca<sup>2+</sup>");
        assert_eq!(of_markup("p < 0.05 & a<b, R&D"), "p &lt; 0.05 &amp; a&lt;b, R&amp;D");
        assert_eq!(of_markup("<i>open <b>both</i>"), "<i>open &lt;b&gt;both</i>");
        assert_eq!(of_markup("x<i of Leaves that>y</I> z"), "x&lt;i of Leaves that&gt;y&lt;/I&gt; z");
        assert_eq!(of_markup("a <i></i>b <em>c</em>"), "a b <i>c</i>");
    }

    #[test]
    fn plain_is_what_was_escaped() {
        for text in ["a<b>&c", "x &lt; y", "<<>>&&amp;"] {
            assert_eq!(plain(&escape(text)), text);
        }
        assert_eq!(plain("Ca<sup>2+</sup> &amp; K"), "Ca2+ & K");
    }
}
