//! `explain`: complete, foldable, and the same from any machine.

use super::support::{Ran, run};
use mirabridge_oauth::rules;

/// All that every explanation has.
const HEADINGS: &[&str] = &[
    "What it checks",
    "What users see",
    "Cause",
    "Why it matters",
    "How to mend it",
    "How the check knows",
    "How sure that is",
    "References",
];

fn ids() -> Vec<&'static str> {
    rules::all().map(|rule| rule.id).collect()
}

fn explain(id: &str) -> String {
    let Ran {
        status,
        stdout,
        stderr,
    } = run(["explain", id]);
    assert_eq!((status, stderr.as_str()), (0, ""), "{id}");
    stdout
}

#[test]
fn every_finding_is_explained_under_every_heading() {
    for id in ids() {
        let text = explain(id);
        assert!(text.starts_with(&format!("{id}\n  ")), "{text}");
        for heading in HEADINGS {
            let (_, under) = text
                .split_once(&format!("\n\n  {heading}\n"))
                .unwrap_or_else(|| panic!("{id}: no {heading}"));
            assert!(under.starts_with("    "), "{id}: nothing under {heading}");
        }
        assert!(text.contains("\n    1. "), "{id}: no step");
        assert!(text.contains("\n      https://"), "{id}: no reference");
    }
}

#[test]
fn lines_fit_any_terminal() {
    let text = run(["explain"]).stdout;
    for line in text.lines() {
        let fits = line.len() <= 100 || !line.trim().contains(' ');
        assert!(fits, "{line}");
        assert!(
            line.bytes().all(|byte| matches!(byte, b' '..=b'~')),
            "{line:?}"
        );
        assert_eq!(line, line.trim_end());
    }
}

#[test]
fn without_an_id_all_are_listed_and_explained() {
    let all = run(["explain"]).stdout;
    let (list, explained) = all
        .split_once("\nOne alone: mirabridge-oauth explain ID\n\n")
        .expect("a list before the explanations");
    let each: Vec<_> = ids().into_iter().map(explain).collect();
    assert_eq!(explained, each.join("\n"));
    // A file, so that a new finding is refreshed with the rest.
    insta::with_settings!({ snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("explain", list);
    });
}

#[test]
fn an_id_with_a_slip_is_guessed() {
    let ran = run(["explain", "invalid-redirct"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
    let guess = "there is no check 'invalid-redirct'; did you mean invalid-redirect?\n";
    assert!(ran.stderr.contains(guess), "{}", ran.stderr);
}

#[test]
fn a_finding_of_check() {
    insta::assert_snapshot!(explain("invalid-redirect"), @r"
    invalid-redirect
      This redirect URI is not registered, or not exactly so.
      Paste the line that is printed, exactly. Save.

      What it checks
        Whether the authorization endpoint accepts each redirect URI that MiraBridge Phone needs,
        while it refuses one that cannot be registered.

      What users see
        Instead of a login page, the login window says: The OAuth client ID or redirect URI is
        invalid. A wrong client id shows the same page. MiraBridge's documentation speaks of the
        'Invalid redirect URI' error. If only one of the redirect URIs is wrong, only the sign-ins
        that use it end there.

      Cause
        Genesys Cloud compares redirect URIs as exact text. A slash at the end, a space, http for
        https, ?crm= and more behind it, or another region's domain makes it another URI. Or it was
        never registered.

      Why it matters
        Each redirect URI is needed: one for the phone, two for its pages in Genesys Cloud. Two that
        look alike on the screen can differ by a space, so looking does not find it.

      How to mend it
        1. In Genesys Cloud, go to Admin > Integrations > OAuth. In newer menus, it is IT and
           Integrations > OAuth.
        2. Open the client of MiraBridge Phone: in its row, under Actions, choose More, then Edit
           Application. Your user needs the permission OAuth > Client > Edit.
        3. In Authorized redirect URIs (one per line), delete the line that is wrong, with all
           spaces around it.
        4. Paste the line that the finding prints. Each redirect URI has a line of its own, without
           quotes, commas or spaces, and the first one ends without a slash.
        5. Click Save.
        6. Run the check again. With --wait 10m it keeps asking while you correct the form.

      Example
        Before  https://phone.mirabridge.cloud/
        After   https://phone.mirabridge.cloud

      How the check knows
        It asks login.{region}/oauth/authorize with your client id and each redirect URI, and with
        control Y: your client id and a URI under .invalid, which nobody can register. A URI passes
        if it is accepted and Y was refused in the same run. It fails if it is refused although the
        service knows the client: by another URI, by a slip of it, or by refusing it as it refuses Y
        and not X, a client id that cannot exist. Then the usual slips of it are asked for; one that
        is accepted is what is registered instead. If the other requests brought no answer, a
        refused URI fails too, and the finding says that id or URI is not settled.

      How sure that is
        - Documented by MiraBridge: the three redirect URIs, byte for byte, and that spaces and
          stray characters spoil them.
        - Reported by several third parties: Genesys Cloud compares exact text, and shows one page
          for a wrong client id and a wrong redirect URI.
        - Inferred, not measured: a wrong redirect URI gets the same errorKey as an unknown client.
        - Not known: whether upper and lower case matter.

      References
        MiraBridge Phone: OAuth client for Genesys Cloud
          https://docs.mirabridge.cloud/phone/installation/genesys/oauth.html
        Genesys Cloud: view, edit, delete, or restore OAuth clients
          https://help.mypurecloud.com/articles/view-edit-or-delete-oauth-clients-in-your-organization/
        RFC 9700, 4.1.3: redirect URIs are compared as exact strings
          https://www.rfc-editor.org/rfc/rfc9700#section-4.1.3
    ");
}

#[test]
fn a_finding_of_lint() {
    insta::assert_snapshot!(explain("missing-redirect"), @r"
    missing-redirect
      A needed redirect URI is not registered.
      Paste the line that is printed, exactly. Save.

      What it checks
        Whether each redirect URI that MiraBridge Phone needs is among those that are registered,
        byte for byte.

      What users see
        At the sign-in, the login window will say: The OAuth client ID or redirect URI is invalid.
        Sign-ins that use another redirect URI work.

      Cause
        It was forgotten, or only a part of the list was copied into the form. Or only a part of the
        form was copied into what lint reads.

      Why it matters
        Genesys Cloud sends an agent back to registered addresses alone. The phone, its embedded
        page and its login window have one each.

      How to mend it
        1. In Genesys Cloud, go to Admin > Integrations > OAuth. In newer menus, it is IT and
           Integrations > OAuth.
        2. Open the client of MiraBridge Phone: in its row, under Actions, choose More, then Edit
           Application. Your user needs the permission OAuth > Client > Edit.
        3. In Authorized redirect URIs (one per line), add the line that the finding prints,
           exactly.
        4. Click Save.
        5. Copy what is registered again, and run lint on the copy.

      Example
        Before  https://phone.mirabridge.cloud
        After   https://phone.mirabridge.cloud
                https://apps.mypurecloud.de/crm/index.html
                https://apps.mypurecloud.de/crm/authWindow.html

      How the check knows
        It reads the list or the JSON and asks nobody. A redirect URI passes if it is there, byte
        for byte; in a sentence or a comment it is unverifiable. If a slip of it is there,
        altered-redirect speaks. Otherwise it fails.

      How sure that is
        - Documented by MiraBridge: the three redirect URIs.
        - Not known: whether what was read is all that is registered. What was not copied is missed.

      References
        MiraBridge Phone: OAuth client for Genesys Cloud
          https://docs.mirabridge.cloud/phone/installation/genesys/oauth.html
        Genesys Cloud: view, edit, delete, or restore OAuth clients
          https://help.mypurecloud.com/articles/view-edit-or-delete-oauth-clients-in-your-organization/
    ");
}

#[test]
fn a_finding_that_is_never_a_failure() {
    insta::assert_snapshot!(explain("init-page"), @r"
    init-page
      The debug init URL does not answer with 200.
      Open it in a browser. Check the deployment id with MiraBridge.

      What it checks
        Whether a plain GET of the debug init URL is answered with 200.

      What users see
        The place of the phone stays empty. The console says that an address at
        phone.mirabridge.cloud could not be loaded.

      Cause
        The deployment id is wrong, a proxy or content filter blocks phone.mirabridge.cloud, or
        MiraBridge has an outage. Or the service wants something that a browser brings and a plain
        GET does not.

      Why it matters
        MiraBridge Phone is loaded from there. Without it there is no phone, however right the OAuth
        client is.

      How to mend it
        1. Print the address with mirabridge-oauth url, and open it in a browser on a computer where
           agents work. If it loads there, there is nothing to mend.
        2. Compare the deployment id with the one that MiraBridge gave you, and give it with
           --deployment.
        3. Allow phone.mirabridge.cloud, port 443, in proxies and content filters.
        4. If it fails from every network, tell MiraBridge.

      Example
        Before  --deployment mian
        After   --deployment main

      How the check knows
        It sends one plain GET, once: it is never repeated where somebody may have looked at it, as
        the service behind it also counts licence seats. A 200 passes, unless the page is compressed
        and cannot be read, has the marks of a firewall or a captive portal, or came from Genesys
        Cloud and MiraBridge alike. Any other answer is a warning. No answer is unverifiable, and so
        is one of a proxy (407, or with its name) or of a captive portal (511). It never fails. With
        --skip init-page, nothing is sent.

      How sure that is
        - Documented by MiraBridge: the address, and what a person should see there: a page that
          loads without errors.
        - Inferred, not measured: a plain GET is answered with 200, and takes no licence seat.

      References
        MiraBridge Phone: OAuth client for Genesys Cloud
          https://docs.mirabridge.cloud/phone/installation/genesys/oauth.html
    ");
}
