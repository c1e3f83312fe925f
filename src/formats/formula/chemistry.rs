//! Formulas of chemistry as the package `mhchem` writes them: `H2O`, `SO4^2-`, `A + B <=> C`.

use super::spacing;
use crate::text::Raised;

/// Arrows of reactions, longest first.
const ARROWS: &[(&str, &str)] = &[("<=>>", "⇌"), ("<<=>", "⇌"), ("<-->", "⇄"), ("<=>", "⇌"), ("<->", "↔"), ("->", "→"), ("<-", "←")];

/// The formula in raised and lowered figures.
pub fn formula(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        if let Some((written, arrow)) = ARROWS.iter().find(|(written, _)| rest.starts_with(written)) {
            rest = rest.get(written.len()..).unwrap_or_default();
            out.push_str(&format!(" {arrow} "));
            continue;
        }
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let last = out.chars().next_back();
        let on_an_atom = last.is_some_and(|c| c.is_alphabetic() || matches!(c, ')' | ']' | '}') || crate::text::is_raised_char(c));
        match c {
            '0'..='9' if on_an_atom => {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                let (count, behind) = rest.split_at_checked(digits).unwrap_or((rest, ""));
                out.push_str(&shown(Raised::Below, count));
                rest = behind;
            }
            '^' | '_' => {
                let (text, behind) = script(after);
                out.push_str(&shown(if c == '^' { Raised::Above } else { Raised::Below }, &text));
                rest = behind;
            }
            // A charge stands at the end of its particle, a sum between blanks.
            '+' | '-' if on_an_atom && !after.starts_with(|c: char| c.is_alphanumeric() || c == '(') => {
                out.push_str(&shown(Raised::Above, c.encode_utf8(&mut [0; 4])));
                rest = after;
            }
            '*' => {
                out.push('·');
                rest = after;
            }
            '{' | '}' | '$' | '\\' => rest = after,
            c => {
                out.push(c);
                rest = after;
            }
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shown(place: Raised, text: &str) -> String {
    super::pieces::script(place, &spacing::tight(&text.replace('-', "−")))
}

/// A script behind its sign: a group, or what goes on without a blank as figures and signs.
fn script(source: &str) -> (String, &str) {
    if let Some(rest) = source.strip_prefix('{') {
        let (inner, behind) = rest.split_once('}').unwrap_or((rest, ""));
        return (inner.replace(['{', '$', '\\'], ""), behind);
    }
    let length = source.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-')).count();
    let length = if length == 0 { source.chars().next().map_or(0, char::len_utf8) } else { length };
    (source.get(..length).unwrap_or_default().to_owned(), source.get(length..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reactions_are_readable() {
        for (source, text) in [
            ("H2O", "H₂O"),
            ("SO4^2-", "SO₄²⁻"),
            ("Na+ + Cl-", "Na⁺ + Cl⁻"),
            ("2H2 + O2 -> 2H2O", "2H₂ + O₂ → 2H₂O"),
            ("^{14}_{6}C", "¹⁴₆C"),
            ("CaCO3 <=> Ca^{2+} + CO3^{2-}", "CaCO₃ ⇌ Ca²⁺ + CO₃²⁻"),
            ("Fe(CN)6", "Fe(CN)₆"),
            ("CuSO4*5H2O", "CuSO₄·5H₂O"),
            ("C-H", "C-H"),
        ] {
            assert_eq!(formula(source), text, "{source}");
        }
    }
}
