use crate::probe::{AllowList, Evidence, Purpose};
use crate::setup::Target;
use url::Url;

/// What is no secret, whoever says it: what was asked without a server's word, and the hosts that may be asked. Results are
/// told from both, so that a text without them would be judged otherwise.
pub(super) struct Known(Vec<String>);

impl Known {
    pub(super) fn of(target: &Target, evidence: &Evidence) -> Self {
        let exchanges = evidence.exchanges().iter();
        let probes = exchanges.map(|exchange| &exchange.probe);
        let ours = probes
            // A step towards the login page is where a server led us.
            .filter(|probe| probe.purpose != Purpose::LoginHop)
            .map(|probe| probe.url.as_str())
            .chain(evidence.visited().map(|visited| visited.url.as_str()));
        let hosts = AllowList::of(target);
        let texts = ours.flat_map(as_it_may_be_said);
        let texts = texts.chain(hosts.iter().map(str::to_owned));
        // Hosts and encodings are the same in either case.
        Self(texts.map(|text| text.to_ascii_lowercase()).collect())
    }

    /// Whether a value is part of it.
    pub(super) fn holds(&self, value: &str) -> bool {
        let value = value.to_ascii_lowercase();
        self.0.iter().any(|text| text.contains(&value))
    }
}

/// An address, and each value that is encoded in it.
fn as_it_may_be_said(url: &str) -> Vec<String> {
    let mut texts = vec![url.to_owned()];
    if let Ok(url) = Url::parse(url) {
        texts.extend(url.query_pairs().map(|(_, value)| value.into_owned()));
    }
    texts
}
