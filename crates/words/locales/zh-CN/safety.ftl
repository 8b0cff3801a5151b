# The rules of a new password while it is typed, and the security centre of the app (S-11 … S-18).
rules-title = 新密码要做到
rules-met = 能检查的几条都满足了。
rules-missing = 还差 { $n } 条。
tick-kept = 已满足
tick-broken = 还没有
tick-at-send = 提交时检查
tick-refused = 这次没通过
