# 密保问题：安全中心的一行和 W-29，找回密码的 W-46，通知。

# 八个问题，答案只有本人知道
question-book = 第一本让您读到深夜的书叫什么
question-journey = 第一次自己出远门，去了哪里
question-toy = 小时候最舍不得的玩具叫什么
question-dish = 您学会做的第一道菜是什么
question-hiding = 小时候您把零花钱藏在哪里
question-film = 第一次在电影院看的是什么电影
question-loss = 您丢过的最心疼的东西是什么
question-wage = 第一笔自己挣的钱买了什么

# W-31 的一行
web-security-questions = 密保问题
web-security-questions-none = 还没有设。设好以后，忘记密码又收不到验证码，可以在用过的浏览器上回答问题找回。
web-security-questions-set = 已经设好两个问题。
web-security-questions-early = 先绑定手机或邮箱，就能设密保问题。
web-security-questions-do = 设密保问题
web-security-questions-change = 重设密保问题
web-security-done-questions = 密保问题设好了。

# W-29 密保问题
web-questions-help = 选两个问题，填上答案。
web-questions-advice = 忘记密码又收不到验证码时，在您登录过的浏览器上答对这两个问题，就能设新密码。答案请选别人不知道、您自己忘不了的。
web-questions-former = 您已经设过。提交以后，以前的问题和答案就不用了。
web-questions-first = 第一个问题
web-questions-answer1 = 第一个问题的答案
web-questions-second = 第二个问题
web-questions-answer2 = 第二个问题的答案
web-questions-answer-help = 至少两个字。大小写和空格不算不同。
web-questions-again = 改好以后，两个答案都要重新填：答案不会再显示出来。
web-questions-none = 请选择
web-questions-choose = 请选一个问题。
web-questions-same = 两个问题要不一样，请换一个。
web-questions-empty = 请填上答案。
web-questions-short = 答案至少要两个字。
web-questions-long = 答案最多 50 个字。请写短一点。
web-questions-same-answer = 两个答案要不一样。
web-questions-yours = 这个答案里有您的姓名、账号、电话或生日，别人也可能知道。请换一个答案，或换一个问题。
web-questions-save = 提交

# W-41、W-46 找回密码
web-recover-ways-any = 用什么办法找回
web-recover-ways-any-help = 验证码只发到您绑定过的手机或邮箱。
web-recover-way-questions = 密保问题
web-recover-way-questions-help = 收不到验证码时，回答您设过的两个问题
web-recover-questions-title = 回答密保问题
web-recover-questions-help = 两个都答对，就能设新密码。
web-recover-questions-over = 答案错了 3 次，不能再用密保问题找回了。您的密码还是原来的，请改用手机或邮箱收验证码。
web-recover-questions-way = 用手机或邮箱找回

news-questions-set = 设了密保问题，用的是「{ $device }」
