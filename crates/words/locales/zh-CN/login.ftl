# Signing in with a browser, 个人中心, and what browsers are called.
device-unknown = 没有报名字的电脑或手机
browser-unknown = 浏览器
browser-wechat = 微信
browser-dingtalk = 钉钉
browser-huawei = 华为浏览器

# 右上角的姓名
web-who = 您的账号
web-who-me = 个人中心
web-who-security = 安全中心
web-who-password = 修改密码
web-who-out = 退出登录

# W-20 登录
web-login-title = 登录
web-login-account = 账号
web-login-account-help = 工号、学号或考生号，绑定过的手机号或邮箱也可以。
web-login-password = 密码
web-login-next = 登录
web-login-forgot = 忘记密码
web-login-register = 第一次用，去注册
web-login-help = 遇到问题，找帮助台
web-login-cookies = 密码对了，可是这个浏览器没有记住登录。请在浏览器的设置里允许 Cookie，再登录一次。
web-login-other = 换一个账号

# W-21 先换一个新密码
web-renewal-title = 先换一个新密码
web-renewal-help = 密码对了，可是它不合学校现在的要求，容易被猜到。换好就能接着用，所有工/学号都用新密码。
web-renewal-new = 新密码
web-renewal-repeat = 再输入一次新密码
web-renewal-next = 换成新密码

# W-22 绑定手机
web-bind-title = 绑定手机号
web-bind-help = 绑定以后，忘记密码可以自己找回，也能用手机应用登录，马上生效。
web-bind-on-record = 学校登记的是 { $phone }，可以用它，也可以用别的。
web-bind-next = 绑定
web-bind-later = 以后再说

# W-23 再输入一次密码
web-again-title = 请再输入一次密码
web-again-help = 为了您的账号安全，接下来的一步要确认是您本人。10 分钟内不再问。
web-again-next = 继续
web-again-back = 回到个人中心

# W-24 退出
web-out-title = 要退出登录吗
web-out-help = 退出以后，这个浏览器上看不到您的信息。
web-out-next = 退出登录
web-out-done-title = 已经退出登录
web-out-done-help = 这个浏览器上看不到您的信息了。在别人的电脑上，请把浏览器也关掉。
web-out-done-next = 再登录

# W-30 个人中心
web-me-title = 个人中心
web-me-greeting = { $name }，您好
web-me-waiting = 等您做的事
web-me-card = 个人卡片
web-me-member = 工/学号
web-me-phone = 密保手机
web-me-mail = 密保邮箱
web-me-none = 还没有绑定
web-me-wait-closing = 账号将在 { $date } 注销。不想注销，可以撤回。
web-me-wait-closing-act = 看看怎么撤回
web-me-wait-password = 您用的还是初始密码，知道的人可能不止您一个。
web-me-wait-phone = 还没有绑定手机。绑定了，忘记密码可以自己找回。
web-me-wait-phone-act = 绑定手机
web-me-wait-mail = 还没有绑定邮箱。手机丢了，可以用邮箱找回密码。
web-me-wait-mail-act = 绑定邮箱
web-me-wait-dispute = 您报过「{ $field }」有误，编号 { $case }，帮助台正在核对。
web-me-wait-dispute-act = 问问帮助台
web-me-systems = 我的系统
web-me-systems-help = 现在从这里打开以后，还要在系统里再登录一次。
web-me-signins = 登录情况
web-me-last = 上次登录：{ $time }，{ $device }
web-me-sessions = 现在登录着的设备和浏览器：{ $n } 个
web-me-sessions-see = 看看是哪些
