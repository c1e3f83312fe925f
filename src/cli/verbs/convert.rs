//! `qikan convert`: one format into another, without a library.

mod loss;

use std::fs;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;

use crate::cli::Failure;
use crate::cli::args::{Common, Convert, REFERENCES};
use crate::cli::findings::Findings;
use crate::cli::input;
use crate::cli::out::Out;
use crate::formats::{self, FORMATS, Finding, Format, Severity, references};
use crate::record::Article;

/// Reads the input and writes it in the wanted format. Findings go to standard error; a bad record stops nothing.
///
/// # Errors
/// A format that is not there, an input that cannot be read, an output that cannot be written; and, when nothing at all could
/// be read, the first finding.
pub fn convert(common: &Common, verb: &Convert, out: &Out) -> Result<(), Failure> {
    let talk = Out::stderr();
    let target = target(verb.to.as_deref(), &verb.output)?;
    let input = match input::inputs(std::slice::from_ref(&verb.input))?.as_slice() {
        [input] => input.clone(),
        [] => return Err(Failure::Nothing(format!("there is no file below {}", verb.input.display()))),
        _ => return Err(Failure::Usage("convert takes one file; use import and export for folders".to_owned())),
    };
    if !verb.report_loss
        && fs::canonicalize(&verb.output).is_ok_and(|output| fs::canonicalize(&verb.input).is_ok_and(|input| input == output))
    {
        let name = verb.output.display();
        return Err(Failure::Usage(format!(
            "{name} would be written over itself, and what the format cannot hold be lost; give another name"
        )));
    }
    let source = input.open(common)?;
    if common.from.as_deref() == Some(REFERENCES) {
        if target.name != "jsonl" {
            return Err(Failure::Usage(format!("reference strings become jsonl, not {}; use --to jsonl", target.name)));
        }
        return written(&verb.output, |sink| references::convert(BufReader::new(source.bytes), sink).map(|_| ()));
    }
    let (_, readings) =
        formats::read(source, common.from.as_deref()).map_err(|finding| Failure::Unreadable(finding.told_of(&input.name())))?;
    let mut records = Records { readings, read: 0, first: None, findings: Findings::of(input.name(), &talk) };
    let Some(write) = target.write else { return Err(cannot_write(target.name)) };
    let outcome =
        if verb.report_loss { loss::report(target, &mut records, out) } else { written(&verb.output, |sink| write(sink, &mut records)) };
    records.findings.end(0);
    if verb.report_loss && verb.output.as_os_str() != "-" {
        talk.say(&format!("{} was not written: --report-loss only lists", verb.output.display()));
    }
    if records.read == 0
        && let Some(finding) = records.first
    {
        return Err(Failure::Unreadable(finding.told_of(&input.name())));
    }
    outcome?;
    out.finish()
}

/// The records of a source; its findings are said on the way.
struct Records<'a> {
    readings: formats::Readings,
    read: u64,
    first: Option<Finding>,
    findings: Findings<'a>,
}

impl Iterator for Records<'_> {
    type Item = Article;

    fn next(&mut self) -> Option<Article> {
        loop {
            match self.readings.next()? {
                Ok(article) => {
                    self.read += 1;
                    return Some(*article);
                }
                Err(finding) => {
                    self.findings.say(&finding);
                    if finding.severity == Severity::Skipped && self.first.is_none() {
                        self.first = Some(finding);
                    }
                }
            }
        }
    }
}

/// The format asked for, or that of the output's name, or JSON Lines.
///
/// # Errors
/// A format that is not written, or a name by which none is known.
pub fn target(asked: Option<&str>, output: &Path) -> Result<&'static Format, Failure> {
    let name = match asked {
        Some(name) => name,
        None => match (by_extension(output), output.extension()) {
            (Some(name), _) => name,
            (None, None) => "jsonl",
            (None, Some(extension)) => {
                let extension = extension.to_string_lossy();
                return Err(Failure::Usage(format!(
                    "no format is known by names in .{extension}; say which to write with --to (`qikan formats`)"
                )));
            }
        },
    };
    writable(name)
}

/// A format of the table that can be written, or a sentence with the nearest name.
fn writable(name: &str) -> Result<&'static Format, Failure> {
    match FORMATS.iter().find(|format| format.name == name) {
        Some(format) if format.write.is_some() => Ok(format),
        Some(format) => Err(cannot_write(format.name)),
        None => {
            let guess = crate::text::nearest(name, FORMATS.iter().filter(|format| format.write.is_some()).map(|format| format.name));
            let guess = guess.map(|name| format!(" Did you mean \"{name}\"?")).unwrap_or_default();
            Err(Failure::Usage(format!("there is no format \"{name}\".{guess} `qikan formats` lists them")))
        }
    }
}

fn cannot_write(name: &str) -> Failure {
    let known: Vec<&str> = FORMATS.iter().filter(|format| format.write.is_some()).map(|format| format.name).collect();
    Failure::Usage(format!("{name} is read but not written; what is written: {}", known.join(", ")))
}

fn by_extension(path: &Path) -> Option<&'static str> {
    let extension = path.extension()?.to_str()?.to_lowercase();
    FORMATS
        .iter()
        .filter(|format| format.write.is_some())
        .find(|format| format.extensions.contains(&extension.as_str()))
        .map(|format| format.name)
}

/// How much is put together before it is written, in bytes: with less, a large file is written in many more calls of the system.
const TOGETHER: usize = 128 << 10;

/// Runs a writer over standard output, or over a file that takes the name only when it is whole.
///
/// A name that leads elsewhere is followed, the file keeps its mode, and what is no file (`/dev/null`, a pipe) is written into:
/// to take its name would be to take its place.
pub fn written(output: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    if output.as_os_str() == "-" {
        let mut sink = BufWriter::with_capacity(TOGETHER, io::stdout().lock());
        return write(&mut sink).and_then(|()| sink.flush()).map_err(|error| Failure::writing("standard output", &error));
    }
    let name = output.display().to_string();
    let there = fs::metadata(output).ok();
    let is_file = there.as_ref().is_none_or(|there| there.is_file() || there.is_dir());
    let outcome = if is_file { whole(output, there.as_ref(), write) } else { through(output, write) };
    outcome.map_err(|error| Failure::writing(&name, &error))
}

/// Writes into what stands there.
fn through(output: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut sink = BufWriter::with_capacity(TOGETHER, fs::OpenOptions::new().write(true).open(output)?);
    write(&mut sink)?;
    sink.flush()
}

/// Writes a file beside, and gives it the name when all of it is on the disk.
fn whole(output: &Path, there: Option<&fs::Metadata>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let output = if there.is_some() { fs::canonicalize(output)? } else { output.to_path_buf() };
    let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut random = [0; 8];
    let _ = rustix::rand::getrandom(&mut random, rustix::rand::GetRandomFlags::empty());
    let part = folder.join(format!(".qikan-{:016x}.part", u64::from_le_bytes(random)));
    let outcome = (|| {
        let file = fs::OpenOptions::new().write(true).create_new(true).open(&part)?;
        if let Some(there) = there {
            file.set_permissions(there.permissions())?;
        }
        let mut sink = BufWriter::with_capacity(TOGETHER, file);
        write(&mut sink)?;
        sink.flush()?;
        sink.get_ref().sync_all()?;
        fs::rename(&part, &output)
    })();
    if outcome.is_err() {
        let _ = fs::remove_file(&part);
    }
    outcome
}
