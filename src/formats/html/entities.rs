//! Character references of HTML that journal pages use.

/// Names without their `&` and `;`. Those of [`BARE`] are also read without the semicolon.
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{A0}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("deg", '°'),
    ("plusmn", '±'),
    ("times", '×'),
    ("divide", '÷'),
    ("middot", '·'),
    ("bull", '•'),
    ("hellip", '…'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("sbquo", '‚'),
    ("bdquo", '„'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("sect", '§'),
    ("para", '¶'),
    ("dagger", '†'),
    ("Dagger", '‡'),
    ("permil", '‰'),
    ("micro", 'µ'),
    ("sup1", '¹'),
    ("sup2", '²'),
    ("sup3", '³'),
    ("frac12", '½'),
    ("frac14", '¼'),
    ("frac34", '¾'),
    ("le", '≤'),
    ("ge", '≥'),
    ("ne", '≠'),
    ("asymp", '≈'),
    ("equiv", '≡'),
    ("infin", '∞'),
    ("minus", '−'),
    ("radic", '√'),
    ("sum", '∑'),
    ("prod", '∏'),
    ("int", '∫'),
    ("part", '∂'),
    ("nabla", '∇'),
    ("prime", '′'),
    ("Prime", '″'),
    ("larr", '←'),
    ("rarr", '→'),
    ("uarr", '↑'),
    ("darr", '↓'),
    ("harr", '↔'),
    ("rArr", '⇒'),
    ("hArr", '⇔'),
    ("isin", '∈'),
    ("sub", '⊂'),
    ("sup", '⊃'),
    ("cap", '∩'),
    ("cup", '∪'),
    ("and", '∧'),
    ("or", '∨'),
    ("forall", '∀'),
    ("exist", '∃'),
    ("empty", '∅'),
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("epsilon", 'ε'),
    ("zeta", 'ζ'),
    ("eta", 'η'),
    ("theta", 'θ'),
    ("iota", 'ι'),
    ("kappa", 'κ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("nu", 'ν'),
    ("xi", 'ξ'),
    ("omicron", 'ο'),
    ("pi", 'π'),
    ("rho", 'ρ'),
    ("sigma", 'σ'),
    ("sigmaf", 'ς'),
    ("tau", 'τ'),
    ("upsilon", 'υ'),
    ("phi", 'φ'),
    ("chi", 'χ'),
    ("psi", 'ψ'),
    ("omega", 'ω'),
    ("Alpha", 'Α'),
    ("Beta", 'Β'),
    ("Gamma", 'Γ'),
    ("Delta", 'Δ'),
    ("Theta", 'Θ'),
    ("Lambda", 'Λ'),
    ("Xi", 'Ξ'),
    ("Pi", 'Π'),
    ("Sigma", 'Σ'),
    ("Phi", 'Φ'),
    ("Psi", 'Ψ'),
    ("Omega", 'Ω'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("aring", 'å'),
    ("aelig", 'æ'),
    ("ccedil", 'ç'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("igrave", 'ì'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("ntilde", 'ñ'),
    ("ograve", 'ò'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("ouml", 'ö'),
    ("oslash", 'ø'),
    ("ugrave", 'ù'),
    ("uacute", 'ú'),
    ("ucirc", 'û'),
    ("uuml", 'ü'),
    ("yacute", 'ý'),
    ("yuml", 'ÿ'),
    ("szlig", 'ß'),
    ("thorn", 'þ'),
    ("eth", 'ð'),
    ("Agrave", 'À'),
    ("Aacute", 'Á'),
    ("Acirc", 'Â'),
    ("Atilde", 'Ã'),
    ("Auml", 'Ä'),
    ("Aring", 'Å'),
    ("AElig", 'Æ'),
    ("Ccedil", 'Ç'),
    ("Egrave", 'È'),
    ("Eacute", 'É'),
    ("Ecirc", 'Ê'),
    ("Euml", 'Ë'),
    ("Iacute", 'Í'),
    ("Ntilde", 'Ñ'),
    ("Oacute", 'Ó'),
    ("Ouml", 'Ö'),
    ("Oslash", 'Ø'),
    ("Uacute", 'Ú'),
    ("Uuml", 'Ü'),
    ("scaron", 'š'),
    ("Scaron", 'Š'),
    ("oelig", 'œ'),
    ("OElig", 'Œ'),
    ("euro", '€'),
    ("pound", '£'),
    ("yen", '¥'),
    ("cent", '¢'),
    ("ordm", 'º'),
    ("ordf", 'ª'),
    ("shy", '\u{AD}'),
    ("zwnj", '\u{200C}'),
    ("zwj", '\u{200D}'),
    ("tilde", '˜'),
    ("circ", 'ˆ'),
    ("hArr", '⇔'),
    ("lang", '⟨'),
    ("rang", '⟩'),
    ("ang", '∠'),
    ("perp", '⊥'),
    ("sim", '∼'),
    ("cong", '≅'),
    ("there4", '∴'),
    ("loz", '◊'),
    ("not", '¬'),
    ("macr", '¯'),
    ("acute", '´'),
    ("cedil", '¸'),
    ("uml", '¨'),
    ("iexcl", '¡'),
    ("iquest", '¿'),
    ("curren", '¤'),
    ("brvbar", '¦'),
];

const BARE: &[&str] = &["amp", "lt", "gt", "quot", "nbsp", "copy", "reg"];

/// Decodes character references; what is none stays.
pub fn decode(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        decoded.push_str(before);
        let body = reference.get(1..).unwrap_or_default();
        if let Some((c, len)) = number(body).or_else(|| name(body)) {
            decoded.push(c);
            rest = body.get(len..).unwrap_or_default();
        } else {
            decoded.push('&');
            rest = body;
        }
    }
    decoded.push_str(rest);
    decoded
}

/// `#8217;`, `#x2019;` and their length in bytes.
fn number(body: &str) -> Option<(char, usize)> {
    let digits = body.strip_prefix('#')?;
    let (radix, digits, head) = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => (16, hex, 2),
        None => (10, digits, 1),
    };
    let len = digits.bytes().take(8).take_while(|b| char::from(*b).is_digit(radix)).count();
    let code = u32::from_str_radix(digits.get(..len)?, radix).ok()?;
    // Numbers of the C1 range mean windows-1252 on the web (WHATWG HTML, numeric character reference end state).
    let c = match u8::try_from(code) {
        Ok(byte @ 0x80..=0x9F) => encoding_rs::WINDOWS_1252.decode(&[byte]).0.chars().next()?,
        _ => char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{FFFD}'),
    };
    let semicolon = usize::from(digits.get(len..)?.starts_with(';'));
    Some((c, head + len + semicolon))
}

fn name(body: &str) -> Option<(char, usize)> {
    let len = body.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
    let word = body.get(..len)?;
    if body.get(len..)?.starts_with(';') {
        return NAMED.iter().find(|(name, _)| *name == word).map(|(_, c)| (*c, len + 1));
    }
    // Without a semicolon only where no longer word goes on, so that an address's `&copyright=` stays.
    BARE.iter()
        .find(|bare| word == **bare || (**bare == "nbsp" && word.starts_with("nbsp")))
        .and_then(|bare| NAMED.iter().find(|(name, _)| name == bare).map(|(_, c)| (*c, bare.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_with_and_without_semicolon() {
        assert_eq!(decode("a&nbsp;b&nbsp c&lt;&#8217;&#x4E2D;&#151;"), "a\u{A0}b\u{A0} c<’中—");
        assert_eq!(decode("R&D &unknown; ?a=1&id=2&#;"), "R&D &unknown; ?a=1&id=2&#;");
        assert_eq!(decode("&#0;&#xFFFFFFFF;"), "\u{FFFD}\u{FFFD}");
    }
}
