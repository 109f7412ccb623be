"""Signing in and out by OpenID Connect; the provider is named in `[app.sign_in]` of toil.toml."""

from __future__ import annotations

import streamlit as st

from toil.errors import SettingsError
from toil.locales import Words
from toil.pages._access import role, signed_in
from toil.pages._plain import plain
from toil.pages._roles import NOBODY, name_of_reader
from toil.settings import Settings


def is_shut_out() -> bool:
    """Whether there is a sign-in, and the reader has not signed in or has no role: nothing may be read."""
    return signed_in() is not None and role() == NOBODY


def show_door(words: Words) -> None:
    """The way in, or why there is none; nothing of the store is read for it."""
    claims = signed_in()
    if claims:
        st.subheader(words("access.nobody_title"), anchor=False)
        st.markdown(words("access.nobody_note", name=plain(name_of_reader(claims))))
        st.button(words("access.sign_out"), on_click=st.logout)
    else:
        st.subheader(words("access.sign_in_title"), anchor=False)
        st.text(words("access.sign_in_note"))
        st.button(words("access.sign_in"), type="primary", on_click=st.login)


def show_reader(words: Words) -> None:
    """In the sidebar: who has signed in and as what, and the way out; nothing where there is no sign-in."""
    if claims := signed_in():
        st.text(words("access.signed_in", name=name_of_reader(claims), role=words(f"access.role_{role()}")))
        st.button(words("access.sign_out"), on_click=st.logout, key="sign_out")


def as_reader(settings: Settings) -> Settings:
    """The settings with the reader as author of what is written, where they have signed in.

    Raises SettingsError where toil.toml asks for a sign-in that this server does not have: it was started before.
    """
    claims = signed_in()
    if claims is None and settings.app.sign_in.is_on:
        raise SettingsError("the sign-in is not yet in force", where="app.sign_in", do="start the app again")
    if not claims:
        return settings
    app = settings.app.model_copy(update={"user": name_of_reader(claims)})
    return settings.model_copy(update={"app": app})
