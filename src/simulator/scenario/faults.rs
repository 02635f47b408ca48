//! The client is set up as documented, and its login host cannot be asked: faults below HTTP, or in the midst of it.
//! They come before a client id is said, so all of them have the same.

use super::{HEALTHY, Scenario};
use crate::simulator::faults::{End, Fault, Issue, Signal};
use h2::Reason;

const fn fault(name: &'static str, shows: &'static str, fault: Fault) -> Scenario {
    Scenario {
        name,
        shows,
        fault: Some(fault),
        ..HEALTHY
    }
}

/// A ServerHello that chooses TLS 1.1: record, handshake, version, random, no session,
/// TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, no compression.
const TLS_1_1: &[u8] = b"\x16\x03\x02\x00\x2a\x02\x00\x00\x26\x03\x02\
    \x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\
    \x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x00\xc0\x13\x00";

/// The beginning of a ServerHello of TLS 1.2.
const HALF_HELLO: &[u8] = b"\x16\x03\x03\x00\x5a\x02\x00\x00\x56\x03\x03\x07\x07\x07\x07\x07\x07";

/// A fatal alert: handshake_failure.
const NO_CIPHER: &[u8] = b"\x15\x03\x03\x00\x02\x02\x28";
/// A fatal alert: protocol_version.
const OTHER_VERSION: &[u8] = b"\x15\x03\x01\x00\x02\x02\x46";

const PLAIN: &[u8] =
    b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 15\r\n\r\n400 Bad Request";
const PLAIN_PORTAL: &[u8] = b"HTTP/1.1 302 Found\r\nLocation: http://portal.guest-wifi.example/login\r\nContent-Length: 0\r\n\r\n";
const PLAIN_PORTAL_PAGE: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 49\r\n\r\n<title>Guest Wi-Fi</title>Accept the terms of use";

const OF_TEN: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\n\r\n";
const FIVE_OF_TEN: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\n\r\n<html";
const HALF_HEADER: &[u8] = b"HTTP/1.1 200 OK\r\nServer: ";
const UNTIL_THE_END: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n";

const FOREVER: usize = usize::MAX;

/// 64 KiB of zeros as one member of a gzip file, of which there may be any number.
const ZEROS: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\x02\x03\xed\xc1\x01\x01\0\0\0\x80\x90\xfe\xaf\xee\x08\x0a\0\0\0\0\0\0\0\0\0\0\
    \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
    \0\0\0\x6a\xeb\x8e\x97\xd7\0\0\x01\0";

pub(super) const ROWS: &[Scenario] = &[
    fault(
        "dns-failure",
        "the name of the login host does not resolve",
        Fault::Unresolved,
    ),
    fault(
        "refused",
        "nobody listens on port 443 of the login host",
        Fault::Refused,
    ),
    fault(
        "reset-on-connect",
        "the connection is reset as soon as it is there",
        Fault::Hello(b"", End::Reset),
    ),
    fault(
        "close-on-connect",
        "the connection is closed as soon as it is there",
        Fault::Hello(b"", End::Close),
    ),
    fault(
        "reset-in-handshake",
        "the connection is reset in the middle of the TLS handshake",
        Fault::Hello(HALF_HELLO, End::Reset),
    ),
    fault(
        "reset-after-headers",
        "the connection is reset after the header of the answer",
        Fault::Answer(OF_TEN, End::Reset),
    ),
    fault(
        "reset-in-body",
        "the connection is reset in the middle of the answer",
        Fault::Answer(FIVE_OF_TEN, End::Reset),
    ),
    fault(
        "hang-on-connect",
        "the login host does not take the connection (on Linux; elsewhere it may be refused)",
        Fault::Unaccepted,
    ),
    fault(
        "hang-before-handshake",
        "the login host takes the connection and says nothing",
        Fault::Hello(b"", End::Hang),
    ),
    fault(
        "hang-in-handshake",
        "the login host falls silent in the middle of the TLS handshake",
        Fault::Hello(HALF_HELLO, End::Hang),
    ),
    fault(
        "hang-before-answer",
        "the login host takes the question and says nothing",
        Fault::Answer(b"", End::Hang),
    ),
    fault(
        "hang-in-headers",
        "the login host falls silent in the middle of the header",
        Fault::Answer(HALF_HEADER, End::Hang),
    ),
    fault(
        "hang-after-headers",
        "the login host falls silent after the header",
        Fault::Answer(OF_TEN, End::Hang),
    ),
    fault(
        "hang-in-body",
        "the login host falls silent in the middle of the answer",
        Fault::Answer(FIVE_OF_TEN, End::Hang),
    ),
    fault(
        "slow-drip-handshake",
        "the TLS handshake comes a byte at a time, without end",
        Fault::Hello(HALF_HELLO, End::Drip(b"\x07")),
    ),
    fault(
        "slow-drip-headers",
        "the header of the answer comes a byte at a time, without end",
        Fault::Answer(HALF_HEADER, End::Drip(b"slow ")),
    ),
    fault(
        "slow-drip-body",
        "the answer comes a byte at a time, without end",
        Fault::Answer(UNTIL_THE_END, End::Drip(b"slow ")),
    ),
    fault(
        "tls-expired",
        "the certificate of the login host has expired",
        Fault::Certificate(Issue::Years(2020, 2021)),
    ),
    fault(
        "tls-not-yet-valid",
        "the certificate of the login host is not valid yet",
        Fault::Certificate(Issue::Years(2090, 2091)),
    ),
    fault(
        "tls-wrong-host",
        "the certificate is for another host",
        Fault::Certificate(Issue::For("portal.hotel.example")),
    ),
    fault(
        "tls-self-signed",
        "the certificate is signed by itself",
        Fault::Certificate(Issue::SelfSigned { authority: false }),
    ),
    fault(
        "tls-self-signed-authority",
        "the certificate is signed by itself and calls itself an authority, as openssl makes them",
        Fault::Certificate(Issue::SelfSigned { authority: true }),
    ),
    fault(
        "tls-unknown-authority",
        "the certificate is from an authority that this computer does not trust",
        Fault::Certificate(Issue::By("Acme Web Gateway", "Acme Ltd")),
    ),
    fault(
        "tls-inspected",
        "a proxy inspects TLS with a certificate that this computer does not trust",
        Fault::Certificate(Issue::By("Zscaler Root CA", "Zscaler Inc.")),
    ),
    fault(
        "tls-hostile-name",
        "the certificate is from an authority whose name would meddle with a terminal",
        Fault::Certificate(Issue::By("\x1b]0;owned\x07\u{202e}Root", "\x1b[2J\nLtd")),
    ),
    fault(
        "tls-only-1-1",
        "the login host speaks TLS 1.1 and nothing newer",
        Fault::Hello(TLS_1_1, End::Hang),
    ),
    fault(
        "tls-old-alert",
        "the login host refuses every version of TLS that is offered",
        Fault::Hello(OTHER_VERSION, End::Close),
    ),
    fault(
        "tls-no-cipher",
        "the login host shares no cipher with this tool",
        Fault::Hello(NO_CIPHER, End::Close),
    ),
    fault(
        "tls-truncated",
        "the connection is closed in the middle of the TLS handshake",
        Fault::Hello(HALF_HELLO, End::Close),
    ),
    fault(
        "plain-http",
        "plain HTTP answers on the port for TLS",
        Fault::Hello(PLAIN, End::Close),
    ),
    fault(
        "captive-portal-plain-redirect",
        "a guest Wi-Fi answers on the port for TLS with a redirect in plain HTTP",
        Fault::Hello(PLAIN_PORTAL, End::Close),
    ),
    fault(
        "captive-portal-plain-page",
        "a guest Wi-Fi answers on the port for TLS with a page in plain HTTP",
        Fault::Hello(PLAIN_PORTAL_PAGE, End::Close),
    ),
    fault(
        "not-tls",
        "a mail server answers on the port for TLS",
        Fault::Hello(b"220 mail.example ESMTP \x1b[2J\xe2\x80\xae\xff\r\n", End::Close),
    ),
    fault(
        "no-answer",
        "the connection is closed as soon as something is asked",
        Fault::Answer(b"", End::Close),
    ),
    fault(
        "garbage",
        "the answer is not HTTP",
        Fault::Answer(b"\x9b\x00\xff\xfe garbage \x1b[2J\r\n\r\n", End::Close),
    ),
    fault(
        "nul-in-header",
        "a header of the answer has a NUL in it",
        Fault::Answer(
            b"HTTP/1.1 302 Found\r\nLocation: https://login.mypurecloud.de/\x00?rid=a\r\nContent-Length: 0\r\n\r\n",
            End::Close,
        ),
    ),
    fault(
        "length-invalid",
        "the length of the answer is not a number",
        Fault::Answer(
            b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n<html>",
            End::Close,
        ),
    ),
    fault(
        "length-too-long",
        "the answer is shorter than it says",
        Fault::Answer(FIVE_OF_TEN, End::Close),
    ),
    fault(
        "length-too-short",
        "the answer is longer than it says",
        Fault::Answer(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nHello, and more than was announced",
            End::Close,
        ),
    ),
    fault(
        "chunks-invalid",
        "the pieces of the answer are not what they say",
        Fault::Answer(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n",
            End::Close,
        ),
    ),
    fault(
        "endless-headers",
        "the answer has headers without end",
        Fault::Answer(
            b"HTTP/1.1 200 OK\r\n",
            End::Repeat(b"X-Endless: and so on\r\n", FOREVER),
        ),
    ),
    fault(
        "endless-header",
        "the answer has a header without end",
        Fault::Answer(
            b"HTTP/1.1 302 Found\r\nLocation: https://login.mypurecloud.de/?rid=",
            End::Repeat(b"and so on ", FOREVER),
        ),
    ),
    fault(
        "endless-body",
        "the answer never ends",
        Fault::Answer(UNTIL_THE_END, End::Repeat(b"and so on ", FOREVER)),
    ),
    fault(
        "gzip-bomb",
        "a small compressed answer that would fill the memory, if anybody unpacked it",
        Fault::Answer(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n",
            End::Repeat(ZEROS, 1000),
        ),
    ),
    fault(
        "http2-goaway",
        "the login host ends the HTTP/2 connection (GOAWAY) as soon as something is asked",
        Fault::Http2(Signal::GoAway(Reason::ENHANCE_YOUR_CALM)),
    ),
    fault(
        "http2-goaway-in-order",
        "as http2-goaway, but as if nothing were wrong",
        Fault::Http2(Signal::GoAway(Reason::NO_ERROR)),
    ),
    fault(
        "http2-reset",
        "the login host ends every request (RST_STREAM) with an error of its own",
        Fault::Http2(Signal::Reset(Reason::INTERNAL_ERROR)),
    ),
    fault(
        "http2-refused",
        "the login host refuses every request (RST_STREAM) before it looks at it",
        Fault::Http2(Signal::Reset(Reason::REFUSED_STREAM)),
    ),
];
