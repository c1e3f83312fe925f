//! Superscripts and subscripts as a terminal can show them.

/// Whether a stretch stands above the line or below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raised {
    Above,
    Below,
}

/// Plain characters and their raised twins, in the same order (Unicode blocks Superscripts and Subscripts, Phonetic
/// Extensions, Modifier Letters).
const PLAIN_ABOVE: &str = "0123456789+-=()abcdefghijklmnoprstuvwxyzαβγδθιφχ";
const ABOVE: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵅᵝᵞᵟᶿᶥᵠᵡ";
const PLAIN_BELOW: &str = "0123456789+-=()aehijklmnoprstuvxβγρφχ";
const BELOW: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ";

/// Characters that look raised by themselves, or separate marks: they stay as they are above the line.
const RAISED_ALREADY: &str = "*†‡§¶#°′″®™,";

impl Raised {
    /// The raised twin of one character.
    fn twin(self, c: char) -> Option<char> {
        let c = match c {
            '−' | '–' | '‐' | '－' => '-',
            '＋' => '+',
            '（' => '(',
            '）' => ')',
            '，' | '、' => ',',
            '＊' => '*',
            '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
            c => c,
        };
        let (plain, raised) = match self {
            Self::Above => (PLAIN_ABOVE, ABOVE),
            Self::Below => (PLAIN_BELOW, BELOW),
        };
        let twin = plain.chars().zip(raised.chars()).find(|&(plain, _)| plain == c).map(|(_, raised)| raised);
        twin.or_else(|| (self == Self::Above && RAISED_ALREADY.contains(c)).then_some(c))
    }

    /// Shows a stretch of a formula (in pieces, one a run) raised: in raised characters if every one has a twin, else as
    /// `^x` or `^{xyz}`, `_x` or `_{xyz}`. Marks of references in brackets, `[12]`, stay as they are: they are plain without
    /// it.
    pub fn show(self, pieces: &mut [&mut String]) {
        if !self.shown(pieces, Self::twin) {
            let bare: String = pieces.iter().map(|piece| piece.trim()).collect();
            let long = bare.chars().nth(1).is_some();
            self.mark(pieces, if long { ("{", "}") } else { ("", "") });
        }
    }

    /// Shows a stretch of words raised, as [`Raised::show`] does; `before` is what stands before it. Where there are no
    /// raised characters for it, what is long stands as it is (`Treg`), unless it would be read as one number with what it is
    /// raised above: `10^(6 M)`.
    pub fn show_in_words(self, before: &str, pieces: &mut [&mut String]) {
        self.close_up(pieces);
        if self.shown(pieces, Self::twin_in_words) {
            return;
        }
        let whole: String = pieces.iter().map(|piece| piece.as_str()).collect();
        let bare = whole.trim();
        if bare.chars().nth(1).is_none() {
            self.mark(pieces, ("", ""));
        } else if self.misleads(before, bare) {
            self.mark(pieces, ("(", ")"));
        }
    }

    /// Whether a stretch on the line would say something else together with what stands before it: `10` and `6.5 M`, `2` and
    /// `NT`, `e` and `−E/kT`.
    fn misleads(self, before: &str, bare: &str) -> bool {
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let mut last = word.chars().rev();
        let (of_number, lone_letter) = match last.next() {
            Some(c) if c.is_numeric() => (true, false),
            Some(c) => (false, c.is_alphabetic() && last.next().is_none_or(|c| !c.is_alphanumeric())),
            None => (false, false),
        };
        let in_the_middle = bare.get(bare.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
        let adds_up = in_the_middle.trim_end_matches(['+', '−']).contains(['+', '−', '=']);
        // `2-δ` takes away, `PD-1` and `1-2` do not.
        let takes_away = bare.split_once('-').is_some_and(|(from, less)| {
            from.ends_with(|c: char| c.is_ascii_digit()) && less.starts_with(|c: char| !c.is_ascii_digit() && !c.is_whitespace())
        });
        let word_of_number = of_number && !word.contains(char::is_alphabetic);
        adds_up
            || takes_away
            || (of_number && !bare.starts_with(char::is_alphabetic))
            || (word_of_number && !bare.chars().all(char::is_lowercase))
            || (self == Self::Above && lone_letter)
    }

    /// Whether a stretch needs nothing more: it is shown in raised characters, or plain without them.
    fn shown(self, pieces: &mut [&mut String], twin: fn(Self, char) -> Option<char>) -> bool {
        let whole: String = pieces.iter().map(|piece| piece.as_str()).collect();
        let bare = whole.trim();
        let bracketed = (bare.starts_with('[') && bare.ends_with(']')) || (bare.starts_with('［') && bare.ends_with('］'));
        if bare.is_empty() || (self == Self::Above && (bracketed || is_raised(bare))) {
            return true;
        }
        if self == Self::Above && (bare == "TM" || bare == "tm") {
            replace_all(pieces, "™");
            return true;
        }
        let raised: Option<Vec<String>> =
            pieces.iter().map(|piece| piece.chars().map(|c| twin(self, c)).collect::<Option<String>>()).collect();
        let any = raised.iter().flatten().zip(pieces.iter()).any(|(raised, piece)| raised != *piece)
            || bare.chars().all(|c| RAISED_ALREADY.contains(c));
        match raised.filter(|_| any) {
            Some(raised) => {
                for (piece, raised) in pieces.iter_mut().zip(raised) {
                    **piece = raised;
                }
                true
            }
            None => false,
        }
    }

    /// Puts the sign of TeX before a stretch, and brackets around it.
    fn mark(self, pieces: &mut [&mut String], (open, close): (&str, &str)) {
        let sign = match self {
            Self::Above => '^',
            Self::Below => '_',
        };
        if let Some(first) = pieces.first_mut() {
            first.insert_str(0, open);
            first.insert(0, sign);
        }
        if let Some(last) = pieces.last_mut() {
            last.push_str(close);
        }
    }

    /// Takes the blanks out of a row of raised numbers, ` 8, 9, 14– 18`, of which a file that is set out in lines has many.
    fn close_up(self, pieces: &mut [&mut String]) {
        let row = |c: char| c.is_whitespace() || c.is_ascii_digit() || matches!(c, ',' | ';' | '-' | '–' | '−' | '，' | '、');
        let is_row = pieces.iter().all(|piece| piece.chars().all(row));
        if self == Self::Above && is_row && pieces.iter().any(|piece| piece.contains(|c: char| c.is_ascii_digit())) {
            for piece in pieces.iter_mut() {
                piece.retain(|c| !c.is_whitespace());
            }
        }
    }

    /// The twin of a character in words, where signs that part others stay on the line: `⁻/⁻`, `⁻⁶.⁵`, `₁,₂`.
    fn twin_in_words(self, c: char) -> Option<char> {
        self.twin(c).or_else(|| matches!(c, '/' | '.' | ',' | ';').then_some(c))
    }
}

/// Whether a text is raised as it stands.
fn is_raised(text: &str) -> bool {
    text.chars().all(is_raised_char)
}

/// Whether a character is drawn above or below the line by itself; such a one never begins a line.
pub fn is_raised_char(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{209c}' | '\u{1d2c}'..='\u{1d6a}' | '\u{1d9b}'..='\u{1dbf}' | '\u{2b0}'..='\u{2b8}' | '\u{2e1}'..='\u{2e3}')
}

fn replace_all(pieces: &mut [&mut String], text: &str) {
    for (at, piece) in pieces.iter_mut().enumerate() {
        piece.clear();
        if at == 0 {
            piece.push_str(text);
        }
    }
}
