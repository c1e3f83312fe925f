//! Where things lie: XDG folders, the library, the settings.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use super::Failure;
use super::args::Common;
use crate::config::{AmbiguousSetting, Config};
use crate::text::{Ambiguous, Measure};
use crate::view::{BUILT_IN_THEMES, Theme};

/// The folder of the library: the option, `$QIKAN_LIBRARY`, `$XDG_DATA_HOME/qikan`.
///
/// # Errors
/// When no home folder is known and none of these is set.
pub fn library(common: &Common) -> Result<PathBuf, Failure> {
    if let Some(folder) = &common.library {
        return Ok(folder.clone());
    }
    if let Some(folder) = env::var_os("QIKAN_LIBRARY").filter(|folder| !folder.is_empty()) {
        return Ok(PathBuf::from(folder));
    }
    Ok(base()?.data_dir().join("qikan"))
}

/// `$XDG_STATE_HOME/qikan`: the session's own files.
pub fn state() -> Result<PathBuf, Failure> {
    let base = base()?;
    Ok(base.state_dir().unwrap_or_else(|| base.data_dir()).join("qikan"))
}

/// `$XDG_CACHE_HOME/qikan`: what can be found out anew. `None` where there is no home.
pub fn cache() -> Option<PathBuf> {
    base().ok().map(|base| base.cache_dir().join("qikan"))
}

/// `$XDG_CONFIG_HOME/qikan`.
pub fn settings() -> Result<PathBuf, Failure> {
    Ok(base()?.config_dir().join("qikan"))
}

/// The measure of plain output: what the option or the settings say of ambiguous characters, else one cell.
pub fn measure(common: &Common, config: &Config) -> Measure {
    Measure { ambiguous: ambiguous(common, config).unwrap_or_default() }
}

/// Cells of ambiguous characters, where the user has said so.
pub fn ambiguous(common: &Common, config: &Config) -> Option<Ambiguous> {
    match (common.ambiguous.as_deref(), config.ambiguous_width) {
        (Some("1"), _) | (None, AmbiguousSetting::One) => Some(Ambiguous::One),
        (Some("2"), _) | (None, AmbiguousSetting::Two) => Some(Ambiguous::Two),
        _ => None,
    }
}

fn base() -> Result<etcetera::base_strategy::Xdg, Failure> {
    etcetera::base_strategy::Xdg::new()
        .map_err(|_| Failure::Usage("there is no home folder; set HOME, or name a folder with --library DIR".to_owned()))
}

/// The user's settings over the built-in ones. A file that is missing is no error; one that others may write to is refused.
///
/// # Errors
/// The first wrong line, as a sentence.
pub fn config() -> Result<Config, Failure> {
    let Some(text) = settings_file("config.toml")? else {
        return Ok(Config::default());
    };
    Config::parse(&text, &file_of_settings("config.toml")).map_err(|error| Failure::Usage(error.to_string()))
}

/// What messages call a file of the settings folder: its path.
pub fn file_of_settings(name: &str) -> String {
    settings().map_or_else(|_| name.to_owned(), |folder| folder.join(name).display().to_string())
}

/// Where the settings say this: the file and the line.
pub fn place_of(config: &Config, setting: &str) -> String {
    let line = config.said.get(setting).map(|line| format!(", line {line}")).unwrap_or_default();
    format!("{}{line}", file_of_settings("config.toml"))
}

/// The theme of the settings, where it is a file in `themes/`, with its name; `None` for `auto` and the themes of the program itself.
///
/// # Errors
/// When there is no such file, or what is wrong in it, as a sentence with its line.
pub fn theme(config: &Config) -> Result<Option<(String, Theme)>, Failure> {
    let name = config.theme.as_str();
    if name == "auto" || Theme::built_in(name).is_some() {
        return Ok(None);
    }
    let stem = name.strip_suffix(".toml").unwrap_or(name);
    let is_plain = !stem.is_empty() && !stem.starts_with('.') && !stem.contains(['/', '\0']);
    let file = format!("themes/{stem}.toml");
    let text = if is_plain { settings_file(&file)? } else { None };
    let Some(text) = text else {
        let own: Vec<String> = settings().ok().map(|folder| themes_in(&folder.join("themes"))).unwrap_or_default();
        let known = BUILT_IN_THEMES.iter().map(|(name, _)| *name).chain(own.iter().map(String::as_str)).chain(["auto"]);
        let guess = crate::text::nearest(stem, known).map(|near| format!(" Did you mean \"{near}\"?")).unwrap_or_default();
        let folder = settings().map_or_else(|_| "themes".to_owned(), |folder| folder.join("themes").display().to_string());
        return Err(Failure::Usage(format!(
            "{}: there is no theme \"{name}\". It may be auto, light, dark, plain, or the name of a file in {folder}.{guess}",
            place_of(config, "theme")
        )));
    };
    let theme = Theme::parse(&text).map_err(|error| {
        let place = error.line.map(|line| format!(", line {line}")).unwrap_or_default();
        Failure::Usage(format!("{}{place}: {}", file_of_settings(&file), error.sentence))
    })?;
    Ok(Some((name.to_owned(), theme)))
}

/// The names of the themes in a folder.
fn themes_in(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    files.filter_map(|file| file.file_name().to_str()?.strip_suffix(".toml").map(str::to_owned)).collect()
}

/// The text of a file of the settings folder, where there is one that is ours.
///
/// # Errors
/// When it cannot be read, is larger than 1 MiB, or may be written by others.
pub fn settings_file(name: &str) -> Result<Option<String>, Failure> {
    let Ok(folder) = settings() else { return Ok(None) };
    let path = folder.join(name);
    let about = match fs::metadata(&path) {
        Ok(about) => about,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound || error.kind() == std::io::ErrorKind::NotADirectory => return Ok(None),
        Err(error) => return Err(Failure::Unreadable(format!("cannot read {}: {error}", path.display()))),
    };
    if !about.is_file() {
        return Err(Failure::Unreadable(format!("{} is not a file", path.display())));
    }
    trusted(&path, &about)?;
    if about.len() > 1 << 20 {
        return Err(Failure::Unreadable(format!("{} is larger than 1 MiB; a settings file is short", path.display())));
    }
    let bytes = fs::read(&path).map_err(|error| Failure::Unreadable(format!("cannot read {}: {error}", path.display())))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(_) => Err(Failure::Unreadable(format!("{} is not UTF-8 text", path.display()))),
    }
}

/// Settings name programs to run, so they must be the user's own (or root's) and writable by nobody else.
fn trusted(path: &Path, about: &fs::Metadata) -> Result<(), Failure> {
    use std::os::unix::fs::MetadataExt;
    let me = rustix::process::geteuid().as_raw();
    if about.uid() != me && about.uid() != 0 {
        return Err(Failure::Unreadable(format!("{} belongs to another user; it is not read", path.display())));
    }
    if about.mode() & 0o022 != 0 {
        return Err(Failure::Unreadable(format!("{} can be written by others; run: chmod go-w {}", path.display(), path.display())));
    }
    Ok(())
}
