//! Formatted references: small works, one trouble each, and the lines that the styles make of them.
//!
//! `QIKAN_REWRITE=1` writes the lines anew; what changed is then to be read in the diff.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::io::Cursor;

use qikan::formats::cite::{self, Edition, System};
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

/// Pieces joined are the line, each with its clause.
#[test]
fn every_piece_has_a_rule() {
    let (_, articles): (Vec<String>, Vec<Article>) = works().into_iter().unzip();
    for edition in [Edition::Of2015, Edition::Of2025] {
        for entry in cite::gbt7714(&articles, edition, System::Numeric, None) {
            let joined: String = entry.pieces.iter().map(|piece| format!("{}{}", piece.sign, piece.text)).collect();
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
    let mut article = Article { lang: Language::En, title: both("智慧治理", "Smart governance"), year: Some(2024), ..Article::default() };
    article.journal.title = both("学报", "Journal");
    article.authors.push(Contributor { name: both("胡业飞", "HU Ye-fei"), ..Contributor::default() });
    article.authors.push(Contributor { name: both("欧阳 静", "Jing OUYANG"), ..Contributor::default() });
    let cited = |language: Option<Language>| {
        cite::gbt7714(std::slice::from_ref(&article), Edition::Of2015, System::Numeric, language.as_ref())[0].to_string()
    };
    assert_eq!(cited(Some(Language::Zh)), "胡业飞, 欧阳静. 智慧治理[J]. 学报, 2024.");
    assert_eq!(cited(None), "HU Y F, OUYANG J. Smart governance[J]. Journal, 2024.");
}
