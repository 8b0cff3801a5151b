# Forgotten passwords (W-40 to W-46), and the captcha of sign-in and recovery.

# Captcha
captcha-picture = Picture with five digits
captcha-picture-label = The five digits in the picture
captcha-picture-other = Hard to read, show another
captcha-picture-instead = Show a picture instead
captcha-sum-label = What is { $a } plus { $b } (in digits)
captcha-sum-instead = No pictures for me, ask a sum
captcha-sum-other = Ask another sum
captcha-work = Checking, just a moment.
captcha-again = This page was open for a while, and nothing was sent. Fill in what is empty and press the button again.

# W-40 which account
web-recover-title = Forgotten password
web-recover-help = Enter your account and certificate number, then set a new password by phone or mail.
web-recover-account = Account
web-recover-account-help = Staff or student number, candidate number, mail or phone.
web-recover-certificate = Certificate number
web-recover-certificate-help = Your identity card, passport or permit, as the campus has it on record.
web-recover-next = Next
web-recover-signin = I remember it, sign in
web-recover-over = Half an hour passed since your last step, so it begins again. Your password is as it was.

# W-41 where the code goes
web-recover-ways-title = Where to send the code
web-recover-ways-help = It only goes to a phone or mail that you linked before.
web-recover-way-phone = Phone { $to }
web-recover-way-phone-help = Get a text message
web-recover-way-mail = Mail { $to }
web-recover-way-mail-help = Get a letter
web-recover-choose = Choose one.
web-recover-send = Send the code
web-recover-back = Back
web-recover-others = I can use neither phone nor mail

# W-42 code
web-recover-code-phone = Enter the six digits of the text message
web-recover-code-mail = Enter the six digits of the letter
web-recover-code-help = Sent to { $to }.
web-recover-code-mail-help = If it is not there, look among the spam.

# W-43 new password
web-recover-password-title = Set a new password
web-recover-password-new = New password
web-recover-password-repeat = Once more
web-recover-password-show = Show the passwords
web-recover-password-end = Sign out phones, computers and browsers that are signed in
web-recover-password-end-help = Leave this ticked if somebody else may know the password.
web-recover-password-next = Save

# W-44 done
web-recover-done-title = Your new password is set
web-recover-done-help = Use it from now on.
web-recover-done-told = We told your linked { $to }.
web-recover-done-told-both = We told your linked { $phone } and { $mail }.
web-recover-done-next = Sign in

# W-45 other ways
web-recover-others-title = Other ways
web-recover-none = No phone or mail is linked to this account, so no code can be sent.
web-recover-device = Your signed-in devices go on working
web-recover-device-help = A phone, computer or browser of yours is still signed in and needs no password. Do not sign out there. For a new password, ask the help desk.
web-recover-desk = Ask the help desk
web-recover-desk-help = Bring your certificate, or call the help desk.
web-recover-other-account = Another account
