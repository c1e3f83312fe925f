//! Lines gathered into a page: paragraphs broken, labels hung at the left, every line anchored.

use crate::text::{Emphasis, Run, WrapOptions, clean_line, parse_rich, wrap};

use super::parts::in_words;
use super::place::RENDERINGS;
use super::{Page, PageCaption, PageLine, PageOptions, PageSection, Place, Tag};
use crate::reader::{Role, Sign};

/// A run of a page.
pub(super) type PageRun = Run<Tag>;

/// Fewer cells than this beside a hanging prefix are not worth hanging anything.
const LEAST_BESIDE: usize = 6;

/// A blank at which no line is broken; drawn as any other.
pub(super) const GLUE: char = '\u{a0}';

/// Stands where no line may be broken, and takes no cell; taken out once lines are broken.
const JOINER: char = '\u{2060}';

/// A word and its figure, which stay on one line: `出版 2024-05-17` is never cut, not even within 出版.
pub(super) fn glued(word: &str) -> String {
    let mut whole: String = word.chars().flat_map(|c| [if c == ' ' { GLUE } else { c }, JOINER]).collect();
    whole.pop();
    whole.push(GLUE);
    whole
}

/// The sign between things of one kind. It never begins a line, and where it would end one it is not drawn.
pub(super) fn between_sign(options: &PageOptions) -> PageRun {
    let sign = options.signs.draw(Sign::Between);
    own(if options.spoken() { sign.to_owned() } else { format!("{GLUE}{} ", sign.trim()) }, Role::Dim)
}

/// What parts two statements on a line: air for the eye; for a voice the end of a sentence, where there is none yet.
pub(super) fn pause(runs: &[PageRun], options: &PageOptions) -> PageRun {
    let ends = |run: &PageRun| run.text.ends_with(['.', '?', '!', '。', '？', '！', ':']);
    let text = match (options.spoken(), runs.last()) {
        (false, _) => "  ",
        (true, Some(last)) if ends(last) => " ",
        (true, _) => ". ",
    };
    own(text, Role::Text)
}

/// Rich-lite text in one role.
pub(super) fn rich(text: &str, role: Role) -> Vec<PageRun> {
    rich_tagged(text, &Tag::of(role))
}

/// Rich-lite text under one tag.
pub(super) fn rich_tagged(text: &str, tag: &Tag) -> Vec<PageRun> {
    parse_rich(text).into_iter().map(|run| Run { text: run.text, emphasis: run.emphasis, tag: tag.clone() }).collect()
}

/// The same where a line end means nothing: titles, names, cells.
pub(super) fn rich_line(text: &str, tag: &Tag) -> Vec<PageRun> {
    let mut runs = rich_tagged(text, tag);
    for run in &mut runs {
        if run.text.contains('\n') {
            run.text = clean_line(&run.text).into_owned();
        }
    }
    runs
}

/// A run of the program's own words, which need no cleaning.
pub(super) fn own(text: impl Into<String>, role: Role) -> PageRun {
    Run { text: text.into(), emphasis: Emphasis::default(), tag: Tag::of(role) }
}

/// Cells of a line, with its indent.
pub(super) fn line_width(line: &PageLine, options: &PageOptions) -> usize {
    line.indent + line.runs.iter().map(|run| options.measure.width(&run.text)).sum::<usize>()
}

/// Cells of runs.
pub(super) fn runs_width(runs: &[PageRun], options: &PageOptions) -> usize {
    runs.iter().map(|run| options.measure.width(&run.text)).sum()
}

/// Bytes of runs.
pub(super) fn runs_bytes(runs: &[PageRun]) -> usize {
    runs.iter().map(|run| run.text.len()).sum()
}

/// Breaks runs into lines with a prefix at the left of the first and blanks of the same width before the others. In a
/// width too small for that the prefix simply goes before the text. Either way lines count their bytes from the prefix on.
pub(super) fn hang(prefix: Vec<PageRun>, runs: &[PageRun], options: &PageOptions) -> Vec<PageLine> {
    let indent = runs_width(&prefix, options);
    if options.spoken() || indent + LEAST_BESIDE > options.width {
        let mut joined = prefix;
        joined.extend_from_slice(runs);
        return broken(&joined, 0, 0, options);
    }
    let bytes = runs_bytes(&prefix);
    let mut lines = broken(runs, indent, indent, options);
    if lines.is_empty() {
        lines.push(PageLine::default());
    }
    for (nth, line) in lines.iter_mut().enumerate() {
        line.start = if nth == 0 { 0 } else { line.start + bytes };
    }
    if let Some(first) = lines.first_mut() {
        first.indent = 0;
        first.runs.splice(0..0, prefix);
    }
    lines
}

/// Breaks runs into lines with these indents; an indent that leaves too little room is left out.
pub(super) fn broken(runs: &[PageRun], first_indent: usize, indent: usize, options: &PageOptions) -> Vec<PageLine> {
    let none = |indent: usize| options.spoken() || indent + LEAST_BESIDE > options.width;
    let room = |indent: usize| if none(indent) { 0 } else { indent };
    let wrapping = WrapOptions { width: options.width, measure: options.measure, first_indent: room(first_indent), indent: room(indent) };
    let mut lines = wrap(runs, &wrapping);
    for line in &mut lines {
        for run in line.runs.iter_mut().filter(|run| run.text.contains([GLUE, JOINER])) {
            run.text = run.text.replace(GLUE, " ").replace(JOINER, "");
        }
        let ends_between = |run: &PageRun| run.tag.role == Role::Dim && run.text.trim() == options.signs.draw(Sign::Between).trim();
        if line.runs.len() > 1 && line.runs.last().is_some_and(ends_between) {
            line.runs.pop();
        }
        clip(line, options);
    }
    lines
}

/// Cuts a line to the width: only where not one grapheme fits, at widths of one or two cells.
pub(super) fn clip(line: &mut PageLine, options: &PageOptions) {
    if line_width(line, options) <= options.width {
        return;
    }
    line.indent = line.indent.min(options.width);
    let mut left = options.width - line.indent;
    for run in &mut line.runs {
        let (head, cells) = options.measure.head(&run.text, left);
        let whole = head.len() == run.text.len();
        run.text = head.to_owned();
        left = if whole { left - cells } else { 0 };
    }
    // A line of text stays a line of text, told from a gap by its runs, even where not one glyph fits.
    let kept = line.runs.iter().filter(|run| !run.text.is_empty()).count().max(1);
    line.runs.sort_by_key(|run| run.text.is_empty());
    line.runs.truncate(kept);
}

/// A page in the making.
pub(super) struct Builder<'a> {
    pub options: &'a PageOptions,
    page: Page,
    /// Of the part being set.
    block: usize,
    /// Bytes of the part already set.
    base: usize,
    /// The label of the last figure or table that is no part of another, without the sign at its end.
    figure: String,
}

impl<'a> Builder<'a> {
    pub fn new(options: &'a PageOptions) -> Self {
        Self { options, page: Page::default(), block: 0, base: 0, figure: String::new() }
    }

    /// Says which part of the article, in which rendering, comes next. Parts must come in ascending order.
    pub fn begin(&mut self, part: usize, rendering: usize) {
        let block = part * RENDERINGS + rendering.min(RENDERINGS - 1);
        if block != self.block {
            self.block = block;
            self.base = 0;
        }
    }

    /// A blank line, unless the page is empty or ends in one.
    pub fn gap(&mut self) {
        if self.page.lines.last().is_some_and(|line| !line.runs.is_empty()) {
            self.lines(vec![PageLine::default()], 0);
        }
    }

    /// A part that a reader can jump to begins with the next line.
    pub fn section(&mut self, title: String, level: u8) {
        self.page.sections.push(PageSection { title, level, line: self.page.lines.len() });
    }

    /// A figure or a table with these words begins with the next line. One without any is not listed, nor is a formula that the
    /// source had only as a picture.
    pub fn caption(&mut self, label: &str, caption: &str) {
        let [label, caption] = [label, caption].map(in_words);
        if caption.is_empty() && (label.is_empty() || ["Formula", "公式"].iter().any(|word| label.starts_with(word))) {
            return;
        }
        // `Figure 2—source data 1` is a part of `Figure 2.`, `Figure 20` is none.
        let is_part = |rest: &str| rest.starts_with(|c: char| !c.is_alphanumeric()) && rest.contains(char::is_alphanumeric);
        let within = !self.figure.is_empty() && label.strip_prefix(&self.figure).is_some_and(is_part);
        if !within {
            label.trim_end_matches(['.', ':', '．', '：', ' ']).clone_into(&mut self.figure);
        }
        let line = self.page.lines.len();
        self.page.captions.push(PageCaption { label, caption, level: 1 + u8::from(within), line });
    }

    /// Lines that are ready, made from so many bytes of text.
    pub fn lines(&mut self, lines: Vec<PageLine>, bytes: usize) {
        for line in lines {
            self.page.anchors.push(Place { block: self.block, byte: self.base + line.start });
            self.page.lines.push(line);
        }
        self.base += bytes + 1;
    }

    /// A paragraph with these indents in cells.
    pub fn paragraph(&mut self, runs: &[PageRun], first_indent: usize, indent: usize) {
        let lines = broken(runs, first_indent, indent, self.options);
        self.lines(lines, runs_bytes(runs));
    }

    /// A paragraph with a prefix at its left.
    pub fn hanging(&mut self, prefix: Vec<PageRun>, runs: &[PageRun]) {
        let bytes = runs_bytes(&prefix) + runs_bytes(runs);
        let lines = hang(prefix, runs, self.options);
        self.lines(lines, bytes);
    }

    pub fn finish(mut self) -> Page {
        while self.page.lines.last().is_some_and(|line| line.runs.is_empty()) {
            self.page.lines.pop();
            self.page.anchors.pop();
        }
        self.page
    }
}
