//! A strict screen: it does what the standards say (ECMA-48, DEC STD 070, xterm's ctlseqs) and complains about everything on
//! which terminals differ, so that a painter that satisfies it satisfies them.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Colour as the wire says it: the number of the sixteen or 256, or 0x1RRGGBB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub ink: Option<u32>,
    pub paper: Option<u32>,
    /// Bit n for SGR n.
    pub marks: u16,
}

/// Underlined, blinking, reversed, crossed out: seen on a blank.
const ON_BLANK: u16 = 1 << 4 | 1 << 5 | 1 << 7 | 1 << 9;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    /// 2, 1, or 0 for the right half of a wide sign.
    pub width: u8,
    pub look: Look,
    /// Where OSC 8 says that it leads.
    pub link: Option<String>,
}

impl Cell {
    pub fn blank(look: Look) -> Self {
        Self { text: " ".to_owned(), width: 1, look, link: None }
    }

    /// What is seen: the ink of a blank is not.
    pub fn seen(&self) -> Self {
        let mut cell = self.clone();
        if cell.text == " " && cell.look.marks & ON_BLANK == 0 {
            cell.look = Look { paper: cell.look.paper, ..Look::default() };
        }
        cell
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Kind {
    pub ambiguous: u8,
    pub column_margins: bool,
    pub erase_with_colour: bool,
    /// Complain when a line wraps or a cursor is used whose place is not sure. Off where widths are in doubt on purpose.
    pub strict: bool,
}

#[expect(clippy::struct_excessive_bools, reason = "modes of a terminal, each on or off by itself")]
pub struct Screen {
    pub kind: Kind,
    pub columns: usize,
    pub rows: usize,
    pub cells: Vec<Vec<Cell>>,
    pub x: usize,
    pub y: usize,
    pub cursor_seen: bool,
    pub complaints: Vec<String>,
    pub alternate: bool,
    pub paste_marks: bool,
    /// Modes 1000 and 1006: buttons are reported, in SGR form.
    pub mouse: (bool, bool),
    pending: bool,
    wraps: bool,
    look: Look,
    /// The link that is open: its target.
    link: Option<String>,
    /// Each id that was seen, and the target it stands for.
    ids: std::collections::BTreeMap<String, String>,
    rows_from: usize,
    rows_to: usize,
    column_mode: bool,
    /// The last sign ended at the right margin: another wraps unless the cursor is placed first.
    at_right_margin: bool,
    left: usize,
    right: usize,
    rest: Vec<u8>,
    pub answers: Vec<u8>,
    /// What was sent to the clipboard, in base64.
    pub copied: Vec<String>,
}

impl Screen {
    pub fn new(columns: usize, rows: usize, kind: Kind) -> Self {
        let mut screen = Self {
            kind,
            columns,
            rows,
            cells: Vec::new(),
            x: 0,
            y: 0,
            cursor_seen: true,
            complaints: Vec::new(),
            alternate: false,
            paste_marks: false,
            mouse: (false, false),
            pending: false,
            wraps: true,
            look: Look::default(),
            link: None,
            ids: std::collections::BTreeMap::new(),
            rows_from: 0,
            rows_to: rows,
            column_mode: false,
            at_right_margin: false,
            left: 0,
            right: columns,
            rest: Vec::new(),
            answers: Vec::new(),
            copied: Vec::new(),
        };
        screen.resize(columns, rows);
        screen
    }

    /// As a terminal does that keeps what fits, and resets its margins.
    pub fn resize(&mut self, columns: usize, rows: usize) {
        self.columns = columns;
        self.rows = rows;
        self.cells.resize_with(rows, Vec::new);
        for row in &mut self.cells {
            row.resize(columns, Cell::blank(Look::default()));
            if let Some(last) = row.last_mut()
                && last.width == 2
            {
                *last = Cell::blank(last.look);
            }
        }
        (self.rows_from, self.rows_to, self.left, self.right, self.column_mode) = (0, rows, 0, columns, false);
        self.x = self.x.min(columns - 1);
        self.y = self.y.min(rows - 1);
        self.pending = false;
    }

    pub fn text(&self) -> String {
        let line = |row: &Vec<Cell>| row.iter().map(|cell| cell.text.as_str()).collect::<String>().trim_end().to_owned();
        self.cells.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    fn complain(&mut self, about: impl Into<String>) {
        self.complaints.push(format!("{} (cursor {},{})", about.into(), self.y, self.x));
    }

    fn differs_while_pending(&mut self, what: &str) {
        if self.pending && self.kind.strict {
            self.complain(format!("{what} while a wrap is pending: terminals differ"));
        }
    }

    fn differs_between_margins(&mut self, what: &str) {
        if self.kind.strict && (self.left > 0 || self.right < self.columns) {
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
                self.outside_links("CR");
                self.differs_between_margins("CR");
                self.x = 0;
                self.pending = false;
                Some(1)
            }
            b'\n' => {
                self.outside_links("LF");
                self.differs_while_pending("LF");
                self.down();
                Some(1)
            }
            8 => {
                self.outside_links("BS");
                self.differs_while_pending("BS");
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
                } else if input[1] == b']' && body.starts_with(b"52;c;") && !self.kind.strict {
                    self.copied.push(String::from_utf8_lossy(&body[5..]).into_owned());
                } else if self.kind.strict {
                    self.complain("string sequence");
                }
                Some(end)
            }
            // The end of a string where none is: nothing.
            b'\\' => Some(2),
            b'M' => {
                self.outside_links("RI");
                self.differs_while_pending("RI");
                if self.y == self.rows_from {
                    self.scroll_down(self.rows_from, 1);
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

    /// OSC 8: `id=…;target`, or `;` to end it. Runs must not be nested, nor one id stand for two targets.
    fn hyperlink(&mut self, body: &[u8]) {
        let body = String::from_utf8_lossy(body).into_owned();
        let Some((parameters, target)) = body.split_once(';') else { return self.complain("OSC 8 without a target") };
        if target.is_empty() {
            if self.link.take().is_none() && self.kind.strict && !self.ids.is_empty() {
                self.complain("a link is ended that is not open");
            }
            return;
        }
        let Some(id) = parameters.strip_prefix("id=") else { return self.complain("a link without an id") };
        if self.ids.entry(id.to_owned()).or_insert_with(|| target.to_owned()) != target {
            self.complain(format!("the id {id} stands for two targets"));
        }
        if !target.bytes().all(|byte| (0x21..=0x7e).contains(&byte)) {
            self.complain(format!("hostile target {target:?}"));
        }
        self.link = Some(target.to_owned());
    }

    /// A run of a link is closed before the cursor goes anywhere.
    fn outside_links(&mut self, what: &str) {
        if self.link.is_some() && self.kind.strict {
            self.complain(format!("{what} while a link is open"));
        }
    }

    pub fn link_is_open(&self) -> bool {
        self.link.is_some()
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
        match (private, last) {
            (None, b'H') => self.place(number(0) - 1, number(1) - 1),
            (None, b'G') => self.place(self.y, number(0) - 1),
            (None, b'd') => {
                self.differs_while_pending("VPA");
                self.place(number(0) - 1, self.x);
            }
            (None, b'C') => {
                self.differs_while_pending("CUF");
                self.differs_between_margins("CUF");
                self.place(self.y, self.x + number(0));
            }
            (None, b'D') => {
                self.differs_while_pending("CUB");
                self.differs_between_margins("CUB");
                self.place(self.y, self.x.saturating_sub(number(0)));
            }
            (None, b'K') => {
                self.differs_while_pending("EL");
                self.differs_between_margins("EL");
                self.erase(self.columns);
            }
            (None, b'X') => {
                self.differs_while_pending("ECH");
                self.differs_between_margins("ECH");
                self.erase((self.x + number(0)).min(self.columns));
            }
            (None, b'J') => {
                let blank = self.erased();
                self.cells.iter_mut().flatten().for_each(|cell| *cell = blank.clone());
            }
            (None, b'S') => self.scroll_up(self.rows_from, number(0)),
            (None, b'T') => self.scroll_down(self.rows_from, number(0)),
            (None, b'L') => self.lines(Down::Yes, number(0)),
            (None, b'M') => self.lines(Down::No, number(0)),
            (None, b'r') => {
                let (from, to) = (number(0) - 1, numbers.get(1).copied().filter(|n| *n > 0).unwrap_or(self.rows));
                if (from + 1 >= to && !plain.is_empty()) || to > self.rows {
                    self.complain(format!("margins {from}..{to}"));
                } else {
                    (self.rows_from, self.rows_to) = (from, to);
                }
                self.place(0, 0);
            }
            (None, b's') if self.column_mode && self.kind.column_margins => {
                (self.left, self.right) = (number(0) - 1, number(1));
                if self.left + 1 >= self.right || self.right > self.columns {
                    self.complain(format!("column margins {}..{}", self.left, self.right));
                }
                self.place(0, 0);
            }
            (None, b'm') => self.style(&plain),
            (None, b'n') => self.answers.extend(format!("\x1b[{};{}R", self.y + 1, self.x + 1).bytes()),
            (None, b'c') => self.answers.extend(b"\x1b[?62;22c"),
            (Some('?'), b'h' | b'l') => self.mode(number(0), last == b'h'),
            (Some('?'), b'p') => self.answers.extend(format!("\x1b[?{};0$y", number(0)).bytes()),
            (Some('>'), b'q') => {}
            _ => self.complain(format!("CSI {body} {}", char::from(last))),
        }
    }

    fn mode(&mut self, mode: usize, on: bool) {
        match mode {
            7 => self.wraps = on,
            25 => self.cursor_seen = on,
            69 => {
                self.column_mode = on;
                (self.left, self.right) = (0, self.columns);
            }
            1049 => self.alternate = on,
            1000 => self.mouse.0 = on,
            1006 => self.mouse.1 = on,
            2004 => self.paste_marks = on,
            2026 => {}
            _ => self.complain(format!("mode {mode}")),
        }
    }

    fn place(&mut self, y: usize, x: usize) {
        if (y >= self.rows || x >= self.columns) && self.kind.strict {
            self.complain(format!("cursor to {y},{x}, outside the screen"));
        }
        (self.y, self.x, self.pending) = (y.min(self.rows - 1), x.min(self.columns - 1), false);
        self.at_right_margin = false;
    }

    fn print(&mut self, c: char) {
        let single = c.to_string();
        let narrow = c.width().unwrap_or(0);
        let width = if self.kind.ambiguous == 2 { narrow.max(single.width_cjk().min(2)) } else { narrow };
        if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}') {
            self.complain(format!("hostile {c:?}"));
        }
        if width == 0 {
            let mut x = if self.pending { self.x } else { self.x.saturating_sub(1) };
            if self.cells[self.y][x].width == 0 {
                x = x.saturating_sub(1);
            }
            self.cells[self.y][x].text.push(c);
            return;
        }
        if width > self.columns {
            return;
        }
        if self.right < self.columns && self.kind.strict && (self.at_right_margin || (self.x < self.right && self.x + width > self.right)) {
            self.complain("text over the right margin, where it wraps");
        }
        if self.pending || self.x + width > self.columns {
            if self.wraps {
                if self.kind.strict {
                    self.complain("a line wrapped");
                }
                self.x = 0;
                self.pending = false;
                self.down();
            } else {
                self.x = self.columns - width;
                self.pending = false;
            }
        }
        let (y, x, look) = (self.y, self.x, self.look);
        for i in 0..width {
            self.free(y, x + i);
        }
        self.cells[y][x] = Cell { text: single, width: u8::try_from(width).unwrap(), look, link: self.link.clone() };
        if width == 2 {
            self.cells[y][x + 1] = Cell { text: String::new(), width: 0, look, link: self.link.clone() };
        }
        self.at_right_margin = x + width == self.right;
        if x + width >= self.columns {
            self.x = self.columns - 1;
            self.pending = self.wraps;
        } else {
            self.x += width;
        }
    }

    /// A cell is about to be overwritten: the other half of a wide sign goes blank.
    fn free(&mut self, y: usize, x: usize) {
        let look = self.cells[y][x].look;
        if self.cells[y][x].width == 0 && x > 0 {
            self.cells[y][x - 1] = Cell::blank(look);
        }
        if self.cells[y][x].width == 2 && x + 1 < self.columns {
            self.cells[y][x + 1] = Cell::blank(look);
        }
        self.cells[y][x] = Cell::blank(look);
    }

    fn erased(&self) -> Cell {
        Cell::blank(Look { paper: self.look.paper.filter(|_| self.kind.erase_with_colour), ..Look::default() })
    }

    fn erase(&mut self, to: usize) {
        let blank = self.erased();
        for x in self.x..to {
            self.free(self.y, x);
            self.cells[self.y][x] = blank.clone();
        }
    }

    fn down(&mut self) {
        if self.y + 1 == self.rows_to {
            if (self.left..self.right).contains(&self.x) {
                self.scroll_up(self.rows_from, 1);
            }
        } else if self.y + 1 < self.rows {
            self.y += 1;
        }
    }

    fn lines(&mut self, down: Down, count: usize) {
        if !(self.rows_from..self.rows_to).contains(&self.y) {
            return self.complain("lines inserted outside the margins");
        }
        let from = self.y;
        match down {
            Down::Yes => self.scroll_down(from, count),
            Down::No => self.scroll_up(from, count),
        }
        self.x = self.left;
        self.pending = false;
    }

    fn scroll_up(&mut self, from: usize, by: usize) {
        for y in from..self.rows_to {
            self.copy_row(y, (y + by < self.rows_to).then_some(y + by));
        }
        self.heal();
    }

    fn scroll_down(&mut self, from: usize, by: usize) {
        for y in (from..self.rows_to).rev() {
            self.copy_row(y, y.checked_sub(by).filter(|source| *source >= from));
        }
        self.heal();
    }

    fn copy_row(&mut self, to: usize, from: Option<usize>) {
        let blank = self.erased();
        for x in self.left..self.right {
            self.cells[to][x] = from.map_or_else(|| blank.clone(), |y| self.cells[y][x].clone());
        }
    }

    /// Halves of wide signs that a scroll has cut are blanks. xterm 379 looks at the row below the band too.
    fn heal(&mut self) {
        if self.left == 0 && self.right == self.columns {
            return;
        }
        for y in self.rows_from..(self.rows_to + 1).min(self.rows) {
            for x in 0..self.columns {
                let right = self.cells[y].get(x + 1).map(|cell| cell.width);
                let left = x.checked_sub(1).map(|x| self.cells[y][x].width);
                let torn = match self.cells[y][x].width {
                    0 => left != Some(2),
                    2 => right != Some(0),
                    _ => false,
                };
                let below = y == self.rows_to && (x == self.left || x == self.right) && self.cells[y][x].width == 0;
                if torn || below {
                    self.free(y, x);
                }
            }
        }
    }

    fn style(&mut self, plain: &str) {
        let numbers: Vec<u32> = plain.split(';').map(|n| n.parse().unwrap_or(0)).collect();
        let mut at = 0;
        while let Some(&n) = numbers.get(at) {
            at += 1;
            match n {
                0 => self.look = Look::default(),
                1..=9 => self.look.marks |= 1 << n,
                22 => self.look.marks &= !(1 << 1 | 1 << 2),
                23..=29 => self.look.marks &= !(1 << (n - 20)),
                30..=37 => self.look.ink = Some(n - 30),
                40..=47 => self.look.paper = Some(n - 40),
                90..=97 => self.look.ink = Some(n - 82),
                100..=107 => self.look.paper = Some(n - 92),
                39 => self.look.ink = None,
                49 => self.look.paper = None,
                38 | 48 => {
                    let colour = match numbers.get(at) {
                        Some(5) => {
                            at += 2;
                            numbers.get(at - 1).copied()
                        }
                        Some(2) => {
                            at += 4;
                            numbers.get(at - 3..at).map(|rgb| 1 << 24 | rgb[0] << 16 | rgb[1] << 8 | rgb[2])
                        }
                        _ => None,
                    };
                    if n == 38 { self.look.ink = colour } else { self.look.paper = colour }
                }
                _ => self.complain(format!("SGR {n}")),
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Down {
    Yes,
    No,
}
