//! The full text: sections in a row, blocks in them, marks in the text that lead to references and notes.
//!
//! A block within a paragraph (a formula, a list, a figure) ends it, and the paragraph goes on behind. What no block is
//! known for is read as what stands in it, so that no words are lost.

use std::collections::HashMap;

use super::table;
use crate::formats::rich;
use crate::formats::xml::{Builder, Element, Piece, list_language};
use crate::record::{Article, Block, Figure, Language, Note, Section};

/// How deep blocks stand in each other; what is deeper is text.
const DEEPEST: usize = 48;

/// Parts behind the text that are sections of it, and what they are called where they have no title.
const BEHIND: &[(&str, &str, &str)] = &[
    ("ack", "Acknowledgements", "致谢"),
    ("sec", "", ""),
    ("app-group", "", ""),
    ("app", "Appendix", "附录"),
    ("glossary", "Glossary", "术语表"),
    ("notes", "Notes", "注释"),
    ("bio", "About the authors", "作者简介"),
    ("fn-group", "Notes", "注释"),
];

/// Reads the full text of an article, if it has one.
pub(super) fn read(root: Element<'_>, article: &mut Article) {
    let Some(body) = root.child("body").filter(|body| body.has_elements() || !rich_text(*body).is_empty()) else { return };
    let targets = super::cited::targets(root, article);
    let mut text = Text { sections: Vec::new(), targets, notes: Vec::new(), lang: article.lang.clone() };
    text.within(body, 1, None, 0);
    body.take();
    if let Some(back) = root.child("back") {
        text.behind(back);
    }
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
    sections: Vec<Section>,
    targets: HashMap<String, String>,
    /// Notes that stand within the text, for its end.
    notes: Vec<Note>,
    lang: Language,
}

impl Text {
    fn say(&self, en: &'static str, zh: &'static str) -> &'static str {
        if self.lang == Language::Zh { zh } else { en }
    }

    /// Parts of `back`, each in its place.
    fn behind(&mut self, back: Element<'_>) {
        for part in back.children() {
            let Some((name, en, zh)) = BEHIND.iter().find(|(name, ..)| *name == part.name()) else { continue };
            let title = Some(self.say(en, zh)).filter(|title| !title.is_empty());
            if *name == "app-group" && part.child("title").is_none() {
                for app in part.children() {
                    self.section(app, 1, Some(self.say("Appendix", "附录")), 0);
                }
            } else {
                self.section(part, 1, title, 0);
            }
            part.take();
        }
    }

    /// A section with its title and all in it. `otherwise` is its title where it has none.
    fn section(&mut self, element: Element<'_>, level: u8, otherwise: Option<&str>, depth: usize) {
        let mut section = Section { level, id: element.attribute("id").map(std::borrow::Cow::into_owned), ..Section::default() };
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
    fn within(&mut self, element: Element<'_>, level: u8, section: Option<Section>, depth: usize) {
        let plain = || Section { level, ..Section::default() };
        self.sections.push(section.unwrap_or_else(plain));
        for part in element.children() {
            match part.name() {
                "title" | "label" | "trans-title" | "sec-meta" | "ref-list" | "object-id" => {}
                "sec" | "app" if depth < DEEPEST => {
                    let below = if element.name() == "body" { level } else { level.saturating_add(1) };
                    self.section(part, below, None, depth + 1);
                    self.sections.push(plain());
                }
                _ => {
                    let mut blocks = Vec::new();
                    self.block(part, &mut blocks, depth + 1);
                    if let Some(section) = self.sections.last_mut() {
                        section.blocks.append(&mut blocks);
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
    fn blocks(&mut self, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
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
            "list" => self.list(element, out, depth),
            "def-list" => self.definitions(element, out, depth),
            "fig" | "supplementary-material" | "media" | "graphic" => self.figure(element, out, depth),
            "fig-group" | "table-wrap-group" | "disp-formula-group" | "alternatives" => {
                self.caption_of_group(element, out, depth);
                self.blocks(element, out, depth + 1);
            }
            "table-wrap" | "array" | "table" | "tgroup" => table::read(self, element, out, depth),
            "disp-formula" | "tex-math" | "math" => Self::formula(element, out),
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
                self.head_of_block(element, out, depth);
                self.blocks(element, out, depth + 1);
            }
            "fn-group" => self.blocks(element, out, depth + 1),
            "fn" => out.extend(self.note(element, depth).map(Block::Note)),
            "label" | "title" | "caption" | "ref-list" | "object-id" | "permissions" | "alt-text" | "long-desc" | "kwd-group"
            | "attrib-group" => {}
            _ => self.within_block(element, out, depth),
        }
    }

    /// An element of words, with blocks among them.
    fn within_block(&mut self, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
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

    fn inner(&mut self, builder: &mut Builder, element: Element<'_>, out: &mut Vec<Block>, depth: usize) -> bool {
        match element.name() {
            "xref" => self.mark(builder, element, out, depth),
            "fn" => {
                let Some(mut note) = self.note(element, depth) else { return true };
                if note.label.is_empty() {
                    note.label = (self.notes.len() + 1).to_string();
                }
                let id = note.id.get_or_insert_with(|| format!("fn-{}", note.label)).clone();
                builder.rich.open("sup");
                builder.rich.open_with("xref", "fn", &id);
                builder.rich.text(&note.label);
                builder.rich.close("xref");
                builder.rich.close("sup");
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
            _ => return false,
        }
        true
    }

    /// `xref`: what leads to a reference or a note says so, all else is its text.
    fn mark(&mut self, builder: &mut Builder, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
        let kind = element.attribute("ref-type").unwrap_or_default();
        let rid = element.attribute("rid").unwrap_or_default();
        let first = rid.split_whitespace().next().unwrap_or_default();
        let target = self.targets.get(first).cloned();
        let (name, value) = match (kind.as_ref(), target) {
            (_, Some(number)) => ("r", number),
            ("fn" | "table-fn" | "author-notes", None) => ("fn", first.to_owned()),
            _ => ("", String::new()),
        };
        if !name.is_empty() {
            builder.rich.open_with("xref", name, &value);
        }
        if element.pieces().next().is_none() && name == "r" {
            builder.rich.text(&format!("[{value}]"));
        }
        builder.element_with(element, &mut |builder, inner| self.inner(builder, inner, out, depth + 1));
        if !name.is_empty() {
            builder.rich.close("xref");
        }
    }

    fn note(&mut self, element: Element<'_>, depth: usize) -> Option<Note> {
        let mut blocks = Vec::new();
        let label = element.child("label").and_then(Element::rich).unwrap_or_default();
        self.blocks_of_note(element, &mut blocks, depth);
        let text = joined(blocks);
        (!text.is_empty()).then(|| Note { id: element.attribute("id").map(std::borrow::Cow::into_owned), label, text })
    }

    fn blocks_of_note(&mut self, element: Element<'_>, blocks: &mut Vec<Block>, depth: usize) {
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

    fn list(&mut self, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
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

    fn definitions(&mut self, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
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

    /// Label and title of something that is no section: a line of its own.
    fn head_of_block(&mut self, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
        let (label, caption) = self.label_and_caption(element, out, depth);
        let title = element.child("title").map(|title| self.inline(title, out, depth)).unwrap_or_default();
        let head: Vec<String> = [label, title, caption].into_iter().filter(|text| !text.is_empty()).collect();
        if !head.is_empty() {
            out.push(Block::P(format!("<b>{}</b>", head.join(" "))));
        }
    }

    fn caption_of_group(&mut self, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
        let (label, caption) = self.label_and_caption(element, out, depth);
        if !label.is_empty() || !caption.is_empty() {
            out.push(Block::Fig(Figure { label, caption, href: None }));
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

    fn figure(&mut self, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
        let (label, caption) = self.label_and_caption(element, out, depth);
        let own = element.attribute("href");
        let within =
            || element.descendants().filter(|part| matches!(part.name(), "graphic" | "media")).find_map(|part| part.attribute("href"));
        let href = own.or_else(within).map(std::borrow::Cow::into_owned);
        out.push(Block::Fig(Figure { label, caption, href }));
        for part in element.children().filter(|part| !matches!(part.name(), "graphic" | "media" | "alternatives" | "caption")) {
            self.block(part, out, depth + 1);
        }
    }

    /// A displayed formula; a picture of one is a figure.
    fn formula(element: Element<'_>, out: &mut Vec<Block>) {
        let label = element.child("label").and_then(Element::text);
        if let Some(mut formula) = crate::formats::formula::of_element(element) {
            if let Some(label) = label {
                formula.text = format!("{}\u{2003}{label}", formula.text);
            }
            formula.text = rich::escape(&formula.text);
            out.push(Block::Math(formula));
            return;
        }
        let mut builder = Builder::default();
        builder.element_with(element, &mut |_, inner| inner.name() == "label");
        let words = builder.finish();
        if words.is_empty() {
            let picture = element.descendants().find_map(|part| part.attribute("href")).map(std::borrow::Cow::into_owned);
            if picture.is_some() {
                out.push(Block::Fig(Figure { label: label.unwrap_or_default(), caption: String::new(), href: picture }));
            }
            return;
        }
        let text = label.map_or(words.clone(), |label| format!("{words}\u{2003}{}", rich::escape(&label)));
        out.push(Block::Math(crate::record::Formula { text, ..crate::record::Formula::default() }));
    }
}

/// The words of blocks as one text.
pub(super) fn joined(blocks: Vec<Block>) -> String {
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
