# Signing in with a browser, 个人中心, and what browsers are called.
device-unknown = 没有报名字的电脑或手机
browser-unknown = 浏览器
browser-wechat = 微信
browser-dingtalk = 钉钉
browser-huawei = 华为浏览器
