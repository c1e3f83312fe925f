//! What was found out about terminals, kept from one start to the next, so that already the first frame is right.
//!
//! One file, `terminals.toml`: one table a terminal, the oldest first. It only saves a round trip: whatever is wrong with it, it is
//! ignored and written anew, and the terminal is asked at every start all the same.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::probe::{Background, Found, Han, SLOW, Works};
use crate::text::Ambiguous;

/// Name of the file in the cache folder.
const NAME: &str = "terminals.toml";
/// The form of the file. One of another form is not read.
const VERSION: u32 = 1;
/// Terminals that are kept; the oldest go first.
const MOST: usize = 64;
/// Bytes of a file that is read: four times what [`MOST`] terminals take.
const LARGEST: u64 = 256 * 1024;

/// The file.
#[derive(Debug, Default, Serialize, Deserialize)]
struct File {
    version: u32,
    #[serde(default, rename = "terminal")]
    terminals: Vec<Kept>,
}

/// What is kept of one terminal. What is left out was not said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    identity: String,
    /// Han takes two cells.
    han: Option<bool>,
    /// Cells of ambiguous signs, and of lines.
    ambiguous: Option<u8>,
    lines: Option<u8>,
    column_margins: Option<bool>,
    synchronized: Option<bool>,
    hyperlinks: Option<bool>,
    true_colour: Option<bool>,
    light: Option<bool>,
    name: Option<String>,
    /// Milliseconds; left out by a terminal that did not answer.
    round_trip: Option<u64>,
    /// The line took few bytes a second.
    narrow: bool,
}

/// What was found out about this terminal the last time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    path: Option<PathBuf>,
    identity: String,
    found: Option<Found>,
    narrow: bool,
}

impl Remembered {
    /// Looks the terminal up in a folder. No folder, no file, or one that is not ours to read: nothing is remembered.
    pub fn look_up(folder: Option<&Path>, identity: String) -> Self {
        let path = folder.map(|folder| folder.join(NAME));
        let kept = path.as_deref().and_then(|path| read(path).terminals.into_iter().find(|kept| kept.identity == identity));
        let narrow = kept.as_ref().is_some_and(|kept| kept.narrow);
        Self { path, found: kept.map(Found::from), identity, narrow }
    }

    /// What was found; `None` where this terminal was never asked.
    pub fn found(&self) -> Option<&Found> {
        self.found.as_ref()
    }

    /// Whether scrolling panes side by side was slow: by the round trip, or because the line takes little.
    pub fn is_slow(&self) -> bool {
        self.narrow || self.found.as_ref().is_some_and(Found::is_slow_side_by_side)
    }

    /// Whether the line took few bytes a second.
    pub fn is_narrow(&self) -> bool {
        self.narrow
    }

    pub fn identity(&self) -> &str {
        &self.identity
    }

    /// Where it is kept; `None` where there is no home.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Keeps what was found now, if it says anything new; `narrow` if the line took few bytes a second. To be called when nobody
    /// waits: it reads and writes a file.
    ///
    /// # Errors
    /// When the file cannot be written. Nothing depends on it.
    pub fn keep(&self, found: &Found, narrow: bool) -> io::Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        let kept = Kept { identity: self.identity.clone(), narrow, ..Kept::from(found) };
        let known = self.found.as_ref().map(|found| Kept { identity: self.identity.clone(), narrow: self.narrow, ..Kept::from(found) });
        if known.is_some_and(|known| known.says_the_same(&kept)) {
            return Ok(());
        }
        let mut file = read(path);
        file.version = VERSION;
        file.terminals.retain(|other| other.identity != self.identity);
        file.terminals.push(kept);
        let over = file.terminals.len().saturating_sub(MOST);
        file.terminals.drain(..over);
        let text = toml::to_string(&file).map_err(io::Error::other)?;
        write(path, &text)
    }
}

/// The file, or an empty one where it is missing, damaged, of another form or too large.
fn read(path: &Path) -> File {
    let mut text = String::new();
    let whole = fs::File::open(path).and_then(|file| file.take(LARGEST).read_to_string(&mut text));
    let is_whole = whole.is_ok_and(|bytes| u64::try_from(bytes).is_ok_and(|bytes| bytes < LARGEST));
    let file: File = Some(text).filter(|_| is_whole).and_then(|text| toml::from_str(&text).ok()).unwrap_or_default();
    if file.version == VERSION { file } else { File::default() }
}

/// Writes the whole file or nothing, for its owner only. A file with a name of its own is renamed over the old one, so that
/// a program that starts meanwhile reads the one or the other.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let new = path.with_extension(format!("{}.new", std::process::id()));
    // Whatever lies there under this name is left over from a program that is gone; a link in its place is not followed.
    let _ = fs::remove_file(&new);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&new)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        let _ = fs::remove_file(&new);
    }
    written
}

fn works(yes: bool) -> Works {
    if yes { Works::Yes } else { Works::No }
}

fn cells(cells: u8) -> Ambiguous {
    if cells == 2 { Ambiguous::Two } else { Ambiguous::One }
}

impl Kept {
    /// The round trip is never twice the same; a difference that changes nothing is not worth a write.
    fn says_the_same(&self, other: &Self) -> bool {
        let rounded =
            |kept: &Self| Self { round_trip: kept.round_trip.map(|time| u64::from(u128::from(time) > SLOW.as_millis())), ..kept.clone() };
        rounded(self) == rounded(other)
    }
}

impl From<Kept> for Found {
    fn from(kept: Kept) -> Self {
        Self {
            han: kept.han.map(|yes| if yes { Han::TwoCells } else { Han::Otherwise }),
            ambiguous: kept.ambiguous.map(cells),
            lines: kept.lines.map(cells),
            column_margins: kept.column_margins.map(works),
            synchronized: kept.synchronized.map(works),
            hyperlinks: kept.hyperlinks.map(works),
            true_colour: kept.true_colour.map(works),
            background: kept.light.map(|light| if light { Background::Light } else { Background::Dark }),
            name: kept.name,
            round_trip: kept.round_trip.map(Duration::from_millis),
            ..Self::default()
        }
    }
}

impl From<&Found> for Kept {
    fn from(found: &Found) -> Self {
        let yes = |works: Option<Works>| works.map(|works| works == Works::Yes);
        let cells = |width: Option<Ambiguous>| width.map(|width| if width == Ambiguous::Two { 2 } else { 1 });
        Self {
            han: found.han.map(|han| han == Han::TwoCells),
            ambiguous: cells(found.ambiguous),
            lines: cells(found.lines),
            column_margins: yes(found.column_margins),
            synchronized: yes(found.synchronized),
            hyperlinks: yes(found.hyperlinks),
            true_colour: yes(found.true_colour),
            light: found.background.map(|background| background == Background::Light),
            name: found.name.clone(),
            round_trip: found.round_trip.map(|time| u64::try_from(time.as_millis()).unwrap_or(u64::MAX)),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn wide() -> Found {
        Found {
            han: Some(Han::TwoCells),
            ambiguous: Some(Ambiguous::Two),
            lines: Some(Ambiguous::One),
            column_margins: Some(Works::No),
            background: Some(Background::Light),
            name: Some("XTerm(379)".to_owned()),
            round_trip: Some(Duration::from_millis(210)),
            ..Found::default()
        }
    }

    fn at(folder: &Path, identity: &str) -> Remembered {
        Remembered::look_up(Some(folder), identity.to_owned())
    }

    #[test]
    fn what_was_found_is_remembered_for_this_terminal_alone() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("cache/qikan");
        assert_eq!(at(&folder, "a").found(), None);
        at(&folder, "a").keep(&wide(), false).unwrap();
        let again = at(&folder, "a");
        assert_eq!(again.found(), Some(&wide()));
        assert_eq!(at(&folder, "b").found(), None);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join(NAME))), (0o700, 0o600));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing else is left");
    }

    #[test]
    fn silence_is_remembered_too() {
        let home = tempfile::tempdir().unwrap();
        at(home.path(), "a").keep(&Found::default(), false).unwrap();
        assert!(at(home.path(), "a").found().unwrap().is_mute());
    }

    #[test]
    fn a_slow_line_is_remembered_by_its_round_trip_or_by_the_bytes_it_takes() {
        let home = tempfile::tempdir().unwrap();
        let near = Found { round_trip: Some(Duration::from_millis(5)), ..wide() };
        let slow = |found: &Found, narrow: bool| {
            at(home.path(), "a").keep(found, narrow).unwrap();
            at(home.path(), "a").is_slow()
        };
        assert!(slow(&wide(), false));
        assert!(!slow(&near, false), "another round trip on the other side of the limit is news");
        assert!(slow(&near, true));
        assert!(!slow(&near, false), "and when it no longer is, that is forgotten");
    }

    #[test]
    fn only_news_is_written() {
        let home = tempfile::tempdir().unwrap();
        at(home.path(), "a").keep(&wide(), false).unwrap();
        let remembered = at(home.path(), "a");
        fs::remove_file(home.path().join(NAME)).unwrap();
        remembered.keep(&Found { round_trip: Some(Duration::from_millis(190)), ..wide() }, false).unwrap();
        assert!(!home.path().join(NAME).exists(), "another round trip is no news");
        remembered.keep(&Found { ambiguous: Some(Ambiguous::One), ..wide() }, false).unwrap();
        assert_eq!(at(home.path(), "a").found().unwrap().ambiguous, Some(Ambiguous::One));
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let home = tempfile::tempdir().unwrap();
        for number in 0..=MOST {
            at(home.path(), &number.to_string()).keep(&wide(), false).unwrap();
        }
        assert_eq!(at(home.path(), "0").found(), None);
        assert!(at(home.path(), "1").found().is_some() && at(home.path(), &MOST.to_string()).found().is_some());
        assert_eq!(read(&home.path().join(NAME)).terminals.len(), MOST);
    }

    #[test]
    fn a_damaged_file_is_as_good_as_none_and_is_written_anew() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(NAME);
        at(home.path(), "a").keep(&wide(), false).unwrap();
        let sound = fs::read_to_string(&path).unwrap();
        let damaged = [
            sound.replace("version = 1", "version = 2"),
            sound.replace("identity", "\u{0}"),
            sound.replace("ambiguous = 2", "ambiguous = \"wide\""),
            sound.chars().take(sound.len() / 2).collect(),
            format!("{sound}{}", "# long\n".repeat(50_000)),
            String::new(),
        ];
        for text in damaged {
            fs::write(&path, text).unwrap();
            assert_eq!(at(home.path(), "a").found(), None);
            at(home.path(), "a").keep(&wide(), false).unwrap();
            assert_eq!(at(home.path(), "a").found(), Some(&wide()));
        }
        fs::write(&path, [0xff, 0xfe]).unwrap();
        assert_eq!(at(home.path(), "a").found(), None);
    }

    #[test]
    fn without_a_folder_nothing_is_kept_and_nothing_is_wrong() {
        let nowhere = Remembered::look_up(None, "a".to_owned());
        assert_eq!((nowhere.found(), nowhere.path()), (None, None));
        nowhere.keep(&wide(), false).unwrap();
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("file"), "").unwrap();
        let in_a_file = at(&home.path().join("file/qikan"), "a");
        assert_eq!(in_a_file.found(), None);
        assert!(in_a_file.keep(&wide(), false).is_err());
    }
}
