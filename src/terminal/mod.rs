//! The world: the loop, the painter, the input, signals. The only room that waits.
//!
//! | file | what |
//! |---|---|
//! | `run` | the loop |
//! | `run/hearing`, `run/carrying`, `run/leaving` | of the loop: what comes from the terminal, what the reader wishes, the terminal given back |
//! | `tty` | the device: size, reading, writing without being held |
//! | `screen` | raw mode, alternate screen: taken over and given back, panics included |
//! | `signals` | signals as words; the watcher that ends the program when the loop cannot |
//! | `decode` | bytes into keys, pastes, mouse reports and answers |
//! | `desk` | who carries out what the reader wishes; how a run ends |
//! | `painter` | finished buffers into few bytes |
//! | `pace` | how much is under way on the line |
//! | `probe` | what the terminal can, by asking it |
//! | `jobs` | slow questions and citations, each on a worker |
//! | `searching` | the search worker, for which only the newest wish counts |
//! | `indexing` | the indexer in the background |
//! | `courtesy` | how much these two give way to others |
//! | `outside`, `opener` | clipboard and browser |
//! | `errands` | these on a thread of their own |
//! | `aside` | the terminal lent to a browser or to plain text |
//! | `environment` | what the environment says of the terminal |
//! | `makes` | what terminals can that cannot be asked for, by make |
//! | `remembered` | what was found the last time, kept in a file |
//! | `examine` | all of that for a person to read, and what a picture costs |
//! | `inside` | what a multiplexer says of itself |
//! | `options` | how the terminal is to be used, by environment, settings and memory |

mod aside;
mod courtesy;
mod decode;
mod desk;
mod environment;
mod errands;
mod examine;
mod indexing;
mod inside;
mod jobs;
mod makes;
mod opener;
mod options;
mod outside;
mod pace;
pub mod painter;
mod probe;
mod remembered;
mod run;
mod screen;
mod searching;
mod signals;
mod sure;
mod tty;

pub use decode::{Decoder, Focus, Heard, Reply};
pub use desk::{Desk, Exit, TerminalError};
pub use environment::Environment;
pub use examine::{Examined, Price, examine, price};
pub use indexing::{BringUp, Indexing};
pub use inside::{Around, around};
pub use jobs::{Jobs, Work};
pub use opener::Opener;
pub use options::{Options, When};
pub use outside::{Multiplexer, Outside, openable};
pub use probe::{Background, Found, Han, SLOW, Samples, Works};
pub use remembered::Remembered;
pub use run::run;
pub use screen::Canvas;
pub use searching::{Bell, Grant, Searching, Task};
