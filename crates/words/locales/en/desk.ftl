# What the server says to the IT office (command line, doctor) and in messages (SMS, mail).
demo-campus-name = Demonstration University
demo-desk-hours = Weekdays 8:00–17:00

sms-code = [{ $campus }] Code { $code }, good for 5 minutes. Tell it to nobody.
sms-phone-moved = [{ $campus }] Your account now uses the phone ending in { $tail }. If that was not you, call { $desk }.

roster-done = { $added } rows added, { $changed } changed, { $unchanged } as they were, { $bad } not imported.
roster-bad = line { $line }, { $column }: { $reason }
roster-bad-quote = A quotation mark is not closed. Check this line and the next.
roster-bad-columns = There are more fields than the header has. Put quotation marks around text with commas.
roster-bad-hash = This kind of password hash cannot be used yet. Leave it empty, or use argon2id.
roster-bad-member-twice = Same as line { $line }; line { $line } counts.
roster-bad-phone-of-another = This number is on the record of { $member }.
roster-bad-phone-differs = Two rows of one person have different numbers. Please check.
roster-bad-certificate-of-another = This document number is on the record of { $member }. Please check.
roster-bad-certificate-differs = The person’s other number has another document number. Please check.
roster-bad-name-differs = The name on record for this document number is { $name }. Please check.
roster-column-mail = mail
roster-column-password = initial password
roster-column-row = row
roster-encoding = This file is neither UTF-8 nor GB18030. Save it from Excel as “CSV UTF-8” and import it again. Nothing was imported.
roster-empty = This file is empty. Nothing was imported.
roster-missing = The header has no column “{ $column }”. Nothing was imported.
roster-twice = The header has the column “{ $column }” twice. Nothing was imported.
roster-unreadable = Line { $line } cannot be read. Nothing was imported.
