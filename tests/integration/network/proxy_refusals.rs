//! Proxies that make no tunnel.

use super::check::{command, fault, json, result};
use super::server::{head, nobody, tcp, wait};
use std::io::Write as _;
use std::net::SocketAddr;

#[track_caller]
fn fault_through(login: &str, proxy: SocketAddr) -> String {
    let proxy = format!("http://{login}{proxy}");
    let message = fault(
        || command(["--proxy", &proxy, "--timeout", "1500ms", "--retries", "0"]),
        "proxy",
    );
    assert!(!message.contains("s3cr3t"), "{message}");
    message
}

/// A proxy that answers this to whoever asks for a tunnel.
fn answering(answer: &'static str) -> SocketAddr {
    tcp(move |connection| {
        head(connection)?;
        connection.write_all(answer.as_bytes())?;
        connection.shutdown(std::net::Shutdown::Write)?;
        wait(connection)
    })
}

#[test]
fn a_proxy_that_nobody_runs() {
    let proxy = nobody();
    let message = fault_through("", proxy);
    let expected =
        format!("the proxy http://{proxy} cannot be reached: there is no connection to {proxy}: ");
    assert!(message.starts_with(&expected), "{message}");
}

#[test]
fn a_proxy_whose_name_does_not_resolve() {
    let message = fault(|| command(["--proxy", "proxy.invalid:3128"]), "proxy");
    let expected = "the proxy http://proxy.invalid:3128 cannot be reached: the name proxy.invalid does not resolve: names under .invalid do not exist";
    assert_eq!(message, expected);
}

const ASKS_FOR_A_LOGIN: &str = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\nProxy-Authenticate: Basic realm=\"office\"\r\nContent-Length: 0\r\n\r\n";

#[test]
fn a_proxy_that_wants_a_login() {
    let proxy = answering(ASKS_FOR_A_LOGIN);
    let expected = format!("the proxy http://{proxy} wants a login (407, Negotiate, NTLM, Basic)");
    assert_eq!(fault_through("", proxy), expected);
}

#[test]
fn a_proxy_that_takes_no_login_that_there_is() {
    for login in ["", "agent:s3cr3t@"] {
        let proxy = answering(
            "HTTP/1.1 407 Login\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n",
        );
        let expected = format!(
            "the proxy http://{proxy} wants a login of a kind that this tool does not support (407, Negotiate, NTLM)"
        );
        assert_eq!(fault_through(login, proxy), expected);
        let (report, _) = json(&mut command(["--proxy", &proxy.to_string()]));
        let remedy = result(&report, "unreachable")["remedy"].to_string();
        assert!(remedy.contains("px or cntlm"), "{remedy}");
    }
}

#[test]
fn a_proxy_that_does_not_speak_tls() {
    for answer in [
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "220 mail.example ESMTP\r\n",
    ] {
        let proxy = tcp(move |connection| {
            connection.write_all(answer.as_bytes())?;
            wait(connection)
        });
        let address = format!("https://agent:s3cr3t@{proxy}");
        let check = || command(["--proxy", &address, "--retries", "0"]);
        let message = fault(check, "proxy");
        let expected = format!(
            "the proxy https://{proxy} does not speak TLS, although its address begins with https://"
        );
        assert_eq!(message, expected);
        let (report, _) = json(&mut check());
        let remedy = result(&report, "unreachable")["remedy"].to_string();
        assert!(remedy.contains("Write http:// instead"), "{remedy}");
    }
}

#[test]
fn a_proxy_that_refuses_a_login() {
    let proxy = answering(ASKS_FOR_A_LOGIN);
    let expected = format!(
        "the proxy http://{proxy} refused the login it was given (407, Negotiate, NTLM, Basic)"
    );
    assert_eq!(fault_through("agent:s3cr3t@", proxy), expected);
}

#[test]
fn a_proxy_that_wants_a_login_as_if_it_were_a_server() {
    let proxy = answering(
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"office\"\r\nContent-Length: 0\r\n\r\n",
    );
    let expected = format!("the proxy http://{proxy} wants a login (401)");
    assert_eq!(fault_through("", proxy), expected);
}

#[test]
fn a_proxy_that_talks_too_much_is_cut_short() {
    let proxy = tcp(|connection| {
        head(connection)?;
        let scheme = "A".repeat(1000);
        let answer = format!(
            "HTTP/1.1 407 Login\r\nProxy-Authenticate: {scheme}\r\nContent-Length: 0\r\n\r\n"
        );
        connection.write_all(answer.as_bytes())?;
        wait(connection)
    });
    let expected = format!(
        "the proxy http://{proxy} wants a login of a kind that this tool does not support (407, {})",
        "A".repeat(20)
    );
    assert_eq!(fault_through("", proxy), expected);
}

#[test]
fn a_proxy_with_headers_without_end() {
    let proxy = tcp(|connection| {
        head(connection)?;
        connection.write_all(b"HTTP/1.1 200 OK\r\n")?;
        loop {
            connection.write_all(b"X-Endless: and so on\r\n")?;
        }
    });
    let message = fault_through("", proxy);
    let expected = format!(
        "the proxy http://{proxy} does not answer as a proxy does when it is asked for a tunnel"
    );
    assert_eq!(message, expected);
}

#[test]
fn a_proxy_that_refuses_the_host() {
    let proxy = answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    let expected =
        format!("the proxy http://{proxy} refused a tunnel to login.mypurecloud.de (403)");
    assert_eq!(fault_through("", proxy), expected);
}

#[test]
fn a_proxy_that_cannot_reach_the_host() {
    let proxy = answering(
        "HTTP/1.1 503 Service Unavailable\r\nX-Squid-Error: ERR_DNS_FAIL 0\r\nContent-Length: 0\r\n\r\n",
    );
    let expected = format!(
        "the proxy http://{proxy} could not make a tunnel to login.mypurecloud.de (503, ERR_DNS_FAIL)"
    );
    assert_eq!(fault_through("", proxy), expected);
}

#[test]
fn what_is_no_proxy_at_all() {
    let proxy = answering("220 mail.example ESMTP\r\n\r\n");
    let expected = format!(
        "the proxy http://{proxy} does not answer as a proxy does when it is asked for a tunnel"
    );
    assert_eq!(fault_through("", proxy), expected);
}

#[test]
fn a_proxy_that_hangs_up() {
    let proxy = answering("");
    let expected =
        format!("the proxy http://{proxy} broke off the connection when it was asked for a tunnel");
    assert_eq!(fault_through("", proxy), expected);
}

#[test]
fn a_proxy_that_says_nothing() {
    assert_waits(tcp(wait));
}

#[test]
fn a_proxy_that_falls_silent_in_its_answer() {
    assert_waits(tcp(|connection| {
        head(connection)?;
        connection.write_all(b"HTTP/1.1 200 Connection est")?;
        wait(connection)
    }));
}

#[track_caller]
fn assert_waits(proxy: SocketAddr) {
    let proxy = format!("http://{proxy}");
    let message = fault(
        || command(["--proxy", &proxy, "--timeout", "1500ms", "--retries", "0"]),
        "timeout",
    );
    assert_eq!(message, "the time ran out while waiting for the proxy");
}
