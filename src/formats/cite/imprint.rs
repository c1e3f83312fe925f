//! The imprint: place, publisher, dates, pages and the day of access, as each edition and system has them.

use serde_json::Value;

use super::area::Area;
use super::gbt7714::{has_host, pages};
use super::kind::{code, is_online};
use super::{Edition, Piece, System, Work, line, rule};
use crate::formats::edtf::{Edtf, Until, edtf};
use crate::record::{ArticleKind, PartialDate, ReferenceType};

/// The date of publication, as far as it is known.
pub(super) fn date(work: &Work) -> Option<String> {
    work.article.issued().filter(|date| date.month.is_some()).map(|date| date.to_string()).or_else(|| year(work))
}

/// The year, as its source has it where that says more: `1947（民国三十六年）`, `[1936]`, `c1983`, `1957/1990`.
fn year(work: &Work) -> Option<String> {
    let said = work.article.dates.raw.get("published").and_then(Value::as_str);
    if let Some(said) = said.filter(|_| work.article.published_ahead().is_none()) {
        let said = said.trim();
        if let Some((first, last)) = said.split_once('/')
            && let (Some(first), Some(last)) = (PartialDate::parse(first), PartialDate::parse(last))
        {
            return Some(if first.year == last.year { first.year.to_string() } else { format!("{}—{}", first.year, last.year) });
        }
        // A periodical runs: `1984-` goes on, `1957-1990` has ended.
        if work.article.kind == ArticleKind::Periodical
            && let Some((first, last)) = said.split_once(['/', '-', '–', '—'])
            && let Some(first) = PartialDate::parse(first)
        {
            let last = PartialDate::parse(last.trim_start_matches('-')).map(|last| last.year.to_string()).unwrap_or_default();
            return Some(format!("{}—{last}", first.year));
        }
        // Nobody is sure of the year.
        if let Some(Edtf { first, until: Until::Itself, approximate: true, .. }) = edtf(said) {
            return Some(format!("[{}]", first.year));
        }
        let other_calendar = said.ends_with([')', '）']) && said.chars().take(4).all(|c| c.is_ascii_digit());
        let guessed = said.starts_with('[') && said.ends_with(']');
        // Of a work without a year of publication that of its copyright, or of its printing: `c1983`, `1995印刷`.
        let year_at = |digits: &str| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let copyright = said.strip_prefix('c').is_some_and(year_at);
        let printed = said.strip_suffix("印刷").is_some_and(|digits| year_at(digits.trim()));
        if other_calendar || guessed || copyright || printed {
            let signs = work.signs();
            let said = said.replace(['(', '（'], signs.open).replace([')', '）'], signs.close);
            return line(Some(&said));
        }
    }
    work.article.issued().map(|date| date.year.to_string())
}

/// A year that stands for one that is not known: that of the day of access.
fn guessed(work: &Work) -> Option<String> {
    work.article.dates.accessed.map(|day| format!("[{}]", day.year))
}

/// The year behind the names of an author-date entry.
pub(super) fn year_behind_names(work: &Work) -> Vec<Piece> {
    let comma = work.signs().comma;
    let (year, of) = match (year(work), guessed(work)) {
        (Some(year), _) => (year, rule::YEAR_BEHIND_NAMES),
        (None, Some(guessed)) => (guessed, rule::GUESSED_YEAR),
        (None, None) if work.edition == Edition::Of2025 => return vec![Piece::new(comma, work.pick("无日期", "n.d."), rule::NO_YEAR)],
        (None, None) => return Vec::new(),
    };
    let Some(letter) = work.letter else { return vec![Piece::new(comma, year, of)] };
    match year.strip_suffix(']') {
        Some(open) => vec![Piece::new(comma, open, of), Piece::new("", format!("{letter}]"), rule::SAME_YEAR)],
        None => vec![Piece::new(comma, year, of), Piece::new("", letter, rule::SAME_YEAR)],
    }
}

/// The year of an article behind the title of its journal; the whole date where neither volume nor issue says which year's.
pub(super) fn in_journal(work: &Work, titled: bool) -> Vec<Piece> {
    let article = work.article;
    let ahead_of_print = article.volume.is_none() && article.issue.is_none() && work.edition == Edition::Of2025;
    let (when, of) = if ahead_of_print {
        (article.dates.online.map(|day| day.to_string()).or_else(|| date(work)), rule::UPDATED)
    } else if work.system == System::AuthorDate {
        (None, rule::YEAR)
    } else {
        (year(work), rule::YEAR)
    };
    let sign = if titled { work.signs().comma } else { "" };
    when.or_else(|| guessed(work).filter(|_| work.system == System::Numeric && work.edition == Edition::Of2015))
        .map(|when| Piece::new(sign, when, of))
        .into_iter()
        .collect()
}

/// The day of access in brackets. 2025 has it only of what may change under its address.
pub(super) fn accessed(work: &Work) -> Option<String> {
    let changes = match code(work) {
        ReferenceType::EB | ReferenceType::DS | ReferenceType::DB | ReferenceType::PP | ReferenceType::CP => true,
        _ => work.edition == Edition::Of2015,
    };
    work.article.dates.accessed.filter(|_| changes && is_online(work)).map(|day| format!("[{day}]"))
}

/// `出版地: 出版者, 年: 页码[引用日期]`, or the dates of a work that only stands on the network.
pub(super) fn published(work: &Work) -> Area {
    let signs = work.signs();
    let mut area = Area::default();
    publisher(work, &mut area);
    let pages = if code(work) == ReferenceType::J { None } else { pages(&work.article.pages) };
    let alone = area.is_empty() && pages.is_none() && is_online(work);
    if alone && work.edition == Edition::Of2015 {
        online_date(work, &mut area);
    } else {
        let (when, of) = year_of_imprint(work);
        area.put(signs.comma, when, of);
    }
    area.put(signs.colon, pages, rule::PAGES);
    area.put("", accessed(work), rule::ACCESSED);
    area
}

/// Year or date behind the publisher; in author-date lists only a date that says more than the year behind the names.
fn year_of_imprint(work: &Work) -> (Option<String>, rule::Rule) {
    let numeric = work.system == System::Numeric;
    let code = code(work);
    let known = work.article.issued();
    if work.edition == Edition::Of2025 {
        if code == ReferenceType::A {
            return (date(work), rule::DATE);
        }
        // A report with a publisher is cited as the book that it is.
        let issued = work.article.journal.publisher.is_empty() && work.article.imprint.place.is_none();
        if code == ReferenceType::R && issued && known.is_some_and(|date| date.month.is_some()) {
            return (date(work), rule::DATE);
        }
    }
    if !numeric {
        return (None, rule::YEAR);
    }
    match year(work) {
        Some(year) => (Some(year), rule::YEAR),
        None => (guessed(work), rule::GUESSED_YEAR),
    }
}

/// The day of publication or change in parentheses; a year alone stands without.
fn online_date(work: &Work, area: &mut Area) {
    let signs = work.signs();
    match work.article.dates.published {
        Some(day) if day.day.is_some() => area.put("", Some(format!("{}{day}{}", signs.open, signs.close)), rule::UPDATED),
        _ if work.system == System::Numeric => area.put("", year(work), rule::YEAR),
        _ => {}
    }
}

/// Place and publisher, or the archive, with the words for those that are not known.
fn publisher(work: &Work, area: &mut Area) {
    let imprint = &work.article.imprint;
    let (place, name) = (line(imprint.place.as_ref()), work.said(&work.article.journal.publisher));
    if place.is_none() && name.is_none() && imprint.archive.is_some() {
        area.put("", line(imprint.archive_place.as_ref()), rule::ARCHIVE);
        return area.put(work.signs().colon, line(imprint.archive.as_ref()), rule::ARCHIVE);
    }
    // Only of printed books and theses is it said that a place or a publisher is not known.
    let told = matches!(work.article.kind, ArticleKind::Book | ArticleKind::Chapter | ArticleKind::Thesis | ArticleKind::Proceedings);
    let told = told && !is_online(work);
    match place {
        None if told => area.put("", Some(work.pick("[出版地不详]", "[S.l.]").to_owned()), rule::NO_PLACE),
        place => area.put("", place, rule::PLACE),
    }
    match name {
        None if told => area.put(work.signs().colon, Some(work.pick("[出版者不详]", "[s.n.]").to_owned()), rule::NO_PUBLISHER),
        name => area.put(work.signs().colon, name, rule::PUBLISHER),
    }
}

/// Whether nobody published the whole, as of papers that were only read at a conference. A place alone is that of the
/// conference: BibTeX's `address` has it.
pub(super) fn is_unpublished(work: &Work) -> bool {
    work.article.kind == ArticleKind::Paper && work.article.journal.publisher.is_empty() && has_host(work)
}

/// Year and pages behind the name of a conference (2025).
pub(super) fn behind_event(work: &Work, area: &mut Area) {
    let signs = work.signs();
    if work.system == System::Numeric {
        area.put(signs.comma, year(work), rule::YEAR);
    }
    area.put(signs.colon, pages(&work.article.pages), rule::PAGES);
}

/// The server that a preprint is on, which 2025 names, where no publisher says it.
fn server(work: &Work) -> Option<String> {
    if work.article.kind != ArticleKind::Preprint || work.edition == Edition::Of2015 {
        return None;
    }
    line(work.article.imprint.archive.as_ref()).or_else(|| work.article.ids.arxiv.as_ref().map(|_| "arXiv".to_owned()))
}

/// The imprint of web pages, data sets, preprints and programs.
pub(super) fn platform(work: &Work) -> Area {
    let signs = work.signs();
    let mut area = Area::default();
    let code = code(work);
    // A web page's platform is part of its address.
    let named = code != ReferenceType::EB || work.article.kind == ArticleKind::Preprint;
    if named {
        area.put("", line(work.article.imprint.place.as_ref()), rule::PLACE);
        area.put(signs.colon, work.said(&work.article.journal.publisher).or_else(|| server(work)), rule::PUBLISHER);
    }
    if area.is_empty() && work.edition == Edition::Of2015 {
        online_date(work, &mut area);
    } else if work.edition == Edition::Of2015 {
        let when = year(work).filter(|_| work.system == System::Numeric);
        area.put(signs.comma, when, rule::YEAR);
    } else {
        area.put("", date(work).map(|day| format!("{}{day}{}", signs.open, signs.close)), rule::UPDATED);
    }
    area.put("", accessed(work), rule::ACCESSED);
    area
}
