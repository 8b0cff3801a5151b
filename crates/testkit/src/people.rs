/// A person as the roster of the test campus has them. All invented; the document numbers have right
/// check digits and the areas of no living person.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    pub member: &'static str,
    pub name: &'static str,
    pub department: &'static str,
    /// As in the roster's column: 在岗, 退休, 学生.
    pub category: &'static str,
    pub certificate: &'static str,
    /// Empty: no phone on record.
    pub phone: &'static str,
    pub mail: &'static str,
    pub password: &'static str,
}

/// The retired teacher of the main job stands first.
pub const PEOPLE: &[Person] = &[
    Person {
        member: "198803017",
        name: "陈淑芬",
        department: "离退休工作处 / 数学系",
        category: "退休",
        certificate: "11010519491231002X",
        phone: "13800138000",
        mail: "chenshufen@example.edu.cn",
        password: "shufen#1949",
    },
    Person {
        member: "200511023",
        name: "王建国",
        department: "信息化中心",
        category: "在岗",
        certificate: "E12345678",
        phone: "13900139001",
        mail: "wangjianguo@example.edu.cn",
        password: "jianguo-2005",
    },
    Person {
        member: "2026S1001",
        name: "欧阳·阿依古丽",
        department: "计算学部",
        category: "学生",
        certificate: "H1234567800",
        phone: "13700137002",
        mail: "",
        password: "xinsheng2026",
    },
    Person {
        member: "197901002",
        name: "李国强",
        department: "离退休工作处 / 机电学院",
        category: "退休",
        certificate: "P00000123",
        phone: "",
        mail: "",
        password: "guoqiang*79",
    },
    // One person with two IDs: a member of staff who is also a doctoral student (design.md §9).
    Person {
        member: "202001888",
        name: "赵敏",
        department: "图书馆",
        category: "在岗",
        certificate: "G88888888",
        phone: "13600136003",
        mail: "zhaomin@example.edu.cn",
        password: "tushuguan@2020",
    },
    Person {
        member: "2024B7001",
        name: "赵敏",
        department: "管理学院",
        category: "学生",
        certificate: "G88888888",
        phone: "13600136003",
        mail: "zhaomin@example.edu.cn",
        password: "tushuguan@2020",
    },
];

/// The header the roster import knows, and one row a person.
pub fn roster_csv(people: &[Person]) -> String {
    let mut csv = String::from("工/学号,姓名,单位,类别,证件号,手机号,邮箱,初始密码\n");
    for p in people {
        csv += &format!(
            "{},{},{},{},{},{},{},{}\n",
            p.member, p.name, p.department, p.category, p.certificate, p.phone, p.mail, p.password
        );
    }
    csv
}
