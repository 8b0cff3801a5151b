# What the server says to the IT office (command line, doctor) and in messages (SMS, mail).
demo-campus-name = 示范大学
demo-desk-hours = 工作日 8:00–17:00

sms-code = 【{ $campus }】验证码 { $code }，5 分钟内有效。请勿告诉他人。
sms-phone-moved = 【{ $campus }】您的账号已改用尾号 { $tail } 的手机。不是您本人操作，请打电话 { $desk }。
