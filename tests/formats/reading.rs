//! Bytes read as the program reads them: what the tests of formats have in common.

use std::io::Cursor;

use qikan::formats::{self, Finding, Source};
use qikan::record::Article;

/// The format, the records and the findings, each in their order.
pub type AllRead = (&'static str, Vec<Article>, Vec<Finding>);

/// Reads a file named `x` by its content, or as the format that is wanted; `refused` with the reason where no format takes it.
pub fn read_as(bytes: &[u8], wanted: Option<&str>) -> AllRead {
    let source = Source { bytes: Box::new(Cursor::new(bytes.to_vec())), name: Some("x".to_owned()), encoding: None };
    let (format, readings) = match formats::read(source, wanted) {
        Ok(read) => read,
        Err(finding) => return ("refused", Vec::new(), vec![finding]),
    };
    let (mut records, mut findings) = (Vec::new(), Vec::new());
    for reading in readings {
        match reading {
            Ok(article) => records.push(*article),
            Err(finding) => findings.push(finding),
        }
    }
    (format.name, records, findings)
}
