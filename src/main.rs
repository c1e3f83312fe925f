//! Placeholder of the program: the reader on the terminal with an empty library.

use std::io::Write as _;

use qikan::library::Answer;
use qikan::reader::Reader;
use qikan::terminal::{Desk, Options, run};

fn main() {
    let mut desk = Desk::new(|_| Answer::Failed("There is no library yet.".to_owned()), |_| Ok(()));
    let code = match run(&mut Reader::default(), &mut desk, &Options::from_environment(None)) {
        Ok(exit) => exit.code(),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "qikan: {error}");
            2
        }
    };
    std::process::exit(code);
}
