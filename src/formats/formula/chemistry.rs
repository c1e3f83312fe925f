//! Formulas of chemistry as the package `mhchem` writes them: `H2O`, `SO4^2-`, `A + B <=> C`.

use super::spacing;
use crate::formats::latex::symbols::symbol;
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
            // A gas or a solid that leaves, alone or in brackets.
            '^' | 'v' | '(' if parted(last, rest).is_some() => {
                let (sign, behind) = parted(last, rest).unwrap_or_default();
                out.push_str(sign);
                rest = behind;
            }
            '#' => {
                out.push('≡');
                rest = after;
            }
            '\\' => rest = command(after, &mut out),
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
            '{' | '}' | '$' => rest = after,
            c => {
                out.push(c);
                rest = after;
            }
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The arrow of what leaves the reaction, where such a sign stands alone: `^`, `v`, `(^)`, `(v)`; and what is behind it.
fn parted(last: Option<char>, rest: &str) -> Option<(&'static str, &str)> {
    let sign = ["(^)", "(v)", "^", "v"].into_iter().find(|sign| rest.starts_with(sign))?;
    let behind = rest.get(sign.len()..).unwrap_or_default();
    let alone = (last.is_none_or(char::is_whitespace) || sign.ends_with('^')) && behind.chars().next().is_none_or(char::is_whitespace);
    alone.then_some((if sign.contains('v') { "↓" } else { "↑" }, behind))
}

/// The sign of a command by its name, else its name; a blank for one that is a sign itself. Returns what is behind it.
fn command<'s>(source: &'s str, out: &mut String) -> &'s str {
    let letters = source.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, behind) = source.split_at_checked(letters).unwrap_or((source, ""));
    match name {
        "" => {
            out.push(' ');
            return source.get(source.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
        }
        "bond" | "mathrm" | "text" => {}
        name => out.push_str(symbol(name).unwrap_or(name)),
    }
    behind.trim_start()
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
            ("A ^ + B v -> C ^", "A ↑ + B ↓ → C ↑"),
            ("A (^) + V2O5 (v)", "A ↑ + V₂O₅ ↓"),
            ("C#C", "C≡C"),
            (r"\alpha-D + \beta^2-\,x", "α-D + β²⁻ x"),
        ] {
            assert_eq!(formula(source), text, "{source}");
        }
    }
}
