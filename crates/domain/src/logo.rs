//! An account's logo: a small raster image that anybody may see.
//!
//! What an image is, its first bytes say, never whoever sends it. SVG is not among the formats: it
//! can carry scripts.

mod hash;

use std::{fmt, str::FromStr};

pub use hash::{InvalidLogoHash, LogoHash};

/// The most bytes of a logo.
pub const MAX_BYTES: usize = 128 * 1024;
/// The most pixels of a logo in either direction.
pub const MAX_PIXELS: usize = 1024;

/// An image that was looked at and found harmless.
#[derive(Clone, PartialEq, Eq)]
pub struct Logo {
    /// What it is.
    pub format: LogoFormat,
    /// What it is found by.
    pub hash: LogoHash,
    /// The image itself.
    pub bytes: Vec<u8>,
}

/// Why an image cannot be a logo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidLogo {
    /// Neither PNG nor JPEG nor WebP, or broken.
    #[error("must be a PNG, JPEG or WebP image")]
    Format,
    /// More than [`MAX_BYTES`].
    #[error("must have at most 128 KiB")]
    TooLarge,
    /// More than [`MAX_PIXELS`] in a direction.
    #[error("must have at most 1024 pixels in width and in height")]
    TooManyPixels,
}

impl Logo {
    /// Looks at what somebody sent.
    ///
    /// # Errors
    /// [`InvalidLogo`] says what is wrong with it.
    pub fn read(bytes: Vec<u8>) -> Result<Self, InvalidLogo> {
        if bytes.len() > MAX_BYTES {
            return Err(InvalidLogo::TooLarge);
        }
        let format = LogoFormat::of(&bytes).ok_or(InvalidLogo::Format)?;
        let size = imagesize::blob_size(&bytes).map_err(|_| InvalidLogo::Format)?;
        if size.width == 0 || size.height == 0 {
            return Err(InvalidLogo::Format);
        }
        if size.width > MAX_PIXELS || size.height > MAX_PIXELS {
            return Err(InvalidLogo::TooManyPixels);
        }
        Ok(Self {
            format,
            hash: LogoHash::of(&bytes),
            bytes,
        })
    }
}

/// Prints what it is and how large, for an image in a log helps nobody.
impl fmt::Debug for Logo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Logo({}, {} bytes)",
            self.format.media_type(),
            self.bytes.len()
        )
    }
}

/// The formats that browsers and mail programs show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LogoFormat {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    WebP,
}

/// A media type that no logo has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the media type of a logo")]
pub struct UnknownLogoFormat;

impl LogoFormat {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Png, Self::Jpeg, Self::WebP];

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
        }
    }

    /// What the first bytes say.
    fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR") {
            Some(Self::Png)
        } else if bytes.starts_with(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Self::WebP)
        } else {
            None
        }
    }
}

impl FromStr for LogoFormat {
    type Err = UnknownLogoFormat;

    fn from_str(text: &str) -> Result<Self, UnknownLogoFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.media_type() == text)
            .ok_or(UnknownLogoFormat)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 6, 0, 0, 0]);
        bytes
    }

    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = b"\xff\xd8\xff\xe0\0\x04JF\xff\xc0\0\x11\x08".to_vec();
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes
    }

    fn webp(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a".to_vec();
        bytes.extend(width.to_le_bytes());
        bytes.extend(height.to_le_bytes());
        bytes
    }

    #[test]
    fn three_formats_are_known_by_their_first_bytes() {
        for (bytes, format) in [
            (png(1024, 1), LogoFormat::Png),
            (jpeg(640, 1024), LogoFormat::Jpeg),
            (webp(64, 64), LogoFormat::WebP),
        ] {
            let logo = Logo::read(bytes).unwrap();
            assert_eq!(logo.format, format);
            assert_eq!(format.media_type().parse(), Ok(format));
        }
    }

    #[test]
    fn other_formats_and_broken_images_are_refused() {
        for bytes in [
            &b""[..],
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            b"<?xml version=\"1.0\"?><svg/>",
            b"GIF89a\x01\0\x01\0\0\0\0",
            b"BM\0\0\0\0\0\0\0\0\0\0\0\0",
            b"\x89PNG\r\n\x1a\n",
            b"\x89PNG<script>alert(1)</script>",
            b"\xff\xd8\xff",
            b"RIFF\0\0\0\0WEBPVP8?",
            &png(0, 10),
            &png(10, 10)[..20],
        ] {
            assert_eq!(
                Logo::read(bytes.to_vec()),
                Err(InvalidLogo::Format),
                "{bytes:?}"
            );
        }
    }

    #[test]
    fn large_images_are_refused() {
        for bytes in [
            png(1025, 1),
            png(1, 1025),
            png(u32::MAX, 1),
            jpeg(1025, 9),
            webp(9, 1025),
        ] {
            assert_eq!(Logo::read(bytes), Err(InvalidLogo::TooManyPixels));
        }
        let mut padded = png(1, 1);
        padded.resize(MAX_BYTES, 0);
        assert!(Logo::read(padded.clone()).is_ok());
        padded.push(0);
        assert_eq!(Logo::read(padded), Err(InvalidLogo::TooLarge));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(start in 0..4_usize, rest in proptest::collection::vec(any::<u8>(), 0..200)) {
            let start = [&b""[..], b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP"][start];
            let _ = Logo::read([start, &rest].concat());
        }
    }
}
