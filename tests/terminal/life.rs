//! A program on a pseudo-terminal: what it borrows it gives back, however it ends.
//!
//! The program on the stage is this test binary itself, started once more with `QIKAN_STAGE` set: a few lines of state on the
//! real loop, so that a panic and a stop can be had by a key. `setsid --ctty` (util-linux) gives it the terminal.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use qikan::library::Answer;
use qikan::reader::{Effect, Event, KeyCode, Size};
use qikan::terminal::{Canvas, Desk, Options, run};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

use crate::model::{Kind, Screen};

/// Long enough for a busy machine; nothing waits for it unless it fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program on the stage. Without its variable this is an empty test.
#[test]
fn stage() {
    let Some(canvas) = std::env::var_os("QIKAN_STAGE") else { return };
    let mut options = Options::from_environment(None);
    if canvas == "main" {
        options.canvas = Canvas::Main;
    }
    let mut desk = Desk {
        update: Box::new(|stage: &mut Stage, event| stage.update(event)),
        draw: Box::new(|stage: &Stage, buffer: &mut Buffer| stage.draw(buffer)),
        answer: Box::new(|_| Answer::Key(None)),
        tell: Box::new(|_| Ok(())),
        learn: Box::new(|_, _| Vec::new()),
        jobs: None,
        slow: |_| false,
    };
    let exit = run(&mut Stage::default(), &mut desk, &options).unwrap();
    std::process::exit(exit.code());
}

#[derive(Default)]
struct Stage {
    heard: String,
    size: Size,
}

impl Stage {
    fn update(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Resize(size) => self.size = size,
            Event::Paste(text) => self.heard += &format!("<{}>", text.replace('\n', "/")),
            Event::Said(text) => self.heard += &text,
            Event::Key(key) => match key.code {
                KeyCode::Char('q') => return vec![Effect::Quit],
                KeyCode::Char('!') => panic!("on purpose"),
                KeyCode::Char('z') if key.ctrl => return vec![Effect::Suspend],
                KeyCode::Char(c) => self.heard.push(c),
                other => self.heard += &format!("{other:?}"),
            },
            Event::Answer(..) | Event::Learned { .. } => {}
        }
        Vec::new()
    }

    fn draw(&self, buffer: &mut Buffer) -> Option<Position> {
        let text = format!("期刊 {}x{} {}.", self.size.columns, self.size.rows, self.heard);
        let width = usize::from(buffer.area.width);
        buffer.set_stringn(0, 0, text, width, Style::default());
        if let Some(last) = buffer.area.height.checked_sub(2) {
            buffer.set_stringn(0, last + 1, "foot", width, Style::default());
        }
        None
    }
}

const CANVASES: [Canvas; 2] = [Canvas::Alternate, Canvas::Main];

/// A pseudo-terminal with a program on it, and the screen that its user sees.
struct Terminal {
    master: Option<File>,
    slave: OwnedFd,
    child: Child,
    screen: Screen,
    columns: u16,
    rows: u16,
    canvas: Canvas,
}

const KIND: Kind = Kind { ambiguous: 1, column_margins: false, erase_with_colour: true, strict: false };

impl Terminal {
    fn open(columns: u16, rows: u16, program: impl AsRef<OsStr>, arguments: &[&str], home: &std::path::Path, canvas: Canvas) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let slave = ioctl_tiocgptpeer(&master, OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        tcsetwinsize(&master, Winsize { ws_col: columns, ws_row: rows, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
        let end = || Stdio::from(slave.try_clone().unwrap());
        // The shell between stands for a login shell: the program does not lead its session.
        let child = Command::new("setsid")
            .args(["--ctty", "sh", "-c", r#""$0" "$@"; exit $?"#])
            .arg(program)
            .args(arguments)
            .env("QIKAN_STAGE", if canvas == Canvas::Main { "main" } else { "alternate" })
            .env("TERM", "xterm-256color")
            .env("HOME", home)
            .env("XDG_DATA_HOME", home)
            .env("XDG_STATE_HOME", home)
            .env("XDG_CONFIG_HOME", home)
            .env("RUST_BACKTRACE", "0")
            .env_remove("TMUX")
            .env_remove("STY")
            .env_remove("COLUMNS")
            .env_remove("LINES")
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .spawn()
            .unwrap();
        let shown = (usize::from(columns.max(1)), usize::from(rows.max(1)));
        let shown = if columns == 0 { (80, 24) } else { shown };
        Self { master: Some(File::from(master)), slave, child, screen: Screen::new(shown.0, shown.1, KIND), columns, rows, canvas }
    }

    fn stage(columns: u16, rows: u16) -> Self {
        Self::stage_on(Canvas::Alternate, columns, rows)
    }

    fn stage_on(canvas: Canvas, columns: u16, rows: u16) -> Self {
        let home = std::env::temp_dir();
        let me = std::env::current_exe().unwrap();
        let mut terminal = Self::open(columns, rows, me, &["--exact", "life::stage", "--nocapture", "--test-threads=1"], &home, canvas);
        terminal.until("the first picture", |screen| {
            screen.alternate == (canvas == Canvas::Alternate) && screen.paste_marks && screen.text().contains('.')
        });
        terminal
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        (self.columns, self.rows) = (columns, rows);
        self.screen.resize(usize::from(columns.max(1)), usize::from(rows.max(1)));
        tcsetwinsize(self.master.as_ref().unwrap(), Winsize { ws_col: columns, ws_row: rows, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    }

    fn type_in(&mut self, bytes: &[u8]) {
        self.master.as_mut().unwrap().write_all(bytes).unwrap();
    }

    /// Takes what the program writes, for a moment at most; answers its questions as a terminal does.
    fn pump(&mut self) {
        let Some(master) = self.master.as_mut() else { return };
        let moment = Timespec::try_from(Duration::from_millis(20)).unwrap();
        let mut waited = [PollFd::new(master, PollFlags::IN)];
        poll(&mut waited, Some(&moment)).unwrap();
        if waited[0].revents().contains(PollFlags::IN) {
            let mut bytes = [0; 8192];
            let count = master.read(&mut bytes).unwrap_or(0);
            // The shell's and the test harness's own line ends are no pictures.
            self.screen.feed(&bytes[..count]);
            let answers = std::mem::take(&mut self.screen.answers);
            master.write_all(&answers).unwrap();
        }
    }

    fn until(&mut self, what: &str, reached: impl Fn(&Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !reached(&self.screen) {
            assert!(Instant::now() < end, "waited in vain for {what}; the screen shows:\n{}", self.screen.text());
            self.pump();
        }
    }

    fn until_exit(&mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        loop {
            self.pump();
            if let Some(status) = self.child.try_wait().unwrap() {
                self.pump();
                return status;
            }
            assert!(Instant::now() < end, "it does not end; the screen shows:\n{}", self.screen.text());
        }
    }

    /// The program itself, below the shell.
    fn program(&self) -> Pid {
        let shell = self.child.id();
        let children = std::fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).unwrap();
        Pid::from_raw(children.split_whitespace().next().expect("a program below the shell").parse().unwrap()).unwrap()
    }

    fn is_cooked(&self) -> bool {
        tcgetattr(self.slave.as_fd()).unwrap().local_modes.contains(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG)
    }

    fn assert_given_back(&self) {
        assert!(!self.screen.alternate, "alternate screen");
        assert!(self.screen.cursor_seen, "cursor");
        assert!(!self.screen.paste_marks, "bracketed paste");
        assert!(self.is_cooked(), "raw mode");
        if self.canvas == Canvas::Main {
            let text = self.screen.text();
            let picture = text.lines().position(|line| line.starts_with("foot")).expect("the last picture stays");
            let rest = text.lines().skip(self.screen.y).collect::<String>();
            assert!(
                self.screen.y > picture && self.screen.x == 0 && rest.trim().is_empty(),
                "the shell goes on under the picture:\n{text}"
            );
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn given_back_on_quit() {
    for canvas in CANVASES {
        let mut terminal = Terminal::stage_on(canvas, 80, 24);
        assert!(!terminal.is_cooked() && !terminal.screen.cursor_seen && terminal.screen.paste_marks);
        terminal.type_in("j期".as_bytes());
        terminal.until("the keys", |screen| screen.text().contains("80x24 j期."));
        terminal.type_in(b"q");
        assert_eq!(terminal.until_exit().code(), Some(0));
        terminal.assert_given_back();
    }
}

#[test]
fn given_back_on_signals() {
    for canvas in CANVASES {
        for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)] {
            let mut terminal = Terminal::stage_on(canvas, 80, 24);
            kill_process(terminal.program(), signal).unwrap();
            assert_eq!(terminal.until_exit().code(), Some(code));
            terminal.assert_given_back();
        }
    }
}

#[test]
fn given_back_on_panic_and_the_message_is_on_the_main_screen() {
    for canvas in CANVASES {
        let mut terminal = Terminal::stage_on(canvas, 80, 24);
        terminal.type_in(b"!");
        assert_eq!(terminal.until_exit().code(), Some(101));
        terminal.assert_given_back();
        let text = terminal.screen.text();
        assert!(text.contains("a mistake of its own: on purpose") && text.contains("report"), "{text}");
    }
}

#[test]
fn stopped_it_leaves_the_terminal_and_continued_it_paints_all() {
    for (by_key, canvas) in [true, false].into_iter().flat_map(|by_key| CANVASES.map(|canvas| (by_key, canvas))) {
        let mut terminal = Terminal::stage_on(canvas, 80, 24);
        terminal.type_in(b"abc");
        terminal.until("the keys", |screen| screen.text().contains("abc."));
        if by_key {
            terminal.type_in(b"\x1a");
        } else {
            kill_process(terminal.program(), Signal::TSTP).unwrap();
        }
        terminal.until("the main screen", |screen| !screen.alternate && !screen.paste_marks);
        let stat = format!("/proc/{}/stat", terminal.program().as_raw_nonzero());
        let end = Instant::now() + PATIENCE;
        while !std::fs::read_to_string(&stat).unwrap().contains(") T ") {
            assert!(Instant::now() < end, "it does not stop");
            terminal.pump();
        }
        assert!(terminal.is_cooked(), "raw mode, stopped by_key: {by_key}");
        terminal.assert_given_back();
        // What the shell writes meanwhile.
        terminal.screen.feed(b"\r$ fg");
        kill_process_group(Pid::from_child(&terminal.child), Signal::CONT).unwrap();
        terminal.until("the picture", |screen| screen.paste_marks && screen.text().contains("abc.") && !screen.text().contains("fg"));
        terminal.type_in(b"q");
        assert_eq!(terminal.until_exit().code(), Some(0));
        terminal.assert_given_back();
    }
}

#[test]
fn other_sizes_and_none() {
    let mut terminal = Terminal::stage(0, 0);
    assert!(terminal.screen.text().contains("80x24"), "no size at all is taken for 80×24");
    for (columns, rows) in [(40, 12), (1, 1), (0, 0), (200, 50)] {
        terminal.resize(columns, rows);
    }
    terminal.until("the last size", |screen| screen.text().contains("200x50"));
    terminal.type_in(b"q");
    assert_eq!(terminal.until_exit().code(), Some(0));
}

#[test]
fn a_paste_is_one_event_and_noise_is_none() {
    let mut terminal = Terminal::stage(80, 24);
    terminal.type_in(b"\x1b[200~q\rq\x1b[201~");
    terminal.until("the paste", |screen| screen.text().contains("<q/q>."));
    terminal.type_in(b"\x1b[999999999999;1R\x1b]52;c;QUFB\x07\x1bP>|x\x1b\\\x1b[M\xff\xff\xff\xff\xfe\x1b[<0;10;10Mj");
    terminal.until("one key", |screen| screen.text().contains("<q/q>j."));
    terminal.type_in(b"\x1b");
    terminal.until("a lone Esc", |screen| screen.text().contains("<q/q>jEsc."));
    terminal.type_in(b"q");
    assert_eq!(terminal.until_exit().code(), Some(0));
}

#[test]
fn it_ends_when_the_terminal_goes_away() {
    for canvas in CANVASES {
        let mut terminal = Terminal::stage_on(canvas, 80, 24);
        let program = terminal.program();
        // The hangup signal reaches only the shell, which leads the session; ignored there, the program must see for itself.
        terminal.master = None;
        let end = Instant::now() + PATIENCE;
        let gone = || {
            let stat = std::fs::read_to_string(format!("/proc/{}/stat", program.as_raw_nonzero()));
            stat.map_or(true, |stat| stat.contains(") Z "))
        };
        while !gone() {
            assert!(Instant::now() < end, "it outlives its terminal");
            std::thread::yield_now();
        }
    }
}

#[test]
fn a_terminal_that_does_not_read_does_not_hold_the_signal_off() {
    let mut terminal = Terminal::stage(200, 50);
    let program = terminal.program();
    // Nobody reads from here on; each size is a full picture, until the line is full.
    for rows in 0..400 {
        terminal.resize(200, 50 + rows % 2);
        terminal.type_in(b"x");
    }
    kill_process(program, Signal::TERM).unwrap();
    let end = Instant::now() + PATIENCE;
    while terminal.child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < end, "SIGTERM is held off by a terminal that does not read");
        std::thread::yield_now();
    }
    assert!(terminal.is_cooked(), "raw mode");
}

/// The real program, whatever its reader does with keys.
#[test]
fn the_program_itself_gives_the_terminal_back() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::open(80, 24, env!("CARGO_BIN_EXE_qikan"), &[], home.path(), Canvas::Alternate);
    terminal.until("the first picture", |screen| screen.alternate && screen.paste_marks);
    kill_process(terminal.program(), Signal::TERM).unwrap();
    assert_eq!(terminal.until_exit().code(), Some(143));
    terminal.assert_given_back();
}

/// What a braille display follows: the cursor is always seen, and stands where the reader is.
#[test]
fn the_linear_program_keeps_the_cursor_on_the_row_and_leaves_its_last_picture() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::open(80, 24, env!("CARGO_BIN_EXE_qikan"), &["--linear"], home.path(), Canvas::Main);
    let on = |screen: &Screen, start: &str| {
        screen.cursor_seen && screen.x == 0 && screen.text().lines().nth(screen.y).is_some_and(|line| line.starts_with(start))
    };
    terminal.until("the first article", |screen| on(screen, "Reedbeds as slow machines"));
    assert!(!terminal.screen.alternate);
    assert!(terminal.screen.text().starts_with("Issues, 17 rows"), "{}", terminal.screen.text());
    let before = terminal.screen.text();
    terminal.type_in(b"j");
    terminal.until("the row below", |screen| on(screen, "Research Articles, heading"));
    assert_eq!(terminal.screen.text(), before, "a step writes nothing");
    terminal.type_in(b"k\r");
    terminal.until("the article", |screen| on(screen, "Review") && screen.text().starts_with("Abstract, "));
    terminal.type_in(b"gr4G");
    terminal.until("reference 4", |screen| on(screen, "4, in library: LIN"));
    terminal.type_in(b"\rH");
    terminal.until("the way back", |screen| on(screen, "4, in library: LIN") && screen.text().contains("Back. References, row 4 of 15"));
    terminal.type_in(b"Q");
    assert_eq!(terminal.until_exit().code(), Some(0));
    assert!(!terminal.screen.paste_marks && terminal.screen.cursor_seen && terminal.is_cooked());
    let text = terminal.screen.text();
    assert!(text.contains("4, in library: LIN"), "the last picture stays:\n{text}");
    assert_eq!((terminal.screen.x, terminal.screen.y), (0, 23), "the shell goes on under it:\n{text}");
}
