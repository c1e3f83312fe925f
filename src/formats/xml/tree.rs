//! The tree of one record: its nodes in one row, in the order of the text, borrowing from it.
//!
//! An end tag that fits no open element is passed over; one that fits an outer element closes those within. Elements below
//! [`DEEPEST`] lose their tags, never their text. Entities are resolved while reading, and never more than one step.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::element::Element;
use super::entities::{Entities, Resolved};
use super::pieces::{self, Piece, Tag};
use crate::formats::Finding;

/// Elements within each other.
const DEEPEST: usize = 256;

/// How many open elements an end tag looks past for its start.
const WITHIN: usize = 32;

/// Nodes of one record: beyond it the rest of the record is left unread, with a finding.
const MOST: usize = 4_000_000;

/// Bytes of a record for each of its nodes where there are many.
const BYTES_A_NODE: usize = 16;

/// How often reading starts again behind something that is no XML.
const RESTARTS: usize = 8;

/// One node; an element's descendants follow it up to `end`.
pub struct Node<'a> {
    pub kind: Kind<'a>,
    /// The place behind the last descendant.
    pub end: u32,
    /// Where it stands in the text, in bytes.
    pub at: u32,
}

/// What a node is.
pub enum Kind<'a> {
    /// A name without its prefix, and the attributes as written.
    Element(&'a str, &'a str),
    Text(&'a str),
    Sign(char),
}

/// The tree of one record.
pub struct Tree<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    /// Which nodes a member took.
    pub(super) taken: Vec<Cell<bool>>,
    text: &'a str,
    /// The line of the source on which the text begins.
    line: usize,
    pub findings: Vec<Finding>,
}

impl<'a> Tree<'a> {
    /// Reads the text of a record that begins on a line, with what stood before it in its file: the entities that its
    /// document type defines. Never fails: what is no XML is text or a finding.
    pub fn within(prologue: &'a str, text: &'a str, line: usize) -> Self {
        let mut growing = Growing {
            tree: Tree {
                nodes: Vec::with_capacity((text.len() / BYTES_A_NODE).min(MOST)),
                taken: Vec::new(),
                text,
                line,
                findings: Vec::new(),
            },
            open: Vec::with_capacity(WITHIN),
            beyond: 0,
            unmatched: None,
            unknown: Vec::new(),
            entities: Entities::default(),
        };
        if prologue.contains("<!ENTITY") {
            growing.entities.define(prologue);
        }
        growing.grow();
        growing.finish()
    }

    /// The first element that is no child of another.
    pub fn root(&self) -> Option<Element<'_>> {
        self.roots().next()
    }

    /// Elements that are no child of another: one in a sound file.
    pub fn roots(&self) -> impl Iterator<Item = Element<'_>> {
        Element::row(self, 0, self.nodes.len())
    }

    /// The line of a node of this tree.
    pub fn line_of(&self, at: usize) -> usize {
        let before = self.text.as_bytes().get(..at).unwrap_or_default();
        self.line + lines(before)
    }

    /// Where a node begins in the text, in bytes; the end of the text for the place behind the last.
    pub(super) fn place_in_text(&self, place: usize) -> usize {
        self.nodes.get(place).map_or(self.text.len(), |node| node.at as usize)
    }

    fn tell(&mut self, at: usize, sentence: String) {
        let line = self.line_of(at);
        self.findings.push(Finding::kept(sentence).at(line));
    }
}

/// How many lines end in these bytes.
pub(super) fn lines(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

/// Where a name without its prefix stands in a tag, which it is in behind so many bytes.
fn local(name: &str, behind: usize) -> Range<usize> {
    let prefix = name.rfind(':').map_or(0, |colon| colon + 1);
    behind + prefix..behind + name.len()
}

/// A tree while it is read.
struct Growing<'a> {
    tree: Tree<'a>,
    /// Places of the open elements, outermost first.
    open: Vec<usize>,
    /// Open elements below the deepest.
    beyond: usize,
    /// The first end tag that fitted nothing, and how many more there were.
    unmatched: Option<(usize, usize)>,
    /// Entities that nobody defined: their names and where each stood first.
    unknown: Vec<(&'a str, usize)>,
    entities: Entities<'a>,
}

impl<'a> Growing<'a> {
    fn grow(&mut self) {
        let text = self.tree.text;
        let mut from = 0;
        for _ in 0..RESTARTS {
            let Some(rest) = text.get(from..) else { return };
            match self.grow_from(rest, from) {
                None => return,
                Some(at) => from = at,
            }
        }
        if let Some(rest) = text.get(from..).filter(|rest| !rest.is_empty()) {
            self.tree.tell(from, "this file is no XML in too many places; nothing behind this line was read".to_owned());
            let _ = rest;
        }
    }

    /// Reads on from a place; gives the place behind something that is no XML, if there is such.
    fn grow_from(&mut self, text: &'a str, base: usize) -> Option<usize> {
        let mut before = 0;
        while let Some(rest) = text.get(before..).filter(|rest| !rest.is_empty()) {
            let at = base + before;
            let length = match pieces::first(rest) {
                Some((piece, length)) => {
                    match piece {
                        Piece::Text(words) => self.push(Kind::Text(words), at),
                        Piece::Reference(written) => self.reference(written, at),
                        Piece::Start(tag) => self.start(tag, at),
                        Piece::End(name) => self.end(name, at),
                    }
                    length
                }
                None => match self.rarer(rest, at) {
                    Ok(length) => length,
                    Err(error) => return self.broken(text, before, base, &error),
                },
            };
            before += length;
            if self.tree.nodes.len() >= MOST {
                self.tree.tell(base + before, format!("this record has more than {MOST} parts; nothing behind this line was read"));
                return None;
            }
        }
        None
    }

    /// Reads a piece that is rarer than tags and text; gives its bytes.
    fn rarer(&mut self, text: &'a str, at: usize) -> Result<usize, quick_xml::Error> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let event = reader.read_event()?;
        let length = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
        let written = text.get(..length).unwrap_or_default();
        match event {
            Event::Start(start) => self.start(Tag { written, name: local(start.name().as_ref(), 1), is_empty: false }, at),
            Event::Empty(start) => self.start(Tag { written, name: local(start.name().as_ref(), 1), is_empty: true }, at),
            Event::End(end) => {
                let name = end.name();
                self.end(name.as_ref().get(local(name.as_ref(), 0)).unwrap_or_default(), at);
            }
            Event::Text(words) => {
                if let Cow::Borrowed(words) = words.into_inner() {
                    self.push(Kind::Text(words), at);
                }
            }
            Event::CData(words) => {
                if let Cow::Borrowed(words) = words.into_inner() {
                    self.push(Kind::Text(words), at);
                }
            }
            Event::GeneralRef(_) => self.reference(written, at),
            Event::DocType(doctype) => {
                if let Cow::Borrowed(doctype) = doctype.into_inner() {
                    self.entities.define(doctype);
                }
            }
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
            Event::Eof => return Ok(text.len()),
        }
        Ok(length)
    }

    /// A stretch that is no XML is text up to the next tag.
    fn broken(&mut self, text: &'a str, before: usize, base: usize, error: &quick_xml::Error) -> Option<usize> {
        let rest = text.get(before..)?;
        let next = rest.get(1..).and_then(|rest| rest.find('<')).map(|at| at + 1);
        let end = next.unwrap_or(rest.len());
        self.tree.tell(base + before, format!("this is no XML ({error}); it was read as text"));
        if let Some(words) = rest.get(..end).filter(|words| !words.starts_with("<!") && !words.starts_with("<?")) {
            self.push(Kind::Text(words), base + before);
        }
        next.map(|next| base + before + next)
    }

    #[inline]
    fn push(&mut self, kind: Kind<'a>, at: usize) {
        let end = u32::try_from(self.tree.nodes.len() + 1).unwrap_or(u32::MAX);
        self.tree.nodes.push(Node { kind, end, at: u32::try_from(at).unwrap_or(u32::MAX) });
    }

    #[inline]
    fn start(&mut self, Tag { written: tag, name, is_empty: empty }: Tag<'a>, at: usize) {
        let local = tag.get(name.clone()).unwrap_or_default();
        if !local.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            return self.push(Kind::Text(tag), at);
        }
        if self.open.len() >= DEEPEST {
            if !empty {
                if self.beyond == 0 && self.open.len() == DEEPEST {
                    self.tree
                        .tell(at, format!("elements stand in each other more than {DEEPEST} deep; below that only their text is read"));
                }
                self.beyond += 1;
            }
            return;
        }
        let attributes = match tag.as_bytes().get(name.end..) {
            Some(b">") => "",
            _ => tag.get(name.end..).unwrap_or_default().trim_end_matches('>').trim_end_matches('/'),
        };
        if !empty {
            self.open.push(self.tree.nodes.len());
        }
        self.push(Kind::Element(local, attributes), at);
    }

    #[inline]
    fn end(&mut self, local: &str, at: usize) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let nodes = &self.tree.nodes;
        let fits = |place: &usize| matches!(nodes.get(*place), Some(Node { kind: Kind::Element(name, _), .. }) if *name == local);
        if self.open.last().is_some_and(fits) {
            return self.close();
        }
        let found = self.open.iter().rev().take(WITHIN).position(fits);
        self.unmatched = Some(self.unmatched.map_or((at, 1), |(first, count)| (first, count + 1)));
        for _ in 0..found.map_or(0, |inner| inner + 1) {
            self.close();
        }
    }

    #[inline]
    fn close(&mut self) {
        let end = u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX);
        if let Some(node) = self.open.pop().and_then(|place| self.tree.nodes.get_mut(place)) {
            node.end = end;
        }
    }

    /// `&name;` as written.
    fn reference(&mut self, written: &'a str, at: usize) {
        let name = written.trim_start_matches('&').trim_end_matches(';');
        match self.entities.resolve(name) {
            Some(Resolved::Text(text)) => self.push(Kind::Text(text), at),
            Some(Resolved::Sign(sign)) => self.push(Kind::Sign(sign), at),
            None => {
                if self.unknown.len() < 64 && !self.unknown.iter().any(|(known, _)| *known == name) {
                    self.unknown.push((name, at));
                }
                self.push(Kind::Text(written), at);
            }
        }
    }

    fn finish(mut self) -> Tree<'a> {
        if let Some(place) = self.open.first().copied() {
            let node = self.tree.nodes.get(place);
            let (name, at) = match node {
                Some(Node { kind: Kind::Element(name, _), at, .. }) => (*name, *at as usize),
                _ => ("", 0),
            };
            self.tree.tell(at, format!("<{name}> is not closed; the file may have been cut, and what is there was read"));
        }
        while !self.open.is_empty() {
            self.close();
        }
        if let Some((at, count)) = self.unmatched {
            let more = if count > 1 { format!(" ({count} in all)") } else { String::new() };
            self.tree.tell(at, format!("an end tag fits no start tag here{more}; the text was read as if it did"));
        }
        for (name, at) in std::mem::take(&mut self.unknown) {
            self.tree.tell(at, format!("nobody says what \"&{name};\" stands for; it is kept as written"));
        }
        self.tree.taken = vec![Cell::new(false); self.tree.nodes.len()];
        self.tree
    }
}
