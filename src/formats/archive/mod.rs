//! Archives as sources: gzip and zstd, which hold one file, zip and tar, which hold many; one in the other, a few levels deep.
//!
//! What an archive is its first bytes say, never its name. Names of members are names for messages only: nothing is written
//! anywhere. How much may come out of how little is bounded, see [`Measure`].

mod measure;
mod tar;
mod zip;

use std::io::{BufRead, BufReader};

pub use measure::Measure;

use super::{Finding, Format, Reading, Readings, Source};

/// How many archives may stand one in the other.
const DEEPEST: usize = 4;

/// Bytes that a decompressor gives at once.
const CHUNK: usize = 1 << 16;

/// The kinds of archives that are opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Gzip,
    Zstd,
    Zip,
    Tar,
}

// Lines of the table of formats, so that they can be listed and named. They are chosen by bytes, before any text is looked at.
pub const GZIP: Format = line("gz", "any of these, packed by gzip", &["gz", "tgz"]);
pub const ZSTD: Format = line("zst", "any of these, packed by zstd", &["zst"]);
pub const ZIP: Format = line("zip", "files of any of these in a zip archive", &["zip"]);
pub const TAR: Format = line("tar", "files of any of these in a tar archive", &["tar"]);

const fn line(name: &'static str, title: &'static str, extensions: &'static [&'static str]) -> Format {
    Format { name, title, extensions, sniff: |_| 0, read: Some(read_as_archive), write: None }
}

/// Reads bytes that are said to be an archive.
fn read_as_archive(source: Source) -> Readings {
    match super::read(source, None) {
        Ok((_, readings)) => readings,
        Err(finding) => Box::new(std::iter::once(Err(finding))),
    }
}

/// How far inside of archives bytes stand, and what has come out of them so far.
#[derive(Clone, Default)]
pub struct Layers {
    depth: usize,
    measure: Measure,
}

fn kind(head: &[u8]) -> Option<Kind> {
    match head {
        [0x1F, 0x8B, 8, ..] => Some(Kind::Gzip),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(Kind::Zstd),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Kind::Zip),
        _ if tar::is_header(head) => Some(Kind::Tar),
        _ => None,
    }
}

/// Whether these first bytes are those of an archive that is opened.
pub fn is_archive(head: &[u8]) -> bool {
    kind(head).is_some()
}

/// Opens an archive that begins with `head`, and reads what is in it.
///
/// # Errors
/// A finding when it cannot be opened, or holds nothing that can be read.
pub fn read(source: Source, head: &[u8], wanted: Option<&str>, layers: &Layers) -> Result<(&'static Format, Readings), Finding> {
    let wanted = wanted.filter(|name| ![GZIP, ZSTD, ZIP, TAR].iter().any(|format| format.name == *name));
    if layers.depth >= DEEPEST {
        return Err(Finding::skipped(format!("archives stand more than {DEEPEST} deep in each other here; unpack the outer ones")));
    }
    let source = if layers.depth == 0 { Source { bytes: layers.measure.taken(source.bytes), ..source } } else { source };
    let layers = Layers { depth: layers.depth + 1, measure: layers.measure.clone() };
    match kind(head) {
        Some(Kind::Gzip) => {
            let bytes = flate2::bufread::MultiGzDecoder::new(source.bytes);
            packed(Box::new(bytes), source.name, source.encoding, "gzip", wanted, &layers)
        }
        Some(Kind::Zstd) => {
            let bytes = zstd::stream::read::Decoder::with_buffer(source.bytes)
                .map_err(|error| Finding::skipped(format!("this zstd archive cannot be opened: {error}")))?;
            packed(Box::new(bytes), source.name, source.encoding, "zstd", wanted, &layers)
        }
        Some(Kind::Zip) => {
            let encoding = source.encoding.clone();
            let members = zip::Members::open(source.bytes, layers.measure.clone())?;
            Ok((named("zip"), Box::new(Opened::new(members, encoding, wanted, layers))))
        }
        Some(Kind::Tar) | None => {
            let encoding = source.encoding.clone();
            Ok((named("tar"), Box::new(Opened::new(tar::Members::new(source.bytes), encoding, wanted, layers))))
        }
    }
}

/// What stands for a line that the table does not have.
static UNNAMED: Format = ZIP;

fn named(name: &str) -> &'static Format {
    super::FORMATS.iter().find(|format| format.name == name).unwrap_or(&UNNAMED)
}

/// Reads the one file in a gzip or a zstd archive as it is unpacked.
fn packed(
    bytes: Box<dyn std::io::Read + Send>,
    name: Option<String>,
    encoding: Option<String>,
    kind: &str,
    wanted: Option<&str>,
    layers: &Layers,
) -> Result<(&'static Format, Readings), Finding> {
    let bytes = BufReader::with_capacity(CHUNK, layers.measure.given(bytes));
    let source = Source { bytes: Box::new(bytes), name, encoding };
    super::read_within(source, wanted, layers)
        .map_err(|finding| Finding { sentence: format!("in this {kind} archive: {}", finding.sentence), ..finding })
}

/// One file of an archive.
struct Member {
    name: String,
    bytes: Box<dyn BufRead + Send>,
    /// What is to be said of it before it is read.
    findings: Vec<Finding>,
}

/// The records of the members of an archive, one member after the other.
struct Opened<M> {
    members: M,
    encoding: Option<String>,
    wanted: Option<String>,
    layers: Layers,
    now: Option<(String, Readings)>,
    /// Findings to be given, last first.
    waiting: Vec<Finding>,
    seen: usize,
    ended: bool,
}

impl<M: Iterator<Item = Result<Member, Finding>>> Opened<M> {
    fn new(members: M, encoding: Option<String>, wanted: Option<&str>, layers: Layers) -> Self {
        let wanted = wanted.map(str::to_owned);
        Self { members, encoding, wanted, layers, now: None, waiting: Vec::new(), seen: 0, ended: false }
    }

    /// Opens the next member.
    fn open(&mut self) {
        // Whatever comes out of a bomb, nothing behind it is looked at.
        if self.layers.measure.is_exceeded() {
            self.ended = true;
            return;
        }
        match self.members.next() {
            None => {
                self.ended = true;
                if self.seen == 0 {
                    self.waiting.push(Finding::skipped("the archive holds no file; nothing was read"));
                }
            }
            Some(Err(finding)) => {
                self.seen += 1;
                self.waiting.push(finding);
            }
            Some(Ok(member)) => {
                self.seen += 1;
                if is_hidden(&member.name) {
                    return;
                }
                let source = Source { bytes: member.bytes, name: Some(member.name.clone()), encoding: self.encoding.clone() };
                match super::read_within(source, self.wanted.as_deref(), &self.layers) {
                    Ok((_, readings)) => self.now = Some((member.name.clone(), readings)),
                    Err(finding) => self.waiting.push(finding.within(&member.name)),
                }
                self.waiting.extend(member.findings.into_iter().rev().map(|finding| finding.within(&member.name)));
            }
        }
    }
}

/// As in folders, hidden files are left out; and what macOS puts beside every file.
fn is_hidden(name: &str) -> bool {
    name.split(['/', '\\']).any(|part| part == "__MACOSX" || (part.starts_with('.') && part != "." && part != ".."))
}

impl<M: Iterator<Item = Result<Member, Finding>>> Iterator for Opened<M> {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        loop {
            if let Some(finding) = self.waiting.pop() {
                return Some(Err(finding));
            }
            if let Some((name, readings)) = &mut self.now {
                match readings.next() {
                    Some(reading) => return Some(reading.map_err(|finding| finding.within(name))),
                    None => self.now = None,
                }
            } else if self.ended {
                return None;
            } else {
                self.open();
            }
        }
    }
}
