# Security questions: a row of the security centre and W-29, W-46 of recovery, the notice.

# Eight questions whose answers only their owner knows
question-book = Which book first kept you up at night?
question-journey = Where did your first journey alone take you?
question-toy = What did you call the toy you would never give away?
question-dish = What was the first dish you learned to cook?
question-hiding = Where did you hide your pocket money as a child?
question-film = Which film did you first see in a cinema?
question-loss = Which lost thing do you miss most?
question-wage = What did you buy with the first money you earned?

# The row of W-31
web-security-questions = Security questions
web-security-questions-none = None are set. With them you can set a new password in a browser you used before, when no code reaches you.
web-security-questions-set = Two questions are set.
web-security-questions-early = Link a phone or mail first, then you can set security questions.
web-security-questions-do = Set security questions
web-security-questions-change = Set other questions
web-security-done-questions = Your security questions are set.

# W-29 security questions
web-questions-help = Choose two questions and answer them.
web-questions-advice = If you forget your password and no code reaches you, answer both in a browser you signed in with before, and set a new one. Choose answers that nobody else knows and you will not forget.
web-questions-former = You set some before. These take their place.
web-questions-first = First question
web-questions-answer1 = Answer to the first question
web-questions-second = Second question
web-questions-answer2 = Answer to the second question
web-questions-answer-help = Two characters or more. Capitals and spaces make no difference.
web-questions-again = Then type both answers again: they are not shown a second time.
web-questions-none = Choose
web-questions-choose = Choose a question.
web-questions-same = Choose two different questions.
web-questions-empty = Enter the answer.
web-questions-short = The answer needs two characters or more.
web-questions-long = The answer has 50 characters at most. Make it shorter.
web-questions-same-answer = Give two different answers.
web-questions-yours = This answer holds your name, account, phone or birthday, which others may know. Choose another answer or question.
web-questions-save = Save

# W-41, W-46 recovery
web-recover-ways-any = How to set a new password
web-recover-ways-any-help = A code only goes to a phone or mail that you linked before.
web-recover-way-questions = Security questions
web-recover-way-questions-help = If no code reaches you, answer the two questions you set
web-recover-questions-title = Answer your security questions
web-recover-questions-help = If both are right, you can set a new password.
web-recover-questions-over = Three answers were wrong, so the questions cannot be used any more. Your password is as it was. Get a code by phone or mail instead.
web-recover-questions-way = Use phone or mail

news-questions-set = has new security questions, set on “{ $device }”
