# Forgot password in the app (E-01 … E-05), and a password that has to be renewed (D-05).
account-name = 账号
account-name-help = 工/学号、考生号、绑定的邮箱或手机号都可以。
forgot = 忘记密码

renewal-title = 请换一个新密码
renewal-help = 密码对了，可是太容易被猜到。换好就进去，以后用新的密码。
renewal-unmet = 现在的密码没有做到：
renewal-go = 换好，进去
new-password-repeat = 再输入一次新密码

recovery-account-title = 先确认是您本人
recovery-account-help = 填账号和证件号，下一步选怎么收验证码。
recovery-choose-title = 验证码发到哪里？
recovery-choose-help = 只能发到您绑定过的手机或邮箱。
recovery-phone = 发短信到 { $hint }
recovery-mail = 发邮件到 { $hint }
recovery-otherwise = 收不到怎么办
recovery-none-title = 这个账号收不到验证码
recovery-none-help = 没有绑定手机和邮箱。还可以这样找回。
recovery-device = 您在别的设备或浏览器上还登录着，可以接着用。那里的「安全中心」写着绑定的是哪个手机和邮箱。
recovery-desk = 带上证件到帮助台，或者打电话问一问。
recovery-code-mail = 邮件已发到 { $to }
recovery-code-mail-missing = 收不到？看看「垃圾邮件」里有没有。
recovery-password-title = 请设一个新密码
recovery-password-help = 设好以后，原来的密码就不能用了。
recovery-end = 退出其他设备
recovery-end-help = 别的手机、电脑和浏览器要用新密码重新登录。
recovery-set = 设好新密码
recovery-done-title = 新密码设好了
recovery-done-text = 原来的密码不能用了。绑定的手机和邮箱会收到通知。
recovery-done-next = 接着用新密码登录，账号是 { $account }。
