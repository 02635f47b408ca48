//! The pages of the simulated hosts: as little HTML as looks like the real thing to a program.

/// The script of the login page: it shows a form.
pub(crate) const LOGIN_SCRIPT: &str = "document.getElementById(\"app\").innerHTML = '<h1>Sign in to Genesys Cloud</h1>\
<form><input name=\"email\"><input type=\"password\"><button type=\"button\">Log in</button></form>';\n";

/// A page that its script fills.
pub(crate) fn app(title: &str, script: &str) -> String {
    with_script(title, &format!("<script src=\"{script}\" defer></script>"))
}

/// The same, with this script in it.
pub(crate) fn app_with(title: &str, script: &str) -> String {
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
