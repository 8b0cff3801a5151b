# The web pages of the security centre (W-31 to W-39). Keys begin with web-.

# W-31 Security centre
web-security-title = Security centre
web-security-password = Password
web-security-password-at = Last changed: { $date }
web-security-password-initial = Still the initial one from the campus. Please choose your own.
web-security-password-change = Change password
web-security-phone = Security phone
web-security-phone-none = None yet. With one, you can reset a forgotten password yourself.
web-security-phone-bind = Add a phone
web-security-phone-change = Change phone
web-security-phone-unbind = Remove phone
web-security-mail = Security email
web-security-mail-none = None yet. With one, you can reset your password when the phone is lost.
web-security-mail-bind = Add an email address
web-security-mail-change = Change email address
web-security-mail-unbind = Remove email address
web-security-mail-pending-bind = Adding { $to }: the letter is sent, its button not pressed yet.
web-security-mail-pending-unbind = Removing { $to }: the letter is sent, its button not pressed yet.
web-security-mail-until = Good until { $time }
web-security-mail-remaining = { $time } left
web-security-mail-over = This letter is more than 2 hours old. Please send another.
web-security-mail-letter = No letter? Send it again
web-security-last-phone = One of phone and email has to stay, so the phone cannot be removed now. Add an email address first.
web-security-last-mail = One of phone and email has to stay, so the email address cannot be removed now. Add a phone first.
web-security-sessions = Devices and recent sign-ins
web-security-sessions-help = See where your account is in use, and sign out what you do not know.
web-security-sessions-see = See devices and sign-ins
web-security-data = My data and closing the account
web-security-data-help = Export your data, correct what is wrong, or close the account.
web-security-data-see = See my data
web-security-closes = The account will be closed on { $date }. To keep it, take that back under “My data and closing the account”.
web-security-back = Back to the security centre
web-security-centre = Back to the personal centre
web-security-done-password = Your password is changed.
web-security-done-password-ended = Your password is changed, and all other devices are signed out.
web-security-done-phone-bound = Phone { $phone } is added.
web-security-done-phone-changed = The phone is now { $phone }.
web-security-done-phone-unbound = The phone is removed.
web-security-told-both = A notice went to phone { $phone } and to { $mail }.
web-security-told-phone = A notice went to phone { $phone }.
web-security-told-mail = A notice went to { $mail }.
web-security-told-former = The former phone gets a notice, too.

# W-32 Change password
web-newpass-title = Change password
web-newpass-old = Present password
web-newpass-new = New password
web-newpass-repeat = New password once more
web-newpass-wrong = The present password is not right. Please check it and try again. If you forgot it, press “Forgot the present password”.
web-newpass-wrong-left = The present password is not right. You can try { $n } more { $n ->
        [one] time
       *[other] times
    } at once.
web-newpass-others = Sign out other devices
web-newpass-others-help = Other phones, computers and browsers have to sign in again with the new password.
web-newpass-save = Change password
web-newpass-forgot = Forgot the present password

# W-33 Security phone
web-newphone-title-bind = Which phone number to add
web-newphone-title-change = Which number to change to
web-newphone-help = A code will be sent to this phone.
web-newphone-now = Now it is { $phone }. Once it is changed, the former phone gets a notice.
web-newphone-phone = Phone number
web-newphone-send = Send code
web-newphone-already = This is already your phone; there is nothing to do. To change it, type the new number.

# W-34 Code
web-newphone-back = Back
web-newphone-bind = Add phone
web-newphone-change = Change phone

# W-35 Remove phone
web-unphone-title = Remove phone { $phone }
web-unphone-app = The app signs in by phone number. Without one, new devices cannot sign in to the app until you add a phone again. Devices that are in stay in.
web-unphone-forgot = If you forget your password, only { $mail } is left to reset it.
web-unphone-last-title = The phone cannot be removed now
web-unphone-none-title = There is no phone
web-unphone-none = Your account has no security phone now; there is nothing to remove.
web-unphone-send = Send a code to { $phone }
web-unphone-yes = Remove phone { $phone }
web-unphone-change = Only change the number instead

# W-36 Security email
web-newmail-title-bind = Which email address to add
web-newmail-title-change = Which address to change to
web-newmail-help = The campus sends a letter to this address. Open the link in it and press the button; then it is added.
web-newmail-now = Now it is { $mail }. It stays in use until the new one is added.
web-newmail-mail = Email address
web-newmail-send = Send
web-newmail-already = This is already your address; there is nothing to do. To change it, type the new one.

# W-37 The letter is sent
web-letter-title = The letter is sent
web-letter-bind = It went to { $to }. Within 2 hours, open the link in it and press “Add”.
web-letter-unbind = It went to { $to }. Within 2 hours, open the link in it and press “Remove”.
web-letter-anywhere = You can open it on another phone or computer, without signing in.
web-letter-missing = No letter? Look under spam first, then press “Send again”.
web-letter-again = Send again
web-letter-again-help = After that, only the link in the newest letter works.
web-letter-again-after = You can send again in { $time }
web-letter-resent = Another letter is sent. Please use the newest.
web-letter-other = Use another address
web-letter-too-soon = A letter was sent just now. Please wait { $wait } before sending another, and look under spam first.
web-letter-budget = Too many letters were sent. Please try again in { $wait }, or call the help desk.
web-letter-down = Mail cannot be sent right now. What you typed is kept; try again in a while, or call the help desk.
web-letter-check = I pressed it; back to the security centre

# W-28 Remove email address
web-unmail-title = Remove { $mail }
web-unmail-forgot = If you forget your password, only phone { $phone } is left to reset it.
web-unmail-letter = To make sure that it is you, a letter goes to this address. It is removed once you open the link in it and press the button.
web-unmail-last-title = The email address cannot be removed now
web-unmail-none-title = There is no email address
web-unmail-none = Your account has no security email now; there is nothing to remove.
web-unmail-send = Send a letter to { $mail }
web-unmail-change = Only change the address instead

# W-38 The link in the letter
web-link-title-bind = Add this email address to an account
web-link-title-unbind = Remove this email address from an account
web-link-account = Account
web-link-account-of = { $name }, ID { $member }
web-link-mail = Email address
web-link-bind = Add { $mail }
web-link-unbind = Remove { $mail }
web-link-stranger = Not your account? Close this page; nothing will change.
web-link-over-title = This link does not work any more
web-link-over = A link is good for 2 hours and one use, and a newer letter replaces the one before. Nothing has changed in your account.
web-link-over-do = Send another from the security centre
web-link-bound-title = The email address is added
web-link-bound = If you forget your password, you can reset it with { $mail }.
web-link-unbound-title = The email address is removed
web-link-unbound = { $mail } no longer resets your password.
web-link-on = Go on to where you were going
web-link-centre = Open the security centre

# W-39 Devices and recent sign-ins
web-sessions-title = Devices and recent sign-ins
web-sessions-devices = Devices that are in
web-sessions-this = This one
web-sessions-times = Signed in { $since }, last used { $seen }
web-sessions-end = Sign out “{ $device }”
web-sessions-leave = Sign out this one
web-sessions-others = Sign out all others
web-sessions-ended = Signed out. That device has to sign in again.
web-sessions-others-ended = All other devices are signed out and have to sign in again.
web-sessions-only = Only this one; no other device is in.
web-signins-title = Recent sign-ins
web-signins-none = No sign-ins yet.
web-signins-password = Signed in by password on the web
web-signins-app = Signed in in the app
web-signins-other = Signed in
web-signins-wrong = Wrong password; did not get in
web-signins-from = { $device }, network { $network }
web-signins-careful = Somebody mistyped your password and did not get in
web-signins-careful-help = If that was not you, change your password.
