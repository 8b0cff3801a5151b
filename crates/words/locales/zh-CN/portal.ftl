# 学校服务器上给人看的网页（W-00 起）和海报。键名以 web- 或 poster- 开头。

# 每一页
web-host = 学校地址
web-skip = 跳到正文
web-elder = 长辈版
web-standard = 标准版
web-other-language = English
web-looks = 显示方式
web-desk = 帮助台
web-desk-hours = 服务时间：{ $hours }
web-filing = 备案号：{ $number }
web-step = 第 { $n } 步，共 { $all } 步
web-screen = 屏幕编号 { $number }
web-day = { $y }年{ $m }月{ $d }日
web-terms = 服务协议
web-privacy = 隐私声明
web-someone-else = 换一个账号

# W-00 门户入口
web-entrance-title = { $campus }门户
web-entrance-help = 第一次用，先注册；注册好了，下载应用。
web-entrance-register = 注册
web-entrance-download = 下载应用

# W-01 注册入口
web-landing-title = 注册{ $campus }门户
web-landing-help = 准备好工/学号、统一身份认证的密码和手机，大约三分钟。
web-landing-start = 注册
web-landing-have = 已经注册过
web-landing-have-help = 也按「注册」，输入账号后直接到下载。
web-landing-expired = 这张海报已在 { $date } 过期
web-landing-expired-help = 学校还是这所学校，可以继续注册。拿不准就打电话给帮助台。

# W-02 账号和密码
web-account-title = 用学校的账号登录
web-account-help = 就是平时登录学校系统的工/学号和密码。
web-account-account = 工/学号
web-account-password = 密码
web-account-show = 显示密码
web-account-next = 下一步
web-account-forgot = 忘记密码了，打电话给帮助台
web-account-over = 离上一步过了半小时，要重新登录一次。已经做好的都还在。

# W-03 信息确认
web-confirm-title = 这是您的信息吗
web-confirm-help = 请核对。都对，就按下面的按钮。
web-confirm-name = 姓名
web-confirm-member = 工/学号后四位
web-confirm-department = 单位
web-confirm-category = 类别
web-confirm-phone = 手机号
web-confirm-no-phone = 学校没有登记
web-confirm-yes = 信息无误，开始激活
web-confirm-no = 信息有误
web-confirm-other-phone = 换一个手机号
web-confirm-bind-first = 先绑定手机号
web-confirm-bind-help = 学校没有登记您的手机号。绑定好，再激活。
web-confirm-case = 您报过「{ $field }」有误，编号 { $case }。不影响激活。
web-confirm-blocked = 您报过「{ $field }」有误，编号 { $case }
web-confirm-blocked-help = 帮助台改好后，再扫一次码就能激活。想快一点，打电话报这个编号。

# W-04 信息有误
web-dispute-title = 哪一项不对
web-dispute-should-be = 应该是什么
web-dispute-should-be-help = 写上正确的内容，帮助台会和您核对。
web-dispute-send = 告诉帮助台
web-dispute-back = 都对，回到信息确认
web-dispute-choose = 请选一项。

# W-05 已记下
web-case-title = 记下了，编号 { $case }
web-case-field = 有误的是：{ $field }
web-case-open = 不影响激活，可以接着做。
web-case-blocks = 这一项要帮助台改好才能激活。改好后再扫一次码，从这里接着做。
web-case-next = 回到信息确认

# W-06 换手机号
web-phone-title = 用哪个手机号
web-phone-help = 验证码会发到这个手机上。证件号用来确认是您本人。
web-phone-phone = 手机号
web-phone-certificate = 证件号
web-phone-certificate-help = 身份证、护照或通行证的号码，和学校登记的一样。
web-phone-send = 发送验证码
web-phone-back = 回到信息确认

# W-07 验证码
web-code-title = 输入短信里的六位数字
web-code-help = 已发到 { $phone }。
web-code-code = 验证码
web-code-until = { $time } 前有效
web-code-remaining = 还有 { $time }
web-code-none = 这个验证码过了时间。按「重新发送」收一个新的。
web-code-next = 下一步
web-code-resend = 重新发送
web-code-resend-after = { $time }后可以重新发送
web-code-resent = 又发了一条，请用最新的一条。
web-code-other = 换一个手机号

# W-08 注册成功
web-done-title = 注册成功
web-done-help = { $name }，您的账号已经激活。
web-done-date = 激活日期
web-done-phone = 手机号
web-done-download = 下载应用
web-done-open = 打开应用
web-done-open-help = 这台手机上已经装好了，就按「打开应用」。
web-done-not-me = 不是我操作的

# W-09 下载
web-download-title = 下载应用
web-download-for = 您的设备：{ $device }
web-device-android = 安卓手机
web-device-ios = iPhone 或 iPad
web-device-windows = Windows 电脑
web-device-macos = Mac 电脑
web-device-linux = Linux 电脑
web-device-harmony = 鸿蒙手机（HarmonyOS NEXT）
web-device-other = 没有认出来
web-download-get-android = 下载 Android 客户端
web-download-get-ios = 安装 iPhone 客户端
web-download-get-windows = 下载 Windows 客户端
web-download-get-macos = 下载 Mac 客户端
web-download-get-linux = 下载 Linux 客户端
web-download-size = 大小：{ $size }
web-download-check = 校验值（SHA-256）
web-download-check-help = 给信息化人员核对用，您不用管它。
web-download-steps = 怎么装
web-download-android-1 = 按「下载」，等它下完，按「打开」。
web-download-android-2 = 手机提示有风险时，选「允许」或「继续安装」。这个文件是学校发的。
web-download-android-3 = 装好后打开「{ $campus }门户」，登录一次就行。
web-download-ios-1 = 按「安装」，回到桌面，等图标变亮。
web-download-ios-2 = 打开「设置 › 通用 › VPN与设备管理」，按学校的名字，再按「信任」。
web-download-ios-3 = iOS 18 或更新的系统，信任后要重启一次手机。
web-download-ios-4 = 打开「{ $campus }门户」，登录一次就行。
web-download-windows-1 = 按「下载」，下完后双击打开。
web-download-windows-2 = 系统提示「已保护你的电脑」时，按「更多信息」，再按「仍要运行」。
web-download-windows-3 = 装好后打开「{ $campus }门户」，登录一次就行。
web-download-macos-1 = 按「下载」，下完后双击打开。
web-download-macos-2 = 把图标拖进「应用程序」。
web-download-macos-3 = 打开「{ $campus }门户」，登录一次就行。
web-download-linux-1 = 按「下载」，用软件安装器打开。
web-download-linux-2 = 装好后打开「{ $campus }门户」，登录一次就行。
web-download-missing = 学校还没有放上{ $device }的安装包
web-download-missing-help = 您的注册已经有效。先用网页门户，装好了会在这里出现；着急就打电话给帮助台。
web-download-unknown = 没有认出您的设备
web-download-insecure = 这里的地址没有加密，iPhone 不让装
web-download-insecure-help = 请用 https 开头的学校地址打开这一页。
web-download-old-android = 这台手机的系统太旧，装不了应用
web-download-old-android-help = 应用要 Android { $least } 或更新的系统，这台是 { $have }。您的注册已经有效，可以先用网页门户。
web-download-old-ios = 这台设备的系统太旧，装不了应用
web-download-old-ios-help = 应用要 iOS { $least } 或更新的系统，这台是 { $have }。能升级就先升级；不能升级，可以先用网页门户。
web-download-old-windows = 这台电脑的系统太旧，装不了应用
web-download-old-windows-help = 应用要 Windows { $least } 或更新的系统。可以先用网页门户，或者装在手机上。
web-download-harmony = 鸿蒙系统（HarmonyOS NEXT）还装不了应用
web-download-harmony-help = 您的注册已经有效。先用网页门户，或者装在别的手机和电脑上。
web-download-portal = 打开网页门户
web-download-others = 别的设备
web-download-ipad = 您用的是 iPad？
web-download-ipad-get = 安装 iPad 客户端
web-download-wechat = 微信里不能下载，请换到浏览器
web-download-wechat-1 = 按右上角的「···」。
web-download-wechat-2 = 选「在浏览器中打开」。
web-download-wechat-3 = 页面打开后，按「下载」。
web-download-wechat-arrow = 箭头指着屏幕右上角的「···」
web-download-link = 也可以复制这个地址，粘贴到浏览器里
web-download-copy = 复制地址
web-download-copied = 复制好了，到浏览器里粘贴。
web-download-open = 打开应用
web-download-open-help = 这台设备上已经装好了，就按「打开应用」。

# W-10 帮助台
web-help-title = 打电话给帮助台
web-help-lead = 报上屏幕右下角的编号，帮助台就知道您在哪一步。
web-help-not-me = 不是您注册的？请马上打这个电话，帮助台会停用这次激活。密码也请换掉。
web-help-call = 拨打 { $phone }
web-help-back = 回到门户首页

# W-11 服务协议、隐私声明
web-text-version = 版本：{ $version }

# W-90 演示信箱
web-outbox-title = 演示：发出去的短信和邮件
web-outbox-help = 只有演示时才有这一页。真的学校里，这些会发到手机和邮箱。
web-outbox-none = 还没有发出什么。
web-outbox-sms = 短信
web-outbox-mail = 邮件
web-outbox-to = 发给 { $to }
web-outbox-reload = 再看一次

# W-99 出错
web-lost-title = 没有这一页
web-lost-help = 地址可能少了几个字。从首页重新进去就好，您做好的都还在。
web-fault-title = 这一步没有成功
web-fault-again = 再试一次
web-fault-home = 回到门户首页
web-fault-method = 这个地址要从页面上的按钮进来。请回到首页，再按按钮。
web-fault-body = 浏览器送来的内容不完整。请回到上一页，再填一次。
web-origin-title = 请从学校的地址打开
web-origin-help = 这一页不是从学校的地址来的，所以没有收下您填的内容。请用下面的地址打开，再填一次。
web-plain-http = 请从 { $origin } 打开。这个地址没有加密，只给学校的网关用。需要帮助请打电话 { $desk }。

# 海报
poster-title = { $campus }门户
poster-lead = 一部手机，办学校的事
poster-step-1 = 用手机扫码，按「注册」
poster-step-2 = 核对信息，开始激活
poster-step-3 = 下载应用，登录一次
poster-typed = 扫不了码，在浏览器里输入
poster-desk = 有问题，打电话：{ $phone }
poster-until = 本海报有效期至 { $date }
poster-qr = { $campus }的注册二维码：{ $address }
poster-until-wrong = 「--until { $day }」不是日期。请写成 2026-12-31 这样。
poster-written = 写好了：{ $file }
