# The scanner: B-01 before the camera, B-02 with it.
scan-purpose = 相机只用来认二维码，画面不保存、不上传。
scan-album = 从照片里选
scan-address = 输入学校地址
scan-slow = 还没有认出来。请靠近一点、亮一点再试。也可以选一张照片，或输入学校地址。
camera-title = 请对准二维码
camera-help = 认出来会自动往下走。
camera-picture = 相机的画面
camera-which = 用哪个相机？
camera-nth = 相机 { $n }
camera-settings = 打开系统设置
torch-light = 打开手电筒
torch-dark = 关掉手电筒
