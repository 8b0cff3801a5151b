# The scanner: B-01 before the camera, B-02 with it.
scan-purpose = The camera only reads QR codes; nothing is kept or uploaded.
scan-album = From photos
scan-address = Type the campus address
scan-slow = Nothing read yet. Move closer or into better light. Or choose a photo, or type the campus address.
camera-title = Point at the QR code
camera-help = It goes on by itself once the code is read.
camera-picture = The camera’s picture
camera-which = Which camera?
camera-nth = Camera { $n }
camera-settings = Open system settings
torch-light = Light on
torch-dark = Light off
