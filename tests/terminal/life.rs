//! A program on a pseudo-terminal: what it borrows it gives back, however it ends.
//!
//! The program on the stage is this test binary itself, started once more with `QIKAN_STAGE` set: a few lines of state on the
//! real loop, so that a panic and a stop can be had by a key. `setsid --ctty` (util-linux) gives it the terminal.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use qikan::library::{Answer, Order, Question};
use qikan::reader::{Copied, Effect, Event, KeyCode, Size, Ticket};
use qikan::terminal::painter::Link;
use qikan::terminal::{Canvas, Desk, Jobs, Opener, Options, When, run};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};
use rustix::termios::{LocalModes, OptionalActions, Winsize, tcgetattr, tcsetattr, tcsetwinsize};

use crate::kinds::{Kind, PLAIN};
use crate::model::Screen;

/// Long enough for a busy machine; nothing waits for it unless it fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program on the stage. Without its variable this is an empty test.
#[test]
fn stage() {
    let Ok(how) = std::env::var("QIKAN_STAGE") else { return };
    let disk = std::env::var_os("QIKAN_STAGE_DISK").map(PathBuf::from);
    let jobs = disk.clone().map(|disk| {
        let work = move |_: &Question| {
            if disk.join("kept").exists() { Answer::Key(None) } else { Answer::Failed(" unseen".to_owned()) }
        };
        Jobs::new(Box::new(work), || Answer::Key(None)).unwrap()
    });
    let mut desk = Desk {
        update: Box::new(|stage: &mut Stage, event| stage.update(event)),
        draw: Box::new(|stage: &Stage, buffer: &mut Buffer| stage.draw(buffer)),
        links: Box::new(|_| vec![Link { row: 0, columns: 0..4, target: "https://example.org/".to_owned() }]),
        answer: Box::new(|_| Answer::Key(None)),
        tell: Box::new(|_| Ok(())),
        keep: Box::new(move || {
            let Some(disk) = &disk else { return Ok(()) };
            // Whoever opens the gate says how it went.
            let said = std::fs::read_to_string(disk.join("gate")).unwrap();
            std::fs::write(disk.join("kept"), "").unwrap();
            if said.is_empty() { Ok(()) } else { Err(said) }
        }),
        learn: Box::new(|stage: &mut Stage, found| {
            stage.learned =
                if found.is_mute() { "mute".to_owned() } else { found.ambiguous.map_or_else(String::new, |width| format!("{width:?}")) };
            Vec::new()
        }),
        jobs,
        slow: |_| true,
        searching: None,
    };
    let usual = Options::from_environment(None);
    let patience = if how == "hasty" { Duration::ZERO } else { usual.patience };
    let canvas = if how == "main" { Canvas::Main } else { Canvas::Alternate };
    let mut options = Options { patience, canvas, hyperlinks: When::Always, ..usual };
    if let Ok(script) = std::env::var("QIKAN_STAGE_OPENER") {
        options.outside.opener = Opener::new(&["sh".to_owned(), script], true).unwrap();
    }
    let exit = run(&mut Stage::default(), &mut desk, &options).unwrap();
    std::process::exit(exit.code());
}

#[derive(Default)]
struct Stage {
    heard: String,
    learned: String,
    size: Size,
    mouse: bool,
}

impl Stage {
    fn update(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Resize(size) => self.size = size,
            Event::Paste(text) => self.heard += &format!("<{}>", text.replace('\n', "/")),
            Event::Said(text) | Event::Answer(_, Answer::Failed(text)) => self.heard += &text,
            Event::Answer(..) => self.heard += " seen",
            Event::Key(key) => match key.code {
                KeyCode::Char('q') => return vec![Effect::Quit],
                KeyCode::Char('@') => return vec![Effect::Copy(Copied { what: "Text".to_owned(), text: "foobar".to_owned() })],
                KeyCode::Char('%') => return vec![Effect::Open("https://example.org/".to_owned())],
                KeyCode::Char('#') => return vec![Effect::Print("one\nplain text".to_owned())],
                KeyCode::Char('$') => {
                    self.heard += " told";
                    let order = Order::Search { name: String::new(), query: None };
                    return vec![Effect::Tell(order), Effect::Ask(Ticket(1), Question::Searches)];
                }
                KeyCode::Char('!') => panic!("on purpose"),
                KeyCode::Char('M') => {
                    self.mouse = !self.mouse;
                    return vec![Effect::Mouse(self.mouse)];
                }
                KeyCode::Char('z') if key.ctrl => return vec![Effect::Suspend],
                KeyCode::Char(c) => self.heard.push(c),
                other => self.heard += &format!("{other:?}"),
            },
            Event::Mouse(mouse) => self.heard += &format!("{:?} {} {} ", mouse.gesture, mouse.column, mouse.row),
            Event::Copied(_)
            | Event::Told(..)
            | Event::Cited(..)
            | Event::Indexed
            | Event::Learned { .. }
            | Event::SlowLine
            | Event::Ending => {}
        }
        Vec::new()
    }

    fn draw(&self, buffer: &mut Buffer) -> Option<Position> {
        let text = format!("期刊 {}x{} {}.{}", self.size.columns, self.size.rows, self.heard, self.learned);
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
pub struct Terminal {
    master: Option<File>,
    slave: OwnedFd,
    child: Child,
    pub screen: Screen,
    /// Its answers wait in `screen.answers`.
    pub is_mute: bool,
    columns: u16,
    rows: u16,
    canvas: Canvas,
    /// What it sends last when its mouse is switched off.
    late: Vec<u8>,
}

impl Terminal {
    fn open(columns: u16, rows: u16, program: impl AsRef<OsStr>, arguments: &[&str], home: &std::path::Path) -> Self {
        Self::of_kind(PLAIN, columns, rows, program, arguments, home)
    }

    pub fn of_kind(kind: Kind, columns: u16, rows: u16, program: impl AsRef<OsStr>, arguments: &[&str], home: &std::path::Path) -> Self {
        Self::staged(kind, (columns, rows), program, arguments, home, &[])
    }

    /// With variables of the environment besides the usual.
    pub fn staged(
        kind: Kind,
        (columns, rows): (u16, u16),
        program: impl AsRef<OsStr>,
        arguments: &[&str],
        home: &std::path::Path,
        told: &[(&str, &OsStr)],
    ) -> Self {
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
            .env("QIKAN_STAGE", "usual")
            .env("TERM", "xterm-256color")
            .env("HOME", home)
            .env("XDG_DATA_HOME", home)
            .env("XDG_STATE_HOME", home)
            .env("XDG_CONFIG_HOME", home)
            .env("RUST_BACKTRACE", "0")
            .env("LANG", "C.UTF-8")
            .env_remove("XDG_CACHE_HOME")
            .env_remove("LC_ALL")
            .env_remove("LC_CTYPE")
            .env_remove("NO_COLOR")
            .env_remove("TMUX")
            .env_remove("STY")
            .env_remove("COLUMNS")
            .env_remove("LINES")
            .envs(told.iter().copied())
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .spawn()
            .unwrap();
        let shown = (usize::from(columns.max(1)), usize::from(rows.max(1)));
        let shown = if columns == 0 { (80, 24) } else { shown };
        Self {
            master: Some(File::from(master)),
            slave,
            child,
            screen: Screen::new(shown.0, shown.1, kind),
            is_mute: false,
            columns,
            rows,
            late: Vec::new(),
            canvas: if told.contains(&("QIKAN_STAGE", OsStr::new("main"))) { Canvas::Main } else { Canvas::Alternate },
        }
    }

    fn stage(columns: u16, rows: u16) -> Self {
        Self::stage_with(columns, rows, &[])
    }

    fn stage_on(canvas: Canvas, columns: u16, rows: u16) -> Self {
        let how = if canvas == Canvas::Main { "main" } else { "usual" };
        Self::stage_with(columns, rows, &[("QIKAN_STAGE", OsStr::new(how))])
    }

    /// The stage that waits for no answer.
    pub fn stage_that_does_not_wait() -> Self {
        // Who does not wait for answers gets none in time.
        Self::on_stage(80, 24, &[("QIKAN_STAGE", OsStr::new("hasty"))], true)
    }

    fn stage_with(columns: u16, rows: u16, told: &[(&str, &OsStr)]) -> Self {
        Self::on_stage(columns, rows, told, false)
    }

    fn on_stage(columns: u16, rows: u16, told: &[(&str, &OsStr)], is_mute: bool) -> Self {
        let home = std::env::temp_dir();
        let me = std::env::current_exe().unwrap();
        let arguments = ["--exact", "life::stage", "--nocapture", "--test-threads=1"];
        let mut terminal = Self::staged(PLAIN, (columns, rows), me, &arguments, &home, told);
        terminal.is_mute = is_mute;
        let main = told.contains(&("QIKAN_STAGE", OsStr::new("main")));
        terminal.until("the first picture", |screen| screen.alternate != main && screen.paste_marks && screen.text().contains('.'));
        terminal
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        (self.columns, self.rows) = (columns, rows);
        self.screen.resize(usize::from(columns.max(1)), usize::from(rows.max(1)));
        tcsetwinsize(self.master.as_ref().unwrap(), Winsize { ws_col: columns, ws_row: rows, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    }

    pub fn type_in(&mut self, bytes: &[u8]) {
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
            if !self.is_mute {
                let mut answers = std::mem::take(&mut self.screen.answers);
                if self.screen.mouse == (false, false) {
                    answers.splice(0..0, self.late.drain(..));
                }
                // Nobody may be there to read them any more.
                let _ = master.write_all(&answers);
            }
        }
    }

    pub fn until(&mut self, what: &str, reached: impl Fn(&Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !reached(&self.screen) {
            assert!(Instant::now() < end, "waited in vain for {what}; the screen shows:\n{}", self.screen.text());
            self.pump();
        }
    }

    pub fn until_exit(&mut self) -> ExitStatus {
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
    pub fn program(&self) -> Pid {
        let shell = self.child.id();
        let children = std::fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).unwrap();
        Pid::from_raw(children.split_whitespace().next().expect("a program below the shell").parse().unwrap()).unwrap()
    }

    /// Waits until the program stands still: who continues it before that continues nothing, and it stops for good.
    fn until_stopped(&mut self) {
        let stat = format!("/proc/{}/stat", self.program().as_raw_nonzero());
        let end = Instant::now() + PATIENCE;
        while !std::fs::read_to_string(&stat).unwrap().contains(") T ") {
            assert!(Instant::now() < end, "it does not stop");
            self.pump();
        }
    }

    fn is_cooked(&self) -> bool {
        tcgetattr(self.slave.as_fd()).unwrap().local_modes.contains(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG)
    }

    pub fn assert_given_back(&self) {
        assert!(!self.screen.alternate, "alternate screen");
        assert!(self.screen.cursor_seen, "cursor");
        assert!(!self.screen.paste_marks, "bracketed paste");
        assert!(!self.screen.link_is_open(), "a link");
        assert_eq!(self.screen.mouse, (false, false), "mouse");
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
fn a_copy_that_was_made_last_still_goes_out() {
    let mut terminal = Terminal::stage(80, 24);
    terminal.type_in(b"@q");
    assert_eq!(terminal.until_exit().code(), Some(0));
    assert_eq!(terminal.screen.copied, ["Zm9vYmFy"]);
    terminal.assert_given_back();
}

/// A disk that takes its time: the picture is out before it is waited for, whoever works elsewhere is asked when he can see what
/// was told, and what was told last is kept before the end.
#[test]
fn a_picture_does_not_wait_for_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (gate, kept) = (folder.path().join("gate"), folder.path().join("kept"));
    assert!(Command::new("mkfifo").arg(&gate).status().unwrap().success());
    let open = |said: &'static str| {
        let gate = gate.clone();
        std::thread::spawn(move || std::fs::write(gate, said).unwrap())
    };
    let mut terminal = Terminal::stage_with(80, 24, &[("QIKAN_STAGE_DISK", folder.path().as_os_str())]);
    terminal.type_in(b"$");
    terminal.until("the picture", |screen| screen.text().contains(" told."));
    assert!(!kept.exists());
    let opened = open("");
    terminal.until("the answer", |screen| screen.text().contains(" told seen."));
    opened.join().unwrap();
    terminal.type_in(b"$");
    terminal.until("the picture", |screen| screen.text().contains(" seen told."));
    let opened = open(" full");
    terminal.until("what went wrong", |screen| screen.text().contains(" told full seen."));
    opened.join().unwrap();
    std::fs::remove_file(&kept).unwrap();
    terminal.type_in(b"$q");
    let opened = open("");
    assert_eq!(terminal.until_exit().code(), Some(0));
    assert!(kept.exists());
    opened.join().unwrap();
    terminal.assert_given_back();
}

/// A tmux that does not come back: keys are answered all the same, and what became of the copy is said when it is known.
#[test]
fn a_slow_copy_holds_no_key_up() {
    let folder = tempfile::tempdir().unwrap();
    let gate = folder.path().join("gate");
    let script = format!("#!/bin/sh\ncat > /dev/null\nread line < {}\n", gate.display());
    assert!(Command::new("mkfifo").arg(&gate).status().unwrap().success());
    let tmux = folder.path().join("tmux");
    std::fs::write(&tmux, script).unwrap();
    std::fs::set_permissions(&tmux, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let path = std::env::join_paths(
        std::iter::once(folder.path().to_owned()).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    let mut terminal = Terminal::stage_with(80, 24, &[("TMUX", OsStr::new("x")), ("PATH", &path.unwrap())]);
    terminal.type_in(b"@x");
    terminal.until("the key behind the copy", |screen| screen.text().contains(" x."));
    assert!(!terminal.screen.text().contains("tmux"), "{}", terminal.screen.text());
    let opened = std::thread::spawn(move || std::fs::write(gate, "\n"));
    terminal.until("what became of it", |screen| screen.text().contains("tmux"));
    opened.join().unwrap().unwrap();
    terminal.type_in(b"q");
    assert_eq!(terminal.until_exit().code(), Some(0));
}

#[test]
fn plain_text_stands_on_the_main_screen_until_enter() {
    let mut terminal = Terminal::stage(80, 24);
    terminal.type_in(b"ab#");
    terminal.until("the text", |screen| !screen.alternate && screen.text().contains("plain text"));
    terminal.until("the way back", |screen| screen.text().contains("Enter goes back"));
    terminal.assert_given_back();
    terminal.type_in(b"\r");
    terminal.until("the picture", |screen| screen.alternate && screen.text().contains("ab.") && !screen.text().contains("plain"));
    terminal.type_in(b"q");
    assert_eq!(terminal.until_exit().code(), Some(0));
    terminal.assert_given_back();
}

/// A browser that draws in the terminal has it whole until it ends; what is typed to end it ends it alone.
#[test]
fn the_terminal_is_lent_to_a_browser_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("browser");
    std::fs::write(&script, "printf 'browsing %s' \"$1\"; read line; exit 3\n").unwrap();
    for (typed, end) in [(b"\r".as_slice(), "sh ended with status 3."), (b"\x03", "sh was ended by signal 2.")] {
        let mut terminal = Terminal::stage_with(80, 24, &[("QIKAN_STAGE_OPENER", script.as_os_str())]);
        terminal.type_in(b"ab%");
        terminal.until("the browser", |screen| !screen.alternate && screen.text().contains("browsing https://example.org/"));
        terminal.assert_given_back();
        terminal.type_in(typed);
        terminal.until("the picture", |screen| screen.alternate && screen.text().contains(end));
        assert!(terminal.screen.text().contains("ab"), "{}", terminal.screen.text());
        terminal.type_in(b"q");
        // The shell between takes ^C for itself too, and says so when it ends.
        let status = terminal.until_exit();
        assert!(status.code() == Some(0) || typed == b"\x03", "{status}");
        terminal.assert_given_back();
    }
}

/// A frame may be cut anywhere: within the cells of a link, within the address of one.
#[test]
fn a_link_that_was_cut_off_is_closed() {
    for cut in ["\x1b]8;id=1;https://example.org/\x1b\\", "\x1b]8;id=1;https://exam"] {
        let mut terminal = Terminal::stage(80, 24);
        terminal.until("a link", |screen| screen.sheet.row(0)[0].link != 0);
        terminal.screen.feed(cut.as_bytes());
        terminal.type_in(b"q");
        assert_eq!(terminal.until_exit().code(), Some(0));
        terminal.assert_given_back();
        assert!(terminal.screen.text().is_empty() || !terminal.screen.text().contains("https"), "{}", terminal.screen.text());
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
        terminal.until_stopped();
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

const MOUSE_ON: (bool, bool) = (true, true);

#[test]
fn the_mouse_is_reported_only_while_it_is_on() {
    let mut terminal = Terminal::stage(80, 24);
    assert_eq!(terminal.screen.mouse, (false, false), "off at the start");
    terminal.type_in(b"\x1b[<0;10;5Ma");
    terminal.until("no click", |screen| screen.text().contains("80x24 a."));
    terminal.type_in(b"M");
    terminal.until("the modes", |screen| screen.mouse == MOUSE_ON);
    // A click with its release cut over two packets, a drag, the wheel far to the right.
    terminal.type_in(b"\x1b[<0;10;");
    terminal.type_in(b"5M\x1b[<0;10;5m\x1b[<32;11;5M\x1b[<65;300;1Mb");
    terminal.until("the reports", |screen| screen.text().contains("aClick 9 4 WheelDown 299 0 b."));
    terminal.type_in(b"M");
    terminal.until("the modes given back", |screen| screen.mouse == (false, false));
    terminal.type_in(b"\x1b[<0;10;5Mc");
    terminal.until("no click", |screen| screen.text().contains("0 bc."));
    terminal.type_in(b"q");
    assert_eq!(terminal.until_exit().code(), Some(0));
}

#[test]
fn the_mouse_is_given_back_however_it_ends() {
    for end in ["q", "!", "TERM", "HUP"] {
        let mut terminal = Terminal::stage(80, 24);
        terminal.type_in(b"M");
        terminal.until("the modes", |screen| screen.mouse == MOUSE_ON);
        match end {
            "TERM" => kill_process(terminal.program(), Signal::TERM).unwrap(),
            "HUP" => kill_process(terminal.program(), Signal::HUP).unwrap(),
            keys => terminal.type_in(keys.as_bytes()),
        }
        terminal.until_exit();
        terminal.assert_given_back();
    }
}

#[test]
fn stopped_it_leaves_the_mouse_and_continued_it_takes_it_again() {
    let mut terminal = Terminal::stage(80, 24);
    terminal.type_in(b"M");
    terminal.until("the modes", |screen| screen.mouse == MOUSE_ON);
    terminal.type_in(b"\x1a");
    terminal.until("the main screen", |screen| !screen.alternate);
    terminal.until_stopped();
    assert_eq!(terminal.screen.mouse, (false, false));
    kill_process_group(Pid::from_child(&terminal.child), Signal::CONT).unwrap();
    terminal.until("the modes again", |screen| screen.alternate && screen.mouse == MOUSE_ON);
    terminal.type_in(b"q");
    assert_eq!(terminal.until_exit().code(), Some(0));
    terminal.assert_given_back();
}

/// The release of the click that quits comes after the terminal was given back unless the program waits for it.
#[test]
fn reports_under_way_at_the_end_are_not_typed_into_the_shell() {
    let mut terminal = Terminal::stage(80, 24);
    terminal.type_in(b"M");
    terminal.until("the modes", |screen| screen.mouse == MOUSE_ON);
    terminal.type_in(b"q");
    // The terminal reads that the mouse is off only after it has sent one more report.
    terminal.late = b"\x1b[<0;10;5m".to_vec();
    assert_eq!(terminal.until_exit().code(), Some(0));
    terminal.assert_given_back();
    // Without line editing all that waits can be seen.
    let mut raw = tcgetattr(&terminal.slave).unwrap();
    raw.make_raw();
    tcsetattr(&terminal.slave, OptionalActions::Now, &raw).unwrap();
    let mut waited = [PollFd::new(&terminal.slave, PollFlags::IN)];
    let now = Timespec::try_from(Duration::ZERO).unwrap();
    poll(&mut waited, Some(&now)).unwrap();
    assert!(waited[0].revents().is_empty(), "something was left for the shell");
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
    let mut terminal = Terminal::open(80, 24, env!("CARGO_BIN_EXE_qikan"), &[], home.path());
    terminal.until("the first picture", |screen| screen.alternate && screen.paste_marks);
    kill_process(terminal.program(), Signal::TERM).unwrap();
    assert_eq!(terminal.until_exit().code(), Some(143));
    terminal.assert_given_back();
}

/// What a braille display follows: the cursor is always seen, and stands where the reader is.
#[test]
fn the_linear_program_keeps_the_cursor_on_the_row_and_leaves_its_last_picture() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::open(80, 24, env!("CARGO_BIN_EXE_qikan"), &["--linear"], home.path());
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
