# Words that stand on the page of the app and on the server's pages alike.
wait-seconds = { $n ->
    [one] { $n } second
   *[other] { $n } seconds
}
wait-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
moment = { $day }, { $hour }
countdown = { $m } min { $s } s

category-staff = Staff
category-retired = Retired
category-student = Student
category-other = Other

field-account = staff or student number
field-password = password
field-phone = mobile number
field-code = code
field-certificate = identity document number
field-address = campus address
field-name = name
field-department = department
field-category = category
field-should_be = the right value
field-mail = Mail address
field-new_password = New password
field-repeat_password = New password again
field-captcha = Picture code
field-answer = Answer
field-other = this field

malformed-empty = Please fill in the { $field }.
malformed-short = The { $field } is too short. Please check it.
malformed-long = The { $field } is too long. Please check it.
malformed-character = The { $field } holds a character that cannot be used. Please check it.
malformed-form = The { $field } is not right. Please check it.
