//! Composes a reference of GB/T 7714 area by area: who, what, in what, by whom published, where to be found.

use std::collections::HashMap;

use serde_json::Value;

use super::area::{Area, joined};
use super::imprint;
use super::kind::{address, carrier, code, is_law, is_online, section};
use super::{Edition, Entry, Piece, System, Work, line, names, nearest, rule};
use crate::formats::csl::csl_of;
use crate::record::{ArticleKind, Contributor, Pages, ReferenceType};
use crate::text::clean_line;

/// One entry.
pub(super) fn entry(work: &Work) -> Entry {
    let code = code(work);
    let mut areas = vec![authors(work, code), title(work, code)];
    match code {
        ReferenceType::J if work.article.kind == ArticleKind::Periodical => {
            areas.push(run(work));
            areas.push(imprint::published(work));
        }
        ReferenceType::J => {
            // Other contributors to an article are new in 2025: 4.4.2 of 2015 has no place for them.
            if work.edition == Edition::Of2025 {
                areas.push(translators(work));
            }
            areas.push(journal(work));
        }
        ReferenceType::N if work.article.kind == ArticleKind::Newspaper => areas.push(newspaper(work)),
        ReferenceType::P => areas.push(patent(work)),
        ReferenceType::S if work.edition == Edition::Of2025 => {}
        ReferenceType::EB | ReferenceType::DS | ReferenceType::DB | ReferenceType::PP | ReferenceType::CP => {
            areas.push(version(work));
            areas.push(imprint::platform(work));
        }
        _ if has_host(work) => {
            if let Some(title) = areas.last_mut() {
                host(work, title);
            }
            areas.push(edition(work));
            // Proceedings without a publisher: 2025 goes on behind the name of the conference.
            if work.edition == Edition::Of2025 && imprint::is_unpublished(work) {
                if let Some(last) = areas.iter_mut().rev().find(|area| !area.is_empty()) {
                    imprint::behind_event(work, last);
                }
            } else {
                areas.push(imprint::published(work));
            }
        }
        _ => {
            areas.push(translators(work));
            areas.push(edition(work));
            areas.push(imprint::published(work));
            areas.push(size(work));
        }
    }
    areas.extend(access(work));
    joined(areas, section(code, has_host(work) || !work.article.journal.title.is_empty()))
}

/// Those responsible for the work, and the year behind them in author-date lists.
fn authors(work: &Work, code: ReferenceType) -> Area {
    let mut area = Area::default();
    let numbered_standard = code == ReferenceType::S && work.edition == Edition::Of2025 && work.system == System::Numeric;
    let people = responsible(work, code);
    if !people.is_empty() && !numbered_standard {
        area.extend(names::list(work, &people, "", rule::NAMES));
    }
    if work.system == System::AuthorDate {
        if area.is_empty() {
            area.put("", Some(work.pick("佚名", "Anon").to_owned()), rule::NO_NAME);
        }
        area.extend(imprint::year_behind_names(work));
    }
    area
}

/// Authors, or whoever stands for them.
pub(super) fn responsible<'a>(work: &Work<'a>, code: ReferenceType) -> Vec<&'a Contributor> {
    // Of a patent those who own it, where they are known: 专利申请者或所有者.
    let owners = work.people("holder");
    if code == ReferenceType::P && !owners.is_empty() {
        return owners;
    }
    // Whoever edited an article handled it for its journal.
    let in_a_journal = code == ReferenceType::J && work.article.kind != ArticleKind::Periodical;
    let roles: &[&str] = if has_host(work) || in_a_journal {
        &["author", "composer", "illustrator", "director"]
    } else {
        &["author", "composer", "illustrator", "director", "editor"]
    };
    roles.iter().map(|role| work.people(role)).find(|people| !people.is_empty()).unwrap_or_default()
}

/// Title, other title information, and the codes in brackets.
fn title(work: &Work, code: ReferenceType) -> Area {
    let (article, signs) = (work.article, work.signs());
    let mut area = Area::default();
    let number = number(work, code);
    let first = code == ReferenceType::S && work.edition == Edition::Of2025;
    if first {
        area.put("", number.clone(), rule::NUMBER_FIRST);
    }
    area.put(" ", work.title(&article.title).or_else(|| described(work)), rule::TITLE);
    if let Some(more) = work.title(&article.subtitle) {
        area.put(signs.colon, Some(more), rule::TITLE);
    }
    if !has_host(work) && !matches!(code, ReferenceType::J | ReferenceType::N | ReferenceType::PP) {
        area.put(signs.colon, volume_of_book(work), rule::PART_OF_BOOK);
    }
    if !first {
        area.put(signs.colon, number, rule::NUMBER);
    }
    if code == ReferenceType::CM && work.edition == Edition::Of2025 {
        area.put(". ", line(article.imprint.scale.as_ref()), rule::SCALE);
    }
    let codes = match carrier(work) {
        Some(carrier) => format!("[{}/{carrier}]", code.code()),
        None => format!("[{}]", code.code()),
    };
    area.put("", Some(codes), rule::TYPE);
    area
}

/// What a letter or an interview without a title is, in the brackets of what a citer adds (7.1).
fn described(work: &Work) -> Option<String> {
    let Value::Object(members) = csl_of(work.article, 0) else { return None };
    let kind = members.get("type").and_then(Value::as_str).filter(|kind| matches!(*kind, "interview" | "personal_communication"))?;
    Some(format!("[{}]", nearest::genre(kind, &members, &work.language)))
}

/// The number that belongs to the title.
fn number(work: &Work, code: ReferenceType) -> Option<String> {
    let imprint = &work.article.imprint;
    let number = line(imprint.number.as_ref());
    match code {
        ReferenceType::J | ReferenceType::PP => None,
        // A preprint's own number is part of its address.
        _ if work.article.kind == ArticleKind::Preprint => None,
        ReferenceType::P if work.edition == Edition::Of2025 => line(imprint.application_number.as_ref()).or(number),
        _ => number.or_else(|| line(imprint.archive_location.as_ref()).filter(|_| code == ReferenceType::A)),
    }
}

/// `卷 1`, `제 1 권`, `Vol. 1` (2015); `第1卷`, `제1권`, `v.1` (2025); a volume with a name keeps it.
fn volume_of_book(work: &Work) -> Option<String> {
    let volume = line(work.article.volume.as_ref())?;
    if !volume.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | '/' | ',')) {
        return Some(volume);
    }
    let title = work.said(if has_host(work) { &work.article.journal.title } else { &work.article.title }).unwrap_or_default();
    if names::is_hangul(&title) {
        return Some(if work.edition == Edition::Of2015 { format!("제 {volume} 권") } else { format!("제{volume}권") });
    }
    Some(match (work.edition, work.han) {
        (Edition::Of2015, true) => format!("卷 {volume}"),
        (Edition::Of2015, false) => format!("Vol. {volume}"),
        (Edition::Of2025, true) => format!("第{volume}卷"),
        (Edition::Of2025, false) => format!("v.{volume}"),
    })
}

/// Whether the work stands in another that has a title of its own and is no serial.
pub(super) fn has_host(work: &Work) -> bool {
    use ArticleKind as Kind;
    let kind = &work.article.kind;
    let parts = [Kind::Book, Kind::Chapter, Kind::Paper, Kind::Proceedings, Kind::Report, Kind::Map, Kind::Archive, Kind::Standard];
    let event = *kind == Kind::Paper && work.article.imprint.event.is_some();
    // A case stands in its reporter, a statute in its code.
    (parts.contains(kind) || is_law(work.article)) && (!work.article.journal.title.is_empty() || event)
}

/// The work that a part stands in, behind `//`.
fn host(work: &Work, area: &mut Area) {
    area.extend(translator_pieces(work, ". "));
    let signs = work.signs();
    let of_whole = ["container-author", "editor", "editorial-director", "collection-editor"];
    let people = of_whole.iter().map(|role| work.people(role)).find(|people| !people.is_empty()).unwrap_or_default();
    let mut sign = "//";
    if work.said(&work.article.journal.title).is_some() && !people.is_empty() {
        area.extend(names::list(work, &people, sign, rule::HOST_NAMES));
        sign = if area.ends_with_stop() { " " } else { ". " };
    }
    let title = work.said(&work.article.journal.title).or_else(|| line(work.article.imprint.event.as_ref()));
    area.put(sign, title, rule::HOST);
    area.put(signs.colon, volume_of_book(work), rule::PART_OF_BOOK);
}

fn translator_pieces(work: &Work, sign: &'static str) -> Vec<Piece> {
    let people = work.people("translator");
    if people.is_empty() {
        return Vec::new();
    }
    let mut pieces = names::list(work, &people, sign, rule::TRANSLATOR);
    pieces.push(Piece::new(work.signs().comma, work.pick("译", "trans."), rule::TRANSLATOR));
    pieces
}

fn translators(work: &Work) -> Area {
    let mut area = Area::default();
    area.extend(translator_pieces(work, ""));
    area
}

/// `2 版`, `4th ed.`, `刻本`; a first edition is not named.
fn edition(work: &Work) -> Area {
    let mut area = Area::default();
    let Some(written) = line(work.article.imprint.edition.as_ref()) else { return area };
    let said = match work.article.imprint.edition_number() {
        Some(1) => None,
        Some(number) if work.han => Some(format!("{number} 版")),
        Some(number) => Some(format!("{} ed.", ordinal(number))),
        None => Some(written),
    };
    area.put("", said, rule::EDITION);
    area
}

pub(super) fn ordinal(number: u32) -> String {
    let end = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{end}")
}

/// The version of a data set or a preprint, which 2025 asks for.
fn version(work: &Work) -> Area {
    let named = edition(work);
    if work.edition == Edition::Of2015 || !named.is_empty() {
        return named;
    }
    let mut area = Area::default();
    let version = line(work.article.imprint.version.as_ref());
    area.put("", version.map(|version| format!("V{}", version.trim_start_matches(['v', 'V', '.', ' ']))), rule::VERSION);
    area
}

/// `刊名, 年, 卷(期): 页码[引用日期]`.
fn journal(work: &Work) -> Area {
    let (article, signs) = (work.article, work.signs());
    let mut area = Area::default();
    area.put("", work.said(&article.journal.title), rule::JOURNAL);
    area.extend(imprint::in_journal(work, !area.is_empty()));
    area.put(signs.comma, line(article.volume.as_ref()), rule::VOLUME);
    if let Some(issue) = line(article.issue.as_ref()) {
        let (issue, of) = joint(&issue);
        area.put("", Some(format!("{}{issue}{}", signs.open, signs.close)), of);
    }
    let (place, of) = match pages(&article.pages) {
        Some(pages) => (Some(pages), rule::PAGES),
        None => (article.pages.article_number.clone().or_else(|| line(article.imprint.number.as_ref())), rule::ARTICLE_NUMBER),
    };
    area.put(signs.colon, place, of);
    area.put("", imprint::accessed(work), rule::ACCESSED);
    area
}

/// Issues that were printed as one: `7-8` is `7/8`.
fn joint(issue: &str) -> (String, rule::Rule) {
    let parts: Vec<&str> = issue.split(['-', '–', '—', '/', '～']).map(str::trim).collect();
    let numbers = parts.len() > 1 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    if numbers { (parts.join("/"), rule::JOINT_ISSUE) } else { (issue.to_owned(), rule::ISSUE) }
}

/// Pages with one kind of hyphen, the last page in full.
pub(super) fn pages(pages: &Pages) -> Option<String> {
    if pages.article_number.is_some() || pages.is_empty() {
        return None;
    }
    let one = |(first, last): &(String, String)| if first == last { first.clone() } else { format!("{first}-{last}") };
    match pages.ranges.as_slice() {
        [] => line(Some(&pages.raw)),
        [range] => Some(one(range)),
        ranges => Some(ranges.iter().map(one).collect::<Vec<_>>().join(", ")),
    }
}

/// `报纸名, 2022-08-16(17)[引用日期]`.
fn newspaper(work: &Work) -> Area {
    let signs = work.signs();
    let mut area = Area::default();
    area.put("", work.said(&work.article.journal.title), rule::JOURNAL);
    area.put(signs.comma, imprint::date(work), rule::DATE);
    let sheet = pages(&work.article.pages).or_else(|| line(work.article.issue.as_ref()));
    area.put("", sheet.map(|sheet| format!("{}{sheet}{}", signs.open, signs.close)), rule::SHEET);
    area.put("", imprint::accessed(work), rule::ACCESSED);
    area
}

/// `公告日期[引用日期]`; in 2025 the pages too.
fn patent(work: &Work) -> Area {
    let mut area = Area::default();
    area.put("", imprint::date(work), rule::DATE);
    if work.edition == Edition::Of2025 {
        area.put(work.signs().colon, pages(&work.article.pages), rule::PAGES);
    }
    area.put("", imprint::accessed(work), rule::ACCESSED);
    area
}

/// Year, volume and issue with which a periodical begins and ends.
fn run(work: &Work) -> Area {
    let mut area = Area::default();
    // Where a source has all of it in one member, with signs of its own: `1957(1)-1990(4)`.
    let signs = work.signs();
    let signed = |text: String| {
        let text = text.split([',', '，']).map(str::trim).collect::<Vec<_>>().join(signs.comma);
        let text = text.replace("--", "-").replace(['-', '–'], "—");
        text.replace(['(', '（'], signs.open).replace([')', '）'], signs.close)
    };
    area.put("", line(work.article.volume.as_ref()).map(signed), rule::VOLUME);
    area.put("", line(work.article.issue.as_ref()).map(|issue| format!("{}{issue}{}", work.signs().open, work.signs().close)), rule::ISSUE);
    area
}

fn size(work: &Work) -> Area {
    let mut area = Area::default();
    if work.edition == Edition::Of2025 && work.article.kind == ArticleKind::Map {
        area.put("", line(work.article.imprint.dimensions.as_ref()), rule::SIZE);
    }
    area
}

/// Address and identifiers.
fn access(work: &Work) -> Vec<Area> {
    let ids = &work.article.ids;
    let url = address(work).filter(|_| is_online(work));
    let within = |doi: &str| url.as_ref().is_some_and(|url| url.to_lowercase().contains(&doi.to_lowercase()));
    // One permanent identifier is enough: 2025 takes the Chinese one where there are two.
    let cstr = line(ids.cstr.as_ref()).filter(|cstr| work.edition == Edition::Of2025 && !within(cstr));
    let doi = ids.printed_doi().filter(|doi| cstr.is_none() && !within(doi));
    let one = |text: Option<String>, of| {
        let mut area = Area::default();
        area.put("", text, of);
        area
    };
    vec![
        one(url, rule::ADDRESS),
        one(doi.map(|doi| format!("DOI:{}", clean_line(doi))), rule::DOI),
        one(cstr.map(|cstr| format!("CSTR:{cstr}")), rule::CSTR),
    ]
}

/// Gives letters to works whose names and years are the same.
pub(super) fn tell_apart(works: &mut [Work]) {
    let heads: Vec<String> = works.iter().map(|work| joined(vec![authors(work, code(work))], "").to_string()).collect();
    let mut of_one: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, head) in heads.iter().enumerate() {
        of_one.entry(head).or_default().push(place);
    }
    for places in of_one.into_values().filter(|places| places.len() > 1) {
        for (place, letter) in places.into_iter().zip('a'..='z') {
            if let Some(work) = works.get_mut(place) {
                work.letter = Some(letter);
            }
        }
    }
}
