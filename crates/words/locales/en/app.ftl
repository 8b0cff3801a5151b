# The page of the app. Keys in the order of the screens.
wait-a-while = a while
ago-now = just now
ago-minutes = { $n ->
    [one] { $n } minute ago
   *[other] { $n } minutes ago
}
ago-hours = { $n ->
    [one] { $n } hour ago
   *[other] { $n } hours ago
}
ago-days = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}
date-time = { $day }/{ $month }/{ $year } { $time }
step-line = Step { $n } of { $of }

next = Next
back = Back
retry = Try again
waiting = One moment…
loading = Reading…
desk = Help desk
switch-on = on
switch-off = off

name = Name
account = Staff or student number
password = Password
password-show = Show
password-hide = Hide
phone = Mobile number
certificate = Identity document number
department = Department
category = Category
code = Code
campus = Campus
language = Language
language-zh = 中文
language-en = English

not-started-title = The app did not open

# A: first start
welcome-title = Hello, choose your language and text size
welcome-help = You can change both in Settings later.
mode-question = Which text is comfortable to read?
mode-standard = Standard
mode-standard-note = Smaller text, more on one screen
mode-elder = Large and clear
mode-elder-note = Large text, large buttons, stronger colours
consent-title = Please look at these two texts first
consent-title-again = These two texts have changed, please look again
consent-help = Open them to read. You may refuse; nothing has been sent.
consent-summary = The app goes online only after you agree. Your phone number and password go to the campus you choose and nowhere else.
app-terms = Menhu app: terms of use
app-privacy = Menhu app: privacy statement
text-version = Version { $version }
text-changed = Since the version you agreed to, this has changed:
consent-agree = Agree
consent-refuse = Do not agree
read-done = Done reading
refused-title = You did not agree, so the app stops here
refused-nothing = Nothing was sent, and nothing of yours was kept.
refused-help = You can do without the app: call your school, or open its portal in a browser. Come back to the texts whenever you like.
consent-return = Look at them again

# B: finding the campus
find-title = Find your campus
find-help = Scanning the code on your school’s poster is quickest.
find-scan = Scan
find-picture = Choose a picture
find-picture-help = You can also paste or drop a picture of the code here.
find-or = or
find-address = Campus address
find-address-help = As printed on the poster, for example menhu.example.edu.cn
find-go = Find
campus-title = Is this your campus?
campus-title-again = The campus’s texts have changed, please look again
campus-host = Your password will go to
campus-texts-help = The campus’s own texts; open them to read.
campus-texts-again = The campus has changed these texts. Once you agree you can go on.
campus-terms = Campus terms of use
campus-privacy = Campus privacy statement
campus-text-other = Another text of the campus
campus-agree = This is my campus, I agree to its texts
choice-help = Sign in if you have registered. If this is your first time, register; it takes a few steps.
go-signin = Sign in
go-register = I have not registered yet
other-campus = Another campus
link-unfollowed = You are signed in to { $campus }. To change schools, first sign out in “Settings”.
link-unfollowed-here = You are signed in to { $campus }. To change schools, first sign out.
link-unfollowed-read = Got it
unreachable = The campus server cannot be reached now. You can look around and go on once online.

# C: registration
registration-account-title = Your staff or student number and password
registration-account-help = The password of your campus identity. The first time, it is the one the school gave you.
confirm-title = Please check your record
confirm-help = If all is right, activate. If something is wrong, press “Something is wrong”.
confirm-no-phone = none on record
confirm-activate = All is right, activate
confirm-bind-phone = Bind a mobile number first
confirm-dispute = Something is wrong
confirm-other-phone = This is not my number now, use another
dispute-open = “{ $field }” was reported to the help desk, case { $number }. You can activate now.
dispute-blocks = “{ $field }” was reported to the help desk, case { $number }. You can activate once it is mended; you may call and ask.
dispute-title = What is wrong?
dispute-help = Choose one, then write what it should be.
should-be = It should be
dispute-send = Report to the help desk
bind-title = Your mobile number now
bind-help = A code goes to this number. The document number shows that it is you.
certificate-help = Identity card, passport or permit, as the school has it on record.
done-title = Registered
done-text = { $name }, you are activated.
done-at = Activated
done-next = Sign in once with { $phone }; after that the app just opens.
done-signin = Go to sign-in

# D: sign-in
signin-phone-title = What is your mobile number?
signin-phone-help = The one your school has on record. A code will be sent to it.
send-code = Send the code
code-title = Type the six digits
code-help = The message went to { $to }
code-left = Good for { $time }
code-over = This code is too old. Press “Send again”.
resend = Send again
resend-after = { $n ->
    [one] Send again in { $n } second
   *[other] Send again in { $n } seconds
}
code-missing = Nothing came? Check the number, and whether the message was blocked.
wrong-phone-title = This phone cannot sign in yet
wrong-phone-help = You typed { $phone }
phone-again = Type the number again
register-now = Register
continue-activating = Continue activating
other-phone = Use another number
account-again = Check the account
signin-password-title = Last step: account and password
signin-password-help = { $phone } is right. Sign in once; after that the app just opens.
signin-password-help-plain = Your phone is right. Sign in once; after that the app just opens.
signin-go = Sign in

# H: home
tabs = Pages
tab-home = Home
tab-settings = Settings
home-title = Home
greeting-morning = Good morning, { $name }
greeting-noon = Good day, { $name }
greeting-afternoon = Good afternoon, { $name }
greeting-evening = Good evening, { $name }
home-me = Who I am
home-me-unread = Your record has not been read from the campus yet. Once online, press “Try again”.
member-id = Number { $id }
home-apps = What you can use
home-apps-none = The campus has no other services on now. They will appear here.
home-stale = What is below was read { $ago }.
home-offline = The campus server cannot be reached now. Once online, press “Try again”, or it will update by itself.
keychain-missing = This device cannot keep the sign-in safely. It works this time; after closing the app you sign in again.
tile-download = Install on another device
tile-download-note = Opens the campus’s download page in the browser

# S: settings
settings-title = Settings
settings-look = Looks
size-label = Text size: { $px }
size-smaller = Smaller
size-larger = Larger
theme = Colours
theme-system = As the system
theme-light = Light
theme-dark = Dark
devices = Devices signed in
devices-note = See whether you know them all
devices-help = If you do not know a device, sign it out now and change your password.
device-seen = Used { $ago }
device-this = This device
device-end = Sign out this device: { $name }
texts = Terms and statements
texts-help = The texts you agreed to.
about = About
version = App version
campus-address = Campus address
filing = Filing number
about-icons = Icons by Lucide (ISC licence).
sign-out = Sign out
sign-out-title = Sign out?
sign-out-help = Your data on this device is cleared; your record at the school stays. Next time you sign in with a new code.
sign-out-phone = Sign out this phone
sign-out-computer = Sign out this computer
withdraw = Take back my agreement
withdraw-title = Take back your agreement?
withdraw-help = You will be signed out, your data on this device cleared and the campus forgotten. Your record at the school does not change.
withdraw-confirm = Take it back and sign out
