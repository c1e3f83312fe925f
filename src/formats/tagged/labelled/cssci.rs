//! What CSSCI (中文社会科学引文索引) writes in its own way: lists between slashes, institutions with the names of their people
//! before them, references one a line, and a rule of dashes below each record.
//!
//! ```text
//! 【来源作者】张三/李四
//! 【机构名称】[张三]河口大学.信息学院/[李四]北方大学.
//! 【年代卷期】2019,40(010):3-19
//! 【参考文献】
//! 1.王五.榕树的生长.北方学报.2008.(5)
//! -----------------------------------------------------------------------
//! ```

use crate::formats::gbt7714;
use crate::formats::tagged::sheet::Sheet;
use crate::record::Contributor;

/// The name that a record of CSSCI begins with.
pub const FIRST: &str = "来源篇名";

/// Dashes of which a line that parts records has at least so many.
const RULE: usize = 20;

/// A value without the rule of dashes below its record.
pub fn without_rule(value: &str) -> &str {
    let is_rule = |line: &str| line.len() >= RULE && line.bytes().all(|byte| byte == b'-');
    match value.trim_end().rsplit_once('\n') {
        Some((before, last)) if is_rule(last.trim()) => before.trim_end(),
        None if is_rule(value.trim()) => "",
        _ => value,
    }
}

/// A list between slashes as one between semicolons; slashes within brackets belong to numbers of grants.
pub fn list(value: &str) -> String {
    let mut depth = 0_usize;
    let sign = |c: char| {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            '/' if depth == 0 => return ';',
            _ => {}
        }
        c
    };
    value.trim().chars().map(sign).collect()
}

/// Institutions, each with the person before it whose it is.
pub fn institutions(sheet: &mut Sheet, value: &str) -> bool {
    let any = !value.trim().is_empty();
    for written in value.trim().split('/').map(str::trim).filter(|written| !written.is_empty()) {
        let (name, text) = written.strip_prefix('[').and_then(|rest| rest.split_once(']')).unwrap_or(("", written));
        // Behind the full stop stands the department, or nothing.
        let at = sheet.affiliation(text.trim().trim_end_matches('.'));
        let is_named = |one: &&mut Contributor| one.name.values().any(|known| known == name.trim());
        if let Some(one) = sheet.article.authors.iter_mut().find(is_named)
            && !one.aff.contains(&at)
        {
            one.aff.push(at);
        }
    }
    any
}

/// The references of a record.
pub fn references(sheet: &mut Sheet, value: &str) -> bool {
    let lines = value.lines().map(str::trim).filter(|line| !line.is_empty());
    let read = lines.map(|line| {
        let (n, raw) = gbt7714::split_number(line);
        gbt7714::reference(n, raw)
    });
    let refs: Vec<_> = read.collect();
    let free = sheet.article.refs.is_none() && !refs.is_empty();
    if free {
        sheet.article.refs = Some(refs);
    }
    free
}
