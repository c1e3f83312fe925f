//! What is read and written again in its own format stands there as it did: every line, in its order, with its blanks.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[path = "formats/reading.rs"]
mod reading;

use qikan::formats;
use qikan::record::{Article, Doi};
use reading::read_as;
use serde_json::{Value, json};

fn read(text: &str, format: &str) -> Vec<Article> {
    read_as(text.as_bytes(), Some(format)).1
}

fn written(records: &[Article], format: &str) -> String {
    let mut out = Vec::new();
    (formats::format(format).unwrap().write.unwrap())(&mut out, &mut records.iter().cloned()).unwrap();
    String::from_utf8(out).unwrap()
}

/// Lines in an order that no writer of ours has: what has no place in the model before and between what has one, one tag
/// for two members, doubled blanks, markup, a value on two lines, an empty line.
const TAGGED: [(&str, &str); 3] = [
    (
        "ris",
        "TY  - CPAPER\nID  - 12\nT2  - Lecture Notes\nDA  - 2004/05/\nAU  - Doe, Ann\nKW  - reeds\nTI  - On  the <FONT FACE=Symbol>a</FONT> of <i>Phragmites</i>\n\
         T2  - Wetlands 2004\nC3  - Proceedings of Wetlands\nAU  - Roe, B.\nN1  - first\nSP  - 5-14\nY1  - 2004//\nAB  - One line\nand another\n\
         U1  - x\nPB  - \nKW  - marsh\nN1  - second\nER  - \n\n",
    ),
    (
        "refer",
        "%0 Journal Article\n%D 2003\n%+ 河口大学\n%T Reeds  and <FONT>marshes</FONT>\n%A 张三;李四\n%B Series\n%F 7\n%J 湿地\n%@ 1000-0001\n%A 王五\n%P 5-14,2\n%F 8\n\n",
    ),
    (
        "noteexpress",
        "{Reference Type}: Journal Article\n{Database Provider}: CNKI\n{Title}: 湿地  研究\n{Keywords}: 芦苇;;湿地\n{Author}: 张三;李四;\n{Year}: 2003\n\
         {Journal}: 湿地\n{Notes}: 11-1234/P\n{Label}: a\n{Notes}: 见附录\n\n",
    ),
];

#[test]
fn lines_come_back_in_their_order_and_as_they_were() {
    for (format, text) in TAGGED {
        let records = read(text, format);
        assert_eq!(records.len(), 1, "{format}");
        assert_eq!(written(&records, format), text, "{format}");
        let again = read(&written(&records, format), format);
        assert_eq!(serde_json::to_value(&again).unwrap(), serde_json::to_value(&records).unwrap(), "{format}");
    }
}

#[test]
fn what_is_new_stands_behind_what_was_there() {
    let (_, text) = TAGGED[0];
    let mut records = read(text, "ris");
    records[0].ids.doi = Doi::parse("10.1000/x");
    records[0].title = read("TY  - JOUR\nTI  - Rushes\nER  - \n", "ris")[0].title.clone();
    let lines = written(&records, "ris");
    assert!(lines.ends_with("N1  - second\nDO  - 10.1000/x\nER  - \n\n"), "{lines}");
    assert!(lines.contains("KW  - reeds\nTI  - Rushes\nT2  - Wetlands 2004\n"), "{lines}");
}

#[test]
fn lines_as_a_program_writes_them_need_no_order() {
    let plain = "TY  - JOUR\nTI  - Reeds\nAU  - Doe, Ann\nT2  - Wetlands\nPY  - 2004\nVL  - 7\nER  - \n\n";
    let records = read(plain, "ris");
    assert_eq!((records[0].raw.len(), written(&records, "ris").as_str()), (0, plain));
}

/// Members that are written otherwise than they stand here, and some that are not.
const CSL: &str = r#"[{"id":"doe2004","type":"article-journal","title":"Reeds &amp; <span class=\"nocase\">rushes</span>  in R&D, p < 0.05 &lt;i&gt;","shortTitle":"Reeds",
"container-title":["Wetlands"],"journalAbbreviation":"Wetl.","volume":7,"issue":"","page":" 5-14 ","ISSN":"1000-0001;1000-0002","DOI":"https://doi.org/10.1000/X",
"author":[{"family":"Doe","given":"Ann","suffix":"Jr.","comma-suffix":true},{"literal":"OECD"},{"name":"Roe B"}],"editor":[{"family":"van Gogh","given":"T."}],
"issued":{"date-parts":[["2004","5"]],"circa":true},"accessed":{"raw":"2004-06-01"},"event":"Marsh Days","categories":["a","b"],"keyword":"reeds, rushes",
"abstract":"<jats:p>One</jats:p>\n<jats:p>two</jats:p>","note":"number: 12\nRead it.","custom":{"x":[1,null]},"language":"en-US"},
{"id":2,"title":"Plain"}]"#;

#[test]
fn members_of_csl_come_back_as_they_were() {
    let wanted: Value = serde_json::from_str(CSL).unwrap();
    let records = read(CSL, "csl-json");
    let found: Value = serde_json::from_str(&written(&records, "csl-json")).unwrap();
    for (found, wanted) in found.as_array().unwrap().iter().zip(wanted.as_array().unwrap()) {
        let names = wanted.as_object().unwrap().keys().chain(found.as_object().unwrap().keys());
        names.for_each(|member| assert_eq!(found.get(member), wanted.get(member), "{member}"));
    }
}

#[test]
fn a_member_that_says_something_else_by_now_is_written_anew() {
    let mut records = read(CSL, "csl-json");
    records[0].title = read(r#"[{"title":"Rushes &amp; reeds"}]"#, "csl-json")[0].title.clone();
    records[0].authors.remove(2);
    records[0].short_title = records[0].title.clone();
    drop(std::mem::take(&mut records[0].keywords));
    let found: Value = serde_json::from_str(&written(&records, "csl-json")).unwrap();
    assert_eq!(found[0]["title"], "Rushes & reeds");
    assert_eq!((&found[0]["title-short"], found[0].get("shortTitle")), (&json!("Rushes & reeds"), None));
    assert_eq!(found[0]["author"].as_array().unwrap().len(), 2);
    assert_eq!(found[0].get("keyword"), None);
    assert_eq!((&found[0]["journalAbbreviation"], &found[0]["volume"]), (&json!("Wetl."), &json!(7)), "these say what they said");
}

#[test]
fn signs_of_csl_are_no_escapes() {
    let ris = "TY  - JOUR\nTI  - R&D of reeds, p < 0.05, a<b>c and <i>Phragmites</i>\nKW  - cat & mouse\nER  - \n";
    let found: Value = serde_json::from_str(&written(&read(ris, "ris"), "csl-json")).unwrap();
    assert_eq!(found[0]["title"], "R&D of reeds, p < 0.05, a<b>c and <i>Phragmites</i>");
    assert_eq!(found[0]["keyword"], "cat & mouse");
}

/// Commands that nobody here knows, and a key by which somebody may cite.
const BIBTEX: &str = "@article{O'Hara(2004)a,
  author = {d'{\\null} Este, Beatrice},
  title = {The \\reedsign Khomani San},
  date = {2004},
  pages = {31 (5), \\ppno\\space 321-338},
  note = {See \\begin{itemize} \\item here \\end{itemize}},
}

";

#[test]
fn commands_that_nobody_knows_come_back_as_they_were() {
    let again = written(&read(BIBTEX, "bibtex"), "biblatex");
    for line in BIBTEX.lines().filter(|line| !line.contains("author")) {
        assert!(again.lines().any(|written| written == line), "{line} is not in\n{again}");
    }
    assert!(again.contains("author = {d' Este, Beatrice}"), "{again}");
    assert_eq!(written(&read(&again, "bibtex"), "biblatex"), again);
}

#[test]
fn a_work_is_cited_by_its_key_in_the_other_format_too() {
    let items: Value = serde_json::from_str(&written(&read(BIBTEX, "bibtex"), "csl-json")).unwrap();
    assert_eq!(items[0]["id"], "O'Hara(2004)a");
    let key = |csl: &str| written(&read(csl, "csl-json"), "bibtex").split([',', '{']).nth(1).unwrap().to_owned();
    assert_eq!(key(r#"[{"id":"http://zotero.org/items/1","citation-key":"doe2004","type":"book"}]"#), "doe2004");
    assert_eq!(key(r#"[{"id":"ACL:1991.iwpt-1.1","type":"book"}]"#), "ACL:1991.iwpt-1.1");
    assert_eq!(key(r#"[{"id":"http://zotero.org/items/1","type":"book","title":"Reeds","issued":{"date-parts":[[2004]]}}]"#), "2004reeds");
    let hayagriva = "netwok:\n  type: book\n  title: Reeds\n  author: Doe, Jane\n  date: 2020\n";
    assert!(written(&read(hayagriva, "yaml"), "bibtex").starts_with("@book{netwok,"));
}

/// What is kept beside the member that it went into is not written twice.
#[test]
fn titles_in_several_fields_come_back_in_several() {
    let text = std::fs::read_to_string("tests/odd/bibtex/of-the-standard.bib").unwrap();
    let records = read(&text, "bibtex");
    let bare = |records: &[Article]| -> Vec<Article> {
        records.iter().map(|one| Article { raw: std::collections::BTreeMap::default(), prov: Vec::new(), ..one.clone() }).collect()
    };
    for dialect in ["bibtex", "biblatex"] {
        let again = written(&records, dialect);
        assert_eq!(bare(&read(&again, dialect)), bare(&records), "{dialect}");
        for field in ["booksubtitle", "booktitleaddon", "bookauthor", "holder", "eprint ", "cstr"] {
            assert_eq!(again.matches(&format!("\n  {field}")).count(), 1, "{dialect}: {field} in {again}");
        }
        assert!(again.contains("booktitle = {海图研究}") && again.matches("\n  titleaddon").count() == 2, "{again}");
        assert_eq!(again.matches("\n  subtitle").count(), 1, "{again}");
    }
    // CSL has one variable for a title and what follows it.
    let csl = written(&records, "csl-json");
    assert!(csl.contains("Hail: A History") && csl.contains("海岸的结构：第 4 版"), "{csl}");
}

/// CSL says a range, a doubt and small capitals in its own ways, and BibLaTeX in its.
#[test]
fn dates_and_letters_of_bibliographies_come_back() {
    let text = "@periodical{run,\n  title = {Tides of \\textsc{mcm}},\n  date = {1957/1990},\n}\n\n\
                @misc{draft,\n  title = {Draft},\n  year = {in press},\n}\n\n\
                @misc{paper,\n  title = {Paper},\n  date = {1723~},\n  eprint = {2101.00001},\n  eprinttype = {arxiv},\n}\n\n";
    let csl = written(&read(text, "biblatex"), "csl-json");
    let items: Value = serde_json::from_str(&csl).unwrap();
    assert_eq!(items[0]["title"], "Tides of <span style=\"font-variant:small-caps;\">mcm</span>");
    assert_eq!(items[0]["issued"], serde_json::json!({ "date-parts": [[1957], [1990]] }));
    assert_eq!(items[1]["issued"], serde_json::json!({ "literal": "in press" }));
    assert_eq!(items[2]["issued"], serde_json::json!({ "date-parts": [[1723]], "circa": true }));
    assert_eq!(items[2]["URL"], "https://arxiv.org/abs/2101.00001");
    let again = read(&csl, "csl-json");
    assert_eq!(again[0].title.values().next().unwrap(), "Tides of <sc>mcm</sc>");
    assert!(again[0].raw.get("csl-json:as-written").is_none_or(|stood| stood.get("title").is_none()), "{:?}", again[0].raw);
    assert_eq!(written(&again, "csl-json"), csl);
    let bib = written(&again, "biblatex");
    assert!(bib.contains("  title = {Tides of \\textsc{mcm}},\n  date = {1957/1990},"), "{bib}");
}

#[test]
fn what_databases_say_of_a_work_comes_back_from_bibtex() {
    // Of the key of an entry BibTeX allows no blank.
    let scopus = include_str!("odd/bibtex/scopus.bib").replace("De Gregorio2016", "Gregorio2016");
    for text in [&scopus, include_str!("odd/bibtex/web-of-science.bib")] {
        let records = read(text, "bibtex");
        for format in ["bibtex", "biblatex"] {
            let out = written(&records, format);
            assert!(read(&out, format) == records, "{out}");
        }
    }
    let out = written(&read(&scopus, "bibtex"), "bibtex");
    for line in [
        // Styles print the title of the whole by the kind of the entry.
        "  journal = {Lecture Notes in Card Science},",
        "  author_keywords = {cards; {colour, fading}},",
        "  keywords = {Colorimetry; Fading (optics), artificial},",
        "  funding_text_1 = {This work was paid for.},",
        "  journal = {Proc. Card Games},",
    ] {
        assert!(out.contains(line), "{line} is missing of:\n{out}");
    }
    assert!(!out.contains("  keywords = {shelf}"), "{out}");
}

#[test]
fn what_databases_say_of_a_work_comes_back_from_ris_and_refer() {
    for (format, text) in [("ris", include_str!("odd/ris/scopus.ris")), ("refer", include_str!("odd/refer/ais-elibrary.enw"))] {
        let records = read(text, format);
        let out = written(&records, format);
        assert!(read(&out, format) == records, "{out}");
        let lost: Vec<&str> = text.lines().filter(|line| !out.lines().any(|written| written == line.trim_end())).collect();
        assert!(lost.iter().all(|line| line.trim() == "ER  -"), "{lost:?}\n{out}");
    }
}
