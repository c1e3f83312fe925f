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
    ] {
        readable(&tex);
    }
}
