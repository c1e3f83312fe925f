//! Lists with the fields' names in Chinese, as CNKI (自定义, 知网研学), VIP (自定义), Wanfang (自定义) and others write them:
//! `Title-题名: …`, `【题　名】…`, `题名：…`; a record ends where its first field comes again.

mod cssci;
mod names;

pub use names::{Field, field};

use super::any_line;
use super::keeping::Pair;
use super::records::{Grammar, Part, Record, Tagged};
use super::sheet::{Sheet, language_line};
use super::table::Member;
use super::{residue, unfolded};
use crate::formats::{Confidence, Finding, Readings, Source};
use crate::record::{Article, ArticleKind, Funding, Language, MultiText};

/// `【题　名】…`, `Title-题名: …`, `题名：…`; only known names are names.
fn tagged(line: &str, _: &str) -> Option<Tagged> {
    let start = line.len() - line.trim_start().len();
    let head = line.get(start..)?;
    if let Some(inside) = head.strip_prefix('【') {
        let end = inside.find('】').filter(|end| *end <= 40)?;
        let from = start + '【'.len_utf8();
        field(inside.get(..end)?)?;
        let value = from + end + '】'.len_utf8();
        let colon = line.get(value..).map_or(0, |rest| rest.len() - rest.trim_start_matches([':', '：']).len());
        return Some(Tagged { start: from, end: from + end, value: value + colon });
    }
    let colon = head.find([':', '：']).filter(|at| *at <= 48)?;
    field(head.get(..colon)?)?;
    let width = head.get(colon..)?.chars().next()?.len_utf8();
    Some(Tagged { start, end: start + colon, value: start + colon + width })
}

/// How many lines of a record are looked at for its names: more has none.
const MOST_LOOKED_AT: usize = 200;

/// A blank line and the record's first name again, or the name that the lists begin with.
fn blank_parts(so_far: &str, tag: &str) -> bool {
    let first = so_far.lines().take(MOST_LOOKED_AT).find_map(|line| tagged(line, "").and_then(|found| line.get(found.start..found.end)));
    first == Some(tag)
        || matches!(field(tag), Some(Field::Of(Member::Title))) && so_far.lines().take(MOST_LOOKED_AT).any(|line| same_tag(line, tag))
}

fn same_tag(line: &str, tag: &str) -> bool {
    tagged(line, "").and_then(|found| line.get(found.start..found.end)) == Some(tag)
}

fn part(tag: &str) -> Part {
    let is = |name: &str| tag.chars().filter(|c| !c.is_whitespace()).eq(name.chars());
    let begins = tag.ends_with("来源库") || tag == "DataType" || is("序号") || is(cssci::FIRST);
    if begins && tag != "SrcDatabase-来源库" { Part::Begin } else { Part::Inside }
}

const GRAMMAR: Grammar = Grammar { tagged, part, end: "", blank_parts };

/// How sure it is that text is such a list.
pub fn sniff(head: &str) -> Confidence {
    let shape = |test: fn(&str) -> bool| any_line(head, |line| tagged(line, "").is_some() && test(line.trim_start()));
    let names = head
        .split(['\n', '\r'])
        .take(400)
        .filter(|line| tagged(line, "").is_some_and(|found| found.start == 0 || line.starts_with(['【', ' '])));
    let cnki = any_line(head, |line| ["Title-题名", "SrcDatabase-来源库", "Author-作者"].iter().any(|name| line.starts_with(name)));
    if (cnki || shape(|line| ["【题", "【篇", "【标", "【来源篇名"].iter().any(|name| line.starts_with(name)))) && names.count() > 2
    {
        89
    } else {
        0
    }
}

/// Reads records one after another.
pub fn read(source: Source) -> Readings {
    super::read(source, "labelled", GRAMMAR, map)
}

fn map(record: &mut Record) -> (Box<Article>, Vec<Finding>) {
    let pairs: Vec<Pair<'_>> = record.tokens().map(|token| Pair { tag: token.tag, value: token.value, line: token.line }).collect();
    let preface = record.preface.iter().map(|line| (String::new(), line.clone())).collect();
    of_pairs(&pairs, preface, record.line, "labelled")
}

/// The record of names and values, which begins on a line of a file in a format. What it has no place for is kept behind
/// `left`.
pub fn of_pairs(pairs: &[Pair<'_>], mut left: Vec<(String, String)>, line: usize, format: &str) -> (Box<Article>, Vec<Finding>) {
    let of = |wanted: fn(&Field) -> bool| pairs.iter().find(|pair| field(pair.tag).as_ref().is_some_and(wanted)).map(|pair| pair.value);
    let lang = of(|field| matches!(field, Field::Of(Member::Language))).map(language_line).unwrap_or_default();
    let database = of(|field| matches!(field, Field::Kind)).unwrap_or_default();
    let advised = of(|field| matches!(field, Field::Of(Member::Advisor))).is_some();
    let kind = names::KINDS.iter().find(|(word, _)| database.contains(word)).map(|(_, kind)| kind.clone());
    let number = pairs.iter().find(|pair| pair.tag == "DataType").map(|pair| pair.value.trim());
    let by_number = || names::NUMBERED.iter().find(|(known, _)| Some(*known) == number).map(|(_, kind)| kind.clone());
    let mut kind = kind.or_else(by_number).unwrap_or(if advised { ArticleKind::Thesis } else { ArticleKind::Article });
    // What stands in a yearbook.
    if kind == ArticleKind::Book && database.contains("年鉴") && of(|field| matches!(field, Field::Host)).is_some() {
        kind = ArticleKind::Chapter;
    }
    let is_cssci = pairs.iter().any(|pair| pair.tag == cssci::FIRST);
    let mut sheet = Sheet::new(kind, lang);
    for pair in pairs {
        let written = if is_cssci { cssci::without_rule(pair.value) } else { pair.value };
        if written.is_empty() {
            continue;
        }
        let value = unfolded(written);
        let placed = match field(pair.tag) {
            Some(Field::Cited) => cssci::references(&mut sheet, written),
            Some(Field::Numbers) => numbered(&mut sheet, &value),
            Some(Field::Of(Member::Affiliation)) if is_cssci => cssci::institutions(&mut sheet, &value),
            Some(Field::Of(member @ (Member::Author | Member::Keywords | Member::Clc))) if is_cssci => {
                sheet.file(member, &cssci::list(&value))
            }
            // Of a patent it is a class of patents.
            Some(Field::Of(Member::Clc)) if sheet.article.kind == ArticleKind::Patent => false,
            Some(Field::Fund) if is_cssci => fund(&mut sheet, &cssci::list(&value)),
            Some(Field::Of(member @ (Member::Author | Member::Affiliation | Member::Keywords))) => {
                sheet.file(member, written.trim_end_matches(';'))
            }
            Some(Field::Of(member)) => sheet.file(member, &value),
            Some(Field::Host) => host(&mut sheet, &value),
            Some(Field::Fund) => fund(&mut sheet, &value),
            Some(Field::Kind) => {
                degree(&mut sheet, &value);
                true
            }
            Some(Field::Aside) => pair.tag == "DataType",
            None => false,
        };
        if !placed {
            left.push((pair.tag.to_owned(), value.into_owned()));
        }
    }
    sheet.finish();
    sheet.tell_if_untitled(line);
    (residue(sheet.article, format, left), sheet.findings)
}

/// 硕士 and 博士 are what a thesis is for.
fn degree(sheet: &mut Sheet, database: &str) {
    if sheet.article.kind == ArticleKind::Thesis {
        let degree = ["硕士", "博士"].into_iter().find(|degree| database.contains(degree)).map(str::to_owned);
        sheet.article.imprint.genre = sheet.article.imprint.genre.take().or(degree);
    }
}

fn host(sheet: &mut Sheet, value: &str) -> bool {
    if sheet.article.kind == ArticleKind::Thesis {
        return sheet.file(Member::Publisher, value);
    }
    if let Some(place) = numbers_of(value) {
        let (title, numbers) = value.split_at_checked(place).unwrap_or((value, ""));
        numbered(sheet, numbers);
        return sheet.file(Member::Journal, title.trim_end_matches(['.', ',', '，', ';', ' ']));
    }
    sheet.file(Member::Journal, value)
}

/// Where the year begins behind a journal's title: `情报学报.2010(5).-889-896`, `学报2018 30(5):7-9`.
fn numbers_of(value: &str) -> Option<usize> {
    let at = value.char_indices().map(|(at, _)| at).find(|at| {
        let rest = value.get(*at..).unwrap_or_default();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        *at > 0 && digits == 4 && (rest.starts_with("19") || rest.starts_with("20"))
    })?;
    value.get(at..)?.contains('(').then_some(at)
}

/// `2010(5).-889-896`, `2018,30(5).-7-9`, `2018 30(5):7-9`, `2018;30(5):7-9`; whether it has a year.
fn numbered(sheet: &mut Sheet, numbers: &str) -> bool {
    let (year, rest) = numbers.split_at_checked(4).unwrap_or((numbers, ""));
    let (volume, rest) = rest.split_once('(').unwrap_or((rest, ""));
    let (issue, pages) = rest.split_once(')').unwrap_or((rest, ""));
    let dated = sheet.file(Member::Year, year);
    sheet.file(Member::Volume, volume.trim_matches([',', '，', ';', ' ', '.']));
    sheet.file(Member::Issue, issue.trim());
    if sheet.article.pages.raw.is_empty() {
        sheet.file(Member::Pages, pages.trim_matches(['.', ':', '：', '-', ' ', ',']));
    }
    dated
}

fn fund(sheet: &mut Sheet, value: &str) -> bool {
    for text in value.split([';', '；']).map(str::trim).filter(|text| !text.is_empty()) {
        let award = text.rsplit_once(['(', '（']).map(|(_, award)| award.trim_end_matches([')', '）', '.', '。']));
        let awards = award.filter(|award| award.chars().any(|c| c.is_ascii_digit())).map(str::to_owned).into_iter().collect();
        let text = MultiText::of(Language::of_text(text), crate::formats::rich::escape(text));
        sheet.article.funding.push(Funding { text, awards, ..Funding::default() });
    }
    true
}
