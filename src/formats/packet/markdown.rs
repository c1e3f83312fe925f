//! A packet in Markdown (CommonMark): every sign of a record that Markdown knows is escaped.

use std::io::{self, Write};

use super::{Piece, Style};
use crate::record::{Article, Language};
use crate::text::Run;

pub fn write(out: &mut dyn Write, records: &mut dyn Iterator<Item = Article>) -> io::Result<()> {
    super::write(&Markdown, out, records)
}

struct Markdown;

impl Style for Markdown {
    fn begin(&self, out: &mut String) {
        out.push_str("# Reading packet\n\n");
    }

    fn contents(&self, number: usize, title: &[Run], _: &Language, out: &mut String) {
        out.push_str(&format!("{number}. [{}](#r{number})\n", rich(title)));
    }

    fn between(&self, number: usize, out: &mut String) {
        out.push_str(&format!("\n---\n\n<a id=\"r{number}\"></a>\n\n"));
    }

    fn piece(&self, piece: &Piece, first: bool, out: &mut String) {
        out.push_str(&match piece {
            Piece::Title(_, text) if first => format!("## {}\n\n", rich(text)),
            // A DOI's address is percent-encoded, so it can be no markup, and in angle brackets it is a link.
            Piece::Field("DOI", _, text) => format!("**DOI:** <{}>\n\n", text.iter().map(|run| run.text.as_str()).collect::<String>()),
            Piece::Field(label, _, text) => format!("**{label}:** {}\n\n", rich(text)),
            Piece::Head(head) => format!("### {}\n\n", escape(head)),
            Piece::Title(_, text) | Piece::Paragraph(_, text) => format!("{}\n\n", rich(text)),
            Piece::Entry(number, _, text) => {
                // What an address of a browser cannot hold is percent-encoded, so nothing in it ends the angle brackets.
                let linked = |run: &Run<Option<String>>| match &run.tag {
                    Some(url) => format!("[{}](<{url}>)", escape(&run.text)),
                    None => rich(&[Run::plain(run.text.as_str(), ())]),
                };
                let text: String = text.iter().map(linked).collect();
                format!("\\[{}\\] {text}\n\n", escape(number))
            }
        });
    }

    fn end(&self, _: &mut String) {}
}

/// A backslash before every sign that can begin markup. Lines do not begin with what was in a record, so `-` and `1.` are safe
/// but at the head of a paragraph.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$') {
            escaped.push('\\');
        }
        escaped.push(if c == '\n' { ' ' } else { c });
    }
    escaped
}

fn rich(runs: &[Run]) -> String {
    let mut markdown = String::new();
    for run in runs {
        let text = escape(&run.text);
        let emphasis = run.emphasis;
        // Bold that begins or ends in a blank is none in Markdown.
        let marks = if emphasis.bold && text.trim() == text { "**" } else { "" };
        let tags = [(emphasis.italic, "i"), (emphasis.superscript, "sup"), (emphasis.subscript, "sub")];
        let on = tags.iter().filter(|(on, _)| *on).map(|(_, tag)| *tag);
        markdown.push_str(marks);
        markdown.extend(on.clone().map(|tag| format!("<{tag}>")));
        markdown.push_str(&text);
        markdown.extend(on.rev().map(|tag| format!("</{tag}>")));
        markdown.push_str(marks);
    }
    // At the head of a paragraph these are lists and lines.
    match markdown.chars().next() {
        Some('-' | '+' | '=') => format!("\\{markdown}"),
        Some(c) if c.is_ascii_digit() => {
            let digits = markdown.chars().take_while(char::is_ascii_digit).count();
            match markdown.split_at_checked(digits) {
                Some((number, rest)) if rest.starts_with(['.', ')']) => format!("{number}\\{rest}"),
                _ => markdown,
            }
        }
        _ => markdown,
    }
}
