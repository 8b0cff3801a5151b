# What goes out by SMS and mail. News stand behind 「您的账号」; gateways with templates take them as they are.
sms-news = 【{ $campus }】您的账号{ $what }。不是您本人操作，请打电话 { $desk }。

news-phone-moved = 已改用尾号 { $tail } 的手机
news-phone-bound = 绑定了尾号 { $tail } 的手机
news-phone-unbound = 不再绑定尾号 { $tail } 的手机
news-mail-bound = 绑定了邮箱 { $mail }
news-mail-unbound = 不再绑定邮箱 { $mail }
news-password-set = 设了新密码，用的是「{ $device }」
news-closing-asked = 申请了注销，最晚 { $day } 注销
news-closing-taken-back = 撤回了注销，可以照常使用
news-closed = 已经注销
news-new-browser = 在新的浏览器「{ $device }」上登录了

letter-code-subject = { $campus }：验证码
letter-news-subject = { $campus }：账号有变动
letter-bind-subject = { $campus }：绑定邮箱
letter-bind =
    您好，

    请打开下面的链接，再按「绑定」，您的账号就绑定了这个邮箱。
    链接 2 小时内有效，用一次。换一台手机或电脑打开也可以。

    { $link }

    不是您本人操作，不用理会这封信，什么都不会变。有疑问请打电话 { $desk }。

    { $campus }
letter-unbind-subject = { $campus }：解绑邮箱
letter-unbind =
    您好，

    请打开下面的链接，再按「解绑」，您的账号就不再绑定这个邮箱。
    链接 2 小时内有效，用一次。换一台手机或电脑打开也可以。

    { $link }

    不是您本人操作，请不要按，并打电话 { $desk }。

    { $campus }
