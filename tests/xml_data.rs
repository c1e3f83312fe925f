//! Measures the readers of XML on files whose records are known, and prints a table.
//!
//! Runs only where `QIKAN_SHARED_DATA` names a folder that holds `jats/`, `adsingest/` and `zotero-tests/`; passes without a
//! word else. `QIKAN_XML_SHOW=adsingest/title` (or a part of it) lists failures.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measuring test speaks and stops")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use qikan::formats::{self, Source};
use qikan::record::{Article, Language, MultiText};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn read(bytes: Vec<u8>) -> Option<(&'static str, Vec<Article>)> {
    let source = Source { bytes: Box::new(Cursor::new(bytes)), name: None, encoding: None };
    let (format, readings) = formats::read(source, None).ok()?;
    Some((format.name, readings.filter_map(Result::ok).map(|article| *article).collect()))
}

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("QIKAN_SHARED_DATA").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: QIKAN_SHARED_DATA names no folder");
    }
    folder
}

#[test]
fn jats_files_references_and_titles() {
    let Some(folder) = folder() else { return };
    let mut paths = Vec::new();
    files(&folder.join("jats"), &mut paths);
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "xml"));
    let (mut whole, mut refs, mut titles, mut with_title) = (0, 0, 0, 0);
    for path in &paths {
        let bytes = fs::read(path).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((format, records)) = read(bytes) else {
            println!("refused: {}", path.display());
            continue;
        };
        if format == "jats" && !records.is_empty() {
            whole += 1;
        } else {
            println!("read as {format}, {} records: {}", records.len(), path.display());
        }
        // A `<ref>` in a comment is none.
        let mut bare = String::new();
        for (at, piece) in text.split("<!--").enumerate() {
            bare.push_str(if at == 0 { piece } else { piece.split_once("-->").map_or("", |(_, rest)| rest) });
        }
        let wanted = bare.matches("<ref>").count() + bare.matches("<ref ").count();
        let got: usize = records.iter().filter_map(|one| one.refs.as_ref()).map(Vec::len).sum();
        refs += usize::from(wanted == got);
        if wanted != got {
            println!("references: {wanted} wanted, {got} read: {}", path.display());
        }
        let titled = bare
            .split_once("<article-title")
            .and_then(|(_, rest)| rest.split_once('>'))
            .and_then(|(_, rest)| rest.split_once("</article-title"));
        let front = bare.split_once("<title-group").is_some();
        if front && titled.is_some_and(|(title, _)| title.chars().any(char::is_alphanumeric)) {
            with_title += 1;
            let has = records.first().is_some_and(|one| one.title.values().any(|title| !title.is_empty()));
            titles += usize::from(has);
            if !has {
                println!("no title: {}", path.display());
            }
        }
    }
    println!("JATS: files {whole}/{}, reference counts {refs}/{}, titles {titles}/{with_title}", paths.len(), paths.len());
    assert_eq!((whole, refs, titles), (paths.len(), paths.len(), with_title));
}

/// Every record of a file, and the same records written as qikan's own JSON, as lines and as an array, and read again.
#[test]
fn jats_records_survive_their_own_json() {
    let Some(folder) = folder() else { return };
    let mut paths = Vec::new();
    files(&folder.join("jats"), &mut paths);
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "xml"));
    let mut lost = 0;
    for path in &paths {
        let Some((_, records)) = read(fs::read(path).unwrap()) else { continue };
        for name in ["jsonl", "qikan-json"] {
            let format = formats::format(name).unwrap();
            let mut bytes = Vec::new();
            format.write.unwrap()(&mut bytes, &mut records.iter().cloned()).unwrap();
            let source = Source { bytes: Box::new(Cursor::new(bytes)), name: None, encoding: None };
            let again: Vec<_> = formats::read(source, Some(name)).unwrap().1.collect();
            let same = again.len() == records.len()
                && again.iter().zip(&records).all(|(again, record)| again.as_ref().is_ok_and(|again| **again == *record));
            if !same {
                lost += 1;
                let finding = again.iter().find_map(|again| again.as_ref().err());
                println!("{name}: {} ({})", path.display(), finding.map(ToString::to_string).unwrap_or_default());
            }
        }
    }
    println!("JATS: {} files, {lost} not the same after their own JSON", paths.len());
    assert_eq!(lost, 0);
}

/// Letters and digits in one case, without tags; those below and above the line as those on it.
fn norm(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('<') {
        out.push_str(before);
        match from.split_once('>') {
            Some((tag, after)) if tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => rest = after,
            _ => rest = from,
        }
    }
    out.push_str(rest);
    let out = out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    out.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Fields of one record, as they are wanted or as they were read; several values where any of them will do.
type Fields = BTreeMap<&'static str, Vec<String>>;

fn any(text: &MultiText) -> Vec<String> {
    text.values().map(|text| norm(text)).collect()
}

fn found(article: &Article) -> Fields {
    let mut fields = Fields::new();
    let mut title = any(&article.title);
    for (title_of, more) in article.title.values().zip(article.subtitle.values()) {
        title.push(norm(&format!("{title_of}{more}")));
    }
    fields.insert("title", title);
    let names = |short: bool| -> String {
        article
            .authors
            .iter()
            .filter(|one| !short || one.role.is_none())
            .map(|one| norm(one.family.prefer(&Language::En).or_else(|| one.name.values().next()).map_or("", String::as_str)))
            .collect::<Vec<_>>()
            .join("|")
    };
    fields.insert("creators", vec![names(true), names(false)]);
    let dates = [article.dates.published, article.dates.online];
    let mut dates: Vec<String> = dates.into_iter().flatten().map(|date| date.to_string()).collect();
    dates.extend(article.year.map(|year| year.to_string()));
    dates.extend(article.dates.rest.values().filter_map(Value::as_str).map(str::to_owned));
    fields.insert("date", dates);
    let mut publication = any(&article.journal.title);
    publication.extend(any(&article.journal.abbrev));
    fields.insert("publication", publication);
    fields.insert("volume", article.volume.iter().map(|text| norm(text)).collect());
    fields.insert("issue", article.issue.iter().map(|text| norm(text)).collect());
    let mut pages = vec![norm(&article.pages.raw)];
    pages.extend(article.pages.first.as_ref().map(|first| norm(first)));
    pages.extend(article.pages.article_number.as_ref().map(|number| norm(number)));
    pages.extend(article.pages.ranges.first().map(|(first, last)| norm(&format!("{first}{last}"))));
    fields.insert("pages", pages);
    fields.insert("DOI", article.ids.doi.iter().map(|doi| norm(doi.as_str())).collect());
    fields.insert("ISSN", article.journal.issn.iter().map(|text| norm(text)).collect());
    let text = article.abstracts.values().map(|sections| {
        let words = sections.iter().map(|section| format!("{}{}", section.head.as_deref().unwrap_or_default(), section.text));
        norm(&words.collect::<String>())
    });
    let mut abstracts: Vec<String> = text.collect();
    abstracts
        .extend(article.abstracts.values().map(|sections| norm(&sections.iter().map(|section| section.text.as_str()).collect::<String>())));
    fields.insert("abstract", abstracts);
    fields
}

#[derive(Default)]
struct Scores(BTreeMap<(String, &'static str), (usize, usize)>);

impl Scores {
    fn compare(&mut self, set: &str, name: &str, wanted: &Fields, found: Option<&Article>) {
        let show = std::env::var("QIKAN_XML_SHOW").unwrap_or_default();
        let found = found.map(self::found).unwrap_or_default();
        for (field, wanted) in wanted.iter().filter(|(_, wanted)| wanted.iter().any(|one| !one.is_empty())) {
            let got = found.get(field).cloned().unwrap_or_default();
            // A day may be told where only its month or year is wanted, never the other way round.
            let same = |wanted: &String| got.iter().any(|got| got == wanted || (*field == "date" && got.starts_with(wanted.as_str())));
            let right = wanted.iter().any(|one| !one.is_empty() && same(one));
            let score = self.0.entry((set.to_owned(), field)).or_default();
            score.0 += usize::from(right);
            score.1 += 1;
            let key = format!("{set}/{field}");
            if !right && !show.is_empty() && key.contains(&show) {
                println!("{key} {name}\n  wanted {wanted:?}\n  found  {got:?}");
            }
        }
    }

    /// Prints the table; gives the mean of all fields in per cent.
    fn mean(&self) -> f64 {
        let (mut right, mut all) = (0usize, 0usize);
        for ((set, field), (good, count)) in &self.0 {
            println!("{set:<14} {field:<12} {good:>5}/{count:<5}");
            right += good;
            all += count;
        }
        let share = |part: usize| f64::from(u32::try_from(part).unwrap());
        share(right) * 100.0 / share(all.max(1))
    }
}

fn text<'v>(value: &'v Value, path: &str) -> &'v str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

/// Formats that are measured here.
const XML: &[&str] =
    &["jats", "pubmed-xml", "endnote-xml", "oai-dc", "mods", "unixref", "copernicus", "elsevier", "wiley", "ieee", "datacite-xml"];

/// What ADS expects of a file.
fn ads(value: &Value) -> Fields {
    let mut fields = Fields::new();
    let title = norm(text(value, "/title/textEnglish"));
    let sub = norm(text(value, "/subtitle"));
    fields
        .insert("title", vec![title.clone(), if title.is_empty() { title } else { title + &sub }, norm(text(value, "/title/textNative"))]);
    let names = |list: &Value| {
        let name = |one: &Value| {
            norm(
                [text(one, "/name/surname"), text(one, "/name/collab"), text(one, "/name/pubraw")]
                    .into_iter()
                    .find(|name| !name.is_empty())
                    .unwrap_or_default(),
            )
        };
        list.as_array().map(|list| list.iter().map(name).collect::<Vec<_>>().join("|")).unwrap_or_default()
    };
    fields.insert("creators", vec![value.get("authors").map(names).unwrap_or_default()]);
    let dates = ["/pubDate/printDate", "/pubDate/electrDate", "/pubDate/otherDate/0/otherDateValue"]
        .map(|path| text(value, path).replace("-00", ""));
    fields.insert("date", dates.into_iter().collect());
    fields.insert("publication", vec![norm(text(value, "/publication/pubName"))]);
    fields.insert("volume", vec![norm(text(value, "/publication/volumeNum"))]);
    fields.insert("issue", vec![norm(text(value, "/publication/issueNum"))]);
    let pages = ["/pagination/pageRange", "/pagination/firstPage", "/pagination/electronicID"].map(|path| norm(text(value, path)));
    fields.insert("pages", pages.into_iter().collect());
    let ids = value.get("persistentIDs").and_then(Value::as_array).cloned().unwrap_or_default();
    fields.insert("DOI", ids.iter().map(|one| norm(text(one, "/DOI"))).collect());
    let issn = value.pointer("/publication/ISSN").and_then(Value::as_array).cloned().unwrap_or_default();
    fields.insert("ISSN", issn.iter().map(|one| norm(text(one, "/issnString"))).collect());
    // ADS counts the head to the text (`Abstract Whistler waves are …`).
    let english = norm(text(value, "/abstract/textEnglish"));
    let headless = english.strip_prefix("abstract").unwrap_or_default().to_owned();
    fields.insert("abstract", vec![english, headless, norm(text(value, "/abstract/textNative"))]);
    fields
}

#[test]
fn adsingest_pairs() {
    let Some(folder) = folder() else { return };
    let stub = folder.join("adsingest/adsip/tests/stubdata");
    let mut paths = Vec::new();
    files(&stub.join("input"), &mut paths);
    let mut scores = Scores::default();
    let mut others: BTreeMap<String, usize> = BTreeMap::new();
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let Ok(expected) = fs::read_to_string(stub.join("output").join(format!("{name}.json"))) else { continue };
        let Ok(expected) = serde_json::from_str::<Value>(&expected) else { continue };
        let read = read(fs::read(&path).unwrap());
        match read {
            Some((format, records)) if XML.contains(&format) => {
                scores.compare(format, &name, &ads(expected.get(0).unwrap_or(&expected)), records.first());
            }
            _ => *others.entry(name.split('_').next().unwrap_or_default().to_owned()).or_default() += 1,
        }
    }
    let mean = scores.mean();
    println!("adsingest: mean {mean:.2} %; in formats that are not read: {others:?}");
    assert!(mean >= 97.0, "{mean}");
}

/// What Zotero expects of an item.
fn zotero(value: &Value) -> Fields {
    let mut fields = Fields::new();
    fields.insert("title", vec![norm(text(value, "/title"))]);
    let creators = value.get("creators").and_then(Value::as_array).cloned().unwrap_or_default();
    let names = |authors: bool| {
        let list = creators.iter().filter(|one| !authors || text(one, "/creatorType") == "author");
        list.map(|one| norm(text(one, "/lastName"))).collect::<Vec<_>>().join("|")
    };
    fields.insert("creators", vec![names(true), names(false)]);
    let date = text(value, "/date");
    let date = match date.split_once('/') {
        Some((month, year)) if year.len() == 4 && !year.contains('/') => format!("{year}-{month:0>2}"),
        _ => date.to_owned(),
    };
    let year: String = date.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 4).unwrap_or_default().to_owned();
    let plain = date.len() == 10 || date.len() == 7;
    fields.insert("date", vec![if plain { date } else { year }]);
    fields.insert(
        "publication",
        ["/publicationTitle", "/bookTitle", "/proceedingsTitle"].map(|path| norm(text(value, path))).into_iter().collect(),
    );
    for (field, path) in [("volume", "/volume"), ("issue", "/issue"), ("DOI", "/DOI"), ("abstract", "/abstractNote"), ("pages", "/pages")] {
        fields.insert(field, vec![norm(text(value, path))]);
    }
    fields.insert("ISSN", text(value, "/ISSN").split([',', ' ']).map(norm).collect());
    fields
}

#[test]
fn zotero_imports() {
    let Some(folder) = folder() else { return };
    let mut scores = Scores::default();
    let (mut wanted_items, mut right_files, mut all_files) = (0, 0, 0);
    for (translator, format) in
        [("Crossref Unixref XML", "unixref"), ("PubMed XML", "pubmed-xml"), ("Endnote XML", "endnote-xml"), ("MODS", "mods")]
    {
        let mut paths = Vec::new();
        files(&folder.join("zotero-tests/intl-import").join(translator), &mut paths);
        for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "in")) {
            let expected: Value = serde_json::from_str(&fs::read_to_string(path.with_extension("expected.json")).unwrap()).unwrap();
            let items = expected.as_array().cloned().unwrap_or_default();
            let (found, records) = read(fs::read(path).unwrap()).unwrap_or(("refused", Vec::new()));
            all_files += 1;
            wanted_items += items.len();
            right_files += usize::from(found == format && records.len() == items.len());
            if found != format || records.len() != items.len() {
                println!("{translator} {}: {} items wanted, {} read as {found}", path.display(), items.len(), records.len());
            }
            for (at, item) in items.iter().enumerate() {
                scores.compare(format, &path.display().to_string(), &zotero(item), records.get(at));
            }
        }
    }
    let mean = scores.mean();
    println!("zotero: {right_files}/{all_files} files with all of {wanted_items} items, mean {mean:.2} %");
    assert!(mean >= 97.0 && right_files == all_files, "{mean}");
}
