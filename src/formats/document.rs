//! A whole file in memory: decoded text and what is known of where it came from.

use std::io::Read;

use sha2::{Digest, Sha256};

use super::{Finding, Readings, Source, encoding};
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

/// Loads a source and reads it as pages are read: whole.
pub fn read_whole(source: Source, read: fn(&Document) -> Result<Yield, Finding>) -> Readings {
    let mut readings = Vec::new();
    match Document::load(source) {
        Err(finding) => readings.push(Err(finding)),
        Ok(mut document) => {
            let of_file = std::mem::take(&mut document.findings);
            match read(&document) {
                Err(finding) => readings.push(Err(finding)),
                Ok(records) => {
                    for (mut article, findings) in records {
                        if let Some(prov) = article.prov.first_mut() {
                            prov.warn.extend(of_file.iter().chain(&findings).map(ToString::to_string));
                        }
                        readings.push(Ok(Box::new(article)));
                        readings.extend(findings.into_iter().map(Err));
                    }
                }
            }
            readings.extend(of_file.into_iter().map(Err));
        }
    }
    Box::new(readings.into_iter())
}
