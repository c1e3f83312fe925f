//! What a work says of its edition, place, number and conference, on its way through one format into another.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::io::Cursor;

use qikan::formats::cite::{self, Edition, System};
use qikan::formats::{self, Source};
use qikan::record::Article;

fn read(text: &str, format: &str) -> Vec<Article> {
    let source = Source { bytes: Box::new(Cursor::new(text.as_bytes().to_vec())), name: None, encoding: None };
    let readings = formats::read(source, Some(format)).map_err(|finding| finding.to_string()).unwrap().1;
    readings.filter_map(Result::ok).map(|article| *article).collect()
}

fn written(records: &[Article], format: &str) -> String {
    let mut out = Vec::new();
    (formats::format(format).unwrap().write.unwrap())(&mut out, &mut records.iter().cloned()).unwrap();
    String::from_utf8(out).unwrap()
}

/// Without what one format kept for itself: a record that came from elsewhere has no such lines.
fn bare(mut records: Vec<Article>) -> Vec<Article> {
    for article in &mut records {
        article.raw.clear();
    }
    records
}

fn cited(records: &[Article]) -> Vec<String> {
    cite::gbt7714(records, Edition::Of2015, System::Numeric, None).iter().map(ToString::to_string).collect()
}

/// Works of four kinds with what a list of references says of them.
const RIS: &str = "TY  - BOOK
AU  - Peebles, P. Z., Jr.
TI  - Probability, random variables, and random signal principles
T2  - Signals and Systems
M1  - 7
ET  - 4
CY  - New York
PB  - McGraw Hill
PY  - 2001
SN  - 978-0-07-366007-3
ER  - 

TY  - RPRT
AU  - World Health Organization
TI  - Factors regulating the immune response
SN  - TR-123
CY  - Geneva
PB  - WHO
PY  - 1970
ER  - 

TY  - PAT
AU  - 邓一刚
TI  - 全智能节电器
SN  - 200610171314.3
PY  - 2006
DA  - 2006/12/13/
ER  - 

TY  - CONF
AU  - Fourney, M. E.
TI  - Advances in holographic photoelasticity
C3  - Applications of Holography in Mechanics
T2  - Symposium on Applications of Holography
CY  - Los Angeles
C1  - New York
PB  - ASME
PY  - 1971
SP  - 17
EP  - 38
ER  - 

TY  - ELEC
AU  - 萧钰
TI  - 出版业信息化迈入快车道
UR  - https://example.org/20011219.htm
DA  - 2001/12/19/
Y2  - 2002/04/15/
ER  - 
";

const CITED: [&str; 5] = [
    "PEEBLES P Z Jr. Probability, random variables, and random signal principles[M]. 4th ed. New York: McGraw Hill, 2001.",
    "World Health Organization. Factors regulating the immune response: TR-123[R]. Geneva: WHO, 1970.",
    "邓一刚. 全智能节电器: 200610171314.3[P]. 2006-12-13.",
    "FOURNEY M E. Advances in holographic photoelasticity[C]//Applications of Holography in Mechanics. New York: ASME, 1971: 17-38.",
    "萧钰. 出版业信息化迈入快车道[EB/OL]. (2001-12-19)[2002-04-15]. https://example.org/20011219.htm.",
];

#[test]
fn works_read_from_ris_are_cited_whole() {
    assert_eq!(cited(&read(RIS, "ris")), CITED);
}

#[test]
fn the_way_through_bibtex_and_csl_costs_a_citation_nothing() {
    let from_ris = bare(read(RIS, "ris"));
    let from_bibtex = bare(read(&written(&from_ris, "biblatex"), "bibtex"));
    let from_csl = bare(read(&written(&from_bibtex, "csl-json"), "csl-json"));
    assert_eq!(cited(&from_csl), CITED);
    let [book, report, patent, paper, page] = from_csl.as_slice() else { return assert_eq!(from_csl.len(), 5) };
    assert_eq!(book.ids.isbn, ["978-0-07-366007-3"]);
    assert_eq!((book.imprint.series.as_deref(), book.imprint.series_number.as_deref()), (Some("Signals and Systems"), Some("7")));
    assert_eq!((report.imprint.number.as_deref(), patent.imprint.number.as_deref()), (Some("TR-123"), Some("200610171314.3")));
    assert_eq!(paper.imprint.event.as_deref(), Some("Symposium on Applications of Holography"));
    assert_eq!(paper.imprint.event_place.as_deref(), Some("Los Angeles"));
    assert_eq!(page.dates.accessed.unwrap().to_string(), "2002-04-15");
}

#[test]
fn every_format_with_tags_keeps_what_ris_says() {
    let from_ris = bare(read(RIS, "ris"));
    for format in ["ris", "refer", "noteexpress"] {
        assert_eq!(cited(&bare(read(&written(&from_ris, format), format))), CITED, "{format}");
    }
}

#[test]
fn a_book_of_bibtex_is_written_as_ris() {
    let bibtex = "@book{x, author = {郭震}, title = {气候变化}, edition = {3}, address = {北京}, publisher = {科学出版社}, year = {2010},
        series = {大气科学}, number = {12}, isbn = {978-7-03-028200-1}, urldate = {2024-05-06}}";
    let ris = written(&read(bibtex, "bibtex"), "ris");
    for line in [
        "TY  - BOOK",
        "ET  - 3",
        "CY  - 北京",
        "PB  - 科学出版社",
        "T2  - 大气科学",
        "M1  - 12",
        "SN  - 978-7-03-028200-1",
        "Y2  - 2024/05/06/",
    ] {
        assert!(ris.lines().any(|written| written == line), "{line} is not in\n{ris}");
    }
}

/// The same book as other formats have it.
const BOOK: [(&str, &str); 4] = [
    (
        "endnote-xml",
        "<xml><records><record><ref-type name=\"Book\">6</ref-type><contributors><authors><author>郭震</author></authors></contributors>
        <titles><title>气候变化</title><secondary-title>大气科学</secondary-title></titles><edition>3</edition><pub-location>北京</pub-location>
        <publisher>科学出版社</publisher><isbn>978-7-03-028200-1</isbn><dates><year>2010</year></dates></record></records></xml>",
    ),
    (
        "mods",
        "<mods xmlns=\"http://www.loc.gov/mods/v3\"><titleInfo><title>气候变化</title></titleInfo><genre>book</genre>
        <name type=\"personal\"><namePart>郭震</namePart><role><roleTerm>author</roleTerm></role></name>
        <originInfo><place><placeTerm type=\"text\">北京</placeTerm></place><publisher>科学出版社</publisher><dateIssued>2010</dateIssued>
        <edition>3</edition></originInfo><identifier type=\"isbn\">978-7-03-028200-1</identifier>
        <relatedItem type=\"series\"><titleInfo><title>大气科学</title></titleInfo></relatedItem></mods>",
    ),
    (
        "unixref",
        "<doi_batch xmlns=\"http://www.crossref.org/schema/5.3.1\"><body><book book_type=\"monograph\"><book_series_metadata language=\"zh\">
        <series_metadata><titles><title>大气科学</title></titles></series_metadata>
        <contributors><person_name sequence=\"first\" contributor_role=\"author\"><surname>郭震</surname></person_name></contributors>
        <titles><title>气候变化</title></titles><edition_number>3</edition_number><publication_date><year>2010</year></publication_date>
        <isbn>978-7-03-028200-1</isbn><publisher><publisher_name>科学出版社</publisher_name><publisher_place>北京</publisher_place></publisher>
        <doi_data><doi>10.1000/x</doi><resource>https://example.org/x</resource></doi_data></book_series_metadata></book></body></doi_batch>",
    ),
    (
        "crossref",
        r#"{"DOI":"10.1000/x","type":"book","title":["气候变化"],"author":[{"family":"郭","given":"震"}],"publisher":"科学出版社",
        "publisher-location":"北京","edition-number":"3","ISBN":["978-7-03-028200-1"],"issued":{"date-parts":[[2010]]},
        "is-referenced-by-count":0,"event":{"name":"大气科学年会","location":"北京"}}"#,
    ),
];

#[test]
fn a_book_has_its_imprint_in_one_place_whoever_tells_of_it() {
    for (format, text) in BOOK {
        let records = read(text, format);
        let imprint = &records[0].imprint;
        assert_eq!((imprint.edition.as_deref(), imprint.place.as_deref()), (Some("3"), Some("北京")), "{format}");
        assert_eq!(records[0].ids.isbn, ["978-7-03-028200-1"], "{format}");
        if format == "crossref" {
            assert_eq!(imprint.event.as_deref(), Some("大气科学年会"));
        } else {
            assert_eq!(imprint.series.as_deref(), Some("大气科学"), "{format}");
        }
        assert!(cited(&records)[0].contains("气候变化[M"), "{format}: {:?}", cited(&records));
        assert!(cited(&records)[0].contains("3 版. 北京: 科学出版社, 2010"), "{format}: {:?}", cited(&records));
    }
}

#[test]
fn records_of_before_have_an_isbn_without_brackets() {
    let article: Article = serde_json::from_str(r#"{"v":1,"ids":{"isbn":"978-7-03-028200-1"}}"#).unwrap();
    assert_eq!(article.ids.isbn, ["978-7-03-028200-1"]);
}

#[test]
fn the_year_of_the_volume_rules_wherever_one_year_is_written() {
    let ahead = "TY  - JOUR\nAU  - Wang, A\nTI  - Real\nT2  - J One\nPY  - 2021\nDA  - 2020/11/05\nVL  - 9\nSP  - 1\nEP  - 7\nER  - \n";
    let within = ahead.replace("2020/11/05", "2021/01/05");
    let (ahead, within) = (read(ahead, "ris"), read(&within, "ris"));
    assert_eq!(cited(&ahead), ["WANG A. Real[J]. J One, 2021, 9: 1-7."]);
    let author_date = cite::gbt7714(&ahead, Edition::Of2015, System::AuthorDate, None);
    assert_eq!(author_date[0].to_string(), "WANG A, 2021. Real[J]. J One, 9: 1-7.");
    for (format, year, day) in [
        ("bibtex", "year = {2021}", "month = jan"),
        ("biblatex", "date = {2021}", "date = {2021-01-05}"),
        ("csl-json", "\"issued\":{\"date-parts\":[[2021]]}", "\"issued\":{\"date-parts\":[[2021,1,5]]}"),
        ("ris", "PY  - 2021", "PY  - 2021"),
        ("refer", "%D 2021", "%D 2021"),
        ("noteexpress", "{Year}: 2021", "{Year}: 2021"),
    ] {
        assert!(written(&ahead, format).contains(year), "{}", written(&ahead, format));
        assert!(written(&within, format).contains(day), "a day of that year is told: {}", written(&within, format));
    }
    // The day is not lost where a format has room for it.
    let back = read(&written(&ahead, "csl-json"), "csl-json");
    assert_eq!((back[0].year, back[0].dates.online.unwrap().to_string()), (Some(2021), "2020-11-05".to_owned()));
}
