//! Fixtures of every format, damaged: bits turned, bytes lost, pieces doubled, moved or taken from another fixture. Whatever
//! comes of it is read as the fixture's format and as what it looks like, and every reader ends with a bounded answer.
//!
//! `QIKAN_FUZZ_SECONDS=600` goes on for so long, from another seed each time, and
//! leaves inputs that fail, or that take far longer than others of their size, in the folder for temporary files. It needs no
//! other toolchain than the tests do.
#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test may fail, and a long run says how it went")]

use std::fs;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use qikan::formats::{self, Source};

/// Readings that a damaged fixture may yield for each of its bytes, and some more.
const READINGS_A_BYTE: usize = 2;

/// Rounds over all fixtures in a common run.
const ROUNDS: u64 = 6;

/// A fixture: the name of its folder, which is that of its format, and its bytes.
struct Fixture {
    format: String,
    bytes: Vec<u8>,
}

fn fixtures() -> Vec<Fixture> {
    let mut all = Vec::new();
    let mut folders = vec![PathBuf::from("tests/formats"), PathBuf::from("tests/odd")];
    while let Some(folder) = folders.pop() {
        let mut paths: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension != "rs" && extension != "want") {
                let format = folder.file_name().unwrap().to_string_lossy().into_owned();
                all.push(Fixture { format, bytes: fs::read(&path).unwrap() });
            }
        }
    }
    all.sort_by(|one, other| one.format.cmp(&other.format));
    all
}

/// Numbers by chance, the same for the same seed (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11;
        usize::try_from(number).unwrap() % end.max(1)
    }

    /// A stretch of so many bytes, `from` before `to`.
    fn stretch(&mut self, length: usize) -> (usize, usize) {
        let (one, other) = (self.below(length + 1), self.below(length + 1));
        // Most stretches are short, as damage is.
        let (from, to) = (one.min(other), one.max(other));
        if self.below(3) > 0 { (from, to.min(from + 40)) } else { (from, to) }
    }
}

/// Signs that mean something to some format.
const SIGNS: [&[u8]; 28] = [
    b"\0",
    b"\r",
    b"\n",
    b"\xFF",
    b"\xEF\xBB\xBF",
    b"\xE4\xB8",
    b"<",
    b">",
    b"</",
    b"/>",
    b"&",
    b"&#x110000;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"{",
    b"}",
    b"\"",
    b"\\",
    b"[",
    b"]",
    b",",
    b"99999999999999999999",
    b"-1",
    b"ER  - \n",
    b"TY  - ",
    b"%A ",
];

/// Damages bytes once. `other` is a fixture of any format.
fn damage(bytes: &mut Vec<u8>, other: &[u8], chance: &mut Chance) {
    let (from, to) = chance.stretch(bytes.len());
    match chance.below(8) {
        0 => {
            if let Some(byte) = bytes.get_mut(from) {
                *byte ^= 1 << chance.below(8);
            }
        }
        1 => bytes.truncate(from),
        2 => drop(bytes.drain(from..to)),
        3 => {
            let piece = bytes[from..to].to_vec();
            let at = chance.below(bytes.len() + 1);
            bytes.splice(at..at, piece);
        }
        4 => {
            // One piece over and over, as far as a file stays small.
            let piece = bytes[from..to].to_vec();
            let times = (60_000 / piece.len().max(1)).min(1 + chance.below(400));
            bytes.splice(from..from, piece.repeat(times));
        }
        5 => {
            let (from, to) = chance.stretch(other.len());
            let at = chance.below(bytes.len() + 1);
            bytes.splice(at..at, other[from..to].iter().copied());
        }
        6 => {
            let sign = SIGNS[chance.below(SIGNS.len())];
            bytes.splice(from..from, sign.iter().copied());
        }
        _ => {
            let sign = SIGNS[chance.below(SIGNS.len())];
            bytes.splice(from..to, sign.iter().copied());
        }
    }
    bytes.truncate(256 << 10);
}

fn damaged(fixtures: &[Fixture], place: usize, seed: u64) -> Vec<u8> {
    // Seeds of neighbours must not give neighbouring numbers.
    let mut chance = Chance((seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (place as u64 + 1) << 32);
    let mut bytes = fixtures[place].bytes.clone();
    for _ in 0..=chance.below(4) {
        let other = chance.below(fixtures.len());
        damage(&mut bytes, &fixtures[other].bytes, &mut chance);
    }
    bytes
}

/// Reads to the end, as a format or as what it looks like.
fn read(bytes: &[u8], wanted: Option<&str>) -> usize {
    let source = Source { bytes: Box::new(Cursor::new(bytes.to_vec())), name: Some("x".to_owned()), encoding: None };
    let Ok((_, readings)) = formats::read(source, wanted) else { return 0 };
    let most = READINGS_A_BYTE * bytes.len() + 100;
    let count = readings.take(most + 1).count();
    assert!(count <= most, "more readings than bytes");
    count
}

/// Reads one damaged fixture in every way; says how long it took.
fn tried(fixtures: &[Fixture], place: usize, seed: u64) -> Duration {
    let bytes = damaged(fixtures, place, seed);
    let format = fixtures[place].format.as_str();
    let wanted = formats::format(format).filter(|format| format.read.is_some()).map(|_| format);
    let begun = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        read(&bytes, None);
        if wanted.is_some() {
            read(&bytes, wanted);
        }
    }));
    let took = begun.elapsed();
    if outcome.is_err() {
        let path = left(&bytes, format, seed);
        panic!("a damaged fixture of {format} (place {place}, seed {seed}) is not read to its end: {}", path.display());
    }
    took
}

fn left(bytes: &[u8], format: &str, seed: u64) -> PathBuf {
    let path = std::env::temp_dir().join(format!("qikan-mutation-{format}-{seed}"));
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn damaged_fixtures_are_read_to_their_end() {
    assert!(Path::new("tests/formats").is_dir(), "tests run in the crate's own folder");
    let fixtures = fixtures();
    assert!(fixtures.len() > 20, "{}", fixtures.len());
    for seed in 0..ROUNDS {
        for place in 0..fixtures.len() {
            tried(&fixtures, place, seed);
        }
    }
    if let Some(seconds) = std::env::var("QIKAN_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()) {
        at_length(&fixtures, Duration::from_secs(seconds));
    }
}

fn at_length(fixtures: &[Fixture], long: Duration) {
    let first = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let begun = Instant::now();
    let mut slowest: Vec<(Duration, usize, u64)> = Vec::new();
    let mut count = 0u64;
    for seed in first.. {
        for place in 0..fixtures.len() {
            slowest.push((tried(fixtures, place, seed), place, seed));
            count += 1;
        }
        slowest.sort_unstable_by(|one, other| other.cmp(one));
        slowest.truncate(10);
        if begun.elapsed() > long {
            break;
        }
    }
    println!("{count} damaged fixtures from seed {first} in {:.0} s; the slowest:", begun.elapsed().as_secs_f64());
    for (took, place, seed) in slowest {
        let bytes = damaged(fixtures, place, seed);
        let path = left(&bytes, &fixtures[place].format, seed);
        println!("{:>8.1} ms {:>7} bytes {}", took.as_secs_f64() * 1e3, bytes.len(), path.display());
    }
}
