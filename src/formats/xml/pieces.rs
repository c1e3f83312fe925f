//! Tags and text, which are nearly all of a record, cut off its beginning.
//!
//! Whatever is rarer (comments, CDATA sections, instructions, document types, an `&` that begins no reference, tags that are
//! not closed) is left to quick-xml. It would read these too, and as they are read here, but it keeps names that nobody asks
//! for and checks again what is text already: that took half of the reading of an article.

use std::ops::Range;

/// A piece of XML.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    /// `&name;` as written.
    Reference(&'a str),
    Start(Tag<'a>),
    /// The name of an end tag, without its prefix.
    End(&'a str),
}

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// `<name attributes>` as written.
    pub written: &'a str,
    /// Where its name without prefix stands in it.
    pub name: Range<usize>,
    /// `<name/>`: nothing stands in it.
    pub is_empty: bool,
}

/// Bytes of a text that are looked at one by one.
const NEAR: usize = 16;

/// The piece with which a text begins, and its bytes; nothing where that is not for here.
#[inline]
pub fn first(text: &str) -> Option<(Piece<'_>, usize)> {
    let bytes = text.as_bytes();
    match bytes {
        [b'<', b'/', ..] => {
            let name = name(bytes, 2).filter(|name| bytes.get(name.end) == Some(&b'>'))?;
            Some((Piece::End(text.get(name.clone())?), name.end + 1))
        }
        [b'<', b'!' | b'?', ..] | [] => None,
        [b'<', ..] => start(text),
        [b'&', name @ ..] => {
            let end = memchr::memchr3(b';', b'&', b'<', name).filter(|end| name.get(*end) == Some(&b';'))? + 2;
            Some((Piece::Reference(text.get(..end)?), end))
        }
        _ => {
            let end = plain(bytes);
            Some((Piece::Text(text.get(..end)?), end))
        }
    }
}

/// How many bytes of a text stand before the next tag or reference. Blanks between tags and short values are sooner looked
/// through byte by byte than asked for at once.
#[inline]
fn plain(text: &[u8]) -> usize {
    let ends = |byte: &u8| matches!(byte, b'<' | b'&');
    let near = text.get(..NEAR).unwrap_or(text);
    if let Some(at) = near.iter().position(ends) {
        return at;
    }
    text.get(NEAR..).map_or(text.len(), |rest| NEAR + memchr::memchr2(b'<', b'&', rest).unwrap_or(rest.len()))
}

/// The name, without its prefix, that begins at a place in a tag.
#[inline]
fn name(tag: &[u8], mut from: usize) -> Option<Range<usize>> {
    for (at, byte) in tag.iter().enumerate().skip(from) {
        match byte {
            b':' => from = at + 1,
            b'>' | b' ' | b'\t' | b'\n' | b'\r' => return Some(from..at),
            b'"' | b'\'' => return None,
            _ => {}
        }
    }
    None
}

#[inline]
fn start(text: &str) -> Option<(Piece<'_>, usize)> {
    let bytes = text.as_bytes();
    let mut name = name(bytes, 1)?;
    let mut end = name.end;
    // Most tags have no attributes.
    let bare = bytes.get(end) == Some(&b'>');
    // A `>` between quotation marks is no end.
    loop {
        if bare {
            end += 1;
            break;
        }
        let rest = bytes.get(end..)?;
        let at = memchr::memchr3(b'>', b'"', b'\'', rest)?;
        let sign = *rest.get(at)?;
        if sign == b'>' {
            end += at + 1;
            break;
        }
        end += at + 2 + memchr::memchr(sign, rest.get(at + 1..)?)?;
    }
    let written = text.get(..end)?;
    let is_empty = bytes.get(end.wrapping_sub(2)) == Some(&b'/');
    // The bar of `<br/>` is no part of the name.
    if is_empty && end == name.end + 1 {
        name.end -= 1;
    }
    Some((Piece::Start(Tag { written, name, is_empty }), end))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::*;

    /// What quick-xml reads first of a text: what it is, the name where it has one, and its bytes.
    fn by_quick_xml(text: &str) -> (&'static str, String, usize) {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        (config.check_end_names, config.allow_unmatched_ends, config.allow_dangling_amp) = (false, true, true);
        let local = |name: &str| name.rsplit(':').next().unwrap_or_default().to_owned();
        let (what, name) = match reader.read_event().unwrap() {
            Event::Text(_) => ("text", String::new()),
            Event::GeneralRef(_) => ("reference", String::new()),
            Event::Start(tag) => ("start", local(tag.name().as_ref())),
            Event::Empty(tag) => ("empty", local(tag.name().as_ref())),
            Event::End(tag) => ("end", local(tag.name().as_ref())),
            _ => ("something else", String::new()),
        };
        (what, name, usize::try_from(reader.buffer_position()).unwrap())
    }

    #[test]
    fn what_is_read_here_is_read_as_quick_xml_reads_it() {
        let odd = [
            "text <b>",
            "期刊",
            "a & b",
            "&amp;x",
            "&#x4E2D;&y;",
            "& b;",
            "&;",
            "&",
            "<b>x",
            "<a:b c='>'>x>",
            "<b c=\"it's >\" d>x",
            "<br/>",
            "<a:br/>",
            "<br />",
            "<a/b>",
            "<a/b/>",
            "<a href=x/>",
            "<>",
            "</>",
            "<//>",
            "< b>",
            "</b>x",
            "</m:b>",
            "</b >",
            "</b c='>'>",
            "<b\n\tc='1'\n>",
            "<a\"b>\">",
            "<b",
            "<b c='>",
            "</b",
            "<",
            "<b<c>",
            "<!-- x -->",
            "<?x?>",
            "<![CDATA[x]]>",
            "",
        ];
        let mut read = 0;
        for text in odd {
            let Some((piece, length)) = first(text) else { continue };
            let name = |tag: &Tag<'_>| tag.written.get(tag.name.clone()).unwrap().to_owned();
            let (what, name) = match &piece {
                Piece::Text(_) => ("text", String::new()),
                Piece::Reference(_) => ("reference", String::new()),
                Piece::Start(tag) => (if tag.is_empty { "empty" } else { "start" }, name(tag)),
                Piece::End(name) => ("end", (*name).to_owned()),
            };
            assert_eq!((what, name, length), by_quick_xml(text), "{text}");
            read += 1;
        }
        assert_eq!(read, 24, "the others are left to quick-xml");
    }
}
