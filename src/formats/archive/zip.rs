//! Members of a zip archive, which is held in memory because its list of members stands at its end.

use std::io::{BufRead, Cursor, Read};

use encoding_rs::GB18030;
use zip::ZipArchive;

use super::super::{Finding, word};
use super::{Measure, Member};

/// The largest archive, and the largest member, in bytes.
const LARGEST: u64 = 256 << 20;

/// What tells the sources of a Word document (ECMA-376 part 1, 22.6), and how many of its parts are asked for it.
const BIBLIOGRAPHY: &[u8] = b"officeDocument/2006/bibliography";
const MOST_PARTS: usize = 64;

/// The parts of a document that have its text: of Word's, and of OpenDocument's.
const TEXTS: &[&str] = &["word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "content.xml"];

/// Iterates over the members.
pub(super) struct Members {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    measure: Measure,
    /// The members that are read, where not all are.
    only: Option<Vec<usize>>,
    next: usize,
}

impl Members {
    /// # Errors
    /// A finding when it is no zip archive, is cut short, too large, or a document that neither has sources nor cites any.
    pub(super) fn open(bytes: Box<dyn BufRead + Send>, measure: Measure) -> Result<Self, Finding> {
        let mut whole = Vec::new();
        bytes
            .take(LARGEST + 1)
            .read_to_end(&mut whole)
            .map_err(|error| Finding::skipped(format!("the zip archive could not be read to its end: {error}")))?;
        if whole.len() as u64 > LARGEST {
            return Err(Finding::skipped("this zip archive is larger than 256 MiB; unpack it and read the folder"));
        }
        let archive = ZipArchive::new(Cursor::new(whole))
            .map_err(|error| Finding::skipped(format!("this zip archive cannot be opened; its end may be missing: {error}")))?;
        let has = |wanted: &str| archive.file_names().any(|name| name.is_ok_and(|name| name == wanted));
        let is_document = has("[Content_Types].xml") || (has("mimetype") && has("content.xml"));
        let mut members = Self { archive, measure, only: None, next: 0 };
        if is_document {
            let sources = members.sources();
            if sources.is_empty() {
                let sentence = "this is a Word, Excel, PowerPoint or OpenDocument file without sources and without citations of Zotero, Mendeley or EndNote; save it as text, a table as CSV";
                return Err(Finding::skipped(sentence));
            }
            members.only = Some(sources);
        }
        Ok(members)
    }

    /// Where a document has the sources that Word cites by, among the parts that belong to it only, and the works that other
    /// programs cite.
    fn sources(&mut self) -> Vec<usize> {
        let belongs = |name: &str| name.starts_with("customXml/item") && name.ends_with(".xml") && !name.contains("Props");
        let marks = |name: &str| -> &[&[u8]] {
            if belongs(name) {
                &[BIBLIOGRAPHY]
            } else if TEXTS.contains(&name) {
                word::MARKS
            } else {
                &[]
            }
        };
        let marks: Vec<_> = self.archive.file_names().map(|name| name.map_or_else(|_| Vec::new(), |name| marks(&name).to_vec())).collect();
        let parts = marks.into_iter().enumerate().filter(|(_, marks)| !marks.is_empty()).take(MOST_PARTS);
        parts
            .filter(|(at, marks)| self.unpack(*at).is_ok_and(|bytes| marks.iter().any(|mark| memchr::memmem::find(&bytes, mark).is_some())))
            .map(|(at, _)| at)
            .collect()
    }

    /// What is known of a member before it is unpacked: its name, with a finding where that had to be guessed. Nothing for
    /// folders and links.
    fn name(&mut self, at: usize) -> Option<Result<(String, Vec<Finding>), Finding>> {
        let member = match self.archive.by_index_raw(at) {
            Ok(member) => member,
            Err(error) => return Some(Err(Finding::skipped(format!("member {} of the zip archive cannot be read: {error}", at + 1)))),
        };
        if !member.is_file() {
            return None;
        }
        let (name, findings) = name_of(member.name_raw());
        let refused = if member.encrypted() {
            Some("it is encrypted; unpack the archive with its password and read the folder")
        } else if member.size() > LARGEST {
            Some("it is larger than 256 MiB; unpack the archive and read the folder")
        } else {
            None
        };
        Some(match refused {
            Some(why) => Err(Finding::skipped(why).within(&name)),
            None => Ok((name, findings)),
        })
    }

    fn unpack(&mut self, at: usize) -> Result<Vec<u8>, String> {
        let member = self.archive.by_index(at).map_err(|error| error.to_string())?;
        let mut bytes = Vec::new();
        self.measure.given(member.take(LARGEST + 1)).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
        // The size that the list of members says is not to be relied on.
        if bytes.len() as u64 > LARGEST { Err("it is larger than 256 MiB".to_owned()) } else { Ok(bytes) }
    }
}

/// A name by its bytes. Windows writes names in the encoding of the country, and no archive says which: of those in use for
/// journal records it is nearly always GBK.
fn name_of(bytes: &[u8]) -> (String, Vec<Finding>) {
    if let Ok(name) = std::str::from_utf8(bytes) {
        return (name.to_owned(), Vec::new());
    }
    let (name, damaged) = GB18030.decode_without_bom_handling(bytes);
    let finding = Finding::kept(if damaged {
        "the name of this file is in an encoding that is not known"
    } else {
        "the name of this file is not UTF-8 and was read as GBK"
    });
    (name.into_owned(), vec![finding])
}

impl Iterator for Members {
    type Item = Result<Member, Finding>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.next < self.archive.len() {
            let at = self.next;
            self.next += 1;
            if self.only.as_ref().is_some_and(|only| !only.contains(&at)) {
                continue;
            }
            match self.name(at) {
                None => {}
                Some(Err(finding)) => return Some(Err(finding)),
                Some(Ok((name, findings))) => {
                    return Some(match self.unpack(at) {
                        Ok(bytes) => Ok(Member { name, bytes: Box::new(Cursor::new(bytes)), findings }),
                        Err(why) => Err(Finding::skipped(format!("it cannot be unpacked: {why}")).within(&name)),
                    });
                }
            }
        }
        None
    }
}
