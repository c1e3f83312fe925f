//! The text of a journal-site page, as copied or printed by a text browser.
//!
//! ```text
//! header ›› year, Vol. v ›› Issue (i): pages.doi: …
//! Previous Articles   Next Articles
//! title · authors · affiliations · dates · abstract · key words · classes
//! [1] … [n]    references
//! [1] … [m]    numbering begins again: related articles
//! Viewed / Full text / Abstract / Cited / Shared / Discussed
//! ```

use serde_json::json;

use super::document::{Document, Yield, read_whole};
use super::draft::Draft;
use super::labels::{self, Label};
use super::{Confidence, Finding, Readings, Source, names, refusal, rich};
use crate::record::{Language, Metrics};

const SOURCE: &str = "magtech-text";

/// Lines of navigation, which say nothing of the record.
const NAVIGATION: &[&str] = &[
    "previous articles",
    "next articles",
    "previous article",
    "next article",
    "上一篇",
    "下一篇",
    "please wait a minute...",
    "pdf",
    "html",
    "参考文献",
    "相关文章",
    "references",
    "related articles",
    "metrics",
    "本文评价",
    "rich html",
    "可视化",
    "export",
    "share",
];

/// Labels of the figures at the end of a page.
const METRICS: &[(&str, &str)] = &[
    ("viewed", ""),
    ("full text", "full"),
    ("abstract", "abstract"),
    ("cited", "cited"),
    ("shared", "shared"),
    ("discussed", "discussed"),
    ("阅读次数", ""),
    ("全文", "full"),
    ("摘要", "abstract"),
    ("被引", "cited"),
    ("分享", "shared"),
    ("讨论", "discussed"),
    ("downloads", "downloads"),
    ("下载", "downloads"),
];

/// How sure it is that text is such a dump.
pub fn sniff(head: &str) -> Confidence {
    if head.trim_start().starts_with(['{', '<']) {
        return 0;
    }
    let lower = head.to_lowercase();
    if lower.contains("<html") || lower.contains("<meta ") {
        return 0;
    }
    let header = head.lines().take(40).any(|line| labels::header(&rich::escape(line), &mut Draft::default(), SOURCE));
    let labels = head.lines().filter(|line| labels::label(line).is_some()).count();
    let numbered = head.lines().filter(|line| number(line).is_some()).count();
    match (header, labels) {
        (true, _) => 88,
        (false, 2..) => 60,
        (false, 1) if numbered > 1 => 40,
        _ => 0,
    }
}

/// Reads a dump.
pub fn read(source: Source) -> Readings {
    read_whole(source, document)
}

fn document(document: &Document) -> Result<Yield, Finding> {
    let draft = gather(&document.text);
    if !draft.has_record() {
        return Err(refusal::of_page(&document.text));
    }
    Ok(vec![draft.finish(document, SOURCE)])
}

/// Where in the page the reader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
enum Place {
    Title,
    Authors,
    Affiliations,
    Labels,
    Lists,
    Metrics,
}

/// Gathers a record from the text of a dump.
pub fn gather(text: &str) -> Draft {
    let mut draft = Draft::default();
    let mut page = Page {
        draft: &mut draft,
        place: Place::Title,
        lists: Vec::new(),
        affiliations: Vec::new(),
        metric: None,
        unmapped: Vec::new(),
        open: Open::Nothing,
        abstracts: Vec::new(),
    };
    let lines: Vec<String> = text.split('\n').flat_map(|line| line.split('\r')).map(rich::escape).collect();
    for (at, line) in lines.iter().enumerate() {
        page.line(at + 1, line.trim_end());
    }
    page.end();
    draft
}

/// What the next line may go on with.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Nothing,
    Abstract,
    List,
}

struct Page<'a> {
    draft: &'a mut Draft,
    place: Place,
    /// Runs of numbered strings.
    lists: Vec<Vec<(Option<String>, String)>>,
    affiliations: Vec<String>,
    metric: Option<&'static str>,
    unmapped: Vec<(usize, String)>,
    open: Open,
    abstracts: Vec<String>,
}

impl Page<'_> {
    fn line(&mut self, number: usize, line: &str) {
        let bare = line.trim();
        if bare.is_empty() {
            self.open = Open::Nothing;
            return;
        }
        if self.place < Place::Labels && labels::header(bare, self.draft, SOURCE) {
            return;
        }
        if is_navigation(bare) {
            return;
        }
        if let Some((n, text)) = self::number(bare)
            && self.place >= Place::Affiliations
        {
            self.place = Place::Lists;
            self.numbered(n, text);
            return;
        }
        if self.place >= Place::Lists && self.metrics(bare) {
            return;
        }
        if let Some((found, value)) = labels::label(bare)
            && self.place < Place::Metrics
        {
            if self.place < Place::Labels {
                self.place = Place::Labels;
            }
            self.open = Open::Nothing;
            if found == Label::Abstract {
                self.flush_abstract();
                self.abstracts.push(value.to_owned());
                self.open = Open::Abstract;
            } else if !labels::apply(bare, self.draft, SOURCE) {
                self.unmapped.push((number, bare.to_owned()));
            }
            return;
        }
        match self.open {
            Open::Abstract => {
                self.abstracts.push(bare.to_owned());
                return;
            }
            Open::List => {
                if let Some((_, text)) = self.lists.last_mut().and_then(|list| list.last_mut()) {
                    join(text, &rich::plain(bare));
                    return;
                }
            }
            Open::Nothing => {}
        }
        self.front(number, bare);
    }

    /// Title, authors and affiliations, which have no labels.
    fn front(&mut self, number: usize, line: &str) {
        let lang = Language::of_text(line);
        match self.place {
            Place::Title => {
                self.draft.title(line, None, SOURCE);
                self.place = Place::Authors;
            }
            Place::Authors => {
                self.draft.authors(names::byline(line), SOURCE);
                self.place = Place::Affiliations;
            }
            // A second title begins the same matter in the other language.
            Place::Affiliations | Place::Labels
                if !labels_affiliation(line) && self.draft.article.title.get(&lang).is_none() && lang != Language::Und =>
            {
                self.flush_affiliations();
                self.draft.title(line, None, SOURCE);
                self.place = Place::Authors;
            }
            Place::Affiliations => self.affiliations.push(line.to_owned()),
            Place::Labels | Place::Lists | Place::Metrics => self.unmapped.push((number, line.to_owned())),
        }
    }

    fn numbered(&mut self, n: &str, text: &str) {
        let begins = n.parse::<u32>().is_ok_and(|n| n == 1) || self.lists.is_empty();
        if begins {
            self.lists.push(Vec::new());
        }
        if let Some(list) = self.lists.last_mut() {
            list.push((Some(n.to_owned()), rich::plain(text).into_owned()));
        }
        self.open = Open::List;
    }

    /// A line of the figures: a label, a number, or both.
    fn metrics(&mut self, line: &str) -> bool {
        let plain = rich::plain(line).replace(',', "");
        if plain.contains("No Suggested Reading articles found") {
            if self.draft.article.related.is_none() && self.lists.len() < 2 {
                self.draft.article.related = Some(Vec::new());
            }
            self.place = Place::Metrics;
            return true;
        }
        let lower = plain.trim().to_lowercase();
        let word = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ':' | '：' | '(' | ')'));
        if let Some((_, metric)) = METRICS.iter().find(|(label, _)| *label == word) {
            self.place = Place::Metrics;
            self.open = Open::Nothing;
            self.metric = Some(metric);
        } else if self.place != Place::Metrics || !word.is_empty() {
            return false;
        }
        let digits: String = lower.chars().filter(char::is_ascii_digit).collect();
        if let (Ok(figure), Some(metric)) = (digits.parse::<u64>(), self.metric) {
            figure_of(&mut self.draft.article.metrics, metric, figure);
        }
        true
    }

    fn flush_abstract(&mut self) {
        let text = std::mem::take(&mut self.abstracts).into_iter().fold(String::new(), |mut all, line| {
            join(&mut all, &line);
            all
        });
        self.draft.abstracts(&text, None, SOURCE);
    }

    fn flush_affiliations(&mut self) {
        let texts = std::mem::take(&mut self.affiliations);
        self.draft.affiliations(&texts, SOURCE);
    }

    fn end(mut self) {
        self.flush_abstract();
        self.flush_affiliations();
        lists(self.draft, std::mem::take(&mut self.lists), SOURCE);
        if !self.unmapped.is_empty() {
            let kept: Vec<_> = self.unmapped.iter().map(|(line, text)| json!([line, rich::plain(text)])).collect();
            self.draft.article.raw.insert(SOURCE.to_owned(), kept.into());
            for (line, _) in &self.unmapped {
                self.draft.findings.push(Finding::kept("this line was not understood; it is kept under raw").at(*line));
            }
        }
    }
}

/// The first run of numbers is the references and the second the related articles. A run alone is related when four in
/// five of its strings name the record's own journal.
pub fn lists(draft: &mut Draft, lists: Vec<Vec<(Option<String>, String)>>, source: &str) {
    let mut runs = lists.into_iter();
    let Some(first) = runs.next() else { return };
    let journals: Vec<String> =
        draft.article.journal.title.values().map(|title| fold(&rich::plain(title))).filter(|title| title.chars().count() > 1).collect();
    let own = first.iter().filter(|(_, raw)| journals.iter().any(|journal| fold(raw).contains(journal))).count();
    match runs.next() {
        Some(second) => {
            draft.references(first, source);
            draft.related(
                runs.fold(second, |mut all, more| {
                    all.extend(more);
                    all
                }),
                source,
            );
        }
        None if own * 5 >= first.len() * 4 => draft.related(first, source),
        None => draft.references(first, source),
    }
}

fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn figure_of(metrics: &mut Metrics, metric: &str, figure: u64) {
    let place = match metric {
        "full" => &mut metrics.viewed_full,
        "abstract" => &mut metrics.viewed_abstract,
        "cited" => &mut metrics.cited,
        "shared" => &mut metrics.shared,
        "discussed" => &mut metrics.discussed,
        "downloads" => &mut metrics.downloads,
        _ => return,
    };
    *place = Some(figure);
}

/// Joins a wrapped line: Chinese without a blank, an address that is broken behind a sign without one, all else with one.
fn join(text: &mut String, more: &str) {
    let wide = |c: char| u32::from(c) >= 0x2E80;
    let word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    if word.contains("://") && word.ends_with(['/', '-', '_', '=', '?', '&', '%']) {
        text.push_str(more);
        return;
    }
    let (last, first) = (text.chars().next_back(), more.chars().next());
    if let (Some(last), Some(first)) = (last, first)
        && !(wide(last) && wide(first))
        && last != ' '
    {
        text.push(' ');
    }
    text.push_str(more);
}

/// `[12] text`: number and text.
pub fn number(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim_start().strip_prefix(['[', '［'])?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (n, rest) = rest.split_at_checked(digits).filter(|(n, _)| (1..=4).contains(&n.len()))?;
    Some((n, rest.strip_prefix([']', '］'])?.trim()))
}

fn labels_affiliation(line: &str) -> bool {
    let bare = line.trim_start_matches(|c: char| c.is_whitespace() || c == '•');
    bare.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '(' | '（'))
}

fn is_navigation(line: &str) -> bool {
    let mut rest = line.to_lowercase();
    for word in NAVIGATION {
        if word.chars().count() > 4 || rest.trim() == *word {
            rest = rest.replace(word, " ");
        }
    }
    let rest = rest.replace("上一篇", " ").replace("下一篇", " ");
    rest.chars().all(|c| c.is_whitespace() || "|/<>«»‹›;&ltg·•".contains(c)) && rest.trim().len() < 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_are_joined_as_they_were_broken() {
        for (before, behind, wanted) in [
            ("城市", "治理", "城市治理"),
            ("smart", "cities", "smart cities"),
            ("城市", "cities", "城市 cities"),
            ("see https://marsh.example/a-", "b", "see https://marsh.example/a-b"),
            ("see https://marsh.example/a", "and b", "see https://marsh.example/a and b"),
        ] {
            let mut text = before.to_owned();
            join(&mut text, behind);
            assert_eq!(text, wanted);
        }
    }
}
