//! Scores over a folder of real `.bib` files, where there is one.
//!
//! They run only where `QIKAN_SHARED_DATA` names a folder that holds `bibtex` and `zotero-tests`; they print a table.
//! `QIKAN_GOLD_SHOW=bbt/creators` (or a part of it) lists what differs.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measuring test speaks and stops")]

#[path = "formats/bib.rs"]
mod bib;
#[path = "formats/reading.rs"]
mod reading;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use bib::{key, read, told};
use qikan::formats::{self, Finding};
use qikan::record::{Article, Contributor, ContributorKind, PartialDate};
use serde_json::Value;

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
