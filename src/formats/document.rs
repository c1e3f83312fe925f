//! A whole file in memory: decoded text and what is known of where it came from.

use std::io::Read;

use sha2::{Digest, Sha256};

use super::{Finding, Reading, Readings, Source, encoding};
use crate::record::{Article, Provenance};

/// The largest file that is read whole, in bytes.
pub const LARGEST: u64 = 64 << 20;

/// A decoded file.
pub struct Document {
    pub text: String,
    pub name: Option<String>,
    pub encoding: String,
    /// `sha256:` and the digest of the bytes.
    pub digest: String,
    pub findings: Vec<Finding>,
}

impl Document {
    /// Reads a source to its end.
    ///
    /// # Errors
    /// A finding when it cannot be read, is larger than [`LARGEST`] or is to be read in an encoding that does not exist.
    pub fn load(source: Source) -> Result<Self, Finding> {
        let mut bytes = Vec::new();
        source
            .bytes
            .take(LARGEST + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Finding::skipped(format!("the file could not be read to its end: {error}")))?;
        if bytes.len() as u64 > LARGEST {
            return Err(Finding::skipped("the file is larger than 64 MiB, which no page is; JSON Lines has no such limit"));
        }
        Self::of_bytes(bytes, source.name, source.encoding.as_deref())
    }

    /// The document that these bytes are.
    ///
    /// # Errors
    /// A finding when it is to be read in an encoding that does not exist.
    pub fn of_bytes(bytes: Vec<u8>, name: Option<String>, label: Option<&str>) -> Result<Self, Finding> {
        let digits = |byte: u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(u32::from(digit), 16).unwrap_or_default());
        let digest = "sha256:".chars().chain(Sha256::digest(&bytes).iter().flat_map(|byte| digits(*byte))).collect();
        let decoded = encoding::decode_owned(bytes, label)?;
        Ok(Self { text: decoded.text, name, encoding: decoded.encoding, digest, findings: decoded.findings })
    }

    /// The provenance of a record of this file.
    pub fn provenance(&self, src: &str) -> Provenance {
        Provenance {
            src: src.to_owned(),
            file: Some(self.digest.clone()),
            name: self.name.clone(),
            enc: Some(self.encoding.clone()),
            ..Provenance::default()
        }
    }
}

/// What a page yielded: records, each with its findings.
pub type Yield = Vec<(Article, Vec<Finding>)>;

/// The same, made one by one as they are asked for: lists in pages have hundreds of thousands. A finding among them is the page's.
pub type Works = Box<dyn Iterator<Item = Result<(Article, Vec<Finding>), Finding>> + Send>;

/// Works that are read already.
pub fn all_read(works: Yield) -> Works {
    Box::new(works.into_iter().map(Ok))
}

/// Loads a source and reads it as pages are read: whole.
pub fn read_whole(source: Source, read: fn(&Document) -> Result<Yield, Finding>) -> Readings {
    readings(source, |document| read(document).map(all_read))
}

/// The same for what makes its records one by one.
pub fn read_each(source: Source, read: fn(&Document) -> Result<Works, Finding>) -> Readings {
    readings(source, read)
}

fn readings(source: Source, read: impl Fn(&Document) -> Result<Works, Finding>) -> Readings {
    let mut document = match Document::load(source) {
        Ok(document) => document,
        Err(finding) => return Box::new(std::iter::once(Err(finding))),
    };
    let of_file = std::mem::take(&mut document.findings);
    let works = read(&document).unwrap_or_else(|finding| Box::new(std::iter::once(Err(finding))));
    drop(document);
    let at_last: Vec<Reading> = of_file.iter().cloned().map(Err).collect();
    let each = works.flat_map(move |work| match work {
        Err(finding) => vec![Err(finding)],
        Ok((mut article, findings)) => {
            if let Some(prov) = article.prov.first_mut() {
                prov.warn.extend(of_file.iter().chain(&findings).map(ToString::to_string));
            }
            std::iter::once(Ok(Box::new(article))).chain(findings.into_iter().map(Err)).collect()
        }
    });
    Box::new(each.chain(at_last))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    static MADE: AtomicUsize = AtomicUsize::new(0);

    #[test]
    fn works_of_a_page_are_made_as_they_are_asked_for() {
        let source = Source { bytes: Box::new(&b"page"[..]), name: None, encoding: None };
        let works = (0..1000).map(|_| {
            MADE.fetch_add(1, Ordering::Relaxed);
            Ok((Article::default(), Vec::new()))
        });
        let mut readings = readings(source, |_| Ok(Box::new(works.clone())));
        assert!(readings.by_ref().take(3).all(|reading| reading.is_ok()));
        assert!(MADE.load(Ordering::Relaxed) <= 4);
        assert_eq!(readings.count(), 997);
    }
}
