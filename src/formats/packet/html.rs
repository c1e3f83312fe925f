//! A packet as one HTML page: no scripts, nothing fetched from anywhere, every sign of a record escaped, each text with its
//! language, so that any browser and any voice reads it rightly.

use std::io::{self, Write};

use super::{Piece, Style};
use crate::formats::rich as markup;
use crate::record::{Article, Language};
use crate::text::Run;

pub fn write(out: &mut dyn Write, records: &mut dyn Iterator<Item = Article>) -> io::Result<()> {
    super::write(&Html, out, records)
}

struct Html;

/// The page's own looks: a column of a readable width, in the reader's fonts and colours.
const BEGIN: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
    <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>Reading packet</title>\n\
    <style>body{max-width:42em;margin:2em auto;padding:0 1em;line-height:1.5}article{border-top:1px solid;margin-top:3em}.label{font-weight:bold}</style>\n\
    </head>\n<body>\n<h1>Reading packet</h1>\n<nav>\n<ul>\n";

impl Style for Html {
    fn begin(&self, out: &mut String) {
        out.push_str(BEGIN);
    }

    fn contents(&self, number: usize, title: &[Run], language: &Language, out: &mut String) {
        out.push_str(&format!("<li{}>{number}. <a href=\"#r{number}\">{}</a></li>\n", lang(language), rich(title)));
    }

    fn between(&self, number: usize, out: &mut String) {
        let before = if number == 1 { "</ul>\n</nav>\n" } else { "</article>\n" };
        out.push_str(&format!("{before}<article id=\"r{number}\">\n"));
    }

    fn piece(&self, piece: &Piece, first: bool, out: &mut String) {
        out.push_str(&match piece {
            Piece::Title(language, text) if first => format!("<h2{}>{}</h2>\n", lang(language), rich(text)),
            Piece::Title(language, text) => format!("<p{}><strong>{}</strong></p>\n", lang(language), rich(text)),
            Piece::Field("DOI", _, text) => {
                let url = escape(&text.iter().map(|run| run.text.as_str()).collect::<String>());
                format!("<p><span class=\"label\">DOI:</span> <a href=\"{url}\" rel=\"noreferrer\">{url}</a></p>\n")
            }
            Piece::Field(label, language, text) => {
                format!("<p><span class=\"label\">{label}:</span> <span{}>{}</span></p>\n", lang(language), rich(text))
            }
            Piece::Head(head) => format!("<h3>{}</h3>\n", escape(head)),
            Piece::Paragraph(language, text) => format!("<p{}>{}</p>\n", lang(language), rich(text)),
            Piece::Entry(number, language, text) => {
                let linked = |run: &Run<Option<String>>| match &run.tag {
                    Some(url) => format!("<a href=\"{}\" rel=\"noreferrer\">{}</a>", escape(url), escape(&run.text)),
                    None => escape(&run.text),
                };
                let text: String = text.iter().map(linked).collect();
                format!("<p{}>[{}] {text}</p>\n", lang(language), escape(number))
            }
        });
    }

    fn end(&self, out: &mut String) {
        out.push_str(if out.is_empty() { "</ul>\n</nav>\n" } else { "</article>\n" });
        out.push_str("</body>\n</html>\n");
    }
}

/// The attribute that says a language, where it is known and written as languages are.
fn lang(language: &Language) -> String {
    let tag = language.as_str();
    let is_tag = tag != "und" && (2..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_tag { format!(" lang=\"{tag}\"") } else { String::new() }
}

/// Escaped for text and for attributes between quotes of either kind.
fn escape(text: &str) -> String {
    markup::escape(text).replace('"', "&quot;").replace('\'', "&#39;")
}

fn rich(runs: &[Run]) -> String {
    let mut html = String::new();
    for run in runs {
        let emphasis = run.emphasis;
        let tags = [
            (emphasis.italic, "i"),
            (emphasis.bold, "b"),
            (emphasis.superscript, "sup"),
            (emphasis.subscript, "sub"),
            (emphasis.small_caps, "small"),
            (emphasis.monospace, "code"),
        ];
        let on = tags.iter().filter(|(on, _)| *on).map(|(_, tag)| *tag);
        html.extend(on.clone().map(|tag| format!("<{tag}>")));
        html.push_str(&escape(&run.text));
        html.extend(on.rev().map(|tag| format!("</{tag}>")));
    }
    html
}
