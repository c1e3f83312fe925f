//! Members of a zip archive, which is held in memory because its list of members stands at its end.

use std::io::{BufRead, Cursor, Read};

use encoding_rs::GB18030;
use zip::ZipArchive;

use super::super::Finding;
use super::{Measure, Member};

/// The largest archive, and the largest member, in bytes.
const LARGEST: u64 = 256 << 20;

/// What tells the sources of a Word document (ECMA-376 part 1, 22.6), and how many of its parts are asked for it.
const BIBLIOGRAPHY: &[u8] = b"officeDocument/2006/bibliography";
const MOST_PARTS: usize = 64;

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
    /// A finding when it is no zip archive, is cut short, too large, or a Word or Excel file without sources.
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
        let is_office = archive.file_names().any(|name| name.is_ok_and(|name| name == "[Content_Types].xml"));
        let mut members = Self { archive, measure, only: None, next: 0 };
        if is_office {
            let sources = members.sources();
            if sources.is_empty() {
                return Err(Finding::skipped("this is a Word, Excel or PowerPoint file without a list of sources; save it as text"));
            }
            members.only = Some(sources);
        }
        Ok(members)
    }

    /// Where a document has the sources that Word cites by: among the parts that belong to it only.
    fn sources(&mut self) -> Vec<usize> {
        let is_part = |name: &str| name.starts_with("customXml/item") && name.ends_with(".xml") && !name.contains("Props");
        let names = self.archive.file_names().map(|name| name.is_ok_and(|name| is_part(&name))).collect::<Vec<_>>();
        let parts = names.iter().enumerate().filter(|(_, is_part)| **is_part).map(|(at, _)| at).take(MOST_PARTS);
        parts.filter(|at| self.unpack(*at).is_ok_and(|bytes| memchr::memmem::find(&bytes, BIBLIOGRAPHY).is_some())).collect()
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
