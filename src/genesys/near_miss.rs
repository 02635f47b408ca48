//! What may be registered instead of a redirect URI.
//!
//! Genesys Cloud compares redirect URIs as exact text, and its answer does not say what it has instead. So when one is
//! refused, the usual mistakes are asked for: the one that is accepted is what to correct. Read the other way, the same
//! list names the mistake in a copy of what is registered. Everything here works on the text, as a URL type would repair
//! exactly the mistakes that are looked for.

use super::redirect_uri::RedirectUri;
use super::region::Region;
use crate::text::capitalised;
use NearMissKind as Kind;
use std::collections::HashSet;

/// Queries of the Embeddable Framework, in its documentation and in public code; the last one but one is a guess.
const QUERIES: [&str; 6] = [
    "crm=framework-local-secure",
    "crm=embeddableframework",
    "dedicatedLoginWindow=true",
    "crm=framework-local",
    "crm=salesforce",
    "enableFrameworkClientId=true&dedicatedLoginWindow=true&crm=embeddableframework",
];

/// What stands between redirect URIs in one entry, the likeliest first.
const SEPARATORS: [&str; 12] = [
    ",", "", " ", "\n", ";", ", ", "; ", " | ", "|", "\t", "\r\n", ",\n",
];

/// A redirect URI that is almost the one that is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// What may be registered; it may hold spaces and quotes.
    pub uri: RedirectUri,
    pub kind: NearMissKind,
    /// Which of the forms of this kind it is. Two redirect URIs with the same kind and form were altered alike.
    pub(crate) form: usize,
    /// Whether it is asked for in any case, or only as far as there is room.
    pub(crate) is_likely: bool,
}

/// What may be registered instead of a needed redirect URI: the likeliest first, none twice, never the URI itself.
#[must_use]
pub fn near_misses(uri: &RedirectUri, region: &Region) -> Vec<NearMiss> {
    let needed = uri.as_str();
    let mut found = Candidates::default();
    match needed.strip_suffix('/') {
        Some(without) => found.likely(Kind::SlashRemoved, without),
        None => found.likely(Kind::SlashAdded, format!("{needed}/")),
    }
    found.likely(Kind::TrailingSpace, format!("{needed} "));
    if let Some(parts) = Parts::of(needed) {
        parts.likely(region, &mut found);
    }
    found.likely(Kind::LeadingSpace, format!(" {needed}"));
    found.likely(Kind::Comma, format!("{needed},"));
    found.likely(Kind::Quotes, format!("\"{needed}\""));
    found.likely(Kind::Semicolon, format!("{needed};"));
    found.likely(Kind::EncodedSpace, format!("{needed}%20"));
    if let Some(parts) = Parts::of(needed) {
        parts.possible(region, &mut found);
    }
    found.without(needed)
}

/// Entries that hold `uri` together with others: with all that are `refused` too, or with its neighbours in `all`.
#[must_use]
pub(crate) fn joined(
    uri: &RedirectUri,
    refused: &[&RedirectUri],
    all: &[RedirectUri],
) -> Vec<NearMiss> {
    let all: Vec<&RedirectUri> = all.iter().collect();
    let mut groups: Vec<&[&RedirectUri]> = vec![refused];
    groups.extend(all.windows(2));
    groups.push(&all);
    groups.retain(|group| group.len() > 1 && group.contains(&uri));
    let mut found = Candidates::default();
    for (number, separator) in SEPARATORS.iter().enumerate() {
        for group in &groups {
            let texts: Vec<_> = group.iter().map(|uri| uri.as_str()).collect();
            let is_likely = *group == refused || number < 2;
            found.add(Kind::Joined, texts.join(separator), is_likely);
        }
    }
    found.without(uri.as_str())
}

#[derive(Default)]
struct Candidates(Vec<NearMiss>);

impl Candidates {
    fn likely(&mut self, kind: NearMissKind, text: impl Into<String>) {
        self.add(kind, text.into(), true);
    }

    fn possible(&mut self, kind: NearMissKind, text: impl Into<String>) {
        self.add(kind, text.into(), false);
    }

    fn add(&mut self, kind: NearMissKind, text: String, is_likely: bool) {
        let form = self.0.iter().filter(|miss| miss.kind == kind).count();
        self.0.push(NearMiss {
            uri: RedirectUri::verbatim(text),
            kind,
            form,
            is_likely,
        });
    }

    fn without(self, needed: &str) -> Vec<NearMiss> {
        let mut seen = HashSet::from([needed.to_owned()]);
        let mut found = self.0;
        found.retain(|miss| seen.insert(miss.uri.as_str().to_owned()));
        found
    }
}

/// A hierarchical URI in pieces that make the same text again.
struct Parts<'a> {
    scheme: &'a str,
    host: &'a str,
    /// With its slash and all behind it; empty if there is none.
    path: &'a str,
}

impl<'a> Parts<'a> {
    fn of(uri: &'a str) -> Option<Self> {
        let (scheme, rest) = uri.split_once("://")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, path) = rest.split_at_checked(end)?;
        (!host.is_empty()).then_some(Self { scheme, host, path })
    }

    fn with_host(&self, host: &str) -> String {
        format!("{}://{host}{}", self.scheme, self.path)
    }

    fn with_path(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.host)
    }

    /// The folder and the file in it, where there is a file.
    fn file(&self) -> Option<(&'a str, &'a str)> {
        if self.path.contains(['?', '#']) {
            return None;
        }
        let (folder, file) = self.path.rsplit_once('/')?;
        file.contains('.').then_some((folder, file))
    }

    fn queries(&self) -> impl Iterator<Item = String> {
        QUERIES
            .map(|query| self.with_path(&format!("{}?{query}", self.path)))
            .into_iter()
    }

    /// Where documentation was copied with the host of another region: the oldest first, as in the table.
    fn other_regions(&self, region: &Region) -> Vec<String> {
        let others = Region::all().iter().filter(|other| *other != region);
        others
            .map(|other| self.with_host(&other.apps_host()))
            .collect()
    }

    fn likely(&self, region: &Region, found: &mut Candidates) {
        let is_apps = self.host == region.apps_host();
        if is_apps && let Some(first) = self.other_regions(region).first() {
            found.likely(Kind::OtherRegion, first.as_str());
        }
        if !self.path.contains(['?', '#']) {
            let lower = self.path.to_ascii_lowercase();
            found.likely(Kind::PathCase, self.with_path(&lower));
        }
        if let Some((folder, file)) = self.file() {
            found.likely(
                Kind::PathCase,
                self.with_path(&format!("{folder}/{}", capitalised(file))),
            );
            found.likely(Kind::FileMissing, self.with_path(&format!("{folder}/")));
            if !folder.is_empty() {
                found.likely(Kind::FileMissing, self.with_path(folder));
            }
            for query in self.queries().take(3) {
                found.likely(Kind::Query, query);
            }
            if file == "index.html" {
                let page = format!("{folder}/embeddableFramework.html");
                found.likely(Kind::FrameworkPage, self.with_path(&page));
            }
        } else {
            // The name of a host is often written alone; who copies a path has the scheme before it.
            found.likely(Kind::SchemeMissing, format!("{}{}", self.host, self.path));
        }
        if self.scheme == "https" {
            let needed = self.with_path(self.path);
            found.likely(Kind::Http, needed.replacen("https", "http", 1));
        }
        if !self.path.contains(['?', '#']) {
            found.likely(Kind::PathMissing, self.with_path(""));
        }
        if is_apps {
            found.likely(Kind::LoginHost, self.with_host(&region.login_host()));
            found.likely(Kind::ApiHost, self.with_host(&region.api_host()));
        }
        found.likely(Kind::HostCase, self.with_host(&as_a_name(self.host)));
        let path = if self.path.is_empty() { "/" } else { self.path };
        found.likely(Kind::DoubleSlash, self.with_path(&format!("/{path}")));
        if self.scheme == "https" && !self.host.contains(':') {
            found.likely(Kind::Port, self.with_host(&format!("{}:443", self.host)));
        }
        if !self.host.starts_with("www.") {
            found.likely(Kind::Www, self.with_host(&format!("www.{}", self.host)));
        }
    }

    /// Other forms of the same.
    fn possible(&self, region: &Region, found: &mut Candidates) {
        if self.host == region.apps_host() {
            for other in self.other_regions(region).into_iter().skip(1) {
                found.possible(Kind::OtherRegion, other);
            }
        }
        let hosts = [
            capitalised(self.host),
            capitalised(&as_a_name(self.host)),
            self.host.to_ascii_uppercase(),
        ];
        if let Some((folder, file)) = self.file() {
            for query in self.queries().skip(3) {
                found.possible(Kind::Query, query);
            }
            let upper = format!("{}/{file}", folder.to_ascii_uppercase());
            found.possible(Kind::PathCase, self.with_path(&upper));
            found.possible(
                Kind::PathCase,
                self.with_path(&self.path.to_ascii_uppercase()),
            );
        }
        for host in hosts {
            found.possible(Kind::HostCase, self.with_host(&host));
        }
    }
}

/// A host as its owner writes the product.
fn as_a_name(host: &str) -> String {
    let named = host
        .replace("mirabridge", "MiraBridge")
        .replace("mypurecloud", "MyPureCloud");
    if named == host {
        return capitalised(host);
    }
    named
}

/// What somebody did to a redirect URI on its way into the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NearMissKind {
    SlashAdded,
    SlashRemoved,
    TrailingSpace,
    LeadingSpace,
    /// A space at the end that was encoded on the way.
    EncodedSpace,
    Http,
    SchemeMissing,
    Www,
    OtherRegion,
    LoginHost,
    ApiHost,
    /// The default port, spelled out.
    Port,
    HostCase,
    PathCase,
    FileMissing,
    PathMissing,
    /// The page that the Embeddable Framework is documented to be loaded from.
    FrameworkPage,
    DoubleSlash,
    /// A query, as the Embeddable Framework has one.
    Query,
    Quotes,
    Comma,
    Semicolon,
    /// Several URIs in one entry.
    Joined,
}

impl NearMissKind {
    /// How it is registered, after "it is".
    #[must_use]
    pub fn description(self) -> &'static str {
        self.texts().0
    }

    /// What to do to it.
    #[must_use]
    pub fn fix(self) -> &'static str {
        self.texts().1
    }

    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::SlashAdded => (
                "registered with a slash at the end",
                "remove the slash at the end",
            ),
            Self::SlashRemoved => (
                "registered without the slash at its end",
                "add the slash at the end",
            ),
            Self::TrailingSpace => (
                "registered with a space at the end",
                "remove the space at the end",
            ),
            Self::LeadingSpace => (
                "registered with a space at the start",
                "remove the space at the start",
            ),
            Self::EncodedSpace => (
                "registered with an encoded space (%20) at the end",
                "remove the %20 at the end",
            ),
            Self::Http => (
                "registered with http instead of https",
                "write https instead of http",
            ),
            Self::SchemeMissing => ("registered without https://", "write https:// before it"),
            Self::Www => ("registered with www. before the host", "remove the www."),
            Self::OtherRegion => (
                "registered with the host of another region",
                "write the host of your own region",
            ),
            Self::LoginHost => (
                "registered with the login host instead of the apps host",
                "write apps. instead of login.",
            ),
            Self::ApiHost => (
                "registered with the api host instead of the apps host",
                "write apps. instead of api.",
            ),
            Self::Port => (
                "registered with the port 443 spelled out",
                "remove the :443",
            ),
            Self::HostCase => (
                "registered with upper case in the host",
                "write the host in lower case",
            ),
            Self::PathCase => (
                "registered with other upper and lower case in the path",
                "write the path with exactly the same upper and lower case",
            ),
            Self::FileMissing => (
                "registered without the name of the file",
                "write the name of the file at the end",
            ),
            Self::PathMissing => (
                "registered without its path",
                "write the path behind the host",
            ),
            Self::FrameworkPage => (
                "registered with embeddableFramework.html as its file",
                "write index.html as the file",
            ),
            Self::DoubleSlash => (
                "registered with two slashes in a row behind the host",
                "remove the slashes that do not belong there",
            ),
            Self::Query => (
                "registered with a query at the end",
                "remove the question mark and all behind it",
            ),
            Self::Quotes => ("registered with quotes around it", "remove the quotes"),
            Self::Comma => (
                "registered with a comma at the end",
                "remove the comma at the end",
            ),
            Self::Semicolon => (
                "registered with a semicolon at the end",
                "remove the semicolon at the end",
            ),
            Self::Joined => (
                "registered together with another one in a single entry",
                "give each redirect URI an entry of its own",
            ),
        }
    }
}

#[cfg(test)]
mod tests;
