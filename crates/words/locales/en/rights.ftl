# My data, closing the account, taking back consent, about (W-12, W-50 to W-56). Keys begin with web-.

# W-50 My data
web-data-title = My data
web-data-lead = This is what the portal keeps of you.
web-data-member-of = { $department } · { $category }
web-data-phone = Security phone
web-data-mail = Security email
web-data-phone-on-record = Phone on the campus's record
web-data-mail-on-record = Email on the campus's record
web-data-none = None
web-data-certificate = Only a code to compare with is kept. The number cannot be read from it, nor shown.
web-data-consents = What you agreed to
web-data-consents-none = Nothing yet in this portal.
web-data-consents-read = Read every version in full
web-data-consent-version = { $text } ({ $version })
web-data-consent-at = Agreed on { $day }
web-data-consent-withdrawn = Taken back on { $day }
web-data-use = Sign-ins and changes
web-data-use-counts = Devices and browsers that were signed in: { $stays }. Records of sign-ins and changes: { $events }.
web-data-use-see = See devices and recent sign-ins
web-data-cases = Corrections you asked for
web-data-case = Case { $case }
web-data-case-open = Should be “{ $right }”; the help desk is working on it
web-data-case-closed = Should be “{ $right }”; done
web-data-export = Download my data
web-data-export-help = One file (JSON) with all of the above and every record. No password, and nothing of anybody else.
web-data-export-proven = The password was right. Press “Download my data” to begin.
web-data-correct = Something is wrong
web-data-withdraw = Take back consent
web-data-close = Close my account
web-data-closes = The account will be closed on { $day }
web-data-closes-see = See or take back
web-data-back = Back to my data

# W-51 Close the account
web-close-title = Close my account
web-close-when = If you ask now, the account is closed as { $day } begins, and never later than { $n } working days. You need not hand in anything.
web-close-until = Until then you can use it as before, and take this back at any time.
web-close-goes = What goes
web-close-goes-in = Signing in: all devices and browsers are signed out, the password is void, and it can be neither used nor reset.
web-close-goes-bound = Your security phone, email and questions.
web-close-goes-consent = Your consent to the terms and the privacy notice.
web-close-stays = What the campus keeps
web-close-stays-record = Name, ID, department and contacts on its roster: these are its staff and student records, which the portal does not close.
web-close-stays-log = Records of sign-ins and changes: the law wants them for six months, then they are deleted.
web-close-again = If you want to use it again later, ask the help desk to open it, then register as if for the first time. A new roster of the campus does not bring it back.
web-close-yes = Close my account
web-close-asked-title = The account will be closed on { $day }
web-close-asked = You asked for this on { $at }.
web-close-asked-until = It is closed as that day begins. Until then you can use it as before. To keep it, press the button below.
web-close-back = Keep my account

# W-52, W-53 Something is wrong
web-correct-member = Which ID is it about
web-correct-channels = Phone and email you can change yourself:
web-correct-said = You said it should be: { $right }
web-correct-next = The help desk will check with you. Once it is mended you see it here. You can go on as before.

# W-54, W-55 Take back consent
web-withdraw-title = Take back consent to the terms and the privacy notice
web-withdraw-lead = After that:
web-withdraw-out = All your phones, computers and browsers are signed out.
web-withdraw-asked = You are asked again at the next sign-in. Without consent the portal cannot be used.
web-withdraw-stays = The account stays, and so do the campus's records. To remove the account, use “Close my account”.
web-withdraw-yes = Take back consent and sign out
web-withdrawn-title = Consent is taken back
web-withdrawn-lead = All devices are signed out. If you want to use the portal again, you are asked when you sign in.
web-withdrawn-login = Go to sign-in

# W-56 Agree again
web-agree-title = To go on, please read and agree
web-agree-lead = You took back your consent. These are the texts as they are now.
web-agree-yes = Agree and go on
web-agree-no = I do not agree, sign out

# W-12 About
web-about-title = About
web-about-campus = About the { $campus } portal
web-about-newest = now in force
web-about-changed = Changes from the version before:
web-about-read = Read { $text } ({ $version })
web-about-program = Filing and program
web-about-filing = ICP filing number
web-about-server = Program version
web-about-licence = Licence
web-about-licence-help = The portal is open source; the other open-source parts it uses have licences of their own.
web-about-desk = Contact the help desk
