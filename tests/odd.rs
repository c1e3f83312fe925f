//! Shapes that databases, sites and programs really write and that a reader once had wrong: `tests/odd/FORMAT/TROUBLE.*`.
//!
//! Beside each file stands what must come of it, `TROUBLE.want`: a line for each value, `PATH = JSON`. A path is a JSON
//! pointer into the list of records (`/0/title/en`); with `#` behind it, how many there are; without a value (`PATH =`) there
//! must be none. `findings` is how many there are. So a newcomer adds a case without Rust.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[path = "formats/reading.rs"]
mod reading;

use std::fs;
use std::path::{Path, PathBuf};

use qikan::record::Article;
use reading::read_as;
use serde_json::Value;

/// Files of a folder, in order.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

/// What a line of expectation finds, and what it wants.
fn judged(line: &str, records: &Value, findings: usize) -> Option<(String, String)> {
    let (path, wanted) = line.split_once('=').unwrap();
    let (path, wanted) = (path.trim(), wanted.trim());
    let found = match (path, path.strip_suffix('#')) {
        ("findings", _) => Some(findings.into()),
        (_, Some(list)) => records.pointer(if list == "/" { "" } else { list }).map(|list| match list {
            Value::Array(many) => many.len().into(),
            Value::Object(many) => many.len().into(),
            _ => 1.into(),
        }),
        (path, None) => records.pointer(path).cloned(),
    };
    let wanted = (!wanted.is_empty()).then(|| serde_json::from_str::<Value>(wanted).unwrap());
    let shown = |value: Option<Value>| value.map_or_else(|| "nothing".to_owned(), |value| value.to_string());
    (found != wanted).then(|| (format!("{path} = {}", shown(found)), shown(wanted)))
}

#[test]
fn every_odd_file_is_read_as_its_neighbour_says() {
    let mut wrong = Vec::new();
    let mut cases = 0;
    for folder in entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/odd")) {
        let format = folder.file_name().unwrap().to_str().unwrap().to_owned();
        for file in entries(&folder).iter().filter(|file| file.extension().is_none_or(|kind| kind != "want")) {
            let name = format!("{format}/{}", file.file_name().unwrap().to_str().unwrap());
            let (found, records, findings) = read_as(&fs::read(file).unwrap(), None);
            if found != format {
                wrong.push(format!("{name} was taken for {found}"));
            }
            for record in &records {
                let again: Article = serde_json::from_str(&serde_json::to_string(record).unwrap()).unwrap();
                assert!(again == *record, "{name}: kept in a library, this is another record");
            }
            let records = serde_json::to_value(&records).unwrap();
            let lines = fs::read_to_string(file.with_extension("want")).unwrap();
            for line in lines.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("//")) {
                cases += 1;
                wrong.extend(judged(line, &records, findings.len()).map(|(found, wanted)| format!("{name}: {found}, wanted {wanted}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases > 100, "{cases}");
}
