//! The modules of the program stand above each other, and import only from below.

use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up.
const LAYERS: [&str; 20] = [
    "text",
    "genesys",
    "http",
    "probe",
    "command_line",
    "simulator",
    "classify",
    "finding",
    "registration",
    "batch",
    "browser",
    "platform_api",
    "checks",
    "report",
    "recording",
    "locate",
    "setup",
    "audit",
    "explain",
    "cli",
];

/// The sources of a module, without those of its tests.
fn sources(module: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![root.join(format!("{module}.rs"))];
    let mut folders = vec![root.join(module)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs")
                && !path.ends_with("tests.rs")
                && !path.ends_with("testing.rs")
            {
                files.push(path);
            }
        }
    }
    files
}

#[test]
fn no_module_imports_from_above() {
    let lib = include_str!("../../src/lib.rs");
    let modules = lib.lines().filter_map(|line| {
        let line = line.trim_start_matches("pub ").strip_prefix("mod ")?;
        line.strip_suffix(';')
    });
    let mut modules: Vec<_> = modules.collect();
    let mut layers = LAYERS.to_vec();
    modules.sort_unstable();
    layers.sort_unstable();
    assert_eq!(modules, layers, "every module has its layer");
    for (layer, module) in LAYERS.iter().enumerate() {
        for file in sources(module) {
            let text = fs::read_to_string(&file).expect("a source");
            let (code, _) = text
                .split_once("#[cfg(test)]\nmod tests")
                .unwrap_or((&text, ""));
            for imported in imports(code) {
                let is_above = LAYERS[layer + 1..].contains(&imported);
                assert!(!is_above, "{}: crate::{imported}", file.display());
            }
        }
    }
}

/// The modules that stand behind `crate::`, alone or in braces.
fn imports(code: &str) -> impl Iterator<Item = &str> {
    let names = code.split("crate::").skip(1).flat_map(|rest| {
        let list = rest
            .strip_prefix('{')
            .and_then(|list| list.split('}').next());
        list.map_or(vec![rest], |list| list.split(',').collect())
    });
    names.map(|name| {
        let is_end = |c: char| !c.is_ascii_alphanumeric() && c != '_';
        name.trim_start().split(is_end).next().unwrap_or_default()
    })
}
