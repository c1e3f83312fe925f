//! Rich-lite text as LaTeX in UTF-8: only what LaTeX would misread is escaped.

use crate::formats::rich;

/// Rich-lite tags and the commands for them.
const TAGS: &[(&str, &str)] = &[
    ("i", "\\emph{"),
    ("b", "\\textbf{"),
    ("sup", "\\textsuperscript{"),
    ("sub", "\\textsubscript{"),
    ("sc", "\\textsc{"),
    ("tt", "\\texttt{"),
];

/// Whether capitals are kept from styles that make titles small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capitals {
    AsTheyAre,
    /// Words with a capital inside; in a title in sentence case every word with one, but the first.
    Protected,
}

/// Writes rich-lite text. Braces of the result are balanced.
pub fn written(text: &str, capitals: Capitals) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let names = capitals == Capitals::Protected && sentence_case(text);
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    let mut first = true;
    while !rest.is_empty() {
        let at = rest.find('<').unwrap_or(rest.len());
        let (run, from) = rest.split_at(at);
        if !run.is_empty() {
            let run = rich::plain(run);
            if capitals == Capitals::Protected { protected(&run, names, &mut first, &mut out) } else { escape_into(&run, &mut out) }
        }
        let Some((tag, behind)) = from.split_once('>') else {
            escape_into(&rich::plain(from), &mut out);
            break;
        };
        rest = behind;
        let tag = tag.trim_start_matches('<').trim_end_matches('/');
        let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
        if name == "math" {
            if let Some((_, tex)) = tag.split_once("tex=\"") {
                formula(tex.split('"').next().unwrap_or_default(), &mut out);
                rest = rest.split_once("</math>").map_or(rest, |(_, after)| after);
            }
        } else if let Some((_, command)) = TAGS.iter().find(|(known, _)| *known == name) {
            if !tag.starts_with('/') {
                out.push_str(command);
                open.push(name);
            } else if open.last() == Some(&name) {
                open.pop();
                out.push('}');
            }
        }
    }
    out.extend(open.iter().map(|_| '}'));
    out
}

/// Writes plain text.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(text, &mut out);
    out
}

/// A formula between dollars; one whose braces are not balanced is text.
fn formula(tex: &str, out: &mut String) {
    let tex = tex.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&#38;", "&").replace("&amp;", "&");
    if balanced(&tex) && !tex.contains('$') && !tex.is_empty() {
        out.push('$');
        out.push_str(&tex);
        out.push('$');
    } else {
        escape_into(&tex, out);
    }
}

/// Whether every brace has its partner, as BibTeX counts: escaped ones too.
pub fn balanced(text: &str) -> bool {
    let mut depth = 0i64;
    for byte in text.bytes() {
        depth += i64::from(byte == b'{') - i64::from(byte == b'}');
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

fn escape_into(text: &str, out: &mut String) {
    let mut before = '\0';
    let mut signs = text.chars().peekable();
    while let Some(c) = signs.next() {
        let next = signs.peek().copied();
        match c {
            '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
                if c == '&' && next == Some('a') {
                    out.push_str("{}");
                }
            }
            // An escaped brace alone would be counted by BibTeX.
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '`' => out.push_str("\\textasciigrave{}"),
            '<' if next.is_some_and(|next| next.is_ascii_alphabetic() || next == '/') => out.push_str("\\textless{}"),
            // Ligatures that nobody meant.
            '-' | '\'' if before == c => {
                out.push_str("{}");
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
        before = c;
    }
}

/// Whether most words of a title begin small, so that its capitals mean names.
fn sentence_case(title: &str) -> bool {
    let plain = rich::plain(title);
    let words = plain.split_whitespace().skip(1).filter_map(|word| word.chars().find(|c| c.is_alphabetic()));
    let (small, large): (Vec<char>, Vec<char>) = words.filter(|c| c.is_lowercase() || c.is_uppercase()).partition(|c| c.is_lowercase());
    small.len() > large.len()
}

fn protected(text: &str, names: bool, first: &mut bool, out: &mut String) {
    let mut rest = text;
    while !rest.is_empty() {
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(length);
        let blanks = behind.len() - behind.trim_start().len();
        let (gap, after) = behind.split_at(blanks);
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        let begins = letters.next().is_some_and(char::is_uppercase);
        let inside = letters.any(char::is_uppercase);
        let protect = inside || (begins && names && !std::mem::take(first));
        *first = *first && word.is_empty();
        if protect {
            out.push('{');
        }
        escape_into(word, out);
        if protect {
            out.push('}');
        }
        out.push_str(gap);
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{plain, rich};
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for text in [
            "On <i>Ficus</i> &amp; Ca<sup>2+</sup>: 100% of_it #1 ~ ^ ` \\ x",
            "a -- b --- c '' `` {x} &lt;i&gt; &amp;amp;",
            "<math tex=\"E=mc^2\">E = mc²</math> and <b><i>both</i></b>",
            "智慧城市 “引号” — 破折号",
            "DNA of Paris",
        ] {
            for capitals in [Capitals::AsTheyAre, Capitals::Protected] {
                let latex = written(text, capitals);
                assert!(balanced(&latex), "{latex}");
                assert_eq!(rich(&latex), text, "{latex}");
            }
        }
        assert_eq!(plain(&escaped("R&D_{x} <b> 5$")), "R&D_{x} <b> 5$");
    }

    #[test]
    fn capitals_of_names_are_kept() {
        assert_eq!(written("The genes of Paris and DNA", Capitals::Protected), "The genes of {Paris} and {DNA}");
        assert_eq!(written("Genes in Title Case", Capitals::Protected), "Genes in Title Case");
    }
}
