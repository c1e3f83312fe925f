//! How many bytes of each format are read in a second, and how many records are cited after GB/T 7714: over made records,
//! written by qikan itself where it writes the format, and small files of the others over and over.

#![expect(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    dead_code,
    reason = "a bench that cannot go on has nothing to say, and does not use all that benches share"
)]

mod made;

use std::hint::black_box;
use std::io::Cursor;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use made::record;
use qikan::formats::cite::{self, Edition, System};
use qikan::formats::{self, Format, Source};
use qikan::record::Article;

/// Records in each file.
const MANY: u64 = 500;

/// Formats that are only read: a record of each, and what stands around many of them.
const READ_ONLY: [(&str, &str, &str, &str); 3] = [
    ("jats", "<articles>", JATS, "</articles>"),
    ("pubmed-xml", "<PubmedArticleSet>", PUBMED, "</PubmedArticleSet>"),
    ("medline", "", MEDLINE, ""),
];

const JATS: &str = r#"<article article-type="research-article" xml:lang="en"><front><journal-meta><journal-title-group><journal-title>Journal of Cards</journal-title></journal-title-group><issn>1000-0001</issn></journal-meta><article-meta><article-id pub-id-type="doi">10.9999/cards</article-id><title-group><article-title>Colours of <italic>Ficus</italic> cards</article-title></title-group><contrib-group><contrib contrib-type="author"><name><surname>Doe</surname><given-names>Ann</given-names></name></contrib></contrib-group><pub-date><year>2021</year></pub-date><volume>7</volume><fpage>5</fpage><lpage>14</lpage><abstract><p>Cards are red, and some of them are blue &amp; green; we looked at all of them for a year and saw no other.</p></abstract></article-meta></front><body><sec><title>Introduction</title><p>Cards were seen before <xref ref-type="bibr" rid="b1">[1]</xref>, and their colours are known to fade where the sun comes in. Nobody counted them.</p><p>We count them here, by colour and by shelf, and compare what we see with what was written in the catalogue.</p></sec></body><back><ref-list><ref id="b1"><label>1</label><element-citation publication-type="journal"><person-group><name><surname>Roe</surname><given-names>B</given-names></name></person-group><article-title>On cards</article-title><source>J Cards</source><year>1990</year><volume>3</volume><fpage>1</fpage></element-citation></ref></ref-list></back></article>
"#;

const PUBMED: &str = "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><Journal><ISSN>1000-0001</ISSN><JournalIssue><Volume>7</Volume><PubDate><Year>2021</Year></PubDate></JournalIssue><Title>Journal of Cards</Title></Journal><ArticleTitle>Colours of cards</ArticleTitle><Pagination><MedlinePgn>5-14</MedlinePgn></Pagination><Abstract><AbstractText>Cards are red, and some of them are blue.</AbstractText></Abstract><AuthorList><Author><LastName>Doe</LastName><ForeName>Ann</ForeName></Author></AuthorList></Article></MedlineCitation></PubmedArticle>\n";

const MEDLINE: &str = "PMID- 1\nTI  - Colours of cards\nAB  - Cards are red, and some of them are blue.\nFAU - Doe, Ann\nAU  - Doe A\nJT  - Journal of Cards\nDP  - 2021 May\nVI  - 7\nPG  - 5-14\n\n";

fn records() -> Vec<Article> {
    (0..MANY).map(|n| record(n, MANY)).collect()
}

/// A file of many records in a format.
fn file(format: &Format, records: &[Article]) -> Option<Vec<u8>> {
    if let Some(write) = format.write {
        let mut bytes = Vec::new();
        write(&mut bytes, &mut records.iter().cloned()).unwrap();
        return Some(bytes);
    }
    let (_, head, one, foot) = READ_ONLY.iter().find(|(name, ..)| *name == format.name)?;
    Some([*head, &one.repeat(usize::try_from(MANY).unwrap()), *foot].concat().into_bytes())
}

fn readers(c: &mut Criterion) {
    let records = records();
    let mut group = c.benchmark_group("read");
    for format in formats::FORMATS {
        let Some(read) = format.read else { continue };
        let Some(bytes) = file(format, &records) else { continue };
        let all = |bytes: &[u8]| {
            let source = Source { bytes: Box::new(Cursor::new(bytes.to_vec())), name: None, encoding: None };
            read(source).flatten().count()
        };
        assert_eq!(all(&bytes), records.len(), "{}", format.name);
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(format.name), &bytes, |b, bytes| b.iter(|| all(black_box(bytes))));
    }
    group.finish();
}

fn citations(c: &mut Criterion) {
    let records = records();
    let mut group = c.benchmark_group("cite");
    group.throughput(Throughput::Elements(MANY));
    for (name, system) in [("numeric", System::Numeric), ("author-date", System::AuthorDate)] {
        group.bench_function(BenchmarkId::new("GB/T 7714", name), |b| {
            b.iter(|| cite::gbt7714(black_box(&records), Edition::Of2015, system, None).len());
        });
    }
    group.finish();
}

criterion_group!(benches, readers, citations);
criterion_main!(benches);
