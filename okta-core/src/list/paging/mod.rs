//! Lists in pages.
//!
//! Okta names the next page by a `Link` header with an opaque `after`. A list ends when there
//! is no such header; an empty page does not end it. `link` reads the header, `cursor` decides
//! where the next page is, `pager` walks from page to page and is compiled once, and `page`,
//! `pages` and `items` add the types. Newer lists come in an `envelope`, which also holds the
//! link.

mod cursor;
pub(crate) mod endless;
mod envelope;
mod items;
pub(crate) mod page;
mod pager;
mod pages;

pub use cursor::Cursor;
pub use items::Items;
pub use page::{Page, PageItems};
pub use pages::Pages;

pub(crate) use cursor::next;

use http::Method;
use serde::de::DeserializeOwned;

use crate::{
    Error,
    call::{Call, answer},
    model::{DecodeList, list_as, next_as},
};
use pager::Pager;

impl Call {
    /// Starts at a page that this or another process reached earlier.
    pub fn resume(mut self, cursor: &Cursor) -> Self {
        if let Err(reason) = cursor.apply(&mut self.request) {
            self.reject(reason);
        }
        self
    }

    /// Walks the pages. A walk over the System Log is given an end.
    fn pager(mut self) -> Pager {
        if self.request.method != Method::GET {
            self.reject("only a GET has pages".into());
        }
        endless::bound(&mut self.request);
        Pager::new(self.checked())
    }

    /// Returns one page: its elements, and the cursor of the next one.
    pub async fn page<T: DecodeList>(self) -> Result<Page<T>, Error> {
        let (session, request) = self.checked()?;
        let place = (session.org().clone(), request.clone());
        let operation = request.operation;
        let answer = envelope::open(operation, answer(Ok((session, request)))).await?;
        let next = next(&place.0, &place.1, &answer.headers)?;
        page::decode(operation, answer, next, T::list_from_body)
    }

    /// Streams all pages, starting with this one.
    pub fn pages<T: DecodeList>(self) -> Pages<T> {
        Pages::new(self.pager(), T::list_from_body)
    }

    /// Streams all elements, starting with this page.
    pub fn stream<T: DecodeList>(self) -> Items<T> {
        Items::new(self.pager(), T::list_from_body, T::next_from_list)
    }

    /// Streams all elements, starting with this page, as a type from outside this crate.
    pub fn stream_as<T: DeserializeOwned>(self) -> Items<T> {
        Items::new(self.pager(), list_as, next_as)
    }
}
