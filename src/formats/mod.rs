//! Bytes ⇄ records: one file a format, one line each in [`FORMATS`]. Pure functions; nothing here opens a file or a socket.

mod archive;
mod arxiv;
mod bibtex;
mod bodies;
mod bookmarks;
mod catalogue;
mod characters;
pub mod citation_key;
mod citavi;
pub mod cite;
mod clc;
mod coins;
mod columns;
mod concordance;
mod copernicus;
mod credit;
mod crossref;
mod csl;
mod datacite;
mod dblp;
mod doaj;
mod document;
mod draft;
mod dspace;
mod dump;
mod edtf;
mod elsevier;
pub mod encoding;
mod endnote_xml;
mod envelope;
mod erudit;
mod europepmc;
mod feed;
mod finding;
mod formula;
mod further;
pub mod gbt7714;
mod host_line;
mod html;
mod ieee;
mod jats;
mod json;
mod labels;
pub mod latex;
mod lens;
mod magtech;
mod marc;
mod markup;
mod members;
mod meta;
mod mods;
mod months;
mod msbib;
mod names;
mod notefirst;
mod oai_dc;
mod on_arxiv;
mod openalex;
mod openurl;
mod other_json;
mod packet;
mod primo;
pub mod printable;
mod pubmed;
mod rdf;
pub mod references;
mod refusal;
mod rich;
mod semantic_scholar;
mod table;
mod tagged;
mod tei;
mod toc;
mod unixref;
mod values;
mod wiley;
mod word;
mod xml;
mod yaml;
mod zotero_rdf;

use std::io::{self, BufRead, BufReader, Cursor, Read, Write};

pub use catalogue::FORMATS;
pub use clc::{clc_above, clc_name, clc_named};
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
    // Binary, and in encodings of its own.
    if marc::exchange::is_marc(head)
        && let Some(marc) = format("marc")
    {
        return Ok(marc);
    }
    let text = encoding::look(head, label)?;
    if let Some(finding) = refusal::of_text(&text) {
        return Err(finding);
    }
    match of_xml(&text).or_else(|| surest(&text, |_| true)) {
        Some(format) => Ok(format),
        None => Err(Finding::skipped(format!(
            "this is none of the {} formats that qikan knows by looking; `qikan formats` lists them, and --from names one",
            readable().count()
        ))),
    }
}

/// The names of the formats that are read.
fn readable() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().filter(|format| format.read.is_some()).map(|format| format.name)
}

/// How much of XML is looked at before it is asked whether it is something else after all, in bytes: what names its format
/// stands at its beginning.
const XML_HEAD: usize = 16 << 10;

/// The format of XML that is no web page. Lines of tags, tables and pages are then not looked for, nor is far into it: to ask
/// every format was a third of what it takes to read an article.
fn of_xml(text: &str) -> Option<&'static Format> {
    let start = text.trim_start_matches('\u{FEFF}').trim_start();
    let is_xml = start.starts_with('<') && xml::first_element(start).is_some_and(|root| !root.eq_ignore_ascii_case("html"));
    if !is_xml {
        return None;
    }
    let head = (0..4).find_map(|back| text.get(..XML_HEAD - back)).unwrap_or(text);
    surest(head, |format| format.read.is_some() && format.extensions.contains(&"xml"))
}

/// The format that is surest of a text among some of them.
fn surest(text: &str, of: impl Fn(&Format) -> bool) -> Option<&'static Format> {
    let mut best: Option<(&'static Format, Confidence)> = None;
    for format in FORMATS.iter().filter(|format| of(format)) {
        let sure = (format.sniff)(text);
        if sure > best.map_or(0, |(_, sure)| sure) {
            best = Some((format, sure));
        }
    }
    best.map(|(format, _)| format)
}

/// Looks at the bytes, chooses the format and reads; of an archive, what is in it. `wanted` names a format of the table and
/// overrides the choice.
///
/// # Errors
/// A finding that says what the bytes look like when no format takes them.
pub fn read(source: Source, wanted: Option<&str>) -> Result<(&'static Format, Readings), Finding> {
    read_within(source, wanted, &archive::Layers::default())
}

/// The format of a name.
///
/// # Errors
/// A sentence with the nearest name when there is none.
pub fn named(name: &str) -> Result<&'static Format, String> {
    format(name).ok_or_else(|| {
        let guess = crate::text::nearest(name, readable()).map(|near| format!(" Did you mean \"{near}\"?")).unwrap_or_default();
        format!("there is no format \"{name}\".{guess} `qikan formats` lists them")
    })
}

/// Whether a label names an encoding.
///
/// # Errors
/// A sentence when it does not.
pub fn is_encoding(label: &str) -> Result<(), String> {
    encoding::named(label).map(|_| ())
}

/// Reads what may stand in archives already.
fn read_within(mut source: Source, wanted: Option<&str>, layers: &archive::Layers) -> Result<(&'static Format, Readings), Finding> {
    // Who holds enough shows it. Of others the head is taken, and put back before the rest.
    match source.bytes.fill_buf() {
        Ok(held) if held.len() >= HEAD => {}
        Err(error) if error.kind() != io::ErrorKind::Interrupted => return Err(unreadable(&error)),
        Ok(_) | Err(_) => source = with_head(source)?,
    }
    let head = source.bytes.fill_buf().unwrap_or_default();
    let head = head.get(..HEAD).unwrap_or(head);
    if archive::is_archive(head) {
        let first = head.get(..512).unwrap_or(head).to_vec();
        return archive::read(source, &first, wanted, layers);
    }
    let format = match wanted {
        Some(name) => named(name).map_err(Finding::skipped)?,
        None => detect(whole_characters(head), source.encoding.as_deref())?,
    };
    let Some(read) = format.read else {
        return Err(Finding::skipped(format!("this looks like {}, which this version cannot read yet", format.title)));
    };
    let readings = read(source).map(|reading| {
        reading.map(|mut article| {
            article.tell_apart();
            article
        })
    });
    Ok((format, Box::new(readings)))
}

fn unreadable(error: &io::Error) -> Finding {
    Finding::skipped(format!("the file could not be read: {error}"))
}

/// A source whose first bytes, as many as are looked at, are held together.
///
/// # Errors
/// A finding when nothing of it can be read.
fn with_head(mut source: Source) -> Result<Source, Finding> {
    let mut head = Vec::with_capacity(HEAD);
    if let Err(error) = source.bytes.by_ref().take(HEAD as u64).read_to_end(&mut head) {
        if head.is_empty() {
            return Err(unreadable(&error));
        }
        // What was read before the error is worth reading; behind it the reader meets the error again.
        source.bytes = Box::new(BufReader::new(Broken(Some(error))));
    }
    Ok(Source { bytes: Box::new(Cursor::new(head).chain(source.bytes)), ..source })
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    #[test]
    fn xml_is_no_lines_of_tags_and_a_page_may_be() {
        let inside = "<p>\n@article{a,\n title = {A}}\nTY  - JOUR\nTI  - A\nER  - \n</p>";
        for (head, name) in [
            (format!("<article><front><article-meta/></front><body>{inside}</body></article>"), "jats"),
            (format!("<?xml version=\"1.0\"?>\n<!DOCTYPE article>\n<article><front/>{}</article>", inside.repeat(2000)), "jats"),
            (format!("<html><body>{inside}</body></html>"), "ris"),
            (format!("<div>{inside}</div>"), "ris"),
            ("<record xmlns='info:srw/schema/5/picaXML-v1.0'><datafield tag='021A'><subfield code='a'>A</subfield></datafield></record>".to_owned(), "picaxml"),
            ("<?xml version=\"1.0\"?><Workbook><Worksheet><Table><Row><Cell><Data>Title</Data></Cell></Row></Table></Worksheet></Workbook>".to_owned(), "xml"),
        ] {
            assert_eq!(detect(head.as_bytes(), None).unwrap().name, name, "{head}");
        }
    }
}
