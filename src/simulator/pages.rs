//! The pages of the simulated hosts: as little HTML as looks like the real thing to a program.

/// The login page of Genesys Cloud: an application that runs in the browser.
pub(crate) const LOGIN_APP: &str = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
<title>Genesys Cloud</title></head>\n<body><div id=\"root\"></div>\
<script src=\"/static/login.js\" defer></script></body></html>\n";

/// The script of the login page: it shows a form.
pub(crate) const LOGIN_SCRIPT: &str = "document.getElementById(\"root\").innerHTML = '<h1>Sign in to Genesys Cloud</h1>\
<form><input name=\"email\"><input type=\"password\"><button type=\"button\">Log in</button></form>';\n";

/// The login page with a script of its own.
pub(crate) fn login_app(script: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Genesys Cloud</title></head>\n\
         <body><div id=\"root\"></div><script>{script}</script></body></html>\n"
    )
}

/// The page of the widget, which its script fills.
pub(crate) fn widget(script: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>MiraBridge Phone</title></head>\n\
         <body><div id=\"phone\"></div><script src=\"{script}\"></script></body></html>\n"
    )
}

/// A page of the application, filled by a script.
pub(crate) fn crm(script: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Genesys Cloud</title></head>\n\
         <body><div id=\"app\"></div><script src=\"{script}\"></script></body></html>\n"
    )
}

/// The sign-in form of other servers.
pub(crate) const SIGN_IN: &str = "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Sign in</title></head>\n\
<body><h1>Sign in to your account</h1><form method=\"post\"><input name=\"username\">\
<input type=\"password\" name=\"password\"><button>Sign in</button></form></body></html>\n";

/// What a hotel shows before it lets anybody into the internet.
pub(crate) const PORTAL: &str = "<!DOCTYPE html>\n<html><head><title>Guest Wi-Fi</title></head>\n\
<body><h1>Welcome to our Guest Wi-Fi</h1><p>Please accept the terms of use to go online.</p>\
<form method=\"post\"><button>Accept and connect</button></form></body></html>\n";

/// The application and the sign-in window that the redirect URIs lead to.
pub(crate) const CRM_INDEX: &str = "<!DOCTYPE html>\n<html><head><title>Genesys Cloud Embeddable Framework</title>\
</head>\n<body><div id=\"app\"></div><script src=\"index.js\"></script></body></html>\n";
pub(crate) const CRM_AUTH_WINDOW: &str = "<!DOCTYPE html>\n<html><head><title>Authentication</title></head>\n\
<body><script src=\"authWindow.js\"></script></body></html>\n";

/// The page of MiraBridge Phone itself.
pub(crate) const PHONE: &str = "<!DOCTYPE html>\n<html><head><title>MiraBridge Phone</title></head>\n\
<body><div id=\"phone\"></div><script src=\"/phone.js\"></script></body></html>\n";

/// An error page with one sentence. The words are put in as they are.
pub(crate) fn error(words: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html><head><title>Error</title></head>\n\
         <body><h1>Something went wrong</h1>\n<p>{words}</p></body></html>\n"
    )
}

/// What a firewall shows instead of the page that was asked for.
pub(crate) fn blocked(incident: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html><head><title>Request blocked</title></head>\n\
         <body><h1>Request blocked</h1><p>This request was blocked by the security rules of your \
         network. Incident ID: {incident}</p></body></html>\n"
    )
}
