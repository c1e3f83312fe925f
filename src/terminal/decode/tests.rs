//! What bytes mean, and that nothing is made up of them.

use super::sequence::modified;
use super::*;
use crate::reader::Gesture;
use proptest::prelude::*;

fn all(bytes: &[u8]) -> Vec<Heard> {
    let mut heard = Vec::new();
    let mut decoder = Decoder::default();
    decoder.feed(bytes, &mut heard);
    decoder.lapse(&mut heard);
    heard
}

fn plain(code: KeyCode) -> Heard {
    key(code)
}

fn with(code: KeyCode, modifiers: u16) -> Heard {
    Heard::Key(modified(code, modifiers))
}

#[test]
fn keys_of_every_family() {
    let table: &[(&[u8], Heard)] = &[
        (b"j", plain(KeyCode::Char('j'))),
        ("汉".as_bytes(), plain(KeyCode::Char('汉'))),
        ("？".as_bytes(), plain(KeyCode::Char('？'))),
        (b"\r", plain(KeyCode::Enter)),
        (b"\x7f", plain(KeyCode::Backspace)),
        (b"\x04", Heard::Key(Key::ctrl('d'))),
        (b"\0", Heard::Key(Key::ctrl(' '))),
        (b"\x1b", plain(KeyCode::Esc)),
        (b"\x1bx", alt('x')),
        (b"\x1b[", alt('[')),
        (b"\x1b[A", plain(KeyCode::Up)),
        (b"\x1bOB", plain(KeyCode::Down)),
        (b"\x1b[1;3D", with(KeyCode::Left, 3)),
        (b"\x1b[1;5C", with(KeyCode::Right, 5)),
        (b"\x1b[Z", plain(KeyCode::BackTab)),
        (b"\x1b[5~", plain(KeyCode::PageUp)),
        (b"\x1b[6;2~", with(KeyCode::PageDown, 2)),
        (b"\x1bOP", plain(KeyCode::F(1))),
        (b"\x1b[[A", plain(KeyCode::F(1))),
        (b"\x1b[15~", plain(KeyCode::F(5))),
        (b"\x1b[24~", plain(KeyCode::F(12))),
        (b"\x1b[1;2R", with(KeyCode::F(3), 2)),
        (b"\x1b[27;5;106~", with(KeyCode::Char('j'), 5)),
        (b"\x1bOM", plain(KeyCode::Enter)),
    ];
    for (bytes, expected) in table {
        assert_eq!(all(bytes), std::slice::from_ref(expected), "{bytes:?}");
    }
}

fn mouse(gesture: Gesture, column: u16, row: u16) -> Heard {
    Heard::Mouse(Mouse { column, row, gesture })
}

#[test]
fn clicks_and_the_wheel_at_any_column() {
    let table: &[(&[u8], &[Heard])] = &[
        (b"\x1b[<0;1;1M", &[mouse(Gesture::Click, 0, 0)]),
        // Beyond column 223, where the old reports end.
        (b"\x1b[<0;224;300M", &[mouse(Gesture::Click, 223, 299)]),
        (b"\x1b[<64;5;6M", &[mouse(Gesture::WheelUp, 4, 5)]),
        (b"\x1b[<65;1000;6M", &[mouse(Gesture::WheelDown, 999, 5)]),
        // A click with its release is one click.
        (b"\x1b[<0;7;8M\x1b[<0;7;8m", &[mouse(Gesture::Click, 6, 7)]),
        // What is held while a bracketed paste comes is text like all of it.
        (b"\x1b[200~\x1b[<0;7;8M\x1b[201~", &[Heard::Paste("\u{1b}[<0;7;8M".to_owned())]),
    ];
    for (bytes, expected) in table {
        assert_eq!(all(bytes), *expected, "{bytes:?}");
    }
}

#[test]
fn other_reports_of_the_mouse_are_neither_clicks_nor_keys() {
    for bytes in [
        // Release, middle and right button, drag, bare motion, Shift, Alt, Ctrl, sideways wheel, a wheel's release.
        &b"\x1b[<0;10;10m"[..],
        b"\x1b[<1;10;10M",
        b"\x1b[<2;10;10M",
        b"\x1b[<32;10;10M",
        b"\x1b[<35;10;10M",
        b"\x1b[<4;10;10M",
        b"\x1b[<8;10;10M",
        b"\x1b[<16;10;10M",
        b"\x1b[<66;10;10M",
        b"\x1b[<64;10;10m",
        // No cell: column 0, too few and too many numbers, none.
        b"\x1b[<0;0;10M",
        b"\x1b[<0;10M",
        b"\x1b[<0;10;10;10M",
        b"\x1b[<M",
        // X10: three bytes follow, whatever they are. rxvt (1015).
        b"\x1b[M q\x1b",
        b"\x1b[M !!\x1b[M#!!",
        b"\x1b[32;10;10M",
        b"\x1b[97;300;10M",
    ] {
        assert_eq!(all(bytes), [], "{bytes:?}");
    }
    assert_eq!(all(b"\x1b[M q\x1bj"), [plain(KeyCode::Char('j'))], "behind an old report a key is a key");
}

#[test]
fn a_lone_esc_waits_less_than_fifty_milliseconds() {
    let mut decoder = Decoder::default();
    let mut heard = Vec::new();
    decoder.feed(b"\x1b", &mut heard);
    assert!(heard.is_empty());
    assert!(decoder.patience().is_some_and(|patience| patience <= Duration::from_millis(50)));
    decoder.lapse(&mut heard);
    assert_eq!(heard, [plain(KeyCode::Esc)]);
}

#[test]
fn what_is_not_known_is_passed_over_whole() {
    for bytes in [
        &b"\x1b[999999999999;1R"[..],
        b"\x1b[?25;2$q",
        b"\x1b]52;c;QUFB\x07",
        b"\x1bPzz\x1b\\",
        b"\x1b[M\xff\xff\xff",
        b"\xff\xfe\x80",
        b"\x1b[106;1:3u",
        b"\x1b[201~",
        b"\xc2\x9b",
    ] {
        assert_eq!(all(bytes), [], "{bytes:?}");
    }
}

#[test]
fn a_sequence_in_two_packets_is_one_key() {
    let mut heard = Vec::new();
    let mut decoder = Decoder::default();
    for piece in [&b"\x1b"[..], b"[", b"1;", b"3D", b"\xe6", b"\xb1", b"\x89"] {
        decoder.feed(piece, &mut heard);
    }
    assert_eq!(heard, [with(KeyCode::Left, 3), plain(KeyCode::Char('汉'))]);
    assert_eq!(decoder.patience(), None);
}

#[test]
fn answers_are_not_keys() {
    let mut decoder = Decoder::default();
    let mut heard = Vec::new();
    decoder.expect_position();
    decoder.feed(b"\x1b[1;2R\x1b[1;2R\x1b[?62;22c\x1b[?2026;0$y\x1bP>|tmux 3.3a\x1b\\\x1b]11;rgb:ffff/80/0\x1b\\", &mut heard);
    assert_eq!(
        heard,
        [
            Heard::Reply(Reply::Position { row: 1, column: 2 }),
            with(KeyCode::F(3), 2),
            Heard::Reply(Reply::Attributes(vec![62, 22])),
            Heard::Reply(Reply::Mode { mode: 2026, state: 0 }),
            Heard::Reply(Reply::Version("tmux 3.3a".to_owned())),
            Heard::Reply(Reply::Colour { which: 11, red: 0xffff, green: 0x8080, blue: 0 }),
        ]
    );
}

#[test]
fn a_paste_is_text_until_its_end() {
    assert_eq!(all(b"\x1b[200~q\x1b[A\rx\x1b[201~j"), [Heard::Paste("q\u{1b}[A\nx".to_owned()), plain(KeyCode::Char('j'))]);
    // An end that never comes must not swallow the keys for ever.
    assert_eq!(all(b"\x1b[200~q"), [Heard::Paste("q".to_owned())]);
}

/// Bytes among which sequences of every kind begin, are broken off and end.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        &b"\x1b"[..],
        b"[",
        b"\x1b[",
        b"\x1b[<",
        b"\x1b[M",
        b"\x1bO",
        b"\x1b]",
        b"\x1bP",
        b"\x1b\\",
        b"\x07",
        b";",
        b"0",
        b"64",
        b"65535",
        b"M",
        b"m",
        b"R",
        b"~",
        b"u",
        b"j",
        b"\x1b[<0;10;10M",
        b"\x1b[200~",
        b"\x1b[201~",
        b"\x1b[1;2R",
        "汉".as_bytes(),
        "？".as_bytes(),
        b"\xe6",
        b"\xff",
    ]);
    let piece = prop_oneof![3 => known.prop_map(<[u8]>::to_vec), 1 => any::<u8>().prop_map(|byte| vec![byte])];
    prop::collection::vec(piece, 0..200).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn however_the_bytes_are_cut_the_same_is_heard(bytes in noise(), cuts in prop::collection::vec(1..12_usize, 1..40), positions in 0..3_usize) {
        let expecting = || {
            let mut decoder = Decoder::default();
            (0..positions).for_each(|_| decoder.expect_position());
            decoder
        };
        let (mut whole, mut at_once) = (expecting(), Vec::new());
        whole.feed(&bytes, &mut at_once);
        whole.lapse(&mut at_once);
        let (mut pieces, mut bit_by_bit) = (expecting(), Vec::new());
        let mut rest = bytes.as_slice();
        for cut in cuts.iter().cycle() {
            let (piece, behind) = rest.split_at((*cut).min(rest.len()));
            pieces.feed(piece, &mut bit_by_bit);
            rest = behind;
            if rest.is_empty() {
                break;
            }
        }
        pieces.lapse(&mut bit_by_bit);
        prop_assert_eq!(at_once, bit_by_bit);
    }

    #[test]
    fn any_bytes_decode_in_bounded_memory(bytes in noise()) {
        let mut decoder = Decoder::default();
        let mut heard = Vec::new();
        decoder.feed(&bytes, &mut heard);
        decoder.lapse(&mut heard);
        prop_assert!(decoder.patience().is_none());
        prop_assert!(heard.len() <= bytes.len() + 1);
        // Afterwards a key is a key again.
        heard.clear();
        decoder.feed(b"j", &mut heard);
        prop_assert_eq!(heard, vec![plain(KeyCode::Char('j'))]);
    }
}

#[test]
fn endless_strings_pastes_and_reports_are_cut() {
    let mut decoder = Decoder::default();
    let mut heard = Vec::new();
    for begin in [&b"\x1b]"[..], b"\x1b[", b"\x1b[<", b"\x1bO", b"\x1b[200~"] {
        decoder.feed(begin, &mut heard);
        for _ in 0..400 {
            decoder.feed(&[b'1'; 4096], &mut heard);
        }
        assert!(decoder.kept.len() <= LONGEST_PASTE + 4096);
        decoder.lapse(&mut heard);
    }
    assert!(heard.iter().all(|heard| !matches!(heard, Heard::Paste(text) if text.len() > LONGEST_PASTE)));
    // A flood of reports keeps nothing.
    heard.clear();
    for _ in 0..10_000 {
        decoder.feed(b"\x1b[<35;10;10M", &mut heard);
    }
    assert_eq!((heard.len(), decoder.kept.len()), (0, 0));
}

/// Answers to the probe as terminals give them, in order.
const ANSWERS: [&[u8]; 7] = [
    b"\x1b[2;3R",
    b"\x1b[2;2R",
    b"\x1b[3;4R",
    b"\x1b[?2026;2$y",
    b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
    b"\x1bP>|XTerm(379)\x1b\\",
    b"\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c",
];

proptest! {
    /// Wherever the line cuts them and whatever is typed between them, answers are answers and keys are keys: a packet
    /// that is late by less than the patience changes nothing.
    #[test]
    fn keys_typed_among_answers_are_not_lost(keys in prop::collection::vec("[a-zA-Z0-9\\[;?期]{0,3}", 8), cuts in prop::collection::vec(1..9_usize, 60)) {
        let mut bytes = Vec::new();
        for (place, typed) in keys.iter().enumerate() {
            bytes.extend(typed.as_bytes());
            bytes.extend(ANSWERS.get(place).copied().unwrap_or_default());
        }
        let mut decoder = Decoder::default();
        (0..3).for_each(|_| decoder.expect_position());
        decoder.expect_answers(true);
        let mut heard = Vec::new();
        let mut rest = &bytes[..];
        for cut in cuts.iter().cycle() {
            let (piece, left) = rest.split_at((*cut).min(rest.len()));
            decoder.feed(piece, &mut heard);
            rest = left;
            if rest.is_empty() {
                break;
            }
            prop_assert!(decoder.patience().is_none_or(|patience| patience >= FIRST_BYTE_PATIENCE));
        }
        let typed: String = heard.iter().filter_map(|heard| match heard {
            Heard::Key(Key { code: KeyCode::Char(c), ctrl: false, alt: false, .. }) => Some(*c),
            _ => None,
        }).collect();
        prop_assert_eq!(typed, keys.concat());
        prop_assert_eq!(heard.iter().filter(|heard| matches!(heard, Heard::Reply(_))).count(), ANSWERS.len());
        prop_assert_eq!(heard.len(), keys.concat().chars().count() + ANSWERS.len());
    }
}

/// A position in the second row, which is where the probe asks, is no key even if nobody expects it any more.
#[test]
fn an_answer_that_comes_after_all_hope_is_no_key() {
    for answer in ANSWERS {
        let heard = all(answer);
        assert!(heard.iter().all(|heard| matches!(heard, Heard::Reply(_))), "{answer:?}: {heard:?}");
    }
}

#[test]
fn the_rest_of_an_answer_is_waited_for_longer_than_the_rest_of_a_key() {
    let mut decoder = Decoder::default();
    let mut heard = Vec::new();
    decoder.feed(b"\x1bP>|XTe", &mut heard);
    assert_eq!(decoder.patience(), Some(SEQUENCE_PATIENCE));
    decoder.expect_answers(true);
    assert_eq!(decoder.patience(), Some(ANSWER_PATIENCE));
    decoder.feed(b"rm(379)\x1b\\\x1b", &mut heard);
    assert_eq!(heard, [Heard::Reply(Reply::Version("XTerm(379)".to_owned()))]);
    assert_eq!(decoder.patience(), Some(FIRST_BYTE_PATIENCE), "Esc alone may be a key, or the first byte of an answer");
    decoder.expect_answers(false);
    assert_eq!(decoder.patience(), Some(ESC_PATIENCE));
}
