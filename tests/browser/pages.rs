//! Pages as other people write them, each with how every check ends.

use crate::run::Run;
use crate::soak::Look;
use crate::table::{checks, ending, endings, name};
use libtest_mimic::{Failed, Trial};
use mirabridge_oauth::simulator::{HEALTHY, Scenario, Settings, Simulator, WIDGET, Widget};
use serde_json::Value;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

/// A page: its name, the last lines of its scripts, and how each check ends.
struct Page {
    name: &'static str,
    body: &'static str,
    frame: &'static str,
    window: &'static str,
    /// The script of the login page; empty for the one that is simulated.
    login: &'static str,
    /// Of the page.
    headers: &'static [(&'static str, &'static str)],
    expected: [&'static str; 7],
    /// Another check, and how it ends for each of its subjects.
    also: Option<(&'static str, &'static [&'static str])>,
}

/// A page that is as documented.
const DOCUMENTED: Page = Page {
    name: "documented",
    body: WIDGET.page,
    frame: WIDGET.frame,
    window: WIDGET.window,
    login: WIDGET.login,
    headers: WIDGET.page_headers,
    expected: PASS,
    also: None,
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

/// A line of the console tells why nothing happens.
const STATED: [&str; 7] = [
    "pass",
    "pass",
    "pass",
    "skipped",
    REDIRECT,
    "fail",
    "> console-oauth-errors",
];
/// The browser refuses a script without which there is no frame.
const REFUSED: [&str; 7] = [
    "pass",
    "fail",
    "skipped",
    "skipped",
    REDIRECT,
    REDIRECT,
    "> content-blocked",
];
/// The login window comes to a refusal.
const NOT_LET_IN: [&str; 7] = ["pass", "pass", "pass", "pass", REDIRECT, REDIRECT, "fail"];
/// The time was over first.
const BUSY: [&str; 7] = [
    "unverifiable timeout",
    "> page-errors",
    "pass",
    "> page-errors",
    REDIRECT,
    REDIRECT,
    "> page-errors",
];
/// The login is in the frame.
const IN_FRAME: [&str; 7] = ["pass", "pass", "pass", "skipped", "pass", "pass", "pass"];
/// Nobody could sign in there.
const UNSEEN: [&str; 7] = [
    "pass",
    "pass",
    "pass",
    "skipped",
    REDIRECT,
    REDIRECT,
    "unverifiable unrecognized",
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
    Page {
        name: "window-after-a-countdown",
        frame: "setTimeout(signIn, 3000);",
        expected: UNASKED,
        ..DOCUMENTED
    },
    Page {
        name: "window-without-its-opener",
        headers: &[("cross-origin-opener-policy", "same-origin")],
        ..DOCUMENTED
    },
    Page {
        name: "window-that-is-there-already",
        frame: r#"app.innerHTML = "<button>Sign in</button>"; app.firstChild.onclick = () => { open("", "login").document.write("Please wait"); setTimeout(() => open(authorize("index.html"), "login"), 100); };"#,
        ..DOCUMENTED
    },
    Page {
        name: "second-window-of-one-click",
        frame: r#"app.innerHTML = "<button>Sign in</button>"; app.firstChild.onclick = () => { open("about:blank", "help"); signIn(); };"#,
        expected: UNASKED,
        ..DOCUMENTED
    },
    Page {
        name: "window-after-asking-for-cookies",
        frame: r#"app.innerHTML = "<button>Sign in</button>"; app.firstChild.onclick = () => document.requestStorageAccess().then(signIn, signIn);"#,
        ..DOCUMENTED
    },
    // The console as F12 shows it.
    Page {
        name: "error-that-stops-nobody",
        frame: r#"console.error("OAuth: the session check timed out"); button();"#,
        expected: ["pass", "pass", "pass", "pass", "pass", "warn", "pass"],
        ..DOCUMENTED
    },
    Page {
        name: "format-in-the-console",
        frame: r#"console.error("%s: %o", "OAuth", new Error("no", {cause: {error: "unauthorized_client"}}));"#,
        expected: STATED,
        ..DOCUMENTED
    },
    Page {
        name: "thrown-object",
        frame: r#"throw {error: {code: "invalid_client"}};"#,
        expected: [
            "> console-oauth-errors",
            "pass",
            "pass",
            "skipped",
            REDIRECT,
            "fail",
            "> console-oauth-errors",
        ],
        ..DOCUMENTED
    },
    Page {
        name: "console-of-a-worker",
        frame: r#"new Worker(URL.createObjectURL(new Blob(['console.error({error: "invalid_client"});'])));"#,
        expected: STATED,
        ..DOCUMENTED
    },
    Page {
        name: "map-in-the-console",
        frame: r#"console.error(new Map([["error", "invalid_client"]]));"#,
        expected: STATED,
        ..DOCUMENTED
    },
    Page {
        name: "error-at-the-end-of-a-long-line",
        frame: r#"console.error("Request failed", {config: "word ".repeat(80), headers: "word ".repeat(80), data: {error: "invalid_client"}});"#,
        expected: STATED,
        ..DOCUMENTED
    },
    Page {
        name: "failure-that-is-caught-later",
        frame: r#"const failed = Promise.reject(new Error("late")); setTimeout(() => failed.catch(button), 100);"#,
        ..DOCUMENTED
    },
    Page {
        name: "failures-of-which-one-is-caught-later",
        frame: r#"for (const wait of [true, false]) { const failed = Promise.reject(new Error("late")); if (wait) setTimeout(() => failed.catch(button), 100); }"#,
        expected: ["warn", "pass", "pass", "pass", "pass", "pass", "pass"],
        ..DOCUMENTED
    },
    Page {
        name: "others-complain",
        frame: r#"console.error("Facebook SDK: invalid app id"); console.error("Sentry: invalid client DSN"); button();"#,
        ..DOCUMENTED
    },
    Page {
        name: "codes-in-passing",
        frame: r#"console.log("handles", ["access_denied", "invalid_request"]); button();"#,
        ..DOCUMENTED
    },
    // What the browser refuses.
    Page {
        name: "integrity",
        body: r#"const loader = document.createElement("script"); loader.integrity = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="; loader.src = "/widget/loader.js?clientId={CLIENT}"; document.head.append(loader);"#,
        expected: REFUSED,
        ..DOCUMENTED
    },
    Page {
        name: "type-of-a-module",
        body: r#"const loader = document.createElement("script"); loader.type = "module"; loader.src = location.href; document.head.append(loader);"#,
        expected: REFUSED,
        ..DOCUMENTED
    },
    Page {
        name: "frame-that-the-page-itself-forbids",
        headers: &[("cross-origin-embedder-policy", "require-corp")],
        expected: REFUSED,
        ..DOCUMENTED
    },
    Page {
        name: "integrity-of-what-is-not-needed",
        body: r#"const loader = document.createElement("script"); loader.integrity = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="; loader.src = "/widget/loader.js?clientId={CLIENT}"; document.head.append(loader); frame();"#,
        expected: ["pass", "warn", "pass", "pass", "pass", "pass", "pass"],
        ..DOCUMENTED
    },
    Page {
        name: "script-of-another-type-and-origin",
        body: r#"const loader = document.createElement("script"); loader.src = "https://apps.{REGION}/crm/index.html?clientId={CLIENT}"; document.head.append(loader);"#,
        expected: REFUSED,
        ..DOCUMENTED
    },
    Page {
        name: "frame-without-scripts",
        body: r#"const notice = document.createElement("iframe"); notice.sandbox = ""; notice.srcdoc = "<p>Notice</p>"; app.append(notice); frame();"#,
        ..DOCUMENTED
    },
    // A login loop is one window or frame that comes back.
    Page {
        name: "several-frames-of-the-login",
        frame: r#"for (let number = 0; number < 6; number++) { const login = document.createElement("iframe"); login.src = authorize("index.html"); app.append(login); }"#,
        expected: IN_FRAME,
        ..DOCUMENTED
    },
    Page {
        name: "frame-that-refreshes-itself",
        frame: r#"const beat = document.createElement("iframe"); app.append(beat); setInterval(() => { beat.src = "index.js?clientId={CLIENT}&" + Math.random(); }, 300); button();"#,
        ..DOCUMENTED
    },
    Page {
        name: "login-loop-in-the-frame",
        frame: r#"location.replace(authorize("index.html"));"#,
        login: r#"location.replace("https://apps.{REGION}/crm/index.html?clientId={CLIENT}");"#,
        expected: [
            "pass",
            "pass",
            "pass",
            "skipped",
            "fail",
            "pass",
            "> login-loop",
        ],
        ..DOCUMENTED
    },
    // What the login page says.
    Page {
        name: "refusal-in-a-component",
        login: r#"const box = document.createElement("div"); document.body.append(box); box.attachShadow({mode: "open"}).innerHTML = "<p>invalid_client</p>";"#,
        expected: NOT_LET_IN,
        ..DOCUMENTED
    },
    Page {
        name: "refusal-in-a-frame-of-the-login-page",
        login: r#"const box = document.createElement("iframe"); box.srcdoc = "<p>invalid_client</p>"; document.body.append(box);"#,
        expected: NOT_LET_IN,
        ..DOCUMENTED
    },
    Page {
        name: "refusal-in-a-closed-component",
        login: r#"const box = document.createElement("div"); document.body.append(box); box.attachShadow({mode: "closed"}).innerHTML = "<p>invalid_client</p>";"#,
        expected: NOT_LET_IN,
        ..DOCUMENTED
    },
    Page {
        name: "refusal-after-a-second",
        login: r#"app.textContent = "Please wait"; setTimeout(() => { app.textContent = "invalid_client"; }, 1500);"#,
        expected: NOT_LET_IN,
        ..DOCUMENTED
    },
    Page {
        name: "refusals-that-nobody-sees",
        login: r#"app.innerHTML = ["opacity: 0", "position: absolute; left: -9999px", "height: 0; overflow: hidden", "display: none"].map((style) => `<div style="${style}"><p>invalid_client</p></div>`).join("") + "<form><input><button>Log in</button></form>";"#,
        ..DOCUMENTED
    },
    Page {
        name: "refusal-in-a-frame",
        frame: r#"app.innerHTML = '<iframe></iframe>'; app.firstChild.src = authorize("index.html");"#,
        login: r#"app.innerHTML = "<input><p>invalid_client</p>";"#,
        expected: [
            "pass", "pass", "pass", "skipped", REDIRECT, REDIRECT, "fail",
        ],
        ..DOCUMENTED
    },
    // A login page that nobody sees, or that does not stay.
    Page {
        name: "login-in-a-frame-that-nobody-sees",
        frame: r#"app.innerHTML = '<iframe hidden></iframe>'; app.firstChild.src = authorize("index.html");"#,
        expected: UNSEEN,
        ..DOCUMENTED
    },
    Page {
        name: "login-in-a-transparent-frame",
        frame: r#"app.innerHTML = '<iframe style="opacity: 0"></iframe>'; app.firstChild.src = authorize("index.html");"#,
        expected: UNSEEN,
        ..DOCUMENTED
    },
    Page {
        name: "login-in-a-frame-of-one-that-nobody-sees",
        body: r#"frame(); app.firstChild.style.width = "1px";"#,
        frame: r#"app.innerHTML = '<iframe></iframe>'; app.firstChild.src = authorize("index.html");"#,
        expected: UNSEEN,
        ..DOCUMENTED
    },
    Page {
        name: "login-window-that-its-page-closes",
        frame: r#"app.innerHTML = "<button>Sign in</button>"; app.firstChild.onclick = () => { app.innerHTML = ""; const login = open(authorize("index.html"), "login", "width=500,height=600"); const timer = setInterval(() => { try { login.location.href; } catch { clearInterval(timer); setTimeout(() => login.close(), 300); } }, 50); };"#,
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
        name: "login-page-that-goes-on",
        login: r#"setTimeout(() => location.replace("https://apps.{REGION}/crm/index.js?clientId={CLIENT}"), 300);"#,
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
        name: "login-loop-with-a-splash-screen",
        body: r#"setTimeout(() => { location = "https://login.{REGION}/oauth/authorize?client_id={CLIENT}&response_type=token&redirect_uri=" + encodeURIComponent("https://apps.{REGION}/crm/index.html"); }, 1000);"#,
        login: r#"location.replace("https://phone.mirabridge.cloud/api/v1/deployment/main/init?region={REGION}&clientId={CLIENT}");"#,
        expected: [
            "pass",
            "pass",
            "skipped",
            "skipped",
            "fail",
            "pass",
            "> login-loop",
        ],
        ..DOCUMENTED
    },
    Page {
        name: "login-page-that-stays-empty",
        login: r#"app.textContent = "";"#,
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
        name: "login-page-that-takes-its-time",
        login: r#"setTimeout(() => { app.innerHTML = "<form><input><button>Log in</button></form>"; }, 2000);"#,
        ..DOCUMENTED
    },
    Page {
        name: "login-loop-that-takes-its-time",
        login: r#"setTimeout(() => location.replace("https://apps.{REGION}/crm/authWindow.html?clientId={CLIENT}"), 1000);"#,
        expected: [
            "pass",
            "pass",
            "pass",
            "pass",
            "fail",
            "pass",
            "> login-loop",
        ],
        ..DOCUMENTED
    },
    // Patience.
    Page {
        name: "button-after-a-second",
        frame: "setTimeout(button, 1500);",
        ..DOCUMENTED
    },
    Page {
        name: "splash-screen",
        body: "setTimeout(frame, 2000);",
        ..DOCUMENTED
    },
    Page {
        name: "one-refresh",
        body: r#"if (sessionStorage.getItem("seen")) frame(); else { sessionStorage.setItem("seen", "1"); setTimeout(() => location.reload(), 1000); }"#,
        ..DOCUMENTED
    },
    Page {
        name: "polls",
        frame: r#"setInterval(() => fetch("index.js?clientId={CLIENT}&" + Math.random()), 100); button();"#,
        ..DOCUMENTED
    },
    Page {
        name: "address-that-changes-for-ever",
        body: r#"setInterval(() => history.replaceState(0, "", `#${Math.random()}`), 100); frame();"#,
        ..DOCUMENTED
    },
    Page {
        name: "worker-from-an-address",
        frame: r#"new Worker("authWindow.js?clientId={CLIENT}"); button();"#,
        window: r#"if (self.document) location.replace(authorize("authWindow.html"));"#,
        ..DOCUMENTED
    },
    Page {
        name: "script-that-never-comes",
        body: r#"frame(); const late = document.createElement("script"); late.src = "/widget/never.js"; document.head.append(late);"#,
        expected: [
            "unverifiable timeout",
            "pass",
            "pass",
            "pass",
            "pass",
            "pass",
            "pass",
        ],
        ..DOCUMENTED
    },
    Page {
        name: "window-asked-for-again-and-again",
        frame: "setInterval(signIn, 500);",
        expected: UNASKED,
        ..DOCUMENTED
    },
    // The sign-in as a person finds it.
    Page {
        name: "button-with-a-picture",
        frame: r#"app.innerHTML = '<button aria-label="Sign in"><svg width=20 height=20></svg></button>'; app.firstChild.onpointerup = signIn;"#,
        ..DOCUMENTED
    },
    Page {
        name: "button-in-a-component",
        frame: r#"const host = document.createElement("x-button"); host.attachShadow({mode: "open"}).innerHTML = "<button><slot></slot></button>"; host.textContent = "Mit Genesys Cloud anmelden"; host.onclick = signIn; app.append(host);"#,
        ..DOCUMENTED
    },
    Page {
        name: "button-beside-a-link-for-help",
        frame: r#"app.innerHTML = "<a href=help.html>Login help</a> <button>Sign&nbsp;in</button>"; app.lastChild.onclick = signIn;"#,
        ..DOCUMENTED
    },
    Page {
        name: "button-in-a-closed-component",
        frame: r#"const host = document.createElement("x-button"); host.attachShadow({mode: "closed"}).innerHTML = "<button>→ An&shy;mel&shy;den »</button>"; host.onclick = signIn; app.append(host);"#,
        ..DOCUMENTED
    },
    Page {
        name: "button-beside-that-of-another-service",
        frame: r#"app.innerHTML = "<button>Sign in with Google</button><button>Sign in with Genesys Cloud</button>"; app.lastChild.onclick = signIn;"#,
        ..DOCUMENTED
    },
    Page {
        name: "button-that-leads-nowhere",
        frame: r#"app.innerHTML = "<button>Sign in</button>";"#,
        expected: [
            "pass",
            "pass",
            "pass",
            "skipped",
            REDIRECT,
            REDIRECT,
            "unverifiable unrecognized",
        ],
        ..DOCUMENTED
    },
    // What the widget asks for.
    Page {
        name: "another-redirect-uri",
        window: r#"location.replace(authorize("other.html"));"#,
        expected: [
            "pass",
            "pass",
            "pass",
            "pass",
            REDIRECT,
            REDIRECT,
            "> invalid-redirect",
        ],
        also: Some(("invalid-redirect", &["pass", "pass", "pass", "fail"])),
        ..DOCUMENTED
    },
    Page {
        name: "redirect-uri-with-a-query",
        window: r#"location.replace(authorize("authWindow.html") + "?crm=x&state=1");"#,
        expected: [
            "pass",
            "pass",
            "pass",
            "pass",
            REDIRECT,
            REDIRECT,
            "> invalid-redirect",
        ],
        also: Some(("invalid-redirect", &["pass", "pass", "pass", "fail"])),
        ..DOCUMENTED
    },
    Page {
        name: "another-grant",
        window: r#"location.replace(authorize("authWindow.html").replace("token", "code") + "&code_challenge_method=S256&code_challenge=" + "x".repeat(43));"#,
        expected: [
            "pass",
            "pass",
            "pass",
            "pass",
            REDIRECT,
            REDIRECT,
            "> grant-not-allowed",
        ],
        also: Some(("grant-not-allowed", &["fail"])),
        ..DOCUMENTED
    },
    // A room without devices, and a page that nobody clicked in.
    Page {
        name: "devices",
        body: r#"const media = navigator.mediaDevices; media.enumerateDevices().then((all) => { if (!all.some((one) => one.kind === "audioinput")) throw new Error("no microphone"); return media.getUserMedia({audio: true}); }).then(() => media.enumerateDevices()).then((all) => new Audio().setSinkId(all.find((one) => one.kind === "audiooutput").deviceId)).then(frame);"#,
        ..DOCUMENTED
    },
    Page {
        name: "permission-for-the-microphone",
        body: r#"navigator.permissions.query({name: "microphone"}).then((found) => { if (found.state === "denied") throw new Error("no microphone"); frame(); });"#,
        ..DOCUMENTED
    },
    Page {
        name: "audio-context",
        body: "new AudioContext().resume().then(frame);",
        ..DOCUMENTED
    },
    Page {
        name: "ringing-tone",
        body: r#"new Audio("data:audio/wav;base64,UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=").play().then(frame);"#,
        ..DOCUMENTED
    },
    // Conduct.
    Page {
        name: "box-with-a-question",
        body: r#"if (confirm("Sign in now?") && prompt("Your extension?") !== "1") frame();"#,
        ..DOCUMENTED
    },
    Page {
        name: "boxes-without-end",
        body: r#"setInterval(() => alert("Again"), 50); frame();"#,
        ..DOCUMENTED
    },
    Page {
        name: "box-before-it-is-left",
        body: r#"addEventListener("beforeunload", (event) => event.preventDefault()); navigator.vibrate(200); if (sessionStorage.seen) frame(); else { sessionStorage.seen = 1; setTimeout(() => location.reload(), 200); }"#,
        ..DOCUMENTED
    },
    Page {
        name: "download",
        body: r#"const file = document.createElement("a"); file.download = "x.txt"; file.href = URL.createObjectURL(new Blob(["x"])); file.click(); location.href = "data:application/octet-stream,x"; setTimeout(frame, 500);"#,
        ..DOCUMENTED
    },
    Page {
        name: "permissions",
        body: r#"Notification.requestPermission().then((found) => { if (found === "denied") location = "about:blank"; return navigator.clipboard.readText(); }).catch(() => navigator.geolocation.getCurrentPosition(frame, frame));"#,
        ..DOCUMENTED
    },
    Page {
        name: "permission-that-is-not-given",
        body: "navigator.geolocation.getCurrentPosition(frame, (error) => { throw error; });",
        expected: [
            "unverifiable not_asked",
            "pass",
            "skipped",
            "skipped",
            REDIRECT,
            REDIRECT,
            "> page-errors",
        ],
        ..DOCUMENTED
    },
    Page {
        name: "debugger",
        body: "setInterval(() => { debugger; }, 10); debugger; frame();",
        ..DOCUMENTED
    },
    Page {
        name: "busy-worker",
        body: r#"new Worker(URL.createObjectURL(new Blob(["while (true);"]))); frame();"#,
        ..DOCUMENTED
    },
    Page {
        name: "busy-frame",
        frame: "button(); while (true);",
        expected: BUSY,
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

/// A look at each page.
pub(crate) fn looks(browser: &Path) -> impl Iterator<Item = Look<'_>> {
    PAGES
        .iter()
        .map(move |page| -> Look<'_> { Box::new(move || check(browser, page)) })
}

fn check(browser: &Path, page: &Page) -> Result<(), String> {
    let report = visit(browser, page);
    let found = checks().map(|id| ending(&report, id));
    let also = page.also.map(|(id, _)| endings(&report, id));
    let expected: Option<Vec<_>> =
        (page.also).map(|(_, all)| all.iter().map(|one| (*one).to_owned()).collect());
    if found == page.expected && also == expected {
        return Ok(());
    }
    Err(format!(
        "{}: expected {:?} {expected:?}\n but found {found:?} {also:?}\n{:#}",
        page.name, page.expected, report["visit"]
    ))
}

/// The report on a page with this at the end of its script.
pub(crate) fn visit_of(browser: &Path, body: String) -> Value {
    let page = Page {
        body: Box::leak(body.into_boxed_str()),
        ..DOCUMENTED
    };
    visit(browser, &page)
}

/// The report on a page, in a run against a simulator of its own.
fn visit(browser: &Path, page: &Page) -> Value {
    let scenario = Scenario {
        widget: Some(Widget {
            page: page.body,
            frame: page.frame,
            window: page.window,
            login: page.login,
            page_headers: page.headers,
            ..WIDGET
        }),
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
