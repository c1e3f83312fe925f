//! A strict screen: it does what the standards say (ECMA-48, DEC STD 070, xterm's ctlseqs) and complains about everything on
//! which terminals differ, so that a painter that satisfies it satisfies them.

use crate::kinds::{ColumnMargins, Kind, Tables};
use std::collections::BTreeMap;

use crate::sheet::{Block, Cell, Look, Sheet, Text, link_number};

#[expect(clippy::struct_excessive_bools, reason = "modes of a terminal, each on or off by itself")]
pub struct Screen {
    pub kind: Kind,
    pub sheet: Sheet,
    pub x: usize,
    pub y: usize,
    pub cursor_seen: bool,
    pub complaints: Vec<String>,
    pub alternate: bool,
    pub paste_marks: bool,
    /// A frame was begun by mode 2026 and not ended; and how many were begun.
    pub held: bool,
    pub times_held: usize,
    /// How often column margins were set, or tried to be.
    pub times_narrowed: usize,
    pub answers: Vec<u8>,
    /// Modes 1000 and 1006: buttons are reported, in SGR form.
    pub mouse: (bool, bool),
    /// The last column was written: the next sign wraps. What else resets this terminals do not agree on.
    pending: bool,
    /// Margins were set: the cursor went home, but to which home?
    homeless: bool,
    wraps: bool,
    look: Look,
    /// The link that is open: its target.
    link: Option<String>,
    /// Each id that was seen, and the target it stands for.
    ids: BTreeMap<String, String>,
    /// What was sent to the clipboard, in base64.
    pub copied: Vec<String>,
    margins: Block,
    column_mode: bool,
    rest: Vec<u8>,
}

impl Screen {
    pub fn new(columns: usize, rows: usize, kind: Kind) -> Self {
        Self {
            kind,
            sheet: Sheet::new(columns, rows),
            x: 0,
            y: 0,
            cursor_seen: true,
            complaints: Vec::new(),
            alternate: false,
            paste_marks: false,
            held: false,
            times_held: 0,
            times_narrowed: 0,
            answers: Vec::new(),
            mouse: (false, false),
            pending: false,
            homeless: false,
            wraps: true,
            look: Look::default(),
            link: None,
            ids: BTreeMap::new(),
            copied: Vec::new(),
            margins: Block { rows: 0..rows, columns: 0..columns },
            column_mode: false,
            rest: Vec::new(),
        }
    }

    /// As a terminal does that keeps what fits, and resets its margins.
    pub fn resize(&mut self, columns: usize, rows: usize) {
        self.sheet.resize(columns, rows);
        self.margins = Block { rows: 0..rows, columns: 0..columns };
        self.column_mode = false;
        self.x = self.x.min(columns - 1);
        self.y = self.y.min(rows - 1);
        self.pending = false;
    }

    /// What another program may leave: text, colours, margins, the cursor anywhere.
    pub fn scribble(&mut self) {
        let look = Look { ink: Some(3), paper: Some(2), marks: 1 << 7 };
        self.sheet.fill(Cell { text: Text::of('#'), ..Cell::blank(look) });
        self.look = look;
        (self.x, self.y) = (self.sheet.columns / 2, self.sheet.rows / 2);
        (self.cursor_seen, self.pending) = (true, false);
        if self.sheet.rows > 3 {
            self.margins.rows = 1..self.sheet.rows - 1;
        }
    }

    pub fn text(&self) -> String {
        let line = |y| self.sheet.row(y).iter().map(|cell| cell.text.to_string()).collect::<String>().trim_end().to_owned();
        (0..self.sheet.rows).map(line).collect::<Vec<_>>().join("\n")
    }

    fn complain(&mut self, about: impl Into<String>) {
        self.complaints.push(format!("{} (cursor {},{})", about.into(), self.y, self.x));
    }

    /// Something that depends on where the cursor stands.
    fn relative(&mut self, what: &str) {
        if self.pending {
            self.complain(format!("{what} while a wrap is pending: terminals differ"));
        }
        self.needs_home(what);
        self.outside_links(what);
    }

    /// A run of a link is closed before the cursor goes anywhere.
    fn outside_links(&mut self, what: &str) {
        if self.link.is_some() {
            self.complain(format!("{what} while a link is open"));
        }
    }

    pub fn link_is_open(&self) -> bool {
        self.link.is_some()
    }

    /// OSC 8: `id=…;target`, or `;` to end it. Runs must not be nested, nor one id stand for two targets.
    fn hyperlink(&mut self, body: &[u8]) {
        let body = String::from_utf8_lossy(body).into_owned();
        let Some((parameters, target)) = body.split_once(';') else { return self.complain("OSC 8 without a target") };
        if target.is_empty() {
            if self.link.take().is_none() {
                self.complain("a link is ended that is not open");
            }
            return;
        }
        let Some(id) = parameters.strip_prefix("id=") else { return self.complain("a link without an id") };
        if self.ids.entry(id.to_owned()).or_insert_with(|| target.to_owned()) != target {
            self.complain(format!("the id {id} stands for two targets"));
        }
        if !target.bytes().all(|byte| byte.is_ascii_graphic()) {
            self.complain(format!("hostile target {target:?}"));
        }
        self.link = Some(target.to_owned());
    }

    fn needs_home(&mut self, what: &str) {
        if self.homeless {
            self.complain(format!("{what} after margins were set: terminals differ on where the cursor is"));
        }
    }

    /// Within column margins?
    fn is_narrowed(&self) -> bool {
        self.margins.columns != (0..self.sheet.columns)
    }

    fn differs_between_margins(&mut self, what: &str) {
        if self.is_narrowed() {
            self.complain(format!("{what} while column margins are set: terminals differ"));
        }
    }

    pub fn feed(&mut self, bytes: &[u8]) {
        let mut input = std::mem::take(&mut self.rest);
        input.extend(bytes);
        let mut at = 0;
        while at < input.len() {
            match self.token(&input[at..]) {
                Some(len) => at += len,
                None => break,
            }
        }
        self.rest = input.split_off(at);
    }

    /// One character or sequence; its length, or `None` if it is not whole yet.
    fn token(&mut self, input: &[u8]) -> Option<usize> {
        match input[0] {
            0x1b => self.escape(input),
            b'\r' => {
                self.needs_home("CR");
                self.outside_links("CR");
                self.differs_between_margins("CR");
                self.x = 0;
                self.pending = false;
                Some(1)
            }
            b'\n' => {
                self.relative("LF");
                self.down();
                Some(1)
            }
            8 => {
                self.relative("BS");
                self.differs_between_margins("BS");
                self.x = self.x.saturating_sub(1);
                Some(1)
            }
            byte if byte < 0x20 || byte == 0x7f => {
                self.complain(format!("control {byte:#x}"));
                Some(1)
            }
            first => {
                let len = match first {
                    0..0x80 => 1,
                    0x80..0xe0 => 2,
                    0xe0..0xf0 => 3,
                    _ => 4,
                };
                let bytes = input.get(..len)?;
                match std::str::from_utf8(bytes) {
                    Ok(text) => self.print(text.chars().next().unwrap()),
                    Err(_) => self.complain(format!("no UTF-8: {bytes:?}")),
                }
                Some(len)
            }
        }
    }

    fn escape(&mut self, input: &[u8]) -> Option<usize> {
        match input.get(1)? {
            b'[' => {
                let end = input.iter().skip(2).position(|b| (0x40..=0x7e).contains(b))? + 3;
                self.control(&input[2..end - 1], input[end - 1]);
                Some(end)
            }
            b']' | b'P' => {
                // Only questions and copies are sent as strings; a picture never is.
                let st = input.windows(2).position(|w| w == b"\x1b\\").map(|at| at + 2);
                let bel = input.iter().position(|b| *b == 7).map(|at| at + 1);
                let end = [st, bel].into_iter().flatten().min()?;
                let body = &input[2..end - if st == Some(end) { 2 } else { 1 }];
                if input[1] == b']' && body.starts_with(b"8;") {
                    self.hyperlink(&body[2..]);
                } else if input[1] == b']' && body.starts_with(b"52;c;") {
                    self.copied.push(String::from_utf8_lossy(&body[5..]).into_owned());
                } else {
                    self.complain("string sequence");
                }
                Some(end)
            }
            // The end of a string where none is: nothing.
            b'\\' => Some(2),
            b'M' => {
                self.relative("RI");
                if self.y == self.margins.rows.start {
                    self.scroll(self.margins.rows.start, 1, false);
                } else {
                    self.y = self.y.saturating_sub(1);
                }
                Some(2)
            }
            other => {
                let other = char::from(*other);
                self.complain(format!("ESC {other}"));
                Some(2)
            }
        }
    }

    fn control(&mut self, body: &[u8], last: u8) {
        let body = std::str::from_utf8(body).unwrap_or("?").to_owned();
        if last != b'm' && !(body == "?7" && matches!(last, b'h' | b'l')) {
            self.outside_links("a control sequence");
        }
        let (private, plain) = match body.strip_prefix(['?', '>', '<', '=']) {
            Some(rest) => (body.chars().next(), rest.to_owned()),
            None => (None, body.clone()),
        };
        let numbers: Vec<usize> = plain.trim_end_matches('$').split(';').map(|n| n.parse().unwrap_or(0)).collect();
        let number = |at: usize| numbers.get(at).copied().filter(|n| *n > 0).unwrap_or(1);
        let columns = self.sheet.columns;
        match (private, last) {
            (None, b'H') => {
                self.homeless = false;
                self.place(number(0) - 1, number(1) - 1);
            }
            (None, b'G') => {
                self.needs_home("CHA");
                self.place(self.y, number(0) - 1);
            }
            (None, b'd') => {
                self.relative("VPA");
                self.place(number(0) - 1, self.x);
            }
            (None, b'C') => {
                self.relative("CUF");
                self.differs_between_margins("CUF");
                self.place(self.y, self.x + number(0));
            }
            (None, b'D') => {
                self.relative("CUB");
                self.differs_between_margins("CUB");
                self.place(self.y, self.x.saturating_sub(number(0)));
            }
            (None, b'K') => {
                self.relative("EL");
                self.differs_between_margins("EL");
                self.sheet.erase(self.y, self.x..columns, self.erased());
            }
            (None, b'X') => {
                self.relative("ECH");
                self.differs_between_margins("ECH");
                self.sheet.erase(self.y, self.x..(self.x + number(0)).min(columns), self.erased());
            }
            (None, b'J') => self.sheet.fill(self.erased()),
            (None, b'S' | b'T') => {
                if !self.is_narrowed() {
                    self.complain("SU, SD where there may be none: the Linux console has neither");
                }
                self.scroll(self.margins.rows.start, number(0), last == b'S');
            }
            (None, b'L' | b'M') => {
                self.relative("IL, DL");
                if !self.margins.rows.contains(&self.y) || self.is_narrowed() {
                    return self.complain("lines inserted outside the margins, or within column margins");
                }
                self.scroll(self.y, number(0), last == b'M');
                self.x = 0;
            }
            (None, b'r') => {
                let (from, to) = (number(0) - 1, numbers.get(1).copied().filter(|n| *n > 0).unwrap_or(self.sheet.rows));
                if (from + 1 >= to && !plain.is_empty()) || to > self.sheet.rows {
                    self.complain(format!("margins {from}..{to}"));
                } else {
                    self.margins.rows = from..to;
                }
                self.go_home();
            }
            (None, b's') if self.column_mode => {
                self.times_narrowed += 1;
                if self.kind.column_margins == ColumnMargins::Claimed {
                    return;
                }
                self.margins.columns = number(0) - 1..number(1);
                if self.margins.columns.len() < 2 || self.margins.columns.end > columns {
                    self.complain(format!("column margins {:?}", self.margins.columns));
                }
                self.go_home();
            }
            (None, b'm') => self.style(&plain),
            (None, b'n') => self.answers.extend(format!("\x1b[{};{}R", self.y + 1, self.x + 1).bytes()),
            (None, b'c') => self.answers.extend(b"\x1b[?62;22c"),
            (Some('?'), b'h' | b'l') => self.mode(number(0), last == b'h'),
            (Some('?'), b'p') => {
                let known = match number(0) {
                    69 => self.kind.column_margins != ColumnMargins::Unknown,
                    2026 => self.kind.synchronized,
                    _ => false,
                };
                self.answers.extend(format!("\x1b[?{};{}$y", number(0), if known { 2 } else { 0 }).bytes());
            }
            (Some('>'), b'q') => {}
            _ => self.complain(format!("CSI {body} {}", char::from(last))),
        }
    }

    fn mode(&mut self, mode: usize, on: bool) {
        match mode {
            7 => self.wraps = on,
            25 => self.cursor_seen = on,
            69 => {
                self.column_mode = on && self.kind.column_margins != ColumnMargins::Unknown;
                self.margins.columns = 0..self.sheet.columns;
            }
            1049 => self.alternate = on,
            1000 => self.mouse.0 = on,
            1006 => self.mouse.1 = on,
            2004 => self.paste_marks = on,
            2026 => {
                if !self.kind.synchronized || self.held == on {
                    self.complain(format!("mode 2026 {}", if on { "on" } else { "off" }));
                }
                self.held = on;
                self.times_held += usize::from(on);
            }
            _ => self.complain(format!("mode {mode}")),
        }
    }

    fn go_home(&mut self) {
        self.place(0, 0);
        self.homeless = true;
    }

    fn place(&mut self, y: usize, x: usize) {
        let (columns, rows) = (self.sheet.columns, self.sheet.rows);
        if y >= rows || x >= columns {
            self.complain(format!("cursor to {y},{x}, outside the screen"));
        }
        (self.y, self.x, self.pending) = (y.min(rows - 1), x.min(columns - 1), false);
    }

    fn print(&mut self, c: char) {
        self.needs_home("text");
        if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}') {
            self.complain(format!("hostile {c:?}"));
        }
        let before = self.before();
        let last = before.and_then(|x| self.sheet.row(self.y)[x].text.as_chars().last().copied());
        let width = self.kind.cells(c);
        if width == 0 || last.is_some_and(|last| self.kind.joins(last, c)) {
            return self.join(c, before);
        }
        // Behind the right margin a line is as long as the screen.
        let right = if self.x < self.margins.columns.end { self.margins.columns.end } else { self.sheet.columns };
        if width > right {
            // Nothing that could be done about it.
            return self.sheet.put(self.y, self.x, Text::of('\u{fffd}'), 1, (self.look, 0));
        }
        if self.pending || self.x + width > right {
            if self.wraps {
                self.complain("a line wrapped");
                self.x = if right == self.margins.columns.end { self.margins.columns.start } else { 0 };
                self.pending = false;
                self.down();
            } else {
                // xterm puts a wide sign back from the margin.
                self.x = right - width;
            }
        }
        let link = self.link.as_deref().map_or(0, link_number);
        self.sheet.put(self.y, self.x, Text::of(c), width, (self.look, link));
        self.pending = self.x + width >= right;
        self.x = (self.x + width).min(right - 1);
    }

    /// The cell in which the sign before the cursor begins.
    fn before(&self) -> Option<usize> {
        let x = if self.pending { self.x } else { self.x.checked_sub(1)? };
        if self.sheet.row(self.y)[x].width == 0 { x.checked_sub(1) } else { Some(x) }
    }

    /// A mark, a selector, a joiner: into the sign before the cursor.
    fn join(&mut self, c: char, before: Option<usize>) {
        let Some(x) = before else { return self.complain(format!("{c:?} without a sign to go with")) };
        let y = self.y;
        self.sheet.row_mut(y)[x].text.push(c);
        let Cell { text, width, look, link } = self.sheet.row(y)[x];
        let widened = c == '\u{fe0f}' && width == 1 && self.kind.tables == Tables::Joining;
        if widened && x + 1 < self.sheet.columns {
            self.sheet.put(y, x, text, 2, (look, link));
            self.pending = x + 2 >= self.sheet.columns;
            self.x = (x + 2).min(self.sheet.columns - 1);
        }
    }

    fn erased(&self) -> Cell {
        Cell::blank(Look { paper: self.look.paper.filter(|_| self.kind.erase_with_colour), ..Look::default() })
    }

    fn down(&mut self) {
        if self.y + 1 == self.margins.rows.end {
            if self.margins.columns.contains(&self.x) {
                self.scroll(self.margins.rows.start, 1, true);
            } else {
                self.complain("LF at the bottom margin beside the column margins: terminals differ");
            }
        } else if self.y + 1 < self.sheet.rows {
            self.y += 1;
        }
    }

    fn scroll(&mut self, from: usize, by: usize, up: bool) {
        let block = Block { rows: from..self.margins.rows.end, ..self.margins.clone() };
        self.sheet.scroll(&block, by, up, self.erased());
    }

    fn style(&mut self, plain: &str) {
        let needs = match self.look.take(plain) {
            Ok(needs) => needs,
            Err(odd) => return self.complain(format!("SGR {odd}")),
        };
        if needs > self.kind.colours {
            self.complain(format!("SGR {plain} where there are no such colours"));
        }
    }
}
