//! Grey pictures into grey pictures. Row by row over plain slices, so that the compiler can take many pixels
//! at a time: a picture without a code is looked at in every way there is.

use image::GrayImage;

/// The mean of every `n` × `n` pixels.
pub fn smaller(picture: &GrayImage, n: u32) -> GrayImage {
    let (width, height) = (picture.width() / n, picture.height() / n);
    let n = n as usize;
    let row = picture.width() as usize;
    let pixels = picture.as_raw();
    let mut sums = vec![0_u32; width as usize];
    let mut out = Vec::with_capacity(width as usize * height as usize);
    for y in 0..height as usize {
        sums.fill(0);
        for line in pixels[y * n * row..].chunks_exact(row).take(n) {
            for (sum, cell) in sums.iter_mut().zip(line.chunks_exact(n)) {
                *sum += cell.iter().map(|value| u32::from(*value)).sum::<u32>();
            }
        }
        let of = u32::try_from(n * n).unwrap_or(1);
        out.extend(sums.iter().map(|sum| byte(sum / of)));
    }
    whole(width, height, out)
}

/// Twice as wide and as high; between two pixels stands their mean.
pub fn twice(picture: &GrayImage) -> GrayImage {
    let (width, height) = picture.dimensions();
    let row = width as usize;
    let lines: Vec<Vec<u8>> = picture
        .as_raw()
        .chunks_exact(row.max(1))
        .map(wider)
        .collect();
    let mut out = Vec::with_capacity(row * 2 * height as usize * 2);
    for (y, line) in lines.iter().enumerate() {
        let next = lines.get(y + 1).unwrap_or(line);
        out.extend_from_slice(line);
        out.extend(line.iter().zip(next).map(|(a, b)| between(*a, *b)));
    }
    whole(width * 2, height * 2, out)
}

fn wider(line: &[u8]) -> Vec<u8> {
    let next = line.iter().skip(1).chain(line.last());
    line.iter()
        .zip(next)
        .flat_map(|(own, next)| [*own, between(*own, *next)])
        .collect()
}

fn between(a: u8, b: u8) -> u8 {
    a.midpoint(b)
}

/// The mean of every pixel's 3 × 3, twice over; the rim stays as it is.
pub fn softened(picture: &GrayImage) -> GrayImage {
    mean(&mean(picture))
}

fn mean(picture: &GrayImage) -> GrayImage {
    let (width, height) = picture.dimensions();
    let row = width as usize;
    let mut out = picture.as_raw().clone();
    if width >= 3 && height >= 3 {
        let lines: Vec<&[u8]> = picture.as_raw().chunks_exact(row).collect();
        for (three, out) in lines.windows(3).zip(out[row..].chunks_exact_mut(row)) {
            let columns = three[0]
                .windows(3)
                .zip(three[1].windows(3))
                .zip(three[2].windows(3));
            for (((a, b), c), out) in columns.zip(&mut out[1..row - 1]) {
                let sum: u16 = [a, b, c].into_iter().flatten().map(|v| u16::from(*v)).sum();
                *out = byte(u32::from(sum) / 9);
            }
        }
    }
    whole(width, height, out)
}

/// Three times the picture less twice its softened self.
pub fn sharpened(picture: &GrayImage) -> GrayImage {
    let soft = mean(&mean(&mean(picture)));
    let mut out = picture.clone();
    for (own, soft) in out.iter_mut().zip(soft.iter()) {
        let value = 3 * i32::from(*own) - 2 * i32::from(*soft);
        *own = u8::try_from(value.clamp(0, 255)).unwrap_or_default();
    }
    out
}

/// A mean of bytes is a byte.
fn byte(value: u32) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

fn whole(width: u32, height: u32, pixels: Vec<u8>) -> GrayImage {
    // As many pixels as it says, by what comes before.
    GrayImage::from_raw(width, height, pixels).unwrap_or_default()
}
