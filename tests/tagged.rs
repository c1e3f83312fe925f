//! Small files of tagged lines, one trouble each.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[path = "formats/reading.rs"]
mod reading;

use proptest::prelude::*;
use qikan::formats;
use qikan::record::{Article, ArticleKind, Contributor, Language};
use reading::read_as;

const FORMATS: [&str; 9] = ["ris", "refer", "noteexpress", "refworks", "wos", "medline", "labelled", "ovid", "references"];

fn written(format: &str, records: &[Article]) -> String {
    let mut out = Vec::new();
    (formats::format(format).unwrap().write.unwrap())(&mut out, &mut records.iter().cloned()).unwrap();
    String::from_utf8(out).unwrap()
}

fn names(article: &Article) -> Vec<&str> {
    article.authors.iter().filter_map(|one| one.name.prefer(&article.lang)).map(String::as_str).collect()
}

fn role<'a>(article: &'a Article, role: &str) -> Option<&'a Contributor> {
    article.authors.iter().find(|one| one.role.as_deref() == Some(role))
}

/// Lines of text without blanks at their ends, in an order of their own.
fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.sort_unstable();
    lines
}

#[test]
fn ris_without_an_end_and_with_lines_without_a_tag() {
    let bytes = include_bytes!("formats/ris/missing-er.ris");
    let (format, records, findings) = read_as(bytes, None);
    assert_eq!((format, records.len()), ("ris", 2));
    let article = &records[0];
    assert_eq!(article.title.get(&Language::En).unwrap(), "On the growth of <i>Ficus</i>");
    assert_eq!(article.title.get(&Language::Zh).unwrap(), "榕树的生长");
    assert_eq!(names(article), ["Yefei Hu", "Frederick E. Bell, Jr.", "World Health Organization"]);
    assert_eq!(article.journal.title.get(&Language::En).unwrap(), "Journal of Trees");
    assert_eq!(article.journal.abbrev.get(&Language::En).unwrap(), "J Trees");
    assert_eq!(article.dates.published.unwrap().to_string(), "2019-05-03");
    assert_eq!((article.issue.as_deref(), article.pages.raw.as_str()), (Some("S1"), "5-14,2"));
    let text = &article.abstracts.get(&Language::En).unwrap()[0].text;
    assert_eq!(text, "A first line and a second, without a tag. And a third behind a blank one.");
    assert_eq!(article.keywords.get(&Language::En).unwrap(), &["trees", "growth"]);
    assert_eq!(article.ids.doi.as_ref().unwrap().as_str(), "10.1000/trees.1");
    assert_eq!(article.journal.issn, ["1234-5679"]);
    assert_eq!(article.raw["ris"][0][1], "Provider: an invented database");
    assert_eq!(article.raw["ris"][1], serde_json::json!(["ZZ", "a tag that nobody knows"]));
    assert_eq!(findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [Some(2)]);
    let part = &records[1];
    assert_eq!((part.kind.clone(), part.pages.raw.as_str()), (ArticleKind::Chapter, "11-20"));
    assert_eq!(role(part, "editor").unwrap().family.get(&Language::En).unwrap(), "Li");
}

#[test]
fn ris_is_written_with_every_line_that_it_had() {
    for bytes in [&include_bytes!("formats/ris/missing-er.ris")[..], include_bytes!("formats/ris/one-blank.ris")] {
        let text = String::from_utf8_lossy(bytes).replace(" - ", "  - ").replace("   - ", "  - ");
        let (_, records, _) = read_as(bytes, None);
        let again = written("ris", &records);
        // The end that was missing is added.
        let without_end =
            |text: &str| lines(text).iter().filter(|line| !line.starts_with("ER")).map(|line| (*line).to_owned()).collect::<Vec<_>>();
        assert_eq!(without_end(&again), without_end(&text));
        assert_eq!(written("ris", &read_as(again.as_bytes(), None).1), again);
    }
}

#[test]
fn what_was_changed_is_written_as_it_is_now() {
    let (_, mut records, _) = read_as(include_bytes!("formats/ris/missing-er.ris"), None);
    records[0].title.insert(Language::En, "Another title".to_owned());
    records[0].volume = Some("13".to_owned());
    let text = written("ris", &records);
    assert!(text.contains("T1  - Another title") || text.contains("TI  - Another title"), "{text}");
    assert!(!text.contains("Ficus") && text.contains("VL  - 13") && !text.contains("VL  - 12"));
    assert!(text.contains("PY  - 2019/05/03/") && text.contains("SP  - 5-14,2"), "the others stand as they stood");
}

#[test]
fn a_value_cannot_forge_a_line() {
    let mut article = Article::default();
    article.notes.push("one\nER  - \nTY  - BOOK\r\n%0 Book\n\n{Title}: x".to_owned());
    article.title.insert(Language::En, "x\nTY  - BOOK".to_owned());
    for format in ["ris", "refer", "noteexpress"] {
        let text = written(format, &[article.clone()]);
        assert_eq!(read_as(text.as_bytes(), Some(format)).1.len(), 1, "{text}");
    }
}

#[test]
fn ris_of_cnki_has_one_blank() {
    let (format, records, findings) = read_as(include_bytes!("formats/ris/one-blank.ris"), None);
    assert_eq!((format, records.len(), findings), ("ris", 2, Vec::new()));
    assert_eq!(names(&records[0]), ["胡业飞", "张怡梦"]);
    assert_eq!((records[0].lang.clone(), records[0].pages.raw.as_str()), (Language::Zh, "1-5"));
    assert_eq!((records[1].kind.clone(), records[1].pages.raw.as_str()), (ArticleKind::Thesis, ""), "120 is how many pages it has");
    assert_eq!(records[1].raw["ris"][0], serde_json::json!(["SP", "120"]));
}

#[test]
fn ris_with_longer_tags_comes_back_with_them() {
    let (_, records, _) = read_as(include_bytes!("odd/ris/long-tags.ris"), None);
    let text = written("ris", &records);
    for line in ["PMID  - 31000001", "DOI  - 10.5555/reeds.1", "SUBJ  - botany", "KW  - lakes", "XY  - unheard of", "PMID  - 31000002"] {
        assert!(text.lines().any(|written| written == line), "{line} in {text}");
    }
    assert_eq!(written("ris", &read_as(text.as_bytes(), None).1), text);
    let mut article = Article::default();
    article.notes.push("one\nPMID  - 31000003\nKW - two".to_owned());
    let (_, again, _) = read_as(written("ris", &[article]).as_bytes(), Some("ris"));
    assert_eq!((again[0].ids.pmid.clone(), again[0].keywords.is_empty()), (None, true));
}

#[test]
fn refworks_of_cnki() {
    let (format, records, findings) = read_as(include_bytes!("formats/refworks/cnki.txt"), None);
    assert_eq!((format, records.len(), findings), ("refworks", 2, Vec::new()));
    let article = &records[0];
    assert_eq!(names(article), ["胡业飞", "张怡梦"]);
    assert_eq!(article.affiliations.len(), 2);
    assert_eq!((article.volume.as_deref(), article.issue.as_deref()), (Some("12"), Some("03")));
    assert_eq!(article.pages.ranges.len(), 2);
    assert_eq!(article.keywords.get(&Language::Zh).unwrap(), &["借书证", "图书馆"]);
    assert_eq!(article.abstracts.get(&Language::Zh).unwrap()[0].text, "借书证是一种证。");
    assert_eq!(article.journal.cn.as_deref(), Some("45-1066/C"));
    let thesis = &records[1];
    assert_eq!((thesis.kind.clone(), names(thesis)), (ArticleKind::Thesis, vec!["李某", "王某"]));
    assert_eq!(role(thesis, "advisor").unwrap().family.get(&Language::Zh).unwrap(), "王");
    assert_eq!(thesis.imprint.genre.as_deref(), Some("博士"));
}

#[test]
fn refer_of_a_journal_site() {
    let bytes = include_bytes!("formats/refer/magtech.enw");
    let (format, records, findings) = read_as(bytes, None);
    assert_eq!((format, records.len(), findings), ("refer", 1, Vec::new()));
    let article = &records[0];
    assert_eq!(names(article), ["胡业飞", "张怡梦"]);
    assert_eq!(article.links[0].url, "http://journal.example.cn/CN/abstract/abstract8.shtml");
    assert_eq!(article.ids.doi.as_ref().unwrap().as_str(), "10.1000/bfzl.2019.03.005");
    assert_eq!(article.abstracts.get(&Language::Zh).unwrap()[0].text, "借书证是一种证，占 20 % A 类。");
    assert_eq!(article.keywords.get(&Language::Zh).unwrap().len(), 2, "a tag that the abstract runs into");
    assert_eq!(article.dates.published.unwrap().to_string(), "2019-05-17");
    let text = String::from_utf8_lossy(bytes).replace("。%K", "。\n%K");
    assert_eq!(lines(&written("refer", &records)), lines(&text));
}

#[test]
fn noteexpress_of_cnki() {
    let bytes = include_bytes!("formats/noteexpress/cnki.net");
    let (format, records, findings) = read_as(bytes, None);
    assert_eq!((format, records.len(), findings), ("noteexpress", 2, Vec::new()));
    let article = &records[0];
    assert_eq!(names(article), ["胡业飞", "张怡梦"]);
    assert_eq!(article.authors[1].name.get(&Language::En).unwrap(), "Zhang Yimeng");
    assert_eq!((article.title.len(), article.journal.title.len()), (2, 2));
    assert_eq!((article.journal.cn.as_deref(), article.journal.issn.len()), (Some("45-1066/C"), 1));
    assert_eq!(role(&records[1], "advisor").unwrap().name.get(&Language::Zh).unwrap(), "王某");
    let text = String::from_utf8_lossy(bytes).replace('：', ": ").replace("}:1", "}: 1");
    assert_eq!(lines(&written("noteexpress", &records)), lines(&text));
}

#[test]
fn web_of_science_with_people_addresses_and_cited_references() {
    let (format, records, findings) = read_as(include_bytes!("formats/wos/saved.ciw"), None);
    assert_eq!((format, records.len(), findings), ("wos", 1, Vec::new()));
    let article = &records[0];
    assert_eq!(article.title.get(&Language::En).unwrap(), "On the growth of figs");
    assert_eq!(names(article), ["Ye-Fei Hu", "Frederick E. Bell"]);
    assert_eq!((article.authors[0].aff.as_slice(), article.authors[1].aff.as_slice()), (&[0][..], &[0, 1][..]));
    assert_eq!(article.authors[0].orcid.as_deref(), Some("0000-0002-1825-0097"));
    assert!(article.authors[1].corresponding && !article.authors[0].corresponding);
    assert_eq!(article.authors[1].email.as_deref(), Some("f.bell@trees.example"));
    assert_eq!((article.funding.len(), article.funding[0].awards.len()), (2, 2));
    let refs = article.refs.as_ref().unwrap();
    assert_eq!((refs.len(), refs[0].parts[0].volume.as_deref()), (2, Some("12")));
    assert_eq!((article.metrics.cited, article.pages.article_number.as_deref()), (Some(7), Some("1234")));
    assert_eq!((article.year, article.dates.raw["published"].as_str()), (Some(2011), Some("SPR")));
}

#[test]
fn medline_with_what_belongs_to_each_author() {
    let (format, records, findings) = read_as(include_bytes!("formats/medline/two.nbib"), None);
    assert_eq!((format, records.len(), findings), ("medline", 2, Vec::new()));
    let article = &records[0];
    assert_eq!(article.title.get(&Language::En).unwrap(), "[On the growth of figs].");
    assert_eq!(article.title.get(&Language::Other("fr".into())).unwrap(), "Sur la croissance des figues");
    assert_eq!(names(article), ["Ye-Fei Hu", "Frederick E Bell", "Fig Group"]);
    assert_eq!((article.authors[0].aff.as_slice(), article.authors[1].aff.as_slice()), (&[0][..], &[1][..]));
    assert_eq!(article.authors[0].email.as_deref(), Some("hu@estuary.example"));
    assert_eq!(article.authors[0].orcid.as_deref(), Some("0000-0002-1825-0097"));
    assert_eq!((article.ids.pmid.as_deref(), article.ids.pmcid.as_deref()), (Some("12345678"), Some("PMC7654321")));
    assert_eq!(article.ids.doi.as_ref().unwrap().as_str(), "10.1000/figs");
    assert_eq!((article.kind.clone(), article.pages.last.as_deref()), (ArticleKind::Review, Some("129")));
    assert_eq!(article.dates.received.unwrap().to_string(), "2011-01-17");
    assert_eq!((article.subjects.len(), article.funding.len(), article.related.as_ref().unwrap().len()), (1, 1, 1));
}

#[test]
fn other_line_ends_and_encodings_give_the_same_records() {
    let text = String::from_utf8_lossy(include_bytes!("formats/refworks/cnki.txt")).into_owned();
    let wanted = read_as(text.as_bytes(), None).1;
    let (gb18030, _, _) = encoding_rs::GB18030.encode(&text);
    let utf16: Vec<u8> = format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [text.replace('\n', "\r").into_bytes(), text.replace('\n', "\r\n").into_bytes(), gb18030.into_owned(), utf16] {
        let found = read_as(&bytes, None).1;
        assert_eq!(found.len(), wanted.len());
        for (one, other) in found.iter().zip(&wanted) {
            assert_eq!((&one.title, &one.authors, &one.abstracts), (&other.title, &other.authors, &other.abstracts));
        }
    }
    // The two signs of one end of a line are one line: what is told is told of the same line.
    let text = format!("TY  - JOUR\nTI  - x\nER  - \n{}", include_str!("formats/ris/missing-er.ris").replace('\r', ""));
    for end in ["\n", "\r", "\r\n"] {
        let (_, records, findings) = read_as(text.replace('\n', end).as_bytes(), Some("ris"));
        assert_eq!((records.len(), findings.iter().map(|finding| finding.line).collect::<Vec<_>>()), (3, vec![Some(5)]), "{end:?}");
    }
}

#[test]
fn a_record_that_is_too_long_is_told_and_the_next_is_read() {
    let long = format!("TY  - JOUR\nAB  - {}\nER  - \nTY  - JOUR\nTI  - x\nER  - \n", "a ".repeat(9 << 20));
    let (_, records, findings) = read_as(long.as_bytes(), None);
    assert_eq!((records.len(), findings.len()), (1, 1));
}

proptest! {
    /// Whatever the bytes are, reading ends, and so does writing what was read.
    #[test]
    fn any_bytes_are_read_to_their_end(bytes in proptest::collection::vec(any::<u8>(), 0..600), format in 0..FORMATS.len()) {
        read_as(&bytes, Some(FORMATS[format]));
    }

    /// Lines of any tags and values come back from RIS as they were.
    #[test]
    fn ris_comes_back(
        pairs in proptest::collection::vec(
            ("(TI|T1|AU|A1|A2|PY|DA|Y1|SP|EP|JO|T2|JF|J2|KW|AB|N2|DO|UR|SN|LA|N1|M1|M3|AN|DB|ZZ|IS|VL|AD|TT)", "[a-zA-Z0-9,;:/.<>& 期刊-]{0,24}"), 0..12)
    ) {
        let mut text = String::from("TY  - JOUR\n");
        for (tag, value) in &pairs {
            text.push_str(&format!("{tag}  - {}\n", value.trim()));
        }
        text.push_str("ER  - \n");
        let (_, records, _) = read_as(text.as_bytes(), Some("ris"));
        prop_assert_eq!(records.len(), 1);
        let again = written("ris", &records);
        prop_assert_eq!(lines(&again), lines(&text));
    }
}

/// CNKI's exports: a standard's number in a field of the user's, bodies run together, an address with a page's escapes; of a
/// paper how many pages it has before which they are.
#[test]
fn numbers_bodies_addresses_and_pages_of_cnki() {
    let text = "RT Standard\nSR 1\nC1 GB/T 7714-2015\nT1 参考文献著录规则\nA1 北京大学信息管理系\nPB 质量监督检验检疫总局;国家标准化管理委员会\nFD 2015-05-15\n\
                URL https://kns.cnki.net/a?v=1&amp;b=2\nDS CNKI\n\nRT Journal Article\nC1 x-1\nT1 On reeds\n";
    let (_, records, _) = read_as(text.as_bytes(), Some("refworks"));
    let standard = &records[0];
    assert_eq!(standard.imprint.number.as_deref(), Some("GB/T 7714-2015"));
    assert_eq!(standard.journal.publisher.values().next().unwrap(), "质量监督检验检疫总局; 国家标准化管理委员会");
    assert_eq!(standard.links[0].url, "https://kns.cnki.net/a?v=1&b=2");
    assert_eq!(records[1].imprint.number, None);
    let paper = "%0 Conference Proceedings\n%T 黄芪研究进展\n%B 药学大会\n%P 5\n%D 2013\n%P 269-273\n%W CNKI\n\n";
    let (_, records, _) = read_as(paper.as_bytes(), Some("refer"));
    assert_eq!(records[0].pages.raw, "269-273");
    assert_eq!(written("refer", &records), paper);
}

/// Notes of a full text have markup; a line of RIS has none.
#[test]
fn notes_are_written_without_markup() {
    let note = "<b>Competing interests:</b> none &amp; nothing".to_owned();
    let article = Article { notes: vec![note], ..Article::default() };
    assert!(written("ris", &[article]).contains("N1  - Competing interests: none & nothing\n"));
    let as_it_was = "TY  - JOUR\nN1  - <b>first</b> &amp; last\nER  - \n\n";
    let (_, records, _) = read_as(as_it_was.as_bytes(), Some("ris"));
    assert_eq!(written("ris", &records), as_it_was);
}
