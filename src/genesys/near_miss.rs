//! What may be registered instead of a redirect URI.
//!
//! Genesys Cloud compares redirect URIs as exact strings (several third parties), and its answer does not say what it has
//! instead. So when one is refused, the usual slips are asked for: the one that is accepted is what to mend. Read the other
//! way, the same list names the slip in a copy of what is registered. Everything here works on the string, as a URL type
//! would repair exactly the slips that are looked for.

use std::collections::HashSet;

use super::redirect_uri::RedirectUri;
use super::region::Region;
use super::slip::Slip;

/// The regions that are likeliest to have the most organisations (a guess): the oldest ones and the second of the US.
const LIKELY_REGIONS: [&str; 5] = [
    "mypurecloud.com",
    "mypurecloud.ie",
    "mypurecloud.de",
    "mypurecloud.com.au",
    "usw2.pure.cloud",
];

/// Names in the query of the embedded page, the most frequent in public code first; the last one is a guess.
const CRMS: [&str; 3] = [
    "framework-local-secure",
    "embeddableframework",
    "salesforce",
];

/// What stands between two redirect URIs in one entry, the likeliest first.
const SEPARATORS: [&str; 5] = [",", " ", "\n", ", ", ";"];

/// A redirect URI that is almost the one that is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// What may be registered; it may hold spaces and quotes.
    pub uri: RedirectUri,
    /// What would have made it so.
    pub slip: Slip,
}

/// What may be registered instead of a needed redirect URI: the likeliest first, none twice, never the URI itself. A slip
/// that takes several forms is there several times.
#[must_use]
pub fn near_misses(uri: &RedirectUri, region: &Region) -> Vec<NearMiss> {
    let needed = uri.as_str();
    let parts = Parts::of(needed);
    let mut candidates = endings(needed);
    if let Some(parts) = &parts {
        candidates.extend(parts.other_regions(region));
        candidates.extend(parts.other_paths());
        if parts.scheme == "https" {
            candidates.push((Slip::Http, needed.replacen("https", "http", 1)));
        }
    }
    candidates.extend(clinging(needed));
    if let Some(parts) = &parts {
        candidates.extend(parts.other_services(region));
    }
    candidates.extend(glued(uri, region));
    if let Some(parts) = &parts {
        candidates.extend(parts.oddities());
    }
    candidates.push((Slip::EncodedSpace, format!("{needed}%20")));
    let mut seen = HashSet::from([needed.to_owned()]);
    candidates
        .into_iter()
        .filter(|(_, text)| seen.insert(text.clone()))
        .map(|(slip, text)| NearMiss {
            uri: RedirectUri::verbatim(text),
            slip,
        })
        .collect()
}

type Candidates = Vec<(Slip, String)>;

/// By far the likeliest: browsers show the slash, and a copy takes a space along.
fn endings(needed: &str) -> Candidates {
    let slash = match needed.strip_suffix('/') {
        Some(without) => (Slip::SlashRemoved, without.to_owned()),
        None => (Slip::SlashAdded, format!("{needed}/")),
    };
    vec![slash, (Slip::TrailingSpace, format!("{needed} "))]
}

/// What comes along from a list, a table or a setting.
fn clinging(needed: &str) -> Candidates {
    vec![
        (Slip::LeadingSpace, format!(" {needed}")),
        (Slip::Comma, format!("{needed},")),
        (Slip::Quotes, format!("\"{needed}\"")),
        (Slip::Semicolon, format!("{needed};")),
    ]
}

/// The needed URI and a documented neighbour pasted into one entry, or all three.
fn glued(uri: &RedirectUri, region: &Region) -> Candidates {
    let documented = RedirectUri::documented(region);
    let all: Vec<&str> = documented.iter().map(RedirectUri::as_str).collect();
    if !all.contains(&uri.as_str()) {
        return Vec::new();
    }
    let groups: Vec<&[&str]> = all
        .windows(2)
        .filter(|pair| pair.contains(&uri.as_str()))
        .chain([all.as_slice()])
        .collect();
    let glued = groups.iter().map(|group| (Slip::Glued, group.concat()));
    let listed = SEPARATORS.iter().flat_map(|between| {
        let joined = |group: &&[&str]| (Slip::Listed, group.join(between));
        groups.iter().map(joined)
    });
    glued.chain(listed).collect()
}

/// A hierarchical URI in pieces that make the same string again.
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

    /// Documentation is copied with the host of somebody else's region.
    fn other_regions(&self, region: &Region) -> Candidates {
        if self.host != region.apps_host() {
            return Vec::new();
        }
        let likely = LIKELY_REGIONS
            .iter()
            .filter_map(|name| Region::listed(name));
        likely
            .chain(Region::all())
            .filter(|other| other.domain() != region.domain())
            .map(|other| (Slip::OtherRegion, self.with_host(&other.apps_host())))
            .collect()
    }

    /// The addresses of the same region that people know better.
    fn other_services(&self, region: &Region) -> Candidates {
        if self.host != region.apps_host() {
            return Vec::new();
        }
        vec![
            (Slip::LoginHost, self.with_host(&region.login_host())),
            (Slip::ApiHost, self.with_host(&region.api_host())),
        ]
    }

    fn other_paths(&self) -> Candidates {
        let mut candidates = Vec::new();
        if self.path.contains(['?', '#']) {
            return candidates;
        }
        candidates.push((
            Slip::PathLowerCase,
            self.with_path(&self.path.to_ascii_lowercase()),
        ));
        if let Some((folder, _)) = self.file() {
            candidates.push((Slip::FileMissing, self.with_path(&format!("{folder}/"))));
            let query = |query: String| self.with_path(&format!("{}?{query}", self.path));
            candidates.extend(CRMS.map(|crm| (Slip::CrmQuery, query(format!("crm={crm}")))));
            if !folder.is_empty() {
                candidates.push((Slip::FolderOnly, self.with_path(folder)));
            }
            let option = "dedicatedLoginWindow=true".to_owned();
            candidates.push((Slip::LoginWindowQuery, query(option)));
        }
        candidates.push((Slip::PathMissing, self.with_path("")));
        candidates
    }

    /// What is possible and rare.
    fn oddities(&self) -> Candidates {
        let path = if self.path.is_empty() { "/" } else { self.path };
        let mut candidates = vec![(Slip::DoubleSlash, self.with_path(&format!("/{path}")))];
        let hosts = [
            as_a_name(self.host),
            capitalised(self.host),
            capitalised(&as_a_name(self.host)),
            self.host.to_ascii_uppercase(),
        ];
        candidates.extend(hosts.map(|host| (Slip::HostCase, self.with_host(&host))));
        if self.scheme == "https" && !self.host.contains(':') {
            candidates.push((Slip::Port, self.with_host(&format!("{}:443", self.host))));
        }
        if !self.host.starts_with("www.") {
            candidates.push((Slip::Www, self.with_host(&format!("www.{}", self.host))));
        }
        if let Some((folder, file)) = self.file() {
            let paths = [
                format!("{folder}/{}", capitalised(file)),
                format!("{}/{file}", folder.to_ascii_uppercase()),
                self.path.to_ascii_uppercase(),
            ];
            candidates.extend(paths.map(|path| (Slip::PathCase, self.with_path(&path))));
        } else {
            // A name of a host is often written alone; who copies a path has the scheme before it.
            candidates.push((Slip::SchemeMissing, format!("{}{}", self.host, self.path)));
        }
        candidates
    }
}

/// A host as its owner writes the product.
fn as_a_name(host: &str) -> String {
    host.replace("mirabridge", "MiraBridge")
        .replace("mypurecloud", "MyPureCloud")
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        format!("{}{}", first.to_ascii_uppercase(), characters.as_str())
    })
}

#[cfg(test)]
mod tests;
