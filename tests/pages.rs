//! Scores over real and synthetic pages: only where `QIKAN_SHARED_DATA` names their folder.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use qikan::formats::{self, Source};
use qikan::record::{Article, Language};
use serde_json::Value;

fn folder() -> Option<PathBuf> {
    std::env::var_os("QIKAN_SHARED_DATA").map(PathBuf::from)
}

fn read_all(bytes: Vec<u8>, name: &str) -> (&'static str, Vec<Article>, Vec<String>) {
    let source = Source { bytes: Box::new(Cursor::new(bytes)), name: Some(name.to_owned()), encoding: None };
    match formats::read(source, None) {
        Err(finding) => ("refused", Vec::new(), vec![finding.to_string()]),
        Ok((format, readings)) => {
            let mut records = Vec::new();
            let mut findings = Vec::new();
            for reading in readings {
                match reading {
                    Ok(article) => records.push(*article),
                    Err(finding) => findings.push(finding.to_string()),
                }
            }
            (format.name, records, findings)
        }
    }
}

/// Tags in lower case, escapes undone, blanks single.
fn folded(text: &str) -> String {
    let mut text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("<p>", "").replace("</p>", "");
    for tag in ["i", "sup", "sub", "b"] {
        let upper = tag.to_uppercase();
        text = text.replace(&format!("<{upper}>"), &format!("<{tag}>")).replace(&format!("</{upper}>"), &format!("</{tag}>"));
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn compare(article: &Article, expected: &Value, page_lang: &str, generation: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut check = |what: &str, got: String, want: String| {
        if got != want {
            let same = got.chars().zip(want.chars()).take_while(|(a, b)| a == b).count();
            let short = |s: &str| s.chars().skip(same.saturating_sub(20)).take(160).collect::<String>();
            wrong.push(format!("{what}: got {:?}, want {:?}", short(&got), short(&want)));
        }
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let some = |value: Option<&String>| value.cloned().unwrap_or_default();
    check("id", article.ids.site.as_ref().map(|s| s.id.clone()).unwrap_or_default(), text(&expected["id"]));
    check("issn", article.journal.issn.join(","), text(&expected["issn"]));
    check("year", article.year.map(|y| y.to_string()).unwrap_or_default(), text(&expected["year"]));
    check("volume", some(article.volume.as_ref()), text(&expected["volume"]));
    check("issue", some(article.issue.as_ref()), text(&expected["issue"]));
    check("first page", some(article.pages.first.as_ref()), text(&expected["fp"]));
    check("last page", some(article.pages.last.as_ref()), text(&expected["lp"]));
    check("doi", article.ids.doi.as_ref().map(ToString::to_string).unwrap_or_default(), text(&expected["doi"]).to_lowercase());
    for (code, lang) in [("zh", Language::Zh), ("en", Language::En)] {
        check(&format!("journal.{code}"), folded(&some(article.journal.title.get(&lang))), folded(&text(&expected["journal"][code])));
        check(&format!("title.{code}"), folded(&some(article.title.get(&lang))), folded(&text(&expected["title"][code])));
        let names: Vec<String> = article.authors.iter().map(|one| some(one.name.get(&lang))).filter(|name| !name.is_empty()).collect();
        let want: Vec<String> = expected["authors"][code].as_array().unwrap().iter().map(text).filter(|name| !name.is_empty()).collect();
        check(&format!("authors.{code}"), names.join("|"), want.join("|"));
        // A page of one language has the abstract of the other only where its meta tags or inline data hold it.
        if generation != "g3" || code == page_lang || code == "zh" {
            let parts: Vec<String> =
                article.abstracts.get(&lang).map(|all| all.iter().map(|s| s.text.clone()).collect()).unwrap_or_default();
            check(&format!("abstract.{code}"), folded(&parts.join(" ")), folded(&text(&expected["abstract"][code])));
        }
    }
    check("received", article.dates.received.map(|d| d.to_string()).unwrap_or_default(), text(&expected["received"]));
    let refs: Vec<String> = article.refs.iter().flatten().map(|one| format!("{} {}", some(one.n.as_ref()), one.raw)).collect();
    let want: Vec<String> =
        expected["refs"].as_array().unwrap().iter().enumerate().map(|(at, raw)| format!("{} {}", at + 1, text(raw))).collect();
    check("refs", refs.join("\n"), want.join("\n"));
    if generation != "g5" {
        check("clc", article.subjects.iter().map(|s| s.code.clone()).collect::<Vec<_>>().join(";"), text(&expected["clc"]));
    }
    wrong
}

fn expected_for(folder: &Path, id: &str) -> Option<Value> {
    let text = fs::read_to_string(folder.join(format!("{id}.expected.json"))).ok()?;
    serde_json::from_str(&text).ok()
}

#[test]
fn synthetic_pages_equal_their_records() {
    let Some(data) = folder() else { return };
    let folder = data.join("magtech-synth");
    let mut report = Vec::new();
    let (mut pages, mut compared) = (0, 0);
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|one| one.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "html"))
        .collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let parts: Vec<&str> = name.split('.').collect();
        let (id, generation, lang, encoding) = (parts[0], parts[1], parts[2], parts[3]);
        pages += 1;
        let (format, records, findings) = read_all(fs::read(&path).unwrap(), &name);
        let [article] = records.as_slice() else {
            report.push(format!("{name}: {} records as {format}: {findings:?}", records.len()));
            continue;
        };
        let enc = if encoding == "gbk" { "gb18030" } else { "utf-8" };
        if article.prov[0].enc.as_deref() != Some(enc) || article.prov[0].src != format!("magtech-html/{}", generation.to_uppercase()) {
            report.push(format!("{name}: {:?} {}", article.prov[0].enc, article.prov[0].src));
        }
        if let Some(expected) = expected_for(&folder, id) {
            compared += 1;
            report.extend(compare(article, &expected, lang, generation).into_iter().map(|wrong| format!("{name}: {wrong}")));
        } else if article.title.len() != 2 || article.authors.is_empty() || article.refs.as_ref().is_none_or(Vec::is_empty) {
            report.push(format!(
                "{name}: title {:?}, {} authors, refs {:?}",
                article.title,
                article.authors.len(),
                article.refs.as_ref().map(Vec::len)
            ));
        }
    }
    assert!(report.is_empty(), "{pages} pages, {compared} compared, {} differences:\n{}", report.len(), report.join("\n"));
}

#[test]
fn the_seed_page_yields_every_part() {
    let Some(data) = folder() else { return };
    let (format, records, findings) = read_all(fs::read(data.join("seed/page.txt")).unwrap(), "page.txt");
    let article = &records[0];
    assert_eq!(format, "magtech-text");
    assert_eq!(findings, Vec::<String>::new());
    assert!(article.journal.title.get(&Language::En).unwrap().starts_with("Journal of Guangxi Teachers"));
    assert_eq!(
        (article.year, article.volume.as_deref(), article.issue.as_deref(), article.pages.raw.as_str()),
        (Some(2024), Some("60"), Some("3"), "46-58")
    );
    assert_eq!(article.ids.doi.as_ref().unwrap().as_str(), "10.16088/j.issn.1001-6597.2024.03.005");
    assert!(article.title.get(&Language::En).unwrap().ends_with("Achievement Paths"));
    let people: Vec<_> = article
        .authors
        .iter()
        .map(|one| (one.name.get(&Language::En).unwrap().as_str(), one.family.get(&Language::En).unwrap().as_str(), one.aff.clone()))
        .collect();
    assert_eq!(people, [("HU Ye-fei", "Hu", vec![0]), ("ZHANG Yi-meng", "Zhang", vec![1])]);
    assert_eq!(article.affiliations.len(), 2);
    let dates = [article.dates.received, article.dates.online, article.dates.published].map(|date| date.unwrap().to_string());
    assert_eq!(dates, ["2023-11-24", "2024-05-25", "2024-05-17"]);
    assert!(article.abstracts.get(&Language::En).unwrap()[0].text.ends_with("with smart governance."));
    assert_eq!(article.keywords.get(&Language::En).unwrap(), &["smart governance", "smart city", "China's practices"]);
    assert_eq!(
        article.subjects.iter().map(|s| (s.code.as_str(), s.name.is_empty())).collect::<Vec<_>>(),
        [("D630", false), ("F49", false)]
    );
    assert_eq!(article.refs.as_ref().unwrap().len(), 21);
    assert_eq!(article.related.as_ref().unwrap().len(), 15);
    assert!(article.metrics.is_empty());
    assert!(article.raw.is_empty());
}

#[test]
fn the_issue_of_2005_gives_every_article() {
    let Some(data) = folder() else { return };
    let (format, records, findings) = read_all(fs::read(data.join("magtech/植物科学学报.html")).unwrap(), "toc.html");
    assert_eq!(format, "magtech-toc");
    assert_eq!(findings, Vec::<String>::new());
    assert_eq!(records.len(), 20);
    for (at, article) in records.iter().enumerate() {
        let shown = format!("{at}: {}", serde_json::to_string(article).unwrap());
        assert_eq!(article.journal.title.get(&Language::Zh).map(String::as_str), Some("植物科学学报"), "{shown}");
        assert_eq!((article.year, article.volume.as_deref(), article.issue.as_deref()), (Some(2005), Some("23"), Some("2")), "{shown}");
        assert!(!article.pages.ranges.is_empty() && !article.title.is_empty() && !article.authors.is_empty(), "{shown}");
        assert!(article.ids.site.is_some() && !article.heading.is_empty(), "{shown}");
    }
}
