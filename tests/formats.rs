//! Small files, one trouble each, read by their content alone.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

#[path = "formats/reading.rs"]
mod reading;

use std::fs;
use std::io::{self, BufRead, Cursor, Read};

use proptest::prelude::*;
use qikan::formats::{self, FORMATS, Source};
use qikan::record::{Article, ArticleKind, Language};
use reading::{AllRead, read_as};

fn read(bytes: &[u8]) -> AllRead {
    read_as(bytes, None)
}

fn refused(bytes: &[u8]) -> String {
    let (_, records, findings) = read(bytes);
    assert!(records.is_empty(), "{records:?}");
    findings.first().unwrap().sentence.clone()
}

fn names(article: &Article, lang: &Language) -> Vec<String> {
    article.authors.iter().filter_map(|one| one.name.get(lang).cloned()).collect()
}

#[test]
fn a_chinese_dump() {
    let (format, records, findings) = read(include_bytes!("formats/magtech-text/chinese.txt"));
    assert_eq!(format, "magtech-text");
    let article = &records[0];
    assert_eq!(article.journal.title.get(&Language::Zh).unwrap(), "北方治理学报");
    assert_eq!((article.year, article.volume.as_deref(), article.issue.as_deref()), (Some(2021), Some("7"), Some("S1")));
    assert_eq!(article.pages.ranges.len(), 2);
    assert_eq!(article.ids.doi.as_ref().unwrap().as_str(), "10.1000/bfzl.2021.s1.002");
    assert_eq!(names(article, &Language::Zh), ["欧阳静怡", "余 涛"]);
    assert_eq!((article.authors[0].aff.as_slice(), article.authors[0].corresponding), ([0, 1].as_slice(), true));
    assert_eq!(article.affiliations[1].text.get(&Language::Zh).unwrap(), "河口市图书馆, 河口 257200");
    assert_eq!(article.dates.online.unwrap().to_string(), "2021-03-20");
    let sections = article.abstracts.get(&Language::Zh).unwrap();
    assert_eq!(sections.iter().filter_map(|s| s.head.as_deref()).collect::<Vec<_>>(), ["目的", "方法", "结果"]);
    assert_eq!(sections[1].text, "查阅旧簿册。又访问了馆员。");
    assert_eq!(article.keywords.get(&Language::Zh).unwrap().last().unwrap(), "R&amp;D");
    assert_eq!(article.subjects.len(), 2);
    assert_eq!(article.funding[0].awards, ["2019ABC001"]);
    assert_eq!(article.refs.as_ref().unwrap()[0].raw, "甲某. 借书证的历史[J]. 北方治理学报, 2019, 5(2): 1-9.");
    assert_eq!((article.refs.as_ref().unwrap().len(), article.related.as_ref().unwrap().len()), (2, 1));
    assert_eq!((article.metrics.viewed_full, article.metrics.viewed_abstract, article.metrics.cited), (Some(1204), Some(88), None));
    assert_eq!(findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [Some(20)]);
    assert_eq!(article.raw["magtech-text"][0][1], "此行无人能懂");
}

#[test]
fn a_lone_list_of_the_own_journal_is_the_related_one() {
    let (_, records, findings) = read(include_bytes!("formats/magtech-text/related-only.txt"));
    let article = &records[0];
    assert_eq!(findings, []);
    assert_eq!((article.refs.is_none(), article.related.as_ref().unwrap().len()), (true, 2));
    assert_eq!(names(article, &Language::En), ["Isak Gunur", "LI Wei"]);
    assert_eq!(article.title.get(&Language::En).unwrap(), "A title with p &lt; 0.05");
    assert_eq!(article.pages.article_number.as_deref(), Some("e0123"));
    assert_eq!(article.authors[0].aff, [0]);
}

#[test]
fn a_page_with_wrong_meta_tags() {
    let (format, records, findings) = read(include_bytes!("formats/magtech-html/tabs.html"));
    assert_eq!(format, "magtech-html");
    let article = &records[0];
    assert_eq!(article.prov[0].src, "magtech-html/G2");
    assert_eq!(article.title.get(&Language::Zh).unwrap(), "河口湿地<i>Phragmites</i>的分布");
    assert_eq!((article.volume.as_deref(), article.pages.raw.as_str()), (Some("14"), "21-28"));
    assert_eq!(
        (names(article, &Language::Zh), names(article, &Language::En)),
        (vec!["李某".into(), "王某某".into()], vec!["LI Mou".into(), "WANG Moumou".into()])
    );
    assert_eq!(article.authors[1].aff, [1]);
    assert_eq!(article.keywords.get(&Language::Zh).unwrap(), &["湿地", "Ca<sup>2+</sup>"]);
    assert_eq!(article.subjects.iter().map(|s| s.code.as_str()).collect::<Vec<_>>(), ["Q948.1", "S718.5"]);
    let refs = article.refs.as_ref().unwrap();
    assert_eq!(refs.len(), 2);
    assert!(refs[0].raw.ends_with("Some J., 2001, 1(1): 1-2."));
    assert_eq!(refs[1].raw, "R&D <2>[M].");
    assert!(findings.iter().any(|finding| finding.field.as_deref() == Some("pages")));
    assert!(article.related.is_none());
}

#[test]
fn a_list_of_a_newer_skin() {
    let (format, records, _) = read(include_bytes!("formats/magtech-toc/list.html"));
    assert_eq!((format, records.len()), ("magtech-toc", 2));
    assert_eq!(records[0].kind, ArticleKind::Frontmatter);
    let article = &records[1];
    assert_eq!(article.pages.raw, "1-12");
    assert_eq!((article.volume.as_deref(), article.issue.as_deref()), (Some("16"), Some("3")));
    assert_eq!(names(article, &Language::Zh), ["李某", "王某某"]);
    assert_eq!(article.ids.site.as_ref().unwrap().id, "8");
    assert_eq!(article.heading.get(&Language::Zh).unwrap(), "综述");
}

#[test]
fn any_publishers_page() {
    let (format, records, _) = read(include_bytes!("formats/html-meta/highwire.html"));
    assert_eq!(format, "html-meta");
    let article = &records[0];
    assert_eq!(article.title.get(&Language::En).unwrap(), "Reeds &amp; rushes");
    assert_eq!(names(article, &Language::En), ["Jones, Ann B.", "Bo Li"]);
    assert_eq!(article.authors[0].family.get(&Language::En).unwrap(), "Jones");
    assert_eq!(article.authors[0].aff, [0]);
    assert_eq!((article.pages.raw.as_str(), article.year), ("S12-S15", Some(2020)));
    assert_eq!((article.volume.as_deref(), article.issue.as_deref()), (Some("9"), Some("2")));
}

#[test]
fn what_is_no_record_is_refused_with_a_sentence() {
    for (bytes, word) in [
        (&b"\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\x03junkjunk"[..], "gzip"),
        (b"PK\x03\x04\x14\x00\x00\x00\x08\x00aaaaaaaa", "zip"),
        (b"%PDF-1.7\n1 0 obj", "PDF"),
        (b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0", "program"),
        (b"", "empty"),
        (b" \n\n", "empty"),
        (include_bytes!("formats/refused/wait.html"), "please wait"),
        (b"just some words", "none of the"),
    ] {
        let sentence = refused(bytes);
        assert!(sentence.contains(word), "{word}: {sentence}");
    }
}

#[test]
fn the_table_names_each_format_once() {
    for format in FORMATS {
        assert_eq!(FORMATS.iter().filter(|other| other.name == format.name).count(), 1, "{}", format.name);
    }
    let source = Source { bytes: Box::new(Cursor::new(b"x".to_vec())), name: None, encoding: None };
    match formats::read(source, Some("jsnl")) {
        Err(finding) => assert!(finding.sentence.contains("Did you mean \"jsonl\"?"), "{finding}"),
        Ok(_) => panic!("a format that does not exist was found"),
    }
}

#[test]
fn deep_nesting_is_read_flat() {
    for (open, tail) in [("<div>", ""), ("<ul><li>", ""), ("<table><tr><td>", ""), ("<font color=1>", "</font>"), ("<p><b>", "</i>")] {
        let page = format!("<meta name=citation_title content='T'>{}deep{}", open.repeat(100_000), tail.repeat(100_000));
        let (format, records, _) = read(page.as_bytes());
        assert_eq!((format, records.len()), ("html-meta", 1), "{open}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn arbitrary_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        read(&bytes);
    }

    #[test]
    fn arbitrary_pages_are_read_or_refused(words in prop::collection::vec(0..WORDS.len(), 0..60), noise in ".{0,20}") {
        let page: String = words.iter().map(|at| WORDS[*at]).chain([noise.as_str()]).collect();
        for format in FORMATS {
            if let Some(read) = format.read {
                let source = Source { bytes: Box::new(Cursor::new(page.clone().into_bytes())), name: None, encoding: None };
                read(source).for_each(drop);
            }
        }
    }
}

/// Pieces that mean something to a reader.
const WORDS: &[&str] = &[
    "<table>",
    "</table>",
    "<td class=J_author_cn>",
    "</td>",
    "<span class=J_biaoti>",
    "<sup>",
    "</sup>",
    "1,2*",
    "[1]",
    "[2]",
    "››",
    "2024, Vol. 60",
    "Issue (3): 46-58.",
    "摘要：",
    "Abstract:",
    "Key words",
    "关键词",
    "CLC Number:",
    "D630;F49",
    "\n",
    "\n\n",
    "目的：",
    "【方法】",
    "Received:2020-01-01",
    "window.metaData={",
    "\"article\":{",
    "}",
    "\"",
    "\\",
    "<meta name=citation_author content='",
    "'>",
    "Hu, Y",
    ";",
    "<input name=pid value=3>",
    "<b>",
    "&nbsp",
    "&#x110000;",
    "{",
    "[",
    "]",
    ",",
    "\"title\":",
    "1e999",
    "<ul></ul>",
    "<!--",
    "--",
    "<",
    ">",
    "/",
    "‹",
    "Viewed",
    "Cited 3",
    "•",
    " ",
    "\u{0}",
    "<article xml:lang=\"zh\">",
    "<front><article-meta>",
    "</article>",
    "<article-title>",
    "<contrib-group><contrib><name><surname>",
    "<xref ref-type=\"bibr\" rid=\"r1\">",
    "<ref id=\"r1\"><mixed-citation>",
    "<element-citation>",
    "<body>",
    "<sec><title>",
    "<p>",
    "</p>",
    "<table-wrap>",
    "<table><tr><td rowspan=\"3\" colspan=\"2\">",
    "<mml:math><mml:msubsup>",
    "<tex-math>\\frac{",
    "<![CDATA[",
    "]]>",
    "<record><header/><metadata>",
    "<PubmedArticle><Article>",
    "<mods><titleInfo>",
    "<doi_record><journal_article>",
    "&alpha;",
    "&nosuch;",
    "/>",
    "<!DOCTYPE article [<!ENTITY a \"&a;\">]>",
];

#[test]
fn what_a_page_labels_and_no_member_takes_is_kept_with_its_line() {
    let page = "<html><head><meta name=\"citation_title\" content=\"借书证的颜色\"><meta name=\"citation_journal_title\" content=\"北方治理学报\"></head>\n\
                <body><table width=1002><tr><td><span class=\"J_biaoti\">借书证的颜色</span></td></tr>\n\
                <tr><td><span class=\"J_zhaiyao\">目的: 看看借书证的颜色与读者的年龄是否有关，以便下次印制。方法: 在三个分馆各数一百张，记下颜色与年龄。</span></td></tr>\n\
                <tr><td>文献标识码: A</td></tr>\n<tr><td>借阅方式: 凭证</td></tr></table></body></html>";
    let (format, records, findings) = read(page.as_bytes());
    assert_eq!(format, "magtech-html");
    let kept: Vec<&str> = records[0].raw["magtech-html"].as_array().unwrap().iter().filter_map(|line| line.as_str()).collect();
    assert_eq!(kept, ["文献标识码: A", "借阅方式: 凭证"]);
    assert_eq!(findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [Some(4), Some(5)]);
}

/// Bytes that fail behind their end: for ever, as a file does on a disk that is dying, or once, and then they are at their end.
struct Failing {
    bytes: Cursor<Vec<u8>>,
    once: bool,
    failed: usize,
}

impl Read for Failing {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Failing {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.bytes.fill_buf()?.is_empty() {
            self.failed += 1;
            assert!(self.failed < 1000, "the reader asks for ever");
            return if self.once && self.failed > 1 { Ok(&[]) } else { Err(io::Error::other("the disk is dead")) };
        }
        self.bytes.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.bytes.consume(amount);
    }
}

/// Something of each format, from its own small files.
fn piece_of(name: &str) -> Vec<u8> {
    let folder = if name == "biblatex" { "bibtex" } else { name };
    let file = fs::read_dir(format!("tests/formats/{folder}")).ok().and_then(|mut files| files.next());
    let own = file.map(|file| fs::read(file.unwrap().path()).unwrap());
    own.unwrap_or_else(|| b"{\"title\":{\"en\":\"A\"}}\n".repeat(3))
}

#[test]
fn a_source_that_fails_is_read_to_an_end_and_told_once() {
    // Formats whose records are read one by one: those before the error are not lost.
    let streamed = ["jsonl", "crossref", "bibtex", "ris", "refer", "noteexpress", "refworks", "wos", "medline"];
    for format in FORMATS.iter().filter(|format| !["gz", "zst", "zip", "tar"].contains(&format.name)) {
        let Some(read) = format.read else { continue };
        let piece = piece_of(format.name);
        let (half, large) = (&piece[..piece.len() / 2], piece.repeat(1 + (70 << 10) / piece.len()));
        // In the middle, behind the last byte, far behind the head, and at once.
        for (bytes, once) in [half, &piece, &large, &[&large, half].concat(), &[]].into_iter().flat_map(|one| [(one, false), (one, true)]) {
            let name = format!("{} of {} bytes", format.name, bytes.len());
            let source = || {
                let bytes = Box::new(Failing { bytes: Cursor::new(bytes.to_vec()), once, failed: 0 });
                Source { bytes, name: None, encoding: None }
            };
            let check = |readings: formats::Readings| {
                let (mut records, mut told, mut all) = (0, 0, 0);
                for reading in readings.take(50_000) {
                    all += 1;
                    match reading {
                        Ok(_) => records += 1,
                        Err(finding) => told += usize::from(finding.sentence.contains("the disk is dead")),
                    }
                }
                assert!(all < 50_000, "{name}: it never ends");
                assert_eq!(told, 1, "{name}");
                assert!(records > 0 || bytes.len() < piece.len() || !streamed.contains(&format.name), "{name}: nothing was read");
            };
            // A reader that is asked by itself may look at the head first; `formats::read` has done so.
            if !once {
                check(read(source()));
            }
            match formats::read(source(), Some(format.name)) {
                Ok((_, readings)) => check(readings),
                Err(finding) => assert!(bytes.is_empty() && finding.sentence.contains("the disk is dead"), "{finding}"),
            }
        }
    }
}

#[test]
fn a_record_of_our_own_is_known_whatever_it_keeps() {
    let kept =
        r#"{"v":1,"type":"article","title":{"en":"Reeds"},"raw":{"csl-json:as-written":{"type":"article-journal","container-title":"J"}}}"#;
    for (text, name) in [(format!("{kept}\n{kept}\n"), "jsonl"), (format!("[\n{kept}\n]"), "qikan-json"), (kept.to_owned(), "qikan-json")] {
        let (format, records, findings) = read(text.as_bytes());
        assert_eq!((format, findings), (name, Vec::new()), "{text}");
        assert_eq!(records[0].title.get(&Language::En).unwrap(), "Reeds");
    }
}
