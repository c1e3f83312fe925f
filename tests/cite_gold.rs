//! Measures the writer of GB/T 7714 references on rendered references of the same works, and prints a table.
//!
//! Runs only where `QIKAN_SHARED_DATA` names a folder that holds `gbt7714-gold/pairs.jsonl` and `items.csl.json`; passes
//! without a word else. Blanks are folded away and tags are taken off on both sides. Works are divided by a hash of their id
//! into two thirds, on which the writer was made, and one third that was held out; what differed in that has been looked at,
//! too, so it is no blind measure any more. `QIKAN_CITE_SHOW=1` lists what differs in the first two thirds.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measuring test speaks and stops")]

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;

use qikan::formats::cite::{self, Edition, System};
use qikan::formats::{self, Source};
use qikan::record::Article;
use serde_json::Value;

const STYLES: [(&str, Edition, System); 4] = [
    ("GB-T-7714—2015（顺序编码，双语）", Edition::Of2015, System::Numeric),
    ("GB-T-7714—2015（著者-出版年，双语）", Edition::Of2015, System::AuthorDate),
    ("GB-T-7714—2025（顺序编码，双语）", Edition::Of2025, System::Numeric),
    ("GB-T-7714—2025（著者-出版年，双语）", Edition::Of2025, System::AuthorDate),
];

/// Without blanks and tags.
fn folded(text: &str) -> String {
    let mut text = text.to_owned();
    for tag in ["i", "b", "sup", "sub"] {
        text = text.replace(&format!("<{tag}>"), "").replace(&format!("</{tag}>"), "");
    }
    // Raised and lowered digits are shown as such where they have a sign of their own.
    let raised = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().zip('0'..='9').chain("₀₁₂₃₄₅₆₇₈₉".chars().zip('0'..='9')).collect::<HashMap<_, _>>();
    text.chars().filter(|c| !c.is_whitespace()).map(|c| raised.get(&c).copied().unwrap_or(c)).collect()
}

fn held_out(id: &str) -> bool {
    id.bytes().fold(2_166_136_261_u32, |hash, b| (hash ^ u32::from(b)).wrapping_mul(16_777_619)) % 3 == 0
}

#[test]
fn references_as_the_standard_prints_them() {
    let Some(folder) = std::env::var_os("QIKAN_SHARED_DATA") else {
        println!("skipped: QIKAN_SHARED_DATA names no folder");
        return;
    };
    let folder = PathBuf::from(folder).join("gbt7714-gold");
    let bytes = fs::read(folder.join("items.csl.json")).unwrap();
    let items: Vec<Value> = serde_json::from_slice(&bytes).unwrap();
    let source = Source { bytes: Box::new(Cursor::new(bytes)), name: None, encoding: None };
    let (_, readings) = formats::read(source, Some("csl-json")).unwrap();
    let articles: Vec<Article> = readings.filter_map(Result::ok).map(|article| *article).collect();
    assert_eq!(articles.len(), items.len());
    let mut gold: HashMap<(String, String), String> = HashMap::new();
    for line in fs::read_to_string(folder.join("pairs.jsonl")).unwrap().lines() {
        let pair: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| pair[name].as_str().unwrap_or_default().to_owned();
        gold.insert((text("style"), text("item")), text("string"));
    }
    let show = std::env::var_os("QIKAN_CITE_SHOW").is_some();
    let mut by_style: BTreeMap<(&str, bool), (usize, usize)> = BTreeMap::new();
    let mut by_kind: BTreeMap<(String, bool), (usize, usize)> = BTreeMap::new();
    for (style, edition, system) in STYLES {
        let entries = cite::gbt7714(&articles, edition, system, None);
        for (item, entry) in items.iter().zip(&entries) {
            let (id, kind) = (item["id"].as_str().unwrap(), item["type"].as_str().unwrap());
            let wanted = &gold[&(style.to_owned(), id.to_owned())];
            let right = folded(wanted) == folded(&entry.to_string());
            let held = held_out(id);
            for score in [by_style.entry((style, held)).or_default(), by_kind.entry((kind.to_owned(), held)).or_default()] {
                score.0 += usize::from(right);
                score.1 += 1;
            }
            if show && !right && !held {
                println!("{id} {style}\n  is     {entry}\n  wanted {wanted}");
            }
        }
    }
    let mut all = [(0, 0); 2];
    for (style, ..) in STYLES {
        let [looked, held] = [false, true].map(|held| by_style[&(style, held)]);
        let both = (looked.0 + held.0, looked.1 + held.1);
        println!("{style}: {}; {} of the first two thirds, {} of the third held out", share(both), share(looked), share(held));
        assert!(both.0 * 100 >= both.1 * 95, "{style}: {}", share(both));
        for (sum, score) in all.iter_mut().zip([looked, held]) {
            *sum = (sum.0 + score.0, sum.1 + score.1);
        }
    }
    for ((kind, held), score) in &by_kind {
        println!("{kind:24} {} {}", if *held { "held out  " } else { "two thirds" }, share(*score));
    }
    println!("two thirds: {}, held out: {}", share(all[0]), share(all[1]));
    let whole = (all[0].0 + all[1].0, all[0].1 + all[1].1);
    println!("together: {}", share(whole));
    assert!(whole.0 * 100 >= whole.1 * 96 && all[1].0 * 100 >= all[1].1 * 93, "{}", share(whole));
}

/// What TeX's commands in a list of references say, without blanks, the case of letters, points and the width of signs: what
/// the style for BibTeX changes by options.
fn from_tex(text: &str) -> String {
    let mut text = text.to_owned();
    for (command, said) in
        [("\\newblock", ""), ("\\allowbreak", ""), ("\\quad", ""), ("$\\times$", "×"), ("``", "“"), ("\'\'", "”"), ("\\em ", "")]
    {
        text = text.replace(command, said);
    }
    for command in ["\\url", "\\doi", "\\cstr", "\\textsuperscript", "\\emph"] {
        text = text.replace(&format!("{command}{{"), "{");
    }
    let wide = "，：；（）．［］".chars().zip(",:;().[]".chars()).collect::<HashMap<_, _>>();
    let text = folded(&text.replace("https://doi.org/", "")).replace("---", "-").replace("--", "-");
    let kept = text.chars().filter(|c| !matches!(c, '{' | '}' | '\\' | '~' | '.')).map(|c| match c {
        '–' | '—' => '-',
        '’' => '\'',
        c => wide.get(&c).copied().unwrap_or(c),
    });
    kept.flat_map(char::to_lowercase).collect()
}

/// The examples of the standard as entries of BibTeX, against what BibTeX's own style for it makes of them.
///
/// Left out are entries that show one element only. Both differ by design in names before `Jr` and in articles that have a
/// DOI but no address.
#[test]
fn references_as_the_style_for_bibtex_prints_them() {
    let Some(folder) = std::env::var_os("QIKAN_SHARED_DATA") else { return };
    let folder = PathBuf::from(folder).join("bibtex/gbtbst");
    let show = std::env::var_os("QIKAN_CITE_SHOW").is_some();
    for (entries, list, edition) in [
        ("gbt7714-examples.bib", "2025-numeric.tlg", Edition::Of2025),
        ("tests/support/gbt7714-2015-biblatex.bib", "2015-numeric.tlg", Edition::Of2015),
    ] {
        let bytes = fs::read(folder.join(entries)).unwrap();
        let source = Source { bytes: Box::new(Cursor::new(bytes)), name: None, encoding: None };
        let (_, readings) = formats::read(source, Some("bibtex")).unwrap();
        let articles: Vec<Article> = readings.filter_map(Result::ok).map(|article| *article).collect();
        let lists = fs::read_to_string(folder.join("tests/testfiles").join(list)).unwrap();
        let list = lists.split("\\end{thebibliography}").next().unwrap_or_default();
        let mut gold: HashMap<&str, &str> = HashMap::new();
        for item in list.split("\n\\bibitem").skip(1) {
            let (head, text) = item.split_once("}\n").unwrap();
            let key = head.rsplit_once('{').unwrap().1;
            gold.insert(key.trim_start_matches("gbt7714."), text);
        }
        let mut score = (0, 0);
        for (article, entry) in articles.iter().zip(cite::gbt7714(&articles, edition, System::Numeric, None)) {
            let key = article.raw["bibtex"][1][1].as_str().unwrap().trim_start_matches("gbt7714.");
            let made = entry.to_string();
            let Some(wanted) = gold.get(key) else { continue };
            if !wanted.contains("\\allowbreak[") || made.contains("不详") || made.contains("[S.l.]") {
                continue;
            }
            let right = from_tex(wanted) == from_tex(&made);
            score = (score.0 + usize::from(right), score.1 + 1);
            if show && !right {
                println!("{key}\n  is     {made}\n  wanted {}", wanted.replace("\n\\newblock", ""));
            }
        }
        println!("BibTeX's own style, {entries}: {}", share(score));
        assert!(score.0 * 100 >= score.1 * 85, "{}", share(score));
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a test")]
fn share((right, of): (usize, usize)) -> String {
    format!("{:.1} % of {of}", 100.0 * right as f64 / of as f64)
}
