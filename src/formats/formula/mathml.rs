//! MathML (presentation) as a line of text.

use super::pieces::{accent, fraction, root, script};
use crate::formats::xml::{Element, collapse};
use crate::text::Raised;

/// Signs that stand between two things, with a blank on each side.
const BETWEEN: &str = "=≠<>≤≥≪≫≈≅≃∼≡∝+−±∓×·∗⋅÷→←↔⇒⇐⇔↦∈∉⊂⊆⊃⊇∪∩∧∨⊕⊗∣∥≲≳⩽⩾≔⟶⟵⟹⊥≺≻";

/// Signs drawn over a letter.
const OVER: &[&str] = &["¯", "ˉ", "‾", "_", "^", "ˆ", "~", "˜", "∼", "→", "⃗", "⇀", ".", "˙", "..", "¨", "˘", "ˇ", "´", "`", "―", "˚", "°"];

/// The formula as text.
pub fn text(math: Element<'_>) -> String {
    let mut out = String::new();
    row(math, &mut out);
    single(out)
}

/// Text with its blanks made single, which most pieces of a formula have none of.
fn single(text: String) -> String {
    if text.bytes().all(|byte| byte.is_ascii_graphic()) { text } else { collapse(&text) }
}

fn of(element: Element<'_>) -> String {
    let mut out = String::new();
    one(element, &mut out);
    single(out)
}

fn row(element: Element<'_>, out: &mut String) {
    if !element.has_elements() {
        out.push_str(&element.verbatim());
        return;
    }
    for child in element.children() {
        one(child, out);
    }
}

/// Two or three children by their places; a missing one is empty.
fn places(element: Element<'_>) -> [String; 3] {
    let mut children = element.children().map(of);
    [children.next().unwrap_or_default(), children.next().unwrap_or_default(), children.next().unwrap_or_default()]
}

fn one(element: Element<'_>, out: &mut String) {
    match element.name() {
        "mi" | "mn" | "mtext" | "ms" => token(element, out),
        "mo" => operator(element, out),
        "mspace" => out.push(' '),
        "mphantom" | "annotation" | "annotation-xml" | "maligngroup" | "malignmark" | "none" | "mprescripts" => {}
        "semantics" => element.children().next().into_iter().for_each(|child| one(child, out)),
        "mfrac" => {
            let [above, below, _] = places(element);
            let choose = element.attribute("linethickness").is_some_and(|thickness| thickness.starts_with('0'));
            out.push_str(&if choose { format!("{above} {below}") } else { fraction(&above, &below) });
        }
        "msqrt" => {
            let mut inner = String::new();
            row(element, &mut inner);
            out.push_str(&root(&single(inner), ""));
        }
        "mroot" => {
            let [inner, degree, _] = places(element);
            out.push_str(&root(&inner, &degree));
        }
        "msub" | "munder" => {
            let [base, below, _] = places(element);
            out.push_str(&base);
            out.push_str(&script(Raised::Below, &below));
        }
        "msup" => {
            let [base, above, _] = places(element);
            out.push_str(&base);
            out.push_str(&script(Raised::Above, &above));
        }
        "mover" => {
            let [base, above, _] = places(element);
            if OVER.contains(&above.as_str()) {
                out.push_str(&accent(&base, &above));
            } else {
                out.push_str(&base);
                out.push_str(&script(Raised::Above, &above));
            }
        }
        "msubsup" | "munderover" => {
            let [base, below, above] = places(element);
            out.push_str(&base);
            out.push_str(&script(Raised::Below, &below));
            out.push_str(&script(Raised::Above, &above));
            if element.name() == "munderover" {
                out.push(' ');
            }
        }
        "mmultiscripts" => scripts(element, out),
        "mfenced" => fenced(element, out),
        "mtable" => table(element, out),
        _ => row(element, out),
    }
}

/// A name, a number or words; signs that nobody sees are left out.
fn token(element: Element<'_>, out: &mut String) {
    let text = element.verbatim();
    let words = element.name() == "mtext";
    let text = if words { text.as_str() } else { text.trim() };
    // Names of functions stand apart from what they are of.
    if element.name() == "mi" && text.chars().count() > 1 && text.is_ascii() && out.ends_with(|c: char| c.is_alphanumeric()) {
        out.push(' ');
    }
    out.extend(text.chars().filter(|c| !matches!(c, '\u{2061}'..='\u{2064}')));
}

fn operator(element: Element<'_>, out: &mut String) {
    let mut text = element.text().unwrap_or_default();
    text.retain(|c| !matches!(c, '\u{2061}'..='\u{2064}' | '\u{FE00}'));
    let sign = if text == "-" { "−" } else { text.as_str() };
    let between = sign.chars().count() == 1 && BETWEEN.contains(sign);
    let first = out.trim_end().is_empty() || out.trim_end().ends_with(['(', '[', '{', ',', '=', '<', '>', '≤', '≥', '|']);
    // A sign at the head is a sign of its number.
    if between && !first {
        out.push(' ');
        out.push_str(sign);
        out.push(' ');
    } else if matches!(sign, "," | ";") || (between && !"−+±∓∼·×∗".contains(sign)) {
        out.push_str(sign);
        out.push(' ');
    } else {
        out.push_str(sign);
    }
}

/// A base, scripts behind it in pairs, and behind `mprescripts` those before it.
fn scripts(element: Element<'_>, out: &mut String) {
    let mut before = String::new();
    let mut behind = String::new();
    let mut base = String::new();
    let mut prescripts = false;
    let mut below = true;
    for (at, child) in element.children().enumerate() {
        if at == 0 {
            base = of(child);
            continue;
        }
        if child.name() == "mprescripts" {
            prescripts = true;
            below = true;
            continue;
        }
        let place = if below { Raised::Below } else { Raised::Above };
        let text = script(place, &of(child));
        if prescripts {
            before.push_str(&text);
        } else {
            behind.push_str(&text);
        }
        below = !below;
    }
    out.push_str(&before);
    out.push_str(&base);
    out.push_str(&behind);
}

fn fenced(element: Element<'_>, out: &mut String) {
    let sign = |name: &str, otherwise: &str| {
        let written = element.attributes().find(|(known, _)| *known == name).map(|(_, value)| value.to_owned());
        written.unwrap_or_else(|| otherwise.to_owned())
    };
    let separator = sign("separators", ",").chars().next();
    out.push_str(&sign("open", "("));
    for (at, child) in element.children().enumerate() {
        if at > 0 {
            out.extend(separator);
            out.push(' ');
        }
        out.push_str(&of(child));
    }
    out.push_str(&sign("close", ")"));
}

/// Cells with commas, rows with semicolons; a column of single cells is a row of its own lines.
fn table(element: Element<'_>, out: &mut String) {
    let mut rows = Vec::new();
    for row in element.children() {
        let cells: Vec<String> = row.children().filter(|cell| cell.name() == "mtd").map(of).filter(|cell| !cell.is_empty()).collect();
        // Cells that are pieces of one equation are no cells of a matrix.
        let pieces = cells.iter().skip(1).any(|cell| cell.starts_with(|c: char| BETWEEN.contains(c)));
        rows.push(cells.join(if pieces { " " } else { ", " }));
    }
    out.push_str(&rows.join("; "));
}
