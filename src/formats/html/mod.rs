//! Tag soup as a tree of bounded depth, built in one pass.
//!
//! Not the algorithm of the HTML standard, which is quadratic on deep nesting: what is needed here is which text belongs
//! to which table cell, `div` or `span`, on pages by old editors, in time proportional to their length.

mod entities;
mod tokens;

pub use tokens::{Token, tokens};

use super::rich;

/// Elements below this depth become siblings, as in browsers.
const DEEPEST: usize = 512;

/// How many open elements an end tag looks past for its start; one that is farther away is a slip of the page.
const WITHIN: usize = 128;

/// The place of a node in its page.
pub type NodeId = usize;

/// One node.
pub struct Node {
    pub parent: NodeId,
    pub children: Vec<NodeId>,
    pub kind: Kind,
}

/// What a node is.
pub enum Kind {
    Element { name: String, attributes: Vec<(String, String)> },
    Text(String),
}

impl Node {
    pub fn name(&self) -> &str {
        match &self.kind {
            Kind::Element { name, .. } => name,
            Kind::Text(_) => "",
        }
    }

    pub fn attribute(&self, wanted: &str) -> Option<&str> {
        match &self.kind {
            Kind::Element { attributes, .. } => attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str()),
            Kind::Text(_) => None,
        }
    }

    /// Whether one of the classes is this, in any case.
    pub fn has_class(&self, wanted: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|class| class.eq_ignore_ascii_case(wanted)))
    }

    pub fn has_id(&self, wanted: &str) -> bool {
        self.attribute("id").is_some_and(|id| id.eq_ignore_ascii_case(wanted))
    }
}

/// A page.
pub struct Html {
    nodes: Vec<Node>,
}

const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "frame", "bgsound"];

/// Elements that end a line of text.
const BLOCK: &[&str] = &[
    "p",
    "div",
    "table",
    "tr",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "address",
    "form",
    "section",
    "article",
    "header",
    "footer",
    "nav",
    "blockquote",
    "pre",
    "tbody",
    "thead",
    "center",
    "fieldset",
    "body",
    "html",
    "head",
    "title",
    "td",
    "th",
];

/// An element that begins closes these, up to the given boundary.
const CLOSES: &[(&str, &[&str], &[&str])] = &[
    ("li", &["li"], &["ul", "ol"]),
    ("td", &["td", "th"], &["tr", "table"]),
    ("th", &["td", "th"], &["tr", "table"]),
    ("tr", &["tr"], &["table"]),
    ("tbody", &["tbody", "thead"], &["table"]),
    ("dt", &["dt", "dd"], &["dl"]),
    ("dd", &["dt", "dd"], &["dl"]),
    ("option", &["option"], &["select"]),
];

/// Inline elements, which an end tag of a cell or a new paragraph may close over.
const INLINE: &[&str] = &["a", "b", "i", "u", "em", "strong", "font", "span", "sup", "sub", "small", "big", "nobr"];

impl Html {
    /// Reads a page; any text is one.
    pub fn parse(text: &str) -> Self {
        let root = Node { parent: 0, children: Vec::new(), kind: Kind::Element { name: String::new(), attributes: Vec::new() } };
        let mut html = Self { nodes: vec![root] };
        let mut open: Vec<NodeId> = vec![0];
        let mut too_deep = 0usize;
        let mut as_text = 0usize;
        let mut tokens = tokens(text).peekable();
        while let Some(token) = tokens.next() {
            match token {
                // Sites put an empty list into the middle of a line; a standard parser would end the paragraph there.
                Token::Start { name, .. }
                    if matches!(name.as_str(), "ul" | "ol")
                        && matches!(tokens.peek(), Some(Token::End { name: end, .. }) if *end == name) =>
                {
                    tokens.next();
                }
                Token::Start { name, attributes, raw } if rich::tag_of(&name).is_some() && rich::is_prose(&attributes) => {
                    as_text += 1;
                    html.push(&open, Kind::Text(raw.to_owned()));
                }
                Token::End { name, raw } if as_text > 0 && rich::tag_of(&name).is_some() => {
                    as_text -= 1;
                    html.push(&open, Kind::Text(raw.to_owned()));
                }
                Token::Comment => {}
                Token::Text(text) => {
                    html.push(&open, Kind::Text(text));
                }
                Token::Start { name, attributes, raw } => {
                    html.close_implied(&name, &mut open);
                    let void = VOID.contains(&name.as_str()) || raw.ends_with("/>");
                    let id = html.push(&open, Kind::Element { name, attributes });
                    if void {
                        continue;
                    }
                    if open.len() < DEEPEST {
                        open.push(id);
                    } else {
                        too_deep += 1;
                    }
                }
                Token::End { .. } if too_deep > 0 => too_deep -= 1,
                Token::End { name, .. } => html.close(&name, &mut open),
            }
        }
        html
    }

    fn push(&mut self, open: &[NodeId], kind: Kind) -> NodeId {
        let parent = open.last().copied().unwrap_or_default();
        let id = self.nodes.len();
        self.nodes.push(Node { parent, children: Vec::new(), kind });
        self.nodes[parent].children.push(id);
        id
    }

    /// An element that begins ends those that it cannot stand in.
    fn close_implied(&self, name: &str, open: &mut Vec<NodeId>) {
        if let Some((_, closed, boundary)) = CLOSES.iter().find(|(begins, ..)| *begins == name) {
            let found = open.iter().rposition(|id| closed.contains(&self.nodes[*id].name()) || boundary.contains(&self.nodes[*id].name()));
            if let Some(at) = found.filter(|at| closed.contains(&self.nodes[open[*at]].name())) {
                open.truncate(at);
            }
        } else if BLOCK.contains(&name) {
            let found = open.iter().rposition(|id| !INLINE.contains(&self.nodes[*id].name()));
            if let Some(at) = found.filter(|at| self.nodes[open[*at]].name() == "p") {
                open.truncate(at.max(1));
            }
        }
    }

    fn close(&self, name: &str, open: &mut Vec<NodeId>) {
        let of_table = matches!(name, "table" | "tr" | "td" | "th" | "tbody" | "thead" | "body" | "html");
        for at in (1..open.len()).rev().take(WITHIN) {
            let here = self.nodes[open[at]].name();
            if here == name {
                open.truncate(at);
                return;
            }
            // An end tag without a start inside a cell is a slip of the page, and does not end the cell.
            if (!of_table && matches!(here, "td" | "th" | "table")) || (of_table && here == "table" && !matches!(name, "body" | "html")) {
                return;
            }
        }
    }

    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    #[cfg(test)]
    fn count(&self) -> usize {
        self.nodes.len()
    }

    /// Elements in the order of the page.
    pub fn elements(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes.iter().enumerate().skip(1).filter(|(_, node)| matches!(node.kind, Kind::Element { .. }))
    }

    /// All elements for which a test holds, in the order of the page.
    pub fn all(&self, test: impl Fn(&Node) -> bool) -> Vec<NodeId> {
        self.elements().filter(|(_, node)| test(node)).map(|(id, _)| id).collect()
    }

    /// The first of them.
    pub fn first(&self, test: impl Fn(&Node) -> bool) -> Option<NodeId> {
        self.elements().find(|(_, node)| test(node)).map(|(id, _)| id)
    }

    /// Those below a node. Nodes are numbered in the order of the page, so a node's descendants follow it.
    pub fn below(&self, top: NodeId, test: impl Fn(&Node) -> bool) -> Vec<NodeId> {
        let end = self.end_of(top);
        (top + 1..end).filter(|id| matches!(self.nodes[*id].kind, Kind::Element { .. }) && test(&self.nodes[*id])).collect()
    }

    /// The number behind the last descendant.
    fn end_of(&self, top: NodeId) -> NodeId {
        let mut last = top;
        while let Some(child) = self.nodes[last].children.last() {
            last = *child;
        }
        last + 1
    }

    /// Whether `id` is below `top`.
    pub fn is_below(&self, id: NodeId, top: NodeId) -> bool {
        id > top && id < self.end_of(top)
    }

    /// The nearest ancestor of a name.
    pub fn ancestor(&self, mut id: NodeId, name: &str) -> Option<NodeId> {
        while id != 0 {
            id = self.nodes[id].parent;
            if self.nodes[id].name() == name {
                return Some(id);
            }
        }
        None
    }

    /// The text of a script, as it is.
    pub fn raw_text(&self, top: NodeId) -> String {
        let pieces = self.nodes[top].children.iter().filter_map(|id| match &self.nodes[*id].kind {
            Kind::Text(text) => Some(text.as_str()),
            Kind::Element { .. } => None,
        });
        pieces.collect()
    }

    /// The text below a node as rich-lite on one line; bold is left out, it is the page's and not the text's.
    pub fn rich(&self, top: NodeId) -> String {
        self.lines(top).join(" ")
    }

    /// The text below a node without tags and escapes, on one line.
    pub fn plain(&self, top: NodeId) -> String {
        rich::plain(&self.rich(top)).into_owned()
    }

    /// The text below a node as lines of rich-lite: blocks and `<br>` end a line, cells of a row do so too.
    pub fn lines(&self, top: NodeId) -> Vec<String> {
        let mut lines = Lines { lines: Vec::new(), builder: rich::Builder::default() };
        let end = self.end_of(top);
        // Descendants follow in order, so ends of elements are met when the numbers pass them.
        let mut open: Vec<(NodeId, NodeId)> = Vec::new();
        let mut id = top;
        while id < end {
            while let Some((element, after)) = open.last().copied()
                && id >= after
            {
                open.pop();
                self.leave(element, &mut lines);
            }
            match &self.nodes[id].kind {
                Kind::Text(text) => lines.builder.text(text),
                Kind::Element { name, .. } if matches!(name.as_str(), "script" | "style" | "noscript" | "select" | "textarea") => {
                    id = self.end_of(id);
                    continue;
                }
                Kind::Element { name, .. } => {
                    if name == "br" || BLOCK.contains(&name.as_str()) {
                        lines.end();
                    } else if let Some(tag) = rich::tag_of(name).filter(|tag| *tag != "b") {
                        lines.builder.open(tag);
                    }
                    if !self.nodes[id].children.is_empty() {
                        open.push((id, self.end_of(id)));
                    }
                }
            }
            id += 1;
        }
        while let Some((element, _)) = open.pop() {
            self.leave(element, &mut lines);
        }
        lines.end();
        lines.lines
    }

    fn leave(&self, element: NodeId, lines: &mut Lines) {
        let name = self.nodes[element].name();
        if BLOCK.contains(&name) {
            lines.end();
        } else if let Some(tag) = rich::tag_of(name).filter(|tag| *tag != "b") {
            lines.builder.close(tag);
        }
    }
}

/// Lines as they are built.
struct Lines {
    lines: Vec<String>,
    builder: rich::Builder,
}

impl Lines {
    fn end(&mut self) {
        let written = std::mem::take(&mut self.builder).finish();
        if !written.is_empty() {
            self.lines.push(written);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soup_of_old_editors() {
        let html =
            Html::parse("<TABLE><tr><td class='A b'>one<td>two</div> three<tr><td><p>x<p>y<br>z</TABLE>after<script>if(a<b){}</script>");
        let cells = html.all(|node| node.name() == "td");
        assert_eq!(cells.iter().map(|id| html.lines(*id)).collect::<Vec<_>>(), [vec!["one"], vec!["two three"], vec!["x", "y", "z"]]);
        assert_eq!(html.all(|node| node.has_class("a")), cells[..1]);
        assert_eq!(html.lines(0).last().map(String::as_str), Some("after"));
    }

    #[test]
    fn text_is_rich_lite() {
        let html = Html::parse("<div><b>Title</b> of <I>Ficus &lt; x</I> Ca<sup>2+</sup></div>");
        assert_eq!(html.rich(0), "Title of <i>Ficus &lt; x</i> Ca<sup>2+</sup>");
        assert_eq!(html.plain(0), "Title of Ficus < x Ca2+");
    }

    #[test]
    fn depth_is_bounded() {
        let html = Html::parse(&("<div>".repeat(100_000) + "deep"));
        assert_eq!(html.lines(0), ["deep"]);
        assert_eq!(Html::parse(&"<ul><li>".repeat(100_000)).count(), 200_001);
    }
}
