//! Commands of TeX, LaTeX, AMS and `textcomp` that stand for a character, and the characters.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::letters::{CYRILLIC, PHONETIC};

/// What a command stands for, by its name without the backslash: `symbol("alpha")` is `Some("α")`.
///
/// Accents (`\"`), fonts (`\emph`) and spaces (`\quad`) are not symbols; see [`super`].
pub fn symbol(command: &str) -> Option<&'static str> {
    BY_NAME.get(command).copied()
}

static BY_NAME: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| GROUPS.iter().flat_map(|group| pairs(group)).collect());

static GROUPS: &[&str] =
    &[GREEK, LETTERS, PHONETIC, CYRILLIC, PUNCTUATION, TEXT, OPERATORS, LARGE, RELATIONS, NEGATED, SETS, ARROWS, DELIMITERS, OTHERS, DOTS];

/// A group is a list of words: a command, its character, the next command, …
pub(super) fn pairs(group: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut words = group.split_whitespace();
    std::iter::from_fn(move || Some((words.next()?, words.next()?)))
}

const GREEK: &str = "
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ varkappa ϰ lambda λ mu μ nu ν
    xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω digamma ϝ
    Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Xi Ξ Omicron Ο Pi Π Rho Ρ Sigma Σ
    Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω varGamma 𝛤 varDelta 𝛥 varTheta 𝛩 varLambda 𝛬 varXi 𝛯 varPi 𝛱 varSigma 𝛴 varUpsilon 𝛶
    varPhi 𝛷 varPsi 𝛹 varOmega 𝛺 upalpha α upbeta β upgamma γ updelta δ upepsilon ε upzeta ζ upeta η uptheta θ upiota ι upkappa κ
    uplambda λ upmu μ upnu ν upxi ξ uppi π uprho ρ upsigma σ uptau τ upupsilon υ upphi φ upchi χ uppsi ψ upomega ω Upgamma Γ Updelta Δ
    Uptheta Θ Uplambda Λ Upxi Ξ Uppi Π Upsigma Σ Upphi Φ Uppsi Ψ Upomega Ω textalpha α textbeta β textgamma γ textdelta δ
    textepsilon ε textzeta ζ texteta η texttheta θ textiota ι textkappa κ textlambda λ textmu µ textnu ν textxi ξ textpi π textrho ρ
    textsigma σ texttau τ textupsilon υ textphi φ textchi χ textpsi ψ textomega ω textGamma Γ textDelta Δ textTheta Θ textLambda Λ
    textXi Ξ textPi Π textSigma Σ textPhi Φ textPsi Ψ textOmega Ω textmugreek μ straightphi φ straightepsilon ϵ
";

const LETTERS: &str = "
    aa å AA Å ae æ AE Æ oe œ OE Œ o ø O Ø l ł L Ł ss ß SS ẞ i ı j ȷ dh ð DH Ð dj đ DJ Đ eth ð th þ TH Þ thorn þ Thorn Þ ng ŋ NG Ŋ ij ĳ
    IJ Ĳ hbar ℏ hslash ℏ ell ℓ Re ℜ Im ℑ wp ℘ imath ı jmath ȷ aleph ℵ beth ℶ gimel ℷ daleth ℸ complement ∁ partial ∂ nabla ∇ infty ∞
    Bbbk 𝕜 mho ℧ Finv Ⅎ textdh ð textdj đ textthorn þ textThorn Þ textTHORN Þ textng ŋ textNG Ŋ textesh ʃ textezh ʒ
    textschwa ə textopeno ɔ textglotstop ʔ textturna ɐ textscripta ɑ textbarl ł textcrh ħ
    textpipe ǀ textdoublepipe ǁ textdoublebarpipe ǂ textbarglotstop ʡ textrevglotstop ʕ textscg ɢ textscl ʟ textrhookschwa ɚ
    textramshorns ɤ texthbar ħ textHbar Ħ textinvscr ʁ textscr ʀ textscn ɴ textltailn ɲ textltailm ɱ textrtaild ɖ textrtailt ʈ
    textrtaill ɭ textrtailn ɳ textrtailr ɽ textrtails ʂ textrtailz ʐ textfishhookr ɾ texthardsign ъ textsoftsign ь textturnv ʌ
    textturnr ɹ textturnm ɯ textturnh ɥ textturny ʎ textsca ᴀ textscb ʙ textsci ɪ textscy ʏ textcloseepsilon ʚ textbaru ʉ
    textbari ɨ textcrd đ textctc ɕ textctz ʑ texthooktop ˀ textlonglegr ɼ textreve ɘ textrevepsilon ɜ textinvglotstop ʖ
    textlyoghlig ɮ textbeltl ɬ textbullseye ʘ textg g koppa ϟ Koppa Ϟ sampi ϡ Sampi Ϡ stigma ϛ Stigma Ϛ Digamma Ϝ
    textvartheta ϑ
";

const PUNCTUATION: &str = "
    textendash – textemdash — textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ” textquotedbl \" textquotesingle '
    quotesinglbase ‚ quotedblbase „ guillemotleft « guillemotright » guilsinglleft ‹ guilsinglright › flqq « frqq » flq ‹ frq › glqq „
    grqq “ glq ‚ grq ‘ lq ‘ rq ’ textbackslash \\ textasciitilde ~ textasciicircum ^ textunderscore _ textbar | textless < textgreater >
    textbraceleft { textbraceright } textdollar $ textpercent % textnumbersign # textampersand & textexclamdown ¡ textquestiondown ¿
    textellipsis … dots … ldots … textdots … textbullet • textperiodcentered · cdotp · textinterpunct · texttwelveudash —
    textthreequartersemdash — textdagger † textdaggerdbl ‡ dag † ddag ‡ dagger † ddagger ‡ P ¶ S § textparagraph ¶ textsection § pilcrow ¶
    textpilcrow ¶ textasteriskcentered ∗ textbardbl ‖ textbrokenbar ¦ textsl / slash / textvisiblespace ␣ textinterrobang ‽ textreferencemark ※
    textnobreakhyphen ‑ nobreakhyphen ‑ textfiguredash ‒ texthorizontalbar ― colon : backslash \\ lbrack [ rbrack ] lbrace { rbrace } quotedbl \"
    textquotestraightbase ‚ textquotestraightdblbase „ textprime ′ textprimdouble ″ textprimstress ˈ textsecstress ˌ textlengthmark ː texthalflength ˑ
    textcentereddot · textequals = textoverline ‾ textasciicedilla ¸ texttildelow ˷ textcircledP ℗ textlogicalnot ¬ textmp ∓
";

const TEXT: &str = "
    copyright © textcopyright © textregistered ® texttrademark ™ textservicemark ℠ circledR ® pounds £ textsterling £ euro € texteuro €
    EUR € yen ¥ textyen ¥ textcent ¢ textcurrency ¤ textwon ₩ textlira ₤ textnaira ₦ textdong ₫ textbaht ฿ textpeso ₱ textcolonmonetary ₡
    textflorin ƒ textguarani ₲ textdegree ° textdegreee ° degree ° textcelsius ℃ celsius ℃ textohm Ω ohm Ω textmho ℧ textmicro µ micro µ
    textperthousand ‰ perthousand ‰ textpertenthousand ‱ textordfeminine ª textordmasculine º textonesuperior ¹ texttwosuperior ²
    textthreesuperior ³ textonehalf ½ textonequarter ¼ textthreequarters ¾ textnumero № textestimated ℮ textrecipe ℞ textdiscount ⁒
    textleftarrow ← textrightarrow → textuparrow ↑ textdownarrow ↓ textmusicalnote ♪ textopenbullet ◦ textbigcircle ◯ textlangle ⟨ textrangle ⟩
    textlbrackdbl ⟦ textrbrackdbl ⟧ textlquill ⁅ textrquill ⁆ textminus − textpm ± texttimes × textdiv ÷ textlnot ¬ textsurd √
    textfractionsolidus ⁄ textblank ␢ textborn ★ textdied † textdivorced ⚮ textmarried ⚭ textleaf ☙ textmarker ❧
    TeX TeX LaTeX LaTeX LaTeXe LaTeX2ε BibTeX BibTeX XeTeX XeTeX XeLaTeX XeLaTeX LuaTeX LuaTeX LuaLaTeX LuaLaTeX pdfTeX pdfTeX
    textasciiacute ´ textasciigrave ` textasciidieresis ¨ textasciimacron ¯ textasciibreve ˘ textasciicaron ˇ textacutedbl ˝ textgravedbl ̏
    textsuperscripttwo ² checkmark ✓ textcheckmark ✓ male ♂ female ♀ mars ♂ venus ♀ Mars ♂ Venus ♀ mercury ☿ Mercury ☿ earth ♁
    Earth ♁ jupiter ♃ Jupiter ♃ saturn ♄ Saturn ♄ uranus ♅ Uranus ♅ neptune ♆ Neptune ♆ pluto ♇ Pluto ♇ astrosun ☉ Sun ☉ sun ☼ leftmoon ☾
    rightmoon ☽ Aries ♈ Taurus ♉ Gemini ♊ Cancer ♋ Leo ♌ Virgo ♍ Libra ♎ Scorpio ♏ Sagittarius ♐ Capricorn ♑ Aquarius ♒ Pisces ♓
    aries ♈ taurus ♉ gemini ♊ cancer ♋ leo ♌ virgo ♍ libra ♎ scorpio ♏ sagittarius ♐ capricornus ♑ aquarius ♒ pisces ♓
";

const OPERATORS: &str = "
    pm ± mp ∓ times × div ÷ cdot ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ vee ∨ wedge ∧ lor ∨ land ∧ lnot ¬
    neg ¬ setminus ∖ smallsetminus ∖ wr ≀ diamond ⋄ bigtriangleup △ bigtriangledown ▽ triangleleft ◁ triangleright ▷ lhd ⊲ rhd ⊳ unlhd ⊴
    unrhd ⊵ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ bigcirc ◯ amalg ⨿ dotplus ∔ centerdot ⋅ ltimes ⋉ rtimes ⋊ leftthreetimes ⋋
    rightthreetimes ⋌ circleddash ⊝ circledast ⊛ circledcirc ⊚ boxplus ⊞ boxminus ⊟ boxtimes ⊠ boxdot ⊡ barwedge ⊼ veebar ⊻
    doublebarwedge ⩞ curlywedge ⋏ curlyvee ⋎ intercal ⊺ divideontimes ⋇ Cap ⋒ Cup ⋓ doublecap ⋒ doublecup ⋓ surd √ diagup ╱ diagdown ╲
    minus − plus + ampersand & And & colondash ∹ dotminus ∸ invamp ⅋ parr ⅋
";

const LARGE: &str = "
    sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ iiiint ⨌ oint ∮ oiint ∯ oiiint ∰ smallint ∫ idotsint ∫⋯∫ varointclockwise ∲
    ointctrclockwise ∳ bigcap ⋂ bigcup ⋃ bigsqcup ⨆ bigsqcap ⨅ bigvee ⋁ bigwedge ⋀ bigodot ⨀ bigotimes ⨂ bigoplus ⨁ biguplus ⨄ bigtimes ⨉
    bigstar ★ fint ⨏ sqint ⨖ intop ∫
";

const RELATIONS: &str = "
    leq ≤ le ≤ geq ≥ ge ≥ leqq ≦ geqq ≧ leqslant ⩽ geqslant ⩾ ll ≪ gg ≫ lll ⋘ ggg ⋙ llless ⋘ gggtr ⋙ lt < gt > equiv ≡ sim ∼ simeq ≃
    approx ≈ approxeq ≊ cong ≅ neq ≠ ne ≠ doteq ≐ doteqdot ≑ Doteq ≑ propto ∝ varpropto ∝ models ⊨ perp ⊥ mid ∣ parallel ∥ bowtie ⋈ Join ⋈
    smile ⌣ frown ⌢ asymp ≍ vdash ⊢ dashv ⊣ Vdash ⊩ vDash ⊨ Vvdash ⊪ prec ≺ succ ≻ preceq ⪯ succeq ⪰ preccurlyeq ≼ succcurlyeq ≽
    curlyeqprec ⋞ curlyeqsucc ⋟ precsim ≾ succsim ≿ precapprox ⪷ succapprox ⪸ lesssim ≲ gtrsim ≳ lessapprox ⪅ gtrapprox ⪆ lessgtr ≶
    gtrless ≷ lesseqgtr ⋚ gtreqless ⋛ lesseqqgtr ⪋ gtreqqless ⪌ lessdot ⋖ gtrdot ⋗ eqslantless ⪕ eqslantgtr ⪖ risingdotseq ≓
    fallingdotseq ≒ backsim ∽ backsimeq ⋍ thicksim ∼ thickapprox ≈ eqcirc ≖ circeq ≗ triangleq ≜ bumpeq ≏ Bumpeq ≎ pitchfork ⋔ between ≬
    therefore ∴ because ∵ backepsilon ϶ vartriangle △ vartriangleleft ⊲ vartriangleright ⊳ trianglelefteq ⊴ trianglerighteq ⊵
    blacktriangleleft ◀ blacktriangleright ▶ shortmid ∣ shortparallel ∥ smallsmile ⌣ smallfrown ⌢ coloneqq ≔ eqqcolon ≕ coloneq ≔
    eqcolon ≕ Coloneqq ⩴ colonapprox ∶≈ colonsim ∶∼ questeq ≟ defeq ≝ measeq ≞ wedgeq ≙ stareq ≛ arceq ≘ Colon ∷ ratio ∶ lessequal ≤
    apprge ≳ apprle ≲ textapprox ≈ texteq = eqdef ≝ la ≲ ga ≳ lsim ≲ gsim ≳
";

const NEGATED: &str = "
    nless ≮ ngtr ≯ nleq ≰ ngeq ≱ nleqslant ≰ ngeqslant ≱ nleqq ≰ ngeqq ≱ lneq ⪇ gneq ⪈ lneqq ≨ gneqq ≩ lvertneqq ≨ gvertneqq ≩ lnsim ⋦
    gnsim ⋧ lnapprox ⪉ gnapprox ⪊ nprec ⊀ nsucc ⊁ npreceq ⋠ nsucceq ⋡ precneqq ⪵ succneqq ⪶ precnsim ⋨ succnsim ⋩ precnapprox ⪹
    succnapprox ⪺ nsim ≁ ncong ≇ nmid ∤ nshortmid ∤ nparallel ∦ nshortparallel ∦ nvdash ⊬ nvDash ⊭ nVdash ⊮ nVDash ⊯ VDash ⊫ ntriangleleft ⋪
    ntriangleright ⋫ ntrianglelefteq ⋬ ntrianglerighteq ⋭ nsubseteq ⊈ nsupseteq ⊉ nsubset ⊄ nsupset ⊅ notin ∉ notni ∌ nexists ∄
    nleftarrow ↚ nrightarrow ↛ nLeftarrow ⇍ nRightarrow ⇏ nleftrightarrow ↮ nLeftrightarrow ⇎ napprox ≉ nequiv ≢
";

const SETS: &str = "
    subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subseteqq ⫅ supseteqq ⫆ subsetneq ⊊ supsetneq ⊋ varsubsetneq ⊊ varsupsetneq ⊋ subsetneqq ⫋
    supsetneqq ⫌ Subset ⋐ Supset ⋑ sqsubset ⊏ sqsupset ⊐ sqsubseteq ⊑ sqsupseteq ⊒ in ∈ ni ∋ owns ∋ emptyset ∅ varnothing ∅ forall ∀
    exists ∃ top ⊤ bot ⊥ angle ∠ measuredangle ∡ sphericalangle ∢ rightangle ∟ triangle △ square □ Box □ Diamond ◇ blacksquare ■
    blacktriangle ▲ blacktriangledown ▼ triangledown ▽ lozenge ◊ blacklozenge ⧫ natural ♮ flat ♭ sharp ♯ clubsuit ♣ diamondsuit ♢
    heartsuit ♡ spadesuit ♠ N ℕ R ℝ Z ℤ Q ℚ
";

const ARROWS: &str = "
    leftarrow ← gets ← rightarrow → to → uparrow ↑ downarrow ↓ leftrightarrow ↔ updownarrow ↕ Leftarrow ⇐ Rightarrow ⇒ Uparrow ⇑
    Downarrow ⇓ Leftrightarrow ⇔ Updownarrow ⇕ longleftarrow ⟵ longrightarrow ⟶ longleftrightarrow ⟷ Longleftarrow ⟸ Longrightarrow ⟹
    Longleftrightarrow ⟺ implies ⟹ impliedby ⟸ iff ⟺ mapsto ↦ longmapsto ⟼ mapsfrom ↤ hookleftarrow ↩ hookrightarrow ↪ leftharpoonup ↼
    leftharpoondown ↽ rightharpoonup ⇀ rightharpoondown ⇁ rightleftharpoons ⇌ leftrightharpoons ⇋ upharpoonleft ↿ upharpoonright ↾
    restriction ↾ downharpoonleft ⇃ downharpoonright ⇂ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ leadsto ⇝ rightsquigarrow ⇝
    leftrightsquigarrow ↭ dashleftarrow ⇠ dashrightarrow ⇢ leftleftarrows ⇇ rightrightarrows ⇉ upuparrows ⇈ downdownarrows ⇊
    leftrightarrows ⇆ rightleftarrows ⇄ Lleftarrow ⇚ Rrightarrow ⇛ twoheadleftarrow ↞ twoheadrightarrow ↠ leftarrowtail ↢
    rightarrowtail ↣ looparrowleft ↫ looparrowright ↬ curvearrowleft ↶ curvearrowright ↷ circlearrowleft ↺ circlearrowright ↻ Lsh ↰ Rsh ↱
    multimap ⊸ updownarrows ⇅ xrightarrow → xleftarrow ←
";

const DELIMITERS: &str = "
    langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lVert ‖ rVert ‖ lvert | rvert | Vert ‖ vert | llbracket ⟦ rrbracket ⟧ lgroup ⟮
    rgroup ⟯ lmoustache ⎰ rmoustache ⎱ ulcorner ⌜ urcorner ⌝ llcorner ⌞ lrcorner ⌟ openbracketleft ⟦ openbracketright ⟧ lBrack ⟦ rBrack ⟧ lAngle ⟪ rAngle ⟫ lparen ( rparen )
";

const OTHERS: &str = "
    prime ′ dprime ″ trprime ‴ backprime ‵ circledS Ⓢ maltese ✠ Game ⅁ lightning ↯ Lightning ↯ blitz ↯ smiley ☺
    frownie ☹ blacksmiley ☻ phone ☎ telephone ☎ clock ◷ recorder ⌕ pointer ☞ skull ☠ radiation ☢ biohazard ☣ Cross ✝ eighthnote ♪
    quarternote ♩ twonotes ♫ halfnote 𝅗𝅥 fullnote 𝅝 Bowtie ⋈ CIRCLE ● Circle ○ LEFTcircle ◐ RIGHTcircle ◑ permil ‰ Square □ XBox ☒
    CheckedBox ☑ hexagon ⬡ pentagon ⬠ octagon ⯃ varhexagon ⬢ invneg ⌐ wasylozenge ⌑ kreuz ✠ fax ℻ angstrom Å Angstrom Å textangstrom Å
    planck ℎ hbarslash ℏ degC ℃
";

const DOTS: &str = "
    cdots ⋯ vdots ⋮ ddots ⋱ adots ⋰ iddots ⋰ udots ⋰ dotsc … dotsb ⋯ dotsm ⋯ dotsi ⋯ dotso … hdots … mathellipsis … textasciidots …
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_stands_for_its_character() {
        for (command, character) in
            [("alpha", "α"), ("Omega", "Ω"), ("rightarrow", "→"), ("leq", "≤"), ("ss", "ß"), ("textendash", "–"), ("sum", "∑")]
        {
            assert_eq!(symbol(command), Some(character), "{command}");
        }
        assert_eq!(symbol("emph"), None);
        assert_eq!(symbol(""), None);
        assert!(BY_NAME.len() >= 400);
        let all: usize = GROUPS.iter().map(|group| pairs(group).count()).sum();
        assert_eq!(all, BY_NAME.len(), "no command stands twice");
    }

    #[test]
    fn every_group_is_pairs_of_a_name_and_something_that_is_not_one() {
        for (command, character) in
            [GREEK, OPERATORS, LARGE, RELATIONS, NEGATED, SETS, ARROWS, DELIMITERS, DOTS].iter().flat_map(|g| pairs(g))
        {
            assert!(command.chars().all(|c| c.is_ascii_alphabetic()), "{command}");
            assert!(!character.chars().any(|c| c.is_ascii_alphanumeric()), "{command}: {character}");
        }
    }
}
