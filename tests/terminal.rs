//! The terminal room, seen from the other end of the wire: what a strict screen shows, and what is left when the program ends.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says by a panic that it fails")]

#[path = "terminal/frames.rs"]
mod frames;
#[path = "terminal/kinds.rs"]
mod kinds;
#[path = "terminal/life.rs"]
mod life;
#[path = "terminal/manners.rs"]
mod manners;
#[path = "terminal/model.rs"]
mod model;
#[path = "terminal/play.rs"]
mod play;
#[path = "terminal/sheet.rs"]
mod sheet;
#[path = "terminal/text.rs"]
mod text;
#[path = "terminal/traps.rs"]
mod traps;
#[path = "terminal/wanted.rs"]
mod wanted;
