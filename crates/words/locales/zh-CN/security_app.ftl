# The rules of a new password while it is typed, and the security centre of the app (S-11 … S-18).
rules-title = 新密码要做到
rules-met = 能检查的几条都满足了。
rules-missing = 还差 { $n } 条。
tick-kept = 已满足
tick-broken = 还没有
tick-at-send = 提交时检查
tick-refused = 这次没通过

span-hours = { $h } 小时 { $m } 分

# S-11
safety-title = 安全中心
safety-note = 密码、手机、邮箱和登录
safety-password = 修改密码
safety-password-at = 上次修改：{ $ago }
safety-password-initial = 还是学校给的初始密码
safety-initial = 现在用的还是学校给的初始密码。请换成只有您知道的。
safety-phone = 密保手机
safety-mail = 密保邮箱
safety-none = 还没有绑定
safety-no-phone = 还没有绑定手机。换了设备要用手机号登录，请先绑定一个。
safety-mail-none = 还没有绑定。手机丢了，可以用邮箱找回密码
safety-mail-pending = 信已发到 { $to }，等您打开里面的链接
safety-signins = 最近登录
safety-signins-note = 什么时候、在哪里登录过
safety-data = 我的数据
safety-data-note = 在浏览器里看，也可以带走一份
safety-close = 注销账号
safety-close-note = 不再用这个账号了
safety-closes = { $day }以前会注销，现在还可以撤回
safety-offline = 现在连不上学校的服务器。联网后按「再试一次」，或等一会儿自动更新。
safety-unread = 密码、手机和邮箱都还在学校的服务器上，联网后就能看到。着急的话，打电话给帮助台。
safety-pair = { $a } 和 { $b }
safety-told = 通知会发到 { $to }。
safety-did-password = 密码改好了。其他设备照常用。
safety-did-password-ended = 密码改好了，其他设备都已退出。
safety-did-phone = 密保手机现在是 { $phone }。
safety-did-unbind = 手机 { $phone } 已经解绑。
safety-did-close = 注销申请收到了，{ $day }以前办完。在那以前随时可以撤回。
safety-did-close-back = 注销已经撤回，账号照常用。

# S-02
safety-kind-app = 应用
safety-kind-browser = 浏览器
safety-kind-other = 其他

# S-12
safety-password-title = 修改密码
safety-password-old = 现在的密码
safety-end-others = 退出其他设备
safety-password-go = 换成新密码
safety-password-wrong = 密码不对。请核对后再试，忘记了就按「忘记现在的密码」。
safety-password-wrong-left = 密码不对。还可以马上再试 { $n } 次。
safety-forgotten = 忘记现在的密码

# S-13, S-14, S-19
safety-phone-bind = 请填要绑定的手机号
safety-phone-bind-help = 会发一个验证码到这个号码。绑定以后，登录和找回密码都用它。
safety-phone-change = 要换成哪个手机号？
safety-phone-change-help = 现在绑定的是 { $phone }。换好以后，两个号码都会收到通知。
safety-phone-new = 新手机号
safety-unbind = 解绑 { $what }
safety-unbind-code = 输入验证码，就解绑 { $phone }
safety-phone-unbind = 要解绑手机吗？
safety-phone-unbind-help = 解绑以后，新的设备登录不了应用，忘记密码只能用邮箱找回。已经登录的设备照常用。只是换号码的话，请返回，直接填新号码。
safety-phone-unbind-go = 发验证码，解绑 { $phone }
safety-phone-last = 手机和邮箱至少要留一个，忘记密码时要用，所以现在还不能解绑手机。先绑定邮箱，就可以解绑。
safety-bind-mail-first = 先绑定邮箱

# S-15, S-20, S-21
safety-mail-bind = 请填要绑定的邮箱
safety-mail-bind-help = 会发一封信到这个邮箱。打开信里的链接，按一下按钮，就绑定好了。
safety-mail-change = 要换成哪个邮箱？
safety-mail-change-help = 现在绑定的是 { $mail }。新邮箱绑定好以前，它一直有效。
safety-mail-address = 邮箱
safety-mail-go = 发送确认信
safety-mail-unbind = 要解绑邮箱吗？
safety-mail-unbind-help = 会发一封信到 { $mail }，在信里按一下按钮才会解绑。解绑以后，忘记密码只能用手机找回。
safety-mail-unbind-go = 发信，解绑 { $mail }
safety-mail-last = 手机和邮箱至少要留一个，忘记密码时要用，所以现在还不能解绑邮箱。先绑定手机，就可以解绑。
safety-bind-phone-first = 先绑定手机
safety-letter-title = 信已发出
safety-letter-help = 发到了 { $to }。用手机或电脑打开都行，不用登录。
safety-letter-bind = 请打开信里的链接，按「绑定」。回到这里，就能看到绑定好了。
safety-letter-unbind = 请打开信里的链接，按「解绑」。在那以前什么都不会变。
safety-letter-over = 这封信不能用了：过了 2 小时，或者后来又发了新的。请再发一次。
safety-letter-look = 按过了，看结果
safety-letter-again = 再发一次
safety-letter-again-after = { $n } 秒后可以再发一次
safety-letter-missing = 没看到信？请看看「垃圾邮件」。再发以后，只有最新的一封能用。
safety-bound-title = 邮箱绑定好了
safety-mail-bound = 现在绑定的是 { $to }。忘记密码时，可以用它找回。
safety-unbound-title = 邮箱解绑好了
safety-mail-unbound = { $to } 不再用来找回密码。
safety-done = 回安全中心

# S-16
safety-signins-title = 最近登录
safety-signins-help = 最近的在最上面。不认识的，请马上修改密码。
safety-signins-none = 还没有登录记录。以后每次登录都会记在这里。
safety-signins-guessed = 有人输错过密码，没有进来。是您自己输错的就不用管；不是的话，请修改密码。
safety-signin-ok = 登录了
safety-signin-guess = 密码输错，没有进来
safety-way-password = 网页，用密码
safety-way-app = 应用
safety-way-other = 其他方式
safety-network = 网络 { $network }

# S-17
safety-close-title = 注销账号
safety-close-help = 注销以后，这个账号不能再登录。不用交任何材料，密码对就可以。
safety-close-when = 最晚 15 个工作日内办完，办完以前随时可以撤回。
safety-close-what = 密码、绑定的手机和邮箱会删掉，所有设备都会退出。
safety-close-log = 登录和账号变动的记录，法律要求留六个月，到时删除。
safety-close-stays = 学校的人事、学籍档案不归门户管，不会变。
safety-close-go = 申请注销我的账号
safety-close-under-way = 注销正在办，{ $day }以前办完。改了主意，按下面的按钮就行，什么都没有丢。
safety-close-take-back = 不注销了，继续用

# S-18
safety-proof-title = 请再输入一次密码
safety-then-password = 为了您的账号安全。密码对了，就改成新密码。
safety-then-phone = 为了您的账号安全。密码对了，接着绑定手机，不用重新填。
safety-then-phone-unbind = 为了您的账号安全。密码对了，接着解绑手机。
safety-then-mail = 为了您的账号安全。密码对了，就把信发出去，不用重新填。
safety-then-mail-unbind = 为了您的账号安全。密码对了，就把解绑的信发出去。
safety-then-close = 为了您的账号安全。密码对了，接着办注销的事。
