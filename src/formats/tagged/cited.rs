//! Lists of works as printed references (GB/T 7714), which CNKI (查新, 引文格式) and VIP hand out: `[1]张三.题名[J].学报,2020,17(3):1-9.`,
//! with or without 机构, 摘要 and 关键词 below each. VIP's have no code of the type (`[1]张三.题名.学报,2020(3):1-9.`). People's own
//! lists have one reference a line, with no numbers, or with numbers before some.

use super::citations;
use super::records::{Grammar, Part, Record, Tagged};
use super::sheet::Sheet;
use super::table::Member;
use super::unfolded;
use crate::formats::document::Works;
use crate::formats::{Confidence, Finding, Readings, Source, gbt7714, rich};
use crate::record::{Article, ArticleKind, Citation, Contributor, Language, ReferenceType};

/// Codes of GB/T 7714 and the kinds of work that they are.
const KINDS: &[(ReferenceType, ArticleKind)] = &[
    (ReferenceType::J, ArticleKind::Article),
    (ReferenceType::N, ArticleKind::Newspaper),
    (ReferenceType::M, ArticleKind::Book),
    (ReferenceType::C, ArticleKind::Paper),
    (ReferenceType::G, ArticleKind::Book),
    (ReferenceType::D, ArticleKind::Thesis),
    (ReferenceType::R, ArticleKind::Report),
    (ReferenceType::S, ArticleKind::Standard),
    (ReferenceType::P, ArticleKind::Patent),
    (ReferenceType::DB, ArticleKind::Dataset),
    (ReferenceType::DS, ArticleKind::Dataset),
    (ReferenceType::CP, ArticleKind::Program),
    (ReferenceType::EB, ArticleKind::Webpage),
    (ReferenceType::CM, ArticleKind::Map),
    (ReferenceType::PP, ArticleKind::Preprint),
    (ReferenceType::A, ArticleKind::Archive),
];

/// Names of what may stand below an entry.
const BELOW: &[(&str, Member)] = &[
    ("摘要", Member::Abstract),
    ("关键词", Member::Keywords),
    ("机构", Member::Affiliation),
    ("作者单位", Member::Affiliation),
    ("Abstract", Member::Abstract),
];

/// `[1]张三.…`: a number in brackets at the head of a line, and something behind it.
fn entry(line: &str) -> Option<Tagged> {
    let start = line.len() - line.trim_start().len();
    let head = line.get(start..)?;
    let (number, behind) = head.strip_prefix('[')?.split_once(']')?;
    let fits = (1..=5).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()) && !behind.trim().is_empty();
    let end = start + number.len() + 2;
    fits.then_some(Tagged { start, end, value: end })
}

fn tagged(line: &str, so_far: &str) -> Option<Tagged> {
    entry(line).or_else(|| below(line)).or_else(|| {
        // The line is its own mark, so that one that stands twice in a row is one reference.
        let whole = Tagged { start: 0, end: line.len(), value: 0 };
        begins_without_number(line, so_far).then_some(whole)
    })
}

/// Whether a line without a number is a reference of its own, and does not go on with what stands before it.
fn begins_without_number(line: &str, so_far: &str) -> bool {
    let before = so_far.trim_end();
    let numbered = entry(before).is_some();
    if before.lines().any(|line| below(line).is_some()) || (numbered && !has_code(before, 1)) {
        return false;
    }
    // Behind a Chinese reference with a number stands the same work in English.
    let twin = numbered && Language::of_text(before) == Language::Zh && Language::of_text(line) != Language::Zh;
    // Where none has a number, what has ended is a whole reference.
    let ended = !numbered && (before.ends_with(|c: char| c.is_numeric() || matches!(c, '.' | '。' | '．' | ')' | '）' | ']')));
    let whole = before.is_empty() || ended;
    !twin && ((is_bare(line) && (whole || has_code(before, usize::from(numbered)))) || (looks_cited(line) && whole))
}

/// Words over a list of references.
fn is_heading(line: &str) -> bool {
    let line = line.trim().trim_end_matches([':', '：']);
    ["参考文献", "引用文献", "references", "bibliography", "works cited"].iter().any(|known| line.eq_ignore_ascii_case(known))
}

/// Whether a line has the code of a type in it, not among its first brackets where these are the number's.
fn has_code(line: &str, skipped: usize) -> bool {
    line.match_indices(['[', '［']).skip(skipped).any(|(at, bracket)| {
        let rest = line.get(at + bracket.len()..).and_then(|rest| rest.split_once([']', '］']));
        let inside = rest.map_or("", |(inside, _)| inside);
        ReferenceType::parse(inside.split('/').next().unwrap_or_default()).is_some()
    })
}

/// `张三. 题名[J]. 学报, 2020, 17(3): 1-9.`: a reference with the code of its type and no number.
fn is_bare(line: &str) -> bool {
    looks_cited(line) && has_code(line, 0)
}

/// The longest line that is taken for a reference, in bytes.
const LONGEST: usize = 1200;

/// Whether a line may be a reference in whatever style: words, signs between them, a year.
fn looks_cited(line: &str) -> bool {
    let line = line.trim();
    let parts = line.matches(['.', '．', '。', ',', '，']).count();
    let years = line
        .as_bytes()
        .windows(4)
        .any(|four| matches!(four, [b'1', b'5'..=b'9', ..] | [b'2', b'0', ..]) && four.iter().all(u8::is_ascii_digit));
    line.starts_with(char::is_alphabetic) && line.len() <= LONGEST && parts >= 3 && years && !line.contains('\t')
}

/// `摘要:…`: what stands below an entry.
fn below(line: &str) -> Option<Tagged> {
    BELOW.iter().find_map(|(name, _)| {
        let behind = line.strip_prefix(name)?;
        let value = behind.strip_prefix([':', '：'])?;
        Some(Tagged { start: 0, end: name.len(), value: line.len() - value.len() })
    })
}

fn part(tag: &str) -> Part {
    if BELOW.iter().any(|(name, _)| *name == tag) { Part::Inside } else { Part::Begin }
}

const GRAMMAR: Grammar = Grammar { tagged, part, end: "", blank_parts: |_, _| false };

/// Whether a line is an entry with the code of its type in it.
fn is_typed(line: &str) -> bool {
    entry(line).is_some() && has_code(line, 1)
}

/// How sure it is that text is a list of references and nothing else: its first line is an entry, by its code or by what
/// stands below it; or every line looks like a reference and most have the code of a type.
pub fn sniff(head: &str) -> Confidence {
    let lines = head.trim_start_matches('\u{FEFF}').split(['\n', '\r']).filter(|line| !line.trim().is_empty());
    let mut lines = lines.skip_while(|line| is_heading(line)).take(MOST_LOOKED_AT).peekable();
    let first = lines.next().unwrap_or_default();
    let below_it = lines.peek().copied().unwrap_or_default();
    if is_typed(first) || (entry(first).is_some() && below(below_it).is_some()) {
        return 91;
    }
    let (mut all, mut coded) = (0, 0);
    let mut line = Some(first);
    while let Some(this) = line {
        line = lines.next();
        let is_coded = is_typed(this) || is_bare(this);
        // The head may end in the middle of its last line.
        if !is_coded && !looks_cited(this) && line.is_some() {
            return 0;
        }
        (all, coded) = (all + 1, coded + usize::from(is_coded));
    }
    if coded > 1 && coded * 2 > all { 84 } else { 0 }
}

/// How many lines of a head are looked at.
const MOST_LOOKED_AT: usize = 40;

/// Reads entries one after another.
pub fn read(source: Source) -> Readings {
    super::read(source, "reference-list", GRAMMAR, map)
}

/// Reads the entries among the lines of a page one by one, as CNKI shows them to be copied; nothing where none has the code of
/// its type.
pub fn of_lines(lines: &[String]) -> Option<Works> {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).filter(|line| is_typed(line)).collect();
    if lines.is_empty() {
        return None;
    }
    let bytes = Box::new(std::io::Cursor::new(lines.join("\n").into_bytes()));
    let readings = read(Source { bytes, name: None, encoding: Some("utf-8".to_owned()) });
    // The lines are those of the list, not of the page.
    let works = readings.map(|reading| match reading {
        Ok(article) => Ok((*article, Vec::new())),
        Err(finding) => Err(Finding { line: None, ..finding }),
    });
    Some(Box::new(works))
}

fn map(record: &mut Record) -> (Box<Article>, Vec<Finding>) {
    let mut tokens = record.tokens();
    let Some(first) = tokens.next() else { return Default::default() };
    let raw = unfolded(first.value);
    let scopus = Some(&raw).filter(|raw| entry(raw).is_none()).and_then(|raw| citations::line_of_scopus(raw));
    let mut parts = scopus.map_or_else(|| gbt7714::parse(&raw), |part| vec![part]);
    let part = if parts.is_empty() { Citation::default() } else { parts.swap_remove(0) };
    let kind = part.kind.and_then(|code| KINDS.iter().find(|(known, _)| *known == code)).map(|(_, kind)| kind.clone());
    let in_an_issue = part.host_title().is_some() && (part.volume.is_some() || part.issue.is_some());
    let mut kind = kind.unwrap_or(if in_an_issue { ArticleKind::Article } else { ArticleKind::Other });
    if kind == ArticleKind::Book && part.host_title().is_some() {
        kind = ArticleKind::Chapter;
    }
    let mut sheet = Sheet::new(kind, Language::Und);
    fill(&mut sheet, part);
    let mut left = Vec::new();
    for token in tokens {
        let member = BELOW.iter().find(|(name, _)| *name == token.tag).map(|(_, member)| *member);
        if !member.is_some_and(|member| sheet.file(member, &unfolded(token.value))) {
            left.push((token.tag.to_owned(), token.value.to_owned()));
        }
    }
    sheet.finish();
    let strangers: Vec<&String> = record.preface.iter().filter(|line| !is_heading(line)).collect();
    if let Some(line) = strangers.first() {
        let shown: String = line.trim().chars().take(40).collect();
        let sentence = format!(
            "{} line(s) before this reference belong to none and were not read (\"{shown}\"); a reference has a number before it, or its type in brackets, [J]",
            strangers.len()
        );
        sheet.findings.push(Finding::skipped(sentence).at(record.line));
    }
    if sheet.article.title.is_empty() {
        sheet.findings.push(Finding::kept("no title was found in this reference; it is kept as written").at(record.line).of("title"));
    }
    // What stood there is worth more than what was made of it.
    left.insert(0, ("reference".to_owned(), raw.into_owned()));
    (super::residue(sheet.article, "references", left), sheet.findings)
}

/// Puts the parts of a reference where they belong in a record.
fn fill(sheet: &mut Sheet, part: Citation) {
    let host = part.host.unwrap_or_default();
    let with_role = |people: Vec<Contributor>, role: &'static str| {
        people.into_iter().map(move |one| Contributor { role: Some(role.to_owned()), ..one })
    };
    sheet.article.authors.extend(part.authors);
    sheet.article.authors.extend(with_role(part.translators, "translator"));
    sheet.article.authors.extend(with_role(host.editors, "editor"));
    sheet.article.etal = part.etal;
    let year = part.year.map(|year| year.to_string());
    let place_of_thesis = sheet.article.kind == ArticleKind::Thesis && part.publisher.is_none();
    let members = [
        (Member::Title, part.title),
        (Member::Journal, host.title),
        (Member::Year, year),
        (Member::Date, part.date),
        (Member::Volume, part.volume),
        (Member::Issue, part.issue),
        (Member::Pages, part.pages),
        // CNKI prints no place before a school.
        (Member::Publisher, if place_of_thesis { part.place.clone() } else { part.publisher }),
        (Member::Place, part.place.filter(|_| !place_of_thesis)),
        (Member::Edition, part.edition),
        (Member::Number, part.number),
        (Member::Doi, part.doi),
        (Member::Link, part.url),
        (Member::Accessed, part.accessed.map(|day| day.trim_matches(['[', ']']).to_owned())),
    ];
    for (member, value) in members {
        if let Some(value) = value {
            sheet.file(member, &value);
        }
    }
    if !part.rest.trim().is_empty() {
        let text = rich::escape(part.rest.trim());
        sheet.article.rest.insert("reference-rest".to_owned(), text.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (usize, Vec<String>) {
        let bytes = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
        let readings: Vec<_> = read(Source { bytes, name: None, encoding: None }).collect();
        let findings = readings.iter().filter_map(|reading| reading.as_ref().err().map(ToString::to_string)).collect();
        (readings.iter().filter(|reading| reading.is_ok()).count(), findings)
    }

    #[test]
    fn lines_before_the_first_reference_are_told() {
        let list = "[1] 张三. 湿地[D]. 武汉: 河口大学, 2010.\n";
        assert_eq!(read_text(&format!("参考文献：\n{list}")), (1, Vec::new()));
        let (count, findings) = read_text(&format!("Here is what I read\n\n{list}"));
        assert_eq!((count, findings.len()), (1, 1));
        assert!(findings.iter().all(|finding| finding.contains("Here is what I read")), "{findings:?}");
    }

    #[test]
    fn other_text_is_no_list() {
        for text in [
            "Dear Ann, in 2019, I cite [J] and so on.\nThis is a letter, of 2020. It goes on, and on.\nBye.\n",
            "张三. 湿地[D]. 武汉: 河口大学, 2010.\n",
            "title,kind,year\n张三. 湿地[D]. 武汉: 河口大学,2010\n李四. 水[J]. 北方学报, 2011\n",
        ] {
            assert_eq!(sniff(text), 0, "{text}");
        }
        assert!(sniff("张三. 湿地[D]. 武汉: 河口大学, 2010.\n李四. 水[J]. 北方学报, 2011, 3: 1.\n") > 0);
    }
}
