//! The order of an author-date list: by script, then by authors as they are read aloud, then by year (GB/T 7714—2015, 9).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Edition, System, Work, gbt7714, kind, names};
use crate::formats::names::{in_parts, pinyin_key};
use crate::record::{Article, Language};
use crate::text::name_sound;

/// Records in the order in which an author-date list has them.
pub(super) fn listed(articles: &[Article], language: Option<&Language>) -> Vec<Article> {
    let mut listed: Vec<(Key, &Article)> = articles.iter().map(|article| (key(article, language), article)).collect();
    listed.sort_by(|(one, _), (other, _)| one.cmp(other));
    listed.into_iter().map(|(_, article)| article.clone()).collect()
}

/// Script, names in Latin letters, year (none last), title.
type Key = (u8, String, i32, String);

fn key(article: &Article, language: Option<&Language>) -> Key {
    let article = &*in_parts(article);
    let work = Work::new(article, Edition::Of2015, System::AuthorDate, language);
    let title = work.said(&article.title).unwrap_or_default();
    // As they are printed: editors where there are no authors, else the word for those who are not named.
    let people = gbt7714::responsible(&work, kind::code(&work));
    let mut people: Vec<String> = people.into_iter().take(3).map(|one| names::name(&work, one)).collect();
    if people.is_empty() {
        people.push(work.pick("佚名", "Anon").to_owned());
    }
    let year = article.issued().map_or(i32::MAX, |date| date.year);
    let said: Vec<String> = people.iter().map(|name| letters(&name_sound(name))).collect();
    (script(&title), said.join(" "), year, pinyin_key(&title))
}

/// Letters without the marks on them: `Ö` stands where O does.
fn letters(sound: &str) -> String {
    sound.nfkd().filter(|c| !is_combining_mark(*c)).collect()
}

/// Chinese, Japanese, Latin, Cyrillic, others: by the first letter that decides it, kana anywhere.
fn script(title: &str) -> u8 {
    let is_kana = |c: char| matches!(c, '\u{3040}'..='\u{30FF}');
    match title.chars().find(|c| c.is_alphabetic()) {
        _ if title.chars().any(is_kana) => 1,
        Some('\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}') => 0,
        Some('A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}') => 2,
        Some('\u{400}'..='\u{52F}') => 3,
        _ => 4,
    }
}
