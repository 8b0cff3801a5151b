# What the server says to the IT office (command line, doctor) and in messages (SMS, mail).
demo-campus-name = Demonstration University
demo-desk-hours = Weekdays 8:00–17:00

sms-code = [{ $campus }] Code { $code }, good for 5 minutes. Tell it to nobody.
sms-phone-moved = [{ $campus }] Your account now uses the phone ending in { $tail }. If that was not you, call { $desk }.
