//! An entry in the markup of a document: HTML, or Markdown (CommonMark 0.31).

use super::{Entry, Span};
use crate::text::Emphasis;

/// What an entry is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// Letters alone.
    Text,
    Markdown,
    Html,
}

/// The names of what entries are written in, as a command line has them.
pub const MARKUPS: &[(&str, Markup)] = &[("text", Markup::Text), ("markdown", Markup::Markdown), ("html", Markup::Html)];

/// Signs that Markdown takes for marks wherever they stand: those of CommonMark, and what its readers have beside them (`~~`,
/// formulas, superscripts, names of people).
const MARKS: &[char] = &['\\', '`', '*', '_', '[', ']', '<', '~', '$', '^', '@'];

/// Signs that begin something at the beginning of a paragraph only.
const FIRST: &[char] = &['#', '>', '+', '-', '=', ':', '|'];

impl Entry {
    /// The entry with its looks and links: one line. HTML is a paragraph of the class `csl-entry`; Markdown a paragraph, too,
    /// which a blank line parts from the next.
    ///
    /// Markdown has no small capitals, and raised letters only where Unicode has none of them: these are HTML there as well.
    pub fn marked_up(&self, markup: Markup) -> String {
        let line = self.to_string();
        if markup == Markup::Text {
            return line;
        }
        let html = markup == Markup::Html;
        let mut written = Written { line: String::with_capacity(line.len() * 2), html };
        let mut at = 0;
        for span in &self.spans {
            let (Some(before), Some(text)) = (line.get(at..span.bytes.start), line.get(span.bytes.clone())) else { continue };
            written.put(before);
            written.put_span(text, line.get(span.bytes.end..).and_then(|behind| behind.chars().next()), span);
            at = span.bytes.end;
        }
        written.put(line.get(at..).unwrap_or_default());
        if html { format!("<p class=\"csl-entry\">{}</p>", written.line) } else { written.line }
    }
}

struct Written {
    line: String,
    html: bool,
}

impl Written {
    /// Letters as they are.
    fn put(&mut self, text: &str) {
        if self.html {
            self.line.push_str(&escaped_html(text));
        } else {
            let begins = self.line.is_empty();
            self.line.push_str(&escaped_markdown(text, begins));
        }
    }

    fn put_span(&mut self, text: &str, behind: Option<char>, span: &Span) {
        match &span.address {
            Some(address) => self.put_link(text, address),
            None if self.html => {
                let own = span.own.as_deref().unwrap_or(text);
                let (open, close) = tags(span.emphasis);
                self.line.extend([open.as_str(), &escaped_html(own), &close]);
            }
            None => self.put_look(text, behind, span),
        }
    }

    fn put_link(&mut self, text: &str, address: &str) {
        if self.html {
            self.line.push_str(&format!("<a href=\"{}\">{}</a>", escaped_html(address), escaped_html(text)));
        } else if text == address && !address.contains(['<', '>', '\\', '`']) && !(address.contains('&') && address.contains(';')) {
            self.line.push_str(&format!("<{address}>"));
        } else {
            // Entities are read in addresses, too.
            let address = address.replace('\\', "%5C").replace('<', "%3C").replace('>', "%3E").replace('&', "&amp;");
            self.line.push_str(&format!("[{}](<{address}>)", escaped_markdown(text, false)));
        }
    }

    /// Italic and bold letters between asterisks.
    fn put_look(&mut self, text: &str, behind: Option<char>, span: &Span) {
        let mut emphasis = span.emphasis;
        let mut letters = text;
        if let Some(own) = &span.own {
            // What Unicode has raised letters for stays in them.
            if own.chars().count() == text.chars().count() {
                (emphasis.superscript, emphasis.subscript) = (false, false);
            } else {
                letters = own;
            }
        }
        let stars = match (emphasis.italic, emphasis.bold) {
            (true, true) => "***",
            (true, false) => "*",
            (false, true) => "**",
            (false, false) => "",
        };
        let (open, close) = tags(Emphasis { italic: false, bold: false, ..emphasis });
        let first = open.chars().next().or(letters.chars().next());
        let last = close.chars().next_back().or(letters.chars().next_back());
        let begins = self.line.is_empty() && open.is_empty() && stars.is_empty();
        let letters = escaped_markdown(letters, begins);
        let before = self.line.chars().next_back();
        if stars.is_empty() || (flanks(before, first) && flanks(behind, last) && before != Some('*')) {
            self.line.extend([stars, &open, &letters, &close, stars]);
        } else {
            let (open, close) = tags(emphasis);
            self.line.extend([open.as_str(), &letters, &close]);
        }
    }
}

/// Whether asterisks between two signs belong to the inner one (CommonMark 0.31, 6.2): a punctuation mark holds them only where
/// no letter stands outside.
fn flanks(outer: Option<char>, inner: Option<char>) -> bool {
    let parts = |c: char| c.is_whitespace() || c.is_ascii_punctuation() || "“”‘’«»，。：；（）《》—–…".contains(c);
    inner.is_some_and(|c| c.is_alphanumeric() || (!c.is_whitespace() && outer.is_none_or(parts)))
}

/// The tags of a look, the outermost first.
fn tags(emphasis: Emphasis) -> (String, String) {
    let all = [
        (emphasis.italic, "<i>", "</i>"),
        (emphasis.bold, "<b>", "</b>"),
        (emphasis.small_caps, "<span style=\"font-variant: small-caps\">", "</span>"),
        (emphasis.superscript, "<sup>", "</sup>"),
        (emphasis.subscript, "<sub>", "</sub>"),
    ];
    let open = all.iter().filter(|(is, ..)| *is).map(|(_, open, _)| *open).collect();
    (open, all.iter().rev().filter(|(is, ..)| *is).map(|(.., close)| *close).collect())
}

fn escaped_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Letters that Markdown reads as themselves; `begins` is whether they begin a paragraph.
fn escaped_markdown(text: &str, begins: bool) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    // `1.` and `1)` at the beginning number a list.
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let numbers = begins && digits > 0;
    for (at, c) in text.char_indices() {
        let entity =
            c == '&' && text.get(at + 1..).is_some_and(|behind| behind.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#'));
        let first = begins && at == 0 && FIRST.contains(&c);
        let number = numbers && at == digits && matches!(c, '.' | ')');
        if MARKS.contains(&c) || entity || first || number {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
