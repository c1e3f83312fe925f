//! One element of a tree: its name, its attributes, what stands in it.

use std::borrow::Cow;

use super::builder::{Builder, Plain};
use super::entities;
use super::tree::{Kind, Tree};
use crate::formats::rich;

/// An element. Taking its text marks it as taken, so that what nobody took can be kept.
#[derive(Clone, Copy)]
pub struct Element<'t> {
    tree: &'t Tree<'t>,
    place: usize,
}

/// What stands in an element.
#[derive(Clone, Copy)]
pub enum Piece<'t> {
    Element(Element<'t>),
    Text(&'t str),
    Sign(char),
}

impl<'t> Element<'t> {
    /// The elements of a row of nodes, none within another.
    #[inline]
    pub(super) fn row(tree: &'t Tree<'t>, from: usize, to: usize) -> impl Iterator<Item = Element<'t>> {
        row(tree, from, to).filter_map(|piece| match piece {
            Piece::Element(element) => Some(element),
            _ => None,
        })
    }

    #[inline]
    fn end(self) -> usize {
        self.tree.nodes.get(self.place).map_or(self.place, |node| node.end as usize)
    }

    /// The name without its prefix.
    #[inline]
    pub fn name(self) -> &'t str {
        match self.tree.nodes.get(self.place).map(|node| &node.kind) {
            Some(Kind::Element(name, _)) => name,
            _ => "",
        }
    }

    pub fn line(self) -> usize {
        self.tree.line_of(self.tree.nodes.get(self.place).map_or(0, |node| node.at as usize))
    }

    /// Attributes as written: names with their prefixes, values between their quotes.
    #[inline]
    pub fn attributes(self) -> impl Iterator<Item = (&'t str, &'t str)> {
        let written = match self.tree.nodes.get(self.place).map(|node| &node.kind) {
            Some(Kind::Element(_, attributes)) => *attributes,
            _ => "",
        };
        Attributes(written)
    }

    /// The value of an attribute, by its name without prefix; `None` too where it is empty.
    pub fn attribute(self, name: &str) -> Option<Cow<'t, str>> {
        self.attributes()
            .find(|(written, _)| *written == name || is_local(written, name))
            .map(|(_, value)| match entities::decoded(value) {
                Cow::Borrowed(value) if stands_bare(value) => Cow::Borrowed(value),
                Cow::Borrowed(value) => Cow::Borrowed(value.trim()),
                Cow::Owned(value) => Cow::Owned(value.trim().to_owned()),
            })
            .filter(|value| !value.is_empty())
    }

    /// Whether an attribute has this value, in any case.
    pub fn has(self, name: &str, wanted: &str) -> bool {
        self.attribute(name).is_some_and(|value| value.eq_ignore_ascii_case(wanted))
    }

    /// Elements directly within.
    #[inline]
    pub fn children(self) -> impl Iterator<Item = Element<'t>> {
        Self::row(self.tree, self.place + 1, self.end())
    }

    /// Everything directly within.
    #[inline]
    pub fn pieces(self) -> impl Iterator<Item = Piece<'t>> {
        row(self.tree, self.place + 1, self.end())
    }

    #[inline]
    pub fn child(self, name: &str) -> Option<Element<'t>> {
        self.children().find(|child| child.name() == name)
    }

    #[inline]
    pub fn all(self, name: &str) -> impl Iterator<Item = Element<'t>> {
        self.children().filter(move |child| child.name() == name)
    }

    /// Elements within, at any depth, in order.
    #[inline]
    pub fn descendants(self) -> impl Iterator<Item = Element<'t>> {
        let tree = self.tree;
        (self.place + 1..self.end())
            .filter(|place| matches!(tree.nodes.get(*place).map(|node| &node.kind), Some(Kind::Element(..))))
            .map(move |place| Element { tree, place })
    }

    /// The same, without going into elements of these names.
    #[inline]
    pub fn descendants_but(self, skip: &'static [&'static str]) -> impl Iterator<Item = Element<'t>> {
        let tree = self.tree;
        let mut place = self.place + 1;
        let end = self.end();
        std::iter::from_fn(move || {
            while place < end {
                let here = place;
                let node = tree.nodes.get(here)?;
                place += 1;
                if let Kind::Element(name, _) = &node.kind {
                    if !skip.contains(name) {
                        return Some(Element { tree, place: here });
                    }
                    place = (node.end as usize).max(place);
                }
            }
            None
        })
    }

    /// Elements of a name within, at any depth, but not those within one of them: who goes into each of these in turn sees
    /// every one once.
    pub fn outermost(self, name: &'static str) -> impl Iterator<Item = Element<'t>> {
        let mut behind = 0;
        self.descendants().filter(move |element| {
            let first = element.place >= behind && element.name() == name;
            if first {
                behind = element.end();
            }
            first
        })
    }

    pub fn find(self, name: &str) -> Option<Element<'t>> {
        self.descendants().find(|element| element.name() == name)
    }

    #[inline]
    pub fn has_elements(self) -> bool {
        self.children().next().is_some()
    }

    /// Marks it, and all within, as taken.
    #[inline]
    pub fn take(self) {
        for cell in self.tree.taken.get(self.place..self.end()).unwrap_or_default() {
            cell.set(true);
        }
    }

    /// Takes back that it was taken: a member that took what stands around it has no place for it.
    pub fn leave(self) {
        for cell in self.tree.taken.get(self.place..self.end()).unwrap_or_default() {
            cell.set(false);
        }
    }

    /// Takes its text: plain, blanks made single. Nothing when there is none.
    pub fn text(self) -> Option<String> {
        self.take();
        let mut plain = Plain::default();
        for place in self.place + 1..self.end() {
            match self.tree.nodes.get(place).map(|node| &node.kind) {
                Some(Kind::Text(text)) => plain.text(text),
                Some(Kind::Sign(sign)) => plain.sign(*sign),
                _ => {}
            }
        }
        plain.finish()
    }

    /// Bytes of the text within, blanks and all.
    pub fn length_of_text(self) -> usize {
        let nodes = self.tree.nodes.get(self.place + 1..self.end()).unwrap_or_default();
        nodes.iter().map(|node| if let Kind::Text(text) = node.kind { text.len() } else { 0 }).sum()
    }

    /// Whether no text stands within.
    pub fn is_wordless(self) -> bool {
        let nodes = self.tree.nodes.get(self.place + 1..self.end()).unwrap_or_default();
        nodes.iter().all(|node| match node.kind {
            Kind::Text(text) => text.trim().is_empty(),
            Kind::Sign(_) => false,
            Kind::Element(..) => true,
        })
    }

    /// The text of a child, taken.
    pub fn text_of(self, name: &str) -> Option<String> {
        self.all(name).find_map(Element::text)
    }

    /// The text as it stands, with its blanks and line ends (code, TeX), taken.
    pub fn verbatim(self) -> String {
        self.take();
        let mut text = String::with_capacity(self.length_of_text());
        for place in self.place + 1..self.end() {
            match self.tree.nodes.get(place).map(|node| &node.kind) {
                Some(Kind::Text(words)) => text.push_str(words),
                Some(Kind::Sign(sign)) => text.push(*sign),
                _ => {}
            }
        }
        text
    }

    /// Takes its text as rich-lite, markup within by the tags that all XML formats share. Nothing when there is none.
    pub fn rich(self) -> Option<String> {
        self.take();
        let mut builder = Builder::default();
        builder.element(self);
        Some(builder.finish()).filter(|text| !text.is_empty())
    }

    /// Its markup, written anew: names without prefixes, no declarations of name spaces.
    pub fn markup(self) -> String {
        let (from, to) = (self.tree.place_in_text(self.place), self.tree.place_in_text(self.end()));
        let mut out = String::with_capacity(to.saturating_sub(from));
        self.write(&mut out);
        out
    }

    fn write(self, out: &mut String) {
        let name = self.name();
        out.push('<');
        out.push_str(name);
        for (attribute, value) in self.attributes().filter(|(attribute, _)| !attribute.starts_with("xmlns")) {
            out.push(' ');
            out.push_str(attribute);
            out.push_str("=\"");
            rich::push_quoted(out, value);
            out.push('"');
        }
        out.push('>');
        for piece in self.pieces() {
            match piece {
                Piece::Element(inner) => inner.write(out),
                Piece::Text(text) => rich::push_escaped(out, text),
                Piece::Sign(sign) => rich::push_escaped(out, sign.encode_utf8(&mut [0; 4])),
            }
        }
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }

    /// Whether a member took it.
    #[inline]
    pub fn is_taken(self) -> bool {
        self.tree.taken.get(self.place).is_some_and(std::cell::Cell::get)
    }

    /// The places of it and of what stands within.
    #[inline]
    pub(super) fn span(self) -> (usize, usize) {
        (self.place, self.end())
    }

    pub(super) fn tree(self) -> &'t Tree<'t> {
        self.tree
    }
}

/// Whether there is no blank at either end of a value, as of nearly all.
fn stands_bare(value: &str) -> bool {
    let ends = [value.as_bytes().first(), value.as_bytes().last()];
    ends.iter().all(|end| end.is_some_and(u8::is_ascii_graphic))
}

/// Whether a name has a prefix before this one: `xlink:href` before `href`.
fn is_local(written: &str, name: &str) -> bool {
    let colon = written.len().checked_sub(name.len() + 1).and_then(|at| written.as_bytes().get(at));
    colon == Some(&b':') && written.ends_with(name)
}

#[inline]
fn row<'t>(tree: &'t Tree<'t>, from: usize, to: usize) -> impl Iterator<Item = Piece<'t>> {
    let mut place = from;
    std::iter::from_fn(move || {
        if place >= to {
            return None;
        }
        let node = tree.nodes.get(place)?;
        let piece = match node.kind {
            Kind::Element(..) => Piece::Element(Element { tree, place }),
            Kind::Text(text) => Piece::Text(text),
            Kind::Sign(sign) => Piece::Sign(sign),
        };
        place = (node.end as usize).max(place + 1);
        Some(piece)
    })
}

/// Attributes of a tag, one after another.
struct Attributes<'t>(&'t str);

impl<'t> Iterator for Attributes<'t> {
    type Item = (&'t str, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        // Names are short: to look at each byte is sooner done than to ask for many at once.
        let sign = self.0.bytes().position(|byte| byte == b'=')?;
        let (name, behind) = (self.0.get(..sign)?, self.0.get(sign + 1..)?);
        let name = name.trim_ascii();
        let behind = behind.trim_ascii_start();
        let quote = behind.bytes().next()?;
        let (value, rest) = if matches!(quote, b'"' | b'\'') {
            let inner = behind.get(1..)?;
            let end = memchr::memchr(quote, inner.as_bytes()).unwrap_or(inner.len());
            (inner.get(..end)?, inner.get(end + 1..).unwrap_or_default())
        } else {
            behind.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((behind, ""))
        };
        self.0 = rest;
        Some((name, value))
    }
}
