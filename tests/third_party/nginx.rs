//! nginx, as what stands in front of a service: TLS, HTTP/2, limits and error pages are its own.

use crate::authority::Authority;
use crate::check::{Check, same_as_direct};
use crate::port::Port;
use crate::server::{Server, tied};
use crate::simulated::{hosts, simulated};
use std::net::SocketAddr;
use tempfile::TempDir;

/// How nginx is set up.
struct Front {
    /// What follows the port in `listen`.
    listen: &'static str,
    /// The hosts on its certificate.
    hosts: Vec<String>,
    /// What is behind it.
    upstream: SocketAddr,
    /// More directives of its server.
    directives: &'static str,
}

impl Default for Front {
    fn default() -> Self {
        Self {
            listen: "ssl http2",
            hosts: hosts(),
            upstream: simulated().address,
            directives: "",
        }
    }
}

/// A running nginx.
struct Nginx {
    _server: Server,
    port: Port,
    files: TempDir,
}

impl Front {
    fn start(self) -> Nginx {
        let port = Port::reserve();
        let files = tempfile::tempdir().expect("a temporary folder");
        let file = |name: &str, text: &str| {
            std::fs::write(files.path().join(name), text).expect("a writable folder");
        };
        let authority = Authority::new("Test Root");
        let identity = authority.identity(self.hosts.clone());
        file("root.pem", &authority.itself().certificate);
        file("leaf.pem", &identity.certificate);
        file("key.pem", &identity.key);
        file("upstream.pem", &simulated().ca);
        file("nginx.conf", &self.configuration(port.address()));
        let mut nginx = tied("nginx");
        nginx.arg("-p").arg(files.path()).args(["-c", "nginx.conf"]);
        let (server, ()) = Server::start(&mut nginx, |line| {
            line.contains("event method").then_some(())
        });
        Nginx {
            _server: server,
            port,
            files,
        }
    }

    fn configuration(&self, address: SocketAddr) -> String {
        let Self {
            listen,
            upstream,
            directives,
            ..
        } = self;
        format!(
            "daemon off;
            master_process off;
            pid nginx.pid;
            error_log stderr notice;
            events {{}}
            http {{
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                scgi_temp_path scgi;
                uwsgi_temp_path uwsgi;
                limit_req_zone $server_port zone=all:64k rate=1r/m;
                server {{
                    listen {address} {listen};
                    ssl_certificate leaf.pem;
                    ssl_certificate_key key.pem;
                    {directives}
                    location / {{
                        proxy_pass https://{upstream};
                        proxy_http_version 1.1;
                        proxy_set_header Host $host;
                        proxy_ssl_server_name on;
                        proxy_ssl_name $host;
                        proxy_ssl_verify on;
                        proxy_ssl_trusted_certificate upstream.pem;
                    }}
                }}
            }}"
        )
    }
}

impl Nginx {
    /// The check, sent here.
    fn through(&self, check: Check) -> Check {
        check
            .with("--connect-to", format!("::{}", self.port.address()))
            .with("--ca-cert", self.files.path().join("root.pem"))
    }

    /// A check of a good client, sent here once.
    fn check(&self) -> Check {
        self.through(Check::of("healthy")).with("--retries", "0")
    }
}

#[test]
#[ignore = "needs nginx: see main.rs"]
fn http_2_changes_nothing() {
    let nginx = Front::default().start();
    same_as_direct(|check| nginx.through(check));
}

#[test]
#[ignore = "needs nginx: see main.rs"]
fn http_1_changes_nothing() {
    for directives in ["", "keepalive_timeout 0;"] {
        let nginx = Front {
            listen: "ssl",
            directives,
            ..Front::default()
        };
        let nginx = nginx.start();
        same_as_direct(|check| nginx.through(check));
    }
}

#[test]
#[ignore = "needs nginx: see main.rs"]
fn a_connection_that_is_closed_in_order_changes_nothing() {
    for directives in ["keepalive_requests 1;", "keepalive_requests 3;"] {
        let nginx = Front {
            directives,
            ..Front::default()
        };
        let nginx = nginx.start();
        same_as_direct(|check| nginx.through(check).with("--retries", "0"));
    }
}

#[test]
#[ignore = "needs nginx: see main.rs"]
fn few_streams_at_a_time_change_nothing() {
    let nginx = Front {
        directives: "http2_max_concurrent_streams 1;",
        ..Front::default()
    };
    let nginx = nginx.start();
    same_as_direct(|check| nginx.through(check).with("--retries", "0"));
}

#[test]
#[ignore = "needs nginx: see main.rs"]
fn pages_in_chunks_and_compression_on_offer_change_nothing() {
    for listen in ["ssl", "ssl http2"] {
        let nginx = Front {
            listen,
            directives: "gzip on; gzip_types *; gzip_proxied any; gzip_min_length 1;
                sub_filter '</body>' '<p></p></body>';",
            ..Front::default()
        };
        let nginx = nginx.start();
        same_as_direct(|check| nginx.through(check));
    }
}

#[test]
#[ignore = "needs nginx: see main.rs"]
fn a_limit_of_requests() {
    let nginx = Front {
        directives: "limit_req zone=all; limit_req_status 429;",
        ..Front::default()
    };
    let nginx = nginx.start();
    // One of its requests gets through, whichever.
    nginx.check().report(3).claims_nothing();
    nginx.check().unreachable(
        "rate_limited",
        "too many requests",
        "login.mypurecloud.de answers 429, too many requests: it asks to wait",
    );
}

#[test]
#[ignore = "needs nginx: see main.rs"]
fn a_service_that_is_gone() {
    let nobody = Port::reserve();
    let nginx = Front {
        upstream: nobody.address(),
        ..Front::default()
    };
    nginx.start().check().unreachable(
        "server_error",
        "a fault of the service",
        "login.mypurecloud.de answers 502: it, or something before it, is out of order",
    );
}

#[test]
#[ignore = "needs nginx: see main.rs"]
fn a_service_that_hangs() {
    let nginx = Front {
        directives: "proxy_read_timeout 200ms;",
        ..Front::default()
    };
    let nginx = nginx.start();
    let check = nginx.through(Check::of("unanswered"));
    check.with("--retries", "0").unreachable(
        "server_error",
        "a fault of the service",
        "login.mypurecloud.de answers 504: it, or something before it, is out of order",
    );
}

#[test]
#[ignore = "needs nginx: see main.rs"]
fn a_certificate_for_another_host() {
    let nginx = Front {
        hosts: vec!["www.example.com".to_owned()],
        ..Front::default()
    };
    nginx.start().check().unreachable(
        "tls",
        "no trusted TLS connection",
        "From here, there is no secure connection to login.mypurecloud.de: its certificate is for another host: www.example.com",
    );
}

#[test]
#[ignore = "needs nginx: see main.rs"]
fn tls_of_yesterday() {
    let nginx = Front {
        // OpenSSL speaks it only where it is told to be less strict.
        directives: "ssl_protocols TLSv1.1; ssl_ciphers DEFAULT@SECLEVEL=0;",
        ..Front::default()
    };
    nginx.start().check().unreachable(
        "tls",
        "no trusted TLS connection",
        "From here, there is no secure connection to login.mypurecloud.de: it offers no TLS version this tool speaks (1.2 or 1.3)",
    );
}

#[test]
#[ignore = "needs nginx: see main.rs"]
fn a_port_without_tls() {
    let nginx = Front {
        listen: "",
        ..Front::default()
    };
    nginx.start().check().unreachable(
        "tls",
        "no trusted TLS connection",
        "From here, there is no secure connection to login.mypurecloud.de: what answered on that port speaks HTTP without TLS: HTTP/1.1 400 Bad Request",
    );
}

#[test]
#[ignore = "needs nginx: see main.rs"]
fn a_host_that_is_not_served() {
    let nginx = Front {
        directives: "ssl_reject_handshake on;",
        ..Front::default()
    };
    nginx.start().check().unreachable(
        "tls",
        "no trusted TLS connection",
        "From here, there is no secure connection to login.mypurecloud.de: it refused the TLS handshake (UnrecognisedName)",
    );
}

#[test]
#[ignore = "needs nginx: see main.rs"]
fn an_answer_that_never_comes() {
    let nginx = Front {
        listen: "ssl",
        directives: "return 444;",
        ..Front::default()
    };
    nginx.start().check().unreachable(
        "connect",
        "no connection",
        "From here, the connection to login.mypurecloud.de:443 was cut before the answer: the other side closed or reset it",
    );
}

#[test]
#[ignore = "needs nginx: see main.rs"]
fn a_certificate_that_the_client_should_have() {
    let nginx = Front {
        directives: "ssl_verify_client on; ssl_client_certificate root.pem;",
        ..Front::default()
    };
    let report = nginx.start().check().report(3);
    report.claims_nothing();
    let client = report.result("invalid-client");
    assert_eq!(client["cause"], "indistinct");
    assert_eq!(
        client["message"],
        "login.mypurecloud.de answers every request with 400, even one with a client id that cannot exist, so what it answers to yours proves nothing."
    );
}

#[test]
#[ignore = "needs nginx: see main.rs"]
fn an_address_that_is_not_let_in() {
    let nginx = Front {
        directives: "deny all;",
        ..Front::default()
    };
    nginx.start().check().unreachable(
        "blocked",
        "a firewall answers",
        "A firewall or bot filter answers instead of login.mypurecloud.de",
    );
}
