//! What is in `corpus/` holds, also where nobody fuzzes: seeds, and what the fuzzer once found.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const HERE: &str = env!("CARGO_MANIFEST_DIR");

fn replay(target: &str, hold: fn(&[u8])) {
    let mut inputs = 0;
    for entry in fs::read_dir(Path::new(HERE).join("corpus").join(target)).expect("a corpus") {
        let path = entry.expect("a readable entry").path();
        // A failing test shows what it wrote: the name of the input that it came to last.
        println!("{}", path.display());
        hold(&fs::read(&path).expect("a readable input"));
        inputs += 1;
    }
    assert!(inputs > 0);
}

macro_rules! targets {
    ($($name:ident),* $(,)?) => {
        $(
            #[test]
            fn $name() {
                replay(stringify!($name), mirabridge_oauth_fuzz::$name::hold);
            }
        )*

        #[test]
        fn every_target_is_here() {
            let files = fs::read_dir(Path::new(HERE).join("fuzz_targets")).expect("the targets");
            let files: BTreeSet<_> = files
                .map(|entry| entry.expect("a readable entry").path())
                .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
                .collect();
            let here = BTreeSet::from([$(stringify!($name).to_owned()),*]);
            assert_eq!(files, here);
            let weekly = Path::new(HERE).join("../.github/workflows/fuzz.yml");
            let weekly = fs::read_to_string(weekly).expect("the workflow");
            for target in here {
                assert!(weekly.contains(&format!("\n          - {target}\n")), "{target}");
            }
        }
    };
}

targets!(
    answer,
    arguments,
    certificate,
    client_id,
    judgement,
    lint,
    platform_api,
    recording,
    region,
    targets,
    visit,
    wire,
);
