# What goes out by SMS and mail. News stand behind “Your account”; gateways with templates take them as they are.
sms-news = [{ $campus }] Your account { $what }. If that was not you, call { $desk }.

news-phone-moved = now uses the phone ending in { $tail }
news-phone-bound = now has the phone ending in { $tail }
news-phone-unbound = no longer has the phone ending in { $tail }
news-mail-bound = now has the mail { $mail }
news-mail-unbound = no longer has the mail { $mail }
news-password-set = has a new password, set on “{ $device }”
news-closing-asked = will be closed by { $day }, as was asked
news-closing-taken-back = stays open: its closing was taken back
news-closed = was closed
news-new-browser = was signed in to from a new browser, “{ $device }”

letter-code-subject = { $campus }: your code
letter-news-subject = { $campus }: your account changed
letter-bind-subject = { $campus }: add your mail
letter-bind =
    Open the link below and press “Bind”: your account at { $campus } then has this mail.
    The link is good for 2 hours, once. Another phone or computer will do as well.

    { $link }

    If this was not you, leave this letter alone: nothing will change. Questions? Call { $desk }.
letter-unbind-subject = { $campus }: remove your mail
letter-unbind =
    Open the link below and press “Unbind”: your account at { $campus } then no longer has this mail.
    The link is good for 2 hours, once. Another phone or computer will do as well.

    { $link }

    If this was not you, do not press it, and call { $desk }.
