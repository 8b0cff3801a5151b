# What the server says to the IT office (command line, doctor) and in messages (SMS, mail).
demo-campus-name = 示范大学
demo-desk-hours = 工作日 8:00–17:00

sms-code = 【{ $campus }】验证码 { $code }，5 分钟内有效。请勿告诉他人。
sms-phone-moved = 【{ $campus }】您的账号已改用尾号 { $tail } 的手机。不是您本人操作，请打电话 { $desk }。

roster-done = 新增 { $added } 行，更新 { $changed } 行，没有变化 { $unchanged } 行，有问题没有导入 { $bad } 行。
roster-bad = 第 { $line } 行，{ $column }：{ $reason }
roster-bad-quote = 引号没有配对，请核对这一行和下一行。
roster-bad-columns = 比表头多了几列，含逗号的内容请加引号。
roster-bad-hash = 这种密码格式还不能用。请留空，或用 argon2id。
roster-bad-member-twice = 和第 { $line } 行重复，以第 { $line } 行为准。
roster-bad-phone-of-another = 这个号码已登记在 { $member } 名下。
roster-bad-phone-differs = 同一个人的两行手机号不一样，请核对。
roster-bad-certificate-of-another = 这个证件号已登记在 { $member } 名下，请核对。
roster-bad-certificate-differs = 和这个人另一个工/学号上的证件号不一样，请核对。
roster-bad-name-differs = 这个证件号登记的姓名是 { $name }，请核对。
roster-column-mail = 邮箱
roster-column-password = 初始密码
roster-column-row = 整行
roster-encoding = 这个文件不是 UTF-8，也不是 GB18030。请用 Excel 另存为「CSV UTF-8」再导入。什么都没有导入。
roster-empty = 这个文件是空的。什么都没有导入。
roster-missing = 表头里没有「{ $column }」这一列。什么都没有导入。
roster-twice = 表头里「{ $column }」这一列有两个。什么都没有导入。
roster-unreadable = 第 { $line } 行读不出来。什么都没有导入。
