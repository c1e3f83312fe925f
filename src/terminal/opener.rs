//! The program that opens an address: which one it is, and the arguments it is started with. Never through a shell.

use std::path::Path;

/// Programs that draw in the terminal, by name.
const IN_THE_TERMINAL: [&str; 9] = ["w3m", "lynx", "links", "links2", "elinks", "browsh", "carbonyl", "cha", "www-browser"];

/// A program that opens addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opener {
    program: String,
    arguments: Vec<String>,
    /// It needs the terminal for itself.
    in_terminal: bool,
}

impl Opener {
    /// A program and its arguments. `%u` is the address, as a whole argument or at the end of an option (`--url=%u`); without any
    /// it comes last. Nothing for an empty list.
    ///
    /// # Errors
    /// A sentence, when `%u` stands where a shell or another program might read more than an address into it.
    pub fn new(argv: &[String], in_terminal: bool) -> Result<Option<Self>, String> {
        let Some((program, arguments)) = argv.split_first().filter(|(program, _)| !program.is_empty()) else { return Ok(None) };
        let wrong = |argument: &&String| argument.contains("%u") && !stands_alone(argument) && !ends_option(argument);
        if let Some(argument) =
            std::iter::once(program).filter(|program| program.contains("%u")).chain(arguments.iter().filter(wrong)).next()
        {
            return Err(format!(
                "\"%u\" stands alone or at the end of an option (\"--url=%u\"), not within \"{argument}\": no shell must read an address"
            ));
        }
        let name = Path::new(program).file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let in_terminal = in_terminal || IN_THE_TERMINAL.contains(&name);
        Ok(Some(Self { program: program.clone(), arguments: arguments.to_vec(), in_terminal }))
    }

    /// What the environment offers, the first that is installed: `$BROWSER` (command lines parted by `:`, in which `%s` is the
    /// address), then what opens things on this kind of machine. `told` is the value of a variable, `""` where it is not set.
    pub fn from_environment(told: impl Fn(&str) -> String, is_installed: impl Fn(&str) -> bool) -> Option<Self> {
        let browsers = told("BROWSER");
        let wanted = browsers.split(':').map(|line| {
            let words = line.split_whitespace().map(|word| word.trim_matches(['"', '\'']).replace("%s", "%u"));
            words.collect::<Vec<_>>()
        });
        let has = |name: &str| !told(name).is_empty();
        let mut usual = Vec::new();
        if cfg!(target_os = "macos") && !has("SSH_CONNECTION") {
            usual.push("open");
        }
        if has("TERMUX_VERSION") {
            usual.push("termux-open-url");
        }
        if has("WSL_DISTRO_NAME") {
            usual.push("wslview");
        }
        if has("DISPLAY") || has("WAYLAND_DISPLAY") {
            usual.push("xdg-open");
        }
        wanted
            .chain(usual.into_iter().map(|program| vec![program.to_owned()]))
            .filter_map(|argv| Self::new(&argv, false).ok().flatten())
            .find(|opener| is_installed(&opener.program))
    }

    /// The program and its arguments, as they were given.
    pub fn line(&self) -> Vec<String> {
        std::iter::once(&self.program).chain(&self.arguments).cloned().collect()
    }

    pub fn program(&self) -> &str {
        &self.program
    }

    /// Whether it has to be given the terminal.
    pub fn is_in_terminal(&self) -> bool {
        self.in_terminal
    }

    /// The arguments for this address.
    pub fn arguments(&self, address: &str) -> Vec<String> {
        let placed = self.arguments.iter().any(|argument| argument.contains("%u"));
        let own = self.arguments.iter().map(|argument| argument.replace("%u", address));
        own.chain((!placed).then(|| address.to_owned())).collect()
    }
}

fn stands_alone(argument: &str) -> bool {
    argument == "%u"
}

/// `--url=%u`, without blanks.
fn ends_option(argument: &str) -> bool {
    argument
        .strip_suffix("=%u")
        .is_some_and(|option| option.starts_with('-') && !option.contains("%u") && !option.contains(char::is_whitespace))
}

/// Whether a program of this name, or at this path, can be started.
pub fn is_installed(program: &str) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let can_run = |path: &Path| path.metadata().is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0);
    if program.contains('/') {
        return can_run(Path::new(program));
    }
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|folder| can_run(&folder.join(program))))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test says by a panic that it fails")]

    use super::*;

    const ADDRESS: &str = "https://doi.org/10.1/x?a=$(id);b&c";

    fn opener(argv: &[&str]) -> Result<Option<Opener>, String> {
        Opener::new(&argv.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>(), false)
    }

    #[test]
    fn the_address_is_always_one_argument() {
        for (argv, expected) in [
            (vec!["firefox"], vec![ADDRESS.to_owned()]),
            (vec!["firefox", "%u", "-P"], vec![ADDRESS.to_owned(), "-P".to_owned()]),
            (vec!["b", "-n", "--url=%u"], vec!["-n".to_owned(), format!("--url={ADDRESS}")]),
        ] {
            assert_eq!(opener(&argv).unwrap().unwrap().arguments(ADDRESS), expected);
        }
        assert_eq!(opener(&[]), Ok(None));
        for bad in
            [vec!["sh", "-c", "firefox %u"], vec!["sh", "-c", "firefox '%u'"], vec!["b", "--x=%u%u"], vec!["%u"], vec!["b", "-c open=%u"]]
        {
            assert!(opener(&bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_browser_of_the_terminal_is_known_by_name() {
        assert!(opener(&["/usr/bin/w3m", "-B"]).unwrap().unwrap().is_in_terminal());
        assert!(!opener(&["firefox"]).unwrap().unwrap().is_in_terminal());
        assert!(Opener::new(&["mine".to_owned()], true).unwrap().unwrap().is_in_terminal());
    }

    #[test]
    fn the_environment_offers_what_is_installed() {
        let found = |told: &[(&str, &str)], installed: &[&str]| {
            let value =
                |name: &str| told.iter().find(|(known, _)| *known == name).map_or_else(String::new, |(_, value)| (*value).to_owned());
            Opener::from_environment(value, |program| installed.contains(&program))
        };
        let argv = |opener: Option<Opener>| opener.map(|opener| (opener.program().to_owned(), opener.arguments("A")));
        let line = |program: &str, arguments: &[&str]| {
            Some((program.to_owned(), arguments.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()))
        };
        assert_eq!(argv(found(&[], &["xdg-open"])), None);
        assert_eq!(argv(found(&[("DISPLAY", ":0")], &["xdg-open"])), line("xdg-open", &["A"]));
        assert_eq!(argv(found(&[("DISPLAY", ":0")], &[])), None);
        assert_eq!(argv(found(&[("BROWSER", "nope:firefox -new-tab \"%s\"")], &["firefox"])), line("firefox", &["-new-tab", "A"]));
        assert_eq!(argv(found(&[("BROWSER", "nope"), ("WAYLAND_DISPLAY", "w")], &["xdg-open"])), line("xdg-open", &["A"]));
        assert_eq!(argv(found(&[("WSL_DISTRO_NAME", "d"), ("DISPLAY", ":0")], &["wslview", "xdg-open"])), line("wslview", &["A"]));
        assert_eq!(argv(found(&[("TERMUX_VERSION", "1")], &["termux-open-url"])), line("termux-open-url", &["A"]));
        // A line in which a shell would read the address is passed over.
        assert_eq!(argv(found(&[("BROWSER", "sh -c x%s")], &["sh"])), None);
    }
}
