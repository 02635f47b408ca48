//! The report as a page, opened in a browser: what its script does, and that nothing else happens.

use crate::served::Served;
use crate::table::name;
use libtest_mimic::Trial;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use tokio_tungstenite::tungstenite::{Message, WebSocket, client};

const HEALTHY: &str = "c802dd59-b4d7-4f12-af6e-7c4bc682f571";
const HOSTILE: &str = r#"https://x.example/</pre><script>alert(1)</script>&amp;"'=&lt;"#;

pub(crate) fn trials(browser: &Path) -> Vec<Trial> {
    let trial = |what: &str, run: fn(&Path)| {
        let program = browser.to_owned();
        Trial::test(format!("{}::{what}", name(browser)), move || {
            run(&program);
            Ok(())
        })
    };
    vec![
        trial("a_button_copies_the_exact_text", copied),
        trial("the_table_of_many_is_sorted_by_a_click", sorted),
    ]
}

fn copied(browser: &Path) {
    let served = Served::start();
    let to = format!("::{}", served.address);
    let common = ["--connect-to", &to, "--ca-cert", &served.ca];
    let uris = ["https://phone.mirabridge.cloud", HOSTILE];
    let uris = uris.iter().flat_map(|uri| ["--redirect-uri", uri]);
    let hostile: Vec<_> = [
        "check",
        "--region",
        "mypurecloud.de",
        "--client-id",
        HEALTHY,
    ]
    .into_iter()
    .chain(uris)
    .chain(common)
    .collect();
    let three = "https://phone.mirabridge.cloud\nhttps://apps.mypurecloud.ie/crm/index.html\nhttps://apps.mypurecloud.ie/crm/authWindow.html";
    for (arguments, expected) in [(&["demo", "other-region"][..], three), (&hostile, HOSTILE)] {
        let mut page = Page::open(browser, arguments);
        for clipboard in [
            "",
            "navigator.clipboard.writeText = () => Promise.reject();",
        ] {
            let click = format!(
                "(async () => {{
                    await navigator.clipboard.writeText('');
                    {clipboard}
                    const button = document.querySelector('.copy button');
                    button.click();
                    for (let turns = 0; button.textContent === 'Copy' && turns < 1000; turns++)
                        await new Promise((done) => requestAnimationFrame(done));
                    const said = button.textContent;
                    button.textContent = 'Copy';
                    return [said, await navigator.clipboard.readText()];
                }})()"
            );
            assert_eq!(page.evaluate(&click), json!(["Copied", expected]));
        }
        page.assert_nothing_else_happened();
    }
}

fn sorted(browser: &Path) {
    let served = Served::start();
    let folder = tempfile::tempdir().expect("a folder");
    let list = folder.path().join("list.csv");
    let rows = [
        "region,client_id,name".to_owned(),
        format!("mypurecloud.de,{HEALTHY},Beta"),
        "mypurecloud.de,c7a7f603-6599-441c-87ae-7483457f761f,<b>Gamma".to_owned(),
        format!("mypurecloud.de,{HEALTHY},Alpha"),
    ];
    std::fs::write(&list, rows.join("\n")).expect("a writable folder");
    let to = format!("::{}", served.address);
    let list = list.to_str().expect("UTF-8");
    let arguments = [
        "check",
        "--targets",
        list,
        "--connect-to",
        &to,
        "--ca-cert",
        &served.ca,
    ];
    let mut page = Page::open(browser, &arguments);
    let mut lines = |click: &str| {
        page.evaluate(&format!(
            "{click}; [...document.querySelectorAll('.sortable tbody tr')].map((row) => row.cells[0].textContent).join()"
        ))
    };
    assert_eq!(lines(""), "2,3,4");
    let head = |column: u8| format!("document.querySelectorAll('th button')[{column}].click()");
    assert_eq!(
        lines(&head(1)),
        "3,4,2",
        "by name, in which a sign comes first"
    );
    assert_eq!(lines(&head(1)), "2,4,3");
    assert_eq!(lines(&head(3)), "3,2,4", "the gravest first");
    let opened = "new Promise((done) => {
        addEventListener('hashchange', () => done(document.querySelector('details.card').open));
        document.querySelector('tbody a').click();
    })";
    assert_eq!(page.evaluate(opened), true);
    page.assert_nothing_else_happened();
}

/// A report that stands open in a browser.
struct Page {
    browser: Child,
    socket: WebSocket<TcpStream>,
    session: String,
    calls: u64,
    /// What the browser told besides.
    events: Vec<Value>,
    _folder: TempDir,
}

impl Page {
    fn open(browser: &Path, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("report.html");
        let report = format!("html={}", file.display());
        let ran = Command::new(env!("CARGO_BIN_EXE_mirabridge-oauth"))
            .args(arguments)
            .args(["--report", &report])
            .env("CI", "true")
            .output()
            .expect("the program runs");
        assert_eq!(ran.status.code(), Some(1), "{ran:?}");
        let mut browser = Command::new(browser)
            .args(["--headless", "--no-sandbox", "--remote-debugging-port=0"])
            .arg(format!(
                "--user-data-dir={}",
                folder.path().join("profile").display()
            ))
            .arg("about:blank")
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("the browser runs");
        let mut words = BufReader::new(browser.stderr.take().expect("stderr is piped"));
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert!(words.read_line(&mut line).expect("UTF-8") > 0, "it ended");
            if let Some((_, address)) = line.trim().split_once("listening on ") {
                break address.to_owned();
            }
        };
        std::thread::spawn(move || words.read_to_end(&mut Vec::new()));
        let host = address
            .trim_start_matches("ws://")
            .split('/')
            .next()
            .expect("a host");
        let stream = TcpStream::connect(host).expect("it listens");
        let patience = Some(Duration::from_secs(30));
        stream.set_read_timeout(patience).expect("a socket");
        let (socket, _) = client(&address, stream).expect("a handshake");
        let mut page = Self {
            browser,
            socket,
            session: String::new(),
            calls: 0,
            events: Vec::new(),
            _folder: folder,
        };
        let target = page.call("Target.createTarget", &json!({"url": "about:blank"}));
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        let session = page.call("Target.attachToTarget", &attach)["sessionId"].take();
        let permissions = json!({"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]});
        page.call("Browser.grantPermissions", &permissions);
        session
            .as_str()
            .expect("a session")
            .clone_into(&mut page.session);
        for domain in ["Network", "Runtime", "Log", "Page", "Audits"] {
            page.call(&format!("{domain}.enable"), &json!({}));
        }
        let focus = json!({"enabled": true});
        page.call("Emulation.setFocusEmulationEnabled", &focus);
        let url = format!("file://{}", file.display());
        page.call("Page.navigate", &json!({"url": url}));
        while !page
            .events
            .iter()
            .any(|event| event["method"] == "Page.loadEventFired")
        {
            page.read();
        }
        page
    }

    fn read(&mut self) -> Option<Value> {
        let Message::Text(text) = self.socket.read().expect("the browser answers") else {
            return None;
        };
        let message: Value = serde_json::from_str(&text).expect("JSON");
        if message.get("id").is_some() {
            return Some(message);
        }
        self.events.push(message);
        None
    }

    fn call(&mut self, method: &str, params: &Value) -> Value {
        self.calls += 1;
        let mut call = json!({"id": self.calls, "method": method, "params": params});
        if !self.session.is_empty() {
            call["sessionId"] = self.session.as_str().into();
        }
        let sent = self.socket.send(Message::text(call.to_string()));
        sent.expect("the browser listens");
        loop {
            if let Some(mut answer) = self.read().filter(|answer| answer["id"] == self.calls) {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].take();
            }
        }
    }

    /// What a script comes to, run as if the user had clicked.
    fn evaluate(&mut self, script: &str) -> Value {
        let params = json!({
            "expression": script, "awaitPromise": true, "returnByValue": true, "userGesture": true,
        });
        let mut result = self.call("Runtime.evaluate", &params);
        assert!(result.get("exceptionDetails").is_none(), "{result}");
        result["result"]["value"].take()
    }

    /// No request but the one for the page, no word in the console, no dialog, nothing that its policy forbade.
    fn assert_nothing_else_happened(&mut self) {
        let odd: Vec<_> = self
            .events
            .iter()
            .filter(|event| match event["method"].as_str().unwrap_or_default() {
                "Network.requestWillBeSent" => {
                    let url = event["params"]["request"]["url"].as_str();
                    !url.is_some_and(|url| {
                        url.starts_with("file://") && url.ends_with("/report.html")
                    })
                }
                method => [
                    "Runtime.consoleAPICalled",
                    "Runtime.exceptionThrown",
                    "Log.entryAdded",
                    "Page.javascriptDialogOpening",
                    "Audits.issueAdded",
                ]
                .contains(&method),
            })
            .collect();
        assert!(odd.is_empty(), "{odd:#?}");
        let loaded = self.evaluate("document.querySelectorAll('script, b').length");
        assert_eq!(loaded, 1, "the one script is ours");
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.browser.kill();
        let _ = self.browser.wait();
    }
}
