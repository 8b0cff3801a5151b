//! A code from a text message, as both flows that ask for one treat it.

#[cfg(target_arch = "wasm32")]
mod view;

use menhu_protocol::Millis;
use menhu_protocol::ipc::CodeOut;
use menhu_protocol::values::{CODE_DIGITS, PhoneCode, Secret, half_width};

#[cfg(target_arch = "wasm32")]
pub use view::CodeEntry;

/// What stays in the field after typing or pasting `text`: at most six digits. A whole pasted message
/// gives its code.
pub fn typed(text: &str) -> Secret {
    if let Ok(code) = PhoneCode::parse(text) {
        return Secret::new(code.as_str());
    }
    Secret::new(
        half_width(text)
            .chars()
            .filter(char::is_ascii_digit)
            .take(CODE_DIGITS)
            .collect::<String>(),
    )
}

/// Seconds the code is still good for, on this device's clock. 0: it is over.
pub fn good_for_s(out: &CodeOut, now: Millis) -> u32 {
    left_s(out.at, out.sent.good_for_s, now)
}

/// Seconds until another code may be sent. 0: now.
pub fn resend_after_s(out: &CodeOut, now: Millis) -> u32 {
    left_s(out.at, out.sent.resend_after_s, now)
}

/// A clock that was set back must not make people wait longer than the server said.
fn left_s(at: Millis, length_s: u32, now: Millis) -> u32 {
    let passed_s = (now - at).max(0) / 1000;
    length_s.saturating_sub(u32::try_from(passed_s).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use menhu_protocol::api::CodeSent;
    use menhu_protocol::ipc::CodeOut;

    use super::{good_for_s, resend_after_s, typed};

    fn out() -> CodeOut {
        CodeOut {
            sent: CodeSent {
                to: "138****8000".into(),
                good_for_s: 300,
                resend_after_s: 60,
            },
            at: 1_000_000,
        }
    }

    #[test]
    fn countdown_goes_on_where_it_was_and_ends_at_zero() {
        assert_eq!(good_for_s(&out(), 1_000_000), 300);
        assert_eq!(good_for_s(&out(), 1_048_000), 252);
        assert_eq!(good_for_s(&out(), 9_000_000), 0);
        assert_eq!(resend_after_s(&out(), 1_059_999), 1);
        assert_eq!(resend_after_s(&out(), 1_060_000), 0);
    }

    #[test]
    fn clock_set_back_never_lengthens_the_wait() {
        assert_eq!(resend_after_s(&out(), 0), 60);
    }

    #[test]
    fn pasted_message_gives_its_code_and_other_characters_are_left_out() {
        assert_eq!(
            typed("【统一身份认证】验证码 123456，5 分钟内有效。").expose(),
            "123456"
        );
        assert_eq!(typed("１２ 34").expose(), "1234");
        assert_eq!(typed("12a3").expose(), "123");
        assert_eq!(typed("1234567").expose(), "123456");
    }
}
