//! Persons and organisations: one that a property points at, or several in a list, which has an order.

use std::collections::HashSet;
use std::rc::Rc;

use super::nodes::{Nodes, identity, pointed_at, types};
use crate::formats::xml::{Element, Written, body, person};
use crate::formats::{members, names};
use crate::record::{Contributor, MultiText};

/// Properties that name people, and their role.
pub struct Role {
    /// The property of a list.
    list: &'static str,
    /// Properties that have no order.
    properties: &'static [&'static str],
    /// What they are to the work; authors have no name for it.
    word: Option<&'static str>,
}

/// Editors, of a work or of what it stands in.
pub const EDITORS: Role = Role { list: "editorList", properties: &["editor"], word: Some("editor") };

/// The people of a work.
pub const ROLES: &[Role] = &[
    Role { list: "authorList", properties: &["creator", "author"], word: None },
    EDITORS,
    Role { list: "", properties: &["translator"], word: Some("translator") },
    Role { list: "contributorList", properties: &["contributor"], word: Some("contributor") },
];

/// The people that a node is: one, those of a list, or none.
pub type People = Rc<[Contributor]>;

/// What it costs to go through a cell of a list, in bytes: fewer than it has in a file.
const CELL: usize = 48;

/// What it costs to say a contributor again, in bytes.
pub fn weight(one: &Contributor) -> usize {
    let texts = [&one.name, &one.family, &one.given].into_iter().flat_map(MultiText::values);
    size_of::<Contributor>() + texts.map(String::len).sum::<usize>()
}

/// People in a role: by lists that name somebody, else by the properties. Properties that say again who is in a list are taken.
pub fn of<'t>(node: Element<'t>, role: &Role, nodes: &mut Nodes<'t>) -> Vec<Contributor> {
    let mut found = Vec::new();
    let add = |property: Element<'t>, found: &mut Vec<Contributor>, nodes: &mut Nodes<'t>| {
        let people = listed(property, nodes);
        if people.is_empty() {
            property.leave();
        } else {
            property.take();
        }
        found.extend(people);
    };
    for property in node.all(role.list) {
        add(property, &mut found, nodes);
    }
    let has_list = !found.is_empty();
    for property in node.children().filter(|part| role.properties.contains(&part.name())) {
        if has_list {
            property.take();
        } else {
            add(property, &mut found, nodes);
        }
    }
    for one in &mut found {
        one.role = role.word.map(str::to_owned);
    }
    found
}

/// The people of a property: of the nodes in it (`rdf:parseType="Collection"`), or of the one it points at.
fn listed<'t>(property: Element<'t>, nodes: &mut Nodes<'t>) -> Vec<Contributor> {
    if property.children().nth(1).is_none() {
        return match nodes.at(property) {
            Some(node) => {
                let people = of_node(node, nodes);
                let found = said(&people, nodes);
                if people.is_empty() { written(property).into_iter().collect() } else { found }
            }
            None => written(property).into_iter().collect(),
        };
    }
    let mut found = Vec::new();
    for inner in property.children() {
        let people = of_node(nodes.full(inner), nodes);
        found.extend(said(&people, nodes));
    }
    found
}

/// People once more, as long as that is not too much.
fn said(people: &People, nodes: &mut Nodes<'_>) -> Vec<Contributor> {
    if nodes.may_say(people.iter().map(weight).sum()) { people.to_vec() } else { Vec::new() }
}

/// A name that stands as text.
fn written(property: Element<'_>) -> Option<Contributor> {
    property.text().filter(|name| !name.is_empty()).map(|name| names::person(&name))
}

/// The people that a node is, read once.
fn of_node<'t>(node: Element<'t>, nodes: &mut Nodes<'t>) -> People {
    if let Some(people) = nodes.people.get(&identity(node)) {
        return Rc::clone(people);
    }
    let entries = entries(node, nodes);
    let people: People = if entries.is_empty() {
        contributor(node).into_iter().collect()
    } else {
        entries.into_iter().filter_map(|entry| one(entry, nodes)).collect()
    };
    nodes.people.insert(identity(node), Rc::clone(&people));
    people
}

/// The person that an entry of a list is. Lists in lists are not gone into.
fn one<'t>(entry: Element<'t>, nodes: &mut Nodes<'t>) -> Option<Contributor> {
    let Some(node) = nodes.at(entry) else { return written(entry) };
    let known = nodes.entries.entry(identity(node)).or_insert_with(|| contributor(node).map(Rc::new)).clone();
    match known {
        Some(known) => nodes.may_say(weight(&known)).then(|| known.as_ref().clone()),
        None => written(entry),
    }
}

/// The entries of a list, each a property: `rdf:li`, `rdf:_1` …, or `rdf:first` of it and of every `rdf:rest`.
fn entries<'t>(node: Element<'t>, nodes: &mut Nodes<'t>) -> Vec<Element<'t>> {
    let number = |part: Element<'_>| part.name().strip_prefix('_').and_then(|number| number.parse::<u32>().ok());
    let mut entries: Vec<Element<'t>> = node.children().filter(|part| part.name() == "li" || number(*part).is_some()).collect();
    entries.sort_by_key(|part| number(*part));
    let mut seen = HashSet::new();
    let mut rest = Some(node).filter(|_| entries.is_empty());
    // A list may come back to itself, and many may end in the same long one.
    while let Some(node) = rest.filter(|node| seen.insert(identity(*node)) && nodes.may_say(CELL)) {
        entries.extend(node.child("first"));
        rest = node.child("rest").and_then(|rest| nodes.at(rest));
    }
    entries
}

/// A person or an organisation.
fn contributor(node: Element<'_>) -> Option<Contributor> {
    let first = |names: &[&str]| names.iter().find_map(|name| node.text_of(name));
    let family = first(&["surname", "familyName", "family_name", "lastName"]);
    let given = first(&["givenName", "givenname", "firstName"]);
    let is_body = || types(node).any(|name| name.ends_with("Organization") || name.ends_with("Organisation"));
    let found = match (family, first(&["name"])) {
        (Some(family), _) => person([Written { family: Some(family), given, ..Written::default() }]),
        (None, Some(name)) if is_body() => Some(body(name)),
        (None, Some(name)) => Some(names::person(&name)),
        _ => None,
    };
    found.map(|found| Contributor { orcid: orcid(node), ..found })
}

/// The ORCID that a node says to be the same, or is named by.
fn orcid(node: Element<'_>) -> Option<String> {
    let parts = node.children().filter(|part| matches!(part.name(), "sameAs" | "identifier" | "orcid" | "orcidId"));
    let written = parts.filter_map(|part| part.text().or_else(|| pointed_at(part)));
    let about = node.attribute("about").map(std::borrow::Cow::into_owned);
    written.chain(about).filter(|address| address.contains("orcid.org/")).find_map(|address| members::orcid(&address))
}
