//! Measures the formats of tagged lines and those of libraries on files of databases and on what Zotero makes of them, and prints tables.
//!
//! Runs only where `QIKAN_SHARED_DATA` names a folder with `ris`, `exports`, `cnki` and `zotero-tests`; passes without a
//! word else. `QIKAN_TAGGED_SHOW=creators` (or another member) lists where a member differs.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measuring test speaks and stops")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use qikan::formats::{self, Source};
use qikan::record::Article;
use serde_json::Value;

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("QIKAN_SHARED_DATA").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: QIKAN_SHARED_DATA names no folder");
    }
    folder
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut inside: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    inside.sort();
    for path in inside {
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn source(bytes: &[u8]) -> Source {
    Source { bytes: Box::new(Cursor::new(bytes.to_vec())), name: None, encoding: None }
}

fn read(bytes: &[u8]) -> (&'static str, Vec<Article>, Vec<String>) {
    match formats::read(source(bytes), None) {
        Err(finding) => ("refused", Vec::new(), vec![finding.to_string()]),
        Ok((format, readings)) => {
            let (mut records, mut findings) = (Vec::new(), Vec::new());
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

fn written(format: &str, records: &[Article]) -> Vec<u8> {
    let mut out = Vec::new();
    let write = formats::format(format).unwrap().write.unwrap();
    write(&mut out, &mut records.iter().cloned()).unwrap();
    out
}

/// Tags and values of RIS, told apart by the letter of the specification and CNKI's single blank.
fn ris_tokens(bytes: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(bytes).trim_start_matches('\u{FEFF}').to_owned();
    let mut tokens: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    for line in text.split(['\n', '\r']) {
        let trimmed = line.trim_start();
        let tag: String = trimmed.chars().take(2).collect();
        let behind: String = trimmed.chars().skip(2).collect();
        let is_tag = tag.len() == 2
            && tag.starts_with(|c: char| c.is_ascii_uppercase())
            && tag.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
            && (behind.starts_with("  -") || (behind.starts_with(" - ") && !tokens.iter().any(|(tag, _)| tag == "TI")));
        let is_end = trimmed.trim_end() == "ER  -" || trimmed.trim_end() == "ER -";
        if is_end {
            tokens.push(("ER".to_owned(), String::new()));
            inside = false;
        } else if is_tag {
            let value = behind.trim_start().trim_start_matches('-').trim();
            tokens.push((tag, value.to_owned()));
            inside = true;
        } else if inside
            && !trimmed.is_empty()
            && let Some((_, value)) = tokens.last_mut()
        {
            value.push(' ');
            value.push_str(trimmed.trim_end());
        }
    }
    for (_, value) in &mut tokens {
        *value = value.trim().to_owned();
    }
    tokens
}

/// Tokens of each record, in their order.
fn by_record(tokens: Vec<(String, String)>) -> Vec<Vec<(String, String)>> {
    let mut records = vec![Vec::new()];
    for token in tokens {
        let end = token.0 == "ER";
        records.last_mut().unwrap().push(token);
        if end {
            records.push(Vec::new());
        }
    }
    records.retain(|record| !record.is_empty());
    records
}

#[test]
fn ris_files_have_all_their_records_and_tokens() {
    let Some(folder) = folder() else { return };
    let mut paths = Vec::new();
    for name in ["ris", "exports", "cnki/refer"] {
        files(&folder.join(name), &mut paths);
    }
    let (mut seen, mut records, mut equal, mut findings, mut as_written, mut tags) = (0, 0, 0, 0, 0, BTreeMap::<String, usize>::new());
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "ris")) {
        let bytes = fs::read(path).unwrap();
        let (format, articles, told) = read(&bytes);
        if format != "ris" {
            println!("{}: {format}", path.display());
            continue;
        }
        seen += 1;
        let wanted = by_record(ris_tokens(&bytes));
        let ends = wanted.iter().flatten().filter(|(tag, _)| tag == "ER").count();
        if articles.len() != ends {
            println!("{}: {} records of {ends}", path.display(), articles.len());
        }
        assert_eq!(articles.len(), wanted.len(), "{}", path.display());
        for article in &articles {
            as_written += usize::from(article.raw.contains_key("ris:as-written"));
            if let Some(Value::Array(pairs)) = article.raw.get("ris:as-written") {
                for pair in pairs {
                    *tags.entry(pair[0].as_str().unwrap().to_owned()).or_default() += 1;
                }
            }
        }
        findings += told.len();
        if std::env::var_os("QIKAN_TAGGED_SHOW").is_some_and(|show| show == "findings") {
            told.iter().take(5).for_each(|finding| println!("{}: {finding}", path.display()));
        }
        let again = written("ris", &articles);
        let got = by_record(ris_tokens(&again));
        for (article, (got, wanted)) in articles.iter().zip(got.iter().zip(&wanted)) {
            records += 1;
            // A record without its end gets one.
            let same = got == wanted || got.iter().filter(|(tag, _)| tag != "ER").eq(wanted.iter());
            equal += usize::from(same);
            if !same && records - equal < 6 {
                let only =
                    |a: &[(String, String)], b: &[(String, String)]| a.iter().filter(|t| !b.contains(t)).cloned().collect::<Vec<_>>();
                println!("{} {:?}\n  lost {:?}\n  new {:?}", path.display(), article.title, only(wanted, got), only(got, wanted));
            }
        }
        assert_eq!(read(&again).1.len(), articles.len(), "{}", path.display());
    }
    println!("RIS: {seen} files, {records} records, {equal} equal after a round trip, {findings} findings, {as_written} kept as written");
    println!("as written: {tags:?}");
    assert_eq!(records, equal);
}

/// Letters and digits only, in one case and width.
fn norm(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    let text = text.replace("&amp;", "&").replace("&lt;", "").replace("&gt;", "");
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if inside => {}
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

fn first(item: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| item.get(name)?.as_str()).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn any_equal<'a>(mut found: impl Iterator<Item = &'a String>, wanted: &str) -> bool {
    found.any(|found| norm(found) == norm(wanted))
}

/// `None`: Zotero has none. `Some(equal?)` else.
fn check(member: &str, item: &Value, article: &Article) -> Option<bool> {
    match member {
        "title" => first(item, &["title", "caseName", "nameOfAct"]).map(|wanted| any_equal(article.title.values(), &wanted)),
        "creators" => {
            let wanted: Vec<String> = item["creators"]
                .as_array()?
                .iter()
                .map(|one| {
                    let part = |name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
                    let mut letters: Vec<char> = norm(&(part("lastName") + &part("firstName") + &part("name"))).chars().collect();
                    letters.sort_unstable();
                    letters.into_iter().collect()
                })
                .collect();
            if wanted.is_empty() {
                return None;
            }
            let mut found: Vec<String> = article
                .authors
                .iter()
                .map(|one| {
                    let mut letters: Vec<char> = norm(one.name.values().next().unwrap()).chars().collect();
                    letters.sort_unstable();
                    letters.into_iter().collect()
                })
                .collect();
            let mut wanted = wanted;
            wanted.sort();
            found.sort();
            Some(wanted == found)
        }
        "date" => {
            let wanted = first(item, &["date", "issueDate", "dateEnacted", "dateDecided"])?;
            let year: String =
                wanted.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 4 && *digits != "0000")?.to_owned();
            Some(
                article.year.is_some_and(|found| found.to_string() == year)
                    || article.dates.published.is_some_and(|date| date.year.to_string() == year),
            )
        }
        "publication" => first(
            item,
            &[
                "publicationTitle",
                "proceedingsTitle",
                "bookTitle",
                "conferenceName",
                "encyclopediaTitle",
                "dictionaryTitle",
                "websiteTitle",
                "blogTitle",
            ],
        )
        .map(|wanted| any_equal(article.journal.title.values().chain(article.journal.abbrev.values()), &wanted)),
        "volume" => first(item, &["volume"]).map(|wanted| article.volume.as_deref().map(norm) == Some(norm(&wanted))),
        "issue" => first(item, &["issue"]).map(|wanted| {
            let bare = |text: &str| norm(text).trim_start_matches('0').to_owned();
            article.issue.as_deref().map(bare) == Some(bare(&wanted))
        }),
        "pages" => first(item, &["pages"]).map(|wanted| {
            let bare = |text: &str| norm(text).trim_start_matches('0').to_owned();
            let pages = &article.pages;
            let joined = format!("{}-{}", pages.first.as_deref().unwrap_or_default(), pages.last.as_deref().unwrap_or_default());
            [pages.raw.as_str(), &joined, pages.article_number.as_deref().unwrap_or_default()]
                .into_iter()
                .any(|found| bare(found) == bare(&wanted))
                || (pages.first == pages.last
                    && pages.first.as_deref().map(|first| bare(&format!("{first}-{first}"))) == Some(bare(&wanted)))
        }),
        "DOI" => first(item, &["DOI"]).map(|wanted| article.ids.doi.as_ref().is_some_and(|doi| norm(doi.as_str()) == norm(&wanted))),
        "ISSN" => first(item, &["ISSN"])
            .map(|wanted| wanted.split([',', ' ']).filter(|one| !one.is_empty()).all(|one| any_equal(article.journal.issn.iter(), one))),
        "abstract" => first(item, &["abstractNote"]).map(|wanted| {
            article.abstracts.values().any(|sections| {
                let whole: String = sections.iter().map(|section| section.head.clone().unwrap_or_default() + &section.text).collect();
                norm(&whole) == norm(&wanted.replace(['<', '>'], " ")) || norm(&whole) == norm(&wanted)
            })
        }),
        _ => None,
    }
}

const MEMBERS: [&str; 10] = ["title", "creators", "date", "publication", "volume", "issue", "pages", "DOI", "ISSN", "abstract"];

#[test]
fn records_are_what_zotero_makes_of_them() {
    let Some(folder) = folder() else { return };
    let show = std::env::var("QIKAN_TAGGED_SHOW").unwrap_or_default();
    let (mut right, mut counted) = (0, 0);
    for translator in FOLDERS {
        let mut paths = Vec::new();
        files(&folder.join("zotero-tests").join(translator), &mut paths);
        let mut scores: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        let (mut items, mut found) = (0, 0);
        for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "in")) {
            let wanted: Vec<Value> = serde_json::from_slice(&fs::read(path.with_extension("expected.json")).unwrap()).unwrap();
            let (format, articles, findings) = read(&fs::read(path).unwrap());
            items += wanted.len();
            found += articles.len().min(wanted.len());
            if articles.len() != wanted.len() {
                println!("{}: {format}, {} of {} {findings:?}", path.display(), articles.len(), wanted.len());
            }
            for (item, article) in wanted.iter().zip(&articles) {
                for member in MEMBERS {
                    let Some(equal) = check(member, item, article) else { continue };
                    let score = scores.entry(member).or_default();
                    score.1 += 1;
                    score.0 += usize::from(equal);
                    if !equal && (show == member || show == "all") {
                        let short = |text: String| text.chars().take(300).collect::<String>();
                        println!(
                            "{} {member}: {}\n   {}",
                            path.display(),
                            short(item.to_string()),
                            short(serde_json::to_string(article).unwrap())
                        );
                    }
                }
            }
        }
        let (equal, all) = scores.values().fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
        let line: Vec<String> = MEMBERS.iter().filter_map(|member| scores.get(member).map(|(a, b)| format!("{member} {a}/{b}"))).collect();
        println!("{translator}: items {found}/{items}, members {equal}/{all}: {}", line.join(" "));
        assert_eq!(found, items, "{translator}");
        right += equal;
        counted += all;
    }
    println!("Zotero: {right} of {counted} members equal");
    assert!(right * 100 >= counted * 97);
}

/// Words of a text, in an order of their own.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Lines without blanks, in their order.
fn bare_lines(text: &str) -> Vec<String> {
    let text = text.trim_start_matches('\u{FEFF}').replace('：', ":");
    text.split(['\n', '\r']).map(|line| line.split_whitespace().collect::<String>()).filter(|line| !line.is_empty()).collect()
}

const SAID_OTHERWISE: [&str; 7] = ["english", "chinese", "journal", "proceedings", "article", "articles", "notes"];

#[test]
fn no_word_is_dropped() {
    let Some(folder) = folder() else { return };
    let mut paths = Vec::new();
    for name in ["cnki", "pubmed", "exports", "zotero-tests", "ris/rispy", "ris/bibscraper"] {
        files(&folder.join(name), &mut paths);
    }
    let mut table: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for path in paths {
        let bytes = fs::read(&path).unwrap();
        let (format, articles, _) = read(&bytes);
        if !["ris", "refer", "refworks", "noteexpress", "wos", "medline"].contains(&format) {
            continue;
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let json = serde_json::to_string(&articles).unwrap();
        let plain = json
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("\\n", " ")
            .replace("\\t", " ")
            .replace("\\r", " ");
        let (source, kept) = (words(&text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")), words(&plain));
        // Names of tags, months, kinds and languages are said otherwise.
        let lost: Vec<&String> = source
            .iter()
            .filter(|word| kept.binary_search(word).is_err() && word.chars().count() > 4 && !SAID_OTHERWISE.contains(&word.as_str()))
            .collect();
        let row = table.entry(format).or_default();
        row[0] += 1;
        row[1] += articles.len();
        row[2] += source.len();
        row[3] += lost.len();
        if std::env::var_os("QIKAN_TAGGED_SHOW").is_some_and(|show| show == "words") && !lost.is_empty() {
            println!("{}: {format} {:?}", path.display(), lost.iter().take(30).collect::<Vec<_>>());
        }
        if ["refer", "noteexpress"].contains(&format) {
            let again = String::from_utf8(written(format, &articles)).unwrap();
            assert_eq!(bare_lines(&again), bare_lines(&text), "{}", path.display());
        }
    }
    for (format, [files, records, words, lost]) in table {
        println!("{format}: {files} files, {records} records, {lost} of {words} words not found again");
        assert!(lost * 100 < words, "{format}");
    }
}

const FOLDERS: &[&str] = &[
    "intl-import/RIS",
    "cn-import/CNKI RefWorks",
    "cn-import/CNKI Refer",
    "intl-import/RefWorks Tagged",
    "intl-import/OVID Tagged",
    "intl-import/ReferBibIX",
    "intl-import/MEDLINEnbib",
    "intl-import/Web of Science Tagged",
    "cn-import/Web of Science Tagged",
    "intl-import/MARC",
    "intl-import/MARCXML",
    "intl-import/METS",
    "intl-import/RDF",
    "intl-import/Bibliontology RDF",
    "intl-import/Primo Normalized XML",
    "intl-import/XML ContextObject",
    "intl-import/DSpace Intermediate Metadata",
    "intl-import/Bookmarks",
    "intl-import/OpenAlex JSON",
    "intl-import/Datacite JSON",
];
