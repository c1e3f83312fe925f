//! MathML (presentation) as a line of text.

mod numbers;

use super::functions::is_function;
use super::pieces::{self, accent, bracketed, fraction, push_fraction, root, rows, script};
use super::spacing::{self, LARGE, THIN, WORD, is_between, push_sign};
use super::struck::double_struck;
use super::tex::readable;
use crate::formats::xml::{Element, Piece};
use crate::text::Raised;

/// Lists within lists that are told from formulas.
const DEEPEST_LIST: usize = 4;

/// The formula as text.
pub fn text(math: Element<'_>) -> String {
    let mut out = String::new();
    row(math, &mut out);
    spacing::line(&out)
}

fn of(element: Element<'_>) -> String {
    let mut out = String::new();
    one(element, &mut out);
    spacing::line(&out)
}

fn tight(element: Element<'_>) -> String {
    let mut out = String::new();
    one(element, &mut out);
    spacing::tight(&out)
}

fn row(element: Element<'_>, out: &mut String) {
    if !element.has_elements() {
        out.push_str(&element.verbatim());
        return;
    }
    let children: Vec<Element<'_>> = element.children().collect();
    let mut numbers = 0..0;
    for (at, child) in children.iter().enumerate() {
        if at >= numbers.end {
            numbers = numbers::with_commas(&children, at, element.name() == "mfenced");
        }
        if numbers.contains(&at) { out.push_str(child.verbatim().trim()) } else { one(*child, out) }
    }
}

/// Two or three children by their places; what is missing is nothing.
fn places(element: Element<'_>) -> [Option<Element<'_>>; 3] {
    let mut children = element.children();
    [children.next(), children.next(), children.next()]
}

fn one(element: Element<'_>, out: &mut String) {
    match element.name() {
        // Some converters make a token of a whole formula.
        "mi" | "mn" | "mo"
            if element.children().any(|child| child.name().starts_with('m') && !matches!(child.name(), "malignmark" | "mglyph")) =>
        {
            mixed(element, out);
        }
        "mi" | "mn" | "mtext" | "ms" => token(element, out),
        "mo" => operator(element, out),
        "mspace" => out.push(if element.attribute("width").is_some_and(|width| is_wide(&width)) { ' ' } else { THIN }),
        "mphantom" | "annotation" | "annotation-xml" | "maligngroup" | "malignmark" | "none" | "mprescripts" => {}
        // Of what stands for one another the first is shown.
        "semantics" | "maction" => element.children().next().into_iter().for_each(|child| one(child, out)),
        "mfrac" => {
            let [above, below, _] = places(element).map(|part| part.map(of).unwrap_or_default());
            let choose = element.attribute("linethickness").is_some_and(|thickness| thickness.starts_with('0'));
            if choose { out.push_str(&format!("{above} {below}")) } else { push_fraction(out, &fraction(&above, &below)) }
        }
        "msqrt" => {
            let mut inner = String::new();
            row(element, &mut inner);
            out.push_str(&root(&spacing::line(&inner), ""));
        }
        "mroot" => {
            let [inner, degree, _] = places(element);
            out.push_str(&root(&inner.map(of).unwrap_or_default(), &degree.map(tight).unwrap_or_default()));
        }
        "msub" | "munder" | "msup" | "mover" | "msubsup" | "munderover" => scripted(element, out),
        "mmultiscripts" => scripts(element, out),
        "mfenced" => fenced(element, out),
        "mtable" => table(element, out),
        "merror" => out.push_str(&readable(&element.verbatim())),
        _ => row(element, out),
    }
}

/// A token with elements in it, and characters of its own among them.
fn mixed(element: Element<'_>, out: &mut String) {
    let loose = |piece: Piece<'_>| match piece {
        Piece::Text(text) => !text.trim().is_empty(),
        Piece::Sign(_) => true,
        Piece::Element(_) => false,
    };
    if !element.pieces().any(loose) {
        return row(element, out);
    }
    for piece in element.pieces() {
        match piece {
            Piece::Text(text) => out.push_str(text.trim()),
            Piece::Sign(sign) => out.push(sign),
            Piece::Element(child) => one(child, out),
        }
    }
}

/// A base with what stands at its corners, or above and below it.
fn scripted(element: Element<'_>, out: &mut String) {
    let wanted = if matches!(element.name(), "msubsup" | "munderover") { 3 } else { 2 };
    // Some converters put the sign that nobody sees, of a function's application, in between.
    let crowded = element.children().nth(wanted).is_some();
    let mut children = element.children().filter(|child| !crowded || !is_application(*child));
    let (base, first, second) = (children.next(), children.next(), if wanted == 3 { children.next() } else { None });
    let (below, above) = match element.name() {
        "msub" | "munder" => (first, None),
        "msup" | "mover" => (None, first),
        _ => (first, second),
    };
    let (below, above) = (below.map(tight).unwrap_or_default(), above.map(tight).unwrap_or_default());
    let on_top = matches!(element.name(), "mover" | "munder" | "munderover");
    let Some(base) = base else { return };
    if on_top && (is_brace(&above) || is_brace(&below)) {
        out.push_str(&bracketed(&of(base)));
        return;
    }
    if let Some(mark) = pieces::mark_over(&above).filter(|_| on_top) {
        out.push_str(&accent(&of(base), mark));
        out.push_str(&script(Raised::Below, &below));
        return;
    }
    let edge = out.len();
    if is_whole(base) {
        out.push_str(&format!("({})", of(base)));
    } else {
        one(base, out);
    }
    // A sign has its blank behind its scripts, and so does a function or a sum.
    let behind = out.get(edge..).and_then(|base| base.chars().next_back()).filter(|c| matches!(*c, ' ' | WORD));
    out.truncate(out.trim_end_matches([' ', WORD]).len().max(edge));
    let large = out.get(edge..).is_some_and(|base| base.ends_with(spacing::is_large));
    if !(on_top && is_line(&below)) {
        out.push_str(&script(Raised::Below, &below));
    }
    out.push_str(&script(Raised::Above, &above));
    out.extend(if large { Some(LARGE) } else { behind });
}

fn is_application(element: Element<'_>) -> bool {
    element.name() == "mo" && element.verbatim().trim() == "\u{2061}"
}

/// Whether a blank is as wide as one between words.
fn is_wide(width: &str) -> bool {
    let number = width.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let least = if width.ends_with("em") { 0.25 } else { 3.0 };
    number.parse::<f32>().is_ok_and(|number| number >= least)
}

/// Braces over or under a part, which brackets stand for.
fn is_brace(sign: &str) -> bool {
    matches!(sign, "⏞" | "⏟" | "︷" | "︸" | "⏜" | "⏝" | "⎴" | "⎵")
}

/// A line under a letter, which is how it looks.
fn is_line(sign: &str) -> bool {
    matches!(sign, "_" | "¯" | "‾" | "―" | "\u{332}" | "\u{305}")
}

/// Whether a base is a fraction or a root, of which a script would be read as a script of its last part.
fn is_whole(base: Element<'_>) -> bool {
    let mut base = base;
    loop {
        match base.name() {
            "mfrac" | "msqrt" | "mroot" => return true,
            "mrow" | "mstyle" | "mpadded" => {
                let mut children = base.children();
                match (children.next(), children.next()) {
                    (Some(only), None) => base = only,
                    _ => return false,
                }
            }
            _ => return false,
        }
    }
}

/// A name, a number or words; signs that nobody sees are left out.
fn token(element: Element<'_>, out: &mut String) {
    let text = element.verbatim();
    let words = element.name() == "mtext";
    let text = if words { text.as_str() } else { text.trim() };
    // A command that a converter did not know.
    if text.starts_with('\\') && text.len() > 1 {
        out.push_str(&readable(text));
        return;
    }
    let long = element.name() == "mi" && text.len() > 1 && text.is_ascii();
    if long {
        out.push(WORD);
    }
    let struck = element.attribute("mathvariant").is_some_and(|variant| variant == "double-struck");
    let shown = text.chars().filter(|c| !matches!(c, '\u{2061}'..='\u{2064}'));
    if struck {
        out.extend(shown.map(double_struck));
    } else {
        out.extend(shown);
    }
    if long && is_function(text) {
        out.push(WORD);
    }
}

fn operator(element: Element<'_>, out: &mut String) {
    let mut text = element.text().unwrap_or_default();
    text.retain(|c| !matches!(c, '\u{2061}'..='\u{2064}' | '\u{FE00}'));
    // Bars that are as high as what stands between them are brackets.
    let fence = || ["fence", "stretchy"].iter().any(|name| element.attribute(name).is_some_and(|value| value == "true"));
    match text.as_str() {
        "-" => push_sign(out, "−"),
        "∣" if fence() => out.push('|'),
        "∥" if fence() => out.push('‖'),
        "," | ";" => {
            out.push_str(&text);
            out.push(' ');
        }
        sign if is_between(sign) => push_sign(out, sign),
        name if name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            out.push(WORD);
            out.push_str(name);
            out.push(WORD);
        }
        command if command.starts_with('\\') && command.len() > 1 => out.push_str(&readable(command)),
        sign => out.push_str(sign),
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
        let text = script(place, &tight(child));
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
    let written = |name: &str| element.attributes().find(|(known, _)| *known == name).map(|(_, value)| value.to_owned());
    let open = written("open").unwrap_or_else(|| "(".to_owned());
    // A brace before cases is often closed by nothing, which many files say by saying nothing.
    let close = written("close").unwrap_or_else(|| if open == "{" { String::new() } else { ")".to_owned() });
    let separators = written("separators").unwrap_or_else(|| ",".to_owned());
    out.push_str(&open);
    if separators.trim().is_empty() || !is_list(element, &open, DEEPEST_LIST) {
        row(element, out);
    } else {
        let mut separators = separators.chars().filter(|c| !c.is_whitespace());
        let mut separator = ',';
        for (at, child) in element.children().enumerate() {
            if at > 0 {
                separator = separators.next().unwrap_or(separator);
                out.push(separator);
                out.push(' ');
            }
            out.push_str(&of(child));
        }
    }
    out.push_str(&close);
}

/// Whether the children of a fence are a list. Many files leave out that there are no separators: what has signs, blanks,
/// fractions or integrals among its children, or stands between bars, is one formula. `depth` is how many lists within lists
/// are looked into.
fn is_list<'t>(element: Element<'t>, open: &str, depth: usize) -> bool {
    let said = element.attribute("separators").is_some_and(|signs| signs.contains([',', ';']));
    let apart = said || numbers::is_list(element, open);
    let mut before = None;
    let of_one_formula = |child: Element<'t>| {
        let before = before.replace(child.name());
        match child.name() {
            // A list within a list: `((a, b), c)`. Behind a letter it is what a function is of.
            "mfenced" => !(before.is_none_or(|name| name == "mfenced") && depth > 0 && is_list_of_several(child, depth - 1)),
            "mfrac" => !apart,
            "mo" | "mspace" | "mtable" => true,
            _ => child.children().next().is_some_and(|base| base.name() == "mo" && base.verbatim().trim().starts_with(spacing::is_large)),
        }
    };
    !matches!(open, "∥" | "‖" | "||") && !element.children().any(of_one_formula)
}

fn is_list_of_several(fence: Element<'_>, depth: usize) -> bool {
    let said_none = fence.attribute("separators").is_some_and(|signs| signs.trim().is_empty());
    fence.children().nth(1).is_some() && !said_none && is_list(fence, &fence.attribute("open").unwrap_or_default(), depth)
}

/// Rows of cells. A column that is set to the right has the left side of an equation.
fn table(element: Element<'_>, out: &mut String) {
    let to_the_right = |part: Element<'_>| part.attribute("columnalign").is_some_and(|align| align.starts_with("right"));
    let mut sides = to_the_right(element);
    let mut lines = Vec::new();
    for line in element.children() {
        let mut cells: Vec<String> = Vec::new();
        for cell in line.children().filter(|cell| cell.name() == "mtd") {
            sides |= to_the_right(cell);
            cells.push(of(cell));
        }
        // The number of an equation stands behind it.
        if line.name() == "mlabeledtr" && !cells.is_empty() {
            cells.rotate_left(1);
        }
        lines.push(cells);
    }
    out.push_str(&rows(&lines, sides));
}
