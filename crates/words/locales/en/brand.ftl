# A campus's own build of the app. `-app` is what the app is called; such a build puts its own name there.
-app = Menhu
pinned-title = Connecting to your campus
not-a-campus-other_campus = This code or link is for another campus. This app is only for yours and does not open it.
