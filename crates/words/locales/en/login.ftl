# Signing in with a browser, the personal centre, and what browsers are called.
device-unknown = A computer or phone without a name
browser-unknown = a browser
browser-wechat = WeChat
browser-dingtalk = DingTalk
browser-huawei = Huawei Browser

# The name at the top right
web-who = Your account
web-who-me = Personal centre
web-who-security = Security centre
web-who-password = Change password
web-who-out = Sign out

# W-20 Sign in
web-login-title = Sign in
web-login-account = Account
web-login-account-help = Your staff, student or examinee number, or the phone number or email address you bound.
web-login-password = Password
web-login-next = Sign in
web-login-forgot = Forgot your password
web-login-register = First time here? Register
web-login-help = Something wrong? Ask the help desk
web-login-cookies = The password is right, but this browser did not remember that you signed in. Allow cookies in its settings, then sign in again.
web-login-other = Use another account

# W-21 A new password first
web-renewal-title = Choose a new password first
web-renewal-help = Your password is right, but it breaks the campus’s rules of today and is easily guessed. Choose a new one and go on; it is for all your IDs.
web-renewal-new = New password
web-renewal-repeat = New password once more
web-renewal-next = Use the new password

# W-22 Bind a phone
web-bind-title = Bind your phone number
web-bind-help = With it you can recover a forgotten password by yourself and sign in with the app, at once.
web-bind-on-record = The campus has { $phone } on record. Use it, or another one.
web-bind-next = Bind
web-bind-later = Later

# W-23 The password once more
web-again-title = Type your password once more
web-again-help = The next step needs to be yours alone. You will not be asked again for 10 minutes.
web-again-next = Go on
web-again-back = Back to the personal centre

# W-24 Out
web-out-title = Sign out?
web-out-help = After that, this browser shows nothing of yours.
web-out-next = Sign out
web-out-done-title = You are signed out
web-out-done-help = This browser shows nothing of yours any more. On somebody else’s computer, close the browser too.
web-out-done-next = Sign in again

# W-30 Personal centre
web-me-title = Personal centre
web-me-greeting = Hello, { $name }
web-me-waiting = Waiting for you
web-me-card = Personal card
web-me-member = Staff or student ID
web-me-phone = Bound phone
web-me-mail = Bound email
web-me-none = Not bound yet
web-me-wait-closing = Your account will be closed on { $date }. You can take that back.
web-me-wait-closing-act = See how to take it back
web-me-wait-password = You still use the initial password. Others may know it.
web-me-wait-phone = No phone is bound. With one you can recover a forgotten password by yourself.
web-me-wait-phone-act = Bind a phone
web-me-wait-mail = No email is bound. If you lose your phone, you can recover your password by email.
web-me-wait-mail-act = Bind an email
web-me-wait-dispute = You said that “{ $field }” is wrong, case { $case }. The help desk is looking into it.
web-me-wait-dispute-act = Ask the help desk
web-me-systems = My systems
web-me-systems-help = For now, each of them asks you to sign in once more after it opens.
web-me-signins = Sign-ins
web-me-last = Last sign-in: { $time }, { $device }
web-me-sessions = Devices and browsers that are signed in: { $n }
web-me-sessions-see = See which
