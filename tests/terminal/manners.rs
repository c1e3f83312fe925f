//! What is found out about a terminal: used in the first frame of the next start, mended when it changed, told by the doctor; and
//! answers that come late or in pieces are still answers.

use std::path::Path;

use qikan::terminal::Exit;
use rustix::process::{Signal, kill_process};

use crate::kinds::{Kind, PLAIN};
use crate::life::Terminal;

const WIDE: Kind = Kind { ambiguous: 2, lines: 2, ..PLAIN };

fn sample(kind: Kind, home: &Path) -> Terminal {
    Terminal::of_kind(kind, 80, 24, env!("CARGO_BIN_EXE_qikan"), &["--sample"], home)
}

/// Lines in ASCII are what the reader draws where the others would take two cells.
fn is_ascii(screen: &crate::model::Screen) -> bool {
    screen.text().contains("Issues -") && is_whole(screen) && !screen.text().contains('─')
}

/// The last row of the first frame has come.
fn is_whole(screen: &crate::model::Screen) -> bool {
    screen.text().contains("qikan import FILE")
}

fn quit(mut terminal: Terminal) {
    terminal.type_in(b"q");
    assert_eq!(terminal.until_exit().code(), Some(Exit::Quit.code()));
    terminal.assert_given_back();
}

#[test]
fn what_was_found_makes_the_first_frame_of_the_next_start_right() {
    let home = tempfile::tempdir().unwrap();
    let mut first = sample(WIDE, home.path());
    first.until("the frame after the answers", is_ascii);
    quit(first);
    let kept = std::fs::read_to_string(home.path().join(".cache/qikan/terminals.toml")).unwrap();
    assert!(kept.contains("ambiguous = 2"), "{kept}");

    let mut second = sample(WIDE, home.path());
    second.is_mute = true;
    second.until("the first frame", is_whole);
    assert!(is_ascii(&second.screen), "{}", second.screen.text());
    second.is_mute = false;
    quit(second);
}

#[test]
fn a_terminal_that_was_set_otherwise_since_is_mended() {
    let home = tempfile::tempdir().unwrap();
    let mut wide = sample(WIDE, home.path());
    wide.until("the frame after the answers", is_ascii);
    quit(wide);
    let lines = |screen: &crate::model::Screen| screen.text().contains("Issues ─") && is_whole(screen);
    let mut narrow = sample(PLAIN, home.path());
    narrow.until("the frame after the answers", lines);
    let other_home = tempfile::tempdir().unwrap();
    let mut fresh = sample(PLAIN, other_home.path());
    fresh.until("the same without a memory", lines);
    assert_eq!(narrow.screen.text(), fresh.screen.text());
    quit(narrow);
    quit(fresh);
}

#[test]
fn the_width_that_is_set_rules_whatever_the_terminal_says() {
    for (setting, kind, ascii) in [("1", WIDE, false), ("2", PLAIN, true)] {
        let home = tempfile::tempdir().unwrap();
        let arguments = ["--sample", "--ambiguous", setting];
        let mut terminal = Terminal::of_kind(kind, 80, 24, env!("CARGO_BIN_EXE_qikan"), &arguments, home.path());
        terminal.until("a frame", is_whole);
        // A key makes another frame, behind all answers.
        terminal.type_in(b"j");
        terminal.until("the frame behind it", |screen| screen.text().contains("? help"));
        assert_eq!(!terminal.screen.text().contains('─'), ascii, "--ambiguous {setting}:\n{}", terminal.screen.text());
    }
}

#[test]
fn answers_that_come_late_and_in_pieces_are_no_keys_and_lose_none() {
    let mut terminal = Terminal::stage_that_does_not_wait();
    terminal.is_mute = true;
    terminal.type_in(b"a");
    terminal.until("its giving up", |screen| screen.text().contains("a.mute"));
    let answers = std::mem::take(&mut terminal.screen.answers);
    assert!(answers.starts_with(b"\x1b[2;3R"), "{answers:?}");
    let mut cut: Vec<&[u8]> = answers.split_inclusive(|byte| *byte == b'R').collect();
    let rest = cut.split_off(2);
    // A key between two answers; a packet that ends in the middle of one.
    terminal.type_in(cut[0]);
    terminal.type_in(b"b");
    terminal.type_in(&cut[1][..3]);
    terminal.type_in(&cut[1][3..]);
    terminal.type_in("期".as_bytes());
    terminal.type_in(&rest.concat());
    terminal.type_in(b"c");
    terminal.until("what it learned after all", |screen| screen.text().contains("ab期c.One"));
    terminal.is_mute = false;
    quit(terminal);
}

#[test]
fn the_doctor_tells_what_the_terminal_answered_and_gives_it_back() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::of_kind(WIDE, 130, 90, env!("CARGO_BIN_EXE_qikan"), &["doctor", "term"], home.path());
    assert_eq!(terminal.until_exit().code(), Some(0));
    terminal.assert_given_back();
    let text = terminal.screen.text();
    for told in [
        "130 columns, 90 rows",
        "Ambiguous signs         2 cells",
        "Column margins          no",
        "Synchronized output     no",
        "--ambiguous 2",
        "press =",
        "bytes",
    ] {
        assert!(text.contains(told), "{told} is not told:\n{text}");
    }
    let quote = format!("{:<24}{:>4}{:>9}{:>12}{:>7}  “", "U+201C", 2, 1, 2, 2);
    assert!(text.contains(&quote), "{quote} is not told:\n{text}");
}

#[test]
fn a_theme_of_ones_own_is_drawn_in_and_a_wrong_one_is_a_sentence() {
    let home = tempfile::tempdir().unwrap();
    let themes = home.path().join("qikan/themes");
    std::fs::create_dir_all(&themes).unwrap();
    let set = |theme: &str, file: &str| {
        std::fs::write(home.path().join("qikan/config.toml"), format!("theme = \"{theme}\"\n")).unwrap();
        std::fs::write(themes.join("paper.toml"), file).unwrap();
    };
    for (theme, file, sentence) in [
        ("papr", "base = \"dark\"\n", "there is no theme \"papr\""),
        ("../paper", "base = \"dark\"\n", "there is no theme \"../paper\""),
        ("paper", "base = \"dark\"\n[roles]\ntitel = \"bold\"\n", "themes/paper.toml, line 3: there is no role \"titel\""),
    ] {
        set(theme, file);
        let mut terminal = Terminal::of_kind(PLAIN, 200, 24, env!("CARGO_BIN_EXE_qikan"), &["--sample"], home.path());
        assert_eq!(terminal.until_exit().code(), Some(2));
        assert!(terminal.screen.text().contains(sentence), "{sentence}:\n{}", terminal.screen.text());
    }
    set("paper", "base = \"dark\"\n[roles]\nstatus-key = \"#ff0000\"\n");
    let mut terminal = sample(PLAIN, home.path());
    terminal.until("a frame", is_whole);
    terminal.type_in(b"j");
    terminal.until("the key of the help", |screen| screen.text().contains("? help"));
    let status = terminal.screen.sheet.row(terminal.screen.sheet.rows - 1);
    let help = status.iter().rposition(|cell| cell.text.as_chars() == ['?']).unwrap();
    assert_eq!(status[help].look.ink, Some(196), "red of the 256");
    quit(terminal);
}

#[test]
fn the_doctor_ended_by_a_signal_gives_the_terminal_back() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::of_kind(PLAIN, 80, 24, env!("CARGO_BIN_EXE_qikan"), &["doctor", "term"], home.path());
    terminal.is_mute = true;
    terminal.until("the question", |screen| screen.alternate && screen.text().contains("Asking"));
    kill_process(terminal.program(), Signal::TERM).unwrap();
    assert_eq!(terminal.until_exit().code(), Some(143));
    terminal.assert_given_back();
}
