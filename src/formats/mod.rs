//! Bytes ⇄ records: one file a format, one line each in [`FORMATS`]. Pure functions; nothing here opens a file or a socket.

mod archive;
mod bibtex;
pub mod cite;
mod clc;
mod copernicus;
mod crossref;
mod csl;
mod datacite;
mod document;
mod draft;
mod dump;
mod elsevier;
pub mod encoding;
mod endnote_xml;
mod envelope;
mod finding;
mod formula;
pub mod gbt7714;
mod html;
mod ieee;
mod jats;
mod json;
mod labels;
pub mod latex;
mod magtech;
mod markup;
mod members;
mod meta;
mod mods;
mod months;
mod names;
mod oai_dc;
mod openalex;
mod packet;
pub mod printable;
mod pubmed;
pub mod references;
mod refusal;
mod rich;
mod table;
mod tagged;
mod toc;
mod unixref;
mod values;
mod wiley;
mod xml;

use std::io::{self, BufRead, BufReader, Cursor, Read, Write};

pub use clc::{clc_name, clc_named};
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

/// The sniff of what is only written.
fn never(_: &str) -> Confidence {
    0
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
        name: "crossref",
        title: "Crossref's JSON: a work, an answer with works, or one a line",
        extensions: &["json"],
        sniff: crossref::sniff,
        read: Some(crossref::read),
        write: None,
    },
    Format {
        name: "openalex",
        title: "OpenAlex' JSON: a work, an answer with works, or one a line",
        extensions: &["json"],
        sniff: openalex::sniff,
        read: Some(openalex::read),
        write: None,
    },
    Format {
        name: "datacite",
        title: "DataCite's JSON: a DOI, an answer with DOIs, or one a line",
        extensions: &["json"],
        sniff: datacite::sniff,
        read: Some(datacite::read),
        write: None,
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
    Format {
        name: "bibtex",
        title: "BibTeX",
        extensions: &["bib"],
        sniff: bibtex::sniff,
        read: Some(bibtex::read),
        write: Some(bibtex::write),
    },
    Format {
        name: "biblatex",
        title: "BibLaTeX, BibTeX with the fields of biber",
        extensions: &["bib"],
        sniff: bibtex::sniff_biblatex,
        read: Some(bibtex::read),
        write: Some(bibtex::write_biblatex),
    },
    Format {
        name: "jats",
        title: "JATS XML: an article, or several",
        extensions: &["xml", "nxml"],
        sniff: jats::sniff,
        read: Some(jats::read),
        write: None,
    },
    Format { name: "pubmed-xml", title: "PubMed XML", extensions: &["xml"], sniff: pubmed::sniff, read: Some(pubmed::read), write: None },
    Format {
        name: "endnote-xml",
        title: "EndNote XML",
        extensions: &["xml"],
        sniff: endnote_xml::sniff,
        read: Some(endnote_xml::read),
        write: None,
    },
    Format {
        name: "oai-dc",
        title: "Dublin Core (oai_dc), alone or as OAI-PMH answers it",
        extensions: &["xml"],
        sniff: oai_dc::sniff,
        read: Some(oai_dc::read),
        write: None,
    },
    Format { name: "mods", title: "MODS XML", extensions: &["xml", "mods"], sniff: mods::sniff, read: Some(mods::read), write: None },
    Format {
        name: "unixref",
        title: "Crossref's Unixref XML",
        extensions: &["xml"],
        sniff: unixref::sniff,
        read: Some(unixref::read),
        write: None,
    },
    Format {
        name: "copernicus",
        title: "the XML of Copernicus Publications",
        extensions: &["xml"],
        sniff: copernicus::sniff,
        read: Some(copernicus::read),
        write: None,
    },
    Format {
        name: "elsevier",
        title: "the XML of Elsevier: articles and chapters",
        extensions: &["xml"],
        sniff: elsevier::sniff,
        read: Some(elsevier::read),
        write: None,
    },
    Format {
        name: "wiley",
        title: "WileyML, the XML of Wiley",
        extensions: &["xml"],
        sniff: wiley::sniff,
        read: Some(wiley::read),
        write: None,
    },
    Format { name: "ieee", title: "the XML of IEEE", extensions: &["xml"], sniff: ieee::sniff, read: Some(ieee::read), write: None },
    Format {
        name: "datacite-xml",
        title: "DataCite's XML, alone or as OAI-PMH answers it",
        extensions: &["xml"],
        sniff: datacite::xml::sniff,
        read: Some(datacite::xml::read),
        write: None,
    },
    known("xml", "XML", &["xml"], refusal::xml),
    Format {
        name: "csv",
        title: "a table for spreadsheets, comma-separated (RFC 4180)",
        extensions: &["csv"],
        sniff: never,
        read: None,
        write: Some(table::write_csv),
    },
    Format {
        name: "tsv",
        title: "a table for scripts, tab-separated",
        extensions: &["tsv", "tab"],
        sniff: never,
        read: None,
        write: Some(table::write_tsv),
    },
    Format {
        name: "markdown",
        title: "a reading packet: contents, abstracts, references, notes",
        extensions: &["md", "markdown"],
        sniff: never,
        read: None,
        write: Some(packet::write_markdown),
    },
    Format {
        name: "html",
        title: "a reading packet as one page for any browser",
        extensions: &["html", "htm"],
        sniff: never,
        read: None,
        write: Some(packet::write_html),
    },
    Format {
        name: "text",
        title: "a reading packet in lines of 72 cells",
        extensions: &["txt"],
        sniff: never,
        read: None,
        write: Some(packet::write_plain),
    },
    archive::GZIP,
    archive::ZSTD,
    archive::ZIP,
    archive::TAR,
    known("mhtml", "a web archive (MHTML)", &["mhtml", "mht"], refusal::mhtml),
];

/// How much of a source is looked at to choose its format, in bytes.
const HEAD: usize = 64 << 10;

/// The formats of the table that read, by name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// One record as the format of a name writes it; nothing where that format is only read.
pub fn written(article: &Article, name: &str) -> Option<String> {
    let write = format(name)?.write?;
    let mut bytes = Vec::new();
    write(&mut bytes, &mut std::iter::once(article.clone())).ok()?;
    String::from_utf8(bytes).ok()
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

/// Looks at the bytes, chooses the format and reads; of an archive, what is in it. `wanted` names a format of the table and
/// overrides the choice.
///
/// # Errors
/// A finding that says what the bytes look like when no format takes them.
pub fn read(source: Source, wanted: Option<&str>) -> Result<(&'static Format, Readings), Finding> {
    read_within(source, wanted, &archive::Layers::default())
}

/// Reads what may stand in archives already.
fn read_within(mut source: Source, wanted: Option<&str>, layers: &archive::Layers) -> Result<(&'static Format, Readings), Finding> {
    let mut head = Vec::with_capacity(HEAD);
    if let Err(error) = source.bytes.by_ref().take(HEAD as u64).read_to_end(&mut head) {
        if head.is_empty() {
            return Err(Finding::skipped(format!("the file could not be read: {error}")));
        }
        // What was read before the error is worth reading; behind it the reader meets the error again.
        source.bytes = Box::new(BufReader::new(Broken(Some(error))));
    }
    let whole = |head: Vec<u8>, source: Source| Source { bytes: Box::new(Cursor::new(head).chain(source.bytes)), ..source };
    if archive::is_archive(&head) {
        let first = head.get(..512).unwrap_or(&head).to_vec();
        return archive::read(whole(head, source), &first, wanted, layers);
    }
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
    Ok((format, read(whole(head, source))))
}

/// Bytes that cannot be read.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// A head without the UTF-8 character that its end cuts through.
fn whole_characters(head: &[u8]) -> &[u8] {
    if head.len() < HEAD {
        return head;
    }
    let cut = head.iter().rev().take(4).position(|byte| !(0x80..0xC0).contains(byte)).map_or(0, |back| back + 1);
    head.get(..head.len() - cut).unwrap_or(head)
}
