# What a password must keep, on the pages and in the app (design.md §9, "password rule").
rule-length = 至少 { $least } 个字符
rule-classes = 字母、数字、特殊字符里至少有 { $least } 种（大写和小写算一种）
rule-no_space = 没有空格
rule-not_common = 不是很多人都在用的密码
rule-not_yours = 不含您的工/学号、姓名、手机号、邮箱名、生日、证件号后六位
rule-other = 学校的其他要求
