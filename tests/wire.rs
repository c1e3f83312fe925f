//! The budget of the wire: what a key may cost, in bytes, on fixed pictures full of Chinese.

#[expect(dead_code, reason = "what stock costs is the benchmark's matter")]
#[path = "wire/pictures.rs"]
mod pictures;

use std::fmt::Write as _;

use pictures::{Layout, Picture, Step};
use qikan::terminal::painter::{Abilities, Painter};
use ratatui::buffer::Buffer;

/// Bytes of a step, and the fewest it could cost.
fn cost(size: (u16, u16), layout: Layout, step: Step, column_margins: bool) -> (usize, usize) {
    let mut picture = Picture::new(layout, size.0, size.1);
    let mut painter = Painter::new(Abilities { column_margins, ..Abilities::default() });
    let mut before = Buffer::empty(picture.area);
    if step == Step::First {
        let after = picture.draw();
        return (painter.paint(&after, None).len(), picture.limit(&before, &after, step, column_margins));
    }
    // The first of several steps sets margins that the others find set; a held key is what must be cheap.
    let mut bytes = 0;
    for round in 0..4 {
        if round > 0 {
            before = picture.draw();
            picture.step(step);
        }
        bytes = painter.paint(&picture.draw(), None).len();
    }
    let after = picture.draw();
    (bytes, picture.limit(&before, &after, step, column_margins))
}

/// Bytes that a step may cost beyond the signs that change: moves, styles, margins, blanks.
const BUDGET: &[(Layout, bool, Step, [usize; 2])] = &[
    // For 80×24 and 200×50.
    (Layout::Beside, true, Step::First, [1080, 2500]),
    (Layout::One, false, Step::First, [180, 400]),
    (Layout::One, false, Step::LineDown, [2, 2]),
    (Layout::One, false, Step::LineUp, [2, 2]),
    (Layout::One, false, Step::HalfPage, [90, 220]),
    (Layout::Stacked, false, Step::LineDown, [2, 2]),
    (Layout::Stacked, false, Step::LineUp, [2, 2]),
    (Layout::Beside, true, Step::LineDown, [6, 6]),
    (Layout::Beside, true, Step::LineUp, [6, 6]),
    (Layout::Beside, true, Step::HalfPage, [110, 210]),
    (Layout::Beside, false, Step::LineDown, [190, 480]),
    (Layout::Beside, false, Step::NextArticle, [240, 960]),
    (Layout::Stacked, false, Step::NextArticle, [150, 430]),
    (Layout::Beside, false, Step::ListCursor, [24, 24]),
    (Layout::Stacked, true, Step::ListCursor, [24, 24]),
    (Layout::Beside, true, Step::Unchanged, [0, 0]),
];

#[test]
fn every_step_keeps_to_its_budget() {
    let mut over = String::new();
    for (layout, column_margins, step, most) in BUDGET {
        for (size, most) in [(80, 24), (200, 50)].into_iter().zip(most) {
            let (bytes, limit) = cost(size, *layout, *step, *column_margins);
            if bytes > limit + most {
                let margins = if *column_margins { " with column margins" } else { "" };
                let _ = writeln!(
                    over,
                    "{layout:?}{margins}, {step:?}, {}×{}: {bytes} bytes; {limit} are due, and {most} more allowed",
                    size.0, size.1
                );
            }
        }
    }
    assert!(over.is_empty(), "\n{over}");
}
