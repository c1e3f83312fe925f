//! Bytes ⇄ records: one file a format, one line each in [`FORMATS`]. Pure functions; nothing here opens a file or a socket.

pub mod cite;
mod clc;
mod csl;
mod document;
mod draft;
mod dump;
pub mod encoding;
mod finding;
pub mod gbt7714;
mod html;
mod json;
mod labels;
pub mod latex;
mod magtech;
mod meta;
mod names;
pub mod printable;
pub mod references;
mod refusal;
mod rich;
mod tagged;
mod toc;
mod values;

use std::io::{self, BufRead, Cursor, Read, Write};

pub use clc::clc_name;
pub use document::{Document, LARGEST};
pub use finding::{Finding, Severity};

use crate::record::Article;

/// What a reader of a format yields: records as they come, and findings between them (those of a record follow it).
pub type Reading = Result<Box<Article>, Finding>;

/// Records as a stream.
pub type Readings = Box<dyn Iterator<Item = Reading> + Send>;

/// Bytes to be read, and what is known of them. The name is a hint only: the content decides.
pub struct Source {
    pub bytes: Box<dyn BufRead + Send>,
    /// A file's name without its folder, for messages and provenance.
    pub name: Option<String>,
    /// An encoding label given by the user (`gb18030`), which then is not guessed.
    pub encoding: Option<String>,
}

/// Writes records, one after another, until there are no more.
pub type WriteAll = fn(&mut dyn Write, &mut dyn Iterator<Item = Article>) -> io::Result<()>;

/// How sure a format is that bytes are its own: 0 (not at all) to 100.
pub type Confidence = u8;

/// One format: a line of the table.
pub struct Format {
    /// The name used on the command line.
    pub name: &'static str,
    /// What it is, in a phrase.
    pub title: &'static str,
    pub extensions: &'static [&'static str],
    /// Looks at the first bytes (64 KiB at most, decoded as far as possible).
    pub sniff: fn(&str) -> Confidence,
    pub read: Option<fn(Source) -> Readings>,
    pub write: Option<WriteAll>,
}

/// A format that this version recognises but cannot read.
const fn known(name: &'static str, title: &'static str, extensions: &'static [&'static str], sniff: fn(&str) -> Confidence) -> Format {
    Format { name, title, extensions, sniff, read: None, write: None }
}

/// Every format that qikan knows. Of two that are equally sure the first is taken.
pub static FORMATS: &[Format] = &[
    Format {
        name: "qikan-json",
        title: "qikan's own JSON, one object or an array",
        extensions: &["json"],
        sniff: json::sniff,
        read: Some(json::read),
        write: Some(json::write),
    },
    Format {
        name: "jsonl",
        title: "qikan's own JSON, one object a line",
        extensions: &["jsonl", "ndjson"],
        sniff: json::sniff_lines,
        read: Some(json::read_lines),
        write: Some(json::write_lines),
    },
    Format {
        name: "csl-json",
        title: "CSL-JSON, as Zotero and Pandoc write it",
        extensions: &["json"],
        sniff: csl::sniff,
        read: Some(csl::read),
        write: Some(csl::write),
    },
    Format {
        name: "magtech-text",
        title: "the text of a journal site's article page",
        extensions: &["txt"],
        sniff: dump::sniff,
        read: Some(dump::read),
        write: None,
    },
    Format {
        name: "magtech-html",
        title: "a saved article page of a Magtech journal site",
        extensions: &["html", "htm", "shtml"],
        sniff: magtech::sniff,
        read: Some(magtech::read),
        write: None,
    },
    Format {
        name: "magtech-toc",
        title: "a saved table of contents of an issue",
        extensions: &["html", "htm", "shtml"],
        sniff: toc::sniff,
        read: Some(toc::read),
        write: None,
    },
    Format {
        name: "html-meta",
        title: "a saved article page of any publisher, by its meta tags",
        extensions: &["html", "htm"],
        sniff: meta::sniff,
        read: Some(meta::read),
        write: None,
    },
    Format {
        name: "ris",
        title: "RIS, as databases, EndNote and Zotero write it",
        extensions: &["ris"],
        sniff: tagged::ris::sniff,
        read: Some(tagged::ris::read),
        write: Some(tagged::ris::write),
    },
    Format {
        name: "refer",
        title: "Refer, EndNote's .enw, as CNKI, Wanfang and journal sites write it",
        extensions: &["enw"],
        sniff: tagged::refer::sniff,
        read: Some(tagged::refer::read),
        write: Some(tagged::refer::write),
    },
    Format {
        name: "noteexpress",
        title: "NoteExpress, as CNKI and Wanfang write it",
        extensions: &["net"],
        sniff: tagged::noteexpress::sniff,
        read: Some(tagged::noteexpress::read),
        write: Some(tagged::noteexpress::write),
    },
    Format {
        name: "refworks",
        title: "RefWorks tagged, and CNKI's way of it",
        extensions: &["txt"],
        sniff: tagged::refworks::sniff,
        read: Some(tagged::refworks::read),
        write: None,
    },
    Format {
        name: "wos",
        title: "Web of Science tagged",
        extensions: &["ciw", "txt"],
        sniff: tagged::wos::sniff,
        read: Some(tagged::wos::read),
        write: None,
    },
    Format {
        name: "medline",
        title: "MEDLINE, as PubMed and ERIC write it",
        extensions: &["nbib"],
        sniff: tagged::medline::sniff,
        read: Some(tagged::medline::read),
        write: None,
    },
    known("bibtex", "BibTeX", &["bib"], refusal::bibtex),
    known("jats", "JATS XML", &["xml"], refusal::jats),
    known("xml", "XML", &["xml"], refusal::xml),
    known("crossref", "an answer of Crossref", &["json"], refusal::crossref),
    known("openalex", "an answer of OpenAlex", &["json"], refusal::openalex),
    known("mhtml", "a web archive (MHTML)", &["mhtml", "mht"], refusal::mhtml),
];

/// How much of a source is looked at to choose its format, in bytes.
const HEAD: usize = 64 << 10;

/// The formats of the table that read, by name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The format that is surest of these first bytes.
///
/// # Errors
/// A finding that says what the bytes look like when no format takes them.
pub fn detect(head: &[u8], label: Option<&str>) -> Result<&'static Format, Finding> {
    if let Some(finding) = refusal::of_bytes(head) {
        return Err(finding);
    }
    let text = encoding::decode(head, label)?.text;
    if let Some(finding) = refusal::of_text(&text) {
        return Err(finding);
    }
    let mut best: Option<(&'static Format, Confidence)> = None;
    for format in FORMATS {
        let sure = (format.sniff)(&text);
        if sure > best.map_or(0, |(_, sure)| sure) {
            best = Some((format, sure));
        }
    }
    match best {
        Some((format, _)) => Ok(format),
        None => Err(Finding::skipped(format!(
            "no format takes these bytes; qikan reads {}",
            FORMATS.iter().filter(|format| format.read.is_some()).map(|format| format.name).collect::<Vec<_>>().join(", ")
        ))),
    }
}

/// Looks at the bytes, chooses the format and reads. `wanted` names a format of the table and overrides the choice.
///
/// # Errors
/// A finding that says what the bytes look like when no format takes them.
pub fn read(mut source: Source, wanted: Option<&str>) -> Result<(&'static Format, Readings), Finding> {
    let mut head = Vec::with_capacity(HEAD);
    source
        .bytes
        .by_ref()
        .take(HEAD as u64)
        .read_to_end(&mut head)
        .map_err(|error| Finding::skipped(format!("the file could not be read: {error}")))?;
    let format = match wanted {
        Some(name) => format(name).ok_or_else(|| {
            let names: Vec<&str> = FORMATS.iter().filter(|format| format.read.is_some()).map(|format| format.name).collect();
            Finding::skipped(format!("there is no format \"{name}\"; those that can be read are {}", names.join(", ")))
        })?,
        None => detect(whole_characters(&head), source.encoding.as_deref())?,
    };
    let Some(read) = format.read else {
        return Err(Finding::skipped(format!("this looks like {}, which this version cannot read yet", format.title)));
    };
    let bytes = Box::new(Cursor::new(head).chain(source.bytes));
    Ok((format, read(Source { bytes, ..source })))
}

/// A head without the UTF-8 character that its end cuts through.
fn whole_characters(head: &[u8]) -> &[u8] {
    if head.len() < HEAD {
        return head;
    }
    let cut = head.iter().rev().take(4).position(|byte| !(0x80..0xC0).contains(byte)).map_or(0, |back| back + 1);
    head.get(..head.len() - cut).unwrap_or(head)
}
