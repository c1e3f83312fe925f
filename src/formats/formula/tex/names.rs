//! Commands of formulas by what they do to their arguments.

/// Commands that change how something looks; their argument is what counts.
const LOOKS: &[&str] = &[
    "Bbbk",
    "bcancel",
    "bm",
    "boldsymbol",
    "boxed",
    "cancel",
    "cramped",
    "ensuremath",
    "llap",
    "mathbf",
    "mathbfit",
    "mathbfsf",
    "mathbin",
    "mathcal",
    "mathclap",
    "mathclose",
    "mathfrak",
    "mathinner",
    "mathit",
    "mathllap",
    "mathnormal",
    "mathop",
    "mathopen",
    "mathord",
    "mathpunct",
    "mathrel",
    "mathrlap",
    "mathrm",
    "mathscr",
    "mathsf",
    "mathsfit",
    "mathtt",
    "mathup",
    "overgroup",
    "pmb",
    "rlap",
    "smash",
    "sout",
    "substack",
    "symbf",
    "symbfit",
    "symcal",
    "symfrak",
    "symit",
    "symrm",
    "symscr",
    "symsf",
    "symup",
    "uline",
    "underbar",
    "undergroup",
    "underleftarrow",
    "underleftrightarrow",
    "underline",
    "underrightarrow",
    "utilde",
    "vcenter",
    "xcancel",
];

/// Switches and sizes, which leave no trace.
const SILENT: &[&str] = &[
    "Big",
    "Bigg",
    "Biggl",
    "Biggm",
    "Biggr",
    "Bigl",
    "Bigm",
    "Bigr",
    "Huge",
    "LARGE",
    "Large",
    "allowbreak",
    "bf",
    "bfseries",
    "big",
    "bigg",
    "biggl",
    "biggm",
    "biggr",
    "bigl",
    "bigm",
    "bigr",
    "boldmath",
    "cal",
    "centering",
    "crcr",
    "displaylimits",
    "displaystyle",
    "footnotesize",
    "frak",
    "hfil",
    "hline",
    "huge",
    "it",
    "itshape",
    "large",
    "left",
    "limits",
    "mathstrut",
    "mathsurround",
    "middle",
    "mit",
    "nobreak",
    "nobreakspace",
    "nolimits",
    "nonumber",
    "normalsize",
    "notag",
    "protect",
    "relax",
    "right",
    "rm",
    "rmfamily",
    "scriptscriptstyle",
    "scriptsize",
    "scriptstyle",
    "sf",
    "sffamily",
    "small",
    "strut",
    "textstyle",
    "tiny",
    "tt",
    "ttfamily",
    "unboldmath",
    "upshape",
];

/// Commands whose argument is words.
const WORDS: &[&str] = &[
    "emph",
    "fbox",
    "hbox",
    "intertext",
    "mbox",
    "shortintertext",
    "text",
    "textbf",
    "textit",
    "textmd",
    "textnormal",
    "textrm",
    "textsc",
    "textsf",
    "textsl",
    "texttt",
    "textup",
    "tfbox",
];

/// Commands that are a blank.
const BLANKS: &[&str] = &["enskip", "enspace", "hfill", "qquad", "quad", "space"];

/// Commands that leave no trace, nor do their arguments: how many there are.
const NOTHING: &[(&str, u8)] = &[
    ("cline", 1),
    ("color", 1),
    ("definecolor", 3),
    ("end", 1),
    ("hphantom", 1),
    ("label", 1),
    ("phantom", 1),
    ("ref", 1),
    ("rule", 2),
    ("setlength", 2),
    ("tag", 1),
    ("usepackage", 1),
    ("vphantom", 1),
];

/// Commands of two arguments of which the second is shown.
const SECOND: &[&str] = &["class", "colorbox", "cssId", "href", "htmlClass", "htmlId", "raisebox", "style", "textcolor"];

/// Braces and brackets over or under a part.
const BRACES: &[&str] = &["overbrace", "overbracket", "overparen", "underbrace", "underbracket", "underparen"];

/// Commands of a length that is written without braces: `\kern-0.5em`.
const LENGTHS: &[&str] = &["hskip", "kern", "mkern", "mskip", "vskip", "lower", "raise"];

/// Commands with a sign over their argument.
const ACCENTS: &[(&str, char)] = &[
    ("bar", '\u{304}'),
    ("overline", '\u{304}'),
    ("hat", '\u{302}'),
    ("widehat", '\u{302}'),
    ("tilde", '\u{303}'),
    ("widetilde", '\u{303}'),
    ("vec", '\u{20D7}'),
    ("overrightarrow", '\u{20D7}'),
    ("overleftarrow", '\u{20D6}'),
    ("overleftrightarrow", '\u{20E1}'),
    ("dot", '\u{307}'),
    ("ddot", '\u{308}'),
    ("dddot", '\u{20DB}'),
    ("ddddot", '\u{20DC}'),
    ("breve", '\u{306}'),
    ("check", '\u{30C}'),
    ("widecheck", '\u{30C}'),
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("mathring", '\u{30A}'),
    ("slashed", '\u{338}'),
    // As `amsmath` had them.
    ("Bar", '\u{304}'),
    ("Ddot", '\u{308}'),
    ("Dot", '\u{307}'),
    ("Hat", '\u{302}'),
    ("Tilde", '\u{303}'),
    ("Vec", '\u{20D7}'),
];

/// Arrows that grow with what stands over them.
const ARROWS: &[(&str, &str)] = &[
    ("xhookleftarrow", "↩"),
    ("xhookrightarrow", "↪"),
    ("xLeftarrow", "⇐"),
    ("xleftarrow", "←"),
    ("xLeftrightarrow", "⇔"),
    ("xleftrightarrow", "↔"),
    ("xleftrightharpoons", "⇋"),
    ("xlongequal", "="),
    ("xmapsto", "↦"),
    ("xRightarrow", "⇒"),
    ("xrightarrow", "→"),
    ("xrightleftharpoons", "⇌"),
    ("xtwoheadleftarrow", "↞"),
    ("xtwoheadrightarrow", "↠"),
];

/// What a command of a formula does.
#[derive(Clone, Copy)]
pub enum Kind {
    Silent,
    Words,
    Blank,
    Nothing(u8),
    Second,
    Brace,
    Length,
    Accent(char),
    Arrow(&'static str),
}

/// Whether a command changes only how its argument looks.
pub fn is_look(name: &str) -> bool {
    LOOKS.binary_search(&name).is_ok()
}

/// What a command does, by its name without the backslash, if it is one of these.
pub fn kind(name: &str) -> Option<Kind> {
    let is_in = |names: &[&str]| names.binary_search(&name).is_ok();
    if is_in(SILENT) || is_in(LOOKS) {
        return Some(Kind::Silent);
    }
    if is_in(WORDS) {
        return Some(Kind::Words);
    }
    if is_in(BLANKS) {
        return Some(Kind::Blank);
    }
    if is_in(SECOND) {
        return Some(Kind::Second);
    }
    if is_in(BRACES) {
        return Some(Kind::Brace);
    }
    if LENGTHS.contains(&name) {
        return Some(Kind::Length);
    }
    let nothing = NOTHING.iter().find(|(known, _)| *known == name).map(|(_, count)| Kind::Nothing(*count));
    let accent = || ACCENTS.iter().find(|(known, _)| *known == name).map(|(_, mark)| Kind::Accent(*mark));
    let arrow = || ARROWS.iter().find(|(known, _)| *known == name).map(|(_, sign)| Kind::Arrow(sign));
    nothing.or_else(accent).or_else(arrow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order() {
        for names in [LOOKS, SILENT, WORDS, BLANKS, SECOND, BRACES] {
            assert!(names.is_sorted(), "{names:?}");
        }
    }
}
