//! Clients with which all is well until a browser opens the page: for `--browser`.

use super::documented;
use crate::simulator::scenario::{Scenario, WIDGET, Widget};

const fn page(page: &'static str) -> Widget {
    Widget { page, ..WIDGET }
}

const fn frame(frame: &'static str) -> Widget {
    Widget { frame, ..WIDGET }
}

const fn unframed(frame_headers: &'static [(&'static str, &'static str)]) -> Widget {
    Widget {
        frame_headers,
        ..WIDGET
    }
}

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        widget: Some(frame("location.replace(authorize('index.html'));")),
        ..documented(
            "browser-login-in-frame",
            "3dff8cd2-d7f3-4d51-9df0-05b5ba11ce6a",
            "as healthy; the login page opens in the frame instead of a window",
        )
    },
    Scenario {
        widget: Some(page("undefined.session;")),
        ..documented(
            "browser-exception",
            "a41c7f90-5e0b-4a7f-8d5b-6f1f7fcb0d21",
            "the script of the page has a fault",
        )
    },
    Scenario {
        widget: Some(page("script('/widget/gone.js');")),
        ..documented(
            "browser-script-missing",
            "0b8f2f55-4f33-4f0f-9a36-2f0b6d8f5a10",
            "the script of the page is not there",
        )
    },
    Scenario {
        widget: Some(page("script('/widget/never.js');")),
        ..documented(
            "browser-hangs",
            "c5a3b0de-92f8-4c0c-a1d6-9b7dd5a4c7e2",
            "the page waits for a script that never comes",
        )
    },
    Scenario {
        widget: Some(Widget {
            window: "location.replace('https://login.{REGION}/');",
            ..WIDGET
        }),
        ..documented(
            "browser-no-request",
            "e0c6f1b7-3c9d-4be5-b52a-81a6a1f2c943",
            "the login page opens, but nobody asked it to sign in to this client",
        )
    },
    Scenario {
        widget: Some(frame(
            "console.error('OAuth error: unauthorized_client: the client is not authorized for this grant');",
        )),
        ..documented(
            "browser-oauth-error",
            "7d9a4e18-06b2-4d8c-b3f7-5c2e8a1d6f04",
            "the page writes an OAuth error to the console",
        )
    },
    Scenario {
        widget: Some(frame("signIn();")),
        ..documented(
            "browser-popup",
            "f2b61d3c-8a47-4e95-9c10-d4e7a5b3826f",
            "the page opens the login window by itself, which popup blockers block",
        )
    },
    Scenario {
        widget: Some(Widget {
            login: "location.replace('https://apps.{REGION}/crm/authWindow.html?clientId={CLIENT}');",
            ..WIDGET
        }),
        ..documented(
            "browser-login-loop",
            "91e3d7a6-2b5c-4f08-8e64-b7c9f0a1d235",
            "the login page leads back to the login window, again and again",
        )
    },
    Scenario {
        widget: Some(unframed(&[("x-frame-options", "SAMEORIGIN")])),
        ..documented(
            "browser-frame-options",
            "5a8e0c47-d1f3-4b69-a2c8-3e6f9d7b1054",
            "the page in the frame forbids it with X-Frame-Options",
        )
    },
    Scenario {
        widget: Some(unframed(&[(
            "content-security-policy",
            "frame-ancestors 'self' https://crm.example",
        )])),
        ..documented(
            "browser-frame-ancestors",
            "2c7b9f60-e4a1-4d35-8f9e-a0d6c3b85172",
            "the page in the frame forbids it with its Content Security Policy",
        )
    },
    Scenario {
        widget: Some(Widget {
            page_headers: &[(
                "content-security-policy",
                "script-src https://static.mirabridge.cloud",
            )],
            ..WIDGET
        }),
        ..documented(
            "browser-csp",
            "d86f4a2e-7b03-4c91-b5ed-19f8e2c7a360",
            "the page's own Content Security Policy blocks its script",
        )
    },
    Scenario {
        widget: Some(page(
            "fetch('https://api.{REGION}/api/v2/tokens/me').then(frame, () => {});",
        )),
        ..documented(
            "browser-cors",
            "4e19c5b8-a6d2-4073-9b8f-e7f5d0c3a218",
            "the page asks for data that another origin does not permit (CORS)",
        )
    },
    Scenario {
        widget: Some(page(
            "script('http://phone.mirabridge.cloud/widget/extra.js');",
        )),
        ..documented(
            "browser-mixed-content",
            "b07d3e92-5fc4-4ea8-86d1-c2a9b4f7e653",
            "the page loads a script over plain http",
        )
    },
    Scenario {
        widget: Some(page("script('https://cdn.example/sdk.js');")),
        ..documented(
            "browser-foreign-script",
            "68f2a1d5-c93e-4b07-a4f6-0d8e7c5b3921",
            "the page needs a script of a host that a visit may not contact",
        )
    },
];
