//! Named characters of XML files: those of HTML, of the ISO sets that JATS declares, and those a file defines itself.

use crate::formats::characters;

/// Names of the ISO sets that HTML does not have.
const ISO: &[(&str, &str)] = &[
    ("agr", "α"),
    ("bgr", "β"),
    ("ggr", "γ"),
    ("dgr", "δ"),
    ("egr", "ε"),
    ("zgr", "ζ"),
    ("eegr", "η"),
    ("thgr", "θ"),
    ("igr", "ι"),
    ("kgr", "κ"),
    ("lgr", "λ"),
    ("mgr", "μ"),
    ("ngr", "ν"),
    ("xgr", "ξ"),
    ("ogr", "ο"),
    ("pgr", "π"),
    ("rgr", "ρ"),
    ("sgr", "σ"),
    ("sfgr", "ς"),
    ("tgr", "τ"),
    ("ugr", "υ"),
    ("phgr", "φ"),
    ("khgr", "χ"),
    ("psgr", "ψ"),
    ("ohgr", "ω"),
    ("Agr", "Α"),
    ("Bgr", "Β"),
    ("Ggr", "Γ"),
    ("Dgr", "Δ"),
    ("Egr", "Ε"),
    ("Zgr", "Ζ"),
    ("EEgr", "Η"),
    ("THgr", "Θ"),
    ("Lgr", "Λ"),
    ("Xgr", "Ξ"),
    ("Pgr", "Π"),
    ("Sgr", "Σ"),
    ("PHgr", "Φ"),
    ("PSgr", "Ψ"),
    ("OHgr", "Ω"),
    ("fdg", "."),
    ("verbar", "|"),
    ("emsp14", "\u{2005}"),
    ("hairsp", "\u{200A}"),
];

/// Entities that the document type of a file defines, at most so many.
const MOST_DEFINED: usize = 512;

/// The entities of one file.
#[derive(Default)]
pub struct Entities<'a> {
    own: Vec<(&'a str, &'a str)>,
}

impl<'a> Entities<'a> {
    /// Reads `<!ENTITY name "value">` of a document type. Values that stand for markup or for further entities are never
    /// expanded: such an entity stays as it is written.
    pub fn define(&mut self, doctype: &'a str) {
        for declaration in doctype.split("<!ENTITY").skip(1).take(MOST_DEFINED) {
            let declaration = declaration.trim_start();
            let Some((name, value)) = declaration.split_once(|c: char| c.is_ascii_whitespace()) else { continue };
            let value = value.trim_start();
            let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            let Some((value, _)) = value.get(1..).and_then(|value| value.split_once(quote)) else { continue };
            let simple = match value.strip_prefix("&#").and_then(|rest| rest.strip_suffix(';')) {
                Some(number) => !number.contains('&'),
                None => !value.contains(['&', '<']),
            };
            if simple && name != "%" && value.len() <= 1024 {
                self.own.push((name, value));
            }
        }
    }

    /// What a name stands for; numbers as `#233` or `#xE9`.
    pub fn resolve(&self, name: &str) -> Option<Resolved<'a>> {
        if let Some(number) = name.strip_prefix('#') {
            return sign(number).map(Resolved::Sign);
        }
        if let Some((_, value)) = self.own.iter().find(|(own, _)| *own == name) {
            let number = value.strip_prefix("&#").and_then(|rest| rest.strip_suffix(';'));
            return number.map_or(Some(Resolved::Text(value)), |number| sign(number).map(Resolved::Sign));
        }
        named(name).map(Resolved::Text)
    }
}

/// What an entity stands for.
pub enum Resolved<'a> {
    Text(&'a str),
    Sign(char),
}

/// A named character of HTML or of the ISO sets.
pub fn named(name: &str) -> Option<&'static str> {
    characters::named(name).or_else(|| ISO.iter().find(|(known, _)| *known == name).map(|(_, value)| *value))
}

/// The character of a number (`233`, `xE9`); what is no character is U+FFFD, and nothing when it is no number.
pub fn sign(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    code.ok().map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// An attribute's value with its entities resolved.
pub fn decoded(value: &str) -> std::borrow::Cow<'_, str> {
    if !value.contains('&') {
        return value.into();
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, from)) = rest.split_once('&') {
        out.push_str(before);
        let name = from.bytes().take(33).position(|byte| byte == b';').and_then(|end| from.get(..end));
        let resolved = name.and_then(|name| match name.strip_prefix('#') {
            Some(number) => sign(number).map(String::from),
            None => named(name).map(str::to_owned),
        });
        if let (Some(name), Some(text)) = (name, resolved) {
            out.push_str(&text);
            rest = from.get(name.len() + 1..).unwrap_or_default();
        } else {
            out.push('&');
            rest = from;
        }
    }
    out.push_str(rest);
    out.into()
}
