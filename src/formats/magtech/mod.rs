//! Saved article pages of Magtech (玛格泰克) journal sites, generations G1 to G5.
//!
//! All sources of a page are merged, the surest first: the inline `window.metaData` (G5), the selectors of the
//! generation, the meta tags, and the labels in the text. Where two disagree the page itself is believed.

mod inline;
mod selectors;

use super::document::{Document, Works, all_read, read_each};
use super::draft::Draft;
use super::html::Html;
use super::labels::{self, Label};
use super::{Confidence, Finding, Readings, Source, dump, meta, toc};

/// A generation of the site software.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generation {
    /// Tables (2005–2014).
    Tables,
    /// Tabs (2012–).
    Tabs,
    /// Accordion (2015–2022).
    Accordion,
    /// Vue, with inline JSON (2021–).
    Vue,
}

impl Generation {
    fn name(self) -> &'static str {
        match self {
            Self::Tables => "magtech-html/G1",
            Self::Tabs => "magtech-html/G2",
            Self::Accordion => "magtech-html/G3",
            Self::Vue => "magtech-html/G5",
        }
    }

    /// Tells the generation by what only its pages have.
    fn of(html: &Html) -> Option<Self> {
        let mut found = None;
        for (_, node) in html.elements() {
            let id = node.attribute("id").unwrap_or_default();
            if matches!(id, "metaVue" | "bodyVue" | "magModal")
                || node.attribute("class").is_some_and(|class| class.contains("mag_main_zhengwen"))
            {
                return Some(Self::Vue);
            }
            let here = if matches!(id, "goTop" | "divPanel" | "divPanelEn" | "collapseThree")
                || node.has_class("abs-con")
                || node.has_class("abs-tit")
            {
                Some(Self::Accordion)
            } else if node.name() == "ul" && (node.has_class("tabs-nav") || node.has_class("nav-tabs")) {
                Some(Self::Tabs)
            } else if matches!(id, "tabsDiv" | "abstract_tab_content" | "reference_tab_content")
                || ["J_biaoti", "J_biaoti_en", "J_author_cn", "J_zhaiyao"].iter().any(|class| node.has_class(class))
            {
                Some(Self::Tables)
            } else {
                None
            };
            found = match (found, here) {
                // Later generations keep classes of earlier ones.
                (Some(Self::Accordion), _) | (_, Some(Self::Accordion)) => Some(Self::Accordion),
                (Some(Self::Tabs), _) | (_, Some(Self::Tabs)) => Some(Self::Tabs),
                (known, here) => known.or(here),
            };
        }
        found
    }
}

/// How sure it is that text is such a page.
pub fn sniff(head: &str) -> Confidence {
    let lower = head.to_ascii_lowercase();
    if !lower.contains('<') || lower.trim_start().starts_with(['{', '[']) {
        return 0;
    }
    let signs = [
        "tabsdiv",
        "abstract_tab_content",
        "j_biaoti",
        "j_author_cn",
        "j_zhaiyao",
        "id=\"gotop\"",
        "divpanel",
        "abs-tit",
        "abs-con",
        "metavue",
        "window.metadata",
        "magmodal",
        "bodyvue",
        "reference_tab_content",
    ];
    if signs.iter().any(|sign| lower.contains(sign)) { 85 } else { 0 }
}

/// Reads a page.
pub fn read(source: Source) -> Readings {
    read_each(source, document)
}

fn document(document: &Document) -> Result<Works, Finding> {
    let html = Html::parse(&document.text);
    let mut draft = Draft::default();
    let inline = inline::gather(&document.text, &mut draft);
    let generation = Generation::of(&html).or(inline.then_some(Generation::Vue));
    if meta::has_article(&html) || inline || !selectors::titles(&html).is_empty() {
        if let Some(generation) = generation {
            selectors::gather(&html, generation, &mut draft);
        }
        meta::gather(&html, &mut draft);
        let lines = html.lines(0);
        scan(&lines, &mut draft);
        keep_unmapped(&lines, &document.text, &mut draft);
        selectors::site(&html, &mut draft);
        if draft.has_record() {
            return Ok(all_read(vec![draft.finish(document, generation.map_or("magtech-html", Generation::name))]));
        }
    }
    let listed = toc::page(&html, document);
    if listed.is_empty() { meta::page(&html, document) } else { Ok(all_read(listed)) }
}

/// Lines kept of one page: more are the menus of a site.
const KEPT_LINES: usize = 50;

/// Keeps what the page labels and no member of the record takes (`作者简介: …`, `文献标识码: A`), with its line in the file.
fn keep_unmapped(lines: &[String], source: &str, draft: &mut Draft) {
    let mut kept: Vec<serde_json::Value> = Vec::new();
    let read: String = draft.article.abstracts.values().flatten().map(|section| super::rich::plain(&section.text).into_owned()).collect();
    for line in lines.iter().filter(|line| is_unmapped(line)) {
        let plain = super::rich::plain(line);
        let plain = plain.trim();
        // The heads of a structured abstract look like labels.
        let head: String = plain.chars().skip_while(|c| !matches!(c, ':' | '：')).skip(1).collect();
        let head: String = head.trim().split(['。', '.']).next().unwrap_or_default().chars().take(16).collect();
        if kept.len() == KEPT_LINES || kept.iter().any(|known| known == plain) || read.contains(&head) {
            continue;
        }
        let label = plain.split([':', '：']).next().unwrap_or(plain).trim();
        let finding = Finding::kept(format!("\"{label}\" has no place in the record; it is kept under raw"));
        let at = source.find(plain).or_else(|| source.find(label));
        draft.findings.push(match at.and_then(|at| source.get(..at)) {
            Some(before) => finding.at(before.matches('\n').count() + 1),
            None => finding,
        });
        kept.push(plain.into());
    }
    if !kept.is_empty() {
        draft.article.raw.insert("magtech-html".to_owned(), kept.into());
    }
}

/// Whether a line is a label with a value that nothing reads: a known label without a member, or a short word and a colon.
fn is_unmapped(line: &str) -> bool {
    match labels::label(line) {
        Some((Label::Bio | Label::Cite | Label::DocumentCode, value)) => !value.is_empty(),
        Some(_) => false,
        None => line.split_once([':', '：']).is_some_and(|(label, value)| {
            let label = label.trim();
            (2..=12).contains(&label.chars().count()) && label.chars().all(|c| c.is_alphabetic() || c == ' ') && !value.trim().is_empty()
        }),
    }
}

/// Fills what is still missing from labels in the text of a page.
pub fn scan(lines: &[String], draft: &mut Draft) {
    const SOURCE: &str = "text";
    let mut at = 0;
    let mut runs: Vec<Vec<(Option<String>, String)>> = Vec::new();
    while let Some(line) = lines.get(at) {
        at += 1;
        if labels::header(line, draft, SOURCE) {
            continue;
        }
        if let Some((n, text)) = dump::number(line) {
            if n == "1" || runs.is_empty() {
                runs.push(Vec::new());
            }
            // A cell of its own for the number leaves the string to the next line.
            let text = if text.is_empty() {
                lines
                    .get(at)
                    .map(|next| {
                        at += 1;
                        next.as_str()
                    })
                    .unwrap_or_default()
            } else {
                text
            };
            if let Some(run) = runs.last_mut() {
                run.push((Some(n.to_owned()), super::rich::plain(text).into_owned()));
            }
            continue;
        }
        match labels::label(line) {
            // A label alone in its cell speaks of the next one.
            Some((Label::References | Label::Related | Label::Bio | Label::Cite | Label::DocumentCode, _)) | None => {}
            Some((_, "")) => {
                if let Some(next) = lines.get(at).filter(|next| labels::label(next).is_none()) {
                    labels::apply(&format!("{}：{next}", line.trim_end_matches([':', '：', ' '])), draft, SOURCE);
                }
            }
            Some(_) => {
                labels::apply(line, draft, SOURCE);
            }
        }
    }
    if draft.article.refs.is_none() {
        dump::lists(draft, runs, SOURCE);
    } else if let Some(second) = runs.into_iter().nth(1)
        && draft.article.related.is_none()
    {
        draft.related(second, SOURCE);
    }
}
