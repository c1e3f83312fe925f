//! Institutions in one line of text, told apart by their numbers.

use std::sync::LazyLock;

use regex::Regex;

use crate::formats::rich;

static AFFILIATION: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:^|[;；]\s*)\(?(\d{1,2}|[a-z])\s*[.．、)）]\s*").ok());

/// Parts text at `1. … 2. …`; the marks of list and page may both stand there (`1. 1. School …`).
pub fn affiliation(text: &str) -> Vec<(Option<String>, String)> {
    let marked = text.replace("<sup>", "").replace("</sup>", ".").replace("..", ".");
    let raised = text.trim_start().starts_with("<sup>");
    let plain = rich::plain(if raised { &marked } else { text }).into_owned();
    let plain = plain.trim().trim_start_matches(['•', '(', '（', ' ']).trim();
    let mut parts: Vec<(Option<String>, String)> = Vec::new();
    let mut rest = plain;
    let mut label: Option<String> = None;
    let Some(pattern) = AFFILIATION.as_ref() else { return vec![(None, plain.to_owned())] };
    while let Some(found) = pattern.captures(rest) {
        let (Some(whole), Some(mark)) = (found.get(0), found.get(1)) else { break };
        let before = rest.get(..whole.start()).unwrap_or_default();
        if !before.trim().is_empty() {
            parts.push((label.take(), tidy(before)));
        }
        label = Some(mark.as_str().to_owned());
        rest = rest.get(whole.end()..).unwrap_or_default();
    }
    if label.is_none() {
        // `1武汉大学…`
        let digits = rest.chars().take_while(char::is_ascii_digit).count();
        let (head, tail) = rest.split_at_checked(digits).unwrap_or(("", rest));
        if (1..=2).contains(&digits) && tail.chars().next().is_some_and(char::is_alphabetic) {
            label = Some(head.to_owned());
            rest = tail;
        }
    }
    if !rest.trim().is_empty() {
        parts.push((label, tidy(rest)));
    }
    parts
}

fn tidy(text: &str) -> String {
    let text = text.trim().trim_end_matches([';', '；', '.', '。', ',']).trim();
    let open = text.matches(['(', '（']).count();
    let text = if text.matches([')', '）']).count() > open { text.trim_end_matches([')', '）']) } else { text };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn affiliations_with_one_or_two_numbers() {
        let read = |text: &str| affiliation(text).into_iter().map(|(l, t)| (l.unwrap_or_default(), t)).collect::<Vec<_>>();
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(read("  1. 1. School of A, Shanghai 200433;"), [pair("1", "School of A, Shanghai 200433")]);
        assert_eq!(read("1. 甲大学, 武汉 430072；2. 乙大学"), [pair("1", "甲大学, 武汉 430072"), pair("2", "乙大学")]);
        assert_eq!(read("1武汉大学"), [pair("1", "武汉大学")]);
        assert_eq!(read("(武汉大学, 武汉 430072)"), [pair("", "武汉大学, 武汉 430072")]);
    }
}
