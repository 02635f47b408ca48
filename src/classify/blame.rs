//! Whom a sentence blames.

/// What an error speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(super) client: bool,
    pub(super) redirect_uri: bool,
}

impl Subject {
    pub(crate) fn is_any(self) -> bool {
        self.client || self.redirect_uri
    }
}

/// What a sentence blames; nothing where it names no fault.
///
/// "Client" alone means anybody's browser or certificate to a proxy, so only the phrases of OAuth count; and
/// what is "missing" or "required" is missing in our request.
pub(crate) fn blames(sentence: &str) -> Subject {
    const FAULTS: &[&str] = &[
        "invalid",
        "unknown",
        "not found",
        "mismatch",
        "not match",
        "n't match",
        "must match",
        "must be",
        "not registered",
        "unregistered",
        "not allowed",
        "not authorized",
        "unauthorized",
        "not valid",
        "not a valid",
        "not exist",
        "n't exist",
        "disabled",
        "inactive",
        "unrecognized",
        "not recognized",
        "wrong",
        "incorrect",
        "no such",
        "not permitted",
        "not whitelisted",
        "not configured",
        "cannot find",
        "could not find",
        "couldn't find",
        "not supported",
        "error",
    ];
    const CLIENT: &[&str] = &[
        "client id",
        "client_id",
        "clientid",
        "client-id",
        "client identifier",
        "oauth client",
        "oauth2 client",
        "client application",
        "unknown client",
        "invalid client",
        "unauthorized client",
        "unrecognized client",
        "no such client",
        "client not ",
        "client is ",
        "client was ",
        "client does",
        "client could",
        "client with",
        "client mismatch",
        "client unknown",
        "client disabled",
        "application with identifier",
        "application id",
        "app id",
        "by client",
    ];
    const NOT_OURS: &[&str] = &[
        "client ip",
        "client certificate",
        "client cert",
        "your client",
        "client browser",
        "client-side",
        "http client",
        "client error",
        "client address",
        "missing",
        "required",
    ];
    const REDIRECT_URI: &[&str] = &[
        "redirect uri",
        "redirect_uri",
        "redirecturi",
        "redirect url",
        "redirection uri",
        "redirect-uri",
        "login redirect",
        "callback url",
        "callback uri",
        "reply url",
        "reply address",
        "return url",
    ];
    let sentence = format!("{} ", sentence.to_lowercase());
    let names = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    if !names(FAULTS) || names(NOT_OURS) {
        return Subject::default();
    }
    Subject {
        client: names(CLIENT),
        redirect_uri: names(REDIRECT_URI),
    }
}
