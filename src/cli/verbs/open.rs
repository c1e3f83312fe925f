//! `qikan` and `qikan FILE…`: the reader on the terminal; plain rows where there is none.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use crate::cli::Failure;
use crate::cli::args::{Common, List};
use crate::cli::out::Out;
use crate::cli::verbs::{cite, list, searching, show};
use crate::cli::{paths, source};
use crate::config::{Config, HyperlinksSetting, LanguageSetting, LayoutSetting, SelectionSetting, SignsSetting};
use crate::formats::cite::Style;
use crate::library::{Access, Answer, Library, Question};
use crate::reader::{Event, Keymap, LanguageChoice, LayoutChoice, Presentation, Reader, Selection, Settings, SignSet, Start};
use crate::terminal::{Background, Canvas, Desk, Exit, Found, Opener, Options, Remembered, TerminalError, When, run};
use crate::text::Measure;
use crate::view;

/// Opens files without importing them, or the library, or the sample where there is no library yet.
///
/// # Errors
/// As the verbs that it stands for where there is no terminal; else what the terminal or the library says.
pub fn open(common: &Common, named: &[PathBuf], out: &Out) -> Result<(), Failure> {
    if !io::stdout().is_terminal() || Options::from_environment(None).is_dumb() {
        return plain(common, named, out);
    }
    let config = paths::config()?;
    let keymap = keymap()?;
    let state = paths::state().ok();
    let mut options = options(common, &config, state)?;
    let themes = view::Themes::with(paths::theme(&config)?);
    let remembered = Remembered::look_up(paths::cache().as_deref(), options.environment.identity());
    options.remembered = remembered.found().cloned();
    let options = options;
    let (mut library, ids, sample_beside) = shelves(common, &config, named)?;
    let open = ids.first().and_then(|id| match library.answer(&Question::Find { id: id.clone() }) {
        Answer::Key(key) => key,
        _ => None,
    });
    let session = if named.is_empty() { library.session() } else { None };
    let settings = settings(common, &config, &options, &remembered, cite::style_of(&config)?);
    let config_says = config.said.keys().cloned().collect();
    let keeps = library.keeps();
    let start = Start { settings, keymap, config_says, session, open, keep_session: named.is_empty(), keeps, sample_beside };
    let mut reader = Reader::new(start);
    if let Some(note) = library.notes().first() {
        reader.update(Event::Said((*note).to_owned()));
    }
    let (searching, indexing) = match searching::begin(&mut library) {
        Ok((searching, indexing)) => (Some(searching), indexing),
        Err(failure) => {
            // Without a search it is still a reader.
            reader.update(Event::Said(failure.sentence().unwrap_or_default()));
            (None, None)
        }
    };
    let library = std::cell::RefCell::new(&mut library);
    let found = std::cell::RefCell::new(None);
    let mut desk = Desk::new(
        |question| library.borrow().answer(question),
        |order| library.borrow_mut().tell_soon(order).map_err(|error| error.to_string()),
    );
    desk.keep = Box::new(|| library.borrow().keep().map_err(|error| error.to_string()));
    desk.draw = Box::new(move |reader, buffer| view::draw_in(reader, themes.named(reader.settings().theme_drawn()), buffer));
    desk.searching = searching;
    let auto_width = options.ambiguous.is_none();
    let auto_theme = options.probe && !options.is_colourless();
    desk.learn = Box::new(|reader, learned| {
        found.replace(Some(learned.clone()));
        if learned.is_mute() {
            return Vec::new();
        }
        let ambiguous = if auto_width { learned.laid_out() } else { None };
        let background = learned.background.or_else(|| options.environment.background());
        let light = background.filter(|_| auto_theme).map(|background| background == Background::Light);
        reader.update(Event::Learned { ambiguous, light })
    });
    let exit = run(&mut reader, &mut desk, &options);
    drop(desk);
    // What is being indexed is committed.
    drop(indexing);
    if let Some(found) = found.take() {
        // Without it the next start is only as good as this one was.
        let _ = remembered.keep(&found, reader.has_slow_line() && !found.is_slow_side_by_side());
    }
    match exit {
        Ok(Exit::Quit) => Ok(()),
        Ok(exit) => Err(Failure::Signal(u8::try_from(exit.code().saturating_sub(128)).unwrap_or(1))),
        Err(error @ (TerminalError::NoTerminal | TerminalError::Dumb(_))) => Err(Failure::Usage(error.to_string())),
        Err(error @ TerminalError::Device(_)) => Err(Failure::Unwritable(error.to_string())),
    }
}

/// Not a terminal: one record is shown, several are listed, like less becoming cat.
fn plain(common: &Common, named: &[PathBuf], out: &Out) -> Result<(), Failure> {
    if named.is_empty() {
        return list::list(common, &List { files: Vec::new(), json: false }, out);
    }
    // What is read from a pipe can be read once.
    let (mut first, mut many) = (None, false);
    let failed = source::each(common, source::Wanted::FilesOrIds(named), &mut |article| {
        if let Some(one) = first.take() {
            many = true;
            list::row(&one, out);
        }
        if many {
            list::row(&article, out);
        } else {
            first = Some(article);
        }
        !out.is_broken()
    })?;
    if let Some(only) = first {
        show::page(&only, &show::options(common, "both", None)?, out);
    }
    out.finish()?;
    failed.map_or(Ok(()), Err)
}

/// The shelves to read from, the ids of the records to go to first, and whether the sample stands beside records of another shelf.
fn shelves(common: &Common, config: &Config, named: &[PathBuf]) -> Result<(Library, Vec<String>, bool), Failure> {
    let is_file = |name: &&PathBuf| name.as_os_str() == "-" || name.symlink_metadata().is_ok();
    let (files, ids): (Vec<&PathBuf>, Vec<&PathBuf>) = named.iter().partition(is_file);
    if !files.is_empty() {
        let files: Vec<PathBuf> = files.into_iter().cloned().collect();
        // A name that is neither file nor id is a mistake worth a sentence, before anything is drawn.
        if let Some(id) = ids.first() {
            crate::cli::input::inputs(std::slice::from_ref(id))?;
        }
        return Ok((source::shelf_of_files(common, &files)?.0, Vec::new(), false));
    }
    let mut library = Library::new();
    let folder = paths::library(common)?;
    if !common.sample && folder.symlink_metadata().is_ok() {
        library.open_own(&folder, Access::ReadWrite)?;
    }
    let empty = library.is_empty()?;
    if common.sample || config.sample || empty {
        library = library.with_sample(source::SAMPLE);
    }
    let ids: Vec<String> = ids.iter().map(|id| id.to_string_lossy().into_owned()).collect();
    for (id, path) in ids.iter().zip(named) {
        if library.article_by_id(id)?.is_none() {
            crate::cli::input::inputs(std::slice::from_ref(path))?;
        }
    }
    Ok((library, ids, config.sample && !empty))
}

fn keymap() -> Result<Keymap, Failure> {
    let keymap = Keymap::built_in();
    match paths::settings_file("keymap.toml")? {
        Some(text) => keymap.overlay(&text, &paths::file_of_settings("keymap.toml")).map_err(|error| Failure::Usage(error.to_string())),
        None => Ok(keymap),
    }
}

/// How the terminal is to be used, by the command line, the settings and the environment.
///
/// # Errors
/// When the opener of the settings is none.
pub(super) fn options(common: &Common, config: &Config, state: Option<PathBuf>) -> Result<Options, Failure> {
    let mut options = Options::from_environment(state);
    options.ambiguous = paths::ambiguous(common, config);
    let linear = common.linear || config.linear;
    if linear || common.no_alt {
        options.canvas = Canvas::Main;
    }
    // The probe writes signs and takes them away again: a voice would read them out.
    options.probe = !linear;
    let opener = Opener::new(&config.opener, config.opener_terminal);
    if let Some(opener) =
        opener.map_err(|sentence| Failure::Usage(format!("{}: opener: {sentence}.", paths::place_of(config, "opener"))))?
    {
        options.outside.opener = Some(opener);
    }
    // What the environment forbids no setting allows.
    if options.hyperlinks == When::Auto {
        options.hyperlinks = match config.hyperlinks {
            HyperlinksSetting::Auto => When::Auto,
            HyperlinksSetting::Always => When::Always,
            HyperlinksSetting::Never => When::Never,
        };
    }
    Ok(match common.color.as_str() {
        "never" => options.without_colour(),
        "always" => options.with_colour(),
        _ => options,
    })
}

/// What the reader starts with: the person's choice, else what the terminal was like the last time, else what is usual.
fn settings(common: &Common, config: &Config, options: &Options, remembered: &Remembered, citation: Style) -> Settings {
    let linear = common.linear || config.linear;
    let known = remembered.found();
    let background = known.and_then(|found| found.background).or_else(|| options.environment.background());
    let auto_theme = match background {
        // For those who listen no meaning is in a colour; for those who see a little the terminal's own are the surest.
        _ if linear || options.is_colourless() => "plain",
        Some(Background::Light) => "light",
        _ => "dark",
    };
    let theme = if options.is_colourless() { "plain" } else { config.theme.as_str() };
    let ambiguous = options.ambiguous.or_else(|| known.and_then(Found::laid_out));
    Settings {
        presentation: if linear { Presentation::Linear } else { Presentation::Panes },
        measure: Measure { ambiguous: ambiguous.unwrap_or_default() },
        signs: match config.signs {
            SignsSetting::Unicode => SignSet::Unicode,
            SignsSetting::Auto if options.speaks_utf8 => SignSet::Unicode,
            SignsSetting::Auto | SignsSetting::Ascii => SignSet::Ascii,
        },
        language: match config.language {
            LanguageSetting::Zh => LanguageChoice::Zh,
            LanguageSetting::En => LanguageChoice::En,
            LanguageSetting::Both => LanguageChoice::Both,
        },
        layout: match config.layout {
            LayoutSetting::Auto => LayoutChoice::Auto,
            LayoutSetting::SideBySide => LayoutChoice::SideBySide,
            LayoutSetting::Stacked => LayoutChoice::Stacked,
            LayoutSetting::Single => LayoutChoice::Single,
        },
        text_width: config.measure,
        scroll_margin: config.scroll_margin,
        selection: match config.selection {
            SelectionSetting::Mark => Selection::Mark,
            SelectionSetting::Bar => Selection::Bar,
        },
        slow_line: remembered.is_slow(),
        mouse: config.mouse && !linear,
        follow: config.follow,
        theme: theme.to_owned(),
        auto_theme: auto_theme.to_owned(),
        citation,
    }
}
