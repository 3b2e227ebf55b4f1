//! Styles, scripts and images, served from the program itself under addresses that change with their content.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, EntityTag};

/// A file for the browser. The table of them is written by `build.rs`.
struct Asset {
    name: &'static str,
    path: &'static str,
    content_type: &'static str,
    content: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of a file of ours, such as `muster.css`; the front page's when there is no such file.
pub fn path(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("/", |asset| asset.path)
}

/// The file at an address, to be kept for a year, as another content would have another address.
pub fn serve(path: &str) -> Option<HttpResponse> {
    let asset = ASSETS.iter().find(|asset| asset.path == path)?;
    Some(
        HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, asset.content_type))
            .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
            .insert_header((ETAG, EntityTag::new_strong(asset.path.to_owned())))
            .body(asset.content),
    )
}
