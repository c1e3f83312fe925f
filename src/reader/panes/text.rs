//! The abstract and the full text: a page, how far it is scrolled, and the link that is chosen on it.

use std::ops::Range;

use crate::reader::page::{Page, Place, Target, line_of, place_of};
use crate::reader::trail::TextStop;

/// A link of the page: where it stands, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLink {
    pub line: usize,
    /// Bytes of the line's text.
    pub range: Range<usize>,
    pub target: Target,
}

/// The pane.
#[derive(Clone, Debug, Default)]
pub struct TextPane {
    pub page: Page,
    /// The line at the pane's top.
    pub top: usize,
    /// The line under the cursor, where there is one: in the linear presentation.
    pub line: usize,
    links: Vec<PageLink>,
    /// The chosen one of the links.
    pub link: Option<usize>,
    /// The line that one jumped to, where the end of the page kept it from the pane's top: its first words are lit.
    pub aim: Option<usize>,
    /// Cells that the page was set for.
    width: usize,
    /// The place at the pane's top before it was resized: kept until the text is scrolled, so that a screen made smaller
    /// and larger again shows what it showed.
    place: Option<Place>,
}

impl TextPane {
    /// Shows another page from its top.
    pub fn show(&mut self, page: Page, width: usize) {
        *self = Self { links: links(&page), page, width, top: 0, line: 0, link: None, aim: None, place: None };
    }

    /// The same page set anew; the place at the pane's top is kept.
    pub fn set(&mut self, page: Page, width: usize) {
        let place = self.place.unwrap_or_else(|| place_of(&self.page, self.top));
        let top = if self.top == 0 { 0 } else { line_of(&page, place) };
        let line = if self.line == 0 { 0 } else { line_of(&page, place_of(&self.page, self.line)) };
        let place = (top > 0).then_some(place);
        let link = self.link.filter(|link| *link < links(&page).len());
        *self = Self { links: links(&page), page, width, top, line, link, aim: None, place };
    }

    pub fn len(&self) -> usize {
        self.page.lines.len()
    }

    pub fn is_empty(&self) -> bool {
        self.page.lines.is_empty()
    }

    pub fn chosen(&self) -> Option<&PageLink> {
        self.links.get(self.link?)
    }

    /// Scrolls to a line; the last page is the end.
    pub fn scroll_to(&mut self, line: usize, height: usize) {
        self.top = line.min(self.len().saturating_sub(height));
        self.place = None;
        self.aim = None;
    }

    /// Scrolls to a line that shall be found by the eye.
    pub fn aim_at(&mut self, line: usize, height: usize) {
        self.scroll_to(line, height);
        self.aim = (line > self.top && line < self.len()).then_some(line);
    }

    /// Puts the cursor on a line, or on the last, and scrolls as little as shows it. A link of another line is let go.
    pub fn stand(&mut self, line: usize, height: usize) {
        self.line = line.min(self.len().saturating_sub(1));
        if self.line < self.top {
            self.scroll_to(self.line, height);
        } else if self.line >= self.top + height {
            self.scroll_to((self.line + 1).saturating_sub(height), height);
        }
        self.link = self.link.filter(|link| self.links.get(*link).is_some_and(|link| link.line == self.line));
    }

    /// Shows no empty lines below the last one while there are lines above.
    pub fn settle(&mut self, height: usize) {
        self.top = self.top.min(self.len().saturating_sub(height));
    }

    /// Chooses the next link (the previous one, when not `forward`): from the chosen one if it is among the lines `seen`, else
    /// from their edge. Whether there was one.
    pub fn choose(&mut self, forward: bool, seen: Range<usize>, height: usize) -> bool {
        let from = self.link.filter(|link| self.links.get(*link).is_some_and(|link| seen.contains(&link.line)));
        let next = match (from, forward) {
            (Some(now), true) => now + 1,
            (Some(0), false) => return false,
            (Some(now), false) => now - 1,
            (None, true) => self.links.partition_point(|link| link.line < seen.start),
            (None, false) => match self.links.partition_point(|link| link.line < seen.end) {
                0 => return false,
                behind => behind - 1,
            },
        };
        let Some(link) = self.links.get(next) else { return false };
        self.link = Some(next);
        let line = link.line;
        self.line = line;
        self.show_line(line, height);
        true
    }

    /// Chooses the link that leads there and has a piece on this line.
    pub fn choose_at(&mut self, line: usize, target: &Target) {
        let behind = self.links.partition_point(|link| link.line <= line);
        let here = self.links.iter().take(behind).rposition(|link| link.target == *target);
        self.link = here.or(self.link);
    }

    /// Scrolls as little as brings a line into view, with some lines around it.
    pub fn show_line(&mut self, line: usize, height: usize) {
        let margin = 2.min(height.saturating_sub(1) / 2);
        if line < self.top + margin {
            self.scroll_to(line.saturating_sub(margin), height);
        } else if line + margin >= self.top + height {
            self.scroll_to((line + margin + 1).saturating_sub(height), height);
        }
    }

    pub fn stop(&self) -> TextStop {
        let place = self.place.unwrap_or_else(|| place_of(&self.page, self.top));
        TextStop {
            width: self.width,
            line: self.top,
            below_top: self.line.saturating_sub(self.top),
            block: place.block,
            byte: place.byte,
            link: self.link,
        }
    }

    /// Goes back to a stop: the very line at the same width, else the line that shows the place.
    pub fn restore(&mut self, stop: &TextStop, height: usize) {
        let place = Place { block: stop.block, byte: stop.byte };
        let same = stop.width == self.width && place_of(&self.page, stop.line) == place;
        let line = if same || stop.line == 0 { stop.line } else { line_of(&self.page, place) };
        self.scroll_to(line, height);
        self.line = self.top + stop.below_top;
        self.link = stop.link.filter(|link| *link < self.links.len());
    }

    /// The beginning of the next or the previous section from a line; the page's end and start count as such.
    pub fn section(&self, forward: bool, from: usize) -> usize {
        let lines = self.page.sections.iter().map(|section| section.line);
        if forward {
            lines.filter(|line| *line > from).min().unwrap_or(self.len())
        } else {
            lines.filter(|line| *line < from).max().unwrap_or(0)
        }
    }
}

/// Every link of a page in reading order; one that is broken over lines counts once, where it begins.
fn links(page: &Page) -> Vec<PageLink> {
    let mut found: Vec<PageLink> = Vec::new();
    // The target that the run before led to, if nothing but blanks stood between.
    let mut running: Option<&Target> = None;
    for (number, line) in page.lines.iter().enumerate() {
        let mut at = 0;
        for run in &line.runs {
            let range = at..at + run.text.len();
            at = range.end;
            match &run.tag.target {
                Some(target) if running == Some(target) => {
                    if let Some(last) = found.last_mut().filter(|last| last.line == number) {
                        last.range.end = range.end;
                    }
                }
                Some(target) => {
                    found.push(PageLink { line: number, range, target: target.clone() });
                    running = Some(target);
                }
                None if run.text.trim().is_empty() => {}
                None => running = None,
            }
        }
    }
    found
}
