# The rules of a new password while it is typed, and the security centre of the app (S-11 … S-18).
rules-title = The new password needs
rules-met = It meets every rule that can be checked here.
rules-missing = { $n ->
    [one] One rule is not met yet.
   *[other] { $n } rules are not met yet.
 }
tick-kept = met
tick-broken = not yet
tick-at-send = checked when sent
tick-refused = not this time
