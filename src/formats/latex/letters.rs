//! Letters that few files spell as commands: of phonetics and African languages (the packages `tipa`, `t4`, `vntex`), of
//! Cyrillic (the encodings T2A, T2B, T2C, X2), and the signs of Zapf Dingbats (`pifont`).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::symbols::pairs;

pub const PHONETIC: &str = "
    textthornvari þ textthornvarii þ textthornvariii þ textthornvariv þ textkra ĸ textTbar Ŧ textTstroke Ŧ texttbar ŧ
    texttstroke ŧ textcrb ƀ textBhook Ɓ textOopen Ɔ textChook Ƈ textchook ƈ texthtc ƈ textDafrican Ɖ textDhook Ɗ textEreversed Ǝ
    textEopen Ɛ textFhook Ƒ textGammaafrican Ɣ texthvlig ƕ hv ƕ textIotaafrican Ɩ textKhook Ƙ textkhook ƙ texthtk ƙ textcrlambda
    ƛ textNhookleft Ɲ OHORN Ơ ohorn ơ textPhook Ƥ textphook ƥ texthtp ƥ textEsh Ʃ ESH Ʃ textlooptoprevesh ƪ textThook Ƭ
    textthook ƭ texthtt ƭ textTretroflexhook Ʈ UHORN Ư uhorn ư textVhook Ʋ textYhook Ƴ textyhook ƴ textEzh Ʒ texteturned ǝ
    textturnscripta ɒ textbhook ɓ texthtb ɓ textoopen ɔ textdtail ɖ textdhook ɗ texthtd ɗ texteopen ɛ textrhookrevepsilon ɝ
    textcloserevepsilon ɞ textbardotlessj ɟ texthtg ɠ textscriptg ɡ textgammalatinsmall ɣ texthth ɦ texththeng ɧ textiotalatin ɩ
    textltilde ɫ textturnmrleg ɰ textnhookleft ɲ textbaro ɵ textscoelig ɶ textcloseomega ɷ textturnlonglegr ɺ textturnrrtail ɻ
    textlhti ɿ texthtbardotlessj ʄ textraisevibyi ʅ textctesh ʆ textturnt ʇ texttretroflexhook ʈ textscriptv ʋ textvhook ʋ
    textturnw ʍ textyogh ʒ textctyogh ʓ textstretchc ʗ texthtscg ʛ textsch ʜ textctj ʝ textturnk ʞ texthtq ʠ textbarrevglotstop
    ʢ textdzlig ʣ textdyoghlig ʤ textdctzlig ʥ texttslig ʦ textteshlig ʧ texttesh ʧ texttctclig ʨ hamza ʾ ain ʿ ayn ʿ textnrleg
    ƞ
";

pub const CYRILLIC: &str = "
    CYRYO Ё cyryo ё CYRDJE Ђ cyrdje ђ CYRIE Є cyrie є CYRDZE Ѕ cyrdze ѕ CYRII І cyrii і CYRYI Ї cyryi ї CYRJE Ј cyrje ј CYRLJE Љ
    cyrlje љ CYRNJE Њ cyrnje њ CYRTSHE Ћ cyrtshe ћ CYRUSHRT Ў cyrushrt ў CYRDZHE Џ cyrdzhe џ CYRA А cyra а CYRB Б cyrb б CYRV В
    cyrv в CYRG Г cyrg г CYRD Д cyrd д CYRE Е cyre е CYRZH Ж cyrzh ж CYRZ З cyrz з CYRI И cyri и CYRISHRT Й cyrishrt й CYRK К
    cyrk к CYRL Л cyrl л CYRM М cyrm м CYRN Н cyrn н CYRO О cyro о CYRP П cyrp п CYRR Р cyrr р CYRS С cyrs с CYRT Т cyrt т CYRU
    У cyru у CYRF Ф cyrf ф CYRH Х cyrh х CYRC Ц cyrc ц CYRCH Ч cyrch ч CYRSH Ш cyrsh ш CYRSHCH Щ cyrshch щ CYRHRDSN Ъ cyrhrdsn ъ
    CYRERY Ы cyrery ы CYRSFTSN Ь cyrsftsn ь CYREREV Э cyrerev э CYRYU Ю cyryu ю CYRYA Я cyrya я CYROMEGA Ѡ cyromega ѡ CYRYAT Ѣ
    cyryat ѣ CYRIOTE Ѥ cyriote ѥ CYRLYUS Ѧ cyrlyus ѧ CYRIOTLYUS Ѩ cyriotlyus ѩ CYRBYUS Ѫ cyrbyus ѫ CYRIOTBYUS Ѭ cyriotbyus ѭ
    CYRKSI Ѯ cyrksi ѯ CYRPSI Ѱ cyrpsi ѱ CYRFITA Ѳ cyrfita ѳ CYRIZH Ѵ cyrizh ѵ CYRUK Ѹ cyruk ѹ CYROMEGARND Ѻ cyromegarnd ѻ
    CYROMEGATITLO Ѽ cyromegatitlo ѽ CYROT Ѿ cyrot ѿ CYRKOPPA Ҁ cyrkoppa ҁ CYRSEMISFTSN Ҍ cyrsemisftsn ҍ CYRRTICK Ҏ cyrrtick ҏ
    CYRGUP Ґ cyrgup ґ CYRGHCRS Ғ cyrghcrs ғ CYRGHK Ҕ cyrghk ҕ CYRZHDSC Җ cyrzhdsc җ CYRZDSC Ҙ cyrzdsc ҙ CYRKDSC Қ cyrkdsc қ
    CYRKVCRS Ҝ cyrkvcrs ҝ CYRKHCRS Ҟ cyrkhcrs ҟ CYRKBEAK Ҡ cyrkbeak ҡ CYRNDSC Ң cyrndsc ң CYRNG Ҥ cyrng ҥ CYRPHK Ҧ cyrphk ҧ
    CYRABHHA Ҩ cyrabhha ҩ CYRSDSC Ҫ cyrsdsc ҫ CYRTDSC Ҭ cyrtdsc ҭ CYRY Ү cyry ү CYRYHCRS Ұ cyryhcrs ұ CYRHDSC Ҳ cyrhdsc ҳ
    CYRTETSE Ҵ cyrtetse ҵ CYRCHRDSC Ҷ cyrchrdsc ҷ CYRCHVCRS Ҹ cyrchvcrs ҹ CYRSHHA Һ cyrshha һ CYRABHCH Ҽ cyrabhch ҽ CYRABHCHDSC
    Ҿ cyrabhchdsc ҿ CYRKHK Ӄ cyrkhk ӄ CYRLDSC Ӆ cyrldsc ӆ CYRNHK Ӈ cyrnhk ӈ CYRCHLDSC Ӌ cyrchldsc ӌ CYRMDSC Ӎ cyrmdsc ӎ CYRAE Ӕ
    cyrae ӕ CYRSCHWA Ә cyrschwa ә CYRABHDZE Ӡ cyrabhdze ӡ CYROTLD Ө cyrotld ө CYRGDSC Ӷ cyrgdsc ӷ CYRGDSCHCRS Ӻ cyrgdschcrs ӻ
    CYRHHK Ӽ cyrhhk ӽ CYRHHCRS Ӿ cyrhhcrs ӿ CYRpalochka Ӏ cyrthousands ҂
";

/// Accents of the packages above, and those of formulas, which titles have outside of formulas too; the combining character
/// stands behind a dotted circle.
const ACCENTS: &str = "
    acute ◌́ grave ◌̀ hat ◌̂ bar ◌̄ tilde ◌̃ dot ◌̇ ddot ◌̈ breve ◌̆ check ◌̌ mathring ◌̊ vec ◌⃗ dddot ◌⃛ ddddot ◌⃜ M ◌̢ B ◌̵
    textdoublevbaraccent ◌̎ textdotbreve ◌̐ textturncommaabove ◌̒ textrevcommaabove ◌̔ textcommaabover ◌̕ textsubgrave ◌̖
    textsubacute ◌̗ textadvancing ◌̘ textretracting ◌̙ textlangleabove ◌̚ textrighthorn ◌̛ textsublhalfring ◌̜ textraising ◌̝
    textlowering ◌̞ textsubbar ◌̠ textsubminus ◌̠ textpalhookbelow ◌̡ textsubring ◌̥ textsubw ◌̫ textsubcircnum ◌̭
    textsubbreve ◌̮ textundertie ◌̮ subdoublebar ◌̳ textsuperimposetilde ◌̴ textlstrokethru ◌̶ textsstrikethru ◌̷
    textlstrikethru ◌̸ textsubrhalfring ◌̹ textinvsubbridge ◌̺ textsubsquare ◌̻ textseagull ◌̼ textovercross ◌̽ overbridge ◌͆
    subdoublevert ◌͈ subcorner ◌͉ crtilde ◌͊ textoverw ◌͊ dottedtilde ◌͋ doubletilde ◌͌ spreadlips ◌͍ whistle ◌͎
    textrightarrowhead ◌͐ textlefthalfring ◌͑ sublptr ◌͔ subrptr ◌͕ textrightuparrowhead ◌͖ textrighthalfring ◌͗
    textdoublebreve ◌͝ textdoublemacron ◌͞ textdoublemacronbelow ◌͟ textdoubletilde ◌͠ texttoptiebar ◌͡ sliding ◌͢
";

static MARKS: LazyLock<HashMap<&'static str, char>> =
    LazyLock::new(|| pairs(ACCENTS).filter_map(|(name, mark)| Some((name, mark.chars().nth(1)?))).collect());

/// The combining character of an accent that few files have.
pub fn rare_accent(command: &str) -> Option<char> {
    MARKS.get(command).copied()
}

/// Signs of Zapf Dingbats that Unicode has outside of its block Dingbats.
const ELSEWHERE: &[(u32, char)] = &[
    (0x25, '☎'),
    (0x2A, '☛'),
    (0x2B, '☞'),
    (0x48, '★'),
    (0x6C, '●'),
    (0x6E, '■'),
    (0x73, '▲'),
    (0x74, '▼'),
    (0x75, '◆'),
    (0x77, '◗'),
    (0xA8, '♣'),
    (0xA9, '♦'),
    (0xAA, '♥'),
    (0xAB, '♠'),
    (0xD5, '→'),
    (0xD6, '↔'),
    (0xD7, '↕'),
];

/// The sign of `\ding{number}`.
pub fn ding(number: u32) -> Option<char> {
    let elsewhere = ELSEWHERE.iter().find(|(code, _)| *code == number).map(|(_, sign)| *sign);
    elsewhere.or_else(|| match number {
        0x21..=0x7E => char::from_u32(0x2701 + number - 0x21),
        0xA1..=0xAB | 0xB6..=0xFE => char::from_u32(0x2761 + number - 0xA1),
        0xAC..=0xB5 => char::from_u32(0x2460 + number - 0xAC),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_accent_is_a_mark_on_a_circle() {
        for (name, mark) in pairs(ACCENTS) {
            let mut signs = mark.chars();
            assert_eq!(signs.next(), Some('◌'), "{name}");
            assert!(signs.next().is_some_and(unicode_normalization::char::is_combining_mark), "{name}");
            assert_eq!(signs.next(), None, "{name}");
        }
        assert_eq!(MARKS.len(), pairs(ACCENTS).count(), "no accent stands twice");
    }

    #[test]
    fn dings_are_signs() {
        for (number, sign) in [(0x21, '✁'), (51, '✓'), (0x7E, '❞'), (0xA1, '❡'), (172, '①'), (181, '⑩'), (182, '❶'), (191, '❿'), (220, '➜')]
        {
            assert_eq!(ding(number), Some(sign), "{number}");
        }
        assert_eq!(ding(0x20), None);
    }
}
