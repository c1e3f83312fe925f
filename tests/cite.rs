//! Formatted references: small works, one trouble each, and the lines that the styles make of them.
//!
//! `QIKAN_REWRITE=1` writes the lines anew; what changed is then to be read in the diff.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::io::Cursor;

use qikan::formats::cite::{self, CslStyle, Edition, Entry, Style, System};
use qikan::formats::{self, Source};
use qikan::record::{Article, Contributor, Language, MultiText};

const WORKS: &str = "tests/formats/cite/works.json";

fn works() -> Vec<(String, Article)> {
    let bytes = fs::read(WORKS).unwrap();
    let items: Vec<serde_json::Value> = serde_json::from_slice(&bytes).unwrap();
    let source = Source { bytes: Box::new(Cursor::new(bytes)), name: None, encoding: None };
    let (_, readings) = formats::read(source, Some("csl-json")).unwrap();
    let articles = readings.map(|reading| *reading.unwrap());
    items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).zip(articles).collect()
}

fn same_as_file(path: &str, made: &str) {
    if std::env::var_os("QIKAN_REWRITE").is_some() {
        fs::write(path, made).unwrap();
    }
    let wanted = fs::read_to_string(path).unwrap_or_default();
    for (made, wanted) in made.lines().zip(wanted.lines()) {
        assert_eq!(made, wanted, "{path}");
    }
    assert_eq!(made.lines().count(), wanted.lines().count(), "{path}");
}

#[test]
fn the_standard_in_both_editions_and_systems() {
    let (names, articles): (Vec<String>, Vec<Article>) = works().into_iter().unzip();
    let mut made = String::new();
    let styles = [
        (Edition::Of2015, System::Numeric),
        (Edition::Of2015, System::AuthorDate),
        (Edition::Of2025, System::Numeric),
        (Edition::Of2025, System::AuthorDate),
    ];
    let lists = styles.map(|(edition, system)| cite::gbt7714(&articles, edition, system, None));
    for (place, name) in names.iter().enumerate() {
        made.push_str(&format!("{name}\n"));
        for list in &lists {
            made.push_str(&format!("  {}\n", list[place]));
        }
    }
    same_as_file("tests/formats/cite/gbt7714.txt", &made);
}

/// Two names and a word for others, as BibTeX, MEDLINE and CNKI say it: three names are not needed for 等 and et al.
#[test]
fn others_that_the_source_does_not_name() {
    let bibtex = "@article{a, author={Hu, Ye-fei and Zhang, Yi-meng and others}, title={Cards}, journal={J Cards}, year=2020}\n\
                  @article{b, author={胡业飞 and others}, title={借书证}, journal={学报}, year=2020}";
    let tagged = "TY  - JOUR\nAU  - Hu, Ye-fei\nAU  - et al.\nTI  - Cards\nER  - \n\nTY  - JOUR\nAU  - 胡业飞;等\nTI  - 借书证\nER  - \n";
    let hangul = "@book{a, author={김세훈 and others}, title={도서관 연구}, publisher={해안}, year=2003}\n\
                  @book{b, author={김세훈 and others}, title={도서관 연구}, publisher={해안}, year=2003}";
    for (text, format, names) in [
        (hangul, "bibtex", ["김세훈, 외. ", "김세훈, 외. "]),
        (bibtex, "bibtex", ["HU Y F, ZHANG Y M, et al. ", "胡业飞, 等. "]),
        (tagged, "ris", ["HU Y F, et al. ", "胡业飞, 等. "]),
    ] {
        let source = Source { bytes: Box::new(Cursor::new(text.as_bytes().to_vec())), name: None, encoding: None };
        let articles: Vec<Article> = formats::read(source, Some(format)).unwrap().1.filter_map(Result::ok).map(|one| *one).collect();
        assert!(articles.len() == 2 && articles.iter().all(|one| one.etal), "{articles:?}");
        for (entry, names) in cite::gbt7714(&articles, Edition::Of2015, System::Numeric, None).iter().zip(names) {
            assert!(entry.to_string().starts_with(names), "{entry}");
        }
    }
}

/// Kinds of documents that the standard has and BibTeX's styles for it read from fields of their own.
#[test]
fn entries_with_the_fields_of_the_standard() {
    let bytes = fs::read("tests/odd/bibtex/of-the-standard.bib").unwrap();
    let source = Source { bytes: Box::new(Cursor::new(bytes)), name: None, encoding: None };
    let articles: Vec<Article> = formats::read(source, Some("bibtex")).unwrap().1.map(|one| *one.unwrap()).collect();
    let mut made = String::new();
    for edition in [Edition::Of2015, Edition::Of2025] {
        for entry in cite::gbt7714(&articles, edition, System::Numeric, None) {
            made.push_str(&format!("{entry}\n"));
        }
    }
    same_as_file("tests/formats/cite/of-the-standard.txt", &made);
}

/// Of a preprint that has no address its number on arXiv leads to it.
#[test]
fn a_preprint_on_arxiv_can_be_found() {
    let text = "@misc{i, author={Lee, A.}, title={Deep things}, eprint={2101.00001}, archiveprefix={arXiv}, year=2021}";
    let source = Source { bytes: Box::new(Cursor::new(text.as_bytes().to_vec())), name: None, encoding: None };
    let articles: Vec<Article> = formats::read(source, Some("bibtex")).unwrap().1.map(|one| *one.unwrap()).collect();
    for (style, wanted) in [
        ("apa", "Lee, A. (2021). Deep things (arXiv:2101.00001). arXiv. https://arxiv.org/abs/2101.00001"),
        ("gbt7714-2015-numeric", "LEE A. Deep things[EB/OL]. 2021. https://arxiv.org/abs/2101.00001."),
        ("gbt7714-2025-numeric", "Lee A. Deep things[PP/OL]. arXiv（2021）. https://arxiv.org/abs/2101.00001."),
    ] {
        let entries = match Style::named(style).unwrap() {
            Style::Gbt7714(edition, system) => cite::gbt7714(&articles, edition, system, None),
            Style::Csl(style) => style.entries(&articles, None).unwrap(),
        };
        assert_eq!(entries[0].to_string(), wanted, "{style}");
    }
}

/// Pieces joined are the line, each with its clause.
#[test]
fn every_piece_has_a_rule() {
    let (_, articles): (Vec<String>, Vec<Article>) = works().into_iter().unzip();
    for edition in [Edition::Of2015, Edition::Of2025] {
        for entry in cite::gbt7714(&articles, edition, System::Numeric, None) {
            let joined: String = entry.pieces.iter().flat_map(|piece| [piece.sign, &piece.text]).collect();
            assert_eq!(joined, entry.to_string());
            for piece in &entry.pieces {
                assert!(piece.rule.source(edition, entry.section).starts_with("GB/T 7714—20"));
                assert!(piece.rule.says.ends_with('.') && !piece.text.is_empty());
            }
        }
    }
}

#[test]
fn a_record_of_two_languages_is_cited_in_either() {
    let both = |zh: &str, en: &str| [(Language::Zh, zh.to_owned()), (Language::En, en.to_owned())].into_iter().collect::<MultiText>();
    let mut article =
        Article { lang: Language::En, title: both("智慧治理", "Smart governance"), year: Some(2024), ..Article::default() };
    article.journal.title = both("学报", "Journal");
    article.authors.push(Contributor { name: both("胡业飞", "HU Ye-fei"), ..Contributor::default() });
    article.authors.push(Contributor { name: both("欧阳 静", "Jing OUYANG"), ..Contributor::default() });
    // Only the English record tells the family name.
    let part = |name: &str| MultiText::of(Language::En, name.to_owned());
    let name = both("扬·范德贝格", "Jan van der Berg");
    article.authors.push(Contributor { name, family: part("van der Berg"), given: part("Jan"), ..Contributor::default() });
    let cited = |language: Option<Language>| {
        cite::gbt7714(std::slice::from_ref(&article), Edition::Of2015, System::Numeric, language.as_ref())[0].to_string()
    };
    assert_eq!(cited(Some(Language::Zh)), "胡业飞, 欧阳静, 扬·范德贝格. 智慧治理[J]. 学报, 2024.");
    assert_eq!(cited(None), "HU Y F, OUYANG J, VAN DER BERG J. Smart governance[J]. Journal, 2024.");
}

#[test]
fn an_author_date_list_has_its_own_order() {
    let article = |title: &str, author: &str, year: i32| {
        let language = Language::of_text(title);
        let text = |text: &str| MultiText::of(language.clone(), text.to_owned());
        let authors = vec![Contributor { name: text(author), ..Contributor::default() }];
        Article { lang: language.clone(), title: text(title), authors, year: Some(year), ..Article::default() }
    };
    let works = [
        article("Zebras", "ADAMS A", 2001),
        article("乙文", "张三", 2003),
        article("甲文", "张三", 2003),
        article("丙文", "白一", 2020),
        article("丁文", "张三", 1999),
    ];
    let listed = |style: &str| -> Vec<String> {
        let entries = Style::named(style).unwrap().entries(&works, None).unwrap();
        entries.iter().map(|entry| entry.to_string().split(". ").next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(listed("gbt7714-2015-author-date"), ["白一, 2020", "张三, 1999", "张三, 2003a", "张三, 2003b", "ADAMS A, 2001"]);
    assert_eq!(listed("gbt7714-2015-numeric"), ["ADAMS A", "张三", "张三", "白一", "张三"]);
}

/// Surnames are read as surnames, letters with marks stand with those without, and whoever is not named stands under the word
/// that is printed.
#[test]
fn an_author_date_list_is_ordered_by_what_it_prints() {
    let works = r#"[{"type":"article-journal","title":"一","author":[{"literal":"曾国藩"}]},{"type":"article-journal","title":"二","author":[{"literal":"周一"}]},
        {"type":"article-journal","title":"安"},{"type":"article-journal","title":"三","author":[{"literal":"单田芳"}]},{"type":"article-journal","title":"四","author":[{"literal":"万俟卨"}]},
        {"type":"article-journal","title":"五","author":[{"literal":"王一"}]},{"type":"article-journal","title":"A","author":[{"family":"Östberg","given":"A."}]},
        {"type":"article-journal","title":"B","author":[{"family":"Smith","given":"J."}]},{"type":"article-journal","title":"Zebras"},
        {"type":"article-journal","title":"C","author":[{"family":"Ozawa","given":"J."}]}]"#;
    let source = Source { bytes: Box::new(Cursor::new(works.as_bytes().to_vec())), name: None, encoding: None };
    let articles: Vec<Article> = formats::read(source, Some("csl-json")).unwrap().1.map(|one| *one.unwrap()).collect();
    let entries = Style::named("gbt7714-2015-author-date").unwrap().entries(&articles, None).unwrap();
    let heads: Vec<String> = entries.iter().map(|entry| entry.to_string().split(". ").next().unwrap_or_default().to_owned()).collect();
    assert_eq!(heads, ["万俟卨", "单田芳", "王一", "佚名", "曾国藩", "周一", "Anon", "ÖSTBERG A", "OZAWA J", "SMITH J"]);
}

/// Styles that know no titles of volumes keep the volume; years before our era, days of a conference, and the series of a journal.
#[test]
fn what_biblatex_says_of_volumes_and_dates_is_printed_as_the_style_can() {
    let works = "@inbook{a,author={Roe, Ann},title={On X},booktitle={Low Plants},maintitle={Flora},volume=2,publisher={P},date=1988}
        @book{b,author={Sedge, Bo},title={Tides},maintitle={Waters},volume=2,publisher={P},date=1989}
        @book{c,author={Old, Cy},title={Letters},publisher={P},date={-0043}}
        @article{d,author={Reed, Dan},title={Ebb},journaltitle={Tides},series=2,volume=4,number=1,date=1999}";
    let source = Source { bytes: Box::new(Cursor::new(works.as_bytes().to_vec())), name: None, encoding: None };
    let articles: Vec<Article> = formats::read(source, Some("biblatex")).unwrap().1.map(|one| *one.unwrap()).collect();
    let printed = |style: &str| {
        let entries = Style::named(style).unwrap().entries(&articles, None).unwrap();
        entries.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let vancouver = printed("vancouver");
    for wanted in ["In: Low Plants.", "Tides. Vol. 2. P", "1999;2nd series 4(1)"] {
        assert!(vancouver.contains(wanted), "{wanted}: {vancouver}");
    }
    let apa = printed("apa");
    for wanted in ["In Flora: Vol. 2. Low Plants", "(44 B.C.E.)"] {
        assert!(apa.contains(wanted), "{wanted}: {apa}");
    }
}

/// Styles print nothing of what was said between two people; who asks for it has it printed all the same.
#[test]
fn a_letter_is_printed() {
    let letter = "@letter{a,author={Roe, Ann},title={To a friend of reeds},date={1901-05-02}}";
    let source = Source { bytes: Box::new(Cursor::new(letter.as_bytes().to_vec())), name: None, encoding: None };
    let articles: Vec<Article> = formats::read(source, Some("biblatex")).unwrap().1.map(|one| *one.unwrap()).collect();
    for style in ["apa", "chicago-author-date", "mla"] {
        let entries = Style::named(style).unwrap().entries(&articles, None).unwrap();
        assert!(entries[0].to_string().contains("1901"), "{style}: {}", entries[0]);
    }
}

#[test]
fn a_supplement_is_one_in_the_language_of_the_list() {
    let works = "@article{a,author={Ho, Ye},title={On reeds},journal={Marsh},year=2024,volume=40,number={增刊1},pages={6--14}}
        @article{b,author={胡业},title={论芦苇},journal={沼泽},year=2024,volume=40,number={增刊1},pages={6--14}}";
    let source = Source { bytes: Box::new(Cursor::new(works.as_bytes().to_vec())), name: None, encoding: None };
    let articles: Vec<Article> = formats::read(source, Some("bibtex")).unwrap().1.map(|one| *one.unwrap()).collect();
    let entries = Style::named("apa").unwrap().entries(&articles, None).unwrap();
    let lines = entries.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    assert!(lines.contains("40(Suppl. 1), 6–14") && lines.contains("40(增刊1)"), "{lines}");
}

/// Namesakes keep their given names, and letters behind years follow the list: they are for works that look the same there.
#[test]
fn a_list_of_a_csl_style_tells_works_apart() {
    let works = "@article{a,author={Smith, John},title={Alpha},journal={J},year=2020}
        @article{b,author={Smith, Jane},title={Beta},journal={J},year=2020}
        @article{c,author={Smith, John and Doe, Ann},title={Gamma},journal={J},year=2020}
        @article{d,author={Zhang, Wei},title={Delta},journal={J},year=2021}
        @article{e,author={Zhang, Wen},title={Eps},journal={J},year=2021}
        @article{f,author={Zhang, Wei},title={Aeps},journal={J},year=2021}";
    let source = Source { bytes: Box::new(Cursor::new(works.as_bytes().to_vec())), name: None, encoding: None };
    let articles: Vec<Article> = formats::read(source, Some("bibtex")).unwrap().1.map(|one| *one.unwrap()).collect();
    for (style, wanted) in [
        (
            "chicago-author-date",
            "Smith, Jane. 2020. | Smith, John. 2020. | Smith, John, and Ann Doe. 2020. | Zhang, Wei. 2021a. | Zhang, Wei. 2021b. | Zhang, Wen. 2021.",
        ),
        (
            "apa",
            "Smith, J. (2020a). | Smith, J. (2020b). | Smith, J., & Doe, A. (2020). | Zhang, W. (2021a). | Zhang, W. (2021b). | Zhang, W. (2021c).",
        ),
        ("mla", "Smith, Jane. | Smith, John. | Smith, John, and Ann Doe. | Zhang, Wei. | ———. | Zhang, Wen."),
    ] {
        let entries = Style::named(style).unwrap().entries(&articles, None).unwrap();
        let titles = ["Beta", "Alpha", "Gamma", "Aeps", "Delta", "Eps"];
        let heads: Vec<String> = entries
            .iter()
            .zip(titles)
            .map(|(entry, title)| entry.to_string().split(title).next().unwrap_or_default().replace('“', "").trim().to_owned())
            .collect();
        assert_eq!(heads.join(" | "), wanted, "{style}");
    }
}

/// Editors who stand for authors are printed as these are, also where a style asks before.
#[test]
fn editors_in_the_place_of_authors() {
    let work = "@book{a,editor={Smith, John and Doe, Jane},title={Handbook of Marshes},publisher={Reed},address={Fenwick},year=2011}";
    let source = Source { bytes: Box::new(Cursor::new(work.as_bytes().to_vec())), name: None, encoding: None };
    let articles: Vec<Article> = formats::read(source, Some("bibtex")).unwrap().1.map(|one| *one.unwrap()).collect();
    for (style, wanted) in [
        ("chicago-author-date", "Smith, John, and Jane Doe, eds. 2011. Handbook of Marshes. Reed."),
        ("chicago-notes", "Smith, John, and Jane Doe, eds. Handbook of Marshes. Reed, 2011."),
        ("turabian-author-date", "Smith, John, and Jane Doe, eds. 2011. Handbook of Marshes. Fenwick: Reed."),
    ] {
        let entries = Style::named(style).unwrap().entries(&articles, None).unwrap();
        assert_eq!(entries.iter().map(ToString::to_string).collect::<Vec<_>>(), [wanted], "{style}");
    }
}

/// However many authors have several works of a year, each has letters; and dashes for names go on behind them.
#[test]
fn letters_reach_every_author_of_a_list() {
    let names = ["Adams", "Brown", "Clark", "Davis", "Evans", "Fox", "Green"];
    let work =
        |name: &str, title: &str| format!("@book{{{name}{title},author={{{name}, Q.}},title={{{title}}},publisher={{P}},year=2020}}");
    let works: String = names.iter().flat_map(|name| ["Two", "One"].map(|title| work(name, title))).collect();
    // What stands before the first with a letter has the dash go on, too.
    let before = work("Green", "Zero").replace("2020", "2019");
    let works = works + &before;
    let source = Source { bytes: Box::new(Cursor::new(works.into_bytes())), name: None, encoding: None };
    let articles: Vec<Article> = formats::read(source, Some("bibtex")).unwrap().1.map(|one| *one.unwrap()).collect();
    for (style, head) in [("apa", "Q. (2020"), ("turabian-author-date", "———. 2020"), ("chicago-author-date", "Q. 2020")] {
        let entries = Style::named(style).unwrap().entries(&articles, None).unwrap();
        let lines: Vec<String> = entries.iter().map(ToString::to_string).collect();
        let (lines, green) = lines.split_at(12);
        assert!(green.len() == 3 && green[0].contains("2019") && green[1].contains(&format!("{head}a")), "{style}: {green:?}");
        for (pair, name) in lines.chunks(2).zip(names) {
            assert!(pair[0].starts_with(name) && pair[0].contains("2020a") && pair[0].contains("One"), "{style}: {pair:?}");
            assert!(pair[1].contains(&format!("{head}b")) && pair[1].contains("Two"), "{style}: {pair:?}");
        }
    }
}

#[test]
fn other_styles_that_are_built_in() {
    let mut made = String::new();
    for name in ["apa", "mla", "chicago-author-date", "chicago-notes", "vancouver", "ieee", "nature"] {
        let style = Style::named(name).unwrap();
        made.push_str(&format!("{name}\n"));
        // One by one: a style may sort a list.
        for (_, article) in works() {
            let entries = style.entries(std::slice::from_ref(&article), None).unwrap();
            made.push_str(&format!("  {}\n", entries.first().map(ToString::to_string).unwrap_or_default()));
        }
    }
    same_as_file("tests/formats/cite/csl.txt", &made);
    assert!(Style::named("gbt7714-2015-numerik").is_none());
}

#[test]
fn every_style_of_the_list_and_of_the_archive_prints() {
    let articles: Vec<Article> = works().into_iter().map(|(_, article)| article).collect();
    for name in cite::styles().chain(cite::built_in_styles()).map(|(name, _)| name) {
        let style = Style::named(name).unwrap();
        for language in [None, Some(&Language::Zh)] {
            let entries = style.entries(&articles, language).unwrap();
            assert!(entries.iter().all(|entry| !entry.to_string().contains('\n')), "{name}");
            assert_eq!(entries.len(), articles.len(), "{name}");
        }
    }
    // A style of marks alone is not offered, and says why it prints nothing.
    let marks = Style::named("alphanumeric").unwrap();
    assert!(marks.entries(&articles, None).unwrap_err().to_string().contains("no list of references"));
}

const HEAD: &str = r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info><title>Mine</title><id>mine</id><updated>2024-01-01T00:00:00+00:00</updated></info>"#;

fn own_style(bibliography: &str) -> String {
    format!("{HEAD}<citation><layout><text variable=\"title\"/></layout></citation>{bibliography}</style>")
}

#[test]
fn a_style_file_of_ones_own() {
    let xml = own_style(
        r#"<bibliography><layout suffix="."><group delimiter="; "><names variable="author"/><text variable="title" font-style="italic"/><text variable="publisher-place"/></group></layout></bibliography>"#,
    );
    let style = CslStyle::parse(&xml).unwrap();
    assert_eq!(style.title(), "Mine");
    let (_, article) = works().into_iter().find(|(name, _)| name == "calendar").unwrap();
    assert_eq!(style.entries(&[article], None).unwrap()[0].to_string(), "胡朴安, 胡道静; 校雠学; 上海.");
}

#[test]
fn bad_style_files_are_refused_with_a_sentence() {
    let dependent = |parent: &str| {
        format!(
            r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info><title>D</title><id>d</id><link href="{parent}" rel="independent-parent"/><updated>2024-01-01T00:00:00+00:00</updated></info></style>"#
        )
    };
    let towers = own_style(&format!("<bibliography><layout>{}{}</layout></bibliography>", "<group>".repeat(500), "</group>".repeat(500)));
    let circle = own_style(r#"<macro name="a"><text macro="a"/></macro><bibliography><layout><text macro="a"/></layout></bibliography>"#);
    let conditions = own_style("<bibliography><layout><choose>\n<if><conditions match=\"any\"/></if></choose></layout></bibliography>");
    let wrong = own_style("\n<bibliography><layout><text variable=\"title\" form=\"odd\"/></layout></bibliography>");
    for (xml, says) in [
        ("", "not a CSL style"),
        ("<html><p>no</p></html>", "not a CSL style"),
        ("{}", "not a CSL style"),
        (own_style("").as_str(), "no bibliography"),
        (dependent("http://www.zotero.org/styles/nowhere").as_str(), "only points to"),
        (towers.as_str(), "deep"),
        (circle.as_str(), "calls itself"),
        (conditions.as_str(), "line 2: <conditions> is not known"),
        (wrong.as_str(), "after line 2; take out"),
        ("<style>\n<a></b></style>", "line 2: it is no XML"),
    ] {
        let sentence = CslStyle::parse(xml).err().map(|finding| finding.sentence).unwrap_or_default();
        assert!(sentence.starts_with("this style cannot be used: ") && sentence.contains(says), "{xml}: {sentence}");
    }
    let pointing = CslStyle::parse(&dependent("http://www.zotero.org/styles/ieee"));
    assert_eq!(pointing.err().map(|finding| finding.sentence), None);
}

/// CSL-M, in which the styles of Chinese journals and universities are written: a layout for each language, terms around
/// numbers, CSTR, a form of citations in sentences, and words that CSL does not have.
const OF_LANGUAGES: &str = r#"
<locale xml:lang="zh"><terms><term name="and others"> 等</term><term name="et-al">等</term><term name="volume" form="short">第%s卷</term><term name="sigil">号</term></terms></locale>
<locale><terms><term name="citation-range-delimiter">-</term><term name="et-al">et al.</term><term name="sigil">no.</term></terms></locale>
<macro name="who"><names variable="author chorus"><name name-as-sort-order="all" initialize-with=" " et-al-min="3" et-al-use-first="2"/><institution/></names></macro>
<macro name="entry"><group delimiter=". "><text macro="who"/><text variable="title" text-case="normal"/>
<group delimiter=" "><label variable="volume" form="short"/><text variable="volume"/></group>
<group delimiter=" "><text term="sigil"/><number variable="number"/></group>
<group delimiter=" "><text value="Was"/><text variable="original-status"/></group>
<choose><if variable="original-status" match="any"><text value="lost"/></if><else-if type="gazette book" match="any"><text value="Book"/></else-if></choose>
<choose><if context="bibliography" variable="title" match="all"><text value="listed"/></if></choose>
<choose><if jurisdiction="us"><text value="law"/></if></choose>
<choose><if variable="CSTR"><text variable="CSTR" prefix="CSTR:"/></if><else><text variable="DOI" prefix="DOI:"/></else></choose></group></macro>
<citation><layout locale="en"><text macro="who"/></layout><layout><text macro="who"/></layout></citation>
<intext><layout><text macro="who"/></layout></intext>
<bibliography><layout locale="en de" suffix="." prefix="EN "><text variable="citation-number" prefix="[" suffix="] "/><text macro="entry"/></layout>
<layout suffix="。"><text variable="citation-number" prefix="[" suffix="] "/><text macro="entry"/></layout></bibliography>"#;

#[test]
fn a_style_with_a_layout_for_each_language() {
    let xml = format!("{}{OF_LANGUAGES}</style>", HEAD.replace("class=", "default-locale=\"zh-CN\" class="));
    let style = CslStyle::parse(&xml).unwrap();
    let works = r#"[{"type":"book","title":"史记","language":"zh","author":[{"family":"司马","given":"迁"},{"family":"李","given":"一"},{"family":"王","given":"二"}],"volume":"3","number":"7"},
        {"type":"book","title":"Trees","language":"en","author":[{"family":"Brown","given":"Ann B."},{"family":"Roe","given":"C"},{"family":"Poe","given":"D"}],"volume":"2","DOI":"10.1000/x"},
        {"type":"article-journal","title":"Bäume","language":"de","author":[{"family":"Grün","given":"E"}],"container-title":"Wald","note":"CSTR: 1.2.3"},
        {"type":"book","title":"木","language":"ja","author":[{"family":"森","given":"林"}]}]"#;
    let source = Source { bytes: Box::new(Cursor::new(works.as_bytes().to_vec())), name: None, encoding: None };
    let articles: Vec<Article> = formats::read(source, Some("csl-json")).unwrap().1.map(|one| *one.unwrap()).collect();
    let lines: Vec<String> = style.entries(&articles, None).unwrap().iter().map(ToString::to_string).collect();
    let wanted = [
        "[1] 司马迁, 李一, 等. 史记. 第3卷. 号 7. Book. listed。",
        "EN [2] Brown, A B, Roe, C, et al. Trees. vol. 2. Book. listed. DOI:10.1000/x.",
        "EN [3] Grün, E. Bäume. listed. CSTR:1.2.3.",
        "[4] 森林. 木. Book. listed。",
    ];
    assert_eq!(lines, wanted);
    let said = |what: &str| style.left().iter().find(|left| left.contains(what)).map_or("", |left| left.as_str());
    assert_eq!(said("original-status"), "line 8: the variable \"original-status\" is not known; no record has it");
    for what in ["\"chorus\"", "<institution>", "\"gazette\"", "\"jurisdiction\""] {
        assert!(said(what).starts_with("line "), "{what}: {:?}", style.left());
    }
    assert_eq!(style.left().len(), 5, "{:?}", style.left());
}

/// Works out of the formats that people have, one trouble each, and the line that a style makes of it.
#[test]
fn what_styles_make_of_works_as_people_have_them() {
    for (text, cited) in LINES {
        let source = Source { bytes: Box::new(Cursor::new(text.as_bytes().to_vec())), name: None, encoding: None };
        let articles: Vec<Article> = formats::read(source, None).unwrap().1.map(|reading| *reading.unwrap()).collect();
        for (name, wanted) in *cited {
            let lines: Vec<String> =
                Style::named(name).unwrap().entries(&articles, None).unwrap().iter().map(ToString::to_string).collect();
            assert_eq!(lines.join(" | "), *wanted, "{name}: {text}");
        }
    }
}

type Lines = &'static [(&'static str, &'static [(&'static str, &'static str)])];

const LINES: Lines = &[
    // Names and acronyms keep their letters, small words stay small, and a question ends a title.
    (
        "@article{a, author={Brown, Ann}, title={Is {DNA} the NASA's H$_2$O, or proteins, and metrology?}, journal={eLife}, volume=1, pages=5, year=2019}",
        &[
            ("mla", "Brown, Ann. “Is DNA the NASA's H₂O, or Proteins, and Metrology?” eLife, vol. 1, 2019, p. 5."),
            ("apa", "Brown, A. (2019). Is DNA the NASA's H₂O, or proteins, and metrology? eLife, 1, 5."),
            ("chicago-author-date", "Brown, Ann. 2019. “Is DNA the NASA's H₂O, or Proteins, and Metrology?” eLife 1: 5."),
            ("ieee", "A. Brown, “Is DNA the NASA's H₂O, or proteins, and metrology?” eLife, vol. 1, p. 5, 2019."),
            ("elsevier-vancouver", "Brown A. Is DNA the NASA's H₂O, or proteins, and metrology? eLife 2019;1:5."),
        ],
    ),
    // Quotation marks of a title stand within those of the style, and none is left out.
    (
        "TY  - JOUR\nAU  - 张三\nTI  - “一带一路”\nT2  - 求是\nPY  - 2003\nER  - \n",
        &[
            ("mla", "张三. “‘一带一路.’” 求是, 2003."),
            ("chicago-author-date", "张三. 2003. “‘一带一路.’” 求是."),
            ("ieee", "张三, “‘一带一路,’” 求是, 2003."),
            ("apa", "张三. (2003). “一带一路”. 求是."),
        ],
    ),
    (
        "TY  - JOUR\nAU  - Brown, Ann\nTI  - Comment on the “end”\nT2  - Ends\nPY  - 2003\nER  - \n",
        &[("mla", "Brown, Ann. “Comment on the ‘End.’” Ends, 2003."), ("apa", "Brown, A. (2003). Comment on the “end”. Ends.")],
    ),
    // A particle that is part of the family name, whatever the source.
    (
        "TY  - JOUR\nAU  - von Neumann, John\nAU  - de Hoon, M J L\nTI  - Cards\nJO  - Decks\nPY  - 2020\nVL  - 3\nSP  - 10-\nER  - \n",
        &[
            ("apa", "von Neumann, J., & de Hoon, M. J. L. (2020). Cards. Decks, 3, 10."),
            ("vancouver", "von Neumann J, de Hoon MJL. Cards. Decks. 2020;3:10."),
        ],
    ),
    (
        "TY  - JOUR\nAU  - García de la Rosa, Ana\nAU  - Le Guin, Ursula\nTI  - Cards\nJO  - Decks\nPY  - 2020\nER  - \n",
        &[("apa", "García de la Rosa, A., & Le Guin, U. (2020). Cards. Decks.")],
    ),
    // What begins with a capital is no particle that goes behind the given name.
    (
        "TY  - BOOK\nAU  - Du Bois, William\nAU  - Mac Lane, Saunders\nTI  - Cards\nPB  - Decks\nPY  - 2020\nER  - \n",
        &[
            ("chicago-author-date", "Du Bois, William, and Saunders Mac Lane. 2020. Cards. Decks."),
            ("apa", "Du Bois, W., & Mac Lane, S. (2020). Cards. Decks."),
            ("ieee", "W. Du Bois and S. Mac Lane, Cards. Decks, 2020."),
        ],
    ),
    // A number of a report is no range, and keeps its letters.
    (
        r#"[{"type":"report","title":"Acid material","author":[{"literal":"FHWA"}],"number":"PB 91-194001","publisher":"NTIS","issued":{"date-parts":[[1990]]}}]"#,
        &[("apa", "FHWA. (1990). Acid material (PB 91-194001). NTIS."), ("ieee", "FHWA, “Acid material,” NTIS, PB 91-194001, 1990.")],
    ),
    // Authors who are not named.
    (
        "@article{a, author={Hu, Yefei and Brown, Ann and others}, title={Cards}, journal={Decks}, volume=1, pages={1656-+}, year=2019}",
        &[
            ("apa", "Hu, Y., Brown, A., et al. (2019). Cards. Decks, 1, 1656."),
            ("mla", "Hu, Yefei, et al. “Cards.” Decks, vol. 1, 2019, p. 1656."),
            ("vancouver", "Hu Y, Brown A, et al. Cards. Decks. 2019;1:1656."),
            ("ieee", "Y. Hu, A. Brown, et al., “Cards,” Decks, vol. 1, p. 1656, 2019."),
            ("chicago-author-date", "Hu, Yefei, Ann Brown, et al. 2019. “Cards.” Decks 1: 1656."),
        ],
    ),
    (
        "@article{a, author={Hu, Yefei and others}, title={Cards}, journal={Decks}, year=2019}",
        &[("ieee", "Y. Hu et al., “Cards,” Decks, 2019.")],
    ),
    // What is an article's place in its journal, and who handled it there, is not cited.
    (
        r#"[{"type":"article-journal","title":"Trees in python.","author":[{"family":"Brown","given":"Ann"}],"editor":[{"family":"Roe","given":"Bo"}],"section":"Research Article","genre":"Research Article","publisher-place":"San Francisco, USA","container-title":"Bioinformatics (Oxford, England)","container-title-short":"Bioinformatics","issued":{"date-parts":[[2012]]},"page":"1453-1454"}]"#,
        &[
            ("mla", "Brown, Ann. “Trees in Python.” Bioinformatics (Oxford, England), 2012, pp. 1453–54."),
            ("chicago-author-date", "Brown, Ann. 2012. “Trees in Python.” Bioinformatics (Oxford, England), 1453–54."),
            ("vancouver", "Brown A. Trees in python. Bioinformatics. 2012;1453–4."),
            ("gbt7714-2015-numeric", "BROWN A. Trees in python[J]. Bioinformatics (Oxford, England), 2012: 1453-1454."),
        ],
    ),
    // A paper stands in a book where its proceedings have a publisher, with an editor and without.
    (
        "@inproceedings{a, author={Brown, Ann}, title={Deep}, booktitle={Proc. of {X}}, editor={Smith, Jane}, pages={1--12}, publisher={ACM}, address={New York}, year=2019}",
        &[
            ("apa", "Brown, A. (2019). Deep. In J. Smith (Ed.), Proc. of X (pp. 1–12). ACM."),
            ("mla", "Brown, Ann. “Deep.” Proc. of X, edited by Jane Smith, ACM, 2019, pp. 1–12."),
        ],
    ),
    (
        "@inproceedings{a, author={Brown, Ann}, title={Deep}, booktitle={Meetings}, pages={1--12}, publisher={ACM}, address={New York}, year=2019}",
        &[("apa", "Brown, A. (2019). Deep. In Meetings (pp. 1–12). ACM."), ("mla", "Brown, Ann. “Deep.” Meetings, ACM, 2019, pp. 1–12.")],
    ),
    // What a thesis is for; a year is no number of an edition.
    (
        "@phdthesis{a, author={Brown, Ann}, title={Trees}, school={MIT}, year=2019}\n@mastersthesis{b, author={张三}, title={湿地}, school={武汉大学}, year=2020}",
        &[("apa", "Brown, A. (2019). Trees [Doctoral dissertation]. MIT. | 张三. (2020). 湿地 [硕士学位论文]. 武汉大学.")],
    ),
    (
        "TY  - THES\nAU  - 张三\nTI  - 湿地\nPB  - 武汉大学\nM3  - 硕士\nPY  - 2020\nER  - \n",
        &[("apa", "张三. (2020). 湿地 [硕士学位论文]. 武汉大学.")],
    ),
    (
        "@book{a, author={张三}, title={湿地}, publisher={书局}, address={北京}, edition={2020版}, year=2020}",
        &[("vancouver", "张三. 湿地. 2020版. 北京: 书局; 2020."), ("gbt7714-2015-numeric", "张三. 湿地[M]. 2020版. 北京: 书局, 2020.")],
    ),
    (
        "@book{a, author={Brown, Ann}, title={Trees}, publisher={Press}, address={Ghent}, edition={2nd ed.}, year=2020}",
        &[("vancouver", "Brown A. Trees. 2nd ed. Ghent: Press; 2020.")],
    ),
    (
        "@article{a, author={Brown, Ann}, title={Trees}, publisher={Zenodo}, year=2020}",
        &[("apa", "Brown, A. (2020). Trees. Zenodo."), ("gbt7714-2015-numeric", "BROWN A. Trees[Z]. Zenodo, 2020.")],
    ),
    // Initials that stand close together are as many names: Web of Science, PubMed, Scopus.
    (
        "TY  - JOUR\nAU  - Knuth, DE\nAU  - Wang, X.-M.\nAU  - Li, Y\nAU  - Lee, A.B.C.\nTI  - Cards\nT2  - Decks\nPY  - 1999\nER  - \n",
        &[
            ("apa", "Knuth, D. E., Wang, X.-M., Li, Y., & Lee, A. B. C. (1999). Cards. Decks."),
            ("vancouver", "Knuth DE, Wang XM, Li Y, Lee ABC. Cards. Decks. 1999."),
            ("ieee", "D. E. Knuth, X.-M. Wang, Y. Li, and A. B. C. Lee, “Cards,” Decks, 1999."),
            ("mla", "Knuth, D. E., et al. “Cards.” Decks, 1999."),
            ("chicago-author-date", "Knuth, D. E., X.-M. Wang, Y. Li, and A. B. C. Lee. 1999. “Cards.” Decks."),
            ("gbt7714-2015-numeric", "KNUTH D E, WANG X M, LI Y, et al. Cards[J]. Decks, 1999."),
        ],
    ),
    // A year of which nobody is sure; one in brackets is only not printed in the book.
    ("@book{a, title={Trees}, author={Brown, Ann}, publisher={Press}, year={[1850]}}", &[("apa", "Brown, A. (1850). Trees. Press.")]),
    ("@book{a, title={Trees}, author={Brown, Ann}, publisher={Press}, date={1850~}}", &[("apa", "Brown, A. (ca. 1850). Trees. Press.")]),
    (
        r#"[{"type":"book","title":"Trees","author":[{"family":"Brown","given":"Ann"}],"publisher":"Press","issued":{"date-parts":[[1850]],"circa":true}}]"#,
        &[("apa", "Brown, A. (ca. 1850). Trees. Press."), ("gbt7714-2015-numeric", "BROWN A. Trees[M]. [S.l.]: Press, [1850].")],
    ),
    // Short names in a list of initials are initials; alone they stay as written, and so do the signs of a name.
    (
        "TY  - JOUR\nAU  - SENECA, ED\nAU  - CRAFT, CB\nAU  - BROOME, SW\nTI  - Cards\nT2  - Decks\nPY  - 1999\nER  - \n",
        &[
            ("apa", "SENECA, E. D., CRAFT, C. B., & BROOME, S. W. (1999). Cards. Decks."),
            ("gbt7714-2015-numeric", "SENECA E D, CRAFT C B, BROOME S W. Cards[J]. Decks, 1999."),
        ],
    ),
    (
        "TY  - JOUR\nAU  - SMITH, MARY\nAU  - GORE, AL\nAU  - LEE, JI-HO\nTI  - Cards\nT2  - Decks\nPY  - 1999\nER  - \n",
        &[("gbt7714-2015-numeric", "SMITH M, GORE A, LEE J H. Cards[J]. Decks, 1999.")],
    ),
    (
        "@book{a, author={Smith, Robert (Bob)}, title={Trees}, publisher={Press}, year=2020}",
        &[("chicago-author-date", "Smith, Robert (Bob). 2020. Trees. Press.")],
    ),
    // Up to six authors, the short title of the journal.
    (
        "@article{a, author={张一 and 张二 and 张三 and 张四 and 张五 and 张六 and 张七}, title={何为治理？}, journal={学报}, volume=1, number=2, pages={101-109}, doi={10.1000/x}, year=2019}",
        &[("vancouver", "张一, 张二, 张三, 张四, 张五, 张六, et al. 何为治理？ 学报. 2019;1(2):101–9. doi:10.1000/x")],
    ),
];

/// In, out, in again: the record is the same, and so is what is written.
#[test]
fn an_item_is_written_as_it_was_read() {
    let read = |bytes: Vec<u8>| -> Vec<Article> {
        let source = Source { bytes: Box::new(Cursor::new(bytes)), name: None, encoding: None };
        let (_, readings) = formats::read(source, Some("csl-json")).unwrap();
        readings.map(|reading| *reading.unwrap()).collect()
    };
    let write = |articles: &[Article]| -> String {
        let mut out = Vec::new();
        formats::format("csl-json").unwrap().write.unwrap()(&mut out, &mut articles.iter().cloned()).unwrap();
        String::from_utf8(out).unwrap()
    };
    let first = read(fs::read(WORKS).unwrap());
    let written = write(&first);
    let second = read(written.clone().into_bytes());
    for (first, second) in first.iter().zip(&second) {
        assert_eq!(serde_json::to_value(first).unwrap(), serde_json::to_value(second).unwrap());
    }
    assert_eq!(write(&second), written);
    let record = serde_json::to_string(&first).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Article>>(&record).unwrap(), first);
}

/// What the archive's program would stumble over never reaches it: ranges, dates without a year, names without letters.
#[test]
fn items_that_would_trip_the_processor() {
    let hostile = r#"[{"type":"book","title":"a","issued":{"date-parts":[[2001],[2003]]},"event-date":{"date-parts":[[]]},"author":[{"given":"x"},{"family":"","given":""},{"literal":""}]},
        {"type":"chapter","title":"","volume":99999999999,"page":"1-99999999999","edition":"-3","issued":{"date-parts":[[]]},"custom":{"x":[1]}}]"#;
    let source = Source { bytes: Box::new(Cursor::new(hostile.as_bytes().to_vec())), name: None, encoding: None };
    let (_, readings) = formats::read(source, Some("csl-json")).unwrap();
    let articles: Vec<Article> = readings.filter_map(Result::ok).map(|article| *article).collect();
    assert_eq!(articles.len(), 2);
    for (name, _) in cite::styles() {
        assert!(Style::named(name).unwrap().entries(&articles, None).is_ok(), "{name}");
    }
}

/// Works of each kind that the standard treats, with the lines that it prints of them; blanks are folded away, for editions
/// and houses set them differently.
#[test]
fn works_as_the_standard_prints_them() {
    let cases: Vec<serde_json::Value> = serde_json::from_slice(&fs::read("tests/formats/cite/standard.json").unwrap()).unwrap();
    let items: Vec<&serde_json::Value> = cases.iter().map(|case| &case["item"]).collect();
    let source = Source { bytes: Box::new(Cursor::new(serde_json::to_vec(&items).unwrap())), name: None, encoding: None };
    let articles: Vec<Article> = formats::read(source, Some("csl-json")).unwrap().1.map(|reading| *reading.unwrap()).collect();
    let styles = [
        ("2015", Edition::Of2015, System::Numeric),
        ("2015-author-date", Edition::Of2015, System::AuthorDate),
        ("2025", Edition::Of2025, System::Numeric),
        ("2025-author-date", Edition::Of2025, System::AuthorDate),
    ];
    let folded = |line: &str| line.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let (mut wrong, mut judged) = (Vec::new(), 0);
    for (style, edition, system) in styles {
        for (case, entry) in cases.iter().zip(cite::gbt7714(&articles, edition, system, None)) {
            let Some(wanted) = case[style].as_str() else { continue };
            judged += 1;
            if folded(wanted) != folded(&entry.to_string()) {
                wrong.push(format!("{} ({style})\n  is     {entry}\n  wanted {wanted}", case["item"]["id"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(judged > 40, "{judged}");
}

#[test]
fn whatever_a_record_holds_a_reference_is_clean() {
    let ris = "TY  - JOUR\nAU  - Hu\u{1b}[2J, Ye\u{202e}\nTI  - Car\u{7}ds\nJO  - J\u{7} Cards\nPY  - 2020\nVL  - \u{1}\nIS  - 3\u{0}\nSP  - 1\u{4}2\nEP  - 1\u{4}9\nER  - \n";
    let source = Source { bytes: Box::new(Cursor::new(ris.as_bytes())), name: None, encoding: None };
    let articles: Vec<Article> = formats::read(source, Some("ris")).unwrap().1.filter_map(Result::ok).map(|article| *article).collect();
    let entries = cite::gbt7714(&articles, Edition::Of2015, System::Numeric, None);
    assert_eq!(entries[0].to_string(), "HU Y. Cards[J]. J Cards, 2020(3): 12-19.");
}

/// What BibLaTeX says of volumes, of the first publication and of a year that nobody is sure of.
#[test]
fn a_part_of_a_work_in_volumes_and_a_reprint() {
    let bibtex = "@inbook{a, author={Lind, Asa}, title={On Moss}, booktitle={Low Plants}, maintitle={Flora}, volume={2}, \
                  date={1988}, publisher={Press}, pages={1-9}}\n\
                  @book{b, author={Hall, Ann}, title={Tides}, date={1997}, origdate={1959}, publisher={Press}, volumes={3}}\n\
                  @book{c, author={Ito, Ken}, title={Salt}, date={1723?}, publisher={Press}, location={Hull}}";
    let source = Source { bytes: Box::new(Cursor::new(bibtex.as_bytes().to_vec())), name: None, encoding: None };
    let (_, readings) = formats::read(source, Some("biblatex")).unwrap();
    let works: Vec<Article> = readings.map(|reading| *reading.unwrap()).collect();
    let apa: Vec<String> = CslStyle::built_in("apa").unwrap().entries(&works, None).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(apa[0], "Hall, A. (1997). Tides (Vols. 1–3). Press. (Original work published 1959)");
    assert_eq!(apa[2], "Lind, A. (1988). On Moss. In Flora: Vol. 2. Low Plants (pp. 1–9). Press.");
    let gbt = cite::gbt7714(&works, Edition::Of2015, System::Numeric, None);
    assert_eq!(gbt[2].to_string(), "ITO K. Salt[M]. Hull: Press, [1723].");
}

fn read(text: &str, format: &str) -> Vec<Article> {
    let source = Source { bytes: Box::new(Cursor::new(text.as_bytes().to_vec())), name: None, encoding: None };
    formats::read(source, Some(format)).unwrap().1.map(|reading| *reading.unwrap()).collect()
}

fn cited(articles: &[Article], style: &str) -> Vec<String> {
    Style::named(style).unwrap().entries(articles, None).unwrap().iter().map(ToString::to_string).collect()
}

/// CNKI writes people without a comma. What one output takes for a person all do, and a round trip changes no reference.
#[test]
fn a_name_in_one_piece_is_the_same_in_every_output() {
    let ris = "TY  - JOUR\nA1  - Tatsuya Daikoku\nA1  - Wei Zhang\nA1  - World Health Organization\nT1  - Music\nJO  - Notes\nY1  - 2019\nER  - \n";
    let articles = read(ris, "ris");
    let printed = [
        ("gbt7714-2015-numeric", "DAIKOKU T, ZHANG W, World Health Organization. Music[J]. Notes, 2019."),
        ("apa", "Daikoku, T., Zhang, W., & World Health Organization. (2019). Music. Notes."),
        ("mla", "Daikoku, Tatsuya, et al. “Music.” Notes, 2019."),
        ("ieee", "T. Daikoku, W. Zhang, and World Health Organization, “Music,” Notes, 2019."),
    ];
    for (style, wanted) in printed {
        assert_eq!(cited(&articles, style), [wanted], "{style}");
    }
    for format in ["bibtex", "biblatex", "csl-json", "ris", "refer", "noteexpress"] {
        let mut written = Vec::new();
        let write = formats::format(format).unwrap().write.unwrap();
        write(&mut written, &mut articles.iter().cloned()).unwrap();
        let again = read(std::str::from_utf8(&written).unwrap(), format);
        for (style, wanted) in printed {
            assert_eq!(cited(&again, style), [wanted], "{style} by {format}");
        }
    }
    // Written as it stood.
    let mut written = Vec::new();
    (formats::format("ris").unwrap().write.unwrap())(&mut written, &mut articles.iter().cloned()).unwrap();
    assert!(String::from_utf8(written).unwrap().contains("A1  - Tatsuya Daikoku"));
}

/// Styles leave out of their lists what was only said or sent; whoever asks for it gets it as an unpublished work.
#[test]
fn interviews_speeches_and_letters_are_printed_by_every_style() {
    let who = r#""author":[{"family":"Woolf","given":"Virginia"}],"issued":{"date-parts":[[1926,1,7]]}"#;
    let works = [
        format!(r#"[{{"type":"interview","title":"On reading","interviewer":[{{"family":"Doe","given":"Jane"}}],{who}}}]"#),
        format!(r#"[{{"type":"speech","title":"On rooms",{who}}}]"#),
        format!(r#"[{{"type":"personal_communication","recipient":[{{"family":"Roe","given":"Ann"}}],{who}}}]"#),
        r#"[{"type":"interview","language":"zh","title":"谈书","interviewer":[{"literal":"李四"}],"author":[{"literal":"张三"}]}]"#
            .to_owned(),
    ];
    for (style, wanted) in [
        (
            "apa",
            [
                "Woolf, V. (1926). On reading [Interview by Jane Doe].",
                "Woolf, V. (1926, January 7). On rooms.",
                "Woolf, V. (1926). [Letter to Ann Roe].",
                "张三. (n.d.). 谈书 [李四采访].",
            ],
        ),
        (
            "mla",
            [
                "Woolf, Virginia. “On Reading.” Interview by Jane Doe. 7 Jan. 1926.",
                "Woolf, Virginia. “On Rooms.”",
                "Woolf, Virginia. Letter to Ann Roe. 7 Jan. 1926.",
                "张三. “谈书.” Interview by 李四.",
            ],
        ),
        (
            "chicago-author-date",
            [
                "Woolf, Virginia. 1926. “On Reading.” Interview by Jane Doe. January 7.",
                "Woolf, Virginia. 1926. “On Rooms.” January 7.",
                "Woolf, Virginia. 1926. Letter to Ann Roe. January 7.",
                "张三. n.d. “谈书.” 李四采访.",
            ],
        ),
        (
            "chicago-notes",
            [
                "Woolf, Virginia. “On Reading.” Interview by Jane Doe. January 7, 1926.",
                "Woolf, Virginia. “On Rooms.” Speech. January 7, 1926.",
                "Woolf, Virginia. Letter to Ann Roe. January 7, 1926.",
                "张三. “谈书.” 李四采访. n.d.",
            ],
        ),
    ] {
        for (work, wanted) in works.iter().zip(wanted) {
            assert_eq!(cited(&read(work, "csl-json"), style), [wanted], "{style}");
        }
    }
    let mut bare = Vec::new();
    for (style, _) in cite::built_in_styles() {
        let works = works.iter().flat_map(|work| read(work, "csl-json")).collect::<Vec<_>>();
        let entries = Style::named(style).unwrap().entries(&works, None).unwrap();
        bare.extend(entries.iter().any(Entry::is_bare).then_some(style));
    }
    assert!(bare.is_empty(), "{bare:?}");
}

/// What hayagriva 0.10 does otherwise than CSL means: references that lost a part, or have a sign too many.
#[test]
fn references_lose_no_part_and_have_no_sign_twice() {
    let ann = r#""author":[{"family":"Roe","given":"Ann"}]"#;
    let two = r#""author":[{"family":"Roe","given":"Ann"},{"family":"Poe","given":"Ed"}],"publisher":"P","type":"book""#;
    let review = r#""type":"review-book","title":"Talk","reviewed-title":"A life","reviewed-author":[{"family":"Poe","given":"Ed"}],"container-title":"J. of Books""#;
    for (style, items, wanted) in [
        ("mla", format!(r#"[{{{two},"title":"One"}},{{{two},"title":"Two"}}]"#), &["Roe, Ann, and Ed Poe. One. P.", "———. Two. P."][..]),
        (
            "mla",
            format!(r#"[{{"type":"book","title":"One",{}}},{{"type":"book","title":"Two",{}}}]"#, others(ann), others(ann)),
            &["Roe, Ann, et al. One.", "———, et al. Two."],
        ),
        ("mla", format!("[{{{review},{ann}}}]"), &["Roe, Ann. “Talk.” Review of A Life by Ed Poe. J. of Books."]),
        ("chicago-author-date", format!("[{{{review},{ann}}}]"), &["Roe, Ann. n.d. “Talk.” Review of A Life, by Ed Poe. J. of Books."]),
        (
            "chicago-author-date",
            format!(r#"[{{"type":"software","title":"qikan",{ann},"publisher":"GitHub","issued":{{"date-parts":[[2020]]}}}}]"#),
            &["Roe, Ann. 2020. Qikan. GitHub."],
        ),
        (
            "chicago-author-date",
            format!(r#"[{{"type":"article-newspaper","title":"Trees",{ann},"container-title":"Times","section":"A","page":"A1"}}]"#),
            &["Roe, Ann. n.d. “Trees.” Times."],
        ),
        (
            "chicago-author-date",
            r#"[{"type":"legal_case","title":"Roe v. Wade","container-title":"U.S.","volume":"410","page":"113","issued":{"date-parts":[[1973]]}}]"#
                .to_owned(),
            &["Roe v. Wade, 410 U.S. 113 (1973)."],
        ),
        (
            "apa",
            r#"[{"type":"book","language":"zh","title":"图书馆史","editor":[{"literal":"王某"},{"literal":"李四"}],"publisher":"出版社"}]"#
                .to_owned(),
            &["王某, & 李四 (Eds.). (n.d.). 图书馆史. 出版社."],
        ),
        (
            "apa",
            r#"[{"type":"book","title":"A manual","edition":"17","publisher":"Press","issued":{"date-parts":[[2017]]}}]"#.to_owned(),
            &["A manual (17th ed.). (2017). Press."],
        ),
        ("apa", format!(r#"[{{"type":"book","title":"史记",{ann},"volume":"卷3","issued":{{"date-parts":[[1870]]}}}}]"#), &[
            "Roe, A. (1870). 史记 (Vol. 3).",
        ]),
        (
            "vancouver",
            format!(r#"[{{"type":"standard","title":"Guidelines",{ann},"number":"ISO 690:2021","issued":{{"date-parts":[[2021]]}}}}]"#),
            &["Roe A. Guidelines. 2021. Report ISO 690:2021."],
        ),
        (
            "vancouver",
            format!(
                r#"[{{"type":"interview","title":"Art",{ann},"container-title":"Review","issue":"128","page":"82","issued":{{"date-parts":[[1993]]}}}}]"#
            ),
            &["Roe A. Art. Review. 1993;(128):82."],
        ),
        (
            "ieee",
            format!(
                r#"[{{"type":"standard","title":"Guidelines",{ann},"number":"ISO 690","publisher-place":"Geneva","issued":{{"date-parts":[[2021]]}}}}]"#
            ),
            &["A. Roe, Guidelines, ISO 690, Geneva, 2021."],
        ),
        (
            "gbt7714-2015-numeric",
            r#"[{"type":"legal_case","title":"Roe v. Wade","container-title":"U.S.","volume":"410","page":"113","issued":{"date-parts":[[1973]]}}]"#
                .to_owned(),
            &["Roe v. Wade[Z]//U.S.: Vol. 410. 1973: 113."],
        ),
        (
            "gbt7714-2015-numeric",
            format!(r#"[{{"type":"personal_communication",{ann},"recipient":[{{"family":"Poe","given":"Ed"}}],"issued":{{"date-parts":[[1926]]}}}}]"#),
            &["ROE A. [Letter to Ed Poe][A]. 1926."],
        ),
    ] {
        assert_eq!(cited(&read(&items, "csl-json"), style), wanted, "{style}");
    }
}

/// An author with others who are not named.
fn others(author: &str) -> String {
    author.replace("}]", r#"},{"literal":"others"}]"#)
}
