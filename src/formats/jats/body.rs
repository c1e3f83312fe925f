//! The full text: sections in a row, blocks in them, marks in the text that lead to references, notes, figures and other parts.
//!
//! A block within a paragraph (a formula, a list, a figure) ends it, and the paragraph goes on behind. What no block is
//! known for is read as what stands in it, so that no words are lost.

use std::collections::HashMap;

use super::pictures::in_line;
use super::{marks, matter, soup, table};
use crate::formats::rich;
use crate::formats::xml::{Builder, Element, Piece, list_language};
use crate::record::{Article, Block, Language, Matter, Note, Section};

/// How deep blocks stand in each other; what is deeper is text.
const DEEPEST: usize = 48;

/// What holds the text: of an article, of a part of a book, of a Baseprint.
const BODIES: &[&str] = &["body", "named-book-part-body", "article-body"];

/// Reads the full text of an article, and what stands before and behind it, whether the text is there or not; `refs` are the
/// elements of its references.
pub(super) fn read(root: Element<'_>, refs: &[Element<'_>], article: &mut Article) {
    let body = root.children().find(|part| BODIES.contains(&part.name()));
    let body = body.filter(|body| body.has_elements() || !rich_text(*body).is_empty());
    let back = root.children().find(|part| matches!(part.name(), "back" | "book-back"));
    if body.is_none() && !matter::is_told(root, back) {
        return;
    }
    let targets = super::cited::targets(refs, article);
    let mut text = Text { sections: Vec::new(), targets, notes: Vec::new(), lang: article.lang.clone(), matter: Matter::Front };
    text.before(root, article);
    text.matter = Matter::Body;
    if let Some(body) = body {
        text.within(body, 1, None, 0);
        body.take();
    }
    if let Some(back) = back {
        text.matter = Matter::Back;
        text.behind(back);
    }
    text.matter = Matter::Body;
    for floats in root.children().filter(|part| matches!(part.name(), "floats-group" | "floats-wrap")) {
        text.section(floats, 1, Some(text.say("Figures and tables", "图表")), 0);
        floats.take();
    }
    text.notes_last();
    text.sections.retain(|section| !section.blocks.is_empty() || !section.title.is_empty());
    if !text.sections.is_empty() {
        article.body = Some(text.sections);
    }
}

fn rich_text(element: Element<'_>) -> String {
    let mut builder = Builder::default();
    builder.element(element);
    builder.finish()
}

/// The text while it is read.
pub(super) struct Text {
    pub(super) sections: Vec<Section>,
    pub(super) targets: HashMap<String, String>,
    /// Notes that stand within the text, for its end.
    notes: Vec<Note>,
    pub(super) lang: Language,
    /// What the sections that begin now are of.
    matter: Matter,
}

impl Text {
    pub(super) fn say(&self, en: &'static str, zh: &'static str) -> &'static str {
        if self.lang == Language::Zh { zh } else { en }
    }

    /// A section with its title and all in it. `otherwise` is its title where it has none.
    pub(super) fn section(&mut self, element: Element<'_>, level: u8, otherwise: Option<&str>, depth: usize) {
        let mut section = Section { level, id: id_of(element), matter: self.matter, ..Section::default() };
        let label = element.child("label").and_then(Element::text);
        for title in element.children().filter(|part| matches!(part.name(), "title" | "trans-title")) {
            let mut blocks = Vec::new();
            let text = self.inline(title, &mut blocks, depth);
            let declared = title.attribute("lang").map(|lang| Language::parse(&lang));
            let lang = list_language(declared.as_ref().or(Some(&self.lang)), &text);
            let text = match &label {
                Some(label) if !text.starts_with(label.as_str()) => format!("{} {text}", rich::escape(label)),
                _ => text,
            };
            if !text.is_empty() && section.title.get(&lang).is_none() {
                section.title.insert(lang, text);
            }
            section.blocks.extend(blocks);
        }
        if section.title.is_empty() {
            let text = label.map(|label| rich::escape(&label)).or_else(|| otherwise.map(str::to_owned));
            if let Some(text) = text {
                section.title.insert(list_language(Some(&self.lang), &text), text);
            }
        }
        self.within(element, level, Some(section), depth);
    }

    /// What stands in a section (or in the body): blocks, and sections one level down.
    pub(super) fn within(&mut self, element: Element<'_>, level: u8, section: Option<Section>, depth: usize) {
        let matter = self.matter;
        let plain = || Section { level, matter, ..Section::default() };
        self.sections.push(section.unwrap_or_else(plain));
        for part in element.children() {
            match part.name() {
                "title" | "label" | "trans-title" | "sec-meta" | "ref-list" | "object-id" => {}
                "sec" | "app" | "notes" | "fn-group" if depth < DEEPEST && matter::is_section(part) => {
                    let below = if BODIES.contains(&element.name()) { level } else { level.saturating_add(1) };
                    self.section(part, below, None, depth + 1);
                    self.sections.push(plain());
                }
                _ => {
                    // A block begins no section: what is put into this one is taken out of it meanwhile.
                    let mut blocks = self.sections.last_mut().map(|section| std::mem::take(&mut section.blocks)).unwrap_or_default();
                    self.block(part, &mut blocks, depth + 1);
                    if let Some(section) = self.sections.last_mut() {
                        section.blocks = blocks;
                    }
                }
            }
        }
        let loose: String = element
            .pieces()
            .filter_map(|piece| match piece {
                Piece::Text(text) if !text.trim().is_empty() => Some(text),
                _ => None,
            })
            .collect();
        if !loose.trim().is_empty()
            && let Some(section) = self.sections.last_mut()
        {
            section.blocks.push(Block::P(rich::escape(&crate::formats::xml::collapse(&loose))));
        }
    }

    /// The blocks in an element.
    pub(super) fn blocks(&mut self, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
        for part in element.children() {
            self.block(part, out, depth);
        }
    }

    pub(super) fn block(&mut self, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
        if depth > DEEPEST {
            out.extend(element.rich().map(Block::P));
            return;
        }
        match element.name() {
            "list" | "def-list" => {
                let from = out.len();
                if element.name() == "list" {
                    self.list(element, out, depth);
                } else {
                    self.definitions(element, out, depth);
                }
                Self::name_head(element, out.get_mut(from..).unwrap_or_default());
            }
            "fig" | "supplementary-material" | "media" | "graphic" => self.figure(element, out, depth),
            "fig-group" | "table-wrap-group" | "disp-formula-group" | "alternatives" => {
                self.caption_of_group(element, out, depth);
                self.blocks(element, out, depth + 1);
            }
            "table-wrap" | "array" | "table" | "tgroup" => table::read(self, element, out, depth),
            "disp-formula" | "tex-math" | "math" => self.formula(element, out),
            "disp-quote" | "verse-group" | "epigraph" => {
                let mut inner = Vec::new();
                self.within_block(element, &mut inner, depth);
                out.extend(inner.into_iter().map(|block| match block {
                    Block::P(text) => Block::Quote(text),
                    other => other,
                }));
            }
            "code" | "preformat" => out.push(Block::Code(rich::escape(element.verbatim().trim_matches('\n')))),
            "boxed-text" | "statement" | "speech" | "question-wrap" | "question" | "answer" | "explanation" | "sec" | "app" => {
                let from = out.len();
                self.head_of_block(element, out, depth);
                self.blocks(element, out, depth + 1);
                Self::name_head(element, out.get_mut(from..).unwrap_or_default());
            }
            // A chapter within this one; without a title it is text of it.
            "book-part" if super::books::is_record(element) => {}
            "fn-group" | "book-part" | "body" => self.blocks(element, out, depth + 1),
            "fn" => out.extend(self.note(element, depth).map(Block::Note)),
            "label" | "title" | "caption" | "ref-list" | "object-id" | "permissions" | "alt-text" | "long-desc" | "kwd-group"
            | "attrib-group" | "book-part-meta" => {}
            _ => self.within_block(element, out, depth),
        }
    }

    /// An element of words, with blocks among them.
    fn within_block(&mut self, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
        if let Some(page) = soup::paragraphs(element) {
            return out.extend(page);
        }
        let text = self.inline(element, out, depth);
        if !text.is_empty() {
            out.push(Block::P(text));
        }
    }

    /// The text of an element. Blocks within it, and the text before each, go to `out`; what is left is given back.
    pub(super) fn inline(&mut self, element: Element<'_>, out: &mut Vec<Block>, depth: usize) -> String {
        let mut builder = Builder::default();
        builder.element_with(element, &mut |builder, inner| self.inner(builder, inner, out, depth + 1));
        builder.finish()
    }

    pub(super) fn inner(&mut self, builder: &mut Builder, element: Element<'_>, out: &mut Vec<Block>, depth: usize) -> bool {
        match element.name() {
            "xref" => self.mark(builder, element, out, depth),
            "sup" if marks::is_row(element) => self.row_of_marks(builder, element, out, depth),
            "fn" => {
                let Some(mut note) = self.note(element, depth) else { return true };
                if note.label.is_empty() {
                    note.label = (self.notes.len() + 1).to_string();
                }
                let id = note.id.get_or_insert_with(|| format!("fn-{}", note.label)).clone();
                marks::of_note(&mut builder.rich, &id, &rich::plain(&note.label));
                self.notes.push(note);
            }
            "list"
            | "def-list"
            | "fig"
            | "fig-group"
            | "table-wrap"
            | "table-wrap-group"
            | "disp-formula"
            | "disp-formula-group"
            | "disp-quote"
            | "boxed-text"
            | "preformat"
            | "verse-group"
            | "statement"
            | "speech"
            | "supplementary-material"
            | "media"
            | "graphic"
            | "array"
            | "p"
            | "sec"
            | "verse-line"
            | "attrib"
                if depth <= DEEPEST =>
            {
                // An empty formula in a row of others says nothing; a picture in the line is no figure.
                let before = std::mem::take(builder).finish();
                if !before.is_empty() {
                    out.push(Block::P(before));
                }
                self.block(element, out, depth);
            }
            "code" if element.attribute("code-type").is_some() || element.has("preformat-type", "code") => {
                let before = std::mem::take(builder).finish();
                if !before.is_empty() {
                    out.push(Block::P(before));
                }
                self.block(element, out, depth);
            }
            "ref-list" | "permissions" | "alt-text" | "long-desc" => {}
            "inline-graphic" => in_line(builder, element, self.say("picture", "图")),
            // A formula that is given as a picture. Without it the sentence would say something else.
            "inline-formula" if element.is_wordless() => in_line(builder, element, self.say("formula", "公式")),
            _ => return false,
        }
        true
    }

    pub(super) fn note(&mut self, element: Element<'_>, depth: usize) -> Option<Note> {
        let mut blocks = Vec::new();
        let label = element.child("label").and_then(Element::rich).unwrap_or_default();
        self.blocks_of_note(element, &mut blocks, depth);
        let text = joined(blocks);
        (!text.is_empty()).then(|| Note { id: id_of(element), label, text })
    }

    pub(super) fn blocks_of_note(&mut self, element: Element<'_>, blocks: &mut Vec<Block>, depth: usize) {
        let words = element.pieces().any(|piece| matches!(piece, Piece::Text(text) if !text.trim().is_empty()));
        if !words {
            return self.blocks(element, blocks, depth + 1);
        }
        let mut builder = Builder::default();
        builder.element_with(element, &mut |builder, inner| inner.name() == "label" || self.inner(builder, inner, blocks, depth + 1));
        let text = builder.finish();
        if !text.is_empty() {
            blocks.push(Block::P(text));
        }
    }

    fn notes_last(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        let title = self.say("Notes", "注释").to_owned();
        let notes = std::mem::take(&mut self.notes).into_iter().map(Block::Note);
        if let Some(section) = self.sections.last_mut().filter(|section| section.title.values().any(|known| *known == title)) {
            section.blocks.extend(notes);
        } else {
            let lang = list_language(Some(&self.lang), &title);
            let title = crate::record::MultiText::of(lang, title);
            self.sections.push(Section { level: 1, title, blocks: notes.collect(), ..Section::default() });
        }
    }
}

/// What the text points at an element by.
pub fn id_of(element: Element<'_>) -> Option<String> {
    element.attribute("id").map(std::borrow::Cow::into_owned)
}

/// The words of blocks as one text.
pub(super) fn joined(mut blocks: Vec<Block>) -> String {
    // Of most cells and notes there is one paragraph, which is their text.
    if let [Block::P(_)] = blocks.as_slice()
        && let Some(Block::P(text)) = blocks.pop()
    {
        return text;
    }
    let words = blocks.into_iter().map(|block| match block {
        Block::P(text) | Block::Quote(text) | Block::Code(text) => text,
        Block::Math(formula) => formula.text,
        Block::List(points) => points.join("; "),
        Block::Note(note) => format!("{} {}", note.label, note.text).trim().to_owned(),
        Block::Fig(figure) => format!("{} {}", figure.label, figure.caption).trim().to_owned(),
        Block::Table(_) | Block::Unknown(_) => String::new(),
    });
    words.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}
