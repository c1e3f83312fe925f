//! Rich-lite text as it is read.

use proptest::prelude::*;

use super::*;

fn texts(rich: &str) -> Vec<String> {
    parse_rich(rich).into_iter().map(|run| run.text).collect()
}

#[test]
fn tags_become_emphasis_in_any_spelling() {
    for rich in ["a<i>b</i>c", "a<I>b</I>c", "a<jats:italic>b</jats:italic>c", "a<em class=\"x>y\">b</em>c"] {
        let runs = parse_rich(rich);
        assert_eq!(texts(rich), ["a", "b", "c"], "{rich}");
        assert_eq!(runs.iter().map(|run| run.emphasis.italic).collect::<Vec<_>>(), [false, true, false]);
    }
    let both = parse_rich("<b><sc>x</b></sc>y");
    assert!(both[0].emphasis.bold && both[0].emphasis.small_caps);
    assert_eq!(both[1], Run::plain("y", ()));
}

#[test]
fn what_is_no_tag_is_text() {
    for (rich, shown) in [
        ("p < 0.05 and n > 3", "p < 0.05 and n > 3"),
        ("<blink>x</blink>", "<blink>x</blink>"),
        ("a <i", "a <i"),
        ("<i.e. this>", "<i.e. this>"),
        ("</i>x<b>y", "xy"),
        ("a<b<c", "a<b<c"),
        ("AT&T & co&", "AT&T & co&"),
    ] {
        assert_eq!(plain(rich), shown);
    }
}

#[test]
fn entities_are_decoded_once_and_double_ones_too() {
    assert_eq!(plain("a &lt;i&gt; &amp; &quot;b&quot;&nbsp;c&nbsp d&#x4e2d;&#25991;"), "a <i> & \"b\"\u{a0}c\u{a0} d中文");
    assert_eq!(plain("&amp;lt;i&amp;gt;x"), "<i>x");
    assert_eq!(plain("&amp;amp;lt;"), "&lt;");
    // Decoded, these would be an escape sequence and a direction override.
    assert_eq!(plain("a&#27;[31mb&#x202e;c&#x1b;]0;pwned&#7;d&#xd800;"), "abcd\u{fffd}");
}

#[test]
fn raised_text_is_raised_where_it_can_be() {
    for (rich, shown) in [
        ("Ca<sup>2+</sup>", "Ca²⁺"),
        ("H<sub>2</sub>O", "H₂O"),
        ("10<SUP>−6</SUP>", "10⁻⁶"),
        ("x<sup>n+1</sup>", "xⁿ⁺¹"),
        ("HU Ye-fei<sup>1,2*</sup>", "HU Ye-fei¹,²*"),
        ("<i>K</i><sub>ATP</sub>", "KATP"),
        ("A<sup>Q</sup>", "A^Q"),
        ("治理<sup>[12]</sup>", "治理[12]"),
        ("qikan<sup>TM</sup>", "qikan™"),
        ("x<sup></sup>y", "xy"),
        ("x<sup><i>a</i>+<b>b</b></sup>", "xᵃ⁺ᵇ"),
        ("x<sup><i>A</i>+<b>B</b></sup>", "x^(A+B)"),
        // What has no raised twin is read without TeX, and as no other number.
        ("Loss of p53<sup>-/-</sup> in Cre<sup>ERT2/+</sup> mice", "Loss of p53⁻/⁻ in CreERT2/+ mice"),
        ("CD4<sup>hi</sup> T<sub>reg</sub> cells", "CD4ʰⁱ Treg cells"),
        ("Pax3<sup>GFP/+</sup>", "Pax3GFP/+"),
        ("10<sup>−6.5</sup> M, <i>x</i><sub>1,2</sub>", "10⁻⁶.⁵ M, x₁,₂"),
        ("10<sup>6 M</sup>", "10^(6 M)"),
        ("2<sup>NT</sup> or 2<sup>ème</sup>", "2^(NT) or 2ème"),
        ("e<sup>−E/kT</sup>", "e^(−E/kT)"),
        // Of files that are set out in lines.
        ("myopathy<sup> 2– 4</sup> and<sup> 8, 9, 14– 18 </sup>.", "myopathy²⁻⁴ and⁸,⁹,¹⁴⁻¹⁸."),
    ] {
        assert_eq!(plain(rich), shown);
    }
    let runs = parse_rich("Ca<sup>2+</sup>");
    assert!(runs[1].emphasis.superscript);
}

#[test]
fn references_and_formulas_are_kept() {
    let text = "see <xref r=\"12\">[12]</xref> and <xref r='3'><i>3</i></xref><xref fn=\"fn1\">a</xref>";
    let runs = parse_rich_with(text, |mark| Some(mark?.clone()));
    let seen: Vec<_> = runs.iter().map(|run| (run.text.as_str(), run.tag.clone())).collect();
    let reference = |number: &str| Some(Mark::Reference(number.to_owned()));
    let note = Some(Mark::Note("fn1".to_owned()));
    assert_eq!(seen, [("see ", None), ("[12]", reference("12")), (" and ", None), ("3", reference("3")), ("a", note)]);
    let runs = parse_rich_with("in <xref to=\"f1 f2\">Figs 1, 2</xref>", |mark| Some(mark?.clone()));
    assert_eq!(runs[1].tag, Some(Mark::Part("f1 f2".to_owned())));
    assert_eq!(plain("if <math tex=\"a &lt; b\" mathml=\"<mi>a</mi>\">a&lt;b</math>."), "if a<b.");
    assert_eq!(plain("if <math tex=\"a &lt; b\"></math>."), "if a < b.");
    assert_eq!(plain("if <math tex='x^2'/>."), "if x^2.");
}

proptest! {
    #[test]
    fn escaped_text_comes_back(text in "[ -~中&;<>lt#x]{0,60}") {
        prop_assert_eq!(plain(&escape(&text)), clean(&text).into_owned());
    }

    #[test]
    fn anything_can_be_read(text in "(<|>|/|i|sup|&|;|#|x|1|\"|=|math|tex| |\u{1b}|中){0,60}") {
        for run in parse_rich(&text) {
            prop_assert!(clean(&run.text) == run.text);
            prop_assert!(!run.text.is_empty());
        }
    }
}
