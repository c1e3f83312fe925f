//! Lines that say what they are: the header of a page and the labels (收稿日期, Key words, …) that dumps and pages share.
//!
//! All text here is rich-lite.

mod affiliations;

use std::sync::LazyLock;

use regex::Regex;

pub use affiliations::affiliation;

use super::draft::{DateKind, Draft};
use super::rich;
use crate::record::{AbstractSection, Language};

/// What a label speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    Date(DateKind),
    Abstract,
    Keywords,
    Clc,
    Pacs,
    Funding,
    Contact,
    Bio,
    Doi,
    ArticleNumber,
    DocumentCode,
    Cite,
    References,
    Related,
}

/// Spellings, longest first where one begins another. Blanks inside are not looked at, nor is case.
const LABELS: &[(&str, Label)] = &[
    ("收稿日期", Label::Date(DateKind::Received)),
    ("修回日期", Label::Date(DateKind::Revised)),
    ("修改日期", Label::Date(DateKind::Revised)),
    ("修订日期", Label::Date(DateKind::Revised)),
    ("录用日期", Label::Date(DateKind::Accepted)),
    ("接受日期", Label::Date(DateKind::Accepted)),
    ("网络出版日期", Label::Date(DateKind::Online)),
    ("网络首发日期", Label::Date(DateKind::Online)),
    ("在线出版日期", Label::Date(DateKind::Online)),
    ("在线发表日期", Label::Date(DateKind::Online)),
    // The labels of the Chinese and the English page are crossed: 出版日期 is Online, 发布日期 is Published.
    ("出版日期", Label::Date(DateKind::Online)),
    ("发布日期", Label::Date(DateKind::Published)),
    ("刊出日期", Label::Date(DateKind::Published)),
    ("Received date", Label::Date(DateKind::Received)),
    ("Received", Label::Date(DateKind::Received)),
    ("Revised date", Label::Date(DateKind::Revised)),
    ("Revised", Label::Date(DateKind::Revised)),
    ("Accepted date", Label::Date(DateKind::Accepted)),
    ("Accepted", Label::Date(DateKind::Accepted)),
    ("Online First Date", Label::Date(DateKind::Online)),
    ("Online", Label::Date(DateKind::Online)),
    ("Published", Label::Date(DateKind::Published)),
    ("Issue Date", Label::Date(DateKind::Published)),
    ("摘要", Label::Abstract),
    ("Abstract", Label::Abstract),
    ("关键词", Label::Keywords),
    ("关键字", Label::Keywords),
    ("Key words", Label::Keywords),
    ("中图分类号", Label::Clc),
    ("分类号", Label::Clc),
    ("ZTFLH", Label::Clc),
    ("CLC Number", Label::Clc),
    ("CLC", Label::Clc),
    ("PACS", Label::Pacs),
    ("基金资助", Label::Funding),
    ("基金项目", Label::Funding),
    ("本文基金", Label::Funding),
    ("Supported by", Label::Funding),
    ("Fund", Label::Funding),
    ("Funding", Label::Funding),
    ("通讯作者", Label::Contact),
    ("通信作者", Label::Contact),
    ("Corresponding author", Label::Contact),
    ("Contact", Label::Contact),
    ("作者简介", Label::Bio),
    ("About author", Label::Bio),
    ("DOI", Label::Doi),
    ("文章编号", Label::ArticleNumber),
    ("Article ID", Label::ArticleNumber),
    ("文献标识码", Label::DocumentCode),
    ("Document code", Label::DocumentCode),
    ("引用本文", Label::Cite),
    ("Cite this article", Label::Cite),
    ("参考文献", Label::References),
    ("References", Label::References),
    ("Reference", Label::References),
    ("相关文章", Label::Related),
    ("Related Articles", Label::Related),
];

/// The label that a line begins with, and what stands behind it.
pub fn label(line: &str) -> Option<(Label, &str)> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || "•·●▪■◆【[".contains(c));
    LABELS.iter().find_map(|(spelling, label)| behind(line, spelling).map(|rest| (*label, rest)))
}

/// What stands behind a label at the head of a line: a colon, or the end of the line.
fn behind<'a>(line: &'a str, spelling: &str) -> Option<&'a str> {
    let mut wanted = spelling.chars().filter(|c| *c != ' ').peekable();
    let mut end = 0;
    for (at, c) in line.char_indices() {
        let Some(next) = wanted.peek() else { break };
        if c.is_whitespace() {
            end = at + c.len_utf8();
            continue;
        }
        if !c.eq_ignore_ascii_case(next) {
            return None;
        }
        wanted.next();
        end = at + c.len_utf8();
    }
    if wanted.peek().is_some() {
        return None;
    }
    let rest = line.get(end..)?;
    let tail = rest.trim_start();
    if tail.is_empty() {
        return Some(tail);
    }
    if let Some(value) = tail.strip_prefix([':', '：', '】', ']']) {
        return Some(value.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：')).trim_end());
    }
    // `摘要 目的 …` and `关键词 a；b` stand without a colon; in English a word that merely begins a sentence is no label.
    let chinese = !spelling.is_ascii();
    (chinese && rest.starts_with(char::is_whitespace)).then_some(tail.trim_end())
}

static HEADER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^(?P<journal>.*?)\s*›\s*(?P<year>\d{4})\s*年?\s*[,，]?\s*",
        r"(?:(?:Vol\.?|第)?\s*(?P<volume>[0-9A-Za-z./\-]*?)\s*(?:卷)?)\s*[,，]?\s*›?\s*",
        r"(?:Issue|No\.?|第)?\s*[(（]?\s*(?P<issue>[^()（）:：›]*?)\s*(?:期)?\s*[)）]?\s*(?:期)?\s*[:：]\s*",
        r"(?P<pages>[0-9A-Za-z][0-9A-Za-z\-–—,，+;；. ]*?)?\s*\.?\s*",
        r"(?:(?:https?://(?:dx\.)?doi\.org/|doi)\s*[:：]?\s*(?P<doi>10\S+.*?))?\s*$"
    ))
    .ok()
});

/// Reads `Journal ›› 2024, Vol. 60 ›› Issue (3): 46-58.doi: 10.…`; true when the line is one.
pub fn header(line: &str, draft: &mut Draft, source: &'static str) -> bool {
    let plain = rich::plain(line);
    let mut folded = plain.replace("> >", "›").replace(">>", "›").replace('»', "›").replace('\u{A0}', " ");
    while folded.contains("››") || folded.contains("› ›") {
        folded = folded.replace("››", "›").replace("› ›", "›");
    }
    if !folded.contains('›') || folded.chars().count() > 600 {
        return false;
    }
    let Some(found) = HEADER.as_ref().and_then(|header| header.captures(&folded)) else { return false };
    let part = |name: &str| found.name(name).map(|part| part.as_str().trim()).filter(|part| !part.is_empty());
    if let Some(journal) = part("journal") {
        draft.journal(&rich::escape(journal.rsplit('›').next().unwrap_or(journal).trim()), None, source);
    }
    if let Some(year) = part("year") {
        draft.year(year, source);
    }
    if let Some(volume) = part("volume") {
        draft.volume(volume, source);
    }
    if let Some(issue) = part("issue") {
        draft.issue(issue, source);
    }
    if let Some(pages) = part("pages") {
        draft.pages(pages, source);
    }
    if let Some(doi) = part("doi") {
        draft.doi(doi, source);
    }
    true
}

/// Applies a labelled line; a line may hold several (`Received: … Online: …`). Says whether it was understood.
pub fn apply(line: &str, draft: &mut Draft, source: &'static str) -> bool {
    let Some((found, value)) = label(line) else { return false };
    match found {
        Label::Date(_) => dates(line, draft, source),
        Label::Abstract => draft.abstracts(value, None, source),
        Label::Keywords => {
            let lang = if line.chars().any(|c| matches!(c, '关' | '词')) { Language::Zh } else { Language::En };
            draft.keywords(keywords(value), Some(&lang), source);
        }
        Label::Clc => {
            let codes = rich::plain(value);
            draft.classes(&codes, source);
            return value.is_empty() || !draft.article.subjects.is_empty();
        }
        Label::Pacs => rich::plain(value).split([';', '；', ',']).for_each(|code| draft.subject("pacs", code)),
        Label::Funding => draft.funding(&rich::plain(value), None, source),
        Label::Contact => draft.corresponding(&rich::plain(value)),
        Label::Doi => draft.doi(&rich::plain(value), source),
        Label::ArticleNumber => {
            let number: String = rich::plain(value).split_whitespace().next().unwrap_or_default().to_owned();
            if !number.is_empty() && draft.article.ids.article_no.is_none() {
                draft.article.ids.article_no = Some(number);
            }
        }
        Label::Bio | Label::DocumentCode | Label::Cite | Label::References | Label::Related => return value.is_empty(),
    }
    true
}

/// Every date of a line.
fn dates(line: &str, draft: &mut Draft, source: &'static str) {
    let mut rest = line;
    while let Some((found, value)) = label(rest) {
        let Label::Date(kind) = found else {
            apply(rest, draft, source);
            return;
        };
        let end = value
            .char_indices()
            .find(|(_, c)| !(c.is_ascii_digit() || c.is_whitespace() || "-/.年月日－—–".contains(*c)))
            .map_or(value.len(), |(at, _)| at);
        let (date, after) = value.split_at_checked(end).unwrap_or((value, ""));
        draft.date(kind, date, source);
        // A value that is no date (`Received: in press Online: …`) is passed over to the next label.
        rest = after.trim_start_matches([',', '，', ';', '；', '|', ' ']);
        if rest.len() == value.len() {
            rest = after.split_once(char::is_whitespace).map_or("", |(_, next)| next);
        }
    }
}

/// Key words between commas, semicolons, or slashes with blanks.
pub fn keywords(text: &str) -> Vec<String> {
    let cut = |seps: &[char]| text.split(seps).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    // `&lt;` ends in a semicolon that parts nothing.
    let plain = text.replace("&lt;", "").replace("&gt;", "").replace("&amp;", "");
    if plain.contains([';', '；']) && plain.len() == text.len() {
        cut(&[';', '；'])
    } else if text.contains(" / ") {
        text.split(" / ").map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    } else {
        cut(&[',', '，', '、', '；'])
    }
}

/// Heads of structured abstracts.
const HEADS: &[&str] = &[
    "目的",
    "方法",
    "结果",
    "结论",
    "背景",
    "意义",
    "进展",
    "展望",
    "目的/意义",
    "方法/过程",
    "结果/结论",
    "Objective",
    "Objectives",
    "Methods",
    "Method",
    "Results",
    "Result",
    "Conclusion",
    "Conclusions",
    "Background",
    "Aim",
    "Aims",
    "Purpose",
    "Significance",
    "Progress",
    "Prospect",
];

/// Parts an abstract at its heads (`【目的】…【方法】…`, `Objective: … Methods: …`); one part when it has fewer than two.
pub fn abstract_sections(text: &str) -> Vec<AbstractSection> {
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    for head in HEADS {
        for (at, _) in text.match_indices(head) {
            let before = text.get(..at).unwrap_or_default().trim_end();
            let opened = before.ends_with(['【', '[', '［']);
            let begins = before.is_empty() || before.ends_with(['。', '.', '；', ';', '！', '!', '>']) || opened;
            let after = text.get(at + head.len()..).unwrap_or_default();
            let tail = after.trim_start_matches("</b>").trim_start_matches("</i>");
            let closed = tail.trim_start().chars().next();
            let spaced = !head.is_ascii() && tail.starts_with([' ', '\u{3000}', '\u{A0}']);
            if !begins || !(matches!(closed, Some(':' | '：' | '】' | ']' | '］')) || spaced) {
                continue;
            }
            let start = if opened { before.char_indices().next_back().map_or(at, |(last, _)| last) } else { at };
            let skipped = tail.trim_start_matches(|c: char| c.is_whitespace() || ":：】]］".contains(c));
            found.push((start, text.len() - skipped.len(), head));
        }
    }
    found.sort_unstable();
    found.dedup_by_key(|(start, ..)| *start);
    if found.len() < 2 || found.first().is_some_and(|(start, ..)| *start > 0) {
        return super::draft::one_section(text);
    }
    let ends: Vec<usize> = found.iter().skip(1).map(|(start, ..)| *start).chain([text.len()]).collect();
    found
        .iter()
        .zip(ends)
        .map(|((_, from, head), to)| AbstractSection {
            head: Some((*head).to_owned()),
            text: text.get(*from..to).unwrap_or_default().trim().to_owned(),
            ..AbstractSection::default()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_as_sites_write_them() {
        for (line, pages) in [
            ("Journal of X (A and B Edition) ›› 2024, Vol. 60 ›› Issue (3): 46-58.doi: 10.1000/x.2024.03.005", "46-58"),
            ("植物科学学报 >> 2024, Vol. 60 >> Issue (3): 46-58. DOI: 10.1000/x.2024.03.005", "46-58"),
            ("植物科学学报 » 2024, Vol. 60 » Issue (3) : 5-14,2. doi:10.1000/x.2024.03.005", "5-14,2"),
            ("J &gt; &gt; 2024, Vol. 60 &gt; &gt; Issue (3): S12-S15.", "S12-S15"),
        ] {
            let mut draft = Draft::default();
            assert!(header(line, &mut draft, "t"), "{line}");
            let article = &draft.article;
            assert_eq!((article.year, article.volume.as_deref(), article.issue.as_deref()), (Some(2024), Some("60"), Some("3")), "{line}");
            assert_eq!(article.pages.raw, pages);
            assert_eq!(article.ids.doi.is_some(), line.to_lowercase().contains("doi"), "{line}");
        }
        let mut draft = Draft::default();
        assert!(header("电子政务 ›› 2018 ›› Issue (5): 17-21.", &mut draft, "t"));
        assert_eq!(draft.article.volume, None);
        assert_eq!(draft.article.issue.as_deref(), Some("5"));
    }

    #[test]
    fn a_line_of_dates() {
        let mut draft = Draft::default();
        assert!(apply("• Received:2023-11-24 Online:2024-05-25 Published:2024-05-17", &mut draft, "t"));
        assert!(apply("收稿日期：2020-01-02 出版日期: 2020-03-04 发布日期:2020-05-06", &mut draft, "t"));
        let dates = &draft.article.dates;
        let shown = [dates.received, dates.online, dates.published].map(|date| date.map(|date| date.to_string()).unwrap_or_default());
        assert_eq!(shown, ["2023-11-24", "2024-05-25", "2024-05-17"]);
    }

    #[test]
    fn heads_of_abstracts() {
        let heads = |text: &str| abstract_sections(text).into_iter().map(|s| (s.head.unwrap_or_default(), s.text)).collect::<Vec<_>>();
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(heads("【目的】甲。【方法】乙。"), [pair("目的", "甲。"), pair("方法", "乙。")]);
        assert_eq!(
            heads("Objective: a. Methods: b. Results were good."),
            [pair("Objective", "a."), pair("Methods", "b. Results were good.")]
        );
        assert_eq!(heads("目的 甲。方法 乙。"), [pair("目的", "甲。"), pair("方法", "乙。")]);
        assert_eq!(heads("研究方法：甲。结果：乙。"), [pair("", "研究方法：甲。结果：乙。")]);
    }
}
