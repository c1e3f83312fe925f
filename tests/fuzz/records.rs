//! Bytes into records, and these through all that is made of a record: other formats and back, references, a page.
#![no_main]

mod reader;

use libfuzzer_sys::fuzz_target;
use qikan::formats::cite::{self, Edition, System};
use qikan::formats::{FORMATS, printable};
use qikan::reader::page::{self, PageOptions};
use qikan::record::Article;
use qikan::terminal::painter::hostile;
use reader::{read, read_as};

/// Cells of a line.
const WIDTH: usize = 40;

/// Records of one input that are looked at.
const MOST: usize = 4;

fuzz_target!(|bytes: &[u8]| {
    let mut records = read(bytes).1;
    records.truncate(MOST);
    for format in FORMATS {
        let Some(write) = format.write else { continue };
        let mut out = Vec::new();
        write(&mut out, &mut records.iter().cloned()).unwrap();
        if format.read.is_some() {
            let back = read_as(&out, Some(format.name)).1;
            assert_eq!(back.len(), records.len(), "{} gives back another number of records", format.name);
        }
    }
    for edition in [Edition::Of2015, Edition::Of2025] {
        for system in [System::Numeric, System::AuthorDate] {
            cite::gbt7714(&records, edition, system, None).iter().for_each(|entry| assert_harmless(&entry.to_string()));
        }
    }
    records.iter().for_each(shown);
});

fn shown(article: &Article) {
    assert_harmless(&printable::json(article));
    let options = PageOptions { width: WIDTH, ..PageOptions::default() };
    let rows = [page::reference_rows(article, &[], &options), page::related_rows(article, &[], &options)].concat();
    for line in page::article_page(article, &options).lines.iter().chain(rows.iter().flat_map(|row| &row.lines)) {
        assert_harmless(&page::line_text(line));
        assert!(line.width(options.measure) <= WIDTH, "wider than the page: {:?}", page::line_text(line));
    }
}

fn assert_harmless(shown: &str) {
    assert!(!shown.contains(hostile), "this reaches the terminal: {shown:?}");
}
