//! What formulas of TeX are read as.

use super::{bare, readable};

#[test]
fn formulas_of_tex_are_readable() {
    for (tex, text) in [
        ("a^2+b^2=c^2", "a² + b² = c²"),
        ("\\frac{x-1}{2}", "(x − 1)/2"),
        ("\\sqrt[3]{x}", "³√x"),
        ("\\alpha_{i}\\leq \\bar{x}", "αᵢ ≤ x\u{304}"),
        ("\\sum_{i=1}^{n} x_i", "∑ᵢ₌₁ⁿ xᵢ"),
        ("x^{Q}", "x^Q"),
        ("\\begin{pmatrix}a&b\\\\c&d\\end{pmatrix}", "(a, b; c, d)"),
        ("\\left(\\sin x\\right.", "(sin x"),
        (r"\frac{a}{b}", "a/b"),
        (r"\frac{a+b}{2}^2", "((a + b)/2)²"),
        (r"x_{i}^{2}", "xᵢ²"),
        (r"10^{-3}", "10⁻³"),
        (r"\mathbb{R}^n", "ℝⁿ"),
        (r"p<0.05", "p < 0.05"),
        (r"x \in A", "x ∈ A"),
        (r"\hat{x}", "x̂"),
        (r"90^\circ", "90°"),
        (r"\sin\theta", "sin θ"),
        (r"\text{if } n", "if n"),
        (r"K_{\mathrm{off}}", "K_{off}"),
        (r"\unknowncommand x", "unknowncommand x"),
        // Parts that would be read as others.
        (r"2\frac{1}{ab}c", "2 1/(ab) c"),
        (r"\frac{d}{dx}\frac{1}{f(x)}\frac12", "d/dx 1/f(x) 1/2"),
        (r"\sqrt{x}^3 {a \over b+c} {n \choose k}", "(√x)³ a/(b + c) (n k)"),
        (r"\begin{pmatrix}1&-1\\[2pt]0&x+1\\\end{pmatrix}", "(1, −1; 0, x + 1)"),
        (r"\begin{cases}x,&x>0\\-x&\text{if }x\le 0\end{cases}", "{x, x > 0; −x, if x ≤ 0"),
        (r"\begin{aligned}a&=b,\\&\quad-c\end{aligned}", "a = b; −c"),
        (r"\sum_{\substack{i<n\\j<m}}a_{i j}", "∑_{i<n;j<m} aᵢⱼ"),
        (r"\begin{array}{rl}1\over2&-1\cr\matrix{a\cr b}&0\end{array}", "1/2, −1; a; b, 0"),
        (r"\frac{\partial^2 u}{\partial x^2}+\sqrt[n+1]{2}", "∂²u/∂x² + ⁿ⁺¹√2"),
        // Blanks of the source, and those that are meant.
        (r"\left( \frac{G}{\rho }\right) _{x} \varphi _{x}", "(G/ρ)ₓφₓ"),
        (r"N (r) \, dr, \sin ^2 t", "N(r) dr, sin² t"),
        (r"\sup _{x\in A}|f|+|-g|", "sup_{x∈A}|f| + |−g|"),
        (r"\Vert \cdot \Vert \le \left\| x\right\|", "‖⋅‖ ≤ ‖x‖"),
        (r"f(x,y), [0, T]", "f(x,y), [0, T]"),
        (r"x:=\left<a\right>", "x := ⟨a⟩"),
        // Words.
        (r"10\,\text{--}\,20\text{ S-index}, \mbox{d'\'etat $x-1$}", "10 – 20 S-index, d’état x − 1"),
        (r"P_\mathrm{thin}\mathrm{e}^\text{in out}", "Pₜₕᵢₙe^{in out}"),
        (r"u_*u^*", "u_*u*"),
        (r"A\xrightarrow[T]{k}B\not\equiv C\not= D", "A →_Tᵏ B ≢ C ≠ D"),
        (r"\overbrace{a+b}^{n}\operatorname{Var}X\unicode{x2033}\|", "(a + b)ⁿ Var X″‖"),
        (r"{\Huge a}\fcolorbox{red}{blue}{b}\smash[b]{c}\kern{1em}\Vec{x}", "abcx⃗"),
        (r"a\kern-0.5em b\color{red}c\textcolor{red}{d}\phantom{e}\scriptscriptstyle f\bigl[ g\bigr]", "a bcdf[g]"),
        (r"\ce{SO4^2-}\SI{3e8}{\metre\per\second}", "SO₄²⁻3×10⁸ m/s"),
        (r"a \equiv b \pmod{n}", "a ≡ b (mod n)"),
    ] {
        assert_eq!(readable(tex), text, "{tex}");
    }
    assert_eq!(bare("<?CDATA $y$?>"), "y");
    assert_eq!(bare("\\documentclass{x}\\begin{document}$$y$$\\end{document}"), "y");
}

/// A script that a sign or a blank parts from what stands before it is of what follows: a nucleus, a degree.
#[test]
fn scripts_before_their_letter_stay_with_it() {
    wrong_of(&[
        (r"^{12}C + ^{13}C", "¹²C + ¹³C"),
        (r"^{12}C+^{13}C", "¹²C + ¹³C"),
        (r"a = ^{13}C", "a = ¹³C"),
        (r"a \to ^{13}C", "a → ¹³C"),
        (r"\text{of }^{13}\text{C}", "of ¹³C"),
        (r"25~^\circ C", "25 °C"),
        (r"25~^{\circ}\mathrm{C}", "25 °C"),
        (r"25\,^\circ C, 10\ ^{\circ}C, 90 ^\circ", "25 °C, 10 °C, 90°"),
        (r"5\,^{13}\mathrm{C}", "5 ¹³C"),
        (r"(p,\gamma)\,^{16}O", "(p,γ) ¹⁶O"),
        (r"^{7}Li~^{6}Li, ^{6}Li", "⁷Li ⁶Li, ⁶Li"),
        // Those of a sign, a function or a command stay with it.
        (r"a =^{!} b \to^k c\sim _{L}d", "a =^! b →ᵏ c ∼_L d"),
        (r"\sin ^2 x\unknown^2 y", "sin² x unknown² y"),
        (r"\left( a\right) ^{2}\sum ^{n}a", "(a)²∑ⁿ a"),
    ]);
}

#[test]
fn functions_stand_apart_behind_their_scripts() {
    wrong_of(&[
        (r"\lim_{x\to0} f", "lim_{x→0} f"),
        (r"\max_{x\in A}f(x)", "max_{x∈A} f(x)"),
        (r"\text{max}_{i} x, \mathrm{max}_{x\in A} f", "maxᵢ x, max_{x∈A} f"),
        (r"\lim_n a_n, x_{i} y, x_{\mathrm{off}} y", "limₙ aₙ, xᵢy, x_{off}y"),
        (r"\frac{a}{b}'+\sqrt{x}'", "(a/b)′ + (√x)′"),
        (r"a\hspace*{1cm} x\vspace*{2pt}\tag*{3}", "a x"),
        (r"\SI{3}{\kilo\gram\per\cubic\metre}, \si{\square\metre}", "3 kg/m³, m²"),
    ]);
}

fn wrong_of(rows: &[(&str, &str)]) {
    let wrong: Vec<_> = rows.iter().map(|(tex, text)| (*tex, readable(tex), *text)).filter(|(_, got, text)| got != text).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn deep_and_broken_formulas_end() {
    for tex in [
        "{".repeat(5000),
        "\\frac".repeat(5000),
        "^".repeat(5000),
        "\\begin{".repeat(3000),
        "\\sqrt[".repeat(3000),
        "\\text{".repeat(3000),
        "\\text{$".repeat(3000),
        "\\mathrm".repeat(5000),
        "x^\\mathrm".repeat(5000),
        "\\not".repeat(5000),
        "\\\\[".repeat(5000),
        "|+".repeat(20000),
        "\\over".repeat(5000),
        "\\ce{".repeat(5000),
        "\\SI{".repeat(5000),
        "x_{".repeat(30) + &"\\max_{i} ".repeat(5000),
        "\\si{\\square".repeat(5000),
    ] {
        readable(&tex);
    }
}
