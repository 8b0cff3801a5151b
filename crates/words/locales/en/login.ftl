# Signing in with a browser, the personal centre, and what browsers are called.
device-unknown = A computer or phone without a name
browser-unknown = a browser
browser-wechat = WeChat
browser-dingtalk = DingTalk
browser-huawei = Huawei Browser
