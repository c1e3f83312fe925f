//! The world: the loop, the painter, the input, signals. The only room that waits.
//!
//! | file | what |
//! |---|---|
//! | `run` | the loop, and who carries out what the reader wishes |
//! | `tty` | the device: size, reading, writing without being held |
//! | `screen` | raw mode, alternate screen: taken over and given back, panics included |
//! | `signals` | signals as words; the watcher that ends the program when the loop cannot |
//! | `decode` | bytes into keys, pastes and answers |
//! | `painter` | finished buffers into few bytes |
//! | `pace` | how much is under way on the line |
//! | `probe` | what the terminal can, by asking it |
//! | `jobs` | slow questions on a worker |
//! | `outside`, `opener` | clipboard and browser |
//! | `errands` | these on a thread of their own |
//! | `aside` | the terminal lent to a browser or to plain text |
//! | `options` | what environment and settings say |

mod aside;
mod decode;
mod errands;
mod jobs;
mod opener;
mod options;
mod outside;
mod pace;
pub mod painter;
mod probe;
mod run;
mod screen;
mod signals;
mod tty;

pub use decode::{Decoder, Focus, Heard, Mouse, Reply};
pub use jobs::{Jobs, Work};
pub use opener::Opener;
pub use options::{Options, When};
pub use outside::{Multiplexer, Outside, openable};
pub use probe::{Background, Found, Han, Works};
pub use run::{Desk, Exit, TerminalError, run};
pub use screen::Canvas;
