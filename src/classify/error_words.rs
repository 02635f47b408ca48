//! What a sentence blames.

/// What an error speaks of, by its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(super) client: bool,
    pub(super) redirect_uri: bool,
    /// The way in which the client asks. What is said of the client then is not that it is wrong.
    pub(super) grant: bool,
}

impl Subject {
    pub(super) fn is_client_or_uri(self) -> bool {
        self.client || self.redirect_uri
    }

    pub(crate) fn is_any(self) -> bool {
        self.is_client_or_uri() || self.grant
    }
}

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
    // The languages that a login page of Genesys Cloud has.
    "ungültig",
    "unbekannt",
    "nicht gefunden",
    "stimmt nicht",
    "invalide",
    "non valide",
    "inconnu",
    "introuvable",
    "no es válid",
    "no válid",
    "inválid",
    "desconocid",
    "desconhecid",
    "não é válid",
    "non valid",
    "non è valid",
    "sconosciut",
    "ongeldig",
    "onbekend",
    "ogiltig",
    "ugyldig",
    "virheellinen",
    "nieprawidłow",
    "neplatn",
    "geçersiz",
    "недействител",
    "неверн",
    "無効",
    "无效",
    "無效",
    "유효하지",
    "잘못된",
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
    "id client",
    "identifiant client",
    "id de cliente",
    "id del cliente",
    "id de client",
    "id do cliente",
    "id cliente",
    "identyfikator klienta",
    "id klienta",
    "クライアント id",
    "クライアントid",
    "客户端 id",
    "客户端id",
    "用戶端 id",
    "用戶端id",
    "클라이언트 id",
];

const GRANT: &[&str] = &[
    "grant type",
    "grant_type",
    "response type",
    "response_type",
    "response mode",
    "response_mode",
    "implicit flow",
    "implicit grant",
    "standard flow",
    "code flow",
    "code grant",
    "code_challenge",
    "code challenge",
    "pkce",
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
    "umleitungs-ur",
    "weiterleitungs-ur",
    "uri de redir",
    "url de redir",
    "uri di reindirizz",
    "url di reindirizz",
    "omleidings-ur",
    "uri przekierowania",
    "リダイレクト uri",
    "リダイレクトuri",
    "重定向 uri",
    "重新導向 uri",
    "리디렉션 uri",
];

/// What a sentence blames; nothing where it names no fault.
///
/// "Client" alone means anybody's browser or certificate to a proxy, so only the phrases of OAuth count; and
/// what is "missing" or "required" is missing in our request.
pub(crate) fn blames(sentence: &str) -> Subject {
    let sentence = format!("{} ", sentence.to_lowercase());
    let names = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    if !names(FAULTS) || names(NOT_OURS) {
        return Subject::default();
    }
    let grant = names(GRANT);
    Subject {
        client: !grant && names(CLIENT),
        redirect_uri: !grant && names(REDIRECT_URI),
        grant,
    }
}
