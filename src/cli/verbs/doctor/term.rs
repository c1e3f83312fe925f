//! `qikan doctor term`: what the environment says of the terminal, what it answered, and what a picture costs on it.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::advice::{Judgement, judge};
use crate::cli::Failure;
use crate::cli::args::{Common, DoctorTerm};
use crate::cli::out::Out;
use crate::cli::paths;
use crate::cli::verbs::open;
use crate::terminal::painter::Colours;
use crate::terminal::{
    Around, Background, Examined, Exit, Found, Han, Multiplexer, Opener, Options, Remembered, Works, around, examine, price,
};
use crate::text::{Ambiguous, Measure};

/// Bytes a second of a line of 256 kbit/s.
const SLOW_LINE: usize = 32_000;

/// All that was found, in the order in which it is told.
#[derive(Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each answers a question of its own")]
struct Report {
    environment: BTreeMap<&'static str, String>,
    locale_is_utf8: bool,
    multiplexer: Option<&'static str>,
    multiplexer_version: Option<String>,
    client_is_utf8: Option<bool>,
    client_term: Option<String>,
    columns: Option<u16>,
    rows: Option<u16>,
    /// Standard output is a terminal, and it answered.
    is_terminal: bool,
    answered: bool,
    name: Option<String>,
    attributes: Vec<u16>,
    round_trip_ms: Option<f64>,
    colours: &'static str,
    colours_because: String,
    background: Option<&'static str>,
    background_because: Option<&'static str>,
    utf8_seen: Option<bool>,
    ambiguous_cells: Option<u8>,
    line_cells: Option<u8>,
    widths: Vec<Width>,
    column_margins: Option<bool>,
    synchronized: Option<bool>,
    hyperlinks: Option<bool>,
    clipboard: &'static str,
    opener: Option<Vec<String>>,
    cache: Option<String>,
    identity: String,
    remembered: bool,
    price: Option<Priced>,
    problems: Vec<String>,
    advice: Vec<String>,
}

/// One sample of the table of widths, in cells.
#[derive(Debug, Serialize)]
struct Width {
    sample: String,
    code: String,
    measured: u16,
    /// What the Unicode tables say, and what they say for East Asian terminals.
    unicode: usize,
    unicode_wide: usize,
    /// What qikan reckons with on this terminal.
    qikan: usize,
}

/// Bytes of a test picture at this size.
#[derive(Debug, Serialize)]
struct Priced {
    first: usize,
    line_beside: usize,
    line_alone: usize,
}

/// Examines the terminal and prints what was found.
///
/// # Errors
/// [`Failure::Nothing`] (1) where there is a problem: the terminal does not show UTF-8 or did not answer, tmux's client is not in
/// UTF-8, a setting says another width than the terminal has, `TERM` names no terminal. Not to be asked because standard
/// output is none is no problem.
pub fn term(common: &Common, verb: &DoctorTerm, out: &Out) -> Result<(), Failure> {
    let config = paths::config()?;
    let options = open::options(common, &config, None)?;
    let is_terminal = io::stdout().is_terminal();
    let remembered = Remembered::look_up(paths::cache().as_deref(), options.environment.identity());
    let examined = if is_terminal && !options.is_dumb() { asked(&options)? } else { Examined::default() };
    let found = examined.found.clone().unwrap_or_default();
    if examined.found.is_some() {
        // Nothing is lost if it cannot be kept.
        let _ = remembered.keep(&found, remembered.is_narrow());
    }
    let around = around(options.outside.multiplexer);
    let judgement = judge(&options, &around, &examined, is_terminal);
    let report = report(&options, &around, &examined, &remembered, is_terminal, judgement);
    if verb.json {
        out.print(&serde_json::to_string_pretty(&report).map_err(|error| Failure::Unwritable(error.to_string()))?);
        out.line("");
    } else {
        print(&report, out);
    }
    out.finish()?;
    if report.problems.is_empty() { Ok(()) } else { Err(Failure::Nothing(String::new())) }
}

fn asked(options: &Options) -> Result<Examined, Failure> {
    match examine(options) {
        Ok((examined, Exit::Quit)) => Ok(examined),
        Ok((_, exit)) => Err(Failure::Signal(u8::try_from(exit.code().saturating_sub(128)).unwrap_or(1))),
        Err(error) => Err(Failure::Unwritable(error.to_string())),
    }
}

fn report(
    options: &Options,
    around: &Around,
    examined: &Examined,
    remembered: &Remembered,
    is_terminal: bool,
    judgement: Judgement,
) -> Report {
    let found = examined.found.clone().unwrap_or_default();
    let environment = &options.environment;
    let yes = |works: Option<Works>| works.map(|works| works == Works::Yes);
    let cells = |width: Option<Ambiguous>| width.map(|width| if width == Ambiguous::Two { 2 } else { 1 });
    let known = |background: Option<Background>| background.map(|b| if b == Background::Light { "light" } else { "dark" });
    let (colours, colours_because) = colours(options, &found);
    let (background, background_because) = match (known(found.background), known(environment.background())) {
        (Some(asked), _) => (Some(asked), Some("it said so (OSC 11)")),
        (None, Some(told)) => (Some(told), Some("COLORFGBG says so")),
        _ => (None, None),
    };
    let measure = Measure { ambiguous: options.ambiguous.or(found.laid_out()).unwrap_or_default() };
    let sized = (examined.size.columns > 0).then_some(examined.size);
    Report {
        environment: environment.told().map(|(name, value)| (name, value.to_owned())).collect(),
        locale_is_utf8: options.speaks_utf8,
        multiplexer: match options.outside.multiplexer {
            Multiplexer::None => None,
            Multiplexer::Tmux => Some("tmux"),
            Multiplexer::Screen => Some("screen"),
        },
        multiplexer_version: around.version.clone(),
        client_is_utf8: around.client_speaks_utf8,
        client_term: around.client_term.clone(),
        columns: sized.map(|size| size.columns),
        rows: sized.map(|size| size.rows),
        is_terminal,
        answered: !found.is_mute(),
        name: found.name.clone(),
        attributes: found.attributes.clone(),
        round_trip_ms: found.round_trip.map(|time| (time.as_secs_f64() * 10_000.0).round() / 10.0),
        colours,
        colours_because,
        background,
        background_because,
        utf8_seen: found.han.map(|han| han == Han::TwoCells),
        ambiguous_cells: cells(found.ambiguous),
        line_cells: cells(found.lines),
        widths: found.widths.iter().map(|(sample, measured)| width(sample, *measured, measure)).collect(),
        column_margins: yes(found.column_margins),
        synchronized: yes(found.synchronized),
        hyperlinks: yes(found.hyperlinks),
        clipboard: match options.outside.multiplexer {
            Multiplexer::None => "OSC 52 to the terminal, and a file",
            Multiplexer::Tmux => "tmux load-buffer -w (tmux hands it on if its set-clipboard is on or external), and a file",
            Multiplexer::Screen => "OSC 52 wrapped for screen, and a file",
        },
        opener: options.outside.opener.as_ref().map(Opener::line),
        cache: remembered.path().map(|path| path.display().to_string()),
        identity: remembered.identity().to_owned(),
        remembered: remembered.found().is_some(),
        price: sized.map(|size| {
            let price = price(size, options, &found);
            Priced { first: price.first, line_beside: price.scrolled_beside, line_alone: price.scrolled_alone }
        }),
        problems: judgement.problems,
        advice: judgement.advice,
    }
}

/// How many colours are used, and why.
fn colours(options: &Options, found: &Found) -> (&'static str, String) {
    let (_, because) = options.environment.colours();
    let by_make = found.true_colour == Some(Works::Yes) && options.outside.multiplexer == Multiplexer::None;
    match options.colours {
        Colours::None if options.environment.has("NO_COLOR") => ("none", "NO_COLOR is set".to_owned()),
        Colours::None => ("none", because),
        Colours::Eight => ("8", because),
        Colours::Sixteen | Colours::Indexed if by_make => ("24 bits", "this make of terminal has them".to_owned()),
        Colours::Sixteen => ("16", because),
        Colours::Indexed => ("256", because),
        Colours::True => ("24 bits", because),
    }
}

fn width(sample: &str, measured: u16, measure: Measure) -> Width {
    Width {
        sample: sample.to_owned(),
        code: sample.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect::<Vec<_>>().join("+"),
        measured,
        unicode: sample.width(),
        unicode_wide: sample.width_cjk(),
        qikan: measure.width(sample).min(2),
    }
}

fn print(report: &Report, out: &Out) {
    let line = |name: &str, value: &str| out.line(&format!("{name:<24}{value}"));
    let or = |value: Option<bool>, yes: &str, no: &str| value.map_or("not known", |is| if is { yes } else { no }).to_owned();
    for (name, value) in &report.environment {
        line(name, value);
    }
    line("Locale", if report.locale_is_utf8 { "UTF-8" } else { "not UTF-8: signs are drawn in ASCII" });
    if let Some(multiplexer) = report.multiplexer {
        line("Inside", &format!("{multiplexer} {}", report.multiplexer_version.as_deref().unwrap_or_default()));
        if let Some(term) = &report.client_term {
            line("Terminal behind it", &format!("{term}, {}", or(report.client_is_utf8, "UTF-8", "not UTF-8")));
        }
    }
    if !report.is_terminal {
        line("Terminal", "standard output is none: nothing was asked");
    } else if !report.answered {
        line("Terminal", "it did not answer");
    }
    if let (Some(columns), Some(rows)) = (report.columns, report.rows) {
        line("Size", &format!("{columns} columns, {rows} rows"));
    }
    if report.answered {
        line("Name (XTVERSION)", report.name.as_deref().unwrap_or("not said"));
        let attributes: Vec<String> = report.attributes.iter().map(u16::to_string).collect();
        line("Attributes (DA1)", &attributes.join(";"));
    }
    if let Some(time) = report.round_trip_ms {
        line("Round trip", &format!("{time} ms"));
    }
    line("Colours", &format!("{}: {}", report.colours, report.colours_because));
    line(
        "Background",
        &report.background.map_or("not known".to_owned(), |b| format!("{b}: {}", report.background_because.unwrap_or_default())),
    );
    if report.answered {
        line("UTF-8", &or(report.utf8_seen, "yes: 中 takes two cells", "no: 中 does not take two cells"));
        let cells = |cells: Option<u8>| cells.map_or("not known".to_owned(), |n| format!("{n} cell{}", if n == 1 { "" } else { "s" }));
        line("Ambiguous signs", &cells(report.ambiguous_cells));
        line("Box drawing", &cells(report.line_cells));
        line("Column margins", &or(report.column_margins, "yes (DECSLRM, seen to work)", "no (DECSLRM was tried)"));
        let synchronized = or(report.synchronized, "yes (mode 2026)", "no (mode 2026)");
        line("Synchronized output", report.multiplexer.map_or(&synchronized, |_| "not asked: inside a multiplexer it is not used"));
        line("Hyperlinks", &or(report.hyperlinks, "yes (OSC 8, by its name)", "no (OSC 8, by its name)"));
    }
    line("Clipboard", report.clipboard);
    line("Opener", &report.opener.as_ref().map_or("none: addresses are copied and shown".to_owned(), |argv| argv.join(" ")));
    line("Cache", report.cache.as_deref().unwrap_or("none: there is no home folder"));
    line("", &format!("{} ({})", report.identity, if report.remembered { "known" } else { "new" }));
    if let Some(price) = &report.price {
        let told = |bytes: usize| format!("{bytes} bytes, {} ms at 256 kbit/s", bytes * 1000 / SLOW_LINE);
        out.line("");
        out.line("A test picture at this size");
        line("  first paint", &told(price.first));
        line("  a line, side by side", &told(price.line_beside));
        line("  a line, full width", &told(price.line_alone));
    }
    if !report.widths.is_empty() {
        out.line("");
        out.line("Cells                   here  Unicode  East Asian  qikan");
        for width in &report.widths {
            // The sample last: what it does to the columns is the question.
            let Width { sample, code, measured, unicode, unicode_wide, qikan } = width;
            out.line(&format!("{code:<24}{measured:>4}{unicode:>9}{unicode_wide:>12}{qikan:>7}  {sample}"));
        }
    }
    for (title, sentences) in [("Problems", &report.problems), ("Advice", &report.advice)] {
        if !sentences.is_empty() {
            out.line("");
            out.line(title);
            for sentence in sentences {
                out.line(&format!("- {sentence}"));
            }
        }
    }
    if report.problems.is_empty() && report.answered {
        out.line("");
        out.line("Nothing is wrong with this terminal.");
    }
}
