//! The marks of rich-lite text: its tags and entities.

/// The tags of rich-lite text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    Italic,
    Bold,
    Superscript,
    Subscript,
    SmallCaps,
    Monospace,
    Math,
    Reference,
}

/// Names of tags, the rich-lite one first, then those of JATS (NISO Z39.96) and HTML for the same.
const TAGS: &[(&str, Tag)] = &[
    ("i", Tag::Italic),
    ("italic", Tag::Italic),
    ("em", Tag::Italic),
    ("b", Tag::Bold),
    ("bold", Tag::Bold),
    ("strong", Tag::Bold),
    ("sup", Tag::Superscript),
    ("sub", Tag::Subscript),
    ("sc", Tag::SmallCaps),
    ("scp", Tag::SmallCaps),
    ("tt", Tag::Monospace),
    ("monospace", Tag::Monospace),
    ("code", Tag::Monospace),
    ("math", Tag::Math),
    ("xref", Tag::Reference),
];

/// Named entities: the five of XML, and those Chinese journal pages are found to use.
const ENTITIES: &[(&str, &str)] = &[
    ("lt", "<"),
    ("gt", ">"),
    ("amp", "&"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("ensp", " "),
    ("emsp", "　"),
    ("thinsp", " "),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("minus", "−"),
    ("hellip", "…"),
    ("middot", "·"),
    ("times", "×"),
    ("plusmn", "±"),
    ("deg", "°"),
    ("micro", "µ"),
    ("copy", "©"),
    ("reg", "®"),
];

/// The longest name between `&` and `;`, in bytes: `#x10ffff` and room for leading zeros.
const ENTITY_BYTES: usize = 12;

/// The longest tag with its attributes, in bytes; a `mathml` attribute is long.
const TAG_BYTES: usize = 64 * 1024;

/// Bytes of one text that may be looked at in vain for the `>` of tags; beyond it a tag has [`SHORT_TAG_BYTES`]. So a text
/// full of `<i "` is read in a time in proportion to its length.
const SEARCH_BYTES: usize = 1024 * 1024;

const SHORT_TAG_BYTES: usize = 256;

/// A piece of rich-lite text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text with its entities decoded.
    Text(String),
    /// A tag and what stands between its name and its `>`.
    Open(Tag, &'a str),
    Close(Tag),
}

/// The pieces of a text, in order. Two pieces of text never follow each other.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    // Where a tag could end at all: without it every `<` of a long text would be looked at to its end.
    let mut last_close = text.rfind('>').unwrap_or(0);
    let mut search = SEARCH_BYTES;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        last_close = last_close.saturating_sub(at);
        let read = if from.starts_with('<') {
            let tag = if last_close > 0 { read_tag(from, &mut search) } else { None };
            tag.map(|(found, length)| (Some(found), length))
        } else {
            read_entity(from).map(|(decoded, length)| {
                plain.push_str(&decoded);
                (None, length)
            })
        };
        // What is neither tag nor entity is the character it is; both are one byte.
        let length = read.as_ref().map_or(1, |&(_, length)| length);
        let (taken, left) = from.split_at_checked(length).unwrap_or((from, ""));
        match read {
            Some((Some(piece), _)) => {
                if !plain.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                }
                pieces.push(piece);
                // A tag that is closed at once holds nothing, but a formula in it may stand for itself.
                if let (true, Some(Piece::Open(tag, _))) = (taken.ends_with("/>"), pieces.last()) {
                    let tag = *tag;
                    pieces.push(Piece::Close(tag));
                }
            }
            Some((None, _)) => {}
            None => plain.push_str(taken),
        }
        last_close = last_close.saturating_sub(length);
        rest = left;
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    pieces
}

/// A known tag at the beginning of the text, and its length in bytes.
fn read_tag<'a>(text: &'a str, search: &mut usize) -> Option<(Piece<'a>, usize)> {
    let inner = text.strip_prefix('<')?;
    let (closing, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let name_end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == ':' || c == '-'))?;
    let (name, behind) = inner.split_at(name_end);
    let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
    let &(_, tag) = TAGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(local))?;
    let end = attributes_end(behind, search)?;
    let attributes = behind.get(..end)?;
    // `<i` must be followed by a blank, `/` or `>`: `<i.e.` is no tag.
    if !attributes.is_empty() && !attributes.starts_with(|c: char| c.is_ascii_whitespace() || c == '/') {
        return None;
    }
    let piece = if closing { Piece::Close(tag) } else { Piece::Open(tag, attributes) };
    Some((piece, text.len() - behind.len() + end + 1))
}

/// Where the `>` of a tag stands that is not inside quotes. What was looked at in vain is taken off `search`.
fn attributes_end(text: &str, search: &mut usize) -> Option<usize> {
    let mut quote = None;
    let limit = TAG_BYTES.min(*search).max(SHORT_TAG_BYTES);
    for (at, byte) in text.bytes().enumerate().take(limit) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'<') => return None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    *search = search.saturating_sub(limit.min(text.len()));
    None
}

/// The value of an attribute, its entities decoded.
pub fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes;
    while let Some((key, behind)) = rest.split_once('=') {
        let key = key.trim_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let behind = behind.trim_start();
        let (value, left) = match behind.chars().next() {
            Some(quote @ ('"' | '\'')) => behind.strip_prefix(quote)?.split_once(quote)?,
            _ => behind.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((behind, "")),
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(decoded(value));
        }
        rest = left;
    }
    None
}

/// A text with its entities decoded and no tags looked for.
fn decoded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let (character, length) = read_entity(from).unwrap_or_else(|| ("&".to_owned(), 1));
        plain.push_str(&character);
        rest = from.get(length..).unwrap_or_default();
    }
    plain.push_str(rest);
    plain
}

/// An entity at the beginning of the text: what it stands for, and its length in bytes.
///
/// `&amp;lt;` stands for `<`: sources escape twice, and nobody means to write `&lt;`. A text that does is written with
/// `&#38;` by [`escape`].
fn read_entity(text: &str) -> Option<(String, usize)> {
    let (character, length) = read_one_entity(text)?;
    if text.starts_with("&amp;") {
        let behind = text.get(length - 1..)?;
        // `;lt;` read as `&lt;`.
        let twice = behind.strip_prefix(';').and_then(name_of_entity);
        if let Some((character, more)) = twice {
            return Some((character, length + more));
        }
    }
    Some((character, length))
}

fn read_one_entity(text: &str) -> Option<(String, usize)> {
    name_of_entity(text.strip_prefix('&')?).map(|(character, length)| (character, length + 1))
}

/// What the name behind a `&` stands for, and its length in bytes with its `;`. `&nbsp` does without.
fn name_of_entity(text: &str) -> Option<(String, usize)> {
    let end = text.bytes().take(ENTITY_BYTES).position(|byte| byte == b';');
    let Some(name) = end.and_then(|end| text.get(..end)) else {
        return text.starts_with("nbsp").then(|| ("\u{a0}".to_owned(), 4));
    };
    let length = name.len() + 1;
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        let character = char::from_u32(code.ok()?).unwrap_or(char::REPLACEMENT_CHARACTER);
        return Some((character.to_string(), length));
    }
    let known = |&&(known, _): &&(&str, &str)| known == name || known.eq_ignore_ascii_case(name);
    match ENTITIES.iter().find(known) {
        Some(&(_, character)) => Some((character.to_owned(), length)),
        None => text.starts_with("nbsp").then(|| ("\u{a0}".to_owned(), 4)),
    }
}

/// Plain text as rich-lite.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' if text.get(at + 1..).is_some_and(|behind| name_of_entity(behind).is_some()) => escaped.push_str("&#38;"),
            '&' => escaped.push_str("&amp;"),
            c => escaped.push(c),
        }
    }
    escaped
}
