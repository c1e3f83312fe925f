//! Formulas in texts of an item: CSL-JSON has no notation for them, so they are written as they read.

use unicode_normalization::UnicodeNormalization;

/// Rich-lite text with every formula as it reads, raised and lowered signs in the tags that CSL has for them.
pub(super) fn readable(rich: &str) -> String {
    let mut text = String::with_capacity(rich.len());
    let mut rest = rich;
    while let Some((before, formula)) = rest.split_once("<math") {
        text.push_str(before);
        let (_, formula) = formula.split_once('>').unwrap_or_default();
        let (inner, after) = formula.split_once("</math>").unwrap_or((formula, ""));
        push_tagged(&mut text, inner);
        rest = after;
    }
    text + rest
}

/// `TiO₂` as `TiO<sub>2</sub>`.
fn push_tagged(text: &mut String, formula: &str) {
    let mut open = "";
    for c in formula.chars() {
        let tag = tag_of(c);
        if tag != open {
            close(text, open);
            if !tag.is_empty() {
                text.extend(["<", tag, ">"]);
            }
            open = tag;
        }
        if tag.is_empty() { text.push(c) } else { text.extend(std::iter::once(c).nfkd()) }
    }
    close(text, open);
}

fn close(text: &mut String, open: &str) {
    if !open.is_empty() {
        text.extend(["</", open, ">"]);
    }
}

/// The tag for a sign that is raised or lowered, or nothing.
fn tag_of(c: char) -> &'static str {
    match c {
        '²' | '³' | '¹' | '⁰'..='ⁿ' => "sup",
        '₀'..='ₜ' => "sub",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_written_as_it_reads() {
        for (rich, read) in [
            (r#"On <math mathml="&lt;math&gt;">TiO₂</math> films"#, "On TiO<sub>2</sub> films"),
            (r#"<math tex="x">10⁻¹²⋅x</math>: <i>a</i>"#, "10<sup>−12</sup>⋅x: <i>a</i>"),
            (r#"a<math tex="x">Z ⩽ &lt;</math>b"#, "aZ ⩽ &lt;b"),
            ("no formula", "no formula"),
            ("<math tex=\"never closed", ""),
        ] {
            assert_eq!(readable(rich), read);
        }
    }
}
