//! The plainest form of a reference, read in one pass: an article with all its parts in the order of the standard.
//!
//! ```text
//! [3] 江彬磊, 曾玉, 等. 黄土高原的实证分析研究[J]. 管理世界, 2017, 6(8): 87-96. doi:10.1234/5a0588
//! ```
//!
//! Most lists hold little else, and a million records have fifteen million of these. What is read here is read exactly as
//! the grammars beside this file read it, in a tenth of the time; whatever could be read in two ways is left to them.

use super::bodies::{ends_like_a_body, has_body_word};
use super::names::role_of;
use super::surnames::family_length;
use crate::record::{Citation, Contributor, Host, Language, MultiText, ReferenceType};

/// Bytes of the longest string that is read here.
const LONGEST: usize = 1500;

const MARKER: &str = "[J]";

/// Marks in a title that mean nothing to any grammar.
const MARKS: &str = " ,;-'%+=*?!，；、？！—–“”‘’《》·％";

/// The citation that a plain reference is; nothing when it is not plain enough.
pub(super) fn read(raw: &str) -> Option<Citation> {
    if raw.len() > LONGEST {
        return None;
    }
    let body = behind_number(raw.trim_matches(' '))?;
    let (left, right) = body.split_once(MARKER)?;
    let right = right.strip_prefix('.').or_else(|| right.strip_prefix("．"))?;
    let (authors, title) = split_head(left)?;
    let mut citation = Citation { kind: Some(ReferenceType::J), lang: title_language(title)?, ..Citation::default() };
    citation.title = Some(title.to_owned());
    read_authors(&mut citation, authors, title)?;
    read_right(&mut citation, right.trim_matches(' '))?;
    Some(citation)
}

/// Without `[12]`; nothing when something else than a name follows.
fn behind_number(whole: &str) -> Option<&str> {
    let Some(inside) = whole.strip_prefix('[') else { return Some(whole) };
    let (number, rest) = inside.split_once(']')?;
    let digits = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| rest.trim_start_matches(' '))
}

/// Authors and title: the first full stop is the one between them.
fn split_head(left: &str) -> Option<(&str, &str)> {
    let (authors, title) = left.split_once(['.', '．'])?;
    let title = title.trim_start_matches(' ');
    let mut first = title.chars();
    let opens = first.next().is_some_and(|c| c.is_ascii_uppercase() || is_plain_han(c) || matches!(c, '“' | '《'));
    // A digit may be the year of an author-date list, a full stop a word that there is none.
    let goes_on = first.by_ref().take(2).all(|c| is_plain_han(c) || c.is_ascii_lowercase() || matches!(c, ' ' | '-'));
    let joined = title.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("and ")) || title.starts_with("无日期");
    let closes =
        title.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric() || is_plain_han(c) || matches!(c, '?' | '？' | '”' | '》'));
    (opens && goes_on && !joined && closes && title.chars().count() > 4).then_some((authors, title))
}

/// The language of a title in which nothing can be anything else: an address, a date of access, brackets, a second full stop.
fn title_language(title: &str) -> Option<Language> {
    let (mut wide, mut latin) = (false, false);
    let mut before = ' ';
    for (at, c) in title.char_indices() {
        match c {
            'a'..='z' | 'A'..='Z' => latin = true,
            '0'..='9' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ž' => {}
            _ if MARKS.contains(c) => {}
            // `http://`, `isbn:` and their like are a word and a colon.
            ':' | '：' if !before.is_ascii_alphabetic() || !is_label(title.get(..at).unwrap_or_default()) => {}
            _ if is_plain_han(c) => wide = true,
            _ => return None,
        }
        before = c;
    }
    let hidden =
        latin && may_hide_a_label(title) || wide && ["访问", "引用日", "检索", "读取", "取读"].iter().any(|word| title.contains(word));
    if hidden {
        return None;
    }
    if wide { Some(Language::Zh) } else { latin.then_some(Language::En) }
}

/// Whether a text ends with a word that says what stands behind its colon.
fn is_label(ahead: &str) -> bool {
    const LABELS: [&str; 12] = ["http", "https", "ftp", "cstr", "pmid", "pmcid", "arxiv", "isbn", "issn", "doi", "url", "from"];
    let ahead = ahead.as_bytes();
    LABELS.iter().any(|label| {
        ahead
            .len()
            .checked_sub(label.len())
            .and_then(|from| ahead.get(from..))
            .is_some_and(|end| end.eq_ignore_ascii_case(label.as_bytes()))
    })
}

/// Whether words stand in a title that elsewhere go before an address, a number or a date.
fn may_hide_a_label(title: &str) -> bool {
    const WORDS: [&[u8]; 5] = [b"www", b"isbn", b"cited", b"accessed", b"retrieved"];
    let bytes = title.as_bytes();
    bytes
        .iter()
        .enumerate()
        .filter(|(_, b)| matches!(b.to_ascii_lowercase(), b'w' | b'i' | b'c' | b'a' | b'r'))
        .any(|(at, _)| WORDS.iter().any(|word| bytes.get(at..at + word.len()).is_some_and(|here| here.eq_ignore_ascii_case(word))))
}

/// Han that folds to itself and is no sign.
fn is_plain_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

/// Han names of two or three signs; or Latin ones of a word and initials.
fn read_authors(citation: &mut Citation, authors: &str, title: &str) -> Option<()> {
    let first = authors.chars().next()?;
    let wide = is_plain_han(first);
    let mut initials_before = false;
    let mut last = "";
    let mut parts = authors.split([',', '，']).map(|part| part.trim_matches(' ')).peekable();
    while let Some(part) = parts.next() {
        last = part;
        if matches!(part, "等" | "et al") && parts.peek().is_none() && !citation.authors.is_empty() {
            citation.etal = true;
            break;
        }
        initials_before = !citation.authors.is_empty();
        citation.authors.push(if wide { han_name(part)? } else { latin_name(part)? });
    }
    if !wide && !citation.etal {
        // A full stop behind an initial ends the list only where that can be told.
        let initials = last.rsplit(' ').next().unwrap_or_default();
        let abbreviated = matches!(initials, "ST" | "DR" | "MR" | "MRS" | "VS" | "VOL" | "NO" | "YU" | "CH");
        let title_goes_on = ["Jr", "Sr", "et"].contains(&title.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default());
        if abbreviated || title_goes_on || (initials.len() == 1 && !initials_before) {
            return None;
        }
    }
    Some(())
}

fn han_name(part: &str) -> Option<Contributor> {
    // Signs that can be a word for what somebody did, that join two names, or that stand for others.
    const TOLD_APART: &str = "编译著撰校注辑点整纂主和与及等他的";
    let mut letters = ['\0'; 3];
    let mut count = 0;
    for c in part.chars() {
        *letters.get_mut(count).filter(|_| is_plain_han(c) && !TOLD_APART.contains(c))? = c;
        count += 1;
    }
    let name = letters.get(..count).filter(|name| name.len() >= 2 && !ends_like_a_body(name))?;
    let (family, given) = part.split_at_checked(name.iter().take(family_length(name)?).map(|c| c.len_utf8()).sum())?;
    Some(person(Language::Zh, part, family, given))
}

fn latin_name(part: &str) -> Option<Contributor> {
    let (family, initials) = part.split_once(' ')?;
    let accented = |c: char| matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ž');
    let mut letters = family.chars();
    let opens = letters.next().is_some_and(|c| c.is_uppercase() && (c.is_ascii() || accented(c)));
    // `O'Brien`: a capital behind the apostrophe, and small letters behind that.
    let behind = letters.as_str().strip_prefix('\'').filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
    let small = behind.and_then(|rest| rest.get(1..)).unwrap_or(letters.as_str());
    let word = opens && !small.is_empty() && small.chars().all(|c| c.is_lowercase() && (c.is_ascii() || accented(c)));
    let capitals = (1..=3).contains(&initials.len()) && initials.bytes().all(|b| b.is_ascii_uppercase());
    let suffix = matches!(initials, "JR" | "SR" | "II" | "III" | "IV");
    let plain = word && capitals && !suffix && role_of(initials).is_none() && !has_body_word(family) && !has_body_word(initials);
    plain.then(|| person(Language::En, part, family, initials))
}

fn person(language: Language, whole: &str, family: &str, given: &str) -> Contributor {
    Contributor {
        name: MultiText::of(language.clone(), whole.to_owned()),
        family: MultiText::of(language.clone(), family.to_owned()),
        given: MultiText::of(language, given.to_owned()),
        ..Contributor::default()
    }
}

/// ` journal, year, volume(issue): pages. doi:10.…`
fn read_right(citation: &mut Citation, right: &str) -> Option<()> {
    let numbers = right.find(|c: char| c.is_ascii_digit())?;
    let (journal, numbers) = right.split_at_checked(numbers)?;
    let journal = journal.trim_end_matches(' ');
    let journal = journal.strip_suffix([',', '，'])?;
    is_journal(journal).then_some(())?;
    let (year, rest) = figures(numbers, 4)?;
    let year: i32 = year.parse().ok().filter(|year| (1000..2200).contains(year))?;
    let (volume, rest) = match rest.strip_prefix([',', '，']) {
        Some(rest) => {
            let (volume, rest) = figures(rest.trim_start_matches(' '), 3)?;
            (Some(volume), rest)
        }
        None => (None, rest),
    };
    let (issue, rest) = figures(rest.strip_prefix(['(', '（'])?, 3)?;
    let rest = rest.strip_prefix([')', '）'])?.strip_prefix([':', '：'])?.trim_start_matches(' ');
    let (first, behind) = figures(rest, 6)?;
    let behind = match behind.strip_prefix(['-', '–']) {
        Some(range) => figures(range, 6)?.1,
        None => behind,
    };
    let pages = rest.get(..rest.len() - behind.len()).unwrap_or(first);
    citation.doi = doi(behind)?;
    citation.host = Some(Host { title: Some(journal.to_owned()), editors: Vec::new() });
    citation.year = Some(year);
    citation.volume = volume.map(str::to_owned);
    citation.issue = Some(issue.to_owned());
    citation.pages = Some(pages.to_owned());
    Some(())
}

/// So many figures at most at the head of a text, none of them missing, and what stands behind them.
fn figures(text: &str, most: usize) -> Option<(&str, &str)> {
    let many = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=most).contains(&many).then(|| text.split_at_checked(many)).flatten()
}

/// Letters and what stands between words, nothing that could be a number, a label or the sign of a host.
fn is_journal(name: &str) -> bool {
    let mut chars = name.chars().peekable();
    let mut before = '\0';
    if !name.chars().next().is_some_and(|c| c.is_ascii_alphabetic() || is_plain_han(c)) || name.ends_with(' ') {
        return false;
    }
    while let Some(c) = chars.next() {
        let plain = match c {
            'a'..='z' | 'A'..='Z' | ' ' | '-' | '\'' => true,
            '&' => chars.peek() != Some(&'a'),
            // Signs of volumes, issues, pages and supplements, where something could be counted.
            '第' | '卷' | '页' | '总' | '總' | '增' | '特' | '专' | '副' | '见' | '载' | '收' | '期'
                if chars.peek().is_some_and(|c| !is_plain_han(*c)) =>
            {
                false
            }
            '增' | '特' | '专' | '副' => !matches!(chars.peek(), Some('刊')),
            '见' | '载' | '收' => before != '\0',
            c => is_plain_han(c),
        };
        if !plain {
            return false;
        }
        before = c;
    }
    let head = name.get(..3).unwrap_or_default();
    let special = name.as_bytes().windows(4).any(|word| word.eq_ignore_ascii_case(b"supp") || word.eq_ignore_ascii_case(b"spec"));
    !head.eq_ignore_ascii_case("in ") && !special
}

/// The DOI behind the pages, or none; nothing at all when something else stands there.
#[expect(clippy::option_option, reason = "no DOI is plain, anything else is not")]
fn doi(behind: &str) -> Option<Option<String>> {
    let rest = behind.trim_start_matches(['.', ' ', '。']);
    if rest.is_empty() {
        return Some(None);
    }
    let rest = if rest.get(..4)?.eq_ignore_ascii_case("doi:") { rest.get(4..)?.trim_start_matches(' ') } else { return None };
    let doi = rest.trim_end_matches(['.', ',', ';']);
    let (registrant, suffix) = doi.strip_prefix("10.")?.split_once('/')?;
    let plain = registrant.len() >= 4
        && registrant.bytes().all(|b| b.is_ascii_digit())
        && !suffix.is_empty()
        && suffix.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'/'));
    plain.then(|| Some(doi.to_owned()))
}
