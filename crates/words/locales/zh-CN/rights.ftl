# 我的数据、注销、撤回同意、关于（W-12、W-50 到 W-56）。键名以 web- 开头。

# W-50 我的数据
web-data-title = 我的数据
web-data-lead = 学校的门户记着您的这些信息。
web-data-member-of = { $department } · { $category }
web-data-phone = 密保手机
web-data-mail = 密保邮箱
web-data-phone-on-record = 学校登记的手机号
web-data-mail-on-record = 学校登记的邮箱
web-data-none = 没有绑定
web-data-certificate = 只存了用来核对的编码，看不出号码，也显示不出来。
web-data-consents = 您同意过的
web-data-consents-none = 还没有在门户里同意过。
web-data-consents-read = 看各个版本的全文
web-data-consent-version = { $text }（{ $version }）
web-data-consent-at = { $day } 同意
web-data-consent-withdrawn = { $day } 撤回
web-data-use = 登录和变动
web-data-use-counts = 登录过的设备和浏览器：{ $stays }。登录和账号变动的记录：{ $events }。
web-data-use-see = 看登录的设备和最近登录
web-data-cases = 您报过的有误信息
web-data-case = 编号 { $case }
web-data-case-open = 应为「{ $right }」，帮助台还在办
web-data-case-closed = 应为「{ $right }」，已办完
web-data-export = 下载我的数据
web-data-export-help = 一个文件（JSON），有上面的全部内容和每一条记录。没有密码，也没有别人的信息。
web-data-export-proven = 密码对了。按「下载我的数据」就开始下载。
web-data-correct = 信息有误
web-data-withdraw = 撤回同意
web-data-close = 注销账号
web-data-closes = 账号将在 { $day } 注销
web-data-closes-see = 查看或撤回
web-data-back = 回到我的数据

# W-51 注销账号
web-close-title = 注销账号
web-close-when = 现在申请，账号在 { $day } 零点注销，不会晚于 { $n } 个工作日。不用再交任何材料。
web-close-until = 在那以前照常能用，也可以随时撤回。
web-close-goes = 注销以后没有了
web-close-goes-in = 登录：所有设备和浏览器都退出，密码作废，不能登录，也不能找回。
web-close-goes-bound = 绑定的手机、邮箱和密保问题。
web-close-goes-consent = 对服务协议和隐私声明的同意。
web-close-stays = 学校还会留着
web-close-stays-record = 名册上的姓名、工/学号、单位和登记的联系方式：那是学校的人事、学籍记录，不归门户注销。
web-close-stays-log = 登录和账号变动的记录：法律要求留六个月，到时删除。
web-close-again = 以后又想用，请找帮助台重新开通，再像第一次那样注册。学校再导入名册也不会让账号恢复。
web-close-yes = 注销我的账号
web-close-asked-title = 账号将在 { $day } 注销
web-close-asked = 您在 { $at } 申请了注销。
web-close-asked-until = 零点一到就注销。在那以前照常能用；不想注销，按下面的按钮。
web-close-back = 撤回注销，继续使用

# W-52、W-53 信息有误
web-correct-member = 哪个工/学号的信息
web-correct-channels = 手机和邮箱不用报，可以自己改：
web-correct-said = 您说应该是：{ $right }
web-correct-next = 帮助台会和您核对，改好后这里就能看到。不影响使用。

# W-54、W-55 撤回同意
web-withdraw-title = 撤回对服务协议和隐私声明的同意
web-withdraw-lead = 撤回以后：
web-withdraw-out = 您的所有手机、电脑和浏览器都会退出。
web-withdraw-asked = 下次登录会再问一次；不同意，就用不了门户。
web-withdraw-stays = 账号还在，学校的记录也还在。要连账号一起去掉，请用「注销账号」。
web-withdraw-yes = 撤回同意并退出
web-withdrawn-title = 已撤回同意
web-withdrawn-lead = 所有设备都已退出。以后想用，登录时会再问您一次。
web-withdrawn-login = 去登录

# W-56 再次同意
web-agree-title = 要继续用，请先看过再同意
web-agree-lead = 您撤回过同意。下面是现在的版本。
web-agree-yes = 同意并继续
web-agree-no = 不同意，退出

# W-12 关于
web-about-title = 关于
web-about-campus = 关于{ $campus }门户
web-about-newest = 现在的版本
web-about-changed = 和上一版不同的：
web-about-read = 看{ $text }（{ $version }）
web-about-program = 备案和程序
web-about-filing = 备案号
web-about-server = 程序版本
web-about-licence = 许可
web-about-licence-help = 门户程序是开源的，用到的其他开源部件各有自己的许可。
web-about-desk = 联系帮助台
