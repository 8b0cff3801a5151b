# Forgot password in the app (E-01 … E-05), and a password that has to be renewed (D-05).
account-name = Account
account-name-help = Your staff or student number, candidate number, or the mail address or phone you bound.
forgot = Forgot password

renewal-title = Choose a new password
renewal-help = The password is right, but too easy to guess. With a new one you are in; use it from now on.
renewal-unmet = The present password does not keep:
renewal-go = Change it and go in
new-password-repeat = New password once more

recovery-account-title = First, make sure it is you
recovery-account-help = Account and ID document number. Next you choose how to get a code.
recovery-choose-title = Where should the code go?
recovery-choose-help = Only to a phone or mail address you have bound.
recovery-phone = Send a text to { $hint }
recovery-mail = Send a mail to { $hint }
recovery-otherwise = If you cannot get it
recovery-none-title = This account cannot get a code
recovery-none-help = No phone or mail is bound to it. Here is what you can do instead.
recovery-device = You are still signed in on another device or browser and can go on using it. The security centre there shows which phone and mail are bound.
recovery-desk = Go to the help desk with your ID document, or call.
recovery-code-mail = A mail has gone to { $to }
recovery-code-mail-missing = Nothing there? Look among the spam.
recovery-password-title = Choose a new password
recovery-password-help = From then on the old one no longer works.
recovery-end = Sign out other devices
recovery-end-help = Other phones, computers and browsers sign in again with the new password.
recovery-set = Set the new password
recovery-done-title = The new password is set
recovery-done-text = The old one no longer works. The bound phone and mail are told.
recovery-done-next = Now sign in with the new password; your account is { $account }.
