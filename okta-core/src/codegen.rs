//! The macros and traits of generated code. Only generated code may use them. They change with
//! the generator, whatever the version says.

pub use serde::de::DeserializeOwned;

pub use crate::{
    call::{
        Call, Sending, call, list_call,
        update::{Changed, Takes, update},
    },
    data::integer::Integer,
    error::missing,
    model::{
        Choice, Container, Kind, Object, OpenEnum, Resource, Root, Scalar, Schema, Slot, View,
        Visitor, choice, common, date_time_argument, debug, deserialize, identified, object,
        open_enum, open_value, profile, profile_get, profile_set, resource,
    },
};
