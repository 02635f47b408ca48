use super::*;
use proptest::prelude::*;

const ID: &str = "1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901";
const OTHER: &str = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";

fn pasted(text: &str) -> Pasted {
    ClientId::parse(text).expect(text)
}

fn refused(text: &str) -> String {
    ClientId::parse(text).expect_err(text).to_string()
}

#[test]
fn a_plain_id_is_kept_as_typed() {
    for text in [
        ID,
        "1B2C3D4E-5f60-7182-93a4-B5C6D7E8F901",
        "00000000-0000-0000-0000-000000000000",
    ] {
        let pasted = pasted(text);
        assert_eq!(pasted.client_id.as_str(), text);
        assert_eq!(pasted.client_id.to_string(), text);
        assert!(pasted.notes.is_empty());
        assert_eq!(pasted.region, None);
    }
}

#[test]
fn what_clings_to_an_id_is_dropped_and_named() {
    for (text, notes) in [
        (
            format!(" {ID}\n"),
            vec!["dropped white space around the client id"],
        ),
        (
            format!("{ID}\r\n"),
            vec!["dropped white space after the client id"],
        ),
        (
            format!("\u{a0}{ID}"),
            vec!["dropped a no-break space (U+00A0) before the client id"],
        ),
        (
            format!("\u{200b}{ID}"),
            vec!["dropped a zero-width space (U+200B) before the client id"],
        ),
        (
            format!("\u{feff}{ID}"),
            vec!["dropped a byte order mark (U+FEFF) before the client id"],
        ),
        (
            ID.replace("-93", "-\u{200b}93"),
            vec!["dropped a zero-width space (U+200B) inside the client id"],
        ),
        (
            format!("\"{ID}\""),
            vec!["dropped quotes around the client id"],
        ),
        (
            format!("\u{201e}{ID}\u{201c}"),
            vec!["dropped quotes around the client id"],
        ),
        (
            format!("«{ID}»"),
            vec!["dropped quotes around the client id"],
        ),
        (
            format!("`{ID}`"),
            vec!["dropped quotes around the client id"],
        ),
        (
            format!("{{{ID}}}"),
            vec!["dropped brackets around the client id"],
        ),
        (
            format!("<{ID}>"),
            vec!["dropped brackets around the client id"],
        ),
        (
            format!("{ID},"),
            vec!["dropped a comma after the client id"],
        ),
        (
            format!("{ID};"),
            vec!["dropped a semicolon after the client id"],
        ),
        (
            format!("{ID}\u{7}"),
            vec!["dropped a control character (U+0007) after the client id"],
        ),
        (
            format!("{ID}."),
            vec!["dropped a full stop after the client id"],
        ),
        (
            format!(" '{ID}', "),
            vec![
                "dropped white space around the client id",
                "dropped quotes around the client id",
                "dropped a comma after the client id",
            ],
        ),
        (
            ID.replace('-', "\u{2011}"),
            vec!["put plain hyphens for U+2011 in the client id"],
        ),
        (
            ID.replace("-5", "\u{2013}5").replace("-9", "\u{2212}9"),
            vec!["put plain hyphens for U+2013 and U+2212 in the client id"],
        ),
    ] {
        let pasted = pasted(&text);
        assert_eq!(pasted.client_id.as_str(), ID, "{text}");
        assert_eq!(pasted.notes, notes, "{text}");
    }
}

#[test]
fn an_id_is_taken_out_of_larger_texts() {
    const URL: &str = "took the client id out of the pasted URL";
    const TEXT: &str = "took the client id out of the pasted text";
    for (text, note, region) in [
        (
            format!(
                "https://login.mypurecloud.de/oauth/authorize?client_id={ID}&response_type=token&redirect_uri=https%3A%2F%2Fx"
            ),
            URL,
            Some("mypurecloud.de"),
        ),
        (
            format!("login.usw2.pure.cloud/oauth/authorize?response_type=token&client_id={ID}"),
            URL,
            Some("usw2.pure.cloud"),
        ),
        (
            format!(
                "https://login.mypurecloud.ie/oauth/authorize?redirect_uri=https://phone.mirabridge.cloud&client_id={ID}"
            ),
            URL,
            Some("mypurecloud.ie"),
        ),
        (
            format!(
                "https://phone.mirabridge.cloud/api/v1/deployment/main/init?region=mypurecloud.com.au&clientId={ID}&enableDebug=true"
            ),
            URL,
            Some("mypurecloud.com.au"),
        ),
        (
            format!(
                "https://apps.mypurecloud.jp/directory/#/admin/integrations/oauth-clients/{ID}"
            ),
            URL,
            Some("mypurecloud.jp"),
        ),
        (
            format!(
                "https://apps.mypurecloud.jp/directory/#/admin/{OTHER}/authorized-apps/{ID}/roles"
            ),
            URL,
            Some("mypurecloud.jp"),
        ),
        (
            format!("https://api.mypurecloud.com/api/v2/oauth/clients/{ID}"),
            URL,
            Some("mypurecloud.com"),
        ),
        (
            format!("\u{201c}https://LOGIN.mypurecloud.de/oauth/authorize?CLIENT_ID={ID}\u{201d}"),
            URL,
            Some("mypurecloud.de"),
        ),
        (
            format!("https://evil.example/?region=mypurecloud.de&client_id={ID}"),
            URL,
            None,
        ),
        (
            format!("https://login.mypurecloud.de@evil.example/?client_id={ID}"),
            URL,
            None,
        ),
        (format!("client_id={ID}"), TEXT, None),
        (format!("clientId={ID}"), TEXT, None),
        (format!("Client ID: {ID}"), TEXT, None),
        (
            format!("{{\"clientId\": \"{ID}\", \"region\": \"euc1\"}}"),
            TEXT,
            Some("mypurecloud.de"),
        ),
        (format!("client_id={ID}&client_id={ID}"), URL, None),
        (
            format!("https://login.mypurecloud.de/x/{ID}?y"),
            "took the only id in the pasted URL for the client id",
            Some("mypurecloud.de"),
        ),
    ] {
        let pasted = pasted(&text);
        assert_eq!(pasted.client_id.as_str(), ID, "{text}");
        assert_eq!(pasted.notes, [note], "{text}");
        assert_eq!(pasted.region.as_ref().map(Region::domain), region, "{text}");
    }
}

#[test]
fn a_value_in_a_url_is_tidied_too() {
    assert_eq!(
        pasted(&format!(
            "https://login.mypurecloud.de/oauth/authorize?client_id=%20{{{ID}}}&x=y"
        ))
        .notes,
        [
            "took the client id out of the pasted URL",
            "dropped white space before the client id",
            "dropped brackets before the client id"
        ]
    );
}

#[test]
fn what_is_wrong_is_pointed_at() {
    for (text, message) in [
        (
            "1b2c3d4e-5f60-7182-93a4-b5c6d7e8f90g",
            "character 36 is 'g', and a client id holds only 0-9, a-f and hyphens\n  1b2c3d4e-5f60-7182-93a4-b5c6d7e8f90g\n                                     ^",
        ),
        (
            "1b2c3d4\u{43e}-5f60-7182-93a4-b5c6d7e8f901",
            "character 8 is '\\u{43e}', and a client id holds only 0-9, a-f and hyphens\n  1b2c3d4\\u{43e}-5f60-7182-93a4-b5c6d7e8f901\n         ^",
        ),
        (
            "1b2c3d4e-5f60-7182-93a4-b5c6d7e8f9",
            "this has 34 characters, a client id has 36\n  1b2c3d4e-5f60-7182-93a4-b5c6d7e8f9\n                                    ^",
        ),
        (
            "1b2c3d4-5f60-7182-93a4-b5c6d7e8f901",
            "this has 35 characters, a client id has 36\n  1b2c3d4-5f60-7182-93a4-b5c6d7e8f901\n         ^",
        ),
        (
            "1b2c3d4e-5f60-7182-93a4-b5c6d7e8f9012",
            "this has 37 characters, a client id has 36\n  1b2c3d4e-5f60-7182-93a4-b5c6d7e8f9012\n                                      ^",
        ),
        (
            "1b2c3d4e15f60-7182-93a4-b5c6d7e8f901",
            "character 9 is '1', where a client id has a hyphen\n  1b2c3d4e15f60-7182-93a4-b5c6d7e8f901\n          ^",
        ),
        (
            "1b2c3d4e-5f60-7182-93a4-b5c6d7-8f901",
            "character 31 is a hyphen, where a client id has a digit\n  1b2c3d4e-5f60-7182-93a4-b5c6d7-8f901\n                                ^",
        ),
        ("a", "this has 1 character, a client id has 36\n  a\n   ^"),
        (
            "1b2c3d4e5f60718293a4b5c6d7e8f901",
            "the hyphens are missing; did you mean 1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901?",
        ),
        (
            "1b2c3d-4e5f60-7182-93a4-b5c6d7e8f901",
            "the hyphens are misplaced; did you mean 1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901?",
        ),
        ("", "the client id is empty"),
        (" \u{200b}\"\" ", "the client id is empty"),
        ("client_id=", "the client id is empty"),
        (
            "https://login.mypurecloud.de/",
            "the pasted URL holds no client id",
        ),
    ] {
        assert_eq!(refused(text), message);
    }
}

#[test]
fn several_ids_in_a_url_are_not_guessed_at() {
    for text in [
        format!("https://apps.mypurecloud.de/x/{ID}/{OTHER}"),
        format!("https://login.mypurecloud.de/?client_id={ID}&client_id={OTHER}"),
    ] {
        assert_eq!(
            refused(&text),
            format!(
                "the pasted text holds several ids, {ID} and {OTHER}, and which is the client id does not show: give that one alone"
            )
        );
    }
}

#[test]
fn a_secret_is_not_shown() {
    const SECRET: &str = "aB3_xYz-0123456789abcdefghijklmnopqrstuvwxy";
    assert_eq!(SECRET.len(), 43);
    let message = "aB3_… looks like the client secret, which is not needed: give the client id";
    assert_eq!(refused(SECRET), message);
    assert_eq!(refused(&format!("\"{SECRET}\"")), message);
    assert_eq!(
        refused(&format!("https://login.mypurecloud.de/?client_id={SECRET}")),
        message
    );
    for text in [
        format!("{ID} {SECRET}"),
        format!("https://login.mypurecloud.de/#access_token={SECRET}"),
        format!("client_secret={SECRET}"),
        "a/b+c".repeat(9),
    ] {
        let error = ClientId::parse(&text).expect_err("no client id");
        assert!(!format!("{error} {error:?}").contains("3_xYz"), "{error}");
        assert!(error.message().len() < 100);
    }
}

/// Too long for a client id: what is no slip of one may be a secret of whatever kind.
#[test]
fn only_what_is_nearly_a_client_id_is_shown_whole() {
    for (text, message) in [
        (
            "k".repeat(40),
            "kkkk… has 40 characters, a client id has 36; the client secret is not needed",
        ),
        (
            "a/b+c".repeat(9),
            "a/b+… has 45 characters, a client id has 36; the client secret is not needed",
        ),
        (
            "a-".repeat(19),
            "a-a-… has 38 characters, a client id has 36; the client secret is not needed",
        ),
        (
            format!("{}-1-1-1-1", "a".repeat(33)),
            "aaaa… has 41 characters, a client id has 36; the client secret is not needed",
        ),
        (
            ID.replace('-', "ab-"),
            "1b2c… looks like the client secret, which is not needed: give the client id",
        ),
    ] {
        assert_eq!(refused(&text), message);
    }
}

#[test]
fn a_book_is_refused_at_once() {
    assert_eq!(
        refused(&"x".repeat(8193)),
        "this has 8193 bytes, a client id has 36"
    );
    assert_eq!(
        refused(&"x".repeat(8192)),
        "xxxx… looks like the client secret, which is not needed: give the client id"
    );
}

proptest! {
    #[test]
    fn never_panics_and_never_prints_raw_text(text in any::<String>()) {
        if let Err(error) = ClientId::parse(&text) {
            let shown = error.to_string();
            prop_assert!(shown.chars().all(|c| matches!(c, '\n' | ' '..='~' | '…')), "{shown:?}");
            prop_assert!(!error.message().contains('\n'));
        }
    }

    #[test]
    fn never_panics_around_a_place(before in any::<String>(), after in any::<String>()) {
        for middle in ["client_id=", "/oauth-clients/", "https://", "region="] {
            let _ = ClientId::parse(&format!("{before}{middle}{after}"));
            let _ = ClientId::parse(&format!("https://login.mypurecloud.de/{before}{middle}{after}"));
        }
    }

    #[test]
    fn every_uuid_is_kept(id in "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}") {
        let pasted = ClientId::parse(&id).expect("a UUID");
        prop_assert_eq!(pasted.client_id.as_str(), id);
    }
}
