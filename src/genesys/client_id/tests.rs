use super::*;
use proptest::prelude::*;

const ID: &str = "1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901";

fn pasted(text: &str) -> PastedClientId {
    PastedClientId::parse(text).expect(text)
}

fn refused(text: &str) -> String {
    PastedClientId::parse(text).expect_err(text).to_string()
}

#[test]
fn a_plain_id_is_kept_as_typed() {
    for text in [
        ID,
        "1B2C3D4E-5f60-7182-93a4-B5C6D7E8F901",
        "00000000-0000-0000-0000-000000000000",
    ] {
        let pasted = pasted(&format!(" {text}\n"));
        assert_eq!(pasted.client_id.to_string(), text);
        assert_eq!((pasted.note, pasted.region), (None, None));
        assert_eq!(ClientId::parse(text), Ok(pasted.client_id));
    }
}

#[test]
fn what_stands_around_an_id_is_left_out() {
    for text in [
        format!("\u{a0}{ID}"),
        format!("\u{200b}{ID}\u{feff}"),
        format!("\"{ID}\""),
        format!("\u{201e}{ID}\u{201c}"),
        format!("`{ID}`"),
        format!("{{{ID}}}"),
        format!("<{ID}>"),
        format!("{ID},"),
        format!(" '{ID}'. "),
    ] {
        let pasted = pasted(&text);
        assert_eq!(pasted.client_id.as_str(), ID, "{text}");
        let note = "left out what stood around the client id";
        assert_eq!(pasted.note.is_none(), text.trim() == ID, "{text}");
        assert!(pasted.note.is_none_or(|given| given == note));
        assert!(ClientId::parse(&text).is_err(), "{text}");
    }
}

#[test]
fn an_id_is_taken_out_of_the_documented_urls() {
    for (text, region, deployment) in [
        (
            format!(
                "https://login.mypurecloud.de/oauth/authorize?client_id={ID}&response_type=token&redirect_uri=https%3A%2F%2Fx"
            ),
            Some("mypurecloud.de"),
            None,
        ),
        (
            format!("login.usw2.pure.cloud/oauth/authorize?response_type=token&client_id={ID}"),
            Some("usw2.pure.cloud"),
            None,
        ),
        (
            format!(
                "\u{201c}https://LOGIN.mypurecloud.de/oauth/authorize?CLIENT_ID=%20{ID}\u{201d}"
            ),
            Some("mypurecloud.de"),
            None,
        ),
        (
            format!("https://login.new1.pure.cloud/oauth/authorize?client_id={ID}"),
            None,
            None,
        ),
        (
            format!(
                "https://phone.mirabridge.cloud/api/v1/deployment/main/init?region=mypurecloud.com.au&clientId={ID}&enableDebug=true"
            ),
            Some("mypurecloud.com.au"),
            Some("main"),
        ),
        (
            format!(
                "https://phone.mirabridge.cloud/api/v1/deployment/test-2/init?region={{REGION}}&clientId={ID}"
            ),
            None,
            Some("test-2"),
        ),
        (
            format!(
                "https://apps.mypurecloud.jp/directory/#/admin/integrations/oauth-clients/{ID}"
            ),
            Some("mypurecloud.jp"),
            None,
        ),
        (
            format!("https://apps.mypurecloud.jp/directory/#/admin/x/authorized-apps/{ID}/roles?y"),
            Some("mypurecloud.jp"),
            None,
        ),
        (
            format!("https://api.mypurecloud.com/api/v2/oauth/clients/{ID}"),
            Some("mypurecloud.com"),
            None,
        ),
        // What stands in a foreign URL says nothing of the region.
        (
            format!("https://evil.example/?region=mypurecloud.de&client_id={ID}"),
            None,
            None,
        ),
        (
            format!("https://login.mypurecloud.de@evil.example/?client_id={ID}"),
            None,
            None,
        ),
    ] {
        let pasted = pasted(&text);
        assert_eq!(pasted.client_id.as_str(), ID, "{text}");
        assert_eq!(
            pasted.note,
            Some("took the client id out of the pasted URL")
        );
        let of_url = (
            pasted.region.as_ref().map(Region::domain),
            pasted.deployment.as_ref().map(Deployment::as_str),
        );
        assert_eq!(of_url, (region, deployment), "{text}");
    }
}

#[test]
fn what_a_url_says_beside_the_id_is_told_unless_it_is_used() {
    let url = format!(
        "https://phone.mirabridge.cloud/api/v1/deployment/test/init?region=euc1&clientId={ID}"
    );
    let notes = |region: Option<&str>, used| {
        let region = region.map(|text| Region::parse(text).expect("a region"));
        let used = Deployment::parse(used).expect("a deployment");
        pasted(&url).notes(region.as_ref(), &used)
    };
    let took = "took the client id out of the pasted URL";
    assert_eq!(
        notes(Some("euc1"), "test"),
        [took, "took the deployment test out of the pasted URL"]
    );
    assert_eq!(
        notes(Some("mypurecloud.ie"), "main"),
        [
            took,
            "the pasted URL is of the region mypurecloud.de, and mypurecloud.ie is used",
            "the pasted URL is of the deployment test, and main is used",
        ]
    );
    assert_eq!(
        notes(None, "test")[1],
        "the pasted URL is of the region mypurecloud.de, and every region is asked"
    );
}

#[test]
fn refusals_say_what_is_wrong() {
    let not_an_id = not_an_id();
    for (text, message) in [
        ("", "the client id is empty"),
        (" \u{200b}\"\" ", "the client id is empty"),
        (
            "1b2c3d4e-5f60-7182-93a4-b5c6d7e8f90g",
            "character 36 is 'g', and a client id has only 0-9, a-f and hyphens",
        ),
        (
            "1b2c3d4\u{43e}-5f60-7182-93a4-b5c6d7e8f901",
            "character 8 is '\\u{43e}', and a client id has only 0-9, a-f and hyphens",
        ),
        (
            "1b2c3d4e-5f60-7182-93a4-b5c6d7e8f9",
            "part 5 of 5 has 10 characters instead of 12: a client id looks like 4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f",
        ),
        (
            "1b2c3d4-5f60-7182-93a4-b5c6d7e8f901",
            "part 1 of 5 has 7 characters instead of 8: a client id looks like 4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f",
        ),
        (
            "1b2c3d4e5f60718293a4b5c6d7e8f901",
            "its hyphens are missing or misplaced; did you mean 1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901?",
        ),
        (
            "1b2c3d-4e5f60-7182-93a4-b5c6d7e8f901",
            "its hyphens are missing or misplaced; did you mean 1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901?",
        ),
        (
            "1b2c3d4e\u{2011}5f60\u{2011}7182\u{2011}93a4\u{2011}b5c6d7e8f901",
            "its hyphens are missing or misplaced; did you mean 1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901?",
        ),
        (
            "1b2c3d4e-5f60-7182-\u{200b}93a4-b5c6d7e8f901",
            "its hyphens are missing or misplaced; did you mean 1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901?",
        ),
        (
            "Client ID: 1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901",
            "give the client id alone: 1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901",
        ),
        (
            "clientId=1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901&region=euc1",
            "give the client id alone: 1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901",
        ),
        (
            "CLIENT_ID",
            "CLIENT_ID is a placeholder: put the client id in its place",
        ),
        (
            "<your-client-id>",
            "your-client-id is a placeholder: put the client id in its place",
        ),
        (
            "{ID}",
            "ID is a placeholder: put the client id in its place",
        ),
        (
            "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
            "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx is a placeholder: put the client id in its place",
        ),
        (
            "https://login.mypurecloud.de/oauth/authorize?client_id={CLIENT_ID}",
            "CLIENT_ID is a placeholder: put the client id in its place",
        ),
        (
            "eu-central-1",
            "this is the region mypurecloud.de, and a client id looks like 4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f",
        ),
        (
            "https://login.mypurecloud.de/oauth/authorize?client_id=1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901&client_id=x",
            "the pasted URL holds several client ids: give the right one alone",
        ),
        (
            "https://phone.mirabridge.cloud/api/v1/deployment/a%2Fb/init?clientId=1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901",
            "character 2 of the deployment is '%', and only letters, digits, dots, hyphens and underscores are allowed",
        ),
        (
            "https://login.mypurecloud.de/#access_token=x",
            "the pasted URL holds no client id: give the client id alone",
        ),
        ("MiraBridge Phone", not_an_id.as_str()),
        ("1b2c3d4e-5f60", not_an_id.as_str()),
        (&"x1".repeat(4097), not_an_id.as_str()),
    ] {
        assert_eq!(refused(text), message);
    }
}

#[test]
fn of_several_ids_none_is_chosen() {
    let message = refused(&format!("{ID} aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"));
    assert_eq!(message, not_an_id());
}

#[test]
fn a_secret_is_not_quoted() {
    const SECRET: &str = "aB3_xYz-0123456789abcdefghijklmnopqrstuvwxy";
    assert_eq!(SECRET.len(), 43);
    let message = "this looks like a client secret, which is not needed here: give the client id";
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
        format!("https://jdoe:{SECRET}@login.mypurecloud.de/"),
        "k3y/aB3+xYz".repeat(5),
        "hunter2".to_owned(),
        "Spring@Tulip#9".to_owned(),
    ] {
        let message = refused(&text);
        for part in ["3_xYz", "aB3", "hunter", "Tulip"] {
            assert!(!message.contains(part), "{message}");
        }
    }
}

proptest! {
    #[test]
    fn never_panics_and_never_prints_raw_text(text in any::<String>()) {
        if let Err(error) = PastedClientId::parse(&text) {
            let shown = error.to_string();
            prop_assert!(shown.chars().all(|c| matches!(c, ' '..='~' | '…')), "{shown:?}");
        }
    }

    #[test]
    fn never_panics_in_a_url(before in any::<String>(), after in any::<String>()) {
        for middle in ["client_id=", "/oauth-clients/", "https://", "region="] {
            let _ = PastedClientId::parse(&format!("{before}{middle}{after}"));
            let _ = PastedClientId::parse(&format!("https://login.mypurecloud.de/{before}{middle}{after}"));
        }
    }

    #[test]
    fn every_uuid_is_kept(id in "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}") {
        prop_assert_eq!(pasted(&id).client_id.to_string(), id);
    }

    #[test]
    fn no_other_form_of_a_uuid_is_a_client_id(text in "\\{?(urn:uuid:)?[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\\}?") {
        let is_plain = text.len() == 36 && text.starts_with(|c: char| c.is_ascii_hexdigit());
        if let Ok(id) = ClientId::parse(&text) {
            prop_assert!(is_plain && id.as_str() == text);
        }
    }
}
