//! Pages as other people write them, each with how every check ends.

use crate::run::Run;
use crate::table::{CHECKS, ending, name};
use libtest_mimic::{Failed, Trial};
use mirabridge_oauth::simulator::{HEALTHY, Scenario, Settings, Simulator, Widget};
use serde_json::Value;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

/// A page: its name, the last lines of its scripts, and how each check ends.
struct Page {
    name: &'static str,
    body: &'static str,
    frame: &'static str,
    window: &'static str,
    expected: [&'static str; 7],
}

const FRAME: &str = "frame();";
const BUTTON: &str = "button();";
const AUTHORIZE: &str = "location.replace(authorize('authWindow.html'));";

/// A page that is as documented.
const DOCUMENTED: Page = Page {
    name: "documented",
    body: FRAME,
    frame: BUTTON,
    window: AUTHORIZE,
    expected: PASS,
};

const PASS: [&str; 7] = ["pass"; 7];
const REDIRECT: &str = "> auth-redirect";
/// The page opens its window by itself.
const UNASKED: [&str; 7] = [
    "pass",
    "pass",
    "pass",
    "fail",
    REDIRECT,
    REDIRECT,
    "> popup-blocked",
];

const PAGES: &[Page] = &[
    DOCUMENTED,
    // Windows as browsers open them.
    Page {
        name: "link-to-a-window",
        frame: r#"app.innerHTML = '<a target=_blank href="authWindow.html?clientId={CLIENT}">Sign in</a>';"#,
        ..DOCUMENTED
    },
    Page {
        name: "form-to-a-window",
        frame: r#"app.innerHTML = '<form target=_blank action="authWindow.html"><input type=hidden name=clientId value="{CLIENT}"><button>Sign in</button></form>';"#,
        ..DOCUMENTED
    },
    Page {
        name: "link-clicked-by-a-script",
        frame: r#"app.innerHTML = '<a target=_blank href="authWindow.html?clientId={CLIENT}">Go</a>'; app.firstChild.click();"#,
        expected: UNASKED,
        ..DOCUMENTED
    },
    Page {
        name: "form-sent-by-a-script",
        frame: r#"app.innerHTML = '<form target=_blank action="authWindow.html"><input type=hidden name=clientId value="{CLIENT}"></form>'; app.firstChild.submit();"#,
        expected: UNASKED,
        ..DOCUMENTED
    },
    Page {
        name: "window-that-closes-itself",
        window: "window.close();",
        expected: [
            "pass",
            "pass",
            "pass",
            "pass",
            REDIRECT,
            REDIRECT,
            "unverifiable unrecognized",
        ],
        ..DOCUMENTED
    },
    Page {
        name: "sandbox-without-windows",
        body: r#"const client = document.createElement("iframe"); client.sandbox = "allow-scripts allow-same-origin"; client.src = "https://apps.{REGION}/crm/index.html?clientId={CLIENT}"; app.append(client);"#,
        expected: [
            "pass",
            "fail",
            "pass",
            "> content-blocked",
            REDIRECT,
            REDIRECT,
            "> content-blocked",
        ],
        ..DOCUMENTED
    },
];

pub(crate) fn trials(browser: &Path) -> Vec<Trial> {
    let pages = PAGES.iter().map(|page| {
        let browser = browser.to_owned();
        let name = format!("{}::page::{}", name(&browser), page.name);
        Trial::test(name, move || check(&browser, page).map_err(Failed::from))
    });
    pages.collect()
}

fn check(browser: &Path, page: &Page) -> Result<(), String> {
    let report = visit(browser, page);
    let found = CHECKS.map(|id| ending(&report, id));
    if found == page.expected {
        return Ok(());
    }
    Err(format!(
        "{}: expected {:?}\n but found {found:?}\n{:#}",
        page.name, page.expected, report["visit"]
    ))
}

/// The report on a page, in a run against a simulator of its own.
fn visit(browser: &Path, page: &Page) -> Value {
    let scenario = Scenario {
        widget: Widget::Written {
            page: page.body,
            frame: page.frame,
            window: page.window,
        },
        ..HEALTHY
    };
    let settings = Settings {
        scenarios: vec![scenario],
        ..Settings::default()
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let simulator = Simulator::start(any, settings).await.expect("a simulator");
        let (done, result) = tokio::sync::oneshot::channel();
        let browser = browser.to_owned();
        let (address, ca) = (simulator.address(), simulator.ca_pem().to_owned());
        std::thread::spawn(move || done.send(run(&browser, &scenario, address, &ca)));
        result.await.expect("a run")
    })
}

fn run(browser: &Path, scenario: &Scenario, address: SocketAddr, ca: &str) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ca.pem");
    std::fs::write(&file, ca).expect("a writable folder");
    let mut run = Run::start(&[
        "check",
        "--region",
        scenario.region,
        "--client-id",
        scenario.client_id,
        "--connect-to",
        &format!("::{address}"),
        "--ca-cert",
        file.to_str().expect("UTF-8"),
        "--browser",
        "--browser-path",
        browser.to_str().expect("UTF-8"),
        "--deadline",
        "20s",
        "--format",
        "json",
    ]);
    let said = run.wait();
    run.assert_nothing_left();
    serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{error}: {said:?}"))
}
