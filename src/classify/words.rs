//! The words by which answers are read, in the languages that a login page of Genesys Cloud has, and what a sentence of
//! them blames.

/// What an error speaks of, by its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Blame {
    pub(super) client: bool,
    pub(super) redirect_uri: bool,
    /// The way in which the client asks. What is said of the client then is not that it is wrong.
    pub(super) grant: bool,
}

impl Blame {
    pub(super) fn is_client_or_uri(self) -> bool {
        self.client || self.redirect_uri
    }

    pub(crate) fn is_any(self) -> bool {
        self.is_client_or_uri() || self.grant
    }
}

/// What a sentence blames; nothing where it names no fault.
///
/// "Client" alone means anybody's browser or certificate to a proxy, so only the phrases of OAuth count; and
/// what is "missing" or "required" is missing in our request.
pub(crate) fn blames(sentence: &str) -> Blame {
    let sentence = format!("{} ", sentence.to_lowercase());
    let names = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    if !names(FAULTS) || names(NOT_OURS) {
        return Blame::default();
    }
    let grant = names(GRANT);
    Blame {
        client: !grant && names(CLIENT),
        redirect_uri: !grant && names(REDIRECT_URI),
        grant,
    }
}

#[rustfmt::skip]
const FAULTS: &[&str] = &[
    "invalid", "unknown", "not found", "mismatch", "not match", "n't match", "must match",
    "must be", "not registered", "unregistered", "not allowed", "not authorized", "unauthorized",
    "not valid", "not a valid", "not exist", "n't exist", "disabled", "inactive", "unrecognized",
    "not recognized", "wrong", "incorrect", "no such", "not permitted", "not whitelisted",
    "not configured", "unsupported", "cannot find", "could not find", "couldn't find", "not supported", "error",
    // The languages that a login page of Genesys Cloud has.
    "ungültig", "unbekannt", "nicht gefunden", "stimmt nicht", "inconnu", "introuvable",
    "no es válid", "no válid", "inválid", "desconocid", "desconhecid", "não é válid", "non valid",
    "non è valid", "sconosciut", "ongeldig", "onbekend", "ogiltig", "ugyldig", "virheellinen",
    "nieprawidłow", "neplatn", "geçersiz", "недействител", "неверн", "無効", "无效", "無效", "유효하지",
    "잘못된",
];

#[rustfmt::skip]
const CLIENT: &[&str] = &[
    "client id", "client_id", "clientid", "client-id", "oauth client", "oauth2 client",
    "client application", "unknown client", "invalid client", "unauthorized client",
    "unrecognized client", "no such client", "client not ", "client is ", "client was ",
    "client does", "client could", "client with", "client mismatch", "client unknown",
    "client disabled", "application with identifier", "application id", "app id", "by client",
    "id client", "identifiant client", "id del cliente", "id de client", "id do cliente",
    "identyfikator klienta", "id klienta", "クライアント id", "クライアントid", "客户端 id", "客户端id", "用戶端 id",
    "用戶端id", "클라이언트 id",
];

#[rustfmt::skip]
const GRANT: &[&str] = &[
    "grant type", "grant_type", "response type", "response_type", "response mode", "response_mode",
    "implicit flow", "implicit grant", "standard flow", "code flow", "code grant", "code_challenge",
    "code challenge", "pkce",
];

#[rustfmt::skip]
const NOT_OURS: &[&str] = &[
    "client ip", "client cert", "your client", "client browser", "client-side", "http client",
    "client error", "client address", "missing", "required",
];

#[rustfmt::skip]
const REDIRECT_URI: &[&str] = &[
    "redirect uri", "redirect_uri", "redirecturi", "redirect url", "redirection uri",
    "redirect-uri", "login redirect", "callback url", "callback uri", "reply url", "reply address",
    "return url", "umleitungs-ur", "weiterleitungs-ur", "uri de redir", "url de redir",
    "uri di reindirizz", "url di reindirizz", "omleidings-ur", "uri przekierowania", "リダイレクト uri",
    "リダイレクトuri", "重定向 uri", "重新導向 uri", "리디렉션 uri",
];

/// Words that make a page an error page, in the languages a browser of our users may be set to.
#[rustfmt::skip]
pub(super) const ERROR_WORDS: &[&str] = &[
    "error", "errors", "invalid", "denied", "forbidden", "blocked", "unauthorized", "unauthorised",
    "expired", "failed", "failure", "unavailable", "maintenance", "not found", "went wrong", "oops",
    "captcha", "rejected", "not allowed", "disabled", "too many requests", "security check",
    "incident", "bad request", "unknown", "unsupported", "mismatch", "challenge", "fehler",
    "ungültig", "ungültige", "erreur", "invalide", "refusé", "errore", "inválido", "inválida",
    "erro",
];

/// Words of firewalls and bot filters.
#[rustfmt::skip]
pub(super) const FIREWALL_WORDS: &[&str] = &[
    "access denied", "request blocked", "has been blocked", "was blocked",
    "web application firewall", "incident id", "support id", "captcha", "attention required",
    "checking your browser", "just a moment", "you are human", "not a robot", "security check",
    "url filtering", "blocked by",
];

/// Marks of theirs in what a page is made of.
#[rustfmt::skip]
pub(super) const FIREWALL_MARKS: &[&str] = &[
    "_incapsula_resource", "cf-chl", "awswaf", "datadome", "captcha-delivery", "px-captcha",
];

/// Marks of what tells people from programs, which login pages have too.
pub(super) const CAPTCHA_MARKS: &[&str] = &["recaptcha", "hcaptcha", "h-captcha"];

/// Words of captive portals.
#[rustfmt::skip]
pub(super) const PORTAL_WORDS: &[&str] = &[
    "captive portal", "hotspot", "guest wi-fi", "guest wifi",
    "guest network", "wi-fi login", "wifi login", "wi-fi access", "network login", "network access",
    "free wi-fi", "free wifi",
];

/// Marks of theirs in what a page is made of.
pub(super) const PORTAL_MARKS: &[&str] = &["captiveportal", "wispr", "//hotspot"];

/// Signs of a page on which a person signs in or consents.
#[rustfmt::skip]
pub(super) const SIGN_IN_WORDS: &[&str] = &[
    "sign in", "sign-in", "signin", "log in", "log-in", "login", "password", "consent", "authorize",
    "anmelden", "anmeldung", "connexion", "iniciar sesión", "accedi", "entrar",
];

/// Words with which a sentence says that something is not so.
#[rustfmt::skip]
pub(super) const NEGATIONS: &[&str] = &[
    "not", "cannot", "can't", "couldn't", "isn't", "wasn't", "nicht", "kein", "keine", "pas",
    "impossible", "não", "nie", "niet", "no longer", "no consent", "no permission", "no access",
    "have no", "has no", "there is no", "is no", "no puede", "no se puede", "no es posible",
];

/// Words by which an address names itself an error.
#[rustfmt::skip]
pub(super) const SIGNS_OF_ERROR: &[&str] = &[
    "error", "errors", "invalid", "denied", "forbidden", "blocked", "unauthorized", "unavailable",
    "maintenance", "captcha", "challenge", "failed", "failure", "fault", "unknown", "notfound",
    "disabled", "suspended", "inactive", "rejected", "sorry", "outage", "locked", "limit", "400",
    "401", "403", "404", "429", "500", "502", "503", "504",
];

/// Words by which an address names itself the way to a login.
#[rustfmt::skip]
pub(super) const SIGNS_OF_LOGIN: &[&str] = &[
    "login", "logon", "signin", "sign-in", "log-in", "auth", "authenticate", "authentication",
    "sso", "interaction", "consent", "session", "sessions", "account", "accounts", "identity",
    "idp", "saml", "identifier", "authorize",
];
