# 安全中心的网页（W-31 到 W-39）。键名以 web- 开头。

# W-31 安全中心
web-security-title = 安全中心
web-security-password = 密码
web-security-password-at = 上次修改：{ $date }
web-security-password-initial = 还是学校给的初始密码，请换成自己的。
web-security-password-change = 修改密码
web-security-phone = 密保手机
web-security-phone-none = 还没有绑定。绑定以后，忘记密码可以自己找回。
web-security-phone-bind = 绑定手机
web-security-phone-change = 更换手机
web-security-phone-unbind = 解绑手机
web-security-mail = 密保邮箱
web-security-mail-none = 还没有绑定。手机丢了，可以用邮箱找回密码。
web-security-mail-bind = 绑定邮箱
web-security-mail-change = 更换邮箱
web-security-mail-unbind = 解绑邮箱
web-security-mail-pending-bind = 绑定 { $to }：信已发出，还没有按信里的按钮。
web-security-mail-pending-unbind = 解绑 { $to }：信已发出，还没有按信里的按钮。
web-security-mail-until = { $time } 前有效
web-security-mail-remaining = 还有 { $time }
web-security-mail-over = 这封信过了 2 小时，要再发一封。
web-security-mail-letter = 没收到信，再发一次
web-security-last-phone = 手机和邮箱至少要留一个，所以现在不能解绑手机。先绑定邮箱，就能解绑。
web-security-last-mail = 手机和邮箱至少要留一个，所以现在不能解绑邮箱。先绑定手机，就能解绑。
web-security-sessions = 登录的设备和最近登录
web-security-sessions-help = 看看账号在哪些设备上用着，不认识的可以退出。
web-security-sessions-see = 查看设备和登录
web-security-data = 我的数据与注销
web-security-data-help = 导出自己的数据，改正有误的信息，或者注销账号。
web-security-data-see = 查看我的数据
web-security-closes = 账号将在 { $date } 注销。不想注销，请到「我的数据与注销」撤回。
web-security-back = 回到安全中心
web-security-centre = 回到个人中心
web-security-done-password = 密码修改好了。
web-security-done-password-ended = 密码修改好了，其他设备都已退出。
web-security-done-phone-bound = 手机 { $phone } 绑定好了。
web-security-done-phone-changed = 已换成手机 { $phone }。
web-security-done-phone-unbound = 手机解绑好了。
web-security-told-both = 通知已发到手机 { $phone } 和邮箱 { $mail }。
web-security-told-phone = 通知已发到手机 { $phone }。
web-security-told-mail = 通知已发到邮箱 { $mail }。
web-security-told-former = 原来的手机也会收到通知。

# W-32 修改密码
web-newpass-title = 修改密码
web-newpass-old = 现在的密码
web-newpass-new = 新密码
web-newpass-repeat = 再输入一次新密码
web-newpass-wrong = 现在的密码不对。请核对后再试，忘记了就按「忘记现在的密码」。
web-newpass-wrong-left = 现在的密码不对。还可以马上再试 { $n } 次。
web-newpass-others = 退出其他设备
web-newpass-others-help = 别的手机、电脑和浏览器要用新密码重新登录。
web-newpass-save = 修改密码
web-newpass-forgot = 忘记现在的密码

# W-33 密保手机
web-newphone-title-bind = 绑定哪个手机号
web-newphone-title-change = 换成哪个手机号
web-newphone-help = 验证码会发到这个手机上。
web-newphone-now = 现在绑定的是 { $phone }。换好以后，原来的手机会收到通知。
web-newphone-phone = 手机号
web-newphone-send = 发送验证码
web-newphone-already = 您绑定的已经是这个手机号，不用再绑定。要换就输入新的号码。

# W-34 验证码
web-newphone-back = 上一步
web-newphone-bind = 绑定手机
web-newphone-change = 更换手机

# W-35 解绑手机
web-unphone-title = 解绑手机 { $phone }
web-unphone-app = 应用要用手机号登录。解绑以后，新的设备登录不了应用，直到您再绑定一个手机；已经登录的设备照常用。
web-unphone-forgot = 忘记密码时，只能用邮箱 { $mail } 找回。
web-unphone-last-title = 现在不能解绑手机
web-unphone-none-title = 没有绑定手机
web-unphone-none = 您的账号现在没有密保手机，不用解绑。
web-unphone-send = 发送验证码到 { $phone }
web-unphone-yes = 解绑手机 { $phone }
web-unphone-change = 只是换个号码，不解绑

# W-36 密保邮箱
web-newmail-title-bind = 绑定哪个邮箱
web-newmail-title-change = 换成哪个邮箱
web-newmail-help = 学校会往这个邮箱发一封信。打开信里的链接，按一下按钮，就绑定好了。
web-newmail-now = 现在绑定的是 { $mail }。绑定好新的以前，它一直有效。
web-newmail-mail = 邮箱
web-newmail-send = 发送
web-newmail-already = 您绑定的已经是这个邮箱，不用再绑定。要换就输入新的邮箱。

# W-37 信已发出
web-letter-title = 信已发出
web-letter-bind = 发到了 { $to }。请在 2 小时内打开信里的链接，按「绑定」。
web-letter-unbind = 发到了 { $to }。请在 2 小时内打开信里的链接，按「解绑」。
web-letter-anywhere = 在别的手机或电脑上打开也行，不用登录。
web-letter-missing = 没有看到信？先看看「垃圾邮件」，再按「再发一次」。
web-letter-again = 再发一次
web-letter-again-help = 再发以后，只有最新一封里的链接能用。
web-letter-again-after = { $time }后可以再发一次
web-letter-resent = 又发了一封，请用最新的一封。
web-letter-other = 换一个邮箱
web-letter-too-soon = 刚刚发过一封信。请等 { $wait }再发，先看看「垃圾邮件」。
web-letter-budget = 信发得太多了。请过 { $wait }再试，或打电话给帮助台。
web-letter-down = 邮件现在发不出去。您填的内容还在，过一会儿再试，或打电话给帮助台。
web-letter-check = 按过了，回到安全中心

# W-28 解绑邮箱
web-unmail-title = 解绑邮箱 { $mail }
web-unmail-forgot = 忘记密码时，只能用手机 { $phone } 找回。
web-unmail-letter = 为了确认是您本人，会往这个邮箱发一封信。打开信里的链接，按一下按钮，才会解绑。
web-unmail-last-title = 现在不能解绑邮箱
web-unmail-none-title = 没有绑定邮箱
web-unmail-none = 您的账号现在没有密保邮箱，不用解绑。
web-unmail-send = 发信到 { $mail }
web-unmail-change = 只是换个邮箱，不解绑

# W-38 信里的链接
web-link-title-bind = 把这个邮箱绑定到账号
web-link-title-unbind = 从账号解绑这个邮箱
web-link-account = 账号
web-link-account-of = { $name }，工/学号 { $member }
web-link-mail = 邮箱
web-link-bind = 绑定邮箱 { $mail }
web-link-unbind = 解绑邮箱 { $mail }
web-link-stranger = 不是您的账号？关掉这一页就行，什么都不会改变。
web-link-over-title = 这个链接不能用了
web-link-over = 链接只在 2 小时内有效，只能用一次；又发了新的信，就只有最新的一封能用。您的账号没有变化。
web-link-over-do = 到安全中心再发一封
web-link-bound-title = 邮箱绑定好了
web-link-bound = 以后忘记密码，可以用 { $mail } 找回。
web-link-unbound-title = 邮箱解绑好了
web-link-unbound = { $mail } 不再用来找回密码。
web-link-on = 继续前往刚才要去的地方
web-link-centre = 打开安全中心

# W-39 登录的设备和最近登录
web-sessions-title = 登录的设备和最近登录
web-sessions-devices = 登录的设备
web-sessions-this = 就是现在这台
web-sessions-times = { $since } 登录，最近使用 { $seen }
web-sessions-end = 退出「{ $device }」
web-sessions-leave = 退出这台
web-sessions-others = 退出其他全部设备
web-sessions-ended = 已经退出。那台设备要重新登录才能用。
web-sessions-others-ended = 其他设备都已退出，要重新登录才能用。
web-sessions-only = 只有这一台，没有别的设备登录着。
web-signins-title = 最近登录
web-signins-none = 还没有登录记录。
web-signins-password = 在网页上用密码登录
web-signins-app = 在应用里登录
web-signins-other = 登录
web-signins-wrong = 密码不对，没有登录成功
web-signins-from = { $device }，网络 { $network }
web-signins-careful = 有人输错过您的密码，没有进来
web-signins-careful-help = 不是您自己输错的，就把密码换掉。
