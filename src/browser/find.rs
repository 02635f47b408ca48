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
    #[error("there is no program at {0}")]
    Named(String),
    #[error("{0} cannot be executed: name the browser's program, such as /usr/bin/chromium")]
    NotExecutable(String),
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
    search(named, std::env::consts::OS, &variable)
}

fn search(
    named: Option<&Path>,
    system: &str,
    variable: &dyn Fn(&str) -> Option<OsString>,
) -> Result<PathBuf, Missing> {
    let Some(name) = named else {
        return installed(system, variable).ok_or(Missing::None);
    };
    let is_bare = name.components().count() == 1;
    let found = if is_bare && !name.is_file() {
        // As a shell would look for it.
        on_path(system, variable, name)
    } else {
        Some(name.to_owned())
    };
    let words = || name.to_string_lossy().into_owned();
    match found {
        Some(path) if is_program(&path) => Ok(path),
        Some(path) if path.exists() => Err(Missing::NotExecutable(words())),
        _ => Err(Missing::Named(words())),
    }
}

fn installed(system: &str, variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let folder = |name| variable(name).map(PathBuf::from);
    let (programs, folders) = match system {
        "windows" => (
            PROGRAMS,
            ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"]
                .into_iter()
                .filter_map(folder)
                .collect(),
        ),
        "macos" => {
            let home = folder("HOME").map(|home| home.join("Applications"));
            let system = PathBuf::from("/Applications");
            (
                APPLICATIONS,
                [Some(system), home].into_iter().flatten().collect(),
            )
        }
        _ => (&[][..], Vec::new()),
    };
    let mut places = programs
        .iter()
        .flat_map(|program| folders.iter().map(move |folder| folder.join(program)));
    let mut names = NAMES.iter();
    places
        .find(|path| is_program(path))
        .or_else(|| names.find_map(|name| on_path(system, variable, Path::new(name))))
}

fn on_path(
    system: &str,
    variable: &dyn Fn(&str) -> Option<OsString>,
    name: &Path,
) -> Option<PathBuf> {
    let path = variable("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .flat_map(|path| {
            let mut program = path.clone().into_os_string();
            program.push(".exe");
            let program = (system == "windows").then(|| PathBuf::from(program));
            program.into_iter().chain([path])
        })
        .find(|path| is_program(path))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata()
        .is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(test)]
mod tests {
    use super::{Missing, search};
    use std::ffi::OsString;
    use std::path::{Path, PathBuf};
    use tempfile::TempDir;

    /// A folder with these files; those whose name begins with a star are programs.
    fn folder(files: &[&str]) -> TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for name in files {
            let path = folder.path().join(name.trim_start_matches('*'));
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(&path, "").expect("a file");
            #[cfg(unix)]
            if name.starts_with('*') {
                use std::os::unix::fs::PermissionsExt as _;
                let mode = std::fs::Permissions::from_mode(0o755);
                std::fs::set_permissions(&path, mode).expect("a file of our own");
            }
        }
        folder
    }

    /// What is found where this is all that there is, as a path in the folder.
    fn found(system: &str, files: &[&str], named: Option<&str>) -> Result<PathBuf, Missing> {
        let folder = folder(files);
        let variable = |name: &str| match name {
            "ProgramFiles(x86)" | "HOME" | "PATH" => Some(OsString::from(folder.path())),
            _ => None,
        };
        let found = search(named.map(Path::new), system, &variable)?;
        let inner = found.strip_prefix(folder.path()).expect("one of these");
        Ok(inner.to_owned())
    }

    #[test]
    fn each_system_has_its_places() {
        let edge = r"Microsoft\Edge\Application\msedge.exe";
        let chrome = "Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
        for (system, there) in [("windows", edge), ("macos", chrome), ("linux", "chromium")] {
            let program = format!("*{there}");
            assert_eq!(found(system, &[&program], None), Ok(PathBuf::from(there)));
        }
        assert_eq!(found("linux", &["*firefox"], None), Err(Missing::None));
    }

    #[test]
    fn the_leanest_is_taken() {
        let all = ["*google-chrome", "*chromium", "*chromium-headless-shell"];
        let leanest = PathBuf::from("chromium-headless-shell");
        assert_eq!(found("linux", &all, None), Ok(leanest));
    }

    #[test]
    fn one_that_was_named_must_be_a_program() {
        let none = Missing::Named("msedge".to_owned());
        assert_eq!(found("linux", &[], Some("msedge")), Err(none.clone()));
        assert_eq!(found("linux", &["*msedge.exe"], Some("msedge")), Err(none));
        let edge = Ok(PathBuf::from("msedge.exe"));
        assert_eq!(found("windows", &["*msedge.exe"], Some("msedge")), edge);
        let folder = folder(&[]);
        let named = folder.path().to_string_lossy().into_owned();
        let refused = Err(Missing::NotExecutable(named.clone()));
        assert_eq!(found("linux", &[], Some(&named)), refused);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_cannot_be_executed_is_no_browser() {
        assert_eq!(found("linux", &["chromium"], None), Err(Missing::None));
        let all = ["chromium", "*google-chrome"];
        let found = found("linux", &all, None);
        assert_eq!(found, Ok(PathBuf::from("google-chrome")));
        let folder = folder(&["page.html"]);
        let file = folder.path().join("page.html");
        let refused = Missing::NotExecutable(file.to_string_lossy().into_owned());
        assert_eq!(search(Some(&file), "linux", &|_| None), Err(refused));
    }
}
