# What the server says to the IT office (command line, doctor) and in messages (SMS, mail).
demo-campus-name = Demonstration University
demo-desk-hours = Weekdays 8:00–17:00

sms-code = [{ $campus }] Code { $code }, good for 5 minutes. Tell it to nobody.

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
roster-bad-person-differs = Another person is on record for this ID: name and document number do not match. Ask the desk to check; the row was not imported.
roster-bad-name-unproven = The account is in its owner’s use: a new name needs the document number on record beside it.
roster-freed = line { $line }: this person activated with the phone, so it was taken from the record of { $member }. Please enter a new one there.
roster-weak = { $n ->
    [one] One initial password breaks the rules of today; its owner chooses a new one at the first sign-in.
   *[other] { $n } initial passwords break the rules of today; their owners choose new ones at the first sign-in.
 }
roster-withheld = { $n ->
    [one] One person closed the account and was given no password. To let them in again, run menhu-server account reopen ID, then import once more.
   *[other] { $n } people closed their accounts and were given no password. To let one in again, run menhu-server account reopen ID, then import once more.
 }
roster-rehearsed = This was a rehearsal; nothing was changed.
roster-bad-name-of-another = { $name } is the account of { $member } already; please check.
roster-column-other-name = Applicant number (考生号)
roster-column-mail = mail
roster-column-password = initial password
roster-column-row = row
roster-encoding = This file is neither UTF-8 nor GB18030. Save it from Excel as “CSV UTF-8” and import it again. Nothing was imported.
roster-empty = This file is empty. Nothing was imported.
roster-missing = The header has no column “{ $column }”. Nothing was imported.
roster-twice = The header has the column “{ $column }” twice. Nothing was imported.
roster-unreadable = Line { $line } cannot be read. Nothing was imported.

desk-case-none = No case is open.
desk-case-open = { $number } · { $name } · { $member } · { $field } should be “{ $right }” · { $day } { $hour }
desk-case-open-blocks = { $number } · { $name } · { $member } · { $field } should be “{ $right }” · { $day } { $hour } · must be closed before activation
desk-case-closed = Case { $number } is closed and no longer stands before activation.
desk-reopened = { $member } can be used again. Import a roster with an initial password once more; its owner registers as if for the first time.
desk-reopen-unknown = { $member } was not closed, or is not on the roster. Please check the ID.
desk-case-unknown = No open case has the number { $number }. Check it with menhu-server dispute list.

doctor-good = good
doctor-careful = careful
doctor-wrong = wrong
doctor-address = The public address is { $origin }.
doctor-address-open = The public address { $origin } is not encrypted. Set origin to an address that begins with https.
doctor-texts = Terms and privacy statement are the campus’s own.
doctor-texts-sample = Terms and privacy statement are still samples. Put the campus’s own into [[texts]] of the configuration.
doctor-tls = Certificate and key can be read.
doctor-tls-elsewhere = A proxy in front encrypts, or only this machine is listened to.
doctor-tls-open = This would be plain HTTP on the network. Set [tls], name the proxy in behind_proxy, or listen on 127.0.0.1.
doctor-tls-wrong = Certificate or key cannot be read: { $why }. Check the two files of [tls].
doctor-tls-expired = The certificate is outside its dates (until { $until }): nobody can connect. Renew it and restart the server.
doctor-tls-soon = The certificate ends on { $until }. Renew it before and restart the server.
doctor-secret = The master secret can be used.
doctor-secret-wrong = The master secret cannot be used: { $why }
doctor-books = { $kind } can be read and written; it holds { $people } people and { $members } staff and student numbers.
doctor-books-down = The database cannot be used: { $why }. Check database, the disk’s space and the file’s rights.
doctor-books-empty = The database has no tables yet. Run menhu-server migrate.
doctor-books-old = The tables of { $kind } are version { $found }, this program needs { $newest }. Run menhu-server migrate.
doctor-books-new = The tables of { $kind } are version { $found }, newer than this program’s { $newest }. Use the newer program.
doctor-roster-empty = The roster is empty. Run menhu-server roster import FILE.
doctor-sms = The SMS gateway can be reached.
doctor-sms-demo = SMS go to the demo’s outbox and are not really sent.
doctor-sms-off = No SMS gateway is set: codes cannot be sent. Fill in [sms].
doctor-sms-down = The SMS gateway cannot be reached: { $why }. Check the address in [sms] and the network.
doctor-mail = The mail server can be reached.
doctor-mail-demo = Mail goes to the demo’s outbox and is not really sent.
doctor-mail-off = No mail server is set. Fill in [mail] when mail is needed.
doctor-mail-down = The mail server cannot be used: { $why }. Check address, user and password in [mail].
doctor-clock = This machine’s time is right.
doctor-clock-wrong = This machine’s time is off by more than a minute against the database, the SMS gateway or earlier records. Switch NTP on.
doctor-downloads = The folder of installers, { $folder }, holds files.
doctor-downloads-empty = The folder of installers, { $folder }, is empty: the download page offers nothing.
doctor-downloads-missing = There is no folder of installers, { $folder }. Make it and put the installers there.
