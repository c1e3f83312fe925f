//! What is told in a few signs beside a title or an imprint: edition, volume, pages, number.

use super::draft::Draft;
use super::imprint::{outside, take_translators, translators_in};
use super::shadow::{Shadow, Span};

/// `798`, `15-18`, `1.1-1.36`, `pp. 35`, `序2-3`, `扉页`, `第1版自序`, `xii-xv`.
pub(super) fn is_pages(shadow: &Shadow, span: Span) -> bool {
    let span = shadow.trim_signs(span);
    if span.is_empty() || span.len() > 24 {
        return false;
    }
    let text = shadow.folded(span);
    let bare = text.trim_start_matches("pages").trim_start_matches("pp.").trim_start_matches("pp").trim_start_matches("p.").trim();
    let number = |c: char| c.is_ascii_digit() || matches!(c, '-' | ',' | '+' | ' ' | '.' | '/' | '、');
    let latin = |c: char| matches!(c, 'e' | 'E' | 'S' | 's' | 'A' | 'B' | 'F' | 'i' | 'v' | 'x' | 'I' | 'V' | 'X' | 'l');
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    // One letter before or behind figures is a page's; more are a word or a name.
    let lone_letters =
        bare.split(|c: char| !c.is_ascii_alphabetic()).all(|run| run.len() <= 1 || run.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l')));
    (digits > 0 && lone_letters && bare.chars().all(|c| number(c) || latin(c)))
        || (!bare.is_empty() && bare.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | '-' | 'l')))
        || bare.starts_with(['序', '页'])
        || ["扉页", "前言", "封面", "封底", "目录", "后记", "附录", "彩插", "插页", "自序"].iter().any(|word| bare.starts_with(word))
        || (bare.starts_with('第') && bare.ends_with('页'))
}

pub(super) fn take_pages(draft: &mut Draft, span: Span) {
    draft.mark(span);
    let mut span = draft.shadow.trim_signs(span);
    for label in ["pages", "pp.", "pp", "p.", "第", "页"] {
        if draft.shadow.word_at(span.from, label) && (draft.shadow.before(span.to) == '页' || label != "第") {
            span.from += label.chars().count();
            break;
        }
    }
    if draft.shadow.before(span.to) == '页' && draft.shadow.before(span.to - 1).is_ascii_digit() {
        span.to -= 1;
    }
    draft.citation.pages = draft.take_trimmed(span);
}

pub(super) fn is_edition(shadow: &Shadow, piece: Span) -> bool {
    let piece = shadow.trim_of(piece, |c| matches!(c, ' ' | '.' | ',' | '(' | ')'));
    let text = shadow.folded(piece).to_lowercase();
    if text.chars().count() > 24 || outside(shadow, piece, ':').into_iter().next().is_some() {
        return false;
    }
    let version = text.strip_prefix('v').or(text.strip_prefix("version ")).is_some_and(|rest| {
        rest.chars().next().is_some_and(|c| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' '))
    });
    let chinese =
        (text.ends_with('版') && !text.contains("出版") && (text.chars().any(|c| c.is_ascii_digit()) || text.chars().count() <= 8))
            || text.ends_with("版(增订本")
            || text.ends_with("版(修订本")
            || text.ends_with("刻本")
            || text.ends_with("抄本")
            || text.ends_with("影印本")
            || text.ends_with("写本")
            || text.ends_with("修订本");
    let english = text.ends_with(" ed") || text.ends_with(" edn") || text.ends_with(" edition") || text.ends_with(" ed.");
    version || chinese || english
}

/// Takes `(3 版)`, `(9th ed., Vol. 1)`, `(No. RMRS-GTR-262; pp. 8-9)`, `（徐超，译；2 版，页 798）` off the end of a title.
pub(super) fn take_notes(draft: &mut Draft, title: Span) -> Span {
    if draft.shadow.before(title.to) != ')' {
        return title;
    }
    // The number of a standard can hold brackets of its own: "(No. ISO 80079-20-2:2016(en))".
    let open = title.range().find(|place| draft.shadow.at(*place) == '(' && draft.shadow.closing(*place, title.to) == Some(title.to - 1));
    let Some(open) = open.filter(|open| *open > title.from) else { return title };
    let inner = Span::new(open + 1, title.to - 1);
    let mut parts = Vec::new();
    let mut from = inner.from;
    for cut in outside(draft.shadow, inner, ';').into_iter().chain([inner.to]) {
        let part = draft.shadow.trim_signs(Span::new(from, cut));
        from = cut + 1;
        if translators_in(draft.shadow, part).is_some() {
            parts.push(part);
            continue;
        }
        let mut from = part.from;
        for cut in outside(draft.shadow, part, ',').into_iter().chain([part.to]) {
            parts.push(draft.shadow.trim_signs(Span::new(from, cut)));
            from = cut + 1;
        }
    }
    let Some(notes) = parts.iter().map(|part| note(draft.shadow, *part).map(|kind| (kind, *part))).collect::<Option<Vec<_>>>() else {
        return title;
    };
    draft.mark(Span::new(open, title.to));
    for (kind, part) in notes {
        match kind {
            Note::Edition => draft.citation.edition = draft.take_trimmed(part),
            Note::Volume(bare) => draft.citation.volume = draft.take_trimmed(bare),
            Note::Number(bare) => draft.citation.number = draft.take_trimmed(bare),
            Note::Pages => take_pages(draft, part),
            Note::Translators => {
                take_translators(draft, part);
            }
        }
    }
    draft.shadow.trim_signs(Span::new(title.from, open))
}

/// What a note behind a title says.
enum Note {
    Edition,
    Volume(Span),
    Number(Span),
    Pages,
    Translators,
}

fn note(shadow: &Shadow, part: Span) -> Option<Note> {
    let behind = |labels: &[&str]| {
        let label = labels.iter().find(|label| shadow.word_at(part.from, label))?;
        let bare = shadow.trim_signs(Span::new(part.from + label.chars().count(), part.to));
        shadow.signs(bare).iter().any(char::is_ascii_digit).then_some(bare)
    };
    if translators_in(shadow, part).is_some() {
        return Some(Note::Translators);
    }
    if is_edition(shadow, part) {
        return Some(Note::Edition);
    }
    if let Some(bare) = behind(&["volumes ", "volume ", "vols. ", "vol. ", "vol ", "卷"]) {
        return Some(Note::Volume(bare));
    }
    if shadow.at(part.from) == '第' && matches!(shadow.before(part.to), '卷' | '册') && part.len() <= 6 {
        return Some(Note::Volume(Span::new(part.from + 1, part.to - 1)));
    }
    if let Some(bare) = behind(&["report no. ", "publication no. ", "no. "]) {
        return Some(Note::Number(bare));
    }
    let labelled = shadow.at(part.from) == '页' || shadow.word_at(part.from, "p. ") || shadow.word_at(part.from, "pp. ");
    let paged = labelled || (shadow.at(part.from) == '第' && shadow.before(part.to) == '页');
    (paged && is_pages(shadow, part)).then_some(Note::Pages)
}

/// Takes the number of a volume off the end of a book's title: `国史旧闻: 第1卷`, `…psychiatry: v.1`, `药典: 一部`.
pub(super) fn take_volume(draft: &mut Draft, title: Span) -> Span {
    let colon = outside(draft.shadow, title, ':').into_iter().next_back();
    // "… of psychiatry Vol. 1"
    let blank = title.range().rev().take(14).find(|place| [" vol. ", " vol "].iter().any(|label| draft.shadow.word_at(*place, label)));
    let Some(colon) = blank.or(colon) else { return title };
    let volume = draft.shadow.trim_signs(Span::new(colon + 1, title.to));
    let signs = draft.shadow.signs(volume);
    let counting = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百上中下".contains(c);
    let last = signs.last().copied().unwrap_or_default();
    let wide = signs.len() >= 2
        && signs.len() <= 7
        && ("卷册集部辑编分".contains(last) || signs.first() == Some(&'卷'))
        && signs.iter().filter(|c| !"卷册集部辑编分".contains(**c)).all(|c| counting(*c) || matches!(c, '第' | '年' | ' '))
        && signs.iter().any(|c| counting(*c));
    // "康熙字典: 巳集上 水部": an old book's parts.
    let wide =
        wide || (signs.len() <= 8 && signs.get(1) == Some(&'集') && signs.first().is_some_and(|c| "子丑寅卯辰巳午未申酉戌亥".contains(*c)));
    let label = ["volume ", "vol. ", "vol.", "vol ", "v. ", "v."].into_iter().find(|label| draft.shadow.word_at(volume.from, label));
    let bare = if let Some(label) = label {
        let digits = draft.shadow.trim(Span::new(volume.from + label.len(), volume.to));
        if digits.is_empty() || !draft.shadow.signs(digits).iter().all(|c| c.is_ascii_alphanumeric() || *c == '-') {
            return title;
        }
        digits
    } else if !wide {
        return title;
    } else if signs.starts_with(&['卷', ' ']) {
        draft.shadow.trim(Span::new(volume.from + 1, volume.to))
    } else if last == '卷' && signs.first() != Some(&'第') && !signs.iter().any(char::is_ascii_digit) {
        // "本草备要: 四卷": how many there are.
        return title;
    } else if signs.first() == Some(&'卷') {
        // "周易外传: 卷5" is how an old book names itself.
        return title;
    } else if signs.first() == Some(&'第') && last == '卷' {
        Span::new(volume.from + 1, volume.to - 1)
    } else {
        volume
    };
    draft.mark(Span::new(colon, title.to));
    draft.citation.volume = draft.shadow.text(bare);
    draft.shadow.trim_signs(Span::new(title.from, colon))
}
