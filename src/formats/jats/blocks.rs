//! Blocks of the full text that have parts of their own: lists, definitions, figures, formulas.

use super::body::{Text, id_of, joined};
use super::pictures::called;
use crate::formats::rich;
use crate::formats::xml::{Builder, Element};
use crate::record::{Block, Figure};

impl Text {
    pub(super) fn list(&mut self, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
        let ordered = element.attribute("list-type").is_some_and(|kind| kind.starts_with("order"));
        let mut points = Vec::new();
        let mut behind = Vec::new();
        self.head_of_block(element, out, depth);
        for (at, item) in element.children().filter(|item| item.name() == "list-item").enumerate() {
            let mut blocks = Vec::new();
            let label = item.child("label").and_then(Element::rich);
            let label = label.or_else(|| ordered.then(|| format!("{}.", at + 1)));
            self.blocks_of_note(item, &mut blocks, depth);
            let mut text = label.unwrap_or_default();
            let mut below = Vec::new();
            for block in blocks {
                match block {
                    Block::List(more) => below.extend(more.into_iter().map(|point| format!("– {point}"))),
                    Block::Table(_) | Block::Fig(_) | Block::Note(_) => behind.push(block),
                    words => {
                        let words = joined(vec![words]);
                        if !text.is_empty() && !words.is_empty() {
                            text.push(' ');
                        }
                        text.push_str(&words);
                    }
                }
            }
            if !text.is_empty() {
                points.push(text);
            }
            points.extend(below);
        }
        if !points.is_empty() {
            out.push(Block::List(points));
        }
        out.append(&mut behind);
    }

    pub(super) fn definitions(&mut self, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
        self.head_of_block(element, out, depth);
        let mut points = Vec::new();
        for item in element.children().filter(|item| item.name() == "def-item") {
            let mut blocks = Vec::new();
            let terms: Vec<String> = item.all("term").map(|term| self.inline(term, &mut blocks, depth)).collect();
            for meaning in item.all("def") {
                self.blocks(meaning, &mut blocks, depth + 1);
            }
            points.push(format!("{}: {}", terms.join(", "), joined(blocks)));
        }
        if !points.is_empty() {
            out.push(Block::List(points));
        }
        for inner in element.all("def-list") {
            self.block(inner, out, depth + 1);
        }
    }

    /// Label and title of something that is no section: a line of its own, before the figures and formulas that stand in it.
    pub(super) fn head_of_block(&mut self, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
        let from = out.len();
        let (label, caption) = self.label_and_caption(element, out, depth);
        let title = element.child("title").map(|title| self.inline(title, out, depth)).unwrap_or_default();
        let head: Vec<String> = [label, title, caption].into_iter().filter(|text| !text.is_empty()).collect();
        if !head.is_empty() {
            out.insert(from, Block::P(format!("<b>{}</b>", head.join(" "))));
        }
    }

    /// Gives the head of something that is no block of its own, or else its first paragraph, the identifier by which the text
    /// points at it. Where a section within it has the first head, that is pointed at by both.
    pub(super) fn name_head(element: Element<'_>, blocks: &mut [Block]) {
        let first = blocks.iter_mut().find_map(|block| if let Block::P(text) = block { Some(text) } else { None });
        let (Some(head), Some(id)) = (first, id_of(element)) else { return };
        let id = rich::escape(&id).replace('"', "&quot;");
        if let Some(words) = head.strip_prefix("<b>") {
            *head = format!("<b id=\"{id}\">{words}");
        } else if let Some(more) = head.strip_prefix("<b id=\"") {
            *head = format!("<b id=\"{id} {more}");
        } else {
            head.insert_str(0, &format!("<b id=\"{id}\"></b>"));
        }
    }

    pub(super) fn caption_of_group(&mut self, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
        let (label, caption) = self.label_and_caption(element, out, depth);
        if !label.is_empty() || !caption.is_empty() {
            out.push(Block::Fig(Figure { id: id_of(element), label, caption, href: None }));
        }
    }

    /// `label`, and `caption` with its title, as one line each.
    pub(super) fn label_and_caption(&mut self, element: Element<'_>, out: &mut Vec<Block>, depth: usize) -> (String, String) {
        let label = element.child("label").and_then(Element::rich).unwrap_or_default();
        let mut captions = Vec::new();
        for caption in element.all("caption") {
            let mut blocks = Vec::new();
            let title = caption.child("title").map(|title| self.inline(title, &mut blocks, depth)).unwrap_or_default();
            self.blocks_of_note(caption, &mut blocks, depth);
            let (figures, words): (Vec<Block>, Vec<Block>) =
                blocks.into_iter().partition(|block| matches!(block, Block::Fig(_) | Block::Table(_)));
            out.extend(figures);
            captions.push(title);
            captions.push(joined(words));
        }
        captions.retain(|text| !text.is_empty());
        (label, captions.join(" "))
    }

    pub(super) fn figure(&mut self, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
        let (label, caption) = self.label_and_caption(element, out, depth);
        let own = element.attribute("href");
        let within =
            || element.descendants().filter(|part| matches!(part.name(), "graphic" | "media")).find_map(|part| part.attribute("href"));
        let href = own.or_else(within).map(std::borrow::Cow::into_owned);
        out.push(Block::Fig(Figure { id: id_of(element), label, caption, href }));
        for part in element.children().filter(|part| !matches!(part.name(), "graphic" | "media" | "alternatives" | "caption")) {
            self.block(part, out, depth + 1);
        }
    }

    /// A displayed formula; a picture of one is a figure.
    pub(super) fn formula(&self, element: Element<'_>, out: &mut Vec<Block>) {
        let label = element.child("label").and_then(Element::text);
        if let Some(mut formula) = crate::formats::formula::of_element(element) {
            if let Some(label) = label {
                formula.text = format!("{}\u{2003}{label}", formula.text);
            }
            formula.text = rich::escape(&formula.text);
            formula.id = id_of(element);
            out.push(Block::Math(formula));
            return;
        }
        let mut builder = Builder::default();
        builder.element_with(element, &mut |_, inner| inner.name() == "label");
        let words = builder.finish();
        if words.is_empty() {
            let picture = element.descendants().find_map(|part| part.attribute("href")).map(std::borrow::Cow::into_owned);
            if picture.is_some() {
                let which = label.or_else(|| called(element)).unwrap_or_default();
                let label = format!("{} {which}", self.say("Formula", "公式")).trim_end().to_owned();
                out.push(Block::Fig(Figure { id: id_of(element), label, href: picture, ..Figure::default() }));
            }
            return;
        }
        let text = label.map_or(words.clone(), |label| format!("{words}\u{2003}{}", rich::escape(&label)));
        out.push(Block::Math(crate::record::Formula { id: id_of(element), text, ..crate::record::Formula::default() }));
    }
}
