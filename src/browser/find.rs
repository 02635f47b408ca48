use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Programs on the search path, the leanest first: the ones without a screen start faster and call nobody by themselves.
const NAMES: &[&str] = &[
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
];

/// Where macOS keeps programs, below `/Applications` and the same folder of a home.
const APPLICATIONS: &[&str] = &[
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

/// Where Windows keeps programs, below each of the folders for programs.
const PROGRAMS: &[&str] = &[
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
];

/// Why there is no browser to use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Missing {
    /// The one that was named is not there.
    #[error("there is no program at {0}")]
    Named(String),
    /// None of those that can be used is installed.
    #[error(
        "--browser needs Chromium, Chrome or Edge, and none was found. Install one (Debian, Ubuntu: apt install chromium; Fedora: dnf install chromium; macOS: brew install --cask google-chrome; Windows has Edge), or name one with --browser-path or MIRABRIDGE_BROWSER"
    )]
    None,
}

/// The browser to use: the one that was named, or the first that is installed.
///
/// # Errors
/// Where there is none.
pub(crate) fn find(named: Option<&Path>) -> Result<PathBuf, Missing> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    match named {
        None => installed(std::env::consts::OS, variable, Path::is_file).ok_or(Missing::None),
        // A bare name is looked for as a shell would.
        Some(name) if name.components().count() == 1 && !name.is_file() => {
            on_path(&variable, name, Path::is_file)
                .ok_or_else(|| Missing::Named(name.to_string_lossy().into_owned()))
        }
        Some(path) if path.is_file() => Ok(path.to_owned()),
        Some(path) => Err(Missing::Named(path.to_string_lossy().into_owned())),
    }
}

fn installed(
    system: &str,
    variable: impl Fn(&str) -> Option<OsString>,
    is_there: impl Fn(&Path) -> bool,
) -> Option<PathBuf> {
    let below = |folders: &[PathBuf], programs: &[&str]| {
        let all = programs
            .iter()
            .flat_map(|program| folders.iter().map(move |folder| folder.join(program)));
        all.into_iter().find(|path| is_there(path))
    };
    let folder = |name| variable(name).map(PathBuf::from);
    let found = match system {
        "windows" => {
            let names = ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"];
            let folders: Vec<_> = names.into_iter().filter_map(folder).collect();
            below(&folders, PROGRAMS)
        }
        "macos" => {
            let home = folder("HOME").map(|home| home.join("Applications"));
            let folders: Vec<_> = [Some(PathBuf::from("/Applications")), home]
                .into_iter()
                .flatten()
                .collect();
            below(&folders, APPLICATIONS)
        }
        _ => None,
    };
    let mut names = NAMES.iter();
    found.or_else(|| names.find_map(|name| on_path(&variable, Path::new(name), &is_there)))
}

fn on_path(
    variable: &impl Fn(&str) -> Option<OsString>,
    name: &Path,
    is_there: impl Fn(&Path) -> bool,
) -> Option<PathBuf> {
    let path = variable("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|path| is_there(path))
}

#[cfg(test)]
mod tests {
    use super::{Missing, find, installed};
    use std::ffi::OsString;
    use std::path::Path;

    #[test]
    fn each_system_has_its_places() {
        let variable = |name: &str| match name {
            "ProgramFiles(x86)" => Some(OsString::from("programs")),
            "HOME" => Some(OsString::from("home")),
            "PATH" => std::env::join_paths(["one", "two"]).ok(),
            _ => None,
        };
        let edge = Path::new("programs").join(r"Microsoft\Edge\Application\msedge.exe");
        let chrome = "home/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
        for (system, there, found) in [
            ("windows", edge.to_string_lossy().as_ref(), true),
            ("macos", chrome, true),
            ("linux", "two/chromium", true),
            ("linux", "two/firefox", false),
        ] {
            let is_there = |path: &Path| path == Path::new(there);
            let expected = found.then(|| Path::new(there).to_owned());
            assert_eq!(installed(system, variable, is_there), expected, "{there}");
        }
    }

    #[test]
    fn the_leanest_is_taken() {
        let path = |name: &str| (name == "PATH").then(|| OsString::from("bin"));
        let found = installed("linux", path, |_| true).expect("all of them");
        assert_eq!(found, Path::new("bin/chromium-headless-shell"));
    }

    #[test]
    fn one_that_was_named_must_be_there() {
        let named = Path::new("no-such-browser");
        let missing = Missing::Named("no-such-browser".to_owned());
        assert_eq!(find(Some(named)), Err(missing));
    }
}
