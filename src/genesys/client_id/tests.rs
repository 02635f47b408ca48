use super::*;
use proptest::prelude::*;

const ID: &str = "1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901";

fn pasted(text: &str) -> ClientId {
    ClientId::pasted(text).expect(text)
}

fn refused(text: &str) -> String {
    ClientId::pasted(text).expect_err(text).to_string()
}

#[test]
fn a_plain_id_is_kept_as_typed() {
    for text in [
        ID,
        "1B2C3D4E-5f60-7182-93a4-B5C6D7E8F901",
        "00000000-0000-0000-0000-000000000000",
    ] {
        let pasted = pasted(&format!(" {text}\n"));
        assert_eq!(pasted.as_str(), text);
        assert_eq!(ClientId::parse(text), Ok(pasted));
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
        assert_eq!(pasted(&text).as_str(), ID, "{text}");
        assert!(ClientId::parse(&text).is_err(), "{text}");
    }
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
            "eu-central-1",
            "this is the region mypurecloud.de, and a client id looks like 4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f",
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
        if let Err(error) = ClientId::pasted(&text) {
            let shown = error.to_string();
            prop_assert!(shown.chars().all(|c| matches!(c, ' '..='~' | '…')), "{shown:?}");
        }
    }

    #[test]
    fn every_uuid_is_kept(id in "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}") {
        prop_assert_eq!(pasted(&id).to_string(), id);
    }

    #[test]
    fn no_other_form_of_a_uuid_is_a_client_id(text in "\\{?(urn:uuid:)?[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\\}?") {
        let is_plain = text.len() == 36 && text.starts_with(|c: char| c.is_ascii_hexdigit());
        if let Ok(id) = ClientId::parse(&text) {
            prop_assert!(is_plain && id.as_str() == text);
        }
    }
}
