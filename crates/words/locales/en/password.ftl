# What a password must keep, on the pages and in the app (design.md §9, "password rule").
rule-length = At least { $least } characters
rule-classes = At least { $least } of these: letters, digits, special characters (upper and lower case count as one)
rule-no_space = No spaces
rule-not_common = Not a password that many people use
rule-not_yours = Without your ID, name, phone number, mail name, birthday or the last six characters of your document
rule-other = What else your campus asks
