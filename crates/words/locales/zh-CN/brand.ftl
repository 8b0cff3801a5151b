# A campus's own build of the app. `-app` is what the app is called; such a build puts its own name there.
-app = 门户
pinned-title = 正在连接您的学校
not-a-campus-other_campus = 这是别的学校的二维码或链接。这个应用只用于您的学校，不会打开它。
