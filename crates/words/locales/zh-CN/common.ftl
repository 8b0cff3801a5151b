# Words that stand on the page of the app and on the server's pages alike.
wait-seconds = { $n } 秒
wait-minutes = { $n } 分钟
moment = { $day } { $hour }
countdown = { $m } 分 { $s } 秒

category-staff = 在岗
category-retired = 退休
category-student = 学生
category-other = 其他

field-account = 工/学号
field-password = 密码
field-phone = 手机号
field-code = 验证码
field-certificate = 证件号
field-address = 学校地址
field-name = 姓名
field-department = 单位
field-category = 类别
field-should_be = 正确的内容
field-mail = 邮箱
field-new_password = 新密码
field-repeat_password = 再次输入
field-captcha = 图形验证码
field-answer = 答案
field-other = 这一项

malformed-empty = 请填写{ $field }。
malformed-short = { $field }少了几位，请核对。
malformed-long = { $field }多了几位，请核对。
malformed-character = { $field }里有不能用的字符，请核对。
malformed-form = { $field }不对，请核对。
