//! Markup made rich-lite, and made plain again.

use super::*;

#[test]
fn markup_of_pages() {
    assert_eq!(of_markup("<p>On <I>Ficus</I>&nbsp Ca<SUP>2+</SUP></p>"), "On <i>Ficus</i> Ca<sup>2+</sup>");
    assert_eq!(of_markup("p < 0.05 & a<b, R&D"), "p &lt; 0.05 &amp; a&lt;b, R&amp;D");
    assert_eq!(of_markup("<i>open <b>both</i>"), "<i>open &lt;b&gt;both</i>");
    assert_eq!(of_markup("x<i of Leaves that>y</I> z"), "x&lt;i of Leaves that&gt;y&lt;/I&gt; z");
    assert_eq!(of_markup("a <i></i>b <em>c</em>"), "a b <i>c</i>");
}

#[test]
fn what_is_looked_at_together_is_read_as_sign_by_sign() {
    let words = "many plain words in a row, all of them with one blank between";
    for sign in [" ", "  ", "<", ">", "&", "\n", "\t", "\0", "\u{A0}", "\u{3000}", "\u{200B}", "é", "期", "~"] {
        for at in 0..=words.len() {
            let (head, tail) = words.split_at(at);
            let text = [head, sign, tail].concat();
            let seen = text.replace(['\u{200B}', '\u{FEFF}'], "").replace('\0', " ");
            let wanted = escape(&seen.split_whitespace().collect::<Vec<_>>().join(" "));
            let (mut out, mut blank) = (String::new(), false);
            push_words(&mut out, &mut blank, &text, true);
            assert_eq!((out.as_str(), blank), (wanted.as_str(), seen.ends_with(char::is_whitespace)), "{text:?}");
            assert_eq!(of_markup_if_any(&text), of_markup(&text), "{text:?}");
        }
    }
}

#[test]
fn small_capitals_of_csl_and_of_pages() {
    for (markup, rich) in [
        (r#"A <span style="font-variant:small-caps;">mc</span> b"#, "A <sc>mc</sc> b"),
        (r#"A <span class="x">b <span style="font-variant: small-caps">mc</span> d</span> e"#, "A b <sc>mc</sc> d e"),
        ("a</span> b <span>c", "a b c"),
    ] {
        assert_eq!(of_markup(markup), rich);
    }
}

#[test]
fn plain_is_what_was_escaped() {
    for text in ["a<b>&c", "x &lt; y", "<<>>&&amp;"] {
        assert_eq!(plain(&escape(text)), text);
    }
    assert_eq!(plain("Ca<sup>2+</sup> &amp; K"), "Ca2+ & K");
}
