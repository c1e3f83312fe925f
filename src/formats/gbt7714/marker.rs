//! The type marker, `[J/OL]`: the pivot of a GB/T 7714 reference.

use super::shadow::{Shadow, Span, is_han};
use crate::record::ReferenceType;

/// A type code and its carrier, as they stand between brackets (GB/T 7714—2015, appendix B).
#[derive(Clone, Debug)]
pub(super) struct Marker {
    pub kind: ReferenceType,
    pub carrier: Option<String>,
    pub span: Span,
}

/// The first marker of a span.
pub(super) fn find(shadow: &Shadow, span: Span) -> Option<Marker> {
    span.range().find_map(|place| read(shadow, place, span.to))
}

/// The marker that begins exactly here.
pub(super) fn read(shadow: &Shadow, open: usize, end: usize) -> Option<Marker> {
    if shadow.at(open) != '[' {
        return None;
    }
    let close = (open + 1..end.min(open + 32)).find(|place| shadow.at(*place) == ']')?;
    let inner: String = shadow.signs(Span::new(open + 1, close)).iter().filter(|c| **c != ' ').collect();
    let span = Span::new(open, close + 1);
    if let Some(kind) = spelt_out(&inner.to_lowercase()) {
        return Some(Marker { kind, carrier: None, span });
    }
    if inner.chars().count() > 14 {
        return None;
    }
    let (code, carrier) = match inner.split_once(['/', '-', '|', '\\']) {
        Some((code, carrier)) => (code, Some(carrier.to_ascii_uppercase())),
        None => (inner.as_str(), None),
    };
    if carrier.as_deref().is_some_and(|c| c.is_empty() || c.len() > 3 || !c.bytes().all(|b| b.is_ascii_uppercase())) {
        return None;
    }
    if code.eq_ignore_ascii_case("ol") && carrier.is_none() {
        return Some(Marker { kind: ReferenceType::EB, carrier: Some("OL".to_owned()), span });
    }
    let kind = ReferenceType::parse(code)?;
    // "benzo[a]pyrene", "[C]arbon": a letter that goes on behind the bracket makes it a part of a word.
    let behind = shadow.at(close + 1);
    let small = code.bytes().any(|b| b.is_ascii_lowercase());
    if carrier.is_none() && (behind.is_ascii_lowercase() || (small && behind.is_ascii_alphanumeric() && !is_han(behind)) || behind == '-') {
        return None;
    }
    Some(Marker { kind, carrier, span })
}

/// The type in words, as some house styles print it: `[博士学位论文]`, `[Ph.D. dissertation]`, `[地图]`.
fn spelt_out(inner: &str) -> Option<ReferenceType> {
    match inner {
        _ if inner.ends_with("论文") || inner.ends_with("dissertation") || inner.ends_with("thesis") => Some(ReferenceType::D),
        "地图" | "map" => Some(ReferenceType::CM),
        "专利" => Some(ReferenceType::P),
        "标准" => Some(ReferenceType::S),
        "研究报告" | "报告" => Some(ReferenceType::R),
        "数据集" | "dataset" => Some(ReferenceType::DS),
        _ => None,
    }
}
