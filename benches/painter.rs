//! What a frame of Chinese costs: bytes on the wire beside stock ratatui with crossterm, and time to paint.
//!
//! `cargo bench --bench painter` prints a table of bytes for the pictures that `tests/wire.rs` holds to their budget, then the
//! timings.

#[path = "../tests/wire/pictures.rs"]
mod pictures;

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;

use criterion::Criterion;
use pictures::{Layout, Picture, Step, stock};
use qikan::terminal::painter::{Abilities, Painter};
use ratatui::buffer::Buffer;

const STEPS: [(Step, &str); 6] = [
    (Step::First, "first paint"),
    (Step::LineDown, "a line down"),
    (Step::LineUp, "a line up"),
    (Step::HalfPage, "half a page"),
    (Step::NextArticle, "next article"),
    (Step::ListCursor, "list cursor"),
];

/// Bytes of a step as stock writes it, as the painter does, and the fewest possible.
fn bytes(layout: Layout, size: (u16, u16), step: Step, column_margins: bool) -> [usize; 3] {
    let mut picture = Picture::new(layout, size.0, size.1);
    let mut painter = Painter::new(Abilities { column_margins, ..Abilities::default() });
    let mut before = Buffer::empty(picture.area);
    let mut bytes = 0;
    // The first steps set margins that a held key finds set.
    for round in 0..if step == Step::First { 1 } else { 4 } {
        if round > 0 {
            before = picture.draw();
            picture.step(step);
        }
        bytes = painter.paint(&picture.draw(), None).len();
    }
    let after = picture.draw();
    [stock(&before, &after), bytes, picture.limit(&before, &after, step, column_margins)]
}

fn table() {
    let mut table = String::from("bytes on the wire                           stock  painter   limit\n");
    let layouts = [
        ("one pane", Layout::One, false),
        ("stacked", Layout::Stacked, false),
        ("side by side", Layout::Beside, false),
        ("with DECSLRM", Layout::Beside, true),
    ];
    for (width, height) in [(80, 24), (200, 50)] {
        for (name, layout, column_margins) in layouts {
            for (step, said) in STEPS {
                if step == Step::ListCursor && layout == Layout::One {
                    continue;
                }
                let [stock, painter, limit] = bytes(layout, (width, height), step, column_margins);
                let _ = writeln!(table, "{width:>3}×{height} {name:13} {said:14} {stock:>9} {painter:>8} {limit:>7}");
            }
        }
    }
    let _ = std::io::stdout().write_all(table.as_bytes());
}

/// Times a step there and back again, over and over.
fn time(criterion: &mut Criterion, name: &str, layout: Layout, step: Step, column_margins: bool) {
    let mut picture = Picture::new(layout, 200, 50);
    let mut frames = vec![picture.draw()];
    picture.step(step);
    frames.push(picture.draw());
    let mut painter = Painter::new(Abilities { column_margins, ..Abilities::default() });
    let mut turn = 0;
    criterion.bench_function(name, |bench| {
        bench.iter(|| {
            turn = 1 - turn;
            if step == Step::First {
                painter.invalidate();
            }
            painter.paint(black_box(&frames[turn]), None).len()
        });
    });
}

fn main() {
    table();
    let mut criterion = Criterion::default().configure_from_args();
    time(&mut criterion, "200×50: unchanged", Layout::Beside, Step::Unchanged, false);
    time(&mut criterion, "200×50: first paint", Layout::Beside, Step::First, false);
    time(&mut criterion, "200×50: a line, one pane", Layout::One, Step::LineDown, false);
    time(&mut criterion, "200×50: a line, side by side", Layout::Beside, Step::LineDown, false);
    time(&mut criterion, "200×50: a line, side by side with DECSLRM", Layout::Beside, Step::LineDown, true);
    time(&mut criterion, "200×50: next article", Layout::Beside, Step::NextArticle, false);
    time(&mut criterion, "200×50: next article with DECSLRM", Layout::Beside, Step::NextArticle, true);
    time(&mut criterion, "200×50: list cursor", Layout::Beside, Step::ListCursor, false);
    criterion.final_summary();
}
