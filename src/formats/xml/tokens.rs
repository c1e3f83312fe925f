//! The signs of an XML text, one after another: tags, text, references, and what says nothing to a reader.
//!
//! Nothing is checked that a reader of damaged files would have to forgive: names of end tags, attributes, where text may
//! stand. An ampersand that begins no reference is text.

use memchr::{memchr, memchr2, memchr3, memmem};

/// One piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// `<name attributes>`, or `<name attributes/>`: the tag as written, and how long its name is in bytes.
    Start {
        tag: &'a str,
        name: usize,
        empty: bool,
    },
    /// The name of an end tag.
    End(&'a str),
    Text(&'a str),
    /// `&name;`, as written.
    Reference(&'a str),
    /// What stands behind `<!DOCTYPE`.
    Doctype(&'a str),
    /// A comment, an instruction, a declaration.
    Silent,
}

/// What is begun and not ended, or is nothing of XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken(pub &'static str);

/// Walks through a text.
pub struct Tokens<'a> {
    text: &'a str,
    /// Where the next token begins, in bytes.
    pub at: usize,
}

impl<'a> Tokens<'a> {
    pub fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    /// The next token; nothing at the end. Behind something broken the place stays where it is.
    pub fn next(&mut self) -> Option<Result<Token<'a>, Broken>> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let found = match rest {
            [] => return None,
            [b'<', b'/', ..] => self.end(rest),
            [b'<', b'?', ..] => self.closed(rest, 2, b"?>", "an instruction is not closed").map(|_| Token::Silent),
            [b'<', b'!', ..] => self.declared(rest),
            [b'<', ..] => self.start(rest),
            [b'&', ..] => Ok(self.reference(rest)),
            _ => Ok(self.words(rest, memchr2(b'<', b'&', rest))),
        };
        Some(found)
    }

    /// Takes so many bytes.
    fn take(&mut self, length: usize) -> &'a str {
        let taken = self.text.get(self.at..self.at + length).unwrap_or_default();
        self.at += length;
        taken
    }

    fn words(&mut self, rest: &[u8], end: Option<usize>) -> Token<'a> {
        Token::Text(self.take(end.unwrap_or(rest.len())))
    }

    /// `&name;`; an ampersand without its end is text up to the next sign.
    fn reference(&mut self, rest: &[u8]) -> Token<'a> {
        let behind = rest.get(1..).unwrap_or_default();
        match memchr3(b';', b'&', b'<', behind).map(|at| at + 1) {
            Some(at) if rest.get(at) == Some(&b';') => Token::Reference(self.take(at + 1)),
            end => self.words(rest, end),
        }
    }

    /// A start tag; a `>` between quotes is none.
    fn start(&mut self, rest: &[u8]) -> Result<Token<'a>, Broken> {
        let mut at = 1;
        loop {
            let unclosed = Broken("a tag is not closed");
            let behind = rest.get(at..).unwrap_or_default();
            at += memchr3(b'>', b'"', b'\'', behind).ok_or(unclosed)?;
            let sign = rest.get(at).copied().unwrap_or(b'>');
            if sign == b'>' {
                break;
            }
            at += 1;
            at += memchr(sign, rest.get(at..).unwrap_or_default()).ok_or(unclosed)? + 1;
        }
        let empty = at > 1 && rest.get(at - 1) == Some(&b'/');
        let inside = rest.get(1..if empty { at - 1 } else { at }).unwrap_or_default();
        let name = inside.iter().position(u8::is_ascii_whitespace).unwrap_or(inside.len());
        Ok(Token::Start { tag: self.take(at + 1), name, empty })
    }

    fn end(&mut self, rest: &[u8]) -> Result<Token<'a>, Broken> {
        let at = memchr(b'>', rest).ok_or(Broken("a tag is not closed"))?;
        let tag = self.take(at + 1);
        Ok(Token::End(tag.get(2..at).unwrap_or_default().trim_ascii_end()))
    }

    /// What begins with `<!`.
    fn declared(&mut self, rest: &[u8]) -> Result<Token<'a>, Broken> {
        if rest.starts_with(b"<!--") {
            return self.closed(rest, 4, b"-->", "a comment is not closed").map(|_| Token::Silent);
        }
        if rest.starts_with(b"<![CDATA[") {
            return self.closed(rest, 9, b"]]>", "a CDATA section is not closed").map(Token::Text);
        }
        if !rest.get(2..9).is_some_and(|word| word.eq_ignore_ascii_case(b"DOCTYPE")) {
            return Err(Broken("\"<!\" begins nothing that XML knows"));
        }
        // Of an internal subset the square brackets hold the `>` within it.
        let (mut at, mut depth) = (9, 0usize);
        loop {
            let behind = rest.get(at..).unwrap_or_default();
            at += memchr3(b'>', b'[', b']', behind).ok_or(Broken("the document type is not closed"))?;
            match rest.get(at) {
                Some(b'[') => depth += 1,
                Some(b']') => depth = depth.saturating_sub(1),
                _ if depth == 0 => break,
                _ => {}
            }
            at += 1;
        }
        let doctype = self.take(at + 1);
        Ok(Token::Doctype(doctype.get(9..at).unwrap_or_default()))
    }

    /// What stands between an opening of so many bytes and its closing.
    fn closed(&mut self, rest: &[u8], open: usize, close: &[u8], otherwise: &'static str) -> Result<&'a str, Broken> {
        let inside = memmem::find(rest.get(open..).unwrap_or_default(), close).ok_or(Broken(otherwise))?;
        let whole = self.take(open + inside + close.len());
        Ok(whole.get(open..open + inside).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Result<Token<'_>, Broken>> {
        let mut tokens = Tokens::new(text, 0);
        let mut all = Vec::new();
        while let Some(token) = tokens.next() {
            all.push(token);
            if token.is_err() {
                break;
            }
        }
        all
    }

    #[test]
    fn every_kind_of_token() {
        let text = "<!DOCTYPE a [<!ENTITY b \"c\">]><?xml?><a x='>' y=\"/\">t &amp; A & B<b/><!-- <c> --><![CDATA[<d>&]]></a ><c  />";
        let start = |tag, name, empty| Ok(Token::Start { tag, name, empty });
        assert_eq!(
            all(text),
            [
                Ok(Token::Doctype(" a [<!ENTITY b \"c\">]")),
                Ok(Token::Silent),
                start("<a x='>' y=\"/\">", 1, false),
                Ok(Token::Text("t ")),
                Ok(Token::Reference("&amp;")),
                Ok(Token::Text(" A ")),
                Ok(Token::Text("& B")),
                start("<b/>", 1, true),
                Ok(Token::Silent),
                Ok(Token::Text("<d>&")),
                Ok(Token::End("a")),
                start("<c  />", 1, true),
            ]
        );
    }

    #[test]
    fn what_is_not_closed_is_broken_and_stays() {
        for text in ["<a", "<a b='>", "</a", "<!-- a", "<![CDATA[ a", "<?a", "<!DOCTYPE a [>", "<!a>", "<!"] {
            let mut tokens = Tokens::new(text, 0);
            assert!(tokens.next().is_some_and(|token| token.is_err()), "{text}");
            assert_eq!(tokens.at, 0, "{text}");
        }
        for text in ["", "期刊", "&", "<>", "</>", "<é>", "&é;"] {
            assert!(all(text).iter().all(Result::is_ok), "{text}");
        }
    }
}
