//! What people paste, and what comes of it. {P}, {I} and {A} stand for the redirect URIs, {ALL} for all of them, a line each.

use super::{Comparison, ReadError, judge, notes, read};
use crate::finding::{Outcome, Selection, Status, Verdict};
use crate::genesys::{Grant, RedirectUri, Region};

fn filled(text: &str) -> String {
    const P: &str = "https://phone.mirabridge.cloud";
    const I: &str = "https://apps.mypurecloud.de/crm/index.html";
    const A: &str = "https://apps.mypurecloud.de/crm/authWindow.html";
    text.replace("{ALL}", &[P, I, A].join("\n"))
        .replace("{P}", P)
        .replace("{I}", I)
        .replace("{A}", A)
        .replace("{ID}", "4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f")
        .replace("{ID2}", "11111111-2222-4333-8444-555555555555")
}

/// What comes of each client: P pass, also with warnings, F fail, U unverifiable.
fn verdicts(bytes: &[u8], region: &Region) -> String {
    let clients = read(bytes).unwrap_or_default();
    let verdict = |outcomes: Vec<Outcome>| match Verdict::on_registered(outcomes.iter(), true) {
        Verdict::Pass | Verdict::Warn => 'P',
        Verdict::Fail => 'F',
        Verdict::Unverifiable => 'U',
    };
    clients
        .iter()
        .map(|client| verdict(outcomes(client, region)))
        .collect()
}

fn outcomes(client: &super::Registration, region: &Region) -> Vec<Outcome> {
    let comparison = Comparison::new(region, Grant::Implicit, client).of_copy("lint x");
    let results = judge(&comparison, &Selection::default());
    results.into_iter().map(|(_, outcome)| outcome).collect()
}

fn frankfurt() -> Region {
    Region::parse("mypurecloud.de").expect("a region")
}

fn all_are(expected: &str, texts: &[&str]) {
    let wrong: Vec<_> = texts
        .iter()
        .map(|text| filled(text))
        .map(|text| (verdicts(text.as_bytes(), &frankfurt()), text))
        .filter(|(verdicts, _)| verdicts != expected)
        .collect();
    assert!(wrong.is_empty(), "not {expected}: {wrong:#?}");
}

#[test]
fn what_is_around_the_addresses_is_no_fault() {
    all_are(
        "P",
        &[
            "{ALL}",
            "{P}\r\n{I}\r\n{A}\r\n",
            "{P}\u{2028}{I}\u{2028}{A}",
            "• “{P}”\r\n• “{I}”\r\n• “{A}”\r\n",
            "1) {P};\n2) {I};\n3) {A};\n",
            "{P}, {I}, {A}",
            "{P}; {I}; {A};",
            "\"{P}, {I}, {A}\"",
            "«\u{a0}{P}\u{a0}»\n«\u{a0}{I}\u{a0}»\n«\u{a0}{A}\u{a0}»\n",
            "[{P},\n{I},\n{A}]",
            "({P}, {I}, {A})",
            "['{P}', '{I}', '{A}']",
            "\"{P}\"\n{I}\n{A}",
            "{ALL}.",
            "| Name | Redirect URI |\n|---|---|\n| MiraBridge Phone | {P} |\n| MiraBridge Phone | {I} |\n| MiraBridge Phone | {A} |\n",
            "| Client ID | Name | Redirect URIs |\n|---|---|---|\n| {ID} | MiraBridge | {P}<br>{I}<br>{A} |\n",
            "||Zweck||Redirect URI||\n|x|{P}|\n|x|{I}|\n|x|{A}|\n",
            "* [{P}|{P}]\n* [{I}|{I}]\n* [{A}|{A}]\n",
            "<{P}|{P}>\n<{I}|{I}>\n<{A}|{A}>\n",
            "*Redirect URIs*\n• <{P}>\n• <{I}>\n• <{A}>\nsee <https://docs.mirabridge.cloud/phone|docs>",
            "Hi Anna,\n\nplease register these (see https://docs.mirabridge.cloud/phone for why):\n\n> {P}\n> {I}\n> {A}\n\nThanks!\nBob",
            "{P}<{P}>\n{I}<{I}>\n{A}<{A}>\n",
            "{P}<https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fphone.mirabridge.cloud&data=05%7C02&reserved=0>\n{I}<https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fapps.mypurecloud.de%2Fcrm%2Findex.html&data=05%7C02&reserved=0>\n{A}<https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fapps.mypurecloud.de%2Fcrm%2FauthWindow.html&data=05%7C02&reserved=0>\n",
            "<li><a href=\"{P}\">{P}</a></li>\n<li><a href=\"{I}\">{I}</a></li>\n<li><a href=\"{A}\">{A}</a></li>\n",
            "&lt;{P}&gt;<br>\n&lt;{I}&gt;<br>\n&lt;{A}&gt;<br>\n",
            "<client>\n  <redirectUri>{P}</redirectUri>\n  <redirectUri>{I}</redirectUri>\n  <redirectUri>{A}</redirectUri>\n</client>",
            "[client]\nname=MiraBridge Phone\nredirect_uri[]={P}\nredirect_uri[]={I}\nredirect_uri[]={A}\n",
            "id: {ID}\nregisteredRedirectUri: [{P}, {I}, {A}]\nauthorizedGrantType: TOKEN\nstate: active\n",
            "uris: |\n  {P}\n  {I}\n  {A}\n",
            "[\"https:\\/\\/phone.mirabridge.cloud\", \"https:\\/\\/apps.mypurecloud.de\\/crm\\/index.html\", \"https:\\/\\/apps.mypurecloud.de\\/crm\\/authWindow.html\"]",
            "{\"id\": \"{ID}\", \"registeredRedirectUri\": [\"{P}\", \"{I}\", \"{A}\"]}\n",
            "{\"uris\": [\"{P}\", \"{I}\", \"{A}\"]}",
            "{\"phone\": \"{P}\", \"index\": \"{I}\", \"auth\": \"{A}\"}",
            "[{\"uri\": \"{P}\"}, {\"uri\": \"{I}\"}, {\"uri\": \"{A}\"}]",
            "{\"id\": \"{ID}\", \"registeredRedirectUri\": \"{P} {I} {A}\"}",
            "Phone;{P};TOKEN\nPhone;{I};TOKEN\nPhone;{A};TOKEN\n",
            "{P},TOKEN\n{I},TOKEN\n{A},TOKEN\n",
            "id,redirect_uris,state\n{ID},\"{ALL}\",active\n",
            "id;name;registeredRedirectUri\n{ID};MB;{P}\n;;{I}\n;;{A}\n",
            "Client ID\tApp Name\tRedirect URIs\n{ID}\tMB\t\"{ALL}\"\n",
            " id | registered_redirect_uri \n----+----------\n {ID} | {{P},{I},{A}}\n(1 row)\n",
            "resource \"genesyscloud_oauth_client\" \"a\" {\n  registered_redirect_uris = [\n    \"{P}\",\n    \"{I}\",\n    \"{A}\",\n  ]\n}",
            "resource \"genesyscloud_oauth_client\" \"a\" {\n  registered_redirect_uris = split(\"\\n\", <<EOT\n{ALL}\nEOT\n  )\n}",
            "resource \"auth0_client\" \"x\" {\n  callbacks = [\"https://crm.example.com/cb\"]\n}\nresource \"genesyscloud_oauth_client\" \"a\" {\n  registered_redirect_uris = [\"{P}\", \"{I}\", \"{A}\"]\n}\noutput \"url\" {\n  value = \"https://wiki.example.com/x\"\n}",
            "Registriert sind:\u{a0}{P}\u{a0}und {I}\u{a0}sowie {A}",
            "{ALL}\nhttps://apps.mypurecloud.ie/crm/index.html",
            "{ALL}\n{P}/api/v1/deployment/main/init?region=mypurecloud.de&clientId={ID}&enableDebug=true",
            "{ALL}\nhttp://localhost:3000/cb",
            "See http://intranet/wiki for how we set it up.\n\n{ALL}",
            "OAuth Client Details\nApp Name\nMiraBridge Phone\nDescription\nsee https://wiki.example.com/x\nGrant Types\nToken Implicit Grant (Browser)\nAuthorized redirect URIs (one per line)\n{ALL}\nScope\nconversations:readonly\nClient is active\nAuthorization URL\nhttps://login.mypurecloud.de/oauth/authorize?client_id={ID}\n",
            "{\"format_version\": \"1.0\", \"values\": {\"root_module\": {\"child_modules\": [{\"resources\": [{\"type\": \"genesyscloud_oauth_client\", \"name\": \"a\", \"values\": {\"registered_redirect_uris\": [\"{P}\", \"{I}\", \"{A}\"], \"state\": \"active\"}}, {\"type\": \"auth0_client\", \"values\": {\"callback_urls\": [\"https://x.example\"]}}]}]}}}",
            "{\"format_version\": \"1.2\", \"planned_values\": {\"root_module\": {\"resources\": [{\"type\": \"genesyscloud_oauth_client\", \"values\": {\"registered_redirect_uris\": [\"{P}\", \"{I}\", \"{A}\"]}}]}}, \"prior_state\": {\"values\": {\"root_module\": {\"resources\": [{\"type\": \"genesyscloud_oauth_client\", \"values\": {\"registered_redirect_uris\": [\"{P}\"]}}]}}}, \"resource_changes\": [{\"type\": \"genesyscloud_oauth_client\", \"change\": {\"before\": {\"registered_redirect_uris\": [\"{P}\"]}, \"after\": {\"registered_redirect_uris\": [\"{P}\", \"{I}\", \"{A}\"]}}}]}",
            "{\"resource\": {\"genesyscloud_oauth_client\": {\"a\": {\"name\": \"MB\", \"registered_redirect_uris\": [\"{P}\", \"{I}\", \"{A}\"], \"authorized_grant_type\": \"TOKEN\"}}, \"auth0_client\": {\"b\": {\"callback_urls\": [\"https://x.example\"]}}}}",
            "Purpose: Phone\nURL: {P}\nPurpose: Page\nURL: {I}\nPurpose: Login\nURL: {A}\n",
            "Phone: {P}\nPage: {I}\nLogin: {A}\n",
            "Phone - {P}\nPage – {I}\nLogin → {A}\n",
            "{P}<{P}/>\n{I}\n{A}",
            "id                    : {ID}\nname                  : MiraBridge Phone\nregisteredRedirectUri : {{P}, \n                        {I}, \n                        {A}}\nauthorizedGrantType   : TOKEN\n",
            "Our client:\n\n```json\n{\n  \"id\": \"{ID}\",\n  \"registeredRedirectUri\": [\n    \"{P}\",\n    \"{I}\",\n    \"{A}\"\n  ],\n  \"authorizedGrantType\": \"TOKEN\"\n}\n```\nsee https://docs.x.example/y\n",
            "OAuth clients, export of 2026-11-28\n\nid;name;Redirect URIs\n{ID};MB;\"{ALL}\"\n",
            "id,registeredRedirectUri.0,registeredRedirectUri.1,registeredRedirectUri.2\n{ID},{P},{I},{A}\n",
            "Hi,\n\nhere is the list:\n{ALL}\n\nBest regards\nBob Miller\nhttp://www.example.com\n",
            "Hi,\nhere is the list:\n{ALL}\nRegards,\nBob\nWeb: http://www.example.com | Tel: 123\n",
            "accessTokenValiditySeconds: 86400\nauthorizedGrantType: TOKEN\ncreatedBy:\n  id: {ID2}\n  selfUri: /api/v2/users/{ID2}\ndateCreated: \"2026-01-01T00:00:00Z\"\ndescription: \"\"\nid: {ID}\nmodifiedBy:\n  id: {ID2}\n  selfUri: /api/v2/users/{ID2}\nname: MiraBridge Phone\nregisteredRedirectUri:\n- {P}\n- {I}\n- {A}\nroleDivisions: []\nscope:\n- conversations:readonly\nselfUri: /api/v2/oauth/clients/{ID}\nstate: active\n",
            "{\"id\": \"{ID}\", \"name\": \"MB\", \"createdBy\": {\"id\": \"{ID2}\", \"selfUri\": \"/api/v2/users/x\"}, \"modifiedBy\": {\"id\": \"{ID2}\"}, \"registeredRedirectUri\": [\"{P}\", \"{I}\", \"{A}\"], \"authorizedGrantType\": \"TOKEN\", \"scope\": [\"conversations:readonly\"], \"state\": \"active\", \"accessTokenValiditySeconds\": 86400, \"roleDivisions\": [], \"selfUri\": \"/api/v2/oauth/clients/x\"}",
            "Scope: rollout\nStatus: open\nName: Bob\n\n{ALL}\n",
            "{\"redirect_uris\": {\"sensitive\": false, \"type\": [\"list\", \"string\"], \"value\": [\"{P}\", \"{I}\", \"{A}\"]}}",
            "region = \"mypurecloud.de\"\nredirect_uris = [\n  \"{P}\",\n  \"{I}\",\n  \"{A}\",\n]\n",
            "module \"oauth\" {\n  source = \"./oauth\"\n  redirect_uris = [\"{P}\", \"{I}\", \"{A}\"]\n}\n",
            "{ALL}\nhttps://apps.euw9.pure.cloud/crm/index.html",
            "{ALL}\nhttps://203.0.113.7/cb",
            "{ALL}\ncom.example.app://cb",
            "[\"{P}\", \"{I}\", \"{A}\", \"https://login.mypurecloud.de/oauth/callback\"]",
            "{ALL}\n(all three are active)\n",
            "{P} # the phone\n{I} // page\n{A} -- login\n",
            "[\"https\\u003a//phone.mirabridge.cloud\", \"https\\u003a//apps.mypurecloud.de/crm/index.html\", \"https\\u003a//apps.mypurecloud.de/crm/authWindow.html\"]",
            "\"{\\\"registeredRedirectUri\\\": [\\\"{P}\\\", \\\"{I}\\\", \\\"{A}\\\"]}\"",
            "{P}\\n{I}\\n{A}",
            "{\"data\": {\"client\": {\"oauth\": {\"registeredRedirectUri\": [\"{P}\", \"{I}\", \"{A}\"]}}}}",
            "Phone\n{P}\nPage:\n{I}\n# the login page\n{A}\n",
            "| Softphone | {P} |\n| Salesforce | {I} |\n| Popup | {A} |\n",
            "PHONE_URL={P}\nindexUri={I}\nauthWindow={A}\n",
            "<ul>\n<li>\n{P}\n</li>\n<li>\n{I}\n</li>\n<li>\n{A}\n</li>\n</ul>\n",
            "{P}\n{I}\nand\n{A}\n",
            "-{P}\n-{I}\n-{A}\n",
            "0. {P}\n1. {I}\n2. {A}\n",
            "resource \"genesyscloud_oauth_client\" \"a\" {\n  registered_redirect_uris = [\n    # Softphone\n    \"{P}\",\n    # Embeddable framework\n    \"{I}\",\n    \"{A}\",\n  ]\n}",
            "Softphone: {P}\nEmbedded: {I}\nPopup: {A}\n",
            "1.\n{P}\n2.\n{I}\n3.\n{A}\n",
            "{\"uri\": \"{P}\"}\n{\"uri\": \"{I}\"}\n{\"uri\": \"{A}\"}\n",
            "+----+\n| {P} |\n+----+\n| {I} |\n+----+\n| {A} |\n+----+\n",
            "[{\"name\": \"Softphone\", \"uri\": \"{P}\"}, {\"name\": \"CRM\", \"uri\": \"{I}\"}, {\"name\": \"Popup\", \"uri\": \"{A}\"}]",
        ],
    );
}

#[test]
fn what_is_missing_altered_or_dangerous_fails() {
    all_are(
        "F",
        &[
            "{P}/\n{I}\n{A}",
            "{P} \n{I}\n{A}",
            "{P}\u{200b}\n{I}\n{A}",
            "\u{200b}{ALL}",
            "\u{a0}{ALL}",
            "[\"{P}\", \"{I} \", \"{A}\"]",
            "registered_redirect_uris = [\"{P} \", \"{I}\", \"{A}\"]",
            "registered_redirect_uris = [\"{P}, {I}, {A}\"]",
            "id,redirect_uris\n{ID},\"{P} \"\n{ID},{I}\n{ID},{A}\n",
            "id,redirect_uris\n{ID},\"\"\"{P}\"\"\"\n{ID},{I}\n{ID},{A}\n",
            "https://Phone.MiraBridge.cloud\n{I}\n{A}",
            "{P}\n{I}\nhttps://apps.mypurecloud.de/crm/authwindow.html",
            "http://phone.mirabridge.cloud\n{I}\n{A}",
            "phone.mirabridge.cloud\n{I}\n{A}",
            "//phone.mirabridge.cloud\n{I}\n{A}",
            "https://{ALL}",
            "https://admin@phone.mirabridge.cloud\n{I}\n{A}",
            "{P}%2F\n{I}\n{A}",
            "{P}%0A\n{I}\n{A}",
            "[\"https%3A%2F%2Fphone.mirabridge.cloud\", \"https%3A%2F%2Fapps.mypurecloud.de%2Fcrm%2Findex.html\", \"https%3A%2F%2Fapps.mypurecloud.de%2Fcrm%2FauthWindow.html\"]",
            "https%253A%252F%252Fphone.mirabridge.cloud\nhttps%253A%252F%252Fapps.mypurecloud.de%252Fcrm%252Findex.html\nhttps%253A%252F%252Fapps.mypurecloud.de%252Fcrm%252FauthWindow.html",
            "{P}\n{I}?crm=salesforce\n{A}",
            "{P}\n{I}#/\n{A}",
            "{P}\nhttps://apps.{REGION}/crm/index.html\nhttps://apps.{REGION}/crm/authWindow.html",
            "{P}\nhttps://apps.YOUR_REGION/crm/index.html\nhttps://apps.YOUR_REGION/crm/authWindow.html",
            "{P}\nhttps://apps.${var.region}/crm/index.html\nhttps://apps.$REGION/crm/authWindow.html",
            "{P}\nhttps://apps.eu-central-1/crm/index.html\nhttps://apps.euc1/crm/authWindow.html",
            "https://ph\u{43e}ne.mirabridge.cloud\n{I}\n{A}",
            "https://phone.mirabrigde.cloud\n{I}\n{A}",
            "{P}{I}\n{A}",
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fphone.mirabridge.cloud&data=05%7C02&reserved=0\nhttps://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fapps.mypurecloud.de%2Fcrm%2Findex.html&data=05%7C02&reserved=0\nhttps://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fapps.mypurecloud.de%2Fcrm%2FauthWindow.html&data=05%7C02&reserved=0",
            "{P}\nhttps://apps.mypurecloud.de/crm/\nindex.html\n{A}",
            "{P}\n{I}",
            "{P}/api/v1/deployment/main/init?region=mypurecloud.de&clientId={ID}&enableDebug=true\n{I}\n{A}",
            "{ALL}\nhttps://*.example.com/cb",
            "{ALL}\nhttp://intranet.example.com/cb",
            "{ALL}\n{P}.evil.example",
            "{ALL}\nhttps://phone.mirabrigde.cloud/x/y/z",
            "{ALL}\njavascript:alert(1)",
            "Client-Details\nApp-Name\nMiraBridge Phone\nGrant Type: Code Authorization\nAutorisierte Umleitungs-URIs (eine pro Zeile)\n{ALL}\nClient ist inaktiv\n",
            "{\"id\": \"{ID}\", \"registeredRedirectUri\": [\"{P}\", \"{I}\", \"{A}\"], \"state\": \"deleted\"}",
            "{\"id\": \"{ID}\", \"registeredRedirectUri\": [\"{P}\", \"{I}\", \"{A}\"], \"authorizedGrantType\": \"CLIENT_CREDENTIALS\"}",
            "{\"id\": \"{ID}\", \"registeredRedirectUri\": [\"{P}\", \"{I}\", \"{A}\"], \"state\": \"inactive\", \"dateToDelete\": \"2026-12-01T00:00:00Z\"}",
            "registeredRedirectUri:\n- {P}\n- {I}\n- {A}\nscope:\n- users\nstate: active",
            "resource \"genesyscloud_oauth_client\" \"a\" {\n  registered_redirect_uris = [\"{P}\", \"{I}\", \"{A}\"]\n  scopes = []\n  state = \"inactive\"\n}",
            "HTTP/2 200\r\ncontent-type: application/json\r\n\r\n{\"id\": \"{ID}\", \"registeredRedirectUri\": [\"{P}\", \"{I}\", \"{A}\"], \"authorizedGrantType\": \"CODE\", \"state\": \"active\"}",
            "2026-11-28 INFO client={\"id\": \"{ID}\", \"registeredRedirectUri\": [\"{P}\", \"{I}\"], \"state\": \"active\"}",
            "id,registeredRedirectUri,state\n{ID},\"{P},{I},{A}\",inactive\n",
            "redirect_uris:\n- {P}\n- {I}\nallowed_origins:\n- {A}\n",
            "{\"id\": \"{ID}\", \"registeredRedirectUri\": [\"{P}\", \"{I}\"], \"postLogoutRedirectUris\": [\"{A}\"]}",
            "Redirect URIs:\n{ALL}\nThe client is not active.\n",
            "# resource \"genesyscloud_oauth_client\" \"old\" {\n#   registered_redirect_uris = [\"{A}\"]\n# }\nresource \"genesyscloud_oauth_client\" \"a\" {\n  registered_redirect_uris = [\"{P}\", \"{I}\"]\n}",
            "{P}\nhttps://apps.mypurecloud.de/crm/ index.html\n{A}",
            "https://phone.mirabridge. cloud\n{I}\n{A}",
            "https ://phone.mirabridge.cloud\n{I}\n{A}",
            "https://phone.mira\u{ad}bridge.cloud\n{I}\n{A}",
            "{P}\t\n{I}\n{A}",
            "https://user:pw@phone.mirabridge.cloud\n{I}\n{A}",
            "https:\\\\phone.mirabridge.cloud\n{I}\n{A}",
            "[\"{P}.\", \"{I}\", \"{A}\"]",
            "https://www.phone.mirabridge.cloud\n{I}\n{A}",
            "{P}//\n{I}\n{A}",
            "{P}\nhttps://apps.mypurecloud.de//crm/index.html\n{A}",
            "{P}\nhttps://apps.mypurecloud.de/crm%2Findex.html\n{A}",
            "https%3a%2f%2fphone.mirabridge.cloud\n{I}\n{A}",
            "{P}+\n{I}\n{A}",
            "{P}\nhttps://login.mypurecloud.de/crm/index.html\n{A}",
            "{P}\nhttps://apps.%REGION%/crm/index.html\nhttps://apps.%REGION%/crm/authWindow.html",
            "{P}\nhttps://apps.mypurecloud/crm/index.html\n{A}",
            "{ALL}\nhttps://apps.mypurecloud.ie.evil.example/crm/index.html",
            "{ALL}\nhttps://\u{440}hone.mirabridge.cloud",
            "[\"{P}\", \"{I}\", \"{A}\", \"https://apps.mypurecloud.dee/crm/index.html\"]",
            "Grant Type: Client Credentials\nRedirect URIs:\n{ALL}\n",
            "See https://docs.mirabridge.cloud and nothing",
            "https://docs.mirabridge.cloud/x\n",
            "{ALL}\njavascript:alert(1)",
        ],
    );
}

#[test]
fn what_the_text_does_not_say_to_be_registered_is_not_counted() {
    all_are(
        "U",
        &[
            "These three redirect URIs are not registered in the client yet\n{ALL}",
            "The following are missing and someone has to add them today.\n{ALL}",
            "Please add the following redirect URIs to our OAuth client, thanks a lot\n{ALL}",
            "Diese drei Adressen sind im Client leider noch nicht eingetragen\n{ALL}",
            "Note: do not add a trailing slash!\n{ALL}",
            "{ALL}\nplease remove the slash in the first one",
            "Please remove the slash from the first line of these: {P}/ should be\n{ALL}",
            "Hello,\n\n{ALL}\n\nGreetings, Anna\n(the first one has a slash at the end in our form)\n",
            "locals {\n  uris = [\n    \"{P}\",\n    \"{I}\",\n    \"{A}\",\n  ]\n}\nresource \"genesyscloud_oauth_client\" \"a\" {\n  name = \"MB\"\n  registered_redirect_uris = local.uris\n}",
            "locals {\n  genesys = [\"{I}\",\"{A}\"]\n}\nresource \"genesyscloud_oauth_client\" \"a\" {\n  registered_redirect_uris = concat([\"{P}\"], local.genesys)\n}",
            "Terraform will perform the following actions:\n\n  # genesyscloud_oauth_client.a will be created\n  + resource \"genesyscloud_oauth_client\" \"a\" {\n      + authorized_grant_type = \"TOKEN\"\n      + registered_redirect_uris = [\n          + \"{P}\",\n          + \"{I}\",\n          + \"{A}\",\n        ]\n    }\n",
            "  # genesyscloud_oauth_client.a will be updated in-place\n  ~ resource \"genesyscloud_oauth_client\" \"a\" {\n      ~ registered_redirect_uris = [\n          - \"{P}/\",\n          + \"{P}\",\n            \"{I}\",\n            \"{A}\",\n        ]\n    }\n",
            "  ~ resource \"genesyscloud_oauth_client\" \"a\" {\n      ~ registered_redirect_uris = [\n          ~ \"{P}/\" -> \"{P}\",\n            \"{I}\",\n            \"{A}\",\n        ]\n    }\n",
            "Our client has the redirect URIs {P}, {I} and {A}.",
            "Wir haben {P}, {I} und {A} eingetragen.",
            "リダイレクトURIは{P}と{I}と{A}です。",
            "Nothing is missing: {P}, {I}, {A}",
            "{ALL} (do not remove)",
            "{P} (no trailing slash!)\n{I}\n{A}",
            "<textarea name=uris>{ALL}</textarea>",
            "All of these are registered:\n{ALL}\nNothing else is needed.\n",
            "Please register exactly these three:\n\n{ALL}\n",
            "INSERT INTO uris VALUES ('{P}'), ('{I}'), ('{A}');",
            "locals {\n  prod = [\"{P}\", \"{I}\"]\n  test = [\"{A}\"]\n}\nresource \"genesyscloud_oauth_client\" \"a\" {\n  registered_redirect_uris = local.prod\n}",
            "variable \"uris\" {\n  type = list(string)\n}\nresource \"genesyscloud_oauth_client\" \"a\" {\n  registered_redirect_uris = var.uris\n}",
            "resource \"genesyscloud_oauth_client\" \"a\" {\n  registered_redirect_uris = [\"{P}\", \"https://apps.${var.region}/crm/index.html\", \"https://apps.${var.region}/crm/authWindow.html\"]\n}",
            "resource \"genesyscloud_oauth_client\" \"a\" {\n  for_each = local.clients\n  registered_redirect_uris = each.value.uris\n}",
            "resource \"genesyscloud_oauth_client\" \"a\" {\n  registered_redirect_uris = [\n    \"{P}\",\n    \"{I}\",\n    # \"{A}\",\n  ]\n}",
            "resource \"genesyscloud_oauth_client\" \"a\" {\n  registered_redirect_uris = [\n    \"{P}\",\n    \"{I}\",\n    /* \"{A}\", */\n  ]\n}",
            "  # genesyscloud_oauth_client.a will be updated in-place\n  ~ resource \"genesyscloud_oauth_client\" \"a\" {\n      ~ registered_redirect_uris = [\n          - \"{P}\",\n            \"{I}\",\n            \"{A}\",\n        ]\n    }\n",
            "  ~ resource \"genesyscloud_oauth_client\" \"a\" {\n      ~ registered_redirect_uris = [\n          + \"{P}\",\n            # (2 unchanged elements hidden)\n        ]\n    }\n",
            "@@ -1,3 +1,3 @@\n   {P}\n   {I}\n-  {A}\n",
            "We registered {P} and {I}, but not yet {A}.",
            "{P}\n{I}\nmissing: {A}",
            "{ALL} (missing)",
            "Registered:\n{P}\n{I}\n\nStill missing:\n{A}",
            "## Registered\n- {P}\n- {I}\n\n## Missing\n- {A}",
            "{ALL}\n(still missing)",
            "{P}\nold: {I}\n{A}",
            "{P}\n{I}\nTODO {A}",
            "{ALL} fehlt noch",
            "Eingetragen sind {P} und {I}, aber noch nicht {A}.",
            "{P}\n{I}\nalt: {A}",
            "登録済み: {P} {I}\n未登録: {A}",
            "{P}\n{I}\n# {A}",
            "{P}\n{I}\n//{A}",
            "redirect={P}\nredirect={I}\n;redirect={A}",
            "{P}\n{I}\n<!-- {A} -->",
            "{P}\n{I}\n<!--\n{A}\n-->",
            "uris:\n- {P}\n- {I}\n# - {A}",
            "- [x] {P}\n- [x] {I}\n- [ ] {A}",
            "| URI | da? |\n|---|---|\n| {P} | ja |\n| {I} | ja |\n| {A} | nein |\n",
            "redirect uri,registered\n{P},yes\n{I},yes\n{A},no\n",
            "{\"registered_ones\": [\"{P}\", \"{I}\"], \"missing\": [\"{A}\"]}",
            "Is {A} registered? {P} and {I} are.",
            "Please do not register {P} and {I} or {A}, they are wrong",
            "{P}/ instead of {ALL}",
            "{P}\n{I}\nhttps://apps.mypurecloud.de/crm/authW…",
            "{\"resource\": {\"genesyscloud_oauth_client\": {\"a\": {\"registered_redirect_uris\": [\"{P}\", \"https://apps.${var.region}/crm/index.html\", \"{A}\"]}}}}",
            "Name: Phone\nURL: {P}\nName: Page\nURL: {I}\nName: Login\nURL: {A}\n",
            "{\"id\": \"{ID}\", \"registeredRedirectUri\": [\"{P}\", \"{I}\", \"{A}\"], \"state\": \"frozen\"}",
            "{\"id\": \"{ID}\", \"registeredRedirectUri\": [\"{P}\", \"{I}\", \"{A}\"], \"authorizedGrantType\": \"DEVICE\"}",
            "{\"id\": \"{ID}\", \"authorizedGrantType\": \"TOKEN\", \"state\": \"active\"}",
            "id : {ID}\nregisteredRedirectUri : {{P}, {I}, https://x.example/a, https://x.example/b...}\nstate : active\n",
            "Expected:\n{ALL}\n\nActual:\n{P}\n{I}\n",
            "{ALL}\n\nauthWindow.html is still missing\n",
            "resource \"genesyscloud_oauth_client\" \"a\" {\n  registered_redirect_uris = [\"{P}\", format(\"https://apps.%s/crm/index.html\", var.region), format(\"https://apps.%s/crm/authWindow.html\", var.region)]\n}",
            "resource \"genesyscloud_oauth_client\" \"a\" {\n  count = 2\n  registered_redirect_uris = [for f in [\"index\", \"authWindow\"] : \"https://apps.mypurecloud.de/crm/${f}.html\"]\n}",
            "  # genesyscloud_oauth_client.a will be destroyed\n  - resource \"genesyscloud_oauth_client\" \"a\" {\n      - registered_redirect_uris = [\n          - \"{P}\",\n          - \"{I}\",\n          - \"{A}\",\n        ] -> null\n    }\n",
            "Are these right? {P}, {I}, {A}",
            "MiraBridge needs {P}, {I} and {A}",
            "You should register {P}, {I} and {A}",
            "Es müssen {P}, {I} und {A} eingetragen werden.",
            "Leider ist {A} nicht eingetragen, {P} und {I} schon.",
            "{P} et {I} sont enregistrées, mais pas {A}.",
            "{ALL} (no longer used)",
            "| {P} | ✅ |\n| {I} | ✅ |\n| {A} | ❌ |\n",
            "Current\n{P}\n{I}\n\nOld (to be removed):\n{A}x\n",
        ],
    );
}

#[test]
fn what_is_still_to_be_registered_is_not_counted() {
    all_are(
        "U",
        &[
            "{P}\n{I}\n\nStill to be added:\n{A}",
            "{P}\n{I}\nNext step:\n{A}",
            "{P}\n{I}\nwanted:\n{A}",
            "In our form there is only:\n{P}\n{I}\n\nThe docs also list\n{A}",
            "{ALL}\n\nIn our form there is only:\n{P}\n{I}\n",
            "To register:\n{ALL}",
            "{ALL}\n\nStill missing:\n{A}\n",
            "{P} OK\n{I} OK\n{A} NOK",
            "{P}\n{I}\n{A} 👎",
            "{P} done\n{I} done\n{A} open",
            "{P}\n{I}\n{A} n/a",
            "{P}\n{I}\nà ajouter : {A}",
            "<li>{P}</li>\n<li>{I}</li>\n<li><del>{A}</del></li>",
            " {P}\n {I}\n-{A}\n",
            "uri;status\n{P};1\n{I};1\n{A};0\n",
            "redirect uri;status\n{P};active\n{I};active\n{A};inactive\n",
            "{P}\n{I}\n{A} -> https://apps.mypurecloud.de/crm/authwindow.html",
            "{P}\n{I}\n{A} -> …authwindow.html",
            "[{\"uri\": \"{P}\", \"registered\": true}, {\"uri\": \"{I}\", \"registered\": true}, {\"registered\": false, \"uri\": \"{A}\"}]",
            "{\"registered\": false, \"redirect_uris\": [\"{P}\", \"{I}\", \"{A}\"]}",
        ],
    );
}

#[test]
fn several_clients_are_judged_one_by_one() {
    for (expected, text) in [
        (
            "PF",
            "[{\"id\": \"{ID}\", \"name\": \"A\", \"registeredRedirectUri\": [\"{P}\", \"{I}\", \"{A}\"]}, {\"id\": \"{ID2}\", \"name\": \"B\", \"registeredRedirectUri\": [\"{P}\"]}]",
        ),
        (
            "PF",
            "{\"id\": \"{ID}\", \"registeredRedirectUri\": [\"{P}\", \"{I}\", \"{A}\"]}\n{\"id\": \"{ID2}\", \"registeredRedirectUri\": [\"{I}\", \"{A}\"]}\n",
        ),
        (
            "FF",
            "id: {ID}\nredirect_uris:\n- {P}\n---\nid: {ID2}\nredirect_uris:\n- {I}\n- {A}\n",
        ),
        (
            "FF",
            "clients:\n- id: {ID}\n  name: A\n  redirect_uris:\n  - {P}\n- id: {ID2}\n  name: B\n  redirect_uris:\n  - {I}\n  - {A}\n",
        ),
        (
            "FF",
            "id                    : {ID}\nname                  : A\nregisteredRedirectUri : {{P}}\nstate : active\n\nid                    : {ID2}\nname                  : B\nregisteredRedirectUri : {{I}, {A}}\nstate : active\n",
        ),
        (
            "FF",
            "Name: Widget A\nRedirect URIs:\n{P}\n{I}\n\nName: Widget B\nRedirect URIs:\n{A}\n",
        ),
        ("U", "{ID}\t{P}\n{ID2}\t{I}\n{ID2}\t{A}\n"),
        ("FF", "name,redirect_uris\nWidget A,{P};{I}\nWidget B,{A}\n"),
        (
            "FF",
            "{\"version\": 4, \"resources\": [{\"type\": \"genesyscloud_oauth_client\", \"name\": \"a\", \"instances\": [{\"index_key\": \"x\", \"attributes\": {\"name\": \"A\", \"registered_redirect_uris\": [\"{P}\"]}}, {\"index_key\": \"y\", \"attributes\": {\"name\": \"B\", \"registered_redirect_uris\": [\"{I}\", \"{A}\"]}}]}]}",
        ),
        (
            "PF",
            "id,name,registeredRedirectUri\n{ID},A,\"{P};{I};{A}\"\n{ID2},B,\n",
        ),
        ("U", "Client A: {P}, {I}\nClient B: {A}\n"),
        ("U", "Client A:\n{P}\n{I}\nClient B:\n{A}\n"),
        ("U", "## Client A\n- {P}\n- {I}\n\n## Client B\n- {A}\n"),
        ("U", "{ID}:\n{P}\n{I}\n{ID2}:\n{A}\n"),
        (
            "FF",
            "- {id: {ID}, redirect_uris: [{P}]}\n- {id: {ID2}, redirect_uris: [{I}, {A}]}\n",
        ),
        (
            "PF",
            "{\"format_version\": 1, \"audit\": {\"region\": \"mypurecloud.de\"}, \"clients\": [{\"id\": \"{ID}\", \"name\": \"A\", \"redirect_uris\": [\"{P}\", \"{I}\", \"{A}\"], \"grant\": \"TOKEN\", \"scopes\": [\"conversations:readonly\"], \"state\": \"active\"}, {\"id\": \"{ID2}\", \"name\": \"B\", \"redirect_uris\": [\"{P}\"], \"state\": \"active\"}]}",
        ),
    ] {
        all_are(expected, &[text]);
    }
    all_are(
        "U",
        &[
            "name,uri\na,{P}\na,{I}\nb,{A}\n",
            "name;redirect\na;{P}\na;{I}\nb;{A}\n",
            "uri,name\n{P},a\n{I},a\n{A},b\n",
            "prod:\n- {P}\n- {I}\ntest:\n- {A}\n",
            "{\"prod\": [\"{P}\", \"{I}\"], \"test\": [\"{A}\"]}",
            "{\"prod_redirect_uris\": [\"{P}\", \"{I}\"], \"test_redirect_uris\": [\"{A}\"]}",
            "[{\"name\": \"a\", \"uri\": \"{P}\"}, {\"name\": \"a\", \"uri\": \"{I}\"}, {\"name\": \"b\", \"uri\": \"{A}\"}]",
            "Prod client\n{P}\n{I}\nTest client\n{A}\n",
            "MiraBridge Berlin\n{P}\n{I}\n\nMiraBridge Lyon\n{A}\n",
            "{P}\n{I}\n--- second client ---\n{A}\n",
            "# prod\n{P}\n{I}\n# test\n{A}\n",
            "prodUris = [\"{P}\", \"{I}\"]\ntestUris = [\"{A}\"]\n",
            "<client name=\"a\">\n<uri>{P}</uri>\n<uri>{I}</uri>\n</client>\n<client name=\"b\">\n<uri>{A}</uri>\n</client>\n",
            "Prod: {P}\nProd: {I}\nTest: {A}\n",
            "app_id,uri\n1,{P}\n1,{I}\n2,{A}\n",
            "Client\n{P}\n{I}\nClient\n{A}\n",
            "1:\n{P}\n{I}\n2:\n{A}\n",
            "[\"{P}\", \"{I}\"]\n[\"{A}\"]",
            "{P}\n{I}\n----------\n{A}\n",
            "Prod: {P}, {I}; Test: {A}",
            "Prod\n{ALL}\n\nTest\n{P}\n",
        ],
    );
}

#[test]
fn json_with_a_fault_is_not_read_as_text() {
    for text in [
        "{\"registeredRedirectUri\": [\"{P}\", \"{I}\", \"{A}\"], \"state\": \"inactive\",}",
        "client={\"registeredRedirectUri\": [\n// \"{A}\",\n\"{P}\", \"{I}\"]}",
    ] {
        let clients = read(filled(text).as_bytes());
        assert!(
            matches!(clients, Err(ReadError::BrokenJson(_))),
            "{clients:?}"
        );
    }
}

#[test]
fn every_encoding_is_read() {
    let text = filled("Für die Anwendung:\r\n“{P}”\r\n“{I}”\r\n“{A}”\r\n");
    let windows_1252 = text.chars().map(|c| match c {
        '“' => 0x93,
        '”' => 0x94,
        other => u8::try_from(u32::from(other)).expect("a letter of Windows-1252"),
    });
    let utf16 = |bytes: fn(u16) -> [u8; 2]| {
        "\u{feff}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(bytes)
            .collect()
    };
    let encoded: [Vec<u8>; 4] = [
        windows_1252.collect(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
        format!("\u{feff}{text}").into_bytes(),
    ];
    for bytes in encoded {
        assert_eq!(verdicts(&bytes, &frankfurt()), "P", "{bytes:?}");
    }
}

/// A left-over of another region is a warning and no look-alike; where all is of another region, that is asked first.
#[test]
fn every_region_is_told_from_every_other() {
    for region in Region::all() {
        for other in Region::all().iter().filter(|other| *other != region) {
            let [phone, page, window] = RedirectUri::documented(region);
            let [_, other_page, other_window] = RedirectUri::documented(other);
            let text = format!("{phone}\n{page}\n{window}\n{other_page}");
            assert_eq!(verdicts(text.as_bytes(), region), "P", "{text}");
            let text = format!("{phone}\n{other_page}\n{other_window}");
            let clients = read(text.as_bytes()).expect("a list");
            let outcomes = outcomes(&clients[0], region);
            let failed = outcomes
                .iter()
                .find(|outcome| outcome.status == Status::Fail)
                .expect("a failure");
            let headline = failed.headline.as_deref().unwrap_or_default();
            let question = format!("Is --region {region} right?");
            assert!(
                headline.starts_with(&question)
                    && headline.ends_with(&format!("lint x --region {other}")),
                "{headline}"
            );
        }
    }
}

#[test]
fn what_was_found_is_named_where_it_stands() {
    for (text, place, words) in [
        ("{P}\n  - {I} \n{A}", (2, 5), "with a space at the end"),
        (
            "{P}\u{200b}\n{I}\n{A}",
            (1, 1),
            "with a zero-width space (U+200B) at the end",
        ),
        (
            "{P}\nhttps://apps.mypurecloud.de/crm/ index.html\n{A}",
            (2, 1),
            "with a space (U+0020) as character 33",
        ),
        (
            "{P}\nhttps://apps.<region>/crm/index.html\n{A}",
            (2, 1),
            "with the placeholder <region> where the region's domain belongs",
        ),
        (
            "{P}\nhttps://apps.eu-central-1/crm/index.html\n{A}",
            (2, 1),
            "with the placeholder eu-central-1 where the region's domain belongs",
        ),
        (
            "{P}%0A\n{I}\n{A}",
            (1, 1),
            "with percent-encoding in it (%0A)",
        ),
        (
            "https://{P}\n{I}\n{A}",
            (1, 1),
            "with https://https:// before the host instead of https://",
        ),
        (
            "https://me@phone.mirabridge.cloud\n{I}\n{A}",
            (1, 1),
            "with https://me@ before the host instead of https://",
        ),
        (
            "HTTP://Phone.MiraBridge.cloud/?a=b\n{I}\n{A}",
            (1, 1),
            "with HTTP:// before the host instead of https://, with Phone.MiraBridge.cloud as the host instead of phone.mirabridge.cloud, with /?a=b behind the host",
        ),
        (
            "{\n\"registeredRedirectUri\": [\"{P}\",\n \"{I}/\", \"{A}\"]}",
            (3, 3),
            "with a slash at the end",
        ),
        (
            "id,redirect_uris\n{ID},\"{P}\n{I}/\n{A}\"\n",
            (3, 1),
            "with a slash at the end",
        ),
    ] {
        let text = filled(text);
        let clients = read(text.as_bytes()).expect("a client");
        let outcomes = outcomes(&clients[0], &frankfurt());
        let failed = outcomes
            .iter()
            .find(|outcome| outcome.status == Status::Fail)
            .expect("a failure");
        let at = failed.place.map(|place| (place.line, place.column));
        let said = format!("it is registered {words}. ");
        assert!(failed.message.contains(&said), "{said}: {}", failed.message);
        assert_eq!(at, Some(place), "{text}");
    }
}

#[test]
fn what_was_left_out_and_what_is_not_told_is_noted() {
    for (text, expected) in [
        (
            "{ALL}",
            &["The input does not say the grant type, the scopes and the state."][..],
        ),
        (
            "1. \"{P}\"\n2. \"{I}\"\n3. \"{A}\"\nstate: active",
            &[
                "Numbers and quotes around the redirect URIs were ignored.",
                "The input does not say the grant type and the scopes.",
            ],
        ),
        (
            r#"{"registeredRedirectUri":["{P}","{I}","{A}"],"authorizedGrantType":"TOKEN","scope":[],"state":"active"}"#,
            &[],
        ),
    ] {
        let clients = read(filled(text).as_bytes()).expect("a client");
        let region = frankfurt();
        let notes = notes(&Comparison::new(&region, Grant::Implicit, &clients[0]));
        let begin = notes
            .iter()
            .zip(expected)
            .all(|(note, expected)| note.starts_with(expected));
        assert!(begin && notes.len() == expected.len(), "{notes:?}");
    }
}

/// What is not understood is not told, and what may be of several clients is not one.
#[test]
fn what_cannot_be_read_blames_nobody_and_passes_for_nobody() {
    all_are(
        "P",
        &[
            "[{P}]\n[{I}]\n[{A}]\n",
            "App Name: MiraBridge Phone\nClient ID: {ID}\nAuthorized redirect URIs:\n{ALL}",
            "redirect uris,purpose\n{P},phone\n{I},embedded page\n{A},login window\n",
            r#"{"registeredRedirectUri":["{P}","{I}","{A}"],"scope":"All"}"#,
            r#"{"registeredRedirectUri":["{P}","{I}","{A}"],"scope":[{"name":"x"}]}"#,
            r#"{"redirect_uris":["{P}","{I}","{A}"],"scopes":["${var.scope}"],"state":"${var.state}"}"#,
            r#"{"format_version":1,"verdict":"pass","probes":[],"clients":[{"redirect_uris":["{P}","{I}","{A}"]}]}"#,
            "client id,redirect uris,Redirect URI count\n{ID},{P} {I} {A},3\n",
        ],
    );
    all_are(
        "U",
        &[
            r#"{"id": "{ID}", "registeredRedirectUri": null, "authorizedGrantType": "TOKEN"}"#,
            "Cost centre,redirect uris\nAcme,{P}\nBeta,{I}\nBeta,{A}\n",
        ],
    );
    for (names, expected) in [
        ("Genesys Client ID", "FFF"),
        ("GC Client ID", "FFF"),
        ("Client", "FFF"),
        ("uuid", "U"),
        ("OAuth Client", "U"),
    ] {
        let rows = "{ID},{P}\n{ID2},{I}\n22222222-3333-4444-8555-666666666666,{A}\n";
        all_are(expected, &[&format!("{names},redirect uris\n{rows}")]);
    }
    all_are(
        "U",
        &[
            "Customer,Redirect URI\nAcme,{P}\nBeta,{I}\nGamma,{A}\n",
            "Org,App,Redirect URI\nAcme,MiraBridge,{P}\nAcme,MiraBridge,{I}\nBeta,MiraBridge,{A}\n",
            "Customer,Client Name,Redirect URI\nACME,One,{P}\nACME,One,{I}\nBETA,One,{A}\n",
            "{\"id\":\"{ID}\",\"authorizedGrantType\":\"TOKEN\",\"redirectUriCount\":3}",
        ],
    );
    all_are(
        "P",
        &[r#"{"registeredRedirectUri":["{P}","{I}","{A}"],"scope":"quality review"}"#],
    );
    all_are(
        "P",
        &[
            "GUID;Client ID;Redirect URI\na1;{ID};{P}\nb2;{ID};{I}\nc3;{ID};{A}\n",
            "Name,Redirect URI,Added by\nPhone,{P},Alice\nPhone,{I},Alice\nPhone,{A},Bob\n",
            "App Name,Genesys Status,Redirect URIs\nOne,verified,{P} {I} {A}\n",
            "Client ID,Account redirect URIs\n{ID},{P} {I} {A}\n",
        ],
    );
    all_are(
        "F",
        &[
            r#"{"registeredRedirectUri":["{P}","{I}","{A}"],"scope":"users:readonly content-management"}"#,
        ],
    );
}

#[test]
fn tokens_that_end_within_a_shift_are_told_with_and_without_a_state() {
    for state in ["", r#","state":"active""#] {
        let text =
            format!(r#"{{"registeredRedirectUri":[],"accessTokenValiditySeconds":300{state}}}"#);
        let clients = read(text.as_bytes()).expect("a client");
        let mut told = outcomes(&clients[0], &frankfurt()).into_iter();
        assert!(
            told.any(|outcome| outcome.message.contains("300 seconds")),
            "{text}"
        );
    }
}

/// Clients share redirect URIs, and stand in their order.
#[test]
fn each_client_of_a_list_in_json_has_its_own_line() {
    let lines = |text: &str| -> Vec<_> {
        let clients = read(filled(text).as_bytes()).expect("two clients");
        let places = clients.iter().map(|client| client.redirect_uris[0].place);
        places.map(|place| place.map(|place| place.line)).collect()
    };
    let one = r#"{"id":"{ID}","registeredRedirectUri":["a"]}"#;
    let other = r#"{"id":"{ID2}","registeredRedirectUri":["a"]}"#;
    assert_eq!(lines(&format!("[{one},\n{other}]")), [Some(1), Some(2)]);
    // Of a map, they come in the order of its keys.
    assert_eq!(
        lines(&format!(r#"{{"z":{one},{}"a":{other}}}"#, "\n")),
        [None, None]
    );
}
