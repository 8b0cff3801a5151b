# A campus's own build of the app.
pinned-title = Connecting to your campus
not-a-campus-other_campus = This code or link is for another campus. This app is only for yours and does not open it.
