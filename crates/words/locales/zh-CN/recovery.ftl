# 找回密码（W-40 到 W-46），和登录、找回共用的图形验证码。

# 图形验证码
captcha-picture = 图形验证码，五个数字
captcha-picture-label = 图里的五个数字
captcha-picture-other = 看不清，换一张
captcha-picture-instead = 换成图片
captcha-sum-label = { $a } 加 { $b } 等于几（填数字）
captcha-sum-instead = 看不了图片，换成算术题
captcha-sum-other = 换一道题
captcha-work = 正在确认，马上就好。
captcha-again = 这一页开得久了，没有发出去。请补上空着的几项，再按一次。

# W-40 是哪个账号
web-recover-title = 找回密码
web-recover-help = 填账号和证件号，就能用手机或邮箱设一个新密码。
web-recover-account = 账号
web-recover-account-help = 工/学号、考生号、邮箱或手机号。
web-recover-certificate = 证件号
web-recover-certificate-help = 身份证、护照或通行证的号码，和学校登记的一样。
web-recover-next = 下一步
web-recover-signin = 想起来了，去登录
web-recover-over = 离上一步过了半小时，要从头再来一次。密码还是原来的。

# W-41 用什么收验证码
web-recover-ways-title = 验证码发到哪里
web-recover-ways-help = 只发到您绑定过的手机或邮箱。
web-recover-way-phone = 手机 { $to }
web-recover-way-phone-help = 收一条短信
web-recover-way-mail = 邮箱 { $to }
web-recover-way-mail-help = 收一封邮件
web-recover-choose = 请选一个。
web-recover-send = 发送验证码
web-recover-back = 上一步
web-recover-others = 手机和邮箱都用不了

# W-42 验证码
web-recover-code-phone = 输入短信里的六位数字
web-recover-code-mail = 输入邮件里的六位数字
web-recover-code-help = 已发到 { $to }。
web-recover-code-mail-help = 没有收到，就看看垃圾邮件里有没有。

# W-43 新密码
web-recover-password-title = 设一个新密码
web-recover-password-new = 新密码
web-recover-password-repeat = 再次输入
web-recover-password-show = 显示密码
web-recover-password-end = 退出已经登录的手机、电脑和浏览器
web-recover-password-end-help = 怕别人知道了密码，就留着这个勾。
web-recover-password-next = 提交

# W-44 好了
web-recover-done-title = 新密码设好了
web-recover-done-help = 以后用新密码登录。
web-recover-done-told = 已经告诉了您绑定的 { $to }。
web-recover-done-told-both = 已经告诉了您绑定的 { $phone } 和 { $mail }。
web-recover-done-next = 去登录

# W-45 别的办法
web-recover-others-title = 别的找回办法
web-recover-none = 这个账号没有绑定手机和邮箱，收不了验证码。
web-recover-device = 还登录着的设备照常用
web-recover-device-help = 您有手机、电脑或浏览器还登录着，在那里不用密码就能接着用。请先不要退出登录。要设新密码，就找帮助台。
web-recover-desk = 找帮助台
web-recover-desk-help = 带上证件，或打电话给帮助台。
web-recover-other-account = 换一个账号
