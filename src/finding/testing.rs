use std::collections::BTreeSet;

/// Every file of these folders of `src` is a check that is registered under its name, and the other way round.
pub(crate) fn assert_every_file_is_registered(
    folders: &[&str],
    shared: &[&str],
    ids: impl Iterator<Item = &'static str>,
) {
    let files = folders.iter().flat_map(|folder| {
        let folder = format!("{}/src/{folder}", env!("CARGO_MANIFEST_DIR"));
        let entries = std::fs::read_dir(folder).expect("a folder");
        entries.map(|entry| entry.expect("a readable entry").path())
    });
    let files: BTreeSet<_> = files
        .filter(|path| path.is_file())
        .map(|path| {
            path.file_stem()
                .expect("a name")
                .to_string_lossy()
                .replace('_', "-")
        })
        .filter(|name| !shared.contains(&name.as_str()))
        .collect();
    let ids: Vec<_> = ids.map(str::to_owned).collect();
    let registered: BTreeSet<_> = ids.iter().cloned().collect();
    assert_eq!(
        registered.len(),
        ids.len(),
        "one is registered twice: {ids:?}"
    );
    let unregistered: Vec<_> = files.difference(&registered).collect();
    assert!(
        unregistered.is_empty(),
        "not registered: {unregistered:?}; what is no check is named as shared"
    );
    let without: Vec<_> = registered.difference(&files).collect();
    assert!(
        without.is_empty(),
        "no file has the name of the id: {without:?}"
    );
}
