#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mirabridge_oauth_fuzz::platform_api::hold(data));
