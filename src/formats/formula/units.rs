//! Quantities as the package `siunitx` writes them: `\SI{3.0e8}{\metre\per\second}`.

use super::pieces::script;
use crate::formats::latex::symbols::symbol;
use crate::text::Raised;

/// Units and prefixes by their names: the name, its sign, the next name, …
const SIGNS: &str = "
    ampere A angstrom Å arcminute ′ arcsecond ″ astronomicalunit au atomicmassunit u bar bar becquerel Bq bel B candela cd
    celsius °C coulomb C dalton Da day d decibel dB degree ° degreeCelsius °C electronvolt eV farad F gram g gray Gy hectare ha
    henry H hertz Hz hour h joule J katal kat kelvin K kilogram kg liter L litre L lumen lm lux lx meter m metre m minute min
    mole mol neper Np newton N ohm Ω pascal Pa percent % radian rad second s siemens S sievert Sv steradian sr tesla T tonne t
    volt V watt W weber Wb
    atto a centi c deca da deci d exa E femto f giga G hecto h kilo k mega M micro μ milli m nano n peta P pico p tera T yocto y
    yotta Y zepto z zetta Z
    squared ² cubed ³
    fm fm pm pm nm nm um μm mm mm cm cm dm dm km km fg fg pg pg ng ng ug μg mg mg kg kg amu u ml mL ul μL fs fs ps ps ns ns us μs
    ms ms mHz mHz Hz Hz kHz kHz MHz MHz GHz GHz THz THz mV mV kV kV mA mA kA kA mW mW kW kW MW MW eV eV meV meV keV keV MeV MeV
    GeV GeV TeV TeV kJ kJ kPa kPa MPa MPa GPa GPa
";

/// A number: `3.0e8`, `1.2(3)`, `-4`.
pub fn number(source: &str) -> String {
    let source = source.trim();
    let (digits, power) = source.split_once(['e', 'E']).unwrap_or((source, ""));
    let mut out = digits.replace('-', "−").replace("+−", "±").replace("\\pm", "±").replace(['\\', '{', '}', '$'], "");
    if !power.is_empty() {
        let power = script(Raised::Above, &power.replace('-', "−"));
        out = if out.is_empty() { format!("10{power}") } else { format!("{out}×10{power}") };
    }
    out
}

/// A unit: `\kilo\metre\per\second\squared`, or its signs as they are (`m.s^{-1}`).
pub fn unit(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    // Whether the sign before was a prefix or a stroke, which nothing parts from what follows.
    let mut joined = true;
    // The power that was named before its unit: `\cubic\metre`.
    let mut power = String::new();
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '\\' => {
                let length =
                    rest.bytes().take_while(u8::is_ascii_alphabetic).count().max(usize::from(rest.starts_with(|c: char| c.is_ascii())));
                let (name, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
                rest = behind;
                joined = named(name, &mut rest, &mut out, (joined, &mut power));
            }
            '^' => {
                let power = group(&mut rest);
                out.push_str(&script(Raised::Above, &power.replace('-', "−")));
            }
            '.' | '~' => {
                out.push_str(&std::mem::take(&mut power));
                out.push('·');
                joined = true;
            }
            '{' | '}' | '$' => {}
            c if c.is_whitespace() => {}
            c => {
                out.push(c);
                joined = true;
            }
        }
    }
    out.push_str(&power);
    out
}

/// One name of a unit, with whether it belongs to what stands before it and the power that waits for a unit; returns whether
/// what follows belongs to it.
fn named(name: &str, rest: &mut &str, out: &mut String, (joined, waits): (bool, &mut String)) -> bool {
    let mut words = SIGNS.split_whitespace();
    let sign = std::iter::from_fn(|| Some((words.next()?, words.next()?))).find(|(known, _)| *known == name).map(|(_, sign)| sign);
    match (name, sign) {
        ("per", _) => {
            out.push('/');
            true
        }
        ("square" | "cubic" | "raiseto", _) => {
            *waits = match name {
                "square" => "²".to_owned(),
                "cubic" => "³".to_owned(),
                _ => script(Raised::Above, &group(rest).replace('-', "−")),
            };
            joined
        }
        ("tothe", _) => {
            let power = group(rest);
            out.push_str(&script(Raised::Above, &power.replace('-', "−")));
            false
        }
        (_, Some(power @ ("²" | "³"))) => {
            out.push_str(power);
            false
        }
        (_, sign) => {
            if !joined {
                out.push('·');
            }
            out.push_str(sign.or_else(|| symbol(name)).unwrap_or(name));
            if is_prefix(name) {
                return true;
            }
            out.push_str(&std::mem::take(waits));
            false
        }
    }
}

fn is_prefix(name: &str) -> bool {
    let prefixes = SIGNS.lines().skip_while(|line| !line.trim_start().starts_with("atto")).take(2);
    prefixes.flat_map(str::split_whitespace).step_by(2).any(|prefix| prefix == name)
}

/// A group in braces or one sign, taken.
fn group<'s>(rest: &mut &'s str) -> &'s str {
    let (inner, behind) = match rest.strip_prefix('{') {
        Some(inner) => inner.split_once('}').unwrap_or((inner, "")),
        None => rest.split_at_checked(rest.chars().next().map_or(0, char::len_utf8)).unwrap_or((rest, "")),
    };
    *rest = behind;
    inner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_readable() {
        for (source, text) in [("3.0e8", "3.0×10⁸"), ("-4", "−4"), ("e-3", "10⁻³"), ("1.2(3)", "1.2(3)"), ("5 +- 1", "5 ± 1")] {
            assert_eq!(number(source), text, "{source}");
        }
        for (source, text) in [
            (r"\kilo\metre\per\second", "km/s"),
            (r"\metre\per\second\squared", "m/s²"),
            (r"\newton\metre", "N·m"),
            (r"\micro\gram\per\litre", "μg/L"),
            (r"\degreeCelsius", "°C"),
            (r"m.s^{-1}", "m·s⁻¹"),
            (r"\kg\tothe{4}", "kg⁴"),
            (r"\unheardof", "unheardof"),
            (r"\square\metre", "m²"),
            (r"\kilo\gram\per\cubic\centi\metre\per\second", "kg/cm³/s"),
            (r"\watt\per\raiseto{4}\kelvin", "W/K⁴"),
            (r"\square{m}", "m²"),
        ] {
            assert_eq!(unit(source), text, "{source}");
        }
    }
}
