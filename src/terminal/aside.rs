//! Stepping aside: the terminal is given back for a while, to a program that needs it or to plain text, and taken again.
//!
//! Text on the main screen is the sure way of a copy: no frame is in the way of the terminal's own selection, long lines are the
//! terminal's own, and nothing between here and there has to understand anything.

use std::fs::File;
use std::process::{Command, Stdio};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitOptions, kill_current_process_group, waitpid};

use super::screen::Screen;
use super::signals::Signals;
use super::tty::Written;
use crate::text::clean;

/// What the terminal is given to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Aside {
    /// Text, until Enter is pressed.
    Print(String),
    /// A program and its arguments, until it ends.
    Run(String, Vec<String>),
}

/// Gives the terminal, which was left already, to it; what there is to say afterwards. Ends early when the program has to end.
pub(super) fn step(aside: &Aside, screen: &Screen, signals: &Signals) -> Option<String> {
    match aside {
        Aside::Print(text) => {
            print(text, screen, signals);
            None
        }
        Aside::Run(program, arguments) => {
            // What is typed there for the other program (^C) is not for us.
            signals.lend();
            run(program, arguments, signals).err()
        }
    }
}

fn print(text: &str, screen: &Screen, signals: &Signals) {
    let shown = format!("\n{}\n\n[Enter goes back to qikan]", clean(text).trim_end());
    if screen.tty.write(shown.as_bytes(), signals.end()) != Written::Whole {
        return;
    }
    let mut bytes = [0; 256];
    loop {
        let mut waited = [
            PollFd::new(&screen.tty, PollFlags::IN),
            PollFd::from_borrowed_fd(signals.wake(), PollFlags::IN),
            PollFd::from_borrowed_fd(signals.end(), PollFlags::IN),
        ];
        if poll(&mut waited, None).is_err_and(|error| error != Errno::INTR) {
            return;
        }
        let [typed, woken, ended] = waited.map(|fd| !fd.revents().is_empty());
        if woken {
            signals.drain();
            if signals.take_stop() {
                let _ = kill_current_process_group(Signal::STOP);
            }
        }
        // A line is read when it is whole.
        if ended || (typed && screen.tty.read(&mut bytes) != Some(0)) {
            return;
        }
    }
}

fn run(program: &str, arguments: &[String], signals: &Signals) -> Result<(), String> {
    let cannot = |error: std::io::Error| format!("{program} cannot be started: {error}");
    // Not our own opening of the device: that one does not wait for input.
    let device = || File::options().read(true).write(true).open("/dev/tty").map(Stdio::from);
    let mut command = Command::new(program);
    command.args(arguments);
    command.stdin(device().map_err(cannot)?).stdout(device().map_err(cannot)?).stderr(device().map_err(cannot)?);
    let child = command.spawn().map_err(cannot)?;
    let child = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    loop {
        match waitpid(child, WaitOptions::UNTRACED) {
            // It was stopped from the keyboard: then the whole job is.
            Ok(Some((_, status))) if status.stopped() => {
                let _ = kill_current_process_group(Signal::STOP);
            }
            Ok(Some((_, status))) => {
                return match (status.exit_status(), status.terminating_signal()) {
                    (Some(0), _) => Ok(()),
                    (Some(code), _) => Err(format!("{program} ended with status {code}.")),
                    (None, Some(signal)) => Err(format!("{program} was ended by signal {signal}.")),
                    (None, None) => continue,
                };
            }
            Ok(None) => {}
            Err(Errno::INTR) if signals.ending().is_none() => {}
            Err(_) => return Ok(()),
        }
    }
}
