//! Nodes by their names, and what was read of each.
//!
//! One journal may hold every work of a file, and one person may have written all: each is read once, and what was read is said
//! again for every work. How much is said again is bounded, so that a small file does not make a large library.

use std::collections::HashMap;
use std::rc::Rc;

use super::host::Host;
use super::people::People;
use crate::formats::Finding;
use crate::formats::tagged::table::Member;
use crate::formats::xml::Element;
use crate::record::Contributor;

/// How much of hosts and people the works of one file may say again, in bytes.
const MOST_SAID: usize = 256 << 20;

/// Lines that go to each work that points at a node.
pub type Lines = Rc<[(Member, String)]>;

/// The nodes of a document by their names, and what was read of those that may be pointed at more than once.
pub struct Nodes<'t> {
    named: HashMap<String, Element<'t>>,
    pub hosts: HashMap<usize, Rc<Host<'t>>>,
    pub people: HashMap<usize, People>,
    pub entries: HashMap<usize, Option<Rc<Contributor>>>,
    publishers: HashMap<usize, Lines>,
    labels: HashMap<usize, Option<Rc<str>>>,
    /// What may still be said, in bytes.
    left: usize,
    /// Whether more would have been said, and whether a finding tells of it already.
    exceeded: bool,
    told: bool,
}

impl<'t> Nodes<'t> {
    pub fn of(root: Element<'t>) -> Self {
        let mut named = HashMap::new();
        for element in root.descendants().filter(|element| element.has_elements()) {
            // A property points with `nodeID` too: a node has parts, or is another's type.
            for name in names(element) {
                named.entry(name).or_insert(element);
            }
        }
        let (hosts, people, entries, publishers, labels) = Default::default();
        Self { named, hosts, people, entries, publishers, labels, left: MOST_SAID, exceeded: false, told: false }
    }

    /// What a property points at: the node in it, or the one that it names.
    pub fn at(&self, property: Element<'t>) -> Option<Element<'t>> {
        match property.children().next() {
            Some(inner) => Some(self.full(inner)),
            None => self.named.get(pointed_at(property)?.as_str()).copied(),
        }
    }

    /// The node itself, or the one of its name elsewhere where nothing stands in it (`<foaf:Person rdf:about="#li"/>`).
    pub fn full(&self, node: Element<'t>) -> Element<'t> {
        if node.has_elements() {
            return node;
        }
        names(node).find_map(|name| self.named.get(&name).copied()).unwrap_or(node)
    }

    /// Whether so many bytes more may be said. It is asked before what was read of a node is copied.
    pub fn may_say(&mut self, bytes: usize) -> bool {
        match self.left.checked_sub(bytes) {
            Some(left) => self.left = left,
            None => self.exceeded = true,
        }
        !self.exceeded
    }

    /// Says once that what works share was too much, at the line of the first of them.
    pub fn complaint(&mut self, line: usize) -> Option<Finding> {
        let first = self.exceeded && !std::mem::replace(&mut self.told, self.exceeded);
        first.then(|| {
            let sentence = format!(
                "what works of this file point at together is more than {} MiB when each has its own; from this work on people and journals may be missing: part the file",
                MOST_SAID >> 20
            );
            Finding::kept(sentence).at(line).of("isPartOf")
        })
    }

    /// What a property says: its text, with its markup where that is XML; the name of the node in it, or of the one it points at.
    pub fn value(&mut self, part: Element<'t>) -> Option<Rc<str>> {
        if !part.has_elements() {
            return part.text().map(Rc::from).or_else(|| {
                let node = self.at(part)?;
                let label = self.label(node)?;
                self.may_say(label.len()).then_some(label)
            });
        }
        let is_literal = part.has("parseType", "Literal");
        let named = || ["name", "prefLabel", "value"].iter().find_map(|name| part.find(name)?.text());
        (!is_literal).then(named).flatten().or_else(|| part.rich()).map(Rc::from)
    }

    /// What a node is called.
    fn label(&mut self, node: Element<'t>) -> Option<Rc<str>> {
        let label = || ["name", "prefLabel", "label", "title", "value"].iter().find_map(|name| node.text_of(name)).map(Rc::from);
        self.labels.entry(identity(node)).or_insert_with(label).clone()
    }

    /// An organisation's name and place, or a name.
    pub fn publisher(&mut self, part: Element<'t>) -> Lines {
        let Some(node) = self.at(part) else {
            return part.text().map(|name| (Member::Publisher, name)).into_iter().collect();
        };
        let place = || ["localityName", "addressLocality", "locality"].iter().find_map(|name| node.find(name)?.text());
        let lines = || {
            let name = node.text_of("name").map(|name| (Member::Publisher, name));
            name.into_iter().chain(place().map(|place| (Member::Place, place))).collect()
        };
        let lines = Rc::clone(self.publishers.entry(identity(node)).or_insert_with(lines));
        if self.may_say(lines.iter().map(|(_, text)| text.len()).sum()) { lines } else { Rc::from([]) }
    }
}

/// The names that a node has.
pub fn names(node: Element<'_>) -> impl Iterator<Item = String> {
    // `rdf:ID="n"` is what `rdf:resource="#n"` points at.
    let id = node.attribute("ID").map(|id| format!("#{id}"));
    ["about", "nodeID"].into_iter().filter_map(move |name| node.attribute(name)).map(std::borrow::Cow::into_owned).chain(id)
}

/// The name that a property points with.
pub fn pointed_at(property: Element<'_>) -> Option<String> {
    ["resource", "nodeID"].into_iter().find_map(|name| property.attribute(name)).map(std::borrow::Cow::into_owned)
}

/// The types of a node: its element's name and the last words of what its `rdf:type` points at.
pub fn types(node: Element<'_>) -> impl Iterator<Item = String> {
    let written = node.all("type").filter_map(pointed_at).filter_map(|address| address.rsplit(['/', '#']).next().map(str::to_owned));
    std::iter::once(node.name().to_owned()).chain(written)
}

/// What tells a node from every other of its tree: where its name stands in the text.
pub fn identity(node: Element<'_>) -> usize {
    node.name().as_ptr().addr()
}
