//! Looks of a cell, their reduction to what the terminal can show, and the shortest way from one look to another.

use std::io::Write as _;

use ratatui::style::{Color, Modifier};

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Colours {
    /// Attributes only.
    None,
    Eight,
    Sixteen,
    #[default]
    Indexed,
    True,
}

/// Foreground, background and attributes of a cell, and the link that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Look {
    pub ink: Color,
    pub paper: Color,
    pub marks: Modifier,
    /// Number of the link among the inks; 0 is none.
    pub link: u16,
}

pub(super) const PLAIN: Look = Look { ink: Color::Reset, paper: Color::Reset, marks: Modifier::empty(), link: 0 };

/// Attributes that are seen on a blank.
pub(super) const SEEN_ON_BLANK: Modifier =
    Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT).union(Modifier::SLOW_BLINK).union(Modifier::RAPID_BLINK);

impl Look {
    /// The same look as a blank shows it: only the background, unless an attribute is seen on blanks.
    pub fn on_blank(self) -> Self {
        if self.marks.intersects(SEEN_ON_BLANK) { self } else { Self { paper: self.paper, ..PLAIN } }
    }

    /// What of it the style sequences say.
    pub fn unlinked(self) -> Self {
        Self { link: 0, ..self }
    }

    /// May a blank of look `other` be printed while this look is on?
    pub fn serves_blank(self, other: Look) -> bool {
        self == other || (self.paper == other.paper && !self.marks.intersects(SEEN_ON_BLANK) && !other.marks.intersects(SEEN_ON_BLANK))
    }
}

/// The nearest colour that the terminal can show.
pub(super) fn reduce(color: Color, colours: Colours) -> Color {
    match (colours, color) {
        (_, Color::Reset) | (Colours::None, _) => Color::Reset,
        (Colours::Indexed, Color::Rgb(r, g, b)) => Color::Indexed(cube(r, g, b)),
        (Colours::True | Colours::Indexed, _) => color,
        (Colours::Sixteen, _) => named(sixteen(color)),
        (Colours::Eight, _) => named(sixteen(color) % 8),
    }
}

/// The number 0–15 of a colour among the sixteen.
fn sixteen(color: Color) -> u8 {
    match color {
        Color::Reset | Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(index) if index < 16 => index,
        Color::Indexed(index) => {
            let (r, g, b) = rgb(index);
            nearest(r, g, b)
        }
        Color::Rgb(r, g, b) => nearest(r, g, b),
    }
}

fn named(number: u8) -> Color {
    Color::Indexed(number)
}

/// xterm's default palette of the sixteen.
const PALETTE: [(u8, u8, u8); 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

fn nearest(r: u8, g: u8, b: u8) -> u8 {
    let far = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    let distance = |p: &(u8, u8, u8)| far(p.0, r) + far(p.1, g) + far(p.2, b);
    (0u8..16).zip(&PALETTE).min_by_key(|(_, p)| distance(p)).map_or(0, |(n, _)| n)
}

/// The 6×6×6 cube and the greys of the 256 colours.
fn rgb(index: u8) -> (u8, u8, u8) {
    if index >= 232 {
        let grey = 8 + 10 * (index - 232);
        return (grey, grey, grey);
    }
    let step = |v: u8| if v == 0 { 0 } else { 55 + 40 * v };
    let at = index.saturating_sub(16);
    (step(at / 36), step(at / 6 % 6), step(at % 6))
}

fn cube(r: u8, g: u8, b: u8) -> u8 {
    let step = |v: u8| match v {
        0..48 => 0,
        48..115 => 1,
        _ => (v - 35) / 40,
    };
    let in_cube = 16 + 36 * step(r) + 6 * step(g) + step(b);
    // Greys have a ramp of their own, finer than the cube's diagonal.
    let mean = (u16::from(r) + u16::from(g) + u16::from(b)) / 3;
    let ramp = 232 + u8::try_from(mean.saturating_sub(3).min(235) / 10).unwrap_or(23).min(23);
    let far = |n: u8| {
        let (x, y, z) = rgb(n);
        u32::from(x.abs_diff(r)).pow(2) + u32::from(y.abs_diff(g)).pow(2) + u32::from(z.abs_diff(b)).pow(2)
    };
    if far(ramp) < far(in_cube) { ramp } else { in_cube }
}

const MARKS: [(Modifier, &[u8], &[u8]); 8] = [
    (Modifier::BOLD, b";1", b";22"),
    (Modifier::DIM, b";2", b";22"),
    (Modifier::ITALIC, b";3", b";23"),
    (Modifier::UNDERLINED, b";4", b";24"),
    (Modifier::SLOW_BLINK, b";5", b";25"),
    (Modifier::REVERSED, b";7", b";27"),
    (Modifier::HIDDEN, b";8", b";28"),
    (Modifier::CROSSED_OUT, b";9", b";29"),
];

/// Attributes as the terminal knows them: both speeds of blinking are one.
pub(super) fn known_marks(marks: Modifier) -> Modifier {
    if marks.contains(Modifier::RAPID_BLINK) { (marks - Modifier::RAPID_BLINK) | Modifier::SLOW_BLINK } else { marks }
}

/// Appends the shorter of the two ways to `to`: from nothing, or from what is on.
pub(super) fn change(out: &mut Vec<u8>, from: Option<Look>, to: Look) {
    let mut best: Vec<u8> = b";0".to_vec();
    put_marks(&mut best, to.marks);
    put_colour(&mut best, to.ink, Ground::Ink);
    put_colour(&mut best, to.paper, Ground::Paper);
    if best == b";0" {
        best.clear();
    }
    if let Some(from) = from {
        let mut step: Vec<u8> = Vec::with_capacity(24);
        let gone = from.marks - to.marks;
        let mut come = to.marks - from.marks;
        let weight = Modifier::BOLD | Modifier::DIM;
        if gone.intersects(weight) {
            // 22 takes both off.
            step.extend(b";22");
            come |= to.marks & weight;
        }
        for (mark, _, off) in MARKS {
            if gone.contains(mark) && !weight.contains(mark) {
                step.extend(off);
            }
        }
        put_marks(&mut step, come);
        if to.ink != from.ink {
            put_colour_or_default(&mut step, to.ink, Ground::Ink);
        }
        if to.paper != from.paper {
            put_colour_or_default(&mut step, to.paper, Ground::Paper);
        }
        if step.len() < best.len() {
            best = step;
        }
    }
    out.extend(b"\x1b[");
    out.extend(best.get(1..).unwrap_or_default());
    out.push(b'm');
}

#[derive(Clone, Copy)]
enum Ground {
    Ink,
    Paper,
}

fn put_marks(out: &mut Vec<u8>, marks: Modifier) {
    for (mark, on, _) in MARKS {
        if marks.contains(mark) {
            out.extend(on);
        }
    }
}

fn put_colour_or_default(out: &mut Vec<u8>, color: Color, ground: Ground) {
    match (color, ground) {
        (Color::Reset, Ground::Ink) => out.extend(b";39"),
        (Color::Reset, Ground::Paper) => out.extend(b";49"),
        _ => put_colour(out, color, ground),
    }
}

fn put_colour(out: &mut Vec<u8>, color: Color, ground: Ground) {
    let base: u16 = match ground {
        Ground::Ink => 30,
        Ground::Paper => 40,
    };
    // Writing into a Vec cannot fail.
    let _ = match color {
        Color::Reset => Ok(()),
        Color::Rgb(r, g, b) => write!(out, ";{};2;{r};{g};{b}", base + 8),
        Color::Indexed(index) if index >= 16 => write!(out, ";{};5;{index}", base + 8),
        _ => match u16::from(sixteen(color)) {
            number @ 0..8 => write!(out, ";{}", base + number),
            number => write!(out, ";{}", base + 52 + number),
        },
    };
}
