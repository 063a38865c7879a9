//! Lists in pages.
//!
//! Okta names the next page by a `Link` header with an opaque `after`; a list ends when
//! there is none, and not with an empty page. `link` reads the header, `cursor` decides
//! where the next page is, `pager` walks from page to page (compiled once), and `page`,
//! `pages` and `items` give that types.

mod cursor;
mod items;
pub(crate) mod link;
pub(crate) mod page;
mod pager;
mod pages;
mod problem;

pub use cursor::Cursor;
pub use items::Items;
pub use page::Page;
pub use pages::Pages;
pub use problem::{PagingError, PagingProblem};

pub(crate) use cursor::next;

use http::Method;

use crate::{
    Error,
    call::{Call, answer},
    logs,
    model::DecodeList,
};
use pager::Pager;

impl<R> Call<R> {
    /// Starts at a page that was reached earlier, in this process or another one.
    pub(crate) fn resume(mut self, cursor: &Cursor) -> Self {
        if let Err(reason) = cursor.apply(&mut self.request) {
            self.reject(reason);
        }
        self
    }

    /// The same request, its answer taken for a list.
    pub(crate) fn into_list<T>(self) -> Call<Vec<T>> {
        Call {
            client: self.client,
            request: self.request,
            invalid: self.invalid,
            response: std::marker::PhantomData,
        }
    }

    /// Walks the pages. A walk ends, so that of the System Log is bounded.
    fn pager(mut self) -> Pager {
        if self.request.method != Method::GET {
            self.reject("only a GET has pages".into());
        }
        logs::bound(&mut self.request);
        Pager::new(self.checked())
    }
}

impl<T: DecodeList> Call<Vec<T>> {
    /// One page: its elements, and the cursor of the next one.
    pub(crate) async fn page(self) -> Result<Page<T>, Error> {
        let (client, request) = self.checked()?;
        let place = (client.org().clone(), request.clone());
        let answer = answer(Ok((client, request))).await?;
        let next = next(&place.0, &place.1, &answer.headers)?;
        page::decode(place.1.operation, answer, next)
    }

    /// All pages from this one on.
    pub(crate) fn pages(self) -> Pages<T> {
        Pages::new(self.pager())
    }

    /// All elements from this page on.
    pub(crate) fn stream(self) -> Items<T> {
        Items::new(self.pages())
    }
}
