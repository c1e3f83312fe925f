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

/// The same of one format's letters alone.
fn bare_of(mut records: Vec<Article>, format: &str) -> Vec<Article> {
    for article in &mut records {
        article.raw.remove(format);
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

/// The key that a manuscript cites by outlives RIS, and no two items of CSL are called the same.
#[test]
fn keys_go_with_their_records() {
    let entry = "@article{lund2008mosses, author={Lund, Eva}, title={Mosses}, journal={Fen}, year=2008}";
    let tagged = written(&bare_of(read(entry, "bibtex"), "bibtex:as-written"), "ris");
    assert!(tagged.contains("ID  - lund2008mosses\n"), "{tagged}");
    let back = read(&tagged, "ris");
    assert!(written(&back, "bibtex").starts_with("@article{lund2008mosses,"));
    // What came from RIS is written as it came.
    assert_eq!(written(&back, "ris"), tagged);
    assert!(!written(&read("TY  - JOUR\nTI  - A\nER  - \n", "ris"), "ris").contains("ID  -"));
    let twice = r#"[{"id":"NullNull","type":"book","title":"A"},{"id":"NullNull","type":"book","title":"B"},{"id":"NullNull-2","type":"book"},{"id":"NullNull","type":"book","title":"C"}]"#;
    let items: Vec<serde_json::Value> = serde_json::from_str(&written(&read(twice, "csl-json"), "csl-json")).unwrap();
    let ids: Vec<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["NullNull", "NullNull-2", "NullNull-2-2", "NullNull-3"]);
    let zotero = r#"[{"itemType":"book","title":"A","citationKey":"Mostafa:2009:TPA","date":"2009"}]"#;
    assert!(written(&read(zotero, "other-json"), "bibtex").starts_with("@book{Mostafa:2009:TPA,"));
}

/// What means something else elsewhere is not written there: a call number that looks like a CN, pages that look like a range.
#[test]
fn what_would_be_read_as_something_else_is_left_out() {
    let item = r#"[{"itemType":"book","title":"A","callNumber":"11-2010/G2","numPages":"12-345","date":"2009"}]"#;
    let records = read(item, "other-json");
    assert!(!written(&records, "refer").contains("%L") && !written(&records, "ris").contains("SP  -"));
    let other = item.replace("11-2010/G2", "QH 541.5").replace("12-345", "345");
    let records = read(&other, "other-json");
    assert!(written(&records, "refer").contains("%L QH 541.5") && written(&records, "ris").contains("SP  - 345"));
    // A database counts, and nobody cites by that.
    let counted = read("TY  - JOUR\nID  - EJ1251011\nTI  - A\nAU  - Lund, E\nPY  - 2001\nER  - \n", "ris");
    assert!(!written(&counted, "bibtex").contains("{EJ1251011,"), "{}", written(&counted, "bibtex"));
}

/// An article's own number is one wherever it goes, and a place of a conference no publisher's.
#[test]
fn article_numbers_and_places_of_conferences_go_where_they_belong() {
    let item = r#"[{"id":"a","type":"article-journal","title":"Reeds","container-title":"Fen","number":"e0229001","issued":{"date-parts":[[2020]]}}]"#;
    let records = read(item, "csl-json");
    assert!(written(&records, "bibtex").contains("eid = {e0229001}"));
    assert!(written(&records, "ris").contains("C7  - e0229001"));
    assert!(written(&records, "csl-json").contains(r#""number":"e0229001""#));
    let tagged = "TY  - JOUR\nTI  - A\nSP  - 1\nEP  - 9\nC7  - e7\nER  - \n";
    assert!(written(&read(tagged, "ris"), "csl-json").contains(r#""number":"e7""#));
    let entry = "@inproceedings{a, title={Herons}, booktitle={Proc.}, location={Fenwick}, publisher={Reed}, address={New York}, year=2018, pages={162–171}}";
    let entry = written(&read(entry, "bibtex"), "bibtex");
    assert_eq!(entry.matches("address").count(), 1, "{entry}");
    assert!(entry.contains("address = {New York}") && entry.contains("location = {Fenwick}") && !entry.contains("venue"), "{entry}");
    assert!(entry.contains("162--171"), "{entry}");
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

/// The items of CSL that a text is written as.
fn items(text: &str, format: &str) -> Vec<serde_json::Value> {
    serde_json::from_str(&written(&read(text, format), "csl-json")).unwrap()
}

#[test]
fn what_formats_keep_for_themselves_is_told_by_the_variables_of_csl() {
    let zotero = r#"[{"itemType":"book","title":"Dykes","callNumber":"QH 5","libraryCatalog":"Quay Library","numPages":"300",
        "numberOfVolumes":"2","language":"en-GB","citationKey":"berg01","creators":[{"creatorType":"author","firstName":"Ida","lastName":"Berg"}]},
        {"itemType":"case","caseName":"Harbour v. Pilot","court":"Admiralty Court","history":"1 Rep. 2"}]"#;
    let ris = "TY  - BOOK\nTI  - Dykes\nCN  - QH 5\nDP  - Quay Library\nSP  - 300\nNV  - 2\nER  - \n";
    let endnote = "<xml><records><record><ref-type name=\"Book\">6</ref-type><titles><title>Dykes</title></titles><call-num>QH 5</call-num>
        <num-vols>2</num-vols><remote-database-provider>Quay Library</remote-database-provider></record></records></xml>";
    let bibtex = "@book{a, title={Dykes}, library={QH 5}, pagetotal={300}, volumes={2}}";
    let wanted = [("call-number", "QH 5"), ("source", "Quay Library"), ("number-of-pages", "300"), ("number-of-volumes", "2")];
    for (text, format, without) in
        [(zotero, "other-json", ""), (ris, "ris", ""), (endnote, "endnote-xml", "pages"), (bibtex, "bibtex", "source")]
    {
        let item = items(text, format).swap_remove(0);
        for (variable, value) in wanted.iter().filter(|(variable, _)| without.is_empty() || !variable.ends_with(without)) {
            assert_eq!(item[variable], *value, "{variable} of {format}: {item:#}");
        }
    }
    let [book, case] = items(zotero, "other-json").try_into().unwrap();
    assert_eq!((&book["language"], &book["id"]), (&"en-GB".into(), &"berg01".into()));
    assert_eq!(
        (&case["type"], &case["authority"], &case["references"]),
        (&"legal_case".into(), &"Admiralty Court".into(), &"1 Rep. 2".into())
    );
}

#[test]
fn what_csl_has_a_variable_for_is_written_under_the_names_of_others() {
    let csl = r#"[{"id":"a","type":"book","title":"Dykes","call-number":"QH 5","source":"Quay Library","number-of-pages":300,"number-of-volumes":"2"},
        {"id":"b","type":"map","title":"The Wadden Sea","genre":"Chart"}]"#;
    let records = read(csl, "csl-json");
    for (format, lines) in [
        ("ris", ["CN  - QH 5", "DP  - Quay Library", "SP  - 300", "NV  - 2", "M3  - Chart"].as_slice()),
        ("refer", &["%L QH 5", "%~ Quay Library", "%P 300", "%6 2", "%9 Chart"]),
        ("biblatex", &["  library = {QH 5},", "  pagetotal = {300},", "  volumes = {2},"]),
    ] {
        let text = written(&records, format);
        for line in lines {
            assert!(text.lines().any(|written| written == *line), "{line} is not in\n{text}");
        }
        // What came from a format stands there once.
        let again = written(&read(&text, format), format);
        assert_eq!(again, text, "{format}");
    }
}

#[test]
fn a_work_stays_of_the_sort_that_it_is() {
    let sorts = [
        ("graphic", "ART", "Artwork", "artwork"),
        ("song", "SOUND", "Sound Recording", "audio"),
        ("motion_picture", "MPCT", "Film or Broadcast", "movie"),
        ("legal_case", "CASE", "Case", "jurisdiction"),
        ("legislation", "STAT", "Statute", "legislation"),
        ("personal_communication", "PCOMM", "Personal Communication", "letter"),
        ("entry-encyclopedia", "ENCYC", "Encyclopedia", "inreference"),
        ("bill", "BILL", "Bill", "misc"),
        ("hearing", "HEAR", "Hearing", "misc"),
        ("article-magazine", "MGZN", "Magazine Article", "article"),
        ("post-weblog", "BLOG", "Blog", "online"),
        ("entry-dictionary", "DICT", "Dictionary", "incollection"),
    ];
    for (word, ris, refer, biblatex) in sorts {
        let records =
            read(&format!(r#"[{{"id":"a","type":"{word}","title":"Ebb","author":[{{"family":"Holm","given":"Mara"}}]}}]"#), "csl-json");
        for (format, first) in [("ris", format!("TY  - {ris}")), ("refer", format!("%0 {refer}")), ("biblatex", format!("@{biblatex}{{a,"))]
        {
            let text = written(&records, format);
            assert_eq!(text.lines().next(), Some(first.as_str()), "{word} in {format}");
            let of_sorts = !matches!(biblatex, "misc" | "article" | "online" | "incollection");
            if format != "biblatex" || of_sorts {
                assert_eq!(items(&text, format)[0]["type"], word, "{word} by way of {format}");
            }
        }
    }
    let zotero = r#"[{"itemType":"radioBroadcast","title":"Ebb"},{"itemType":"email","subject":"Flow"},{"itemType":"presentation","title":"Sluices"}]"#;
    let types: Vec<_> = items(zotero, "other-json").into_iter().map(|item| item["type"].clone()).collect();
    assert_eq!(types, ["broadcast", "personal_communication", "speech"]);
}

/// BibTeX's own styles have no patents, standards and newspapers; others do, by these kinds and this field.
#[test]
fn patents_standards_and_newspapers_come_back_from_bibtex() {
    for (kind, said, code) in
        [("patent", "@patent{a,", "[P]"), ("standard", "@standard{a,", "[S]"), ("article-newspaper", "entrysubtype = {newspaper}", "[N]")]
    {
        let item = format!(
            r#"[{{"id":"a","type":"{kind}","title":"Ebb","container-title":"Daily","number":"CN1","issued":{{"date-parts":[[2020,5,6]]}}}}]"#
        );
        let text = written(&read(&item, "csl-json"), "bibtex");
        assert!(text.contains(said), "{text}");
        let again = read(&text, "bibtex");
        assert!(cited(&again)[0].contains(code), "{:?}", cited(&again));
        assert_eq!(written(&again, "bibtex"), text);
    }
}

#[test]
fn a_film_without_an_author_is_by_its_director() {
    let csl = r#"[{"id":"a","type":"motion_picture","title":"The Tide","director":[{"family":"Holm","given":"Mara"}],
        "producer":[{"family":"Vik","given":"Jon"}],"narrator":[{"family":"Berg","given":"Ida"}],"genre":"Documentary","medium":"35 mm"}]"#;
    let records = read(csl, "csl-json");
    let ris = written(&records, "ris");
    for line in ["AU  - Holm, Mara", "A3  - Vik, Jon", "M3  - 35 mm"] {
        assert!(ris.lines().any(|written| written == line), "{line} is not in\n{ris}");
    }
    assert_eq!(items(&ris, "ris")[0]["medium"], "35 mm");
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&written(&records, "csl-json")).unwrap(),
        serde_json::from_str::<serde_json::Value>(csl).unwrap()
    );
}

#[test]
fn the_number_of_a_work_is_its_own_where_it_stands_in_no_journal() {
    for (entry, kind) in
        [("dataset", "dataset"), ("software", "software"), ("online", "webpage"), ("misc", "document"), ("movie", "motion_picture")]
    {
        let item = items(&format!("@{entry}{{a, title={{Levels}}, number={{W-7}}}}"), "bibtex").swap_remove(0);
        assert_eq!((&item["type"], &item["number"], &item["issue"]), (&kind.into(), &"W-7".into(), &serde_json::Value::Null), "{entry}");
        let csl = format!(r#"[{{"id":"a","type":"{kind}","title":"Levels","number":"W-7"}}]"#);
        let again = items(&written(&read(&csl, "csl-json"), "biblatex"), "biblatex").swap_remove(0);
        assert_eq!(again["number"], "W-7", "{entry}");
    }
    let strayed = items("@misc{a, title={Ebb}, journal={Annals of Dykes}, volume={3}, number={2}}", "bibtex").swap_remove(0);
    assert_eq!(strayed["issue"], "2");
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

/// A record of a kind, with what such a work has.
fn of_kind(kind: &str, more: &str) -> Article {
    let text = format!(r#"{{"v":1,"type":"{kind}","title":{{"en":"On dykes"}},"lang":"en","year":2020{more}}}"#);
    read(&text, "jsonl").swap_remove(0)
}

/// Styles of BibTeX print these as `misc`; a field tells what they are.
#[test]
fn works_that_bibtex_has_no_entry_for_come_back_as_what_they_were() {
    for (kind, subtype) in [
        ("webpage", "online"),
        ("dataset", "dataset"),
        ("program", "software"),
        ("preprint", "preprint"),
        ("map", "map"),
        ("archive", "archive"),
        ("periodical", "periodical"),
    ] {
        let text = written(&[of_kind(kind, "")], "bibtex");
        assert!(text.starts_with("@misc{") && text.contains(&format!("entrysubtype = {{{subtype}}}")), "{text}");
        let again = read(&text, "bibtex");
        assert_eq!(again[0].kind.as_str(), kind);
        assert_eq!(written(&again, "bibtex"), text);
        assert_eq!(read(&written(&[of_kind(kind, "")], "biblatex"), "biblatex")[0].kind.as_str(), kind);
    }
    let server = r#","imprint":{"archive":"bioRxiv","archive_location":"2020.01.01.123456"}"#;
    let again = read(&written(&[of_kind("preprint", server)], "bibtex"), "bibtex").swap_remove(0);
    assert_eq!((again.imprint.archive.as_deref(), again.imprint.archive_location.as_deref()), (Some("bioRxiv"), Some("2020.01.01.123456")));
    let on_arxiv = written(&[of_kind("preprint", r#","ids":{"arxiv":"2101.00001"}"#)], "bibtex");
    assert!(!on_arxiv.contains("entrysubtype"), "{on_arxiv}");
    assert_eq!(read(&on_arxiv, "bibtex")[0].kind.as_str(), "preprint");
    assert_eq!(read("@misc{a, title={Ebb}, entrysubtype={magazine}}", "bibtex")[0].kind.as_str(), "other");
}

#[test]
fn numbers_on_arxiv_and_versions_of_programs_come_back_from_every_format() {
    for format in ["bibtex", "biblatex", "ris", "refer", "noteexpress"] {
        for kind in ["preprint", "article"] {
            let text = written(&[of_kind(kind, r#","ids":{"arxiv":"2101.00001"},"journal":{"title":{"en":"J Dykes"}}"#)], format);
            let again = read(&text, format).swap_remove(0);
            assert_eq!(again.ids.arxiv.as_deref(), Some("2101.00001"), "{kind} in {format}:\n{text}");
            let twice = read(&written(std::slice::from_ref(&again), format), format);
            assert_eq!(twice[0].links.len(), again.links.len(), "{format}");
        }
        for kind in ["program", "dataset"] {
            let text = written(&[of_kind(kind, r#","imprint":{"version":"1.2"}"#)], format);
            let again = read(&text, format).swap_remove(0);
            assert_eq!((again.kind.as_str(), again.imprint.version.as_deref()), (kind, Some("1.2")), "{format}:\n{text}");
        }
    }
}

/// RIS as Zotero and EndNote write it, and EndNote's tables for the others.
#[test]
fn a_law_has_a_number_of_its_own() {
    let csl = r#"[{"id":"a","type":"legislation","title":"Dykes Act","number":"113-5","container-title":"Code of Dykes"}]"#;
    for (format, line) in
        [("ris", "M1  - 113-5"), ("refer", "%N 113-5"), ("noteexpress", "{Number}: 113-5"), ("biblatex", "  number = {113-5},")]
    {
        let text = written(&read(csl, "csl-json"), format);
        assert!(text.lines().any(|written| written == line), "{line} is not in\n{text}");
        let item = items(&text, format).swap_remove(0);
        assert_eq!(
            (&item["type"], &item["number"], &item["issue"]),
            (&"legislation".into(), &"113-5".into(), &serde_json::Value::Null),
            "{text}"
        );
    }
}
