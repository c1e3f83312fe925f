//! What stands where on a page of each generation.

use super::Generation;
use crate::formats::draft::Draft;
use crate::formats::html::{Html, Node, NodeId};
use crate::formats::labels::{self, Label};
use crate::formats::{dump, names, rich};
use crate::record::Language;

const SOURCE: &str = "page";

/// Elements that hold a title, of any generation.
pub fn titles(html: &Html) -> Vec<NodeId> {
    let title = |node: &Node| {
        ["J_biaoti", "J_biaoti_en", "abs-tit", "main_content_top_title"].iter().any(|class| node.has_class(class)) && node.name() != "a"
    };
    html.all(title)
}

/// Gathers by the selectors of a generation.
pub fn gather(html: &Html, generation: Generation, draft: &mut Draft) {
    for id in titles(html) {
        draft.title(&html.rich(id), None, SOURCE);
    }
    match generation {
        Generation::Tables | Generation::Tabs => tables(html, draft),
        Generation::Accordion => accordion(html, draft),
        Generation::Vue => vue(html, draft),
    }
    let container = html.first(|node| node.has_id("reference_tab_content") || node.has_id("collapseThree"));
    if let Some(container) = container {
        let entries = references(html, container);
        if !entries.is_empty() {
            draft.references(entries, SOURCE);
        }
    }
    let related = html.first(|node| ["collapseFour", "relatedArticles", "related_tab_content"].iter().any(|id| node.has_id(id)));
    if let Some(container) = related {
        let entries = references(html, container);
        if !entries.is_empty() {
            draft.related(entries, SOURCE);
        }
    }
}

fn tables(html: &Html, draft: &mut Draft) {
    for id in html.all(|node| node.has_class("J_author_cn") || node.has_class("J_author_en")) {
        draft.authors(names::byline(&html.rich(id)), SOURCE);
    }
    let mut places = html.all(|node| node.has_class("J_author_dizhi"));
    if places.is_empty() {
        let style = |node: &Node| node.attribute("style").map(|style| style.replace(' ', "").to_ascii_lowercase()).unwrap_or_default();
        places = html.all(|node| node.name() == "td" && style(node).starts_with("line-height:130%"));
    }
    for id in places {
        draft.affiliations(&html.lines(id), SOURCE);
    }
    for id in html.all(|node| node.has_class("J_zhaiyao") || node.has_class("J_zhaiyao_en")) {
        let text = html.rich(id);
        // The same class is used for rows with labels, for references, and for the dates of HEP journals.
        let in_references = html.first(|node| node.has_id("reference_tab_content")).is_some_and(|top| html.is_below(id, top));
        if !in_references && labels::label(&text).is_none() && text.chars().count() > 20 {
            draft.abstracts(&text, None, SOURCE);
        }
    }
    let mut rows: Vec<(NodeId, Vec<String>)> = Vec::new();
    for word in html.all(|node| node.has_class("txt_zhaiyao1")) {
        let Some(row) = html.ancestor(word, "tr") else { continue };
        let text = html.rich(word);
        match rows.last_mut().filter(|(last, _)| *last == row) {
            Some((_, words)) => words.push(text),
            None => rows.push((row, vec![text])),
        }
    }
    for (row, words) in rows {
        let Some((Label::Keywords, _)) = labels::label(&html.rich(row)) else { continue };
        let lang = if html.rich(row).contains('关') { Language::Zh } else { Language::En };
        draft.keywords(words, Some(&lang), SOURCE);
    }
}

fn accordion(html: &Html, draft: &mut Draft) {
    let panel = |node: &Node, id: &str| node.attribute("data-target").is_some_and(|target| target.eq_ignore_ascii_case(id));
    for id in html.all(|node| panel(node, "#divPanel") || panel(node, "#divPanelEn")) {
        draft.authors(names::byline(&html.rich(id)), SOURCE);
    }
    for panel in html.all(|node| node.has_id("divPanel") || node.has_id("divPanelEn")) {
        for id in html.below(panel, |node| node.name() == "address") {
            let lines = html.lines(id);
            draft.affiliations(&lines, SOURCE);
        }
        for id in html.below(panel, |node| node.name() == "span") {
            labels::apply(&html.rich(id), draft, SOURCE);
        }
    }
    for panel in html.all(|node| node.attribute("name") == Some("#abstract")) {
        for id in html.below(panel, |node| node.name() == "p") {
            let text = html.rich(id);
            match labels::label(&text) {
                Some((Label::Keywords, _)) => {
                    let links = html.below(id, |node| node.name() == "a");
                    let lang = if text.contains('关') { Language::Zh } else { Language::En };
                    let words: Vec<String> = links.iter().map(|id| html.rich(*id)).filter(|word| !word.is_empty()).collect();
                    draft.keywords(words, Some(&lang), SOURCE);
                    labels::apply(&text, draft, SOURCE);
                }
                Some(_) => {
                    labels::apply(&text, draft, SOURCE);
                }
                None => {}
            }
        }
    }
}

fn vue(html: &Html, draft: &mut Draft) {
    for id in html.all(|node| node.has_class("main_content_center_left_zhengwen")) {
        let text = html.rich(id);
        let text = labels::label(&text).filter(|(found, _)| *found == Label::Abstract).map_or(text.as_str(), |(_, value)| value);
        draft.abstracts(text, None, SOURCE);
    }
    for table in html.all(|node| node.has_class("new_full_Article_history")) {
        let rows = html.below(table, |node| node.name() == "tr");
        let cells = |row: NodeId| {
            html.below(row, |node| matches!(node.name(), "td" | "th")).into_iter().map(|id| html.rich(id)).collect::<Vec<_>>()
        };
        if let [head, body, ..] = rows.as_slice() {
            for (label, date) in cells(*head).iter().zip(cells(*body)) {
                labels::apply(&format!("{}: {date}", label.trim_end_matches([':', '：'])), draft, SOURCE);
            }
        }
    }
}

/// Numbered strings of a list: a row each, the number in a cell of its own or before the string.
fn references(html: &Html, container: NodeId) -> Vec<(Option<String>, String)> {
    let mut entries: Vec<(Option<String>, String)> = Vec::new();
    let rows = html.below(container, |node| matches!(node.name(), "tr" | "li"));
    if rows.is_empty() {
        for line in html.lines(container) {
            if let Some((n, text)) = dump::number(&line) {
                entries.push((Some(n.to_owned()), rich::plain(text).into_owned()));
            } else if let Some((_, last)) = entries.last_mut() {
                last.push(' ');
                last.push_str(&rich::plain(&line));
            }
        }
        return entries;
    }
    for row in rows {
        if !html.below(row, |node| matches!(node.name(), "tr" | "li")).is_empty() {
            continue;
        }
        let cells = html.below(row, |node| node.name() == "td");
        let (n, raw) = match cells.as_slice() {
            [number, text, ..] if html.plain(*number).chars().count() <= 8 => {
                let label = html.plain(*number).trim_matches(|c: char| c.is_whitespace() || "[]［］.()".contains(c)).to_owned();
                (Some(label).filter(|label| !label.is_empty()), html.plain(*text))
            }
            _ => {
                let text = html.plain(row);
                match dump::number(&text) {
                    Some((n, rest)) => (Some(n.to_owned()), rest.to_owned()),
                    None => (None, text),
                }
            }
        };
        if raw.trim().is_empty() {
            continue;
        }
        match (n, entries.last_mut()) {
            // A row without a number goes on with the one before, as its English rendering does.
            (None, Some((Some(_), last))) => {
                last.push(' ');
                last.push_str(raw.trim());
            }
            (n, _) => entries.push((n, raw.trim().to_owned())),
        }
    }
    entries
}

/// The site's number of the page: in the address of its PDF, or the second argument of a download button.
pub fn site(html: &Html, draft: &mut Draft) {
    let pdf = draft.article.links.iter().find(|link| link.url.contains("id=")).map(|link| link.url.clone());
    let host_of =
        |url: &str| url.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or_default().to_owned()).unwrap_or_default();
    let host = pdf.as_deref().map(host_of).unwrap_or_default();
    if let Some(known) = draft.article.ids.site.as_mut() {
        if known.host.is_empty() {
            known.host = host;
        }
        return;
    }
    let id_of = |url: &str| -> Option<String> {
        let (_, rest) = url.split_once("id=")?;
        let id: String = rest.chars().take_while(char::is_ascii_digit).collect();
        (!id.is_empty()).then_some(id)
    };
    if let Some(url) = pdf
        && let Some(id) = id_of(&url)
    {
        draft.site(&host, &id, "citation_pdf_url");
        return;
    }
    for (_, node) in html.elements() {
        if let Some(call) = node.attribute("onclick").filter(|call| call.contains("lsdy1(")) {
            let arguments: Vec<&str> = call.split('\'').skip(1).step_by(2).collect();
            if let [_, id, ..] = arguments.as_slice() {
                let host = arguments.get(2).map(|url| host_of(url)).unwrap_or_default();
                draft.site(&host, id, "download button");
                return;
            }
        }
    }
}
