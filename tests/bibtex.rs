//! Small `.bib` files, one trouble each.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[path = "formats/bib.rs"]
mod bib;
#[path = "formats/reading.rs"]
mod reading;

use std::io::Cursor;

use bib::{key, read, told};
use proptest::prelude::*;
use qikan::formats::{self, Source};
use qikan::record::{Article, ContributorKind, MultiText};
use reading::read_as;

fn one<'a>(records: &'a [Article], wanted: &str) -> &'a Article {
    records.iter().find(|article| key(article) == wanted).unwrap()
}

fn shown(article: &Article) -> Vec<String> {
    let part = |text: &qikan::record::MultiText| text.values().next().cloned().unwrap_or_default();
    article
        .authors
        .iter()
        .map(|one| format!("{}{}", one.role.as_ref().map(|role| format!("{role}: ")).unwrap_or_default(), part(&one.name)))
        .collect()
}

fn title(article: &Article) -> &str {
    article.title.values().next().map_or("", String::as_str)
}

fn raw<'a>(article: &'a Article, name: &str) -> Option<&'a str> {
    article.raw["bibtex"].as_array().unwrap().iter().find(|pair| pair[0] == name).and_then(|pair| pair[1].as_str())
}

#[test]
fn a_broken_entry_costs_no_other() {
    let (records, findings) = read(include_bytes!("formats/bibtex/broken.bib"));
    let keys: Vec<&str> = records.iter().map(key).collect();
    assert_eq!(keys, ["round", "open", "next", "next", "", "", "stray", "child", "whole", "last", "behind", "cut"]);
    let round = one(&records, "round");
    assert_eq!(title(round), r#"Gödel and "braces""#);
    assert_eq!(round.journal.title.values().next().unwrap(), "Journal of Small Cities B");
    assert_eq!(round.dates.published.unwrap().to_string(), "2024-05-25");
    assert_eq!((shown(round), raw(round, "author")), (vec!["Ye-fei Hu".to_owned(), "Yi-meng Zhang".to_owned()], None));
    assert!(round.etal);
    let again = written(&records, "bibtex");
    assert!(again.contains("author = {Hu, Ye-fei and Zhang, Yi-meng and others}"), "{again}");
    assert_eq!((round.pages.raw.as_str(), round.issue.as_deref()), ("46-58", Some("3")));
    let open = one(&records, "open");
    assert_eq!((title(open), open.year), ("On an unbalanced brace", Some(2020)));
    assert_eq!(open.journal.title.values().next().unwrap(), "J. Braces");
    assert_eq!(title(&records[4]), "No key at all");
    assert_eq!(title(&records[5]), "No key and no comma");
    assert_eq!(one(&records, "stray").year, Some(2019));
    let child = one(&records, "child");
    assert_eq!(child.journal.title.values().next().unwrap(), "Proceedings of the Whole");
    assert_eq!((shown(child), child.year), (vec!["Jane Doe".to_owned(), "editor: Rick Roe".to_owned()], Some(2006)));
    assert_eq!(title(one(&records, "cut")), "The file ends here");
    let lines: Vec<Option<usize>> = findings.iter().map(|finding| finding.line).collect();
    assert_eq!(lines, [Some(2), Some(16), Some(28), Some(30), Some(30), Some(33), Some(33), Some(36), Some(36)], "{findings:?}");
}

#[test]
fn an_entry_within_an_open_value_is_one_though_its_braces_would_close_the_value() {
    let (records, _) = read(b"@article{a, title = {Open,\n@article{b, title = {B}}}}\n@article{c, title = {C}}\n");
    let read: Vec<(&str, &str)> = records.iter().map(|one| (key(one), title(one))).collect();
    assert_eq!(read, [("a", "Open"), ("b", "B"), ("c", "C")]);
}

#[test]
fn chinese_entries_in_utf8_and_in_gbk() {
    let text = include_str!("formats/bibtex/chinese.bib");
    let (gbk, _, _) = encoding_rs::GB18030.encode(text);
    for bytes in [text.as_bytes(), &gbk] {
        let (records, findings) = read(bytes);
        assert_eq!(findings, []);
        let article = &records[0];
        assert_eq!(key(article), "胡业飞2024");
        assert_eq!(shown(article), ["胡业飞", "欧阳静怡", "国家统计局"]);
        assert_eq!(article.authors[1].family.values().next().unwrap(), "欧阳");
        assert_eq!(article.authors[2].kind, ContributorKind::Collaboration);
        assert_eq!(article.journal.title.values().next().unwrap(), "北方治理学报");
        assert_eq!(article.keywords.values().next().unwrap(), &["智慧城市", "治理", "AI"]);
        assert_eq!((article.lang.as_str(), article.issue.as_deref()), ("zh", Some("S1")));
        assert_eq!(shown(&records[1]), ["张三", "李四"]);
        assert_eq!(records[1].journal.publisher.values().next().unwrap(), "武汉大学");
        assert_eq!(records[1].imprint.place.as_deref(), Some("武汉"));
        // The script of a title decides against what the entry says.
        assert_eq!((records[1].lang.as_str(), records[1].title.languages().next().unwrap().as_str()), ("en", "zh"));
    }
    assert_eq!(read(&gbk).0[0].prov[0].enc.as_deref(), Some("gb18030"));
}

#[test]
fn fields_of_biblatex() {
    let (records, findings) = read(include_bytes!("formats/bibtex/biblatex.bib"));
    let eth = one(&records, "eth");
    assert_eq!(shown(eth), ["Anna van der Wiel", "The Wiki Group"]);
    assert_eq!(title(eth), "Über <i>Ficus</i> and H<sub>2</sub>O in <math tex=\"E=mc^2\">E = mc²</math>");
    assert_eq!(eth.subtitle.values().next().unwrap(), "“Quoted” – <sc>small</sc>");
    assert_eq!((eth.lang.as_str(), eth.ids.arxiv.as_deref()), ("de", Some("1905.00001v2")));
    assert_eq!(eth.links[0].url, "https://example.org/a_b~c");
    assert_eq!(eth.dates.published.unwrap().to_string(), "2019-03");
    assert_eq!((raw(eth, "date"), eth.imprint.place.as_deref()), (Some("2019-03/2020~"), Some("Ghent")));
    assert_eq!(eth.journal.publisher.values().next().unwrap(), "The Press");
    let eid = one(&records, "eid");
    assert_eq!(shown(eid), ["John Smith", "Émile de la Tour"]);
    assert_eq!((eid.authors[0].suffix.as_deref(), eid.authors[1].particle.as_deref()), (Some("Jr."), Some("de la")));
    assert_eq!((eid.pages.article_number.as_deref(), eid.ids.pmid.as_deref()), (Some("e0123"), Some("123")));
    assert_eq!(eid.ids.doi.as_ref().unwrap().as_str(), "10.1000/abc");
    assert_eq!(eid.journal.issn, ["1234-5678", "2345-6789"]);
    assert_eq!(findings.iter().map(|finding| finding.field.as_deref()).collect::<Vec<_>>(), [Some("xdata"), Some("xdata")]);
    let (format, _) = detected(include_bytes!("formats/bibtex/biblatex.bib"));
    assert_eq!(format, "biblatex");
    assert_eq!(detected(include_bytes!("formats/bibtex/broken.bib")).0, "bibtex");
}

#[test]
fn keys_options_and_names_of_before() {
    let (records, findings) = read(include_bytes!("formats/bibtex/keys.bib"));
    assert_eq!(findings, []);
    let horn = one(&records, "horn");
    assert_eq!((horn.lang.as_str(), horn.imprint.genre.as_deref()), ("de", Some("French patent request")));
    assert_eq!(horn.imprint.place.as_deref(), Some("France; United Kingdom"));
    assert_eq!(one(&records, "model").imprint.genre.as_deref(), Some("Research report"));
    let herder = one(&records, "herder");
    assert_eq!((herder.imprint.series.as_deref(), raw(herder, "series")), (Some("new series"), None));
    let places = ["horn", "earl", "letters"].map(|key| one(&records, key).imprint.place.as_deref().unwrap());
    assert_eq!(places, ["France; United Kingdom", "Tyne and Wear", "Oslo; Rome; Frankfurt and Main"]);
    // The date goes before the year, which is kept.
    assert_eq!((herder.year, herder.dates.raw.get("published"), raw(herder, "year")), (Some(1933), None, Some("1999")));
    assert_eq!(herder.dates.accessed.unwrap().to_string(), "2012-10-12");
    assert_eq!(herder.dates.raw["accessed"], "2012-10-12/2013-01-31");
    let earl = one(&records, "earl");
    assert_eq!((title(earl), shown(earl)), ("Earls and ‘Saints’", vec!["Inga de Vries".to_owned(), "Per Quist".to_owned()]));
    let particles =
        |article: &Article| article.authors.iter().map(|one| (one.dropping_particle.clone(), one.particle.clone())).collect::<Vec<_>>();
    let (of, van, de) = (Some("von".to_owned()), Some("van".to_owned()), Some("de".to_owned()));
    assert_eq!(particles(earl), [(de, None), (None, None)]);
    assert_eq!(particles(one(&records, "letters")), [(of, None), (None, van)]);
    // A part of a work in several volumes stands in that work where nobody names the volume.
    let macbeth = one(&records, "macbeth");
    assert_eq!(macbeth.journal.title.values().next().unwrap(), "Collected Works: In Four Volumes");
    let biblatex = written(&records, "biblatex");
    let lines = [
        "  author = {de Vries, Inga and Quist, Per},",
        "  location = {France and United Kingdom},",
        "  author = {family=Goethe, given=Johann, prefix=von, useprefix=false and van Gogh, Vincent},",
        "  type = {resreport},",
        "  urldate = {2012-10-12/2013-01-31},",
        "  maintitle = {Collected Works},",
    ];
    for line in lines {
        assert_eq!(biblatex.lines().filter(|written| *written == line).count(), 1, "{line} in {biblatex}");
    }
    assert!(!biblatex.contains("booktitle"), "{biblatex}");
    let (again, _) = read(biblatex.as_bytes());
    for (before, after) in records.iter().zip(&again) {
        assert_eq!(before.authors, after.authors);
        assert_eq!((&before.imprint, &before.journal, &before.dates), (&after.imprint, &after.journal, &after.dates));
    }
    assert!(written(&records, "bibtex").contains("author = {von Goethe, Johann and van Gogh, Vincent}"));
}

fn detected(bytes: &[u8]) -> (&'static str, usize) {
    let source = Source { bytes: Box::new(Cursor::new(bytes.to_vec())), name: None, encoding: None };
    let (format, readings) = formats::read(source, None).unwrap();
    (format.name, readings.flatten().count())
}

fn written(records: &[Article], dialect: &str) -> String {
    let mut text = Vec::new();
    formats::format(dialect).unwrap().write.unwrap()(&mut text, &mut records.iter().cloned()).unwrap();
    String::from_utf8(text).unwrap()
}

#[test]
fn the_two_dialects_as_they_are_written() {
    let (records, _) = read(include_bytes!("formats/bibtex/biblatex.bib"));
    let records = [one(&records, "eid").clone()];
    let bibtex = written(&records, "bibtex");
    assert_eq!(
        bibtex,
        "@article{eid,\n  author = {Smith, Jr., John and de la Tour, Émile},\n  title = {Numbers \\& {DNA}},\n  journal = {Annals},\n  \
         year = {2020},\n  month = may,\n  day = {6},\n  volume = {12},\n  number = {4},\n  eid = {e0123},\n  issn = {1234-5678, \
         2345-6789},\n  doi = {10.1000/abc},\n  pmid = {123},\n  abstract = {One \\& two.},\n}\n\n"
    );
    let biblatex = written(&records, "biblatex");
    assert!(biblatex.contains("journaltitle = {Annals}") && biblatex.contains("date = {2020-05-06}") && !biblatex.contains("year"));
}

#[test]
fn records_without_keys_get_keys_of_their_own() {
    let entry = |title: &str| format!("@article{{, author = {{Hu, Ye-fei}}, title = {{{title}}}, year = 2024}}\n");
    let (records, _) = read([entry("The smart city"), entry("Smart reeds")].concat().as_bytes());
    let text = written(&records, "bibtex");
    let heads: Vec<&str> = text.lines().filter(|line| line.starts_with('@')).collect();
    assert_eq!(heads, ["@article{hu2024smart,", "@article{hu2024smarta,"]);
}

#[test]
fn the_small_files_come_back_as_they_were() {
    for bytes in [
        &include_bytes!("formats/bibtex/broken.bib")[..],
        include_bytes!("formats/bibtex/chinese.bib"),
        include_bytes!("formats/bibtex/biblatex.bib"),
    ] {
        for dialect in ["bibtex", "biblatex"] {
            let (records, _) = read(bytes);
            let text = written(&records, dialect);
            assert!(biblatex::RawBibliography::parse(&text).is_ok(), "{text}");
            let (again, _) = read(text.as_bytes());
            for (before, after) in records.iter().zip(&again) {
                assert_eq!(told(before, false), told(after, false), "{text}");
            }
            assert_eq!(records.len(), again.len());
            assert_eq!(written(&again, dialect), text);
        }
    }
}

/// A file's own pieces, and signs that mean something, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "@article{k,",
        "@string{s=",
        "@comment{",
        "@preamble{",
        "@xdata{",
        "title",
        "author",
        "crossref",
        "xdata",
        "date",
        "=",
        "{",
        "}",
        "(",
        ")",
        "\"",
        "#",
        ",",
        "\n",
        "@",
        "\\",
        "\\'{",
        "\\emph{",
        "$",
        "~",
        "--",
        " and ",
        "others",
        "k",
        "jan",
        "2020",
        "<i>",
        "</i>",
        "&amp;",
        "``",
        "汉",
        "\u{A0}",
        "%",
        "'",
    ]);
    prop::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_read_and_what_was_read_can_be_written(text in pieces()) {
        let (records, _) = read(text.as_bytes());
        for dialect in ["bibtex", "biblatex"] {
            let out = written(&records, dialect);
            let (again, _) = read(out.as_bytes());
            prop_assert_eq!(again.len(), records.len(), "{}", out);
            let third = written(&read(written(&again, dialect).as_bytes()).0, dialect);
            prop_assert_eq!(&third, &written(&again, dialect));
        }
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read(&bytes);
    }

    #[test]
    fn any_text_of_a_title_comes_back(text in "[ -~à-ỹ汉字–“”]{0,40}") {
        let lite: String = text.chars().map(|c| match c { '<' => "&lt;".to_owned(), '>' => "&gt;".to_owned(), '&' => "&amp;".to_owned(), c => c.to_string() }).collect();
        let lite = lite.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut article = Article::default();
        article.title.insert(qikan::record::Language::of_text(&text), lite.clone());
        let (again, findings) = read(written(&[article], "bibtex").as_bytes());
        prop_assert_eq!(findings, vec![]);
        prop_assert_eq!(title(&again[0]), lite);
    }
}

#[test]
fn hostile_files_end() {
    for piece in [
        "@comment{",
        "@a{b,c={",
        "@a{b,c=\"",
        "@string{a=a#a}\n",
        "@a{k,author={{",
        "@a{k,title={\\'{\\'{$",
        "\n@a{",
        "{",
        "@a{k,crossref={k},xdata={k,k,k}}\n",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        read(text.as_bytes());
    }
    let doubling: String = (1..60).fold(String::new(), |text, n| text + &format!("@string{{a{n} = a{0} # a{0}}}\n", n - 1));
    let (records, _) = read(format!("@string{{a0 = \"xxxxxxxx\"}}\n{doubling}@misc{{k, title = a59}}").as_bytes());
    assert!(title(&records[0]).len() < 4 << 20);
}

#[test]
fn a_file_of_several_windows_is_read_to_its_end() {
    // What stands between entries costs little time.
    let between = "between\n".repeat(1 << 17);
    let entry = |n| format!("@misc{{k{n},\n title = {{Number {n}}}}}\n");
    let text = (0..70).fold(String::new(), |text, n| text + &entry(n) + &between);
    let (records, findings) = read(text.as_bytes());
    let titles: Vec<&str> = records.iter().map(title).collect();
    let wanted: Vec<String> = (0..70).map(|n| format!("Number {n}")).collect();
    assert_eq!((titles, findings.len()), (wanted.iter().map(String::as_str).collect(), 0));
}

/// The kind of entry says what a thesis is for, in the language of the thesis; what comes from elsewhere says it in `type`.
#[test]
fn what_a_thesis_is_for() {
    let text = "@phdthesis{a,\n  title = {Trees},\n}\n\n@mastersthesis{b,\n  title = {湿地},\n}\n\n@phdthesis{c,\n  title = {Reeds},\n  type = {Habilitation},\n}\n\n\
                @thesis{d,\n  title = {Marsh},\n  type = {mathesis},\n}\n\n";
    let (_, records, _) = read_as(text.as_bytes(), Some("bibtex"));
    let genres: Vec<Option<&str>> = records.iter().map(|article| article.imprint.genre.as_deref()).collect();
    assert_eq!(genres, [Some("Doctoral dissertation"), Some("硕士学位论文"), Some("Habilitation"), Some("Master's thesis")]);
    assert_eq!(written(&records, "bibtex"), text);
    let ris = "TY  - THES\nTI  - A\nM3  - 硕士\nER  - \n\nTY  - THES\nTI  - B\nER  - \n\nTY  - THES\nTI  - C\nM3  - Doctoral dissertation\nER  - \n\n";
    let (_, records, _) = read_as(ris.as_bytes(), Some("ris"));
    let bibtex = written(&records, "bibtex");
    let kinds: Vec<&str> = bibtex.lines().filter_map(|line| line.strip_prefix('@')?.split('{').next()).collect();
    assert_eq!(kinds, ["mastersthesis", "phdthesis", "phdthesis"], "{bibtex}");
    let (_, again, _) = read_as(bibtex.as_bytes(), Some("bibtex"));
    let genres: Vec<Option<&str>> = again.iter().map(|article| article.imprint.genre.as_deref()).collect();
    assert_eq!(genres, [Some("硕士"), None, Some("Doctoral dissertation")], "{bibtex}");
}

/// Chinese sites write the journal where the publisher should stand; others mean the publisher.
#[test]
fn the_publisher_of_an_article_without_a_journal() {
    let text =
        "@article{a,\n  title = {Code},\n  publisher = {Zenodo},\n}\n\n@article{b,\n  title = {湿地},\n  publisher = {湿地学报},\n}\n\n";
    let (_, records, _) = read_as(text.as_bytes(), Some("bibtex"));
    let of = |text: &MultiText| text.values().next().cloned().unwrap_or_default();
    let journals: Vec<String> = records.iter().map(|article| of(&article.journal.title)).collect();
    let publishers: Vec<String> = records.iter().map(|article| of(&article.journal.publisher)).collect();
    assert_eq!((journals, publishers), (vec![String::new(), "湿地学报".into()], vec!["Zenodo".into(), String::new()]));
    let (_, again, _) = read_as(written(&records, "bibtex").as_bytes(), Some("bibtex"));
    assert_eq!(again[0].journal.publisher, records[0].journal.publisher);
}

/// What CNKI writes as `@Misc` is read again as what it was, whatever told it, and its word for nobody is no name.
#[test]
fn newspapers_and_patents_of_cnki_come_back() {
    let (records, findings) = read(
        "@Misc{a, title={稻田}, author={张三}, secondarytitle={农民日报}, year={2020}, databaseprovider={CNKI}}\n\
         @Misc{b, title={麦田}, author={null}, srcdatabase={专利}, typeofwork={CN1}, year={2020}, databaseprovider={CNKI}}\n"
            .as_bytes(),
    );
    assert_eq!(findings, []);
    let kinds = |records: &[Article]| records.iter().map(|one| one.kind.as_str().to_owned()).collect::<Vec<_>>();
    for dialect in ["bibtex", "biblatex"] {
        let text = written(&records, dialect);
        assert!(!text.contains("null") && text.contains("农民日报"), "{text}");
        assert_eq!(kinds(&read(text.as_bytes()).0), kinds(&records), "{text}");
    }
    assert!(written(&records, "bibtex").contains("entrysubtype = {newspaper}"));
}
