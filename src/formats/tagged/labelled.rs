//! Lists with the fields' names in Chinese, as CNKI (自定义, 知网研学), VIP (自定义), Wanfang (自定义) and others write them:
//! `Title-题名: …`, `【题　名】…`, `题名：…`; a record ends where its first field comes again.

use super::any_line;
use super::keeping::Pair;
use super::records::{Grammar, Part, Record, Tagged};
use super::sheet::{Sheet, language_line};
use super::table::Member;
use super::{residue, unfolded};
use crate::formats::{Confidence, Finding, Readings, Source};
use crate::record::{Article, ArticleKind, Funding, Language, MultiText};

/// What a name says.
#[derive(Clone, Copy)]
pub enum Field {
    Of(Member),
    /// 来源库: what kind of work it is.
    Kind,
    /// 文献来源: a journal, a school, proceedings; VIP writes volume, issue and pages behind it.
    Host,
    Fund,
    /// Told by others already, or of no work (`【序　号】1/20`).
    Aside,
}

/// Names of fields without blanks.
const NAMES: &[(&str, Field)] = &[
    ("题名", Field::Of(Member::Title)),
    ("标题", Field::Of(Member::Title)),
    ("篇名", Field::Of(Member::Title)),
    ("论文题名", Field::Of(Member::Title)),
    ("英文题名", Field::Of(Member::Translated)),
    ("作者", Field::Of(Member::Author)),
    ("论文作者", Field::Of(Member::Author)),
    ("作者姓名", Field::Of(Member::Author)),
    ("发明人", Field::Of(Member::Author)),
    ("英文作者", Field::Of(Member::TranslatedAuthor)),
    ("导师", Field::Of(Member::Advisor)),
    ("导师姓名", Field::Of(Member::Advisor)),
    ("单位", Field::Of(Member::Affiliation)),
    ("机构", Field::Of(Member::Affiliation)),
    ("作者单位", Field::Of(Member::Affiliation)),
    ("文献来源", Field::Host),
    ("来源", Field::Host),
    ("刊名", Field::Host),
    ("期刊名称", Field::Host),
    ("出处", Field::Host),
    ("学位授予单位", Field::Of(Member::Publisher)),
    ("授予单位", Field::Of(Member::Publisher)),
    ("授予学位", Field::Of(Member::Genre)),
    ("学位", Field::Of(Member::Genre)),
    ("会议名称", Field::Of(Member::Event)),
    ("会议地点", Field::Of(Member::EventPlace)),
    ("出版社", Field::Of(Member::Publisher)),
    ("出版者", Field::Of(Member::Publisher)),
    ("关键词", Field::Of(Member::Keywords)),
    ("英文关键词", Field::Of(Member::Keywords)),
    ("摘要", Field::Of(Member::Abstract)),
    ("文摘", Field::Of(Member::Abstract)),
    ("英文摘要", Field::Of(Member::Abstract)),
    ("发表时间", Field::Of(Member::Date)),
    ("出版时间", Field::Of(Member::Date)),
    ("出版日期", Field::Of(Member::Date)),
    ("年", Field::Of(Member::Year)),
    ("年份", Field::Of(Member::Year)),
    ("出版年", Field::Of(Member::Year)),
    ("卷", Field::Of(Member::Volume)),
    ("期", Field::Of(Member::Issue)),
    ("期号", Field::Of(Member::Issue)),
    ("页码", Field::Of(Member::Pages)),
    ("起止页码", Field::Of(Member::Pages)),
    ("中图分类号", Field::Of(Member::Clc)),
    ("分类号", Field::Of(Member::Clc)),
    ("国际标准刊号", Field::Of(Member::Standard)),
    ("ISSN", Field::Of(Member::Standard)),
    ("ISSN号", Field::Of(Member::Standard)),
    ("ISBN", Field::Of(Member::Standard)),
    ("CN号", Field::Of(Member::Cn)),
    ("国内统一刊号", Field::Of(Member::Cn)),
    ("网址", Field::Of(Member::Link)),
    ("链接", Field::Of(Member::Link)),
    ("URL", Field::Of(Member::Link)),
    ("DOI", Field::Of(Member::Doi)),
    ("语种", Field::Of(Member::Language)),
    ("专利号", Field::Of(Member::Number)),
    ("公开号", Field::Of(Member::Number)),
    ("标准号", Field::Of(Member::Number)),
    ("申请号", Field::Of(Member::Application)),
    ("备注", Field::Of(Member::Note)),
    ("基金", Field::Fund),
    ("基金项目", Field::Fund),
    ("来源库", Field::Kind),
    ("文献类型", Field::Kind),
    ("DataType", Field::Aside),
    ("序号", Field::Aside),
    ("第一责任人", Field::Aside),
    ("页数", Field::Aside),
];

/// Databases and kinds of work as they are named in 来源库.
const KINDS: &[(&str, ArticleKind)] = &[
    ("硕士", ArticleKind::Thesis),
    ("博士", ArticleKind::Thesis),
    ("学位", ArticleKind::Thesis),
    ("会议", ArticleKind::Paper),
    ("报纸", ArticleKind::Newspaper),
    ("专利", ArticleKind::Patent),
    ("标准", ArticleKind::Standard),
    ("图书", ArticleKind::Book),
    ("年鉴", ArticleKind::Book),
    ("科技成果", ArticleKind::Report),
    ("成果", ArticleKind::Report),
];

/// What a name of a field says, if it is one.
pub fn field(name: &str) -> Option<Field> {
    // CNKI gives each name in both languages: `Title-题名`.
    let name = name.rsplit('-').next().unwrap_or(name);
    let bare: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    NAMES.iter().find(|(known, _)| *known == bare).map(|(_, field)| *field)
}

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
    let begins = tag.ends_with("来源库") || tag == "DataType" || tag.chars().filter(|c| !c.is_whitespace()).eq("序号".chars());
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
    if (cnki || shape(|line| line.starts_with("【题") || line.starts_with("【篇") || line.starts_with("【标"))) && names.count() > 2 {
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
    let kind = KINDS.iter().find(|(word, _)| database.contains(word)).map(|(_, kind)| kind.clone());
    let kind = kind.unwrap_or(if advised { ArticleKind::Thesis } else { ArticleKind::Article });
    let mut sheet = Sheet::new(kind, lang);
    for pair in pairs.iter().filter(|pair| !pair.value.is_empty()) {
        let value = unfolded(pair.value);
        let placed = match field(pair.tag) {
            Some(Field::Of(member @ (Member::Author | Member::Affiliation | Member::Keywords))) => {
                sheet.file(member, pair.value.trim_end_matches(';'))
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
    if sheet.article.title.is_empty() {
        sheet.findings.push(Finding::kept("the record has no title").at(line).of("title"));
    }
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
        return sheet.file(Member::Journal, title.trim_end_matches(['.', ',', '，', ' ']));
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

/// `2010(5).-889-896`, `2018,30(5).-7-9`, `2018 30(5):7-9`.
fn numbered(sheet: &mut Sheet, numbers: &str) {
    let (year, rest) = numbers.split_at_checked(4).unwrap_or((numbers, ""));
    let (volume, rest) = rest.split_once('(').unwrap_or((rest, ""));
    let (issue, pages) = rest.split_once(')').unwrap_or((rest, ""));
    sheet.file(Member::Year, year);
    sheet.file(Member::Volume, volume.trim_matches([',', '，', ' ', '.']));
    sheet.file(Member::Issue, issue.trim());
    if sheet.article.pages.raw.is_empty() {
        sheet.file(Member::Pages, pages.trim_matches(['.', ':', '：', '-', ' ', ',']));
    }
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
