//! Tag soup as a flat run of tokens, in one pass over the text.

use super::entities::decode;

/// One piece of a page. Names of elements and attributes are in lower case, values and text decoded.
#[derive(Debug)]
pub enum Token<'a> {
    Text(String),
    Start {
        name: String,
        attributes: Vec<(String, String)>,
        /// The tag as written.
        raw: &'a str,
    },
    End {
        name: String,
        raw: &'a str,
    },
    /// A comment, a doctype, a processing instruction.
    Comment,
}

/// More attributes than this on one tag are passed over.
const MOST_ATTRIBUTES: usize = 64;

/// Elements whose content is not markup; that of the last two is text with character references.
const RAW_TEXT: &[&str] = &["script", "style", "xmp", "noframes", "title", "textarea"];

/// Cuts text into tokens.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { rest: text, raw_text: None }
}

/// See [`tokens`].
pub struct Tokens<'a> {
    rest: &'a str,
    raw_text: Option<&'static str>,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        if let Some(element) = self.raw_text.take() {
            let end = find_end_tag(self.rest, element);
            let (content, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
            self.rest = rest;
            if !content.is_empty() {
                let is_text = matches!(element, "title" | "textarea");
                return Some(Token::Text(if is_text { decode(content) } else { content.to_owned() }));
            }
            return self.next();
        }
        let rest = self.rest;
        let Some(tail) = rest.strip_prefix('<') else {
            return Some(self.text(rest, 0));
        };
        match tail.chars().next() {
            Some('!' | '?') => {
                self.rest = match tail.strip_prefix("!--") {
                    Some(comment) => comment.split_once("-->").map_or("", |(_, after)| after),
                    None => match tail.strip_prefix("![CDATA[") {
                        Some(section) => {
                            let (text, after) = section.split_once("]]>").unwrap_or((section, ""));
                            self.rest = after;
                            return Some(Token::Text(text.to_owned()));
                        }
                        None => tail.split_once('>').map_or("", |(_, after)| after),
                    },
                };
                Some(Token::Comment)
            }
            Some('/') if tail.chars().nth(1).is_some_and(|c| c.is_ascii_alphabetic()) => {
                let end = tail.find('>').map_or(tail.len(), |at| at + 1);
                let (raw, after) = rest.split_at_checked(end + 1).unwrap_or((rest, ""));
                self.rest = after;
                let name = name_of(tail.get(1..).unwrap_or_default());
                Some(Token::End { name: name.to_ascii_lowercase(), raw })
            }
            // `r<F(9,490)=1.9, which` is a sentence: names of elements are letters, digits and few signs.
            Some(c) if c.is_ascii_alphabetic() && name_of(tail).bytes().all(|b| b.is_ascii_alphanumeric() || b":-_.".contains(&b)) => {
                let name = name_of(tail);
                let (attributes, len) = attributes(tail.get(name.len()..).unwrap_or_default());
                let end = (1 + name.len() + len).min(rest.len());
                let (raw, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                self.rest = after;
                let name = name.to_ascii_lowercase();
                if !raw.ends_with("/>") {
                    self.raw_text = RAW_TEXT.iter().find(|element| **element == name).copied();
                }
                Some(Token::Start { name, attributes, raw })
            }
            _ => Some(self.text(rest, 1)),
        }
    }
}

impl<'a> Tokens<'a> {
    /// Text up to the next `<` behind the first `skip` bytes.
    fn text(&mut self, rest: &'a str, skip: usize) -> Token<'a> {
        let end = rest.get(skip..).and_then(|tail| tail.find('<')).map_or(rest.len(), |at| at + skip);
        let (text, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        self.rest = after;
        Token::Text(decode(text))
    }
}

/// The name at the head of a tag.
fn name_of(tag: &str) -> &str {
    let end = tag.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<' | '=' | '"' | '\'')).unwrap_or(tag.len());
    tag.get(..end).unwrap_or_default()
}

/// Attributes behind the name, and the length in bytes up to and with the `>`.
fn attributes(text: &str) -> (Vec<(String, String)>, usize) {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return (found, text.len() - after.len());
        }
        if rest.is_empty() || rest.starts_with('<') {
            return (found, text.len() - rest.len());
        }
        let end = rest
            .char_indices()
            .position(|(at, c)| at > 0 && (c.is_whitespace() || matches!(c, '=' | '>' | '/')))
            .map_or(rest.len(), |chars| rest.char_indices().nth(chars).map_or(rest.len(), |(at, _)| at));
        let (name, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = after.trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let inner = after.get(1..).unwrap_or_default();
                    inner.split_once(quote).unwrap_or((inner, ""))
                }
                _ => after
                    .split_at_checked(after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len()))
                    .unwrap_or((after, "")),
            };
        }
        if found.len() < MOST_ATTRIBUTES {
            let name = name.to_ascii_lowercase();
            if found.iter().all(|(known, _)| *known != name) {
                found.push((name, decode(value)));
            }
        }
    }
}

/// The place of `</element` in any case.
fn find_end_tag(text: &str, element: &str) -> usize {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|tail| tail.find("</")) {
        let at = from + at;
        if bytes.get(at + 2..at + 2 + element.len()).is_some_and(|name| name.eq_ignore_ascii_case(element.as_bytes())) {
            return at;
        }
        from = at + 2;
    }
    text.len()
}
