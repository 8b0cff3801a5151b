//! The columns a roster may have, and what its header may call them.

use menhu_protocol::values::half_width;

/// A column of the roster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    Member,
    Name,
    Department,
    Category,
    Certificate,
    Phone,
    Mail,
    Password,
    /// 考生号: another name of the account.
    OtherName,
    /// The row as a whole.
    Row,
}

impl Column {
    pub(super) const ALL: [Self; 9] = [
        Self::Member,
        Self::Name,
        Self::Department,
        Self::Category,
        Self::Certificate,
        Self::Phone,
        Self::Mail,
        Self::Password,
        Self::OtherName,
    ];

    /// What a header may call it, lower case, without spaces.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Member => &[
                "工/学号",
                "工号",
                "学号",
                "学/工号",
                "学工号",
                "工号/学号",
                "账号",
                "id",
                "member",
                "memberid",
                "staffnumber",
                "studentnumber",
                "account",
            ],
            Self::Name => &["姓名", "名字", "name"],
            Self::Department => &["单位", "部门", "院系", "学院", "department", "unit"],
            Self::Category => &["类别", "人员类别", "身份", "category", "type"],
            Self::Certificate => &[
                "证件号",
                "证件号码",
                "身份证号",
                "身份证",
                "certificate",
                "certificatenumber",
                "idcard",
                "document",
            ],
            Self::Phone => &["手机号", "手机", "手机号码", "电话", "phone", "mobile"],
            Self::Mail => &["邮箱", "电子邮箱", "邮件", "mail", "email", "e-mail"],
            Self::Password => &["初始密码", "密码", "password", "initialpassword"],
            Self::OtherName => &[
                "考生号",
                "高考考生号",
                "candidatenumber",
                "applicantnumber",
                "othername",
            ],
            Self::Row => &[],
        }
    }

    pub(super) fn of(header: &str) -> Option<Self> {
        let plain: String = half_width(header).to_lowercase();
        let plain = plain.replace('_', "");
        Self::ALL
            .into_iter()
            .find(|column| column.names().contains(&plain.as_str()))
    }
}
