//! Made-up works rendered after the standard and read again: `parse ∘ render` gives the parts back, whatever they are.

mod style;
mod words;

use std::fmt::Write as _;

use super::parse;
use crate::record::{Citation, Contributor};
pub(super) use style::Dice;
use style::Style;
use words::{
    HAN_BODIES, HAN_HOSTS, HAN_JOURNALS, HAN_PAPERS, HAN_PEOPLE, HAN_PLACES, HAN_PUBLISHERS, HAN_TITLES, KINDS, LATIN_BODIES, LATIN_HOSTS,
    LATIN_JOURNALS, LATIN_PLACES, LATIN_PUBLISHERS, LATIN_TITLES,
};

#[derive(Default)]
struct Work {
    kind: &'static str,
    han: bool,
    authors: Vec<String>,
    etal: bool,
    dotted: bool,
    title: String,
    edition: Option<String>,
    translator: Option<String>,
    editors: Option<String>,
    host: Option<String>,
    number: Option<String>,
    year: i32,
    date: Option<String>,
    volume: Option<String>,
    issue: Option<String>,
    pages: Option<String>,
    place: Option<String>,
    publisher: Option<String>,
}

impl Work {
    fn throw(dice: &mut Dice, style: &Style) -> Self {
        let kind = KINDS[dice.roll(KINDS.len())];
        let han = dice.one_in(2) || kind == "N";
        let mut work = Self { kind, han, dotted: style.dotted, ..Self::default() };
        match dice.roll(8) {
            0 => work.authors.push(dice.pick(if han { &HAN_BODIES } else { &LATIN_BODIES }).to_owned()),
            1 if !style.author_date && !style.dotted => {}
            _ => {
                for _ in 0..=dice.roll(4) {
                    let name = if han { dice.pick(&HAN_PEOPLE).to_owned() } else { style.person(dice) };
                    if !work.authors.contains(&name) {
                        work.authors.push(name);
                    }
                }
                work.etal = dice.one_in(3);
            }
        }
        work.title = dice.pick(if han { &HAN_TITLES } else { &LATIN_TITLES }).to_owned();
        work.year = 1949 + i32::try_from(dice.roll(77)).unwrap_or_default();
        let digits = |dice: &mut Dice, most: usize| (1 + dice.roll(most)).to_string();
        let first = 1 + dice.roll(900);
        let pages = match dice.roll(6) {
            0 => format!("{first}"),
            1 => format!("{first}-{}, {}", first + 7, first + 40),
            2 if kind == "J" => format!("e{first}"),
            3 if kind == "M" => dice.pick(&["序2-3", "扉页", "xii-xv", "封底"]).to_owned(),
            _ => format!("{first}-{}", first + 1 + dice.roll(30)),
        };
        match kind {
            "J" => {
                work.host = Some(dice.pick(if han { &HAN_JOURNALS } else { &LATIN_JOURNALS }).to_owned());
                work.volume = (!han || dice.one_in(2)).then(|| digits(dice, 400));
                let issue = match dice.roll(8) {
                    0 => "S1".to_owned(),
                    1 => "5/6".to_owned(),
                    2 if han => "增刊1".to_owned(),
                    _ => digits(dice, 24),
                };
                // Behind a Chinese journal a lone small number is the issue.
                let small = han && work.volume.as_ref().is_none_or(|volume| volume.len() < 3);
                work.issue = (small || !dice.one_in(4)).then_some(issue);
                work.pages = Some(pages);
            }
            "N" => {
                work.host = Some(dice.pick(&HAN_PAPERS).to_owned());
                work.date = Some(format!("{}-{:02}-{:02}", work.year, 1 + dice.roll(12), 1 + dice.roll(28)));
                work.issue = Some(digits(dice, 24));
            }
            "S" => {
                let code = dice.pick(&["GB/T", "NB/T", "ISO", "DB11/T", "SL", "ISO/IEC", "YY/T"]);
                work.number = Some(format!("{code} {}—{}", 100 + dice.roll(30000), work.year));
            }
            "P" => {
                work.number =
                    Some(dice.pick(&["CN200610171314.3", "US6340123B1", "CN1338652A", "ZL201510123456.7", "JP2022539784A"]).to_owned());
                work.date = Some(format!("{}-{:02}-{:02}", work.year, 1 + dice.roll(12), 1 + dice.roll(28)));
            }
            "EB" | "DS" | "PP" => work.date = Some(format!("{}-{:02}-{:02}", work.year, 1 + dice.roll(12), 1 + dice.roll(28))),
            _ => {
                work.place = Some(dice.pick(if han { &HAN_PLACES } else { &LATIN_PLACES }).to_owned());
                work.publisher = Some(dice.pick(if han { &HAN_PUBLISHERS } else { &LATIN_PUBLISHERS }).to_owned());
                work.pages = (!dice.one_in(3)).then_some(pages);
                if kind == "R" {
                    work.number = dice.one_in(2).then(|| dice.pick(&["PB 91-194001", "RMRS-GTR-262", "TR-2010-015"]).to_owned());
                }
                if kind.starts_with('M') {
                    work.volume = dice.one_in(5).then(|| digits(dice, 12));
                    work.edition = dice.one_in(3).then(|| {
                        dice.pick(if han {
                            &["2版", "第2版", "3 版", "新1版", "修订版", "第2版（增订本）"]
                        } else {
                            &["2nd ed.", "9th ed.", "Rev. ed.", "3rd edition"]
                        })
                        .to_owned()
                    });
                }
                if kind == "M" && han {
                    work.translator = dice.one_in(4).then(|| dice.pick(&["徐超", "杨斌, 王忠玉, 等", "吴元梓"]).to_owned());
                }
                if kind.ends_with("//") {
                    work.volume = None;
                    work.host = Some(dice.pick(if han { &HAN_HOSTS } else { &LATIN_HOSTS }).to_owned());
                    work.editors = dice.one_in(2).then(|| {
                        if han {
                            dice.pick(&["许厚泽, 赵其国", "中国图书馆学会", "中共中央马克思恩格斯列宁斯大林著作编译局"]).to_owned()
                        } else {
                            style.person(dice)
                        }
                    });
                }
            }
        }
        work
    }

    fn render(&self, style: &Style, dice: &mut Dice) -> String {
        let mut out = String::new();
        let (stop, comma, colon) = (style.sign('.', true), style.sign(',', true), style.sign(':', true));
        let list = |text: &str| text.replace(", ", &comma);
        let dotted_end = |out: &String| out.ends_with('.');
        let mut names = self.authors.join(&comma);
        if self.etal {
            let _ = write!(names, "{comma}{}", if self.han { "等" } else { "et al" });
        }
        out += &names;
        if !names.is_empty() {
            if style.author_date {
                let _ = write!(out, "{}{}", if style.full_stop && !dotted_end(&out) { &stop } else { &comma }, self.year);
            }
            out += if dotted_end(&out) { " " } else { &stop };
        }
        let dated = style.author_date && !names.is_empty();
        if self.kind == "S" && dice.one_in(2) {
            let _ = write!(out, "{} {}", self.number.as_deref().unwrap_or_default(), self.title);
        } else {
            out += &self.title;
            if let Some(number) = &self.number {
                let country = if self.kind == "P" && self.han && dice.one_in(2) { format!("中国{comma}") } else { String::new() };
                let _ = write!(out, "{colon}{country}{number}");
            }
        }
        if let Some(volume) = self.volume.as_deref().filter(|_| self.kind == "M") {
            let _ = if self.han { write!(out, "{colon}第{volume}卷") } else { write!(out, "{colon}Vol. {volume}") };
        }
        let code = self.kind.trim_end_matches('/');
        let carrier = if style.online || matches!(self.kind, "EB") { "/OL" } else { "" };
        let _ = write!(out, "{}{code}{carrier}{}", style.sign('[', true), style.sign(']', true));
        let year = if dated { String::new() } else { self.year.to_string() };
        match self.kind {
            "J" => {
                let _ = write!(out, "{stop}{}", self.host.as_deref().unwrap_or_default());
                if !dated {
                    let _ = write!(out, "{comma}{year}");
                }
                if let Some(volume) = &self.volume {
                    let _ = write!(out, "{comma}{volume}");
                }
                if let Some(issue) = &self.issue {
                    let _ = write!(out, "{}{issue}{}", style.sign('(', true), style.sign(')', true));
                }
                let _ = write!(out, "{colon}{}", self.pages.as_deref().unwrap_or_default());
            }
            "N" => {
                let (open, close) = (style.sign('(', true), style.sign(')', true));
                let _ = write!(
                    out,
                    "{stop}{}{comma}{}{open}{}{close}",
                    self.host.as_deref().unwrap_or_default(),
                    self.date.as_deref().unwrap_or_default(),
                    self.issue.as_deref().unwrap_or_default()
                );
            }
            "P" => {
                let _ = write!(out, "{stop}{}", self.date.as_deref().unwrap_or_default());
            }
            "S" => {
                if dice.one_in(2) {
                    let _ = write!(out, "{stop}北京{colon}中国标准出版社{comma}{}", self.year);
                }
            }
            "EB" | "DS" | "PP" => {
                let _ =
                    write!(out, "{stop}({})[2025-08-26]{stop}https://www.example.org/a/b.html", self.date.as_deref().unwrap_or_default());
            }
            _ => {
                if self.kind.ends_with("//") {
                    out += dice.pick(&["//", "∥"]);
                    if let Some(editors) = &self.editors {
                        out += &list(editors);
                        out += if dotted_end(&out) { " " } else { &stop };
                    }
                    out += self.host.as_deref().unwrap_or_default();
                }
                if let Some(translator) = &self.translator {
                    let _ = write!(out, "{stop}{}{comma}译", list(translator));
                }
                if let Some(edition) = &self.edition {
                    let _ = write!(out, "{stop}{edition}");
                }
                out += if dotted_end(&out) { " " } else { &stop };
                let place = self.place.as_deref().unwrap_or_default();
                if place.ends_with("不详") || place == "S.l." {
                    let _ = write!(out, "[{place}]");
                } else {
                    out += place;
                }
                let _ = write!(out, "{colon}{}", self.publisher.as_deref().unwrap_or_default());
                if !dated {
                    out += &comma;
                    out += &match dice.roll(8) {
                        0 => format!("[{year}]"),
                        1 => format!("c{year}"),
                        _ => year,
                    };
                }
                if let Some(pages) = &self.pages {
                    let _ = write!(out, "{colon}{pages}");
                }
            }
        }
        if style.online && !matches!(self.kind, "EB" | "DS" | "PP") {
            let _ = write!(out, "[2020-01-02]{stop}http://example.com/x/y.aspx?id=3");
        }
        let end = if dotted_end(&out) { "" } else { stop.trim_end() };
        out + end
    }

    /// What was read otherwise than it was printed.
    fn misread(&self, found: &Citation) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut same = |member: &str, wanted: Option<&str>, found: Option<&str>| {
            if wanted != found {
                wrong.push(format!("{}.{member}: wanted {wanted:?}, found {found:?}", self.kind));
            }
        };
        let title = found.title.as_deref();
        same("title", Some(&self.title), title);
        // Whether a lone initial has its full stop cannot be told: it may be the one behind the list.
        let lone = |name: &str| name.trim_end_matches(if self.dotted { '.' } else { '|' }).to_owned();
        let names = |people: &[Contributor]| {
            people.iter().flat_map(|person| person.name.values().map(|name| lone(name))).collect::<Vec<_>>().join("|")
        };
        let wanted: Vec<String> = self.authors.iter().map(|name| lone(bare(name))).collect();
        same("authors", Some(&wanted.join("|")), Some(&names(&found.authors)));
        same("year", Some(&self.year.to_string()), found.year.map(|year| year.to_string()).as_deref());
        same("host", self.host.as_deref(), found.host_title());
        if matches!(self.kind, "J" | "M") {
            same("volume", self.volume.as_deref(), found.volume.as_deref());
        }
        if matches!(self.kind, "J" | "N") {
            same("issue", self.issue.as_deref(), found.issue.as_deref());
        }
        if self.kind != "S" {
            same("pages", self.pages.as_deref(), found.pages.as_deref());
        }
        same("number", self.number.as_deref(), found.number.as_deref());
        if self.place.is_some() {
            same("place", self.place.as_deref(), found.place.as_deref());
            same("publisher", self.publisher.as_deref(), found.publisher.as_deref());
        }
        same(
            "translators",
            Some(self.translator.as_deref().map_or("0", |list| if list.contains(',') { "2" } else { "1" })),
            Some(&found.translators.len().to_string()),
        );
        same("etal", Some(&self.etal.to_string()), Some(&found.etal.to_string()));
        wrong
    }
}

/// A name without the country or the dynasty before it.
fn bare(name: &str) -> &str {
    name.trim_start_matches("[美] ").trim_start_matches("〔清〕").trim_start_matches("（唐）")
}

#[test]
fn what_is_rendered_is_read_again() {
    let mut dice = Dice(7714);
    let mut failures = Vec::new();
    for _ in 0..4000 {
        let style = Style::throw(&mut dice);
        let work = Work::throw(&mut dice, &style);
        let printed = work.render(&style, &mut dice);
        let found = parse(&printed);
        let first = found.first().cloned().unwrap_or_default();
        for wrong in work.misread(&first) {
            failures.push(format!("{wrong}\n    {printed}"));
        }
    }
    assert!(failures.is_empty(), "{} misread:\n{}", failures.len(), failures.join("\n"));
}

/// An article as lists without type markers print it, in one of five manners.
fn without_marker(work: &Work, manner: usize) -> String {
    let and_others = |sign: &str| if work.etal { format!("{sign}{}", if work.han { "等" } else { "et al" }) } else { String::new() };
    let (title, host, year) = (&work.title, work.host.as_deref().unwrap_or_default(), work.year);
    let volume = work.volume.as_deref().unwrap_or_default();
    let issue = work.issue.as_deref().map(|issue| format!("({issue})")).unwrap_or_default();
    let pages = work.pages.as_deref().unwrap_or_default();
    let names = work.authors.join(", ") + &and_others(", ");
    match manner {
        0 => format!("{names}. {title}. {host}. {year};{volume}{issue}:{pages}."),
        1 => format!("{names}. {year}. {title}. {host}, {volume}{issue}: {pages}."),
        2 => format!("{names} ({year}). {title}. {host}, <i>{volume}</i>{issue}, {pages}."),
        3 => format!("{names}. {title}. {host}, {year}, {volume}{issue}: {pages}"),
        _ => {
            let wide = work.authors.join("、") + &and_others("");
            let issue = work.issue.as_deref().unwrap_or_default();
            format!("{wide}：《{title}》，《{host}》{year}年第{volume}卷第{issue}期，第{pages}页。")
        }
    }
}

#[test]
fn articles_without_a_marker_are_read_again() {
    // What only a marker can tell apart stays out: titles with full stops, and names that need one.
    let plain = |text: &str| !text.contains(['.', '《', '“', '？', '?']);
    let mut dice = Dice(2025);
    let mut failures = Vec::new();
    for round in 0..4000 {
        let style = Style { wide: false, dotted: false, ..Style::throw(&mut dice) };
        let mut work = Work::throw(&mut dice, &style);
        let host = work.host.clone().unwrap_or_default();
        if work.kind != "J" || work.authors.is_empty() || !plain(&work.title) || !plain(&work.authors.join("")) || !plain(&host) {
            continue;
        }
        work.volume = Some((13 + dice.roll(300)).to_string());
        work.issue = Some((1 + dice.roll(24)).to_string());
        work.pages = Some(format!("{}-{}", 100 + dice.roll(99), 200 + dice.roll(99)));
        let printed = without_marker(&work, if work.han { round % 5 } else { round % 4 });
        let first = parse(&printed).first().cloned().unwrap_or_default();
        failures.extend(work.misread(&first).into_iter().map(|wrong| format!("{wrong}\n    {printed}")));
    }
    assert!(failures.is_empty(), "{} misread:\n{}", failures.len(), failures.join("\n"));
}

/// A made-up work of any kind in any manner.
pub(super) fn throw(dice: &mut Dice) -> String {
    let style = Style::throw(dice);
    Work::throw(dice, &style).render(&style, dice)
}
