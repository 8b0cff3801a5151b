//! Where a sign-in ends (seed B §一 (三) 3).

use menhu_protocol::api::security::SigninWay;

/// A page behind the sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landing<T> {
    /// What was asked for.
    Asked(T),
    /// 个人中心
    Centre,
}

/// Every way there is now returns to the page that was asked for; none was asked for: 个人中心.
pub fn landing<T>(way: SigninWay, asked: Option<T>) -> Landing<T> {
    match (way, asked) {
        (SigninWay::Password | SigninWay::App | SigninWay::Other, Some(asked)) => {
            Landing::Asked(asked)
        }
        (_, None) => Landing::Centre,
    }
}
