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

span-hours = { $h } h { $m } min

# S-11
safety-title = Security
safety-note = Password, phone, mail, and who signed in
safety-password = Change password
safety-password-at = Last changed { $ago }
safety-password-initial = Still the first password from the school
safety-initial = You still use the first password from the school. Choose one that only you know.
safety-phone = Phone
safety-mail = Mail
safety-none = None yet
safety-no-phone = No phone is on your account. A new device signs in with a phone number, so add one.
safety-mail-none = None yet. If the phone is lost, mail gets your password back
safety-mail-pending = A letter is on its way to { $to }; open its link
safety-signins = Last sign-ins
safety-signins-note = When and where you signed in
safety-data = My data
safety-data-note = See it in the browser, or take a copy
safety-close = Close the account
safety-close-note = You do not use it any more
safety-closes = Will be closed by { $day }; you can still take it back
safety-offline = The campus server cannot be reached now. Once online, press “Try again”, or it will update by itself.
safety-unread = Your password, phone and mail are safe at the campus; they show here once you are online. If it is urgent, call the help desk.
safety-pair = { $a } and { $b }
safety-told = A notice goes to { $to }.
safety-did-password = Your password is changed. Other devices stay signed in.
safety-did-password-ended = Your password is changed, and all other devices are signed out.
safety-did-phone = Your phone is now { $phone }.
safety-did-unbind = The phone { $phone } is off your account.
safety-did-close = Your request is in. The account will be closed by { $day }; until then you can take it back.
safety-did-close-back = Taken back. Your account goes on as before.

# S-02
safety-kind-app = App
safety-kind-browser = Browser
safety-kind-other = Other

# S-12
safety-password-title = Change password
safety-password-old = Your password now
safety-end-others = Sign out other devices
safety-password-go = Set the new password
safety-password-wrong = That is not your password. Check it, or press “I forgot my password”.
safety-password-wrong-left = { $n ->
    [one] That is not your password. You can try once more right away.
   *[other] That is not your password. You can try { $n } more times right away.
 }
safety-forgotten = I forgot my password

# S-13, S-14, S-19
safety-phone-bind = Which phone number do you want to add?
safety-phone-bind-help = A code goes to this number. After that it is the one you sign in and recover your password with.
safety-phone-change = Which number do you want to change to?
safety-phone-change-help = Now it is { $phone }. Afterwards both numbers get a notice.
safety-phone-new = New phone number
safety-unbind = Take { $what } off my account
safety-unbind-code = With the code, { $phone } comes off your account
safety-phone-unbind = Take the phone off your account?
safety-phone-unbind-help = A new device can then not sign in to the app, and a forgotten password can only be recovered by mail. Devices that are signed in stay so. To change the number, go back and enter the new one.
safety-phone-unbind-go = Send a code, take off { $phone }
safety-phone-last = One of phone and mail has to stay, for when you forget your password. Add a mail address first, then the phone can go.
safety-bind-mail-first = Add a mail address first

# S-15, S-20, S-21
safety-mail-bind = Which mail address do you want to add?
safety-mail-bind-help = A letter goes to this address. Open its link and press the button, and it is done.
safety-mail-change = Which address do you want to change to?
safety-mail-change-help = Now it is { $mail }, and stays so until the new one is confirmed.
safety-mail-address = Mail address
safety-mail-go = Send the letter
safety-mail-unbind = Take the mail address off your account?
safety-mail-unbind-help = A letter goes to { $mail }; only its button takes the address off. After that, a forgotten password can only be recovered by phone.
safety-mail-unbind-go = Send the letter, take off { $mail }
safety-mail-last = One of phone and mail has to stay, for when you forget your password. Add a phone first, then the mail address can go.
safety-bind-phone-first = Add a phone first
safety-letter-title = The letter is out
safety-letter-help = It went to { $to }. Open it on any phone or computer; no sign-in needed.
safety-letter-bind = Open the link in the letter and press its button. Come back here to see that it is done.
safety-letter-unbind = Open the link in the letter and press its button. Until then nothing changes.
safety-letter-over = This letter is no good any more: two hours are over, or a newer one was sent. Send it again.
safety-letter-look = I pressed it; see the result
safety-letter-again = Send it again
safety-letter-again-after = { $n ->
    [one] Send it again in one second
   *[other] Send it again in { $n } seconds
 }
safety-letter-missing = No letter? Look into the spam folder. Once sent again, only the newest one works.
safety-bound-title = Your mail address is added
safety-mail-bound = It is { $to } now. A forgotten password can be recovered with it.
safety-unbound-title = Your mail address is taken off
safety-mail-unbound = { $to } no longer recovers your password.
safety-done = Back to Security

# S-16
safety-signins-title = Last sign-ins
safety-signins-help = The latest first. If you do not know one, change your password now.
safety-signins-none = No sign-ins yet. From now on each is noted here.
safety-signins-guessed = Somebody typed a wrong password and did not get in. If it was you, all is well; if not, change your password.
safety-signin-ok = Signed in
safety-signin-guess = Wrong password, did not get in
safety-way-password = Web, with the password
safety-way-app = App
safety-way-other = Another way
safety-network = Network { $network }

# S-17
safety-close-title = Close the account
safety-close-help = Once closed, nobody can sign in with this account. No papers are needed; the password is enough.
safety-close-when = It takes 15 working days at most. Until then you can take it back.
safety-close-what = Password, phone and mail are deleted from the portal, and all devices are signed out.
safety-close-log = The law wants records of sign-ins and changes kept for six months; then they are deleted.
safety-close-stays = The school's own staff and student files are not part of the portal and stay as they are.
safety-close-go = Ask to close my account
safety-close-under-way = Your account is being closed, by { $day } at the latest. Changed your mind? Press the button; nothing is lost yet.
safety-close-take-back = Keep my account

# S-18
safety-proof-title = Please type your password once more
safety-then-password = To keep your account safe. Then the new password is set.
safety-then-phone = To keep your account safe. Then the phone is added; nothing is typed again.
safety-then-phone-unbind = To keep your account safe. Then the phone is taken off.
safety-then-mail = To keep your account safe. Then the letter is sent; nothing is typed again.
safety-then-mail-unbind = To keep your account safe. Then the letter that takes the address off is sent.
safety-then-close = To keep your account safe. Then we go on with closing the account.
