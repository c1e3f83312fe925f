//! `.bib` files: small ones with one trouble each, and scores over a folder of real ones where there is one.
//!
//! The scores run only where `QIKAN_SHARED_DATA` names a folder that holds `bibtex` and `zotero-tests`; they print a table.
//! `QIKAN_GOLD_SHOW=bbt/creators` (or a part of it) lists what differs.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measuring test speaks and stops")]

#[path = "formats/reading.rs"]
mod reading;

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use qikan::formats::{self, Finding, Source};
use qikan::record::{Article, Contributor, ContributorKind, PartialDate};
use reading::read_as;
use serde_json::Value;

fn read(bytes: &[u8]) -> (Vec<Article>, Vec<Finding>) {
    let (_, records, findings) = read_as(bytes, Some("bibtex"));
    (records, findings)
}

fn key(article: &Article) -> &str {
    let raw = article.raw["bibtex"].as_array().unwrap();
    raw.iter().find(|pair| pair[0] == "entrykey").and_then(|pair| pair[1].as_str()).unwrap_or_default()
}

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

/// Files under a folder with one of these endings.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| *wanted == ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn shared(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("QIKAN_SHARED_DATA").map(|folder| PathBuf::from(folder).join(name)).filter(|folder| folder.is_dir());
    if folder.is_none() {
        println!("skipped: QIKAN_SHARED_DATA names no folder with {name}");
    }
    folder
}

/// Letters and digits in one case; tags are taken away.
fn norm(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut plain = String::new();
    let mut inside = false;
    for c in text.replace("&lt;", "\u{1}").replace("&gt;", "\u{1}").replace("&amp;", "&").chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if inside => {}
            c => plain.push(c),
        }
    }
    plain.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn norm_pages(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if matches!(c, '–' | '—' | '−') { '-' } else { c })
        .collect::<String>()
        .replace("--", "-")
}

fn norm_date(text: &str) -> String {
    let begin = text.split('/').next().unwrap_or_default();
    PartialDate::parse(begin.trim_matches(['~', '?', '[', ']', ' '])).map_or_else(|| norm(text), |date| date.to_string())
}

fn first<'v>(item: &'v Value, names: &[&str]) -> Option<&'v str> {
    names.iter().find_map(|name| item[*name].as_str()).filter(|text| !text.trim().is_empty())
}

const PUBLICATION: &[&str] = &["publicationTitle", "proceedingsTitle", "bookTitle", "encyclopediaTitle", "dictionaryTitle"];

fn names_wanted(item: &Value) -> Vec<String> {
    let creators = item["creators"].as_array().cloned().unwrap_or_default();
    creators
        .iter()
        .map(|one| norm(&["lastName", "firstName", "name"].map(|part| one[part].as_str().unwrap_or_default()).concat()))
        .collect()
}

fn name_found(one: &Contributor) -> String {
    let part = |text: &qikan::record::MultiText| text.values().next().cloned().unwrap_or_default();
    if one.kind == ContributorKind::Collaboration || one.family.is_empty() {
        return norm(&part(&one.name));
    }
    let suffix = one.suffix.clone().unwrap_or_default();
    norm(&format!("{}{}{}{suffix}", one.particle.clone().unwrap_or_default(), part(&one.family), part(&one.given)))
}

/// What is wanted and what was found, for each field that is wanted.
fn compared(item: &Value, article: &Article) -> Vec<(&'static str, String, String)> {
    let mut pairs = Vec::new();
    let any = |text: &qikan::record::MultiText| text.values().next().cloned().unwrap_or_default();
    if let Some(title) = first(item, &["title", "caseName", "nameOfAct", "subject"]) {
        let whole = format!("{} {}", any(&article.title), any(&article.subtitle));
        pairs.push(("title", norm(title), norm(&whole)));
    }
    if item["creators"].as_array().is_some_and(|list| !list.is_empty()) {
        let mut wanted = names_wanted(item);
        let mut found: Vec<String> = article.authors.iter().map(name_found).collect();
        wanted.sort();
        found.sort();
        pairs.push(("creators", wanted.join(";"), found.join(";")));
    }
    if let Some(date) = first(item, &["date", "issueDate"]) {
        let found = article.dates.published.map(|date| date.to_string());
        let raw = article.dates.raw.get("published").and_then(Value::as_str).unwrap_or_default();
        pairs.push(("date", norm_date(date), found.unwrap_or_else(|| norm(raw))));
    }
    if let Some(title) = first(item, PUBLICATION) {
        pairs.push(("publication", norm(title), norm(&any(&article.journal.title))));
    }
    if let Some(volume) = first(item, &["volume"]) {
        pairs.push(("volume", norm(volume), norm(article.volume.as_deref().unwrap_or_default())));
    }
    if let Some(issue) = first(item, &["issue"]) {
        pairs.push(("issue", norm(issue), norm(article.issue.as_deref().unwrap_or_default())));
    }
    if let Some(pages) = first(item, &["pages"]) {
        pairs.push(("pages", norm_pages(pages), norm_pages(&article.pages.raw)));
    }
    if let Some(doi) = first(item, &["DOI"]) {
        pairs.push(("DOI", doi.to_lowercase(), article.ids.doi.as_ref().map(ToString::to_string).unwrap_or_default()));
    }
    if let Some(issn) = first(item, &["ISSN"]) {
        pairs.push(("ISSN", norm(issn), norm(&article.journal.issn.concat())));
    }
    if let Some(text) = first(item, &["abstractNote"]) {
        let found: String = article.abstracts.values().flatten().map(|section| section.text.clone()).collect();
        pairs.push(("abstract", norm(text), norm(&found)));
    }
    pairs
}

#[derive(Default)]
struct Score {
    right: usize,
    counted: usize,
}

/// Compares the items of pairs of files, prints a table, and gives the share of items found and the mean of the fields.
fn scores(name: &str, pairs: &[(PathBuf, PathBuf)]) -> (f64, f64) {
    let show = std::env::var("QIKAN_GOLD_SHOW").unwrap_or_default();
    let mut table: BTreeMap<&str, Score> = BTreeMap::new();
    let (mut wanted, mut found) = (0, 0);
    for (input, expected) in pairs {
        let (records, _) = read(&fs::read(input).unwrap());
        let expected: Value = serde_json::from_slice(&fs::read(expected).unwrap()).unwrap();
        let Some(items) = expected.as_array().or_else(|| expected["items"].as_array()) else { continue };
        let items: Vec<&Value> = items.iter().filter(|item| !matches!(item["itemType"].as_str(), Some("note" | "attachment"))).collect();
        let mut left: Vec<&Article> = records.iter().collect();
        for item in items {
            wanted += 1;
            let extra = item["extra"].as_array().cloned().unwrap_or_default();
            let in_extra = extra.iter().find_map(|line| line.as_str()?.strip_prefix("Citation Key: ").map(str::to_owned));
            let id = first(item, &["citationKey", "itemID"]).map(str::to_owned).or(in_extra).unwrap_or_default();
            let title = norm(first(item, &["title", "caseName", "nameOfAct"]).unwrap_or_default());
            let same_title = |article: &Article| article.title.values().next().is_some_and(|text| norm(text) == title);
            let same_key = |article: &Article| key(article) == id && !id.is_empty();
            let at = left.iter().position(|one| same_key(one) && same_title(one));
            let at = at.or_else(|| left.iter().position(|one| same_key(one)));
            let at = at.or_else(|| left.iter().position(|one| same_title(one) && !title.is_empty()));
            let Some(at) = at else {
                if show.starts_with(name) {
                    println!("{name}/items: {} {id:?} {title:?}", input.display());
                }
                continue;
            };
            found += 1;
            for (field, wanted, found) in compared(item, left.remove(at)) {
                let score = table.entry(field).or_default();
                score.counted += 1;
                score.right += usize::from(wanted == found);
                if wanted != found && !show.is_empty() && format!("{name}/{field}").contains(&show) {
                    println!("{name}/{field}: {} {id}\n   wanted {wanted}\n   found  {found}", input.display());
                }
            }
        }
    }
    let share = |right: usize, of: usize| {
        if of == 0 { 1.0 } else { f64::from(u32::try_from(right).unwrap()) / f64::from(u32::try_from(of).unwrap()) }
    };
    println!("{name:<12} items {found}/{wanted}");
    let mut sum = 0.0;
    for (field, score) in &table {
        println!("{name:<12} {field:<12} {:>5}/{:<5} {:.1} %", score.right, score.counted, 100.0 * share(score.right, score.counted));
        sum += share(score.right, score.counted);
    }
    let mean = sum / f64::from(u32::try_from(table.len().max(1)).unwrap());
    println!("{name:<12} mean         {:.2} %", 100.0 * mean);
    (share(found, wanted), mean)
}

#[test]
fn better_bibtex_expects_these_items() {
    let Some(folder) = shared("bibtex/bbt/test/fixtures/import") else { return };
    let pairs: Vec<(PathBuf, PathBuf)> = files(&folder, &["bib"])
        .into_iter()
        .map(|bib| (bib.clone(), bib.with_extension("json")))
        .filter(|(_, json)| json.exists())
        .collect();
    let (items, mean) = scores("bbt", &pairs);
    assert!(items >= 1.0 && mean >= 0.98, "{items} {mean}");
}

#[test]
fn zotero_expects_these_items() {
    let Some(folder) = shared("zotero-tests/intl-import/BibTeX") else { return };
    let pairs: Vec<(PathBuf, PathBuf)> = files(&folder, &["in"])
        .into_iter()
        .map(|bib| (bib.clone(), bib.with_extension("expected.json")))
        .filter(|(_, json)| json.exists())
        .collect();
    let (items, mean) = scores("zotero", &pairs);
    assert!(items >= 1.0 && mean >= 0.97, "{items} {mean}");
}

#[test]
fn every_file_is_read_and_no_entry_is_missed() {
    let Some(folder) = shared("bibtex") else { return };
    let show = std::env::var("QIKAN_GOLD_SHOW").unwrap_or_default();
    let (mut count, mut parsed, mut fewer, mut ours, mut theirs) = (0, 0, 0, 0, 0);
    for path in files(&folder, &["bib", "bibtex", "biblatex"]) {
        let bytes = fs::read(&path).unwrap();
        let (records, findings) = read(&bytes);
        count += 1;
        ours += records.len();
        if show.contains("findings") {
            for finding in &findings {
                println!("{}: {finding}", path.display());
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(raw) = biblatex::RawBibliography::parse(&text) {
            parsed += 1;
            theirs += raw.entries.len();
            if records.len() < raw.entries.len() {
                fewer += 1;
                println!("fewer: {} {} {}", path.display(), records.len(), raw.entries.len());
            }
        } else if show.contains("refused") {
            println!("refused by the oracle: {} ({} records)", path.display(), records.len());
        }
    }
    println!("files {count}, read by the oracle {parsed}; records {ours}, entries of the oracle {theirs}; files with fewer {fewer}");
    assert_eq!(fewer, 0);
}

/// What of a record must be the same when it was written and read again.
fn told(article: &Article, keyed: bool) -> Value {
    let mut article = article.clone();
    article.prov.clear();
    if let Some(Value::Array(raw)) = article.raw.get_mut("bibtex") {
        raw.retain(|pair| keyed || pair[0] != "entrykey");
    }
    serde_json::to_value(article).unwrap()
}

#[test]
fn what_is_written_is_read_again() {
    let Some(folder) = shared("bibtex") else { return };
    let show = std::env::var("QIKAN_GOLD_SHOW").unwrap_or_default();
    for dialect in ["bibtex", "biblatex"] {
        let write = formats::format(dialect).unwrap().write.unwrap();
        let (mut count, mut same, mut stable, mut files_count) = (0, 0, 0, 0);
        let mut members: BTreeMap<String, usize> = BTreeMap::new();
        for path in files(&folder, &["bib", "bibtex", "biblatex"]) {
            let (records, _) = read(&fs::read(&path).unwrap());
            let mut text = Vec::new();
            write(&mut text, &mut records.clone().into_iter()).unwrap();
            let (again, findings) = read(&text);
            assert_eq!(again.len(), records.len(), "{}", path.display());
            assert_eq!(
                findings
                    .iter()
                    .filter(|f| !f.sentence.contains("DOI")
                        && f.field.as_deref() != Some("crossref")
                        && f.field.as_deref() != Some("xdata"))
                    .collect::<Vec<_>>(),
                Vec::<&Finding>::new(),
                "{}",
                path.display()
            );
            let mut second = Vec::new();
            write(&mut second, &mut again.clone().into_iter()).unwrap();
            files_count += 1;
            stable += usize::from(second == text);
            if second != text && show.contains("stable") {
                println!("not stable: {}", path.display());
            }
            for (before, after) in records.iter().zip(&again) {
                count += 1;
                let (before, after) = (told(before, false), told(after, false));
                same += usize::from(before == after);
                if before != after {
                    for (member, value) in before.as_object().unwrap() {
                        if after[member] != *value {
                            *members.entry(member.clone()).or_default() += 1;
                            if format!("again/{member}").contains(&show) && !show.is_empty() {
                                println!("again/{member} ({dialect}): {}\n   {value}\n   {}", path.display(), after[member]);
                            }
                        }
                    }
                    for member in after.as_object().unwrap().keys().filter(|member| before.get(member).is_none()) {
                        *members.entry(format!("+{member}")).or_default() += 1;
                        if show == "again/" {
                            println!("again/+{member} ({dialect}): {} {}", path.display(), after[member]);
                        }
                    }
                }
            }
        }
        println!(
            "{dialect}: records the same after writing and reading {same}/{count}; files written the same again {stable}/{files_count}; {members:?}"
        );
        assert!(same * 1000 >= count * 995, "{same} of {count} come back as they were");
    }
}
