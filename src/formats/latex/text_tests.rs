//! What LaTeX of titles, names and addresses is read as.

use super::text::{literal, plain, rich};
use crate::formats::rich as rich_lite;

#[test]
fn accents_in_every_spelling() {
    for written in [r#"{\"o}"#, r#"\"{o}"#, r#"\"o"#, r#"{\"{o}}"#, r#"\" o"#, r#"{\" {o}}"#] {
        assert_eq!(rich(written), "ö", "{written}");
    }
    for (written, wanted) in [
        (r"\ss", "ß"),
        (r"Stra\ss e", "Straße"),
        (r"\c{c}\c c\v s\v{s}", "ççšš"),
        (r"\'{\i}\'\i{\'{\i}}", "ííí"),
        (r"\'{\v s}", "š\u{301}"),
        (r#"\'{\"u}"#, "ǘ"),
        (r"\H{o}\k{a}\r{a}\u g\d{s}\.I\.{\i}", "őąåğṣİi"),
        (r"{\aa}{\AE}\o{}\l ", "åÆøł"),
        (r"\t{oo}", "o\u{361}o"),
        (r"\~{}user\^{}", "~user^"),
        (r"Erd\H{o}s", "Erdős"),
        (r"{\textdoublebarpipe}Khomani, \textpipe{}Xam, \textsubdot{s}a", "ǂKhomani, ǀXam, ṣa"),
        (r"\cc", r"\cc"),
        (r"\hat{a}\bar e\mathring{u}, {\textsubring a}\textsubbar{t}", "âēů, ḁt\u{320}"),
        (r"\CYRM\cyri\cyrr\ \u{\cyri}\'\CYRG{\cyrchar\CYRISHRT}", "Мир йЃЙ"),
        (r"\texthtb\ohorn{}{\textEsh}", "ɓơƩ"),
    ] {
        assert_eq!(rich(written), wanted, "{written}");
    }
}

#[test]
fn emphasis_ligatures_and_addresses() {
    for (written, wanted) in [
        (r"On \emph{Ficus {DNA}} and \textsuperscript{13}C", "On <i>Ficus DNA</i> and <sup>13</sup>C"),
        (r"{\it both {\bf nested}} out", "<i>both <b>nested</b></i> out"),
        (r"``A'' -- b --- c~d `e'", "“A” – b — c d ‘e'"),
        (r"H$_2$O and $^{13}$C, 10$^\circ$, $\mu$m", "H<sub>2</sub>O and <sup>13</sup>C, 10°, μm"),
        (r"$E=mc^2$", "<math tex=\"E=mc^2\">E = mc²</math>"),
        ("between $5 and $10", "between $5 and $10"),
        (r"R\&D {\&}amp; x < y <i>z</i>", "R&amp;D &amp; x &lt; y <i>z</i>"),
        (r"\url{http://a.b/~c_d--e}", "http://a.b/~c_d--e"),
        (r"\href{http://a.b}{here}", "here (http://a.b)"),
        (r"\unknown{x {y}} \other", r"x y \other"),
        (r"\noopsort{1973}1973 \textcolor{red}{r}", "1973 r"),
        (r#"\char233\ \symbol{233} \ding{51}\ding{"AC}"#, "é é ✓①"),
        (
            r"\frac12 of \textfrac{3}{8}, \sqrt{2}",
            r#"<math tex="\frac{1}{2}">1/2</math> of <math tex="\frac{3}{8}">3/8</math>, <math tex="\sqrt{2}">√2</math>"#,
        ),
        (r"\sqrt[3]{x}", r#"<math tex="\sqrt[3]{x}">³√x</math>"#),
        ("a } b", "a b"),
        (r"100\% \$ \# \_ \{ \}", "100% $ # _ { }"),
    ] {
        assert_eq!(rich(written), wanted, "{written}");
    }
    assert_eq!(literal(r"http://a.b/~c\_d\%20--{\_}"), "http://a.b/~c_d%20--_");
    assert_eq!(plain(r"Smith {\&} Sons"), "Smith & Sons");
}

#[test]
fn depth_is_bounded() {
    for piece in ["{", r"\'{", r"\emph{", r"\href{a}{", "$", r"\(", r"\uppercase{", "<i>", r"\sqrt[", r"\frac{"] {
        let deep = piece.repeat(20_000);
        assert!(rich(&deep).len() <= 8 * deep.len(), "{piece}");
    }
    let deep = format!("{}x{}", r"\'{".repeat(3000), "}".repeat(3000));
    assert!(rich(&deep).contains('x'));
}

#[test]
fn a_formula_begun_with_two_signs_may_be_closed_by_one() {
    for (written, wanted) in [("在$$x$中国", "在x中国"), ("a $$x$", "a x"), ("a $$x$$ b", "a x b")] {
        assert_eq!(plain(written), wanted, "{written}");
    }
}

#[test]
fn plain_text_has_single_blanks() {
    for text in [
        "",
        " ",
        "a",
        "a b",
        " a b",
        "a b ",
        "a  b",
        "a\tb",
        "a\nb",
        "é à",
        "a\u{A0}b",
        "a\u{2003}b",
        "a\u{3000}b",
        "期 刊",
        "a\u{85}b",
        "\u{7F}",
    ] {
        assert_eq!(plain(text), text.split_whitespace().collect::<Vec<_>>().join(" "), "{text:?}");
    }
}

#[test]
fn signs_that_need_another_mean_nothing_alone() {
    for (written, wanted) in [
        ("-a-b--c---d----e-", "-a-b–c—d—-e-"),
        ("it's ''so'', 'tis'", "it's ”so”, 'tis'"),
        ("why? ?`no! !`yes?!", "why? ¿no! ¡yes?!"),
        ("?", "?"),
        ("-'", "-'"),
    ] {
        assert_eq!(rich(written), wanted, "{written}");
    }
}

#[test]
fn what_needs_no_reader_is_read_as_by_one() {
    let words = "Jean-Luc O'Neil";
    for sign in
        [" ", "\0", "\t", "\u{7F}", "\u{85}", "\u{A0}", "\u{200B}", "\u{3000}", "\u{FEFF}", "，", "é", "期", "-", ">", "<", "&", "~"]
    {
        for at in 0..=words.len() {
            let (head, tail) = words.split_at(at);
            let text = [head, sign, tail].concat();
            assert_eq!(plain(&text), rich_lite::plain(&rich(&text)), "{text:?}");
            // What a command is in does not go by the short way.
            let address = literal(&format!("{text}{{}}"));
            assert_eq!(literal(&text), address, "{text:?}");
        }
    }
}
