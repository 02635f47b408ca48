//! An HTTP response as plain data: `respond` decides, `serve` delivers.

/// What a host answers. Header values are bytes, because some servers send bytes that are no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
    /// The request is taken and nothing ever comes.
    pub(crate) withheld: bool,
}

impl Response {
    /// A status without a body.
    #[must_use]
    pub fn bare(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            withheld: false,
        }
    }

    /// A host that takes the request and never answers.
    #[must_use]
    pub fn withheld() -> Self {
        Self {
            withheld: true,
            ..Self::bare(200)
        }
    }

    /// A 302 to this address.
    #[must_use]
    pub fn redirect(location: impl Into<Vec<u8>>) -> Self {
        Self::bare(302).with("location", location)
    }

    /// A page.
    #[must_use]
    pub fn html(status: u16, page: impl Into<Vec<u8>>) -> Self {
        Self::typed(status, "text/html; charset=utf-8", page)
    }

    /// A body of JSON.
    #[must_use]
    pub fn json(status: u16, text: impl Into<Vec<u8>>) -> Self {
        Self::typed(status, "application/json", text)
    }

    pub(crate) fn not_found() -> Self {
        Self::html(404, error_page("404 Not Found"))
    }

    pub(crate) fn script(text: impl Into<Vec<u8>>) -> Self {
        Self::typed(200, "text/javascript; charset=utf-8", text)
    }

    fn typed(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            body: body.into(),
            ..Self::bare(status).with("content-type", content_type)
        }
    }

    /// The same with one more header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// The script of the login page: it shows a form.
pub(crate) const LOGIN_SCRIPT: &str = "document.getElementById(\"app\").innerHTML = '<h1>Sign in to Genesys Cloud</h1>\
<form><input name=\"email\"><input type=\"password\"><button type=\"button\">Log in</button></form>';\n";

/// A page that its script fills.
pub(crate) fn app_page(title: &str, script: &str) -> String {
    with_script(title, &format!("<script src=\"{script}\" defer></script>"))
}

/// The same, with this script in it.
pub(crate) fn app_page_with(title: &str, script: &str) -> String {
    with_script(title, &format!("<script>{script}</script>"))
}

fn with_script(title: &str, script: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\n\
         <body><div id=\"app\"></div>{script}</body></html>\n"
    )
}

/// What a hotel shows before it lets anybody into the internet.
pub(crate) const PORTAL: &str = "<!DOCTYPE html>\n<html><head><title>Guest Wi-Fi</title></head>\n\
<body><h1>Welcome to our Guest Wi-Fi</h1><p>Please accept the terms of use to go online.</p>\
<form method=\"post\"><button>Accept and connect</button></form></body></html>\n";

/// An error page with one sentence.
pub(crate) fn error_page(words: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html><head><title>Error</title></head>\n\
         <body><h1>Something went wrong</h1>\n<p>{words}</p></body></html>\n"
    )
}

/// What a firewall shows instead of the page that was asked for.
pub(crate) fn blocked_page(incident: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html><head><title>Request blocked</title></head>\n\
         <body><h1>Request blocked</h1><p>This request was blocked by the security rules of your \
         network. Incident ID: {incident}</p></body></html>\n"
    )
}
