//! Signs that meet: where a text and a style both set one, one of them stays.

use crate::record::{Article, Contributor};
use crate::text::clean_line;

/// Words that end in a full stop of their own.
const SHORT: &[&str] = &[
    "al", "approx", "bros", "ca", "cf", "co", "corp", "dept", "ed", "eds", "esp", "etc", "fig", "inc", "jr", "ltd", "no", "nos", "pt",
    "ser", "sp", "spp", "sr", "st", "subsp", "univ", "var", "vol", "vols", "vs",
];

/// A title without the full stop that it ends in, unless that is part of its last word (`Inc.`, `U.S.`, `…`).
pub(super) fn unstopped(title: &str) -> &str {
    let Some(bare) = title.strip_suffix(['.', '。', '．']) else { return title };
    let last = bare.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '-')).next().unwrap_or_default();
    // The last letter of an abbreviation in pieces (`U. S.`); another is a word (`vitamin B`).
    let lone = last.chars().count() < 2 && bare.strip_suffix(last).is_none_or(|before| before.trim_end().ends_with('.'));
    let own = title.ends_with('.') && (last.is_empty() || last.contains('.') || lone || SHORT.contains(&last.to_lowercase().as_str()));
    if own { title } else { bare.trim_end() }
}

/// A line without what the record tells to be wrong: the full stop that a style sets behind a place or an edition where it goes on
/// with a comma (IEEE: `Geneva., 2021`), and that nobody signed a review, where its author was printed for another (Chicago).
pub(super) fn told_again(line: &str, article: &Article) -> String {
    let imprint = &article.imprint;
    let texts = [imprint.place.as_deref(), imprint.edition.as_deref()].into_iter().flatten().map(clean_line);
    let texts = texts.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty() && !text.ends_with('.'));
    let mut wrong: Vec<(String, String)> = texts.map(|text| (format!("{text}.,"), format!("{text},"))).collect();
    if article.authors.iter().any(Contributor::is_author) {
        wrong.extend(
            [("Unsigned review of ", "Review of "), ("unsigned review of ", "review of ")].map(|(a, b)| (a.to_owned(), b.to_owned())),
        );
    }
    wrong.iter().fold(line.to_owned(), |line, (wrong, right)| if line.contains(wrong) { line.replace(wrong, right) } else { line })
}

/// One line, single blanks, none before a sign that closes, and one sign where two meet.
pub(super) fn tidied(line: &str) -> String {
    let mut tidy = String::with_capacity(line.len());
    for word in clean_line(line).split_whitespace() {
        // A volume and pages without an issue between them: `1: 5`.
        let pages = word == ":" && tidy.ends_with(|c: char| c.is_ascii_digit());
        if !tidy.is_empty() && !word.starts_with([';', ',']) && word != "." && !pages {
            tidy.push(' ');
        }
        tidy.push_str(word);
    }
    // "Inc.." is a mistake, "..." is somebody's.
    let mut single = String::with_capacity(tidy.len());
    let mut rest = tidy.as_str();
    while let Some(at) = rest.find("..") {
        let (before, dots) = rest.split_at(at);
        let behind = dots.trim_start_matches('.');
        let count = dots.len() - behind.len();
        single.push_str(before);
        single.push_str(if count == 2 { "." } else { dots.get(..count).unwrap_or_default() });
        rest = behind;
    }
    // APA's word before the day of access, where no day is told.
    let said = once(&(single + rest)).replace("Retrieved http", "http");
    dated(&said).replace(",.", ".").replace(".”.", ".”").replace(",)", ")")
}

/// Without Chicago's words before a day, where no more than the year is known, which stands elsewhere: `GitHub, Released.`.
fn dated(line: &str) -> String {
    const WORDS: [&str; 4] = [", Released.", ", released.", ". Released.", ". Aired."];
    WORDS.iter().fold(line.to_owned(), |line, word| if line.contains(word) { line.replace(word, ".") } else { line })
}

/// A question and a call end a title, within quotation marks or without: no full stop behind them, and no comma inside of the
/// marks.
fn once(line: &str) -> String {
    let mut said = String::with_capacity(line.len());
    let mut ended = false;
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        let closed = rest.peek().is_none_or(|next| next.is_whitespace() || is_closing(*next));
        match c {
            '.' | '。' if ended && closed => continue,
            ',' if ended && rest.peek().copied().is_some_and(is_closing) => continue,
            _ => {}
        }
        ended = matches!(c, '?' | '!' | '？' | '！' | '。') || (ended && is_closing(c));
        said.push(c);
    }
    said
}

fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '"' | '»' | '」' | '』' | '》')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_signs_that_meet_one_stays() {
        for (line, tidy) in [
            ("Inc.. Next", "Inc. Next"),
            ("A page. Retrieved https://example.org/x", "A page. https://example.org/x"),
            ("And so on... Next", "And so on... Next"),
            ("What is DNA?. mBio", "What is DNA? mBio"),
            ("“What is DNA?,” mBio", "“What is DNA?” mBio"),
            ("“What is DNA?”. mBio", "“What is DNA?” mBio"),
            ("何为治理？. 学报", "何为治理？ 学报"),
            ("“何为治理！,” 学报", "“何为治理！” 学报"),
            ("What? Now, 2019.", "What? Now, 2019."),
            ("What is?, 2019", "What is?, 2019"),
            ("http://a.cn/b?.c=1", "http://a.cn/b?.c=1"),
            ("“Deep Trees.”. 2020 .", "“Deep Trees.” 2020."),
            ("Brown, A. (2020,). Trees", "Brown, A. (2020). Trees"),
            ("Neuroimage 1 : 5.", "Neuroimage 1: 5."),
            ("Paris : Seuil", "Paris : Seuil"),
            ("qikan. GitHub, Released. https://a.b", "qikan. GitHub. https://a.b"),
            ("On Air. Aired.", "On Air."),
            ("On Air. Aired February 3.", "On Air. Aired February 3."),
        ] {
            assert_eq!(tidied(line), tidy);
        }
    }

    #[test]
    fn a_title_keeps_the_full_stop_of_its_last_word_only() {
        for (title, bare) in [
            ("Trees in python.", "Trees in python"),
            ("何为治理。", "何为治理"),
            ("Ford v. Apple Inc.", "Ford v. Apple Inc."),
            ("Made in the U.S.", "Made in the U.S."),
            ("And so on...", "And so on..."),
            ("Vitamin B.", "Vitamin B"),
            ("In the U. S.", "In the U. S."),
            ("Why?", "Why?"),
            (".", "."),
        ] {
            assert_eq!(unstopped(title), bare);
        }
    }
}
