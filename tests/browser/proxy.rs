use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A proxy that wants a login and connects everybody to the same address.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    pub(crate) fn start(to: &str, login: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port of loopback");
        let address = listener.local_addr().expect("an address");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (to, names) = (to.to_owned(), Arc::clone(&asked));
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (to, names) = (to.clone(), Arc::clone(&names));
                std::thread::spawn(move || tunnel(client, &to, login, &names));
            }
        });
        Self { address, asked }
    }

    /// The hosts and ports that tunnels were asked to.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("nobody panicked").clone()
    }
}

fn tunnel(mut client: TcpStream, to: &str, login: &str, asked: &Mutex<Vec<String>>) {
    let head: Vec<_> = BufReader::new(client.try_clone().expect("a handle"))
        .lines()
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .collect();
    let is_login = |line: &String| {
        line.split_once(": ").is_some_and(|(name, value)| {
            name.eq_ignore_ascii_case("proxy-authorization") && value == login
        })
    };
    if !head.iter().any(is_login) {
        let _ = client.write_all(b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n");
        return;
    }
    let host = head.first().and_then(|line| line.split(' ').nth(1));
    let host = host.unwrap_or_default().to_owned();
    asked.lock().expect("nobody panicked").push(host);
    let Ok(server) = TcpStream::connect(to) else {
        return;
    };
    let _ = client.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
    let (from, into) = (client.try_clone(), server.try_clone());
    if let (Ok(from), Ok(into)) = (from, into) {
        std::thread::spawn(move || pump(from, into));
    }
    pump(server, client);
}

fn pump(mut from: TcpStream, mut into: TcpStream) {
    let _ = std::io::copy(&mut from, &mut into);
    let _ = into.shutdown(Shutdown::Write);
}
