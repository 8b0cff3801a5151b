# The campus server's pages for people (from W-00 on) and the poster. Keys begin with web- or poster-.

# Every page
web-host = Address of the school
web-skip = Skip to the text
web-elder = Large type
web-standard = Standard
web-other-language = 中文
web-looks = Display
web-desk = Help desk
web-desk-hours = Open: { $hours }
web-filing = Filing number: { $number }
web-step = Step { $n } of { $all }
web-screen = Screen number { $number }
web-day = { $d } { $m ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $y }
web-terms = Terms of service
web-privacy = Privacy statement
web-someone-else = Use another account

# W-00 entrance
web-entrance-title = { $campus } portal
web-entrance-help = New here? Register first, then get the app.
web-entrance-register = Register
web-entrance-download = Get the app

# W-01 landing
web-landing-title = Register with the { $campus } portal
web-landing-help = Have your staff or student number, your campus password and your phone ready. It takes about three minutes.
web-landing-start = Register
web-landing-have = Registered before
web-landing-have-help = Press “Register” as well; after your account you go straight to the download.
web-landing-expired = This poster was valid until { $date }
web-landing-expired-help = It is still the same school, so you can go on. If in doubt, call the help desk.

# W-02 account and password
web-account-title = Sign in with your campus account
web-account-help = The number and password you use for the school’s other systems.
web-account-account = Staff or student number
web-account-password = Password
web-account-show = Show password
web-account-next = Next
web-account-forgot = Forgot the password? Call the help desk:
web-account-over = Half an hour went by since the last step, so please sign in once more. What you did is kept.

# W-03 confirm
web-confirm-title = Is this you
web-confirm-help = Please check. If all of it is right, press the button below.
web-confirm-name = Name
web-confirm-member = Number, last four
web-confirm-department = Department
web-confirm-category = Category
web-confirm-phone = Mobile number
web-confirm-no-phone = Not on record
web-confirm-yes = All correct, activate
web-confirm-no = Something is wrong
web-confirm-other-phone = Use another phone
web-confirm-bind-first = Add a phone first
web-confirm-bind-help = The school has no phone of yours on record. Add one, then activate.
web-confirm-case = You reported the { $field }, case { $case }. You can activate all the same.
web-confirm-blocked = You reported the { $field }, case { $case }
web-confirm-blocked-help = Once the desk has mended it, scan the code again and activate. To hurry it, call and give this case number.

# W-04 dispute
web-dispute-title = What is wrong
web-dispute-should-be = What should it be
web-dispute-should-be-help = Write it as it should be. The desk will check it with you.
web-dispute-send = Tell the help desk
web-dispute-back = All correct, go back
web-dispute-choose = Please choose one.

# W-05 case
web-case-title = Noted, case { $case }
web-case-field = What is wrong: { $field }
web-case-open = You can activate all the same, so go on.
web-case-blocks = The desk must mend this before you can activate. Then scan the code again and go on from here.
web-case-next = Back to my record

# W-06 another phone
web-phone-title = Which phone do you use
web-phone-help = The code goes to this phone. The document number shows that it is you.
web-phone-phone = Mobile number
web-phone-certificate = Identity document number
web-phone-certificate-help = Identity card, passport or permit, as the school has it.
web-phone-send = Send the code
web-phone-back = Back to my record

# W-07 code
web-code-title = Type the six digits from the message
web-code-help = Sent to { $phone }.
web-code-code = Code
web-code-until = Good until { $time }
web-code-remaining = { $time } left
web-code-none = This code is too old. Press “Send again” for a new one.
web-code-next = Next
web-code-resend = Send again
web-code-resend-after = Send again in { $time }
web-code-resent = Another message is on its way; please use the newest one.
web-code-other = Use another phone

# W-08 done
web-done-title = Registered
web-done-help = { $name }, your account is active.
web-done-date = Activated on
web-done-phone = Mobile number
web-done-download = Get the app
web-done-open = Open the app
web-done-open-help = If it is installed on this phone already, press “Open the app”.
web-done-not-me = This was not me

# W-09 download
web-download-title = Get the app
web-download-for = Your device: { $device }
web-device-android = Android phone
web-device-ios = iPhone or iPad
web-device-windows = Windows computer
web-device-macos = Mac
web-device-linux = Linux computer
web-device-harmony = HarmonyOS NEXT phone
web-device-other = not recognised
web-download-get-android = Download for Android
web-download-get-ios = Install on iPhone
web-download-get-windows = Download for Windows
web-download-get-macos = Download for Mac
web-download-get-linux = Download for Linux
web-download-size = Size: { $size }
web-download-check = Checksum (SHA-256)
web-download-check-help = For the IT office; you need not look at it.
web-download-steps = How to install
web-download-android-1 = Press “Download”, wait until it is done, press “Open”.
web-download-android-2 = If the phone warns you, choose “Allow” or “Install anyway”. The file comes from your school.
web-download-android-3 = Open “{ $campus } portal” and sign in, once.
web-download-ios-1 = Press “Install”, go to the home screen and wait until the icon is bright.
web-download-ios-2 = Open Settings › General › VPN & Device Management, press the name of the school, then “Trust”.
web-download-ios-3 = On iOS 18 and newer, restart the phone after trusting.
web-download-ios-4 = Open “{ $campus } portal” and sign in, once.
web-download-windows-1 = Press “Download”, then double-click the file.
web-download-windows-2 = If Windows says it protected your PC, press “More info”, then “Run anyway”.
web-download-windows-3 = Open “{ $campus } portal” and sign in, once.
web-download-macos-1 = Press “Download”, then double-click the file.
web-download-macos-2 = Drag the icon to “Applications”.
web-download-macos-3 = Open “{ $campus } portal” and sign in, once.
web-download-linux-1 = Press “Download” and open the file with the software installer.
web-download-linux-2 = Open “{ $campus } portal” and sign in, once.
web-download-missing = The school has not put up a file for this device yet ({ $device })
web-download-missing-help = Your registration is good. Use the web portal for now; the file will appear here. If it is urgent, call the help desk.
web-download-unknown = Your device was not recognised
web-download-insecure = This address is not encrypted, so an iPhone refuses to install
web-download-insecure-help = Open this page at the school’s address that begins with https.
web-download-old-android = This phone’s system is too old for the app
web-download-old-android-help = The app needs Android { $least } or newer; this is { $have }. Your registration is good; use the web portal for now.
web-download-old-ios = This device’s system is too old for the app
web-download-old-ios-help = The app needs iOS { $least } or newer; this is { $have }. Update if you can; if not, use the web portal.
web-download-old-windows = This computer’s system is too old for the app
web-download-old-windows-help = The app needs Windows { $least } or newer. Use the web portal, or install it on your phone.
web-download-harmony = The app does not run on HarmonyOS NEXT yet
web-download-harmony-help = Your registration is good. Use the web portal for now, or install the app on another phone or a computer.
web-download-portal = Open the web portal
web-download-others = Other devices
web-download-ipad = Is this an iPad?
web-download-ipad-get = Install on iPad
web-download-wechat = WeChat cannot download; please go to the browser
web-download-wechat-1 = Press “···” at the top right.
web-download-wechat-2 = Choose “Open in browser”.
web-download-wechat-3 = When the page is open, press “Download”.
web-download-wechat-arrow = An arrow points at “···” at the top right of the screen
web-download-link = Or copy this address and paste it into the browser
web-download-copy = Copy the address
web-download-copied = Copied. Paste it into the browser.
web-download-open = Open the app
web-download-open-help = If it is installed on this device already, press “Open the app”.

# W-10 help desk
web-help-title = Call the help desk
web-help-lead = Tell them the number at the bottom right of the screen; they will know where you are.
web-help-not-me = Not you who registered? Call this number now; the desk will stop the activation. Change your password too.
web-help-call = Call { $phone }
web-help-back = Back to the portal

# W-11 terms, privacy
web-text-version = Version: { $version }

# W-90 demo outbox
web-outbox-title = Demo: messages and mails sent
web-outbox-help = This page exists in the demo only. At a real school these go to phones and mailboxes.
web-outbox-none = Nothing was sent yet.
web-outbox-sms = SMS
web-outbox-mail = Mail
web-outbox-to = To { $to }
web-outbox-reload = Look again

# W-99 faults
web-lost-title = There is no such page
web-lost-help = The address may be incomplete. Start again from the portal; what you did is kept.
web-fault-title = That did not work
web-fault-again = Try again
web-fault-home = Back to the portal
web-fault-method = This address is reached by a button on a page. Go back to the portal and press it there.
web-fault-body = What the browser sent was incomplete. Go back one page and fill it in again.
web-origin-title = Please open the school’s own address
web-origin-help = This page did not come from the school’s address, so what you typed was not taken. Open the address below and fill it in again.
web-plain-http = Please open { $origin }. This address is not encrypted and is for the school’s own gateway. If you need help, call { $desk }.

# Poster
poster-title = { $campus } portal
poster-lead = One phone for all of campus
poster-step-1 = Scan the code and press “Register”
poster-step-2 = Check your record and activate
poster-step-3 = Get the app and sign in, once
poster-typed = No camera? Type this address
poster-desk = Questions? Call { $phone }
poster-until = This poster is good until { $date }
poster-qr = The registration code of { $campus }: { $address }
poster-until-wrong = “--until { $day }” is no day. Write it like 2026-12-31.
poster-written = Written: { $file }
