//! Real terminal programs as stages: bytes go in, the cursor's place and the picture come out, and nothing waits for ever.
//!
//! In the terminal two `cat`s run: one shows what comes through a pipe, the other brings out what the terminal answers. Every
//! step ends with a question (`ESC[6n`), whose answer says that all before it was shown.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::sheet::{Cell, Look, Text};

/// Nothing is waited for longer than this.
const PATIENCE: Duration = Duration::from_secs(10);

/// Is there such a program? A test that needs it says so and passes where it is not installed.
pub fn has(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths).any(|folder| folder.join(program).is_file());
    if !found {
        println!("skipped: {program} is not installed");
    }
    found
}

/// Rows as the terminal shows them: text, with SGR sequences where it tells them, and [`FILLER`] for right halves.
pub type Shown = Vec<String>;

/// What xterm prints, and screen nearly so, for the right half of a wide sign.
const FILLER: char = '\u{ffff}';

enum Program {
    Tmux,
    Screen { _display: File },
    Xterm,
}

pub struct Real {
    program: Program,
    folder: tempfile::TempDir,
    name: String,
    children: Vec<Child>,
    input: Option<File>,
    output: Option<File>,
    heard: Vec<u8>,
    pub columns: u16,
    pub rows: u16,
}

impl Real {
    fn new(program: Program, columns: u16, rows: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let name = folder.path().file_name().unwrap().to_string_lossy().replace('.', "");
        Self { program, folder, name, children: Vec::new(), input: None, output: None, heard: Vec::new(), columns, rows }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes the pipes; the command line that runs in the terminal.
    fn script(&mut self) -> String {
        let folder = self.folder.path().to_owned();
        for (name, end) in [("in", &mut self.input), ("out", &mut self.output)] {
            let path = folder.join(name);
            assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
            // Open at both ends from here, so that nobody waits for the other side.
            let flags = rustix::fs::OFlags::NONBLOCK.bits();
            *end = Some(OpenOptions::new().read(true).write(true).custom_flags(i32::try_from(flags).unwrap()).open(path).unwrap());
        }
        let folder = folder.display();
        format!("stty raw -echo; cat < {folder}/in & exec cat > {folder}/out")
    }

    pub fn tmux(columns: u16, rows: u16) -> Self {
        let mut real = Self::new(Program::Tmux, columns, rows);
        let script = real.script();
        let settings = real.path("tmux.conf");
        fs::write(&settings, "set -g default-terminal tmux-256color\nset -g status off\nset -g escape-time 0\n").unwrap();
        let settings = settings.to_string_lossy().into_owned();
        let (x, y) = (columns.to_string(), rows.to_string());
        real.tmux_do(&["-u", "-f", &settings, "new-session", "-d", "-x", &x, "-y", &y, &script]);
        real.show(b"");
        real
    }

    fn tmux_do(&self, arguments: &[&str]) -> String {
        let done =
            Command::new("tmux").arg("-L").arg(&self.name).args(arguments).env_remove("TMUX").env("LC_ALL", "C.UTF-8").output().unwrap();
        assert!(done.status.success(), "tmux {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    /// GNU screen, on a pseudo-terminal that nobody looks at.
    pub fn screen(columns: u16, rows: u16) -> Self {
        let (display, slave) = pseudo_terminal(columns, rows);
        let mut drained = display.try_clone().unwrap();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while matches!(drained.read(&mut bytes), Ok(1..)) {}
        });
        let mut real = Self::new(Program::Screen { _display: display }, columns, rows);
        let script = real.script();
        let settings = real.path("screenrc");
        fs::write(&settings, "startup_message off\ndefutf8 on\naltscreen on\n").unwrap();
        let end = || Stdio::from(slave.try_clone().unwrap());
        let child = Command::new("setsid")
            .args(["--ctty", "screen", "-U", "-T", "screen-256color", "-c"])
            .arg(settings)
            .args(["-S", &real.name, "sh", "-c", &script])
            .env("TERM", "xterm-256color")
            .env("LC_ALL", "C.UTF-8")
            .env("SCREENDIR", real.screen_folder())
            .env_remove("TMUX")
            .env_remove("STY")
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .spawn()
            .unwrap();
        real.children.push(child);
        real.show(b"");
        real
    }

    fn screen_folder(&self) -> PathBuf {
        let folder = self.path("screens");
        if !folder.exists() {
            fs::create_dir(&folder).unwrap();
            fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
        }
        folder
    }

    fn screen_do(&self, arguments: &[&str]) {
        let mut command = Command::new("screen");
        command.args(["-S", &self.name, "-p", "0", "-X"]).args(arguments).env("SCREENDIR", self.screen_folder()).env("LC_ALL", "C.UTF-8");
        command.env_remove("STY").stdout(Stdio::null());
        assert!(command.status().unwrap().success(), "screen {arguments:?}");
    }

    /// xterm as a VT420, so that it has column margins.
    pub fn xterm(display: &Display, columns: u16, rows: u16, options: &[&str], locale: &str) -> Self {
        let mut real = Self::new(Program::Xterm, columns, rows);
        let script = real.script();
        let printed = real.path("printed");
        let child = Command::new("xterm")
            .args(["-ti", "vt420", "-geometry", &format!("{columns}x{rows}"), "-xrm"])
            .arg(format!("*printerCommand: cat > {0}.part; mv {0}.part {0}", printed.display()))
            .args(["-xrm", "*printerAutoClose: true", "-xrm", "*printAttributes: 0", "-xrm", "*decTerminalID: 420"])
            .args(options)
            .args(["-e", "sh", "-c", &script])
            .env("DISPLAY", &display.name)
            .env("LC_ALL", locale)
            .env_remove("TMUX")
            .env_remove("STY")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        real.children.push(child);
        // The whole screen is printed, whatever the margins are.
        real.show(b"\x1b[?19h");
        real
    }

    /// Whether the terminal itself waits for a child and does nothing else: xterm (379) may miss the end of the printer it
    /// started, and then waits for ever.
    pub fn waits_for_a_child(&self) -> bool {
        let waits = |child: &Child| fs::read_to_string(format!("/proc/{}/wchan", child.id())).is_ok_and(|place| place == "do_wait");
        matches!(self.program, Program::Xterm) && self.children.iter().all(waits)
    }

    /// Asks again and again, for a while.
    pub fn within<T>(&mut self, what: &str, mut ask: impl FnMut(&mut Self) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(answer) = ask(self) {
                return answer;
            }
            for child in &mut self.children {
                if let Some(status) = child.try_wait().unwrap() {
                    panic!("{child:?} ended while it was waited for {what}: {status}");
                }
            }
            assert!(Instant::now() < end, "waited in vain for {what}; heard {:?}", String::from_utf8_lossy(&self.heard));
            std::thread::yield_now();
        }
    }

    /// Shows bytes and waits until they are shown; where the cursor is then: row and column from 0.
    pub fn show(&mut self, bytes: &[u8]) -> (u16, u16) {
        let asked = [bytes, b"\x1b[6n"].concat();
        self.send(&asked);
        self.within("the cursor's place", |real| {
            real.listen();
            let end = real.heard.iter().position(|byte| *byte == b'R')?;
            let answer: Vec<u8> = real.heard.drain(..=end).collect();
            let begin = answer.iter().rposition(|byte| *byte == b'[')?;
            let text = std::str::from_utf8(&answer[begin + 1..end]).ok()?;
            let (row, column) = text.split_once(';')?;
            Some((row.parse::<u16>().ok()? - 1, column.parse::<u16>().ok()? - 1))
        })
    }

    fn send(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        self.within("room in the pipe", |real| {
            match real.input.as_mut().unwrap().write(rest) {
                Ok(count) => rest = &rest[count..],
                Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock),
            }
            rest.is_empty().then_some(())
        });
    }

    fn listen(&mut self) {
        let output = self.output.as_mut().unwrap();
        if wait_for(&*output, Duration::from_millis(50)) {
            let mut bytes = [0; 4096];
            if let Ok(count) = output.read(&mut bytes) {
                self.heard.extend(&bytes[..count]);
            }
        }
    }

    /// Only tmux is told another size from here.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        (self.columns, self.rows) = (columns, rows);
        self.tmux_do(&["resize-window", "-x", &columns.to_string(), "-y", &rows.to_string()]);
    }

    /// The rows as they are shown now, without blanks at their ends where the terminal leaves them out.
    pub fn picture(&mut self) -> Shown {
        match self.program {
            Program::Tmux => self.tmux_do(&["capture-pane", "-p", "-e", "-N"]).lines().map(str::to_owned).collect(),
            Program::Screen { .. } => {
                let path = self.path("hardcopy");
                let _ = fs::remove_file(&path);
                self.screen_do(&["hardcopy", &path.to_string_lossy()]);
                self.file_of_rows(&path)
            }
            Program::Xterm => {
                let path = self.path("printed");
                let _ = fs::remove_file(&path);
                self.show(b"\x1b[i");
                self.file_of_rows(&path)
            }
        }
    }

    fn file_of_rows(&mut self, path: &Path) -> Shown {
        self.within("the printed screen", |real| {
            let bytes = fs::read(path).ok()?;
            let text = match real.program {
                Program::Screen { .. } => of_bytes(&bytes),
                _ => String::from_utf8_lossy(&bytes).into_owned(),
            };
            let rows: Vec<String> = text.split('\n').map(|row| row.trim_matches(['\r', '\u{c}']).to_owned()).collect();
            (text.matches('\n').count() >= usize::from(real.rows)).then_some(rows)
        })
    }
}

impl Drop for Real {
    fn drop(&mut self) {
        match self.program {
            Program::Tmux => {
                let _ = Command::new("tmux").args(["-L", &self.name, "kill-server"]).stderr(Stdio::null()).status();
            }
            Program::Screen { .. } => {
                let mut command = Command::new("screen");
                let _ =
                    command.args(["-S", &self.name, "-X", "quit"]).env("SCREENDIR", self.screen_folder()).stdout(Stdio::null()).status();
            }
            Program::Xterm => {}
        }
        for child in self.children.iter_mut().rev() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// screen writes the last byte of each character, and 0xff for right halves: U+300A looks like the end of a row then. Such
/// bytes come back as U+0100 and above.
fn of_bytes(bytes: &[u8]) -> String {
    let pairs = bytes.iter().zip(bytes.iter().skip(1).chain([&0]));
    pairs
        .filter_map(|pair| match pair {
            (0xff, _) => Some(FILLER),
            (byte, 0xff) => char::from_u32(0x100 | u32::from(*byte)),
            (byte, _) => Some(char::from(*byte)),
        })
        .collect()
}

/// An X server without a screen.
pub struct Display {
    server: Child,
    name: String,
}

impl Display {
    pub fn open() -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "2000x1400x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = server.stdout.take().unwrap();
        let mut name = String::from(":");
        let end = Instant::now() + PATIENCE;
        while !name.ends_with('\n') {
            assert!(Instant::now() < end, "the X server does not come up");
            let mut byte = [0];
            if wait_for(&said, Duration::from_millis(100)) && said.read(&mut byte).unwrap() == 1 {
                name.push(char::from(byte[0]));
            }
        }
        Self { server, name: name.trim().to_owned() }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // Asked to end, not killed: it takes its lock along.
        let _ = rustix::process::kill_process(rustix::process::Pid::from_child(&self.server), rustix::process::Signal::TERM);
        let _ = self.server.wait();
    }
}

/// A program on a pseudo-terminal of its own, whose every byte goes on to a real terminal, and the answers back.
pub struct Guest {
    master: File,
    child: Child,
    /// All that it wrote.
    pub said: Vec<u8>,
    _home: tempfile::TempDir,
}

impl Guest {
    pub fn start(real: &Real, program: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let (master, slave) = pseudo_terminal(real.columns, real.rows);
        let end = || Stdio::from(slave.try_clone().unwrap());
        let home = tempfile::tempdir().unwrap();
        let mut command = Command::new("setsid");
        command.args(["--ctty", program]).args(arguments).stdin(end()).stdout(end()).stderr(end());
        for name in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
            command.env(name, home.path());
        }
        for name in ["TMUX", "STY", "COLORTERM", "NO_COLOR", "LANG", "LC_CTYPE", "COLUMNS", "LINES"] {
            command.env_remove(name);
        }
        let child = command.envs(environment.iter().copied()).spawn().unwrap();
        Self { master, child, said: Vec::new(), _home: home }
    }

    pub fn type_in(&mut self, keys: &str) {
        self.master.write_all(keys.as_bytes()).unwrap();
    }

    /// Carries bytes both ways until neither side says anything for a moment.
    pub fn relay(&mut self, real: &mut Real) {
        let moment = Timespec::try_from(Duration::from_millis(80)).unwrap();
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            let output = real.output.as_ref().unwrap();
            let mut waited = [PollFd::new(&self.master, PollFlags::IN), PollFd::new(output, PollFlags::IN)];
            poll(&mut waited, Some(&moment)).unwrap();
            let [says, answers] = waited.map(|fd| fd.revents().contains(PollFlags::IN));
            let mut bytes = [0; 8192];
            if says {
                let count = self.master.read(&mut bytes).unwrap();
                self.said.extend(&bytes[..count]);
                real.send(&bytes[..count]);
            }
            if answers {
                let count = real.output.as_mut().unwrap().read(&mut bytes).unwrap();
                self.master.write_all(&bytes[..count]).unwrap();
            }
            if !says && !answers {
                return;
            }
        }
    }

    /// How often it wrote these bytes.
    pub fn wrote(&self, bytes: &str) -> usize {
        self.said.windows(bytes.len()).filter(|window| *window == bytes.as_bytes()).count()
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn pseudo_terminal(columns: u16, rows: u16) -> (File, OwnedFd) {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
    let master = openpt(flags).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let slave = ioctl_tiocgptpeer(&master, flags).unwrap();
    tcsetwinsize(&master, Winsize { ws_col: columns, ws_row: rows, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    (File::from(master), slave)
}

fn wait_for(file: impl std::os::fd::AsFd, long: Duration) -> bool {
    let mut waited = [PollFd::new(&file, PollFlags::IN)];
    let moment = Timespec::try_from(long).unwrap();
    poll(&mut waited, Some(&moment)).is_ok_and(|ready| ready > 0) && waited[0].revents().contains(PollFlags::IN)
}

/// A row of a picture in cells, by the widths that this terminal was measured to have; blanks at its end may be left out.
pub fn cells(row: &str, look: &mut Look, width: impl Fn(char) -> Option<usize>) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    let mut chars = row.chars();
    while let Some(c) = chars.next() {
        if let Some(sequence) = chars.as_str().strip_prefix('[').filter(|_| c == '\x1b')
            && let Some((numbers, behind)) = sequence.split_once('m')
        {
            look.take(numbers).unwrap();
            chars = behind.chars();
            continue;
        }
        if c == FILLER {
            if let Some(cell) = cells.last_mut()
                && cell.width == 1
            {
                cell.width = 2;
                cells.push(Cell::covered(*look));
            }
            continue;
        }
        let taken = width(c).unwrap_or(1);
        match (taken, cells.iter().rposition(|cell| cell.width > 0)) {
            (0, Some(at)) => cells[at].text.push(c),
            _ => cells.push(Cell { text: Text::of(c), width: u8::try_from(taken.max(1)).unwrap(), ..Cell::blank(*look) }),
        }
        if taken == 2 {
            cells.push(Cell::covered(*look));
        }
    }
    cells
}
