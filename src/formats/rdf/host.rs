//! What a work stands in: an issue in a volume in a journal, a book, and the series of either.

use std::collections::{HashSet, VecDeque};
use std::rc::Rc;

use super::nodes::{Nodes, identity, pointed_at, types};
use super::{MEMBERS, people};
use crate::formats::tagged::sheet::Sheet;
use crate::formats::tagged::table::Member;
use crate::formats::xml::Element;
use crate::record::Contributor;

/// In how much a work may stand: an article in an issue in a volume in a journal, in two series and a database.
const MOST: usize = 12;

/// What was read of a host.
pub struct Host<'t> {
    lines: Vec<(Member, String)>,
    editors: Vec<Contributor>,
    /// What it stands in itself.
    outer: Vec<Element<'t>>,
    /// What it costs to say it again, in bytes.
    weight: usize,
}

/// Files what a work stands in, the nearest first, each once.
pub fn file<'t>(work: Element<'t>, nodes: &mut Nodes<'t>, sheet: &mut Sheet) {
    let mut seen = HashSet::from([identity(work)]);
    let mut waiting = VecDeque::new();
    for part in work.all("isPartOf") {
        match nodes.at(part) {
            Some(node) => {
                waiting.push_back(node);
                part.take();
            }
            None if said(part).is_some_and(|(member, text)| sheet.file(member, &text)) => part.take(),
            None => part.leave(),
        }
    }
    while let Some(node) = waiting.pop_front().filter(|_| seen.len() <= MOST) {
        if !seen.insert(identity(node)) {
            continue;
        }
        let host = of(node, nodes);
        if !nodes.may_say(host.weight) {
            return;
        }
        for (member, text) in &host.lines {
            sheet.file(*member, text);
        }
        sheet.article.authors.extend(host.editors.iter().cloned());
        waiting.extend(&host.outer);
    }
}

/// What a host that is no node is: its title, or the name it has by its ISSN.
fn said(part: Element<'_>) -> Option<(Member, String)> {
    let title = part.text().map(|title| (Member::Journal, title));
    let number =
        || pointed_at(part)?.to_ascii_lowercase().strip_prefix("urn:issn:").map(|number| (Member::Standard, number.to_uppercase()));
    title.or_else(number)
}

/// What a host says, read once.
fn of<'t>(node: Element<'t>, nodes: &mut Nodes<'t>) -> Rc<Host<'t>> {
    if let Some(host) = nodes.hosts.get(&identity(node)) {
        return Rc::clone(host);
    }
    let is = |wanted: &[&str]| types(node).any(|name| wanted.contains(&name.as_str()));
    let series = is(&["Series", "BookSeries"]);
    // Some say of one node that it is the journal and its volume.
    let numbered = is(&["Issue", "PublicationIssue", "PublicationVolume"]) && !is(&["Periodical", "Journal"]);
    let (mut lines, mut created, mut outer) = (Vec::new(), Vec::new(), Vec::new());
    for part in node.children() {
        let member = match part.name() {
            "title" | "name" if series => Member::Series,
            "number" | "position" if series => Member::SeriesNumber,
            // An issue may have a title of its own.
            "title" | "name" if !numbered => Member::Journal,
            "shortTitle" => Member::Abbrev,
            "publisher" => {
                lines.extend(nodes.publisher(part).iter().cloned());
                continue;
            }
            "isPartOf" => {
                match nodes.at(part) {
                    Some(node) if outer.len() < MOST => outer.push(node),
                    Some(_) => {}
                    None => lines.extend(said(part)),
                }
                continue;
            }
            name => match MEMBERS.iter().find(|(known, _)| *known == name) {
                Some((_, member)) => *member,
                None => continue,
            },
        };
        let lines = if part.name() == "created" { &mut created } else { &mut lines };
        lines.extend(nodes.value(part).map(|text| (member, text.to_string())));
    }
    lines.append(&mut created);
    let editors = people::of(node, &people::EDITORS, nodes);
    let weight = lines.iter().map(|(_, text)| text.len()).sum::<usize>() + editors.iter().map(people::weight).sum::<usize>();
    let host = Rc::new(Host { lines, editors, outer, weight });
    nodes.hosts.insert(identity(node), Rc::clone(&host));
    host
}
