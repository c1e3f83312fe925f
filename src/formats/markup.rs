//! What publishers deposit as titles and abstracts: JATS and MathML among text, made rich-lite.

use super::html::{self, Token};
use super::rich;
use crate::record::AbstractSection;

/// Reads a title or another single text.
pub fn text(markup: &str) -> String {
    if !markup.contains(['<', '&']) {
        return rich::of_markup(markup);
    }
    pieces(markup).into_iter().map(|piece| rich::of_markup(&piece.markup)).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Reads an abstract: a part for each paragraph, headed where a `<title>` stands before it. A heading that says "Abstract"
/// heads nothing.
pub fn sections(markup: &str) -> Vec<AbstractSection> {
    let mut sections: Vec<AbstractSection> = Vec::new();
    let mut head: Option<String> = None;
    for piece in pieces(markup) {
        let text = rich::of_markup(&piece.markup);
        if text.is_empty() {
            continue;
        }
        if !piece.is_head {
            sections.push(AbstractSection { head: head.take(), text, ..AbstractSection::default() });
        } else if !(sections.is_empty() && is_own_name(&text)) {
            // Two headings in a row are one above the other.
            head = Some(head.map_or_else(|| text.clone(), |above| format!("{above}. {text}")));
        }
    }
    if let Some(head) = head {
        sections.push(AbstractSection { text: head, ..AbstractSection::default() });
    }
    sections
}

fn is_own_name(head: &str) -> bool {
    let head = head.trim_end_matches([':', '：', '.']).trim();
    head.eq_ignore_ascii_case("abstract") || head.chars().filter(|c| !c.is_whitespace()).eq("摘要".chars())
}

/// A paragraph or a heading, in tags that [`rich::of_markup`] knows.
#[derive(Default)]
struct Piece {
    markup: String,
    is_head: bool,
}

/// Elements that stand in lines of their own.
const BLOCKS: &[&str] = &["p", "sec", "title", "list", "list-item", "label", "disp-formula", "disp-quote", "div", "br", "li", "ul", "ol"];

/// Elements whose content is another writing of what stands beside them.
const OTHER_WRITINGS: &[&str] = &["tex-math", "annotation", "annotation-xml"];

/// Characters that were escaped twice.
const TWICE: &[(&str, &str)] =
    &[("&amp;amp;", "&amp;"), ("&amp;lt;", "&lt;"), ("&amp;gt;", "&gt;"), ("&amp;quot;", "&quot;"), ("&amp;#", "&#")];

fn pieces(markup: &str) -> Vec<Piece> {
    // Tags that were escaped once too often; a `<` of a formula has no `</` behind it.
    let unescaped;
    let markup = if !markup.contains('<') && markup.contains("&lt;/") {
        unescaped = markup.replace("&lt;", "<").replace("&gt;", ">");
        &unescaped
    } else {
        markup
    };
    let once;
    let markup = if TWICE.iter().any(|(twice, _)| markup.contains(twice)) {
        once = TWICE.iter().fold(markup.to_owned(), |text, (twice, once)| text.replace(twice, once));
        &once
    } else {
        markup
    };
    let mut writer = Writer { pieces: vec![Piece::default()], ..Writer::default() };
    for token in html::tokens(markup) {
        match token {
            Token::Text(text) => writer.text(&text),
            Token::Start { raw, attributes, .. } if rich::is_prose(&attributes) => writer.write(raw),
            Token::Start { name, raw, .. } => writer.start(&name, raw),
            Token::End { name, raw } => writer.end(&name, raw),
            Token::Comment => {}
        }
    }
    writer.pieces
}

#[derive(Default)]
struct Writer {
    pieces: Vec<Piece>,
    /// Open elements of a formula, outermost first: name, children so far, and what is to be written behind this one.
    formula: Vec<(String, usize, &'static str)>,
    /// Elements open inside one that is not read.
    unread: usize,
}

impl Writer {
    fn write(&mut self, markup: &str) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.markup.push_str(markup);
        }
    }

    fn text(&mut self, text: &str) {
        if self.unread == 0 {
            // Between the elements of a formula blanks are only layout.
            let shown = if self.formula.is_empty() { text } else { text.trim() };
            self.write(&rich::escape(shown));
        }
    }

    fn begin(&mut self, is_head: bool) {
        self.pieces.push(Piece { is_head, ..Piece::default() });
    }

    fn start(&mut self, name: &str, raw: &str) {
        let local = local(name);
        let closed = raw.ends_with("/>");
        if self.unread > 0 || OTHER_WRITINGS.contains(&local) {
            self.unread += usize::from(!closed);
        } else if local == "math" || !self.formula.is_empty() {
            self.formula_start(local, closed);
        } else if BLOCKS.contains(&local) {
            self.begin(local == "title");
        } else if let Some(tag) = rich_tag(name, local) {
            self.write(&format!("<{tag}>"));
        } else if !name.contains(':') && !is_jats(local) {
            self.write(raw);
        }
    }

    fn end(&mut self, name: &str, raw: &str) {
        let local = local(name);
        if self.unread > 0 {
            self.unread -= 1;
        } else if let Some(at) = self.formula.iter().rposition(|(open, ..)| open == local) {
            while self.formula.len() > at {
                if let Some((_, _, behind)) = self.formula.pop() {
                    self.write(behind);
                }
            }
        } else if BLOCKS.contains(&local) {
            self.begin(false);
        } else if let Some(tag) = rich_tag(name, local) {
            self.write(&format!("</{tag}>"));
        } else if !name.contains(':') && !is_jats(local) {
            self.write(raw);
        }
    }

    /// An element of MathML: what is raised, lowered or below a line is written so.
    fn formula_start(&mut self, local: &str, closed: bool) {
        let (before, behind) = match self.formula.last_mut() {
            None => ("", ""),
            Some((parent, children, _)) => {
                *children += 1;
                match (parent.as_str(), *children) {
                    ("msup", 2) | ("msubsup", 3) => ("<sup>", "</sup>"),
                    ("msub" | "msubsup", 2) => ("<sub>", "</sub>"),
                    ("mfrac", 2) => ("/", ""),
                    _ => ("", ""),
                }
            }
        };
        let (before, behind) = match local {
            "mfenced" => ("(", ")"),
            "msqrt" => ("√(", ")"),
            _ => (before, behind),
        };
        self.write(before);
        if closed {
            self.write(behind);
        } else if self.formula.len() < 256 {
            self.formula.push((local.to_owned(), 0, behind));
        }
    }
}

/// A name without its prefix: `p` of `jats:p`.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn rich_tag(name: &str, local: &str) -> Option<&'static str> {
    match local {
        "italic" => Some("i"),
        "bold" => Some("b"),
        "monospace" => Some("tt"),
        _ => rich::tag_of(name).or_else(|| rich::tag_of(local).filter(|_| name.contains(':'))),
    }
}

/// Elements of JATS that deposits hold without their prefix, and that say nothing of how text looks.
fn is_jats(local: &str) -> bool {
    matches!(
        local,
        "ext-link" | "inline-formula" | "styled-content" | "uri" | "xref" | "inline-graphic" | "named-content" | "roman" | "alternatives"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_with_tags_and_formulas() {
        for (markup, wanted) in [
            ("Plain &amp; <b>bold</b> p &lt; 0.05", "Plain &amp; <b>bold</b> p &lt; 0.05"),
            ("<jats:italic>Ficus</jats:italic> in H<jats:sub>2</jats:sub>O <scp>DNA</scp>", "<i>Ficus</i> in H<sub>2</sub>O <sc>DNA</sc>"),
            ("&lt;i&gt;Ficus&lt;/i&gt; hirta", "<i>Ficus</i> hirta"),
            (
                "The <mml:math><mml:mrow><mml:msup><mml:mi>x</mml:mi> <mml:mn>2</mml:mn></mml:msup><mml:mo>&lt;</mml:mo></mml:mrow></mml:math> law",
                "The x<sup>2</sup>&lt; law",
            ),
            (
                "<jats:inline-formula><jats:alternatives><jats:tex-math>$a_b$</jats:tex-math><mml:math><mml:msub><mml:mi>a</mml:mi><mml:mi>b</mml:mi></mml:msub></mml:math></jats:alternatives></jats:inline-formula>",
                "a<sub>b</sub>",
            ),
            ("<mml:math><mml:mfrac><mml:mn>1</mml:mn><mml:mrow><mml:mn>2</mml:mn></mml:mrow></mml:mfrac></mml:math>", "1/2"),
            ("a <jats:ext-link href='x'>link</jats:ext-link> p<b and c>d", "a link p&lt;b and c&gt;d"),
        ] {
            assert_eq!(text(markup), wanted, "{markup}");
        }
    }

    #[test]
    fn parts_of_abstracts() {
        let read = |markup: &str| sections(markup).into_iter().map(|part| (part.head, part.text)).collect::<Vec<_>>();
        let part = |head: Option<&str>, text: &str| (head.map(str::to_owned), text.to_owned());
        assert_eq!(
            read(
                "<jats:title>Abstract</jats:title>\n<jats:sec><jats:title>Aims</jats:title><jats:p>One.</jats:p> <jats:p>Two <jats:italic>x</jats:italic>.</jats:p></jats:sec>"
            ),
            [part(Some("Aims"), "One."), part(None, "Two <i>x</i>.")]
        );
        assert_eq!(read("only words"), [part(None, "only words")]);
        assert_eq!(read("<p>摘要</p>"), [part(None, "摘要")]);
        assert_eq!(read("<jats:title>Methods</jats:title>"), [part(None, "Methods")]);
        assert!(read(&"<mml:math><mml:mrow>".repeat(50_000)).is_empty());
    }
}
