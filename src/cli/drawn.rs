//! A citation graph as it is written out: DOT for Graphviz, GraphML for Gephi, yEd and NetworkX, or JSON Lines.

use std::fmt::Write as _;

use quick_xml::escape::escape;
use serde_json::{Value, json};

use super::cards;
use super::out::Out;
use crate::formats::printable;
use crate::library::{ArticleCard, ArticleKey, ShelfName};
use crate::record::{HowLinked, Language, RecordId};
use crate::text::clean_line;

/// In which form a graph is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Dot,
    GraphMl,
    Json,
}

/// What is written of a record, or of a work that is not held.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// What edges call it: letters and digits.
    pub name: String,
    pub label: String,
    /// The identifier of a record.
    pub id: Option<String>,
    pub title: String,
    pub year: Option<i32>,
    /// Citations between it and the one that was asked about.
    pub away: Option<u32>,
    pub held: bool,
    /// The same as JSON.
    pub object: Value,
}

impl Node {
    /// A record of the library.
    pub fn of(id: &RecordId, card: &ArticleCard) -> Self {
        Self {
            name: name(card.key),
            label: card.short_label(&Language::Zh),
            id: Some(id.to_string()),
            title: cards::chosen(&card.title, &Language::Zh),
            year: card.year,
            away: None,
            held: true,
            object: cards::object(id, card),
        }
    }

    /// The same, so many citations away.
    #[must_use]
    pub fn away(mut self, away: u32) -> Self {
        self.away = Some(away);
        if let Some(object) = self.object.as_object_mut() {
            object.insert("away".to_owned(), away.into());
        }
        self
    }
}

/// What edges call a record: it holds for one output.
pub fn name(key: ArticleKey) -> String {
    let shelf = match key.shelf {
        ShelfName::Files => 'f',
        ShelfName::Own => 'n',
        ShelfName::Sample => 's',
    };
    format!("{shelf}{}", key.row)
}

/// One citation.
#[derive(Clone, Copy, Debug)]
pub struct Edge<'a> {
    pub citing: &'a str,
    pub cited: &'a str,
    /// The identifiers of both, as JSON has them.
    pub ids: (&'a str, &'a str),
    pub how: Option<HowLinked>,
}

/// The attributes of GraphML: name, of what, type.
const ATTRIBUTES: [(&str, &str, &str); 7] = [
    ("id", "node", "string"),
    ("label", "node", "string"),
    ("title", "node", "string"),
    ("year", "node", "int"),
    ("away", "node", "int"),
    ("held", "node", "boolean"),
    ("how", "edge", "string"),
];

/// Writes a graph while it is read: whatever its size, nothing of it is kept.
pub struct Drawing<'a> {
    form: Form,
    out: &'a Out,
}

impl<'a> Drawing<'a> {
    /// Begins a graph.
    pub fn begin(form: Form, out: &'a Out) -> Self {
        match form {
            Form::Dot => {
                out.line("digraph citations {");
                out.line("  rankdir=RL;");
                out.line("  node [shape=box];");
            }
            Form::GraphMl => {
                out.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
                out.line("<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">");
                for (name, of, kind) in ATTRIBUTES {
                    out.line(&format!("  <key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"));
                }
                out.line("  <graph id=\"citations\" edgedefault=\"directed\">");
            }
            Form::Json => {}
        }
        Self { form, out }
    }

    pub fn node(&self, node: &Node) {
        match self.form {
            Form::Dot => {
                let style = if node.held { "" } else { ", style=dashed" };
                let id = node.id.as_deref().map(|id| format!(", id={}", dot(id))).unwrap_or_default();
                let tooltip = dot(&node.title);
                self.out.line(&format!("  {} [label={}{id}, tooltip={tooltip}{style}];", dot(&node.name), dot(&node.label)));
            }
            Form::GraphMl => {
                let mut line = format!("    <node id=\"{}\">", xml(&node.name));
                data(&mut line, "id", node.id.as_deref());
                data(&mut line, "label", Some(&node.label));
                data(&mut line, "title", Some(&node.title).filter(|title| !title.is_empty()).map(String::as_str));
                data(&mut line, "year", node.year.map(|year| year.to_string()).as_deref());
                data(&mut line, "away", node.away.map(|away| away.to_string()).as_deref());
                data(&mut line, "held", Some(if node.held { "true" } else { "false" }));
                line.push_str("</node>");
                self.out.line(&line);
            }
            Form::Json => self.out.line(&printable::json(&json!({ "node": node.object }))),
        }
    }

    pub fn edge(&self, edge: Edge<'_>) {
        let how = edge.how.map(step_name);
        match self.form {
            Form::Dot => self.out.line(&format!("  {} -> {};", dot(edge.citing), dot(edge.cited))),
            Form::GraphMl => {
                let mut line = format!("    <edge source=\"{}\" target=\"{}\">", xml(edge.citing), xml(edge.cited));
                data(&mut line, "how", how.as_deref());
                line.push_str("</edge>");
                self.out.line(&line);
            }
            Form::Json => {
                self.out.line(&printable::json(&json!({ "edge": { "citing": edge.ids.0, "cited": edge.ids.1, "how": edge.how } })));
            }
        }
    }

    pub fn end(&self) {
        match self.form {
            Form::Dot => self.out.line("}"),
            Form::GraphMl => {
                self.out.line("  </graph>");
                self.out.line("</graphml>");
            }
            Form::Json => {}
        }
    }
}

/// The step of the ladder as the schema names it.
pub fn step_name(how: HowLinked) -> String {
    serde_json::to_value(how).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A quoted string of DOT. A backslash would begin an escape of labels (`\N` is the name of the node).
fn dot(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in clean_line(text).chars() {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    // Graphviz reads the names of characters as HTML does.
    quoted.replace('&', "&amp;")
}

/// Text of XML 1.0. Clean text has only characters of it (production 2).
fn xml(text: &str) -> String {
    escape(clean_line(text)).into_owned()
}

fn data(line: &mut String, key: &str, text: Option<&str>) {
    if let Some(text) = text {
        let _ = write!(line, "<data key=\"{key}\">{}</data>", xml(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_title_ends_a_string_of_dot_or_begins_a_tag() {
        assert_eq!(dot("a \"b\" \\N c\\\n</x> & d"), "\"a \\\"b\\\" \\\\N c\\\\ </x> &amp; d\"");
        assert_eq!(xml("<a b='c'>&amp;\"\u{FFFE}\u{8}"), "&lt;a b=&apos;c&apos;&gt;&amp;amp;&quot;\u{FFFD}");
    }
}
