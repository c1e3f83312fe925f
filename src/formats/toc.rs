//! Tables of contents of issues: one record for each article that is listed.

use std::sync::LazyLock;

use regex::Regex;

use super::document::{Document, Works, Yield, all_read, read_each};
use super::draft::{DateKind, Draft};
use super::html::{Html, Node, NodeId};
use super::{Confidence, Finding, Readings, Source, labels, names, refusal, rich};

const SOURCE: &str = "magtech-toc";

/// Titles of what stands before and behind the articles of an issue.
const FRONT_MATTER: &[&str] =
    &["封面", "目录", "目次", "电子期刊", "封底", "版权页", "cover", "contents", "table of contents", "封面/目录", "封面目录"];

/// Whether a title is that of a cover or a table of contents.
pub fn is_front_matter(title: &str) -> bool {
    let plain = rich::plain(title).trim().to_lowercase();
    FRONT_MATTER.contains(&plain.as_str())
        || plain.split(['/', '、', '\\', ' ']).filter(|part| !part.is_empty()).all(|part| FRONT_MATTER.contains(&part))
}

/// How sure it is that text is such a list.
pub fn sniff(head: &str) -> Confidence {
    let lower = head.to_ascii_lowercase();
    if !lower.contains('<') || lower.contains("citation_title") || lower.contains("window.metadata") {
        return 0;
    }
    let skins = ["abstractlist", "noselectrow", "j-title", "txt_biaoti", "class=\"biaoti", "class=biaoti", "wenzhang"];
    let found = skins.iter().filter(|skin| lower.contains(*skin)).count();
    match found {
        0 if lower.contains("volumn") && lower.contains("abstract/abstract") => 70,
        0 => 0,
        _ => 87,
    }
}

/// Reads a list.
pub fn read(source: Source) -> Readings {
    read_each(source, document)
}

fn document(document: &Document) -> Result<Works, Finding> {
    let html = Html::parse(&document.text);
    let records = page(&html, document);
    if records.is_empty() {
        super::meta::page(&html, document).map_err(|_| refusal::of_page(&html.lines(0).join("\n")))
    } else {
        Ok(all_read(records))
    }
}

static PLACE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?P<year>(?:19|20)\d{2})\s*年?\s*[,，]?\s*",
        r"(?:(?:Vol\.?|第)?\s*(?P<volume>[0-9A-Za-z]+)\s*卷?\s*[,，]?\s*)??",
        r"(?:(?:No\.?|Issue|第)\s*)?[(（]\s*(?:第)?(?P<issue>[^()（）]{1,12}?)期?\s*[)）]\s*[:：]\s*",
        r"(?P<pages>[A-Za-z]?\d+(?:\s*[-–—－,+]\s*[A-Za-z]?\d+)*)"
    ))
    .ok()
});

static WHOLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?P<year>(?:19|20)\d{2})\s*年?\s*[,，]?\s*(?:第|Vol\.?)?\s*(?P<volume>\d+)?\s*卷?\s*[,，]?\s*(?:第|No\.?|Issue)?\s*[(（]?\s*(?P<issue>[0-9A-Za-z/\-]+)\s*[)）]?\s*期").ok()
});

/// The records that a page lists; none when it is no list.
pub fn page(html: &Html, document: &Document) -> Yield {
    let titles = titles(html);
    let starts: Vec<NodeId> = titles.iter().map(|(entry, _)| *entry).collect();
    let all: Vec<String> = html.lines(0);
    let issue = all.iter().find_map(|line| {
        let plain = rich::plain(line).into_owned();
        WHOLE.as_ref().and_then(|whole| whole.captures(&plain)).map(|found| {
            let part = |name: &str| found.name(name).map(|part| part.as_str().to_owned());
            (part("year"), part("volume"), part("issue"))
        })
    });
    let journal = journal(html);
    let mut under: Option<String> = None;
    titles
        .iter()
        .enumerate()
        .map(|(at, (entry, title))| {
            let mut draft = Draft::default();
            draft.title(&html.rich(*title), None, SOURCE);
            let below = html.below(*entry, |_| true);
            fill(html, *entry, *title, &below, &mut draft);
            let before = at.checked_sub(1).and_then(|before| starts.get(before)).copied();
            if let Some(found) = heading(html, *entry, before) {
                under = Some(found);
            }
            if let Some(heading) = &under {
                draft.heading(heading, SOURCE);
            }
            if let Some(journal) = &journal {
                draft.journal(journal, None, SOURCE);
            }
            if let Some((year, volume, issue)) = &issue {
                draft.year(year.as_deref().unwrap_or_default(), SOURCE);
                draft.volume(volume.as_deref().unwrap_or_default(), SOURCE);
                draft.issue(issue.as_deref().unwrap_or_default(), SOURCE);
            }
            draft.finish(document, SOURCE)
        })
        .collect()
}

/// The element that holds each listed article, and its title.
fn titles(html: &Html) -> Vec<(NodeId, NodeId)> {
    // The oldest skin: a check box before each article, the title in bold.
    let boxes = html.all(|node| node.name() == "input" && node.attribute("name").is_some_and(|name| name.eq_ignore_ascii_case("pid")));
    let mut found: Vec<(NodeId, NodeId)> = Vec::new();
    for (at, id) in boxes.iter().copied().enumerate() {
        let mut entry = html.ancestor(id, "table").or_else(|| html.ancestor(id, "tr"));
        // One table around all of them is not the article's own.
        let beside = [at.checked_sub(1).and_then(|at| boxes.get(at)), boxes.get(at + 1)];
        let shared = |table: NodeId| beside.iter().flatten().any(|other| html.is_below(**other, table));
        if entry.is_some_and(shared) {
            entry = html.ancestor(id, "tr").or_else(|| html.ancestor(id, "li"));
        }
        let Some(entry) = entry else { continue };
        let skin = html.below(entry, is_title).into_iter().next();
        let title = skin
            .or_else(|| html.below(entry, |node| matches!(node.name(), "b" | "strong")).into_iter().find(|id| !html.rich(*id).is_empty()));
        if let Some(title) = title {
            found.push((entry, title));
        }
    }
    if !found.is_empty() {
        return found;
    }
    let titles = html.all(is_title);
    let mut seen: Vec<NodeId> = Vec::new();
    for title in titles {
        // An element of a skin may hold another; the innermost with text is the title.
        if html.rich(title).is_empty() || seen.last().is_some_and(|outer| html.is_below(title, *outer)) {
            continue;
        }
        seen.push(title);
    }
    for (at, title) in seen.iter().enumerate() {
        // The largest element around a title that holds no other title.
        let mut entry = *title;
        loop {
            let parent = html.node(entry).parent;
            let beside = [at.checked_sub(1).and_then(|at| seen.get(at)), seen.get(at + 1)];
            let mixed = beside.iter().flatten().any(|id| html.is_below(**id, parent));
            if parent == 0 || mixed || matches!(html.node(parent).name(), "body" | "html") {
                break;
            }
            entry = parent;
        }
        found.push((entry, *title));
    }
    found
}

/// Title elements of the newer skins.
fn is_title(node: &Node) -> bool {
    let classes = ["biaoti", "txt_biaoti", "j-title", "j-title-1", "title"];
    match node.name() {
        "a" => node.has_class("biaoti") || node.has_class("txt_biaoti"),
        "li" | "div" => classes.iter().take(4).any(|class| node.has_class(class)),
        "span" => node.has_class("title") || node.has_class("biaoti"),
        _ => false,
    }
}

fn fill(html: &Html, entry: NodeId, title: NodeId, below: &[NodeId], draft: &mut Draft) {
    for id in below {
        let node = html.node(*id);
        if let Some(value) = node.attribute("value").filter(|_| node.name() == "input") {
            draft.site("", value, SOURCE);
        }
        if let Some(href) = node.attribute("href").or_else(|| node.attribute("onclick")) {
            link(href, draft);
        }
    }
    if let Some(id) = html.node(entry).attribute("id").and_then(|id| id.strip_prefix("art")) {
        draft.site("", id, SOURCE);
    }
    for id in
        below.iter().filter(|id| ["author", "zuozhe", "j-author", "abs_njq_zuozhe"].iter().any(|class| html.node(**id).has_class(class)))
    {
        draft.authors(names::byline(&html.rich(*id)), SOURCE);
    }
    let own = html.rich(title);
    let mut before = true;
    for line in html.lines(entry) {
        if line == own || line.starts_with(&own) {
            before = false;
            if let Some(date) = line.strip_prefix(&own) {
                draft.date(DateKind::Published, date.trim(), SOURCE);
            }
            continue;
        }
        let plain = rich::plain(&line).into_owned();
        if let Some(found) = PLACE.as_ref().and_then(|place| place.captures(&plain)) {
            let part = |name: &str| found.name(name).map(|part| part.as_str()).unwrap_or_default();
            draft.year(part("year"), SOURCE);
            draft.volume(part("volume"), SOURCE);
            draft.issue(part("issue"), SOURCE);
            draft.pages(part("pages"), SOURCE);
            if let Some((_, doi)) = plain.split_once("10.").filter(|(head, _)| head.to_lowercase().contains("doi")) {
                draft.doi(&format!("10.{}", doi.split_whitespace().next().unwrap_or_default()), SOURCE);
            }
            continue;
        }
        if plain.to_uppercase().starts_with("DOI") {
            draft.doi(&plain, SOURCE);
            continue;
        }
        if labels::apply(&line, draft, SOURCE) {
            continue;
        }
        // The byline: names between signs, before or right behind the title.
        let digits = plain.chars().filter(char::is_ascii_digit).count();
        let short = plain.chars().count() <= 400 && digits * 3 < plain.chars().count();
        if draft.article.authors.is_empty() && short && !plain.contains(['[', '(', '|']) && !plain.eq_ignore_ascii_case("pdf") {
            let people = names::byline(&line);
            let names_only = people.iter().all(|one| one.name.values().all(|name| name.chars().count() <= 40 && name.chars().count() > 1));
            if names_only && (before || people.len() > 1 || people.iter().any(|one| !one.family.is_empty())) {
                draft.authors(people, SOURCE);
            }
        }
    }
}

/// Addresses of the article's page and PDF, and the site's number in them.
fn link(href: &str, draft: &mut Draft) {
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
    if let Some((_, rest)) = href.split_once("abstract/abstract") {
        draft.site("", &digits(rest), SOURCE);
    } else if href.contains("attachType=PDF")
        && let Some((_, rest)) = href.split_once("id=")
    {
        draft.site("", &digits(rest), SOURCE);
    } else if href.contains("lsdy1(")
        && let Some(id) = href.split('\'').nth(3)
    {
        draft.site("", id, SOURCE);
    }
    if href.contains("/10.") || href.contains("doi.org/") {
        draft.doi(href, SOURCE);
    }
    draft.link(if href.contains("PDF") { "pdf" } else { "abstract" }, href, SOURCE);
}

/// The heading between the article before (or the top of the list) and this one: an anchor with a name and its text.
fn heading(html: &Html, entry: NodeId, before: Option<NodeId>) -> Option<String> {
    let from = before.unwrap_or(0);
    let mut found = None;
    for id in from + 1..entry {
        if before.is_some_and(|before| html.is_below(id, before)) {
            continue;
        }
        let node = html.node(id);
        let anchor = node.name() == "a" && node.attribute("name").is_some_and(|name| !name.is_empty()) && node.attribute("href").is_none();
        let class = ["column", "lanmu", "j-column", "dfl", "noselectrow-title"].iter().any(|class| node.has_class(class));
        if anchor || class {
            let text = html.rich(id);
            let name = node.attribute("name").map(rich::escape).unwrap_or_default();
            let shown = if text.is_empty() { name } else { text };
            if !shown.is_empty() && shown.chars().count() < 60 {
                found = Some(shown);
            }
        }
    }
    found
}

/// The journal: the page's title, without what sites put around it.
fn journal(html: &Html) -> Option<String> {
    let id = html.first(|node| node.name() == "title")?;
    let text = html.plain(id);
    let name = text.split(['-', '|', '_', '—', '›', '»', '>']).next().unwrap_or_default().trim();
    let name = name.trim_start_matches("欢迎访问").trim_matches(|c: char| "《》!！".contains(c)).trim();
    (!name.is_empty() && name.chars().count() < 120 && !name.chars().any(|c| c.is_ascii_digit())).then(|| rich::escape(name))
}
